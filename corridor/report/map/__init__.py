"""Maps: lines, ground, marks and the pages around them."""
