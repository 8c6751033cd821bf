"""`corridor breakeven`: what a figure would have to be for another port to win."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from corridor.cli.options import told_unused
from corridor.cli.shared import asked, command_line, tell, with_terms


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("breakeven")(with_terms(breakeven))


def breakeven(
    origin: Annotated[str, typer.Argument(help="Place on land; name or lat,lon")],
    *,
    ports: Annotated[
        str, typer.Option(help="Candidate ports; the first ahead is held against its rival")
    ] = "karachi,gwadar",
    onward: Annotated[
        str, typer.Option(help="Market port; without it the basket of corridor compare")
    ] = "",
    inward: Annotated[
        bool, typer.Option("--import", help="From the market to the place, not to it")
    ] = False,
    figure: Annotated[
        list[str] | None,
        typer.Option(
            help="Figure as --scale names it, as port_charges@gwadar; repeat."
            " Without it those that move the lead most"
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
    **options: Any,
) -> None:
    """
    Solve for the value of a figure at which two ports change places, and check it.

    A port without a service today gets its scenario sailings, and that is said.

    Example: corridor breakeven Kandahar --onward "Jebel Ali" --figure port_charges@gwadar
    --depart 2026-12-01
    """
    wanted = asked(options)
    found = wanted.public.breakeven(
        origin,
        figures=figure or (),
        ports=ports,
        market=onward,
        inward=inward,
        command=command_line(),
        on_progress=tell,
        **wanted.terms,
    )
    told_unused(wanted.planner)
    typer.echo(found.to_json() + "\n" if as_json else found.text, nl=False)
