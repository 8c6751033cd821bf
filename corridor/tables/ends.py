"""
The one rule for a last day: who says it.

A row ends on the day on which its source reports the end. Until then it holds until further notice,
which is a blank last day. A last day that lies after the newest evidence was announced, is that of a
row which follows, or was assumed; the row says which, and by whom.
"""

from __future__ import annotations

from collections.abc import Iterator

from corridor.model.dates import last_day
from corridor.tables.row import TextRow
from corridor.tables.row_checks import Clash

# What a note says of a bar that nobody has ended.
_OPEN_END = "until further notice"


def unsaid_ends(row: TextRow) -> Iterator[Clash]:
    """
    What is wrong with the last day of a row that has the columns `to_date` and `end_by`.

    A table without them has no such rule; cells that are no dates are passed over, since they are
    reported by themselves.
    """
    if "end_by" not in row:
        return
    end, told = row["to_date"], row["end_by"]
    if not end:
        if told:
            yield Clash(
                "end_by", told, "stands without to_date", "give the last day or leave both out"
            )
        return
    if _OPEN_END in row["note"].casefold():
        problem = f"stands beside {_OPEN_END!r} in the note"
        yield Clash("to_date", end, problem, "leave it blank until an end is reported")
    try:
        unseen = last_day(end) > last_day(row["last_confirmed"])
    except ValueError:
        return
    if unseen and not told:
        problem = f"is empty though nobody saw the end ({end}, evidence of {row['last_confirmed']})"
        yield Clash(
            "end_by", "", problem, "leave to_date blank, or say who announced or assumed it"
        )
