"""Corridor indicators of an answer."""
