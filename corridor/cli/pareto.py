"""`corridor pareto`: every way that no other beats in both time and cost."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.cli.shared import asked, with_terms
from corridor.files import check_writable


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("pareto")(with_terms(pareto))


def pareto(
    origin: Annotated[str, typer.Argument(help="Place name, UN/LOCODE or lat,lon")],
    destination: Annotated[str, typer.Argument(help="Place name, UN/LOCODE or lat,lon")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON")] = False,
    svg: Annotated[
        Path | None, typer.Option("--svg", help="Write the chart as an SVG picture")
    ] = None,
    map_file: Annotated[
        Path | None, typer.Option("--map", help="Write an HTML map of all itineraries of the front")
    ] = None,
    **options: Any,
) -> None:
    """
    Show the Pareto front: itineraries that no other beats in both time and cost.

    Example: corridor pareto Minsk Karachi --depart 2026-12-01 --svg front.svg
    """
    for path, option in ((svg, "--svg"), (map_file, "--map")):
        if path is not None:
            check_writable(path, option)
    wanted = asked(options, origin, destination)
    answer = wanted.public.front(wanted.query)
    if svg is not None:
        answer.chart(svg)
    if map_file is not None:
        answer.save(map_file, kind=".html")
    if as_json:
        typer.echo(answer.to_json())
    else:
        typer.echo(answer.text, nl=False)
