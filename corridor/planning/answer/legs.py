"""Steps of a way as legs: where each starts and ends, what it costs, which lines it follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corridor.graph.corridor_graph import border_end
from corridor.model import charge as charges
from corridor.model.answer import Item, Leg, Spot, Wait
from corridor.model.band import ZERO, Band
from corridor.model.charge import ChargeType
from corridor.model.link_kind import LinkKind
from corridor.model.message import Message, Word, WordKind, name, say
from corridor.model.mode import MODES, Mode
from corridor.planning.links.bills import HaulPart, sums
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.query.constraints import LIVED
from corridor.planning.search.path import Path, Traversal
from corridor.planning.time.clock import Timetable
from corridor.pricing.ends import QUAY, START, detention, stranded
from corridor.pricing.load import Load
from corridor.tables.dataset import Dataset
from corridor.tables.records import Parameter, RailService, SeaService


@dataclass(frozen=True, slots=True)
class Ends:
    """Where a query starts and ends: spots, place indices and lines of joins by segment."""

    origin: Spot
    destination: Spot
    origin_place: int
    destination_place: int
    joins: dict[int, str]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a leg is, apart from hours and dollars."""

    mode: str
    start: Spot
    end: Spot
    country: str
    estimated_m: int = 0
    gauge_mm: int | None = None
    lines: tuple[str, ...] = ()
    subject: str = ""
    note: Message | None = None
    regime: str = ""
    service: str = ""


# What a wait or a delay is, by the table of the first row that it comes from.
_WAITS = (
    ("closures", charges.REOPENING),
    ("holidays", charges.HOLIDAY),
    ("opening_hours", charges.OPENING_HOURS),
    ("days of sailing", charges.SAILING_DAY),
    ("days of the train", charges.TRAIN_WAIT),
    ("parameters", charges.TRAIN_REQUEST),
    *((table, charges.FIRST_DAY) for table in LIVED),
    ("night_bans", charges.DRIVING_BAN),
    ("", charges.REOPENING),
)
# Effects of rows that delay; all others are waited out.
_SLOW = ("restricted", "slow")
_DELAYS = (
    ("closures", charges.SEASONAL_DELAY),
    ("holidays", charges.HOLIDAY),
    ("", charges.SEASONAL_DELAY),
)


class Spots:
    """Named points of one network: hubs, and the two sides of a border."""

    def __init__(self, network: SearchGraph, dataset: Dataset) -> None:
        """Keep where places are looked up."""
        self.graph, self.dataset = network.segments.graph, dataset
        self._known: dict[str, Spot] = {}

    def of(self, place_id: str) -> Spot:
        """The spot of a place of the graph."""
        found = self._known.get(place_id)
        if found is None:
            found = self._known[place_id] = self._made(place_id)
        return found

    def of_place(self, place: int) -> Spot:
        """The spot of a place by index."""
        return self.of(str(self.graph.place_id[place]))

    def _made(self, place_id: str) -> Spot:
        if "|" not in place_id:
            hub = self.dataset.hub[place_id]
            return Spot(hub.id, hub.name, hub.country, hub.lon, hub.lat)
        crossing_id, country = place_id.split("|")
        crossing = self.dataset.crossing[crossing_id]
        name = crossing.name_a if country == crossing.country_a else crossing.name_b
        index = self.graph.place_index[place_id]
        lon, lat = float(self.graph.place_lon[index]), float(self.graph.place_lat[index])
        return Spot(place_id, name, country, lon, lat)


