"""Russian: its catalogue, and how it writes the names and terms of the tables."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corridor.messages.catalogue import Catalogue, Text, words_of
from corridor.model.message import Word, WordKind

# What is said of a place or terminal behind its name, and how the two are put together.
_TAILS = tuple(
    (re.compile(form), joined)
    for form, joined in (
        (r"(.+)( rail| road)", "{} ({})"),
        (r"(.+) \(([^()]*)\)", "{} ({})"),
        (
            r"(.+) (goods yards?|freight stations?|transloading|dry port|(?:container|rail) terminal|multimodal park|railway yards|station|railhead)",
            "{}, {}",
        ),
        (
            r"(.+), ((?:quay|ship|land) to (?:truck|rail|wagon|land|ship)|(?:standard|broad) gauge to truck|boxes)",
            "{}, {}",
        ),
        (r"(Gauge change of (?:planned lines|the planned line)), (.+)", "{}, {}"),
    )
)
_SHIP = re.compile(r"(.+?) (feeder|ferry.*|rail ferry|container feeder|ro-ro)")
# A side called "... road" of a crossing by road.
_TWICE = re.compile(r" (rail|road) \1$")


@cache
def terms() -> Mapping[str, str]:
    """Russian of papers, rules, items and kinds of terminals, by what the tables call them."""
    text = files("corridor.messages").joinpath("terms_ru.json").read_text(encoding="utf-8")
    found: dict[str, str] = json.loads(text)
    return found


@dataclass(frozen=True)
class Russian:
    """How texts of the tables are written in Russian; `names` are known forms of names."""

    names: Mapping[str, str]

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue of Russian."""
        return Catalogue("ru", words_of("ru"), self.write)

    def write(self, word: Word) -> Text:
        """A text of the tables; what has no Russian form is marked as English."""
        if word.kind is WordKind.NAME:
            return Text((("ru", self.name(word.text)),))
        if word.kind is WordKind.SERVICE:
            return Text((("ru", self.service(word.text)),))
        found = terms().get(word.text) if word.kind is WordKind.TERM else None
        return Text((("ru", found) if found else ("en", word.text),))

    def name(self, text: str) -> str:
        """A place, post or terminal, with what is said of it where the name itself is known."""
        once = _TWICE.sub(r" \1", text)
        found = self._known(once)
        if found or " - " not in once:
            return found or once
        return " - ".join(self._known(part) or part for part in once.split(" - "))

    def _known(self, text: str) -> str:
        found = self.names.get(text) or terms().get(text)
        if found:
            return found
        for form, joined in _TAILS:
            read = form.fullmatch(text)
            if read:
                place = self._known(read[1])
                if place and place != read[1]:
                    return joined.format(place, self._known(read[2]) or read[2])
        return ""

    def service(self, text: str) -> str:
        """A sailing: 'Karachi-Jebel Ali feeder' is its two ports and the kind of ship."""
        parts = []
        for part in text.split("-"):
            read = _SHIP.fullmatch(part)
            if read:
                parts.append(f"{self.name(read[1])}, {terms().get(read[2], read[2])}")
            else:
                parts.append(self.name(part))
        return " - ".join(parts)
