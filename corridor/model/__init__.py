"""
The concepts every step speaks of: consignment, place, leg, item, itinerary, answer.

Nothing flows in but plain values; nothing here reads files, clocks or tables.
Money is whole US cents, time whole minutes, mass whole grams, length whole metres,
so that items sum to legs and legs to totals exactly.
"""
