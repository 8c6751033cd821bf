"""The profile over departure days as a document."""
