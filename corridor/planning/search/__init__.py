"""A search graph and an objective in; paths out."""
