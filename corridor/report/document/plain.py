"""Text of an answer as it may stand in a cell, a line or a label: one line, no hidden signs."""

from __future__ import annotations

import re
import unicodedata

# A spreadsheet takes a cell that starts so for a formula, or for a command.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# These turn the writing direction of what follows and so can make a name read as another.
_TURNS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    """
    Text on one line: breaks become spaces, control signs, half signs and turns are dropped.

    Examples
    --------
    >>> plain("Termez" + chr(10) + " port" + chr(0))
    'Termez port'
    """
    spaced = re.sub(r"\s", " ", text)
    seen = (s for s in spaced if unicodedata.category(s) not in _UNSEEN and s not in _TURNS)
    return re.sub(" +", " ", "".join(seen))


_UNSEEN = frozenset({"Cc", "Cs", "Cn", "Co"})


def short(text: str, most: int) -> str:
    """At most `most` signs of `plain` text, cut between words where it can be, with an ellipsis."""
    line = plain(text)
    if len(line) <= most:
        return line
    end = line.rfind(" ", most // 2, most)
    return line[: end if end > 0 else most - 1].rstrip() + "…"


def cell_text(text: str | bool) -> str:
    """
    Text for a cell of a file that a spreadsheet may open: never a formula.

    Examples
    --------
    >>> cell_text("=1+1")
    "'=1+1"
    >>> cell_text("Orsha")
    'Orsha'
    """
    line = plain(str(text))
    # Judged with and without what stands before, since some programs trim it.
    return f"'{line}" if line.lstrip(" '\"").startswith(_FORMULA) else line
