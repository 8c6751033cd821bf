"""Documents in; tables and their files (CSV, Markdown, XLSX) out."""
