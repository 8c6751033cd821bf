"""Who wins, by how much and how surely, in one sentence that claims no more than it can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor.analysis.ports.case import Question
from corridor.analysis.ports.chance import Chance
from corridor.analysis.ports.comparison import Comparison
from corridor.analysis.ports.differences import estimate_share
from corridor.analysis.ports.outside import OutsideWay
from corridor.model.message import Message, Word, name, names, say
from corridor.model.objective import Objective
from corridor.tables.dataset import Dataset

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
    where
        The place and the markets.
    told
        What is said of them.
    heads
        What of it the headline says: what is ahead outside, the port ahead, what is estimated.
    points
        What stands below the headline: the ways outside in full.
    """

    first: str
    second: str
    winner: str
    ahead_by: float
    unit: str
    probability: float | None
    estimate_share: float
    where: Message
    told: Message
    heads: tuple[Message, ...]
    points: tuple[Message, ...]

    @property
    def headline(self) -> Message:
        """The answer in one sentence, with the way outside where one is ahead."""
        return say("headline", where=self.where, parts=self.heads)

    @property
    def sentence(self) -> Message:
        """The first sentence of the answer."""
        return say("verdict", where=self.where, told=self.told)


def verdict(
    question: Question,
    comparison: Comparison,
    chances: Chance | None,
    outside: Sequence[OutsideWay],
    dataset: Dataset,
) -> Verdict:
    """Judge a comparison; what is outside its candidates is told with it."""
    shown = question.query.objective.measure
    measure = Measured(question.query.objective)
    where = _where(question, comparison, dataset)
    told_of = [(way, _beyond(way, measure, dataset)) for way in outside]
    # What is ahead of all candidates is said before them: no port wins without it.
    before = tuple(text for way, text in told_of if (way.ahead or 0) > 0 and not way.lists)
    after = tuple(text for way, text in told_of if text not in before)
    silent = (*after, *_silent(question, comparison, dataset))
    points = (*before, *after)
    heads = tuple(
        _ahead(way, measure, dataset) for way in outside if (way.ahead or 0) > 0 and not way.lists
    )
    if not comparison.standings:
        head = (*heads, say("headline.none"))
        told_none = (say("verdict.none"), *before, *silent)
        return _no_verdict("", where, told_none, shown.unit, head, points)
    first = comparison.standings[0]
    called = name(dataset.port[first.port].name)
    if len(comparison.standings) == 1:
        only = say("verdict.only", port=called, value=measure.amount(first.value))
        head = (*heads, say("headline.only", port=called, value=measure.amount(first.value)))
        return _no_verdict(first.port, where, (*before, only, *silent), shown.unit, head, points)
    second = comparison.standings[comparison.rival]
    alone = second.port in comparison.twins
    guessed = estimate_share(comparison.behind[comparison.rival - 1])
    sure = None
    if chances:
        own = next(p.best for p in chances.ports if p.port == first.port)
        sure = own if alone else chances.gateway
    winner = first.port if sure is not None and sure >= SURE else ""
    code = "wins" if winner else "ahead" if sure is None else "unsure"
    told = say(
        f"verdict.{code}",
        port=called if alone else _with_twins(called, comparison, measure, dataset),
        by=measure.amount(second.value - first.value),
        measure=measure.words,
        other=name(dataset.port[second.port].name),
        sure=sure or 0.0,
        asked=SURE,
    )
    heads = (*heads, say("headline.of_them", told=told) if heads else told)
    if guessed > _HALF:
        heads = (*heads, say("headline.rests", share=guessed))
        told = say(f"verdict.rests{'_yet' if winner else ''}", share=guessed, told=told)
    return Verdict(
        first=first.port,
        second=second.port,
        winner=winner,
        ahead_by=(second.value - first.value) / shown.scale,
        unit=shown.unit,
        probability=sure,
        estimate_share=guessed,
        where=where,
        told=_said(*before, say("verdict.stop", told=told), *silent),
        heads=heads,
        points=points,
    )


