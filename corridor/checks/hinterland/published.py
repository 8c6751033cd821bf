"""Published figures on ports and their hinterland beside ours: in band, off, or not modelled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from corridor.analysis.indicators import indicators
from corridor.engine import RouteEngine
from corridor.errors import CorridorError, DataError
from corridor.model.answer import Answer
from corridor.model.band import Band
from corridor.model.consignment import Consignment
from corridor.model.mode import MODES, Mode
from corridor.model.query import Query
from corridor.tables.overlays.scenario_files import scenario
from corridor.tables.records import PortCheck
from corridor.text_table import columns

# All ways are asked on this day: the figures are of several years, the tables of one.
DEPART = datetime(2026, 12, 1, 8)
IN_BAND, OFF, NOT_MODELLED, FAILED = "in band", "off", "not modelled", "CANNOT BE COMPUTED"
# Figures of ours without a band: how far a published one may lie from it, as a factor.
NEAR = {"km": 1.03, "ratio": 1.25, "tfi3_usd": 1.25, "swd_kmh": 1.25}
# Ends that are printed to the digit are ours if they are equal to a thousandth.
_EXACT = 1.001


@dataclass(frozen=True, slots=True)
class Ours:
    """Our figure with its band; one without has three equal ends."""

    low: float
    typical: float
    high: float
    banded: bool = True


@dataclass(frozen=True, slots=True)
class PortVerdict:
    """One row, ours, and the verdict; `problem` says why ours could not be computed."""

    row: PortCheck
    ours: Ours | None
    verdict: str
    problem: str = ""


def check_ports(
    engine: RouteEngine, said: Callable[[str], None] = lambda _: None
) -> list[PortVerdict]:
    """
    Compute ours for every row of `port_checks` and hold it against the published figure.

    Parameters
    ----------
    engine
        Tables and graph.
    said
        Told of each row whose way is asked.
    """
    asked = Asked(engine, said)
    return [_judged(row, asked) for row in engine.dataset.port_checks if row.method != "base"]


class Asked:
    """Ways of rows, each asked once, on the tables of today or with a scenario."""

    def __init__(self, engine: RouteEngine, said: Callable[[str], None]) -> None:
        """Keep the engine."""
        self.engine, self._said = engine, said
        self._engines = {"": engine}
        self._answers: dict[tuple[object, ...], Answer] = {}

    def answer(self, row: PortCheck, scenario_name: str) -> Answer:
        """
        The best way of a row.

        Raises
        ------
        CorridorError
            If there is none.
        """
        modes = tuple(Mode(m) for m in row.modes) or MODES
        ends = (row.origin_id, row.destination_id)
        key = (*ends, row.via, row.open, modes, row.goods, row.train, scenario_name)
        if key not in self._answers:
            self._said(f"{row.id}: {row.origin_id} - {row.destination_id}")
            if scenario_name not in self._engines:
                laid = self.engine.with_overlay(scenario(scenario_name))
                self._engines[scenario_name] = laid
            self._answers[key] = self._engines[scenario_name].ask(
                Query(
                    origin=row.origin_id,
                    destination=row.destination_id,
                    consignment=Consignment(unit=row.goods),
                    depart=DEPART,
                    modes=modes,
                    via=row.via,
                    open=row.open,
                    rail_service=row.train,
                    # What is published of trains is told from yard to yard.
                    siding="both" if modes == (Mode.RAIL,) else "",
                    k=1,
                )
            )
        return self._answers[key]


def _judged(row: PortCheck, asked: Asked) -> PortVerdict:
    if row.method == "none":
        return PortVerdict(row, None, NOT_MODELLED)
    try:
        ours = ours_of(row, asked)
    except CorridorError as err:
        return PortVerdict(row, None, FAILED, err.what)
    return PortVerdict(row, ours, IN_BAND if meets(row, ours) else OFF)


def meets(row: PortCheck, ours: Ours) -> bool:
    """Whether the published range and ours overlap, ours widened where it has no band."""
    low, high = published(row)
    if ours.banded:
        return ours.low <= high and low <= ours.high
    kind = "ratio" if row.method in ("ratio", "scenario") else row.figure
    near = _EXACT if row.method == "cell" else NEAR[kind]
    return ours.typical / near <= high and low <= ours.typical * near


def published(row: PortCheck) -> tuple[float, float]:
    """
    Low and high of a published figure.

    Raises
    ------
    DataError
        If the row has none.
    """
    if row.low is None or row.high is None:
        raise DataError(
            f"port_checks.csv {row.id}: no low and high to hold ours against",
            remedy="fill both, or set method to none",
        )
    return row.low, row.high


def ours_of(row: PortCheck, asked: Asked) -> Ours:
    """
    Our figure for a row.

    Raises
    ------
    CorridorError
        If it cannot be computed.
    """
    if row.method == "cell":
        return _cell(row, asked.engine)
    way = of_way(asked.answer(row, row.scenario), row.figure)
    if row.method == "way":
        return way
    if row.method == "scenario":
        other = of_way(asked.answer(row, ""), row.figure)
    else:
        base = next((r for r in asked.engine.dataset.port_checks if r.id == row.against), None)
        if base is None:
            raise DataError(
                f"port_checks.csv {row.id}: a ratio over nothing", remedy="name a row in against"
            )
        other = of_way(asked.answer(base, base.scenario), row.figure)
    ratio = way.typical / other.typical
    return _point(ratio)


def _point(value: float) -> Ours:
    return Ours(value, value, value, banded=False)


def of_way(answer: Answer, figure: str) -> Ours:
    """
    One figure of a best way: dollars and days with their band, the others without.

    Raises
    ------
    DataError
        If the way has no such figure.
    """
    way = answer.itineraries[0]
    if figure == "usd":
        return Ours(way.cost.low / 100, way.cost.typical / 100, way.cost.high / 100)
    if figure == "days":
        return Ours(way.time.low / 1440, way.time.typical / 1440, way.time.high / 1440)
    if figure == "km":
        return _point(way.length_m / 1000)
    load_t = answer.gross_weight_t * answer.query.consignment.count
    parts = indicators(way, load_t)
    if len(parts) != 1 or figure not in ("tfi3_usd", "swd_kmh"):
        raise DataError(
            f"{figure} of a way by {len(parts)} land modes",
            remedy="give one mode in the row of port_checks.csv",
        )
    (part,) = parts
    value = part.usd_per_500km_20t if figure == "tfi3_usd" else part.speed_with_delay_kmh
    return _point(value)


def _cell(row: PortCheck, engine: RouteEngine) -> Ours:
    table, found, column = row.cell.split(":")
    cited = engine.dataset.cited.get(f"{table}:{found}")
    band: Any = next(
        (
            getattr(cited, name)
            for name in (column, f"{column}_usd", f"{column}_h", f"{column}_kmh")
            if hasattr(cited, name)
        ),
        None,
    )
    if not isinstance(band, Band):
        raise DataError(
            f"port_checks.csv {row.id}: no band {row.cell}", remedy="give table:row:column"
        )
    # The row's own figure is compared, not its band: it should be the published one.
    return Ours(band.low, band.typical, band.high, banded=False)


# ---------------------------------------------------------------- as text
def port_lines(found: Sequence[PortVerdict]) -> list[str]:
    """Every row with a verdict, what is off first in the count, then what is not modelled."""
    head = ("", "what", "published", "ours", "verdict")
    modelled = [v for v in found if v.verdict != NOT_MODELLED]
    rows = [(f"  {v.row.id}", v.row.what, _published(v.row), _ours(v), v.verdict) for v in modelled]
    counts = ", ".join(
        f"{sum(v.verdict == k for v in found)} {k}" for k in (IN_BAND, OFF, FAILED, NOT_MODELLED)
    )
    return [
        "Published figures on ports and their hinterland beside ours (typical, P10 to P90). In band:",
        "dollars and days whose ranges meet; kilometres within 3 %, ratios and indicators within a quarter,",
        "cells that are the published figure. Ways of 2026-12-01; FEU or truck as the row says.",
        "",
        *columns([head, *rows]),
        "",
        "Not modelled:",
        *(
            f"  {v.row.id}: {v.row.what}, {_published(v.row)}. {v.row.note}"
            for v in found
            if v.verdict == NOT_MODELLED
        ),
        "",
        *(f"{v.row.id} cannot be computed: {v.problem}" for v in found if v.verdict == FAILED),
        f"{len(found)} rows: {counts}.",
    ]


def _published(row: PortCheck) -> str:
    return f"{row.printed} {row.unit}".strip()


def _ours(verdict: PortVerdict) -> str:
    ours = verdict.ours
    if ours is None:
        return "-"
    small = ours.typical < 100
    form = ".2f" if verdict.row.method in ("ratio", "scenario") else ".1f" if small else ",.0f"
    text = f"{ours.typical:{form}}"
    return f"{text} ({ours.low:{form}} to {ours.high:{form}})" if ours.banded else text


def port_document(found: Sequence[PortVerdict]) -> list[dict[str, Any]]:
    """Every row with ours and the verdict, as plain values for JSON."""
    return [
        {
            "id": v.row.id,
            "what": v.row.what,
            "published": [v.row.low, v.row.high],
            "printed": _published(v.row),
            "source_id": v.row.source_id,
            "figure": v.row.figure,
            "method": v.row.method,
            "ours": [v.ours.low, v.ours.typical, v.ours.high] if v.ours else None,
            "verdict": v.verdict,
            "problem": v.problem,
            "note": v.row.note,
        }
        for v in found
    ]
