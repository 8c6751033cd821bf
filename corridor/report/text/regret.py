"""Regret as text for people, made of its record alone; it fits one screen."""

from __future__ import annotations

from collections.abc import Iterator

from corridor.report.document.choice.regret import RegretRecord, RegrettedRecord
from corridor.report.document.wording import wrap
from corridor.text_table import columns

# Ways shown: those of least regret, which stand first. All are in the document.
_WAYS = 6


def regret_lines(found: RegretRecord) -> Iterator[str]:
    """The ways and their regrets in each scenario, in lines."""
    count = len(found.scenarios) - 1
    said = f"{count} scenarios beside the tables as they are"
    if found.unchanged:
        said += f"; no change here: {', '.join(found.unchanged)}"
    if found.cut_off:
        said += f"; no way at all: {', '.join(found.cut_off)}"
    yield from wrap(f"Regret, in generalised USD against the best way of each of {said}.", "", "  ")
    ways = found.ways[:_WAYS]
    for number, way in enumerate(ways, 1):
        listed = "" if way.number is None else f" [itinerary {way.number}]"
        yield from wrap(f"{number}  {way.label}{listed}", "  ", "     ")
    head = ["", "best", *map(str, range(1, len(ways) + 1))]
    rows = [
        [s.name, f"{s.best_generalised_usd:,.0f}", *(_cell(w.regret_usd[n]) for w in ways)]
        for n, s in enumerate(found.scenarios)
    ]
    rows += [
        ["greatest", "", *(_cell(w.most_usd) for w in ways)],
        ["mean, where it can be gone", "", *(_cell(w.mean_usd) for w in ways)],
    ]
    table = columns([head, *rows], frozenset(range(1, len(head))))
    yield from (f"  {line}" for line in table)
    if len(found.ways) > _WAYS:
        yield f"  {len(found.ways) - _WAYS} ways more, of more regret or shut more often, in --json."
    yield from wrap(_least(found), "  ")


def _cell(usd: float | None) -> str:
    return "shut" if usd is None else f"{usd:,.0f}"


def _least(found: RegretRecord) -> str:
    most, mean = found.ways[found.least_most - 1], found.ways[found.least_mean - 1]
    first = f"Least greatest regret: way {found.least_most}, {_told(most, most.most_usd)}."
    return f"{first} Least mean regret: way {found.least_mean}, {_told(mean, mean.mean_usd)}."


def _told(way: RegrettedRecord, usd: float | None) -> str:
    if not way.shut:
        return f"{usd or 0:,.0f} USD"
    rest = max(r for r in way.regret_usd if r is not None)
    times = "one scenario" if way.shut == 1 else f"{way.shut} scenarios"
    said = f"up to {rest:,.0f} USD" if usd is None else f"{usd:,.0f} USD"
    return f"shut in {times}, as every other way is in at least so many, else {said}"
