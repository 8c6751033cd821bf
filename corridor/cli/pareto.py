"""`corridor pareto`: every way that no other beats in both time and cost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.cli.files import check_writable, write_text
from corridor.cli.shared import asked, with_route_options


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("pareto")(with_route_options(pareto))


def pareto(
    origin: Annotated[str, typer.Argument(help="Place name, UN/LOCODE or lat,lon")],
    destination: Annotated[str, typer.Argument(help="Place name, UN/LOCODE or lat,lon")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON")] = False,
    svg: Annotated[Path | None, typer.Option("--svg", help="Write the chart as a picture")] = None,
    map_file: Annotated[
        Path | None, typer.Option("--map", help="Write a map page of all ways of the front")
    ] = None,
    **options: Any,
) -> None:
    """
    Show every way that no other beats in both days and dollars.

    Example: corridor pareto Minsk Karachi --depart 2026-12-01 --svg front.svg
    """
    from corridor.report.document.make_answer import answer_record

    for path, option in ((svg, "--svg"), (map_file, "--map")):
        if path is not None:
            check_writable(path, option)
    wanted = asked(options)
    planner = wanted.planner
    query = replace(wanted.query, origin=origin, destination=destination)
    answer = answer_record(planner.front(query), planner.library)
    if svg is not None:
        from corridor.report.charts.pareto import front_svg

        write_text(svg, front_svg(answer) + "\n")
    if map_file is not None:
        from corridor.cli.documents import stamped
        from corridor.report.document.stamp import valid_days
        from corridor.report.pages.route_page import render_map

        lines, mark = planner.lines, stamped(answer, "", valid_days(planner.library))
        write_text(map_file, render_map(answer, lines.line, lines.is_coarse, mark))
    if as_json:
        from corridor.report.document.read import json_text

        typer.echo(json_text(answer))
    else:
        from corridor.report.text.charts import front_text

        typer.echo(front_text(answer), nl=False)
