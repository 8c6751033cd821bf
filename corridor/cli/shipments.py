"""`corridor map shipments.csv`: many shipments, each way found once, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from corridor.cli.shared import tell
from corridor.errors import BadInputError, NoRouteError
from corridor.files import check_writable, write_text

if TYPE_CHECKING:
    from corridor.report.pages.shipments_data import Way
    from corridor.tables.shipments import Fault

_NAMED_FAULTS = 20
_NAMED_ROWS = 8


def map_shipments(
    path: Path,
    target: Path,
    *,
    default_depart: date,
    exact_days: bool,
    skip_bad: bool,
    allow_dangerous: bool,
    guess: bool = False,
    graph: Path | None,
) -> None:
    """
    Read, plan each distinct way once, draw.

    Raises
    ------
    BadInputError
        If rows are wrong (all of them are named) and `skip_bad` is not set.
    NoRouteError
        If no row has a way.
    """
    from corridor.analysis.shipments import grouped, planned
    from corridor.planner import Planner
    from corridor.report.pages.shipments_data import way_of
    from corridor.report.pages.shipments_page import About, render_shipments
    from corridor.tables.shipments import read_shipments

    check_writable(target, "--out")
    if target.exists() and target.samefile(path):
        raise BadInputError(f"--out {target} is the list itself", remedy="name another file")
    found = read_shipments(path, default_depart=default_depart)
    planner = replace(Planner.load(graph=graph), guess=guess)
    groups, unknown = grouped(planner, found.rows, exact_days=exact_days, leave=allow_dangerous)
    faults = sorted((*found.faults, *unknown), key=lambda fault: (fault.row, fault.column))
    _tell_faults(path, faults, skip_bad=skip_bad)
    ways = [way_of(one, planner.library) for one in planned(planner, groups, tell)]
    for text in planner.guesses:
        tell(f"Guessed: {text}")
    _tell_lost(path, ways)
    about = About(
        path.name,
        planner.library.data_date,
        planner.graph_hash,
        tuple((fault.row, f"{fault.column} {fault.what}".strip()) for fault in faults),
    )
    lines = planner.lines
    write_text(target, render_shipments(ways, about, lines.line, lines.is_coarse))


def _tell_faults(path: Path, faults: Sequence[Fault], *, skip_bad: bool) -> None:
    lines = [
        f"  {path.name}, row {f.row}" + (f", column {f.column}" if f.column else "") + f": {f.what}"
        for f in faults[:_NAMED_FAULTS]
    ]
    more = len(faults) - _NAMED_FAULTS
    if more > 0:
        lines.append(f"  and {more} more")
    if faults and not skip_bad:
        raise BadInputError(
            f"{path}: {len(faults)} cells cannot be used\n" + "\n".join(lines),
            remedy="correct them, or leave their rows out with --skip-bad",
        )
    for line in lines:
        tell(line)


def _tell_lost(path: Path, ways: Sequence[Way]) -> None:
    """Name the rows without a way; refuse a list that has none."""
    lost = [way for way in ways if way.answer is None]
    for way in lost[:_NAMED_FAULTS]:
        rows = ", ".join(str(row.row) for row in way.rows[:_NAMED_ROWS])
        more = " ..." if len(way.rows) > _NAMED_ROWS else ""
        tell(f"{path.name}, row {rows}{more}: {way.why}")
    if len(lost) == len(ways):
        raise NoRouteError(
            f"{path}: no row has a way", remedy="corridor route with one of them says why"
        )
