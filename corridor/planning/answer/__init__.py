"""Paths of the search in; legs, documents, reasons and itineraries out."""
