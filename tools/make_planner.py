"""Put fresh output under each command of docs/planner.md: python tools/make_planner.py [--check]."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from typer.testing import CliRunner

from corridor.cli.main import app
from corridor.engine import RouteEngine

PAGE = Path(__file__).parents[1] / "docs" / "planner.md"
BLOCK = re.compile(r"```console\n(.*?)```", flags=re.DOTALL)
# Where the output of a command goes: the first or last lines of it, or a file.
_ENDS = re.compile(
    r"(?P<command>.*?)(?: \| (?P<end>head|tail) -n (?P<lines>\d+)| > (?P<file>\S+))?"
)


class FailedError(Exception):
    """A command of the page did not end well."""


def page(text: str) -> str:
    """
    The page with each command's fresh output below it, all run in order in one empty folder.

    Raises
    ------
    FailedError
        If one of them does not end with exit code 0.
    """
    with _alone():
        return BLOCK.sub(lambda found: f"```console\n{_fresh(found[1])}```", text)


def commands(text: str) -> list[str]:
    """The commands of a page."""
    return [
        line[2:] for block in BLOCK.findall(text) for line in block.splitlines() if line[:2] == "$ "
    ]


def _fresh(block: str) -> str:
    lines = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{line}\n{run(line[2:])}" for line in lines)


def run(line: str) -> str:
    """
    What a command prints, its last lines, or nothing where it goes into a file.

    Raises
    ------
    FailedError
        If it does not end with exit code 0.
    """
    parts = _ENDS.fullmatch(line)
    words = shlex.split(parts["command"] if parts else line)
    done = CliRunner().invoke(app, words[1:])
    if done.exit_code or not parts:
        raise FailedError(f"{line}: exit code {done.exit_code}\n{done.output}") from done.exception
    if parts["file"]:
        Path(parts["file"]).write_text(done.stdout, encoding="utf-8")
        return ""
    shown = done.stdout.splitlines()
    if parts["end"]:
        count = int(parts["lines"])
        shown = shown[:count] if parts["end"] == "head" else shown[-count:]
    return "".join(f"{one}\n" for one in shown)


@contextmanager
def _alone() -> Iterator[None]:
    """An empty folder, a page of 80 columns, and tables and graph read once."""
    before, columns = Path.cwd(), os.environ.pop("COLUMNS", None)
    loads, loaded = RouteEngine.load, RouteEngine.load()
    RouteEngine.load = staticmethod(lambda **_: loaded)  # type: ignore[method-assign]
    try:
        with TemporaryDirectory() as folder:
            os.chdir(folder)
            yield
    finally:
        os.chdir(before)
        RouteEngine.load = loads  # type: ignore[method-assign]
        if columns is not None:
            os.environ["COLUMNS"] = columns


def main(args: list[str]) -> int:
    """Write the page, or with --check only say whether it is stale."""
    if args not in ([], ["--check"]):
        print("usage: python tools/make_planner.py [--check]", file=sys.stderr)
        return 2
    kept = PAGE.read_text(encoding="utf-8")
    fresh = page(kept)
    if args:
        if fresh != kept:
            print("docs/planner.md is stale; run: python tools/make_planner.py", file=sys.stderr)
        return int(fresh != kept)
    PAGE.write_text(fresh, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
