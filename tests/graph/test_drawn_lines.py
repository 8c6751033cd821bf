"""Drawn lines of the shipped graph: on land, no line that turns back, no stretch drawn twice."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from corridor.build.network.ground import from_shore_km
from corridor.checks import lines as line_rules
from corridor.geo import FloatArray, great_circle_km
from corridor.graph.lines import read_lines
from corridor.report.map.basemap import basemap
from corridor.tables.read import graphs_dir
from tests.real import dataset


@cache
def drawn() -> dict[str, FloatArray]:
    return line_rules.drawn_sections(dataset(), read_lines(graphs_dir()))


def wrong(found: tuple[list[str], bool]) -> list[str]:
    """The complaints of a rule that failed."""
    lines, failed = found
    said = [x for x in lines if x.startswith("  WRONG")]
    assert failed == bool(said)
    return said


def spoilt(name: str, *points: tuple[float, float]) -> dict[str, FloatArray]:
    """The drawn lines with one section's line replaced."""
    return {**drawn(), name: np.array(points, dtype=np.float64)}


# on land


def test_railways_and_roads_lie_on_land() -> None:
    assert wrong(line_rules.water_rule(drawn())) == []


@pytest.mark.parametrize(
    ("lon", "lat", "least_km"),
    [
        (51.0, 41.0, 75.0),  # the middle of the Caspian
        (64.0, 24.5, 50.0),  # the Arabian Sea
        (53.5, 41.3, 30.0),  # Kara-Bogaz-Gol
        (77.0, 42.4, 15.0),  # Issyk-Kul
        (74.8, 46.5, 10.0),  # Balkhash
    ],
)
def test_the_middle_of_a_water_is_far_out(lon: float, lat: float, least_km: float) -> None:
    assert from_shore_km(np.array([lon]), np.array([lat]))[0] > least_km


def test_towns_of_the_tables_stand_on_land() -> None:
    """Town centres within the coarseness of the shores; a port's hub may stand in its basin."""
    towns = [h for h in dataset().hubs if "sea" not in h.modes]
    lon, lat = (np.array([getattr(h, k) for h in towns]) for k in ("lon", "lat"))
    out = from_shore_km(lon, lat)
    assert {h.id for h, km in zip(towns, out, strict=True) if km > 1.5} == set()


def test_the_waters_agree_with_the_base_map() -> None:
    """An independent, coarser drawing (1:50m): its sea is water, its deep inland is not sea."""
    land = shapely.union_all(
        [shapely.make_valid(shapely.Polygon(p[0], p[1:])) for p in basemap().land]
    )
    at = np.random.default_rng(7).uniform((27.0, 23.0), (90.0, 60.0), (4000, 2))
    out = from_shore_km(at[:, 0], at[:, 1])
    dry = shapely.contains_xy(land, at[:, 0], at[:, 1])
    offshore = shapely.contains_xy(shapely.buffer(land, 0.1), at[:, 0], at[:, 1])
    assert (out[~offshore] > 0).all()
    assert (out[dry & (out > 20)] < 70).all()  # only great lakes lie inside its land
    assert (~offshore).sum() > 200


@given(st.floats(49.5, 51.5), st.floats(39.0, 41.5))
def test_the_distance_from_the_shore_is_no_greater_than_to_a_known_shore(
    lon: float, lat: float
) -> None:
    out = float(from_shore_km(np.array([lon]), np.array([lat]))[0])
    baku, turkmenbashi = (
        great_circle_km(lon, lat, 49.87, 40.37),
        great_circle_km(lon, lat, 52.97, 40.02),
    )
    assert 0.0 <= out <= 1.05 * float(min(baku, turkmenbashi))


@pytest.mark.parametrize(
    ("section", "points"),
    [
        ("baku__alat_port__road", ((49.87, 40.37), (51.0, 41.0), (49.41, 39.94))),
        ("karaganda__almaty__road", ((74.7, 46.8), (76.7, 43.46))),  # over Balkhash
    ],
)
def test_a_line_through_the_water_fails(
    section: str, points: tuple[tuple[float, float], ...]
) -> None:
    said = wrong(line_rules.water_rule(spoilt(section, *points)))
    assert [line.split()[1] for line in said] == [f"{section}:"]


# turning back, twice drawn


def test_no_line_turns_back() -> None:
    assert wrong(line_rules.turn_rule(dataset(), drawn())) == []


def test_a_line_that_turns_back_and_a_needless_reason_fail() -> None:
    hook = spoilt("baku__alat_port__road", (49.87, 40.37), (49.5, 40.1), (49.8, 40.35))
    assert "baku__alat_port__road turns back" in wrong(line_rules.turn_rule(dataset(), hook))[0]
    reason = next(r for r in dataset().shape_reasons if r.kind == "turn")
    more = structs.replace(reason, id="more", section_id="baku__alat_port__road")
    tables = replace(dataset(), shape_reasons=(*dataset().shape_reasons, more))
    assert "no longer turns back" in wrong(line_rules.turn_rule(tables, drawn()))[0]
    none = tuple(r for r in dataset().shape_reasons if r.kind != "turn")
    assert wrong(line_rules.turn_rule(replace(dataset(), shape_reasons=none), drawn()))


def test_no_stretch_of_a_chain_is_drawn_twice() -> None:
    assert wrong(line_rules.shared_rule(dataset(), drawn())) == []


def test_a_stretch_drawn_twice_fails_without_its_row() -> None:
    none = tuple(r for r in dataset().shape_reasons if r.kind != "shared")
    said = wrong(line_rules.shared_rule(replace(dataset(), shape_reasons=none), drawn()))
    kept = sum(r.kind == "shared" for r in dataset().shape_reasons)
    assert len(said) >= kept // 2
    assert all(" share " in line for line in said)
