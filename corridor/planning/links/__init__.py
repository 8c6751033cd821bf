"""The links of a search graph: priced for a consignment, and those that one query has alone."""
