"""
Saved documents: their types, how they are made, written and read.

In flow results of planning and analysis, or files; out flow frozen structs. Nothing outside
this room knows how a document is spelled in JSON.
"""
