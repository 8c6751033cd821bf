"""Order of calls: the rows of the tables against the rotations they name, and the links made."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.model.dates import last_day
from corridor.model.mode import Mode
from corridor.model.query import Query
from corridor.model.status import RUNNING
from corridor.pricing.sea.rotations import sails, ways
from corridor.tables.records import SeaService
from tests.real import DAY, dataset, planning, solve

SERVICES = dataset().sea_services
IN_ROTATION = [s for s in SERVICES if s.rotation]


@given(st.lists(st.sampled_from("abcd"), min_size=2, max_size=6))
def test_a_box_goes_from_a_call_to_later_ones(calls: list[str]) -> None:
    """Against every pair of positions, written out."""
    pairs = {(a, b) for n, a in enumerate(calls) for b in calls[n + 1 :]}
    for start in "abcd":
        for end in "abcd":
            assert sails(calls, start, end) == ((start, end) in pairs)


@pytest.mark.parametrize("row", IN_ROTATION, ids=lambda row: str(row.id))
def test_a_row_is_sailed_in_the_order_of_its_rotation(row: SeaService) -> None:
    """Both ways only where both are in order: nothing is cut from a row in silence."""
    assert ways(row, dataset().sea_rotations) == (
        (False, True) if row.both_directions else (False,)
    )


def test_every_rotation_is_sailed_and_calls_at_a_port_of_the_tables() -> None:
    for rotation in dataset().sea_rotations:
        assert any(s.rotation == rotation.id for s in SERVICES), rotation.id
        assert len({c for c in rotation.calls if c in dataset().port}) > 1, rotation.id


@pytest.mark.parametrize("row", IN_ROTATION, ids=lambda row: str(row.id))
def test_a_row_is_no_shorter_than_the_calls_between(row: SeaService) -> None:
    """A ship that calls at B between A and C sails at least as far as the way over B."""
    (calls,) = [r.calls for r in dataset().sea_rotations if r.id == row.rotation]
    first = calls.index(row.from_port)
    between = calls[first + 1 : calls.index(row.to_port, first + 1)]
    known = {(s.from_port, s.to_port): s.distance_nm for s in SERVICES if not s.passages}
    known |= {(s.from_port, s.to_port): s.distance_nm for s in SERVICES if s.passages}
    for call in between:
        legs = (known.get((row.from_port, call)), known.get((call, row.to_port)))
        if None not in legs:
            assert row.distance_nm >= 0.97 * sum(leg for leg in legs if leg), call


def test_every_running_service_says_when_it_was_last_seen_or_is_an_estimate() -> None:
    for row in SERVICES:
        if row.last_sailing:
            assert last_day(row.last_sailing) <= DAY.date(), row.id
            assert row.first_day is None or row.first_day <= last_day(row.last_sailing), row.id
        elif row.status in RUNNING:
            assert row.is_estimate, f"{row.id} runs by a source that names no day"


def test_no_lane_of_port_qasim_is_a_copy_that_no_source_names() -> None:
    """Days may be an estimate or those of Karachi: that ships go must stand on a page."""
    for row in SERVICES:
        if "port_qasim" in (row.from_port, row.to_port) and row.status in RUNNING:
            assert dataset().source[row.source_id].url, row.id
            assert row.last_sailing, row.id


def test_mombasa_to_jebel_ali_goes_round_by_karachi() -> None:
    """The rotation leads Karachi - Jebel Ali - Mombasa - Karachi, never back."""
    query = Query(
        origin="mombasa_port",
        destination="jebel_ali_port",
        depart=DAY,
        modes=(Mode.SEA,),
        k=1,
    )
    *_, itinerary = solve(query)
    assert itinerary is not None
    ships = [leg for leg in itinerary.legs if leg.kind == "sailing"]
    assert [leg.end.id for leg in ships] == ["karachi_port", "jebel_ali_port"]


@pytest.mark.parametrize(("month", "hours"), [(1, 90), (2, 90), (7, 0)])
def test_ice_on_the_volga_delays_in_winter_alone(month: int, hours: int) -> None:
    query = Query(
        origin="astrakhan_port",
        destination="anzali_port",
        depart=datetime(2026, month, 5, 8),
        modes=(Mode.SEA,),
        k=1,
    )
    plan = planning(query)
    graph = plan.graph()
    found = plan.solver(graph).best(query.objective)
    assert found is not None
    assert sum(step.delay for step in found.steps) == hours * 60