def _with_twins(
    called: Word, comparison: Comparison, measure: Measured, dataset: Dataset
) -> Word | Message:
    """The port ahead, and how far those beside it on its coast are behind."""
    first = comparison.standings[0]
    beside = tuple(
        say(
            "verdict.twin",
            port=name(dataset.port[s.port].name),
            behind=measure.amount(s.value - first.value),
        )
        for s in comparison.standings[1:]
        if s.port in comparison.twins
    )
    return say("verdict.beside", port=called, twins=beside) if beside else called


@dataclass(frozen=True, slots=True)
class Measured:
    """What an objective counts in."""

    objective: Objective

    @property
    def words(self) -> Message:
        """What is measured."""
        return say(f"measure.{self.objective}")

    def amount(self, value: float) -> Message:
        """A figure of the objective in its unit."""
        return say(f"amount.{self.objective}", value=value / self.objective.measure.scale)


def _said(*parts: Message) -> Message:
    return say("verdict.told", parts=parts)


def _no_verdict(
    first: str,
    where: Message,
    parts: Sequence[Message],
    unit: str,
    heads: tuple[Message, ...],
    points: tuple[Message, ...],
) -> Verdict:
    return Verdict(
        first=first,
        second="",
        winner="",
        ahead_by=0.0,
        unit=unit,
        probability=None,
        estimate_share=0.0,
        where=where,
        told=_said(*parts),
        heads=heads,
        points=points,
    )


def _where(question: Question, comparison: Comparison, dataset: Dataset) -> Message:
    shown = comparison.common or question.markets
    return say(
        f"verdict.{'from' if question.inward else 'to'}{'_mean' if len(shown) > 1 else ''}",
        place=name(comparison.place.spot.name),
        markets=names([_short(dataset.port[m].name) for m in shown]),
    )


def _ahead(way: OutsideWay, measure: Measured, dataset: Dataset) -> Message:
    """In short how far the way outside is before every candidate."""
    return say(
        "headline.outside",
        ports=names([dataset.port[p].name for p in dict.fromkeys(way.ports)]),
        by=measure.amount(way.ahead or 0.0),
        measure=measure.words,
    )


def _beyond(way: OutsideWay, measure: Measured, dataset: Dataset) -> Message:
    """The best way outside the candidates: how far before or behind the best of them."""
    where = say("outside.without", lists=way.lists) if way.lists else say("outside.asked")
    if way.itinerary is None:
        return say("outside.no_way", where=where, why=way.note or say("outside.none"))
    size = abs(way.value if way.ahead is None else way.ahead)
    code = "alone" if way.ahead is None else "ahead" if way.ahead > 0 else "behind"
    return say(
        f"outside.{code}{'' if way.best is None else '_sure'}",
        where=where,
        ports=names([dataset.port[p].name for p in dict.fromkeys(way.ports)]),
        way=way.itinerary.label or "",
        by=measure.amount(size),
        measure=measure.words,
        first=name(dataset.port[way.against].name) if way.against else "",
        sure=way.best or 0.0,
        guessed=way.estimate_share,
    )


def _silent(question: Question, comparison: Comparison, dataset: Dataset) -> tuple[Message, ...]:
    """Ports that cannot be used to any market, with the reason."""
    told: list[Message] = []
    for port in question.ports:
        lanes = [x for x in comparison.lanes if x.port == port]
        if any(x.itineraries for x in lanes):
            continue
        absences = [x.absence for x in lanes if x.absence]
        kinds = {x.kind for x in absences}
        if kinds <= {"no service", "no row"}:
            # That no row is there says something of the tables, not of the world.
            code = "silent" if "no service" in kinds else "no_row"
            told.append(say(f"verdict.{code}", port=name(dataset.port[port].name)))
        else:
            told.append(say("verdict.stop", told=absences[0].message))
    return tuple(told)


def _short(text: str) -> str:
    return text.removesuffix(" port")
