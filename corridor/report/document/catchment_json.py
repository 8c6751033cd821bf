"""The document of a catchment from its hinterlands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import UNSET

from corridor.analysis.ports.case import OUTSIDE, Question
from corridor.analysis.ports.catchment import Hinterlands, Reach
from corridor.analysis.ports.gateways import twins_of
from corridor.analysis.tie_line import tie_lines
from corridor.messages.catalogue import in_english
from corridor.model.scenario import UnusedRow
from corridor.report.document import catchment as doc
from corridor.report.document.asked import spot_record, unused_record, when
from corridor.report.document.comparison_json import measure_record, named, port_values
from corridor.tables.dataset import Dataset


def catchment_record(
    question: Question,
    columns: Sequence[Hinterlands],
    dataset: Dataset,
    *,
    demand_t: Mapping[str, float],
    off_grid: int,
    command: str,
    graph_hash: str,
    guessed: Sequence[str] = (),
    unused: Sequence[UnusedRow] = (),
) -> doc.CatchmentRecord:
    """
    Make the document of some hinterlands.

    Parameters
    ----------
    question
        What was asked.
    columns
        One a set of assumptions, over the same places.
    dataset
        Names ports.
    demand_t
        Tonnes by place id; empty when none were given.
    off_grid
        Grid points that join no road.
    command, graph_hash
        For making it again.
    guessed
        How names that no table holds were read.
    unused
        Rows laid over the tables that no answer could use.
    """
    query = question.query
    scale = query.objective.measure.scale
    return doc.CatchmentRecord(
        schema_version="1.0",
        kind="catchment",
        command=command,
        question=doc.CatchmentQuestionRecord(
            ports=named(question.ports, dataset),
            markets=named(question.markets, dataset),
            basket=question.basket,
            direction="import" if question.inward else "export",
            unit=query.consignment.unit,
            count=query.consignment.count,
            depart=when(query.depart),
            measure=measure_record(query.objective),
        ),
        off_grid=off_grid,
        guessed=tuple(guessed),
        data_date=dataset.data_date,
        graph_hash=graph_hash,
        assumptions=tuple(_column(c, scale, demand_t, dataset) for c in columns),
        unused_rows=tuple(map(unused_record, unused)) or UNSET,
        outside_ports=named(sorted({p for c in columns for r in c.reaches for p in r.by}), dataset),
    )


def _column(
    column: Hinterlands, scale: float, demand_t: Mapping[str, float], dataset: Dataset
) -> doc.HinterlandsRecord:
    return doc.HinterlandsRecord(
        name=column.name,
        markets=tuple(column.markets),
        silent=tuple(column.silent),
        logit_scale_per_usd=column.scale_per_usd,
        won=dict(Counter(r.best for r in column.reaches if r.best)),
        unreached=sum(not r.best for r in column.reaches),
        tonnes=_tonnes(column, demand_t),
        places=tuple(_reach(r, scale) for r in column.reaches),
        tie_lines=_ties(column, dataset),
    )


def _reach(reach: Reach, scale: float) -> doc.ReachRecord:
    spot = spot_record(reach.place)
    return doc.ReachRecord(
        id=spot.id,
        name=spot.name,
        country=spot.country,
        lon=spot.lon,
        lat=spot.lat,
        best=reach.best,
        ahead=None if reach.ahead is None else round(reach.ahead / scale, 2),
        values=port_values(reach.values, scale),
        shares=tuple(doc.PortShareRecord(port=p, share=round(s, 4)) for p, s in reach.shares),
        note=in_english(reach.note) if reach.note else "",
        outside=None if reach.outside is None else round(reach.outside / scale, 2),
        outside_estimate_share=(
            UNSET if reach.outside is None else round(reach.outside_estimate, 4)
        ),
        by=reach.by,
        weight=reach.weight,
    )


def _tonnes(column: Hinterlands, demand_t: Mapping[str, float]) -> tuple[doc.TonnesRecord, ...]:
    """Tonnes by port: split by the logit, and all to the cheapest."""
    if not demand_t:
        return ()
    split: dict[str, float] = dict.fromkeys((*column.ports, OUTSIDE, ""), 0.0)
    whole = dict(split)
    for reach in column.reaches:
        tonnes = demand_t.get(reach.place.id, 0.0)
        whole[reach.best] += tonnes
        for port, share in reach.shares or (("", 1.0),):
            split[port] += tonnes * share
    return tuple(
        doc.TonnesRecord(port=p, by_share_t=round(split[p], 1), to_cheapest_t=round(whole[p], 1))
        for p in split
    )


def _ties(column: Hinterlands, dataset: Dataset) -> tuple[tuple[doc.LonLat, ...], ...]:
    """Between the first port's coast and the others, where both have places to win."""
    coast = twins_of(column.ports, dataset)
    points, differences = [], []
    for reach in column.reaches:
        here = [v for p, v in reach.values if p in coast]
        there = [v for p, v in reach.values if p not in coast]
        if here and there:
            points.append((reach.place.lon, reach.place.lat))
            differences.append(min(here) - min(there))
    if not points:
        return ()
    return tuple(
        tuple((round(x, 3), round(y, 3)) for x, y in piece)
        for piece in tie_lines(points, differences)
    )
