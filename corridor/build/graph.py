"""
Build graphs/ from data/ and the packaged base networks (needs the build extra).

Steps: tables to network inputs, physical network, lines of sections and sea lanes,
border points, corridor graph, access network, reports, manifest. Same tables and
packages give the same content hash.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import structs, to_builtins

from corridor.build.compile import BorderPoint, compile_graph
from corridor.build.imports import link_report, manifest_rows, read_imports
from corridor.build.network.ground import outlines
from corridor.build.network.records import NetworkBuild, SectionLine
from corridor.build.network.sea import PASSAGE_BOXES, sea_line
from corridor.build.network.shape import NO_POINTS, coarse_km, points_by_section, shape_parts
from corridor.build.network.side_roads import side_roads
from corridor.build.networks import build_networks
from corridor.build.references import reference_lengths
from corridor.build.reports import (
    as_csv,
    network_report,
    place_reports_of,
    reference_report,
    section_report,
)
from corridor.errors import InputError
from corridor.geo import cumulative_km
from corridor.graph.access import AccessNetwork, Places
from corridor.graph.corridor_graph import CorridorGraph
from corridor.graph.lines import Lines, pack_lines
from corridor.graph.made_from import table_digests
from corridor.graph.reports import LaneFit
from corridor.graph.store import FORMAT, Manifest, content_hash, packed
from corridor.model.mode import Mode
from corridor.safe_files import replace_folder
from corridor.tables.dataset import Dataset
from corridor.tables.records import SeaService

# A drawn piece longer than this between two points is coarse.
COARSE_KM = 30.0
# A row of shape_points goes into steps over this: short ones, too, cut a bay.
POINT_STEP_KM = 10.0
PACKAGES = ("scgraph_data", "searoute", "timezonefinder", "timezonefinder-data")
_CASPIAN = frozenset(
    {
        "aktau_port",
        "kuryk_port",
        "turkmenbashi_port",
        "alat_port",
        "amirabad_port",
        "anzali_port",
        "olya_port",
        "makhachkala_port",
        "astrakhan_port",
    }
)
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """Everything a build makes, before it is written."""

    arrays: dict[str, dict[str, npt.NDArray[Any]]]
    reports: dict[str, str]
    manifest: Manifest


def build(dataset: Dataset, progress: Progress, osm: Path | None = None) -> Built:
    """
    Build everything in memory.

    Parameters
    ----------
    dataset
        The source tables.
    progress
        Called with a short line at each step.
    osm
        Folder of imports of OpenStreetMap to use, if any.

    Raises
    ------
    CorridorError
        If the tables, the packaged networks or the imports cannot be used.
    """
    imports, metas = read_imports(osm) if osm is not None else ([], [])
    network = build_networks(dataset, progress, imports)
    borders = border_points(network.section_lines)
    progress("compiling the corridor graph")
    graph = compile_graph(dataset, borders)
    lines, coarse = drawn_lines(dataset, network.section_lines, borders)
    progress(f"sea lanes of {len(dataset.sea_services)} services")
    sea, sea_rows = sea_lines(dataset)
    lines.update(sea)
    packed = pack_lines(lines, unsettled(network.section_lines))
    progress("access network")
    access = access_network(dataset, network, graph, packed)
    references = reference_lengths(dataset, network)
    arrays = {
        "corridor.npz": graph.arrays(),
        "lines.npz": packed.arrays(),
        "access.npz": access.stored(),
    }
    reports = {
        "section_report.csv": section_report(network.section_lines, coarse),
        LaneFit.file: as_csv(LaneFit, sea_rows),
        "reference_report.csv": reference_report(references),
        "network_report.csv": network_report(network),
        **place_reports_of(dataset, network, lines),
    }
    manifest = _manifest(dataset, graph, network, arrays)
    if imports:
        manifest = structs.replace(manifest, imports=manifest_rows(metas))
        reports |= {"osm_links.csv": link_report(network, metas)}
    return Built(arrays, reports, manifest)


def border_points(lines: Iterable[SectionLine]) -> dict[str, BorderPoint]:
    """Border share and position of each cross-border section that was drawn."""
    return {
        line.id: BorderPoint(float(line.border_at), *line.border_lonlat)
        for line in lines
        if line.border_at is not None and line.border_lonlat is not None
    }


def drawn_lines(
    dataset: Dataset, lines: Iterable[SectionLine], borders: dict[str, BorderPoint]
) -> tuple[dict[str, npt.NDArray[np.float64]], dict[str, float]]:
    """
    Lines by segment id (cross-border sections cut in two), and coarse kilometres by section.

    Coarse are the steps over 30 km between two drawn points, and all of a line that does not fit
    its row.
    """
    crossing = {c.section_id for c in dataset.crossings}
    found: dict[str, npt.NDArray[np.float64]] = {}
    coarse: dict[str, float] = {}
    shape = points_by_section((p.section_id, p.seq, p.lon, p.lat) for p in dataset.shape_points)
    for line in lines:
        coords = np.asarray(line.coords, dtype=np.float64)
        parts = {line.id: coords}
        if line.id in crossing:
            point = borders.get(line.id)
            first, second = _cut(coords, point)
            parts = {f"{line.id}:a": first, f"{line.id}:b": second}
        parts, _ = shape_parts(parts, shape.get(line.id, NO_POINTS), longest_km=POINT_STEP_KM)
        for name, part in parts.items():
            found[name] = part
            whole = float(cumulative_km(part)[-1])
            km = coarse_km(part, longest_km=COARSE_KM) if line.accepted else whole
            coarse[line.id] = coarse.get(line.id, 0.0) + km
    return found, coarse


def unsettled(lines: Iterable[SectionLine]) -> set[str]:
    """Ids of lines that do not fit their row: drawn dashed, whatever their points say."""
    return {
        name
        for line in lines
        if not line.accepted
        for name in (line.id, f"{line.id}:a", f"{line.id}:b")
    }


def _cut(
    coords: npt.NDArray[np.float64], point: BorderPoint | None
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Cut a line at a share of its length; the border point stands in both parts."""
    along = cumulative_km(coords)
    share = 0.5 if point is None else point.share
    at = share * float(along[-1])
    after = int(np.searchsorted(along, at))
    after = min(max(after, 1), len(coords) - 1)
    if point is not None:
        here = np.array([point.lon, point.lat])
    else:
        here = (coords[after - 1] + coords[after]) / 2
    return (
        np.vstack([coords[:after], here]),
        np.vstack([here, coords[after:]]),
    )


