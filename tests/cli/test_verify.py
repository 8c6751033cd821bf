"""A saved answer says how it is made again, and `corridor verify` makes it again."""

from __future__ import annotations

import contextlib
import copy
import json
import lzma
import os
import shlex
import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.main import get_command

import corridor
from corridor.api.made import Spelling
from corridor.api.options import RouteTerms, options_of
from corridor.api.reading import read_query
from corridor.cli.main import app
from corridor.cli.verify import read_command
from corridor.errors import InputError
from corridor.model.query import Query
from corridor.tables.read import content_hash
from tests.cli.command import DAY, ROOT
from tests.cli.command import corridor as run
from tests.cli.inside import inside
from tests.longer import many
from tests.real import engine

pytestmark = pytest.mark.slow

Json = dict[str, Any]
OLD = ROOT / "tests/contract/saved-0.2.0"
AREA = '{"type": "Polygon", "coordinates": [[[60, 40], [61, 40], [61, 41], [60, 40]]]}'
# Answers of several kinds; paths are those of a folder that holds an `own` one.
ASKED: dict[str, tuple[str, ...]] = {
    # Every other one in the normal run.
    "own rows": ("route", "Kabul", "Karachi", *DAY, "-k", "1", "--data", "own"),
    "scenario, factor, currency": (
        *("route", "Kabul", "Karachi", *DAY, "-k", "2", "--scenario", "winter"),
        *("--scale", "road_rate=1.1", "--currency", "EUR"),
    ),
    "points": ("route", "-k", "1", *DAY, "--", "34.53,69.17", "24.86,67.01"),
    "own scenario": ("route", "Kabul", "Karachi", *DAY, "-k", "1", "--scenario", "mine.toml"),
    "pareto": ("pareto", "Kabul", "Karachi", *DAY, "--avoid", "area.geojson"),
    "what-if": ("whatif", "today", "mine.toml", "Kabul", "Karachi", *DAY, "-k", "1"),
    "catchment": (
        *("catchment", *DAY, "--onward", "Jebel Ali", "--country", "GE", "--demand", "tonnes.csv"),
    ),
    "compare": ("compare", "Kandahar", *DAY, "--onward", "Jebel Ali", "--samples", "9"),
}


