"""Known places put into the long straight steps of a drawn line; lengths never come from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from corridor.geo import FloatArray, great_circle_km, local_xy, turn_deg

# A road through a place between two others rarely turns back or grows by half; a point that asks
# for it is more likely misplaced, or belongs to another step.
TURN_DEG = 100.0
LONGER = 1.4
# The bend at an end of the step was there before; a point may not sharpen it by more than this.
SHARPER_DEG = 15.0
# A line that turns back by more than this inside has a hook: it ran past its hub or round a yard.
HOOK_DEG = 150.0
# Hooks are taken out this near to an end of the line only; real spirals and loops lie farther out.
HOOK_END_KM = 20.0
# Two ends rounded into neighbouring cells and joined make a jog: a sharp bend with a short step.
JOG_DEG = 100.0
JOG_KM = 0.6
# A vertex this near to a point stands for it already, so that shaping twice changes nothing.
SAME_KM = 0.5
NO_POINTS: FloatArray = np.empty((0, 2), dtype=np.float64)
_LonLat = tuple[float, float]


@dataclass(frozen=True)
class Shaped:
    """
    A line with its points, and what became of each point.

    `placed` are the indices put in; `needless` those that fall on a short step or an old vertex;
    `refused` those that would bend the line back or lengthen it, with the reason.
    """

    coords: FloatArray
    placed: tuple[int, ...]
    needless: tuple[int, ...]
    refused: tuple[tuple[int, str], ...]


def with_shape(coords: FloatArray, points: FloatArray, *, longest_km: float) -> FloatArray:
    """
    Put points into the long steps of a line, in their order.

    Parameters
    ----------
    coords
        Line, lon/lat degrees, shape (n, 2).
    points
        Places along the line in order of travel, shape (m, 2).
    longest_km
        Steps up to this length are left as they are.

    Returns
    -------
    numpy.ndarray
        The line; no step is longer than before.
    """
    return place_points(coords, points, longest_km=longest_km).coords


def place_points(coords: FloatArray, points: FloatArray, *, longest_km: float) -> Shaped:
    """Put points into the long steps of a line as `with_shape` does, and report each one."""
    line: list[_LonLat] = [(float(lon), float(lat)) for lon, lat in coords]
    placed: list[int] = []
    needless: list[int] = []
    refused: list[tuple[int, str]] = []
    first = 0  # first step that the next point may go into
    for index, (lon, lat) in enumerate(points):
        point = (float(lon), float(lat))
        rest = np.array(line[first:], dtype=np.float64)
        away = great_circle_km(rest[:, 0], rest[:, 1], *point)
        there = np.flatnonzero(away <= SAME_KM)
        if len(there):
            needless.append(index)
            first += int(there[0])
            continue
        if len(rest) < 2:
            refused.append((index, "lies behind the end of the line"))
            continue
        steps = great_circle_km(rest[:-1, 0], rest[:-1, 1], rest[1:, 0], rest[1:, 1])
        step = first + int(np.argmin(away[:-1] + away[1:] - steps))
        if _km(line[step], line[step + 1]) <= longest_km:
            needless.append(index)
            continue
        fault = _fault(line, step, point)
        if fault:
            refused.append((index, fault))
            continue
        line.insert(step + 1, point)
        placed.append(index)
        first = step + 1
    shaped = np.array(line, dtype=np.float64).reshape(-1, 2)
    return Shaped(shaped, tuple(placed), tuple(needless), tuple(refused))


def unhooked(coords: FloatArray) -> FloatArray:
    """
    Take out the hooks near the ends of a line, and the jogs of joins.

    A hook comes from a hub that lies a little before or behind the node of its network, or from a
    yard: the line overshoots and returns. A jog joins two ends that lie beside each other.

    Parameters
    ----------
    coords
        Line, lon/lat degrees, shape (n, 2).

    Returns
    -------
    numpy.ndarray
        The line without them; both ends stay.
    """
    line: list[_LonLat] = [(float(lon), float(lat)) for lon, lat in coords]
    here = 1
    while here < len(line) - 1:
        before, at, after = line[here - 1 : here + 2]
        near_end = min(_km(line[0], at), _km(at, line[-1])) <= HOOK_END_KM
        turn = _turn(before, at, after)
        jog = turn > JOG_DEG and min(_km(before, at), _km(at, after)) <= JOG_KM
        if jog or (near_end and turn > HOOK_DEG):
            del line[here]
            here = max(1, here - 1)
        else:
            here += 1
    return np.array(line, dtype=np.float64).reshape(-1, 2)


def shape_parts(
    parts: Mapping[str, FloatArray], points: FloatArray, *, longest_km: float
) -> tuple[dict[str, FloatArray], list[tuple[int, str]]]:
    """
    Shape the parts of one section, cut at its border.

    Returns
    -------
    tuple
        Parts by name, and the points that fit none of them, with a reason.
    """
    found: dict[str, FloatArray] = {}
    reasons: dict[int, str] = {}
    used: set[int] = set()
    for name, part in parts.items():
        shaped = place_points(part, points, longest_km=longest_km)
        found[name] = shaped.coords
        used.update(shaped.placed, shaped.needless)
        reasons |= dict(shaped.refused)
    return found, sorted((i, why) for i, why in reasons.items() if i not in used)


def points_by_section(rows: Iterable[tuple[str, int, float, float]]) -> dict[str, FloatArray]:
    """Points of each section in order, from rows of section, seq, lon, lat."""
    groups: dict[str, list[tuple[int, float, float]]] = {}
    for section, seq, lon, lat in rows:
        groups.setdefault(section, []).append((seq, lon, lat))
    return {
        section: np.array([(lon, lat) for _, lon, lat in sorted(group)], dtype=np.float64)
        for section, group in groups.items()
    }


def coarse_km(coords: FloatArray, *, longest_km: float) -> float:
    """Kilometres of a line that lie in steps longer than `longest_km`."""
    if len(coords) < 2:
        return 0.0
    steps = great_circle_km(coords[:-1, 0], coords[:-1, 1], coords[1:, 0], coords[1:, 1])
    return float(np.sum(steps[steps > longest_km]))


def _fault(line: list[_LonLat], step: int, point: _LonLat) -> str:
    """Why a point may not go into a step; empty if it may."""
    start, end = line[step], line[step + 1]
    whole, before, after = _km(start, end), _km(start, point), _km(point, end)
    if before >= whole or after >= whole:
        return "lies beside an end of the step, not between its ends"
    if before + after > LONGER * whole:
        return f"would lengthen the step by {(before + after) / whole - 1:.0%}"
    turn = _turn(start, point, end)
    if turn > TURN_DEG:
        return f"would turn the line by {turn:.0f} degrees"
    for near, here, old, new in (
        (line[step - 1] if step else None, start, end, point),
        (line[step + 2] if step + 2 < len(line) else None, end, start, point),
    ):
        if near is None:
            continue
        turn = _turn(near, here, new)
        if turn > max(TURN_DEG, _turn(near, here, old) + SHARPER_DEG):
            return f"would turn the line back by {turn:.0f} degrees at the end of its step"
    return ""


def _km(a: _LonLat, b: _LonLat) -> float:
    return float(great_circle_km(a[0], a[1], b[0], b[1]))


def _turn(before: _LonLat, here: _LonLat, after: _LonLat) -> float:
    """Degrees by which a line turns at its middle point, 0 straight on, 180 back."""
    x, y = local_xy((before[0], after[0]), (before[1], after[1]), *here)
    return turn_deg(-float(x[0]), -float(y[0]), float(x[1]), float(y[1]))
