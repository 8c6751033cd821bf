"""Many shipments on one map: each stretch of line once, with what moves over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import UNSET, Struct, UnsetType, field, structs

from corridor.analysis.shipments import Planned
from corridor.report.document.answer import AnswerRecord, LegRecord
from corridor.report.document.make_answer import answer_record
from corridor.report.document.parts.figures import BandRecord
from corridor.report.document.plain import plain
from corridor.report.map.lines import (
    Drawing,
    IsCoarse,
    LineOf,
    PackedDrawing,
    Piece,
    leg_pieces,
    packed,
)
from corridor.tables.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Row:
    """A shipment as the page lists it; `tonnes` is its gross weight in all."""

    row: int
    reference: str
    count: int
    tonnes: float
    depart: str


@dataclass(frozen=True, slots=True)
class Way:
    """
    Shipments that share one answer: their ends, unit, weight, cargo and month are the same.

    `answer` is the answer for one unit, or None with the reason in `why`.
    """

    rows: tuple[Row, ...]
    answer: AnswerRecord | None
    origin: str
    destination: str
    unit: str
    why: str = ""
    note: str = ""


def way_of(found: Planned, dataset: Dataset) -> Way:
    """What the page shows of shipments that share a way."""
    first, answer = found.rows[0], None
    each, note = first.weight_t or 0.0, ""
    ends = first.origin, first.destination
    if found.answer is not None:
        answer = answer_record(found.answer, dataset)
        places = answer.query.origin, answer.query.destination
        each = answer.query.gross_weight_t
        ends = places[0].name, places[1].name
        note = "; ".join(end.note for end in places if end.note)
    rows = tuple(
        Row(r.row, r.reference, r.count, r.count * each, r.depart.isoformat()) for r in found.rows
    )
    return Way(rows, answer, *ends, first.unit, found.why, note)


@dataclass(frozen=True, slots=True)
class Flow:
    """A stretch of line that is drawn once, in either direction, and what it carries."""

    piece: Piece
    mode: str
    shipments: int
    units: int
    tonnes: float


def ways_drawn(
    ways: Sequence[Way], lines: LineOf, is_coarse: IsCoarse | None = None
) -> tuple[tuple[Flow, ...], tuple[tuple[int, ...], ...]]:
    """
    Merge the lines of all ways.

    Returns
    -------
    tuple
        The flows, and for each way the numbers of the flows it runs over. A way that comes
        over a stretch twice counts there once.
    """
    numbers: dict[tuple[Piece, str], int] = {}
    known: dict[
        tuple[object, ...], tuple[int, ...]
    ] = {}  # flows of a leg; most legs are many ways'

    def over(leg: LegRecord) -> tuple[int, ...]:
        key = (leg.geometry_ref, leg.mode, leg.kind, leg.from_, leg.to)
        if key not in known:
            known[key] = tuple(
                numbers.setdefault((_one_way(piece), leg.mode), len(numbers))
                for piece in leg_pieces(leg, lines, is_coarse)
            )
        return known[key]

    used: list[tuple[int, ...]] = []
    for way in ways:
        legs = way.answer.itineraries[0].legs if way.answer is not None else ()
        used.append(tuple(dict.fromkeys(number for leg in legs for number in over(leg))))
    totals = [[0, 0, 0.0] for _ in numbers]
    for way, flown in zip(ways, used, strict=True):
        load = len(way.rows), sum(r.count for r in way.rows), sum(r.tonnes for r in way.rows)
        for number in flown:
            totals[number] = [t + more for t, more in zip(totals[number], load, strict=True)]
    flows = tuple(
        Flow(piece, mode, int(of[0]), int(of[1]), of[2])
        for (piece, mode), of in zip(numbers, totals, strict=True)
    )
    return flows, tuple(used)


def _one_way(piece: Piece) -> Piece:
    """The same piece whichever way it is travelled."""
    back = piece.points[::-1]
    return piece if piece.points <= back else Piece(back, piece.coarse)


def page_drawing(flows: Sequence[Flow]) -> PackedDrawing:
    """The lines of all ways as the page draws them, each with its mode."""
    found = packed(Drawing(tuple(flow.piece for flow in flows), ()))
    pieces = [
        structs.replace(piece, mode=flow.mode)
        for piece, flow in zip(found.pieces, flows, strict=True)
    ]
    return structs.replace(found, pieces=tuple(pieces), legs=UNSET)


def way_record(way: Way, over: Sequence[int]) -> ShipmentWayRecord:
    """What the page's script shows of a way, as small as it can be."""
    found = ShipmentWayRecord(
        from_=plain(way.origin),
        to=plain(way.destination),
        unit=way.unit,
        note=plain(way.note),
        why=plain(way.why),
        pieces=tuple(over),
        rows=tuple(
            (r.row, plain(r.reference), r.count, round(r.tonnes, 3), r.depart) for r in way.rows
        ),
    )
    if way.answer is None:
        return found
    best, query = way.answer.itineraries[0], way.answer.query
    start, end = query.origin, query.destination
    return structs.replace(
        found,
        label=plain(best.label),
        cargo=query.cargo,
        depart=query.depart[:10],
        km=best.totals.distance_km,
        hours=best.totals.time_h,
        co2e_kg=best.totals.co2e_kg,
        ends=((start.lon, start.lat), (end.lon, end.lat)),
    )


LonLat = tuple[float, float]
ShipmentRow = tuple[int, str, int, float, str]  # row, reference, count, tonnes, ready day


class ShipmentWayRecord(Struct, frozen=True, kw_only=True):
    """Shipments that share a way, and the pieces it runs over; figures are of one unit."""

    from_: str = field(name="from")
    to: str
    unit: str
    note: str
    why: str
    pieces: tuple[int, ...]
    rows: tuple[ShipmentRow, ...]
    label: str | UnsetType = UNSET
    cargo: str | UnsetType = UNSET
    depart: str | UnsetType = UNSET
    km: float | UnsetType = UNSET
    hours: BandRecord | UnsetType = UNSET
    co2e_kg: float | UnsetType = UNSET
    ends: tuple[LonLat, LonLat] | UnsetType = UNSET
