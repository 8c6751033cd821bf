"""Typed documents: what is saved as JSON, its schema, and the one reader of saved files."""
