"""
How paths compare: one that leaves a country and comes back counts `FACTOR` times its figures.

A detour through a neighbour and back means two borders more, transit bonds and permits, and papers
that say the goods have left: risks that no price or time of a border states, so forwarders avoid
such paths unless they are clearly better. The factor is the rule of the model, a judgement and no
measurement. The figures shown are always a path's own; only ranks, gaps and choices go by those
compared. They are whole numbers or fractions, never floats, so that ties are exact.

What every path costs at its start is on no link, so a search leaves it out; a path that comes back
counts it `FACTOR` times as well. Values stay without it: what such a path counts has its share more.

The best path compared is the better of two: the best of all by its own objective, and the best
that comes back to no country. Every other path that comes back compares as no less than the first
at `FACTOR`, and every other path that does not as no less than the second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from heapq import heappop, heappush

import numpy as np

from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.links.star import NEVER
from corridor.planning.search.limits import Limits, best_within, once_within
from corridor.planning.search.path import Path
from corridor.planning.search.search import Search

FACTOR = Fraction(5, 4)
Value = int | Fraction


def come_back_to(network: SearchGraph, found: Path) -> tuple[str, ...]:
    """Countries that a path leaves and comes back to, through lines apart."""
    if network.layer is None:
        return network.frontiers.come_back_to(found.links)
    count = len(network.layer.tail)
    return network.layer.frontiers.come_back_to(tuple(n % count for n in found.links))


def counts(network: SearchGraph, found: Path) -> Value:
    """How often the figures of a path count in comparisons."""
    return FACTOR if come_back_to(network, found) else 1


def compared(network: SearchGraph, found: Path, own: int, start: int) -> Value:
    """
    What a path with an own figure counts in comparisons.

    `start` is the part that every path has at its start, left out of `own` and of the result.
    """
    return _moved(own, start) if come_back_to(network, found) else own


def _moved(own: int, start: int) -> Value:
    return own * FACTOR + start * (FACTOR - 1)


def times(re_enters: Iterable[str]) -> float:
    """How often the figures of a path count that comes back to some countries."""
    return float(FACTOR) if any(True for _ in re_enters) else 1.0


def most_own(value: Value) -> int:
    """The greatest own figure that is no more than a compared value."""
    return int(value // 1)


def best_compared(search: Search, limits: Limits | None = None, most: int = NEVER) -> Path | None:
    """
    The path that compares best among those that keep every limit, by their own figures.

    If it counts more than `most` it may be any path that does.
    """
    limits = limits or Limits()
    network = search.network
    found = best_within(search, limits)
    if found is None or not come_back_to(network, found):
        return found
    value = _moved(found.objective, search.start)
    bound = min(most_own(value), most)
    if _least_once(search, found) > bound:
        return found
    other = once_within(search, limits, most=bound)
    return found if other is None or other.objective > value else other


def _least_once(search: Search, found: Path) -> int:
    """
    No more than what a path over something counts that comes back to no country; two sweeps a country.

    Whoever comes back to no country is in a country either before the thing asked for or behind it, if
    not just there. So the links of each country that a path found comes back to are shut before it, and
    behind it. Countries of the through lines are passed in parts.
    """
    network = search.network
    layer, country = network.layer, network.state_country
    if layer is None or country is None:
        return 0
    count = len(layer.tail)
    up = np.flatnonzero(network.head[:count] >= layer.size)
    there = {int(c) for ends in (network.tail, network.head) for c in country[ends[up]]}
    lines = {c for row in network.through for c in (row.country, row.through)}
    open_once = np.where(network.frontiers.useless, NEVER, search.task().weight)
    least = 0
    for name in come_back_to(network, found):
        code = network.countries.index(name)
        if code in there or name in lines:
            continue
        inside = (country[network.tail] == code) | (country[network.head] == code)
        either = NEVER
        for part in (slice(count), slice(count, None)):
            weight = open_once.copy()
            weight[part][inside[part]] = NEVER
            either = min(either, int(network.star.to(network.target, weight)[network.source]))
            if either <= least:
                break
        least = max(least, either)
    return least


def in_compared_order(
    network: SearchGraph, paths: Iterable[Path], start: int, most: Value = NEVER
) -> Iterator[Path]:
    """
    Paths that come in the order of their own objective, in that of the compared one.

    A path that comes back to a country waits until all are given that compare better; of two
    that compare alike it comes second. What compares as more than `most` is left out. `start`
    is as for `compared`.
    """
    waiting: list[tuple[Value, int, Path]] = []
    for serial, path in enumerate(paths):
        while waiting and waiting[0][0] < path.objective:
            yield heappop(waiting)[2]
        value = compared(network, path, path.objective, start)
        if value > most:
            continue
        if not come_back_to(network, path):
            yield path
        else:
            heappush(waiting, (value, serial, path))
    while waiting:
        yield heappop(waiting)[2]
