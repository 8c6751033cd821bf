"""The ports of the corridor's sea end, which stand on every map, called at or not."""

from __future__ import annotations

from msgspec import Struct

from corridor.tables.dataset import Dataset

# By id: the town or usual name.
PORTS = {
    "karachi_port": "Karachi",
    "port_qasim": "Port Qasim",
    "gwadar_port": "Gwadar",
    "chabahar_port": "Chabahar",
    "shahid_rajaee_port": "Bandar Abbas",
}
_SERVICE = {
    "regular": "regular container service",
    "irregular": "irregular container service",
    "none": "no container service",
}


class PortMark(Struct, frozen=True, kw_only=True):
    """A port on a map: degrees WGS84, and what calls there in words; `short` is its town or usual name."""

    name: str
    short: str
    lon: float
    lat: float
    service: str


def corridor_ports(dataset: Dataset) -> tuple[PortMark, ...]:
    """The ports of the corridor's sea end that the tables know."""
    known = {port.id: port for port in dataset.ports}
    return tuple(
        PortMark(
            name=known[one].name,
            short=short,
            lon=dataset.hub[one].lon,
            lat=dataset.hub[one].lat,
            service=_SERVICE[known[one].container_service],
        )
        for one, short in PORTS.items()
        if one in known
    )
