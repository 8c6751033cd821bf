"""Freight of ships and what is added to it."""
