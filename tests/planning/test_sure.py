"""A date kept with a chance: against every way counted out, and by the laws of a limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from math import ceil, sqrt
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corridor
from corridor.analysis.choice.latest import latest_departure
from corridor.analysis.sampling.distribution import at_share
from corridor.errors import InputError, NoRouteError
from corridor.model.band import SHARED, Band
from corridor.model.consignment import Consignment
from corridor.model.objective import Objective, Weights
from corridor.model.query import Query
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.links.star import IntArray
from corridor.planning.search import limits as limits_module
from corridor.planning.search.limits import Limits, best_within, paths_within
from corridor.planning.search.search import Search
from corridor.planning.search.sure import Sure, share_by, widths_above
from corridor.planning.search.widths import Widths
from corridor.planning.unsure import surest_of
from corridor.report.document.answer_sums import ANSWER
from corridor.report.document.read import read_document
from tests.cli.inside import inside
from tests.longer import many
from tests.real import DAY, engine
from tests.strategies import Link, leaves, links, network, simple_paths

pytestmark = pytest.mark.slow

DRAWN = settings(max_examples=many(40, 600), deadline=None, derandomize=True)
MINSK = Query(origin="Minsk", destination="Karachi", depart=DAY, objective=Objective.COST, k=1)
ABOVE = st.sampled_from([0.0, 0.5, 1.0, 1.28])

Wide = Sequence[tuple[tuple[int, int], ...]]


class Given(Widths):
    """Half-widths by set of rows as they were drawn."""

    def __init__(self, net: SearchGraph, given: Wide) -> None:
        super().__init__(net)
        self.given = given

    def of(self, link: int, driven: int = 0) -> tuple[tuple[int, int], ...]:
        """Those given."""
        return self.given[link]

    @cached_property
    def least(self) -> tuple[IntArray, IntArray]:
        """Those of each link alone."""
        squares = [sum(w * w for _, w in ws) for ws in self.given]
        plain = [sum(w for _, w in ws) for ws in self.given]
        return np.array(squares, dtype=np.int64), np.array(plain, dtype=np.int64)


@dataclass(frozen=True)
class Way:
    """Cents and minutes of a way with the half-width of the latter."""

    cents: int
    minutes: int
    spread: float

    def late(self, above: float) -> float:
        """Minutes with so many half-widths, which are whole minutes."""
        return self.minutes + above * round(self.spread)


def every_way(found: list[Link], target: int, given: Wide) -> list[Way]:
    """All simple ways, met in time minute by minute, by the rule of bands written again."""
    ways = []
    for path in simple_paths(found, target):
        at = cents = 0
        wide = dict[int, int]()
        for number in path:
            through = leaves(at, found[number].windows)
            if through is None:
                break
            at, cents = through + found[number].time, cents + found[number].cost
            for rows, more in given[number]:
                wide[rows] = wide.get(rows, 0) + more
        else:
            apart, together = sum(w * w for w in wide.values()), sum(wide.values()) ** 2
            ways.append(Way(cents, at, sqrt((1 - SHARED) * apart + SHARED * together)))
    return ways


def drawn(data: st.DataObject, found: list[Link]) -> Wide:
    """Half-widths of some links, of sets of rows that come again."""
    one = st.tuples(st.integers(0, 3), st.integers(1, 30))
    return [tuple(dict(data.draw(st.lists(one, max_size=2))).items()) for _ in found]


@DRAWN
@given(links(dated=True), st.data(), st.integers(5, 140), ABOVE, st.none() | st.integers(20, 150))
def test_the_best_that_is_surely_there_equals_every_way_counted_out(
    found: list[Link], data: st.DataObject, minutes: int, above: float, cents: int | None
) -> None:
    given = drawn(data, found)
    net = network(found)
    sure = Sure(minutes, above, Given(net, given))
    weights = Weights(cost_w=2, time_w=data.draw(st.integers(0, 1)))
    ours = best_within(Search(net, weights), Limits(cents=cents, sure=sure))
    fitting = [
        2 * w.cents + weights.time_w * w.minutes
        for w in every_way(found, net.target, given)
        if w.late(above) <= minutes and (cents is None or w.cents <= cents)
    ]
    assert (ours.objective if ours else None) == min(fitting, default=None)
    assert not sure.short


@DRAWN
@given(links(dated=True, gates=True), st.data(), st.integers(20, 140))
def test_others_come_in_order_and_are_surely_there(
    found: list[Link], data: st.DataObject, minutes: int
) -> None:
    net = network(found)
    sure = Sure(minutes, 1.0, Given(net, drawn(data, found)))
    search, before = Search(net, Weights(cost_w=1)), -1
    best = best_within(search, Limits(sure=sure))
    ways = list(paths_within(search, Limits(sure=sure), distinct=True))
    assert bool(ways) <= (best is not None)
    for way in ways:
        assert sure.kept_by(way)
        assert best is not None
        assert way.objective >= max(before, best.objective)
        before = way.objective


@DRAWN
@given(links(dated=True), st.data(), st.integers(5, 140))
def test_a_search_given_up_says_how_far_it_looked(
    found: list[Link], data: st.DataObject, minutes: int
) -> None:
    """What it gives is there in time, and nothing under what it says is."""
    given = drawn(data, found)
    net = network(found)
    sure = Sure(minutes, 1.0, Given(net, given))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits_module, "MOST_IN_TIME", 1)
        ours = best_within(Search(net, Weights(cost_w=1)), Limits(sure=sure))
    fitting = [w.cents for w in every_way(found, net.target, given) if w.late(1.0) <= minutes]
    if ours is not None:
        assert sure.kept_by(ours)
        assert ours.objective >= min(fitting)
    if sure.short:
        assert sure.short[0] <= min(fitting, default=10**9)
    else:
        assert (ours.objective if ours else None) == min(fitting, default=None)


@DRAWN
@given(links(dated=True), st.data(), st.integers(5, 140))
def test_the_surest_way_equals_every_way_counted_out(
    found: list[Link], data: st.DataObject, minutes: int
) -> None:
    given = drawn(data, found)
    net = network(found)
    widths = Given(net, given)
    solver = SimpleNamespace(network=net, search=lambda o: Search(net, o.weights(0.0)))
    surest = surest_of(cast("Any", solver), Limits(), Sure(minutes, 1.0, widths))
    every = every_way(found, net.target, given)
    assert (surest is None) == (not every)
    if surest is None:
        return
    assert surest.proved
    soonest = min(w.minutes for w in every)
    if soonest > minutes:
        assert surest.path.minutes == soonest
        return

    def ratio(typical: int, spread: float) -> float:
        late = typical > minutes
        return -1.0 if late else (minutes - typical) / spread if spread else float("inf")

    best = max(ratio(w.minutes, w.spread) for w in every)
    wide = Sure(minutes, 1.0, widths)
    ours = ratio(surest.path.minutes, limits_spread(wide, surest.path))
    assert ours == pytest.approx(best, rel=1e-3) or (best == float("inf") and ours == best)


def limits_spread(sure: Sure, path: Any) -> float:
    """The half-width of a path, by the rule written again."""
    wide = dict[Any, int]()
    for step in path.steps:
        for rows, more in sure.widths.of(step.link, step.driven):
            wide[rows] = wide.get(rows, 0) + more
    return sqrt((1 - SHARED) * sum(w * w for w in wide.values()) + SHARED * sum(wide.values()) ** 2)


def test_a_way_narrower_only_in_rows_that_come_again_is_kept() -> None:
    """The cheaper way to the middle is no wider in sum, but its rows come again behind it."""
    found = [Link(0, 1, 0, 5), Link(0, 1, 1, 5), Link(1, 2, 0, 5)]
    given = [((0, 28),), ((1, 29),), ((0, 30),)]
    net = network(found)
    best = best_within(
        Search(net, Weights(cost_w=1)), Limits(sure=Sure(10 + 52, 1.0, Given(net, given)))
    )
    assert best is not None
    assert best.links == (1, 2)


# ---------------------------------------------------------------- on the shipped tables
def test_ninety_per_cent_is_the_high_end_to_the_minute() -> None:
    """Just the date that the high end names is kept, and a minute less is not."""
    query = replace(MINSK, by=DAY + timedelta(days=45), k=2)
    answer = engine().ask(query)
    clock = timedelta(hours=2)  # of Karachi, ahead of that of Minsk
    for itinerary in answer.itineraries:
        assert DAY + clock + timedelta(minutes=itinerary.time.high) <= query.by  # type: ignore[operator]
    first = answer.itineraries[0]
    exact = DAY + clock + timedelta(minutes=first.time.high)
    assert engine().ask(replace(query, by=exact)).itineraries[0].cost == first.cost
    sooner = engine().ask(replace(query, by=exact - timedelta(minutes=1))).itineraries[0]
    assert sooner.cost.typical > first.cost.typical
    assert sooner.time.high < first.time.high


def test_more_certainty_is_never_cheaper_and_a_later_date_never_more_expensive() -> None:
    dollars = {
        (sure, days): cheapest(sure, days) for sure in (50, 75, 90, 95) for days in (30, 40, 60)
    }
    for (sure, days), usd in dollars.items():
        for (surer, later), other in dollars.items():
            if surer >= sure and later == days:
                assert other >= usd, (sure, surer, days)
            if surer == sure and later >= days:
                assert other <= usd, (sure, days, later)
    assert len(set(dollars.values())) > 3


def cheapest(sure: float, days: int) -> float:
    """Cents of the cheapest that is there so surely within some days; endless where none is."""
    query = replace(MINSK, by=DAY + timedelta(days=days), sure_percent=sure)
    planning = engine().planning(query)
    solver = planning.solver(planning.graph())
    found = best_within(solver.main, solver.limits)
    return found.cents if found else float("inf")


def test_fifty_per_cent_is_the_typical_arrival() -> None:
    by = DAY + timedelta(days=26)
    typical = engine().ask(replace(MINSK, arrive_by=by)).itineraries[0]
    even = engine().ask(replace(MINSK, by=by, sure_percent=50)).itineraries[0]
    assert (even.cost, even.time) == (typical.cost, typical.time)


def test_what_is_said_where_nothing_is_sure_enough_can_be_followed() -> None:
    query = replace(MINSK, by=DAY.replace(day=25), sure_percent=90)
    with pytest.raises(NoRouteError, match="the surest arrives by then with") as caught:
        engine().ask(query)
    assert "2026-12-25" in caught.value.what
    later, less = (part.split()[-1] for part in (caught.value.remedy or "").split(", or "))
    by = datetime.fromisoformat(later)
    assert engine().ask(replace(query, by=by)).itineraries
    with pytest.raises(NoRouteError):
        engine().ask(replace(query, by=by - timedelta(minutes=1)))
    assert engine().ask(replace(query, sure_percent=float(less))).itineraries
    with pytest.raises(NoRouteError):
        engine().ask(replace(query, sure_percent=float(less) + 1))
    with pytest.raises(NoRouteError, match="the fastest arrives by then with"):
        engine().ask(replace(query, by=DAY.replace(day=10)))


def test_the_chance_told_is_that_of_the_band() -> None:
    answer = engine().ask(replace(MINSK, by=DAY.replace(day=30), sure_percent=60, k=3))
    assert answer.in_time is not None
    minutes = (DAY.replace(day=30) - DAY) / timedelta(minutes=1) - 120
    for itinerary, share in zip(answer.itineraries, answer.in_time.shares, strict=True):
        band = itinerary.time
        assert share >= 0.6
        assert share == pytest.approx(
            at_share((band.low, band.typical, band.high), minutes), abs=1e-6
        )


@pytest.mark.parametrize("share", [0.5, 0.6, 0.9, 0.95, 0.99])
def test_half_widths_and_chances_are_one_rule(share: float) -> None:
    band = Band(100, 1000, 4000)
    minutes = ceil(1000 + widths_above(share) * 3000)
    assert share_by(band, minutes) == pytest.approx(share, abs=1e-3)
    assert at_share((100.0, 1000.0, 4000.0), minutes) == pytest.approx(share, abs=1e-3)


def test_the_last_day_to_leave_is_the_last_of_every_day_tried() -> None:
    query = Query(
        origin="Tashkent",
        destination="Karachi",
        consignment=Consignment(unit="truck"),
        depart=DAY,
        objective=Objective.COST,
        by=DAY + timedelta(days=22),
    )
    found = latest_departure(engine(), query)
    kept = []
    for days in range(22):
        planning = engine().planning(replace(query, depart=DAY + timedelta(days=days)))
        solver = planning.solver(planning.graph())
        if best_within(solver.main, solver.limits) is not None:
            kept.append(DAY + timedelta(days=days))
    assert found == max(kept)
    assert len(kept) == (max(kept) - DAY).days + 1
    assert latest_departure(engine(), replace(query, by=DAY + timedelta(days=3))) is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"sure_percent": 90.0}, "--sure 90 has no date"),
        ({"by": DAY + timedelta(days=9), "sure_percent": 40.0}, "--sure 40 is out of range"),
        ({"by": DAY + timedelta(days=9), "sure_percent": 100.0}, "--sure 100 is out of range"),
        ({"by": DAY - timedelta(days=2)}, "--by .* is not after the departure"),
        ({"by": DAY, "arrive_by": DAY + timedelta(days=9)}, "--by and --arrive-by are both given"),
        ({"by": DAY + timedelta(days=9), "objective": Objective.P90_TIME}, "p90_time"),
    ],
)
def test_dates_that_cannot_be_meant_are_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        replace(MINSK, **wrong)


def test_document_and_text_tell_chances_and_the_last_day(tmp_path: Path) -> None:
    answer = corridor.Planner(engine()).route(
        "Kabul", "Karachi", depart="2026-12-01", by="2026-12-22", sure="80%", certainty=False
    )
    record = read_document(answer.save(tmp_path / "a.json"), ANSWER)
    sure, limits = record.sure, record.query.limits
    assert sure
    assert limits
    assert (sure.by, sure.share, sure.exact) == ("2026-12-22T23:59", 0.8, True)
    assert (limits.by, limits.sure_percent) == ("2026-12-22T23:59", 80)
    assert record.query.objective == "cost"
    assert [way.number for way in sure.ways] == list(range(1, len(record.itineraries) + 1))
    assert all(way.share >= 0.8 for way in sure.ways)
    assert isinstance(sure.latest, str)
    assert sure.latest > record.query.depart
    assert "with at least 80 %" in answer.text.replace("\n  ", " ")
    assert sure.latest.replace("T", " ") in answer.text.replace("\n  ", " ")
    none = inside("route", "Kabul", "Karachi", "--depart", "2026-12-01", "--by", "2026-12-14")
    assert none.returncode == 1
    assert "the surest arrives by then with" in none.stderr
