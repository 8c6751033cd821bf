"""Turn a way found on the network into an itinerary with its totals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from corridor.model.answer import Item, Itinerary, Leg, ViaStop
from corridor.model.band import total
from corridor.model.link_kind import LinkKind
from corridor.model.message import Message
from corridor.planning.answer.documents import PaperRows, Papers
from corridor.planning.answer.legs import Ends, LegMaker
from corridor.planning.answer.seen import seen_on
from corridor.planning.answer.trains import trains_of
from corridor.planning.links.bills import key
from corridor.planning.links.driving import Role
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.search.compared import come_back_to
from corridor.planning.search.path import Path, Traversal
from corridor.planning.search.visits import END, START, visits
from corridor.planning.time.clock import Timetable
from corridor.pricing.load import Load
from corridor.pricing.shifts import QUARTER_MIN, Shift
from corridor.tables.dataset import Dataset


class Journey:
    """Builds itineraries for one query on one network."""

    def __init__(
        self,
        network: SearchGraph,
        dataset: Dataset,
        load: Load,
        ends: Ends,
        timetable: Timetable,
        value_of_time_cents_per_h: int,
        rows: PaperRows | None = None,
    ) -> None:
        """Keep what every itinerary of the query shares."""
        self.network = network
        self.vot = value_of_time_cents_per_h
        self.maker = LegMaker(network, dataset, load, ends, timetable)
        self.papers = Papers(self.maker, rows or PaperRows(dataset, load))

    def itinerary(
        self,
        found: Path,
        *,
        roles: Sequence[str] = (),
        label: Message | None = None,
        papers: bool = True,
    ) -> Itinerary:
        """The itinerary of a way; without papers it tells no documents and warnings."""
        legs = self.maker.legs(found)
        items = [i for leg in legs for i in leg.items]
        inside = [i for i in items if not i.outside_total]
        keys = [key(i) for i in inside]
        cost = total(zip(keys, (i.cost for i in inside), strict=True))
        time = total(zip(keys, (i.time for i in inside), strict=True))
        borders = tuple(
            self.papers.border(s) for s in found.steps if self.maker.kind(s) is LinkKind.BORDER
        )
        countries = _countries(legs)
        stops = self._stops(found, legs)
        inventory = sum(i.cost.typical for i in items if self.maker.rate.key in i.rows)
        return Itinerary(
            label=label,
            roles=tuple(roles),
            legs=tuple(legs),
            borders=borders,
            documents=self.papers.documents(legs, countries) if papers else (),
            warnings=tuple(self.papers.warnings(legs, borders)) if papers else (),
            countries=countries,
            modes=_runs(
                [leg.mode for leg in legs if leg.kind in (LinkKind.LINE_HAUL, LinkKind.SAILING)]
            ),
            cost=cost,
            time=time,
            length_m=sum(leg.length_m for leg in legs),
            estimated_m=sum(leg.estimated_m for leg in legs),
            co2e_g=sum(leg.co2e_g for leg in legs),
            inventory_cents=inventory,
            generalised_cents=cost.typical + round(self.vot * time.typical / 60),
            estimate_share_cost=_share(inside, "cost"),
            estimate_share_time=_share(inside, "time"),
            re_enters=come_back_to(self.network, found),
            vias=stops,
            trains=trains_of(legs, self.maker.load, self.maker.dataset),
            seen=seen_on(legs, borders, self.maker.dataset) if papers else (),
        )

    def _stops(self, found: Path, legs: Sequence[Leg]) -> tuple[ViaStop, ...]:
        """Where and when the way makes the stops asked for."""
        if not self.network.vias:
            return ()
        numbers = self.maker.numbers(found)
        stops: list[ViaStop] = []
        for visit in visits(self.network, self.maker.dataset, found):
            number = {START: 0, END: len(legs) - 1}.get(visit.step)
            number = max(numbers[visit.step], 0) if number is None else number
            leg = legs[number]
            at = leg.departs if visit.step == START else leg.arrives
            if visit.share < 1:
                gone = self._gone(found.steps[visit.step], visit.share, leg.time.typical)
                at = leg.departs + timedelta(minutes=gone)
            stops.append(ViaStop(visit.via.text, visit.id, visit.name, visit.how, number + 1, at))
        return tuple(stops)

    def _gone(self, step: Traversal, share: float, whole: int) -> int:
        """Minutes to a place some way along a haul, its driver's rests before it included."""
        driving = self.network.driving
        hop = driving.of(step.link) if driving else None
        if hop is None or hop.role != Role.DRIVEN or step.wait or step.delay:
            return round(whole * share)
        minutes = round(hop.minutes * share)
        return minutes + hop.rest * Shift(hop.shift).rests(minutes, step.driven * QUARTER_MIN)

    def totals_of(self, found: Path) -> tuple[int, int]:
        """Typical cents and minutes of a way, items of the ends included, without its legs."""
        return found.cents + self.maker.start_cents, found.minutes


def _share(items: Sequence[Item], what: str) -> float:
    whole = sum(getattr(i, what).typical for i in items)
    guessed = sum(getattr(i, what).typical for i in items if getattr(i, f"estimate_{what}"))
    return guessed / whole if whole else 0.0


def _runs(names: Sequence[str]) -> tuple[str, ...]:
    runs: list[str] = []
    for name in names:
        if not runs or runs[-1] != name:
            runs.append(name)
    return tuple(runs)


def _countries(legs: Sequence[Leg]) -> tuple[str, ...]:
    """Countries in order of travel; a sailing leads from the one port's to the other's."""
    chain: list[str] = []
    for leg in legs:
        chain += [leg.start.country, leg.end.country]
    return _runs(chain)
