"""Published shipments and quotes against the model, each on its own date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from statistics import median

from corridor.api import Planner
from corridor.errors import CorridorError
from corridor.model.band import Band, total
from corridor.model.consignment import Consignment
from corridor.model.itinerary import Itinerary
from corridor.model.query import CREWS, Query
from corridor.output.columns import columns
from corridor.sources.records import Case

# Price rows are mostly of 2020 to 2025; older dollars are another price level.
_PRICE_YEAR = 2023
_PRICE_YEARS_APART = 3
# Rows behind the parts of our bill that a published price may not hold.
_ROW_OF_PART = {
    "insurance": "parameters:insurance_rate_of_value",
    "container_return": "parameters:container_return_usd",
    "customs_agent": "parameters:customs_brokerage_usd_per_consignment",
    "second_driver": "parameters:second_driver_usd_per_day",
}


@dataclass(frozen=True, slots=True)
class Interval:
    """A published or modelled low and high."""

    low: float
    high: float

    def meets(self, other: Interval) -> bool:
        """Whether the two overlap."""
        return self.low <= other.high and other.low <= self.high

    def off_by(self, published: Interval) -> float:
        """Factor from the nearer published end to the nearer modelled end; 1 in band."""
        if self.meets(published):
            return 1.0
        if self.low > published.high:
            return self.low / published.high
        return self.high / published.low


@dataclass(frozen=True, slots=True)
class Verdict:
    """One case: what was published, what the model says, and why it is not scored."""

    case: Case
    answer: Itinerary | None
    problem: str
    days: Interval | None
    published_days: Interval | None
    dollars: Interval | None
    published_dollars: Interval | None
    model_km: float | None


def judge(planner: Planner) -> list[Verdict]:
    """Run every case of the region; a case without an answer is a verdict, not an error."""
    return [_judge(planner, c) for c in planner.library.cases if c.use != "out_of_region"]


def _judge(planner: Planner, case: Case) -> Verdict:
    published_days = _interval(case.days_low, case.days_high)
    published_dollars = _interval(case.cost_low_usd, case.cost_high_usd)
    if not case.origin_id or not case.destination_id or case.origin_id == case.destination_id:
        return Verdict(
            case,
            None,
            "no two places to plan between",
            None,
            published_days,
            None,
            published_dollars,
            None,
        )
    depart = datetime.combine(case.depart, time(8)) if case.depart else datetime(2026, 1, 15, 8)
    crew = next((s for s in case.service if s in CREWS), "two_drivers")
    rail = next((s for s in case.service if s not in CREWS), "block_train")
    try:
        query = Query(
            origin=case.origin_id,
            destination=case.destination_id,
            consignment=Consignment(unit=case.unit),
            depart=depart,
            modes=case.modes,
            via=case.via,
            open=case.open,
            crew=crew,
            rail_service=rail,
            k=1,
        )
        answer = planner.ask(query).itineraries[0]
    except CorridorError as err:
        return Verdict(case, None, err.what, None, published_days, None, published_dollars, None)
    days = Interval(answer.time.low / 1440, answer.time.high / 1440)
    cost = _cost_without(answer, case.without)
    dollars = Interval(cost.low / 100, cost.high / 100)
    return Verdict(
        case, answer, "", days, published_days, dollars, published_dollars, answer.distance_km
    )


def _cost_without(answer: Itinerary, parts: Sequence[str]) -> Band:
    """Our bill in cents without some of its parts, as the published price is."""
    left_out = {_ROW_OF_PART[p] for p in parts}
    items = [i for leg in answer.legs for i in leg.items if not i.outside_total]
    return total(("|".join(i.rows), i.cost) for i in items if not left_out & set(i.rows))


def _interval(low: float | None, high: float | None) -> Interval | None:
    if low is None and high is None:
        return None
    first = low if low is not None else high
    last = high if high is not None else low
    assert first is not None
    assert last is not None
    return Interval(first, last)


def report(verdicts: Sequence[Verdict]) -> str:
    """The text of `corridor check cases`: scored cases, path checks, the rest with reasons."""
    scored = [v for v in verdicts if v.case.use == "score"]
    lines = ["Scored cases (published figure against the modelled P10-P90 band)"]
    lines += _score_table(scored)
    lines += _summary(scored)
    paths = [v for v in verdicts if v.case.use == "path_check"]
    lines += ["", "Path checks (plans and distance tables; kilometres only)"]
    lines += _path_table(paths)
    echoes = [v.case.id for v in verdicts if v.case.use == "input_echo"]
    lines += ["", f"Figures that feed the model and never count: {', '.join(echoes) or 'none'}"]
    return "\n".join(lines)


def _score_table(scored: Sequence[Verdict]) -> list[str]:
    rows: list[tuple[str, ...]] = [
        ("corridor", "case", "what", "published", "model", "width", "verdict")
    ]
    for verdict in sorted(scored, key=lambda v: (v.case.corridor, v.case.id)):
        for what, ours, theirs in _pairs(verdict):
            if theirs is None:
                continue
            if ours is None:
                rows.append(_row(verdict, what, theirs, "-", "-", f"none: {verdict.problem}"))
                continue
            off = ours.off_by(theirs)
            text = "in band" if ours.meets(theirs) else f"off x{off:.2f}: {_reason(verdict.case)}"
            width = f"{ours.high / ours.low:.2f}" if ours.low else "-"
            rows.append(_row(verdict, what, theirs, _span(ours, what), width, text))
    return columns(rows)


def _reason(case: Case) -> str:
    return case.reason or "no reason known"


def _row(
    verdict: Verdict, what: str, theirs: Interval, ours: str, width: str, text: str
) -> tuple[str, ...]:
    case = verdict.case
    return (case.corridor, case.id, what, _span(theirs, what), ours, width, text)


def _span(interval: Interval, what: str) -> str:
    form = ".1f" if what == "days" else ",.0f"
    return f"{interval.low:{form}} to {interval.high:{form}}"


def _pairs(verdict: Verdict) -> list[tuple[str, Interval | None, Interval | None]]:
    pairs = [("days", verdict.days, verdict.published_days)]
    year = verdict.case.depart.year if verdict.case.depart else _PRICE_YEAR
    if abs(year - _PRICE_YEAR) <= _PRICE_YEARS_APART:
        pairs.append(("USD", verdict.dollars, verdict.published_dollars))
    return pairs


def _summary(scored: Sequence[Verdict]) -> list[str]:
    lines = []
    for what in ("days", "USD"):
        judged = [
            (ours, theirs)
            for v in scored
            for name, ours, theirs in _pairs(v)
            if name == what and theirs is not None
        ]
        answered = [(o, t) for o, t in judged if o is not None]
        if not judged:
            lines.append(f"{what}: no scored case")
            continue
        hit = sum(o.meets(t) for o, t in answered)
        widths = [o.high / o.low for o, _ in answered if o.low]
        width = f"{median(widths):.2f}" if widths else "-"
        lines.append(
            f"{what}: {hit} of {len(judged)} in band ({hit / len(judged):.0%}),"
            f" median high/low {width}"
        )
    return lines


def _path_table(paths: Sequence[Verdict]) -> list[str]:
    rows = [("case", "from - to", "published km", "model km", "ratio", "way")]
    for verdict in paths:
        case = verdict.case
        published = case.distance_km
        ours = verdict.model_km
        ratio = f"{ours / published:.3f}" if ours and published else ""
        rows.append(
            (
                case.id,
                f"{case.origin_id} - {case.destination_id}",
                f"{published:,.0f}" if published else "",
                f"{ours:,.0f}" if ours else "",
                ratio,
                verdict.answer.label if verdict.answer else f"none: {verdict.problem}"[:90],
            )
        )
    return columns(rows)
