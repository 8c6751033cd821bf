"""The prose linter reads the glossary, refuses its column "Not", and sees every English text."""

from __future__ import annotations

import re
from pathlib import Path

from tools import prose

ROOT = Path(__file__).parents[2]


def _refused(lines: list[str]) -> list[int]:
    """Numbers of the lines that the linter refuses."""
    said = prose.linted("\n\n".join(lines) + "\n")
    found = {int(n) // 2 for n in re.findall(r"^.*prose\.md:(\d+):", said.stdout, re.MULTILINE)}
    assert said.returncode == (1 if found else 0), said.stderr
    return sorted(found)


def test_planted_words_are_refused_and_others_are_not() -> None:
    right = ["There is no date in the row.", "`feast` is a column.", "It is no later than that."]
    wrong = ["'x' is no date.", "Two feasts a year.", "The dearest transhipment."]
    assert _refused([*right, *wrong]) == [3, 4, 5]


def test_every_kind_of_text_is_written() -> None:
    page = prose.page()
    for text in (
        "Maximum door-to-door time (days)",  # help of an option
        "Plan from ORIGIN to DESTINATION",  # help of a command
        "Waiting for reopening",  # a message
        "the best path leads over it",  # a message that answers show
        "is not a day of the calendar",  # put together in one place and raised in another
        "corridor ports lists them",  # a remedy
        "Whose holiday it is",  # a column
    ):
        assert text in page


def test_names_of_the_glossary_are_in_the_code() -> None:
    files = (p for kind in ("py", "pyi") for p in (ROOT / "corridor").rglob(f"*.{kind}"))
    words = {w for p in files for w in re.findall(r"\w+", p.read_text(encoding="utf-8"))}
    rows = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()
    cells = [row.split("|")[3] for row in rows if row.count("|") == 6]
    names = [n for cell in cells for name in re.findall("`([^`]+)`", cell) for n in name.split(".")]
    assert len(names) > 40
    assert [n for n in names if n not in words] == []
