"""The page about the ports holds each block of the tool once, and the tool writes nothing else."""

from __future__ import annotations

import re

import pytest

from tools import hypotheses

TEXT = hypotheses.PAGE.read_text(encoding="utf-8")
BLOCKS = (
    "hypotheses", "judged", "outside", "sure", "value-of-time", "information", "break-evens",
    "hinterlands", "months",
)  # fmt: skip


def test_every_block_stands_on_the_page_once_and_is_filled() -> None:
    marks = re.findall(r"<!-- ([a-z-]+):start -->\n(.+?)<!-- \1:end -->", TEXT, flags=re.DOTALL)
    assert tuple(name for name, _ in marks) == BLOCKS
    assert all(lines.strip() for _, lines in marks)


def test_only_the_named_block_is_written() -> None:
    changed = hypotheses.page(TEXT, "outside", ["new"])
    start, end = (TEXT.index(f"<!-- outside:{side} -->") for side in ("start", "end"))
    assert changed.startswith(TEXT[:start])
    assert changed.endswith(TEXT[end:])
    assert "<!-- outside:start -->\nnew\n<!-- outside:end -->" in changed
    assert hypotheses.page(changed, "outside", ["new"]) == changed


@pytest.mark.parametrize("text", ["", "<!-- a:end --><!-- a:start -->", "<!-- a:start -->" * 2])
def test_a_page_without_its_marks_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="once each"):
        hypotheses.page(text, "a", [])


@pytest.mark.parametrize(
    ("share", "word"), [(0.80, "Torkham: confirmed"), (0.79, "Torkham: not confirmed")]
)
def test_a_hypothesis_is_judged_by_the_share_that_names_a_winner(share: float, word: str) -> None:
    told = hypotheses.Told.__new__(hypotheses.Told)
    ends = (f"{share:.0%}", "60%")
    cells = ("", "", "1,235", "-29", "+801", "+379", "+0.7", *ends)
    told.__dict__["lines"] = [(a, (a.name, *cells)) for a in hypotheses.LINES]
    first, second, third = told.judged()
    assert word in first
    assert "by Chaman refuted, by Iran refuted" in second
    assert "confirmed" in third
    assert "+801 to +801" in third
