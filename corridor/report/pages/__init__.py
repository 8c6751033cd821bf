"""Pages without a map script: the comparison and the gallery."""
