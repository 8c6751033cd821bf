"""Saved answers in; charts (SVG) out."""
