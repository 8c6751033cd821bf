"""Join rules on networks small enough to draw; 0.009 degree of latitude is one kilometre."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from corridor.build.network.base import BaseGraph
from corridor.build.network.curated import forbidden_joins
from corridor.build.network.draft import Draft
from corridor.build.network.records import Join
from corridor.build.network.repair import END_REACH_KM, FACING_REACH_KM, Joiner
from corridor.geo import great_circle_km
from tests.factories import false_link, repair_link

KM = 1 / 111.195  # one kilometre in degrees on the equator, where these networks lie


def draft(
    nodes: list[tuple[float, float]], edges: list[tuple[int, int]], countries: str = ""
) -> Draft:
    """Nodes in kilometres east and north of (0, 0); edges as long as they look."""
    place = np.array(nodes, dtype=np.float64) * KM
    ends = np.array(edges, dtype=np.int64).reshape(-1, 2)
    a, b = place[ends[:, 0]], place[ends[:, 1]]
    km = great_circle_km(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
    country = np.array(countries.split() or ["KZ"] * len(nodes), dtype="<U2")
    return Draft("rail", BaseGraph(place[:, 0], place[:, 1], ends[:, 0], ends[:, 1], km), country)


def rules(joins: list[Join]) -> list[str]:
    return [j.rule for j in joins]


def test_neighbouring_cells_join() -> None:
    d = draft([(-8, 0), (0, 0), (0.11, 0), (8, 0)], [(0, 1), (2, 3)])
    assert rules(Joiner(d).run()) == ["grid"]
    assert d.components().max() == 0


def test_a_short_way_round_is_no_reason_to_join() -> None:
    d = draft([(0, 0), (0.11, 0), (0, 2)], [(0, 2), (1, 2)])
    assert Joiner(d).run() == []


def test_dead_end_joins_the_edge_ahead_and_splits_it() -> None:
    d = draft([(-9, 0), (-0.5, 0), (0, -4), (0, 4)], [(0, 1), (2, 3)])
    before = float(d.km.sum())
    joins = Joiner(d).run()
    assert rules(joins) == ["end"]
    assert len(d.lon) == 5
    assert d.components().max() == 0
    after = float(d.km[d.alive].sum())
    assert abs(after - before - joins[0].km) < 0.01


def test_dead_end_does_not_turn_back() -> None:
    # the other line passes beside and behind the end
    d = draft([(-9, 0), (0, 0), (-0.6, -4), (-0.6, -0.5)], [(0, 1), (2, 3)])
    joiner = Joiner(d)
    joiner.join_ends()
    assert all(j.lon_a != 0.0 for j in joiner.joins)


def test_the_middle_of_a_long_chord_is_no_place() -> None:
    d = draft([(-9, 0), (-0.5, 0), (0, -6), (0, 6)], [(0, 1), (2, 3)])
    assert Joiner(d).run() == []


def test_facing_ends_join_and_others_do_not() -> None:
    d = draft([(-9, 0), (-2, 0), (2, 0), (9, 0)], [(0, 1), (2, 3)])
    assert Joiner(d).run() == []  # a gap of 4 km is for a row of repair_links
    d = draft([(-9, 0), (-0.9, 0), (0.9, 0), (9, 0)], [(0, 1), (2, 3)])
    assert rules(Joiner(d).run()) == ["facing"]
    d = draft([(-9, 0), (-0.9, 0), (0.9, 0), (0.9, 9)], [(0, 1), (2, 3)])
    assert Joiner(d).run() == []


def test_no_join_over_a_border() -> None:
    for far in (0.11, 0.5, 4.0):
        d = draft([(-9, 0), (0, 0), (far, 0), (9, 0)], [(0, 1), (2, 3)], "PK PK IR IR")
        assert Joiner(d).run() == []


def test_forbidden_pairs_stay_apart() -> None:
    d = draft([(-9, 0), (-0.9, 0), (0.9, 0), (9, 0)], [(0, 1), (2, 3)])
    row = false_link("f1", (0.9 * KM, 0, -0.9 * KM, 0), "never join across a border")
    assert Joiner(d, [row]).run() == []


def test_a_curated_piece_is_not_joined_by_rule_too() -> None:
    d = draft([(-9, 0), (-0.9, 0), (0.9, 0), (9, 0)], [(0, 1), (2, 3)])
    piece = repair_link("r1", "gap", (-0.9 * KM, 0, 0.9 * KM, 0), 1.8)
    assert Joiner(d, forbidden_joins([], [piece])).run() == []
    hub = structs.replace(piece, kind="hub")
    assert rules(Joiner(d, forbidden_joins([], [hub])).run()) == ["facing"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(-60, 60),
            st.integers(-60, 60),
            st.integers(-60, 60),
            st.integers(-60, 60),
            st.booleans(),
        ),
        min_size=2,
        max_size=12,
    )
)
def test_joins_keep_their_promises(lines: list[tuple[int, int, int, int, bool]]) -> None:
    """Whatever the lines: joins are short, stay in one country, and never split a part."""
    nodes: list[tuple[float, float]] = []
    edges: list[tuple[int, int]] = []
    countries: list[str] = []
    for x0, y0, x1, y1, home in lines:
        edges.append((len(nodes), len(nodes) + 1))
        nodes += [(x0 / 5, y0 / 5), (x1 / 5, y1 / 5 + 0.05)]
        countries += ["KZ" if home else "RU"] * 2
    d = draft(nodes, edges, " ".join(countries))
    parts = int(d.components().max())
    joins = Joiner(d).run()
    assert int(d.components().max()) <= parts
    for join in joins:
        limit = {"grid": 0.2, "end": END_REACH_KM, "facing": FACING_REACH_KM}[join.rule]
        assert join.km <= limit + 0.01
    tail, head = d.tail[d.alive], d.head[d.alive]
    assert (d.country[tail] == d.country[head]).all()
    direct = great_circle_km(d.lon[tail], d.lat[tail], d.lon[head], d.lat[head])
    assert (d.km[d.alive] >= direct - 1e-9).all()
