"""Border posts: is each where it is, do both sides reach it, does a line cross no border else."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from corridor.graph.corridor_graph import CorridorGraph
from corridor.graph.reports import BridgeFit, CrossingFit, Finding, PocketFit
from corridor.model.status import Built
from corridor.tables.dataset import Dataset
from corridor.tables.records import Crossing
from corridor.text_table import columns

BORDER_KM = 1.5  # greatest distance of a stated position from the border line
LINE_KM = 1.0  # greatest distance of the section's line from the stated position
VAGUE_KM = 5.0  # a source that leaves more room along the border than this places no post
MOST_UNPLACED = 10
BRIDGE_KM = 1.0


def unplaced(dataset: Dataset) -> tuple[Crossing, ...]:
    """Posts in use whose position has no independent source within `VAGUE_KM`."""
    return tuple(
        c
        for c in dataset.crossings
        if c.status == Built.OPEN
        and (c.position_source.startswith("own-") or c.position_km > VAGUE_KM)
    )


def unreached(graph: CorridorGraph, dataset: Dataset) -> list[tuple[str, str, str]]:
    """(crossing, country, last place) of sides of open freight posts where nothing leads on."""
    degree: dict[tuple[int, int], int] = {}
    ends: dict[tuple[int, int], list[int]] = {}
    for segment in np.flatnonzero(graph.segment_status == Built.OPEN.code).tolist():
        tail, head = int(graph.segment_from[segment]), int(graph.segment_to[segment])
        mode = int(graph.segment_mode[segment])
        for one, two in ((tail, head), (head, tail)):
            degree[one, mode] = degree.get((one, mode), 0) + 1
            ends.setdefault((one, mode), []).append(two)
    stops = set(zip(graph.stop_place.tolist(), graph.stop_mode.tolist(), strict=True))
    lost = []
    for row in dataset.crossings:
        if row.status != Built.OPEN or row.cargo != "freight":
            continue
        mode = row.mode.code
        for country in (row.country_a, row.country_b):
            place = graph.place_index.get(f"{row.id}|{country}", -1)
            onward = ends.get((place, mode), [])
            if not any(degree[n, mode] > 1 or (n, mode) in stops for n in onward):
                last = str(graph.place_id[onward[0]]) if onward else ""
                lost.append((row.id, country, last))
    return lost


def post_rule(
    graph: CorridorGraph, dataset: Dataset, report: Iterable[CrossingFit]
) -> tuple[list[str], bool]:
    """
    Positions of the posts by source, posts that break a rule, and whether any does.

    Parameters
    ----------
    graph
        The corridor graph.
    dataset
        Source tables.
    report
        Rows of crossing_report.csv.
    """
    measured = {r.crossing_id: r for r in report}
    wrong = [
        f"{c.id} is not in the build report" for c in dataset.crossings if c.id not in measured
    ]
    for row in dataset.crossings:
        found = measured.get(row.id)
        if found is None:
            continue
        if found.border_km > BORDER_KM:
            wrong.append(f"{row.id} lies {found.border_km:.2f} km from the border line")
        if found.line_km > LINE_KM:
            wrong.append(f"{row.id} lies {found.line_km:.2f} km from the line of its section")
    ends = []
    apart = {(c.mode, c.hub_id): c.reason for c in dataset.components if c.reason != "main"}
    for crossing, country, last in unreached(graph, dataset):
        reason = apart.get((dataset.crossing[crossing].mode, last))
        text = f"{crossing} ends in {country} at {last or 'the border'}"
        if reason is None:
            wrong.append(f"{text} and nothing leads on")
        else:
            ends.append(f"  {text}: {reason}")
    vague = unplaced(dataset)
    if len(vague) > MOST_UNPLACED:
        wrong.append(f"{len(vague)} posts without an independent position, over {MOST_UNPLACED}")
    farthest = max((r.border_km for r in measured.values()), default=0.0)
    bare = [c.id for c in dataset.crossings if c.id in measured and not measured[c.id].base_edges]
    lines = [
        (
            f"Border posts: {len(dataset.crossings)}, farthest from the border line"
            f" {farthest:.2f} km (at most {BORDER_KM:g})"
        ),
        *columns(_by_source(dataset)),
        f"  without an independent position ({len(vague)}, at most {MOST_UNPLACED}):",
        *(f"    {c.id} (within {c.position_km:g} km) {c.position_note}" for c in vague),
        *ends,
        f"  {len(bare)} without an edge of their own in the base network: {', '.join(bare)}",
    ]
    return lines + [f"  WRONG {w}" for w in wrong], bool(wrong)


def _by_source(dataset: Dataset) -> list[tuple[str, ...]]:
    counts: dict[str, list[float]] = {}
    for row in dataset.crossings:
        counts.setdefault(row.position_source, []).append(row.position_km)
    rows: list[tuple[str, ...]] = [("  position from", "posts", "median room km")]
    for source, room in sorted(counts.items(), key=lambda item: -len(item[1])):
        rows.append(
            (f"  {dataset.source[source].title[:70]}", str(len(room)), f"{np.median(room):.1f}")
        )
    return rows


def pocket_rule(dataset: Dataset, report: Iterable[PocketFit]) -> tuple[list[str], bool]:
    """
    Sections of one country that are drawn through another, and whether one has no row.

    Parameters
    ----------
    dataset
        Source tables.
    report
        Rows of pocket_report.csv.
    """
    rows = {(p.section_id, p.neighbour): p for p in dataset.border_pockets}
    lines, wrong = ["Sections drawn through a neighbour without a border post"], []
    for found in report:
        section = found.piece_id.split(":")[0]
        row = rows.get((section, found.neighbour))
        what = f"{section} in {found.neighbour}, up to {found.most_km:.1f} km from the border"
        if row is None:
            wrong.append(f"{what}: no row in border_pockets")
        elif found.most_km > row.most_km:
            wrong.append(f"{what}: its row allows {row.most_km:g} km")
        else:
            lines.append(f"  {what} ({row.kind}: {row.reason})")
    return lines + [f"  WRONG {w}" for w in wrong], bool(wrong)


def through_rule(dataset: Dataset) -> tuple[list[str], bool]:
    """
    Lines that only cut a corner of a country, and whether one joins other countries or modes.

    A row whose crossings do not fit would change no answer, unseen.
    """
    lines, wrong = ["Lines through a corner of a neighbour, which leave no country"], []
    for row in dataset.through_lines:
        posts = [dataset.crossing[c] for c in (row.crossing_a, row.crossing_b)]
        what = f"{row.id}: {row.country} through {row.through} by {row.mode}"
        if any({p.country_a, p.country_b} != {row.country, row.through} for p in posts):
            wrong.append(f"{what}: a crossing joins other countries")
        elif any(p.mode != row.mode or p.cargo != "freight" for p in posts):
            wrong.append(f"{what}: a crossing takes no freight of that mode")
        elif posts[0] is posts[1]:
            wrong.append(f"{what}: both ends are one crossing")
        else:
            lines.append(f"  {what}, {posts[0].name} - {posts[1].name}")
    return lines + [f"  WRONG {w}" for w in wrong], bool(wrong)


def bridge_rule(dataset: Dataset, report: Iterable[BridgeFit]) -> tuple[list[str], bool]:
    """
    Great rivers are crossed at named bridges, and none of them by a join made by rule.

    Parameters
    ----------
    dataset
        Source tables.
    report
        Rows of bridge_report.csv.
    """
    measured = {r.bridge_id: r for r in report}
    wrong = []
    for bridge in dataset.river_bridges:
        found = measured.get(bridge.id)
        if found is None:
            wrong.append(f"{bridge.id} is not in the build report")
            continue
        if found.line_km > bridge.accuracy_km:
            wrong.append(f"{bridge.id}: its line passes {found.line_km:.1f} km off the bridge")
        if found.join_km < BRIDGE_KM:
            wrong.append(f"{bridge.id}: a join by rule {found.join_km:.1f} km from the bridge")
    rivers = sorted({b.river for b in dataset.river_bridges})
    lines = [
        (
            f"Bridges over {', '.join(rivers)}: {len(dataset.river_bridges)}, each on its section's"
            f" line, no join by rule within {BRIDGE_KM:g} km of one"
        )
    ]
    return lines + [f"  WRONG {w}" for w in wrong], bool(wrong)


def join_rule(report: Iterable[Finding]) -> tuple[list[str], bool]:
    """Joins made by rule over a gap that a row of repair_links should close instead."""
    long = [r for r in report if r.kind == "join over 2 km"]
    lines = [f"Joins by rule over 2 km: {len(long)} (none without a row of repair_links)"]
    return lines + [f"  WRONG {r.mode} {r.subject} {r.finding}" for r in long], bool(long)
