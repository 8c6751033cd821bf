"""`corridor route` and `corridor pareto`: the planner's question, and every way that none beats."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.api.options import RouteTerms
from corridor.cli import days
from corridor.cli.documents import refuse_other_kinds
from corridor.cli.shared import asked, to_stderr, with_terms
from corridor.files import check_writable
from corridor.model.values import is_span


@partial(with_terms, terms=RouteTerms, own_first=False)
def route(
    origin: Annotated[
        str, typer.Argument(metavar="ORIGIN", help="Place name, UN/LOCODE or lat,lon")
    ],
    destination: Annotated[
        str, typer.Argument(metavar="DESTINATION", help="Place name, UN/LOCODE or lat,lon")
    ],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the answer as JSON", rich_help_panel="Output")
    ] = False,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help="List every figure with its row and source", rich_help_panel="Output"
        ),
    ] = False,
    map_file: Annotated[
        Path | None,
        typer.Option(
            "--map",
            help="Write an interactive HTML map that works offline",
            rich_help_panel="Output",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="Write the answer as .xlsx, .csv, .geojson ... (see export)",
            rich_help_panel="Output",
        ),
    ] = None,
    tcd_file: Annotated[
        Path | None,
        typer.Option(
            "--tcd", help="Write a time-cost-distance chart (SVG)", rich_help_panel="Output"
        ),
    ] = None,
    currency: Annotated[
        str,
        typer.Option(
            help="Currency to show money in; a row of the fx table", rich_help_panel="Output"
        ),
    ] = "USD",
    **options: Any,
) -> None:
    """
    Plan from ORIGIN to DESTINATION and show legs, borders, days and dollars.

    Example: corridor route Minsk Karachi --unit FEU --depart 2026-12-01
    """
    for path, option in ((map_file, "--map"), (out, "--out"), (tcd_file, "--tcd")):
        if path is not None:
            if option == "--out":
                refuse_other_kinds(path)
            check_writable(path, option)
    if is_span(options["depart"]):
        shown = {
            "--map": map_file,
            "--tcd": tcd_file,
            "--explain": explain,
            "--why": options["why"],
        }
        shown["--currency"] = currency.upper() != "USD"
        days.print_days(options, (origin, destination), shown, out=out, as_json=as_json)
        return
    wanted = asked(options, origin, destination)
    answer = wanted.public.ask(wanted.query, on_progress=to_stderr).in_currency(currency)
    if map_file is not None:
        print(f"drawing {map_file}", file=sys.stderr)
        answer.save(map_file, kind=".html")
    if out is not None:
        answer.save(out)
    if tcd_file is not None:
        answer.chart(tcd_file)
    if as_json:
        typer.echo(answer.to_json())
    else:
        typer.echo(answer.explained() if explain else answer.text, nl=False)


@with_terms
def pareto(
    origin: Annotated[
        str, typer.Argument(metavar="ORIGIN", help="Place name, UN/LOCODE or lat,lon")
    ],
    destination: Annotated[
        str, typer.Argument(metavar="DESTINATION", help="Place name, UN/LOCODE or lat,lon")
    ],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the answer as JSON", rich_help_panel="Output")
    ] = False,
    svg: Annotated[
        Path | None,
        typer.Option("--svg", help="Write the chart as an SVG picture", rich_help_panel="Output"),
    ] = None,
    map_file: Annotated[
        Path | None,
        typer.Option(
            "--map",
            help="Write an HTML map of all itineraries of the front",
            rich_help_panel="Output",
        ),
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
