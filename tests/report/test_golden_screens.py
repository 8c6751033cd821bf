"""The first screens of eight well-known questions, kept at four widths so that each change is read."""

from __future__ import annotations

import os
from difflib import unified_diff
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corridor.api.planner import Planner
from tests.longer import some
from tests.real import engine

SCREENS = Path(__file__).parents[1] / "golden" / "screens"
WIDTHS = (60, 80, 120, 200)
DAY = "2026-12-01"
QUESTIONS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "minsk_karachi": ("Minsk", "Karachi", {"unit": "FEU"}),
    "minsk_karachi_open": ("Minsk", "Karachi", {"unit": "FEU", "open": ["torkham"]}),
    "moscow_gwadar": ("Moscow", "Gwadar", {"unit": "FEU"}),
    "almaty_lahore": ("Almaty", "Lahore", {"unit": "truck"}),
    "tashkent_karachi": ("Tashkent", "Karachi", {"unit": "FEU"}),
    "kabul_karachi": ("Kabul", "Karachi", {"unit": "truck"}),
    "minsk_tehran_rail": ("Minsk", "Tehran", {"unit": "FEU", "modes": "rail"}),
    "lahore_tashkent": ("Lahore", "Tashkent", {"unit": "truck", "service": "two_drivers"}),
}
WRITE = os.environ.get("CORRIDOR_GOLDEN") == "write"
CHANGED = """\
The first screen of {name} is not the one kept in tests/golden/screens/{name}.txt.

Read the difference as a planner would. If it is meant, write the files anew and say why in the
commit message:

    CORRIDOR_GOLDEN=write python -m pytest tests/report/test_golden_screens.py

{diff}"""


@cache
def screens(name: str) -> str:
    """The screens of a question, one width after the other."""
    origin, destination, terms = QUESTIONS[name]
    answer = Planner(engine()).route(origin, destination, depart=DAY, **terms)
    return "\n".join(f"{'=' * w}\n{answer.to_text(width=w)}" for w in WIDTHS)


@pytest.mark.parametrize("name", sorted(QUESTIONS) if WRITE else some(sorted(QUESTIONS), 3, 2))
def test_the_screen_is_the_kept_one(name: str) -> None:
    made, path = screens(name), SCREENS / f"{name}.txt"
    if WRITE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(made, encoding="utf-8", newline="\n")
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    diff = "\n".join(
        unified_diff(kept.splitlines(), made.splitlines(), "kept", "now", lineterm="", n=1)
    )
    if made != kept:
        pytest.fail(CHANGED.format(name=name, diff=diff), pytrace=False)


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_each_kept_screen_is_one_screen(name: str) -> None:
    parts = (SCREENS / f"{name}.txt").read_text(encoding="utf-8").split("\n=")
    assert len(parts) == len(WIDTHS)
    for width, part in zip(WIDTHS, parts, strict=True):
        rule, *lines = part.splitlines()
        assert rule.strip("=") == ""
        assert len(lines) <= 24
        assert max(map(len, lines)) <= width


def test_no_other_screens_lie_about() -> None:
    assert {p.stem for p in SCREENS.iterdir()} == set(QUESTIONS)
