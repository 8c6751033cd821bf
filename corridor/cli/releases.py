"""`corridor release-data` and `update`: the data apart from the program."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corridor.errors import InputError


def release_data(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="File to write, as data.zip")],
    *,
    data: Annotated[
        Path | None,
        typer.Option("--data-only", help="Folder of tables; default those in use"),
    ] = None,
    graph: Annotated[
        Path | None, typer.Option("--graph", help="Graph made from them; default that in use")
    ] = None,
) -> None:
    """
    Make one file of tables, scenarios and graph, which `corridor update` installs.

    Example: corridor release-data data.zip
    """
    from corridor.api.releases import make_release

    made = make_release(out, data=data, graph=graph)
    typer.echo(f"{out}: data {made.version}, graph {made.graph_hash[:12]}, {len(made.files)} files")


def update(
    source: Annotated[
        str,
        typer.Argument(
            metavar="RELEASE", help="File or address of a data release; none = say what is in use"
        ),
    ] = "",
    *,
    undo: Annotated[
        bool, typer.Option("--undo", help="Go back to the data that came with the program")
    ] = False,
    sha256: Annotated[str, typer.Option("--sha256", help="Hash that the file must have")] = "",
    home: Annotated[
        Path | None,
        typer.Option("--home", help="Folder of installed data; default CORRIDOR_HOME"),
    ] = None,
) -> None:
    """
    Install a data release after checking it whole, apart from the program; or undo that.

    Example: corridor update data.zip
    """
    from corridor.api import releases

    if undo and source:
        raise InputError("--undo and a release were both given", remedy="give one of them")
    if undo:
        done = releases.undo(home)
        typer.echo("back to the data of the program" if done else "no other data were in use")
    elif source:
        releases.install(source, where=home, sha256=sha256)
    typer.echo(releases.in_use(home).text, nl=False)
