"""The text of `corridor check cases`, and whether its targets are met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import NormalDist, median
from typing import Any

from corridor.checks.cases import Interval, Judged, Verdict
from corridor.checks.scores.report import (
    Scores,
    score_document,
    score_lines,
    score_targets_missed,
)
from corridor.messages.catalogue import in_english
from corridor.text_table import columns

# Targets: share of scored days in band, widths of days and dollars, worst miss without a reason.
DAYS_IN_BAND = 0.80
DAYS_WIDTH = 2.5
DOLLARS_WIDTH = 2.0
WORST = 2.0


@dataclass(frozen=True, slots=True)
class Score:
    """How the scored figures of one kind came out."""

    what: str
    hit: int
    judged: int
    width: float

    @property
    def share(self) -> float:
        """Part of the figures that lie in band."""
        return self.hit / self.judged if self.judged else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval of 95 % about that part: what so few cases can say of it."""
        if not self.judged:
            return 0.0, 1.0
        z2 = NormalDist().inv_cdf(0.975) ** 2
        middle = (self.hit + z2 / 2) / (self.judged + z2)
        half = sqrt(z2 * (self.hit * (1 - self.share) + z2 / 4)) / (self.judged + z2)
        return middle - half, middle + half


def score(verdicts: Sequence[Verdict], what: str) -> Score:
    """Score the figures of one kind, those of cases without an answer as missed."""
    figures = [f for v in verdicts if v.case.use == "score" for f in v.figures if f.what == what]
    widths = [f.ours.width for f in figures if f.ours is not None]
    return Score(
        what, sum(f.in_band for f in figures), len(figures), median(widths) if widths else 0.0
    )


def missed(verdicts: Sequence[Verdict], scored: Scores | None = None) -> list[str]:
    """Targets that are not met, in words, those of the scores too where they are given."""
    days, dollars = score(verdicts, "days"), score(verdicts, "USD")
    found = []
    if days.share < DAYS_IN_BAND:
        found.append(f"{days.share:.0%} of the days in band, not {DAYS_IN_BAND:.0%}")
    if days.width > DAYS_WIDTH:
        found.append(f"median high/low of days {days.width:.2f}, not {DAYS_WIDTH}")
    if dollars.width > DOLLARS_WIDTH:
        found.append(f"median high/low of dollars {dollars.width:.2f}, not {DOLLARS_WIDTH}")
    for verdict in verdicts:
        for figure in verdict.figures:
            far = not 1 / WORST <= figure.off_by <= WORST
            if verdict.case.use == "score" and far and not verdict.case.reason:
                found.append(f"{verdict.case.id} {figure.what} is off without a reason in cases")
    return [*found, *(score_targets_missed(scored) if scored is not None else ())]


def report(verdicts: Sequence[Verdict], of_scores: Scores | None = None) -> str:
    """Scored cases by corridor, what is off and why, the scores, path checks, and the targets."""
    scored = sorted(
        (v for v in verdicts if v.case.use == "score"), key=lambda v: (v.case.corridor, v.case.id)
    )
    lines = [
        "Published cases against the modelled band (P10 to P90), each on its own date.",
        "Days printed whole count as half a day to either side.",
        "",
        *_table(scored),
        "",
        *_off(scored),
        "By corridor, figures in band",
        *_corridors(scored),
        "",
    ]
    for what in ("days", "USD"):
        found = score(verdicts, what)
        low, high = found.interval
        lines.append(
            f"{what}: {found.hit} of {found.judged} in band ({found.share:.0%}, by chance"
            f" {low:.0%} to {high:.0%}),"
            f" median high/low {found.width:.2f}"
        )
    lines += _other_shares(scored)
    lines += score_lines(of_scores) if of_scores is not None else []
    lines += ["", "Path checks (plans and distance tables; kilometres only)"]
    lines += _paths([v for v in verdicts if v.case.use == "path_check"])
    echoes = [v.case.id for v in verdicts if v.case.use == "input_echo"]
    lines += ["", f"Figures that feed the model and never count: {', '.join(echoes) or 'none'}"]
    open_targets = missed(verdicts, of_scores)
    lines += ["", "Targets met" if not open_targets else "Targets missed:"]
    return "\n".join([*lines, *(f"  {t}" for t in open_targets)])


