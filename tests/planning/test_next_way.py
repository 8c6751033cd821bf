"""
The list of ways against every way counted out, on networks drawn from seeds.

Each network has places in countries, hauls by road and rail over sections that they share, borders with
closures in time and evidence of their use, and ships. The same trials are run with faults put
in, and then some must fail.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from fractions import Fraction
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from corridor.model.evidence import Grade, weakest
from corridor.model.link_kind import LinkKind
from corridor.model.objective import Weights
from corridor.planning.links.bills import HaulPart, Hauls
from corridor.planning.links.search_graph import SearchGraph, Timed
from corridor.planning.links.star import IntArray, SortedLinks
from corridor.planning.search import next_way
from corridor.planning.search.compared import best_compared
from corridor.planning.search.growth import Label
from corridor.planning.search.limits import Limits
from corridor.planning.search.listing import Rule, Way
from corridor.planning.search.next_labels import NextLabels, Places
from corridor.planning.search.next_way import NextWays
from corridor.planning.search.path import Path
from corridor.planning.search.search import Search, Sweeps
from corridor.planning.time.windows import Window
from corridor.pricing.hauls import HaulLinks
from tests.longer import many
from tests.strategies import ENDLESS, leaves

NETS = many(120, 1500)
WANTED = 5
WEIGH = Weights(cost_w=1, time_w=2**24)
GRADES = (Grade.FRESH, Grade.OLD, Grade.NONE)
MOST = 2**50


@dataclass(frozen=True)
class Line:
    """A link: its states, kind, figures, sections or ship, and the evidence behind it."""

    tail: int
    head: int
    kind: LinkKind
    cost: int = 0
    time: int = 0
    mode: int = 1
    sections: tuple[int, ...] = ()
    ship: int = -1
    metres: int = 0
    windows: tuple[Window, ...] = ()
    grade: Grade = Grade.FRESH


@dataclass(frozen=True)
class Trial:
    """A network, its lines, the country and the place of each state, and the rule of its list."""

    net: SearchGraph
    lines: list[Line]
    country: list[int]
    place: list[int]
    lengths: list[int]
    most: Fraction

    def grade(self, links: Sequence[int]) -> Grade:
        return weakest(self.lines[n].grade for n in links)

    def rule(self) -> Rule:
        return Rule(self.net, lambda links: self.grade(list(links)), self.most)


def drawn(seed: int) -> Trial:
    """Places in a row of countries, hauls within each over shared sections, borders between."""
    draw = random.Random(seed)
    places = draw.randint(4, 6)
    at = sorted(draw.randrange(3) for _ in range(places))
    lengths = [draw.randint(1, 40) * 1000 for _ in range(draw.randint(4, 9))]
    source, target = 2 * places, 2 * places + 2
    lines = [Line(source, 0, LinkKind.ACCESS), Line(2 * places - 1, target, LinkKind.ACCESS)]
    for p in range(places):
        lines.append(
            Line(2 * p + 1, 2 * p, LinkKind.TRANSFER, draw.randint(0, 6), draw.randint(0, 6))
        )
    for _ in range(draw.randint(2, 3)):
        lines += [_across(draw, p, q, at, lengths) for p, q in _pairs(draw, places)]
    # So much beside the cents that no two ways come to the same.
    lines = [replace(one, cost=one.cost * 2**24 + draw.randrange(2**20)) for one in lines]
    country = [at[s // 2] for s in range(source)] + [at[0], at[-1], at[-1]]
    place = [s // 2 for s in range(source)] + [-1, -1, -1]
    most = draw.choice(
        [Fraction(7, 10), Fraction(7, 10), Fraction(3, 10), Fraction(0), Fraction(19, 20)]
    )
    return Trial(made(lines, country, lengths, places), lines, country, place, lengths, most)


def _pairs(draw: random.Random, places: int) -> Iterator[tuple[int, int]]:
    """Neighbours in the row one way, and two others either way."""
    yield from ((p, p + 1) for p in range(places - 1))
    for _ in range(2):
        first, second = draw.sample(range(places), 2)
        yield first, second


def _across(draw: random.Random, p: int, q: int, at: list[int], lengths: list[int]) -> Line:
    """A haul inside a country; a border, or a ship, where two differ."""
    cost, time = draw.randint(1, 30), draw.randint(1, 30)
    grade = draw.choice(GRADES)
    if at[p] == at[q]:
        mode = draw.randrange(2)
        over = tuple(draw.sample(range(len(lengths)), draw.randint(1, 3)))
        metres = sum(lengths[n] for n in over)
        seen = grade if mode == 0 else Grade.FRESH
        return Line(
            2 * p, 2 * q + 1, LinkKind.LINE_HAUL, cost, time, mode, over, metres=metres, grade=seen
        )
    if draw.random() < 0.3:
        ship = draw.randrange(3)
        return Line(
            2 * p, 2 * q, LinkKind.SAILING, cost, time, ship=ship, metres=50_000, grade=grade
        )
    windows = []
    if draw.random() < 0.3:
        start = draw.randint(-10, 40)
        end = ENDLESS if draw.random() < 0.1 else start + draw.randint(1, 20)
        windows.append(Window(start, end, draw.choice([0, 0, 5]), "closures:w"))
    tail = 2 * p + draw.randrange(2)
    return Line(tail, 2 * q, LinkKind.BORDER, cost, time, windows=tuple(windows), grade=grade)


def made(lines: list[Line], country: list[int], lengths: list[int], places: int) -> SearchGraph:
    """The search network of some lines."""

    def column(values: list[Any]) -> Any:
        return np.array(values, dtype=np.int64)

    hauls = [one for one in lines if one.kind is LinkKind.LINE_HAUL]
    ships = [one for one in lines if one.kind is LinkKind.SAILING]
    rows = {id(one): n for group in (hauls, ships) for n, one in enumerate(group)}
    count, none = len(lines), np.zeros(len(lines), dtype=np.bool_)
    tail, head = column([one.tail for one in lines]), column([one.head for one in lines])
    size = 2 * places + 3
    numbers = [n + 1 for one in hauls for n in one.sections]
    starts = np.cumsum([0, *(len(one.sections) for one in hauls)])
    part = HaulPart(
        HaulLinks(
            np.array(["AA"] * len(hauls)),
            np.array([one.mode for one in hauls], dtype=np.uint8),
            column([one.metres for one in hauls]),
            np.array([True] * len(hauls)),
        ),
        np.zeros(len(hauls), dtype=np.int32),
        column([0] * len(hauls)),
        starts.astype(np.int64),
        column(numbers),
        cast("Any", None),
    )
    segments = SimpleNamespace(
        lengths_m=lengths,
        added_range=range(0),
        parent=lambda n: n,
        length_m=lambda signed: lengths[abs(signed) - 1],
        index=SimpleNamespace(stop_place=list(range(places))),
    )
    return SearchGraph(
        source=2 * places,
        target=2 * places + 2,
        size=size,
        per_layer=2 * places,
        tail=tail,
        head=head,
        star=SortedLinks(tail, head, size, np.array([o.kind is LinkKind.LINE_HAUL for o in lines])),
        kind=np.array([one.kind.code for one in lines], dtype=np.uint8),
        row=column([rows.get(id(one), 0) for one in lines]),
        cost=column([one.cost for one in lines]),
        time=column([one.time for one in lines]),
        co2e=column([0] * count),
        length_m=column([one.metres for one in lines]),
        shut=none,
        closed=none,
        lacking=none,
        elements=(None,),
        element_of=column([0] * count),
        timed={n: (Timed(0, one.windows),) for n, one in enumerate(lines) if one.windows},
        hauls=Hauls((part,)),
        bills={},
        borders=[],
        transfers=[],
        ports=[],
        sailings=cast("Any", [SimpleNamespace(service=SimpleNamespace(id=o.ship)) for o in ships]),
        segments=cast("Any", segments),
        countries=("A", "B", "C"),
        state_country=column(country),
        stop_of=column(list(range(places))),
    )


def every_way(trial: Trial) -> Iterator[tuple[int, ...]]:
    """Every way that comes to no place where it has been and to no country that it has left."""

    def onward(
        state: int, places: frozenset[int], left: frozenset[int], way: tuple[int, ...]
    ) -> Iterator[tuple[int, ...]]:
        if state == trial.net.target:
            yield way
            return
        for number, line in enumerate(trial.lines):
            if line.tail != state:
                continue
            here, there = trial.place[state], trial.place[line.head]
            if there >= 0 and there != here and there in places:
                continue
            home, abroad = trial.country[state], trial.country[line.head]
            if abroad != home and abroad in left:
                continue
            gone = left | {home} if abroad != home else left
            yield from onward(line.head, places | {there}, gone, (*way, number))

    yield from onward(trial.net.source, frozenset(), frozenset(), ())


@dataclass(frozen=True)
class Counted:
    """A way met in time minute by minute."""

    links: tuple[int, ...]
    value: int
    minutes: int
    cents: int


def counted(trial: Trial, links: tuple[int, ...]) -> Counted | None:
    """The figures of a way; None where a closure never ends."""
    at = cents = 0
    for number in links:
        through = leaves(at, trial.lines[number].windows)
        if through is None:
            return None
        at = through + trial.lines[number].time
        cents += trial.lines[number].cost
    return Counted(links, WEIGH.cost_w * cents + WEIGH.time_w * at, at, cents)


def share(trial: Trial, one: Counted, other: Counted) -> Fraction:
    """Share of a way's own metres over sections, or by ships, that another has too."""
    sections = {s for n in other.links for s in trial.lines[n].sections}
    ships = {trial.lines[n].ship for n in other.links} - {-1}
    common = whole = 0
    for line in (trial.lines[n] for n in one.links):
        whole += line.metres
        if line.ship in ships:
            common += line.metres
        common += sum(trial.lengths[s] for s in line.sections if s in sections)
    return Fraction(common, whole) if whole else Fraction(1)


