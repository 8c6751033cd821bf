"""Answers in; the documents that are saved out, and back."""
