"""The JSON of a comparison: everything its text, page and tables say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import to_builtins
from msgspec.structs import asdict

from corridor.analysis.ports.breakeven import BreakEven
from corridor.analysis.ports.case import Question
from corridor.analysis.ports.chance import Chance, Spread3
from corridor.analysis.ports.comparison import Lane, Standing
from corridor.analysis.ports.differences import Step
from corridor.analysis.ports.figures import COST, VALUE_OF_TIME
from corridor.analysis.ports.months import Cell
from corridor.analysis.ports.study import Study
from corridor.analysis.ports.tornado import Bar
from corridor.messages.catalogue import in_english
from corridor.model.answer import Itinerary
from corridor.model.message import say
from corridor.model.objective import Objective
from corridor.report.document.make_answer import itinerary_record, spot_record, when
from corridor.tables.library import Library

SCHEMA_VERSION = "1.0"


def comparison_json(
    places: Sequence[tuple[Study, Study | None]],
    library: Library,
    *,
    command: str,
    graph_hash: str,
    assumed: Sequence[str] = (),
) -> dict[str, Any]:
    """
    Render studies as plain data, in a stable order of keys.

    Parameters
    ----------
    places
        For each place the study of today, and the one with scenario sailings if a port has none.
    library
        Resolves rows to sources.
    command
        What reproduces it.
    graph_hash
        Of the compiled graph.
    assumed
        Names of scenarios and other overlays in force.
    """
    question = places[0][0].question
    entries = [
        {
            "place": asdict(spot_record(plain.worked.comparison.place.spot)),
            "today": _study(plain, library),
            "if_served": _study(other, library) if other else None,
        }
        for plain, other in places
    ]
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "comparison",
        "command": command,
        "question": _question(question, places[0][0], library),
        "assumed": list(assumed),
        "data_date": library.data_date,
        "graph_hash": graph_hash,
        "places": entries,
        "assumptions": _assumptions(places, library),
        "sources": _sources(places, library),
    }


def _question(question: Question, plain: Study, library: Library) -> dict[str, Any]:
    query = question.query
    case = plain.worked.cases[0]
    load = case.load
    return {
        "ports": [{"id": p, "name": library.port[p].name} for p in question.ports],
        "markets": [{"id": m, "name": library.port[m].name} for m in question.markets],
        "basket": question.basket,
        "direction": "import" if question.inward else "export",
        "unit": query.consignment.unit,
        "count": query.consignment.count,
        "gross_weight_t": load.gross_each_t,
        "value_usd": load.value_usd,
        "cargo": query.consignment.cargo,
        "service": [query.crew, query.train],
        "depart": when(query.depart),
        "objective": query.objective,
        "measure": _measure(query.objective),
        "value_of_time_usd_per_h": case.vot,
        "open": list(query.open),
        "close": list(query.close),
        "avoid": list(query.avoid),
        "via": list(query.via),
        **({"siding": query.siding} if query.siding else {}),
    }


def _measure(objective: Objective) -> dict[str, Any]:
    measure, words = objective.measure, in_english(say(f"measure.{objective}"))
    return {"unit": measure.unit, "digits": measure.digits, "words": words}


def _scale(study: Study) -> float:
    return study.question.query.objective.measure.scale


def _study(study: Study, library: Library) -> dict[str, Any]:
    comparison, scale = study.worked.comparison, _scale(study)
    judged = study.verdict
    return {
        "sentence": in_english(judged.sentence),
        "assumed": study.assumed,
        "services_opened": list(study.services),
        "verdict": {
            "first": judged.first,
            "second": judged.second,
            "winner": judged.winner,
            "ahead_by": round(judged.ahead_by, 2),
            "unit": judged.unit,
            "probability": judged.probability,
            "estimate_share": round(judged.estimate_share, 4),
        },
        "common_markets": list(comparison.common),
        "twins": sorted(comparison.twins),
        "standings": [_standing(s, scale) for s in comparison.standings],
        "differences": [
            {
                "port": other.port,
                "against": comparison.standings[0].port,
                "steps": [_step(s) for s in steps],
            }
            for other, steps in zip(comparison.standings[1:], comparison.behind, strict=True)
        ],
        "lanes": [_lane(x, library) for x in comparison.lanes],
        "chance": _chance(study.chance, scale) if study.chance else None,
        "lead": round(study.lead / scale, 2),
        "tornado": [_bar(b, scale) for b in study.bars],
        "break_evens": [_flip(f) for f in study.flips],
        "calendar": [_cell(c, scale) for c in study.cells],
    }


def _standing(standing: Standing, scale: float) -> dict[str, Any]:
    return {
        "port": standing.port,
        "value": round(standing.value / scale, 2),
        "cost_usd": round(standing.cost_cents / 100, 2),
        "time_h": round(standing.time_min / 60, 2),
        "generalised_usd": round(standing.generalised_cents / 100, 2),
        "co2e_kg": round(standing.co2e_g / 1000, 1),
        "distance_km": round(standing.length_m / 1000, 1),
        "late_h": round(standing.late_min / 60, 1),
        "dearer_usd": round(standing.late_cents / 100, 2),
        "borders": standing.borders,
        "transfers": standing.transfers,
        "parts": [
            {
                "name": p.name,
                "cost_usd": round(p.cost_cents / 100, 2),
                "time_h": round(p.time_min / 60, 2),
                "distance_km": round(p.length_m / 1000, 1),
            }
            for p in standing.parts
        ],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "part": step.part,
        "name": in_english(step.name),
        "cost_usd": round(step.cost_cents / 100, 2),
        "time_h": round(step.time_min / 60, 2),
        "generalised_usd": round(step.generalised_cents / 100, 2),
        "estimate_usd": round(step.estimated_cents / 100, 2),
    }


def _lane(lane: Lane, library: Library) -> dict[str, Any]:
    absence = lane.absence
    return {
        "port": lane.port,
        "market": lane.market,
        "absence": (
            {
                "kind": absence.kind,
                "text": in_english(absence.message),
                "services": list(absence.services),
            }
            if absence
            else None
        ),
        "best_by": [{"objective": o, **_totals(i)} for o, i in lane.best],
        "choices": len(lane.ways),
        "itinerary": to_builtins(itinerary_record(lane.chosen, library)) if lane.ways else None,
    }


def _totals(itinerary: Itinerary) -> dict[str, Any]:
    return {
        "label": in_english(itinerary.label) if itinerary.label else "",
        "cost_usd": itinerary.cost.typical / 100,
        "time_h": round(itinerary.time.typical / 60, 4),
        "generalised_usd": itinerary.generalised_cents / 100,
        "co2e_kg": itinerary.co2e_g / 1000,
        "distance_km": itinerary.length_m / 1000,
        "arrival": when(itinerary.arrival),
        "borders": [b.name for b in itinerary.borders],
        "late_h": round((itinerary.time.high - itinerary.time.typical) / 60, 2),
    }


def _spread(spread: Spread3, scale: float) -> dict[str, float]:
    return {
        "p10": round(spread.p10 / scale, 2),
        "p50": round(spread.p50 / scale, 2),
        "p90": round(spread.p90 / scale, 2),
    }


def _chance(chance: Chance, scale: float) -> dict[str, Any]:
    check = chance.check
    return {
        "samples": chance.samples,
        "seed": chance.seed,
        "correlation": chance.correlation,
        "max_days": chance.max_days,
        "ports": [
            {
                "port": p.port,
                "best": round(p.best, 4),
                "in_time": None if p.in_time is None else round(p.in_time, 4),
                "value": _spread(p.value, scale),
                "cost_usd": _spread(p.cost, 100),
                "time_h": _spread(p.time, 60),
            }
            for p in chance.ports
        ],
        "pairs": [{"port": a, "beats": b, "share": round(s, 4)} for a, b, s in chance.pairs],
        "gateway": round(chance.gateway, 4),
        "lead": _spread(chance.lead, scale) if chance.lead else None,
        "drivers": [
            {
                "figure": in_english(d.label),
                "rows": list(d.key.rows),
                "what": "dollars" if d.key.what == COST else "hours",
                "correlation": round(d.correlation, 3),
            }
            for d in chance.drivers
        ],
        "choice_set": (
            {
                "samples_solved_anew": check.samples,
                "solves": check.solved,
                "better_way_outside": check.short,
                "mean_gain": round(check.mean_short / scale, 2),
                "largest_gain": round(check.most_short / scale, 2),
                "winner_changed": check.other_winner,
            }
            if check
            else None
        ),
    }


def _bar(bar: Bar, scale: float) -> dict[str, Any]:
    return {
        "target": bar.figure.target,
        "label": in_english(bar.figure.label),
        "lead_low": round(bar.lead_low / scale, 2),
        "lead_high": round(bar.lead_high / scale, 2),
    }


def flip_json(flip: BreakEven) -> dict[str, Any]:
    """One break-even as plain data."""
    return _flip(flip)


def _flip(flip: BreakEven) -> dict[str, Any]:
    unit, scale = ("USD", 100) if flip.figure.what == COST else ("h", 60)
    if flip.figure.target == VALUE_OF_TIME:
        unit, scale = "USD an hour", 100
    return {
        "target": flip.figure.target,
        "label": in_english(flip.figure.label),
        "ports": list(flip.ports),
        "factor": None if flip.factor is None else round(flip.factor, 6),
        "unit": unit,
        "base": round(flip.base / scale, 2),
        "value": None if flip.factor is None else round(flip.value / scale, 2),
        "ahead_now": flip.ahead_before,
        "ahead_beyond": flip.ahead_after,
        "verified": flip.verified,
        "followed_from": flip.low,
        "followed_to": flip.high,
        "solves": flip.solves,
    }


def _cell(cell: Cell, scale: float) -> dict[str, Any]:
    return {
        "scenario": cell.scenario,
        "month": cell.month,
        "best": cell.best,
        "ahead": None if cell.ahead is None else round(cell.ahead / scale, 2),
        "values": [{"port": p, "value": round(v / scale, 2)} for p, v in cell.values],
        "note": in_english(cell.note) if cell.note else "",
    }


def _chosen(places: Sequence[tuple[Study, Study | None]]) -> list[Itinerary]:
    return [
        lane.chosen
        for pair in places
        for study in pair
        if study
        for lane in study.worked.comparison.lanes
        if lane.ways
    ]


def _assumptions(
    places: Sequence[tuple[Study, Study | None]], library: Library
) -> list[dict[str, Any]]:
    """Rows behind the best ways, with what they rest on; those most used first."""
    weight: dict[str, float] = {}
    for way in _chosen(places):
        for leg in way.legs:
            for item in leg.items:
                for row in item.rows:
                    size = item.cost.typical + item.time.typical
                    weight[row] = max(weight.get(row, 0.0), float(size))
    rows = []
    for row in sorted(weight, key=lambda r: (-weight[r], r)):
        record = library.cited[row]
        rows.append(
            {
                "row": row,
                "source_id": record.source_id,
                "as_of": record.as_of,
                "confidence": record.confidence,
                "note": record.note,
            }
        )
    return rows


def _sources(
    places: Sequence[tuple[Study, Study | None]], library: Library
) -> list[dict[str, Any]]:
    cited = {
        library.cited[row].source_id
        for way in _chosen(places)
        for leg in way.legs
        for item in leg.items
        for row in item.rows
    }
    return [
        {
            "id": s.id,
            "title": s.title,
            "publisher": s.publisher,
            "url": s.url,
            "retrieved": s.retrieved,
            "licence": s.licence,
        }
        for s in library.sources
        if s.id in cited
    ]
