"""Who wins, by how much and how surely, in one sentence that claims no more than it can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor.analysis.ports.case import Question
from corridor.analysis.ports.comparison import Comparison
from corridor.analysis.ports.differences import estimate_share
from corridor.analysis.sampling.chance import Chance
from corridor.tables.library import Library

# A port is named the winner only when it is best in this share of the samples.
SURE = 0.8
_HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """
    What may be said.

    Attributes
    ----------
    first, second
        The port ahead at typical figures and its rival; '' where there is none.
    winner
        The port named, '' when none may be. A twin on the same coast counts with the first,
        in `probability` too.
    ahead_by
        second less first, in the unit of the objective.
    estimate_share
        Share of the difference's items, by size, that rests on estimates.
    sentence
        The first sentence of the answer.
    """

    first: str
    second: str
    winner: str
    ahead_by: float
    unit: str
    probability: float | None
    estimate_share: float
    sentence: str


def verdict(
    question: Question, comparison: Comparison, chances: Chance | None, library: Library
) -> Verdict:
    """Judge a comparison."""
    ends = f"{comparison.place.spot.name} {'from' if question.inward else 'to'} "
    where = ends + _markets(question, comparison, library)
    shown = question.query.objective.measure
    unit, digits, scale, words = shown.unit, shown.digits, shown.scale, shown.words
    silent = _silent(question, comparison, library)
    if not comparison.standings:
        return _no_verdict(f"{where}: no port can be compared. {silent}".strip(), unit)
    first = comparison.standings[0]
    name = library.port[first.port].name
    if len(comparison.standings) == 1:
        text = f"{where}: only {name} can be used ({_amount(first.value / scale, unit, digits)})."
        return Verdict(
            first=first.port,
            second="",
            winner="",
            ahead_by=0.0,
            unit=unit,
            probability=None,
            estimate_share=0.0,
            sentence=f"{text} {silent}".strip(),
        )
    second = comparison.standings[comparison.rival]
    alone = second.port in comparison.twins
    ahead = (second.value - first.value) / scale
    guessed = estimate_share(comparison.behind[comparison.rival - 1])
    sure = None
    if chances:
        own = next(p.best for p in chances.ports if p.port == first.port)
        sure = own if alone else chances.gateway
    winner = first.port if sure is not None and sure >= SURE else ""
    rests = f"{guessed:.0%} of the difference rests on estimates"
    by = f"{_amount(ahead, unit, digits)} of {words}"
    other = library.port[second.port].name
    twins = [s for s in comparison.standings[1:] if s.port in comparison.twins and not alone]
    if twins:
        beside = ", ".join(
            f"{library.port[s.port].name} {_amount((s.value - first.value) / scale, unit, digits)} behind"
            for s in twins
        )
        name = f"{name} ({beside})"
    if winner:
        told = f"{name} wins by {by} over {other}, in {sure:.0%} of the samples"
        text = f"{rests}; yet {told}" if guessed > _HALF else told
    else:
        told = f"{name} is ahead of {other} by {by} at typical figures"
        if sure is None:
            told += " (no samples were drawn, so no winner is named)"
        else:
            told += f", but no winner is named (in {sure:.0%} of the samples; {SURE:.0%} are asked)"
        text = f"{rests}; {told}" if guessed > _HALF else told
    return Verdict(
        first=first.port,
        second=second.port,
        winner=winner,
        ahead_by=ahead,
        unit=unit,
        probability=sure,
        estimate_share=guessed,
        sentence=f"{where}: {text}. {silent}".strip(),
    )


def _no_verdict(sentence: str, unit: str) -> Verdict:
    return Verdict(
        first="",
        second="",
        winner="",
        ahead_by=0.0,
        unit=unit,
        probability=None,
        estimate_share=0.0,
        sentence=sentence,
    )


def _markets(question: Question, comparison: Comparison, library: Library) -> str:
    shown = comparison.common or question.markets
    names = [_short(library.port[m].name) for m in shown]
    mean = "mean of " if len(shown) > 1 else ""
    return mean + _and(names)


def _silent(question: Question, comparison: Comparison, library: Library) -> str:
    """Ports that cannot be used to any market, with the reason."""
    told: list[str] = []
    for port in question.ports:
        lanes = [x for x in comparison.lanes if x.port == port]
        if any(x.ways for x in lanes):
            continue
        kinds = {x.absence.kind for x in lanes if x.absence}
        name = library.port[port].name
        if kinds <= {"no service", "no row"}:
            told.append(f"{name}: no regular service today.")
        else:
            texts = [x.absence.text for x in lanes if x.absence]
            told.append(f"{texts[0]}.")
    return " ".join(told)


def _short(name: str) -> str:
    return name.removesuffix(" port")


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _amount(value: float, unit: str, digits: int) -> str:
    return f"{value:,.{digits}f} {unit}"
