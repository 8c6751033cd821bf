"""Options of `corridor route` for the commands that compare ports."""

from __future__ import annotations

import inspect
import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from corridor.cli import route as route_command
from corridor.cli.overlays import planner_with
from corridor.errors import BadInputError

if TYPE_CHECKING:
    from corridor.analysis.desk import Question
    from corridor.api import Planner
    from corridor.model.query import Query

PORTS = "karachi,port_qasim,gwadar"
# Markets that stand for the trade of the region when none is named.
BASKET = ("Jebel Ali", "Mombasa", "Shanghai", "Rotterdam")
# Of `route` alone: what it asks from and to, and how it shows one answer.
_NOT_SHARED = frozenset(
    {"origin", "destination", "k", "as_json", "explain", "map_file", "currency"}
)
_OVERLAYS = ("graph", "data", "data_only", "scenario", "scale")


@dataclass(frozen=True, slots=True)
class Asked:
    """The planner with its overlays, and the query without its ends."""

    planner: Planner
    query: Query
    overlays: Mapping[str, Any]

    def question(self, ports: str, onward: str, *, inward: bool) -> Question:
        """What is compared, names resolved."""
        from corridor.analysis.desk import Question, market_ids, port_ids

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

    So an option that `route` learns is an option of every comparison too.
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
    names = {p.name for p in kept}
    added = [
        p.replace(annotation=shared_hints[p.name])
        for p in shared.parameters.values()
        if p.name not in _NOT_SHARED and p.name not in names
    ]
    command.__signature__ = inspect.Signature([*kept, *added])  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in (*kept, *added)}
    return command


def asked(options: Mapping[str, Any]) -> Asked:
    """
    Read the shared options.

    Raises
    ------
    CorridorError
        If one of them cannot be used.
    """
    from corridor.model.consignment import Consignment
    from corridor.model.query import Query

    given = dict(options)
    overlays = {name: given.pop(name, None) for name in _OVERLAYS}
    crew, rail_service = route_command._services(given.pop("service") or [])  # noqa: SLF001
    number = route_command._number  # noqa: SLF001
    consignment = Consignment(
        unit=route_command._unit(given.pop("unit")),  # noqa: SLF001
        count=given.pop("count"),
        gross_weight_t=route_command._tonnes(given.pop("weight")),  # noqa: SLF001
        cargo=given.pop("cargo"),
        value_usd=number(given.pop("value"), "--value", "US dollars, as 50000"),
    )
    modes = given.pop("modes")
    base = Query(
        origin="",
        destination="",
        consignment=consignment,
        depart=route_command._depart(given.pop("depart")),  # noqa: SLF001
        objective=given.pop("objective"),
        value_of_time_usd_per_h=number(given.pop("vot"), "--vot", "US dollars per hour, as 3.5"),
        modes=tuple(m.strip() for m in modes.split(",") if m.strip()),
        crew=crew,
        rail_service=rail_service,
        open=tuple(given.pop("open_") or ()),
        close=tuple(given.pop("close") or ()),
        **_plain(given, Query),
    )
    planner = planner_with(
        graph=overlays["graph"],
        data=overlays["data"],
        data_only=overlays["data_only"],
        scenarios=overlays["scenario"],
        scales=overlays["scale"],
    )
    return Asked(planner, base, overlays)


def _plain(given: Mapping[str, Any], query: type) -> dict[str, Any]:
    """Options that the query takes as they are: lists as tuples, nothing where not given."""
    known = {f.name for f in fields(query)}
    left = {n: v for n, v in given.items() if v not in (None, "", [], False)}
    unknown = sorted(set(left) - known)
    if unknown:
        raise BadInputError(
            f"--{unknown[0].replace('_', '-')} has no meaning in a comparison",
            remedy="leave it out; corridor route takes it",
        )
    return {n: tuple(v) if isinstance(v, list) else v for n, v in left.items()}


def command_line(arguments: list[str] | None = None) -> str:
    """What was typed, for the report to say how it is made again; paths by name only."""
    words = []
    for word in sys.argv[1:] if arguments is None else arguments:
        words.append(Path(word).name if word.startswith(("/", "~")) else word)
    return shlex.join(["corridor", *words])


def tell(text: str) -> None:
    """Progress, on stderr."""
    print(text, file=sys.stderr)
