"""Help: of every command, in whole sentences, its options under the headings of their groups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command

from corridor.api.options import GROUPS, RouteTerms, options_of
from corridor.cli.help import EXIT_CODES, examples, paragraphs, summary
from corridor.cli.main import app
from corridor.report.export import WRITERS
from tests.cli.inside import inside


def commands(group: Any = None, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every command by what is typed, groups of commands too."""
    group = get_command(app) if group is None else group
    for key, found in group.commands.items():
        yield f"{name}{key}", found
        if hasattr(found, "commands"):
            yield from commands(found, f"{name}{key} ")


COMMANDS = dict(commands())
PLANNING = ("route", "pareto", "whatif", "compare", "breakeven", "catchment")


def words(text: str) -> str:
    """A text as a reader sees it, wherever its lines break."""
    return " ".join(text.split())


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_short_and_long_help_are_the_same(name: str) -> None:
    short, long = inside(*name.split(), "-h"), inside(*name.split(), "--help")
    assert (short.returncode, short.stderr) == (0, "")
    assert short.stdout == long.stdout
    assert "-h, --help" in short.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_whole(name: str) -> None:
    """Each sentence, example and option of a command stands in its help, none of it cut."""
    command, shown = COMMANDS[name], inside(*name.split(), "-h").stdout
    for paragraph in paragraphs(command.help):
        assert words(paragraph) in words(shown)
    for line in examples(command.help):
        assert f"  Example: {line}\n" in shown + "\n"
    for option in command.params:
        assert not option.help.endswith((".", " ")), option.help
        assert words(option.help) in words(shown)
        assert option.opts[0] in shown or option.param_type_name == "argument"


def test_lists_of_commands_hold_whole_sentences() -> None:
    root: Any = get_command(app)
    for group, typed in ((root, ()), (COMMANDS["check"], ("check",))):
        shown = inside(*typed, "-h").stdout
        listed = shown[shown.index("Usage") :]
        for name, command in group.commands.items():
            assert summary(command.help).endswith("."), name
            assert f"{name} {words(summary(command.help))}" in words(listed)
        assert "..." not in listed.replace("[ARGS]...", "")


@pytest.mark.parametrize("name", [n for n, c in COMMANDS.items() if not hasattr(c, "commands")])
def test_every_command_has_an_example_of_itself(name: str) -> None:
    lines = examples(COMMANDS[name].help)
    assert lines
    for line in lines:
        assert line.startswith(f"corridor {name}")


@pytest.mark.parametrize("name", PLANNING)
def test_every_option_of_a_question_has_a_group(name: str) -> None:
    """`group` of Option, or `rich_help_panel` of typer.Option, in each; help follows GROUPS."""
    options = [p for p in COMMANDS[name].params if p.param_type_name == "option"]
    loose = {p.opts[0]: p.rich_help_panel for p in options if p.rich_help_panel not in GROUPS}
    assert not loose, "give them a group"
    shown = inside(name, "-h").stdout
    found = [g for g in GROUPS if f"\n{g}:\n" in shown]
    assert [shown.index(f"\n{g}:\n") for g in found] == sorted(
        shown.index(f"\n{g}:\n") for g in found
    )
    for option in options:
        start = shown.index(f"\n{option.rich_help_panel}:\n")
        end = shown.index("\n\n", start) if "\n\n" in shown[start:] else len(shown)
        assert re.search(rf"\n  (-\w, )?{option.opts[0]}\b", shown[start:end])


def test_an_option_is_one_thing_everywhere() -> None:
    """It takes a value in every command or in none, and a letter stands for one word."""
    kinds: dict[str, set[bool]] = {}
    letters: dict[str, set[str]] = {}
    for name, command in COMMANDS.items():
        for option in command.params:
            flags = [o for o in option.opts if o.startswith("-")]
            for flag in flags:
                if (name, flag) != ("confirm", "--open"):  # it says that a thing is open
                    kinds.setdefault(flag, set()).add(bool(option.is_flag))
            for letter in (f for f in flags if len(f) == 2):
                letters.setdefault(letter, set()).add(flags[0])
    assert [flag for flag, found in kinds.items() if len(found) > 1] == []
    assert {letter: f for letter, f in letters.items() if len(f) > 1} == {}
    assert letters["-o"] == {"--out"}
    written = {
        n for n, c in COMMANDS.items() for p in c.params if "--out" in p.opts and "-o" not in p.opts
    }
    assert not written, "-o is --out"


def test_every_kind_of_file_is_told() -> None:
    route = next(p.help for p in COMMANDS["route"].params if "--out" in p.opts)
    export = " ".join(p.help for p in COMMANDS["export"].params)
    for suffix in WRITERS:
        assert suffix in route
        assert suffix in export
    assert not re.search(
        r"\.\.\.", " ".join(p.help or "" for c in COMMANDS.values() for p in c.params)
    )


def test_terms_say_their_group() -> None:
    assert {o.group for o in options_of(RouteTerms).values()} <= set(GROUPS)


def test_exit_codes_are_told() -> None:
    assert words(EXIT_CODES) in words(inside("-h").stdout)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("rout",), "There is no command 'rout'. Did you mean route?"),
        (("Minsk", "Karachi"), "Did you mean corridor route ORIGIN DESTINATION?"),
        (("check", "laww"), "There is no command 'laww'. Did you mean laws?"),
        (("xyzzy",), "There is no command 'xyzzy'.\n"),
        (("route", "a", "b", "--dpart", "x"), "no option --dpart. Did you mean --depart"),
        (("places", "--xyzzy"), "There is no option --xyzzy.\n"),
        (("--versoin",), "Did you mean --version?"),
        (("route", "a", "b", "-k", "x"), "'-k': not a whole number\n"),
        (("catchment", "--grid", "x"), "'--grid': not a number\n"),
        (("route", "a"), "Missing argument 'DESTINATION'"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, tuple) else "",
)
def test_slips_are_answered_with_near_names(typed: tuple[str, ...], said: str) -> None:
    done = inside(*typed)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) <= 4
