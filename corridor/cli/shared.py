"""Options of `corridor route` for the commands that ask its question in another way."""

from __future__ import annotations

import inspect
import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from corridor.cli import route as route_command
from corridor.cli.asked import moment_of, number, services_of, tonnes, unit_of
from corridor.cli.limits import Limited
from corridor.cli.options import planner_with
from corridor.model.consignment import Consignment
from corridor.model.query import Query, read_modes

if TYPE_CHECKING:
    from corridor.analysis.ports.case import Question
    from corridor.api import Planner

PORTS = "karachi,port_qasim,gwadar"
# Markets that stand for the trade of the region when none is named.
BASKET = ("Jebel Ali", "Mombasa", "Shanghai", "Rotterdam")
# Options of `route` whose value is read before the query or the consignment takes it.
_READ = frozenset({"unit", "weight", "value", "service", "vot", "open_"})
# What a comparison asks in its own way.
_NOT_SHARED = frozenset({"origin", "destination", "k", "why"})
_OVERLAYS = ("graph", "data", "data_only", "scenario", "scale")


@dataclass(frozen=True, slots=True)
class Asked:
    """The planner with its overlays, and the query without its ends."""

    planner: Planner
    query: Query
    overlays: Mapping[str, Any]

    def question(self, ports: str, onward: str, *, inward: bool) -> Question:
        """What is compared, names resolved."""
        from corridor.analysis.ports.case import Question, market_ids, port_ids

        names = [onward] if onward else list(BASKET)
        return Question(
            self.query,
            port_ids(self.planner, ports.split(",")),
            market_ids(self.planner, names),
            not onward,
            inward,
        )


def with_route_options(command: Callable[..., None]) -> Callable[..., None]:
    """
    Give a command all options of `route`; they reach it as keyword arguments.

    So an option that `route` learns is an option of those commands too.
    """
    own = inspect.signature(command)
    hints = get_type_hints(command, include_extras=True)
    shared = inspect.signature(route_command.route)
    shared_hints = get_type_hints(route_command.route, include_extras=True)
    kept = [
        p.replace(annotation=hints[p.name])
        for p in own.parameters.values()
        if p.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    names = _shared_names() - {p.name for p in kept}
    added = [
        p.replace(annotation=shared_hints[p.name])
        for p in shared.parameters.values()
        if p.name in names
    ]
    command.__signature__ = inspect.Signature([*kept, *added])  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in (*kept, *added)}
    return command


def _shared_names() -> set[str]:
    """Options that a query, its consignment or the overlays take; how it is shown is not shared."""
    taken = {f.name for cls in (Query, Consignment, Limited) for f in fields(cls)}
    return (taken | _READ | set(_OVERLAYS)) - _NOT_SHARED


def asked(options: Mapping[str, Any]) -> Asked:
    """
    Read the shared options.

    Raises
    ------
    CorridorError
        If one of them cannot be used.
    """
    given = dict(options)
    overlays = {name: given.pop(name, None) for name in _OVERLAYS}
    crew, rail_service = services_of(given.pop("service") or [])
    consignment = Consignment(
        unit=unit_of(given.pop("unit")),
        gross_weight_t=tonnes(given.pop("weight")),
        value_usd=number(given.pop("value"), "--value", "US dollars, as 50000"),
        **_taken(given, Consignment),
    )
    limited = Limited(**{f.name: given.pop(f.name) for f in fields(Limited)})
    query = Query(
        origin="",
        destination="",
        consignment=consignment,
        depart=moment_of(given.pop("depart")),
        value_of_time_usd_per_h=number(given.pop("vot"), "--vot", "US dollars per hour, as 3.5"),
        modes=read_modes(given.pop("modes")),
        crew=crew,
        rail_service=rail_service,
        open=tuple(given.pop("open_") or ()),
        **_taken(given, Query),
        **limited.query_fields(),
    )
    planner = planner_with(
        graph=overlays["graph"],
        data=overlays["data"],
        data_only=overlays["data_only"],
        scenarios=overlays["scenario"],
        scales=overlays["scale"],
        guess=query.guess,
    )
    return Asked(planner, query, overlays)


def _taken(given: dict[str, Any], record: type) -> dict[str, Any]:
    """Options that a record takes under their own names: lists as tuples, numbers read."""
    found: dict[str, Any] = {}
    for field in fields(record):
        if field.name not in given:
            continue
        value = given.pop(field.name)
        if isinstance(value, list):
            value = tuple(value)
        elif value in (None, ""):
            continue
        elif isinstance(value, str) and "float" in str(field.type):
            value = number(value, f"--{field.name.replace('_', '-')}", "a number")
        found[field.name] = value
    return found


def command_line(arguments: list[str] | None = None) -> str:
    """What was typed, for the report to say how it is made again; paths by name only."""
    words = []
    for word in sys.argv[1:] if arguments is None else arguments:
        words.append(Path(word).name if word.startswith(("/", "~")) else word)
    return shlex.join(["corridor", *words])


def tell(text: str) -> None:
    """Progress, on stderr."""
    print(text, file=sys.stderr)
