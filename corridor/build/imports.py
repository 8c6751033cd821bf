"""Imports of OpenStreetMap on disk: a folder of <name>.<mode>.npz with <name>.<mode>.json."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec
import numpy as np
import numpy.typing as npt

from corridor.build.network.records import NetworkBuild
from corridor.build.osm.graph import OsmImport
from corridor.build.osm.read import OsmWays, Reading
from corridor.errors import DataError, InputError
from corridor.geo import FloatArray
from corridor.graph.store import ImportRow, content_hash, packed, read_arrays
from corridor.model.mode import LAND_MODES, Mode
from corridor.safe_files import replace_file

FORMAT = 1
_REMEDY = "run corridor import-osm again for this extract"


class ImportMeta(msgspec.Struct, frozen=True, kw_only=True):
    """What stands beside the arrays of an import; `outline` and `bbox` in degrees lon/lat."""

    format: int
    name: str
    mode: Mode
    use: Literal["add", "replace"]
    source: str = ""
    sha256: str = ""  # of the file read, or of the arrays
    newest_object: str | None = None
    ways_kept: int = 0
    ways_dropped: dict[str, int] = {}
    ways_incomplete: int = 0
    points: int = 0
    km: float = 0.0
    bbox: list[float] = []
    outline: list[tuple[float, float]]
    arrays_sha256: str
    licence: str = "ODbL 1.0"
    attribution: str = "(c) OpenStreetMap contributors"


@dataclass(frozen=True, eq=False, slots=True)
class StoredImport:
    """Arrays and metadata of one import, ready to be written or just read."""

    name: str
    arrays: dict[str, npt.NDArray[Any]]
    meta: ImportMeta

    @property
    def stem(self) -> str:
        """File name without .npz or .json."""
        return f"{self.name}.{self.meta.mode}"


def outline_of(lon: FloatArray, lat: FloatArray) -> list[tuple[float, float]]:
    """Corners of the convex hull of points, lon/lat to 1e-5 degree."""
    import shapely

    hull = shapely.convex_hull(shapely.multipoints(np.stack([lon, lat], axis=-1)))
    return [(round(x, 5), round(y, 5)) for x, y in shapely.get_coordinates(hull).tolist()]


def stored(name: str, reading: Reading, *, add: bool) -> StoredImport:
    """Arrays and metadata of what was read."""
    ways = reading.ways
    arrays = ways.arrays()
    lon, lat = ways.lon, ways.lat
    return StoredImport(
        name,
        arrays,
        ImportMeta(
            format=FORMAT,
            name=name,
            mode=Mode(ways.mode),
            use="add" if add else "replace",
            source=reading.source,
            sha256=reading.sha256 or content_hash({"ways": arrays}),
            newest_object=reading.newest,
            ways_kept=reading.kept,
            ways_dropped=dict(reading.dropped),
            ways_incomplete=reading.incomplete,
            points=len(lon),
            km=round(float(ways.km().sum()), 1),
            bbox=[round(float(x), 5) for x in (lon.min(), lat.min(), lon.max(), lat.max())],
            outline=outline_of(lon, lat),
            arrays_sha256=content_hash({"ways": arrays}),
        ),
    )


def check_folder(folder: Path) -> None:
    """
    Refuse a folder that cannot be made or written, before any work is done.

    Raises
    ------
    InputError
        If it, or a part of its path, is a file or may not be written.
    """
    there = next(p for p in (folder, *folder.absolute().parents) if p.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise InputError(
            f"--out {folder}: {there} is " + ("not writable" if there.is_dir() else "not a folder"),
            remedy="name a folder where you may write",
        )


def write_imports(folder: Path, imports: Sequence[StoredImport]) -> list[Path]:
    """
    Write imports, each file beside its place and then renamed, the metadata last.

    Raises
    ------
    InputError
        If the disk refuses.
    """
    done: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in imports:
            path = folder / f"{one.stem}.npz"
            replace_file(path, packed(one.arrays))
            text = json.dumps(msgspec.to_builtins(one.meta), indent=1, ensure_ascii=False) + "\n"
            replace_file(path.with_suffix(".json"), text.encode())
            done.append(path)
    except OSError as err:
        raise InputError(
            f"{folder} cannot be written ({err.strerror})", remedy="name another folder"
        ) from err
    return done


def read_imports(folder: Path) -> tuple[list[OsmImport], list[ImportMeta]]:
    """
    Imports of a folder and their metadata, in order of mode and name.

    Raises
    ------
    InputError
        If there is no such folder or it holds no import.
    DataError
        If one of them is damaged.
    """
    files = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if not files:
        what = "holds no import" if folder.is_dir() else "is not a folder"
        raise InputError(
            f"--osm {folder} {what}", remedy=f"make one: corridor import-osm FILE --out {folder}"
        )
    if len(files) > 255:
        raise InputError(
            f"--osm {folder} holds {len(files)} imports, over 255", remedy="merge some extracts"
        )
    found = sorted((_read(path) for path in files), key=lambda i: (i.meta.mode, i.name))
    imports = []
    for number, one in enumerate(found, start=1):
        ways = OsmWays(mode=one.meta.mode, **one.arrays)
        outline, add = tuple(one.meta.outline), one.meta.use == "add"
        imports.append(OsmImport(number, one.name, ways, outline, add))
    return imports, [one.meta for one in found]


def _read(path: Path) -> StoredImport:
    try:
        meta = msgspec.json.decode(path.read_bytes(), type=ImportMeta)
    except (OSError, ValueError) as err:
        raise DataError(f"{path} is not metadata of an import ({err})", remedy=_REMEDY) from err
    if meta.mode not in LAND_MODES:
        raise DataError(f"{path} is not metadata of an import", remedy=_REMEDY)
    if meta.format != FORMAT:
        raise DataError(f"{path} has format {meta.format}, not {FORMAT}", remedy=_REMEDY)
    try:
        arrays = read_arrays(path.with_suffix(".npz"))
    except DataError as err:
        raise DataError(
            f"the import {path.stem} has no usable .npz beside it", remedy=_REMEDY
        ) from err
    if content_hash({"ways": arrays}) != meta.arrays_sha256:
        raise DataError(
            f"{path.with_suffix('.npz')} does not belong to {path.name}", remedy=_REMEDY
        )
    return StoredImport(meta.name, arrays, meta)


def manifest_rows(metas: Sequence[ImportMeta]) -> list[ImportRow]:
    """What the manifest of a graph says about the imports it was built with."""
    return msgspec.convert(metas, list[ImportRow], from_attributes=True)


def link_report(network: NetworkBuild, metas: Sequence[ImportMeta]) -> str:
    """Links of the network that come from an import: CSV with import, way, place and length."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    header = ("mode", "country", "import", "way", "lon_a", "lat_a", "lon_b", "lat_b", "km")
    writer.writerow((*header, "crossing"))
    for mode in LAND_MODES:
        net = network.networks[mode]
        groups = (
            (net.edge_source, net.edge_way, net.edge_tail, net.edge_head, net.edge_raw_km, None),
            (
                net.border_source,
                net.border_way,
                net.border_tail,
                net.border_head,
                net.border_raw_km,
                net.border_crossing,
            ),
        )
        for source, way, tail, head, km, crossing in groups:
            for e in np.flatnonzero(source).tolist():
                a, b = int(tail[e]), int(head[e])
                codes = sorted({str(net.node_country[a]), str(net.node_country[b])})
                writer.writerow(
                    (
                        mode,
                        "-".join(codes),
                        metas[int(source[e]) - 1].name,
                        int(way[e]),
                        *(f"{x:.5f}" for n in (a, b) for x in (net.node_lon[n], net.node_lat[n])),
                        f"{km[e]:.3f}",
                        "" if crossing is None else str(crossing[e]),
                    )
                )
    return text.getvalue()
