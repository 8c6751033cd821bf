"""The ways listed as itineraries, what they have in common, and the one line of each left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from corridor.model.answer import Itinerary, LeftOutWay, Listing, Overlap
from corridor.model.message import Message, say
from corridor.model.query import Query
from corridor.planning.answer.itinerary import Journey
from corridor.planning.answer.labels import labels_of
from corridor.planning.search.listing import Reason, Rule, Way
from corridor.planning.search.path import Path
from corridor.planning.search.solver import LeftOut, Listed


@dataclass(frozen=True)
class Lists:
    """What an answer tells of the list of its ways."""

    journey: Journey
    query: Query
    listed: Listed
    rule: Rule

    @cached_property
    def _labels(self) -> list[Message]:
        """Labels of the ways listed, then of those left out, that tell them all apart."""
        ways = (*self.listed.ways, *(one.way for one in self.listed.left_out))
        journey = self.journey
        return labels_of(journey.network, journey.maker.dataset, [way.path for way in ways])

    def itineraries(self) -> list[Itinerary]:
        """The ways listed, with what each shares with those before it."""
        ways, found = self.listed.ways, list[Itinerary]()
        for number, (way, roles) in enumerate(zip(ways, self.listed.roles, strict=True)):
            label = self._labels[number]
            one = self.journey.itinerary(way.path, roles=roles, label=label)
            found.append(replace(one, overlap=_overlap(way, ways[:number])) if number else one)
        return found

    def listing(self) -> Listing:
        """The rule of the list, and whether it is proved."""
        if self.query.all:
            return Listing(None, self.listed.exact, say("listing.all"))
        most, objective = self.query.most_overlap, self.query.objective
        percent, looked = round(100 * most, 6), self.listed.looked
        if self.listed.by_key:
            text = say("listing.keys", percent=percent)
        elif looked:
            whole = looked + objective.weights(0).cost_w * self.journey.network.start_cents
            figure, unit = whole / objective.parts_of_unit, objective.unit
            text = say("listing.looked", percent=percent, figure=figure, unit=unit)
        else:
            text = say("listing.proved", percent=percent)
        return Listing(most, self.listed.exact, text)

    def place(self, path: Path) -> Message:
        """Which number in the list a path of the question has, or why it has none."""
        ways = self.listed.ways
        for number, way in enumerate(ways, 1):
            if way.path.links == path.links:
                return say("listing.number", number=number)
        way = self.rule.way(path)
        reason = None if self.query.all else self.rule.refuses(way, ways)
        if reason is None:
            return say("listing.later", count=len(ways))
        return say("listing.not", reason=_why(way, reason))

    def left_out(self) -> tuple[LeftOutWay, ...]:
        """The extremes that the rule leaves out, each in one line."""
        labels = self._labels[len(self.listed.ways) :]
        return tuple(map(self._left_out, self.listed.left_out, labels))

    def _left_out(self, one: LeftOut, label: Message) -> LeftOutWay:
        path, journey = one.way.path, self.journey
        cents, minutes = journey.totals_of(path)
        return LeftOutWay(
            role=one.role,
            label=label,
            time_min=minutes,
            cost_cents=cents,
            co2e_g=int(journey.network.co2e[list(path.links)].sum()),
            text=_why(one.way, one.reason),
        )


def _overlap(way: Way, before: tuple[Way, ...]) -> Overlap:
    shares = [way.share_with(other) for other in before]
    most = max(shares)
    return Overlap(float(shares[0]), float(most), shares.index(most) + 1)


def _why(way: Way, reason: Reason) -> Message:
    if reason.share is not None:
        return say("left.shares", percent=100 * float(reason.share), number=reason.number)
    if reason.number:
        return say("left.beaten", number=reason.number)
    return say("left.back", countries=way.back)
