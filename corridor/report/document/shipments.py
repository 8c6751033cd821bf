"""What the page of many shipments holds of each way."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType, field

from corridor.report.document.answer import BandRecord

LonLat = tuple[float, float]
ShipmentRow = tuple[int, str, int, float, str]  # row, reference, count, tonnes, ready day


class ShipmentWayRecord(Struct, frozen=True, kw_only=True):
    """Shipments that share a way, and the pieces it runs over; figures are of one unit."""

    from_: str = field(name="from")
    to: str
    unit: str
    note: str
    why: str
    pieces: tuple[int, ...]
    rows: tuple[ShipmentRow, ...]
    label: str | UnsetType = UNSET
    cargo: str | UnsetType = UNSET
    depart: str | UnsetType = UNSET
    km: float | UnsetType = UNSET
    hours: BandRecord | UnsetType = UNSET
    co2e_kg: float | UnsetType = UNSET
    ends: tuple[LonLat, LonLat] | UnsetType = UNSET
