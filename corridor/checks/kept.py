"""Rows that changed their confidence while figure and source stayed, against a kept base."""

from __future__ import annotations

import gzip
import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corridor.checks.gaps import Table
from corridor.tables.dataset import Dataset
from corridor.tables.row import Told

# What the rows said before their evidence was read (tools/make_confidence_base.py).
BASE = Path(__file__).with_name("confidence_base.tsv.gz")
# Columns that are no figure and no source.
_WORDS = frozenset(("confidence", "hours_confidence", "cost_confidence", "note", "as_of", "reason"))


@dataclass(frozen=True, slots=True)
class Moved:
    """A row whose confidence is another than in the base, its figures and source the same."""

    key: str
    before: str
    now: str
    shown: bool
    """Whether `derivations` or `evidence` speaks of the row."""


def digest(row: Mapping[str, str]) -> str:
    """
    Short hash of the cells of a row that are its figures and source.

    Blank cells do not count, so a column that is added later leaves it as it is.
    """
    cells = sorted((c, v) for c, v in row.items() if v and c not in _WORDS)
    return hashlib.sha256("\n".join(f"{c}={v}" for c, v in cells).encode()).hexdigest()[:6]


@cache
def base() -> tuple[str, Mapping[str, tuple[str, str]]]:
    """The commit of the base, and confidence and hash of each row by 'table:row'."""
    first, *lines = gzip.decompress(BASE.read_bytes()).decode().splitlines()
    rows = (line.split("\t") for line in lines)
    return first.removeprefix("# "), {key: (confidence, cells) for key, confidence, cells in rows}


def moved(dataset: Dataset) -> list[Moved]:
    """Rows of the base that changed their confidence alone."""
    _, before = base()
    spoken = {(e.of_table, e.row_id) for e in dataset.evidence}
    spoken |= {(d.of_table, d.row_id) for d in dataset.derivations}
    found = []
    for name, table in dataset.texts.items():
        for row in table.rows:
            key = Told.of(row).id
            old = before.get(f"{name}:{key}", ("", ""))
            now = row.get("confidence", "")
            if old[0] not in ("", now) and old[1] == digest(row):
                found.append(Moved(f"{name}:{key}", old[0], now, (name, key) in spoken))
    return found


def kept_tables(dataset: Dataset) -> list[Table]:
    """What `corridor sources --gaps` prints of them."""
    commit, _ = base()
    counts = Counter((m.before, m.now, m.shown) for m in moved(dataset))
    rows: list[tuple[str, ...]] = [
        (before, now, "yes" if shown else "no", str(n))
        for (before, now, shown), n in sorted(counts.items())
    ]
    rows.append(("all", "", "", str(sum(counts.values()))))
    return [
        (
            f"Rows that changed confidence while figure and source stayed, since {commit}",
            ("before", "now", "evidence or derivation kept", "rows"),
            rows,
        )
    ]
