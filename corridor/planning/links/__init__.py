"""Segments, prices and a query in; the links of its search graph out."""
