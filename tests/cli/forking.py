"""
A process that has everything imported and forks for each command: `python -m tests.cli.forking`.

Reads a line of JSON a command (arguments, folder, environment, files for both outputs), forks, runs
`corridor` in the child and answers with its exit code. What a process of its own proves (streams,
exit codes, folder, environment) is proved here too; shared are the interpreter's start, the shipped
tables and graph, read once, and what one question leaves in their caches. That no answer depends on
what was asked before is a law with tests of its own; `command.started` shares nothing.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import time
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unittest import mock

if TYPE_CHECKING:
    from corridor.engine import RouteEngine
    from corridor.tables.dataset import Dataset

# A command that hangs is ended after so many seconds.
_MOST_S = 180


def _stream(path: str, number: int) -> TextIOWrapper:
    """A file in the place of a standard stream, as an interpreter would open it."""
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(opened, number)
    os.close(opened)
    return open(number, "w", encoding="utf-8", closefd=False)


def _child(asked: dict[str, str], words: list[str], env: dict[str, str]) -> None:
    """Become the command; never returns."""
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    os.chdir(asked["cwd"])
    sys.argv = ["corridor", *words]
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.modules["__main__"].__package__ = None  # else help names this module as the program
    signal.alarm(_MOST_S)
    sys.stdout, sys.stderr = _stream(asked["out"], 1), _stream(asked["err"], 2)
    from corridor.cli.main import app_main

    code = 0
    try:
        app_main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _loaded_once() -> None:
    """Give the shipped tables and graph to whoever loads them; other folders are read as ever."""
    from corridor.engine import RouteEngine
    from corridor.tables import dataset
    from corridor.tables.installed import installed
    from tests.cli.inside import inside

    load_all, load_tables, shipped = RouteEngine.load, dataset.load, RouteEngine.load()

    def engine(*, data: Path | None = None, graph: Path | None = None) -> RouteEngine:
        if data is None and graph is None and installed() is None:
            return shipped
        return load_all(data=data, graph=graph)

    def tables(folder: Path | None = None) -> Dataset:
        return shipped.dataset if folder is None and installed() is None else load_tables(folder)

    mock.patch.object(RouteEngine, "load", staticmethod(engine)).start()
    mock.patch.object(dataset, "load", tables).start()
    with TemporaryDirectory() as folder:
        drawn = Path(folder, "x.html")
        done = inside("route", "Minsk", "Karachi", "--depart", "2026-12-01", "--map", str(drawn))
    assert done.returncode == 0, done.stderr


def main() -> None:
    """Serve until the input ends."""
    _loaded_once()
    gc.freeze()  # the children leave alone what is here

    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            _child(asked, asked["words"], asked["env"])
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
