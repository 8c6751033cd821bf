"""Runs `corridor` inside the test: quicker where a process of its own would prove nothing more."""

from __future__ import annotations

from subprocess import CompletedProcess

from typer.testing import CliRunner

from corridor.cli.main import app
from corridor.errors import CorridorError


def inside(*args: str) -> CompletedProcess[str]:
    """Exit code and both outputs, errors turned into both as `app_main` does."""
    done = CliRunner().invoke(app, list(args))
    error = done.exception
    if isinstance(error, CorridorError):
        return CompletedProcess(args, error.exit_code, done.stdout, f"Error: {error}\n")
    if error is not None and not isinstance(error, SystemExit):
        raise error
    return CompletedProcess(args, done.exit_code, done.stdout, done.stderr)
