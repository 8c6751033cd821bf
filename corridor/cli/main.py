"""The `corridor` command: gathers the command groups and turns errors into exit codes."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperOption

import corridor
from corridor.cli.build import build, import_osm
from corridor.cli.check import group as checks
from corridor.cli.compare import breakeven, catchment, compare
from corridor.cli.documents import export, quote, tcd
from corridor.cli.fresh import confirm, news
from corridor.cli.gallery import gallery
from corridor.cli.maps import map_
from corridor.cli.releases import release_data, update
from corridor.cli.route import pareto, route
from corridor.cli.show import borders, places, ports, sources, terminals
from corridor.cli.verify import verify
from corridor.cli.whatif import resilience, scenarios, whatif
from corridor.errors import CorridorError, InputError, shown

# In the order in which help lists them.
COMMANDS: tuple[Callable[..., None], ...] = (
    route,
    compare,
    breakeven,
    catchment,
    map_,
    export,
    quote,
    tcd,
    verify,
    pareto,
    resilience,
    gallery,
    places,
    borders,
    ports,
    terminals,
    sources,
    scenarios,
    whatif,
    confirm,
    news,
    update,
    release_data,
    build,
    import_osm,
)
# Options of one text that holds a list, its parts joined by commas.
LISTS = frozenset({"modes", "only", "only_countries", "ports"})


class Command(TyperCommand):
    """
    A command whose options, given twice, are joined or refused.

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


app = typer.Typer(
    name="corridor",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in COMMANDS:
    app.command(command.__name__.strip("_").replace("_", "-"), cls=Command)(command)
for judged in checks.registered_commands:
    judged.cls = Command
app.add_typer(checks, name="check")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"corridor {corridor.__version__}")
        raise typer.Exit


@app.callback()
def main(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Plan freight from Belarus through Central Asia to Karachi and Gwadar."""


def app_main() -> None:
    """Run the command line; exit code 0 done, 1 no route or a failed check, 2 bad input."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show a script gets escapes, not an error.
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except CorridorError as err:
        print(f"Error: {err}", file=sys.stderr)
        sys.exit(err.exit_code)
    except BrokenPipeError:
        # The reader went away, as `| head` does; nothing is wrong with the answer.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as err:  # the last line of defence: a person never sees a traceback
        if os.environ.get("CORRIDOR_DEBUG"):
            raise
        print(
            f"Error: something went wrong inside corridor ({type(err).__name__}: {err})\n"
            "  Try: run again with CORRIDOR_DEBUG=1 and report what it prints",
            file=sys.stderr,
        )
        sys.exit(2)


if __name__ == "__main__":
    app_main()
