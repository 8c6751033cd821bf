"""Private sidings asked for by `--siding`: whether there are rails to lay one on."""

from __future__ import annotations

from collections.abc import Sequence

from corridor.errors import InputError
from corridor.geo import great_circle_km
from corridor.model.answer import Spot
from corridor.model.mode import Mode
from corridor.model.query import Query
from corridor.planning.query.segments import SegmentView
from corridor.tables.dataset import Dataset
from corridor.tables.records import Hub


def check_sidings(
    query: Query, dataset: Dataset, view: SegmentView, ends: Sequence[tuple[str, Spot, int]]
) -> None:
    """
    Refuse a siding where none can be.

    Parameters
    ----------
    query
        What is asked.
    dataset, view
        Tables, and the segments of the query: a planned line that it opens has rails.
    ends
        ('origin' or 'destination', its spot, its place index).

    Raises
    ------
    InputError
        If the unit or the modes leave out the railway, or none runs at the place; the nearest
        place that has one is named.
    """
    if not query.siding:
        return
    unit = query.consignment.unit
    if Mode.RAIL not in dataset.unit[unit].modes:
        raise InputError(
            f"--siding {query.siding}: a {unit} goes by no railway", remedy="another --unit"
        )
    if Mode.RAIL not in query.modes:
        raise InputError(
            f"--siding {query.siding}, but --modes {','.join(query.modes)} leaves out the railway",
            remedy="add rail to --modes, or drop --siding",
        )
    for which, spot, place in ends:
        if query.siding in (which, "both") and not has_rails(view, place):
            near = nearest_railway(dataset, view, spot)
            km = great_circle_km(spot.lon, spot.lat, near.lon, near.lat)
            raise InputError(
                f"--siding {query.siding}: {spot.name} has no railway; the nearest place with one"
                f" is {near.name} ({near.country}), {km:.0f} km away in a straight line",
                remedy=f"drop --siding, or let the journey {_verb(which)} {near.name}",
            )


def _verb(which: str) -> str:
    return "start at" if which == "origin" else "end at"


def has_rails(view: SegmentView, place: int) -> bool:
    """Whether an open railway of the tables, or one that the query opens, touches a place."""
    groups = (*view.index.groups_at.get(place, ()), *view.groups_at(place))
    return any(mode == Mode.RAIL.code for _, mode, _ in groups)


def nearest_railway(dataset: Dataset, view: SegmentView, spot: Spot | Hub) -> Hub:
    """The place with a railway nearest to a spot in a straight line."""
    index = view.graph.place_index
    return min(
        (h for h in dataset.hubs if h.id in index and has_rails(view, index[h.id])),
        key=lambda h: (float(great_circle_km(spot.lon, spot.lat, h.lon, h.lat)), h.id),
    )
