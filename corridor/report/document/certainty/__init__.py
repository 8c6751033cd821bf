"""How sure an answer is, as it is saved."""
