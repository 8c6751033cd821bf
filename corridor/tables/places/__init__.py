"""Names of places that a person may type."""
