"""What is to be said, as a code with its parameters; the words come from `corridor.messages`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class WordKind(StrEnum):
    """What a text of the tables is, which decides how another language writes it."""

    NAME = "name"  # of a place, post or terminal: written in the reader's form where one is known
    SERVICE = "service"  # of a sailing, made of names and the kind of ship
    TERM = "term"  # a paper, a rule, an item: translated where the catalogue knows it
    TEXT = "text"  # a sentence: shown as it stands, marked as English


@dataclass(frozen=True, slots=True)
class Word:
    """A text of the tables inside a message."""

    text: str
    kind: WordKind


Parameter: TypeAlias = "str | int | float | Word | Message | tuple[Parameter, ...]"


@dataclass(frozen=True, slots=True)
class Message:
    """
    One thing that is said.

    Attributes
    ----------
    code
        Key of the catalogue; what stands before its first point is the kind, as in 'rule.barred'.
    parameters
        (name, value) pairs that the words of the catalogue ask for.
    sources
        Ids of the sources behind it.
    """

    code: str
    parameters: tuple[tuple[str, Parameter], ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[str, ...]:
        """What messages are sorted by where nothing else tells them apart: what they name."""
        return (*(leaf for _, value in self.parameters for leaf in _leaves(value)), self.code)

    @property
    def kind(self) -> str:
        """What stands before the first point of the code."""
        return self.code.partition(".")[0]


def _leaves(value: Parameter) -> tuple[str, ...]:
    if isinstance(value, Message):
        return value.order
    if isinstance(value, tuple):
        return tuple(leaf for one in value for leaf in _leaves(one))
    return (value.text if isinstance(value, Word) else str(value),)


def say(code: str, *, sources: Sequence[str] = (), **parameters: Parameter) -> Message:
    """Make a message of a code and its named parameters."""
    return Message(code, tuple(parameters.items()), tuple(sources))


def name(text: str) -> Word:
    """Mark a text as a name of the tables."""
    return Word(text, WordKind.NAME)


def names(texts: Sequence[str]) -> tuple[Word, ...]:
    """Mark several texts as names of the tables."""
    return tuple(name(text) for text in texts)


def term(text: str) -> Word:
    """Mark a text as a term of the tables: a paper, a rule or an item."""
    return Word(text, WordKind.TERM)


def written(text: str) -> Word:
    """Mark a text as a sentence of the tables."""
    return Word(text, WordKind.TEXT)
