"""An arbitrary point is joined to hubs of its own country, or refused."""

from __future__ import annotations

import numpy as np
import pytest

from corridor.errors import UnknownPlaceError
from corridor.graph.access import AccessNetwork
from tests.real import library, planner


def line() -> AccessNetwork:
    """Nodes 0-1-2 in AA, 3 in BB, a kilometre or more apart; hubs at 0, 2 and 3."""
    return AccessNetwork(
        node_lon=np.array([30.0, 30.1, 30.2, 30.3]),
        node_lat=np.array([50.0, 50.0, 50.0, 50.0]),
        node_country=np.array(["AA", "AA", "AA", "BB"]),
        hub_id=np.array(["aston", "acton", "boston"]),
        hub_node=np.array([0, 2, 3], dtype=np.int32),
        edge_tail=np.array([0, 1, 2], dtype=np.int32),
        edge_head=np.array([1, 2, 3], dtype=np.int32),
        edge_km=np.array([8.0, 9.0, 1.0], dtype=np.float32),
    )


def test_point_is_joined_to_the_hubs_of_its_country_only() -> None:
    """From node 1: Aston 8 km, Acton 9 km; Boston lies behind the border."""
    country, away, joins = line().joins(30.101, 50.0)
    assert country == "AA"
    assert away < 0.2
    by_hub = {j.hub_id: j for j in joins}
    assert set(by_hub) == {"aston", "acton"}
    # A join may count the stretch from the point to the road as well.
    assert by_hub["aston"].length_km == pytest.approx(8, abs=0.3)
    assert by_hub["acton"].length_km == pytest.approx(9, abs=0.3)
    assert by_hub["aston"].points[0] == (30.101, 50.0)
    assert by_hub["aston"].points[-1] == (30.0, 50.0)


def test_point_far_from_every_road_is_refused() -> None:
    with pytest.raises(UnknownPlaceError, match=r"Try: give a point within 60 km"):
        line().joins(40.0, 50.0)


def test_point_beside_a_hub_is_joined_to_it() -> None:
    """Of the cities of the corridor each is joined to itself, or to a hub beside it, nearly."""
    lib = library()
    for key in ("minsk", "moscow", "almaty", "tashkent", "kabul", "quetta", "karachi", "lahore"):
        place = lib.hub[key]
        country, away, joins = planner().access.joins(place.lon, place.lat)
        assert country == place.country
        assert away < 15
        assert all(lib.hub[j.hub_id].country == country for j in joins)
        near = min(j.length_km for j in joins)
        assert near < 25, key