def fill(folder: Path) -> None:
    """The files that the questions name."""
    shutil.copytree(ROOT / "tests/cli/own_rates", folder / "own")
    (folder / "area.geojson").write_text(AREA, encoding="utf-8")
    (folder / "mine.toml").write_text('title = "x"\n[scale]\nroad_rate = 1.2\n', encoding="utf-8")
    (folder / "tonnes.csv").write_text("place,tonnes\nTbilisi,10\n", encoding="utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with these files, and `verify` asking inside the test."""
    fill(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("corridor.cli.verify.started", started_inside)
    return tmp_path


def started_inside(words: Sequence[str], folder: Path) -> Any:
    with contextlib.chdir(folder):
        return inside(*words)


def asked_once(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let `verify` find what was found before."""
    found = CompletedProcess((), 0, saved(name), "")
    monkeypatch.setattr("corridor.cli.verify.started", lambda words, folder: found)


@cache
def saved(name: str) -> str:
    """What `--json` prints, asked once in a folder of its own."""
    with TemporaryDirectory() as folder, contextlib.chdir(folder):
        fill(Path(folder))
        words = ASKED[name]
        done = inside(words[0], "--json", *words[1:])
        assert done.returncode == 0, done.stderr
        return done.stdout


def written(name: str, change: Callable[[Json], object] = lambda a: None) -> Json:
    """The saved answer in `a.json`, changed by hand."""
    plain: Json = json.loads(saved(name))
    change(plain)
    Path("a.json").write_text(json.dumps(plain), encoding="utf-8")
    return plain


# ---------------------------------------------------------------- what is said
@pytest.mark.parametrize("name", [*ASKED][:: many(2, 1)])
def test_a_saved_answer_names_program_command_data_and_is_made_again(name: str, here: Path) -> None:
    plain = written(name)
    made = plain["made"]
    assert made["program"] == corridor.__version__
    assert made["data_hash"] == content_hash()
    assert made["graph_hash"] == engine().graph_hash
    assert "/" not in made["command"]
    files = {w for w in ASKED[name] if (here / w).exists()}
    assert {i["name"] for i in made["inputs"]} == files
    done = inside("verify", "a.json")
    assert (done.returncode, done.stdout[:10]) == (0, "The same: "), done.stdout + done.stderr


@pytest.mark.parametrize("name", ["own rows", "own scenario"][: many(1, 2)])
def test_the_day_on_which_a_file_is_copied_changes_nothing(name: str, here: Path) -> None:
    written(name)
    for path in (*here.glob("own/*.csv"), here / "mine.toml"):
        os.utime(path, (1e9, 1e9))
    assert inside("verify", "a.json").returncode == 0


def test_a_process_of_its_own_with_another_hash_seed_makes_the_same(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / "a.json").write_text(saved("own rows"), encoding="utf-8")
    done = run("verify", "a.json", cwd=tmp_path, PYTHONHASHSEED="1")
    assert done.returncode == 0, done.stdout + done.stderr


# ---------------------------------------------------------------- what differs
def test_own_rows_that_are_not_here_are_named(here: Path) -> None:
    written("own rows")
    shutil.move(here / "own", here / "elsewhere")
    done = inside("verify", "a.json")
    assert done.returncode == 2
    assert "'own' (--data, SHA-256 " in done.stderr
    # Under another name they are known by what they hold.
    assert inside("verify", "a.json", "--file", "elsewhere").returncode == 0


def test_own_rows_that_were_changed_are_named_with_what_they_change(here: Path) -> None:
    written("own rows")
    path = here / "own/rates.csv"
    path.write_text(path.read_text().replace("0.", "1."), encoding="utf-8")
    done = inside("verify", "a.json")
    assert done.returncode == 3
    assert "The data changed:\n  'own' (--data): " in done.stdout


def test_other_tables_are_named_by_version(here: Path) -> None:
    written("points", lambda a: a["made"].update(data_version="2026-11-abc", data_hash="ab"))
    done = inside("verify", "a.json")
    assert done.returncode == 3
    assert f"tables: 2026-11-abc then, {engine().data_version} now" in done.stdout
    assert "No other figure or text did." in done.stdout


DATA = {"data_date": "2025-01", "data_version": "2025-01-abc", "graph_hash": "ab" * 32}


def named_otherwise(field: str, answer: Json) -> None:
    """The answer says that it rests on other data than those it was made of."""
    answer[field] = DATA[field]


CHANGED: dict[str, tuple[str, Callable[[Json], object], str]] = {
    "dollars": (
        "points",
        lambda a: a["itineraries"][0]["totals"]["cost_usd"].update(typical=1.25, low=1.0),
        "1 way differs:",
    ),
    "days": (
        "own rows",
        lambda a: a["itineraries"][0]["totals"]["time_h"].update(typical=24.0, low=1.0),
        "1.00 days",
    ),
    "a text": ("points", lambda a: a["itineraries"][0].update(label="by air"), "'by air'"),
    "a field of no version": ("points", lambda a: a.update(more=1), "$.more: 1 saved, None"),
    "a field less": ("points", lambda a: a.pop("methods"), "$.methods: None saved"),
    "a way less": ("pareto", lambda a: a["itineraries"].pop(), "made again"),
    "a port": (
        "compare",
        lambda a: a["places"][0]["today"]["standings"][0].update(cost_usd=1.0),
        "'Kandahar', today, by ",
    ),
    "a place": (
        "catchment",
        lambda a: a["assumptions"][0]["places"][0]["values"][0].update(value=0.5),
        "0.50",
    ),
    "a side": (
        "what-if",
        lambda a: a["after"]["itineraries"][0]["totals"]["cost_usd"].update(typical=1.25, low=1.0),
        "after, way 1: ",
    ),
    "a question": (
        "points",
        lambda a: a["made"].update(command=a["made"]["command"].replace("-k 1", "-k 2")),
        "$.query.k: 1 saved, 2 made again",
    ),
    **{field: ("points", partial(named_otherwise, field), f"$.{field}: ") for field in DATA},
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_changed_file_differs_and_that_is_said(
    name: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, change, said = CHANGED[name]
    plain = written(kind, change)
    if plain["made"] == json.loads(saved(kind))["made"]:
        asked_once(monkeypatch, kind)  # that the same is found again is held above
    done = inside("verify", "a.json")
    assert done.returncode == 3, done.stdout + done.stderr
    assert "Program and data are the same: the file is not as it was written." in done.stdout
    assert said in done.stdout


# ---------------------------------------------------------------- what is no saved answer
@pytest.mark.parametrize("raw", ["", "[]", "{", "{}", '{"kind": "x"}', '{"itineraries": 1}', "1"])
def test_what_is_no_saved_answer_is_refused(raw: str, here: Path) -> None:
    Path("a.json").write_text(raw)
    done = inside("verify", "a.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not a saved answer" in done.stderr


HOSTILE = (
    "corridor build --out made",
    "corridor update https://example.org/x",
    "corridor route A B --data ../own",
    "corridor route A B --scenario /etc/x.toml",
    "corridor route A B --avoid '..\\x.json'",
    "corridor route A B --no-such-option",
    "corridor route A",
    "rm -r /",
    "'",
    "corridor",
)


@pytest.mark.parametrize("line", HOSTILE)
def test_a_command_line_that_does_more_than_ask_is_refused(line: str, here: Path) -> None:
    written("points", lambda a: a["made"].update(command=line))
    before = sorted(p.name for p in here.iterdir())
    done = inside("verify", "a.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert sorted(p.name for p in here.iterdir()) == before


def test_what_a_command_writes_is_left_out(here: Path) -> None:
    line = "corridor route A B --map /tmp/x.html --out y.csv --tcd z.svg --explain --json -k 2 --format md -v"
    assert read_command(_root(), line, ()).words == ("route", "-k", "2", "--json", "--", "A", "B")


# ---------------------------------------------------------------- answers of 0.2.0
@pytest.mark.parametrize("name", ["points", "scenario, factor, currency", "what-if"][: many(1, 3)])
def test_an_answer_of_before_is_asked_by_its_query(name: str, here: Path) -> None:
    def forget(plain: Json) -> None:
        for one in (plain, plain.get("before"), plain.get("after")):
            if one:
                del one["made"]

    written(name, forget)
    done = inside("verify", "a.json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "of a release that did not say how it was made" in done.stdout


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("answer", 3, "tables: 2026-11 then, 2026-12 now"),
        ("resilience", 2, "names no command line"),
    ],
)
def test_the_files_that_0_2_0_saved_are_told_apart(
    name: str, code: int, said: str, here: Path
) -> None:
    Path("a.json").write_bytes(lzma.decompress((OLD / f"{name}.json.xz").read_bytes()))
    done = inside("verify", "a.json")
    assert done.returncode == code
    assert said in done.stdout + done.stderr


def test_own_rows_of_before_are_named_too(here: Path) -> None:
    written("own rows", lambda a: a.pop("made"))
    assert inside("verify", "a.json").returncode == 0
    shutil.rmtree("own")
    done = inside("verify", "a.json")
    assert done.returncode == 2
    assert "'own' (--data) is not here" in done.stderr


# ---------------------------------------------------------------- every option has its words
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "unit": st.sampled_from(["TEU", "truck", "wagon"]),
    "count": st.integers(1, 500),
    "weight_t": st.floats(0.01, 60),
    "value_usd": st.floats(0, 1e8),
    "cargo": st.sampled_from(["perishable", "hazardous:3", "bulk"]),
    "container": st.sampled_from(["line", "owned"]),
    "service": st.sampled_from(
        [("two_drivers",), ("block_train",), ("two_drivers", "wagonload"), ("one_driver",)]
    ),
    "depart": st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
    "objective": st.sampled_from(["cost", "time", "p90_time"]),
    "value_of_time_usd_per_h": st.floats(0, 1e5),
    "modes": st.sampled_from([("rail",), ("road", "sea")]),
    "siding": st.sampled_from(["origin", "both"]),
    "only_countries": st.just(("AF", "PK")),
    "regime": st.sampled_from(["tir", "permit"]),
    "truck_of": st.just("UZ"),
    "max_days": st.floats(0, 1000),
    "max_cost_usd": st.floats(0, 1e9),
    "max_transfers": st.integers(0, 100),
    "arrive_by": st.just("2031-01-02T03:04"),
    "by": st.just("2031-01-02T03:04"),
    "sure": st.floats(50, 99),
    "certainty": st.booleans(),
    "max_overlap": st.floats(0, 100),
    "why": st.just("torkham"),
    "k": st.integers(1, 20),
}
# Whatever is typed comes back, signs that a shell reads and a dash before it included.
TEXT = st.text(min_size=1, max_size=8).filter(
    lambda t: t.strip() and "\0" not in t and not t.lower().endswith((".json", ".geojson"))
)
LISTS = ("via", "avoid", "discourage", "avoid_sanctions", "open", "close", "if_closed")


SWITCHES = {n for n, o in options_of(RouteTerms).items() if o.kind in ("switch", "off")}


def test_every_option_is_drawn() -> None:
    assert set(VALUES) | set(LISTS) | SWITCHES == set(options_of(RouteTerms))


@settings(max_examples=many(40, 400), deadline=None)
@given(st.data())
def test_a_question_and_its_command_line_are_the_same(data: st.DataObject) -> None:
    kinds = VALUES | dict.fromkeys(SWITCHES, st.booleans())
    kinds |= dict.fromkeys(LISTS, st.lists(TEXT, max_size=2).map(tuple))
    names = data.draw(st.sets(st.sampled_from(sorted(kinds)), max_size=6)) | {"depart"}
    ends = data.draw(TEXT), data.draw(TEXT)
    try:
        query = read_query(*ends, None, {n: data.draw(kinds[n]) for n in sorted(names)})
    except InputError:
        return
    said = Spelling("route", engine())
    said.asked(query, RouteTerms)
    command = said.made(*ends).command
    assert asked_by(command) == query


@cache
def _root() -> Any:
    return get_command(app)


def asked_by(command: str) -> Query:
    """The query that a command line asks."""
    words = shlex.split(command)
    params = copy.copy(_root().commands[words[1]].make_context(words[1], words[2:]).params)
    terms = {name: params[name] for name in options_of(RouteTerms)}
    return read_query(params["origin"], params["destination"], None, terms)
