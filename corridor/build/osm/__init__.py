"""OpenStreetMap extracts in; lines for the base network out."""
