"""
Step 4b: the corridor graph, its prices and a query in; itineraries out.

Flows in: `CorridorGraph`, `Dataset` and a `Query`. Flows out: `Answer` with
`Itinerary`s. Pure: reads no file, no clock; the caller says when 'today' is.
"""
