"""`confirm` and `news`: what was heard is written, checked, used and named; what is old is listed."""

from __future__ import annotations

import csv
import json
import shlex
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from corridor.analysis.news import STANDING
from corridor.api.fresh import confirm, news
from corridor.api.planner import Planner
from corridor.errors import CorridorError
from corridor.model.dates import last_day
from tests.cli.command import UNWANTED, all_text, corridor
from tests.longer import some
from tests.real import dataset, engine

pytestmark = pytest.mark.slow

KABUL = ("route", "Kabul", "Karachi", "--modes", "road", "-k", "1", "--json")


def answer(folder: Path, depart: str) -> dict[str, Any]:
    """As the command answers with the folder, on tables read once."""
    planner = Planner(engine()).with_rates(folder)
    found = planner.route("Kabul", "Karachi", modes="road", depart=depart, k=1)
    document: dict[str, Any] = json.loads(found.to_json())
    return document


def crossings(found: dict[str, Any]) -> list[str]:
    return [b["crossing_id"] for b in found["itineraries"][0]["borders"]]


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_was_heard_is_used_and_named_with_its_source_and_day(tmp_path: Path) -> None:
    told = ("confirm", "torkham", "--open", "--on", "2026-12-10", "--source", "agent, by phone",
            "--note", "trucks only")  # fmt: skip
    done = corridor(*told, "--data", str(tmp_path))
    assert done.returncode == 0, all_text(done)
    assert "ends: torkham_2025_closure" in done.stdout
    found = answer(tmp_path, "2026-12-12")
    assert crossings(found) == ["torkham_road"]
    (border,) = found["itineraries"][0]["borders"]
    assert border["own_rows"] == ["closures:own_torkham_road_open_2026-12-10"]
    assert "own_torkham_road_open_2026-12-10" in border["note"]
    (seen,) = (s for s in found["itineraries"][0]["seen"] if s["id"] == "torkham_road")
    assert (seen["on"], seen["own"]) == ("2026-12-10", True)
    (source,) = (s for s in found["sources"] if s["id"] == seen["source_ids"][0])
    assert source["title"] == "agent, by phone"
    assert rows(tmp_path, "closures")[0]["note"] == "trucks only"
    # Before that day the post is shut as it was.
    assert "torkham_road" not in crossings(answer(tmp_path, "2026-11-01"))


def test_a_folder_by_the_environment_and_none_at_all(tmp_path: Path) -> None:
    told = ("confirm", "torkham", "--closed", "--on", "2026-11-30", "--source", "radio")
    none = corridor(*told)
    assert (none.returncode, none.stdout) == (2, "")
    assert "CORRIDOR_DATA" in none.stderr
    done = corridor(*told, CORRIDOR_DATA=str(tmp_path / "mine"))
    assert done.returncode == 0, all_text(done)
    (row,) = rows(tmp_path / "mine", "closures")
    assert (row["id"], row["last_confirmed"]) == ("torkham_2025_closure", "2026-11-30")
    found = json.loads(
        corridor(*KABUL, "--depart", "2026-12-01", CORRIDOR_DATA=str(tmp_path / "mine")).stdout
    )
    (shut,) = (b for b in found["blocked"] if b["subject_id"] == "torkham_road")
    assert (shut["last_confirmed"], shut["stale_days"], shut["own"]) == ("2026-11-30", 1, True)


REFUSED = [
    (("torkam", "--open"), "torkham"),
    (("torkham",), "--open"),
    (("torkham", "--open", "--closed"), "both given"),
    (("torkham", "--closed", "--delay", "3"), "both given"),
    (("torkham", "--delay", "3"), "--open with --delay"),
    (("torkham", "--open", "--delay", "1001"), "1000"),
    (("torkham", "--open", "--delay", "nan"), "not a number"),
    (("torkham", "--open", "--delay", "3", "--into", "UZ"), "AF, PK"),
    (("torkham", "--open", "--into", "PK"), "--into"),
    (("torkham", "--open", "--on", "10.12.2026"), "2026-12-10"),
    (("torkham", "--still"), "--still"),
    (("torkham", "--value", "3"), "--value"),
    (("astara", "--open"), "astara_road"),
    (("PK", "--open"), "crossing"),
    (("Lahore", "--closed"), "crossing"),
    (("PKR", "--open"), "--value"),
    (("hormuz_war_risk_fue", "--still"), "hormuz_war_risk_feu"),
    (("by_iran_east", "--delay", "4"), "--delay"),
    (("permit_sost", "--open"), "not in force"),
]


