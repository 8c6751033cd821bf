"""`corridor catchment`: which port wins where, and by how much."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridor.cli.options import told_unused
from corridor.cli.shared import asked, command_line, tell, with_terms
from corridor.errors import BadInputError
from corridor.files import check_writable
from corridor.model.query import PORTS

if TYPE_CHECKING:
    pass

_SUFFIXES = (".csv", ".svg")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("catchment")(with_terms(catchment))


def catchment(
    *,
    ports: Annotated[str, typer.Option(help="Candidate ports, two or more")] = ",".join(PORTS),
    onward: Annotated[
        str, typer.Option(help="Market port; without it the basket of corridor compare")
    ] = "",
    inward: Annotated[bool, typer.Option("--import", help="From the market to the places")] = False,
    country: Annotated[
        list[str] | None, typer.Option(help="Only hubs of this country (two letters); repeat")
    ] = None,
    grid: Annotated[
        float, typer.Option(help="Also points every so many degrees around the hubs; 0 = none")
    ] = 0.0,
    under: Annotated[
        list[str] | None,
        typer.Option(help="Also under this scenario, in a column of its own; repeat"),
    ] = None,
    demand: Annotated[
        Path | None, typer.Option(help="CSV with columns place and tonnes, to split by port")
    ] = None,
    out: Annotated[
        list[Path] | None, typer.Option(help="Write .csv (every place and port) or .svg; repeat")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
    **options: Any,
) -> None:
    """
    Show for every place which port wins, by how much, and how trade would split.

    A port without a service today gets a column of its own with its scenario sailings.

    Example: corridor catchment --country AF --onward "Jebel Ali" --depart 2026-12-01
    """
    for target in out or ():
        if target.suffix.lower() not in _SUFFIXES:
            raise BadInputError(
                f"--out {target} is not a kind of file made here", remedy="name .csv or .svg"
            )
        check_writable(target, "--out")
    wanted = asked(options)
    found = wanted.public.catchment(
        countries=country or (),
        grid=grid,
        under=under or (),
        demand=demand,
        ports=ports,
        market=onward,
        inward=inward,
        command=command_line(),
        on_progress=tell,
        **wanted.terms,
    )
    told_unused(wanted.planner)
    for target in out or ():
        found.save(target)
    typer.echo(found.to_json() + "\n" if as_json else found.text, nl=False)
