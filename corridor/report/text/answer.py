"""The answer as a table for people, made from the JSON answer alone."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import datetime

from msgspec import UNSET

from corridor.model.link_kind import LinkKind
from corridor.model.objective import Objective
from corridor.report.document.answer import (
    AnswerRecord,
    BorderRecord,
    ItemRecord,
    ItineraryRecord,
    LegRecord,
)
from corridor.report.document.assumptions import CHANGED_MARK, OWN_MARK, assumed, legend, marks
from corridor.report.document.currency import shown_in
from corridor.report.document.parts.figures import BandRecord, Quantity
from corridor.report.document.parts.question import QueryRecord
from corridor.report.document.wording import (
    KIND,
    REGIME,
    SIDING,
    WIDE,
    ahead,
    by_mode,
    confirmed,
    in_country,
    local,
    other_year,
    unpriced,
    where,
    wrap,
)
from corridor.report.text.explain import explained, why_lines
from corridor.report.text.listing import list_lines, shared_lines
from corridor.text_table import columns

_CREW = {"one_driver": "one driver", "two_drivers": "two drivers"}
# An item alone on one of these legs says nothing that the leg's own line does not.
_PLAIN = (LinkKind.LINE_HAUL, LinkKind.TRANSFER)
# How a stop asked for is made, in words.
_HOW = {
    "called at": "port call",
    "crossed": "crossed",
    "handled": "handled there",
    "passed": "passed",
    "start": "the start",
    "end": "the end",
}


def answer_text(answer: AnswerRecord, *, explain: bool = False) -> str:
    """Render an answer; with `explain` every figure is listed with its row and source."""
    answer, unit = shown_in(answer)
    itineraries = answer.itineraries
    lines = [*_head(answer, unit), ""]
    for number, itinerary in enumerate(itineraries, 1):
        lines += _summary(number, itinerary, answer.query.service[0], unit)
    lines += list_lines(answer, unit)
    lines += _land_bridge(answer)
    lines += ["", *_legs(itineraries[0], unit)]
    lines += _borders(itineraries[0], answer.query)
    lines += _seen(itineraries[0])
    lines += _documents(itineraries[0])
    lines += why_lines(answer)
    lines += _blocked(answer, unit)
    lines += _warnings(answer)
    if explain:
        lines += explained(answer, unit)
    if legend(answer):
        lines += wrap(f"{legend(answer)}.")
    lines += wrap(
        "~ marks what rests on an estimate; corridor sources --gaps lists them. Figures are"
        " rounded here; those of --json add up to the cent and the minute."
    )
    for method in (answer.methods or {}).values():
        lines += wrap(method)
    version = f", version {answer.data_version}" if answer.data_version else ""
    lines.append(f"Data of {answer.data_date}{version}, graph {answer.graph_hash[:12]}.")
    return "\n".join(lines) + "\n"


# ---------------------------------------------------------------- head and itineraries
def _head(answer: AnswerRecord, unit: str) -> list[str]:
    query = answer.query
    origin, destination = query.origin, query.destination
    lines = wrap(
        f"{in_country(origin.name, origin.country)} to"
        f" {in_country(destination.name, destination.country)}: {query.count} {query.unit},"
        f" {query.gross_weight_t:g} t each, {_goods(query)},"
        f" worth {query.value_usd:,.0f} {unit}, ready {local(query.depart)}"
        f"{other_year(answer.data_date, query.depart)}{unpriced(answer.warnings)}"
    )
    lines.append(
        f"Best by {query.objective} cost at {query.value_of_time_usd_per_h:g} {unit} an hour"
        if query.objective == Objective.GENERALISED
        else f"Best by {query.objective}"
    )
    if answer.sure:
        leave = f"; leave by {local(answer.sure.latest)}" if answer.sure.latest else ""
        lines += wrap(f"{answer.sure.text}{leave}")
    if query.regime:
        lines.append(f"Trucks pass borders under {REGIME[query.regime]} where rows speak of it")
    if query.truck_of:
        lines.append(f"The truck is one of {query.truck_of}")
    if query.siding:
        lines.append(f"A private rail siding {SIDING[query.siding]} is taken as given")
    for sentence in assumed(answer):
        lines += wrap(sentence, "", "  ")
    rate = answer.currency
    if rate:
        lines.append(
            f"Money in {unit} at {rate.per_usd:g} a US dollar"
            f" ({rate.as_of}, {rate.source_id}); the tables are in dollars"
        )
    for which, end in (("Origin", origin), ("Destination", destination)):
        if end.note:
            lines += wrap(f"{which} {end.text!r}: {end.note}")
        elif end.moved_km:
            lines.append(f"{which}: moved {end.moved_km:g} km")
    return lines


def _goods(query: QueryRecord) -> str:
    """Cargo class with its UN class, and whose container."""
    goods = query.cargo
    if query.un_class:
        goods += f" class {query.un_class}"
    return goods + (", own container" if query.container == "owned" else "")


def _summary(number: int, itinerary: ItineraryRecord, crew: str, unit: str) -> list[str]:
    """One itinerary in a few lines: what it takes, what stands behind it, its borders."""
    totals, share = itinerary.totals, itinerary.estimate_share
    roles = f"  [{', '.join(itinerary.roles)}]" if itinerary.roles else ""
    head = f"{number}. "
    indent = " " * len(head)
    days = f"{_days(totals.time_h)} days"
    other = itinerary.other_crew
    if other:
        days += f" with {_CREW[crew]}, {other.time_h / 24:.1f} with {_CREW[other.service]}"
    estimated = totals.distance_estimated_km
    length = f"{totals.distance_km:,.0f} km" + (
        f" (~{estimated:,.0f} of estimated length)" if estimated else ""
    )
    lines = wrap(f"{itinerary.label}{roles}", head, indent)
    for train in itinerary.trains or ():
        lines += wrap(train.text, indent, indent + "  ")
    lines += wrap(f"{days}; {_usd(totals.cost_usd)} {unit}", indent)
    lines += wrap(
        f"{length}, {totals.co2e_kg:,.0f} kg CO2e; estimates carry {share.cost:.0%} of"
        f" the dollars, {share.time:.0%} of the hours",
        indent,
    )
    lines += shared_lines(itinerary, indent)
    passed = ", ".join(
        f"{by_mode(_posts(b), b.mode)} {b.passage[5:10]}"
        + ("" if b.status == "open" else f" ({b.status})")
        for b in itinerary.borders
    )
    way = " > ".join(itinerary.countries)
    lines += wrap(
        f"{way}, arrives {itinerary.arrival[:10]}" + (f"; borders: {passed}" if passed else ""),
        indent,
        indent + "  ",
    )
    return lines


def _land_bridge(answer: AnswerRecord) -> list[str]:
    """How the corridor over land stands, in at most two sentences."""
    if not answer.land_bridge:
        return []
    return ["", *(part for line in answer.land_bridge.lines for part in wrap(line, "", "  "))]


def _days(band: BandRecord) -> str:
    return f"{band.typical / 24:.1f} ({band.low / 24:.1f} to {band.high / 24:.1f})"


def _usd(band: BandRecord) -> str:
    return f"{band.typical:,.0f} ({band.low:,.0f} to {band.high:,.0f})"


def _posts(border: BorderRecord) -> str:
    """Both posts of a border; one name when they share it."""
    if border.name_from == border.name_to:
        return border.name_from
    return f"{border.name_from} - {border.name_to}"


# ---------------------------------------------------------------- legs of the best answer
def _legs(itinerary: ItineraryRecord, unit: str) -> list[str]:
    """A row a leg; below it, indented, what the leg consists of."""
    rows: list[tuple[str, ...]] = [
        ("day", "starts", "leg", "from - to", "", "km", "hours", unit),
    ]
    below: dict[int, list[str]] = {}
    start = itinerary.legs[0].start
    for number, leg in enumerate(itinerary.legs, 1):
        first, *more = where(leg)
        gauge = f" {leg.gauge_mm}" if leg.gauge_mm else ""
        km = leg.distance_km
        rows.append(
            (
                str(_day(start, leg.start)),
                local(leg.start)[5:],
                f"{KIND[leg.kind].text} {leg.mode}{gauge}".strip(),
                first,
                leg.country,
                f"{'~' if leg.distance_estimated_km else ''}{km:,.0f}" if km else "",
                _marked(leg, Quantity.TIME, ".1f"),
                _marked(leg, Quantity.COST, ",.0f"),
            )
        )
        rows += [("", "", "", text, "", "", "", "") for text in more]
        below[len(rows) - 1] = _items(leg, unit)
        if leg.note and leg.kind == LinkKind.LINE_HAUL:
            below[len(rows) - 1] += wrap(leg.note, " " * 18)
        rows += _stops(itinerary, number, start)
    totals = itinerary.totals
    share = itinerary.estimate_share
    rows.append(
        (
            str(_day(start, itinerary.arrival)),
            local(itinerary.arrival)[5:],
            "total",
            "arrived",
            "",
            f"{'~' if totals.distance_estimated_km else ''}{totals.distance_km:,.0f}",
            f"{'~' if share.time else ''}{totals.time_h.typical:.1f}",
            f"{'~' if share.cost else ''}{totals.cost_usd.typical:,.0f}",
        )
    )
    lines: list[str] = []
    for index, line in enumerate(columns(rows, frozenset({0, 5, 6, 7}))):
        lines += [line, *below.get(index, ())]
    lines += wrap(f"outside the total, {unit}: {_outside(itinerary)}", " " * 5)
    return lines + _clocks(itinerary, start)


def _clocks(itinerary: ItineraryRecord, start: str) -> list[str]:
    """By which clocks the times are; nothing where all places keep one, or an old answer."""
    here, there = ahead(start), ahead(itinerary.arrival)
    passed = {ahead(end) for leg in itinerary.legs for end in (leg.start, leg.end)}
    if len(passed) < 2:
        return []
    text = f"times are by the clock of each place: {here} at the start, {there} at the end"
    return wrap(text, " " * 5)


def _stops(itinerary: ItineraryRecord, number: int, start: str) -> Iterator[tuple[str, ...]]:
    """A row for each stop asked for that a leg makes."""
    for stop in itinerary.vias or ():
        if stop.leg == number:
            day, when = str(_day(start, stop.at)), local(stop.at)[5:]
            asked = "" if stop.text == stop.name else f" (--via {stop.text})"
            what = f"{stop.name}, {_HOW[stop.how]}{asked}"
            first, *more = textwrap.wrap(what, WIDE, break_on_hyphens=False)
            yield (day, when, "via", first, "", "", "", "")
            yield from (("", "", "", text, "", "", "", "") for text in more)


def _outside(itinerary: ItineraryRecord) -> str:
    """What the way costs the owner of the goods beside its bill, each name once."""
    sums: dict[str, float] = {}
    for item in (i for leg in itinerary.legs for i in leg.items if i.outside_total):
        sums[item.name] = sums.get(item.name, 0.0) + item.cost_usd.typical
    return "; ".join(f"{name} {usd:,.0f}" for name, usd in sums.items() if usd) or "nothing"


def _marked(leg: LegRecord, of: Quantity, form: str) -> str:
    """A leg's typical figure, marked when an item that adds to it is an estimate or assumed."""
    counted = [i for i in leg.counted if i.band(of).typical]
    signs = {marks(i, of) for i in counted}
    sign = "".join(s for s in (OWN_MARK, CHANGED_MARK) if s in signs)
    guessed = "~" if any(i.guessed(of) for i in counted) else ""
    return f"{guessed}{leg.band(of).typical:{form}}{sign}"


