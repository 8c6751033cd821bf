"""One language's words, and the text that they make of a message."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Final, TypeAlias

from corridor.model.message import Message, Parameter, Word

Run: TypeAlias = tuple[str, str]
Write: TypeAlias = Callable[[Word], "Text"]
LANGUAGES: Final = ("en", "ru")
# What stands between the entries of a list, by the sign behind the parameter's name.
_LISTS: Final = {"semicolons": "; ", "words": " "}
_PIECES: Final = Formatter()


@dataclass(frozen=True, slots=True)
class Text:
    """
    A text to be shown: runs of (language, words).

    It has no methods of a string, so nothing can be cut out of it; a writer takes `plain` at
    the very end.
    """

    runs: tuple[Run, ...] = ()

    def plain(self) -> str:
        """All of it as a string."""
        return "".join(words for _, words in self.runs)


def joined(texts: Iterable[Text]) -> Text:
    """Several texts one behind the other, neighbours of one language in one run."""
    runs: list[Run] = []
    for language, words in (run for text in texts for run in text.runs):
        if runs and runs[-1][0] == language:
            runs[-1] = language, runs[-1][1] + words
        elif words:
            runs.append((language, words))
    return Text(tuple(runs))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """
    The words of one language.

    Attributes
    ----------
    language
        Its code, as 'ru'.
    words
        Sentences by code, with parameters in braces as `str.format` has them; a sentence of
        several forms is a mapping from the number that it counts ('1', or 'other').
    write
        How this language writes a text of the tables.
    """

    language: str
    words: Mapping[str, str]
    write: Write

    def text(self, message: Message) -> Text:
        """
        The text of a message.

        Raises
        ------
        KeyError
            If the catalogue has no such code, or the message no such parameter.
        """
        values = dict(message.parameters)
        pieces: list[Text] = []
        for literal, field, spec, _ in _PIECES.parse(self.words[message.code]):
            pieces.append(Text(((self.language, literal),)))
            if field is not None:
                pieces.append(self._shown(values[field], spec or ""))
        return joined(pieces)

    def _shown(self, value: Parameter, spec: str) -> Text:
        if isinstance(value, Message):
            return self.text(value)
        if isinstance(value, Word):
            return self.write(value)
        if isinstance(value, tuple):
            return self._listed(value, spec)
        if isinstance(value, str):
            return Text(((self.language, value),))
        return Text(((self.language, self._figure(value, spec)),))

    def _listed(self, values: tuple[Parameter, ...], spec: str) -> Text:
        between = [_LISTS.get(spec, ", ")] * (len(values) - 1)
        last = {"and": 1, "all": len(between)}.get(spec, 0)
        between = [*between[: len(between) - last], *[self.words["list.and"]] * last]
        pieces: list[Text] = []
        for number, value in enumerate(values):
            if number:
                pieces.append(Text(((self.language, between[number - 1]),)))
            pieces.append(self._shown(value, ""))
        return joined(pieces)

    def _figure(self, value: float, spec: str) -> str:
        shown = format(value, spec)
        if self.language == "en":
            return shown
        signs = {",": "\u00a0", ".": ","}
        return "".join(signs.get(sign, sign) for sign in shown)


def _as_it_is(word: Word) -> Text:
    return Text((("en", word.text),))


def _coded(word: Word) -> Text:
    return Text((("", f"<{word.kind}:{word.text}>"),))


@cache
def words_of(language: str) -> Mapping[str, str]:
    """The sentences of a language by code."""
    text = files("corridor.messages").joinpath(f"{language}.json").read_text(encoding="utf-8")
    words: dict[str, str] = json.loads(text)
    return words


@cache
def english() -> Catalogue:
    """The catalogue of English, in which the tables are written."""
    return Catalogue("en", words_of("en"), _as_it_is)


def in_english(message: Message) -> str:
    """A message in English, for what is English whoever reads it: answers as JSON, errors."""
    return english().text(message).plain()
