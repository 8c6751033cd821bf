"""`corridor route --depart A..B`: the best way of each departure day of a span."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from corridor.api.options import RouteTerms, options_of
from corridor.cli.output import columns
from corridor.cli.shared import asked, to_stderr
from corridor.errors import InputError

_WRITTEN = (".json", ".csv", ".md", ".txt")
# Options of the question that tell of more than the best way, as they are by default.
_OF_ONE = {"why": "", "if_closed": None, "regret": False, "all": False, "max_overlap": "", "k": 3}


def print_days(
    options: Mapping[str, Any],
    ends: tuple[str, str],
    one_day: Mapping[str, object],
    *,
    out: Path | None,
    form: str,
) -> None:
    """
    Print the profile that the options ask for.

    Parameters
    ----------
    options, ends
        Those of a question, --depart a span; origin and destination.
    one_day
        What is given of options that show the answer of one day, by their names.
    out, form
        A file to write it to, and what is printed: table, json, csv or md.

    Raises
    ------
    CorridorError
        If an option cannot be used, or there is no way on any day.
    """
    span = str(options["depart"])
    given = [option for option, value in one_day.items() if value]
    flags = options_of(RouteTerms)
    given += [
        flags[name].flag
        for name, plain in _OF_ONE.items()
        if name in flags and (options[name] or plain) != plain
    ]
    if given:
        raise InputError(
            f"{given[0]} shows the answer of one day, and --depart {span} is a span",
            remedy="give one day, or leave it out; --json and --out .csv have every day",
        )
    if out is not None and out.suffix.lower() not in _WRITTEN:
        raise InputError(
            f"--out {out.name}: a span of days is written as {', '.join(_WRITTEN)}",
            remedy="end it in one of these",
        )
    wanted = asked({**options, "depart": span.partition("..")[0]}, *ends)
    found = wanted.public.profile_of(wanted.query, span, to_stderr)
    if out is not None:
        found.save(out)
    made = {"json": lambda: f"{found.to_json()}\n", "csv": found.to_csv, "md": found.to_markdown}
    typer.echo(made.get(form, lambda: found.shown(columns()))(), nl=False)