def _items(leg: LegRecord, unit: str) -> list[str]:
    counted = leg.counted
    if len(counted) == 1 and leg.kind in _PLAIN:
        return []
    # A charge that only a long stay brings is in the band of the leg, not in its figures.
    telling = [_item(i, unit) for i in counted if i.cost_usd.typical or i.time_h.typical]
    return wrap("; ".join(telling), " " * 18) if telling else []


def _day(start: str, moment: str) -> int:
    """Day of the trip by the clocks of the places, the day of departure being 1."""
    return (datetime.fromisoformat(moment).date() - datetime.fromisoformat(start).date()).days + 1


def _item(item: ItemRecord, currency: str) -> str:
    parts = []
    for of, form, unit in ((Quantity.COST, ",.0f", currency), (Quantity.TIME, ".1f", "h")):
        if figure := item.band(of).typical:
            mark = "~" if item.guessed(of) else ""
            parts.append(f"{mark}{figure:{form}} {unit}{marks(item, of)}")
    return f"{item.name} {' '.join(parts)}"


def _borders(itinerary: ItineraryRecord, query: QueryRecord) -> list[str]:
    if not itinerary.borders:
        return []
    rows = [
        (
            f"  {local(b.passage)}",
            f"{b.country_from}-{b.country_to}",
            b.mode,
            _posts(b),
            b.crossing_id,
            b.status,
            REGIME[b.regime] if b.regime else "",
        )
        for b in itinerary.borders
    ]
    offset = query.utc_offset_h
    clock = (
        ""
        if offset is None or offset is UNSET
        else f" by the clock of {query.origin.name} (UTC{offset:+g})"
    )
    if ahead(itinerary.borders[0].passage):
        clock = " by the clock of the post on the side that is left"
    lines = ["", f"Borders, at typical times{clock}"]
    for border, line in zip(itinerary.borders, columns(rows), strict=True):
        lines.append(line)
        if border.note:
            lines += wrap(border.note, " " * 6)
        if border.own_rows:
            lines += wrap(f"* by your own rows: {', '.join(border.own_rows)}", " " * 6)
    return lines


