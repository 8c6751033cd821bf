"""
What people and programs read: saved documents, texts, pages, maps, charts, spreadsheets, PDF.

In flow the results of planning and analysis; out flow documents and what is made from them.
"""
