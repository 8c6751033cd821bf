"""Many shipments on one map: each stretch of line once, with what moves over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import asdict

from corridor.report.document.answer import AnswerRecord, LegRecord
from corridor.report.document.plain import plain
from corridor.report.map.lines import Drawing, IsCoarse, LineOf, Piece, leg_pieces, packed


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
    known: dict[object, tuple[int, ...]] = {}  # flows of a leg; most legs are many ways'

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
        for number in flown:
            totals[number][0] += len(way.rows)
            totals[number][1] += sum(row.count for row in way.rows)
            totals[number][2] += sum(row.tonnes for row in way.rows)
    flows = tuple(
        Flow(piece, mode, int(of[0]), int(of[1]), of[2])
        for (piece, mode), of in zip(numbers, totals, strict=True)
    )
    return flows, tuple(used)


def _one_way(piece: Piece) -> Piece:
    """The same piece whichever way it is travelled."""
    back = piece.points[::-1]
    return piece if piece.points <= back else Piece(back, piece.coarse)


def page_data(
    ways: Sequence[Way], flows: Sequence[Flow], used: Sequence[Sequence[int]]
) -> dict[str, Any]:
    """What the page's script draws, as small as it can be."""
    drawing = packed(Drawing(tuple(flow.piece for flow in flows), ()))
    del drawing["legs"]
    for piece, flow in zip(drawing["pieces"], flows, strict=True):
        piece["mode"] = flow.mode
    return {
        "drawing": drawing,
        "ways": [_way(way, over) for way, over in zip(ways, used, strict=True)],
    }


def _way(way: Way, over: Sequence[int]) -> dict[str, Any]:
    record: dict[str, Any] = {
        "from": plain(way.origin),
        "to": plain(way.destination),
        "unit": way.unit,
        "note": plain(way.note),
        "why": plain(way.why),
        "pieces": list(over),
        "rows": [
            [r.row, plain(r.reference), r.count, round(r.tonnes, 3), r.depart] for r in way.rows
        ],
    }
    if way.answer is not None:
        best, query = way.answer.itineraries[0], way.answer.query
        record |= {
            "label": plain(best.label),
            "cargo": query.cargo,
            "depart": query.depart[:10],
            "km": best.totals.distance_km,
            "hours": asdict(best.totals.time_h),
            "co2e_kg": best.totals.co2e_kg,
            "ends": [[end.lon, end.lat] for end in (query.origin, query.destination)],
        }
    return record
