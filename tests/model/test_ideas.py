"""Types for the ideas of the model: their codes, weights, units and texts."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from corridor.errors import InputError
from corridor.model.link_kind import LINK_KINDS, LinkKind
from corridor.model.mode import LAND_MODES, MODES, Mode
from corridor.model.objective import OBJECTIVES, Objective, Weights
from corridor.model.query import Query
from corridor.model.ref import Ref, RefKind, RefSet
from corridor.model.status import NOT_BUILT, Built
from tests.real import DAY


def test_codes_are_those_of_the_compiled_graph() -> None:
    """The shipped graph holds these numbers: another order would turn rails into roads."""
    assert [m.code for m in (Mode.RAIL, Mode.ROAD, Mode.SEA)] == [0, 1, 2]
    assert [m.bit for m in MODES] == [1, 2, 4]
    statuses = (Built.OPEN, Built.CLOSED, Built.PLANNED, Built.CONSTRUCTION)
    assert [s.code for s in statuses] == [0, 1, 2, 3]


@pytest.mark.parametrize("kinds", [MODES, LINK_KINDS])
def test_a_code_finds_its_member(kinds: tuple[Mode | LinkKind, ...]) -> None:
    assert [kinds[k.code] for k in kinds] == list(kinds)


def test_members_are_their_texts_in_tables_and_json() -> None:
    assert json.dumps({"mode": Mode.RAIL, "kind": LinkKind.LINE_HAUL}) == (
        '{"mode": "rail", "kind": "line_haul"}'
    )
    assert {"rail": 1}[Mode.RAIL] == 1
    assert "planned" in NOT_BUILT
    assert Mode.SEA not in LAND_MODES


@pytest.mark.parametrize(
    ("objective", "weights", "unit", "parts_of_unit", "measure"),
    [
        ("generalised", Weights(60, 350), "USD", 6e3, ("USD", 0, 100.0)),
        ("cost", Weights(10**6, 1), "USD", 1e8, ("USD", 0, 100.0)),
        ("time", Weights(1, 10**7), "h", 6e8, ("days", 1, 1440.0)),
        ("p90_time", Weights(1, 10**7), "h", 60.0, ("days", 1, 1440.0)),
        ("distance", Weights(1, 0, 0, 10**6), "km", 1e9, ("km", 0, 1000.0)),
        ("co2", Weights(1, 0, 10**6), "kg CO2e", 1e9, ("kg CO2e", 0, 1000.0)),
    ],
)
def test_an_objective_knows_how_it_counts_and_shows(
    objective: str,
    weights: Weights,
    unit: str,
    parts_of_unit: float,
    measure: tuple[str, int, float],
) -> None:
    """At 3.50 USD an hour. One unit as shown is so many parts of the search's whole numbers."""
    found = Objective(objective)
    assert (found.weights(3.5), found.unit, found.parts_of_unit) == (weights, unit, parts_of_unit)
    shown = found.measure
    assert (shown.unit, shown.digits, shown.scale) == measure


def test_a_minute_is_priced_exactly() -> None:
    """60 minutes weigh what an hour's cents do: no rounding of a value of time in whole cents."""
    weigh = Objective.GENERALISED.weights(3.51)
    assert weigh.of(0, 60, 0, 0) == weigh.of(351, 0, 0, 0)


def test_weights_count_one_link_as_they_count_many() -> None:
    weigh, rows = Weights(3, 5, 7, 11), np.arange(8).reshape(4, 2)
    assert weigh.of(*rows).tolist() == [weigh.of(*rows[:, n].tolist()) for n in (0, 1)]


def test_a_query_takes_text_for_objective_and_modes() -> None:
    """As a Python caller writes them; all that plans reads the types."""
    query = Query(origin="a", destination="b", depart=DAY)
    given: dict[str, Any] = {"objective": "co2", "modes": ("rail", "sea")}
    asked = replace(query, **given)
    assert asked.objective is Objective.CO2
    assert [type(m) for m in asked.modes] == [Mode, Mode]
    for wrong, told in (
        ({"objective": "speed"}, "--objective 'speed'"),
        ({"modes": ("air",)}, "--modes 'air'"),
    ):
        options: dict[str, Any] = wrong
        with pytest.raises(InputError, match=f"{told} is unknown"):
            replace(query, **options)


def test_refs_are_read_as_they_are_written_and_sort_by_kind() -> None:
    refs = [Ref(kind, "x:y") for kind in RefKind]
    assert [Ref.parse(str(r)) for r in refs] == refs
    assert sorted([Ref(RefKind.PORT, "a"), Ref(RefKind.CROSSING, "b")])[0].id == "b"
    with pytest.raises(ValueError, match="bridge"):
        Ref.parse("bridge:x")


def test_a_set_of_refs_joins_and_sorts_by_kind() -> None:
    one = RefSet.of([Ref(RefKind.PORT, "a"), Ref(RefKind.HUB, "b")])
    both = one | RefSet(segments=frozenset({3}))
    assert both.ids(RefKind.PORT, RefKind.HUB) == {"a", "b"}
    assert both.ids(RefKind.CROSSING) == frozenset()
    assert both.segments == {3}
    assert Ref(RefKind.PORT, "a") in both
    assert Ref(RefKind.HUB, "a") not in both
    assert not RefSet()
    assert RefSet(segments=frozenset({3}))


def test_objectives_are_listed_in_the_order_of_the_options() -> None:
    assert ", ".join(OBJECTIVES) == "generalised, cost, time, distance, co2, p90_time"
