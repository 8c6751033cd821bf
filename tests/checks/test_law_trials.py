"""The laws hold on the shipped graph; and each of them breaks when its fault is put back."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from corridor.checks import law_trials
from corridor.checks.law_draw import DATES, MODE_SETS, Draw
from corridor.checks.law_trials import Trial, Trials
from corridor.model.consignment import UNITS
from corridor.model.mode import MODES
from corridor.model.objective import OBJECTIVES
from corridor.planning.links.own import of_query
from corridor.planning.query.resolve import ClosureWindows, ResolvedQuery
from corridor.planning.search import path
from corridor.planning.time.windows import Passage, Window, passage
from corridor.pricing.items import basis
from corridor.pricing.load import weigh as weigh_plainly
from tests.longer import many
from tests.real import dataset
from tests.real import engine as shipped

pytestmark = pytest.mark.slow

BASIS = basis(cost=(dataset().parameter["road_minimum_usd"],))
# Laws and options of which a fault must show within so many trials.
_MOST = 60


def trials(seed: int = 5) -> Trials:
    return Trials(shipped(), Draw(dataset(), random.Random(seed)))


def of_kind(
    kind: str, units: tuple[str, ...] = ("FEU", "TEU", "truck"), seed: int = 5
) -> Iterator[Trial]:
    """Trials of one kind, the units in turn."""
    drawn = trials(seed)
    for number in range(_MOST):
        yield drawn.kinds[kind](units[number % len(units)])


def breaks(kind: str, **more: Any) -> bool:
    """Whether a law of one kind is seen broken."""
    return any(not trial.fine for trial in of_kind(kind, **more))


def test_what_is_drawn_covers_units_modes_days_and_objectives() -> None:
    draw = Draw(dataset(), random.Random(1))
    queries = [draw.query(UNITS[n % len(UNITS)]) for n in range(2000)]
    assert {q.consignment.unit for q in queries} == set(UNITS)
    assert {q.modes for q in queries} == set(MODE_SETS)
    assert len(MODE_SETS) == 7
    assert {q.depart for q in queries} == set(DATES)
    assert {q.objective for q in queries} == set(OBJECTIVES)
    ends = [end for q in queries for end in (q.origin, q.destination)]
    assert sum("," in end for end in ends) > 200, "points"
    assert sum(end in dataset().port for end in ends) > 400, "ports"
    countries = dataset().hub
    pairs = {
        (countries[q.origin].country, countries[q.destination].country)
        for q in queries
        if "," not in q.origin + q.destination
    }
    assert all((there, here) in pairs for here, there in (("BY", "RU"), ("PK", "KZ"), ("IR", "PK")))


def test_no_law_is_broken() -> None:
    """Every kind and every unit; in the longer checks every kind with every unit."""
    drawn = trials(11)
    pairs = [(kind, n) for n, kind in enumerate(drawn.kinds)]
    found = [
        drawn.kinds[kind](UNITS[(n + turn) % len(UNITS)])
        for kind, n in pairs
        for turn in range(0, len(UNITS), many(3, 1))
    ]
    assert not [(t.law, t.option, t.described) for t in found if not t.fine]
    assert sum(t.answered for t in found) > 0.4 * len(found)
    assert sum(t.differs for t in found) > 0.12 * len(found)


def forgets_closures(monkeypatch: pytest.MonkeyPatch, given: Callable[[Any], bool]) -> None:
    """Put back: closures of the tables do not hold for a question with some option."""
    plain = ResolvedQuery.windows

    def windows(self: ResolvedQuery, context: Any) -> ClosureWindows:
        return ClosureWindows({}) if given(self.query) else plain(self, context)

    monkeypatch.setattr(ResolvedQuery, "windows", windows)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("--modes", lambda q: q.modes != MODES),
        ("--avoid", lambda q: bool(q.avoid)),
        ("--close", lambda q: bool(q.close)),
        ("--only-countries", lambda q: bool(q.only_countries)),
        ("--via", lambda q: len(q.via) > 0),
        ("front", lambda q: bool(q.avoid or q.close or q.only_countries) or q.modes != MODES),
    ],
)
def test_an_option_that_lets_through_what_is_shut_is_seen(
    kind: str, given: Callable[[Any], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    forgets_closures(monkeypatch, given)
    assert breaks(kind)


@pytest.mark.parametrize("kind", ["--max-days", "--max-cost", "--max-transfers"])
def test_a_limit_that_is_cheaper_to_keep_is_seen(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Put back: the tighter of two limits is not kept, the looser one is kept too well."""
    from corridor.planning.search import solver

    plain = solver.limits_of

    def limits(query: Any, start_cents: int, timetable: Any = None) -> Any:
        found = plain(query, start_cents, timetable)
        changes = None if found.changes is None else 4 - found.changes
        minutes = None if found.minutes is None else 40_000 - found.minutes
        cents = None if found.cents is None else 1_200_000 - found.cents
        return replace(found, minutes=minutes, cents=cents, changes=changes)

    monkeypatch.setattr(solver, "limits_of", limits)
    assert breaks(kind)


def test_opening_that_loses_hauls_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_query, "_changed_hauls", lambda scope: ())
    monkeypatch.setattr(of_query, "_kept", lambda scope: set())
    assert breaks("--open")


def test_dangerous_goods_at_a_discount_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def rows(tables: Any, load: Any, mode: str) -> Any:
        return [load] if load.consignment.cargo_class == "hazardous" else []

    monkeypatch.setattr("corridor.pricing.hauls.factor_rows", rows)
    monkeypatch.setattr("corridor.pricing.hauls.factor", lambda found: 0.5 if found else 1.0)
    monkeypatch.setattr("corridor.pricing.hauls._basis", lambda rows, *rest: BASIS)
    assert breaks("--cargo", units=("FEU", "TEU", "reefer"))


def test_a_heavy_load_that_counts_as_a_light_one_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    from corridor.pricing import load as loads

    plain = loads.Load.quantity

    def quantity(self: Any, unit: str) -> float | None:
        return 200.0 / self.gross_t if unit == "tonne" else plain(self, unit)

    monkeypatch.setattr(loads.Load, "quantity", quantity)
    assert breaks("--weight", units=("wagon", "platform"))


def test_a_figure_that_works_the_wrong_way_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = law_trials.Asker.scaled

    def scaled(self: Any, scale: Any) -> Any:
        return plain(self, replace(scale, factor=1 / scale.factor))

    monkeypatch.setattr(law_trials.Asker, "scaled", scaled)
    assert breaks("--scale")


def test_a_gate_that_holds_the_early_longer_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def unfair(at: int, found: tuple[Window, ...]) -> Passage | None:
        met = passage(at, found)
        if met is None or not met.wait:
            return met
        return Passage(3 * met.wait, met.delay, met.rows)

    monkeypatch.setattr(path, "passage", unfair)
    assert breaks("--depart")


def test_many_units_that_cost_more_than_each_alone_are_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = weigh_plainly

    def weigh(consignment: Any, tables: Any) -> Any:
        found = plain(consignment, tables)
        return replace(found, gross_t=found.gross_t * consignment.count, units=found.units**2)

    monkeypatch.setattr("corridor.planning.query.resolve.weigh", weigh)
    assert breaks("--count", units=("wagon", "FEU"))
