"""
One in fifty of the drawn questions is asked in the tests; the rest by `python -m tests.contract check`.

The digests are those of the commit before the change of shape; a figure that changes on purpose
needs its questions recorded again, in a commit that says why.
"""

from __future__ import annotations

import pytest

from tests.contract.ask import Outcome, as_before, ask, kept, listed

_EVERY = 50


def test_the_list_is_whole() -> None:
    assert len(listed()) == len(kept()) == 1000


@pytest.mark.slow
@pytest.mark.parametrize("number", range(0, 1000, _EVERY))
def test_an_answer_is_what_it_was(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(".")  # the question goes to the root of the tree; come back afterwards
    assert ask(listed()[number]).digest == kept()[number], " ".join(listed()[number]["ask"])


def test_a_changed_figure_order_code_or_word_is_seen() -> None:
    same = Outcome(0, '{"cost_usd": 10.0, "legs": [1, 2]}', "")
    others = (
        Outcome(0, '{"cost_usd": 10.01, "legs": [1, 2]}', ""),
        Outcome(0, '{"cost_usd": 10.0, "legs": [2, 1]}', ""),
        Outcome(1, same.printed, ""),
        Outcome(0, same.printed, "Error: something"),
    )
    assert same.digest not in {other.digest for other in others}
    assert as_before("no path leads to Kabul") == "no way leads to Kabul"
