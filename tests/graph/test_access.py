"""A point keeps the country of its ground and meets the tables at one spot, or is refused."""

from __future__ import annotations

import random
from itertools import pairwise
from math import cos, hypot, radians
from typing import Any

import numpy as np
import pytest

from corridor.errors import UnknownPlaceError
from corridor.graph.access import LIMIT_KM, PLACE_KM, TOWN_KM, AccessNetwork, Places
from corridor.graph.ground import WATER, ground_of
from corridor.graph.lines import pack_lines
from tests.real import dataset, engine


def square(west: float, east: float) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array([[west, 49], [east, 49], [east, 51], [west, 51], [west, 49]], dtype=float)


def small() -> AccessNetwork:
    """
    One section Aston - Acton along 50 N in AA, a side road of two nodes to its middle, BB east.

    The side road runs from 30.5,50.2 down to the section at 30.5,50.
    """
    lines = pack_lines({"aston__acton__road": np.array([[30.0, 50.0], [31.0, 50.0]])})
    return AccessNetwork(
        node_lon=np.array([30.5, 30.5]),
        node_lat=np.array([50.2, 50.0]),
        node_country=np.array(["AA", "AA"]),
        onward=np.array([1, -1], dtype=np.int32),
        to_table_m=np.array([25_000, 0]),
        hub=np.array(["", ""]),
        edge_tail=np.array([0], dtype=np.int32),
        edge_head=np.array([1], dtype=np.int32),
        edge_m=np.array([25_000], dtype=np.int32),
        places=Places(
            np.array(["acton", "aston", "boston"]),
            np.array([31.0, 30.0, 31.3]),
            np.array([50.0, 50.0, 50.0]),
            np.array(["AA", "AA", "BB"]),
            np.array([True, True, True]),
            np.array([True, True, True]),
        ),
        line_id=np.array(["aston__acton__road"]),
        line_country=np.array(["AA"]),
        ground=ground_of(
            [("AA", square(29, 31.2)), ("BB", square(31.2, 32)), ("CC", square(32, 33))],
            ["AA", "BB"],
        ),
        lines=lines,
    )


def test_a_hole_is_no_ground_and_a_common_line_is_that_of_the_first() -> None:
    ground = ground_of([("AA", square(0, 4)), ("AA", square(1, 2)), ("BB", square(4, 5))], ["AA"])
    middle = 50.0
    found = [ground.country(lon, middle) for lon in (0.5, 1.5, 3.0, 4.0, 4.5, 6.0)]
    assert found == ["AA", "", "AA", "AA", "BB", ""]


def test_distance_out_in_the_water_is_that_from_the_nearest_shore() -> None:
    water = ground_of([(WATER, square(0, 4)), (WATER, square(1, 2))], [])
    narrow = cos(radians(50.0))
    assert water.from_shore_km(0.25, 50.0) == pytest.approx(0.25 * narrow * 111.2)
    assert water.from_shore_km(2.25, 50.0) == pytest.approx(0.25 * narrow * 111.2)  # an island
    assert water.from_shore_km(1.5, 50.0) == 0.0
    assert water.country(0.25, 50.0) == ""


def test_point_beside_a_section_is_put_on_its_line_not_on_a_node() -> None:
    found = small().land(30.25, 50.05)
    assert found.country == "AA"
    assert not found.place
    assert found.feet[0].segment == "aston__acton__road"
    assert found.feet[0].share == pytest.approx(0.25, abs=1e-3)
    assert found.moved_km == pytest.approx(0.05 * 111.2, abs=0.01)
    assert found.road_m == 0
    assert found.points[0] == (30.25, 50.05)
    assert found.points[1] == pytest.approx((30.25, 50.0))


def test_side_road_ends_where_it_meets_the_section() -> None:
    found = small().land(30.51, 50.15)
    assert found.feet[0].share == pytest.approx(0.5, abs=1e-3)
    assert found.moved_km == pytest.approx(0.01 * 111.2 * cos(radians(50.15)), abs=0.02)
    # Three quarters of the side road are left.
    assert found.road_m == pytest.approx(18_750, abs=10)


def test_place_is_met_by_its_streets_and_a_point_in_it_is_it() -> None:
    at = small().land(30.004, 50.003)
    assert at.is_place
    assert at.place == "aston"
    beside = small().land(30.0, 50.02)
    assert beside.place == "aston"
    assert not beside.is_place
    assert beside.moved_km == pytest.approx(2.2, abs=0.1)


def test_two_points_on_one_side_road_reach_each_other_over_it() -> None:
    net = small()
    one, other = net.land(30.51, 50.15), net.land(30.51, 50.05)
    beside = net.between(one, other)
    assert beside is not None
    assert beside[0] == pytest.approx(12_500, abs=10)
    assert net.between(one, net.land(30.25, 50.05)) is None


@pytest.mark.parametrize(
    ("lon", "lat", "words"),
    [(32.5, 50.0, "CC"), (30.5, 50.9, "km from the nearest road"), (40.0, 50.0, "at sea")],
)
def test_foreign_ground_and_no_road_are_refused(lon: float, lat: float, words: str) -> None:
    with pytest.raises(UnknownPlaceError, match=words) as caught:
        small().land(lon, lat)
    assert caught.value.exit_code == 2


def test_country_is_that_of_the_ground_and_not_of_the_nearest_road() -> None:
    """East of the border a point is Boston's, though the section of AA is nearer."""
    with pytest.raises(UnknownPlaceError, match="BB"):
        small().land(31.25, 50.3)