def sea_lines(
    dataset: Dataset,
) -> tuple[dict[str, npt.NDArray[np.float64]], list[tuple[str, ...]]]:
    """Line of each sea service, and its lane against the table's distance."""
    found: dict[str, npt.NDArray[np.float64]] = {}
    rows: list[tuple[str, ...]] = []
    for service in sorted(dataset.sea_services, key=lambda s: s.id):
        ends = [dataset.hub[p] for p in (service.from_port, service.to_port)]
        caspian = {service.from_port, service.to_port} <= _CASPIAN
        km, coords = sea_line(
            (ends[0].lon, ends[0].lat), (ends[1].lon, ends[1].lat), caspian, _avoided(service)
        )
        found[f"sea:{service.id}"] = coords
        nm = km / 1.852
        rows.append(
            (service.id, f"{service.distance_nm:g}", f"{nm:.0f}", f"{nm / service.distance_nm:.3f}")
        )
    return found, rows


def _avoided(service: SeaService) -> set[str]:
    """Passages that tell two ways of one port pair apart and this service does not use."""
    choices = {"suez", "bab-el-mandeb", "cape"}
    used = choices & set(service.passages)
    return (choices - set(service.passages)) & set(PASSAGE_BOXES) if used else set()


def access_network(
    dataset: Dataset, network: NetworkBuild, graph: CorridorGraph, lines: Lines
) -> AccessNetwork:
    """What joins arbitrary points: side roads, sections with a true line, places, outlines."""
    # A straight line stands for no road; who lies beside it is led by what roads there are.
    followed = [line for line in network.section_lines if line.nodes and _is_road(dataset, line)]
    side = side_roads(network.networks[Mode.ROAD], network.hub_nodes, followed)
    drawn = {line.id for line in followed}
    road = [
        (segment, country)
        for segment, section, country in zip(
            graph.segment_id.tolist(),
            graph.segment_section.tolist(),
            graph.segment_country.tolist(),
            strict=True,
        )
        if section in drawn
    ]
    hubs = sorted(dataset.hubs, key=lambda h: h.id)
    return AccessNetwork(
        node_lon=side.lon,
        node_lat=side.lat,
        node_country=side.country,
        onward=side.onward,
        to_table_m=side.to_table_m.astype(np.int64),
        hub=side.hub,
        edge_tail=side.tail,
        edge_head=side.head,
        edge_m=side.metres,
        places=Places(
            np.array([h.id for h in hubs]),
            np.array([h.lon for h in hubs]),
            np.array([h.lat for h in hubs]),
            np.array([h.country for h in hubs]),
            np.array([h.kind == "city" for h in hubs]),
            np.array([Mode.ROAD in h.modes for h in hubs]),
        ),
        line_id=np.array([segment for segment, _ in road]),
        line_country=np.array([country for _, country in road]),
        ground=outlines(),
        lines=lines,
    )


def _is_road(dataset: Dataset, line: SectionLine) -> bool:
    return dataset.section[line.id].mode == Mode.ROAD


def _manifest(
    dataset: Dataset,
    graph: CorridorGraph,
    network: NetworkBuild,
    arrays: dict[str, dict[str, npt.NDArray[Any]]],
) -> Manifest:
    accepted = sum(line.accepted for line in network.section_lines)
    return Manifest(
        format=FORMAT,
        content_hash=content_hash(arrays),
        files={name: content_hash({name: arrays[name]}) for name in sorted(arrays)},
        tables=table_digests(dataset),
        data_date=dataset.data_date,
        sources={name: version(name) for name in PACKAGES},
        counts={
            "places": len(graph.place_id),
            "pieces": len(graph.segment_id),
            "stops": len(graph.stop_place),
            "hauls": len(graph.haul_tail),
            "sections": len(network.section_lines),
            "sections_with_accepted_line": accepted,
            "crossings": len(dataset.crossings),
            "sea_services": len(dataset.sea_services),
        },
    )


def write(built: Built, folder: Path) -> None:
    """
    Put graphs/ in its place as a whole: arrays, reports and manifest.

    Reports of an earlier build go with it; what else lies in the folder stays.

    Raises
    ------
    InputError
        If the disk refuses, or a folder lies in it.
    """
    manifest = json.dumps(to_builtins(built.manifest), indent=1, ensure_ascii=False) + "\n"
    files = {name: packed(arrays) for name, arrays in built.arrays.items()}
    files |= {name: text.encode() for name, text in built.reports.items()}
    try:
        replace_folder(folder, files | {"manifest.json": manifest.encode()}, _is_report)
    except OSError as err:
        raise InputError(
            f"{folder} cannot be written ({err.strerror})", remedy="name another folder"
        ) from err


def _is_report(name: str) -> bool:
    return name.endswith("_report.csv") or name == "osm_links.csv"
