"""Reports on places: posts against the border line, hubs against the network, lines abroad."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corridor.build.network.countries import CountryLookup, border_km
from corridor.geo import cumulative_km, great_circle_km, project_on_line
from corridor.model.status import NOT_BUILT

if TYPE_CHECKING:
    from corridor.build.network.records import NetworkBuild
    from corridor.tables.dataset import Dataset


Lines = Mapping[str, npt.NDArray[np.float64]]

# A line drawn beside a border weaves over it by the grid and the simplifier of the base network.
POCKET_KM = 1.5
_STEP_KM = 2.0


def crossing_rows(dataset: Dataset, network: NetworkBuild) -> list[tuple[str, ...]]:
    """
    Each crossing's stated position against the border line and against its section's line.

    `base_edges` counts the edges of the base network that carry it over the border.
    """
    lines = {line.id: line for line in network.section_lines}
    edges = {m.crossing_id: m.edges for m in network.crossings}
    rows = []
    for row in dataset.crossings:
        away = border_km(row.lon, row.lat, row.country_a, row.country_b)
        _, beside = project_on_line(lines[row.section_id].coords, row.lon, row.lat)
        rows.append((row.id, f"{away:.2f}", f"{beside:.2f}", str(edges.get(row.id, 0))))
    return sorted(rows)


def hub_rows(network: NetworkBuild) -> list[tuple[str, ...]]:
    """Where each hub went, and the connected part of its mode's base network (0 the largest)."""
    rows = []
    for hub in network.placements:
        node = network.hub_nodes.get((hub.mode, hub.hub_id))
        part = "" if node is None else str(int(network.networks[hub.mode].component[node]))
        rows.append((hub.mode, hub.hub_id, hub.how, f"{hub.snap_km:.1f}", part))
    return sorted(rows)


def bridge_rows(dataset: Dataset, network: NetworkBuild, lines: Lines) -> list[tuple[str, ...]]:
    """Each bridge against its section's line and against the nearest join made by rule."""
    crossing = {c.section_id for c in dataset.crossings}
    rows = []
    for bridge in dataset.river_bridges:
        section = dataset.section[bridge.section_id]
        names = (section.id,) if section.id not in crossing else (f"{section.id}:a",)
        beside = min(project_on_line(lines[n], bridge.lon, bridge.lat)[1] for n in names)
        joins = [j for j in network.joins if j.mode == section.mode]
        away = great_circle_km(
            np.array([(j.lon_a + j.lon_b) / 2 for j in joins]),
            np.array([(j.lat_a + j.lat_b) / 2 for j in joins]),
            bridge.lon,
            bridge.lat,
        )
        nearest = float(np.min(away, initial=np.inf))
        rows.append((bridge.id, f"{beside:.1f}", f"{nearest:.1f}"))
    return sorted(rows)


def pocket_rows(dataset: Dataset, lines: Lines, lookup: CountryLookup) -> list[tuple[str, ...]]:
    """Built sections, or their segments inside one country, that are drawn through another."""
    crossing = {c.section_id for c in dataset.crossings}
    rows: list[tuple[str, ...]] = []
    for section in dataset.sections:
        if section.status in NOT_BUILT:
            continue
        here, there = (dataset.hub[h].country for h in (section.from_id, section.to_id))
        segments: Sequence[tuple[str, str]] = [(section.id, here)]
        if section.id in crossing:
            segments = [(f"{section.id}:a", here), (f"{section.id}:b", there)]
        for segment, own in segments:
            rows += _abroad(segment, own, lines[segment], lookup)
    return sorted(rows)


def _abroad(
    segment: str,
    own: str,
    coords: npt.NDArray[np.float64],
    lookup: CountryLookup,
) -> Iterable[tuple[str, ...]]:
    along = cumulative_km(coords)
    at = np.linspace(0.0, float(along[-1]), max(int(along[-1] / _STEP_KM), 2))
    lon, lat = np.interp(at, along, coords[:, 0]), np.interp(at, along, coords[:, 1])
    country = lookup(lon, lat)
    for other in sorted(set(country.tolist()) - {own, ""}):
        there = np.flatnonzero(country == other)
        most = max(border_km(float(lon[i]), float(lat[i]), own, other) for i in there)
        if np.isfinite(most) and most > POCKET_KM:
            outside = len(there) * float(along[-1]) / len(at)
            yield segment, other, f"{outside:.0f}", f"{most:.1f}"
