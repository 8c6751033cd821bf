"""Kinds of figures and words that saved documents hold, each with its bounds; a band of three."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from corridor.model.mode import MODES


def one_of(*names: str) -> Meta:
    """Text that is one of these; a type of texts, so that words of the model pass as they are."""
    return Meta(
        pattern=f"^({'|'.join(names)})$", extra_json_schema={"enum": [str(n) for n in names]}
    )


# A person may give these as whole numbers, which stay so: ids of quotations depend on it.
Amount = Annotated[int, Meta(ge=0)] | Annotated[float, Meta(ge=0)]
Positive = Annotated[float, Meta(ge=0)]
Country = Annotated[str, Meta(pattern="^([A-Z]{2})?$")]
Count = Annotated[int, Meta(ge=1)]
Share = Annotated[float, Meta(ge=0, le=1)]
Moment = Annotated[
    str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d([+-]\d\d:\d\d)?$")
]  # by the clock of its place, with its distance from UTC
Rows = Annotated[tuple[str, ...], Meta(min_length=1)]  # keys 'table:row'
ModeName = Annotated[str, one_of(*MODES)]
Confidence = Annotated[str, one_of("published", "reported", "derived", "estimate")]
Figure = Annotated[str, one_of("cost", "time", "co2")]
Role = Annotated[str, one_of("best", "cheapest", "fastest", "least CO2e")]
Gauge = Annotated[int, Meta(ge=1000, le=1676)]
Texts = tuple[str, ...]


class Quantity(StrEnum):
    """Dollars or hours of an item or a leg."""

    COST = "cost"
    TIME = "time"


class BandRecord(Struct, frozen=True):
    """Low, typical and high of one figure, in the unit its field is named for."""

    low: Positive
    typical: Positive
    high: Positive

    def __post_init__(self) -> None:
        """Refuse ends that are not in order."""
        if not self.low <= self.typical <= self.high:
            raise ValueError("Expected low <= typical <= high")

    @property
    def ends(self) -> tuple[float, float, float]:
        """Low, typical and high."""
        return self.low, self.typical, self.high
