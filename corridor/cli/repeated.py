"""
An option given twice, read in one way by every command.

A list is joined: `--modes rail --modes road` is `--modes rail,road`. An option of one value may
be repeated only with the same value; two values are refused, for the last would silently win.
"""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand, TyperOption

from corridor.errors import BadInputError, shown

# Options of one text that holds a list, its parts joined by commas.
LISTS = frozenset({"modes", "only", "only_countries", "ports"})


class Command(TyperCommand):
    """A command whose options, given twice, are joined or refused."""

    def make_parser(self, ctx: Any) -> Any:
        """The parser, which keeps every value of an option and then makes one of them."""
        options = [p for p in self.get_params(ctx) if isinstance(p, TyperOption)]
        # A flag with its opposite, as --months and --no-months, has two values as well.
        two = [p for p in options if not p.is_flag or p.secondary_opts]
        single = [p for p in two if not (p.multiple or p.count)]
        for option in single:
            option.multiple = True  # the parser then collects; help and types know one value
        try:
            parser = super().make_parser(ctx)
        finally:
            for option in single:
                option.multiple = False
        collected = parser.parse_args

        def parse_args(args: list[str]) -> Any:
            found, rest, order = collected(args=args)
            for option in single:
                if option.name in found:
                    found[option.name] = one_value(option, found[option.name])
            return found, rest, order

        parser.parse_args = parse_args  # type: ignore[method-assign]
        return parser


def one_value(option: TyperOption, values: Any) -> Any:
    """
    The one value of an option.

    Raises
    ------
    BadInputError
        If it was given with two values and is no list.
    """
    if not isinstance(values, list):
        return values
    distinct = list(dict.fromkeys(values))
    if option.name in LISTS:
        return ",".join(str(v) for v in distinct)
    if len(distinct) > 1:
        name = max(option.opts, key=len)
        if option.is_flag:
            raise BadInputError(
                f"{name} and {option.secondary_opts[0]} were both given",
                remedy="give one of them",
            )
        raise BadInputError(
            f"{name} was given twice: {' and '.join(shown(str(v)) for v in distinct)}",
            remedy=f"give {name} once",
        )
    return distinct[0]


def joined(app: typer.Typer) -> None:
    """Let every command of an app, and of the groups in it, read repeated options so."""
    for command in app.registered_commands:
        command.cls = Command
    for group in app.registered_groups:
        if group.typer_instance is not None:
            joined(group.typer_instance)