def document(verdicts: Sequence[Verdict], of_scores: Scores) -> dict[str, Any]:
    """Every case with its figures, the scores and the targets, as plain values for JSON."""
    return {
        "cases": [_case_document(v) for v in verdicts],
        "scores": score_document(of_scores),
        "targets_missed": missed(verdicts, of_scores),
    }


def _case_document(verdict: Verdict) -> dict[str, Any]:
    case = verdict.case
    return {
        "id": case.id,
        "corridor": case.corridor,
        "use": case.use,
        "distance_km": verdict.model_km,
        "problem": verdict.problem,
        "unscored": verdict.unscored,
        "figures": [
            {
                "what": f.what,
                "published": [f.published.low, f.published.high],
                "model": [f.ours.low, f.ours.high] if f.ours is not None else None,
                "in_band": f.in_band,
            }
            for f in verdict.figures
        ],
    }


def _other_shares(scored: Sequence[Verdict]) -> list[str]:
    """
    What the bands would do were the rows of a journey independent, or moved they as one.

    The share in between is an assumption, so the reader sees both ends of it.
    """
    lines = []
    for name, end in (("independent", "apart"), ("moving as one", "together")):
        cells = []
        for what in ("days", "USD"):
            found = [
                replace(f, ours=getattr(f, end))
                for v in scored
                for f in v.figures
                if f.what == what
            ]
            hit = sum(f.in_band for f in found)
            width = median([f.ours.width for f in found if f.ours is not None] or [0.0])
            cells.append(f"{what} {hit} of {len(found)}, high/low {width:.2f}")
        lines.append(f"  with the rows of a journey {name}: {'; '.join(cells)}")
    return lines


def _table(scored: Sequence[Verdict]) -> list[str]:
    rows = [("corridor", "case", "date", "what", "published", "model", "width", "verdict")]
    for verdict in scored:
        case = verdict.case
        day = case.depart.isoformat() if case.depart else ""
        for figure in verdict.figures:
            ours = _span(figure.ours, figure.what) if figure.ours else "-"
            width = f"{figure.ours.width:.2f}" if figure.ours else "-"
            text = "in band" if figure.in_band else _miss(figure)
            if figure.ours is None:
                text = f"none: {verdict.problem}"[:60]
            published = _span(figure.published, figure.what)
            rows.append((case.corridor, case.id, day, figure.what, published, ours, width, text))
        if verdict.unscored:
            rows.append((case.corridor, case.id, day, "USD", "", "", "", verdict.unscored))
    return columns(rows)


def _miss(figure: Judged) -> str:
    way = "high" if figure.off_by > 1 else "low"
    return f"x{figure.off_by:.2f}, too {way}"


def _off(scored: Sequence[Verdict]) -> list[str]:
    lines = []
    for verdict in scored:
        for figure in verdict.figures:
            if figure.in_band:
                continue
            why = verdict.case.reason or "no reason in cases"
            lines.append(
                f"  {verdict.case.id} {figure.what} {_miss(figure)}; rests on {figure.cause}: {why}"
            )
    return ["Off, the table that most of our figure rests on, and why", *lines, ""] if lines else []


def _corridors(scored: Sequence[Verdict]) -> list[str]:
    found: dict[str, list[Judged]] = {}
    for verdict in scored:
        found.setdefault(verdict.case.corridor, []).extend(verdict.figures)
    rows = []
    for corridor, figures in found.items():
        cells = []
        for what in ("days", "USD"):
            some = [f for f in figures if f.what == what]
            cells.append(f"{what} {sum(f.in_band for f in some)}/{len(some)}" if some else "")
        rows.append((f"  {corridor}", *cells))
    return columns(rows) if rows else []


def _span(interval: Interval, what: str) -> str:
    form = ".1f" if what == "days" else ",.0f"
    if interval.low == interval.high:
        return f"{interval.low:{form}}"
    return f"{interval.low:{form}} to {interval.high:{form}}"


def _paths(paths: Sequence[Verdict]) -> list[str]:
    rows = [("case", "from - to", "published km", "model km", "ratio", "way")]
    for verdict in paths:
        case, published, ours = verdict.case, verdict.case.distance_km, verdict.model_km
        rows.append(
            (
                case.id,
                f"{case.origin_id} - {case.destination_id}",
                f"{published:,.0f}" if published else "",
                f"{ours:,.0f}" if ours else "",
                f"{ours / published:.3f}" if ours and published else "",
                in_english(verdict.answer.label)
                if verdict.answer and verdict.answer.label
                else f"none: {verdict.problem}"[:90],
            )
        )
    return columns(rows)
