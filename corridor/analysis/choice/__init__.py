"""What a choice between ways rests on: how sure it is, what would change it, what else to know."""
