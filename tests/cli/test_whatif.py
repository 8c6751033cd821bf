"""`corridor scenarios`, `whatif` and `tcd`, and `--scenario`, `--scale`, `--tcd` of `route`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corridor.tables.overlays.scales import ITEMS
from tests.cli.command import DAY, UNWANTED, all_text, corridor
from tests.cli.inside import inside
from tests.tables.test_scenarios import NAMES

pytestmark = pytest.mark.slow

TK = ("Tashkent", "Karachi", *DAY, "-k", "1")


def loaded(*args: str) -> Any:
    done = inside(*args, "--json")
    assert done.returncode == 0, all_text(done)
    return json.loads(done.stdout)


def test_scenarios_are_listed_with_their_sources() -> None:
    rows = loaded("scenarios")
    assert tuple(r["name"] for r in rows) == NAMES
    text = inside("scenarios").stdout
    for row in rows:
        assert f"{row['name']}: {row['title']}" in text
        assert row["source_ids"]


def test_items_are_listed() -> None:
    rows = loaded("scenarios", "--items")
    assert [r["item"] for r in rows] == [i.name for i in ITEMS]
    text = inside("scenarios", "--items").stdout
    assert all(r["item"] in text and r["meaning"] in text for r in rows)


def test_the_answer_names_what_it_assumes_in_its_first_lines() -> None:
    args = ("route", *TK, "--scenario", "winter", "--scenario", "all-open", "--scale", "thc=2")
    head = inside(*args).stdout.splitlines()[:6]
    # What a scenario opens is the scenario's: it is not listed beside it.
    assert "asked: scenario winter, all-open; scale thc=2" in head
    whole = inside(*args, "-v").stdout.splitlines()
    assert "Scenario winter: A hard winter" in whole
    assert any(line.startswith("Scenario all-open:") for line in whole)
    assert "Multiplied: thc=2" in whole
    query = loaded(*args)["query"]
    assert [s["name"] for s in query["scenarios"]] == ["winter", "all-open"]
    assert query["scales"] == ["thc=2"]


def test_closing_by_scenario_file_is_closing_by_option(tmp_path: Path) -> None:
    path = tmp_path / "shut.toml"
    path.write_text('close = ["taftan"]\n', encoding="utf-8")
    ways = [
        loaded("route", *TK, *how) for how in (("--scenario", str(path)), ("--close", "taftan"))
    ]
    for answer in ways:
        del answer["query"]["scenarios"], answer["made"]  # how it was asked
    assert ways[0] == ways[1]


def test_the_same_query_twice_is_the_same_bytes() -> None:
    args = ("route", *TK, "--json", "--scenario", "winter", "--scale", "border_hours@AF-PK=2")
    assert inside(*args).stdout == corridor(*args, PYTHONHASHSEED="7").stdout


def test_whatif_of_a_scenario_names_rows_and_entries() -> None:
    line = ("whatif", "today", "winter", "Moscow", "Almaty", *DAY, "-k", "1", "--modes", "road")
    found = loaded(*line)
    (best,) = [r for r in found["changes"]["roles"] if r["role"] == "best"]
    assert best["same_way"]
    hauls = [i for i in best["items"] if i["item"] == "Road line-haul"]
    assert {w for i in hauls for w in i["why"]} == {
        "winter: road_speed@RU=0.8, on speeds:ru_truck",
        "winter: road_speed@KZ=0.8, on speeds:kz_truck",
    }
    for text in (inside(*line).stdout, inside(*line, "-v").stdout):
        assert "Before: the tables as they are" in text
        assert "After: Scenario winter: A hard winter" in text
    assert "<- winter: road_speed@KZ=0.8, on speeds:kz_truck" in text


def test_whatif_adds_up() -> None:
    """Changes of the items are the change of the total, to the cent and the minute."""
    line = ("whatif", "today", "iran-closed", *TK)
    found = loaded(*line)
    (best,) = [r for r in found["changes"]["roles"] if r["role"] == "best"]
    assert not best["same_way"]
    assert any("is closed after" in w for w in best["why"])
    for name, unit in (("cost", "USD"), ("time", "h")):
        figures = [
            f
            for i in best["items"]
            for f in i["figures"]
            if f["name"] == name and i["item"] != "Inventory cost of time"
        ]
        parts = sum((f["after"] or 0) - (f["before"] or 0) for f in figures)
        (total,) = [f for f in best["totals"] if f["name"] == name]
        assert total["unit"] == unit
        assert parts == pytest.approx(total["after"] - total["before"], abs=0.01)


def test_whatif_turned_round_is_the_same_with_before_and_after_swapped() -> None:
    there = loaded("whatif", "today", "all-open", *TK)["changes"]
    back = loaded("whatif", "all-open", "today", *TK)["changes"]
    assert there["closed_gone"] == back["closed_new"]
    assert there["itineraries_gone"] == back["itineraries_new"]
    for one, other in zip(there["roles"], back["roles"], strict=True):
        swapped = {(f["name"], f["after"], f["before"]) for f in other["totals"]}
        assert {(f["name"], f["before"], f["after"]) for f in one["totals"]} == swapped


def test_whatif_without_a_difference_says_so(tmp_path: Path) -> None:
    path = tmp_path / "nothing.toml"
    path.write_text('title = "Nothing"\n[scale]\nroad_rate = 1\n', encoding="utf-8")
    done = corridor("whatif", "today", str(path), *TK)
    assert done.returncode == 0, all_text(done)
    assert "Nothing changes." in done.stdout.splitlines()
    whole = inside("whatif", "today", str(path), *TK, "-v")
    assert whole.stdout.endswith("Nothing changes.\n")


def test_whatif_where_one_side_has_no_way() -> None:
    line = (
        "whatif",
        "all-open",
        "pakistan-afghanistan-closed",
        "Kabul",
        "Karachi",
        *DAY,
        "-k",
        "1",
    )
    away = tuple(part for c in ("IR", "TM", "UZ", "TJ") for part in ("--avoid", c))
    done = inside(*line, *away)
    assert done.returncode == 0, all_text(done)
    assert "\nNo way under pakistan-afghanistan-closed: " in done.stdout
    assert "\nBefore, best: " in done.stdout
    whole = inside(*line, *away, "-v")
    assert whole.stdout.startswith("No itinerary under pakistan-afghanistan-closed: ")
    assert "Under all-open:" in whole.stdout
    found = loaded(*line, *away)
    assert (found["changes"], found["after"]) == (None, None)
    assert found["before"]["itineraries"]
    none = corridor("whatif", "winter", "hormuz-closed", *line[3:], *away)
    assert none.returncode == 1
    assert none.stdout == ""


WRONG: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
    (("route", *TK, "--scenario", "wintr"), ("'wintr'", "winter")),
    (("route", *TK, "--scenario", "missing.toml"), ("no scenario file",)),
    (("route", *TK, "--scenario", "winter", "--scenario", "winter"), ("twice",)),
    (("route", *TK, "--scale", "border_hour=2"), ("'border_hour'", "border_hours")),
    (("route", *TK, "--scale", "border_hours"), ("not an item and factor", "item=1.2")),
    (("route", *TK, "--scale", "road_rate@Narnia=2"), ("'Narnia'",)),
    (("route", *TK, "--scale", "road_rate=-1"), ("multiplied by -1",)),
    (("route", *TK, "--tcd", "missing/x.svg"), ("--tcd", "there is no folder")),
    (("whatif", "today", "today", *TK), ("both 'today'",)),
    (("whatif", "today", "wintr", *TK), ("'wintr'", "winter")),
    (("whatif", "today"), ("Missing argument",)),
    (("tcd", "missing.json"), ("is not a saved answer",)),
]


@pytest.mark.parametrize(("args", "words"), WRONG, ids=lambda v: " ".join(v)[-40:])
def test_refused_with_a_message_that_helps(args: tuple[str, ...], words: tuple[str, ...]) -> None:
    done = inside(*args)
    assert done.returncode == 2, all_text(done)
    assert done.stdout == ""
    for word in words:
        assert word in done.stderr
    assert not any(word in all_text(done) for word in UNWANTED)


def test_a_refusal_leaves_by_the_right_door() -> None:
    args, words = WRONG[0]
    done = corridor(*args)
    assert (done.returncode, done.stdout) == (2, "")
    assert all(word in done.stderr for word in words)


def test_the_chart_of_a_saved_answer(tmp_path: Path) -> None:
    saved, svg, direct = (tmp_path / n for n in ("answer.json", "a.svg", "b.svg"))
    done = inside("route", *TK, "--json", "--tcd", str(direct))
    saved.write_text(done.stdout, encoding="utf-8")
    drawn = inside("tcd", str(saved), "--svg", str(svg))
    assert (drawn.returncode, drawn.stdout) == (0, f"{svg}\n")
    assert svg.read_bytes() == direct.read_bytes()
    text = inside("tcd", str(saved), "--only", "1")
    assert text.returncode == 0
    assert max(map(len, text.stdout.splitlines())) <= 80
    for args, word in (
        (("--only", "9"), "no itinerary 9"),
        (("--only", "x"), "not a list of numbers"),
        (("--svg", str(saved)), "is the answer itself"),
    ):
        wrong = inside("tcd", str(saved), *args)
        assert (wrong.returncode, wrong.stdout) == (2, "")
        assert word in wrong.stderr
    saved.write_text('{"schema_version": "1.0", "itineraries": [{}]}', encoding="utf-8")
    assert inside("tcd", str(saved)).returncode == 2


def test_help_has_an_example() -> None:
    for name in ("scenarios", "whatif", "tcd"):
        done = inside(name, "--help")
        assert done.returncode == 0
        assert f"Example: corridor {name}" in done.stdout
