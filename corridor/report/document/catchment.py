"""A catchment as it is saved: which port is ahead at every place, under each assumption."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from corridor.analysis.ports.case import OUTSIDE
from corridor.report.document.comparison import MeasureRecord, NamedRecord, PortValueRecord
from corridor.report.document.parts.figures import Count, Positive, Share, Texts
from corridor.report.document.parts.made import MadeRecord
from corridor.report.document.parts.question import UnusedRecord
from corridor.report.document.read import Kind

LonLat = tuple[float, float]


class CatchmentQuestionRecord(Struct, frozen=True, kw_only=True):
    """What was asked of every place."""

    ports: tuple[NamedRecord, ...]
    markets: tuple[NamedRecord, ...]
    basket: bool
    direction: Literal["import", "export"]
    unit: str
    count: Count
    depart: str
    measure: MeasureRecord


class PortShareRecord(Struct, frozen=True, kw_only=True):
    """A port's share of the trade of a place, by the logit."""

    port: str
    share: Share


class ReachRecord(Struct, frozen=True, kw_only=True):
    """
    A place: values and shares by port, best first; `note` says why there are none.

    `best` is 'outside' where a way that calls at none of the ports is ahead of all: `outside` is
    its value, `by` the ports it goes by. `weight` is what the place counts.
    """

    id: str
    name: str
    country: str
    lon: float
    lat: float
    best: str
    ahead: float | None
    values: tuple[PortValueRecord, ...]
    shares: tuple[PortShareRecord, ...]
    note: str
    # Documents of before have none of these.
    outside: float | UnsetType | None = UNSET
    by: Texts | UnsetType = UNSET
    outside_estimate_share: Share | UnsetType = UNSET  # of the dollars of the way outside
    weight: Positive | UnsetType = UNSET

    @property
    def lead(self) -> float | None:
        """How far what is ahead of all is before the next: a port of another coast, or outside."""
        if not self.values:
            return None
        first = self.values[0].value
        if self.best == OUTSIDE and isinstance(self.outside, float):
            return first - self.outside
        rivals = [first + self.ahead] if self.ahead is not None else []
        rivals += [self.outside] if isinstance(self.outside, float) else []
        return min(rivals) - first if rivals else None


class TonnesRecord(Struct, frozen=True, kw_only=True):
    """Tonnes of a port, '' for those that reach none: split by shares, or all to the cheapest."""

    port: str
    by_share_t: Positive
    to_cheapest_t: Positive


class HinterlandsRecord(Struct, frozen=True, kw_only=True):
    """All places under one set of assumptions; `silent` are ports without a service."""

    name: str
    markets: Texts
    silent: Texts
    logit_scale_per_usd: Positive
    won: dict[str, int]
    unreached: Annotated[int, Meta(ge=0)]
    tonnes: tuple[TonnesRecord, ...]
    places: tuple[ReachRecord, ...]
    tie_lines: tuple[tuple[LonLat, ...], ...]

    @property
    def weights(self) -> dict[str, float]:
        """What the places count together, by the port ahead of all; '' where none is reached."""
        found: dict[str, float] = {}
        for place in self.places:
            found[place.best] = found.get(place.best, 0.0) + (place.weight or 0.0)
        return found


class CatchmentRecord(Struct, frozen=True, kw_only=True):
    """Everything that the text, the rows and the map of a catchment say."""

    schema_version: Literal["1.0"]
    kind: Literal["catchment"]
    command: str
    question: CatchmentQuestionRecord
    off_grid: Annotated[int, Meta(ge=0)]
    guessed: Texts
    data_date: str
    graph_hash: str
    assumptions: Annotated[tuple[HinterlandsRecord, ...], Meta(min_length=1)]
    unused_rows: tuple[UnusedRecord, ...] | UnsetType = UNSET
    made: MadeRecord | UnsetType = UNSET
    outside_ports: tuple[NamedRecord, ...] | UnsetType = UNSET

    @property
    def names(self) -> dict[str, str]:
        """Names of candidate ports and markets by id, and of the ports outside them."""
        ports = (*self.question.ports, *self.question.markets, *(self.outside_ports or ()))
        return {p.id: p.name for p in ports} | {OUTSIDE: "outside these ports"}


# Each share has four decimals.
_OFF = 0.0011


def sum_faults(found: CatchmentRecord) -> Iterator[str]:
    """Where places won are counted wrong, or the shares of a place do not make a whole."""
    for number, column in enumerate(found.assumptions):
        path = f"$.assumptions[{number}]"
        if sum(column.won.values()) + column.unreached != len(column.places):
            yield f"Expected the number of places - at `{path}.won`"
        for at, place in enumerate(column.places):
            if place.shares and abs(sum(s.share for s in place.shares) - 1) > _OFF:
                yield f"Expected shares that add up to 1 - at `{path}.places[{at}].shares`"


CATCHMENT = Kind(
    name="catchment",
    shape=CatchmentRecord,
    version="1.0",
    remedy="make it again: corridor catchment --json > catchment.json",
    faults=sum_faults,
    tag="catchment",
)
