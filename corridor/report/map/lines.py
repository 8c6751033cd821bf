"""What a map draws for each leg: pieces of line, the coarse ones marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from msgspec import UNSET, Struct, UnsetType

from corridor.geo import great_circle_km, simplify
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.report.document.answer import ItineraryRecord, LegRecord

LonLat = tuple[float, float]
LineOf = Callable[[str], Sequence[LonLat]]
IsCoarse = Callable[[str], bool]
Pixel = tuple[float, float]

# A longer step between two points is no drawn track or road but a guess between places.
COARSE_STEP_KM = 30.0
# Two lines of one leg this near each other meet at a node; no joint is drawn.
JOINT_KM = 0.2
# About 50 m: less than a screen pixel at the deepest zoom of the page.
TOLERANCE_DEGREE = 0.0005
MOST_POINTS = 40_000
_WHOLE = 10_000  # stored points are whole 1e-4 degrees, about 11 m
# Handling in one place: a mark, and a line only if its two ends differ.
_STANDING = frozenset({LinkKind.BORDER, LinkKind.TRANSFER, LinkKind.PORT})


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of points (degrees lon/lat); `coarse` if it only joins far places."""

    points: tuple[LonLat, ...]
    coarse: bool


def leg_pieces(leg: LegRecord, lines: LineOf, is_coarse: IsCoarse | None = None) -> list[Piece]:
    """
    Pieces to draw for one leg of a JSON answer, in order of travel.

    Parameters
    ----------
    leg
        A leg of an answer.
    lines
        Points (degrees lon/lat) of a geometry reference, in order of travel.
    is_coarse
        Whether a reference names a line the graph itself calls coarse.

    Returns
    -------
    list of Piece
        A leg without drawn lines is one straight coarse piece, or nothing if it stands
        still. Sea lanes run straight between waypoints by nature and are never coarse.
    """
    start, end = (leg.from_.lon, leg.from_.lat), (leg.to.lon, leg.to.lat)
    runs = [(ref, tuple((float(x), float(y)) for x, y in lines(ref))) for ref in leg.geometry_ref]
    runs = [(ref, run) for ref, run in runs if len(run) > 1]
    if not runs:
        if start == end:
            return []
        far = float(great_circle_km(*start, *end)) > COARSE_STEP_KM
        return [Piece((start, end), far or leg.kind not in _STANDING)]
    pieces: list[Piece] = []
    last: LonLat | None = None
    for ref, run in runs:
        if last is not None and (gap := float(great_circle_km(*last, *run[0]))) > JOINT_KM:
            pieces.append(Piece((last, run[0]), gap > COARSE_STEP_KM and leg.mode != Mode.SEA))
        marked = is_coarse is not None and is_coarse(ref)
        if leg.mode == Mode.SEA or marked:
            pieces.append(Piece(run, coarse=marked and leg.mode != Mode.SEA))
        else:
            pieces += split_coarse(run)
        last = run[-1]
    return pieces


def split_coarse(run: Sequence[LonLat]) -> list[Piece]:
    """Cut a line where steps become longer, or no longer, than `COARSE_STEP_KM`."""
    points = np.asarray(run, dtype=np.float64)
    steps_km = great_circle_km(points[:-1, 0], points[:-1, 1], points[1:, 0], points[1:, 1])
    far = steps_km > COARSE_STEP_KM
    cuts = [0, *(np.flatnonzero(far[1:] != far[:-1]) + 1).tolist(), len(far)]
    return [Piece(tuple(run[a : b + 1]), bool(far[a])) for a, b in pairwise(cuts)]


@dataclass(frozen=True, slots=True)
class Drawing:
    """All lines of an answer, each distinct piece once; `legs[i][j]` numbers its pieces."""

    pieces: tuple[Piece, ...]
    legs: tuple[tuple[tuple[int, ...], ...], ...]


def drawing(
    itineraries: Iterable[ItineraryRecord], lines: LineOf, is_coarse: IsCoarse | None = None
) -> Drawing:
    """Collect the pieces of itineraries; what they share is kept once."""
    numbers: dict[Piece, int] = {}
    legs = tuple(
        tuple(
            tuple(
                numbers.setdefault(piece, len(numbers))
                for piece in leg_pieces(leg, lines, is_coarse)
            )
            for leg in itinerary.legs
        )
        for itinerary in itineraries
    )
    return Drawing(tuple(numbers), legs)


class PackedPiece(Struct, frozen=True, kw_only=True):
    """A piece as a page carries it: its first point, then steps, lon and lat in turn."""

    coarse: bool
    steps: tuple[int, ...]
    mode: str | UnsetType = UNSET


class PackedDrawing(Struct, frozen=True, kw_only=True):
    """A drawing as a page carries it; `scale` is how many of its units a degree has."""

    scale: int
    pieces: tuple[PackedPiece, ...]
    legs: tuple[tuple[tuple[int, ...], ...], ...] | UnsetType = UNSET


def packed(found: Drawing) -> PackedDrawing:
    """
    Make the drawing small for the page.

    Lines lose points nearer than `TOLERANCE_DEGREE` to the simpler line (more if more
    than `MOST_POINTS` would be left) and become whole 1e-4 degrees: the first point as it
    is, the others as steps from the one before, lon and lat in turn.
    """
    tolerance = TOLERANCE_DEGREE
    rough = [_simple(np.asarray(piece.points), tolerance) for piece in found.pieces]
    while sum(len(r) for r in rough) > max(MOST_POINTS, 2 * len(rough)):
        tolerance *= 2
        rough = [_simple(points, tolerance) for points in rough]
    return PackedDrawing(
        scale=_WHOLE,
        pieces=tuple(
            PackedPiece(coarse=piece.coarse, steps=_steps(points))
            for piece, points in zip(found.pieces, rough, strict=True)
        ),
        legs=found.legs,
    )


def _simple(points: npt.NDArray[np.float64], tolerance_degree: float) -> npt.NDArray[np.float64]:
    return points if len(points) < 3 else simplify(points, tolerance_degree)


def _steps(points: npt.NDArray[np.float64]) -> tuple[int, ...]:
    whole = np.rint(points * _WHOLE).astype(np.int64)
    moved = np.diff(whole, axis=0)
    moved = moved[np.any(moved != 0, axis=1)]
    return (*whole[0].tolist(), *moved.ravel().tolist())
