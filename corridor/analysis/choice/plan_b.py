"""
Plan B on the road: what the goods do if something on their way shuts while they are under way.

They set out by the best way and know nothing. At the moment the closure begins it is known, and no
end of it but what was given. From where they then are (`position`) the best way on is searched
(`continuing`). It is held against the plan, and against the best way for who had known from the start;
the difference to the latter is what having set out costs. The later the news, the fewer ways are left:
what whole journeys come to that turn at each point before the closed thing never falls along the plan.

Journeys are held against each other by their own figures: to come back through a country that was left
is no choice here. Limits of the whole journey hold for the plan; of the rest it is only said
whether it breaks one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from corridor.analysis.choice.continuing import SUPPOSED, Continued, Continuing
from corridor.analysis.choice.position import Course, Point, before
from corridor.analysis.choice.same_way import plain_label
from corridor.errors import InputError, shown
from corridor.model.answer import Spot
from corridor.model.link_kind import LinkKind
from corridor.model.message import Message, name, say
from corridor.model.mode import Mode
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.model.ref import Ref, RefKind
from corridor.model.values import clock
from corridor.planning.answer.itinerary import Journey
from corridor.planning.answer.labels import labels_of
from corridor.planning.search.growth import followed
from corridor.planning.search.limits import use_of
from corridor.planning.search.path import Path
from corridor.planning.search.solver import limits_of
from corridor.planning.steps import Planning
from corridor.planning.time.clock import FOREVER
from corridor.planning.time.windows import Window
from corridor.tables.gazetteer import Gazetteer

Progress = Callable[[str], None]
OPTION = "--if-closed"
_EXAMPLE = "write it as gabd@2026-12-14, or gabd@2026-12-14..2026-12-20 if the end is known"
# What may shut while goods are under way.
_KINDS = (RefKind.CROSSING, RefKind.PORT, RefKind.PASSAGE, RefKind.SECTION, RefKind.SERVICE)
# What becomes of the goods.
UNCHANGED, PASSED, FORESEEN, WAITS, TURNS, STUCK = (
    "unchanged",
    "passed",
    "foreseen",
    "waits",
    "turns",
    "stuck",
)
DONE, UNDER_WAY, AHEAD = "done", "under way", "ahead"


@dataclass(frozen=True, slots=True)
class Supposed:
    """A closure that is supposed, by the clock of the origin; `until` None = until further notice."""

    text: str
    things: tuple[Ref, ...]
    closes: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole journey in typical minutes and cents, money and time together in cents, and its name."""

    label: Message
    minutes: int
    cents: int
    generalised_cents: int
    arrival: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """
    A place of the plan at which it may be left, when the goods are there, and what turning comes to.

    The differences are to the best way for who had known from the start; None where no way leads on.
    """

    spot: Spot
    at: datetime
    minutes: int | None
    cents: int | None
    generalised_cents: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """
    A leg of plan B: done when the goods could first turn, under way then, or ahead.

    `minutes` and `cents` add up to those of the whole journey, waits included.
    """

    state: str
    kind: LinkKind
    mode: str
    start: Spot
    end: Spot
    departs: datetime
    minutes: int
    cents: int


@dataclass(frozen=True, slots=True)
class PlanB:
    """
    What becomes of the goods if something shuts.

    Attributes
    ----------
    supposed
        The closure.
    state
        'unchanged' (the plan is not over it), 'passed' (it is behind then), 'foreseen' (known
        before departure), 'waits' (for the reopening), 'turns' (another way) or 'stuck'.
    where
        Where the goods are when it shuts.
    plan, way, foreseen
        The way set out on, that with plan B, and the best for who had known; None where there is none.
    parts
        The legs of plan B.
    last
        The last place at which the news still costs nothing.
    turns
        The last place at each cost of turning, in order; the last one is the last before the closure.
    breaks_limits
        Whether plan B breaks a limit that was asked for.
    """

    supposed: Supposed
    state: str
    where: Message
    plan: Whole
    way: Whole | None = None
    foreseen: Whole | None = None
    parts: tuple[Part, ...] = ()
    last: Turn | None = None
    turns: tuple[Turn, ...] = ()
    breaks_limits: bool = False