def beats(trial: Trial, one: Counted, other: Counted) -> bool:
    mine, theirs = ((w.minutes, w.cents, GRADES.index(trial.grade(w.links))) for w in (one, other))
    return mine != theirs and all(a <= b for a, b in zip(mine, theirs, strict=True))


def expected(trial: Trial, first: tuple[int, ...], limits: Limits) -> list[tuple[int, ...]]:
    """The list by its definition, over every way counted out."""
    found = [c for way in every_way(trial) if (c := counted(trial, way)) is not None]
    most = limits.minutes
    found = sorted((c for c in found if most is None or c.minutes <= most), key=lambda c: c.value)
    head = counted(trial, first)
    assert head is not None
    listed = [head]
    for way in found:
        if way.links == first or len(listed) == WANTED:
            continue
        if any(share(trial, way, other) > trial.most for other in listed):
            continue
        if any(beats(trial, other, way) for other in listed):
            continue
        listed.append(way)
    return [way.links for way in listed]


def searched(
    trial: Trial, first: Path, limits: Limits, labels: int = 10**6
) -> tuple[list[Way], next_way.Found | None]:
    """The list as it is searched, and what was found last."""
    net, rule = trial.net, trial.rule()
    search = Search(net, WEIGH)
    near = Sweeps(search).ahead, search.left
    finder = NextWays(search, limits, rule, near, labels)
    ways, found = [rule.way(first)], None
    while len(ways) < WANTED:
        found = finder.after(ways, MOST)
        if found.path is None:
            break
        ways.append(rule.way(found.path))
    return ways, found


