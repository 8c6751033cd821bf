"""Turn a way found on the network into legs, borders, papers and totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from corridor.costing.ends import LANDED, START, price_ends
from corridor.costing.load import Load
from corridor.costing.rules import Effects, asked_for
from corridor.costing.waits import waits_of
from corridor.graph.compile import border_end
from corridor.graph.corridor_graph import MODE_NAME
from corridor.model.band import ZERO, Band, total
from corridor.model.itinerary import Border, Document, Item, Itinerary, Leg, Spot, Warning_
from corridor.routing.network import (
    BORDER,
    FREE,
    HAUL,
    PORT,
    TRANSFER,
    Network,
)
from corridor.routing.search import Found, Step
from corridor.sources.library import Library
from corridor.sources.records import Closure, Parameter


@dataclass(frozen=True, slots=True)
class Ends:
    """Where a query starts and ends: spots, place indices and lines of joins by piece."""

    origin: Spot
    destination: Spot
    origin_place: int
    destination_place: int
    joins: dict[int, str]


class Journey:
    """Builds itineraries for one query on one network."""

    def __init__(
        self,
        network: Network,
        library: Library,
        load: Load,
        ends: Ends,
        depart: datetime,
        value_of_time_cents_per_h: int,
    ) -> None:
        """Keep what every itinerary of the query shares."""
        self.network, self.library, self.load = network, library, load
        self.ends, self.depart = ends, depart
        self.vot = value_of_time_cents_per_h
        graph = network.book.graph
        self._place_id: list[str] = graph.place_id.tolist()
        self._lon: list[float] = graph.place_lon.tolist()
        self._lat: list[float] = graph.place_lat.tolist()
        self._country: list[str] = graph.place_country.tolist()
        self._piece_id: list[str] = graph.piece_id.tolist()

    def itinerary(self, found: Found, *, roles: Sequence[str] = (), label: str = "") -> Itinerary:
        """The itinerary of a way."""
        legs = self._legs(found)
        items = [i for leg in legs for i in leg.items]
        inside = [i for i in items if not i.outside_total]
        cost = total((_key(i), i.cost) for i in inside)
        time = total((_key(i), i.time) for i in inside)
        borders = tuple(self._border(s) for s in found.steps if self._kind(s) == BORDER)
        countries = _countries(legs)
        inventory = sum(i.cost.typical for i in items if i.outside_total)
        return Itinerary(
            label=label,
            roles=tuple(roles),
            legs=tuple(legs),
            borders=borders,
            documents=self._documents(legs, countries),
            warnings=tuple(self._warnings(legs, borders)),
            countries=countries,
            modes=_runs([leg.mode for leg in legs if leg.kind in ("line_haul", "sailing")]),
            cost=cost,
            time=time,
            length_m=sum(leg.length_m for leg in legs),
            estimated_m=sum(leg.estimated_m for leg in legs),
            co2e_g=sum(leg.co2e_g for leg in legs),
            inventory_cents=inventory,
            generalised_cents=cost.typical + round(self.vot * time.typical / 60),
            estimate_share_cost=_share(inside, "cost"),
            estimate_share_time=_share(inside, "time"),
        )

    def time_of(self, found: Found) -> Band:
        """Door-to-door minutes of a way on this network (for another crew)."""
        bands = [
            (_key(i), i.time) for leg in self._legs(found) for i in leg.items if not i.outside_total
        ]
        return total(bands)

    # Legs ---------------------------------------------------------------------------

    def _kind(self, step: Step) -> int:
        return int(self.network.kind[step.link])

    def _legs(self, found: Found) -> list[Leg]:
        steps = [s for s in found.steps if self._kind(s) != FREE]
        legs: list[Leg] = []
        here = self.ends.origin
        clock = 0
        opening = self._end_items("origin", steps)
        if opening:
            legs.append(self._end_leg(here, opening, clock))
        for position, step in enumerate(steps):
            last = position == len(steps) - 1
            leg = self._leg(step, here, clock, last=last)
            legs.append(leg)
            here = leg.end
            clock += leg.time.typical
        closing = self._end_items("destination", steps)
        if closing:
            legs.append(self._end_leg(here, closing, clock))
        return self._with_inventory(legs)

    def _leg(self, step: Step, here: Spot, clock: int, *, last: bool) -> Leg:
        network = self.network
        kind, row = self._kind(step), int(network.row[step.link])
        items = list(network.priced[kind].items(row))
        items.extend(self._closure_items(step))
        cost = total((_key(i), i.cost) for i in items if not i.outside_total)
        time = total((_key(i), i.time) for i in items if not i.outside_total)
        shape = self._shape(kind, row, here, step, last=last)
        departs = self.depart + timedelta(minutes=clock)
        return Leg(
            kind=shape.kind,
            mode=shape.mode,
            start=shape.start,
            end=shape.end,
            country=shape.country,
            length_m=int(network.length_m[step.link]),
            estimated_m=shape.estimated_m,
            gauge_mm=shape.gauge_mm,
            departs=departs,
            arrives=departs + timedelta(minutes=time.typical),
            items=tuple(items),
            cost=cost,
            time=time,
            co2e_g=sum(i.co2e_g for i in items),
            geometry_ref=shape.lines,
            subject=shape.subject,
            note=shape.note,
        )

    def _shape(self, kind: int, row: int, here: Spot, step: Step, *, last: bool) -> _Shape:
        network = self.network
        if kind == HAUL:
            return self._haul_shape(row, here, step, last=last)
        if kind == BORDER:
            border = network.borders[row]
            end = self._spot(border_end(border.crossing.id, border.country_to))
            return _Shape(
                "border",
                border.crossing.mode,
                here,
                end,
                border.country_to,
                0,
                border.crossing.gauge_mm or None,
                (),
                border.crossing.id,
            )
        if kind == TRANSFER:
            terminal, _, into = network.transfers[row]
            return _Shape(
                "transfer",
                into,
                here,
                here,
                terminal.country,
                0,
                None,
                (),
                terminal.id,
                terminal.name,
            )
        if kind == PORT:
            port = network.ports[row]
            spot = self._hub_spot(port.port.id)
            way = "ship to land" if port.flow == "in" else "land to ship"
            return _Shape(
                "port",
                "sea",
                spot,
                spot,
                spot.country,
                0,
                None,
                (),
                port.port.id,
                f"{port.port.name}, {way}",
            )
        service, back = network.sailings[row]
        ports = (service.from_port, service.to_port)
        start, end_id = ports[::-1] if back else ports
        line = f"{'-' if back else ''}sea:{service.id}"
        return _Shape(
            "sailing",
            "sea",
            self._hub_spot(start),
            self._hub_spot(end_id),
            "",
            0,
            None,
            (line,),
            service.id,
            service.name,
        )

    def _haul_shape(self, row: int, here: Spot, step: Step, *, last: bool) -> _Shape:
        table = self.network.hauls
        head = int(self.network.head[step.link])
        end = self.ends.destination
        if not last or head != self.network.target:
            stop = (head % self._per_layer()) // 2
            place = int(self.network.book.graph.stop_place[stop])
            end = self._spot(self._place_id[place])
        lines = tuple(self._line(p) for p in table.pieces[row])
        return _Shape(
            "line_haul",
            MODE_NAME[table.mode[row]],
            here,
            end,
            table.country[row],
            table.estimated_m[row],
            table.gauge[row] or None,
            lines,
            "",
        )

    def _per_layer(self) -> int:
        return 2 * len(self.network.book.graph.stop_place)

    def _line(self, signed: int) -> str:
        index = abs(signed) - 1
        if index < len(self._piece_id):
            return f"{'-' if signed < 0 else ''}{self._piece_id[index]}"
        line = self.ends.joins[index]
        if signed > 0:
            return line
        return "@" + ";".join(reversed(line.removeprefix("@").split(";")))

    def _spot(self, place_id: str) -> Spot:
        if "|" not in place_id:
            return self._hub_spot(place_id)
        crossing_id, country = place_id.split("|")
        crossing = self.library.crossing[crossing_id]
        name = crossing.name_a if country == crossing.country_a else crossing.name_b
        index = self.network.book.graph.place_index[place_id]
        return Spot(place_id, name, country, self._lon[index], self._lat[index])

    def _hub_spot(self, hub_id: str) -> Spot:
        hub = self.library.hub[hub_id]
        return Spot(hub.id, hub.name, hub.country, hub.lon, hub.lat)

    # Items that hang on the whole journey --------------------------------------------

    def _end_items(self, which: str, steps: Sequence[Step]) -> list[Item]:
        """Insurance and customs agents at the ends; return of the box where it ends on land."""
        origin, destination = self.ends.origin.country, self.ends.destination.country
        priced = price_ends(self.load, self.library, origin, destination)
        if which == "origin":
            return list(priced.items(START))
        lands = steps and self._kind(steps[-1]) != PORT
        return list(priced.items(LANDED)) if lands else []

    def _end_leg(self, here: Spot, items: list[Item], clock: int) -> Leg:
        at = self.depart + timedelta(minutes=clock)
        cost = total((_key(i), i.cost) for i in items)
        return Leg(
            kind="access",
            mode="",
            start=here,
            end=here,
            country=here.country,
            length_m=0,
            estimated_m=0,
            gauge_mm=None,
            departs=at,
            arrives=at,
            items=tuple(items),
            cost=cost,
            time=ZERO,
            co2e_g=0,
            geometry_ref=(),
        )

    def _with_inventory(self, legs: list[Leg]) -> list[Leg]:
        """Add the cost of money bound in the goods, outside the total, to each leg."""
        rate = self.library.parameter["inventory_rate_per_year"]
        per_minute = self.load.value_usd * 100 * rate.value.typical / (365 * 1440)
        with_cost: list[Leg] = []
        for leg in legs:
            cost = Band(
                *(round(per_minute * m) for m in (leg.time.low, leg.time.typical, leg.time.high))
            )
            items = leg.items
            if cost:
                items = (*items, _item("Inventory cost of time", cost, rate, outside=True))
            with_cost.append(replace(leg, items=items, waits=waits_of(items)))
        return with_cost

    def _closure_items(self, step: Step) -> list[Item]:
        items: list[Item] = []
        estimate = any(self.library.cited[r].is_estimate for r in step.rows)
        for name, minutes in (("Waiting for reopening", step.wait), ("Seasonal delay", step.delay)):
            if minutes:
                items.append(
                    Item(
                        name=name,
                        cost=ZERO,
                        time=Band(minutes, minutes, minutes),
                        rows=step.rows,
                        estimate_time=estimate,
                    )
                )
        return items

    # Borders, papers, warnings --------------------------------------------------------

    def _border(self, step: Step) -> Border:
        link = self.network.borders[int(self.network.row[step.link])]
        crossing = link.crossing
        forward = link.country_from == crossing.country_a
        names = (
            (crossing.name_a, crossing.name_b) if forward else (crossing.name_b, crossing.name_a)
        )
        spot = self._spot(border_end(crossing.id, link.country_to))
        passed = self.depart + timedelta(minutes=step.at + step.wait)
        rows = [r for r in self._closure_rows("crossing", crossing.id) if _holds(r, passed)]
        status, note = "open", ""
        for row in rows:
            if row.effect == "closed":
                status = "opened"
                note = f"closed by row {row.id}, opened by an option"
            elif row.effect == "restricted" and status == "open":
                status, note = "restricted", row.note
        return Border(
            crossing_id=crossing.id,
            name=crossing.name,
            mode=crossing.mode,
            country_from=link.country_from,
            country_to=link.country_to,
            name_from=names[0],
            name_to=names[1],
            passage=passed,
            status=status,
            note=note,
            lon=spot.lon,
            lat=spot.lat,
        )

    def _closure_rows(self, kind: str, key: str) -> list[Closure]:
        return [c for c in self.library.closures if (c.subject_kind, c.subject_id) == (kind, key)]

    def _documents(self, legs: Sequence[Leg], countries: Sequence[str]) -> tuple[Document, ...]:
        used = {(leg.country, leg.mode) for leg in legs if leg.kind == "line_haul"}
        found: list[Document] = []
        for rule in self.library.rules:
            if rule.kind != "document" or not asked_for(rule, self.load, countries):
                continue
            for country in countries:
                modes = [m for m in rule.modes if (country, m) in used]
                if country in rule.countries and modes:
                    found.append(
                        Document(
                            country=country,
                            mode="|".join(modes),
                            name=rule.subject,
                            text=rule.text,
                            source_id=rule.source_id,
                        )
                    )
        found.sort(key=lambda d: countries.index(d.country))
        return tuple(found)

    def _warnings(self, legs: Sequence[Leg], borders: Sequence[Border]) -> list[Warning_]:
        found: list[Warning_] = []
        for border in borders:
            if border.status == "restricted":
                found.append(
                    Warning_(
                        code="restricted",
                        text=f"{border.name}: {border.note}",
                        source_ids=self._closure_sources("crossing", border),
                    )
                )
            elif border.status == "opened":
                found.append(
                    Warning_(
                        code="opened",
                        text=f"{border.name} is closed in the tables and was opened for this answer",
                        source_ids=self._closure_sources("crossing", border),
                    )
                )
        for leg in legs:
            if leg.kind == "sailing":
                service = self.library.service[leg.subject]
                found.extend(self._passage_warnings(service.passages, leg))
                if service.status != "service":
                    found.append(
                        Warning_(
                            code="sailing",
                            text=f"{service.name}: no regular timetable ({service.status})",
                            source_ids=(service.source_id,),
                        )
                    )
        found.extend(Effects(self.library, self.load).warnings(legs))
        found.extend(self._weight_warnings(legs))
        estimated = sum(leg.estimated_m for leg in legs)
        if estimated:
            found.append(
                Warning_(
                    code="estimate",
                    text=f"{estimated / 1000:.0f} km of the way have an estimated length",
                )
            )
        return found

    def _weight_warnings(self, legs: Sequence[Leg]) -> list[Warning_]:
        """Countries whose limit the usual truck with this load breaks."""
        driven = dict.fromkeys(
            leg.country for leg in legs if leg.kind == "line_haul" and leg.mode == "road"
        )
        rules = [(c, self.load.road(c).over) for c in driven]
        return [
            Warning_(
                code="rule",
                text=(
                    f"{country}: {self.load.gross_each_t:g} t on the usual truck are over"
                    f" {rule.limit_t:g} t of gross weight; a lighter vehicle or a permit is needed"
                ),
                source_ids=(rule.source_id,),
            )
            for country, rule in rules
            if rule is not None
        ]

    def _closure_sources(self, kind: str, border: Border) -> tuple[str, ...]:
        rows = self._closure_rows(kind, border.crossing_id)
        return tuple(dict.fromkeys(r.source_id for r in rows if _holds(r, border.passage)))

    def _passage_warnings(self, passages: Sequence[str], leg: Leg) -> list[Warning_]:
        return [
            Warning_(code="restricted", text=f"{name}: {row.note}", source_ids=(row.source_id,))
            for name in passages
            for row in self._closure_rows("passage", name)
            if row.effect == "restricted" and _holds(row, leg.departs)
        ]


@dataclass(frozen=True, slots=True)
class _Shape:
    kind: str
    mode: str
    start: Spot
    end: Spot
    country: str
    estimated_m: int
    gauge_mm: int | None
    lines: tuple[str, ...]
    subject: str
    note: str = ""


def _key(item: Item) -> str:
    return "|".join(item.rows) or item.name


def _item(name: str, cost: Band, row: Parameter, *, outside: bool = False) -> Item:
    return Item(
        name=name,
        cost=cost,
        time=ZERO,
        rows=(row.key,),
        estimate_cost=row.is_estimate,
        outside_total=outside,
    )


def _share(items: Sequence[Item], what: str) -> float:
    whole = sum(getattr(i, what).typical for i in items)
    guessed = sum(getattr(i, what).typical for i in items if getattr(i, f"estimate_{what}"))
    return guessed / whole if whole else 0.0


def _holds(row: Closure, at: datetime) -> bool:
    """Whether a closure row holds on the day of a passage."""
    day = at.date()
    if row.from_date and day < row.from_date:
        return False
    if row.to_date and day > row.to_date:
        return False
    if row.season_from and row.season_to:
        here = (day.month, day.day)
        if row.season_from <= row.season_to:
            return row.season_from <= here <= row.season_to
        return here >= row.season_from or here <= row.season_to
    return True


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
