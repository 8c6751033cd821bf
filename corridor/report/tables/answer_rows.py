"""The tables of an answer, one row a thing: what spreadsheets, CSV and Markdown show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import structs

from corridor.report.document.answer import AnswerRecord, ItineraryRecord, LegRecord, WarningRecord
from corridor.report.document.assumptions import assumed
from corridor.report.document.parts.figures import Quantity
from corridor.report.document.stamp import Stamp
from corridor.report.tables.cells import Kind, Table, Value, columns_of
from corridor.report.tables.indicator_rows import COLUMNS, indicator_rows


def tables(answer: AnswerRecord, stamp: Stamp) -> tuple[Table, ...]:
    """Every table of an answer, in the order a reader wants them."""
    return (
        _about(answer, stamp),
        _itineraries(answer),
        _legs(answer),
        _items(answer),
        _indicators(answer),
        _borders(answer),
        _documents(answer),
        _closures(answer),
        _warnings(answer),
        _sources(answer),
    )


def _band(name: str, kind: Kind) -> tuple[tuple[str, Kind], ...]:
    return tuple((f"{name}_{end}", kind) for end in ("low", "typical", "high"))


def _numbered(answer: AnswerRecord) -> Iterator[tuple[int, ItineraryRecord]]:
    return enumerate(answer.itineraries, 1)


def _about(answer: AnswerRecord, stamp: Stamp) -> Table:
    query = answer.query
    rows: list[tuple[Value, ...]] = list(stamp.record().items())
    for name, end in (("origin", query.origin), ("destination", query.destination)):
        rows += [
            (name, end.name),
            (f"{name}_country", end.country),
            (f"{name}_lon", end.lon),
            (f"{name}_lat", end.lat),
            (f"{name}_typed", end.text),
            (f"{name}_note", end.note),
        ]
    for name, value in structs.asdict(query).items():
        if isinstance(value, str | int | float):
            rows.append((name, value))
        elif isinstance(value, tuple) and all(isinstance(one, str) for one in value):
            rows.append((name, ", ".join(value)))
    rows += [("assumed", line) for line in assumed(answer)]
    return Table("about", "Question and data", columns_of("what", "value"), tuple(rows))


def _itineraries(answer: AnswerRecord) -> Table:
    rows = []
    best = {w.number: w.best for w in answer.certainty.ways} if answer.certainty else {}
    for number, one in _numbered(answer):
        totals, share = one.totals, one.estimate_share
        rows.append(
            (
                number,
                one.label,
                ", ".join(one.roles),
                one.departure,
                one.arrival,
                totals.distance_km,
                totals.distance_estimated_km,
                *totals.time_h.ends,
                *totals.cost_usd.ends,
                totals.co2e_kg,
                share.cost,
                share.time,
                ", ".join(one.countries),
                ", ".join(one.modes),
                one.evidence.grade if one.evidence else "",
                one.overlap.with_best if one.overlap else None,
                best.get(number),
            )
        )
    columns = columns_of(
        ("itinerary", "count"),
        "label",
        "roles",
        ("departure", "when"),
        ("arrival", "when"),
        ("distance_km", "number"),
        ("distance_estimated_km", "number"),
        *_band("time_h", "hours"),
        *_band("cost_usd", "money"),
        ("co2e_kg", "number"),
        ("estimate_share_cost", "share"),
        ("estimate_share_time", "share"),
        "countries",
        "modes",
        "evidence",
        ("overlap_with_best", "share"),
        ("best_share", "share"),
    )
    return Table("itineraries", "Itineraries", columns, tuple(rows))


_LEG: tuple[str | tuple[str, Kind], ...] = (
    ("itinerary", "count"),
    ("leg", "count"),
    "kind",
    "mode",
    "from",
    "to",
    "country",
)


def _leg_head(itinerary: int, number: int, leg: LegRecord) -> tuple[Value, ...]:
    return (
        itinerary,
        number,
        leg.kind,
        leg.mode,
        leg.from_.name,
        leg.to.name,
        leg.country,
    )


def _legs(answer: AnswerRecord) -> Table:
    rows = [
        (
            *_leg_head(itinerary, number, leg),
            leg.start,
            leg.end,
            leg.distance_km,
            leg.distance_estimated_km,
            *leg.time_h.ends,
            *leg.cost_usd.ends,
            leg.co2e_kg,
            leg.gauge_mm,
            leg.note,
        )
        for itinerary, one in _numbered(answer)
        for number, leg in enumerate(one.legs, 1)
    ]
    columns = columns_of(
        *_LEG,
        ("start", "when"),
        ("end", "when"),
        ("distance_km", "number"),
        ("distance_estimated_km", "number"),
        *_band("time_h", "hours"),
        *_band("cost_usd", "money"),
        ("co2e_kg", "number"),
        ("gauge_mm", "count"),
        "note",
    )
    return Table("legs", "Legs", columns, tuple(rows))


def _items(answer: AnswerRecord) -> Table:
    rows: list[tuple[Value, ...]] = []
    for itinerary, one in _numbered(answer):
        for number, leg in enumerate(one.legs, 1):
            rows += [
                (
                    *_leg_head(itinerary, number, leg),
                    item.name,
                    *item.cost_usd.ends,
                    *item.time_h.ends,
                    item.co2e_kg,
                    "yes" if item.guessed(Quantity.COST) else "no",
                    "yes" if item.guessed(Quantity.TIME) else "no",
                    "yes" if item.outside_total else "no",
                    "; ".join(item.changed_by or ()),
                    "; ".join(item.rows),
                    "; ".join(dict.fromkeys(item.source_ids)),
                )
                for item in leg.items
            ]
    columns = columns_of(
        *_LEG,
        "item",
        *_band("cost_usd", "money"),
        *_band("time_h", "hours"),
        ("co2e_kg", "number"),
        "estimate_cost",
        "estimate_time",
        "outside_total",
        "changed_by",
        "rows",
        "source_ids",
    )
    return Table("items", "Items of the bill and of the clock", columns, tuple(rows))


def _indicators(answer: AnswerRecord) -> Table:
    rows = tuple((number, *row) for number, one in _numbered(answer) for row in indicator_rows(one))
    columns = (*columns_of(("itinerary", "count")), *COLUMNS)
    return Table("indicators", "Corridor indicators (CPMM) beside published ones", columns, rows)


def _borders(answer: AnswerRecord) -> Table:
    names = ("crossing_id", "name", "mode", "country_from", "country_to", "name_from", "name_to")
    rest = ("status", "note", "lon", "lat")
    rows = [
        (
            number,
            *(getattr(b, n) for n in names),
            b.passage,
            *(getattr(b, n) for n in rest),
        )
        for number, one in _numbered(answer)
        for b in one.borders
    ]
    columns = columns_of(
        ("itinerary", "count"),
        *names,
        ("passage", "when"),
        "status",
        "note",
        ("lon", "number"),
        ("lat", "number"),
    )
    return Table("borders", "Border crossings", columns, tuple(rows))


def _documents(answer: AnswerRecord) -> Table:
    names = ("country", "mode", "name", "text", "source_id")
    rows = [
        (number, *structs.astuple(paper))
        for number, one in _numbered(answer)
        for paper in one.documents
    ]
    return Table("documents", "Documents", columns_of(("itinerary", "count"), *names), tuple(rows))


def _closures(answer: AnswerRecord) -> Table:
    names = ("subject_kind", "subject_id", "name", "mode", "since", "until", "last_confirmed")
    rows = []
    for entry in answer.blocked:
        better = entry.if_open
        rows.append(
            (
                *(getattr(entry, n) for n in names),
                max(entry.stale_days, 0),
                entry.note,
                entry.source_id,
                *(
                    (better.label, better.time_h, better.cost_usd, better.arrival)
                    if better
                    else (None,) * 4
                ),
            )
        )
    columns = columns_of(
        *names[:4],
        ("since", "date"),
        ("until", "date"),
        ("last_confirmed", "date"),
        ("stale_days", "count"),
        "note",
        "source_id",
        "if_open_label",
        ("if_open_time_h", "hours"),
        ("if_open_cost_usd", "money"),
        ("if_open_arrival", "when"),
    )
    return Table("closures", "Closed on the way", columns, tuple(rows))


def _warnings(answer: AnswerRecord) -> Table:
    groups: Iterable[tuple[int | None, Sequence[WarningRecord]]] = [
        (None, answer.warnings),
        *((number, one.warnings) for number, one in _numbered(answer)),
    ]
    rows = tuple(
        (number, w.code, w.text, "; ".join(w.source_ids)) for number, found in groups for w in found
    )
    columns = columns_of(("itinerary", "count"), "code", "text", "source_ids")
    return Table("warnings", "Mind", columns, rows)


def _sources(answer: AnswerRecord) -> Table:
    names = ("id", "title", "publisher", "url", "retrieved", "licence")
    rows = tuple(structs.astuple(source)[: len(names)] for source in answer.sources)
    return Table("sources", "Sources", columns_of(*names), rows)
