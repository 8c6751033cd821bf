"""Posts, joins and lines of the real build against the border polygons."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from corridor.build.network.countries import CountryLookup, border_km, zones
from corridor.build.network.engine import ScipyEngine
from corridor.build.network.records import NetworkBuild
from corridor.geo import great_circle_km
from corridor.model.mode import LAND_MODES
from corridor.tables.records import Tables

pytestmark = pytest.mark.build

BORDER_KM = 1.5
STEPS = np.linspace(0.0, 1.0, 9)


def test_every_post_lies_at_its_border(inputs: Tables) -> None:
    assert len(inputs.crossings) > 90
    for row in inputs.crossings:
        assert row.lon is not None, row.id
        assert row.lat is not None, row.id
        away = border_km(row.lon, row.lat, row.country_a, row.country_b)
        assert away <= BORDER_KM, row.id


@pytest.mark.parametrize(
    ("lon", "lat", "pair"),
    [(71.20, 34.10, ("AF", "PK")), (67.40, 37.30, ("UZ", "AF")), (61.70, 29.00, ("PK", "IR"))],
    ids=["Torkham", "Friendship Bridge", "Taftan"],
)
def test_distance_to_a_border_is_that_on_the_sphere(
    lon: float, lat: float, pair: tuple[str, str]
) -> None:
    """Against the corners of the outlines, put in every 100 m or so."""
    expected = 0.0
    for country in pair:
        rings = zones().geometry[zones().code == country].boundary
        near = shapely.clip_by_rect(rings.to_numpy(), lon - 0.4, lat - 0.4, lon + 0.4, lat + 0.4)
        places = shapely.get_coordinates(shapely.segmentize(near, 0.001))
        expected = max(expected, float(great_circle_km(places[:, 0], places[:, 1], lon, lat).min()))
    assert border_km(lon, lat, *pair) == pytest.approx(expected, rel=0.01)


def test_a_border_far_off_is_no_distance() -> None:
    assert border_km(27.0, 53.0, "PK", "IR") == float("inf")


def test_the_drawn_line_passes_every_post(built: NetworkBuild, inputs: Tables) -> None:
    lines = {line.id: line for line in built.section_lines}
    for row in inputs.crossings:
        found = lines[row.section_id].border_lonlat
        assert found is not None, row.id
        assert row.lon is not None
        assert row.lat is not None
        assert great_circle_km(*found, row.lon, row.lat) <= 1.0, row.id


def test_joins_by_rule_are_short_and_cross_no_border(
    built: NetworkBuild, lookup: CountryLookup
) -> None:
    assert len(built.joins) > 300
    for join in built.joins:
        assert join.km <= 2.0, join
        lon = join.lon_a + STEPS * (join.lon_b - join.lon_a)
        lat = join.lat_a + STEPS * (join.lat_b - join.lat_a)
        assert set(lookup(lon, lat).tolist()) <= {join.country, ""}, join


# Curated pieces whose straight line runs over a border, and the post or the reason they do.
OVER_A_BORDER = {
    "R005": "taftan_rail",
    "R008": "torghundi_rail",
    "R009": "aqina_rail",
    "R012": "bolashak_rail",
    "R016": "shamtigh_rail",
    "R036": "hairatan_road",
    "R039": "chaman_road",
    "R042": "torghundi_road",
    "R045": "torkham_road",
    "R047": "irkeshtam_road",
    "R048": "torugart_road",
    "R050": "khunjerab_road",
    "R057": "aqina_road",
    "R236": "kulunda_rail",
    "R067": "zaranj_road",
    "R102": "pocket: Russian line through Kazakhstan and back",
    "R103": "pocket: Russian line through Kazakhstan and back",
    "R209": "pocket: the road follows the Iranian bank of the Aras, the straight line cuts a bend",
}


def test_curated_pieces_cross_a_border_only_at_a_post(
    inputs: Tables, lookup: CountryLookup
) -> None:
    posts = {c.id for c in inputs.crossings}
    for link in inputs.repair_links:
        if link.kind == "hub":
            continue
        lon = link.from_lon + STEPS * (link.to_lon - link.from_lon)
        lat = link.from_lat + STEPS * (link.to_lat - link.from_lat)
        met = set(lookup(lon, lat).tolist()) - {""}
        assert len(met) == 1 or link.id in OVER_A_BORDER, f"{link.id} runs through {met}"
    assert all(v in posts or v.startswith("pocket: ") for v in OVER_A_BORDER.values())


@pytest.mark.parametrize(
    ("start", "end", "least_km", "most_km"),
    [
        ("pul_e_khumri", "kabul", 195, 235),  # 230 km by general knowledge; mountain road
        ("moscow", "samara", 980, 1060),  # 1,038 km by the posts of the M5
        ("ghulam_khan", "bannu", 65, 90),  # 57 km from Miranshah, and the border before it
        ("khost", "bannu", 90, 125),
        ("bishkek", "osh", 560, 700),  # 502 km through Uzbekistan
    ],
)
def test_suspected_roads_are_settled(
    built: NetworkBuild, start: str, end: str, least_km: float, most_km: float
) -> None:
    """Each hung on a join that nothing named; the pieces are rows now, and no join is needed."""
    net = built.networks["road"]
    plain = np.flatnonzero(net.edge_kind != 1)
    nodes = [built.hub_nodes["road", hub] for hub in (start, end)]
    own = ScipyEngine(
        net.node_count,
        np.concatenate([net.edge_tail[plain], net.border_tail]),
        np.concatenate([net.edge_head[plain], net.border_head]),
        np.concatenate([net.edge_raw_km[plain], net.border_raw_km]),
    )
    assert least_km <= own.path(*nodes).km <= most_km


@pytest.mark.parametrize("mode", LAND_MODES)
def test_every_placed_hub_is_on_the_main_part(built: NetworkBuild, mode: str) -> None:
    net = built.networks[mode]
    apart = [h for (m, h), n in built.hub_nodes.items() if m == mode and net.component[n] != 0]
    assert apart == []
