"""What a person asks, read from the options that several commands share."""

from __future__ import annotations

import math
import re
import sys
from datetime import date, datetime, time

from corridor.errors import BadInputError, shown
from corridor.model.dates import first_day, moment


def unit_of(text: str) -> str:
    """Accept a unit in any case."""
    from corridor.model.consignment import UNITS

    return next((u for u in UNITS if u.lower() == text.lower()), text)


def services_of(names: list[str]) -> tuple[str, str]:
    """
    Crew and rail service, each named at most once; '' for a rail service not asked for.

    Raises
    ------
    BadInputError
        If one is unknown, or two of a kind are named.
    """
    crew, rail = "", ""
    for name in (part.strip() for text in names for part in text.split(",")):
        if name in ("one_driver", "two_drivers"):
            _only("--service", crew, name)
            crew = name
        elif name in ("block_train", "wagonload"):
            _only("--service", rail, name)
            rail = name
        else:
            raise BadInputError(
                f"--service {name!r} is unknown",
                remedy="one of one_driver, two_drivers, block_train, wagonload",
            )
    return crew or "one_driver", rail


def _only(option: str, known: str, name: str) -> None:
    if known not in ("", name):
        raise BadInputError(
            f"{option} was given as {known!r} and as {name!r}", remedy="give one of them"
        )


def tonnes(text: str) -> float | None:
    """Tonnes, with or without the unit; None when nothing was given."""
    cleaned = re.sub(r"\s*t(onnes?)?$", "", text.strip(), flags=re.IGNORECASE)
    if text and not cleaned:
        raise BadInputError(f"--weight {shown(text)} is not a number", remedy="give tonnes, as 24t")
    return number(cleaned, "--weight", "tonnes, as 24t or 24")


def number(text: str, option: str, what: str) -> float | None:
    """A finite number; None when nothing was given. `what` tells how to write it."""
    if not text:
        return None
    # A comma parts thousands or nothing: 2,4 may mean 2.4 and must not become 24.
    plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text.strip()).removeprefix("$")
    try:
        found = math.nan if "," in plain or "_" in plain else float(plain)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise BadInputError(f"{option} {shown(text)} is not a number", remedy=f"give {what}")
    return found


def moment_of(text: str) -> datetime:
    """Read --depart; a bare date means 08:00, a month its first day, no date means today."""
    if not text:
        today = datetime.now().replace(hour=8, minute=0, second=0, microsecond=0)
        print(f"--depart not given: ready {today:%Y-%m-%d} 08:00", file=sys.stderr)
        return today
    try:
        return moment(text, last=False, at=time(8))
    except ValueError as err:
        raise BadInputError(
            f"--depart {shown(text)} {err}",
            remedy="give local time at the origin without a zone, as 2026-12-01T08:00",
        ) from None


def day_of(text: str, option: str) -> date:
    """
    A day from 2005 to 2045; a month or a year means its first.

    Raises
    ------
    BadInputError
        If it is no such day.
    """
    try:
        day = first_day(text)
    except ValueError as err:
        raise BadInputError(
            f"{option} {shown(text)} {err}", remedy="write it as 2026-12-01"
        ) from err
    if not 2005 <= day.year <= 2045:
        raise BadInputError(
            f"{option} {day} is out of range", remedy="give a date from 2005-01-01 to 2045-12-31"
        )
    return day
