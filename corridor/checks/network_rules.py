"""The rules on connectivity, posts, lines, track and planned links that `check network` runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from corridor.checks.components import component_rule
from corridor.checks.lines import drawn_sections, shared_rule, turn_rule, water_rule
from corridor.checks.posts import (
    bridge_rule,
    join_rule,
    pocket_rule,
    post_rule,
    through_rule,
)
from corridor.checks.track import break_rule, planned_rule, track_rule
from corridor.graph.corridor_graph import CorridorGraph
from corridor.graph.lines import read_lines
from corridor.graph.store import read_arrays
from corridor.tables.library import Library

Finding = tuple[list[str], bool]
ReadReport = Callable[[Path], Sequence[dict[str, str]]]


def network_rules(library: Library, folder: Path, read: ReadReport) -> list[Finding]:
    """
    Each rule's lines and whether it failed.

    Parameters
    ----------
    library
        Source tables.
    folder
        graphs/ with its build reports.
    read
        Reads one report into rows.

    Raises
    ------
    DataError
        If the graph or a report is missing or damaged.
    """
    graph = CorridorGraph.of(read_arrays(folder / "corridor.npz"))
    drawn = drawn_sections(library, read_lines(folder))
    return [
        post_rule(graph, library, read(folder / "crossing_report.csv")),
        component_rule(graph, library, read(folder / "hub_report.csv")),
        join_rule(read(folder / "network_report.csv")),
        bridge_rule(library, read(folder / "bridge_report.csv")),
        pocket_rule(library, read(folder / "pocket_report.csv")),
        through_rule(library),
        water_rule(drawn),
        turn_rule(library, drawn),
        shared_rule(library, drawn),
        track_rule(library),
        break_rule(library),
        planned_rule(library),
    ]
