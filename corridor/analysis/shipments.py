"""Many shipments: those that share a way are planned once, for one unit."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import time as clock

from corridor.engine import RouteEngine
from corridor.errors import CorridorError, InputError, UnknownPlaceError
from corridor.model.answer import Answer
from corridor.model.consignment import Consignment
from corridor.model.query import Query
from corridor.planning.query.shipments import Fault, Shipment
from corridor.pricing.load import refuse_without_leave
from corridor.tables.gazetteer import parse_point

_READY = clock(8)
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


@dataclass(frozen=True, slots=True)
class Planned:
    """Shipments that share a way, its answer for one unit, or `why` there is none."""

    rows: tuple[Shipment, ...]
    answer: Answer | None
    why: str = ""


def grouped(
    engine: RouteEngine, rows: Sequence[Shipment], *, exact_days: bool, leave: bool
) -> tuple[dict[Key, list[Shipment]], list[Fault]]:
    """
    Shipments by way, and the places no table knows or goods that need a leave.

    Parameters
    ----------
    engine, rows
        Who plans, and the shipments.
    exact_days
        Whether each ready day has a way of its own, not each month.
    leave
        Whether explosives and such are said to be allowed.
    """
    places = _Places(engine)
    faults: list[Fault] = []
    groups: dict[Key, list[Shipment]] = {}
    for row in rows:
        ends = places.of(row.origin), places.of(row.destination)
        for column, end in zip(("origin", "destination"), ends, strict=True):
            if isinstance(end, CorridorError):
                faults.append(Fault(row.row, column, _problem(end)))
        try:
            refuse_without_leave(_goods(row, leave=leave), engine.dataset)
        except CorridorError as err:
            faults.append(Fault(row.row, "cargo", _problem(err)))
            continue
        if isinstance(ends[0], str) and isinstance(ends[1], str):
            period = row.depart.isoformat() if exact_days else row.depart.isoformat()[:7]
            key = Key(ends[0], ends[1], row.unit, row.weight_t, row.cargo, period, leave)
            groups.setdefault(key, []).append(row)
    return groups, faults


def planned(
    engine: RouteEngine,
    groups: Mapping[Key, Sequence[Shipment]],
    on_progress: Callable[[str], None] = lambda _: None,
    *,
    avoid_sanctions: tuple[str, ...] = (),
) -> Iterator[Planned]:
    """Plan for each key in turn, telling how far it has come."""
    start = reported = time.monotonic()
    for number, (key, rows) in enumerate(groups.items(), 1):
        yield _planned(engine, rows, key.leave, avoid_sanctions)
        now = time.monotonic()
        if now - reported > _PATIENCE_S:
            reported = now
            left = (now - start) / number * (len(groups) - number)
            on_progress(f"{number} of {len(groups)} ways, about {left:.0f} s left")


def _planned(
    engine: RouteEngine, rows: Sequence[Shipment], leave: bool, avoid_sanctions: tuple[str, ...]
) -> Planned:
    first = rows[0]
    try:
        query = Query(
            origin=first.origin,
            destination=first.destination,
            consignment=_goods(first, leave=leave),
            depart=datetime.combine(min(row.depart for row in rows), _READY),
            avoid_sanctions=avoid_sanctions,
            k=1,
        )
        return Planned(tuple(rows), engine.ask(query))
    except CorridorError as err:
        return Planned(tuple(rows), None, err.what)


def _goods(row: Shipment, *, leave: bool) -> Consignment:
    """One unit of a shipment; `leave` where explosives and such are said to be allowed."""
    return Consignment(
        unit=row.unit, gross_weight_t=row.weight_t, cargo=row.cargo, allow_dangerous=leave
    )


def _problem(err: CorridorError) -> str:
    return f"{err.what} ({err.remedy})"


class _Places:
    """Names read once each: the id, the point as typed, or why neither."""

    def __init__(self, engine: RouteEngine) -> None:
        self._engine = engine
        self._known: dict[str, str | CorridorError] = {}

    def of(self, text: str) -> str | CorridorError:
        """What a name means."""
        if text not in self._known:
            try:
                self._known[text] = self._read(text)
            except CorridorError as err:
                self._known[text] = err
        return self._known[text]

    def _read(self, text: str) -> str:
        if parse_point(text) is not None:
            return text
        try:
            return self._engine.gazetteer.hub(text)[0].id
        except UnknownPlaceError:
            raise
        except InputError as err:
            raise UnknownPlaceError(err.what, remedy=err.remedy) from err
