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


def lead(worked: Worked) -> float:
    found = worked.comparison
    return found.standings[found.rival].value - found.standings[0].value


@pytest.mark.parametrize("inward", [False, True])
def test_the_same_fork_gives_the_same_lead(*, inward: bool) -> None:
    """Beyond the fork nothing differs but the hours of the clock: rest and waits at night."""
    leads: dict[str, list[float]] = {}
    for place in ("Tashkent", "Minsk", "Ashgabat", "Kabul"):
        worked = solved(place, inward=inward)
        found = fork(worked)
        assert found is not None
        assert found.at
        leads.setdefault(found.key, []).append(lead(worked))
    assert max(map(len, leads.values())) > 1
    for values in leads.values():
        assert max(values) - min(values) < 0.05 * max(values)


def test_what_lies_before_the_fork_is_on_both_ways_and_nothing_beyond_is_shared_at_once() -> None:
    found = fork(solved("Tashkent"))
    assert found is not None
    ahead, rival = found.beyond
    assert ahead[0] != rival[0]
