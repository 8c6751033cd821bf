"""Reports that a build leaves beside its graph: one typed row a line of their CSV files."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import ClassVar, TypeVar

import msgspec

from corridor.errors import DataError


class SectionFit(msgspec.Struct, frozen=True):
    """How a section's network path fits its row; `coarse_km` is drawn with coarse lines."""

    file: ClassVar[str] = "section_report.csv"
    section_id: str
    network_km: float
    ratio: float
    accepted: str  # yes or no
    coarse_km: float
    reason: str


class ReferenceFit(msgspec.Struct, frozen=True):
    """A reference length against the network; shares of its way that were typed in or fitted."""

    file: ClassVar[str] = "reference_report.csv"
    reference_id: str
    mode: str
    reference_km: float
    network_km: float
    factored_km: float
    typed_share: float
    fitted_share: float

    @property
    def judged_km(self) -> float:
        """Rail as measured, road with the country's factor."""
        return self.network_km if self.mode == "rail" else self.factored_km


class Finding(msgspec.Struct, frozen=True):
    """What the build joined, left out or could not place."""

    file: ClassVar[str] = "network_report.csv"
    kind: str
    mode: str
    subject: str
    finding: str


class CrossingFit(msgspec.Struct, frozen=True):
    """A post against the border line and its section's line, and its edges of the base network."""

    file: ClassVar[str] = "crossing_report.csv"
    crossing_id: str
    border_km: float
    line_km: float
    base_edges: int


class HubFit(msgspec.Struct, frozen=True):
    """Where a hub went, and its connected part of the base network (0 the largest, '' none)."""

    file: ClassVar[str] = "hub_report.csv"
    mode: str
    hub_id: str
    how: str
    snap_km: float
    part: str


class BridgeFit(msgspec.Struct, frozen=True):
    """A bridge against its section's line and the nearest join made by rule."""

    file: ClassVar[str] = "bridge_report.csv"
    bridge_id: str
    line_km: float
    join_km: float


class PocketFit(msgspec.Struct, frozen=True):
    """A piece of line that is drawn through a neighbour, and how far inside at most."""

    file: ClassVar[str] = "pocket_report.csv"
    piece_id: str
    neighbour: str
    outside_km: float
    most_km: float


class LaneFit(msgspec.Struct, frozen=True):
    """A sea service's distance in the tables against its lane."""

    file: ClassVar[str] = "sea_report.csv"
    service_id: str
    table_nm: float
    lane_nm: float
    ratio: float


Report = (
    LaneFit | SectionFit | ReferenceFit | Finding | CrossingFit | HubFit | BridgeFit | PocketFit
)
Row = TypeVar("Row", bound=Report)


def read_report(folder: Path, shape: type[Row]) -> list[Row]:
    """
    Read the report of one kind.

    Raises
    ------
    DataError
        If it is missing or damaged.
    """
    path = folder / shape.file
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            return msgspec.convert(list(csv.DictReader(handle)), list[shape], strict=False)  # type: ignore[valid-type]
    except OSError as err:
        raise DataError(
            f"the build report {path} cannot be read ({err.strerror})",
            remedy="reinstall corridor, or run: corridor build",
        ) from err
    except msgspec.ValidationError as err:
        raise DataError(
            f"the build report {path} is damaged ({err})",
            remedy="reinstall corridor, or run: corridor build",
        ) from err
