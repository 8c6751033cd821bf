"""How good the answers are on published cases: scores, a naive rule beside them, ratios of two ways."""
