"""Commands and options that documents, messages and errors name are there to be typed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import ROOT
from tests.cli.test_help import COMMANDS

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
FLAGS = {
    name: {o for p in c.params for o in (*p.opts, *p.secondary_opts)}
    for name, c in COMMANDS.items()
}
EVERY = {"-h", "--help"}.union(*FLAGS.values(), {"--version"})


def lines(page: Path) -> Iterator[str]:
    """Command lines that a page prints, in blocks and between signs of code."""
    text = page.read_text(encoding="utf-8")
    code = re.findall(r"^```[a-z]*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    rest = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    spans = re.findall(r"`([^`]+)`", rest)
    for part in (*code, *spans):
        for line in part.replace("\\\n", " ").splitlines():
            first = re.split(r"[;|&>#]", line)[0]
            bare = " ".join(first.split()).removeprefix("$ ")
            if bare.startswith("corridor ") and not bare.startswith("corridor = "):
                yield bare


def misnamed(line: str) -> list[str]:
    """What a command line names that does not exist."""
    words = line.split()[1:]
    if words[0] in EVERY or words[0].isupper():  # COMMAND stands for any
        return []
    name = next((n for n in (" ".join(words[:2]), words[0]) if n in COMMANDS), None)
    if name is None:
        return [words[0]]
    options = [w.split("=")[0].rstrip(",.;:)") for w in words if re.match(r"--?[a-z]", w)]
    return [o for o in options if o not in FLAGS[name] | {"-h", "--help"}]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_documents_name_what_exists(page: Path) -> None:
    wrong = {line: found for line in lines(page) if (found := misnamed(line))}
    assert wrong == {}


def test_documents_name_options_that_exist_alone_too() -> None:
    """An option between signs of code, without its command; tools of ours are named with theirs."""
    found: dict[str, str] = {}
    for page in PAGES:
        for span in re.findall(r"`(--[^`\n]+)`", page.read_text(encoding="utf-8")):
            for option in re.findall(r"(?<![\w-])--[a-z][a-z0-9-]+", span):
                if option not in EVERY:
                    found.setdefault(option, page.name)
    assert found == {}


def test_what_does_not_exist_is_seen() -> None:
    assert misnamed("corridor rout Minsk") == ["rout"]
    assert misnamed("corridor route Minsk Karachi --dpart 2026-12-01") == ["--dpart"]
    assert misnamed("corridor check laws --trials 20") == []
    assert misnamed("corridor check laws --worst 20") == ["--worst"]


def texts(path: Path) -> Iterator[str]:
    """Texts of a module but its docstrings of functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_errors_and_messages_name_options_that_exist() -> None:
    found: dict[str, str] = {}
    for path in [
        *sorted((ROOT / "corridor").rglob("*.py")),
        *(ROOT / "corridor/messages").glob("*.json"),
    ]:
        said = [path.read_text(encoding="utf-8")] if path.suffix == ".json" else texts(path)
        for text in said:
            # What is set or read by a style sheet is not an option.
            for option in re.findall(r"(?<!var\()(?<![\w-])--[a-z][a-z0-9-]*(?![\w:-])", text):
                if option not in EVERY:
                    found.setdefault(option, path.name)
    assert found == {}
