"""Words, marks and line breaks that the texts of an answer share."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from corridor.messages.catalogue import in_english
from corridor.model.link_kind import LinkKind
from corridor.model.message import say
from corridor.model.query import REGIMES
from corridor.report.document.answer import AnswerRecord, BlockedRecord, LegRecord

# Text of commands that do not ask the terminal is wrapped here; addresses stand alone.
WIDTH = 116


class Coded(Protocol):
    """A warning of any document."""

    @property
    def code(self) -> str:
        """Its kind."""

    @property
    def text(self) -> str:
        """What it says."""


class KindWords(NamedTuple):
    """What a kind of leg is called in tables of text, quotations, pages, and charts of steps."""

    text: str
    quotation: str
    page: str
    step: str


KIND: Mapping[str, KindWords] = {
    LinkKind.ACCESS: KindWords("ends", "start or end", "To or from the network", ""),
    LinkKind.LINE_HAUL: KindWords("haul", "haul", "Haul", ""),
    LinkKind.BORDER: KindWords("border", "border", "Border", "border"),
    LinkKind.TRANSFER: KindWords("change", "transfer", "Transfer", "change"),
    LinkKind.PORT: KindWords("port", "port", "Port", "port"),
    LinkKind.SAILING: KindWords("sailing", "sailing", "Sailing", "wait"),
}
BOUNDARY_NOTE = (
    "Boundaries are shown for orientation, no position is taken. Disputed lines known to the"
    " base map are dashed."
)
CREDIT = "© OpenStreetMap contributors, ODbL; GeoNames, CC BY 4.0; Natural Earth"
# How a truck passes a border.
REGIME = {kind: in_english(say(f"regime.{kind}")) for kind in REGIMES[1:]}
# Where a private siding was asked for.
SIDING = {
    "origin": "at the origin",
    "destination": "at the destination",
    "both": "at both ends",
}


def title_of(answer: AnswerRecord) -> str:
    """'Minsk to Karachi', as plain text."""
    query = answer.query
    return f"{query.origin.name} to {query.destination.name}"


def other_year(data_date: str, depart: str) -> str:
    """'; prices and times of 2026, not of 2019' where the tables are of another year, else ''."""
    of, year = data_date[:4], str(depart)[:4]
    return "" if of == year else f"; prices and times of {of}, not of {year}"


def unpriced(warnings: Iterable[Coded]) -> str:
    """'; ' and what of the cargo no row prices, for the first line; '' where all is priced."""
    return "".join(f"; {w.text}" for w in warnings if w.code == "bulk")


def load_text(answer: AnswerRecord, *, dated: bool = True) -> str:
    """The consignment, the departure and, if `dated`, the data date in one line."""
    query = answer.query
    return (
        f"{query.count} {query.unit}, {query.gross_weight_t:g} t each,"
        f" {query.cargo}, ready {str(query.depart).replace('T', ' ')}{other_year(answer.data_date, query.depart)}{unpriced(answer.warnings)}."
        + (f" Data of {answer.data_date}." if dated else "")
    )


def wrap(text: str, first: str = "", rest: str | None = None) -> list[str]:
    """Wrapped lines, the first with one indent and the rest with another."""
    wrapped = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapped or [first.rstrip()]


def route_of(leg: LegRecord) -> str:
    """From where to where a leg leads."""
    tail, head = leg.from_.name, leg.to.name
    return (leg.note or tail) if tail == head else f"{tail} - {head}"


def local(moment: str) -> str:
    """A time by the clock of its place, as '2026-12-21 00:21', its distance from UTC left out."""
    return moment[:16].replace("T", " ")


def ahead(moment: str) -> str:
    """How far the clock of a time is ahead of UTC, as 'UTC+4:30'; '' where it does not say."""
    sign, (hours, _, minutes) = moment[16:17], moment[17:].partition(":")
    if not hours.isdigit():
        return ""
    return f"UTC{sign}{int(hours)}" + ("" if minutes in ("", "00") else f":{minutes}")


def confirmed(entry: BlockedRecord) -> str:
    """How old the newest evidence of a closure is; of a past departure it may be of later."""
    if entry.stale_days < 0:
        return f"{entry.last_confirmed}, after the departure date"
    return f"{entry.last_confirmed}, {entry.stale_days} days before departure"


def in_country(name: str, country: str) -> str:
    """
    A name with its country behind it, once; at sea there is none.

    Examples
    --------
    >>> in_country("Quetta", "PK"), in_country("Torkham (PK)", "PK")
    ('Quetta (PK)', 'Torkham (PK)')
    """
    return name if not country or name.endswith(f"({country})") else f"{name} ({country})"


def by_mode(name: str, mode: str) -> str:
    """A name with the mode behind it, once: some posts are called "... road"."""
    return name if name.endswith(f" {mode}") else f"{name} {mode}"
