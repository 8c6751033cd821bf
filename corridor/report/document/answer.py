"""Stands in for the answer document of stream docs until it is merged."""

from __future__ import annotations

from typing import Any

from corridor.report.document.shape import Shape

Itinerary = dict[str, Any]


class Place(Shape):
    """A named point; degrees WGS84."""

    id: str
    name: str
    country: str
    lon: float
    lat: float


class Source(Shape):
    """A source of rows."""

    id: str
    title: str
    publisher: str
    url: str
    retrieved: str
    licence: str


class UnusedRow(Shape):
    """A row laid over the tables that no answer could use, and why."""

    row: str
    place: str
    reason: str
