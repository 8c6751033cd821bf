"""Shape points: put in where a line is coarse, and never so that it bends back or grows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.build.network.shape import (
    NO_POINTS,
    coarse_km,
    place_points,
    points_by_section,
    shape_parts,
    unhooked,
    with_shape,
)
from corridor.geo import FloatArray, cumulative_km, great_circle_km

LONG_KM = 30.0


def steps_km(line: FloatArray) -> FloatArray:
    return great_circle_km(line[:-1, 0], line[:-1, 1], line[1:, 0], line[1:, 1])


def array(*points: tuple[float, float]) -> FloatArray:
    return np.array(points, dtype=np.float64)


# about 80 km a degree of longitude here
LINE = array((64.0, 44.0), (65.0, 44.0), (65.2, 44.0), (66.2, 44.0))


def test_point_goes_into_the_long_step_it_lies_on() -> None:
    shaped = with_shape(LINE, array((64.5, 44.1), (65.7, 43.9)), longest_km=LONG_KM)
    assert shaped.tolist() == [
        [64.0, 44.0],
        [64.5, 44.1],
        [65.0, 44.0],
        [65.2, 44.0],
        [65.7, 43.9],
        [66.2, 44.0],
    ]


def test_several_points_share_one_step_in_their_order() -> None:
    points = array((64.2, 44.05), (64.5, 44.1), (64.8, 44.05))
    shaped = with_shape(LINE[:2], points, longest_km=10.0)
    assert shaped[1:-1].tolist() == points.tolist()


def test_short_step_is_left_alone() -> None:
    found = place_points(LINE, array((65.1, 44.02)), longest_km=LONG_KM)
    assert found.needless == (0,)
    assert found.coords.tolist() == LINE.tolist()


@pytest.mark.parametrize(
    ("point", "reason"),
    [
        ((64.5, 44.45), "lengthen"),
        ((63.4, 44.0), "beside an end"),
    ],
)
def test_point_off_the_line_is_refused_with_a_reason(
    point: tuple[float, float], reason: str
) -> None:
    found = place_points(LINE[:2], array(point), longest_km=LONG_KM)
    assert not found.placed
    assert reason in found.refused[0][1]
    assert found.coords.tolist() == LINE[:2].tolist()


def test_point_that_would_turn_the_line_back_at_a_vertex_is_refused() -> None:
    # the line comes down from the north-east; the point would send it back up there
    line = array((64.2, 44.2), (64.0, 44.0), (65.0, 44.0))
    found = place_points(line, array((64.3, 44.15)), longest_km=LONG_KM)
    assert not found.placed
    assert "back" in found.refused[0][1]


def test_points_in_the_wrong_order_do_not_double_back() -> None:
    points = array((65.7, 44.0), (64.5, 44.0))
    found = place_points(LINE, points, longest_km=LONG_KM)
    assert found.placed == (0,)
    assert np.all(np.diff(found.coords[:, 0]) > 0)


def test_shaping_twice_changes_nothing() -> None:
    points = array((64.4, 44.1), (65.7, 43.9))
    once = with_shape(LINE, points, longest_km=LONG_KM)
    assert with_shape(once, points, longest_km=LONG_KM).tolist() == once.tolist()


def test_parts_share_the_points_of_their_section() -> None:
    parts = {"a": array((64.0, 44.0), (65.0, 44.0)), "b": array((65.0, 44.0), (66.0, 44.0))}
    points = array((64.5, 44.05), (65.5, 44.05), (65.5, 46.0))
    found, refused = shape_parts(parts, points, longest_km=LONG_KM)
    assert found["a"][1].tolist() == [64.5, 44.05]
    assert found["b"][1].tolist() == [65.5, 44.05]
    assert [index for index, _ in refused] == [2]


def test_points_of_a_section_are_sorted_by_seq() -> None:
    rows = [("x", 2, 65.0, 44.0), ("y", 1, 60.0, 40.0), ("x", 1, 64.0, 44.0)]
    found = points_by_section(rows)
    assert found["x"].tolist() == [[64.0, 44.0], [65.0, 44.0]]
    assert sorted(found) == ["x", "y"]


def test_coarse_kilometres_count_long_steps_only() -> None:
    steps = steps_km(LINE)
    assert coarse_km(LINE, longest_km=LONG_KM) == pytest.approx(steps[0] + steps[2])
    assert coarse_km(LINE[:1], longest_km=LONG_KM) == 0.0


lon_lat = st.tuples(st.floats(55.0, 70.0), st.floats(25.0, 50.0))
lines = st.lists(lon_lat, min_size=2, max_size=8, unique=True).map(lambda p: array(*p))
places = st.lists(lon_lat, max_size=6).map(lambda p: array(*p) if p else NO_POINTS)


@settings(max_examples=200, deadline=None)
@given(line=lines, points=places, longest=st.floats(1.0, 900.0))
def test_ends_and_order_stay_and_no_step_grows(
    line: FloatArray, points: FloatArray, longest: float
) -> None:
    found = place_points(line, points, longest_km=longest)
    shaped = found.coords.tolist()
    assert shaped[0] == line[0].tolist()
    assert shaped[-1] == line[-1].tolist()
    # the old vertices and the points put in both stand in their own order
    rest = iter(shaped)
    assert all(vertex in rest for vertex in line.tolist())
    rest = iter(shaped)
    assert all(points[k].tolist() in rest for k in found.placed)
    assert len(shaped) == len(line) + len(found.placed)
    assert np.max(steps_km(found.coords)) <= np.max(steps_km(line)) + 1e-9
    told = [*found.placed, *found.needless, *(k for k, _ in found.refused)]
    assert sorted(told) == list(range(len(points)))


@settings(max_examples=200, deadline=None)
@given(line=lines, points=places)
def test_line_without_long_steps_comes_back_as_it_was(line: FloatArray, points: FloatArray) -> None:
    longest = float(np.max(steps_km(line)))
    assert with_shape(line, points, longest_km=longest).tolist() == line.tolist()


@settings(max_examples=100, deadline=None)
@given(line=lines, points=places)
def test_a_point_lengthens_its_step_by_at_most_two_fifths(
    line: FloatArray, points: FloatArray
) -> None:
    before = float(cumulative_km(line)[-1])
    shaped = place_points(line, points, longest_km=LONG_KM)
    after = float(cumulative_km(shaped.coords)[-1])
    assert after <= before * 1.4 ** len(shaped.placed) + 1e-6


@given(
    st.lists(
        st.tuples(st.floats(60.0, 61.0), st.floats(40.0, 41.0)),
        min_size=2,
        max_size=12,
        unique=True,
    )
)
@settings(max_examples=200, deadline=None)
def test_unhooking_keeps_the_ends_and_leaves_no_hook_near_them(
    points: list[tuple[float, float]],
) -> None:
    line = array(*points)
    found = unhooked(line)
    assert found[0].tolist() == line[0].tolist()
    assert found[-1].tolist() == line[-1].tolist()
    assert unhooked(found).tolist() == found.tolist()


def test_a_hook_behind_the_hub_goes_and_a_loop_far_out_stays() -> None:
    # past the hub by four kilometres and back; then a switchback in the middle of the line
    line = array(
        (64.0, 44.0), (64.5, 44.0), (64.45, 44.001), (65.0, 44.0), (66.05, 44.0), (66.0, 44.001)
    )
    found = unhooked(line)
    assert [66.05, 44.0] not in found.tolist()
    assert [64.5, 44.0] in found.tolist()