def asked(seed: int) -> tuple[Trial, Path | None, Limits]:
    """A network, the best way of it, and in some a limit on the minutes."""
    trial = drawn(seed)
    limits = Limits(minutes=random.Random(seed).randint(60, 150)) if seed % 3 == 0 else Limits()
    return trial, best_compared(Search(trial.net, WEIGH), limits), limits


def wrong(seed: int) -> bool:
    """Whether the list searched is not the one counted out."""
    trial, first, limits = asked(seed)
    if first is None:
        return False
    ways, _ = searched(trial, first, limits)
    return [w.path.links for w in ways] != expected(trial, first.links, limits)


def test_the_list_is_that_of_every_way_counted_out() -> None:
    assert [seed for seed in range(NETS) if wrong(seed)] == []


def _forgets_shares(self: NextLabels, one: Label, other: Label) -> bool:
    alike = replace_apart(one, (*other.apart[:-1], one.apart[-1]))
    return bool(DOMINATES(self, alike, other))


def _forgets_evidence(self: NextLabels, one: Label, other: Label) -> bool:
    alike = replace_apart(one, (*one.apart[:-1], other.apart[-1]))
    return bool(DOMINATES(self, alike, other))


def replace_apart(label: Label, apart: tuple[int, ...]) -> Label:
    changed = copy(label)
    changed.apart = apart
    return changed


def _asks_for_more(rule: Rule, way: Way) -> IntArray:
    return EXCESS(rule, way) + 9000 * (rule.network.length_m > 0)


def _goes_round(self: Places, visited: int, link: int) -> int | None:
    return visited


DOMINATES, EXCESS = NextLabels._dominates, next_way.excess_of
FAULTS: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "labels that share more dominate": (NextLabels, "_dominates", _forgets_shares),
    "labels of weaker evidence dominate": (NextLabels, "_dominates", _forgets_evidence),
    "excess is not metres": (next_way, "excess_of", _asks_for_more),
    "places are passed twice": (Places, "after", _goes_round),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_put_in_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*FAULTS[fault])
    assert any(wrong(seed) for seed in range(1500))


def test_what_is_given_up_is_right_up_to_where_it_looked() -> None:
    """With few labels the list is a head of the whole one, and no way missing counts less than told."""
    cut = 0
    for seed in range(NETS // 2):
        trial, first, limits = asked(seed)
        if first is None:
            continue
        whole = expected(trial, first.links, limits)
        ways, found = searched(trial, first, limits, labels=40)
        links = [w.path.links for w in ways]
        assert links == whole[: len(links)]
        if found is not None and found.given_up and len(whole) > len(links):
            missing = counted(trial, whole[len(links)])
            assert missing is not None
            assert found.looked <= missing.value
            cut += 1
    assert cut >= 5