@pytest.mark.parametrize(("words", "said"), some(REFUSED, 2))
def test_what_cannot_be_used_is_refused_in_words_and_nothing_is_written(
    words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    on = () if "--on" in words else ("--on", "2026-12-01")
    source = ("--source", "x", "--data", str(tmp_path / "mine"))
    done = corridor("confirm", *words, *on, *source)
    assert (done.returncode, done.stdout) == (2, ""), all_text(done)
    assert said in done.stderr
    assert "Try: " in done.stderr
    assert not any(u in done.stderr for u in UNWANTED)
    assert not (tmp_path / "mine").exists()


def test_without_a_source_nothing_is_written(tmp_path: Path) -> None:
    done = corridor("confirm", "torkham", "--open", "--data", str(tmp_path / "mine"))
    assert done.returncode == 2
    assert "--source" in done.stderr
    assert not (tmp_path / "mine").exists()


def test_a_wrong_row_that_stands_there_is_refused_and_left(tmp_path: Path) -> None:
    wrong = "id,status\nby_iran_east,flies\n"
    (tmp_path / "rail_services.csv").write_text(wrong)
    done = corridor(
        "confirm", "torkham", "--open", "--source", "x", "--data", str(tmp_path)
    )  # fmt: skip
    assert done.returncode == 2
    assert "rail_services.csv, row 2" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["rail_services.csv"]
    assert (tmp_path / "rail_services.csv").read_text() == wrong


def test_a_row_of_the_user_keeps_its_columns_and_its_sign(tmp_path: Path) -> None:
    """A spreadsheet's file with semicolons and a note is written back as it was, with one row more."""
    (tmp_path / "closures.csv").write_text(
        "id;subject_kind;subject_id;effect;from_date;note\n"
        "mine;crossing;chaman_road;open;2026-11-01;agent, in Quetta\n",
        encoding="utf-8",
    )
    confirm("torkham", tmp_path, source="x", on="2026-12-10", opened=True)
    lines = (tmp_path / "closures.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("id;subject_kind;subject_id;effect;from_date;note;")
    assert lines[1].startswith("mine;crossing;chaman_road;open;2026-11-01;agent, in Quetta;")
    assert len(lines) == 3


def test_what_was_said_last_holds(tmp_path: Path) -> None:
    """Open, shut, open but slow, less slow: at each time the answer has what was last heard."""
    heard = [
        ("2026-12-02", {"opened": True}),
        ("2026-12-06", {"shut": True}),
        ("2026-12-10", {"opened": True, "delay_h": 30}),
        ("2026-12-14", {"delay_h": 12}),
        ("2026-12-18", {"opened": True}),
    ]
    for on, state in heard:
        confirm("torkham", tmp_path, source="agent", on=on, **state)  # type: ignore[arg-type]
    delays = {}
    for on, _ in heard:
        found = answer(tmp_path, f"{date.fromisoformat(on) + timedelta(days=1)}")
        items = [i for leg in found["itineraries"][0]["legs"] for i in leg["items"]]
        delays[on] = (
            "torkham_road" in crossings(found),
            sum(i["time_h"]["typical"] for i in items if "delay" in i["name"].lower()),
        )
    waits = {on: delay for on, (over, delay) in delays.items() if over}
    assert waits["2026-12-02"] == 0
    assert waits["2026-12-10"] == 30
    assert waits["2026-12-14"] == 12
    assert waits["2026-12-18"] == 0


def test_said_twice_of_one_day_the_later_word_counts(tmp_path: Path) -> None:
    confirm("torkham", tmp_path, source="one", on="2026-12-05", opened=True)
    confirm("torkham", tmp_path, source="two", on="2026-12-05", shut=True)
    assert "torkham_road" not in crossings(answer(tmp_path, "2026-12-05"))
    confirm("torkham", tmp_path, source="three", on="2026-12-05", opened=True)
    assert "torkham_road" in crossings(answer(tmp_path, "2026-12-06"))


def test_a_train_a_ship_a_surcharge_and_a_rate(tmp_path: Path) -> None:
    confirm("by_iran_east", tmp_path, source="x", on="2026-11-20", opened=True)
    confirm("karachi_st_petersburg", tmp_path, source="x", on="2026-11-20", opened=True)
    confirm("hormuz_war_risk_feu", tmp_path, source="x", on="2026-11-20", value=2500)
    confirm("pkr", tmp_path, source="x", on="2026-11-20", value=281.5)
    (train,) = rows(tmp_path, "rail_services")
    assert (train["last_run"], train["status"]) == ("2026-11-20", "runs")
    known = dataset().train["by_iran_east"]
    # Whose headway it is stays said, and how sure.
    assert known.source_id in train["note"]
    assert train["confidence"] == known.confidence
    assert rows(tmp_path, "sea_services")[0]["last_sailing"] == "2026-11-20"
    assert rows(tmp_path, "sea_surcharges")[0]["amount_typical_usd"] == "2500"
    assert rows(tmp_path, "fx")[0]["per_usd"] == "281.5"


def old(folder: Path | None = None) -> list[dict[str, Any]]:
    extra = () if folder is None else ("--data", str(folder))
    done = corridor("news", "Minsk", "Karachi", "Kabul", "Jebel Ali", "--depart", "2026-12-01",
                    "--json", *extra)  # fmt: skip
    assert done.returncode == 0, all_text(done)
    found: list[dict[str, Any]] = json.loads(done.stdout)["old"]
    return found


def test_news_lists_what_is_old_the_oldest_first() -> None:
    found = old()
    ages = [o["age_days"] for o in found]
    never = [a for a in ages if a is None]
    assert ages[: len(never)] == never
    known = [a for a in ages if a is not None]
    assert known == sorted(known, reverse=True)
    assert min(known) > 90
    assert {o["kind"] for o in found} == {"closure", "seen", "surcharge", "rate"}
    for one in found:
        if one["age_days"] is not None:
            assert one["age_days"] == (date(2026, 12, 1) - last_day(one["confirmed"])).days
        assert one["row"] in dataset().cited or not one["row"]
        assert one["look_for"]
        assert set(one["pairs"]) <= {"Minsk - Karachi", "Kabul - Jebel Ali"}


def test_every_command_of_news_can_be_typed_and_takes_its_line_away(tmp_path: Path) -> None:
    for one in some(old(), 6):
        words = [{"UNITS": "280"}.get(w, w) for w in shlex.split(one["command"])[1:]]
        done = corridor(*words, "--data", str(tmp_path))
        assert done.returncode == 0, all_text(done)
    left = {(o["kind"], o["subject"]) for o in old(tmp_path)}
    told = {(o["kind"], o["subject"]) for o in some(old(), 6)}
    assert told
    assert not told & left


def test_news_of_the_standing_pairs_and_of_pairs_that_are_none() -> None:
    assert len(STANDING) == 30
    pairs = [("Kabul", "Karachi"), ("Minsk", "Karachi")]
    text = news(engine(), pairs, "2026-12-01").text
    first = (Planner(engine()).route(*p, depart="2026-12-01").best for p in pairs)
    unseen = [use for way in first for use in way.seen or () if use.state == "no_evidence"]
    assert ("no evidence" in text) == bool(unseen)
    assert "corridor confirm torkham_road --closed" in text
    odd = corridor("news", "Minsk", "Karachi", "Kabul")
    assert (odd.returncode, odd.stdout) == (2, "")
    assert "'Kabul' has no destination" in odd.stderr
    with pytest.raises(CorridorError):
        news(engine(), [("Minsk", "Nowhere at all")])
