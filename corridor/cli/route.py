"""`corridor route` and `corridor pareto`: the planner's question, and every way that none beats."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.api.options import RouteTerms
from corridor.cli import days, output
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
    legs: output.Legs = False,
    bill: output.Bill = False,
    documents: output.Papers = False,
    closures: output.Closures = False,
    verbose: output.Verbose = False,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Everything, and every figure with its row and source",
            rich_help_panel="Output",
        ),
    ] = False,
    which: output.Which = 1,
    form: output.Format = "",
    as_json: output.AsJson = False,
    color: output.Colour = "auto",
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
            "-o",
            help="Write the answer as .xlsx, .csv, .md, .geojson, .kml, .gpx, .ics, .svg or .png",
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
    Plan from ORIGIN to DESTINATION and show the ways, their days, dollars and borders.

    Example: corridor route Minsk Karachi --unit FEU --depart 2026-12-01

    Example: corridor route Kabul Karachi --depart 2026-12-01..2026-12-07

    Example: corridor route Kabul Karachi --depart 2026-12-01 --by 2026-12-22 --sure 80
    """
    wanted_form, colour = output.form(form, as_json=as_json), output.in_colour(color)
    for path, option in ((map_file, "--map"), (out, "--out"), (tcd_file, "--tcd")):
        if path is not None:
            if option == "--out":
                refuse_other_kinds(path)
            check_writable(path, option)
    asked_for = {"legs": legs, "bill": bill, "documents": documents, "closures": closures}
    if is_span(options["depart"]):
        shown = {"--map": map_file, "--tcd": tcd_file, "--explain": explain, "--which": which > 1}
        shown |= {"--verbose": verbose, "--currency": currency.upper() != "USD"}
        shown |= {f"--{name}": given for name, given in asked_for.items()}
        days.print_days(options, (origin, destination), shown, out=out, form=wanted_form)
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
    if explain and wanted_form == "table":
        text = answer.explained(width=output.columns(), which=which)
    else:
        details = [name for name, given in asked_for.items() if given]
        if verbose:
            details.append("all")
        text = output.printed(answer, wanted_form, details, colour=colour, which=which)
    typer.echo(text, nl=False, color=True)


@with_terms
def pareto(
    origin: Annotated[
        str, typer.Argument(metavar="ORIGIN", help="Place name, UN/LOCODE or lat,lon")
    ],
    destination: Annotated[
        str, typer.Argument(metavar="DESTINATION", help="Place name, UN/LOCODE or lat,lon")
    ],
    *,
    form: output.Format = "",
    as_json: output.AsJson = False,
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
    wanted_form = output.form(form, as_json=as_json)
    for path, option in ((svg, "--svg"), (map_file, "--map")):
        if path is not None:
            check_writable(path, option)
    wanted = asked(options, origin, destination)
    answer = wanted.public.front(wanted.query)
    if svg is not None:
        answer.chart(svg)
    if map_file is not None:
        answer.save(map_file, kind=".html")
    typer.echo(output.printed(answer, wanted_form), nl=False)
