"""The ports of the corridor's sea end, which stand on every map, called at or not."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec
from msgspec import Struct

from corridor.report.map.basemap import asset_text

_SERVICE = {
    "regular": "regular container service",
    "irregular": "irregular container service",
    "none": "no container service",
}


class PortMark(Struct, frozen=True, kw_only=True):
    """A port on a map: degrees WGS84, its town or usual name in `short`, and what calls there."""

    id: str
    name: str
    short: str
    lon: float
    lat: float
    service: str


class _Port(PortMark, frozen=True, kw_only=True):
    service: Literal["regular", "irregular", "none"]


class _Labels(Struct):
    ports: tuple[_Port, ...]


@cache
def corridor_ports() -> tuple[PortMark, ...]:
    """The ports as the shipped tables have them (`tools/make_labels.py`)."""
    found = msgspec.json.decode(asset_text("assets/labels.json"), type=_Labels).ports
    return tuple(
        PortMark(**{**msgspec.structs.asdict(port), "service": _SERVICE[port.service]})
        for port in found
    )