class LegMaker:
    """Makes the legs of ways on one network."""

    def __init__(
        self, network: SearchGraph, dataset: Dataset, load: Load, ends: Ends, timetable: Timetable
    ) -> None:
        """Keep what every leg of the query shares."""
        self.network, self.dataset, self.load = network, dataset, load
        self.ends, self.timetable = ends, timetable
        self.spots = Spots(network, dataset)
        self.rate = dataset.figures.inventory_rate_per_year
        self.per_minute = load.value_usd * 100 * self.rate.value.typical / (365 * 1440)
        # Ways of one query share many steps, met at the same hour.
        self._made: dict[tuple[Traversal, Spot, int], Leg] = {}

    def legs(self, found: Path) -> list[Leg]:
        """All legs of a way, with the items of the ends as legs of their own."""
        legs: list[Leg] = []
        here = self.ends.origin
        clock = 0
        opening = self.start_items()
        if opening:
            legs.append(self._end_leg(here, opening, clock))
        for step in found.steps:
            if self.kind(step) is LinkKind.ACCESS:
                items = self.items(step)
                if items:
                    legs.append(self._end_leg(here, items, clock))
                continue
            made = (step, here, clock)
            leg = self._made.get(made)
            if leg is None:
                leg = self._made[made] = self._leg(step, here, clock)
            legs.append(leg)
            here = leg.end
            clock += leg.time.typical
        if legs and legs[-1].kind is LinkKind.PORT:
            # No link of the search leads on from the quay, and what is due there is outside the total.
            closing = self._bill_of_ends(QUAY)
            legs += [self._end_leg(here, closing, clock)] if closing else []
        return with_box_outside(
            with_detention(legs, self.dataset, self.load), self.dataset, self.load
        )

    def numbers(self, found: Path) -> list[int]:
        """Number of the last leg made when each step is done, as `legs` counts them."""
        count = int(bool(self.start_items()))
        numbers: list[int] = []
        for step in found.steps:
            count += int(self.kind(step) is not LinkKind.ACCESS or bool(self.items(step)))
            numbers.append(count - 1)
        return numbers

    def kind(self, step: Traversal) -> LinkKind:
        """Kind of the link of a step."""
        return self.network.kind_of(step.link)

    def items(self, step: Traversal) -> tuple[Item, ...]:
        """Items of a step, waits included, the cost of bound money apart."""
        return self._priced(step)[0]

    def _priced(self, step: Traversal) -> tuple[tuple[Item, ...], Band, Band]:
        """Items of a step, and what they come to in money and time."""
        items, cost, time = self.network.priced_link(step.link, step.driven, step.rest)
        if step.wait or step.delay:
            items = (*items, *self._closure_items(step))
            cost, time = sums(items)
        return items, cost, time

    def _leg(self, step: Traversal, here: Spot, clock: int) -> Leg:
        network = self.network
        kind, row = self.kind(step), int(network.row[step.link])
        items, cost, time = self._priced(step)
        items = (*items, *self._inventory(time))
        shape = self._shape(kind, row, here, step)
        return Leg(
            kind=kind,
            mode=shape.mode,
            start=shape.start,
            end=shape.end,
            country=shape.country,
            length_m=int(network.length_m[step.link]),
            estimated_m=shape.estimated_m,
            gauge_mm=shape.gauge_mm,
            departs=self.timetable.at(clock, shape.start),
            arrives=self.timetable.at(clock + time.typical, shape.end),
            items=items,
            waits=waits_of(items),
            cost=cost,
            time=time,
            co2e_g=sum(i.co2e_g for i in items),
            geometry_ref=shape.lines,
            subject=shape.subject,
            note=shape.note,
            regime=shape.regime,
            service=shape.service,
        )

    def _shape(self, kind: LinkKind, row: int, here: Spot, step: Traversal) -> Shape:
        network = self.network
        if kind is LinkKind.LINE_HAUL:
            return self._haul_shape(row, here, step)
        if kind is LinkKind.BORDER:
            border = network.borders[row]
            crossing = border.crossing
            end = self.spots.of(border_end(crossing.id, border.country_to))
            return Shape(
                crossing.mode,
                here,
                end,
                border.country_to,
                gauge_mm=crossing.gauge_mm or None,
                subject=crossing.id,
                regime=border.regime.id if border.regime is not None else "",
            )
        if kind is LinkKind.TRANSFER:
            change = network.transfers[row]
            terminal, into = change.terminal, change.into
            note = say("note.terminal", name=name(terminal.name))
            return Shape(into, here, here, terminal.country, subject=terminal.id, note=note)
        if kind is LinkKind.PORT:
            call = network.ports[row]
            spot = self.spots.of(call.port.id)
            note = say(f"note.port_{call.flow}", port=name(call.port.name))
            return Shape(Mode.SEA, spot, spot, spot.country, subject=call.port.id, note=note)
        sailing = network.sailings[row]
        service = sailing.service
        return Shape(
            Mode.SEA,
            self.spots.of(sailing.start),
            self.spots.of(sailing.end),
            "",
            lines=(f"{'-' if sailing.back else ''}sea:{service.id}",),
            subject=service.id,
            note=say("note.service", service=Word(service.name, WordKind.SERVICE)),
        )

    def _haul_shape(self, row: int, here: Spot, step: Traversal) -> Shape:
        network = self.network
        part, at = network.hauls.at(row)
        head = int(network.head[step.link])
        end = self.ends.destination
        if network.stands_at(head):
            end = self.spots.of_place(network.place_of(head))
        return Shape(
            MODES[part.links.mode[at]],
            here,
            end,
            str(part.links.country[at]),
            int(part.estimated_m[at]),
            int(part.gauge[at]) or None,
            self._lines(part, at),
            note=self._access(part.segments(at)),
            service=part.service(at),
        )

    def _access(self, segments: tuple[int, ...]) -> Message | None:
        """How much of a haul leads from or to a point that is no place."""
        view = self.network.segments
        said: list[Message] = []
        ways = [n for n, p in enumerate(segments) if view.parent(abs(p) - 1) is None]
        for n in ways:
            km = view.length_m(segments[n]) / 1000
            if len(segments) == 1:
                said.append(say("note.between_points", km=km))
            else:
                said.append(say("note.from_point" if n == 0 else "note.to_point", km=km))
        return say("note.access", parts=tuple(said)) if said else None

    def _lines(self, part: HaulPart, at: int) -> tuple[str, ...]:
        """The lines that a haul follows."""
        return tuple(self._line(p) for p in part.segments(at))

    def _line(self, signed: int) -> str:
        index = abs(signed) - 1
        names = self.network.segments.index.segment_id
        if index < len(names):
            return f"-{names[index]}" if signed < 0 else names[index]
        line = self.ends.joins[index]
        if signed > 0:
            return line
        if not line.startswith("@"):
            return f"-{line}"
        return "@" + ";".join(reversed(line.removeprefix("@").split(";")))

    # Items that hang on the whole journey --------------------------------------------

    def start_items(self) -> tuple[Item, ...]:
        """Insurance and the agent at the start, the same for every way."""
        return self._bill_of_ends(START)

    def _bill_of_ends(self, row: int) -> tuple[Item, ...]:
        bills = self.network.bills.get(LinkKind.ACCESS, ())
        return bills[0].items(row) if bills else ()

    @property
    def start_cents(self) -> int:
        """What every way costs at its start, without what stands outside the total."""
        return sum(i.cost.typical for i in self.start_items() if not i.outside_total)

    def _end_leg(self, here: Spot, items: Sequence[Item], clock: int) -> Leg:
        at = self.timetable.at(clock, here)
        return Leg(
            kind=LinkKind.ACCESS,
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
            cost=sums(items)[0],
            time=ZERO,
            co2e_g=0,
            geometry_ref=(),
        )

    def _inventory(self, time: Band) -> tuple[Item, ...]:
        """Cost of the money bound in the goods meanwhile, outside the total."""
        each = self.per_minute
        cost = Band(round(each * time.low), round(each * time.typical), round(each * time.high))
        if not cost:
            return ()
        return (_item(charges.INVENTORY, cost, self.rate, outside=True),)

    def _closure_items(self, step: Traversal) -> list[Item]:
        items: list[Item] = []
        slow = {r for r in step.rows if getattr(self.dataset.cited[r], "effect", "") in _SLOW}
        for minutes, types, rows in (
            (step.wait, _WAITS, tuple(r for r in step.rows if r not in slow)),
            (step.delay, _DELAYS, tuple(r for r in step.rows if r in slow)),
        ):
            if minutes:
                tables = {r.split(":", 1)[0] for r in rows}
                tables |= {d for d in map(self._by_weekdays, rows) if d}
                items.append(
                    Item(
                        type=next(n for t, n in types if t in tables or not t),
                        cost=ZERO,
                        time=Band(minutes, minutes, minutes),
                        rows=rows,
                        estimate_time=any(self.dataset.cited[r].is_estimate for r in rows),
                    )
                )
        return items

    def _by_weekdays(self, key: str) -> str:
        """Of what a row of a timetable tells the days, '' for any other row."""
        row = self.dataset.cited[key]
        if not isinstance(row, (SeaService, RailService)) or not (row.days_out or row.days_back):
            return ""
        return "days of sailing" if isinstance(row, SeaService) else "days of the train"