def _seen(itinerary: ItineraryRecord) -> list[str]:
    """When what is used was last seen in use; trains say it in the first lines."""
    trains = {t.service for t in itinerary.trains or ()}
    told = [s for s in itinerary.seen or () if s.id not in trains]
    if not told:
        return []
    lines = ["", "Last seen in use"]
    for one in told:
        cited = f" [{', '.join(one.source_ids)}]" if one.source_ids else ""
        text = f"{one.text[:1].upper()}{one.text[1:]}{cited}"
        lines += wrap(f"{text}{f' * your own row {one.row}' if one.own else ''}", "  ", " " * 6)
    return lines


def _documents(itinerary: ItineraryRecord) -> list[str]:
    if not itinerary.documents:
        return []
    by_country: dict[str, list[str]] = {}
    for paper in itinerary.documents:
        names = by_country.setdefault(paper.country, [])
        if paper.name not in names:
            names.append(paper.name)
    lines = ["", "Documents"]
    for country, names in by_country.items():
        lines += wrap(f"{country or 'all'}: {', '.join(names)}", "  ", " " * 6)
    return lines


# ---------------------------------------------------------------- what is shut, what to mind
def _blocked(answer: AnswerRecord, unit: str) -> list[str]:
    """Closures that bear on the answer, what opening each would bring, and who says so."""
    lines: list[str] = []
    for entry in answer.blocked:
        until = f" until {entry.until}" if entry.until else ""
        since = f" since {entry.since}" if entry.since else ""
        lines += wrap(
            f"{entry.name} ({entry.mode}): closed{since}{until}, confirmed"
            f" {confirmed(entry)}"
            f" [{entry.source_id}]{' * your own row' if entry.own else ''}",
            "  ",
            " " * 6,
        )
        better = entry.if_open
        if better:
            verdict = "would be the best" if better.better else "would not be the best"
            lines += wrap(
                f"if open: {better.label}, {better.time_h / 24:.1f} days,"
                f" {better.cost_usd:,.0f} {unit}, arrives {better.arrival[:10]} -"
                f" {verdict} (--open {entry.subject_id})",
                " " * 4,
                " " * 6,
            )
    urls = {b.source_id: b.source_url for b in answer.blocked if b.source_url}
    lines += [f"  [{source}] {url}" for source, url in urls.items()]
    return ["", "Closed on the way", *lines] if lines else []


def _warnings(answer: AnswerRecord) -> list[str]:
    """What to mind; closures and estimated lengths are told above already."""
    texts = [
        w.text
        for w in (*answer.warnings, *answer.itineraries[0].warnings)
        if w.code not in ("bulk", "date", "estimate", "read", "stale")
    ]
    if any(w.code == "stale" for w in answer.warnings):
        texts.insert(0, "Closures confirmed long before departure may have ended: ask first")
    if not texts:
        return [""]
    lines = ["", "Mind"]
    for text in dict.fromkeys(texts):
        lines += wrap(f"{text[:1].upper()}{text[1:]}", "  ", " " * 4)
    return [*lines, ""]
