"""`corridor build` and `import-osm`: make graphs/ from data/, and fresh lines for it."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corridor.errors import DataError, InputError
from corridor.model.mode import LAND_MODES

if TYPE_CHECKING:
    from collections.abc import Callable

    from corridor.build.imports import StoredImport
    from corridor.build.osm.read import Reading


def build(
    *,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder to write; default graphs/")
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; end with code 3 if the content hash differs"),
    ] = False,
    data: Annotated[
        Path | None,
        typer.Option("--data-only", help="Folder of tables to use in place of the shipped ones"),
    ] = None,
    osm: Annotated[
        Path | None,
        typer.Option("--osm", help="Folder of OpenStreetMap imports (corridor import-osm)"),
    ] = None,
) -> None:
    """
    Build the corridor graph from the source tables (needs the build extra).

    With --check it ends with code 3 when the kept graph is of other tables.

    Example: corridor build --check

    Example: corridor build --osm osm --out graphs-fresh
    """
    try:
        from corridor.build import graph as building
    except ImportError as err:
        raise DataError(
            f"building needs a package that is not installed ({err.name})",
            remedy="pip install 'corridor[build]'",
        ) from err
    from corridor.graph.store import read_manifest
    from corridor.tables.dataset import load
    from corridor.tables.read import data_dir, graphs_dir

    began = time.monotonic()

    def progress(text: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s  {text}", file=sys.stderr)

    progress("reading the tables")
    built = building.build(load(data or data_dir()), progress, osm)
    made = built.manifest.content_hash
    if check:
        kept = read_manifest(out or graphs_dir())
        if kept.content_hash != made:
            typer.echo(f"content hash {made} differs from the kept graph's {kept.content_hash}")
            raise typer.Exit(3)
        if kept.tables != built.manifest.tables:
            typer.echo(f"content hash {made} is kept, but other rows give it: run corridor build")
            raise typer.Exit(3)
        typer.echo(f"content hash equals the kept graph's: {made}")
        return
    building.write(built, out or graphs_dir())
    progress("written")
    typer.echo(f"content hash {made}")


def import_osm(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE...", help="OpenStreetMap extracts: .osm, .osm.bz2 or .osm.pbf"
        ),
    ] = None,
    *,
    mode: Annotated[str, typer.Option(help="rail or road")] = "rail",
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write")] = Path("osm"),
    add: Annotated[
        bool,
        typer.Option("--add", help="Add to the packaged network instead of taking its place"),
    ] = False,
    place: Annotated[
        str, typer.Option(help="Fetch this place from Overpass instead (needs the internet)")
    ] = "",
    bbox: Annotated[
        str, typer.Option(help="Fetch this box from Overpass: west,south,east,north in degrees")
    ] = "",
) -> None:
    """
    Import fresh OpenStreetMap lines for a build (needs the osm extra).

    Example: corridor import-osm uzbekistan-latest.osm.pbf --mode rail
    """
    began = time.monotonic()

    def progress(text: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s  {text}", file=sys.stderr)

    try:
        made = _make(files or [], mode, place, bbox, out, progress, add=add)
    except ImportError as err:
        raise DataError(
            f"importing needs a package that is not installed ({err.name})",
            remedy="pip install 'corridor[osm]'",
        ) from err
    from corridor.build.imports import write_imports

    for one, path in zip(made, write_imports(out, made), strict=True):
        _report_import(one, path)


def _make(
    files: list[Path],
    mode: str,
    place: str,
    bbox: str,
    out: Path,
    progress: Callable[[str], None],
    *,
    add: bool,
) -> list[StoredImport]:
    """All imports that were asked for, so that nothing is written if one of them fails."""
    from corridor.build.imports import check_folder, stored
    from corridor.build.osm.read import name_of, read_file

    if mode not in LAND_MODES:
        raise InputError(f"--mode {mode} is unknown", remedy="use --mode rail or --mode road")
    if sum(map(bool, (files, place, bbox))) != 1:
        raise InputError(
            "give files, --place or --bbox, and only one of the three",
            remedy="corridor import-osm extract.osm.pbf --mode rail",
        )
    check_folder(out)
    if not files:
        name, reading = _fetch(mode, place, bbox, progress)
        return [stored(name, reading, add=add)]
    names = Counter(name_of(path) for path in files)
    for name, count in names.items():
        if count > 1:
            raise InputError(
                f"{count} files would both be import {name}", remedy="rename one of them"
            )
    return [stored(name_of(path), read_file(path, mode, progress), add=add) for path in files]


def _fetch(
    mode: str, place: str, bbox: str, progress: Callable[[str], None]
) -> tuple[str, Reading]:
    from corridor.build.osm.online import box_name, fetch, parse_box, place_name

    if place:
        return place_name(place), fetch(mode, progress, place=place)
    box = parse_box(bbox)
    return box_name(box), fetch(mode, progress, box=box)


def _report_import(one: StoredImport, path: Path) -> None:
    """What went into an import and what was left out."""
    meta = one.meta
    use = "added to" if meta.use == "add" else "in place of"
    typer.echo(
        f"{path}: {meta.ways_kept} {meta.mode} ways, {meta.km:,.1f} km of track or"
        f" carriageway, to be used {use} the packaged network"
    )
    left = sorted(meta.ways_dropped.items(), key=lambda item: (-item[1], item[0]))
    if left:
        typer.echo("  left out: " + ", ".join(f"{reason} {count}" for reason, count in left))
    if meta.ways_incomplete:
        typer.echo(f"  {meta.ways_incomplete} ways have points that the file does not hold")
    typer.echo(f"  newest object: {meta.newest_object or 'not dated'}; licence: ODbL 1.0")
