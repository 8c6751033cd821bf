"""Tables of cells, made from documents, and what writes them."""
