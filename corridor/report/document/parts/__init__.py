"""What saved documents are made of: figures, the question as it was read, what was said."""
