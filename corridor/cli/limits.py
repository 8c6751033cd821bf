"""Options that limit a journey or keep it away from things, shared by commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridor.cli.asked import number
from corridor.errors import BadInputError, shown
from corridor.model.dates import moment

if TYPE_CHECKING:
    from corridor.model.area import Area

_AREA_FILES = (".geojson", ".json")

MaxDays = Annotated[str, typer.Option("--max-days", help="Most days from door to door")]
MaxCost = Annotated[str, typer.Option("--max-cost", help="Most US dollars of the consignment")]
MaxTransfers = Annotated[
    int | None,
    typer.Option("--max-transfers", help="Most changes of mode, gauge or vehicle, ports included"),
]
ArriveBy = Annotated[
    str,
    typer.Option(
        "--arrive-by",
        help="Latest arrival by the clock of the destination, as 2026-12-24 or 2026-12-24T18:00",
    ),
]
Avoid = Annotated[
    list[str] | None,
    typer.Option(
        help="Country, crossing, port, terminal, section, sea passage or GeoJSON file of an area"
        " never to use"
    ),
]
Discourage = Annotated[
    list[str] | None,
    typer.Option(help="The same, to use only where it pays: counts twice in the objective"),
]
OnlyCountries = Annotated[
    str, typer.Option("--only-countries", help="Countries that may be used, as BY,RU,KZ,UZ,AF,PK")
]

Siding = Annotated[
    str,
    typer.Option(
        help="origin, destination or both: a box starts or ends in a private rail siding there"
    ),
]


@dataclass(frozen=True, slots=True)
class Limited:
    """Those options as typed."""

    max_days: str = ""
    max_cost: str = ""
    max_transfers: int | None = None
    arrive_by: str = ""
    avoid: list[str] | None = None
    discourage: list[str] | None = None
    only_countries: str = ""

    def query_fields(self) -> dict[str, Any]:
        """What they say in a query."""
        avoided, avoided_areas = _parted(self.avoid or [])
        discouraged, discouraged_areas = _parted(self.discourage or [])
        return {
            "avoid": avoided,
            "avoid_areas": avoided_areas,
            "discourage": discouraged,
            "discourage_areas": discouraged_areas,
            "only_countries": tuple(c.strip() for c in self.only_countries.split(",") if c.strip()),
            "max_days": number(self.max_days, "--max-days", "days, as 21"),
            "max_cost_usd": number(self.max_cost, "--max-cost", "US dollars, as 6000"),
            "max_transfers": self.max_transfers,
            "arrive_by": _deadline(self.arrive_by),
        }


def _parted(texts: list[str]) -> tuple[tuple[str, ...], tuple[Area, ...]]:
    """Names, and areas read from the files among them."""
    from corridor.tables.area_file import read_area

    files = [t for t in texts if t.lower().endswith(_AREA_FILES)]
    return (
        tuple(t for t in texts if t not in files),
        tuple(read_area(Path(f)) for f in files),
    )


def _deadline(text: str) -> datetime | None:
    """Read --arrive-by; a bare date means its last minute, a month that of its last day."""
    if not text:
        return None
    try:
        return moment(text, last=True, at=time(23, 59))
    except ValueError as err:
        raise BadInputError(
            f"--arrive-by {shown(text)} {err}",
            remedy="give local time at the destination without a zone, as 2026-12-24T18:00",
        ) from None
