"""The options of a question, as the command line spells what `corridor.api.options` defines."""

from __future__ import annotations

import inspect
import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from corridor.api.options import Option, Terms, options_of
from corridor.api.reading import read_query
from corridor.cli.options import OVERLAYS, departure, engine_with
from corridor.model.query import Query

if TYPE_CHECKING:
    from corridor.api.planner import Planner
    from corridor.engine import RouteEngine


@dataclass(frozen=True, slots=True)
class Asked:
    """The engine with its overlays, and the query without its ends."""

    engine: RouteEngine
    query: Query
    terms: Mapping[str, Any]

    @property
    def public(self) -> Planner:
        """The planner as Python users have it."""
        from corridor.api.planner import Planner

        return Planner(self.engine)


def with_terms(
    command: Callable[..., None], terms: type = Terms, *, own_first: bool = True
) -> Callable[..., None]:
    """
    Give a command the options of some terms and of the overlays, as keyword arguments.

    So an option that those learn is an option of the command too; `own_first` says whether
    the command's own are listed before them. An option that both have is the command's own.
    """
    own = inspect.signature(command)
    hints = get_type_hints(command, include_extras=True)
    kept = [
        p.replace(annotation=hints[p.name])
        for p in own.parameters.values()
        if p.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    ends = [p for p in kept if p.kind is not inspect.Parameter.KEYWORD_ONLY]
    chosen = [p for p in kept if p.kind is inspect.Parameter.KEYWORD_ONLY]
    shared = [_parameter(name, option) for name, option in options_of(terms).items()]
    shared += [_keyword(name, hint, None) for name, hint in OVERLAYS.items()]
    shared = [p for p in shared if p.name not in {q.name for q in kept}]
    listed = [*ends, *chosen, *shared] if own_first else [*ends, *shared, *chosen]
    command.__signature__ = inspect.Signature(listed)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in listed}
    return command


def _parameter(name: str, option: Option) -> inspect.Parameter:
    """An option as typer reads it."""
    declared = typer.Option(option.flag, help=option.help, rich_help_panel=option.group)
    default = option.default
    if option.kind == "text":
        return _keyword(name, Annotated[str, declared], default or "")
    if option.kind == "switch":
        return _keyword(name, Annotated[bool, declared], False)
    if option.kind == "off":
        # Behind the slash stands the switch that turns it off.
        pair = typer.Option(
            f"--{name}/{option.flag}",
            help=option.help,
            rich_help_panel=option.group,
            show_default=False,
        )
        return _keyword(name, Annotated[bool, pair], True)
    if option.kind == "list":
        return _keyword(name, Annotated[list[str] | None, declared], None)
    kind: Any = int if default is not None else int | None
    return _keyword(name, Annotated[kind, declared], default)


def _keyword(name: str, annotation: Any, default: object) -> inspect.Parameter:
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
    )


def asked(options: Mapping[str, Any], origin: str = "", destination: str = "") -> Asked:
    """
    Read the shared options.

    Raises
    ------
    CorridorError
        If one of them cannot be used.
    """
    given = {name: value for name, value in options.items() if name not in OVERLAYS}
    overlays = {name: value for name, value in options.items() if name in OVERLAYS}
    given |= {"depart": departure(given.pop("depart"))}
    query = read_query(origin, destination, None, terms=given)
    return Asked(engine_with(**overlays, guess=query.guess), query, given)


def command_line(arguments: list[str] | None = None) -> str:
    """What was typed, for the report to say how it is made again; paths by name only."""
    words = []
    for word in sys.argv[1:] if arguments is None else arguments:
        words.append(Path(word).name if word.startswith(("/", "~")) else word)
    return shlex.join(["corridor", *words])


def to_stderr(text: str) -> None:
    """Progress, on stderr."""
    print(text, file=sys.stderr)
