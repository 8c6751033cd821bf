"""Laws that every answer must keep, tried on random pairs of the installed graph."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from corridor.api import Planner
from corridor.errors import NoRouteError
from corridor.model.query import Query
from corridor.output.answer_json import answer_json
from corridor.routing.blocked import closed_now
from corridor.routing.calendar import calendar
from corridor.routing.clock import Departure
from corridor.routing.lanes import NEVER
from corridor.routing.losses import Outcome, outcome
from corridor.routing.planner import Planning
from corridor.routing.search import Search, weights
from corridor.sources.clocks import Clocks

_NEVER = float("inf")
# States of each network to which a search is tried beside the sweep.
_STATES = 6
Progress = Callable[[str], None]


@dataclass
class Law:
    """
    One law: how often it was tried, how often it told two cases apart, where it broke.

    `equal` laws say that two things are one, so there is nothing to tell apart.
    """

    name: str
    equal: bool = False
    tried: int = 0
    differed: int = 0
    broken: tuple[str, ...] = ()

    def judge(self, fine: bool, differs: bool, where: str) -> None:
        """Note one trial."""
        self.tried += 1
        self.differed += differs
        if not fine:
            self.broken = (*self.broken, where)


@dataclass(frozen=True)
class Laws:
    """The laws with their trials."""

    laws: tuple[Law, ...]
    pairs: tuple[tuple[str, str], ...]

    @property
    def broken(self) -> bool:
        """Whether any law was broken."""
        return any(law.broken for law in self.laws)

    def text(self) -> str:
        """A line for each law, and the cases that broke one."""
        lines = []
        for law in self.laws:
            state = "BROKEN" if law.broken else "holds"
            apart = "" if law.equal else f", {law.differed} of them told apart"
            lines.append(
                f"{law.name}: {state} ({law.tried} trial{'' if law.tried == 1 else 's'}{apart})"
            )
            lines += [f"  {case}" for case in law.broken[:10]]
        return "\n".join(lines)


def check(planner: Planner, pairs: int, seed: int, depart: datetime, tell: Progress) -> Laws:
    """
    Try every law on some random pairs of places.

    Parameters
    ----------
    planner
        The installed tables and graph.
    pairs, seed
        How many pairs are drawn, and with which seed.
    depart
        Departure of all queries.
    tell
        Called with a line now and then.
    """
    draw = random.Random(seed)
    trial = _Trial(planner, draw, depart)
    hubs = sorted(h.id for h in planner.library.hubs)
    drawn: list[tuple[str, str]] = []
    for number in range(pairs):
        origin, destination = draw.sample(hubs, 2)
        drawn.append((origin, destination))
        query = Query(origin=origin, destination=destination, depart=depart, k=2)
        trial.all_of(query)
        if number % 10 == 9:
            tell(f"{number + 1} of {pairs} pairs")
    return Laws(tuple(trial.laws.values()), tuple(drawn))


class _Trial:
    """Tries the laws on one query after another."""

    def __init__(self, planner: Planner, draw: random.Random, depart: datetime) -> None:
        self.planner, self.draw = planner, draw
        names = (
            "closing never improves",
            "avoiding never improves",
            "opening never worsens",
            "more modes are never worse",
            "a looser limit is never dearer",
        )
        equal = (
            "a matrix equals its routes",
            "one way alone equals the first of many",
            "the same question has the same bytes",
            "what was asked before leaves no trace",
        )
        self.laws = {name: Law(name) for name in names}
        self.laws |= {name: Law(name, equal=True) for name in equal}
        library = planner.library
        self.crossings = sorted(library.crossing)
        self.ports = sorted(library.port)
        self.planned = sorted(s.id for s in library.sections if s.status != "open")
        closed = closed_now(library, calendar(library, Departure(depart), Clocks(library)))
        self.closed = sorted(key for _, key in closed) or self.crossings

    def _outcome(self, query: Query) -> Outcome | None:
        try:
            return outcome(*self.planner.world(query))
        except NoRouteError:
            return None

    def _value(self, query: Query) -> float:
        found = self._outcome(query)
        return _NEVER if found is None else found.objective

    def all_of(self, query: Query) -> None:
        """Try every law on a query."""
        free = self._outcome(query)
        value = _NEVER if free is None else float(free.objective)
        where = f"{query.origin} - {query.destination}"
        for name, other, at_least in self._variants(query, free):
            found = self._value(other)
            fine = found >= value if at_least else found <= value
            self.laws[name].judge(fine, found != value, f"{where}: {value} and {found}")
        if free is not None:
            self._limits(query, free, where)
        self._matrix(query, where)
        self._same(query, value, where)

    def _variants(self, query: Query, free: Outcome | None) -> Iterator[tuple[str, Query, bool]]:
        """(law, changed query, whether it may not be better than the plain one)."""
        used = sorted(s.id for s in free.subjects if s.kind == "crossing") if free else []
        shut = self.draw.choice(used or self.crossings)
        yield "closing never improves", replace(query, close=(shut,)), True
        some = tuple(self.draw.sample(self.crossings, 4))
        yield "closing never improves", replace(query, close=some), True
        yield "avoiding never improves", replace(query, avoid=(shut,)), True
        yield "opening never worsens", replace(query, open=(self.draw.choice(self.closed),)), False
        yield "opening never worsens", replace(query, open=tuple(self.closed)), False
        if self.planned:
            section = self.draw.choice(self.planned)
            yield "opening never worsens", replace(query, open=(section,)), False
        for modes in (("road",), ("rail", "road")):
            yield "more modes are never worse", replace(query, modes=modes), True

    def _limits(self, query: Query, free: Outcome, where: str) -> None:
        law = self.laws["a looser limit is never dearer"]
        days = free.minutes / 1440
        before = _NEVER
        for share in (0.8, 0.9, 1.0, 1.1):
            found = self._value(replace(query, max_days=days * share + 1e-6))
            law.judge(found <= before, found != before, f"{where}: {share} of {days:.2f} days")
            before = found
        law.judge(before == free.objective, False, f"{where}: not the optimum within 1.1 times")

    def _matrix(self, query: Query, where: str) -> None:
        """One sweep from the origin to all states, against a search to each of some."""
        planning = Planning(*self.planner.world(query))
        dated, _ = planning.solver_with({})
        network = replace(dated, timed={})
        weigh = weights(query.objective, planning.vot)
        weight = np.where(network.shut, NEVER, Search(network, weigh).objective)
        row = network.lanes.out_of(network.source, weight).tolist()
        law = self.laws["a matrix equals its routes"]
        states = self.draw.sample(range(network.per_layer), _STATES)
        for state in (network.target, *states):
            found = Search(replace(network, target=state), weigh).best()
            alone = NEVER if found is None else found.objective
            law.judge(alone == row[state], alone < NEVER, f"{where}: {row[state]} and {alone}")

    def _same(self, query: Query, value: float, where: str) -> None:
        first = self._rendered(query)
        again = self._rendered(replace(query, k=1))
        alone = _best(first), _best(again)
        law = self.laws["one way alone equals the first of many"]
        law.judge(alone[0] == alone[1] and (not first) == (value == _NEVER), False, where)
        law = self.laws["the same question has the same bytes"]
        law.judge(self._rendered(query) == first, False, where)
        old = self.planner
        fresh = Planner(old.library, old.graph, old.manifest, old.folder, old.overlays)
        law = self.laws["what was asked before leaves no trace"]
        law.judge(self._rendered(query, fresh) == first, False, where)

    def _rendered(self, query: Query, planner: Planner | None = None) -> str:
        try:
            answer = (planner or self.planner).ask(query)
        except NoRouteError:
            return ""
        return json.dumps(answer_json(answer, self.planner.library), sort_keys=True)


def _best(text: str) -> object:
    if not text:
        return None
    first = json.loads(text)["itineraries"][0]
    return first["totals"], first["legs"]
