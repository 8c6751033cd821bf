"""
The first screen of an answer: read in five seconds, at most 23 lines, 60 to 200 columns.

In: the answer document, the page. Out: lines. What does not fit is dropped in a written order.
"""
