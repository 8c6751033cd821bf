"""The search network of one query: states, links, prices, closures in time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from corridor.model.answer import Item
from corridor.model.band import ZERO, Band
from corridor.model.link_kind import LINK_KINDS, LinkKind
from corridor.model.mode import MODES, Mode
from corridor.model.ref import Ref, RefKind
from corridor.planning.links.bills import Bill, Hauls, LinkWidths, rest_item
from corridor.planning.links.driving import Driving
from corridor.planning.links.frontiers import Frontiers, Through
from corridor.planning.links.star import Star
from corridor.planning.links.table import IntArray, LinkTable
from corridor.planning.query.constraints import Via
from corridor.planning.query.segments import SegmentView
from corridor.planning.time.windows import Window
from corridor.pricing.borders import BorderLink
from corridor.pricing.ends import START
from corridor.pricing.gaps import Gap, GapKind
from corridor.pricing.items import Priced
from corridor.pricing.ports import PortLink, TransferLink
from corridor.pricing.sea.sailings import SailingLink
from corridor.tables.records import Terminal, ThroughLine

# Symbols of a key: modes first, then crossings and ports by element.
FIRST_ELEMENT = len(MODES)


@dataclass(frozen=True, slots=True)
class Timed:
    """
    Closure windows of a link and how many minutes after its start they are met.

    On a haul by road these are minutes of driving, whole rests apart; what is stood there counts as
    rest. With `until` it is no thing that is passed but a stretch, up to that minute of driving, on
    which nobody drives in the windows: who is on it then stands where he is.
    """

    offset: int
    windows: tuple[Window, ...]
    until: int = -1


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A terminal that is no candidate, the nearer one that is, metres by road to each."""

    terminal: Terminal
    length_m: int
    nearer: Terminal
    nearer_m: int


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A haul of the origin (`leaving`) or the destination, by its row, that no change `link` may follow, or precede."""

    leaving: bool
    row: int
    link: int
    reason: LeftOut


@dataclass(frozen=True)
class Gates:
    """
    States at which hauls from the origin, or to the destination, end where not all leads on.

    Gates stand behind the target; `stops[i]` is the stop and the layer of gate i. `links` are
    copies of priced links: number, tail and head. `left_out` tells what the rule forbids.
    """

    stops: tuple[tuple[int, int], ...] = ()
    links: tuple[tuple[int, int, int], ...] = ()
    left_out: tuple[Forbidden, ...] = ()

    def columns(self) -> tuple[IntArray, IntArray, IntArray]:
        """Number, tail and head of the copies."""
        number, tail, head = np.array(self.links, dtype=np.int64).reshape(-1, 3).T
        return number, tail, head


@dataclass(frozen=True)
class SearchGraph(LinkTable):
    """
    States and links of one query.

    A stop has two states: departing and arriving. A haul leads from a departing to an
    arriving state; borders, transfers, port calls and sailings lead back to departing
    (or sea) states. So two hauls never follow each other in one country and mode, and
    plain label setting stays exact though tariffs are not additive. With --via the
    states stand in layers, one more for each stop; `inner` numbers those of `vias` that lie
    between the ends. `ends` are the places of origin and destination. Behind the target stand
    `gates` (`corridor.planning.links.own.nearest`).

    `shut` marks links that this query may not use; they stay in the arrays, so that what
    a closed one would bring can be asked of the same network: `closed` marks those that are
    shut by a closure of the tables and nothing else, `lacking` those without a price;
    `discouraged` is the share of each that counts more in the objective than on the bill.

    `layer` is the network that this one lays out twice, whose links number on from layer to layer.

    `star` are the links sorted by their ends; it stays the same whatever else is replaced.

    `state_country` is the country of every state, as a number in `countries`; `through` are
    the lines that only cut a corner of a country. A network without them has one country.

    The `time` of a road haul is that of a fresh driver, whole rests included; `driving` says what
    links do to the hours driven. A network without it has no drivers who rest.
    """

    source: int
    target: int
    size: int
    per_layer: int
    elements: tuple[Ref | None, ...]
    timed: Mapping[int, tuple[Timed, ...]]
    hauls: Hauls
    bills: Mapping[LinkKind, tuple[Bill, ...]]
    borders: Sequence[BorderLink]
    transfers: Sequence[TransferLink]
    ports: Sequence[PortLink]
    sailings: Sequence[SailingLink]
    segments: SegmentView
    star: Star
    discouraged: npt.NDArray[np.float64] | None = None
    countries: tuple[str, ...] = ("",)
    state_country: IntArray | None = None
    through: Sequence[ThroughLine] = ()
    driving: Driving | None = None
    vias: tuple[Via, ...] = ()
    inner: range = range(0)
    layer: SearchGraph | None = None
    gates: Gates = field(default_factory=Gates)
    ends: tuple[int, int] = (-1, -1)
    # The stop of the graph at which each stop stands: itself, then those under a carnet and of trains.
    stop_of: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @cached_property
    def _number(self) -> dict[Ref | None, int]:
        return {name: n for n, name in enumerate(self.elements)}

    @cached_property
    def _links_of(self) -> dict[Ref, IntArray]:
        return {}

    def links_of(self, element: Ref) -> IntArray:
        """Links that are an element (what an alternative may do without); none if unknown."""
        found = self._links_of.get(element)
        if found is None:
            number = self._number.get(element, -1)
            found = self._links_of[element] = np.flatnonzero(self.element_of == number)
        return found

    @cached_property
    def symbols(self) -> IntArray:
        """What each link adds to the key of a way: a mode, crossing or port, -1 for nothing."""
        gates = (self.kind == LinkKind.BORDER.code) | (self.kind == LinkKind.PORT.code)
        found: IntArray = np.where(gates, FIRST_ELEMENT + self.element_of, -1)
        found[self.kind == LinkKind.SAILING.code] = Mode.SEA.code
        modes = np.concatenate([p.links.mode for p in self.hauls.parts])
        hauls = self.kind == LinkKind.LINE_HAUL.code
        found[hauls] = modes[self.row[hauls]]
        return found

    @cached_property
    def start_cents(self) -> int:
        """What every way costs at its start, before the first link."""
        bills = self.bills.get(LinkKind.ACCESS, ())
        return int(bills[0].cost[START]) if bills else 0

    @cached_property
    def frontiers(self) -> Frontiers:
        """Which countries its ways leave and come back to."""
        country = self.state_country
        if country is None:
            country = np.zeros(self.size, dtype=np.int64)
        return Frontiers(
            self.countries,
            country,
            self.tail,
            self.head,
            lambda: self.symbols,
            self.length_m,
            self.source,
            self.target,
            lambda: (t for row in self.through for t in self._directions(row, country)),
        )

    def _directions(self, row: ThroughLine, country: IntArray) -> Iterator[Through]:
        """A through line as links, one way and the other."""
        if row.country not in self.countries or row.through not in self.countries:
            return
        home, corner = (self.countries.index(c) for c in (row.country, row.through))
        posts = [self.links_of(Ref(RefKind.CROSSING, c)) for c in (row.crossing_a, row.crossing_b)]
        for first, last in (posts, posts[::-1]):
            into = first[
                (country[self.tail[first]] == home) & (country[self.head[first]] == corner)
            ]
            back = last[(country[self.tail[last]] == corner) & (country[self.head[last]] == home)]
            if len(into) and len(back):
                mode = row.mode.code
                most_m = round(row.most_km * 1000)
                yield Through(mode, most_m, frozenset(into.tolist()), frozenset(back.tolist()))

    @cached_property
    def sheets(self) -> Mapping[LinkKind, tuple[Bill, ...]]:
        """Bills of each kind of link, which its rows number through."""
        return {LinkKind.LINE_HAUL: tuple(p.bill for p in self.hauls.parts), **self.bills}

    def billed(self) -> Iterator[tuple[IntArray, IntArray, tuple[Bill, ...]]]:
        """Links of each kind, their rows in its bills laid end to end, and the bills."""
        for kind, bills in self.sheets.items():
            links = np.flatnonzero(self.kind == kind.code)
            if len(links) and bills:
                yield links, self.row[links], bills

    @property
    def landed(self) -> int:
        """The state in which a journey has ended on land."""
        return self.source + 1

    @property
    def priced(self) -> tuple[Priced, ...]:
        """Every set of priced links in it."""
        return tuple(b.priced for bills in self.sheets.values() for b in bills)

    def place_of(self, state: int) -> int:
        """Place of a stop's state, or of a gate's."""
        gate = state - self.target - 1
        stop = self.gates.stops[gate][0] if gate >= 0 else state % self.per_layer // 2
        stop = int(self.stop_of[stop])
        return self.segments.index.stop_place[stop]

    def stands_at(self, state: int) -> bool:
        """Whether a state is a stop's or a gate's, and no end of the journey."""
        return state < self.source or state > self.target

    def layer_of(self, state: int) -> int:
        """Layer of a state: of stops asked for so many are met; the last behind the stops."""
        gate = state - self.target - 1
        if gate >= 0:
            return self.gates.stops[gate][1]
        layers = len(self.inner)
        return min(state // self.per_layer, layers) if state < self.source else layers

    def kind_of(self, link: int) -> LinkKind:
        """Kind of a link."""
        return LINK_KINDS[int(self.kind[link])]

    def _billed(self, link: int) -> tuple[Bill, int] | None:
        """The bill that prices a link and its row there; None for a free link."""
        row = int(self.row[link])
        for bill in self.sheets.get(self.kind_of(link), ()):
            if row < len(bill):
                return bill, row
            row -= len(bill)
        return None

    def items(self, link: int, driven: int = 0, rest: int = 0) -> tuple[Item, ...]:
        """
        Items of a link.

        Parameters
        ----------
        link
            The link.
        driven
            Quarter hours that its driver has driven when it begins.
        rest
            Minutes of whole rests beyond those of a fresh driver.
        """
        found = self._billed(link)
        items = found[0].items(found[1]) if found else ()
        return self._with_rest(link, items, driven, rest) if driven or rest else items

    def priced_link(
        self, link: int, driven: int = 0, rest: int = 0
    ) -> tuple[tuple[Item, ...], Band, Band]:
        """Items of a link, with its cost and time and their bands; `driven`, `rest` as in `items`."""
        found = self._billed(link)
        if found is None:
            return (), ZERO, ZERO
        bill, row = found
        if driven or rest:
            return bill.rested(row, driven, rest, lambda: self.items(link, driven, rest))
        return bill.items(row), *bill.sums(row)

    def widths(self, link: int, driven: int) -> LinkWidths:
        """Upward half-widths of the minutes of a link, by what moves together; `driven` as in `items`."""
        found = self._billed(link)
        if found is None:
            return ()
        bill, row = found
        return (
            bill.widths_rested(row, driven, lambda: self._wide(link)(driven))
            if driven
            else bill.widths(row)
        )

    def _wide(self, link: int) -> Callable[[int], LinkWidths]:
        """Half-widths of a link by the quarter hours driven before it."""
        wide = self.widths(link, 0)
        driver = None
        if self.kind_of(link) is LinkKind.LINE_HAUL:
            part, at = self.hauls.at(int(self.row[link]))
            driver = part.driver(at)
        if driver is None:
            return lambda _: wide
        rests, key = part.rests(at), driver.key
        others = tuple(w for w in wide if w[0] != key)

        def rested(driven: int) -> LinkWidths:
            band = rests(driven)
            return (*others, (key, band.high - band.typical))

        return rested

    def _with_rest(
        self, link: int, items: tuple[Item, ...], driven: int, rest: int
    ) -> tuple[Item, ...]:
        """Items with the rests of a driver who is not fresh, or who rests at a border."""
        kind, row = self.kind_of(link), int(self.row[link])
        if kind is LinkKind.LINE_HAUL:
            part, at = self.hauls.at(row)
            return part.rested(items, at, driven, rest)
        if kind is LinkKind.BORDER and rest:
            driver = self.hauls.parts[0].pricing.driver_in(self.borders[row].country_from)
            return (*items, rest_item(driver, Band(rest, rest, rest))) if driver else items
        return items

    def missing(self, link: int) -> Gap | None:
        """Why a link may not be used by the load, None where it is priced."""
        found = self._billed(link)
        return found[0].priced.missing[found[1]] if found else None

    @cached_property
    def unpriced(self) -> dict[Gap, int]:
        """Links that the load may not use, counted by the reason."""
        found: dict[Gap, int] = {}
        seen: set[tuple[int, int]] = set()
        for link in np.flatnonzero(self.lacking).tolist():
            what = (int(self.kind[link]), int(self.row[link]))
            if what not in seen:
                seen.add(what)
                reason = self.missing(link)
                # What a line is left to is no lack of a row.
                if reason is not None and reason.kind is not GapKind.TRAIN:
                    found[reason] = found.get(reason, 0) + 1
        return found

    def closing(self, elements: frozenset[Ref]) -> SearchGraph:
        """The same network without some elements."""
        shut = self.shut.copy()
        for name in elements:
            shut[self.links_of(name)] = True
        return replace(self, shut=shut)
