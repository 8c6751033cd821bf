"""Runs `corridor` inside the test: quicker where a process of its own would prove nothing more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess
from unittest import mock

from typer.testing import CliRunner

from corridor.cli.main import app
from corridor.engine import RouteEngine
from corridor.errors import CorridorError
from tests.real import engine

_load = RouteEngine.load


def _loaded_once(*, data: Path | None = None, graph: Path | None = None) -> RouteEngine:
    """The shipped tables and graph as read before; what is guessed is each command's own."""
    if data is None and graph is None:
        return replace(engine(), guessed={})
    return _load(data=data, graph=graph)


def inside(*args: str) -> CompletedProcess[str]:
    """Exit code and both outputs, on tables and graph that were read once."""
    if RouteEngine.load is not _load:  # the test has put another in its place
        return afresh(*args)
    engine()  # read by the true load, whichever test comes first
    with mock.patch.object(RouteEngine, "load", staticmethod(_loaded_once)):
        return afresh(*args)


def afresh(*args: str) -> CompletedProcess[str]:
    """The same, tables and graph read anew; errors turned into both as `app_main` does."""
    done = CliRunner().invoke(app, list(args))
    error = done.exception
    if isinstance(error, CorridorError):
        return CompletedProcess(args, error.exit_code, done.stdout, f"Error: {error}\n")
    if error is not None and not isinstance(error, SystemExit):
        raise error
    return CompletedProcess(args, done.exit_code, done.stdout, done.stderr)
