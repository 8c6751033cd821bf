"""What a shell offers: every name that the command takes, no other, at once and without a word."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.main import get_command

from corridor.api.reading import read_query
from corridor.cli.completion import FILES, SCRIPTS, offered, reply
from corridor.cli.main import app
from corridor.cli.values import FREE, VALUES
from corridor.model.ref import Ref, RefKind
from corridor.report.export import TABLES as OF_ANSWERS
from corridor.tables.gazetteer import PASSAGES, Gazetteer, port_named
from corridor.tables.installed import folder_in_use
from corridor.tables.overlays.scenario_files import scenario, shipped_names
from corridor.tables.places.listed import TABLES, listed
from corridor.tables.places.names import COUNTRIES
from tests.cli.command import corridor, environment, started
from tests.cli.inside import inside
from tests.cli.test_help import COMMANDS
from tests.cli.test_startup import HEAVY, imported
from tests.longer import many
from tests.real import dataset

ROOT: Any = get_command(app)
# Seconds of CPU that a person does not notice.
MOST_S = 0.15


def words(*typed: str) -> list[str]:
    return [o.word for o in offered(typed, ROOT)]


def shipped(kind: str) -> list[str]:
    return [one.id for one in listed(kind, [folder_in_use("data")])]


# ---------------------------------------------------------------- what may be offered
def named() -> set[str]:
    """Arguments and options that take a value, of all commands."""
    params = [p for c in COMMANDS.values() if not hasattr(c, "commands") for p in c.params]
    found = {p.opts[0] for p in params if p.param_type_name == "option" and not p.is_flag}
    arguments = (p.metavar or p.name for p in params if p.param_type_name == "argument")
    return found | {
        a.strip("[]").replace("[", "").replace("]", "").replace("...", "") for a in arguments
    }


def test_every_option_says_what_may_be_given() -> None:
    """A new one needs a line in VALUES, or its name in FREE."""
    known = set(VALUES) | FREE
    assert named() - known == set(), "say in corridor/cli/values.py what may be given"
    assert not set(VALUES) & FREE


@pytest.mark.parametrize(
    ("name", "keyword"),
    [
        ("--unit", "unit"), ("--cargo", "cargo"), ("--container", "container"),
        ("--service", "service"), ("--objective", "objective"), ("--modes", "modes"),
        ("--siding", "siding"), ("--regime", "regime"),
    ],
)  # fmt: skip
def test_each_word_offered_is_taken(name: str, keyword: str) -> None:
    for word in VALUES[name]:
        goods = {"unit": "truck", "allow_dangerous": True} if keyword == "cargo" else {}
        read_query("Minsk", "Karachi", None, {**goods, keyword: word})


def test_words_of_one_command() -> None:
    assert VALUES["--table"] == OF_ANSWERS
    assert VALUES["SHELL"] == tuple(SCRIPTS)


def test_all_that_the_tables_hold_is_listed() -> None:
    tables = dataset()
    rows: dict[str, Any] = {
        "place": tables.hubs, "port": tables.ports, "crossing": tables.crossings,
        "terminal": tables.terminals, "service": (*tables.sea_services, *tables.rail_services),
    }  # fmt: skip
    for kind, found in rows.items():
        assert shipped(kind) == [r.id for r in found]
    assert set(shipped("sanctions")) == {r.list for r in tables.sanctions}
    assert shipped("scenario") == list(shipped_names())
    assert shipped("country") == list(COUNTRIES)
    assert set(shipped("passage")) == set(PASSAGES.values())
    assert {*rows, "currency", "sanctions"} == set(TABLES)


@pytest.mark.parametrize("capital", [False, True])
def test_each_name_offered_is_read_as_what_it_stands_for(capital: bool) -> None:
    places = Gazetteer(dataset())
    kinds = {
        "crossing": RefKind.CROSSING, "port": RefKind.PORT, "terminal": RefKind.TERMINAL,
        "service": RefKind.SERVICE, "passage": RefKind.PASSAGE, "country": RefKind.COUNTRY,
    }  # fmt: skip

    def typed(name: str) -> str:
        return name[0].upper() + name[1:] if capital else name

    for name in shipped("place"):
        assert places.hub(typed(name))[0].id == name
    for kind, ref in kinds.items():
        for name in shipped(kind):
            assert Ref(ref, name) in places.things(typed(name), "--avoid")
    for name in shipped("port"):
        assert port_named(typed(name), places, dataset(), "--ports") == name
    for name in shipped("scenario"):
        assert scenario(typed(name)).name == name


# ---------------------------------------------------------------- what is offered where
@settings(max_examples=many(40, 1000), deadline=None)
@given(st.data())
def test_a_place_is_offered_for_each_beginning_of_its_name(data: Any) -> None:
    hub = data.draw(st.sampled_from(dataset().hubs))
    text = data.draw(st.sampled_from([hub.id, hub.name]))
    begun = text[: data.draw(st.integers(1, len(text)))]
    found = [w.lower() for w in words("route", begun)]
    assert found
    if text == hub.id:
        assert hub.id in found
        assert all(w.startswith(begun) for w in found)
    whole = [w.lower() for w in words("route", text)]
    assert hub.id in whole or text != hub.id


@pytest.mark.parametrize(
    ("typed", "offers"),
    [
        (("rou",), ["route"]),
        (("check", "la"), ["laws"]),
        (("route", "Minsk", "karachi_p"), ["karachi_port"]),
        (("route", "Гродн"), ["Grodno"]),
        (("route", "سمرقن"), ["samarkand"]),
        (("route", "a", "b", "--uni"), ["--unit"]),
        (("route", "a", "b", "--unit", "4"), ["40HC"]),
        (("route", "a", "b", "--unit", "feu"), ["FEU"]),
        (("route", "--unit", "FEU", "min"), words("route", "min")),
        (("route", "--guess", "min"), words("route", "min")),
        (("route", "--unit=FEU", "a", "karachi_p"), ["karachi_port"]),
        (("route", "a", "b", "--via=torkham_r"), [f"--via={w}" for w in words("route", "a", "b", "--via", "torkham_r")]),
        (("route", "a", "b", "--modes", "rail,s"), ["rail,sea"]),
        (("compare", "a", "b", "c", "karachi_p"), ["karachi_port"]),
        (("compare", "a", "--ports", "karachi,gwadar_p"), ["karachi,gwadar_port"]),
        (("route", "a", "b", "--scenario", "wint"), ["winter"]),
        (("whatif", "tod"), ["today"]),
        (("map", "netw"), ["network"]),
        (("map", "answer.js"), [FILES]),
        (("route", "a", "b", "--out", ""), [FILES]),
        (("route", "a", "b", "--out="), [FILES]),
        (("route", "a", "b", "--weight", ""), []),
        (("route", "a", "b", "c"), []),
        (("nothing", ""), []),
        (("route", "xyzzy"), []),
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_is_offered(typed: tuple[str, ...], offers: list[str]) -> None:
    assert words(*typed) == offers


def test_an_option_is_offered_until_it_is_given_unless_it_repeats() -> None:
    found = words("route", "a", "b", "--unit", "FEU", "--via", "torkham", "--")
    assert "--via" in found
    assert "--unit" not in found
    assert "--depart" in found
    assert "--help" in found


def test_every_option_of_every_command_is_offered() -> None:
    for name, command in COMMANDS.items():
        found = set(words(*name.split(), "-"))
        assert {flag for p in command.params for flag in p.opts if flag[0] == "-"} <= found


def test_rows_of_ones_own_are_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rail_services.csv").write_text("id;name\nmy_train;Ours\n")
    typed = ("route", "a", "b", "--close", "my_t")
    assert words(*typed) == []
    assert words(*typed[:3], "--data", str(tmp_path), *typed[3:]) == ["my_train"]
    monkeypatch.setenv("CORRIDOR_DATA", str(tmp_path))
    assert words(*typed) == ["my_train"]


# ---------------------------------------------------------------- as the shells ask
@pytest.mark.parametrize(
    ("shell", "told"),
    [
        ("bash", "karachi_port\n"),
        ("zsh", "karachi_port:Karachi port, PK, seaport\n"),
        ("fish", "karachi_port\tKarachi port, PK, seaport\n"),
    ],
)
def test_each_shell_is_told_in_its_way(shell: str, told: str) -> None:
    line = (
        ["corridor route Minsk karachi_p"] if shell == "bash" else ["route", "Minsk", "karachi_p"]
    )
    assert reply(shell, line, ROOT) == told


BASH = """
source /dev/stdin <<< "$(cat {script})"
tried() {{
    COMP_LINE="$1"; COMP_POINT=${{#1}}; shift
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
    _corridor_complete ./corridor
    echo "${{COMPREPLY[*]}}"
}}
tried "corridor route Minsk karachi_p" corridor route Minsk karachi_p
tried "corridor route a b --currency=BY" corridor route a b --currency = BY
tried "corridor route a b --cargo hazardous:3" corridor route a b --cargo hazardous : 3
tried 'corridor route "Minsk" b --unit ' corridor route '"Minsk"' b --unit ''
"""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_the_script_of_bash_completes(tmp_path: Path) -> None:
    script = tmp_path / "script"
    script.write_text(inside("completion", "bash").stdout)
    program = tmp_path / "corridor"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m corridor.cli.main "$@"\n')
    program.chmod(0o755)
    done = subprocess.run(
        ["bash", "-c", BASH.format(script=script)],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    first, second, third, fourth = done.stdout.splitlines()
    assert (first, second, third) == ("karachi_port", "BYN", "3")
    assert fourth.split() == list(VALUES["--unit"])


def test_a_shell_without_a_script_is_refused() -> None:
    done = inside("completion", "tcsh")
    assert done.returncode == 2
    assert "bash, zsh, fish" in done.stderr


@pytest.mark.slow
def test_a_fault_says_nothing(tmp_path: Path) -> None:
    """What is printed would stand in the line that is typed."""
    (tmp_path / "current.json").write_text("{")
    asked = ("__complete", "zsh", "route", "min")
    done = corridor(*asked, CORRIDOR_HOME=str(tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert corridor(*asked).stdout.startswith("minsk:")
    assert corridor("__complete").returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "typed",
    [("",), ("ro",), ("route", "min"), ("route", "Minsk", "Самарк"), ("route", "a", "b", "--via", "k"),
     ("route", "a", "b", "--scenario", ""), ("route", "a", "b", "--un"), ("compare", "a", "--ports", "k")],
    ids=" ".join,
)  # fmt: skip
def test_it_takes_no_time(typed: tuple[str, ...]) -> None:
    spent = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert started("__complete", "zsh", *typed).stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(spent) < MOST_S


@pytest.mark.slow
def test_it_imports_little() -> None:
    names = imported("__complete", "fish", "route", "Minsk", "k")
    assert names & (HEAVY | {"rich", "pydantic", "rapidfuzz"}) == set()
