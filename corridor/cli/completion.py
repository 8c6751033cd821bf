"""
`corridor completion`: words that a shell offers while a command is typed.

The shell's script calls `corridor __complete SHELL WORD...` at each press of Tab and reads lines;
`:files` alone asks it for files. No table is loaded, and nothing is said of what goes wrong.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridor.cli.help import LISTS, summary
from corridor.cli.values import FILE, PLACE, VALUES
from corridor.errors import InputError, shown

if TYPE_CHECKING:
    from corridor.tables.places.listed import Listed

FILES = ":files"
# Signs at which bash begins a new word of its own.
_BREAKS = "=:@"
SCRIPTS = {
    "bash": """\
_corridor_complete() {
    local IFS=$'\\n'
    COMPREPLY=($(CORRIDOR_WORD="${COMP_WORDS[COMP_CWORD]}" \\
        "$1" __complete bash "${COMP_LINE:0:COMP_POINT}" 2>/dev/null))
    if [ "${COMPREPLY[0]}" = ":files" ]; then
        COMPREPLY=()
        compopt -o default
    fi
}
complete -F _corridor_complete corridor
""",
    "zsh": """\
#compdef corridor
_corridor() {
    local -a found
    found=("${(@f)$(corridor __complete zsh "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
    if [[ "$found[1]" == ":files" ]]; then
        _files
    elif [[ -n "$found[1]" ]]; then
        _describe corridor found -U
    fi
}
if [[ "$funcstack[1]" == "_corridor" ]]; then
    _corridor "$@"
else
    compdef _corridor corridor
fi
""",
    "fish": """\
function __corridor_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l found (corridor __complete fish $words[2..-1] 2>/dev/null)
    if test "$found[1]" = ":files"
        __fish_complete_path (commandline -ct)
    else
        printf '%s\\n' $found
    end
end
complete -c corridor -f -a '(__corridor_complete)'
""",
}


def completion(
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh or fish")],
) -> None:
    """
    Print the script by which a shell completes commands, options, places and scenarios.

    bash: put it into ~/.local/share/bash-completion/completions/corridor. zsh: into a file
    _corridor in a folder of $fpath. fish: into ~/.config/fish/completions/corridor.fish.
    Names are those of the tables in use; of rows of your own (--data, CORRIDOR_DATA) too.

    Example: corridor completion bash
    """
    if shell not in SCRIPTS:
        raise InputError(f"SHELL {shown(shell)} is unknown", remedy=f"one of {', '.join(SCRIPTS)}")
    typer.echo(SCRIPTS[shell], nl=False)


@dataclass(frozen=True, slots=True)
class Offer:
    """A word to put in the place of the last one typed, and what it means."""

    word: str
    about: str = ""


@dataclass(slots=True)
class _Typed:
    """What stands before the word that is being typed."""

    command: Any
    # The option whose value is due, if any.
    option: Any = None
    arguments: int = 0
    given: set[str] = field(default_factory=set)
    folders: dict[str, str] = field(default_factory=dict)


def reply(shell: str, words: Sequence[str], root: Any) -> str:
    """
    What the shell is told.

    Parameters
    ----------
    shell
        bash, zsh or fish.
    words
        The words typed after `corridor`, the last of them unfinished; of bash the whole line.
    root
        The group of all commands.
    """
    if shell == "bash":
        words = _words_of(words[0] if words else "")[1:] or [""]
    offers = offered(words, root)
    if [o.word for o in offers] == [FILES]:
        return f"{FILES}\n"
    if shell == "bash":
        cut = _broken_off(words[-1], os.environ.get("CORRIDOR_WORD", words[-1]))
        return "".join(f"{shlex.quote(o.word[cut:])}\n" for o in offers)
    if shell == "zsh":
        rows = (f"{o.word.replace(':', chr(92) + ':')}:{o.about}".rstrip(":") for o in offers)
        return "".join(f"{row}\n" for row in rows)
    return "".join(f"{o.word}\t{o.about}".rstrip("\t") + "\n" for o in offers)


def offered(words: Sequence[str], root: Any) -> list[Offer]:
    """What may stand in the place of the last word; `:files` alone for files."""
    last = words[-1]
    typed = _read(words[:-1], root)
    if typed is None:
        return []
    if typed.option is not None:
        return _values(typed, _flag(typed.option), last)
    flag, sign, value = last.partition("=")
    if sign and flag.startswith("--"):
        found = _values(typed, flag, value)
        if [o.word for o in found] == [FILES]:
            return found
        return [Offer(f"{flag}={o.word}", o.about) for o in found]
    if last.startswith("-"):
        return _flags(typed, last)
    if hasattr(typed.command, "commands"):
        commands = typed.command.commands
        # Of all commands only the headings are told: their sentences would cost every module.
        heading = getattr(commands, "heading", None)
        brief = heading if heading and not last else lambda n: summary(commands[n].help)
        return [Offer(n, brief(n)) for n in commands if n.startswith(last)]
    arguments = [p for p in typed.command.params if p.param_type_name == "argument"]
    if typed.arguments < len(arguments) or (arguments and arguments[-1].nargs == -1):
        argument = arguments[min(typed.arguments, len(arguments) - 1)]
        return _values(typed, re.sub(r"\[|\]|\.{3}", "", argument.metavar or ""), last)
    return _flags(typed, last) if not last else []


def _read(words: Sequence[str], root: Any) -> _Typed | None:
    """What was typed before; None if it names no command."""
    rest = list(words)
    typed = _Typed(root)
    while hasattr(typed.command, "commands"):
        while rest and rest[0].startswith("-"):
            rest.pop(0)
        if not rest:
            return typed
        command = typed.command.commands.get(rest.pop(0))
        if command is None:
            return None
        typed.command = command
    flags = {flag: p for p in typed.command.params for flag in (*p.opts, *p.secondary_opts)}
    for word in rest:
        if typed.option is not None:
            typed.folders[_flag(typed.option)] = word
            typed.option = None
            continue
        flag, sign, value = word.partition("=")
        option = flags.get(flag) if word.startswith("-") else None
        if option is None:
            typed.arguments += not word.startswith("-")
            continue
        typed.given.add(_flag(option))
        if sign:
            typed.folders[_flag(option)] = value
        elif not (option.is_flag or option.count):
            typed.option = option
    return typed


def _flag(option: Any) -> str:
    """The name of an option by which its values are told."""
    return str(option.opts[0])


def _flags(typed: _Typed, last: str) -> list[Offer]:
    found = []
    for option in typed.command.params:
        if option.param_type_name == "argument" or (
            _flag(option) in typed.given and not option.multiple
        ):
            continue
        for flag in (*option.opts, *option.secondary_opts):
            if flag.startswith(last) and (len(flag) > 2 or last != "--"):
                found.append(Offer(flag, option.help or ""))
    if "--help".startswith(last):
        found.append(Offer("--help", "Show the help"))
    return found


def _values(typed: _Typed, name: str, last: str) -> list[Offer]:
    """What an option or argument may be given, as far as it begins as typed."""
    kinds = VALUES.get(name, ())
    if name.removeprefix("--").replace("-", "_") in LISTS and "," in last:
        before, _, last = last.rpartition(",")
        return [
            Offer(f"{before},{o.word}", o.about)
            for o in _values(typed, name, last)
            if o.word not in before.split(",")
        ]
    words = [Offer(k) for k in kinds if not k.startswith("<") and _begins(k, last)]
    names = [k.strip("<>") for k in kinds if k.startswith("<") and k != FILE]
    found = [*words, *_names(names, typed, last)]
    first: dict[str, Offer] = {}
    for offer in found:
        first.setdefault(offer.word, offer)
    return list(first.values()) or ([Offer(FILES)] if FILE in kinds else [])


def _begins(word: str, typed: str) -> bool:
    return word.casefold().startswith(typed.casefold())


def _names(kinds: Sequence[str], typed: _Typed, last: str) -> Iterator[Offer]:
    """Names of some kinds: by what is typed of them, else by their own name or another spelling."""
    if not kinds:
        return
    from corridor.tables.places.listed import listed, spelt_so

    folders = list(_folders(typed))
    things = [one for kind in kinds for one in listed(kind, folders)]
    key = re.sub(r"[\s'-]+", "_", last)
    tests: tuple[Callable[[Listed], bool], ...] = (
        lambda one: _begins(one.id, last) or _begins(one.id, key),
        lambda one: any(_begins(part, last) for part in (one.name, *one.name.split())),
    )
    for fits in tests:
        found = [one for one in things if fits(one)]
        if found:
            break
    else:
        hubs = {other.name for other in spelt_so(last, folders)} if last else set()
        found = [one for one in things if PLACE.strip("<>") in kinds and one.id in hubs]
    for one in found:
        word = one.id[:1].upper() + one.id[1:] if last[:1].isupper() else one.id
        yield Offer(word, ", ".join(filter(None, (one.name, one.about))))


def _folders(typed: _Typed) -> Iterable[Path]:
    """Folders of tables that the command would read."""
    from corridor.cli.options import own_folder
    from corridor.tables.installed import folder_in_use

    instead = typed.folders.get("--data-only")
    yield Path(instead) if instead else folder_in_use("data")
    own = own_folder(Path(typed.folders["--data"]) if "--data" in typed.folders else None)
    if own is not None and not instead:
        yield own


def _words_of(line: str) -> list[str]:
    """The words of an unfinished line, the last one as far as it is typed."""
    for closing in ("", "'", '"'):
        try:
            words = shlex.split(f"{line}{closing}")
        except ValueError:
            continue
        return [*words, ""] if not closing and line[-1:].isspace() else words
    return line.split()


def _broken_off(word: str, last: str) -> int:
    """How many signs of a word bash holds for a word before, which it does not put again."""
    if last in _BREAKS and word.endswith(last):
        return len(word)
    return len(word) - len(last) if word.endswith(last) else 0


def run(root: Any) -> None:
    """Answer the shell that called; whatever goes wrong, it is offered nothing."""
    try:
        sys.stdout.write(reply(sys.argv[2], sys.argv[3:] or [""], root))
    except Exception:  # a traceback would be printed into the line that is typed
        if os.environ.get("CORRIDOR_DEBUG"):
            raise
