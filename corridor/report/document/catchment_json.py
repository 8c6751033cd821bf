"""The JSON of a catchment: every place, port and assumption."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import asdict

from corridor.analysis.ports.case import Question
from corridor.analysis.ports.catchment import Hinterlands, Reach
from corridor.analysis.ports.tie_line import tie_lines
from corridor.messages.catalogue import in_english
from corridor.model.message import say
from corridor.report.document.make_answer import spot_record, when
from corridor.tables.library import Library


def catchment_json(
    question: Question,
    columns: Sequence[Hinterlands],
    library: Library,
    *,
    demand_t: Mapping[str, float],
    off_grid: int,
    command: str,
    graph_hash: str,
    guessed: Sequence[str] = (),
) -> dict[str, Any]:
    """
    Render hinterlands as plain data.

    Parameters
    ----------
    question
        What was asked.
    columns
        One a set of assumptions, over the same places.
    library
        Names ports.
    demand_t
        Tonnes by place id; empty when none were given.
    off_grid
        Grid points that join no road.
    command, graph_hash
        For making it again.
    guessed
        How names that no table holds were read.
    """
    measure = question.query.objective.measure
    words = in_english(say(f"measure.{question.query.objective}"))
    return {
        "schema_version": "1.0",
        "kind": "catchment",
        "command": command,
        "question": {
            "ports": [{"id": p, "name": library.port[p].name} for p in question.ports],
            "markets": [{"id": m, "name": library.port[m].name} for m in question.markets],
            "basket": question.basket,
            "direction": "import" if question.inward else "export",
            "unit": question.query.consignment.unit,
            "count": question.query.consignment.count,
            "depart": when(question.query.depart),
            "measure": {"unit": measure.unit, "digits": measure.digits, "words": words},
        },
        "off_grid": off_grid,
        "guessed": list(guessed),
        "data_date": library.data_date,
        "graph_hash": graph_hash,
        "assumptions": [_column(c, measure.scale, demand_t, library) for c in columns],
    }


def _column(
    column: Hinterlands, scale: float, demand_t: Mapping[str, float], library: Library
) -> dict[str, Any]:
    won: dict[str, int] = {}
    for reach in column.reaches:
        if reach.best:
            won[reach.best] = won.get(reach.best, 0) + 1
    return {
        "name": column.name,
        "markets": list(column.markets),
        "silent": list(column.silent),
        "logit_scale_per_usd": column.scale_per_usd,
        "won": won,
        "unreached": sum(not r.best for r in column.reaches),
        "tonnes": _tonnes(column, demand_t),
        "places": [_reach(r, scale) for r in column.reaches],
        "tie_lines": _ties(column, library),
    }


def _reach(reach: Reach, scale: float) -> dict[str, Any]:
    return {
        **asdict(spot_record(reach.place)),
        "best": reach.best,
        "ahead": None if reach.ahead is None else round(reach.ahead / scale, 2),
        "values": [{"port": p, "value": round(v / scale, 2)} for p, v in reach.values],
        "shares": [{"port": p, "share": round(s, 4)} for p, s in reach.shares],
        "note": in_english(reach.note) if reach.note else "",
    }


def _tonnes(column: Hinterlands, demand_t: Mapping[str, float]) -> list[dict[str, Any]]:
    """Tonnes by port: split by the logit, and all to the cheapest."""
    if not demand_t:
        return []
    split: dict[str, float] = dict.fromkeys(column.ports, 0.0)
    whole: dict[str, float] = dict.fromkeys(column.ports, 0.0)
    lost = 0.0
    for reach in column.reaches:
        tonnes = demand_t.get(reach.place.id, 0.0)
        if not reach.best:
            lost += tonnes
            continue
        whole[reach.best] += tonnes
        for port, share in reach.shares:
            split[port] += tonnes * share
    return [
        *(
            {"port": p, "by_share_t": round(split[p], 1), "to_cheapest_t": round(whole[p], 1)}
            for p in column.ports
        ),
        {"port": "", "by_share_t": round(lost, 1), "to_cheapest_t": round(lost, 1)},
    ]


def _ties(column: Hinterlands, library: Library) -> list[list[list[float]]]:
    """Between the first port's coast and the others, where both have places to win."""
    if not column.ports:
        return []
    from corridor.analysis.ports.comparison import twins_of

    coast = twins_of(column.ports, library)
    points, differences = [], []
    for reach in column.reaches:
        here = [v for p, v in reach.values if p in coast]
        there = [v for p, v in reach.values if p not in coast]
        if here and there:
            points.append((reach.place.lon, reach.place.lat))
            differences.append(min(here) - min(there))
    return (
        [[[round(x, 3), round(y, 3)] for x, y in piece] for piece in tie_lines(points, differences)]
        if points
        else []
    )
