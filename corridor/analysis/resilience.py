"""What is lost when a crossing, bridge, tunnel, port or line fails for some days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from corridor.engine import RouteEngine
from corridor.model.link_kind import LinkKind
from corridor.model.query import Query
from corridor.model.ref import Ref, RefKind
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.search.compared import Value
from corridor.planning.search.path import Path
from corridor.planning.steps import Planning
from corridor.planning.time.windows import Window
from corridor.tables.dataset import Dataset

_DAY_MIN = 1440


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    The best way under some loss: its own minutes and cents, and what it leads over.

    `objective` is what it counts in comparisons.
    """

    objective: Value
    minutes: int
    cents: int
    subjects: frozenset[Ref]


def outcome(planning: Planning, lost: Iterable[Ref] = (), days: float = 0) -> Outcome | None:
    """
    The best way when some subjects are closed for some days from departure.

    Waiting for the reopening is weighed against every detour. None when there is no way.
    """
    shut = Window(0, round(days * _DAY_MIN), 0, "")
    extra = dict.fromkeys(lost, (shut,)) if days else {}
    solver = planning.solver_with(extra)
    network = solver.network
    found = solver.best(solver.query.objective)
    if found is None:
        return None
    cents = found.cents + solver.start_cents
    return Outcome(solver.value(found), found.minutes, cents, _subjects(network, found))


def _subjects(network: SearchGraph, found: Path) -> frozenset[Ref]:
    subjects: set[Ref] = set()
    sections = network.segments.graph.segment_section
    for step in found.steps:
        kind, row = network.kind_of(step.link), int(network.row[step.link])
        if kind is LinkKind.BORDER:
            subjects.add(Ref(RefKind.CROSSING, network.borders[row].crossing.id))
        elif kind is LinkKind.PORT:
            subjects.add(Ref(RefKind.PORT, network.ports[row].port.id))
        elif kind is LinkKind.SAILING:
            subjects |= {Ref(RefKind.PASSAGE, p) for p in network.sailings[row].service.passages}
        elif kind is LinkKind.LINE_HAUL:
            for segment in network.hauls.segments(row):
                whole = network.segments.parent(abs(segment) - 1)
                if whole is not None:
                    subjects.add(Ref(RefKind.SECTION, str(sections[whole])))
    return frozenset(subjects)


DURATIONS_DAYS = (7, 30, 90)
_PAIRS = 10
_FOR_PAIRS = 12
_DAY_MIN = 1440
# Of things alike the first of these kinds stands for all.
_RANK = ("crossing", "port", "passage", "tunnel", "bridge", "line")

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Extra:
    """
    Mean extra days and dollars over all origins that a loss brings, and origins cut off.

    `worth` is the mean extra objective as a share of the best: what losses are ranked by,
    since a dearer way may be faster, or a slower one cheaper.
    """

    days: float
    usd: float
    worth: float
    worst_origin: str
    worst_days: float
    cut_off: int


@dataclass(frozen=True, slots=True)
class Loss:
    """
    One subject, or a pair, with what its loss brings by duration in days.

    `alike` are the names of others that lie in line with it: lost instead, they bring the same.
    """

    subjects: tuple[Ref, ...]
    names: tuple[str, ...]
    kind: str
    extra: tuple[tuple[int, Extra], ...]
    ways: tuple[tuple[str, str], ...]
    alike: tuple[str, ...] = ()

    @property
    def used_by(self) -> int:
        """How many ways lead over it."""
        return len(self.ways)

    @property
    def weight(self) -> tuple[int, float]:
        """Rank: origins cut off, then the extra objective, at the longest duration."""
        last = self.extra[-1][1]
        return last.cut_off, last.worth


@dataclass(frozen=True, slots=True)
class Resilience:
    """All losses that matter, singly and in the worst pairs, the worst first."""

    pairs_of: tuple[tuple[str, str], ...]
    single: tuple[Loss, ...]
    double: tuple[Loss, ...]


def judge(
    engine: RouteEngine, queries: Sequence[Query], progress: Progress, *, pair_days: int = 30
) -> Resilience:
    """
    Rank what may be lost by the extra days and dollars that its loss brings.

    Only what the best way of some query leads over can cost anything when it is lost, so
    that is what is tried; for pairs, also what the best path leads over once the first is
    lost. Each loss is a closure from departure on, so waiting may be the best answer.
    """
    base: dict[Query, Outcome] = {}
    for query in queries:
        found = outcome(engine.planning(query))
        if found is not None:
            base[query] = found
    subjects = sorted({s for o in base.values() for s in o.subjects})
    progress(f"{len(subjects)} subjects on the best ways of {len(base)} queries")
    single = [
        loss
        for n, subject in enumerate(subjects)
        if (loss := _loss(engine, base, (subject,), DURATIONS_DAYS, _ticked(progress, n)))
    ]
    single.sort(key=lambda loss: loss.weight, reverse=True)
    grouped = in_line(single)
    worst = [loss.subjects[0] for loss in grouped[:_FOR_PAIRS]]
    pairs = _pairs(engine, base, worst, pair_days)
    progress(f"{len(pairs)} pairs for {pair_days} days")
    double = [
        loss
        for pair in pairs
        if (loss := _loss(engine, base, pair, (pair_days,), lambda: None))
        and _worse_together(loss, single, pair_days)
    ]
    double.sort(key=lambda loss: loss.weight, reverse=True)
    double = in_line(double)
    ends = tuple((q.origin, q.destination) for q in base)
    return Resilience(ends, tuple(single), tuple(double[:_PAIRS]))


