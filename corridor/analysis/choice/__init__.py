"""What a choice between ways rests on: how sure it is, what would flip it, how a corridor stands."""
