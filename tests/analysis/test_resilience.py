"""Losses that bring the same are told once, and none is lost by that."""

from __future__ import annotations

from corridor.analysis.resilience import Extra, Loss, in_line
from corridor.model.ref import Ref, RefKind

NORTH, SOUTH = ("Minsk", "Karachi"), ("Kabul", "Karachi")


def loss(name: str, kind: str, usd: float, *ways: tuple[str, str]) -> Loss:
    """A loss of one thing for 7 days."""
    extra = ((7, Extra(0.0, usd, usd / 1000, "Minsk", 0.0, 0)),)
    return Loss((Ref(RefKind.SECTION, name),), (name,), kind, extra, ways)


def test_things_in_line_are_one_row_under_the_best_known_of_them() -> None:
    found = in_line(
        [
            loss("road to the post", "line", 90.0, NORTH),
            loss("post", "crossing", 90.0, NORTH),
            loss("river", "bridge", 90.0, NORTH),
            loss("same by chance", "line", 90.0, SOUTH),
            loss("dearer", "line", 91.0, NORTH),
        ]
    )
    assert [f.names for f in found] == [("post",), ("same by chance",), ("dearer",)]
    assert found[0].alike == ("road to the post", "river")
    assert not found[1].alike
    assert found[0].used_by == 1
