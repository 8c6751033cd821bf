"""Fresh news: what rests on old evidence, and rows of your own that say what is known now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any

from corridor.analysis.confirmed import Confirmation, Said, confirmation, still_shut
from corridor.analysis.news import STANDING, News, old_evidence
from corridor.api.options import Date, Number
from corridor.api.result import file_path
from corridor.engine import RouteEngine
from corridor.errors import InputError
from corridor.model.values import day as read_day
from corridor.model.values import ready, real, words
from corridor.report.text import fresh as shown
from corridor.tables.dataset import load as load_tables
from corridor.tables.gazetteer import Gazetteer
from corridor.tables.overlays.overlay import laid_over
from corridor.tables.overlays.own_folder import checked, own_overlay, put, with_rows


@dataclass(frozen=True, repr=False)
class Confirmed:
    """A confirmation that was written into a folder."""

    made: Confirmation
    folder: Path

    @property
    def text(self) -> str:
        """What was written, what it ends, and how answers use it."""
        return shown.confirmed_text(self.made, str(self.folder))

    def to_dict(self) -> dict[str, Any]:
        """The same as plain values."""
        return shown.confirmed_record(self.made, str(self.folder))


@dataclass(frozen=True, repr=False)
class OldEvidence:
    """What some answers rest on that has grown old."""

    found: News

    @property
    def text(self) -> str:
        """A list for people, the oldest first."""
        return shown.news_text(self.found)

    def to_dict(self) -> dict[str, Any]:
        """The same as plain values."""
        return shown.news_record(self.found)


def confirm(
    name: str,
    folder: str | PathLike[str],
    *,
    source: str,
    on: Date | None = None,
    opened: bool = False,
    shut: bool = False,
    still: bool = False,
    delay_h: Number | None = None,
    value: Number | None = None,
    into: str = "",
    note: str = "",
    tables: str | PathLike[str] | None = None,
) -> Confirmed:
    """
    Write what you heard of one thing into your own folder, as rows that answers use and name.

    Parameters
    ----------
    name
        A crossing, port, sea passage, section, ship, train, transit regime, surcharge or
        currency, as the tables call it.
    folder
        Your own folder (`--data`); made if it is not there. Nothing else is changed.
    source
        Who says so: a page, a person.
    on
        Day of the evidence; None = today.
    opened, shut, still, delay_h, value
        What it is: open, closed, as its row says, hours more; US dollars of a surcharge, units
        of a currency a dollar.
    into
        Country entered, for a delay one way over a crossing.
    tables
        Folder of tables in place of the shipped ones.

    Raises
    ------
    CorridorError
        If it cannot be used as given; then nothing is written.
    """
    where = file_path(folder, "--data")
    if where.exists() and not where.is_dir():
        raise InputError(f"{where} is not a folder", remedy="name a folder of your own")
    said = Said(
        name=words(name, "NAME"),
        opened=opened,
        shut=shut,
        still=still,
        delay_h=None if delay_h is None else _positive(delay_h, "--delay", most=1000),
        value=None if value is None else _positive(value, "--value"),
        into=words(into, "--into").upper(),
        on=date.today() if on is None else read_day(on, "--on"),
        source=words(source, "--source"),
        note=words(note, "--note"),
    )
    shipped = load_tables(None if tables is None else file_path(tables, "tables"))
    mine = own_overlay(where)
    dataset = shipped if mine is None else laid_over(shipped, mine)
    made = confirmation(dataset, Gazetteer(dataset), said)
    files = with_rows(where, made.put, made.taken)
    wrong = still_shut(laid_over(shipped, checked(where, files)), made)
    if wrong:
        raise InputError(
            f"{said.name} would not be as you say: {wrong}",
            remedy="give another --on, or change that row in a folder of your own",
        )
    put(where, files)
    return Confirmed(made, where)


def news(
    engine: RouteEngine,
    pairs: Sequence[tuple[str, str]] = (),
    depart: Date | None = None,
) -> OldEvidence:
    """
    What the first ways of some pairs rest on that is older than 90 days.

    Parameters
    ----------
    pairs
        Names of origin and destination; none = the thirty standing ones.
    depart
        Day from which ages are counted; None = today.

    Raises
    ------
    CorridorError
        If a name is unknown.
    """
    when = ready("" if depart is None else str(depart))
    return OldEvidence(old_evidence(engine, tuple(pairs) or STANDING, when))


def _positive(value: Number, option: str, most: float = 1e12) -> float:
    number = real(value, option, "number") or 0.0
    if not 0 < number <= most:
        raise InputError(
            f"{option} {value} is not a number above 0 and up to {most:g}",
            remedy=f"give {option} a figure as 24",
        )
    return number
