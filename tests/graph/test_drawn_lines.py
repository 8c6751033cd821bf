"""Drawn lines of the shipped graph: no stretch drawn twice on a chain, no line that turns back."""

from __future__ import annotations

import itertools
from functools import cache

import numpy as np

from corridor.graph.lines import read_lines
from corridor.network.geo import FloatArray, cumulative_km, local_xy, turn_deg
from corridor.sources.records import Section
from corridor.sources.tables import graphs_dir
from tests.real import library

SHARED_KM = 2.0
BESIDE_KM = 0.15  # two lines this near to each other are one road
TURN_DEG = 150.0
STEP_KM = 0.25


@cache
def drawn() -> dict[str, FloatArray]:
    """Whole line of each section, in the direction of its row."""
    lines = read_lines(graphs_dir())
    held = set(lines.line_id.tolist())
    found: dict[str, FloatArray] = {}
    for section in library().sections:
        names = [section.id] if section.id in held else [f"{section.id}:a", f"{section.id}:b"]
        points = list(itertools.chain.from_iterable(lines.line(n) for n in names))
        found[section.id] = np.array([p for p, _ in itertools.groupby(points)], dtype=np.float64)
    return found


def shared_km(line: FloatArray, other: FloatArray) -> float:
    """Kilometres of a line that lie on another."""
    along = cumulative_km(line)
    at = np.linspace(0.0, along[-1], max(2, int(along[-1] / STEP_KM)))
    lon, lat = np.interp(at, along, line[:, 0]), np.interp(at, along, line[:, 1])
    x, y = local_xy(lon, lat, lon.mean(), lat.mean())
    far_x, far_y = local_xy(other[:, 0], other[:, 1], lon.mean(), lat.mean())
    near = np.full(len(at), np.inf)
    for k in range(len(other) - 1):
        dx, dy = far_x[k + 1] - far_x[k], far_y[k + 1] - far_y[k]
        length2 = dx * dx + dy * dy or 1.0
        t = np.clip(((x - far_x[k]) * dx + (y - far_y[k]) * dy) / length2, 0.0, 1.0)
        near = np.minimum(near, np.hypot(x - far_x[k] - t * dx, y - far_y[k] - t * dy))
    return float((near < BESIDE_KM).mean() * along[-1])


def neighbours() -> set[tuple[str, str]]:
    """Sections that follow each other on a chain or in a published total, same mode."""
    by_pair: dict[frozenset[str], list[Section]] = {}
    for section in library().sections:
        by_pair.setdefault(frozenset((section.from_id, section.to_id)), []).append(section)
    found: set[tuple[str, str]] = set()
    ways = [(c.via, c.mode) for c in library().chains]
    ways += [(t.via, t.mode) for t in library().totals]
    for via, mode in ways:
        modes = ("rail", "road") if mode == "mixed" else (mode,)
        steps = []
        for ends in itertools.pairwise(via):
            rows = [s for m in modes for s in by_pair[frozenset(ends)] if s.mode == m]
            steps.append(rows[0])
        for a, b in itertools.pairwise(steps):
            if a.mode == b.mode:
                found.add((min(a.id, b.id), max(a.id, b.id)))
    return found


def test_no_stretch_of_a_chain_is_drawn_twice() -> None:
    excused = {
        frozenset((r.section_id, r.with_id)) for r in library().shape_reasons if r.kind == "shared"
    }
    lines = drawn()
    twice: dict[frozenset[str], float] = {}
    for a, b in sorted(neighbours()):
        km = max(shared_km(lines[a], lines[b]), shared_km(lines[b], lines[a]))
        if km > SHARED_KM:
            twice[frozenset((a, b))] = round(km, 1)
    assert {pair: km for pair, km in twice.items() if pair not in excused} == {}
    # a listed exception that no longer is one must go
    assert excused <= set(twice) | {p for p in excused if _nearly(p, lines)}


def _nearly(pair: frozenset[str], lines: dict[str, FloatArray]) -> bool:
    a, b = sorted(pair)
    return max(shared_km(lines[a], lines[b]), shared_km(lines[b], lines[a])) > 0.75 * SHARED_KM


def test_no_line_turns_back() -> None:
    excused = {r.section_id for r in library().shape_reasons if r.kind == "turn"}
    found: set[str] = set()
    for name, line in drawn().items():
        for before, here, after in zip(line, line[1:], line[2:], strict=False):
            x, y = local_xy((before[0], after[0]), (before[1], after[1]), *here)
            if turn_deg(-float(x[0]), -float(y[0]), float(x[1]), float(y[1])) > TURN_DEG:
                found.add(name)
    assert found == excused
