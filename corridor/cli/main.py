"""The `corridor` command: gathers the command groups and turns errors into exit codes."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer

import corridor
from corridor.cli.build import build, import_osm
from corridor.cli.check import group as checks
from corridor.cli.compare import breakeven, catchment, compare
from corridor.cli.documents import export, quote, tcd
from corridor.cli.fresh import confirm, news
from corridor.cli.gallery import gallery
from corridor.cli.help import Command, Group
from corridor.cli.maps import map_
from corridor.cli.releases import release_data, update
from corridor.cli.route import pareto, route
from corridor.cli.show import borders, places, ports, sources, terminals
from corridor.cli.whatif import resilience, scenarios, whatif
from corridor.errors import CorridorError

# In the order in which help lists them.
COMMANDS: dict[str, tuple[Callable[..., None], ...]] = {
    "Plan a journey": (route, pareto, whatif, resilience),
    "Compare ports": (compare, breakeven, catchment),
    "Show and hand on": (map_, export, quote, tcd, gallery),
    "Look up": (places, borders, ports, terminals, sources, scenarios),
    "Keep the data fresh": (confirm, news, update, release_data),
    "Build and check": (build, import_osm),
}


app = typer.Typer(
    name="corridor",
    cls=Group,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for heading, commands in COMMANDS.items():
    for command in commands:
        called = command.__name__.strip("_").replace("_", "-")
        app.command(called, cls=Command, rich_help_panel=heading)(command)
for judged in checks.registered_commands:
    judged.cls = Command
app.add_typer(checks, name="check", cls=Group, rich_help_panel=heading)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"corridor {corridor.__version__}")
        raise typer.Exit


@app.callback()
def main(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Show the version and exit", callback=_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Plan freight from Belarus through Central Asia to Karachi and Gwadar."""


def app_main() -> None:
    """Run the command line; exit code 0 done, 1 no route, 2 bad input, 3 a fault found."""
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
