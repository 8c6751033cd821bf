"""The what-if options that commands share: --data, --scenario, --scale, all one overlay."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corridor.errors import InputError
from corridor.model.values import ready

if TYPE_CHECKING:
    from corridor.engine import RouteEngine
    from corridor.model.scenario import UnusedRow

Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        help="Folder of your own rows, laid over the tables; default CORRIDOR_DATA",
        rich_help_panel="Data",
    ),
]
DataOnly = Annotated[
    Path | None,
    typer.Option(
        "--data-only",
        help="Folder of tables to use in place of the shipped ones",
        rich_help_panel="Data",
    ),
]
Scenarios = Annotated[
    list[str] | None,
    typer.Option(
        "--scenario",
        help="Scenario by name or TOML file (corridor scenarios); repeat",
        rich_help_panel="What if",
    ),
]
Scales = Annotated[
    list[str] | None,
    typer.Option(
        "--scale",
        help="Multiply an item, as border_hours@torkham=2; repeat",
        rich_help_panel="What if",
    ),
]

Graph = Annotated[
    Path | None, typer.Option(help="Folder of another compiled graph", rich_help_panel="Data")
]
Guess = Annotated[
    bool,
    typer.Option("--guess", help="Read an unknown name as the nearest known one, and say so"),
]

OVERLAYS = {
    "scale": Scales,
    "scenario": Scenarios,
    "data": Data,
    "data_only": DataOnly,
    "graph": Graph,
}


def own_folder(given: Path | None) -> Path | None:
    """The folder of the user's own rows: that of --data, else of CORRIDOR_DATA, else none."""
    named = os.environ.get("CORRIDOR_DATA", "")
    return given if given is not None else Path(named) if named else None


def departure(text: str) -> datetime:
    """Read --depart; a bare date means 08:00, no date means today, and that is said."""
    found = ready(text)
    if not text:
        print(f"--depart not given: ready {found:%Y-%m-%d} 08:00", file=sys.stderr)
    return found


def print_unused(engine: RouteEngine) -> tuple[UnusedRow, ...]:
    """
    Say on stderr which rows laid over the tables no answer could use, and give them.

    For the commands whose answers are many; an answer of one way says it itself.
    """
    from corridor.pricing.candidates import unused_rows

    found = tuple(unused_rows(engine.overlays, engine.dataset))
    for row in found:
        print(row, file=sys.stderr)
    return found


def engine_with(
    *,
    graph: Path | None = None,
    data: Path | None = None,
    data_only: Path | None = None,
    scenario: Sequence[str] | None = None,
    scale: Sequence[str] | None = None,
    guess: bool = False,
) -> RouteEngine:
    """
    The engine that the options ask for: own rows first, then scenarios, then factors.

    Raises
    ------
    CorridorError
        If an option, a file or a row of it is wrong.
    """
    from dataclasses import replace

    from corridor.engine import RouteEngine
    from corridor.model.scenario import Overlay, parse_scale
    from corridor.tables.overlays.scenario_files import own_rows
    from corridor.tables.overlays.scenario_files import scenario as read_scenario

    if data is not None and data_only is not None:
        raise InputError(
            "--data and --data-only were both given",
            remedy="put the rows of both into one folder, or give one of them",
        )
    if data_only is None:
        data = own_folder(data)
    factors = tuple(parse_scale(text) for text in scale or ())
    assumed = [read_scenario(name) for name in scenario or ()]
    names = [o.name for o in assumed]
    if len(set(names)) < len(names):
        raise InputError("--scenario names one scenario twice", remedy="name it once")
    engine = RouteEngine.load(data=data_only, graph=graph)
    if guess:
        engine = replace(engine, guess=True)
    if data is not None:
        engine = engine.with_overlay(own_rows(data))
    for overlay in assumed:
        engine = engine.with_overlay(overlay)
    return engine.with_overlay(Overlay(name="--scale", scales=factors))
