"""Services asked for that the load or the modes have no use for: refused, never replaced."""

from __future__ import annotations

from corridor.errors import InputError
from corridor.model.mode import Mode
from corridor.model.query import CREWS, Query
from corridor.pricing.load import Load
from corridor.tables.dataset import Dataset

_BLOCK = "block_train"


def refuse_idle(query: Query, load: Load, dataset: Dataset) -> None:
    """
    Refuse a crew or rail service that could not act in this query.

    Raises
    ------
    InputError
        Naming what stands against it, and the service that the load can have.
    """
    unit = dataset.unit[load.consignment.unit]
    asked = []
    if query.rail_service:
        asked.append((query.rail_service, Mode.RAIL))
    if query.crew != CREWS[0]:
        asked.append((query.crew, Mode.ROAD))
    for option, given in (("--regime", query.regime), ("--truck-of", query.truck_of)):
        if given and Mode.ROAD not in unit.modes:
            raise InputError(
                f"{option} {given}: a {unit.id} goes by {_and(unit.modes)}, not by road",
                remedy=f"leave out {option}, or another --unit",
            )
        if given and Mode.ROAD not in query.modes:
            raise InputError(
                f"{option} {given}: --modes {','.join(query.modes)} leaves out road, and no truck"
                " passes a border",
                remedy=f"leave out {option}, or add road to --modes",
            )
    for service, mode in asked:
        if mode not in unit.modes:
            raise InputError(
                f"--service {service}: a {unit.id} goes by {_and(unit.modes)}, not by {mode}",
                remedy=f"leave out --service {service}, or another --unit",
            )
        # A truck takes the goods to the terminal whatever the modes of the line-haul.
        if mode not in query.modes and mode != Mode.ROAD:
            raise InputError(
                f"--service {service}: --modes {','.join(query.modes)} leaves out {mode}",
                remedy=f"leave out --service {service}, or add {mode} to --modes",
            )
    if load.family == "wagon" and query.rail_service == _BLOCK and not _priced(load, dataset):
        raise InputError(
            f"--service {_BLOCK}: no row of rates and speeds prices a {unit.id} in a block train,"
            " the published block-train tariffs being those of boxes",
            remedy="--service wagonload, or rows of your own with --data (rates and speeds of"
            f" {_BLOCK}, unit {load.rate_unit})",
        )


def _priced(load: Load, dataset: Dataset) -> bool:
    """Whether any country has a tariff of such a wagon and the speed of its train."""
    trains = {s.country for s in dataset.speeds if (s.mode, s.service_class) == (Mode.RAIL, _BLOCK)}
    return any(
        r.country in trains
        for r in dataset.rates
        if (r.mode, r.service_class) == (Mode.RAIL, _BLOCK) and r.unit in (load.rate_unit, "tonne")
    )


def _and(words: tuple[str, ...]) -> str:
    return " and ".join(words)
