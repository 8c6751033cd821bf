"""
Step 4a: links, a consignment and a date in; hours, dollars and grams out.

Flows in: `Dataset` rows and arrays of links (hauls, borders, transfers, port calls,
sailings). Flows out: `Column`s, each one item of the bill for all links at once. The
search sums columns; the answer reads the same columns for its few links, so the two
can never differ.
"""
