"""Runs `corridor` as a person does: a process of its own, in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

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


@cache
def _forks() -> subprocess.Popen[str]:
    """The process that forks for each command; it ends with this one, whose pipe it reads."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.cli.forking"],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def corridor(
    *args: str | bytes, cwd: Path | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run to the end in a process of its own, forked where its interpreter needs no settings."""
    if any(name.startswith(("PYTHON", "LANG", "LC_")) for name in env):
        return started(*args, cwd=cwd, **env)
    words = [os.fsdecode(arg) for arg in args]
    with TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        asked = {"words": words, "cwd": str(cwd or ROOT), "env": environment(**env)}
        server = _forks()
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps(asked | {"out": str(out), "err": str(err)}) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        texts = [p.read_text(encoding="utf-8", errors="surrogateescape") for p in (out, err)]
    return subprocess.CompletedProcess(args, code, *texts)


def started(
    *args: str | bytes, cwd: Path | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run to the end by an interpreter of its own; both outputs as text."""
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
