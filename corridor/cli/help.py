"""How commands are shown and read: options in groups, whole sentences, near names for slips."""

from __future__ import annotations

import difflib
import inspect
import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from corridor.api.options import GROUPS
from corridor.errors import InputError, shown

# Options of one text that holds a list, its parts joined by commas.
LISTS = frozenset({"modes", "only", "only_countries", "ports"})
EXAMPLE = "Example: "
EXIT_CODES = (
    "Exit codes: 0 done; 1 no route, with the reason; 2 bad input;"
    " 3 a check or a verification found something."
)
# What stands for a value, by how releases of typer call its type.
_VALUES = {
    "<str>": "TEXT",
    "<int>": "N",
    "<float>": "NUMBER",
    "<path>": "PATH",
    "<file>": "PATH",
    "<directory>": "PATH",
    "<list[str]>": "TEXT",
    "<list[path]>": "PATH",
    "<list[Path]>": "PATH",
    "<int range>": "N",
    "INTEGER RANGE": "N",
    "INTEGER": "N",
    "FLOAT": "NUMBER",
}
# What the reader of numbers says at length.
_SHORT = {
    "Input should be a valid integer, unable to parse string as an integer": "not a whole number",
    "Input should be a valid number, unable to parse string as a number": "not a number",
}
_REST = "Other options"
# Typer carries click inside or beside it, by release; the root of its errors is reached so.
_USAGE_ERROR: Any = typer.BadParameter.__mro__[1]


