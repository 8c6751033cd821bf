"""Runs `corridor` as a person does: a process of its own, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
DAY = ("--depart", "2026-12-01")
# What must never reach a person, whatever was typed.
UNWANTED = ("Traceback", "went wrong inside corridor")


def environment(**changes: str) -> dict[str, str]:
    """The environment of a person who never asked for tracebacks."""
    env = {k: v for k, v in os.environ.items() if k != "CORRIDOR_DEBUG"}
    return {**env, "PYTHONPATH": str(ROOT), **changes}


def command(args: Sequence[str | bytes]) -> list[str | bytes]:
    """The command line of `corridor` without an installed script."""
    return [sys.executable, "-m", "corridor.cli.main", *args]


def corridor(
    *args: str | bytes, cwd: Path | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run to the end; both outputs as text."""
    return subprocess.run(
        command(args),
        cwd=cwd or ROOT,
        env=environment(**env),
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=180,
        check=False,
    )


def all_text(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout + done.stderr
