"""One way found again on another network of the same question: link by link, what each link is."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from corridor.model.link_kind import LinkKind
from corridor.planning.links.search_graph import SearchGraph


def identity(network: SearchGraph, link: int) -> Hashable:
    """
    What a link is, whatever its number and its price.

    A haul is its mode, its train and its segments; a border its crossing, its way and its regime.
    """
    kind, row = network.kind_of(link), int(network.row[link])
    if kind is LinkKind.LINE_HAUL:
        part, at = network.hauls.at(row)
        return kind, int(part.links.mode[at]), part.service(at), part.segments(at)
    if kind is LinkKind.BORDER:
        border = network.borders[row]
        regime = border.regime.id if border.regime is not None else ""
        return kind, border.crossing.id, border.country_to, regime
    if kind is LinkKind.TRANSFER:
        change = network.transfers[row]
        return kind, change.terminal.id, change.into
    if kind is LinkKind.PORT:
        call = network.ports[row]
        return kind, call.port.id, call.flow
    if kind is LinkKind.SAILING:
        sailing = network.sailings[row]
        return kind, sailing.service.id, sailing.back
    return (kind,)


def followed_on(
    old: SearchGraph, links: Sequence[int], new: SearchGraph, upto: int
) -> list[tuple[int, ...]]:
    """
    The links of a way on another network, from its source on, one sequence for each state it ends in.

    Parameters
    ----------
    old, links
        The network that the way was found on, and its links.
    new
        The other network: closures in time and stops to make may differ.
    upto
        States of `new` from this one on are not entered, but those behind its source.

    A way may end in several states, as a truck whose TIR carnet may go on or end: every
    choice that is still open at the same price. Empty where the way cannot be gone there. Links that
    are shut are no part of it.
    """
    ways: dict[int, tuple[int, ...]] = {new.source: ()}
    for link in links:
        what = _priced(old, link)
        onward: dict[int, tuple[int, ...]] = {}
        for state, before in ways.items():
            # Of links alike, as of two trains, the very same one goes first.
            leaving = new.star.leaving(state).tolist()
            for other in sorted(leaving, key=lambda n: n != link):
                head = int(new.head[other])
                inside = head < upto or head > new.source
                fits = inside and head not in onward and not new.shut[other]
                if fits and _priced(new, other) == what:
                    onward[head] = (*before, other)
        ways = onward
    return list(ways.values())


def _priced(network: SearchGraph, link: int) -> Hashable:
    return identity(network, link), int(network.time[link]), int(network.cost[link])
