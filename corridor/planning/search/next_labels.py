"""Labels of the search for the next way (`corridor.planning.search.next_way`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import le

import numpy as np

from corridor.model.band import half_width
from corridor.model.evidence import Grade
from corridor.planning.links.frontiers import no_worse
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.links.star import NEVER, IntArray
from corridor.planning.search.compared import Value
from corridor.planning.search.growth import Growth, Label
from corridor.planning.search.labels import Task
from corridor.planning.search.listing import Rule
from corridor.planning.search.widths import no_wider, wider

# Rank of evidence than which any is better.
_ANY = len(Grade)


@dataclass(frozen=True, slots=True)
class Left:
    """Least objective, minutes and cents from each state to the target over some links."""

    objective: list[int]
    minutes: list[int]
    cents: list[int]


@dataclass(frozen=True, slots=True)
class Rival:
    """
    A way listed, and what bounds the paths that may stand behind it.

    `left` is the least from each state with its excess priced at `price`.
    """

    minutes: Value
    cents: Value
    rank: int
    price: float
    left: list[int]

    def beats(self, minutes: int, cents: int, rank: int) -> bool:
        """Whether it is no worse than a path of so much at least, and better in one."""
        if minutes < self.minutes or cents < self.cents or rank < self.rank:
            return False
        return minutes > self.minutes or cents > self.cents or rank > self.rank


class Places:
    """Places at which paths stop, as bits; in each layer of stops asked for they are others."""

    def __init__(self, network: SearchGraph) -> None:
        """Number the places of all states."""
        layers, states = len(network.inner) + 1, np.arange(network.source)
        place = np.array(network.segments.index.stop_place, dtype=np.int64)
        at = place[network.stop_of[states % network.per_layer // 2]]
        numbers = at * layers + np.minimum(states // network.per_layer, layers - 1)
        self._bits = [1 << number for number in numbers.tolist()]
        # Both ends and the state on land before the last are no stops; gates stand at one each.
        self._bits += [
            1 << (network.place_of(s) * layers + network.layer_of(s)) if network.stands_at(s) else 0
            for s in range(network.source, network.size)
        ]
        self._network = network
        self._of_country: dict[int, int] = {}
        self._ends: dict[int, tuple[int, int]] = {}

    def after(self, visited: int, link: int) -> int | None:
        """Places visited after one link more; None where it leads to one of them."""
        ends = self._ends.get(link)
        if ends is None:
            tail, head = int(self._network.tail[link]), int(self._network.head[link])
            ends = self._ends[link] = self._bits[tail], self._bits[head]
        here, there = ends
        if here == there or not there:
            return visited | here
        return None if visited & there else visited | here | there

    def within(self, countries: int) -> int:
        """All places of some countries, both as bits."""
        bits = 0
        for code in range(countries.bit_length()):
            if countries >> code & 1:
                bits |= self._in_country(code)
        return bits

    def _in_country(self, code: int) -> int:
        found = self._of_country.get(code)
        if found is None:
            found, country = 0, self._network.state_country
            if country is not None:
                for state in np.flatnonzero(country == code).tolist():
                    found |= self._bits[state]
            self._of_country[code] = found
        return found


class NextLabels(Growth[int]):
    """
    Labels in the order of their bounds.

    `most` is the greatest objective looked for; `made` counts labels, `reached` is the greatest
    bound of those taken.
    """

    def __init__(
        self,
        task: Task,
        rule: Rule,
        rivals: Sequence[Rival],
        excess: Sequence[IntArray],
        places: Places,
        left: Left,
        fresher: Mapping[int, Left],
    ) -> None:
        """`left` is over all links, `fresher` over those of better evidence than the rank of a rival."""
        super().__init__(task.network, resources=task.resources, once=task.once)
        self.task, self.rule, self.most, self.made, self.reached = task, rule, NEVER, 0, 0
        self._rivals, self._excess, self._places = rivals, excess, places
        self._left: list[int] = task.left.tolist()
        self._minutes, self._cents, self._fresher = left.minutes, left.cents, fresher
        self._by_clock = task.time_w + sum(r.multiplier for r in task.resources if r.by_clock)
        self._of_link: dict[int, tuple[int, int, tuple[int, ...], int]] = {}
        self._onward: dict[int, list[tuple[int, int]]] = {}
        self._settled: dict[int, list[Label]] = {}
        self._gone: dict[int, int] = {}
        self._late = task.late

    def first(self) -> Label:
        """The label at the source."""
        label = super().first()
        label.spent = self.task.offset
        label.apart = (0,) * (len(self._rivals) + 1)
        return label

    def branches(self, label: Label) -> Iterator[tuple[int, int]]:
        """Links that leave a label, with the least that a path over both can come to; least first."""
        onward = self._onward.get(label.state)
        if onward is None:
            onward = self._onward[label.state] = self._sorted(label.state)
        spent = label.spent
        for bound, link in onward:
            yield bound + spent, link

    def _sorted(self, state: int) -> list[tuple[int, int]]:
        """What links that leave a state and the rest after them weigh, and the links; least first."""
        task, network = self.task, self.network
        links = network.star.leaving(state)
        bounds = np.minimum(task.bound[links] + task.left[network.head[links]], NEVER)
        order = np.argsort(bounds, kind="stable")
        order = order[: np.count_nonzero(bounds < NEVER)]
        return list(zip(bounds[order].tolist(), links[order].tolist(), strict=True))

    def extended(self, label: Label, link: int) -> Label | None:
        """A label one link on; None where it stops twice at a place or leads to no way."""
        if self._places.after(label.visited, link) is None:
            return None
        child = self.grown(label, link)
        if child is None:
            return None
        self.made += 1
        self.completed(child)
        if self._late is not None:
            self.aside[:] = [other for other in self.aside if not self._too_late(other)]
            if self._too_late(child):
                return None
        return child if self.bound(child) <= self.most else None

    def _too_late(self, label: Label) -> bool:
        """Whether no path over a label is surely there in time."""
        late, (squares, width, _) = self._late, label.spread
        if late is None:
            return False
        if label.state == self.network.target:
            return not late.sure.keeps(label.minutes, half_width(squares, width))
        return late.breaks(label.state, label.minutes, squares, width)

    def completed(self, label: Label) -> None:
        """Enter in a label just made what is counted of it."""
        link, before = label.link, label.parent
        assert before is not None
        found = self._of_link.get(link)
        if found is None:
            task = self.task
            excess = tuple(int(column[link]) for column in self._excess)
            found = int(task.weight[link]), int(task.bound[link]), excess, self.rule.rank(link)
            self._of_link[link] = found
        weight, bound, more, rank = found
        label.value, label.spent = before.value + weight, before.spent + bound
        if label.step is not None:
            label.value += self.task.time_w * label.step.lost
            label.spent += self._by_clock * label.step.lost
        label.apart = (*map(int.__add__, before.apart, more), max(before.apart[-1], rank))
        label.visited = self._places.after(before.visited, link) or 0
        if self._late is not None:
            driven = label.step.driven if label.step else 0
            label.spread = wider(before.spread, self._late.sure.widths.of(link, driven))

    def bound(self, label: Label) -> int:
        """Least that a way over a label can come to; `NEVER` where there is none."""
        state, value, apart = label.state, label.value, label.apart
        bound, rank = label.spent + self._left[state], apart[-1]
        minutes, cents = label.minutes + self._minutes[state], label.cents + self._cents[state]
        need = _ANY
        for rival, over in zip(self._rivals, apart, strict=False):
            if minutes >= rival.minutes and cents >= rival.cents:
                if rival.beats(minutes, cents, rank):
                    return NEVER
                # Neither faster nor cheaper: it must be of better evidence.
                need = min(need, rival.rank)
            # Less what the price may be rounded by.
            bound = max(bound, value + int(rival.price * over) - 2 + rival.left[state])
        if rank < need < _ANY:
            left = self._fresher[need]
            bound = max(bound, value + left.objective[state])
            minutes, cents = label.minutes + left.minutes[state], label.cents + left.cents[state]
            if any(rival.beats(minutes, cents, rank) for rival in self._rivals):
                return NEVER
        if state == self.network.target:
            # What a bound under limits left out is made good before the path is given.
            return NEVER if max(apart[:-1]) > 0 else max(value, bound)
        return bound

    def settle(self, label: Label) -> bool:
        """Keep a label; False when another dominates it."""
        if self.is_goal(label):
            return True
        self.reached = max(self.reached, label.spent + self._left[label.state])
        others = self._settled.setdefault(label.state, [])
        for other in others:
            if self._dominates(other, label):
                return False
        others.append(label)
        return True

    def _dominates(self, one: Label, other: Label) -> bool:
        early = other.minutes - one.minutes
        if early < 0 or one.cents > other.cents:
            return False
        if one.value + self.task.time_w * early > other.value:
            return False
        if one.driven > other.driven and early < self.longest_rest:
            return False
        if self._late is not None and (
            one.driven != other.driven or not no_wider(one.spread, other.spread)
        ):
            return False
        if not all(map(le, one.apart, other.apart)) or not no_worse(one.past, other.past):
            return False
        if one.visited & ~other.visited and one.visited & ~other.visited & self._ahead(other):
            return False
        return not one.used or all(map(le, one.used, other.used))

    def _ahead(self, label: Label) -> int:
        """Places, as bits, at which a path on from a label may stop: those of no country left."""
        gone, line = label.past
        if line:
            return -1  # it comes back to the country whose line this is
        found = self._gone.get(gone)
        if found is None:
            found = self._gone[gone] = ~self._places.within(gone)
        return found
