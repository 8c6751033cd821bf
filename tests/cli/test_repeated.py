"""Every option of every command, given twice: joined where it is a list, refused otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from typer.core import TyperCommand, TyperOption
from typer.main import get_command

from corridor.cli.help import LISTS
from corridor.cli.main import app
from corridor.errors import InputError
from tests.cli.inside import inside

pytestmark = pytest.mark.slow

DAY = ("--depart", "2026-12-01")


def commands(group: Any = None, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every command by what is typed."""
    group = get_command(app) if group is None else group
    for key, found in group.commands.items():
        if hasattr(found, "commands"):
            yield from commands(found, f"{name}{key} ")
        else:
            yield f"{name}{key}", found


OPTIONS = [
    (name, command, option)
    for name, command in commands()
    for option in command.params
    if isinstance(option, TyperOption) and option.name != "help"
]


def parsed(command: Any, *args: str) -> dict[str, Any]:
    """What the parser of a command makes of options; nothing is run."""
    context = command.context_class(command, info_name="corridor")
    values: dict[str, Any] = command.make_parser(context).parse_args(args=list(args))[0]
    return values


def test_every_command_reads_repeated_options_in_the_one_way() -> None:
    kinds = {type(command).__name__ for _, command in commands()}
    assert kinds == {"Command"}
    assert len(OPTIONS) > 200
    assert {o.name for _, _, o in OPTIONS} >= LISTS


@pytest.mark.parametrize("name", sorted({n for n, _, _ in OPTIONS}))
def test_an_option_given_twice_joins_or_is_refused(name: str) -> None:
    for _, command, option in (o for o in OPTIONS if o[0] == name):
        typed = max(option.opts, key=len)
        if option.is_flag:
            assert parsed(command, typed, typed)[option.name] is True
            for opposite in option.secondary_opts:
                with pytest.raises(InputError, match=f"{typed} and {opposite} were both"):
                    parsed(command, typed, opposite)
            continue
        assert option.nargs == 1
        once = parsed(command, typed, "1")[option.name]
        again = parsed(
            command,
            typed,
            "1",
            f"{typed}=1" if typed.startswith("--") else typed,
            *(() if typed.startswith("--") else ("1",)),
        )
        if option.multiple:
            assert parsed(command, typed, "1", typed, "2")[option.name] == ["1", "2"]
            continue
        assert again[option.name] == once == "1", "said twice alike is said once"
        if option.name in LISTS:
            assert parsed(command, typed, "1", typed, "2")[option.name] == "1,2"
            continue
        with pytest.raises(InputError) as caught:
            parsed(command, typed, "1", typed, "2")
        assert all(word in caught.value.what for word in (typed, "'1'", "'2'"))


def test_the_law_sees_the_last_value_win(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser as it comes keeps the last, as it did."""
    command = next(c for _, c, o in OPTIONS if o.name == "unit")
    monkeypatch.setattr(type(command), "make_parser", TyperCommand.make_parser)
    assert parsed(command, "--unit", "truck", "--unit", "FEU")["unit"] == "FEU"


def test_modes_given_twice_are_both_allowed_and_two_units_are_told() -> None:
    pair = ("route", "Tashkent", "Samarkand", *DAY, "-k", "1", "--json")
    twice = inside(*pair, "--modes", "rail", "--modes", "road")
    once = inside(*pair, "--modes", "rail,road")
    assert (twice.returncode, twice.stdout) == (0, once.stdout)
    done = inside(*pair, "--unit", "truck", "--unit", "FEU")
    assert done.returncode == 2
    assert "--unit was given twice: 'truck' and 'FEU'" in done.stderr
    done = inside(*pair, "--service", "block_train", "--service", "wagonload")
    assert done.returncode == 2
    assert "'block_train'" in done.stderr
    assert "'wagonload'" in done.stderr
