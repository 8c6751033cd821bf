"""All closures of the tables as windows from one departure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from corridor.routing.closures import Window, windows
from corridor.sources.library import Library
from corridor.sources.records import Closure

Subject = tuple[str, str]


def calendar(library: Library, depart: datetime) -> Mapping[Subject, tuple[Window, ...]]:
    """Windows by ('crossing' | 'section' | 'port' | 'passage', id) that a journey may meet."""
    by_subject: dict[Subject, list[Closure]] = {}
    for row in library.closures:
        by_subject.setdefault((row.subject_kind, row.subject_id), []).append(row)
    found = {s: windows(rows, depart) for s, rows in by_subject.items()}
    return {s: w for s, w in found.items() if w}
