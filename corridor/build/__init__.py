"""Build time only: tables and packaged base networks in; graphs/ out."""
