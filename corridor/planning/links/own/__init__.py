"""Links that only one query has: its ends, its vias, hauls where it changes segments."""
