"""
The words of every message, one catalogue a language, and displayed text.

In: messages of code and parameters (`corridor.model.message`). Out: `Text`, which is shown and
never read.
"""
