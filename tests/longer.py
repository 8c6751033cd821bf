"""How many a test draws: few each time, all of them in the longer checks."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

_LONGER = os.environ.get("CORRIDOR_LONGER", "") not in {"", "0"}
Item = TypeVar("Item")


def many(few: int, all_of_them: int) -> int:
    """`few`, or as many as `CORRIDOR_LONGER=1 sh tools/test.sh` has time for."""
    return all_of_them if _LONGER else few


def some(items: Sequence[Item], every: int, turn: int = 0) -> Sequence[Item]:
    """One in so many, from `turn` on; all in the longer checks."""
    return items if _LONGER else items[turn % every :: every]
