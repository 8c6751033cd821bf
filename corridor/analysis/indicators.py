"""
Corridor indicators of CAREC's performance reports (CPMM) for one itinerary, by mode on land.

TFI1 and TFI2 are hours and dollars at one border-crossing post (two to a crossing), TFI3 dollars
to carry 20 t over 500 km, TFI4 the speed on the move and that with every stop.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corridor.model import charge as charges
from corridor.model.answer import Itinerary, Leg
from corridor.model.link_kind import LinkKind
from corridor.model.mode import LAND_MODES

# What TFI3 is told for.
TFI3_KM, TFI3_T = 500.0, 20.0
# A crossing has a post on either side.
_POSTS = 2
_MOVING = (charges.ROAD_HAUL, charges.RAIL_HAUL)
# The clock of a report starts when the train does: the wait for the first one is before it.
_BEFORE = (charges.TRAIN_WAIT, charges.TRAIN_REQUEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicators:
    """
    The part of an itinerary by one mode: typical hours, dollars of the whole consignment, km.

    `hours` are those from the first movement of each stretch by the mode to its last, borders,
    rest and changes of gauge between included, what stands before the first train not. `border_h`
    and `border_usd` are of all its borders, each with the change that stands beside it.
    """

    mode: str
    countries: tuple[str, ...]
    length_km: float
    hours: float
    moving_h: float
    crossings: int
    border_h: float
    border_usd: float
    cost_usd: float
    load_t: float

    @property
    def post_h(self) -> float | None:
        """TFI1: hours to clear one post; None without a border."""
        return self.border_h / (_POSTS * self.crossings) if self.crossings else None

    @property
    def post_usd(self) -> float | None:
        """TFI2: dollars of the whole consignment at one post; None without a border."""
        return self.border_usd / (_POSTS * self.crossings) if self.crossings else None

    @property
    def usd_per_500km_20t(self) -> float:
        """TFI3: dollars of hauls and borders, for 20 t gross over 500 km."""
        return self.cost_usd * (TFI3_KM / self.length_km) * (TFI3_T / self.load_t)

    @property
    def speed_without_delay_kmh(self) -> float:
        """TFI4, SWOD: km an hour on the move."""
        return self.length_km / self.moving_h

    @property
    def speed_with_delay_kmh(self) -> float:
        """TFI4, SWD: km an hour of all hours."""
        return self.length_km / self.hours


def indicators(itinerary: Itinerary, load_t: float) -> tuple[Indicators, ...]:
    """
    Give the indicators of each land mode that an itinerary uses, in the order of their first haul.

    Parameters
    ----------
    itinerary
        Its legs with their items.
    load_t
        Gross tonnes of the whole consignment.
    """
    found: dict[str, list[Sequence[Leg]]] = {}
    for stretch in stretches(itinerary.legs):
        found.setdefault(stretch[0].mode, []).append(stretch)
    parts = (_indicators(mode, some, load_t) for mode, some in found.items())
    return tuple(p for p in parts if p.length_km > 0 and p.moving_h > 0)


def stretches(legs: Sequence[Leg]) -> Iterator[Sequence[Leg]]:
    """Runs of legs by one mode from haul to haul; what leads to another mode is in none."""
    run: list[Leg] = []
    for leg in legs:
        moves = leg.kind in (LinkKind.LINE_HAUL, LinkKind.BORDER) and leg.mode in LAND_MODES
        if run and not (leg.mode == run[0].mode and (moves or leg.kind == LinkKind.TRANSFER)):
            yield _trimmed(run)
            run = []
        if moves or run:
            run.append(leg)
    if run:
        yield _trimmed(run)


def _trimmed(run: Sequence[Leg]) -> Sequence[Leg]:
    """A run without the transfers at its end."""
    last = max(n for n, leg in enumerate(run) if leg.kind != LinkKind.TRANSFER)
    return run[: last + 1]


def at_border(legs: Sequence[Leg]) -> list[Leg]:
    """Border legs of a stretch, and changes of gauge or truck that stand beside one."""
    borders = {n for n, leg in enumerate(legs) if leg.kind == LinkKind.BORDER}
    return [
        leg
        for n, leg in enumerate(legs)
        if n in borders or (leg.kind == LinkKind.TRANSFER and {n - 1, n + 1} & borders)
    ]


def _indicators(mode: str, found: Sequence[Sequence[Leg]], load_t: float) -> Indicators:
    legs = [leg for stretch in found for leg in stretch]
    stood = [leg for stretch in found for leg in at_border(stretch)]
    before = sum(_minutes(stretch[0], _BEFORE) for stretch in found)
    return Indicators(
        mode=mode,
        countries=tuple(dict.fromkeys(x.country for x in legs if x.kind == LinkKind.LINE_HAUL)),
        length_km=sum(leg.length_m for leg in legs) / 1000,
        hours=(sum(leg.time.typical for leg in legs) - before) / 60,
        moving_h=sum(_minutes(leg, _MOVING) for leg in legs) / 60,
        crossings=sum(leg.kind == LinkKind.BORDER for leg in legs),
        border_h=sum(leg.time.typical for leg in stood) / 60,
        border_usd=sum(leg.cost.typical for leg in stood) / 100,
        cost_usd=sum(leg.cost.typical for leg in legs) / 100,
        load_t=load_t,
    )


def _minutes(leg: Leg, types: Sequence[charges.ChargeType]) -> int:
    return sum(i.time.typical for i in leg.items if i.type in types and not i.outside_total)
