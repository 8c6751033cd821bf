"""
Things to be used only where that pays: what share of each link is discouraged.

That share of a link counts `DISCOURAGED` times in the objective and once on the bill. A haul
is discouraged by the share of its length on discouraged segments; beside the shortest haul
between two stops the one that is shortest when those segments count that often is offered.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from corridor.graph.paths import SegmentPath, adjacency, shortest_from
from corridor.model.query import DISCOURAGED
from corridor.model.ref import RefKind, RefSet
from corridor.planning.links.bills import HaulPart
from corridor.planning.links.kinds import NOWHERE
from corridor.planning.links.priced import PricedLinks
from corridor.planning.query.segments import Group, SegmentView

FloatArray = npt.NDArray[np.float64]


def discouraged_segments(view: SegmentView, named: RefSet) -> frozenset[int]:
    """Segments that an option discourages: of sections, in an area, at a place."""
    segments = view.index
    index = view.graph.place_index
    found = {i for s in named.ids(RefKind.SECTION) for i in view.with_parts(segments.of_section(s))}
    found |= named.segments
    places = {index[h] for h in named.ids(RefKind.HUB) if h in index}
    if places:
        found |= {i for i in range(view.count) if not places.isdisjoint(view.segment_ends(i))}
    return frozenset(found)


def dear_paths(
    view: SegmentView, group: Group, start: int, dear: frozenset[int]
) -> dict[int, SegmentPath]:
    """Ways that are shortest when discouraged segments count `DISCOURAGED` times."""
    arcs = adjacency(
        (number, tail, head, length * (DISCOURAGED if number - 1 in dear else 1))
        for number, tail, head, length in view.passable(group)
    )
    found = shortest_from(arcs, start, [view.estimated_m(n + 1) for n in range(view.count)])
    return {
        place: SegmentPath(
            sum(view.length_m(p) for p in path.segments), path.estimated_m, path.segments
        )
        for place, path in found.items()
    }


def haul_shares(part: HaulPart, dear: frozenset[int], lengths_m: list[int]) -> FloatArray:
    """Share of each haul's length on discouraged segments."""
    if not dear or not len(part):
        return np.zeros(len(part))
    index = np.abs(part.numbers) - 1
    metres = np.array(lengths_m, dtype=np.float64)[index]
    hit = np.isin(index, np.array(sorted(dear)))
    along = np.concatenate([[0.0], np.cumsum(np.where(hit, metres, 0.0))])
    whole = np.maximum(part.links.length_m, 1)
    share: FloatArray = np.clip((along[part.ptr[1:]] - along[part.ptr[:-1]]) / whole, 0.0, 1.0)
    return share


def base_shares(
    base: PricedLinks, named: RefSet, dear: frozenset[int], lengths_m: list[int]
) -> FloatArray:
    """Share of each stored link that is discouraged."""
    share = np.zeros(len(base.tail))
    count = len(base.hauls)
    share[:count] = haul_shares(base.hauls, dear, lengths_m)
    for part in base.trains:
        shares = haul_shares(part, dear, lengths_m)
        for row, links in base.on_trains(part, np.flatnonzero(shares)):
            share[links] = shares[row]
    codes = [base.codes[c] for c in named.ids(RefKind.COUNTRY) if c in base.codes]
    if codes:
        table = np.zeros(len(base.codes) + 1, dtype=np.bool_)
        table[codes] = True
        table[NOWHERE] = False
        share[table[base.countries].any(axis=1)] = 1.0
    for links in base.touching(named, calls=False):
        share[links] = 1.0
    share[base.first_copy :] = share[base.copied]
    return share
