"""
Days that a person must not miss on a way: free days that end, exemptions and regimes that expire.

In flow an itinerary of the model and the tables; out flow frozen records of a saved answer.
"""
