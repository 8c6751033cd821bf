"""Whether a line or crossing is built, and whether a service runs."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property


class Built(StrEnum):
    """
    What is built of a section or crossing; a member is its own text in the tables.

    The order of the members is that of their codes in the compiled graph. What is passable on
    a date only the closures say.
    """

    OPEN = "open"
    CLOSED = "closed"
    PLANNED = "planned"
    CONSTRUCTION = "construction"

    @cached_property
    def code(self) -> int:
        """Its number in the compiled graph."""
        return tuple(Built).index(self)


NOT_BUILT = frozenset({Built.PLANNED, Built.CONSTRUCTION})
# Statuses of a sea service that sails today, with a timetable or without; the others sail only
# where an option or a scenario opens them.
RUNNING = frozenset({"service", "irregular"})
