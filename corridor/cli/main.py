"""The `corridor` command: gathers the command groups and turns errors into exit codes."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated, Any

import typer

import corridor
from corridor.cli.help import Commands, Group
from corridor.errors import CorridorError

# Commands and the modules of `corridor.cli` that hold them, in the order in which help lists
# them; a module is imported when one of its commands is asked for.
COMMANDS: dict[str, dict[str, str]] = {
    "Plan a journey": {
        "route": "route",
        "pareto": "route",
        "whatif": "whatif",
        "resilience": "whatif",
    },
    "Compare ports": {"compare": "compare", "breakeven": "compare", "catchment": "compare"},
    "Show and hand on": {
        "map": "maps",
        "export": "documents",
        "quote": "documents",
        "tcd": "documents",
        "verify": "verify",
        "gallery": "gallery",
    },
    "Look up": {
        "places": "show",
        "borders": "show",
        "ports": "show",
        "terminals": "show",
        "sources": "show",
        "scenarios": "whatif",
    },
    "Keep the data fresh": {
        "confirm": "fresh",
        "news": "fresh",
        "update": "releases",
        "release-data": "releases",
    },
    "Build and check": {
        "build": "build",
        "import-osm": "build",
        "check": "check",
        "completion": "completion",
    },
}


class _Corridor(Group):
    """The group of all commands."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = Commands(COMMANDS)


app = typer.Typer(
    name="corridor",
    cls=_Corridor,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
    if sys.argv[1:2] == ["__complete"]:
        from corridor.cli import completion

        completion.run(typer.main.get_command(app))
        sys.exit(0)
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
