"""
The details of an answer, each on demand: head and ways, legs, bill, borders, documents, closures.

In: the answer document and the page. Out: lines.
"""