def _item(type_: ChargeType, cost: Band, row: Parameter, *, outside: bool = False) -> Item:
    return Item(
        type=type_,
        cost=cost,
        time=ZERO,
        rows=(row.key,),
        estimate_cost=row.is_estimate,
        outside_total=outside,
    )


def with_detention(legs: list[Leg], dataset: Dataset, load: Load) -> list[Leg]:
    """
    Legs with the detention of the box on the last one, as far as figures are known.

    The days count from the ship at the last port of discharge; the empty box goes back by
    the way it came. A way that ends in that port keeps no box.
    """
    landed = [
        n
        for n, leg in enumerate(legs)
        if leg.kind == LinkKind.PORT and any(later.kind == LinkKind.LINE_HAUL for later in legs[n:])
    ]
    if not landed or any(leg.kind == LinkKind.SAILING for leg in legs[landed[-1] :]):
        return legs
    port = legs[landed[-1]]
    out, back = _time(legs[landed[-1] :]), _time(legs[landed[-1] + 1 :])
    transit = port.country != legs[-1].end.country
    item = detention(load, dataset, port.subject, out, back, transit=transit)
    if item is None:
        return legs
    last = legs[-1]
    return [*legs[:-1], replace(last, items=(*last.items, item))]


def with_box_outside(legs: list[Leg], dataset: Dataset, load: Load) -> list[Leg]:
    """Legs with the way back of a box that no ship brought, where lines take none but their own."""
    if not legs or any(leg.kind == LinkKind.SAILING for leg in legs):
        return legs
    item = stranded(load, dataset, legs[0].start.country, legs[-1].end)
    if item is None:
        return legs
    return [*legs[:-1], replace(legs[-1], items=(*legs[-1].items, item))]


def _time(legs: Sequence[Leg]) -> Band:
    return sums([i for leg in legs for i in leg.items])[1]


def waits_of(items: Iterable[Item]) -> tuple[Wait, ...]:
    """
    The waits among the items of a leg, in their order.

    The hours of a border row hold queue and formalities alike; both stand still.
    """
    return tuple(
        Wait(reason=i.type.reason, time=i.time, rows=i.rows)
        for i in items
        if i.type.waits and i.time
    )
