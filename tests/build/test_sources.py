"""Base reader, country polygons and sea lanes of the installed packages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corridor.build.network.base import parse_base
from corridor.build.network.countries import CountryLookup, in_region
from corridor.build.network.sea import load_sea, sea_line
from corridor.errors import DataError, InputError, NoRouteError
from corridor.geo import cumulative_km

KARACHI, ROTTERDAM, JEBEL_ALI = (66.975, 24.835), (4.14, 51.95), (55.06, 25.01)
AKTAU, ALAT = (51.21, 43.6), (49.41, 39.95)


def test_importing_the_package_stays_light() -> None:
    code = (
        "import sys, corridor.build.network, corridor.build.network.physical, corridor.build.network.side_roads\n"
        "heavy = {'scipy', 'shapely', 'timezonefinder', 'networkx', 'searoute'} & set(sys.modules)\n"
        "sys.exit(','.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_base_text_is_read_without_importing_it(tmp_path: Path) -> None:
    file = tmp_path / "graph.py"
    file.write_text(
        "from nowhere import nothing\n"
        "graph=[{0: 0.0, 1: 2.5, 2: 1e-05}, {0: 2.4}, {0: 1.0}]\n"
        "nodes=[[-34.6, 58.1], [1, 2], [3.5, 4]]\n"
    )
    base = parse_base(file)
    assert base.node_lon.tolist() == [58.1, 2.0, 4.0]
    assert base.node_lat.tolist() == [-34.6, 1.0, 3.5]
    assert list(zip(base.edge_tail.tolist(), base.edge_head.tolist(), strict=True)) == [
        (0, 1),
        (0, 2),
    ]
    assert base.edge_km.tolist() == [2.4, 1e-05]


def test_another_layout_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "graph.py"
    file.write_text("links=[1]\n")
    with pytest.raises(DataError, match=r"Try: install scgraph_data"):
        parse_base(file)


@pytest.mark.parametrize(
    ("lon", "lat", "country"),
    [
        (71.0850, 34.1240, "AF"),  # Torkham, Afghan side
        (71.0985, 34.1205, "PK"),  # Torkham, Pakistani side
        (74.4618, 35.8819, "PK"),  # Gilgit: the zones follow control on the ground
        (74.7973, 34.0837, "IN"),  # Srinagar
        (23.7175, 52.1089, "BY"),  # Brest
        (66.4000, 31.0057, "AF"),  # Spin Boldak
        (66.4526, 30.9177, "PK"),  # Chaman
        (67.4193, 37.2149, "AF"),  # Hairatan
        (67.2783, 37.2242, "UZ"),  # Termez
        (82.4804, 45.2533, "KZ"),  # Dostyk
        (87.6005, 43.8, "CN"),  # Urumqi
        (50.0, 42.0, ""),  # the Caspian, far out
    ],
)
def test_countries(lookup: CountryLookup, lon: float, lat: float, country: str) -> None:
    found = lookup.at(lon, lat)
    assert found == country or (country == "" and found not in {"BY", "AF", "PK"})


def test_a_corner_of_a_border_is_in_one_country_for_one_point_and_for_many(
    lookup: CountryLookup,
) -> None:
    """The road node on the border of Afghanistan and Pakistan, and claims of two countries."""
    lon, lat = np.array([69.952, 90.8669, 50.0]), np.array([33.828, 27.9571, -40.0])
    assert lookup(lon, lat).tolist() == ["AF", "BT", ""]
    assert [lookup.at(*place) for place in zip(lon, lat, strict=True)] == ["AF", "BT", ""]
    assert lookup(lon[:0], lat[:0]).tolist() == []


def test_region_leaves_tibet_and_neighbours_out() -> None:
    codes = np.array(["CN", "CN", "KZ", "TR", ""])
    assert in_region(np.array([43.0, 30.0, 43.0, 40.0, 40.0]), codes).tolist() == [
        True,
        False,
        True,
        False,
        False,
    ]


def test_caspian_and_oceans_are_apart() -> None:
    sea = load_sea()
    assert (sea.caspian[sea.edge_tail] == sea.caspian[sea.edge_head]).all()
    km, line = sea_line(AKTAU, ALAT, caspian=True)
    assert 400 < km < 700
    assert ((line[:, 0] > 46) & (line[:, 0] < 55)).all()
    with pytest.raises(NoRouteError, match="Try: check the position"):
        sea_line(AKTAU, KARACHI, caspian=True)
    with pytest.raises(NoRouteError, match="Try: check the position"):
        sea_line(AKTAU, ALAT, caspian=False)


def test_passages_can_be_avoided() -> None:
    direct, line = sea_line(KARACHI, ROTTERDAM, caspian=False)
    assert tuple(line[0]) == KARACHI
    assert tuple(line[-1]) == ROTTERDAM
    assert direct == pytest.approx(float(cumulative_km(line)[-1]), abs=2.0)
    assert direct == pytest.approx(11_460, rel=0.02)
    for name in ("suez", "bab-el-mandeb"):
        around, line = sea_line(KARACHI, ROTTERDAM, caspian=False, avoid={name})
        assert around > direct + 7000
        assert line[:, 1].min() < -33
    with pytest.raises(NoRouteError, match="Try: open a passage"):
        sea_line(KARACHI, JEBEL_ALI, caspian=False, avoid={"hormuz"})
    with pytest.raises(InputError, match="Try: choose from suez"):
        sea_line(KARACHI, JEBEL_ALI, caspian=False, avoid={"panama"})


def test_sea_lines_repeat() -> None:
    one, two = (sea_line(KARACHI, ROTTERDAM, caspian=False) for _ in range(2))
    assert one[0] == two[0]
    assert (one[1] == two[1]).all()
