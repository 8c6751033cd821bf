"""What if: rows changed, names opened or closed, figures multiplied, under one name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite

from corridor.errors import InputError, shown

# Beyond this a factor is more likely a figure typed in the place of one.
MOST_FACTOR = 1000.0


@dataclass(frozen=True, slots=True)
class Scale:
    """
    A figure multiplied.

    Attributes
    ----------
    target
        An item of the bill or the clock ('border_hours'), of a subject only
        ('border_hours@torkham'), or a column of a table ('rates.rate_usd_per_km@af_*').
    factor
        0 or more; 1 leaves everything as it is.
    """

    target: str
    factor: float

    def __post_init__(self) -> None:
        """Refuse what no figure may be multiplied by; `not` also catches NaN."""
        if not self.target.strip():
            raise InputError(
                "a scale names no item", remedy="corridor scenarios --items lists them"
            )
        if not 0 <= self.factor <= MOST_FACTOR:
            raise InputError(
                f"{self.target} cannot be multiplied by {self.factor:g}",
                remedy=f"give a factor from 0 to {MOST_FACTOR:g}, as {self.target}=1.2",
            )

    def __str__(self) -> str:
        """As it is typed."""
        return f"{self.target}={self.factor:g}"


@dataclass(frozen=True, slots=True)
class RowChange:
    """
    A row to add, or the cells of a row to change.

    `cells` are (column, text) without the id; a cell that is not given stays as it is.
    `place` is where it stands, as 'rates.csv, row 3'.
    """

    table: str
    id: str
    cells: tuple[tuple[str, str], ...]
    place: str


@dataclass(frozen=True, slots=True)
class UnusedRow:
    """A row of an overlay that no answer could use: 'table:id', where it stands, and why."""

    key: str
    place: str
    reason: str

    def __str__(self) -> str:
        """What its author is told."""
        return f"not used: {self.key} ({self.place}), because {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """
    One set of assumptions laid over the tables.

    Attributes
    ----------
    name
        Short name; the answer tells by it what was assumed.
    title, text
        What is assumed and why, for people.
    origin
        'options' (typed), 'scenario' (shipped), 'file' (a person's scenario) or 'own'
        (a forwarder's own rows, marked as his wherever they are used).
    open, close
        Names of crossings, ports, passages, sections or services.
    scales, rows
        Figures multiplied, and rows added or changed. Rows come first.
    source_id
        Source of the rows that name none; '' = a source made from the name.
    as_of, confidence
        Of the rows that do not say.
    source_ids
        Further sources of what the text says.
    file
        Name of the folder or file that it was read from, without its path; '' = none.
    """

    name: str
    title: str = ""
    text: str = ""
    origin: str = "options"
    open: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    scales: tuple[Scale, ...] = ()
    rows: tuple[RowChange, ...] = ()
    source_id: str = ""
    as_of: str = ""
    confidence: str = "estimate"
    source_ids: tuple[str, ...] = ()
    file: str = ""

    @property
    def cited(self) -> tuple[str, ...]:
        """Every source of the overlay itself, that of its rows first."""
        first = (self.source_id,) if self.source_id else ()
        return tuple(dict.fromkeys((*first, *self.source_ids)))

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return not (self.open or self.close or self.scales or self.rows)


def parse_scale(text: str) -> Scale:
    """
    Read 'item=1.2'.

    Raises
    ------
    InputError
        If there is no number behind the '='.

    Examples
    --------
    >>> parse_scale("border_hours@torkham=2")
    Scale(target='border_hours@torkham', factor=2.0)
    """
    target, sign, factor = text.partition("=")
    try:
        number = float(factor) if "_" not in factor else float("nan")
    except ValueError:
        number = float("nan")
    if not sign or not isfinite(number):
        raise InputError(
            f"--scale {shown(text)} is not an item and factor",
            remedy="write item=1.2; corridor scenarios --items lists the items",
        )
    return Scale(target.strip(), number)


def switched(
    overlays: Iterable[Overlay], opened: Sequence[str], closed: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """
    What is open and closed when overlays come first and a query's own names last.

    Of a name that is both opened and closed, what was said last holds.

    Examples
    --------
    >>> shut = Overlay(name="shut", close=("torkham", "chaman"))
    >>> switched([shut], ["torkham"], [])
    (('torkham',), ('chaman',))
    """
    last: dict[str, tuple[str, bool]] = {}
    said: list[tuple[Sequence[str], Sequence[str]]] = [(o.open, o.close) for o in overlays]
    for open_names, close_names in (*said, (opened, closed)):
        both = {_folded(n) for n in open_names} & {_folded(n) for n in close_names}
        if both:
            raise InputError(
                f"{', '.join(sorted(both))}: opened and closed at once",
                remedy="keep one of the two",
            )
        for names, is_open in ((open_names, True), (close_names, False)):
            for name in names:
                last.pop(_folded(name), None)
                last[_folded(name)] = (name, is_open)
    return (
        tuple(name for name, is_open in last.values() if is_open),
        tuple(name for name, is_open in last.values() if not is_open),
    )


def _folded(name: str) -> str:
    return " ".join(name.lower().replace("_", " ").replace("-", " ").split())
