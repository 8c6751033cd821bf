"""Time zones out of the pinned tzdata package, never out of the system's files."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from corridor.errors import DataError


@cache
def zone(name: str) -> ZoneInfo:
    """
    The clock of an IANA zone, as 'Asia/Karachi'.

    Machines differ in their own files, and some have none; the package is the same everywhere.

    Raises
    ------
    DataError
        If the package holds no such zone.
    """
    parts = name.split("/")
    where = files("tzdata").joinpath("zoneinfo", *parts)
    plain = all(p.replace("_", "").replace("-", "").isalnum() for p in parts)
    if not plain or not where.is_file():
        raise DataError(
            f"{name!r} is not a time zone",
            remedy="give a name of the IANA database, as Asia/Karachi",
        )
    with where.open("rb") as handle:
        return ZoneInfo.from_file(handle, key=name)
