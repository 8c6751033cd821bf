"""`corridor resilience`: what the loss of a crossing, bridge, tunnel, port or line brings."""

from __future__ import annotations

from typing import Annotated

import typer

from corridor.cli.options import Data, Guess, Scenarios, departure, planner_with, told_unused
from corridor.cli.shared import tell

_ORIGINS = ("Minsk", "Moscow", "Yekaterinburg", "Almaty", "Tashkent", "Mazar-i-Sharif")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("resilience")(resilience)


def resilience(
    *,
    origin: Annotated[
        list[str] | None,
        typer.Option(help=f"Origin; repeat. Default: {', '.join(_ORIGINS)}"),
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
    from corridor.analysis.resilience import judge
    from corridor.api.options import read_consignment
    from corridor.model.query import Query
    from corridor.report.document.read import json_text
    from corridor.report.document.resilience import resilience_record
    from corridor.report.text.resilience import resilience_text

    when, load = departure(depart), read_consignment(unit, {})
    queries = [
        Query(origin=a, destination=b, depart=when, consignment=load, k=1)
        for a in origin or _ORIGINS
        for b in destination or ("Karachi",)
    ]
    planner = planner_with(data=data, scenarios=scenario, guess=guess)
    unused = told_unused(planner)
    found = judge(planner.world(queries[0])[0], queries, tell)
    if as_json:
        typer.echo(json_text(resilience_record(found, when, planner.guesses, unused)))
    else:
        typer.echo(resilience_text(found, when, planner.guesses, top), nl=False)
