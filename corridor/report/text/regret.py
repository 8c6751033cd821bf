"""Regret as text for people, made of its record alone; it fits one screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_uppercase

from corridor.report.document.choice.regret import RegretRecord, RegrettedRecord
from corridor.report.text.page import Page

# Ways shown: those of least regret, which stand first. All are in the document.
_WAYS = 6
# Cells that a column of a way takes, and that the scenarios with their best take before.
_COLUMN, _BEFORE = 8, 36


def regret_lines(found: RegretRecord, page: Page) -> Iterator[str]:
    """The ways and their regrets in each scenario, in lines."""
    count = len(found.scenarios) - 1
    said = f"{count} scenario{'s' * (count != 1)} beside the tables as they are"
    if found.unchanged:
        said += f"; no change here: {', '.join(found.unchanged)}"
    if found.cut_off:
        said += f"; no way at all: {', '.join(found.cut_off)}"
    yield from page.wrap(
        f"Regret, in generalised USD against the best way of each of {said}.", "", "  "
    )
    most = max(2, min(_WAYS, (page.width - _BEFORE) // _COLUMN))
    # The way of least mean regret is shown whatever its place.
    shown = [n for n in range(len(found.ways)) if n < most - 1 or n == found.least_mean - 1]
    shown += [n for n in range(len(found.ways)) if n not in shown][: most - len(shown)]
    ways = [found.ways[n] for n in sorted(shown)]
    for letter, way in zip(ascii_uppercase, ways, strict=False):
        listed = "" if way.number is None else f" [itinerary {way.number}]"
        yield from page.wrap(f"{letter}  {way.label}{listed}", "  ", "     ")
    head = ["", "best", *ascii_uppercase[: len(ways)]]
    rows = [
        [s.name, f"{s.best_generalised_usd:,.0f}", *(_cell(w.regret_usd[n]) for w in ways)]
        for n, s in enumerate(found.scenarios)
    ]
    rows += [
        ["greatest", "", *(_cell(w.most_usd) for w in ways)],
        ["mean, where not shut", "", *(_cell(w.mean_usd) for w in ways)],
    ]
    right = frozenset(range(1, len(head)))
    for lines in page.table([head, *rows], flex=0, right=right, indent="  "):
        yield from lines
    if len(found.ways) > len(ways):
        yield f"  {len(found.ways) - len(ways)} ways more, of more regret or shut more often, in --json."
    yield from page.wrap(_least(found, ways), "  ")


def _cell(usd: float | None) -> str:
    return "shut" if usd is None else f"{usd:,.0f}"


def _least(found: RegretRecord, shown: Sequence[RegrettedRecord]) -> str:
    most, mean = found.ways[found.least_most - 1], found.ways[found.least_mean - 1]
    one, other = (ascii_uppercase[shown.index(way)] for way in (most, mean))
    said = f"Least greatest regret: way {one}, {_greatest(most):,.0f} USD."
    said += f" Least mean regret: way {other}, {mean.mean_usd:,.0f} USD."
    if most.shut:
        times = "one scenario" if most.shut == 1 else f"{most.shut} scenarios"
        said += f" Shut in {times}, left out there; every other way is shut in at least as many."
    return said


def _greatest(way: RegrettedRecord) -> float:
    """The greatest regret of a way where it can be gone."""
    return max((r for r in way.regret_usd if r is not None), default=0.0)
