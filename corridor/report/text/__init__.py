"""Documents in; text for a terminal out."""
