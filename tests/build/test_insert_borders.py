"""Hubs into nodes and chords; borders cut between them."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec import structs

from corridor.build.network import insert
from corridor.build.network.base import BaseGraph
from corridor.build.network.borders import BorderCutter
from corridor.build.network.draft import KIND_CODE, Draft
from corridor.build.network.insert import HubInserter
from corridor.geo import great_circle_km
from corridor.tables.records import Crossing, Hub
from tests import factories

KM = 1 / 111.195


@pytest.fixture(autouse=True)
def _small_parts_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(insert, "MAIN_PART_NODES", 1)


def line(at_km: list[float], countries: str, stretch: float = 1.0) -> Draft:
    """A road along the equator with nodes at the given kilometres."""
    lon = np.array(at_km) * KM
    lat = np.zeros(len(lon))
    tail = np.arange(len(lon) - 1)
    km = great_circle_km(lon[:-1], 0, lon[1:], 0) * stretch
    return Draft(
        "road",
        BaseGraph(lon, lat, tail, tail + 1, km),
        np.array(countries.split(), dtype="<U2"),
    )


def hub(name: str, x: float, y: float, country: str, *, city: bool = False) -> Hub:
    kind = "city" if city else "border_road"
    return factories.hub(name, country, x * KM, y * KM, kind=kind, modes=("road",))


def post(countries: str, hubs: str, lon_km: float, lat_km: float = 0) -> Crossing:
    """A road crossing on the section 's', and where it is."""
    (country_a, country_b), (hub_a, hub_b) = countries.split(), hubs.split()
    ends = (factories.hub(hub_a, country_a, 0, 0), factories.hub(hub_b, country_b, 0, 0))
    place = {"section_id": "s", "lon": lon_km * KM, "lat": lat_km * KM}
    return factories.crossing("c", ends, "road", **place)


def test_hub_goes_to_the_node_beside_it() -> None:
    d = line([0, 50, 100], "KZ KZ KZ")
    assert HubInserter(d).run([hub("h", 50, 2, "KZ")]) == {"h": 1}


def test_hub_splits_the_chord_in_proportion() -> None:
    d = line([0, 100], "KZ KZ", stretch=1.1)
    at = HubInserter(d).run([hub("h", 25, 0, "KZ")])
    assert at == {"h": 2}
    pieces = d.km[d.alive]
    assert pieces == pytest.approx([27.5, 82.5], abs=0.01)
    assert (d.kind[d.alive] == KIND_CODE["hub"]).all()


def test_hub_never_enters_a_chord_of_another_country() -> None:
    d = line([0, 100], "TM TM")
    inserter = HubInserter(d)
    assert inserter.run([hub("h", 50, 0, "IR")]) == {}
    assert [p.how for p in inserter.placements] == ["unplaced"]


def test_a_hub_far_from_every_line_is_listed() -> None:
    d = line([0, 100], "KZ KZ")
    inserter = HubInserter(d)
    assert inserter.run([hub("h", 50, 80, "KZ")]) == {}
    assert inserter.placements[0].how == "unplaced"


def test_two_hubs_do_not_share_a_node() -> None:
    d = line([0, 1, 60], "KZ KZ KZ")
    at = HubInserter(d).run([hub("a", 0, 0.1, "KZ"), hub("b", 0, 0.2, "KZ")])
    assert sorted(at.values()) == [0, 1]


def test_a_line_broken_at_a_hub_is_mended() -> None:
    d = line([0, 100, 101, 200], "KZ KZ KZ KZ")
    d.alive[1] = False
    inserter = HubInserter(d)
    inserter.run([hub("h", 100, 0, "KZ")])
    assert [j.rule for j in inserter.joins] == ["hub"]
    assert d.components().max() == 0


def test_both_posts_of_a_crossing_come_out_of_one_chord() -> None:
    d = line([0, 200], "RU KZ")
    at = HubInserter(d).run([hub("post_kz", 104, 0, "KZ"), hub("post_ru", 98, 0, "RU")])
    row = post("KZ RU", "post_kz post_ru", 101)
    cut = BorderCutter(d, at).run([row], {"s": 6.0})
    assert list(cut.owner.values()) == ["c"]
    assert cut.matches[0].network_km == pytest.approx(6.0, abs=0.01)
    assert cut.dropped == ()


def test_an_undeclared_crossing_is_dropped_and_listed() -> None:
    d = line([0, 10, 20, 30], "RU RU KZ KZ")
    cut = BorderCutter(d, {}).run([], {})
    assert cut.owner == {}
    assert [(x.country_a, x.country_b) for x in cut.dropped] == [("KZ", "RU")]
    assert not d.alive[1]


def test_a_crossing_too_far_from_its_hubs_owns_nothing() -> None:
    d = line([0, 10, 200, 210], "RU RU KZ KZ")
    row = post("RU KZ", "a b", 105)
    cut = BorderCutter(d, {"a": 0, "b": 3}).run([row], {"s": 6.0})
    assert cut.owner == {}
    assert "over the" in cut.matches[0].reason
    assert len(cut.dropped) == 1


def test_a_line_that_weaves_over_the_border_keeps_each_edge() -> None:
    d = line([0, 3, 6, 9], "RU KZ RU KZ")
    row = post("RU KZ", "a b", 4.5)
    cut = BorderCutter(d, {"a": 0, "b": 3}).run([row], {"s": 9.0})
    assert list(cut.owner.values()) == ["c"] * 3


def test_a_crossing_takes_the_road_at_its_position() -> None:
    """Two ways over the border: the shorter one is another post's."""
    lon = np.array([0.0, 40.0, 60.0, 100.0, 40.0, 60.0]) * KM
    lat = np.array([0.0, 0.0, 0.0, 0.0, 30.0, 30.0]) * KM
    tail, head = np.array([0, 1, 2, 0, 4, 3]), np.array([1, 2, 3, 4, 5, 5])
    km = great_circle_km(lon[tail], lat[tail], lon[head], lat[head])
    country = np.array(["RU", "RU", "KZ", "KZ", "RU", "KZ"], dtype="<U2")
    base = BaseGraph(lon, lat, np.minimum(tail, head), np.maximum(tail, head), km)
    row = post("RU KZ", "a b", 50, 29)
    d = Draft("road", base, country)
    cut = BorderCutter(d, {"a": 0, "b": 3}).run([row], {"s": 100.0})
    ends = [{int(d.tail[e]), int(d.head[e])} for e in cut.owner]
    assert ends == [{4, 5}]
    nowhere = structs.replace(row, lat=15 * KM)
    lost = BorderCutter(Draft("road", base, country), {"a": 0, "b": 3})
    assert lost.run([nowhere], {"s": 100.0}).owner == {}
