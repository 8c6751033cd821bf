"""A saved answer in; a quotation (PDF) out."""
