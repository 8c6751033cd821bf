"""Why no route exists: what cuts the network, and the cheapest thing that would join it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corridor.errors import NoRouteError, shown
from corridor.messages.catalogue import in_english
from corridor.model.mode import MODES
from corridor.model.query import Query
from corridor.planning.answer.barriers import Barriers, NamedBarrier, fewest
from corridor.planning.answer.missing_lines import missing_lines
from corridor.planning.answer.unserved import unserved
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.query.constraints import Constraints
from corridor.pricing.gaps import Gap, GapKind, barred_by, calls
from corridor.pricing.load import Load
from corridor.tables.dataset import Dataset

# Builds the network with constraints lifted and some shut or planned sections open.
Build = Callable[[Constraints, frozenset[str]], SearchGraph]
_FERRY = {"truck": "ro-ro service", "wagon": "rail ferry", "container": "container service"}


@dataclass(frozen=True)
class Unanswered:
    """
    A question without an answer, with all that is needed to say why.

    Attributes
    ----------
    network
        The network of the query.
    build
        Builds it under other constraints.
    joined
        Whether the same question has an answer with another unit.
    ends
        Hubs of origin and destination; '' for a point on the map.
    """

    dataset: Dataset
    query: Query
    load: Load
    network: SearchGraph
    barriers: Barriers
    build: Build
    joined: Callable[[str], bool]
    ends: tuple[str, str]

    @property
    def name(self) -> str:
        """How each message begins."""
        return f"no itinerary {shown(self.query.origin)} -> {shown(self.query.destination)}"


def explain_no_route(asked: Unanswered) -> NoRouteError:
    """
    Find what cuts a question off, the plainest cause first.

    An end that no mode of the unit serves; then the fewest barriers (closures without an end,
    options, what is not built or does not run), under the modes asked for and under all; then
    what does not take the load. Each is named only where the network with
    it lifted has a way, so that what the message advises gives an answer.
    """
    lonely = unserved(asked.dataset, asked.query.consignment.unit, asked.ends)
    if lonely is not None:
        text = f"{asked.name}: {lonely.text}"
        return NoRouteError(text, remedy=lonely.remedy, cut=(lonely.hub_id,))
    lifted = asked.barriers.lifted
    opening = asked.barriers.opening
    within = asked.build(lifted, opening)
    every = within
    found = fewest(within, asked.barriers, gaps=False)
    if found:
        return _cut(asked, found)
    if set(asked.query.modes) != set(MODES):
        every = asked.build(replace(lifted, modes=frozenset(MODES)), opening)
        found = fewest(every, asked.barriers, gaps=False)
        if found is not None:
            return _by_modes(asked, found)
    for network in (within, every):
        found = fewest(network, asked.barriers, gaps=True)
        if found:
            return _gapped(asked, found, by_modes=network is not within)
    return NoRouteError(
        f"{asked.name}: no link of the network joins them for a {asked.query.consignment.unit}",
        remedy=_other_unit(asked) or "a nearer place",
        cut=("missing link",),
    )


def _cut(asked: Unanswered, found: Sequence[NamedBarrier]) -> NoRouteError:
    """The fewest barriers are the cause; rules that bar other ways are told besides."""
    rules = [r for r in asked.dataset.rules if barred_by(r.id) in asked.network.unpriced]
    described = "; ".join(
        f"{r.subject} ({r.id}): {r.text}" for r in sorted(rules, key=lambda r: r.id)
    )
    besides = f"; barred by a rule for this load: {described}" if rules else ""
    fixes = [*(t.remedy for t in found), *(["another --cargo"] if rules else [])]
    cut = tuple(t.text for t in found)
    return NoRouteError(
        f"{asked.name}: every way is cut; the fewest barriers are {'; '.join(cut)}{besides}",
        remedy=", ".join(dict.fromkeys(fixes)),
        cut=cut,
    )


def _by_modes(asked: Unanswered, found: Sequence[NamedBarrier]) -> NoRouteError:
    """More modes join them, with what else is in the way then; lines that are missing are named."""
    text = f"{asked.name} by {', '.join(asked.query.modes)} alone"
    lines = missing_lines(asked.dataset, asked.query.modes, asked.ends)
    if lines:
        text += f": {'; '.join(lines)}"
    if found:
        text += f"; by every mode the fewest barriers are {'; '.join(t.text for t in found)}"
    fixes = ["--modes " + ",".join(MODES), *(t.remedy for t in found)]
    return NoRouteError(
        text,
        remedy=", ".join(dict.fromkeys(fixes)),
        cut=("modes", *(t.text for t in found)),
    )


def _gapped(asked: Unanswered, found: Sequence[NamedBarrier], *, by_modes: bool) -> NoRouteError:
    """Links that do not take the load are the cause, with what else is in the way."""
    gaps = [t.gap for t in found if t.gap is not None]
    others = [t for t in found if t.gap is None]
    reasons = dict.fromkeys(_reason(asked, g, gaps) for g in gaps)
    texts = [*(r for r in reasons if r), *(t.text for t in others)]
    fixes = [_remedy(asked, gaps), *(t.remedy for t in others)]
    if by_modes:
        fixes.append("--modes " + ",".join(MODES))
    return NoRouteError(
        f"{asked.name}: {'; '.join(texts)}",
        remedy=", ".join(dict.fromkeys(f for f in fixes if f)),
        cut=tuple(dict.fromkeys(g.subject or in_english(g.row) for g in gaps)),
    )


def _reason(asked: Unanswered, gap: Gap, gaps: Sequence[Gap]) -> str:
    """A gap in a sentence; a quay is not told of where no ship of its port takes the load."""
    dataset, unit = asked.dataset, asked.query.consignment.unit
    if gap.kind is GapKind.RULE:
        rule = next(r for r in dataset.rules if r.id == gap.subject)
        return f"a rule bars every way for this load: {rule.subject} ({rule.id}): {rule.text}"
    if gap.kind is GapKind.SHIP:
        service = next(s for s in dataset.sea_services if s.id == gap.subject)
        ends = (service.from_port, service.to_port)
        lonely = [p for p in ends if not calls(dataset, p, asked.load)] or list(ends)
        ports = " or ".join(dataset.port[p].name for p in lonely)
        return (
            f"no {_FERRY[asked.load.family]} that takes a {unit} calls at {ports}"
            f" ({service.name} carries {_CARRIED.get(service.kind, 'other cargo')})"
        )
    if gap.kind is GapKind.TERMINAL and any(g.kind is GapKind.SHIP for g in gaps):
        return ""
    if gap.kind is GapKind.ROW:
        return f"links are missing a figure ({in_english(gap.row)})"
    return in_english(gap.message)


_CARRIED = {"container": "containers", "ferry_truck": "trucks", "ferry_rail": "wagons"}


def _remedy(asked: Unanswered, gaps: Sequence[Gap]) -> str:
    if any(g.detail == "block_train" for g in gaps):
        return "--service wagonload"
    other = _other_unit(asked)
    if any(g.kind is GapKind.RULE for g in gaps):
        return "another --unit, --weight or --cargo"
    if any(g.kind is GapKind.ROW for g in gaps):
        return f"{other or 'another --unit'}, or add the row with --data"
    return other or "another --unit"


def _other_unit(asked: Unanswered) -> str:
    """Units with which the question has an answer, as an option."""
    own = asked.load.family
    for unit, family in (("FEU", "container"), ("truck", "truck"), ("wagon", "wagon")):
        if family != own and asked.joined(unit):
            return f"--unit {unit}"
    return ""
