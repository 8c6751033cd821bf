"""`corridor route --depart A..B`: the best way of each departure day of a span."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from corridor.cli.shared import asked, to_stderr
from corridor.errors import InputError

_WRITTEN = (".json", ".csv", ".txt")


def print_days(
    options: Mapping[str, Any],
    ends: tuple[str, str],
    one_day: Mapping[str, object],
    *,
    out: Path | None,
    as_json: bool,
) -> None:
    """
    Print the profile that the options ask for.

    Parameters
    ----------
    options, ends
        Those of a question, --depart a span; origin and destination.
    one_day
        What is given of options that show the answer of one day, by their names.
    out, as_json
        A file to write it to, and whether JSON is printed.

    Raises
    ------
    CorridorError
        If an option cannot be used, or there is no way on any day.
    """
    span = str(options["depart"])
    given = [option for option, value in one_day.items() if value]
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
    typer.echo(found.to_json() if as_json else found.text, nl=as_json)
