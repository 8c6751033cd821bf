"""The solvers' commands and options as a person runs them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.command import corridor

pytestmark = pytest.mark.slow

DAY = ("--depart", "2026-12-01")


def test_pareto_prints_a_chart_and_the_same_schema(tmp_path: Path) -> None:
    picture = tmp_path / "front.svg"
    done = corridor("pareto", "Minsk", "Karachi", *DAY, "--svg", str(picture))
    assert done.returncode == 0, done.stderr
    assert "[fastest]" in done.stdout
    assert "[cheapest]" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.split("\n\n")[1].splitlines())
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    answer = json.loads(corridor("pareto", "Minsk", "Karachi", *DAY, "--json").stdout)
    points = [
        (i["totals"]["time_h"]["typical"], i["totals"]["cost_usd"]["typical"])
        for i in answer["itineraries"]
    ]
    assert points == sorted(points)
    assert [p[1] for p in points] == sorted((p[1] for p in points), reverse=True)
    assert answer["schema_version"] == "1.0"


def test_why_says_what_must_fall() -> None:
    done = corridor("route", "Minsk", "Karachi", *DAY, "-k", "1", "--why", "chaman")
    assert done.returncode == 0, done.stderr
    assert "Why not chaman: chaman_road is closed since 2025-10-12" in done.stdout
    assert "must fall alone by" in done.stdout


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--max-days", "5"), "the fastest itinerary takes"),
        (("--max-cost", "500"), "the cheapest itinerary costs"),
        (("--arrive-by", "2026-12-05"), "the fastest itinerary takes"),
    ],
)
def test_limit_that_nothing_keeps_is_no_route(options: tuple[str, ...], word: str) -> None:
    done = corridor("route", "Minsk", "Karachi", *DAY, *options)
    assert done.returncode == 1
    assert done.stdout == ""
    assert word in done.stderr


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--max-days", "many"), "--max-days"),
        (("--arrive-by", "soon"), "--arrive-by"),
        (("--arrive-by", "2026-11-01"), "not after the departure"),
        (("--only-countries", "BY"), "leaves out"),
        (("--avoid", "nowhere.geojson"), "cannot be read as an area"),
        (("--why", "nowhere"), "is called so"),
    ],
)
def test_bad_limits_are_refused(options: tuple[str, ...], word: str) -> None:
    done = corridor("route", "Minsk", "Karachi", *DAY, *options)
    assert done.returncode == 2
    assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_area_file_is_kept_out_of(tmp_path: Path) -> None:
    area = tmp_path / "box.geojson"
    ring = [[58, 26], [62, 26], [62, 31], [58, 31], [58, 26]]
    area.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}), encoding="utf-8")
    done = corridor("route", "Minsk", "Karachi", *DAY, "-k", "1", "--avoid", str(area), "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["query"]["avoid"] == ["box.geojson"]
    assert "taftan_road" not in {b["crossing_id"] for b in answer["itineraries"][0]["borders"]}
    area.write_text('{"type": "Point", "coordinates": [1, 2]}', encoding="utf-8")
    assert corridor("route", "Minsk", "Karachi", *DAY, "--avoid", str(area)).returncode == 2


def test_laws_hold_on_the_installed_graph() -> None:
    done = corridor("check", "laws", "--trials", "16", "--pairs", "2", "--seed", "4", *DAY)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count(": holds") == 6
    assert "BROKEN" not in done.stdout
    assert re.search(r"^all +16 +\d+ +\d+ +0$", done.stdout, re.MULTILINE)


def test_resilience_ranks_losses() -> None:
    done = corridor("resilience", "--origin", "Tashkent", *DAY, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["single"]
    for loss in found["single"]:
        shares = [entry["extra_objective_share"] for entry in loss["losses"]]
        assert [entry["days_lost"] for entry in loss["losses"]] == [7, 30, 90]
        assert shares == sorted(shares), "a longer loss is never better"
        assert min(shares) >= 0
    assert {loss["kind"] for loss in found["single"]} & {"crossing", "line"}
