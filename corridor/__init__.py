"""
Corridor: freight routes from Belarus through Central Asia to the Arabian Sea.

Tables in data/ and the compiled graph in graphs/ flow in; itineraries with hours,
dollars, carbon and their sources flow out.

Examples
--------
>>> import corridor
>>> planner = corridor.load()
>>> answer = planner.route("Minsk", "Karachi", "FEU", depart="2026-12-01")
>>> answer.best.countries[0]
'BY'
>>> legs = answer.to_frame("legs")
>>> bool(legs[legs.itinerary == 1].cost_usd_typical.sum() > 1000)
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.2.0"  # the one place; pyproject.toml reads it here

if TYPE_CHECKING:
    from corridor.api.choices import PlanB, Regret
    from corridor.api.networks import end_nodes
    from corridor.api.options import RouteTerms, Terms
    from corridor.api.planner import Planner, load, scenarios
    from corridor.api.profiles import Profile
    from corridor.api.result import Result
    from corridor.api.results import Answer, read_answer
    from corridor.api.studies import BreakEvens, Catchment, Comparison, Resilience, WhatIf
    from corridor.errors import (
        CorridorError,
        DataError,
        InputError,
        NoRouteError,
        UnknownPlaceError,
    )
    from corridor.model.area import Area
    from corridor.model.consignment import Consignment
    from corridor.model.query import Query

_ROOMS = {
    "corridor.api.options": ("RouteTerms", "Terms"),
    "corridor.api.networks": ("end_nodes",),
    "corridor.api.planner": ("Planner", "load", "scenarios"),
    "corridor.api.choices": ("PlanB", "Regret"),
    "corridor.api.result": ("Result",),
    "corridor.api.results": ("Answer", "read_answer"),
    "corridor.api.profiles": ("Profile",),
    "corridor.api.studies": ("BreakEvens", "Catchment", "Comparison", "Resilience", "WhatIf"),
    "corridor.errors": (
        "CorridorError",
        "DataError",
        "InputError",
        "NoRouteError",
        "UnknownPlaceError",
    ),
    "corridor.model.area": ("Area",),
    "corridor.model.consignment": ("Consignment",),
    "corridor.model.query": ("Query",),
}
_HOMES = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "Answer",
    "Area",
    "BreakEvens",
    "Catchment",
    "Comparison",
    "Consignment",
    "CorridorError",
    "DataError",
    "InputError",
    "NoRouteError",
    "PlanB",
    "Planner",
    "Profile",
    "Query",
    "Regret",
    "Resilience",
    "Result",
    "RouteTerms",
    "Terms",
    "UnknownPlaceError",
    "WhatIf",
    "end_nodes",
    "load",
    "read_answer",
    "scenarios",
]


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used, so that `--help` stays quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'corridor' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names, those not yet imported included."""
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
