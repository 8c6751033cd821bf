"""Ends of a journey that no built line of the modes asked for reaches, with the lines planned."""

from __future__ import annotations

from collections.abc import Iterable

from corridor.geo import great_circle_km
from corridor.model.mode import LAND_MODES, Mode
from corridor.model.status import Built
from corridor.tables.dataset import Dataset
from corridor.tables.records import Section

# A planned line that ends so near a place is one to it.
_NEAR_KM = 25.0


def missing_lines(dataset: Dataset, modes: Iterable[str], hub_ids: Iterable[str]) -> list[str]:
    """
    A sentence for each end without a built line of some modes on land; ships are left aside.

    Parameters
    ----------
    dataset
        Tables; what is built is asked of the sections.
    modes
        Modes that may be used.
    hub_ids
        Ends; '' for a point on the map, of which nothing is said.
    """
    asked = [Mode(m) for m in modes if m in LAND_MODES]
    found = []
    for hub_id in hub_ids:
        built = {
            s.mode
            for s in dataset.sections
            if hub_id in (s.from_id, s.to_id) and s.status == Built.OPEN
        }
        if hub_id not in dataset.hub or not asked or built & set(asked):
            continue
        text = f"{dataset.hub[hub_id].name} has no {' and no '.join(m.line for m in asked)}"
        near = [
            s
            for s in dataset.sections
            if s.mode in asked
            and s.status != Built.OPEN
            and _far_km(dataset, s, hub_id) <= _NEAR_KM
        ]
        if near:
            text += " (planned: " + ", ".join(f"{s.line_name}, {s.id}" for s in near) + ")"
        found.append(text)
    return found


def _far_km(dataset: Dataset, section: Section, hub_id: str) -> float:
    here = dataset.hub[hub_id]
    ends = (dataset.hub[e] for e in (section.from_id, section.to_id))
    return min(float(great_circle_km(here.lon, here.lat, e.lon, e.lat)) for e in ends)
