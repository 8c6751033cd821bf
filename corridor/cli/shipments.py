"""`corridor map shipments.csv`: many shipments, each way found once, on one page."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from typing import TYPE_CHECKING

from corridor.errors import BadInputError, CorridorError, NoRouteError, UnknownPlaceError
from corridor.files import check_writable, write_text

if TYPE_CHECKING:
    from corridor.model.consignment import Consignment
    from corridor.planner import Planner
    from corridor.report.document.answer import AnswerRecord
    from corridor.report.pages.shipments_data import Way
    from corridor.tables.shipments import Fault, Shipment

_READY = clock(8)
_NAMED_FAULTS = 20
_PATIENCE_S = 2.0


@dataclass(frozen=True, slots=True)
class Key:
    """What shipments must share to share a way; places are ids, or points as typed."""

    origin: str
    destination: str
    unit: str
    weight_t: float | None
    cargo: str
    period: str
    leave: bool


def map_shipments(
    path: Path,
    target: Path,
    *,
    default_depart: date,
    exact_days: bool,
    skip_bad: bool,
    allow_dangerous: bool,
    guess: bool = False,
    graph: Path | None,
) -> None:
    """
    Read, plan each distinct way once, draw.

    Raises
    ------
    BadInputError
        If rows are wrong (all of them are named) and `skip_bad` is not set.
    NoRouteError
        If no row has a way.
    """
    from corridor.planner import Planner
    from corridor.report.pages.shipments_page import About, render_shipments
    from corridor.tables.shipments import read_shipments

    check_writable(target, "--out")
    if target.exists() and target.samefile(path):
        raise BadInputError(f"--out {target} is the list itself", remedy="name another file")
    found = read_shipments(path, default_depart=default_depart)
    planner = replace(Planner.load(graph=graph), guess=guess)
    groups, unknown = _grouped(planner, found.rows, exact_days=exact_days, leave=allow_dangerous)
    faults = sorted((*found.faults, *unknown), key=lambda fault: (fault.row, fault.column))
    if faults and not skip_bad:
        raise BadInputError(
            f"{path}: {len(faults)} cells cannot be used\n" + "\n".join(_named(path, faults)),
            remedy="mend them, or leave their rows out with --skip-bad",
        )
    for line in _named(path, faults):
        print(line, file=sys.stderr)
    ways = list(_solved(planner, groups))
    for text in planner.guesses:
        print(f"Guessed: {text}", file=sys.stderr)
    lost = [way for way in ways if way.answer is None]
    for way in lost[:_NAMED_FAULTS]:
        rows = ", ".join(str(row.row) for row in way.rows[:8])
        more = " ..." if len(way.rows) > 8 else ""
        print(f"{path.name}, row {rows}{more}: {way.why}", file=sys.stderr)
    if len(lost) == len(ways):
        raise NoRouteError(
            f"{path}: no row has a way", remedy="corridor route with one of them says why"
        )
    about = About(
        path.name,
        planner.library.data_date,
        planner.graph_hash,
        tuple((fault.row, f"{fault.column} {fault.what}".strip()) for fault in faults),
    )
    lines = planner.lines
    write_text(target, render_shipments(ways, about, lines.line, lines.is_coarse))


def _named(path: Path, faults: Sequence[Fault]) -> list[str]:
    lines = [
        f"  {path.name}, row {f.row}" + (f", column {f.column}" if f.column else "") + f": {f.what}"
        for f in faults[:_NAMED_FAULTS]
    ]
    more = len(faults) - _NAMED_FAULTS
    return [*lines, f"  and {more} more"] if more > 0 else lines


# ---------------------------------------------------------------- what is asked
def _grouped(
    planner: Planner, rows: Sequence[Shipment], *, exact_days: bool, leave: bool
) -> tuple[dict[Key, list[Shipment]], list[Fault]]:
    """Shipments by way, and the places no table knows or goods that need a leave."""
    from corridor.pricing.load import refuse_without_leave
    from corridor.tables.shipments import Fault

    faults: list[Fault] = []
    read: dict[str, str] = {}
    unknown: dict[str, str] = {}
    groups: dict[Key, list[Shipment]] = {}
    for row in rows:
        ends = []
        for column in ("origin", "destination"):
            text = getattr(row, column)
            if text not in read and text not in unknown:
                try:
                    read[text] = _place(planner, text)
                except CorridorError as err:
                    unknown[text] = f"{err.what} ({err.remedy})"
            if text in unknown:
                faults.append(Fault(row.row, column, unknown[text]))
            ends.append(read.get(text, ""))
        try:
            refuse_without_leave(_goods(row, leave=leave), planner.library)
        except CorridorError as err:
            faults.append(Fault(row.row, "cargo", f"{err.what} ({err.remedy})"))
            continue
        if all(ends):
            period = row.depart.isoformat() if exact_days else row.depart.isoformat()[:7]
            key = Key(ends[0], ends[1], row.unit, row.weight_t, row.cargo, period, leave)
            groups.setdefault(key, []).append(row)
    return groups, faults


def _goods(row: Shipment, *, leave: bool) -> Consignment:
    """One unit of a shipment; `leave` where explosives and such are said to be allowed."""
    from corridor.model.consignment import Consignment

    return Consignment(
        unit=row.unit, gross_weight_t=row.weight_t, cargo=row.cargo, allow_dangerous=leave
    )


def _place(planner: Planner, text: str) -> str:
    from corridor.tables.gazetteer import parse_point

    if parse_point(text) is not None:
        return text
    try:
        return planner.gazetteer.hub(text)[0].id
    except UnknownPlaceError:
        raise
    except BadInputError as err:
        raise UnknownPlaceError(err.what, remedy=err.remedy) from err


# ---------------------------------------------------------------- what is found
def _solved(planner: Planner, groups: Mapping[Key, Sequence[Shipment]]) -> Iterable[Way]:
    """Plan for each key in turn, telling how far it has come."""
    start = told = time.monotonic()
    for number, (key, rows) in enumerate(groups.items(), 1):
        yield _way(planner, key, rows)
        now = time.monotonic()
        if now - told > _PATIENCE_S:
            told = now
            left = (now - start) / number * (len(groups) - number)
            print(f"{number} of {len(groups)} ways, about {left:.0f} s left", file=sys.stderr)


def _way(planner: Planner, key: Key, rows: Sequence[Shipment]) -> Way:
    from corridor.model.query import Query
    from corridor.report.document.make_answer import answer_record
    from corridor.report.pages.shipments_data import Row, Way

    answer: AnswerRecord | None = None
    why = note = ""
    try:
        query = Query(
            origin=rows[0].origin,
            destination=rows[0].destination,
            consignment=_goods(rows[0], leave=key.leave),
            depart=datetime.combine(min(row.depart for row in rows), _READY),
            k=1,
        )
        answer = answer_record(planner.ask(query), planner.library)
    except CorridorError as err:
        why = err.what
    each = key.weight_t or 0.0
    origin, destination = rows[0].origin, rows[0].destination
    if answer is not None:
        ends = answer.query.origin, answer.query.destination
        each = answer.query.gross_weight_t
        origin, destination = (end.name for end in ends)
        note = "; ".join(end.note for end in ends if end.note)
    return Way(
        tuple(Row(r.row, r.reference, r.count, r.count * each, r.depart.isoformat()) for r in rows),
        answer,
        origin,
        destination,
        key.unit,
        why,
        note,
    )
