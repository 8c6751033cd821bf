"""How an answer is printed: as a table, JSON, CSV or Markdown, how wide, and in colours or not."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated

import typer

from corridor.errors import InputError, shown

if TYPE_CHECKING:
    from corridor.api.results import Answer

FORMATS = ("table", "json", "csv", "md")
COLOURS = ("auto", "always", "never")
# Columns where the output is not a terminal and none are told.
_COLUMNS = 80
# The table of the answer that each detail is, as CSV.
_TABLES = {
    "legs": "legs",
    "bill": "items",
    "documents": "documents",
    "closures": "closures",
}

_PANEL = "Output"
AsJson = Annotated[
    bool, typer.Option("--json", help="The same as --format json", rich_help_panel=_PANEL)
]
Format = Annotated[
    str,
    typer.Option(
        "--format",
        help="table, json (all of the answer), csv (a row a way, or a row a leg with --legs and"
        " so on) or md",
        rich_help_panel=_PANEL,
    ),
]
Colour = Annotated[
    str,
    typer.Option(
        "--color",
        help="auto (on a terminal, unless NO_COLOR is set), always or never",
        rich_help_panel=_PANEL,
    ),
]
Legs = Annotated[
    bool,
    typer.Option(
        "--legs", help="Show legs and borders, with hours and dollars", rich_help_panel=_PANEL
    ),
]
Bill = Annotated[bool, typer.Option("--bill", help="Show the bill by item", rich_help_panel=_PANEL)]
Papers = Annotated[
    bool,
    typer.Option(
        "--documents", help="Show the documents each country asks for", rich_help_panel=_PANEL
    ),
]
Closures = Annotated[
    bool,
    typer.Option(
        "--closures",
        help="Show what is shut, with sources, and what to mind",
        rich_help_panel=_PANEL,
    ),
]
Verbose = Annotated[
    bool,
    typer.Option(
        "--verbose",
        "-v",
        help="Show everything: all details and all methods",
        rich_help_panel=_PANEL,
    ),
]
Which = Annotated[
    int,
    typer.Option(
        "--which",
        help="Number of the way whose details are shown, from 1",
        rich_help_panel=_PANEL,
    ),
]


def columns() -> int:
    """
    Columns of the terminal, or of COLUMNS; 80 where the output goes elsewhere.

    Examples
    --------
    >>> columns() > 0
    True
    """
    told = os.environ.get("COLUMNS", "")
    if not told.isdecimal() and not sys.stdout.isatty():
        return _COLUMNS
    return shutil.get_terminal_size((_COLUMNS, 24)).columns


def in_colour(wanted: str) -> bool:
    """
    Whether to print colours: as asked, else on a terminal that takes them.

    Raises
    ------
    InputError
        If it is none of `COLOURS`.
    """
    _one_of("--color", wanted, COLOURS)
    if wanted == "auto":
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return sys.stdout.isatty() and not plain
    return wanted == "always"


def form(wanted: str, *, as_json: bool) -> str:
    """
    The format asked for, --json being one of the ways to ask.

    Raises
    ------
    InputError
        If it is unknown, or both were given and differ.
    """
    _one_of("--format", wanted or "table", FORMATS)
    if as_json and wanted not in ("", "json"):
        raise InputError(f"--json and --format {wanted} were both given", remedy="give one of them")
    return "json" if as_json else wanted or "table"


def printed(
    answer: Answer,
    wanted: str,
    details: Collection[str] = (),
    *,
    colour: bool = False,
    which: int = 1,
) -> str:
    """
    An answer in a format of `FORMATS`, with its line end.

    Raises
    ------
    InputError
        If CSV is to hold several tables, or there is no such way.
    """
    if wanted == "json":
        return f"{answer.to_json()}\n"
    if wanted == "md":
        return answer.to_markdown()
    if wanted == "csv":
        tables = [_TABLES[name] for name in details if name in _TABLES]
        if len(tables) > 1:
            raise InputError(
                "--format csv holds one table",
                remedy="ask for one of --legs, --bill, ... at a time",
            )
        return answer.to_csv(tables[0] if tables else "itineraries")
    return answer.to_text(width=columns(), details=details, colour=colour, which=which)


def _one_of(option: str, given: str, known: tuple[str, ...]) -> None:
    if given not in known:
        raise InputError(f"{option} {shown(given)} is unknown", remedy=f"one of {', '.join(known)}")