class Command(TyperCommand):
    """
    A command whose options are listed in groups, and joined or refused when given twice.

    A list is joined: `--modes rail --modes road` is `--modes rail,road`. An option of one value
    may be repeated only with the same value; of two values the last would silently win.
    """

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

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; an unknown option is answered with near ones."""
        try:
            return super().parse_args(ctx, args)
        except _USAGE_ERROR as err:
            _say_shortly(err)
            raise

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """What stands after the command's name in the line of usage."""
        return usage(super().collect_usage_pieces(ctx))

    def format_help_text(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - click gives it
        """The sentences wrapped, the examples each on one line, to be copied."""
        _write_text(formatter, self.help)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Arguments, then options under the headings of their groups."""
        write_options(self, ctx, formatter)


class Group(TyperGroup):
    """A command that has commands, which it lists in groups with their whole first sentence."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments; an unknown option is answered with near ones."""
        try:
            return super().parse_args(ctx, args)
        except _USAGE_ERROR as err:
            _say_shortly(err)
            raise

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is meant; an unknown one is answered with near ones."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            ctx.fail(self._unknown(args[0], ctx))
        return super().resolve_command(ctx, args)

    def _unknown(self, word: str, ctx: Any) -> str:
        near = difflib.get_close_matches(word.lower(), self.commands, 3)
        also = f" Did you mean {' or '.join(near)}?" if near else ""
        if not near and not ctx.parent and word[:1].isupper():
            also = " Did you mean corridor route ORIGIN DESTINATION?"
        return f"There is no command {shown(word)}.{also}"

    def format_help_text(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - click gives it
        """The sentences wrapped, the examples each on one line, to be copied."""
        _write_text(formatter, self.help)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Options, commands under the headings of their groups, and the exit codes."""
        write_options(self, ctx, formatter)
        parts: dict[str, list[tuple[str, str]]] = {}
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                heading = getattr(command, "rich_help_panel", None) or "Commands"
                parts.setdefault(str(heading), []).append((name, summary(command.help)))
        width = max(len(name) for rows in parts.values() for name, _ in rows)
        for heading, rows in parts.items():
            with formatter.section(heading):
                formatter.write_dl([(f"{name:{width}}", text) for name, text in rows])
        formatter.write_paragraph()
        formatter.write_text(EXIT_CODES)


class Commands(MutableMapping[str, Any]):
    """Commands by name; each is imported and built when it is asked for."""

    def __init__(self, headings: Mapping[str, Mapping[str, str]]) -> None:
        """Take names and modules of `corridor.cli` by heading."""
        self._of = {n: (h, module) for h, found in headings.items() for n, module in found.items()}
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """The command of a name."""
        if name not in self._built:
            heading, module = self._of[name]
            self._built[name] = _built(name, import_module(f"corridor.cli.{module}"), heading)
        return self._built[name]

    def heading(self, name: str) -> str:
        """The heading under which help lists a command; nothing is imported for it."""
        return self._of[name][0]

    def __setitem__(self, name: str, command: Any) -> None:
        """Put a command in the place of another, or beside the others."""
        self._of.setdefault(name, ("Commands", ""))
        self._built[name] = command

    def __delitem__(self, name: str) -> None:
        """Take a command out."""
        del self._of[name]
        self._built.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        """Names in the order of help."""
        return iter(self._of)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._of)


def _built(name: str, module: Any, heading: str) -> Any:
    """A command of the function of its name, or of the commands that the module gathers."""
    function = name.replace("-", "_")
    found = getattr(module, function, None) or getattr(module, f"{function}_", None)
    if found is None:
        command = get_command(module.group)
    else:
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(name, cls=Command)(found)
        command = get_command(alone)
    command.name = name
    command.rich_help_panel = heading  # type: ignore[attr-defined]
    return command


def one_value(option: TyperOption, values: Any) -> Any:
    """
    The one value of an option.

    Raises
    ------
    InputError
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
            raise InputError(
                f"{name} and {option.secondary_opts[0]} were both given",
                remedy="give one of them",
            )
        raise InputError(
            f"{name} was given twice: {' and '.join(shown(str(v)) for v in distinct)}",
            remedy=f"give {name} once",
        )
    return distinct[0]


def usage(pieces: Iterable[str]) -> list[str]:
    """
    The pieces of a line of usage, plain.

    Examples
    --------
    >>> usage(["[OPTIONS]", "{ORIGIN}", "{PLACE...}..."])
    ['[OPTIONS]', 'ORIGIN', 'PLACE...']
    """
    return [re.sub(r"(\.\.\.)+$", "...", re.sub(r"[{}]", "", piece)) for piece in pieces]


def paragraphs(text: str | None) -> list[str]:
    """The paragraphs of a help text, each as one line."""
    parts = inspect.cleandoc(text or "").split("\n\n")
    return [" ".join(part.split()) for part in parts if part.strip()]


def summary(text: str | None) -> str:
    """The first sentence of a help text, whole."""
    return next(iter(paragraphs(text)), "")


def examples(text: str | None) -> list[str]:
    """The command lines that a help text gives as examples."""
    return [p.removeprefix(EXAMPLE) for p in paragraphs(text) if p.startswith(EXAMPLE)]


def option_record(option: Any, ctx: Any) -> tuple[str, str] | None:
    """How an option is spelt with its value, and what it says; None if it is hidden."""
    record = option.get_help_record(ctx)
    if record is None:
        return None
    spelt, said = record[0], record[1].replace(r"\[", "[")  # as some releases of typer write it
    if option.param_type_name == "argument":
        return option.display_name_raw if hasattr(option, "display_name_raw") else spelt, said
    for typed, value in _VALUES.items():
        if spelt.endswith(typed):
            spelt = spelt.removesuffix(typed) + value
            break
    return spelt, said


def grouped(command: Any, ctx: Any) -> Mapping[str, list[tuple[str, str]]]:
    """Arguments and options of a command by heading, in the order in which help lists them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for param in command.get_params(ctx):
        record = option_record(param, ctx)
        if record is None:
            continue
        argument = param.param_type_name == "argument"
        heading = "Arguments" if argument else getattr(param, "rich_help_panel", None) or ""
        found.setdefault(heading, []).append(record)
    loose = _REST if len(set(found) - {"Arguments", ""}) else "Options"
    order = ("Arguments", *GROUPS)
    named = sorted(found, key=lambda h: (h == "", order.index(h) if h in order else len(order)))
    return {heading or loose: found[heading] for heading in named}


def write_options(command: Any, ctx: Any, formatter: Any) -> None:
    """Write arguments and options under their headings, all in the same two columns."""
    parts = grouped(command, ctx)
    widest = _width(spelt for rows in parts.values() for spelt, _ in rows)
    for heading, rows in parts.items():
        with formatter.section(heading):
            formatter.write_dl([(f"{spelt:{widest}}", said) for spelt, said in rows])


def _width(spelt: Iterable[str], most: int = 26) -> int:
    """The width of the first column; what is longer takes a line of its own."""
    return max((len(s) for s in spelt if len(s) <= most), default=0)


def _write_text(formatter: Any, text: str | None) -> None:
    for paragraph in paragraphs(text):
        formatter.write_paragraph()
        with formatter.indentation():
            if paragraph.startswith(EXAMPLE):
                formatter.write(f"{'':{formatter.current_indent}}{paragraph}\n")
            else:
                formatter.write_text(paragraph)


def _say_shortly(err: Any) -> None:
    """Put near names into the message about an unknown option, and few words into others."""
    near = list(getattr(err, "possibilities", None) or ())
    if near:
        err.possibilities = None
        err.message = f"There is no option {err.option_name}. Did you mean {' or '.join(near)}?"
    elif hasattr(err, "possibilities"):
        err.message = f"There is no option {err.option_name}."
    for long, short in _SHORT.items():
        err.message = err.message.replace(long, short)
