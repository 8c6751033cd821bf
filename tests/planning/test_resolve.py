"""Names of a query are resolved once, before anything is planned."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from corridor.errors import CorridorError
from corridor.model.query import Query
from corridor.model.ref import Ref, RefKind
from corridor.planning.answering import answer_of
from corridor.tables.gazetteer import Gazetteer
from tests.real import DAY, engine

ASKED = Query(
    origin="Minsk",
    destination="Karachi",
    depart=DAY,
    via=("Tashkent",),
    avoid=("Baku",),
    open=("torkham_road",),
    close=("Sarakhs",),
    why="Gabd",
)


def test_each_name_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put back: --open and --close resolved for their kinds and again for their ids."""
    seen: Counter[str] = Counter()
    for name in ("things", "hub"):
        plain = getattr(Gazetteer, name)

        def counted(self: Gazetteer, text: str, *rest: Any, plain: Any = plain) -> Any:
            seen[text] += 1
            return plain(self, text, *rest)

        monkeypatch.setattr(Gazetteer, name, counted)
    planning = engine().planning(ASKED)
    once = dict.fromkeys(
        (ASKED.origin, ASKED.destination, *ASKED.via, *ASKED.avoid, *ASKED.open, *ASKED.close), 1
    )
    assert seen == once | {ASKED.why: 1}
    seen.clear()
    answer_of(planning)
    assert not seen


def test_a_wrong_name_is_refused_before_planning() -> None:
    """Of --why too, whether or not there is a path."""
    with pytest.raises(CorridorError, match="--why 'nowhere at all'"):
        engine().planning(replace(ASKED, why="nowhere at all"))


def test_what_is_resolved_is_ids_of_the_tables() -> None:
    resolved = engine().planning(ASKED).resolved
    assert resolved.origin.end.hub_id == "minsk"
    assert Ref(RefKind.CROSSING, "torkham_road") in resolved.constraints.open
    assert [via.name for via in resolved.constraints.via] == ["Tashkent"]
    assert resolved.why
    assert set(resolved.typed.values()) == {"Baku", "Sarakhs"}


def test_two_points_leave_the_shared_segments_as_they_are() -> None:
    """A point brings its own segments and latitudes; no other query sees them."""
    loaded = engine()
    one = loaded.planning(replace(ASKED, origin="53.85,27.65")).resolved
    other = loaded.planning(ASKED).resolved
    assert one.segments.index is other.segments.index
    assert one.segments.count > other.segments.count == len(other.segments.index.tail)
    assert len(one.latitudes) > len(other.latitudes) == len(loaded.graph.place_id)
    assert set(one.joins) == set(one.segments.added_range)