@pytest.mark.parametrize(
    ("lat", "lon", "words"),
    [
        (31.62, 74.87, "lies in India"),
        (38.4, 43.4, "lies in Turkey"),
        (40.18, 44.51, "lies in Armenia"),
        (42.0, 51.0, "lies in the Caspian Sea"),
        (42.4, 77.2, "lies in Issyk-Kul"),
        (24.5, 66.7, "lies in the Arabian Sea"),
    ],
)
def test_real_ground_abroad_and_water_are_named(lat: float, lon: float, words: str) -> None:
    with pytest.raises(UnknownPlaceError, match=words) as caught:
        engine().access.land(lon, lat)
    assert "nearest place is" in caught.value.remedy


def test_the_afghan_post_of_angoor_adda_is_afghan() -> None:
    """The outlines draw the line west of both posts; the tables say whose post it is."""
    for lat, lon in ((32.519, 69.278), (32.52, 69.27)):
        assert engine().access.land(lon, lat).country == "AF"


def test_every_city_is_itself_by_its_coordinates() -> None:
    """To two decimals, which is how a person types them."""
    checked = 0
    for hub in dataset().hubs:
        if hub.kind != "city" or "road" not in hub.modes:
            continue
        for lon, lat in ((hub.lon, hub.lat), (round(hub.lon, 2), round(hub.lat, 2))):
            found = engine().access.land(lon, lat)
            assert found.is_place, hub.id
            near = dataset().hub[found.place]
            # Two cities less than a kilometre apart would be one place.
            assert near.id == hub.id, hub.id
        checked += 1
    assert checked > 200


def true_km(lon: float, lat: float) -> float:
    """Straight distance from a point to the nearest road of its country, step by step."""
    net = engine().access
    country = net.country(lon, lat)
    narrow = cos(radians(lat))

    def away(a: tuple[float, float], b: tuple[float, float]) -> float:
        x, y = (a[0] - lon) * narrow, a[1] - lat
        dx, dy = (b[0] - a[0]) * narrow, b[1] - a[1]
        long = dx * dx + dy * dy
        t = min(max(-(x * dx + y * dy) / long, 0.0), 1.0) if long else 0.0
        return hypot(x + t * dx, y + t * dy) * 111.2

    best = float("inf")
    for name, own in zip(net.line_id.tolist(), net.line_country.tolist(), strict=True):
        if own == country:
            points = engine().lines.line(name)
            best = min(best, *(away(a, b) for a, b in pairwise(points)))
    for tail, head in zip(net.edge_tail.tolist(), net.edge_head.tolist(), strict=True):
        if net.node_country[tail] == country:
            a, b = ((float(net.node_lon[n]), float(net.node_lat[n])) for n in (tail, head))
            best = min(best, away(a, b))
    return best


def drawn_points(count: int, seed: int) -> list[tuple[float, float]]:
    draw = random.Random(seed)
    hubs = [h for h in dataset().hubs if "road" in h.modes]
    found: list[tuple[float, float]] = []
    while len(found) < count:
        hub = draw.choice(hubs)
        lon, lat = hub.lon + draw.uniform(-0.8, 0.8), hub.lat + draw.uniform(-0.8, 0.8)
        try:
            engine().access.land(lon, lat)
        except UnknownPlaceError:
            continue
        found.append((lon, lat))
    return found


def projection_holds(points: list[tuple[float, float]]) -> bool:
    """Whether each point is moved to the nearest line: no farther than to a road seen as one."""
    for lon, lat in points:
        try:
            landing = engine().access.land(lon, lat)
        except UnknownPlaceError:
            return False
        if landing.place and landing.edge < 0:
            continue
        if not landing.moved_km <= true_km(lon, lat) + 1.01:
            return False
    return True


def test_points_are_moved_to_the_nearest_line() -> None:
    assert projection_holds(drawn_points(8, seed=5))


def test_fault_put_back_nodes_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Moved to the nearest node instead of the line, some point goes too far."""
    points = drawn_points(8, seed=5)

    def to_nodes(ax: Any, ay: Any, bx: Any, by: Any, lon: float, lat: float) -> tuple[Any, Any]:
        narrow = cos(radians(lat))
        first = np.hypot((ax - lon) * narrow, ay - lat)
        last = np.hypot((bx - lon) * narrow, by - lat)
        return np.minimum(first, last) * 111.2, (last < first).astype(float)

    monkeypatch.setattr("corridor.graph.access._to_segments", to_nodes)
    assert not projection_holds(points)


def test_fault_put_back_country_of_the_nearest_road(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the nearest node Amritsar is in Pakistan, which the test above would see."""

    def nearest_node(net: AccessNetwork, lon: float, lat: float) -> str:
        away = np.hypot((net.node_lon - lon) * cos(radians(lat)), net.node_lat - lat)
        return str(net.node_country[int(np.argmin(away))])

    monkeypatch.setattr(AccessNetwork, "country", nearest_node)
    assert engine().access.land(74.87, 31.62).country == "PK"


def test_landings_keep_their_bounds() -> None:
    """Joined within the limit, in the point's own country, by a way that starts at the point."""
    net = engine().access
    hubs = dataset().hub
    for lon, lat in drawn_points(60, seed=11):
        found = net.land(lon, lat)
        assert found.moved_km <= LIMIT_KM
        assert bool(found.place) != bool(found.feet)
        if found.place:
            assert hubs[found.place].country == found.country
            assert found.is_place or found.points[0] == (lon, lat)
            assert found.last_km <= TOWN_KM
        else:
            assert all(0.0 <= f.share <= 1.0 for f in found.feet)
            index = engine().graph.segment_id.tolist().index(found.feet[0].segment)
            assert engine().graph.segment_country[index] == found.country
        assert not found.is_place or found.moved_km <= PLACE_KM
