"""How an answer is printed: formats that parse, widths and colours of the terminal, details."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
from pathlib import Path

import pytest

from corridor import read_answer
from corridor.errors import InputError
from tests.cli.command import ROOT, command, corridor, environment
from tests.cli.inside import inside

LINE = ("route", "Kabul", "Karachi", "--open", "torkham", "--depart", "2026-12-01")


def test_formats_parse_and_say_the_same() -> None:
    whole = json.loads(inside(*LINE, "--format", "json").stdout)
    assert whole == json.loads(inside(*LINE, "--json").stdout)
    ways = list(csv.DictReader(io.StringIO(inside(*LINE, "--format", "csv").stdout)))
    assert [w["label"] for w in ways] == [i["label"] for i in whole["itineraries"]]
    assert {w["asked"] for w in ways} == {"open torkham"}
    legs = list(csv.DictReader(io.StringIO(inside(*LINE, "--format", "csv", "--legs").stdout)))
    assert len(legs) == sum(len(i["legs"]) for i in whole["itineraries"])
    note = inside(*LINE, "--format", "md").stdout
    assert note.startswith("# Kabul to Karachi")
    assert "Asked: open torkham" in note.replace("\\", "")
    assert inside(*LINE, "--format", "table").stdout == inside(*LINE).stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--format", "xml"), "one of table, json, csv, md"),
        (("--format", "csv", "--json"), "both given"),
        (("--format", "csv", "--legs", "--bill"), "one table"),
        (("--color", "blue"), "one of auto, always, never"),
        (("--which", "9"), "give 1 to"),
    ],
)
def test_what_cannot_be_printed_is_refused(options: tuple[str, ...], words: str) -> None:
    done = inside(*LINE, *options)
    assert done.returncode == 2
    assert words in done.stderr


def test_a_front_has_the_same_formats_and_widths() -> None:
    line = ("pareto", *LINE[1:])
    whole = json.loads(inside(*line, "--format", "json").stdout)
    ways = list(csv.DictReader(io.StringIO(inside(*line, "--format", "csv").stdout)))
    assert [w["label"] for w in ways] == [i["label"] for i in whole["itineraries"]]
    for width in (60, 120):
        lines = corridor(*line, COLUMNS=str(width)).stdout.splitlines()
        assert max(map(len, lines)) <= width
        assert "asked: open torkham" in lines


def test_details_are_shown_on_demand() -> None:
    plain = inside(*LINE).stdout
    for option, title in (
        ("--legs", "from - to"),
        ("--bill", "\nBill\n"),
        ("--documents", "\nDocuments\n"),
        ("--closures", "\nClosed on the way\n"),
        ("--verbose", "\nDocuments\n"),
    ):
        shown = inside(*LINE, option).stdout
        assert title in shown
        assert title not in plain
    assert inside(*LINE, "-v").stdout == inside(*LINE, "--verbose").stdout
    assert "Way 2: " in inside(*LINE, "--legs", "--which", "2").stdout


def test_width_and_colour_of_a_pipe() -> None:
    told = {
        columns: corridor(*LINE, COLUMNS=columns, NO_COLOR="").stdout
        for columns in ("", "40", "80", "120", "900")
    }
    assert told[""] == told["80"]
    for columns, width in (("40", 60), ("80", 80), ("120", 120), ("900", 200)):
        assert max(map(len, told[columns].splitlines())) <= width
    assert told["120"] != told["80"] != told["40"]
    assert "\x1b" not in "".join(told.values())
    assert "\x1b[1m" in corridor(*LINE, "--color", "always").stdout


@pytest.mark.parametrize(
    ("options", "env", "coloured"),
    [((), {}, True), ((), {"NO_COLOR": "1"}, False), (("--color", "never"), {}, False)],
)
def test_a_terminal_has_its_width_and_colours(
    options: tuple[str, ...], env: dict[str, str], coloured: bool
) -> None:
    ours, theirs = pty.openpty()
    clean = {k: v for k, v in environment().items() if k not in ("COLUMNS", "NO_COLOR")}
    clean |= {"TERM": "xterm", **env}
    subprocess.run(["stty", "cols", "100", "rows", "30"], stdin=theirs, check=True)
    running = subprocess.Popen(command([*LINE, *options]), stdout=theirs, cwd=ROOT, env=clean)
    os.close(theirs)
    found = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        found += part
    os.close(ours)
    assert running.wait(60) == 0
    text = found.decode()
    assert ("\x1b[" in text) == coloured
    widest = max(len(re.sub("\x1b\\[[0-9]+m", "", line)) for line in text.splitlines())
    assert 80 < widest <= 100


def test_a_saved_answer_says_the_same_from_python(tmp_path: Path) -> None:
    saved = tmp_path / "a.json"
    saved.write_text(inside(*LINE, "--json").stdout, encoding="utf-8")
    answer = read_answer(saved)
    assert answer.text == inside(*LINE).stdout
    assert answer.to_text(details=("legs", "bill")) == inside(*LINE, "--legs", "--bill").stdout
    assert answer.to_text(details="all") == inside(*LINE, "-v").stdout
    assert answer.explained() == inside(*LINE, "--explain").stdout
    assert answer.to_csv() == inside(*LINE, "--format", "csv").stdout
    with pytest.raises(InputError, match="is unknown"):
        answer.to_text(details="wings")
