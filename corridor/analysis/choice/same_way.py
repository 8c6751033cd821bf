"""What one way comes to on another network of its question: the same roads, posts and ships at other prices."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from corridor.model.link_kind import LinkKind
from corridor.model.message import Message
from corridor.model.objective import Weights
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.search.growth import Growth, Label
from corridor.planning.search.path import Path

Way = tuple[Hashable, ...]


def way_of(network: SearchGraph, found: Path) -> Way:
    """
    What makes a path the way that it is, in the order of travel.

    Of a haul mode, train and segments, of a border its crossing, of a change the terminal and what is
    changed to, of a port the call, of a voyage the service. Under which regime a truck passes is not.
    """
    kinds = (network.kind_of(s.link) for s in found.steps)
    return tuple(
        part_of(network, s.link)
        for s, kind in zip(found.steps, kinds, strict=True)
        if kind is not LinkKind.ACCESS
    )


def part_of(network: SearchGraph, link: int) -> Hashable:
    """What one link is in a way."""
    kind, row = network.kind_of(link), int(network.row[link])
    if kind is LinkKind.LINE_HAUL:
        part, at = network.hauls.at(row)
        return kind, int(part.links.mode[at]), part.service(at), part.segments(at)
    if kind is LinkKind.BORDER:
        border = network.borders[row]
        return kind, border.crossing.id, border.country_to
    if kind is LinkKind.TRANSFER:
        change = network.transfers[row]
        return kind, change.terminal.id, change.into
    if kind is LinkKind.PORT:
        call = network.ports[row]
        return kind, call.port.id, call.flow
    sailing = network.sailings[row]
    return kind, sailing.service.id, sailing.back


def plain_label(label: Message) -> Message:
    """The name of a way without how often its figures count: here they count once."""
    kept = tuple((n, "" if n == "back" else v) for n, v in label.parameters)
    return replace(label, parameters=kept)


class _Along(Growth[int]):
    """Growth along given parts of a way."""

    def bound(self, label: Label) -> int:
        return label.minutes

    def settle(self, label: Label) -> bool:  # noqa: ARG002
        return True


def least_on(
    network: SearchGraph, way: Sequence[Hashable], weigh: Weights
) -> tuple[int, Label] | None:
    """
    The least that a way counts by cents and minutes, and its label; None where it cannot be gone.

    What is closed for a time is waited for. Of links alike, as of regimes, every choice is tried.
    """
    along = _Along(network)
    labels = _freely(along, [along.first()])
    for part in way:
        labels = _freely(along, _pruned(_grown(along, labels, part)))
    ended = [label for label in labels if label.state == network.target]
    values = ((weigh.cost_w * one.cents + weigh.time_w * one.minutes, one) for one in ended)
    return min(values, key=lambda pair: pair[0], default=None)


def _grown(along: _Along, labels: Iterable[Label], part: Hashable | None) -> list[Label]:
    """Labels one link on, over links that are some part of a way, or free ones."""
    network = along.network
    found: list[Label] = []
    for label in labels:
        for link in network.star.leaving(label.state).tolist():
            if network.shut[link]:
                continue
            free = network.kind_of(link) is LinkKind.ACCESS
            if free != (part is None) or (part is not None and part_of(network, link) != part):
                continue
            child = along.extended(label, link)
            found += [child, *along.aside] if child is not None else []
            along.aside = []
    return found


def _freely(along: _Along, labels: list[Label]) -> list[Label]:
    """Labels with those that free links lead on to."""
    found, new = list(labels), labels
    while new:
        new = _grown(along, new, None)
        found += new
    return found


def _pruned(labels: list[Label]) -> list[Label]:
    """Labels that no other one at their state beats in cents, minutes and hours driven."""
    kept: list[Label] = []
    for label in sorted(labels, key=lambda n: (n.state, n.cents, n.minutes, n.driven)):
        beaten = (
            k.state == label.state and k.minutes <= label.minutes and k.driven <= label.driven
            for k in kept
        )
        if not any(beaten):
            kept.append(label)
    return kept
