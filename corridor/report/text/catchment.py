"""Catchments and losses as text for a terminal, and a catchment as CSV rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from textwrap import wrap

from corridor.analysis.resilience import Loss, Resilience, in_line
from corridor.report.document.catchment import CatchmentRecord, HinterlandsRecord, ReachRecord
from corridor.report.document.wording import other_year
from corridor.report.tables.cells import Value
from corridor.text_table import columns

_WIDTH = 110


def catchment_text(document: CatchmentRecord) -> str:
    """Who wins where: totals first, then every place."""
    names, assumptions = document.names, document.assumptions
    digits = document.question.measure.digits
    lines = [f"Guessed: {text}" for text in document.guessed]
    for column in assumptions:
        lines += _totals(column, names)
    rows = [["place", "", *(c.name for c in assumptions)]]
    for number, place in enumerate(assumptions[0].places):
        cells = [_cell(c.places[number], names, digits) for c in assumptions]
        rows.append([place.name, place.country, *cells])
    return "\n".join([*lines, "", *columns(rows), "", *wrap(_about(document), _WIDTH)]) + "\n"


def _about(document: CatchmentRecord) -> str:
    """What was asked of every place, and of which data."""
    question = document.question
    markets = ", ".join(m.name for m in question.markets)
    text = (
        f"{question.count} {question.unit}, {question.direction}, ready"
        f" {question.depart.replace('T', ' ')}{other_year(document.data_date, question.depart)}; ahead by {question.measure.words} in"
        f" {question.measure.unit}, mean over {markets}"
        f"{' (the basket; no --onward was given)' if question.basket else ''}."
        f" Shares by a logit of {document.assumptions[0].logit_scale_per_usd:g} per USD an FEU."
        f" Data of {document.data_date}."
    )
    if document.off_grid:
        text += f" {document.off_grid} grid points join no road and were not asked."
    return text


def _totals(column: HinterlandsRecord, names: Mapping[str, str]) -> list[str]:
    won = ", ".join(f"{names[p]} {n}" for p, n in sorted(column.won.items()))
    text = f"{column.name}: places won: {won or 'none'}"
    if column.unreached:
        text += f"; {column.unreached} reach no port"
    for port in column.silent:
        text += f"; {names[port]}: no regular service today"
    for entry in column.tonnes:
        text += (
            f"; {names.get(entry.port, 'no port')} {entry.by_share_t:,.0f} t by share,"
            f" {entry.to_cheapest_t:,.0f} t if all take the cheapest"
        )
    return wrap(f"{text}.", _WIDTH)


def _cell(place: ReachRecord, names: Mapping[str, str], digits: int) -> str:
    if not place.best:
        return "none"
    share = max((s.share for s in place.shares), default=1.0)
    ahead = "" if place.ahead is None else f" by {place.ahead:,.{digits}f} ({share:.0%})"
    return f"{names[place.best]}{ahead}"


def catchment_rows(document: CatchmentRecord) -> Iterator[tuple[Value, ...]]:
    """Tidy rows with their header: one a set of assumptions, place and port."""
    guessed = document.guessed
    last = ("; ".join(guessed),) if guessed else ()
    head = (
        "assumed", "place", "country", "lon", "lat", "port", document.question.measure.unit,
        "share", "best", "ahead", "note",
    )  # fmt: skip
    yield (*head, "guessed") if guessed else head
    for column in document.assumptions:
        for place in column.places:
            about = (column.name, place.name, place.country, place.lon, place.lat)
            for row in _of_ports(place, document.names):
                yield (*about, *row, *last)


def _of_ports(place: ReachRecord, names: Mapping[str, str]) -> Iterator[tuple[Value, ...]]:
    shares = {s.port: s.share for s in place.shares}
    for one in place.values:
        best = "yes" if one.port == place.best else "no"
        yield names[one.port], one.value, shares[one.port], best, place.ahead, ""
    if not place.values:
        yield "", "", "", "", "", place.note


def resilience_text(found: Resilience, depart: datetime, guessed: Sequence[str], most: int) -> str:
    """Single losses, at most some of them, with those in line in one row; then the worst pairs."""
    lines = [
        (
            f"Mean extra days and dollars over {len(found.pairs_of)} ways when lost from"
            f" {depart:%Y-%m-%d}; what is waited for counts too. Ranked by both together, as the"
            " objective\nweighs them (worse by): the way that is left may be dearer and faster, or"
            " slower and cheaper. What lies in line and brings the same is one row."
        ),
        *(f"Guessed: {text}" for text in guessed),
        *_table(in_line(found.single)[:most]),
        "\nWorst pairs",
        *_table(found.double),
    ]
    return "\n".join(lines) + "\n"


def _table(losses: Sequence[Loss]) -> list[str]:
    if not losses:
        return ["nothing that is lost costs anything"]
    spans = " / ".join(str(days) for days, _ in losses[0].extra)
    head = ["what", "kind", f"days, {spans} d", "USD", "worse by", "ways", "cut off"]
    return columns([head, *(_row(loss) for loss in losses)], frozenset(range(2, len(head))))


def _row(loss: Loss) -> list[str]:
    others = "another pair" if len(loss.alike) == 1 else f"{len(loss.alike)} other pairs"
    if len(loss.subjects) == 1:
        others = f"{len(loss.alike)} more in line"
    extra = [e for _, e in loss.extra]
    return [
        " and ".join(loss.names) + (f", and {others}" if loss.alike else ""),
        loss.kind,
        " / ".join(f"{e.days:+.1f}" for e in extra),
        " / ".join(f"{e.usd:+,.0f}" for e in extra),
        " / ".join(f"{e.worth:+.1%}" for e in extra),
        str(loss.used_by),
        str(extra[-1].cut_off),
    ]