def in_line(losses: Sequence[Loss]) -> list[Loss]:
    """
    Losses with those alike put together under the one that a reader knows best.

    Things in line on the same ways (a crossing, and the roads that lead to it alone) bring the
    same when lost; a crossing or port stands for them, else a bridge or tunnel.
    """
    found: dict[tuple[object, ...], list[Loss]] = {}
    for loss in losses:
        found.setdefault((loss.ways, loss.extra), []).append(loss)
    grouped: list[Loss] = []
    for alike in found.values():
        first = min(alike, key=lambda loss: sum(_RANK.index(k) for k in loss.kind.split(" + ")))
        others = (" and ".join(loss.names) for loss in alike if loss is not first)
        grouped.append(replace(first, alike=tuple(others)))
    return grouped


def _ticked(progress: Progress, number: int) -> Callable[[], None]:
    def tick() -> None:
        if number and number % 20 == 0:
            progress(f"{number} tried")

    return tick


def _worse_together(pair: Loss, single: Sequence[Loss], days: int) -> bool:
    """Whether losing both is worse than losing the worse of the two."""
    alone = [
        (e.cut_off, e.worth)
        for loss in single
        if loss.subjects[0] in pair.subjects
        for d, e in loss.extra
        if d == days
    ]
    worst = max(alone, default=(0, 0.0))
    return pair.weight > (worst[0], worst[1] + 1e-9)


def _pairs(
    engine: RouteEngine, base: dict[Query, Outcome], worst: Sequence[Ref], days: int
) -> list[tuple[Ref, ...]]:
    """Pairs among the worst, each with what its detours lead over."""
    found: set[tuple[Ref, ...]] = set(combinations(sorted(worst), 2))
    gates = {RefKind.CROSSING, RefKind.PORT, RefKind.PASSAGE}
    for subject in worst[: _FOR_PAIRS // 2]:
        for query, before in base.items():
            if subject in before.subjects:
                after = outcome(engine.planning(query), (subject,), days)
                others = after.subjects - before.subjects if after else frozenset()
                found |= {tuple(sorted((subject, o))) for o in others if o.kind in gates}
    return sorted(found)


def _loss(
    engine: RouteEngine,
    base: dict[Query, Outcome],
    subjects: tuple[Ref, ...],
    durations: Iterable[int],
    tick: Callable[[], None],
) -> Loss | None:
    tick()
    touched = {q: o for q, o in base.items() if o.subjects & set(subjects)}
    extra: list[tuple[int, Extra]] = []
    for days in durations:
        more: list[tuple[float, float, str]] = []
        worth = 0.0
        cut_off = 0
        for query, before in touched.items():
            after = outcome(engine.planning(query), subjects, days)
            if after is None:
                cut_off += 1
                continue
            worth += after.objective / before.objective - 1
            late = (after.minutes - before.minutes) / _DAY_MIN
            more.append((late, (after.cents - before.cents) / 100, query.origin))
        worst = max(more, default=(0.0, 0.0, ""))
        extra.append(
            (
                days,
                Extra(
                    sum(m[0] for m in more) / len(base),
                    sum(m[1] for m in more) / len(base),
                    worth / len(base),
                    worst[2],
                    worst[0],
                    cut_off,
                ),
            )
        )
    if not any(e.worth or e.cut_off for _, e in extra):
        return None
    names = tuple(name_of(engine.dataset, s) for s in subjects)
    kind = " + ".join(kind_of(engine.dataset, s) for s in subjects)
    ways = tuple((q.origin, q.destination) for q in touched)
    return Loss(subjects, names, kind, tuple(extra), ways)


def name_of(dataset: Dataset, subject: Ref) -> str:
    """How a subject is called."""
    if subject.kind is RefKind.CROSSING:
        row = dataset.crossing[subject.id]
        return f"{row.name} ({row.mode})"
    if subject.kind is RefKind.PORT:
        return dataset.hub[subject.id].name
    if subject.kind is RefKind.SECTION:
        section = dataset.section[subject.id]
        ends = (dataset.hub[section.from_id].name, dataset.hub[section.to_id].name)
        return f"{' - '.join(ends)} ({section.mode})"
    return subject.id


def kind_of(dataset: Dataset, subject: Ref) -> str:
    """Crossing, port, passage or line; a line with a bridge or tunnel is called by it."""
    if subject.kind is not RefKind.SECTION:
        return subject.kind
    row = dataset.section[subject.id]
    ends = (dataset.hub[row.from_id].name, dataset.hub[row.to_id].name)
    text = " ".join((row.line_name, row.note.split(";")[0], *ends)).lower()
    for word in ("tunnel", "bridge"):
        if word in text and f"without the {word}" not in text:
            return word
    return "line"
