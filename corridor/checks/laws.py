"""Laws that every answer must keep, tried on random pairs of the installed graph."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from corridor.checks.law_draw import Draw
from corridor.checks.law_trials import Trial, Trials
from corridor.engine import RouteEngine
from corridor.errors import NoRouteError
from corridor.model.answer import Answer, Itinerary, Leg
from corridor.model.band import Band
from corridor.model.query import Query
from corridor.planning.links.star import NEVER
from corridor.planning.search.compared import times
from corridor.planning.search.search import Search

# States of each network to which a search is tried beside the sweep.
_STATES = 6
Progress = Callable[[str], None]


@dataclass
class Law:
    """A law that says two things are one: how often it was tried, and where it broke."""

    name: str
    tried: int = 0
    broken: tuple[str, ...] = ()

    def judge(self, fine: bool, where: str) -> None:
        """Note one trial."""
        self.tried += 1
        if not fine:
            self.broken = (*self.broken, where)


@dataclass(frozen=True, slots=True)
class Tally:
    """Trials of one law with one option, or of one unit: how many, answered, told apart, broken."""

    drawn: int = 0
    answered: int = 0
    differed: int = 0
    broken: int = 0

    def with_(self, trial: Trial) -> Tally:
        """One trial more."""
        return Tally(
            self.drawn + 1,
            self.answered + trial.answered,
            self.differed + trial.differs,
            self.broken + (not trial.fine),
        )

    def row(self, name: str) -> str:
        """A row of the table."""
        return f"{name:<66}{self.drawn:>7}{self.answered:>10}{self.differed:>8}{self.broken:>8}"


@dataclass(frozen=True)
class Laws:
    """The laws with their trials; `pairs` are those of the laws of sameness."""

    laws: tuple[Law, ...]
    trials: tuple[Trial, ...]
    pairs: tuple[tuple[str, str], ...]

    @property
    def broken(self) -> bool:
        """Whether any law was broken."""
        return any(law.broken for law in self.laws) or not all(t.fine for t in self.trials)

    @property
    def all(self) -> Tally:
        """All trials of two questions each."""
        total = Tally()
        for trial in self.trials:
            total = total.with_(trial)
        return total

    def text(self) -> str:
        """A table by law and option and by unit, and the cases that broke a law."""
        lines = []
        if self.trials:
            lines += [f"{'':<66}  drawn  answered  differ  broken"]
            lines += [tally.row(name) for name, tally in self._tallies().items()]
            lines += [
                "  " + f"{t.law}, {t.option}: {t.described}" for t in self.trials if not t.fine
            ]
        for law in self.laws:
            state = "BROKEN" if law.broken else "holds"
            lines.append(f"{law.name}: {state} ({law.tried} trial{'' if law.tried == 1 else 's'})")
            lines += [f"  {case}" for case in law.broken[:10]]
        return "\n".join(lines)

    def _tallies(self) -> dict[str, Tally]:
        found: dict[str, Tally] = {}
        for trial in self.trials:
            name = f"{trial.law}: {trial.option.split()[0]}"
            found[name] = found.get(name, Tally()).with_(trial)
        for trial in self.trials:
            name = f"unit {trial.unit}"
            found[name] = found.get(name, Tally()).with_(trial)
        return {**found, "all": self.all}


def check(
    engine: RouteEngine, trials: int, pairs: int, seed: int, depart: datetime, on_progress: Progress
) -> Laws:
    """
    Try the laws on questions drawn at random.

    Parameters
    ----------
    engine
        The installed tables and graph.
    trials
        Pairs of questions of which one offers no more than the other.
    pairs
        Pairs of places for the laws that say two things are one.
    seed
        Of the draw.
    depart
        Departure of the second kind; the first kind draws its days.
    on_progress
        Called with a line now and then.
    """
    draw = random.Random(seed)
    found: list[Trial] = []
    for trial in Trials(engine, Draw(engine.dataset, draw)).run(trials):
        found.append(trial)
        if len(found) % 100 == 0:
            on_progress(f"{len(found)} of {trials} trials")
    same = _Same(engine, draw)
    hubs = sorted(h.id for h in engine.dataset.hubs)
    drawn: list[tuple[str, str]] = []
    for number in range(pairs):
        origin, destination = draw.sample(hubs, 2)
        drawn.append((origin, destination))
        same.all_of(Query(origin=origin, destination=destination, depart=depart, k=2))
        if number % 10 == 9:
            on_progress(f"{number + 1} of {pairs} pairs")
    return Laws(same.laws, tuple(found), tuple(drawn))


class _Same:
    """Tries on one question after another that two things are one."""

    def __init__(self, engine: RouteEngine, draw: random.Random) -> None:
        self.engine, self.draw = engine, draw
        self.matrix = Law("a matrix equals its routes")
        self.alone = Law("one way alone equals the first of many")
        self.same = Law("the same question has the same bytes")
        self.traceless = Law("what was asked before leaves no trace")
        self.listed = Law("ways listed differ and none is beaten")
        self.laws = (self.matrix, self.alone, self.same, self.traceless, self.listed)

    def all_of(self, query: Query) -> None:
        """Try every law on a question."""
        where = f"{query.origin} - {query.destination}"
        self._matrix(query, where)
        self._same(query, where)

    def _matrix(self, query: Query, where: str) -> None:
        """One run from the origin to all states, against a search to each of some."""
        planning = self.engine.planning(query)
        dated = planning.graph()
        network = replace(dated, timed={})
        weigh = query.objective.weights(planning.resolved.value_of_time_usd_per_h)
        row = Search(network, weigh).least_to_all()
        states = self.draw.sample(range(network.per_layer), _STATES)
        for state in (network.target, *states):
            found = Search(replace(network, target=state), weigh).best()
            alone = NEVER if found is None else found.objective
            at_once = row.get(state, NEVER)
            self.matrix.judge(alone == at_once, f"{where}: {at_once} and {alone}")

    def _same(self, query: Query, where: str) -> None:
        first = self._answered(query)
        alone = _best(first), _best(self._answered(replace(query, k=1)))
        self.alone.judge(alone[0] == alone[1], where)
        self.same.judge(self._answered(query) == first, where)
        self.traceless.judge(self._answered(query, self.engine.fresh()) == first, where)
        if first is not None:
            self.listed.judge(keeps_list_rule(first), where)

    def _answered(self, query: Query, engine: RouteEngine | None = None) -> Answer | None:
        try:
            return (engine or self.engine).ask(query)
        except NoRouteError:
            return None


def keeps_list_rule(answer: Answer) -> bool:
    """Whether no way listed shares too much, is beaten by one before it, or comes back to a country."""
    ways, most = answer.itineraries, answer.query.most_overlap
    behind = ways[1:]
    differ = all(way.overlap is not None and way.overlap.most <= most for way in behind)
    beaten = any(_beats(one, way) for n, way in enumerate(ways) for one in ways[:n])
    return differ and not beaten and not any(way.re_enters for way in behind)


def _beats(one: Itinerary, other: Itinerary) -> bool:
    mine, theirs = (
        (times(w.re_enters) * w.time.typical, times(w.re_enters) * w.cost.typical, w.grade.rank)
        for w in (one, other)
    )
    return mine != theirs and all(a <= b for a, b in zip(mine, theirs, strict=True))


def _best(answer: Answer | None) -> tuple[tuple[Leg, ...], Band, Band, int] | None:
    """What the best way consists of and comes to."""
    if answer is None:
        return None
    best = answer.itineraries[0]
    return best.legs, best.cost, best.time, best.generalised_cents
