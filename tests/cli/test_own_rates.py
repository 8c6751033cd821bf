"""`--data`: a forwarder's own rows; the page about them is run as it stands."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import DAY, ROOT, UNWANTED, all_text, corridor
from tests.cli.inside import inside

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "own-rates.md").read_text(encoding="utf-8")
OWN = ROOT / "tests" / "cli" / "own_rates"
TIMETABLE = ROOT / "tests/cli/own_timetable/sea_services.csv"


def blocks(kind: str) -> list[str]:
    """Code blocks of one kind on the page."""
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, flags=re.DOTALL)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_the_page_shows_the_files() -> None:
    shown = blocks("csv")
    files = [*(OWN / f"{n}.csv" for n in ("rates", "closures", "border_times")), TIMETABLE]
    assert [file.read_text() for file in files] == shown


def test_the_commands_of_the_page_run_and_print_what_it_shows() -> None:
    outputs = []
    for block in blocks("sh"):
        done = corridor(*shlex.split(block)[1:])
        assert done.returncode == 0, all_text(done)
        outputs.append(squeezed(done.stdout))
    for line in blocks("text")[0].splitlines():
        assert squeezed(line) in outputs[0], line
    assert "Waiting for the day of sailing 52.0 h" in outputs[1]
    assert "scale border_hours@torkham=2; data 3 rows of your own" in outputs[2]
    assert "Scenario winter: A hard winter" in outputs[3]


def test_the_scenario_of_the_page_is_one(tmp_path: Path) -> None:
    path = tmp_path / "half-open.toml"
    path.write_text(blocks("toml")[0], encoding="utf-8")
    done = inside("route", "Kabul", "Karachi", *DAY, "-k", "1", "--scenario", str(path), "--json")
    assert done.returncode == 0, all_text(done)
    answer = json.loads(done.stdout)
    (scenario,) = answer["query"]["scenarios"]
    assert (scenario["name"], scenario["title"]) == ("half-open", "Torkham half open")
    items = {i["name"]: i for leg in answer["itineraries"][0]["legs"] for i in leg["items"]}
    assert items["Convoy, Torkham"]["cost_usd"]["typical"] == 40
    assert not items["Convoy, Torkham"]["own"]
    assert items["Convoy, Torkham"]["estimate"]


def test_own_rows_are_marked_in_the_json_and_on_the_map(tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    done = inside(
        "route", "Tashkent", "Karachi", "--via", "Kabul", *DAY, "-k", "1", "--modes", "road",
        "--json", "--data", str(OWN), "--map", str(page),
    )  # fmt: skip
    assert done.returncode == 0, all_text(done)
    answer = json.loads(done.stdout)
    assert answer["query"]["own_rows"] == [
        "border_times:pk_torkham_road_in",
        "closures:agent_torkham",
        "rates:uz_road_truck_truck",
    ]
    legs = answer["itineraries"][0]["legs"]
    own = {i["name"]: i for leg in legs for i in leg["items"] if i["own"]}
    assert own["Road line-haul"]["changed"] == ["cost"]
    assert own["Border, entering"]["changed"] == ["time"]
    assert own["Border, entering"]["time_h"] == {"low": 12, "typical": 30, "high": 72}
    text = page.read_text(encoding="utf-8")
    assert "With 3 rows of your own" in text
    assert "* marks what rests on your own rows" in text


def without_command(text: str) -> dict[str, Any]:
    """A saved answer but for how it was made, which names the options and files."""
    found: dict[str, Any] = json.loads(text)
    assert found.pop("made")["command"]
    return found


def test_the_shipped_tables_laid_over_themselves_change_no_byte() -> None:
    line = ("route", "Kabul", "Tashkent", *DAY, "-k", "1", "--json")
    plain, same = inside(*line), inside(*line, "--data", "data")
    assert plain.returncode == same.returncode == 0
    assert without_command(plain.stdout) == without_command(same.stdout)


def test_other_tables_in_place_of_the_shipped_ones(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    shutil.copytree(ROOT / "data", folder)
    line = ("route", "Kabul", "Tashkent", *DAY, "-k", "1", "--json")
    whole = inside(*line, "--data-only", str(folder))
    assert without_command(whole.stdout) == without_command(inside(*line).stdout)
    (folder / "rates.csv").unlink()
    done = inside(*line, "--data-only", str(folder))
    assert done.returncode == 2
    assert "rates.csv" in done.stderr


# (files of the folder, words of the message)
WRONG: list[tuple[dict[str, str], tuple[str, ...]]] = [
    ({"rates": "id,rate_typical_usd_per_km\nby_road_truck_truck,cheap\n"}, ("'cheap'", "row 2")),
    ({"rates": "id,rate\nby_road_truck_truck,1\n"}, ("column rate", "rate_typical_usd_per_km")),
    ({"rates": "id,rate_typical_usd_per_km\nby_raod,1\n"}, ("'by_raod'", "by_road_truck_truck")),
    ({"rate": "id\nx\n"}, ("rate.csv", "rates")),
    (
        {"closures": "id,subject_kind,subject_id,effect,from_date\n"
                     "x,crossing,torkam,open,2026-11-24\n"},
        ("'torkam'", "torkham_road"),
    ),
    ({"hubs": "id,lat\nminsk,50\n"}, ("compiled into the graph",)),
    ({}, ("holds no table",)),
]  # fmt: skip


@pytest.mark.parametrize(("files", "words"), WRONG, ids=lambda v: str(v)[:40])
def test_a_wrong_folder_is_refused(
    tmp_path: Path, files: dict[str, str], words: tuple[str, ...]
) -> None:
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    done = inside("route", "Minsk", "Karachi", *DAY, "--data", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    for word in words:
        assert word in done.stderr
    assert not any(word in all_text(done) for word in UNWANTED)


def test_two_kinds_of_data_at_once_are_refused() -> None:
    line = ("route", "Minsk", "Karachi", *DAY, "--data", str(OWN), "--data-only", "data")
    done = inside(*line)
    assert done.returncode == 2
    assert "--data-only" in done.stderr
