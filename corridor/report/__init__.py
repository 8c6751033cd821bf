"""What people read of an answer or a comparison: documents, tables, texts, charts, maps and pages."""
