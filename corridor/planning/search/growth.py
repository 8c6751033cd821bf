"""
Labels of paths through the network of a query, and how they grow link by link.

A link is entered at its time; crossings and ports are passed once where alternatives are wanted,
countries left are not entered again where that is asked, and no limited thing is used up.

Drivers rest (`corridor.planning.links.driving`): a label knows the quarter hours driven since the last
whole rest. What a link lasts for a fresh driver is on the link; a label adds what more its own has
to rest. A border may be passed at once or after a whole rest, so a label may grow into two.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from corridor.graph.label_setting import B, Criterion
from corridor.planning.links.driving import ANOTHER, Hop, Role
from corridor.planning.links.frontiers import Frontiers, Past
from corridor.planning.links.frontiers import no_worse as no_worse_past
from corridor.planning.links.search_graph import FIRST_ELEMENT, SearchGraph
from corridor.planning.links.star import IntArray
from corridor.planning.search.path import Path, Traversal, entered
from corridor.planning.search.widths import NO_SPREAD, Spread
from corridor.planning.time.rest import Crew, outcomes, quarters
from corridor.pricing.shifts import QUARTER_MIN


@dataclass(slots=True)
class Keys:
    """What labels have passed, as numbers: same crossings, ports and modes, same number."""

    number: dict[tuple[int, int], int] = field(default_factory=dict)
    mode: list[int] = field(default_factory=lambda: [-1])
    passed: list[int] = field(default_factory=lambda: [0])

    def after(self, key: int, symbol: int) -> int:
        """The key with a symbol appended; -1 when a crossing or port would be passed twice."""
        if symbol < 0 or symbol == self.mode[key]:
            return key
        found = self.number.get((key, symbol))
        if found is not None:
            return found
        passed = self.passed[key]
        mode = self.mode[key]
        if symbol < FIRST_ELEMENT:
            mode = symbol
        else:
            bit = 1 << (symbol - FIRST_ELEMENT)
            if passed & bit:
                self.number[key, symbol] = -1
                return -1
            passed |= bit
        self.mode.append(mode)
        self.passed.append(passed)
        self.number[key, symbol] = len(self.mode) - 1
        return len(self.mode) - 1


@dataclass(frozen=True)
class Resource:
    """
    A limited thing: the most of it, what each link uses, the least left from each state on.

    Of minutes waits use some too (`by_clock`). `multiplier` is what a unit counts in the bound
    that orders labels.
    """

    most: int
    use: IntArray
    left: IntArray
    by_clock: bool = False
    multiplier: int = 0


@dataclass(slots=True)
class Label:
    """
    A path from the source to a state: minutes from departure, cents, limited things used.

    `driven` are quarter hours driven since the last whole rest. `step` is how the last link was met where that is not as its times say. `value` (the objective so
    far) and `spent` (the same in the measure of bounds) are set by the search by one value,
    `spread` by those that know how wide a path's minutes are; `apart` (excess over what may be shared with
    each way listed, then the rank of its evidence) and `visited` (places, as bits) by that for the
    next way.
    """

    state: int
    key: int = 0
    minutes: int = 0
    cents: int = 0
    driven: int = 0
    used: tuple[int, ...] = ()
    past: Past = (0, 0)
    parent: Label | None = None
    link: int = -1
    step: Traversal | None = None
    value: int = 0
    spent: int = 0
    spread: Spread = NO_SPREAD
    apart: tuple[int, ...] = ()
    visited: int = 0

    def steps(self) -> tuple[Traversal, ...]:
        """The links of the path as they were met, walked back over the parents."""
        found: list[Traversal] = []
        here = self
        while here.parent is not None:
            before = here.parent
            found.append(here.step or Traversal(here.link, before.minutes, 0, 0, ()))
            here = before
        return tuple(reversed(found))


# Minutes that a link takes, quarter hours driven after it, and the step where it is no plain one.
_Manner = tuple[int, int, Traversal | None]


def _left_over(driving: int, shift: int) -> int:
    """Quarter hours into the shift at the end of a haul that was begun fresh."""
    return quarters(driving - max(0, driving - 1) // shift * shift)


def _with_hours(
    label: Label, link: int, minutes: int, does: tuple[int, int, int, int]
) -> Iterator[_Manner]:
    """
    Manners of taking a link by a driver who has driven since the last rest.

    A whole rest comes each time the shift is used up. A stand of at least a rest is one; a
    shorter one may be drawn out to one.
    """
    role, drive, shift, rest = does
    if role == Role.DRIVEN:
        hours = min(label.driven * QUARTER_MIN, shift) + drive
        rests = max(0, hours - 1) // shift
        more = (rests - max(0, drive - 1) // shift) * rest
        step = Traversal(link, label.minutes, 0, 0, (), more, label.driven)
        yield minutes + more, quarters(hours - rests * shift), step
    elif role == Role.FRESH or minutes >= rest:
        yield minutes, 0, None
    else:
        yield minutes, label.driven, None
        step = Traversal(link, label.minutes, 0, 0, (), rest - minutes, label.driven)
        yield rest, 0, step


class Growth(Criterion[Label, B]):
    """
    How labels grow through a network, whatever is searched for.

    With `distinct` labels carry a key and pass no crossing or port twice; with `once` they come
    back to no country; `resources` are never used up.
    """

    def __init__(
        self,
        network: SearchGraph,
        *,
        distinct: bool = False,
        resources: Sequence[Resource] = (),
        once: Frontiers | None = None,
    ) -> None:
        super().__init__()
        self.network, self.resources, self.once = network, tuple(resources), once
        self._keys = Keys() if distinct else None
        self._hops: dict[int, tuple[int, int, int, int, int, int, int]] = {}
        driving = network.driving
        self.longest_rest = driving.longest_rest if driving else 0

    def first(self) -> Label:
        """The label at the source."""
        driving = self.network.driving
        begun = driving.begun if driving else 0
        return Label(self.network.source, driven=begun, used=(0,) * len(self.resources))

    def is_goal(self, label: Label) -> bool:
        """Whether a label is at the target."""
        return label.state == self.network.target

    def hop(self, link: int) -> tuple[int, int, int, int, int, int, int]:
        """
        Head, minutes and cents of a link, its role, and minutes driven, of the shift and of a rest.

        Kept, as an array gives them up slowly.
        """
        found = self._hops.get(link)
        if found is None:
            network, driving = self.network, self.network.driving
            head, minutes, cents = network.head[link], network.time[link], network.cost[link]
            does: Hop = driving.of(link) if driving else ANOTHER
            found = self._hops[link] = (int(head), int(minutes), int(cents), *does)
        return found

    def grown(self, label: Label, link: int) -> Label | None:
        """
        A label one link on; None when the link is closed then, or a limit is broken.

        Where the driver may rest or drive on there are more, which are laid aside.
        """
        network = self.network
        head, minutes, cents, role, drive, shift, rest = self.hop(link)
        past = label.past
        if self.once is not None:
            left = self.once.after(past, link)
            if left is None or (head == network.target and not self.once.ends(left)):
                return None
            past = left
        key = 0
        if self._keys is not None:
            key = self._keys.after(label.key, int(network.symbols[link]))
            if key < 0:
                return None
        manners: Iterable[_Manner]
        if link in network.timed:
            manners = self._in_time(label, link)
        elif label.driven and role != Role.KEPT:
            manners = _with_hours(label, link, minutes, (role, drive, shift, rest))
        else:
            manners = ((minutes, _left_over(drive, shift) if drive else label.driven, None),)
        first = None
        for taken, driven, step in manners:
            used = label.used
            if used:
                used = self._used(label, link, head, taken)
                if not used:
                    continue
            ends, paid = label.minutes + taken, label.cents + cents
            child = Label(head, key, ends, paid, driven, used, past, label, link, step)
            if first is None:
                first = child
            else:
                self.completed(child)
                self.aside.append(child)
        return first

    def completed(self, label: Label) -> None:
        """Enter in a label just made what its search counts."""

    def extended(self, label: Label, link: int) -> Label | None:
        """A label one link on, complete."""
        child = self.grown(label, link)
        if child is not None:
            self.completed(child)
        return child

    def _used(self, label: Label, link: int, head: int, taken: int) -> tuple[int, ...]:
        """What has been used of limited things after a link; nothing where too much is."""
        used = tuple(
            before + (taken if r.by_clock else int(r.use[link]))
            for before, r in zip(label.used, self.resources, strict=True)
        )
        for now, r in zip(used, self.resources, strict=True):
            if now + int(r.left[head]) > r.most:
                return ()
        return used

    def _in_time(self, label: Label, link: int) -> Iterator[_Manner]:
        """Manners of taking a link with closures in time."""
        timed = self.network.timed
        _, minutes, _, role, drive, shift, rest = self.hop(link)
        if role == Role.DRIVEN:
            parts = [(part.offset, part.until, part.windows) for part in timed[link]]
            fresh = max(0, drive - 1) // shift * rest
            hours = label.driven * QUARTER_MIN
            for end in outcomes(label.minutes, hours, drive, Crew(shift, rest), parts):
                more = end.rest - fresh
                step = Traversal(
                    link, label.minutes, end.wait, end.delay, end.rows, more, label.driven
                )
                yield minutes + step.lost, quarters(end.driven), step
            return
        through = entered(timed, link, label.minutes)
        if through is None:
            return
        taken = minutes + through.lost
        if not label.driven or role == Role.KEPT:
            yield taken, label.driven, through
            return
        for there, driven, _ in _with_hours(label, link, taken, (role, drive, shift, rest)):
            step = Traversal(
                link,
                label.minutes,
                through.wait,
                through.delay,
                through.rows,
                there - taken,
                label.driven,
            )
            yield there, driven, step

    def path(self, label: Label, objective: int) -> Path:
        """A label at the target as a path."""
        return Path(objective, label.steps(), label.minutes, label.cents)


class Pairwise(Growth[B]):
    """Growth whose labels are held against all that were kept at their state with their key."""

    def __init__(
        self,
        network: SearchGraph,
        *,
        distinct: bool,
        resources: Sequence[Resource],
        once: Frontiers | None,
    ) -> None:
        super().__init__(network, distinct=distinct, resources=resources, once=once)
        self._settled: dict[tuple[int, int], list[Label]] = {}

    @abstractmethod
    def dominates(self, one: Label, other: Label) -> bool:
        """Whether one label is no worse than another of its state and key, countries aside."""

    def settle(self, label: Label) -> bool:
        """Keep a label; False when another of its state and key dominates it."""
        others = self._settled.setdefault((label.state, label.key), [])
        if others and label.state == self.network.target:
            return False  # a path of this key was given, and this one is no better
        once = self.once is not None
        for other in others:
            if self.dominates(other, label) and (not once or no_worse_past(other.past, label.past)):
                return False
        others.append(label)
        return True


class _Along(Growth[int]):
    """Growth along given links."""

    def bound(self, label: Label) -> int:
        return label.minutes

    def settle(self, label: Label) -> bool:  # noqa: ARG002
        return True


def followed(network: SearchGraph, links: Iterable[int]) -> Label | None:
    """The label that is soonest at the end of given links; None where they stay closed."""
    along = _Along(network)
    labels = [along.first()]
    for link in links:
        grown = [along.extended(label, link) for label in labels] + along.aside
        along.aside = []
        labels = []
        for label in sorted((g for g in grown if g), key=lambda g: (g.minutes, g.driven)):
            if not labels or label.driven < labels[-1].driven:
                labels.append(label)
    return labels[0] if labels else None
