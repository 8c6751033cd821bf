"""`corridor map`: a map page from a saved answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.cli.files import check_writable, write_text
from corridor.errors import BadInputError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("map")(map_)


def map_(
    answer_file: Annotated[Path, typer.Argument(help="Answer saved with route --json")],
    *,
    out: Annotated[
        Path | None, typer.Option("--out", help="Map page to write; default beside the answer")
    ] = None,
    graph: Annotated[Path | None, typer.Option(help="Folder of the compiled graph")] = None,
) -> None:
    """
    Draw a saved answer as one HTML page that opens with no network.

    Example: corridor map answer.json --out minsk-karachi.html
    """
    from corridor.graph.lines import read_lines
    from corridor.output.map_page import render_map
    from corridor.sources.tables import graphs_dir

    answer = read_answer(answer_file)
    target = out or answer_file.with_suffix(".html")
    check_writable(target, "--out")
    if target.exists() and target.samefile(answer_file):
        raise BadInputError(
            f"--out {target} is the answer itself", remedy="name another file for the map"
        )
    lines = read_lines(graph or graphs_dir())
    try:
        page = render_map(answer, lines.line, lines.is_coarse)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as err:
        # The file says it is an answer and is not built like one.
        raise _no_answer(answer_file, f"{type(err).__name__}: {err}") from err
    write_text(target, page)
    typer.echo(str(target))


def read_answer(path: Path) -> dict[str, Any]:
    """
    Read a saved answer.

    Raises
    ------
    BadInputError
        If it is no answer of this version.
    """
    try:
        answer = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as err:
        raise _no_answer(path, str(err)) from err
    version = answer.get("schema_version") if isinstance(answer, dict) else None
    if version != "1.0" or not answer.get("itineraries"):
        raise _no_answer(path, "not of version 1.0, or without an itinerary")
    return dict(answer)


def _no_answer(path: Path, why: str) -> BadInputError:
    return BadInputError(
        f"{path} is no saved answer ({why})",
        remedy="corridor route ORIGIN DESTINATION --json > answer.json",
    )
