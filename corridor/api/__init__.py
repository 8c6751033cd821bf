"""
The public Python interface: one call for what a command does.

In: names, dates and numbers as a person writes them. Out: results that print, convert to
tables and save themselves. Everything below knows nothing of it; the command line reads its
options by the same definitions (`corridor.api.options`).
"""
