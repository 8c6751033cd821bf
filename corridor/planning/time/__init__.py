"""Closures, opening hours and holidays in; windows in minutes from departure out."""
