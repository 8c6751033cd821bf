"""
Checks of a row as a row: cells that are well each by itself and cannot stand together.

The pairs are found by the names of the columns, over every table alike, so that a table made
later is checked from its first day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from corridor.model.consignment import CARGO
from corridor.model.dates import first_day, last_day
from corridor.tables.row import Ended, Named, Sighting, TextRow, Told
from corridor.tables.schema import TableSchema, parted

# Words of `cargo` by which a closed crossing, road, port or passage is shut for all that use it.
_WHOLE = ("all", "trucks", "wagons", "container ships")
# Ends of the names of columns that are a first and a last of the same thing.
_SPANS = (("from_", "to_"), ("_from", "_to"), ("first_", "last_"))
_WAYS = (
    ("country_a", "country_b"),
    ("hub_a", "hub_b"),
    ("from_id", "to_id"),
    ("from_port", "to_port"),
    ("country", "neighbour"),
)
# Cells of `evidence` that each verdict must have, and those it must not.
_VERDICTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "same": (("title", "printed", "read_as"), ("formula", "differs_in", "copy_of")),
    "converted": (("title", "printed", "read_as", "formula"), ("differs_in", "copy_of")),
    "differs": (("title", "differs_in", "note"), ()),
    "corrected": (("title", "printed", "differs_in", "note"), ("copy_of",)),
    "page_not_found": (("note",), ("printed", "read_as", "formula", "differs_in")),
    "page_does_not_say": (("title", "note"), ("read_as", "formula", "differs_in")),
}
# Hours of a day; where the second comes before the first they run past midnight.
_CLOCKS = (("opens", "closes"), ("shut_from", "shut_to"))
_BOX = (("west", "east"), ("south", "north"))


@dataclass(frozen=True, slots=True)
class Clash:
    """A column whose cell does not go with another, what is wrong and what to do."""

    column: str
    value: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What the rows of a table are checked for, worked out once from its columns."""

    checks: tuple[Check, ...]
    bands: tuple[tuple[str, ...], ...]
    spans: tuple[tuple[str, str, str], ...]
    clocks: tuple[tuple[str, str], ...]
    ways: tuple[tuple[str, str], ...]
    sides: tuple[str, ...]

    @classmethod
    def of(cls, schema: TableSchema) -> RowPlan:
        """The plan of a table."""
        names = frozenset(schema.names)

        def there(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
            return tuple(pair for pair in pairs if names.issuperset(pair))

        found = bands(schema), spans(schema), there(_CLOCKS), there(_WAYS)
        sides = tuple(side for pair in _BOX for side in pair if side in names)
        checks: dict[Check, bool] = {
            _banded: bool(found[0]),
            _spanned: bool(found[1]),
            _hours: bool(found[2]),
            _apart: bool(found[3] or sides),
            _days_of_holidays: schema.table == "holidays",
            _closed_for: schema.table == "closures",
            _judged: schema.table == "evidence",
            _seen: schema.table == "last_seen",
            _worked: schema.table == "derivations",
        }
        return cls(tuple(c for c, wanted in checks.items() if wanted), *found, sides)

    def clashes(self, row: TextRow) -> Iterator[Clash]:
        """What is wrong with a row as a whole; cells wrong by themselves are passed over."""
        for check in self.checks:
            yield from check(self, row)


Check = Callable[[RowPlan, TextRow], Iterator[Clash]]


def clashes(schema: TableSchema, row: TextRow) -> Iterator[Clash]:
    """What is wrong with one row of a table."""
    return RowPlan.of(schema).clashes(row)


def spans(schema: TableSchema) -> tuple[tuple[str, str, str], ...]:
    """Columns that are the first and the last of something, with the type of both."""
    types = {c.name: c.type for c in schema.columns}
    found = []
    for name, kind in types.items():
        for first, last in _SPANS:
            other = name.replace(first, last, 1)
            if first in name and other != name and types.get(other) == kind:
                found.append((name, other, kind))
    # Two positions are ends of a line, which has no order.
    return tuple(f for f in found if f[2] in _ORDER and not f[0].endswith(("_lon", "_lat")))


def bands(schema: TableSchema) -> tuple[tuple[str, ...], ...]:
    """Columns that are the low, typical and high of one figure, or its low and high alone."""
    found = (
        tuple(ends[e] for e in ("low", "typical", "high") if e in ends)
        for ends in schema.ends.values()
    )
    return tuple(band for band in found if len(band) > 1)


def _banded(plan: RowPlan, row: TextRow) -> Iterator[Clash]:
    for band in plan.bands:
        cells = [row[n] for n in band]
        try:
            values = [float(v) for v in cells if v]
        except ValueError:
            continue  # reported as a number complaint already
        named = next((n for n in band if parted(n)[1] == "typical"), band[0])
        if values != sorted(values):
            problem = "is not low <= typical <= high"
            yield Clash(named, "/".join(cells), problem, "order the band")
        elif len(band) > len(("low", "high")) and values and not row[named]:
            yield Clash(named, "", "is empty beside a low or high", "give the typical figure")


def _spanned(plan: RowPlan, row: TextRow) -> Iterator[Clash]:
    for first, last, kind in plan.spans:
        begin, end = row[first], row[last]
        if kind == "season":
            if bool(begin) != bool(end):
                lacking, given = (last, first) if begin else (first, last)
                problem = f"is empty though {given} is given"
                yield Clash(lacking, "", problem, "give both ends of the season or none")
            continue
        if not begin or not end:
            continue
        try:
            wrong = _ORDER[kind](begin, end)
        except ValueError:
            continue
        if wrong:
            yield Clash(last, end, f"is before {first} ({begin})", "exchange or correct them")


def _dates(begin: str, end: str) -> bool:
    return last_day(end) < first_day(begin)


def _counts(begin: str, end: str) -> bool:
    return int(end) < int(begin)


def _lengths(begin: str, end: str) -> bool:
    return float(end) <= float(begin)  # from 100 to 100 km is no stretch at all


_ORDER: dict[str, Callable[[str, str], bool]] = {
    "date": _dates,
    "asof": _dates,
    "number": _lengths,
    "integer": _counts,
    "season": lambda begin, end: False,  # a winter runs over the New Year
}


def _hours(plan: RowPlan, row: TextRow) -> Iterator[Clash]:
    for first, last in plan.clocks:
        if row[first] and row[first] == row[last]:
            remedy = "round the clock is 00:00 to 24:00; what is shut for days is a row of closures"
            yield Clash(last, row[last], f"is {first} too", remedy)
        elif row[first] == "24:00":
            yield Clash(first, row[first], "is the end of a day", "write 00:00 and the day after")


def _apart(plan: RowPlan, row: TextRow) -> Iterator[Clash]:
    """Two ends that are one, and a box turned inside out or half given."""
    for one, other in plan.ways:
        if row[one] and row[one] == row[other]:
            # A place in two countries' tables, or a leg from a place to itself, is a slip.
            yield Clash(other, row[other], f"is {one} too", "name the other side")
    given = [side for side in plan.sides if row[side]]
    if given and len(given) < len(plan.sides):
        lacking = next(s for s in plan.sides if not row[s])
        yield Clash(lacking, "", f"is empty though {given[0]} is given", "give all sides or none")
        return
    for low, high in _BOX:
        try:
            wrong = bool(given) and not float(row[low]) < float(row[high])
        except (ValueError, KeyError):
            continue
        if wrong:
            yield Clash(high, row[high], f"is not beyond {low} ({row[low]})", "exchange them")


def _days_of_holidays(_plan: RowPlan, row: TextRow) -> Iterator[Clash]:
    ways = [n for n in ("from_date", "season_from", "feast") if row[n]]
    if len(ways) != 1:
        what = (
            f"stands beside {ways[0]}" if ways else "is empty, and so are season_from and `feast`"
        )
        column = ways[1] if ways else "from_date"
        yield Clash(column, row[column], what, "give dates, a season or a lunar holiday")
    named = Named.of(row)
    for column in ("feast_from", "feast_to"):
        if bool(row[column]) != bool(named.feast):
            problem = "is empty beside `feast`" if named.feast else "stands without `feast`"
            yield Clash(
                column,
                row[column],
                problem,
                "days are counted from the lunar holiday, 0 is its day",
            )
    slow = named.effect == "slow"
    if slow != bool(named.delay_typical_h):
        problem = "is empty though the effect is slow" if slow else "stands beside effect closed"
        yield Clash("delay_typical_h", named.delay_typical_h, problem, "a delay goes with slow")


def _closed_for(_plan: RowPlan, row: TextRow) -> Iterator[Clash]:
    """A closure for some goods, or one way only, must not shut the way for all, unseen."""
    named = Named.of(row)
    into = row.get("into", "")
    if into and named.effect != "restricted":
        yield Clash(
            "into",
            into,
            "stands with an effect that holds both ways",
            "leave it blank, or effect restricted",
        )
    if named.effect != "closed":
        return
    if named.cargo and named.cargo not in (*CARGO, *_WHOLE):
        yield Clash(
            "cargo",
            named.cargo,
            "is not a class of cargo, and as closed the row would stop everything",
            f"one of {', '.join((*_WHOLE, *CARGO))}; or effect restricted, which warns",
        )


def _judged(_plan: RowPlan, row: TextRow) -> Iterator[Clash]:
    """A verdict without what it was reached by, or with what belongs to another."""
    told = Told.of(row)
    needed, barred = _VERDICTS.get(told.verdict, ((), ()))
    for column in needed:
        if not row[column]:
            yield Clash(column, "", f"is empty beside {told.verdict}", "say it")
    for column in barred:
        if row[column]:
            remedy = "take it out or judge again"
            yield Clash(column, row[column], f"stands beside {told.verdict}", remedy)
    yield from _keyed(told)
    if told.copy_of == told.id:
        yield Clash("copy_of", told.id, "is the row itself", "name the row whose page it is")


def _seen(_plan: RowPlan, row: TextRow) -> Iterator[Clash]:
    """A day of what was not seen, or none of what was; one way of what has no ways."""
    seen = Sighting.of(row)
    for column, cell in (("seen_on", seen.seen_on), ("what", seen.what)):
        if seen.state == "seen" and not cell:
            yield Clash(column, "", "is empty beside state seen", "say when and what")
    if seen.seen_on and seen.state != "seen":
        remedy = "leave it blank, or state seen"
        yield Clash("seen_on", seen.seen_on, f"stands beside state {seen.state}", remedy)
    if seen.into and seen.subject_kind != "crossing":
        yield Clash("into", seen.into, "is not of a crossing", "leave it blank")
    elif seen.into and seen.state == "announced":
        remedy = "leave it blank; a restriction one way is a row of closures"
        yield Clash("into", seen.into, "stands beside state announced", remedy)


def _worked(_plan: RowPlan, row: TextRow) -> Iterator[Clash]:
    """A formula without its cell, or a kind of a whole table with what a formula has."""
    told = Told.of(row)
    whole = told.kind != "formula"
    if told.kind == "constant":
        yield from _a_constant(row)
        return
    for column in ("row_id", "column", "formula"):
        if whole and row[column]:
            yield Clash(column, row[column], f"stands beside {told.kind}", "take it out")
        if not whole and not row[column]:
            yield Clash(column, "", "is empty beside formula", "say it")
    if told.read_as and not (told.address and told.printed):
        yield Clash("read_as", told.read_as, "has no page", "give address and printed")
    yield from _keyed(told, told.kind if whole else "")


def _a_constant(row: TextRow) -> Iterator[Clash]:
    """A figure of a page that formulas take: its row is its own name, and it has page and figure."""
    told = Told.of(row)
    if told.row_id != told.id or not told.id.startswith("constant."):
        yield Clash("row_id", told.row_id, "is not the name of the constant", "write its id")
    for column in ("address", "printed", "read_as"):
        if not row[column]:
            yield Clash(column, "", "is empty beside constant", "say it")


def _keyed(told: Told, kind: str = "") -> Iterator[Clash]:
    """The id of a row that speaks of one cell, or by its kind of a table."""
    cell = (told.of_table, told.row_id, told.column)
    key = f"{told.of_table}.{kind}" if kind else ".".join(cell).lower()
    if told.id != key:
        yield Clash("id", told.id, "is not table, row and column", f"write {key}")


# What a note says of a bar that nobody has ended.
_OPEN_END = "until further notice"


def unsaid_ends(row: TextRow) -> Iterator[Clash]:
    """
    What is wrong with the last day of a row that has the columns `to_date` and `end_by`.

    A row ends on the day on which its source reports the end. Until then it holds until further notice,
    which is a blank last day. A last day that lies after the newest evidence was announced, is that of
    a row which follows, or was assumed; the row says which, and by whom.

    A table without them has no such rule; cells that are no dates are passed over, since they are
    reported by themselves.
    """
    if "end_by" not in row:
        return
    ended = Ended.of(row)
    end, told = ended.to_date, ended.end_by
    if not end:
        if told:
            yield Clash(
                "end_by", told, "stands without to_date", "give the last day or leave both out"
            )
        return
    if _OPEN_END in ended.note.casefold():
        problem = f"stands beside {_OPEN_END!r} in the note"
        yield Clash("to_date", end, problem, "leave it blank until an end is reported")
    try:
        unseen = last_day(end) > last_day(ended.last_confirmed)
    except ValueError:
        return
    if unseen and not told:
        problem = f"is empty though nobody saw the end ({end}, evidence of {ended.last_confirmed})"
        yield Clash(
            "end_by", "", problem, "leave to_date blank, or say who announced or assumed it"
        )
