"""
Corridor: freight routes from Belarus through Central Asia to the Arabian Sea.

Tables in data/ and the compiled graph in graphs/ flow in; itineraries with hours,
dollars, carbon and their sources flow out.

Examples
--------
>>> import datetime
>>> import corridor
>>> planner = corridor.Planner.load()
>>> answer = planner.route(
...     "Minsk",
...     "Karachi",
...     corridor.Consignment(unit="FEU"),
...     depart=datetime.datetime(2026, 12, 1),
... )
>>> answer.itineraries[0].countries[0]
'BY'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from corridor.api import Planner
    from corridor.model.answer import Answer, Itinerary
    from corridor.model.consignment import Consignment
    from corridor.model.query import Query

__all__ = ["Answer", "Consignment", "Itinerary", "Planner", "Query"]

_HOMES = {
    "Planner": "corridor.api",
    "Consignment": "corridor.model.consignment",
    "Answer": "corridor.model.answer",
    "Itinerary": "corridor.model.answer",
    "Query": "corridor.model.query",
}


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used, so that `--help` stays quick."""
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
