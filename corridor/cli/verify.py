"""`corridor verify`: a saved answer made again by its own command line, and compared with it."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from typer.core import TyperArgument, TyperGroup

import corridor
from corridor.errors import CorridorError, InputError, shown
from corridor.report.document.parts.made import InputRecord

# What makes a document that can be made again.
COMMANDS = ("route", "pareto", "compare", "breakeven", "catchment", "resilience", "whatif")
# Options under this heading write files or change the print; the currency stands in the document.
_OUTPUT, _ASKED_ALL_THE_SAME = "Output", ("currency",)
_WRITE = ("as_json", "explain", "map_file", "out", "tcd_file", "svg", "report", "samples_out")
# Parameters that name a file or folder always, and those that do so by their suffix.
_FILES = ("data", "data_only", "graph", "demand")
_MAY_BE_FILES: Mapping[str, tuple[str, ...]] = {
    "scenario": (".toml",),
    "under": (".toml",),
    "before": (".toml",),
    "after": (".toml",),
    "avoid": (".geojson", ".json"),
    "discourage": (".geojson", ".json"),
}


@dataclass(frozen=True, slots=True)
class Again:
    """A command line without what it writes, and the files that it names."""

    words: tuple[str, ...]
    inputs: tuple[InputRecord, ...]


def verify(
    ctx: typer.Context,
    answer_file: Annotated[
        Path, typer.Argument(metavar="ANSWER_FILE", help="Answer saved with --json")
    ],
    *,
    file: Annotated[
        list[Path] | None,
        typer.Option(
            "--file",
            help="File or folder of your own that the answer names, where it does not lie beside"
            " it; repeat",
        ),
    ] = None,
) -> None:
    """
    Make a saved answer again and compare; ends with code 3 and the differences if it differs.

    Example: corridor verify answer.json

    Example: corridor verify answer.json --file own_rates
    """
    from corridor.api.older import command_of
    from corridor.report.text.verify import judged, made_of, typed

    plain = _read(answer_file)
    document = typed(plain, answer_file)
    made = made_of(plain)
    line = made.command if made else command_of(document)
    if not line:
        raise InputError(
            f"{answer_file} cannot be made again: it names no command line that asks its question",
            remedy="ask again with a command, and keep what --json prints",
        )
    root = ctx.find_root().command
    assert isinstance(root, TyperGroup)
    again = read_command(root, line, made.inputs if made else ())
    with TemporaryDirectory() as folder:
        missing = [
            one
            for one in again.inputs
            if not _place(one, Path(folder), [*(file or ())], answer_file.resolve().parent)
        ]
        if missing:
            names = ", ".join(_named(one) for one in missing)
            raise InputError(
                f"{answer_file} cannot be made again: {names} is not here",
                remedy="put it beside the answer, or name it with --file",
            )
        text = _run(again.words, Path(folder), answer_file)
    if isinstance(text, str):
        typer.echo(f"It differs.\nNo way is found now: {text}")
        raise typer.Exit(3)
    found = judged(plain, text, before=made is None)
    typer.echo("\n".join(found.lines))
    if not found.same:
        raise typer.Exit(3)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as err:
        raise InputError(
            f"{path} is not a saved answer ({err})", remedy="name a file that --json wrote"
        ) from err


def _named(one: InputRecord) -> str:
    known = f", SHA-256 {one.hash[:12]}..." if one.hash else ""
    return f"{shown(one.name)} ({one.option}{known})"


# ---------------------------------------------------------------- the command line of a file
def read_command(root: TyperGroup, line: str, known: Sequence[InputRecord]) -> Again:
    """
    The words of a saved command line that only ask: what is written in a file is not trusted.

    Raises
    ------
    InputError
        If it is no question of corridor, or names a path.
    """
    try:
        words = shlex.split(line)
    except ValueError:
        words = []
    if len(words) < 2 or words[0] != "corridor" or words[1] not in COMMANDS:
        raise InputError(
            f"{shown(line)} is not a command line that asks something",
            remedy=f"one that begins with corridor {', '.join(COMMANDS)}",
        )
    command = root.commands[words[1]]
    try:
        asked = command.make_context(words[1], words[2:])
    except CorridorError:
        raise
    except Exception as err:
        raise InputError(
            f"{shown(line)} cannot be read ({err})", remedy="ask again, and keep what --json prints"
        ) from err
    hashes = {one.name: one for one in known}
    inputs = [hashes.get(one.name, one) for one in _inputs(command.params, asked)]
    ends = [v for p in command.params if isinstance(p, TyperArgument) for v in _values(p, asked)]
    options = [w for p in command.params for w in _option(p, asked)]
    return Again((words[1], *options, "--json", "--", *ends), tuple(inputs))


def _given(parameter: Any, asked: Any) -> bool:
    source = asked.get_parameter_source(str(parameter.name))
    return source is not None and source.name == "COMMANDLINE"


def _values(parameter: Any, asked: Any) -> list[str]:
    """What was given, as words."""
    value = asked.params.get(str(parameter.name))
    return [str(v) for v in (value if isinstance(value, list | tuple) else [value])]


def _option(parameter: Any, asked: Any) -> Iterator[str]:
    """An option as it is typed, unless it writes or shows."""
    name = str(parameter.name)
    if isinstance(parameter, TyperArgument) or not _given(parameter, asked):
        return
    shows = parameter.rich_help_panel == _OUTPUT and name not in _ASKED_ALL_THE_SAME
    if shows or name in _WRITE:
        return
    flag = max(parameter.opts, key=len)
    value = asked.params[name]
    if isinstance(value, bool):
        yield flag if value else parameter.secondary_opts[0]
        return
    for one in _values(parameter, asked):
        yield from (flag, one)


def _inputs(parameters: Sequence[Any], asked: Any) -> Iterator[InputRecord]:
    """Files and folders that the words name; a path is refused."""
    for parameter in parameters:
        name = str(parameter.name)
        if name in _FILES and _given(parameter, asked):
            files = _values(parameter, asked)
        elif name in _MAY_BE_FILES and _given(parameter, asked):
            named = _values(parameter, asked)
            files = [v for v in named if v.lower().endswith(_MAY_BE_FILES[name])]
        else:
            continue
        for file in files:
            if Path(file).name != file or "\\" in file:
                raise InputError(
                    f"{shown(file)} is a path, and a saved answer names files without one",
                    remedy="ask again, and keep what --json prints",
                )
            option = (
                "A or B" if isinstance(parameter, TyperArgument) else max(parameter.opts, key=len)
            )
            yield InputRecord(option=option, name=file, hash="", as_of="")


# ---------------------------------------------------------------- files of the user's own
def _place(one: InputRecord, folder: Path, given: Sequence[Path], beside: Path) -> bool:
    """Copy what a word names into a folder, as of the day that it was then; False if it is not here."""
    named = [path for path in given if path.resolve().name == one.name]
    named += [Path(one.name), beside / one.name]
    set_ = os.environ.get("CORRIDOR_DATA", "")
    if one.option == "--data" and set_:
        named.append(Path(set_))
    found = [p for p in (*named, *given) if p.exists()]
    same = [p for p in found if one.hash and _hash(one.option, p) == one.hash]
    if not found or not (same or any(p in named for p in found) or not one.hash):
        return False
    path, target = (same or found)[0], folder / one.name
    if path.is_dir():
        shutil.copytree(path, target)
    else:
        shutil.copy2(path, target)
    if same and one.as_of:
        _date(target, one.as_of)
    return True


def _date(target: Path, day: str) -> None:
    """Rows that say no day of their own are of the day on which their file was written."""
    noon = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC).timestamp()
    for path in [*target.glob("*.csv")] if target.is_dir() else [target]:
        os.utime(path, (noon, noon))


def _hash(option: str, path: Path) -> str:
    """The hash of a file or folder as the answer has it; '' where it cannot be read as such."""
    from corridor.api.made import input_hash

    try:
        return input_hash(option, path)
    except (CorridorError, OSError):
        return ""


# ---------------------------------------------------------------- made again
def _run(words: Sequence[str], folder: Path, answer_file: Path) -> Any:
    """
    What the command prints as JSON; a text where it finds no way.

    Raises
    ------
    InputError
        If the command refuses the question.
    """
    run = started(words, folder)
    if run.returncode in (0, 1) and run.stdout.startswith("{"):
        return json.loads(run.stdout)
    said = " ".join(run.stderr.split("Error: ", 1)[-1].split())
    if run.returncode == 1:
        return said
    raise InputError(
        f"{answer_file} cannot be made again: {said}", remedy="correct that, or ask anew"
    )


def started(words: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, in a folder of nothing but what its words name."""
    home = str(Path(corridor.__file__).resolve().parent.parent)
    paths = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH", ""))))
    env = {k: v for k, v in os.environ.items() if k not in ("CORRIDOR_DATA", "CORRIDOR_DEBUG")}
    # -P: no module is looked for in the folder, which holds files of people.
    return subprocess.run(  # noqa: S603 - this program itself
        [sys.executable, "-P", "-m", "corridor.cli.main", *words],
        cwd=folder,
        env={**env, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
