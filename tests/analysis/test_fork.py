"""Places whose ways to two ports part alike ask one and the same question."""

from __future__ import annotations

import pytest

from corridor.analysis.ports.comparison import Worked, compare
from corridor.analysis.ports.fork import fork
from tests.questions import question
from tests.real import engine

pytestmark = pytest.mark.slow


def solved(place: str, *, inward: bool = False) -> Worked:
    asked = question(opened=("gwadar_jebel_ali",), inward=inward)
    return compare(engine(), asked, place, train=False)


def leads(worked: Worked) -> tuple[float, float]:
    """Dollars and hours by which the rival is behind."""
    found = worked.comparison
    first, rival = found.standings[0], found.standings[found.rival]
    return (rival.cost_cents - first.cost_cents) / 100, (rival.time_min - first.time_min) / 60


@pytest.mark.parametrize("inward", [False, True])
def test_the_same_fork_gives_the_same_lead(*, inward: bool) -> None:
    """Beyond the fork nothing differs but the hours of the clock: rest and waits at night."""
    found_at: dict[str, list[tuple[float, float]]] = {}
    for place in ("Tashkent", "Minsk", "Ashgabat", "Kabul"):
        worked = solved(place, inward=inward)
        found = fork(worked)
        assert found is not None
        assert found.at
        found_at.setdefault(found.key, []).append(leads(worked))
    assert max(map(len, found_at.values())) > 1
    for values in found_at.values():
        dollars, hours = zip(*values, strict=True)
        # A night ban or a rest is met or not by the hour at which the fork is passed.
        assert max(hours) - min(hours) <= 24
        assert max(dollars) - min(dollars) <= 120


def test_what_lies_before_the_fork_is_on_both_ways_and_nothing_beyond_is_shared_at_once() -> None:
    found = fork(solved("Tashkent"))
    assert found is not None
    ahead, rival = found.beyond
    assert ahead[0] != rival[0]
