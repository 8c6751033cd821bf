"""Errors raised on purpose. Each says what was wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


class CorridorError(Exception):
    """Base of every error raised on purpose; the command line returns `exit_code`."""

    exit_code = 2

    def __init__(self, what: str, *, remedy: str) -> None:
        """Join the complaint and its remedy."""
        super().__init__(f"{what}\n  Try: {remedy}")
        self.what = what
        self.remedy = remedy

    def __reduce__(self) -> tuple[Callable[..., CorridorError], tuple[object, ...]]:
        """Be made again by keyword, so that an error survives a process of its own."""
        return _again, (
            type(self),
            self.what,
            {k: v for k, v in vars(self).items() if k != "what" and k[:2] != "__"},
        )


def _again(kind: type[CorridorError], what: str, rest: Mapping[str, Any]) -> CorridorError:
    return kind(what, **rest)


def shown(text: str, most: int = 60) -> str:
    """What a person typed, quoted and cut to a length that a message can hold."""
    return repr(text if len(text) <= most else text[: most - 3] + "...")


class DataError(CorridorError):
    """A source table or the compiled graph is wrong."""


class UnknownPlaceError(CorridorError):
    """A place, crossing or port name that no table knows."""


class InputError(CorridorError):
    """An option or argument that cannot be used as given."""


class NoRouteError(CorridorError):
    """No itinerary exists under the given constraints; `cut` names what cuts it."""

    exit_code = 1

    def __init__(self, what: str, *, remedy: str, cut: tuple[str, ...] = ()) -> None:
        """Keep the names of closures, rules or missing links that cut the network."""
        super().__init__(what, remedy=remedy)
        self.cut = cut
