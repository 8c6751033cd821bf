"""`corridor tcd`: the time-cost-distance chart of a saved answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corridor.cli.files import check_writable, write_text
from corridor.errors import BadInputError, shown


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("tcd")(tcd)


def tcd(
    answer_file: Annotated[
        Path, typer.Argument(metavar="ANSWER_FILE", help="Answer saved with route --json")
    ],
    *,
    svg: Annotated[
        Path | None, typer.Option("--svg", help="Write a picture instead of printing")
    ] = None,
    only: Annotated[
        str, typer.Option("--only", help="Itineraries to draw, as 1,4; default all")
    ] = "",
) -> None:
    """
    Draw hours and dollars over kilometres, with a step at each border, change and port.

    Example: corridor tcd answer.json --svg corridor.svg
    """
    from corridor.report.document.answer import ANSWER
    from corridor.report.document.read import read_document

    if svg is not None:
        check_writable(svg, "--svg")
        if svg.exists() and answer_file.exists() and svg.samefile(answer_file):
            raise BadInputError(
                f"--svg {svg} is the answer itself", remedy="name another file for the picture"
            )
    answer = read_document(answer_file, ANSWER)
    which = _numbers(only)
    if svg is not None:
        from corridor.report.charts.tcd import tcd_svg

        write_text(svg, tcd_svg(answer, which=which) + "\n")
        typer.echo(str(svg))
        return
    from corridor.report.text.tcd import tcd_text

    typer.echo(tcd_text(answer, which), nl=False)


def _numbers(text: str) -> tuple[int, ...]:
    """Places counted from 0 of itineraries counted from 1."""
    parts = [p.strip() for p in text.split(",") if p.strip()]
    if not all(p.isascii() and p.isdigit() and len(p) < 4 for p in parts):
        raise BadInputError(f"--only {shown(text)} is no list of numbers", remedy="write it as 1,4")
    return tuple(int(p) - 1 for p in parts)
