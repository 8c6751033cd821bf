"""Write docs/commands.md from the help of every command: python tools/make_commands.py [--check]."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from typer.main import get_command

from corridor.cli.help import EXAMPLE, EXIT_CODES, examples, grouped, paragraphs, summary, usage
from corridor.cli.main import app

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "commands.md"
HEAD = """# Commands

Made from the help of the commands by `python tools/make_commands.py`, and not by hand: it says what
`corridor -h` and `corridor COMMAND -h` say. `corridor completion bash` (zsh, fish) prints a script by
which the shell completes commands, options, places, ports, crossings and scenarios.

"""


def page() -> str:
    """The whole page."""
    root: Any = get_command(app)
    context = typer.Context(root, info_name="corridor")
    parts = [HEAD, f"{EXIT_CODES}\n"]
    found = list(_commands(root, context))
    heading = ""
    for command, _ in found:
        if command.rich_help_panel and command.rich_help_panel != heading:
            heading = command.rich_help_panel
            parts.append(f"\n{heading}:\n\n")
        if command.rich_help_panel:
            parts.append(
                f"- [{command.name}](#corridor-{command.name}): {_cell(summary(command.help))}\n"
            )
    parts += [_section(command, context) for command, context in found]
    return "".join(parts)


def _commands(group: Any, context: Any) -> Iterator[tuple[Any, Any]]:
    """Commands and their contexts, in the order of help; a group before what it holds."""
    for name, command in group.commands.items():
        inner = typer.Context(command, info_name=name, parent=context)
        yield command, inner
        if hasattr(command, "commands"):
            yield from _commands(command, inner)


def _section(command: Any, context: Any) -> str:
    """A command: its usage, what it does, examples, and its options by group."""
    pieces = " ".join([context.command_path, *usage(command.collect_usage_pieces(context))])
    said = [p for p in paragraphs(command.help) if not p.startswith(EXAMPLE)]
    parts = [f"\n## {context.command_path}\n\n", *(f"{_text(p)}\n\n" for p in said)]
    parts.append("\n".join(["```console", f"$ {pieces}", "```", ""]))
    lines = examples(command.help)
    if lines:
        plural = "s" if len(lines) > 1 else ""
        parts.append(
            "\n".join(
                [f"\nExample{plural}:\n", "```console", *(f"$ {e}" for e in lines), "```", ""]
            )
        )
    for heading, rows in grouped(command, context).items():
        told = [(spelt, text) for spelt, text in rows if "--help" not in spelt]
        if told:
            parts.append(f"\n| {heading} | |\n|---|---|\n")
            parts += [f"| `{_cell(spelt)}` | {_cell(text)} |\n" for spelt, text in told]
    return "".join(parts)


def _text(text: str) -> str:
    """A sentence as Markdown reads it: a name of signs is code."""
    return text.replace("*", r"\*").replace("_", r"\_").replace("<", r"\<")


def _cell(text: str) -> str:
    """A text as a cell of a table holds it."""
    return " ".join(text.split()).replace("|", r"\|")


def main(args: list[str]) -> int:
    """Write the page, or with --check only say whether it is stale."""
    if args not in ([], ["--check"]):
        print("usage: python tools/make_commands.py [--check]", file=sys.stderr)
        return 2
    fresh = page()
    stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != fresh
    if args:
        if stale:
            print("docs/commands.md is old; run: python tools/make_commands.py", file=sys.stderr)
        return int(stale)
    if stale:
        beside = PAGE.with_name(".commands.md.part")
        beside.write_text(fresh, encoding="utf-8", newline="\n")
        os.replace(beside, PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
