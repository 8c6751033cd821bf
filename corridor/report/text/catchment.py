"""Catchments and losses as text for a terminal, and a catchment as CSV rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from textwrap import wrap

from corridor.analysis.ports.case import OUTSIDE
from corridor.analysis.resilience import Loss, Resilience, in_line
from corridor.report.document.catchment import CatchmentRecord, HinterlandsRecord, ReachRecord
from corridor.report.document.wording import other_year
from corridor.report.tables.cells import Value
from corridor.text_table import columns

_WIDTH = 110


def catchment_text(document: CatchmentRecord, *, every: bool = False) -> str:
    """Who wins where: totals, then countries, and every place if asked for."""
    names, assumptions = document.names, document.assumptions
    lines = [f"Guessed: {text}" for text in document.guessed]
    for column in assumptions:
        lines += _totals(column, names)
    rows = _places(document) if every else _countries(document)
    return "\n".join([*lines, "", *columns(rows), "", *wrap(_about(document), _WIDTH)]) + "\n"


def _places(document: CatchmentRecord) -> list[list[str]]:
    """A row a place: who is ahead of all, and by how much, under each assumption."""
    names, assumptions = document.names, document.assumptions
    digits = document.question.measure.digits
    rows = [["place", "", *(c.name for c in assumptions)]]
    for number, place in enumerate(assumptions[0].places):
        cells = [_cell(c.places[number], names, digits) for c in assumptions]
        rows.append([place.name, place.country, *cells])
    return rows


def _countries(document: CatchmentRecord) -> list[list[str]]:
    """A row a country and port ahead: places, and by how much at least and at most."""
    names, digits = document.names, document.question.measure.digits
    rows = [["assumed", "country", "ahead of all", "places", "of its weight", "by, least", "most"]]
    for column in document.assumptions:
        groups: dict[tuple[str, str], list[ReachRecord]] = {}
        for place in column.places:
            groups.setdefault((place.country, place.best), []).append(place)
        for (country, best), places in sorted(groups.items(), key=lambda g: (g[0][0], -len(g[1]))):
            whole = sum(p.weight or 0.0 for p in column.places if p.country == country)
            share = f"{sum(p.weight or 0.0 for p in places) / whole:.0%}" if whole else ""
            leads = sorted(x for p in places if (x := p.lead) is not None)
            ends = [f"{x:,.{digits}f}" for x in (leads[0], leads[-1])] if leads else ["", ""]
            called = names[best] if best else "none reached"
            rows.append([column.name, country, called, str(len(places)), share, *ends])
    return rows


def _about(document: CatchmentRecord) -> str:
    """What was asked of every place, and of which data."""
    question = document.question
    markets = ", ".join(m.name for m in question.markets)
    text = (
        f"{question.count} {question.unit}, {question.direction}, ready"
        f" {question.depart.replace('T', ' ')}{other_year(document.data_date, question.depart)}; ahead by {question.measure.words} in"
        f" {question.measure.unit}, mean over {markets}"
        f"{' (the basket; no --onward was given)' if question.basket else ''}."
        f" Places weigh as their {_weight(document)}."
        f" Shares by a logit of {document.assumptions[0].logit_scale_per_usd:g} per USD an FEU."
        f" Data of {document.data_date}."
    )
    if document.off_grid:
        text += f" {document.off_grid} grid points join no road and were not asked."
    return text


def _totals(column: HinterlandsRecord, names: Mapping[str, str]) -> list[str]:
    whole = sum(column.weights.values())
    won = ", ".join(
        f"{names[p]} {n}{f' ({column.weights[p] / whole:.0%} of the weight)' if whole else ''}"
        for p, n in sorted(column.won.items())
    )
    text = f"{column.name}: ahead of all in places: {won or 'none'}"
    if column.unreached:
        text += f"; {column.unreached} reach no port"
    text += _guessed(column)
    for port in column.silent:
        text += f"; {names[port]}: no regular service today"
    for entry in column.tonnes:
        text += (
            f"; {names.get(entry.port, 'no port')} {entry.by_share_t:,.0f} t by share,"
            f" {entry.to_cheapest_t:,.0f} t if all take the cheapest"
        )
    if column.tonnes:
        text += "; no capacity of ports, trains or posts is known, so none limits these tonnes"
    return wrap(f"{text}.", _WIDTH)


def _guessed(column: HinterlandsRecord) -> str:
    """How much of the dollars of the ways outside that are ahead rests on estimates."""
    shares = [p.outside_estimate_share for p in column.places if p.best == OUTSIDE]
    told = sorted(share for share in shares if isinstance(share, float))
    if not told:
        return ""
    low, high = f"{told[0]:.0%}", f"{told[-1]:.0%}"
    return (
        f"; {low if low == high else f'{low} to {high}'} of the dollars of the ways outside rest on"
        " estimates"
    )


def _weight(document: CatchmentRecord) -> str:
    if any(c.tonnes for c in document.assumptions):
        return "tonnes do"
    return (
        "inhabitants do: towns of over 15,000 (GeoNames), each at the nearest place of its country"
    )


def _cell(place: ReachRecord, names: Mapping[str, str], digits: int) -> str:
    if not place.best:
        return "none"
    share = next((s.share for s in place.shares if s.port == place.best), 1.0)
    found = place.lead
    ahead = "" if found is None else f" by {found:,.{digits}f} ({share:.0%})"
    called = names[place.best]
    if place.best == OUTSIDE:
        called = ", ".join(dict.fromkeys(names[p] for p in place.by or ()))
    return f"{called}{ahead}"


def catchment_rows(document: CatchmentRecord) -> Iterator[tuple[Value, ...]]:
    """Tidy rows with their header: one a set of assumptions, place and port."""
    guessed = document.guessed
    last = ("; ".join(guessed),) if guessed else ()
    head = (
        "assumed", "place", "country", "lon", "lat", "weight", "port",
        f"{document.question.measure.words}, {document.question.measure.unit}", "share",
        "best of these", "ahead of all", "ahead", "note",
    )  # fmt: skip
    yield (*head, "guessed") if guessed else head
    for column in document.assumptions:
        for place in column.places:
            about = (
                column.name,
                place.name,
                place.country,
                place.lon,
                place.lat,
                place.weight or 0.0,
            )
            for row in _of_ports(place, document.names):
                yield (*about, *row, *last)


def _of_ports(place: ReachRecord, names: Mapping[str, str]) -> Iterator[tuple[Value, ...]]:
    shares = {s.port: s.share for s in place.shares}
    for number, one in enumerate(place.values):
        flags = ["yes" if said else "no" for said in (number == 0, one.port == place.best)]
        yield names[one.port], one.value, shares[one.port], *flags, place.ahead, ""
    if isinstance(place.outside, float):
        by = ", ".join(dict.fromkeys(names[p] for p in place.by or ()))
        ahead = "yes" if place.best == OUTSIDE else "no"
        yield f"outside: {by}", place.outside, shares[OUTSIDE], "no", ahead, "", ""
    if not place.values:
        yield "", "", "", "", "", "", place.note


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
