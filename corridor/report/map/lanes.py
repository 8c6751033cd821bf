"""Lines side by side: which lane an itinerary takes, and a line moved into its lane."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from corridor.report.map.lines import Drawing

Pixel = tuple[float, float]
# How far a corner may stick out, in widths of the shift.
_SHARPEST = 2.0
_STRAIGHT_BACK = 0.2


def users_of(found: Drawing) -> dict[int, tuple[int, ...]]:
    """The itineraries that use each piece, by the piece's number."""
    users: dict[int, list[int]] = {}
    for itinerary, legs in enumerate(found.legs):
        for number in (n for leg in legs for n in leg):
            using = users.setdefault(number, [])
            if itinerary not in using:
                using.append(itinerary)
    return {number: tuple(using) for number, using in users.items()}


def lane_of(itinerary: int, users: Sequence[int]) -> float:
    """
    Where an itinerary runs among all that share a piece, in widths of a lane.

    The first itinerary keeps the line itself (0), the others run right and left of it in
    turn; without it all lie evenly about the line.
    """
    if 0 not in users:
        return users.index(itinerary) - (len(users) - 1) / 2
    if itinerary == 0:
        return 0.0
    at = [one for one in users if one != 0].index(itinerary)
    return (-1 if at % 2 else 1) * (at // 2 + 1)


def shifted(points: Sequence[Pixel], by: float) -> list[Pixel]:
    """
    Move a line sideways by some pixels, to its right as y grows downwards.

    Parameters
    ----------
    points
        Pixels of a line, no two neighbours the same.
    by
        Pixels; negative to the other side, 0 leaves the line as it is.
    """
    if by == 0 or len(points) < 2:
        return list(points)
    normals = []
    for (ax, ay), (bx, by_) in pairwise(points):
        long = hypot(bx - ax, by_ - ay) or 1.0
        normals.append(((ay - by_) / long, (bx - ax) / long))
    out = []
    for n, (x, y) in enumerate(points):
        before, after = normals[max(0, n - 1)], normals[min(len(normals) - 1, n)]
        sum_x, sum_y = before[0] + after[0], before[1] + after[1]
        square = sum_x * sum_x + sum_y * sum_y
        if square < _STRAIGHT_BACK:
            out.append((x + after[0] * by, y + after[1] * by))
            continue
        # The mitre: longer at a corner, so that both sides keep their distance.
        most = _SHARPEST * abs(by)
        step = max(-most, min(most, 2 * by / square))
        out.append((x + sum_x * step, y + sum_y * step))
    return out
