"""Plain text columns and lines, measured in the cells of a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

# Marks that stand on the letter before them, and signs that are not seen, take no cell.
_NO_CELL = frozenset({"Mn", "Me", "Cf"})
_GAP = 2
DOTS = "..."


def cells(text: str) -> int:
    """
    How many cells of a terminal a text takes.

    Examples
    --------
    >>> cells("Минск"), cells("喀什"), cells("e" + chr(0x301))
    (5, 4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(_cells_of(sign) for sign in text)


def _cells_of(sign: str) -> int:
    if unicodedata.category(sign) in _NO_CELL:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def cut(text: str, most: int) -> tuple[str, str]:
    """A text in two: as much as fits into `most` cells, at least one sign, and the rest."""
    taken = 0
    for at, sign in enumerate(text):
        taken += _cells_of(sign)
        if taken > most and at:
            return text[:at], text[at:]
    return text, ""


def clipped(text: str, most: int) -> str:
    """
    A text of at most `most` cells, ending in dots where it was longer.

    Examples
    --------
    >>> clipped("rail Astara, truck Gabd", 15), clipped("rail", 15)
    ('rail Astara,...', 'rail')
    """
    if cells(text) <= most:
        return text
    return cut(text, max(1, most - len(DOTS)))[0].rstrip() + DOTS


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """
    Lines of at most `width` cells, the first with one indent and the others with another.

    A word wider than a line is broken; an address stays whole, so that it can be followed.

    Examples
    --------
    >>> wrapped("by rail over Gabd", 10, "- ", "  ")
    ['- by rail', '  over', '  Gabd']
    """
    rest = first if rest is None else rest
    lines, line, blank = [], first, True
    for word in text.split():
        room = width - cells(line) - (0 if blank else 1)
        if cells(word) > room and not blank:
            lines.append(line.rstrip())
            line, blank, room = rest, True, width - cells(rest)
        part = word
        while cells(part) > room and "://" not in word and room > 0:
            head, part = cut(part, room)
            if not part:
                part = head
                break
            lines.append(line + head)
            line, room = rest, width - cells(rest)
        line, blank = f"{line}{part}" if blank else f"{line} {part}", False
    return [*lines, line.rstrip()]


def columns(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """
    Align rows of equal width; columns in `right` flush right.

    Examples
    --------
    >>> columns([["a", "km"], ["bbb", "7"]], frozenset({1}))
    ['a    km', 'bbb   7']
    """
    return [_line(row, _widths(rows), right) for row in rows]


def fitted(
    rows: Sequence[Sequence[str]],
    width: int,
    *,
    flex: int,
    right: frozenset[int] = frozenset(),
    least: int = 16,
    drop: Sequence[int] = (),
    one_line: bool = False,
    hold: int = 1,
) -> list[list[str]]:
    """
    Align rows in a width: the lines of each row.

    Parameters
    ----------
    rows
        Cells, as many in each row.
    width
        Cells that a line may take.
    flex
        The column whose cells are broken over several lines.
    right
        Columns flush right.
    least
        Cells that the flexible column is to have, if its texts are as wide.
    drop
        Columns left out, in this order, until it has them.
    one_line
        Cut the flexible column's texts, ending in dots, and break none.
    hold
        Cells that the flexible column keeps, if its texts are as wide, though lines grow wider.

    Examples
    --------
    >>> fitted([["over Gabd", "7", "x"]], 8, flex=0, right=frozenset({1}), least=4, drop=(2,))
    [['over  7', 'Gabd']]
    """
    widths = _widths(rows)
    kept = [n for n in range(len(widths)) if any(row[n] for row in rows)]
    left = [n for n in drop if n in kept]
    wanted = min(least, widths[flex])
    while left and _room(widths, kept, width, flex) < wanted:
        kept.remove(left.pop(0))
    room = min(max(hold, _room(widths, kept, width, flex)), widths[flex])
    broken = [[clipped(row[flex], room)] if one_line else wrapped(row[flex], room) for row in rows]
    widths[flex] = max(cells(line) for lines in broken for line in lines)
    flush = frozenset(at for at, n in enumerate(kept) if n in right)
    out = []
    for row, lines in zip(rows, broken, strict=True):
        whole = [[line if n == flex else "" for n in kept] for line in lines]
        whole[0] = [lines[0] if n == flex else row[n] for n in kept]
        out.append([_line(one, [widths[n] for n in kept], flush) for one in whole])
    return out


def _room(widths: Sequence[int], kept: Sequence[int], width: int, flex: int) -> int:
    """What the other columns leave to the flexible one."""
    return width - sum(widths[n] for n in kept if n != flex) - _GAP * (len(kept) - 1)


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(cells(r[i]) for r in rows) for i in range(len(rows[0]))]


def _line(row: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> str:
    texts = []
    for i, (text, wide) in enumerate(zip(row, widths, strict=True)):
        pad = " " * (wide - cells(text))
        texts.append(pad + text if i in right else text + pad)
    return (" " * _GAP).join(texts).rstrip()
