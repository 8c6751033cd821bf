"""`corridor compare`, `breakeven`, `catchment` and `ports` as a person runs them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.command import DAY, UNWANTED, all_text, corridor

pytestmark = pytest.mark.slow

TO = ("--onward", "Jebel Ali", *DAY)


def test_compare_says_the_verdict_first_and_keeps_stdout_clean() -> None:
    done = corridor("compare", "Kandahar", *TO, "--open", "chaman", "--samples", "500", "--json")
    assert done.returncode == 0
    document = json.loads(done.stdout)
    today = document["places"][0]["today"]
    assert today["sentence"].startswith("Kandahar to Jebel Ali:")
    assert "Gwadar port: no regular service today." in today["sentence"]
    assert document["places"][0]["if_served"]["chance"]["samples"] == 500
    assert document["command"].startswith("corridor compare Kandahar")


def test_compare_writes_every_kind_of_report(tmp_path: Path) -> None:
    names = ("report.html", "report.md", "report.xlsx", "report.zip", "tables")
    reports = [w for n in names for w in ("--report", str(tmp_path / n))]
    done = corridor(
        "compare", "Kandahar", "--ports", "karachi,port_qasim", *TO, "--open", "chaman",
        "--samples", "200", "--flips", "1", "--no-months", *reports,
    )  # fmt: skip
    assert done.returncode == 0, all_text(done)
    assert all((tmp_path / n).exists() for n in names)
    assert (tmp_path / "tables" / "standings.csv").read_text().startswith("place,case,port")
    html = (tmp_path / "report.html").read_text()
    assert str(tmp_path) not in html
    assert not [p for p in tmp_path.iterdir() if p.name.endswith(".part")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("compare", "Kabul", "--ports", "karachi", *TO), "fewer than two ports"),
        (("compare", "Kabul", "--ports", "karachi,Kabul", *TO), "not a seaport"),
        (("compare", "Kabul", "--onward", "Kabul", *DAY), "not a seaport"),
        (("compare", "Kabul", "--onward", ",", *DAY), "names no port"),
        (("compare", "Kabul", "--samples", "-1", *TO), "out of range"),
        (("compare", "Kabul", "--report", "x.doc", *TO), "not a kind of report"),
        (("compare", "Nowhereville", *TO), "Try: "),
        (
            ("breakeven", "Kandahar", "--figure", "nonsense@karachi", "--open", "chaman", *TO),
            "not an item",
        ),
        (("catchment", "--country", "XX", *TO), "no hub is there"),
        (("catchment", "--grid", "nan", *TO), "is not a number"),
        (("catchment", "--country", "AF", "--objective", "co2", *TO), "not kept apart"),
        (("ports", "Kabul"), "not a seaport"),
    ],
)
def test_bad_input_is_refused_with_a_remedy(arguments: tuple[str, ...], said: str) -> None:
    done = corridor(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Try: " in done.stderr
    assert done.stdout == ""
    assert not any(word in all_text(done) for word in UNWANTED)


def test_nothing_to_compare_says_why_and_is_no_success() -> None:
    done = corridor("compare", "Kabul", "--unit", "truck", *TO, "--samples", "0")
    assert done.returncode == 1
    assert "no ship that takes a truck sails to Jebel Ali port" in " ".join(done.stdout.split())


def test_breakeven_prints_a_value_that_was_solved_anew() -> None:
    done = corridor(
        "breakeven", "Kandahar", *TO, "--open", "chaman", "--figure", "port_charges@gwadar_port"
    )
    assert done.returncode == 0, all_text(done)
    assert "port charges at Gwadar port" in done.stdout
    assert "Assumed, for a port without a service: gwadar_jebel_ali." in done.stdout
    assert "NOT confirmed" not in done.stdout


def test_places_are_listed_when_asked_for_and_countries_else() -> None:
    line = ("catchment", "--country", "GE", "--onward", "Jebel Ali", "--depart", "2026-12-01")
    short, long = corridor(*line), corridor(*line, "--places")
    assert "Tbilisi" not in short.stdout
    assert "Tbilisi" in long.stdout
    assert "ahead of all" in short.stdout


def test_catchment_splits_demand_and_writes_files(tmp_path: Path) -> None:
    demand = tmp_path / "demand.csv"
    demand.write_text("place,tonnes\nKandahar,1000\nQuetta,500\n", encoding="utf-8")
    table, picture = tmp_path / "c.csv", tmp_path / "c.svg"
    done = corridor(
        "catchment", "--country", "AE", "--demand", str(demand), "--out", str(table),
        "--out", str(picture), *TO, "--open", "chaman", "--json",
    )  # fmt: skip
    assert done.returncode == 0, all_text(done)
    document = json.loads(done.stdout)
    for column in document["assumptions"]:
        tonnes = sum(t["by_share_t"] for t in column["tonnes"])
        assert tonnes == pytest.approx(1500, abs=0.5)
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert {r["place"] for r in rows} >= {"Kandahar", "Quetta"}
    assert picture.read_text(encoding="utf-8").startswith("<svg")


def test_ports_list_every_figure_of_the_named() -> None:
    done = corridor("ports", "gwadar", "--json")
    assert done.returncode == 0
    rows = json.loads(done.stdout)
    assert {r["port"] for r in rows} == {"gwadar_port"}
    assert {r["state"] for r in rows} == {"found", "estimate", "MISSING"}
    told = corridor("ports", "gwadar", "karachi")
    assert "Gwadar port: " in told.stdout
    assert "Karachi port: " in told.stdout


def test_several_markets_are_named_and_each_counts_once() -> None:
    done = corridor(
        "compare", "Quetta", "--ports", "karachi,port_qasim", "--onward", "Jebel Ali, Salalah",
        "--samples", "0", "--json", *DAY,
    )  # fmt: skip
    question = json.loads(done.stdout)["question"]
    assert [m["id"] for m in question["markets"]] == ["jebel_ali_port", "salalah_port"]
    assert not question["basket"]
    (place,) = json.loads(done.stdout)["places"]
    assert set(place["today"]["common_markets"]) == {"jebel_ali_port", "salalah_port"}
    single = []
    for market in ("Jebel Ali", "Salalah"):
        one = corridor(
            "compare", "Quetta", "--ports", "karachi,port_qasim", "--onward", market,
            "--samples", "0", "--json", *DAY,
        )  # fmt: skip
        (found,) = json.loads(one.stdout)["places"]
        single.append({s["port"]: s["value"] for s in found["today"]["standings"]})
    for standing in place["today"]["standings"]:
        mean = sum(values[standing["port"]] for values in single) / 2
        assert standing["value"] == pytest.approx(mean, abs=0.01)
