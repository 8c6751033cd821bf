"""The `corridor` command: gathers the command groups and turns errors into exit codes."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated

import typer

import corridor
from corridor.cli import (
    breakeven,
    build,
    catchment,
    check,
    compare,
    documents,
    gallery,
    import_osm,
    maps,
    pareto,
    resilience,
    route,
    show,
    whatif,
)
from corridor.cli.repeated import joined
from corridor.errors import CorridorError

app = typer.Typer(
    name="corridor",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
route.register(app)
compare.register(app)
breakeven.register(app)
catchment.register(app)
maps.register(app)
documents.register(app)
pareto.register(app)
resilience.register(app)
gallery.register(app)
show.register(app)
whatif.register(app)
check.register(app)
build.register(app)
import_osm.register(app)
joined(app)


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
