"""Writing direction, against a browser's own."""

from __future__ import annotations

import random
from typing import Any

from playwright.sync_api import Browser

from corridor.report.pdf.bidi import isolated, reads_right_to_left, visual_runs

SIGNS = "abkраکچابو1290٣ .,:-()[]/%+"
# The middle of every sign as the browser sets it, in a font where none overlap.
MIDDLES = """
(lines) => lines.map(([text, rtl]) => {
  const box = document.createElement('div');
  box.dir = rtl ? 'rtl' : 'ltr';
  box.style.cssText = 'font: 20px monospace; white-space: pre; position: absolute; width: 4000px';
  box.textContent = text;
  document.body.append(box);
  const out = [...text].map((_, at) => {
    const range = document.createRange();
    range.setStart(box.firstChild, at);
    range.setEnd(box.firstChild, at + 1);
    const { left, right } = range.getBoundingClientRect();
    return (left + right) / 2;
  });
  box.remove();
  return out;
})
"""


def standing(text: str) -> str:
    """Signs from left to right, as our runs put them."""
    return "".join((run.text[::-1] if run.right_to_left else run.text) for run in visual_runs(text))


def test_lines_of_mixed_scripts_stand_as_a_browser_sets_them(browser: Browser) -> None:
    draw = random.Random(5)
    lines = [
        text
        for _ in range(400)
        if (text := "".join(draw.choices(SIGNS, k=draw.randint(1, 14))).strip())
    ]
    page = browser.new_page()
    page.set_content("<meta charset=utf-8><body>")
    asked = [(text, reads_right_to_left(text)) for text in lines]
    middles: list[list[float]] = page.evaluate(MIDDLES, asked)
    page.close()
    turned = 0
    for text, places in zip(lines, middles, strict=True):
        theirs = "".join(text[at] for at in sorted(range(len(text)), key=lambda at: places[at]))
        # Which of the two pictures a bracket shows is not asked here, only where it stands.
        assert one_bracket(standing(text)) == one_bracket(theirs), text
        turned += theirs != text
    assert turned > 150


def one_bracket(text: str) -> str:
    return text.replace(")", "(").replace("]", "[")


def test_a_bracket_that_reads_from_the_right_is_mirrored() -> None:
    assert standing("کراچی (PK)") == "(PK) یچارک"


def test_a_name_in_a_sentence_turns_nothing_else() -> None:
    line = f"From {isolated('کراچی (12)')} to {isolated('Karachi')}, 5 t"
    shown: Any = [run.text for run in visual_runs(line)]
    assert shown[0] == "From "
    assert shown[-1].endswith(", 5 t")
    assert " to Karachi, 5 t" in shown
