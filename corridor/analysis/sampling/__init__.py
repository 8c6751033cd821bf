"""Seeded draws over the bands of figures: percentiles and chances."""
