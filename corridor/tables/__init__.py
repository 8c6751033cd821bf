"""
Step 1: data/ tables (and overlays) in, checked and typed records with row ids out.

Flows in: CSV files of data/ with their schema files. Flows out: `Table` (text
rows) and the typed records of `corridor.tables.records`. Knows nothing of graphs
or routes.
"""
