"""
What lists of others name, against the network: crossings and main lines by country.

A published crossing is carried by crossings of ours that join the same countries by the same mode
and take freight; a published line by open sections of its mode inside its country, from place to
place, none of it much longer than the straight line. What is not carried says why. The other way
round, a crossing of ours that no list names may be one that nobody else knows.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from corridor.geo import great_circle_km
from corridor.model.status import Built
from corridor.tables.dataset import Dataset
from corridor.tables.records import PublishedLine
from corridor.text_table import columns

# Between two places of a published line, the way of ours may be so much longer than straight.
MOST_DETOUR = 1.8
SLACK_KM = 25.0
# Reasons that speak of the world; a gap speaks of the tables.
GAP = "gap"
Near = Mapping[str, list[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A published row, whether the network carries it, and what is wrong with it."""

    row: PublishedLine
    carried: bool
    faults: tuple[str, ...]


def verdicts(dataset: Dataset) -> list[Verdict]:
    """Every published row judged, in the order of the table."""
    return [
        (_crossing if row.kind == "crossing" else _line)(dataset, row)
        for row in dataset.published_lines
    ]


def _crossing(dataset: Dataset, row: PublishedLine) -> Verdict:
    faults = [] if not row.via else ["a crossing has no places on the way"]
    fit = 0
    for name in row.crossings:
        ours = dataset.crossing[name]
        if {ours.country_a, ours.country_b} != {row.country, row.neighbour}:
            faults.append(f"{name} joins {ours.country_a} and {ours.country_b}")
        elif ours.mode != row.mode:
            faults.append(f"{name} is a crossing by {ours.mode}")
        else:
            fit += ours.cargo == "freight"
    return _judged(row, carried=fit > 0, faults=faults)


def _line(dataset: Dataset, row: PublishedLine) -> Verdict:
    faults = [] if not row.crossings else ["a line has no crossings"]
    near = _sections(dataset, row)
    for a, b in pairwise(row.via):
        straight = _straight_km(dataset, a, b)
        most = MOST_DETOUR * straight + SLACK_KM
        km = shortest_km(near, a, b)
        if km is None or km > most:
            told = "none" if km is None else f"{km:,.0f} km"
            between = f"{dataset.hub[a].name} - {dataset.hub[b].name}"
            faults.append(f"{between}: {told} of ours, {straight:,.0f} km straight")
    return _judged(row, carried=len(row.via) > 1 and not faults, faults=faults)


def _judged(row: PublishedLine, *, carried: bool, faults: list[str]) -> Verdict:
    if not row.without:
        missing = ["is not in the network, and no reason is given"]
        return Verdict(row, carried, tuple(faults or (missing if not carried else ())))
    if carried:
        return Verdict(row, carried, (f"is in the network, though left out as {row.without}",))
    return Verdict(row, carried, () if row.reason else ("says no reason in words",))


def _sections(dataset: Dataset, row: PublishedLine) -> Near:
    """
    Open sections of a line's mode inside its country, and its neighbour's if it ends there.

    A mountain road whose detour has a reason (`shape_reasons`) counts as if it were straight.
    """
    inside = {row.country, row.neighbour}
    excused = {r.section_id for r in dataset.shape_reasons if r.kind == "detour"}
    near: dict[str, list[tuple[str, float]]] = {}
    for section in dataset.sections:
        ends = (section.from_id, section.to_id)
        if section.mode != row.mode or section.status != Built.OPEN:
            continue
        if all(dataset.hub[end].country in inside for end in ends):
            km = _straight_km(dataset, *ends) if section.id in excused else section.length_km
            for one, two in (ends, ends[::-1]):
                near.setdefault(one, []).append((two, km))
    return near


def _straight_km(dataset: Dataset, a: str, b: str) -> float:
    one, two = dataset.hub[a], dataset.hub[b]
    return float(great_circle_km(one.lon, one.lat, two.lon, two.lat))


def shortest_km(near: Near, a: str, b: str) -> float | None:
    """Kilometres of the shortest way between two places; None without one."""
    done: set[str] = set()
    waiting = [(0.0, a)]
    while waiting:
        km, here = heapq.heappop(waiting)
        if here == b:
            return km
        if here in done:
            continue
        done.add(here)
        for there, more in near.get(here, ()):
            if there not in done:
                heapq.heappush(waiting, (km + more, there))
    return None


def unnamed(dataset: Dataset) -> list[str]:
    """Open crossings of ours for freight that no published row names."""
    named = {c for row in dataset.published_lines for c in row.crossings}
    return [
        c.id
        for c in dataset.crossings
        if c.status == Built.OPEN and c.cargo == "freight" and c.id not in named
    ]


def published_rule(dataset: Dataset) -> tuple[list[str], bool]:
    """Published crossings and lines by country, what is missing, and whether a row has no reason."""
    found = verdicts(dataset)
    wrong = [f"{v.row.country} {v.row.name} ({v.row.mode}): {f}" for v in found for f in v.faults]
    wrong += [f"{name} is named by no list" for name in unnamed(dataset)]
    gaps = [v.row for v in found if v.row.without == GAP]
    lines = [
        (
            f"Published crossings and main lines: {len(found)}, of which"
            f" {sum(v.carried for v in found)} are in the network and {len(gaps)} are known gaps"
        ),
        *columns(
            [("  country", "published", "in the network", "left out", "gaps"), *_counts(found)]
        ),
        *(f"  gap: {r.country} {r.name} ({r.kind}, {r.mode}): {r.reason}" for r in gaps),
    ]
    return lines + [f"  WRONG {w}" for w in wrong], bool(wrong)


def _counts(found: Iterable[Verdict]) -> list[tuple[str, ...]]:
    sums: dict[str, list[int]] = {}
    for verdict in found:
        row = sums.setdefault(verdict.row.country, [0, 0, 0, 0])
        row[0] += 1
        row[1] += verdict.carried
        row[2] += verdict.row.without not in ("", GAP)
        row[3] += verdict.row.without == GAP
    return [(f"  {country}", *map(str, row)) for country, row in sorted(sums.items())]
