"""The document of a comparison from its studies: cents become dollars, minutes hours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import UNSET, UnsetType

from corridor.analysis.choice.figures import COST, VALUE_OF_TIME
from corridor.analysis.ports import breakeven, chance, comparison, differences
from corridor.analysis.ports.case import Absence
from corridor.analysis.ports.cautions import Caution
from corridor.analysis.ports.information import Worth
from corridor.analysis.ports.months import Cell
from corridor.analysis.ports.outside import OutsideWay
from corridor.analysis.ports.resolve import SetCheck
from corridor.analysis.ports.study import Study
from corridor.analysis.ports.tornado import Bar
from corridor.analysis.ports.verdict import Verdict
from corridor.messages.catalogue import in_english
from corridor.model.answer import Itinerary
from corridor.model.message import say
from corridor.model.objective import Objective
from corridor.model.scenario import UnusedRow
from corridor.report.document import comparison as doc
from corridor.report.document.asked import spot_record, unused_record, when
from corridor.report.document.make_answer import (
    blocked_record,
    itinerary_record,
    warning_record,
)
from corridor.tables.dataset import Dataset
from corridor.tables.records import Source

Pairs = Sequence[tuple[Study, Study | None]]


def comparison_record(
    places: Pairs,
    dataset: Dataset,
    *,
    command: str,
    graph_hash: str,
    assumed: Sequence[str] = (),
    unused: Sequence[UnusedRow] = (),
) -> doc.ComparisonRecord:
    """
    Make the document of some studies.

    Parameters
    ----------
    places
        For each place the study of today, and the one with scenario sailings if a port has none.
    dataset
        Resolves rows to sources.
    command
        What reproduces it.
    graph_hash
        Of the compiled graph.
    assumed
        Names of scenarios and other overlays in force.
    unused
        Rows laid over the tables that no answer could use.
    """
    rows = list(_rows(places))
    compared = tuple(
        doc.ComparedPlaceRecord(
            place=spot_record(plain.worked.comparison.place.spot),
            today=_study(plain, dataset),
            if_served=_study(other, dataset, opened=True) if other else None,
        )
        for plain, other in places
    )
    cited = {dataset.cited[row].source_id for row, _ in rows}
    cited.update(_minded(places), _printed(compared))
    return doc.ComparisonRecord(
        schema_version="1.0",
        kind="comparison",
        command=command,
        question=_question(places[0][0], dataset),
        assumed=tuple(assumed),
        data_date=dataset.data_date,
        graph_hash=graph_hash,
        places=compared,
        assumptions=_assumptions(rows, dataset),
        sources=tuple(_source(s) for s in dataset.sources if s.id in cited),
        unused_rows=tuple(map(unused_record, unused)) or UNSET,
    )


def _question(plain: Study, dataset: Dataset) -> doc.QuestionRecord:
    question, case = plain.question, plain.worked.cases[0]
    query, load = question.query, case.load
    return doc.QuestionRecord(
        ports=named(question.ports, dataset),
        markets=named(question.markets, dataset),
        basket=question.basket,
        direction="import" if question.inward else "export",
        unit=query.consignment.unit,
        count=query.consignment.count,
        gross_weight_t=load.gross_each_t,
        value_usd=load.value_usd,
        cargo=query.consignment.cargo,
        service=(query.crew, query.train),
        depart=when(query.depart),
        objective=query.objective,
        measure=measure_record(query.objective),
        value_of_time_usd_per_h=case.vot,
        open=tuple(query.open),
        close=tuple(query.close),
        avoid=tuple(query.avoid),
        via=tuple(query.via),
        siding=query.siding or UNSET,
        avoid_sanctions=query.avoid_sanctions or UNSET,
        regime=query.regime or UNSET,
        truck_of=query.truck_of or UNSET,
    )


def named(ports: Sequence[str], dataset: Dataset) -> tuple[doc.NamedRecord, ...]:
    """Ports by id with their names."""
    return tuple(doc.NamedRecord(p, dataset.port[p].name) for p in ports)


def measure_record(objective: Objective) -> doc.MeasureRecord:
    """What an objective is compared by."""
    measure, words = objective.measure, in_english(say(f"measure.{objective}"))
    return doc.MeasureRecord(measure.unit, measure.digits, words)


def _study(study: Study, dataset: Dataset, *, opened: bool = False) -> doc.StudyRecord:
    found = study.worked.comparison
    scale = study.question.query.objective.measure.scale
    best = found.standings[:1]
    load_t = study.worked.cases[0].load.gross_each_t * study.question.query.consignment.count
    return doc.StudyRecord(
        sentence=in_english(study.verdict.sentence),
        told=in_english(study.verdict.told) if opened else UNSET,
        headline=in_english(study.verdict.headline),
        points=tuple(map(in_english, study.verdict.points)),
        assumed=study.assumed,
        services_opened=tuple(study.services),
        verdict=_verdict(study.verdict),
        common_markets=tuple(found.common),
        twins=tuple(sorted(found.twins)),
        standings=tuple(_standing(s, scale) for s in found.standings),
        differences=tuple(
            doc.DifferenceRecord(port=o.port, against=b.port, steps=tuple(_step(s) for s in steps))
            for b in best
            for o, steps in zip(found.standings[1:], found.behind, strict=True)
        ),
        lanes=tuple(_lane(x, load_t, dataset) for x in found.lanes),
        chance=_chance(study.chance, scale) if study.chance else None,
        lead=round(study.lead / scale, 2),
        tornado=tuple(_bar(b, scale) for b in study.bars),
        break_evens=tuple(_break_even(f) for f in study.flips),
        calendar=tuple(_cell(c, scale) for c in study.cells),
        outside=tuple(_outside(w, study, dataset) for w in study.outside),
        blocked=tuple(blocked_record(b, dataset) for b in study.cautions.blocked),
        cautions=tuple(_caution(c) for c in study.cautions.minded),
        fork=_fork(study),
        value_curve=tuple(
            doc.StretchRecord(s.port, round(s.low_usd_per_h, 2), round(s.high_usd_per_h, 2))
            for s in study.curve
        ),
    )


def _outside(way: OutsideWay, study: Study, dataset: Dataset) -> doc.OutsideRecord:
    measure = study.question.query.objective.measure
    label = way.itinerary.label if way.itinerary else None
    return doc.OutsideRecord(
        ports=named(way.ports, dataset),
        label=in_english(label) if label else "",
        value=round(way.value / measure.scale, 2),
        cost_usd=_usd(way.cost_cents),
        time_h=_hours(way.time_min),
        unit=measure.unit,
        ahead_by=None if way.ahead is None else round(way.ahead / measure.scale, 2),
        against=way.against,
        best=None if way.best is None else round(way.best, 4),
        lists=way.lists,
        note=in_english(way.note) if way.note else "",
        warnings=tuple(map(warning_record, way.itinerary.warnings)) if way.itinerary else (),
        estimate_share=round(way.estimate_share, 4) if way.itinerary else UNSET,
    )


def _caution(found: Caution) -> doc.CautionRecord:
    message = found.message
    return doc.CautionRecord(message.kind, in_english(message), found.ports, message.sources)


def _fork(study: Study) -> doc.ForkRecord | UnsetType:
    pair, found = study.worked.comparison.pair, study.fork
    return doc.ForkRecord(found.at, pair, found.key) if found and pair else UNSET


def _verdict(judged: Verdict) -> doc.VerdictRecord:
    return doc.VerdictRecord(
        first=judged.first,
        second=judged.second,
        winner=judged.winner,
        ahead_by=round(judged.ahead_by, 2),
        unit=judged.unit,
        probability=judged.probability,
        estimate_share=round(judged.estimate_share, 4),
    )


def _usd(cents: float) -> float:
    return round(cents / 100, 2)


def _hours(minutes: float) -> float:
    return round(minutes / 60, 2)


def _standing(standing: comparison.Standing, scale: float) -> doc.StandingRecord:
    return doc.StandingRecord(
        port=standing.port,
        value=round(standing.value / scale, 2),
        cost_usd=_usd(standing.cost_cents),
        time_h=_hours(standing.time_min),
        generalised_usd=_usd(standing.generalised_cents),
        co2e_kg=round(standing.co2e_g / 1000, 1),
        distance_km=round(standing.length_m / 1000, 1),
        late_h=round(standing.late_min / 60, 1),
        dearer_usd=_usd(standing.late_cents),
        unsure_usd=_usd(standing.unsure_cents),
        borders=standing.borders,
        transfers=standing.transfers,
        parts=tuple(
            doc.PartRecord(
                p.name, _usd(p.cost_cents), _hours(p.time_min), round(p.length_m / 1000, 1)
            )
            for p in standing.parts
        ),
    )


def _step(step: differences.Step) -> doc.StepRecord:
    return doc.StepRecord(
        step.part,
        in_english(step.name),
        *(_usd(step.cost_cents), _hours(step.time_min)),
        *(_usd(step.generalised_cents), _usd(step.estimated_cents)),
    )


def _lane(lane: comparison.Lane, load_t: float, dataset: Dataset) -> doc.LaneRecord:
    return doc.LaneRecord(
        port=lane.port,
        market=lane.market,
        absence=_absence(lane.absence) if lane.absence else None,
        best_by=tuple(_best_by(objective, itinerary) for objective, itinerary in lane.best),
        choices=len(lane.itineraries),
        itinerary=itinerary_record(lane.chosen, load_t, dataset) if lane.itineraries else None,
    )


def _absence(absence: Absence) -> doc.AbsenceRecord:
    return doc.AbsenceRecord(absence.kind, in_english(absence.message), tuple(absence.services))


def _best_by(objective: str, itinerary: Itinerary) -> doc.BestByRecord:
    return doc.BestByRecord(
        objective=objective,
        label=in_english(itinerary.label) if itinerary.label else "",
        cost_usd=itinerary.cost.typical / 100,
        time_h=round(itinerary.time.typical / 60, 4),
        generalised_usd=itinerary.generalised_cents / 100,
        co2e_kg=itinerary.co2e_g / 1000,
        distance_km=itinerary.length_m / 1000,
        arrival=when(itinerary.arrival),
        borders=tuple(b.name for b in itinerary.borders),
        late_h=round((itinerary.time.high - itinerary.time.typical) / 60, 2),
    )


def _percentiles(spread: chance.Spread3, scale: float) -> doc.PercentilesRecord:
    return doc.PercentilesRecord(
        *(round(v / scale, 2) for v in (spread.p10, spread.p50, spread.p90))
    )


def _chance(found: chance.Chance, scale: float) -> doc.ChanceRecord:
    return doc.ChanceRecord(
        samples=found.samples,
        seed=found.seed,
        correlation=found.correlation,
        max_days=found.max_days,
        ports=tuple(_port_chance(p, scale) for p in found.ports),
        pairs=tuple(
            doc.PairRecord(p.port, p.other, round(p.expected, 4), round(p.trips, 4))
            for p in found.pairs
        ),
        outside=None if found.outside is None else round(found.outside, 4),
        gateway=round(found.gateway, 4),
        lead=_percentiles(found.lead, scale) if found.lead else None,
        drivers=tuple(_driver(d) for d in found.drivers),
        choice_set=_choice_set(found.check, scale) if found.check else None,
        perfect_information=round(max(0.0, found.information.perfect) / scale, 2),
        worth_knowing=tuple(_worth(w, scale) for w in found.information.figures),
    )


def _port_chance(found: chance.PortChance, scale: float) -> doc.PortChanceRecord:
    return doc.PortChanceRecord(
        port=found.port,
        best=round(found.best, 4),
        in_time=None if found.in_time is None else round(found.in_time, 4),
        value=_percentiles(found.value, scale),
        cost_usd=_percentiles(found.cost, 100),
        time_h=_percentiles(found.time, 60),
    )


def _driver(found: chance.Driver) -> doc.DriverRecord:
    return doc.DriverRecord(
        in_english(found.label),
        tuple(found.key.rows),
        "dollars" if found.key.what == COST else "hours",
        round(found.correlation, 3),
    )


def _worth(found: Worth, scale: float) -> doc.WorthRecord:
    return doc.WorthRecord(
        in_english(found.label),
        tuple(found.key.rows),
        "dollars" if found.key.what == COST else "hours",
        round(found.value / scale, 2),
    )


def _choice_set(check: SetCheck, scale: float) -> doc.ChoiceSetRecord:
    return doc.ChoiceSetRecord(
        samples_solved_anew=check.samples,
        solves=check.solved,
        better_way_outside=check.short,
        mean_gain=round(check.mean_short / scale, 2),
        largest_gain=round(check.most_short / scale, 2),
        winner_changed=check.other_winner,
    )


def _bar(bar: Bar, scale: float) -> doc.BarRecord:
    return doc.BarRecord(
        bar.figure.target,
        in_english(bar.figure.label),
        *(round(lead / scale, 2) for lead in (bar.lead_low, bar.lead_high)),
    )


def _break_even(flip: breakeven.BreakEven) -> doc.BreakEvenRecord:
    unit, scale = ("USD", 100) if flip.figure.what == COST else ("h", 60)
    if flip.figure.target == VALUE_OF_TIME:
        unit, scale = "USD an hour", 100
    return doc.BreakEvenRecord(
        target=flip.figure.target,
        label=in_english(flip.figure.label),
        ports=flip.ports,
        factor=None if flip.factor is None else round(flip.factor, 6),
        unit=unit,
        base=round(flip.base / scale, 2),
        value=None if flip.factor is None else round(flip.value / scale, 2),
        ahead_now=flip.ahead_before,
        ahead_beyond=flip.ahead_after,
        verified=flip.verified,
        followed_from=flip.low,
        followed_to=flip.high,
        solves=flip.solves,
    )


def _cell(cell: Cell, scale: float) -> doc.CellRecord:
    return doc.CellRecord(
        scenario=cell.scenario,
        month=cell.month,
        best=cell.best,
        ahead=None if cell.ahead is None else round(cell.ahead / scale, 2),
        values=port_values(cell.values, scale),
        note=in_english(cell.note) if cell.note else "",
    )


def port_values(
    values: Sequence[tuple[str, float]], scale: float
) -> tuple[doc.PortValueRecord, ...]:
    """Values by port, in the unit of the measure."""
    return tuple(doc.PortValueRecord(p, round(v / scale, 2)) for p, v in values)


def _rows(places: Pairs) -> Iterator[tuple[str, float]]:
    """Rows behind the best ways, each with the cents and minutes of an item that rests on it."""
    for pair in places:
        for study in filter(None, pair):
            for lane in study.worked.comparison.lanes:
                for leg in lane.chosen.legs if lane.itineraries else ():
                    for item in leg.items:
                        size = float(item.cost.typical + item.time.typical)
                        yield from ((row, size) for row in item.rows)


def _minded(places: Pairs) -> Iterator[str]:
    """Sources of what is shut and what to mind."""
    for study in (s for pair in places for s in pair if s):
        yield from (b.source_id for b in study.cautions.blocked)
        yield from (key for c in study.cautions.minded for key in c.message.sources)


def _printed(places: Sequence[doc.ComparedPlaceRecord]) -> Iterator[str]:
    """Sources of the indicators that stand beside those of the best ways."""
    for entry in places:
        for lane in (x for s in (entry.today, entry.if_served) if s for x in s.lanes):
            for one in (lane.itinerary.indicators or ()) if lane.itinerary else ():
                yield from (p.source_id for p in one.published)


def _assumptions(
    rows: Sequence[tuple[str, float]], dataset: Dataset
) -> tuple[doc.AssumptionRecord, ...]:
    """Rows behind the best ways, with what they rest on; those most used first."""
    weight: dict[str, float] = {}
    for row, size in rows:
        weight[row] = max(weight.get(row, 0.0), size)
    order = sorted(weight, key=lambda r: (-weight[r], r))
    return tuple(
        doc.AssumptionRecord(
            row=row,
            source_id=cited.source_id,
            as_of=cited.as_of,
            confidence=cited.confidence,
            note=cited.note,
        )
        for row, cited in ((row, dataset.cited[row]) for row in order)
    )


def _source(source: Source) -> doc.CitedSourceRecord:
    return doc.CitedSourceRecord(
        source.id, source.title, source.publisher, source.url, source.retrieved, source.licence
    )
