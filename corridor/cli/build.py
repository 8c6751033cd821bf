"""`corridor build`: make graphs/ from data/."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from corridor.errors import DataError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("build")(build)


def build(
    *,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder to write; default graphs/")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail if the content hash differs")
    ] = False,
    data: Annotated[Path | None, typer.Option(help="Folder of other source tables")] = None,
    osm: Annotated[
        Path | None,
        typer.Option("--osm", help="Folder of OpenStreetMap imports (corridor import-osm)"),
    ] = None,
) -> None:
    """
    Build the corridor graph from the source tables (needs the build extra).

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
    from corridor.tables.library import load
    from corridor.tables.read import graphs_dir

    began = time.monotonic()

    def progress(text: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s  {text}", file=sys.stderr)

    progress("reading the tables")
    built = building.build(load(data), progress, osm)
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
