"""Explain why the best way is not over a crossing, port, place or country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corridor.errors import BadInputError, shown
from corridor.model.itinerary import Item, Itinerary
from corridor.model.why import Difference, Why
from corridor.routing.compared import FACTOR, come_back_to, counts
from corridor.routing.journey import Journey
from corridor.routing.kinds import NOWHERE
from corridor.routing.labels import labels_of
from corridor.routing.lanes import IntArray
from corridor.routing.limits import Limits
from corridor.routing.network import HAUL, PORT
from corridor.routing.search import Found
from corridor.routing.solving import Solver
from corridor.sources.library import Library
from corridor.sources.places import Thing
from corridor.sources.records import Closure

Subject = tuple[str, str]
_UNITS = {
    "generalised": ("USD", 6000.0),
    "cost": ("USD", 1e8),
    "time": ("h", 6e8),
    "p90_time": ("h", 6e8),
    "co2": ("kg CO2e", 1e9),
    "distance": ("km", 1e9),
}


@dataclass(frozen=True)
class Explainer:
    """What an explanation of one query stands on."""

    library: Library
    solver: Solver
    journey: Journey
    closed: Mapping[Subject, Closure]

    def why(self, text: str, things: Sequence[Thing], best: Found, shown_best: Itinerary) -> Why:
        """
        Why the best way is not over what `things` name.

        Raises
        ------
        BadInputError
            If that is no crossing, port, place or country.
        """
        links = np.array(sorted(self._links(things)), dtype=np.int64)
        if not len(links):
            raise BadInputError(
                f"--why {shown(text)} names no crossing, port, place or country on the network",
                remedy="corridor borders and corridor ports list them",
            )
        network = self.solver.network
        if set(links.tolist()) & {s.link for s in best.steps}:
            return Why(text=text, verdict="best", reason="the best way leads over it")
        way = self.solver.best_over(links)
        closed_way = self.solver.best_over(links, opened=self._opened(links))
        reasons = self._closures(things)
        if closed_way is None:
            return Why(text=text, verdict="none", reason="; ".join([*reasons, self._none(links)]))
        verdict, chosen = "dearer", way
        if way is None or self.solver.value(closed_way) < self.solver.value(way):
            if not reasons and bool((network.closed & ~network.closed[links].any()).any()):
                reasons = ["every crossing and port that is closed taken as open"]
            verdict, chosen = ("closed" if reasons else "dearer"), closed_way
        assert chosen is not None
        return self._compared(text, verdict, chosen, best, shown_best, reasons)

    def _links(self, things: Sequence[Thing]) -> set[int]:
        """Links that are, or lie at or in, what is named."""
        network = self.solver.network
        base_ids: set[int] = set()
        for thing in things:
            if thing.kind in ("crossing", "port"):
                base_ids.update(network.links_of(f"{thing.kind}:{thing.id}").tolist())
            if thing.kind == "country":
                base_ids.update(self._in_country(thing.id))
            if thing.kind == "hub":
                base_ids.update(self._over_place(thing.id))
        return base_ids

    def _in_country(self, country: str) -> set[int]:
        network = self.solver.network
        hauls = np.flatnonzero(network.kind == HAUL)
        countries = np.concatenate([p.links.country for p in network.hauls.parts])
        found = set(hauls[countries[network.row[hauls]] == country].tolist())
        for link in np.flatnonzero(network.kind == PORT).tolist():
            call = network.ports[int(network.row[link])]
            if self.library.hub[call.port.id].country == country:
                found.add(link)
        return found

    def _over_place(self, hub_id: str) -> set[int]:
        """Hauls that pass a place."""
        network = self.solver.network
        place = network.book.graph.place_index.get(hub_id, NOWHERE)
        store = network.book.store
        near = {i for i in range(len(store.tail)) if place in (store.tail[i], store.head[i])}
        wanted = np.array(sorted(near), dtype=np.int64)
        found: set[int] = set()
        rows: set[int] = set()
        for part, offset in zip(network.hauls.parts, network.hauls.offsets, strict=False):
            hit = np.flatnonzero(np.isin(np.abs(part.numbers) - 1, wanted))
            at = np.unique(np.searchsorted(part.ptr, hit, side="right") - 1)
            rows.update((at + offset).tolist())
        hauls = np.flatnonzero(network.kind == HAUL)
        found.update(hauls[np.isin(network.row[hauls], np.array(sorted(rows)))].tolist())
        return found

    def _opened(self, links: IntArray) -> IntArray:
        """
        Links to take as open: those asked for.

        A place or country behind closed posts has none closed itself; then it is all of them.
        """
        network = self.solver.network
        if network.closed[links].any():
            return links
        return np.union1d(links, np.flatnonzero(network.closed))

    def _none(self, links: IntArray) -> str:
        """Why there is no way over some links."""
        limited = self.solver.limits.any
        if limited and self.solver.best_over(links, opened=self._opened(links), limits=Limits()):
            return "no way over it keeps the limits"
        return "no way leads over it"

    def _closures(self, things: Sequence[Thing]) -> list[str]:
        found: list[str] = []
        for thing in things:
            row = self.closed.get((thing.kind, thing.id))
            if row is not None:
                since = f" since {row.from_date}" if row.from_date else ""
                found.append(
                    f"{thing.id} is closed{since} (row {row.id}, last confirmed"
                    f" {row.last_confirmed})"
                )
        return found

    def _compared(
        self,
        text: str,
        verdict: str,
        way: Found,
        best: Found,
        shown_best: Itinerary,
        reasons: list[str],
    ) -> Why:
        query = self.solver.query
        itinerary = self.journey.itinerary(way)
        unit, scale = _UNITS[query.objective]
        # In compared figures: what the way saves of its own counts as often as the way does.
        gap = self.solver.value(way) - self.solver.value(best)
        factor = counts(self.solver.network, way)
        if query.objective == "p90_time":
            scale = 60.0
        label = labels_of(self.solver.network, self.library, [way])[0]
        again = come_back_to(self.solver.network, best)
        if again:
            left = " and ".join(again)
            told = f"the best leaves {left} and comes back, so it counts {float(FACTOR):g} times"
            reasons = [*reasons, told]
        if gap < 0:
            reason = "it would win if it were open"
        elif gap == 0:
            reason = "it is as good as the best"
        else:
            reason = f"it is dearer by {gap / scale:,.2f} {unit}"
        return Why(
            text=text,
            verdict=verdict,
            reason="; ".join([*reasons, reason]),
            label=label,
            cost_cents=itinerary.cost.typical,
            time_min=itinerary.time.typical,
            gap=float(gap / scale),
            gap_unit=unit,
            differences=self._differences(itinerary, shown_best, float(gap / factor)),
        )

    def _differences(self, one: Itinerary, best: Itinerary, gap: float) -> tuple[Difference, ...]:
        """Items of which the way has more than the best, the heaviest first."""
        ours, theirs = _by_item(one), _by_item(best)
        found: list[tuple[int, Difference]] = []
        for key, (cents, minutes, grams, metres, rows) in ours.items():
            other = theirs.get(key, (0, 0, 0, 0, ()))
            more = self._worth(
                cents - other[0], minutes - other[1], grams - other[2], metres - other[3]
            )
            if more <= 0:
                continue
            fall = gap / more if 0 < gap <= more else None
            entry = Difference(
                name=key[0],
                where=key[1],
                cents=cents - other[0],
                minutes=minutes - other[1],
                must_fall=fall,
                rows=rows,
            )
            found.append((more, entry))
        found.sort(key=lambda pair: (-pair[0], pair[1].name, pair[1].where))
        return tuple(entry for _, entry in found)

    def _worth(self, cents: int, minutes: int, grams: int, metres: int) -> int:
        """What a difference weighs in the objective."""
        if self.solver.query.objective == "p90_time":
            return minutes
        weigh = self.solver.weigh
        return (
            weigh.cost_w * cents
            + weigh.time_w * minutes
            + weigh.co2e_w * grams
            + weigh.length_w * metres
        )


def _by_item(
    itinerary: Itinerary,
) -> dict[tuple[str, str], tuple[int, int, int, int, tuple[str, ...]]]:
    """Cents, minutes, grams, metres and rows by (item, where) of a way."""
    found: dict[tuple[str, str], tuple[int, int, int, int, tuple[str, ...]]] = {}
    for leg in itinerary.legs:
        where = leg.note.split(",")[0] or leg.subject or leg.country
        if leg.kind == "border":
            where = f"{leg.start.name} - {leg.end.name}"
        items: list[Item] = [i for i in leg.items if not i.outside_total]
        for number, item in enumerate(items):
            key = (item.name, where)
            old = found.get(key, (0, 0, 0, 0, ()))
            metres = leg.length_m if number == 0 else 0
            found[key] = (
                old[0] + item.cost.typical,
                old[1] + item.time.typical,
                old[2] + item.co2e_g,
                old[3] + metres,
                tuple(dict.fromkeys((*old[4], *item.rows))),
            )
    return found