def read_closure(text: str, gazetteer: Gazetteer) -> Supposed:
    """
    Read THING@DATE or THING@FROM..TO; a plain date begins at midnight, and ends at the next.

    Raises
    ------
    CorridorError
        InputError or UnknownPlaceError, if it names nothing that can shut, or no days.
    """
    thing, mark, days = text.rpartition("@")
    if not mark or not thing.strip() or not days.strip():
        raise InputError(f"{OPTION} {shown(text)} says no thing and day", remedy=_EXAMPLE)
    first, dots, last = (part.strip() for part in days.partition(".."))
    if dots and not last:
        raise InputError(f"{OPTION} {shown(text)} says no end", remedy=_EXAMPLE)
    closes = clock(first, OPTION, last=False, at=time(0))
    until = None
    if dots:
        until = clock(last, OPTION, last=True, at=time(23, 59))
        if until <= closes:
            raise InputError(f"{OPTION} {shown(text)} ends before it begins", remedy=_EXAMPLE)
    things = tuple(t for t in gazetteer.things(thing.strip(), OPTION) if t.kind in _KINDS)
    if not things:
        raise InputError(
            f"{OPTION} {shown(thing)} names nothing that shuts",
            remedy="name a crossing, port, passage, section or service",
        )
    return Supposed(text, things, closes, until)


def plan_b(planning: Planning, plan: Path, supposed: Supposed, progress: Progress) -> PlanB:
    """
    What becomes of goods that set out on a path if something shuts.

    Parameters
    ----------
    planning
        The question; its graph is that on which `plan` was found.
    plan
        The path set out on.
    supposed
        What shuts, and when.
    progress
        Called with a line before work that takes long.

    Raises
    ------
    InputError
        If it shuts before the day of departure, or the question is one that this is not asked of.
    """
    departure = planning.resolved.timetable.departure
    refuse_unfit(planning.resolved.query, supposed)
    shuts = departure.minutes(supposed.closes, None)
    opens = FOREVER
    if supposed.until is not None:
        opens = departure.minutes(supposed.until, None) + 1
    window = Window(shuts, opens, 0, SUPPOSED)
    asking = _Asking(planning, plan, supposed, dict.fromkeys(supposed.things, (window,)))
    progress(f"{OPTION} {supposed.text}: the best way on from each place to turn")
    return asking.answered(shuts)


def refuse_unfit(query: Query, supposed: Supposed) -> None:
    """
    Refuse a closure before the departure, and questions that it cannot be asked of.

    Raises
    ------
    InputError
        Saying what does not go together.
    """
    if supposed.closes.date() < query.depart.date():
        raise InputError(
            f"{OPTION} {shown(supposed.text)} is before the departure on {query.depart:%Y-%m-%d}",
            remedy="for what is shut before the goods set out, use --close",
        )
    if query.via:
        raise InputError(
            f"{OPTION} does not go with --via: which stops still have to be made is not known",
            remedy="leave out one of them",
        )
    if query.objective == Objective.P90_TIME:
        raise InputError(
            f"{OPTION} does not go with --objective p90_time",
            remedy="use --objective time, or another one",
        )


