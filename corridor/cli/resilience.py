"""`corridor resilience`: what the loss of a crossing, bridge, tunnel, port or line brings."""

from __future__ import annotations

from typing import Annotated

import typer

from corridor.cli.options import Data, Guess, Scenarios, departure, planner_with, told_unused
from corridor.cli.shared import tell
from corridor.model.query import ORIGINS


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("resilience")(resilience)


def resilience(
    *,
    origin: Annotated[
        list[str] | None,
        typer.Option(help=f"Origin; repeat. Default: {', '.join(ORIGINS)}"),
    ] = None,
    destination: Annotated[
        list[str] | None, typer.Option(help="Destination; repeat. Default: Karachi")
    ] = None,
    unit: Annotated[str, typer.Option(help="TEU, FEU, 40HC, reefer, truck, wagon")] = "FEU",
    depart: Annotated[str, typer.Option(help="Day of the loss; default today")] = "",
    top: Annotated[int, typer.Option(min=1, help="How many single losses to show")] = 25,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
    scenario: Scenarios = None,
    data: Data = None,
    guess: Guess = False,
) -> None:
    """
    Rank losses of 7, 30 and 90 days by extra days and dollars, singly and in pairs.

    Example: corridor resilience --destination Karachi --depart 2026-12-01
    """
    from corridor.api.planner import Planner

    when = departure(depart)
    planner = planner_with(data=data, scenarios=scenario, guess=guess)
    told_unused(planner)
    found = Planner(planner).resilience(
        origin or ORIGINS,
        destination or "Karachi",
        unit,
        depart=when,
        on_progress=tell,
    )
    typer.echo(found.to_json() + "\n" if as_json else found.shown(top), nl=False)
