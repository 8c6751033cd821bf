"""Why another way is the best than on the day before: what the one meets on the road and the other does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from corridor.analysis.choice.matching import identity
from corridor.model.answer import Itinerary
from corridor.model.charge import ChargeType
from corridor.model.message import Message, name, say
from corridor.model.ref import RefKind
from corridor.planning.answer.itinerary import Journey
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.search.growth import followed
from corridor.planning.search.path import Path
from corridor.planning.search.solver import Solver
from corridor.planning.steps import Planning

# An item of a way by its type, the place where it begins and its rows, with what it comes to.
_Items = dict[tuple[ChargeType, str, tuple[str, ...]], int]


@dataclass(frozen=True)
class Solved:
    """The question of one departure, its network, and the best way on it (None = none)."""

    planning: Planning
    network: SearchGraph
    solver: Solver
    journey: Journey
    path: Path | None

    @classmethod
    def of(cls, planning: Planning) -> Solved:
        """Search the best way, as an answer does."""
        network = planning.graph()
        solver = planning.solver(network)
        path = solver.best(planning.resolved.query.objective)
        return cls(planning, network, solver, planning.journey(network), path)

    @cached_property
    def itinerary(self) -> Itinerary:
        """The best way leg by leg, without documents."""
        assert self.path is not None
        return self.journey.itinerary(self.path, papers=False)


@dataclass(frozen=True)
class Change:
    """What made another way the best, and the rows behind it."""

    text: Message
    rows: tuple[str, ...] = ()


def change_of(before: Solved, now: Solved) -> Change:
    """
    What made the way of a day better than that of the day before.

    Each way is held against itself on the other day: the hours that the one before now takes more, or
    dollars it costs more, and those that the new one took more before. The item that moved most is told.
    """
    assert before.path is not None
    assert now.path is not None
    old_now, new_before = _on(now, before), _on(before, now)
    if old_now is None:
        return _shut("profile.shut", now, before)
    if not now.solver.keeps(old_now):
        return Change(say("profile.late"))
    if new_before is None:
        return _shut("profile.opens", before, now)
    then, other = (
        now.journey.itinerary(old_now, papers=False),
        before.journey.itinerary(new_before, papers=False),
    )
    for part in ("time", "cost"):
        worse = _grown(_items(before.itinerary, part), _items(then, part))
        better = _grown(_items(now.itinerary, part), _items(other, part))
        moved = [("slower" if part == "time" else "more", *entry) for entry in worse.items()]
        moved += [("faster" if part == "time" else "less", *entry) for entry in better.items()]
        if not moved:
            continue
        code, (kind, where, rows), grown = max(moved, key=lambda entry: entry[2])
        much = grown / 60 if part == "time" else grown / 100
        told = say(f"profile.{code}", what=kind.message, where=name(where), much=much)
        return Change(told, rows)
    return Change(say("profile.other"))


def _on(there: Solved, whose: Solved) -> Path | None:
    """The best way of one day on the network of another; None where it cannot be gone there."""
    assert whose.path is not None
    links = _links_on(there.network, whose.network, whose.path.links)
    end = None if links is None else followed(there.network, links)
    return None if end is None else Path(0, end.steps(), end.minutes, end.cents)


def _shut(code: str, there: Solved, whose: Solved) -> Change:
    """That the best way of one day cannot be gone on another, where it ends there, and by what."""
    assert whose.path is not None
    network, links = whose.network, whose.path.links
    for count in range(1, len(links) + 1):
        onward = _links_on(there.network, network, links[:count])
        if onward is None or followed(there.network, onward) is None:
            break
    link = links[count - 1]
    subject = network.elements[int(network.element_of[link])]
    windows = there.planning.windows.get(subject, ()) if subject else ()
    tail = int(network.tail[link])
    where = whose.planning.resolved.origin.endpoint.spot.name
    if network.stands_at(tail):
        where = whose.journey.maker.spots.of_place(network.place_of(tail)).name
    if subject is not None and subject.kind is RefKind.CROSSING:
        where = there.planning.context.dataset.crossing[subject.id].name
    return Change(say(code, where=name(where)), tuple(dict.fromkeys(w.row for w in windows)))


def _links_on(new: SearchGraph, old: SearchGraph, links: Sequence[int]) -> list[int] | None:
    """
    The links of a path from its start on the network of another day; None where one of them is not there.

    Links have other numbers where other sections are dated; what they are is the same. Prices of a day are
    its own, so they are not looked at. Of links alike, as of two trains, the very same one goes first.
    """
    ways: dict[int, list[int]] = {new.source: []}
    for link in links:
        what = identity(old, link)
        onward: dict[int, list[int]] = {}
        for state, before in ways.items():
            leaving = [n for n in new.star.leaving(state).tolist() if not new.shut[n]]
            for other in sorted(leaving, key=lambda n: n != link):
                head = int(new.head[other])
                if head not in onward and identity(new, other) == what:
                    onward[head] = [*before, other]
        ways = onward
    return next(iter(ways.values()), None)


def _items(itinerary: Itinerary, part: str) -> _Items:
    """What the items inside the total come to, by what they are, where, and their rows."""
    found: _Items = {}
    for leg in itinerary.legs:
        for item in leg.items:
            if not item.outside_total:
                key = (item.type, leg.start.name, item.rows)
                found[key] = found.get(key, 0) + getattr(item, part).typical
    return found


def _grown(one: Mapping[tuple[ChargeType, str, tuple[str, ...]], int], other: _Items) -> _Items:
    """By how much items of a way are more on the other day; only those that are."""
    more = {key: value - one.get(key, 0) for key, value in other.items()}
    return {key: value for key, value in more.items() if value > 0}
