"""`corridor route`: the planner's question."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.api.options import RouteTerms
from corridor.cli.documents import stamped, write_export, writer_of
from corridor.cli.shared import asked, with_terms
from corridor.files import check_writable, write_text


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("route")(with_terms(route, RouteTerms, own_first=False))


def route(
    origin: Annotated[str, typer.Argument(help="Place name, UN/LOCODE or lat,lon")],
    destination: Annotated[str, typer.Argument(help="Place name, UN/LOCODE or lat,lon")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="List every figure with its row and source")
    ] = False,
    map_file: Annotated[
        Path | None, typer.Option("--map", help="Write a map page that opens with no network")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write the answer as .xlsx, .csv, .geojson ... (see export)"),
    ] = None,
    tcd_file: Annotated[
        Path | None, typer.Option("--tcd", help="Write a time-cost-distance chart (SVG)")
    ] = None,
    currency: Annotated[
        str, typer.Option(help="Currency to show money in; a row of the fx table")
    ] = "USD",
    **options: Any,
) -> None:
    """
    Plan from ORIGIN to DESTINATION and show legs, borders, days and dollars.

    Example: corridor route Minsk Karachi --unit FEU --depart 2026-12-01
    """
    from corridor.report.document.currency import with_currency
    from corridor.report.document.make_answer import answer_record
    from corridor.report.document.read import json_text
    from corridor.report.text.answer import answer_text

    if map_file is not None:
        check_writable(map_file, "--map")
    if out is not None:
        writer_of(out)
        check_writable(out, "--out")
    if tcd_file is not None:
        check_writable(tcd_file, "--tcd")
    wanted = asked(options, origin, destination)
    planner = wanted.planner
    answer = with_currency(
        answer_record(planner.ask(wanted.query), planner.library), currency, planner.library
    )
    if map_file is not None:
        from corridor.report.pages.route_page import render_map

        print(f"drawing {map_file}", file=sys.stderr)
        lines, mark = planner.lines, stamped(answer, "", None)
        write_text(map_file, render_map(answer, lines.line, lines.is_coarse, mark))
    if out is not None:
        write_export(answer, out, planner.lines)
    if tcd_file is not None:
        from corridor.report.charts.tcd import tcd_svg

        write_text(tcd_file, tcd_svg(answer) + "\n")
    if as_json:
        typer.echo(json_text(answer))
    else:
        typer.echo(answer_text(answer, explain=explain), nl=False)
