"""
Step 5: an answer in; tables, JSON, maps and pictures out.

Flows in: `Answer` (or the same saved as JSON) and the drawn lines. Flows out: text,
JSON and self-contained HTML. Documents are made from the JSON answer, so that what is
sent equals what was quoted.
"""
