"""Documents in; report pages and the gallery out."""
