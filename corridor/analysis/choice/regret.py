"""
The way of least regret over the shipped scenarios.

The ways are those listed today and the best one of each scenario. What a way counts in a scenario, less
the best there, is its regret: what a planner who had chosen it would have lost if the scenario comes
true. All is generalised cost: dollars, and hours at the value of time. A way goes by the very roads, posts,
terminals and ships; what is shut for a time is waited for, what stays shut or has no price makes its
regret endless. Ways are held against each other by their own figures, limits aside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from corridor.analysis.choice.same_way import Way, least_on, plain_label, way_of
from corridor.engine import RouteEngine
from corridor.model.message import Message
from corridor.model.objective import Objective, Weights
from corridor.model.query import Query
from corridor.planning.answer.labels import labels_of
from corridor.planning.answering import Found
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.search.limits import Limits, best_within
from corridor.planning.search.path import Path
from corridor.planning.search.search import Search
from corridor.tables.dataset import Dataset
from corridor.tables.overlays.scenario_files import scenario, shipped_names

Progress = Callable[[str], None]
TODAY = "today"
# What a way counts in each scenario, in parts of the objective; None where it cannot be gone.
Counts = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class State:
    """A scenario, and the least that any way counts in it, in cents."""

    name: str
    title: str
    best_cents: int


@dataclass(frozen=True, slots=True)
class Regretted:
    """
    A way with its regret in each scenario, in cents; None where it cannot be gone and another can.

    `number` is that of the listed way from 1, None for one that is best in a scenario alone.
    """

    label: Message
    number: int | None
    regrets: tuple[int | None, ...]

    @property
    def shut(self) -> int:
        """In how many scenarios it cannot be gone."""
        return sum(r is None for r in self.regrets)

    @property
    def most(self) -> int:
        """The greatest of its regrets that have an end."""
        return max((r for r in self.regrets if r is not None), default=0)

    @property
    def mean(self) -> float:
        """The mean of its regrets that have an end."""
        known = [r for r in self.regrets if r is not None]
        return sum(known) / len(known) if known else 0.0


@dataclass(frozen=True, slots=True)
class Regret:
    """
    All ways and scenarios that count.

    Attributes
    ----------
    states
        The tables as they are, then the scenarios that change what some way counts.
    unchanged, cut_off
        Names of those that change nothing here, and of those in which there is no way at all.
    ways
        Those that can be gone in most scenarios first, of these the one of least greatest regret.
    """

    states: tuple[State, ...]
    unchanged: tuple[str, ...]
    cut_off: tuple[str, ...]
    ways: tuple[Regretted, ...]

    @property
    def least_most(self) -> int:
        """Place of the way of least greatest regret, from 0."""
        return self._least(lambda way: way.most)

    @property
    def least_mean(self) -> int:
        """Place of the way of least mean regret, from 0."""
        return self._least(lambda way: way.mean)

    def _least(self, key: Callable[[Regretted], float]) -> int:
        return min(range(len(self.ways)), key=lambda n: (self.ways[n].shut, key(self.ways[n]), n))


@dataclass(frozen=True)
class _World:
    """A scenario with its network and the best way in it."""

    name: str
    title: str
    network: SearchGraph
    dataset: Dataset
    weigh: Weights
    best: Path | None

    def counted(self, way: Way) -> int | None:
        """What a way counts in it."""
        found = least_on(self.network, way, self.weigh)
        return None if found is None else found[0]


def regret(engine: RouteEngine, query: Query, listed: Found, progress: Progress) -> Regret:
    """
    Regrets of the listed ways and of the best of each shipped scenario.

    Parameters
    ----------
    engine, query
        The tables as they are, and the question.
    listed
        Its answer.
    progress
        Called with a line at each scenario.
    """
    ways: dict[Way, tuple[Message, int | None]] = {}
    network = listed.solver.network
    labels = labels_of(network, engine.dataset, listed.paths)
    for number, (path, label) in enumerate(zip(listed.paths, labels, strict=True), 1):
        ways.setdefault(way_of(network, path), (plain_label(label), number))
    worlds = []
    for world in _worlds(engine, query, progress):
        worlds.append(world)
        if world.best is not None:
            label = labels_of(world.network, world.dataset, [world.best])[0]
            ways.setdefault(way_of(world.network, world.best), (plain_label(label), None))
    counts = [tuple(world.counted(way) for world in worlds) for way in ways]
    return _judged(worlds, list(ways.values()), counts)


def _worlds(engine: RouteEngine, query: Query, progress: Progress) -> Iterator[_World]:
    """The tables as they are, then each shipped scenario that is not laid over them already."""
    query = replace(query, objective=Objective.GENERALISED)
    held = {overlay.name for overlay in engine.overlays}
    overlays = [scenario(name) for name in shipped_names() if name not in held]
    progress(f"--regret: {len(overlays)} scenarios beside the tables as they are")
    for name, title, over in (
        (TODAY, "The tables as they are", engine),
        *((o.name, o.title, engine.with_overlay(o)) for o in overlays),
    ):
        planning = over.planning(query)
        network = planning.graph()
        weigh = query.objective.weights(planning.resolved.value_of_time_usd_per_h)
        best = best_within(Search(replace(network, discouraged=None), weigh), Limits())
        yield _World(name, title, network, over.dataset, weigh, best)


def _judged(
    worlds: Sequence[_World],
    named: Sequence[tuple[Message, int | None]],
    counts: Sequence[Counts],
) -> Regret:
    """Regrets from what every way counts, scenarios that change nothing left out."""
    columns = list(zip(*counts, strict=True))
    bests = [None if w.best is None else w.best.objective for w in worlds]
    same = [n for n in range(1, len(worlds)) if columns[n] == columns[0] and bests[n] == bests[0]]
    cut = [n for n, best in enumerate(bests) if best is None]
    kept = [n for n in range(len(worlds)) if n not in {*same, *cut}]
    parts = Objective.GENERALISED.parts
    ways = [
        Regretted(label, number, tuple(_regret(row[n], bests[n], parts) for n in kept))
        for (label, number), row in zip(named, counts, strict=True)
    ]
    ways.sort(key=lambda way: (way.shut, way.most, way.mean))
    return Regret(
        tuple(
            State(
                worlds[n].name,
                worlds[n].title,
                round((bests[n] or 0) / parts) + worlds[n].network.start_cents,
            )
            for n in kept
        ),
        tuple(worlds[n].name for n in same if n not in cut),
        tuple(worlds[n].name for n in cut),
        tuple(ways),
    )


def _regret(own: int | None, best: int | None, parts: int) -> int | None:
    return None if own is None or best is None else round((own - best) / parts)