class _Asking:
    """One plan and one closure."""

    def __init__(
        self,
        planning: Planning,
        plan: Path,
        supposed: Supposed,
        closed: Mapping[Ref, tuple[Window, ...]],
    ) -> None:
        self.planning, self.supposed = planning, supposed
        network = planning.graph()
        self.course = Course(network, plan)
        self.journey = planning.journey(network)
        self.legs = self.journey.maker.legs(plan)
        self.continuing = Continuing(planning, self.course, closed)
        self.plan = self._whole(self.journey, plan)

    def answered(self, shuts: int) -> PlanB:
        plain = PlanB(self.supposed, UNCHANGED, self._where(shuts), self.plan)
        known, met = not self.continuing.links, self._first_met()
        if met is None and not known:
            passed = any(self._over(n) for n in range(len(self.course.found.steps)))
            return replace(plain, state=PASSED if passed else UNCHANGED)
        # A train whose line is cut ahead halts there at the latest.
        self.course = self.continuing.course = Course(self.course.network, self.course.found, met)
        plain = replace(plain, where=self._where(shuts))
        foreseen, point = self.continuing.foreseen(), self.course.points[0]
        if shuts <= 0:
            found, state = foreseen, FORESEEN
        else:
            stand = self.course.stand(shuts)
            found, point = self.continuing.onward(stand.point, stand.held), stand.point
            state = WAITS if found is not None and found.waits else TURNS
            if found is not None and (foreseen is None or found.value < foreseen.value):
                foreseen = found  # whoever knows may do the very same
        last, turns = self._turns(met, foreseen) if met else (None, ())
        return replace(
            plain,
            state=STUCK if found is None else state,
            way=self._whole_of(found),
            foreseen=self._whole_of(foreseen),
            parts=self._parts(found, point) if found else (),
            last=last,
            turns=turns,
            breaks_limits=found is not None and self._breaks(found),
        )

    # ---------------------------------------------------------------- what is met
    def _over(self, step: int) -> bool:
        """Whether a step leads over what shuts."""
        return self._met_at(step) is not None

    def _met_at(self, step: int) -> int | None:
        """Minutes after the beginning of a step at which it first meets what shuts."""
        link = self.continuing.links[step]
        for part in self.continuing.network.timed.get(link, ()):
            if any(w.row == SUPPOSED for w in part.windows):
                return part.offset
        return None

    def _first_met(self) -> tuple[int, int] | None:
        """The first step that the closure holds up, and the segments of it before; None if none."""
        links, network = self.continuing.links, self.continuing.network
        for step in range(len(links)):
            if not self._over(step):
                continue
            end = followed(network, links[: step + 1])
            if end is None or end.minutes > self.course.ends(step):
                return step, self._segments_before(step)
        return None

    def _segments_before(self, step: int) -> int:
        """How many segments of a haul lie before what shuts."""
        network, link = self.course.network, self.course.found.steps[step].link
        if network.kind_of(link) is not LinkKind.LINE_HAUL:
            return 0
        part, at = network.hauls.at(int(network.row[link]))
        sections = {t.id for t in self.supposed.things if t.kind is RefKind.SECTION}
        view = network.segments
        names = view.graph.segment_section
        for number, segment in enumerate(part.segments(at)):
            whole = view.parent(abs(segment) - 1)
            if whole is not None and str(names[whole]) in sections:
                return number
        return 0

    # ---------------------------------------------------------------- where and when
    def _where(self, minute: int) -> Message:
        """Where the goods are, and where they may take another way next."""
        if minute <= 0:
            return say("plan_b.origin")
        if minute >= self.course.found.minutes:
            return say("plan_b.arrived")
        stand, number = self.course.stand(minute), self.course.under_way(minute)
        leg = self.legs[self.journey.maker.numbers(self.course.found)[number]]
        spot = self._spot(stand.point)
        next_at = self.planning.resolved.timetable.at(stand.held, spot)
        at = f"{next_at:%Y-%m-%d %H:%M}"
        if not stand.moving:
            return say("plan_b.standing", place=name(spot.name), at=at)
        start, end = name(leg.start.name), name(leg.end.name)
        if leg.kind == LinkKind.LINE_HAUL:
            code = "plan_b.truck" if leg.mode == Mode.ROAD else "plan_b.train"
            said = say(code, start=start, end=end)
        elif leg.kind == LinkKind.BORDER:
            said = say("plan_b.border", start=start, end=end)
        elif leg.kind == LinkKind.SAILING:
            said = say("plan_b.ship", start=start, end=end)
        else:
            said = say("plan_b.handled", place=start)
        return say("plan_b.next", where=said, place=name(spot.name), at=at)

    def _spot(self, point: Point) -> Spot:
        if point.place < 0 or point.place >= len(self.planning.context.graph.place_id):
            return self.planning.resolved.origin.endpoint.spot
        return self.journey.maker.spots.of_place(point.place)

    # ---------------------------------------------------------------- whole journeys
    def _journey(self, found: Continued) -> Journey:
        """Journeys on the network of a continuation; where a haul is left is no stop asked for."""
        return self.planning.journey(replace(found.network, vias=(), inner=range(0)))

    def _whole_of(self, found: Continued | None) -> Whole | None:
        return None if found is None else self._whole(self._journey(found), found.path)

    def _whole(self, journey: Journey, path: Path) -> Whole:
        planning = self.planning
        cents, minutes = journey.totals_of(path)
        return Whole(
            plain_label(labels_of(journey.network, planning.context.dataset, [path])[0]),
            minutes,
            cents,
            cents + round(journey.vot * minutes / 60),
            planning.resolved.timetable.arrival(minutes),
        )

    def _parts(self, found: Continued, point: Point) -> tuple[Part, ...]:
        """The legs of plan B, by what of them was done when the goods could first turn."""
        maker, path = self._journey(found).maker, found.told
        numbers = maker.numbers(path)
        done = numbers[point.step] if point.step >= 0 else -1
        under_way = -1
        if point.passed:
            step = path.steps[point.step]
            part, at = found.network.hauls.at(int(found.network.row[step.link]))
            if len(part.segments(at)) > point.passed:
                under_way, done = done, done - 1
        ends = [*(s.at for s in path.steps[1:]), path.minutes]
        # Of a leg without a step of its own, as the agent at the start, both are those of its place;
        # a wait on a free link is of the leg before it.
        spans: dict[int, tuple[int, int]] = {}
        for number, step, end in zip(numbers, path.steps, ends, strict=True):
            if maker.kind(step) is not LinkKind.ACCESS or end > step.at:
                begins, _ = spans.get(max(number, 0), (step.at, end))
                spans[max(number, 0)] = (begins, end)
        parts: list[Part] = []
        clock_min = 0
        for number, leg in enumerate(maker.legs(path)):
            begins, clock_min = spans.get(number, (clock_min, clock_min))
            parts.append(
                Part(
                    UNDER_WAY if number == under_way else DONE if number <= done else AHEAD,
                    leg.kind,
                    leg.mode,
                    leg.start,
                    leg.end,
                    self.planning.resolved.timetable.at(begins, leg.start),
                    clock_min - begins,
                    leg.cost.typical,
                )
            )
        return tuple(parts)

    def _breaks(self, found: Continued) -> bool:
        resolved = self.planning.resolved
        network = found.network
        limits = limits_of(resolved.query, network.start_cents, resolved.timetable)
        return not limits.keep(use_of(network, found.path))

    # ---------------------------------------------------------------- the last place to turn
    def _turns(
        self, met: tuple[int, int], foreseen: Continued | None
    ) -> tuple[Turn | None, tuple[Turn, ...]]:
        """The last place at which the news costs nothing, and the last place at each cost."""
        points = before(self.course.points, *met)
        found: dict[int, Continued | None] = {}

        def value(number: int) -> int:
            if number not in found:
                point = points[number]
                found[number] = self.continuing.onward(point, point.at)
            known = found[number]
            return FOREVER**2 if known is None else known.value

        last = list(last_of_each(len(points), value))
        least = foreseen.value if foreseen else FOREVER**2
        turns = [self._turn(points[n], found[n], foreseen) for n in last]
        free = [t for n, t in zip(last, turns, strict=True) if value(n) <= least]
        return (free[-1] if free and foreseen else None), tuple(turns)

    def _turn(self, point: Point, found: Continued | None, best: Continued | None) -> Turn:
        spot = self._spot(point)
        at = self.planning.resolved.timetable.at(point.at, spot)
        way, foreseen = self._whole_of(found), self._whole_of(best)
        if way is None or foreseen is None:
            return Turn(spot, at, None, None, None)
        return Turn(
            spot,
            at,
            way.minutes - foreseen.minutes,
            way.cents - foreseen.cents,
            way.generalised_cents - foreseen.generalised_cents,
        )


def last_of_each(count: int, value: Callable[[int], int]) -> Sequence[int]:
    """
    The last number of each value of a function that never falls, with few calls of it.

    Examples
    --------
    >>> last_of_each(5, [0, 0, 7, 7, 9].__getitem__)
    [1, 3, 4]
    """
    if not count:
        return []
    found: list[int] = []
    pieces = [(0, count - 1)]
    while pieces:
        first, last = pieces.pop()
        if value(first) == value(last):
            found.append(last)
            continue
        middle = (first + last) // 2
        pieces += [(middle + 1, last), (first, middle)]
    return [
        n
        for n, m in zip(found, [*found[1:], None], strict=True)
        if m is None or value(n) != value(m)
    ]


def until_text(supposed: Supposed) -> str:
    """When it opens again, by the clock of the origin; '' = no end known."""
    if supposed.until is None:
        return ""
    return f"{supposed.until + timedelta(minutes=1):%Y-%m-%d %H:%M}"
