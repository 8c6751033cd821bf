"""How sure an answer is: the ways it might have been, their chances, and what would flip it."""
