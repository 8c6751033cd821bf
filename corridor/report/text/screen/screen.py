"""The first screen put together, and what is dropped where it would not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from corridor.report.document.answer import AnswerRecord
from corridor.report.text.page import Page
from corridor.report.text.screen import lines as said
from corridor.report.text.screen.names import short_names
from corridor.report.text.screen.ways import table_lines

# Lines of the smallest terminal, less the one on which the next command is typed.
MOST_LINES = 23
# Ways listed: at most the first, at least the second where the screen is full.
_MOST_WAYS, _FEWEST_WAYS = 5, 3
# What is dropped or cut to its first line, in this order, until the screen fits.
DROP_ORDER = (
    "blank lines",
    "more, cut",
    "left out, cut",
    "asked, cut",
    "read, cut",
    "certainty, cut",
    "shut, cut",
    "left out",
    "corridor, cut",
    "way names, cut",
    "fifth way",
    "fourth way",
    "verdict, cut",
    "question, cut",
    "read",
)


@dataclass(frozen=True, slots=True)
class _Parts:
    """Lines by part, in the order in which they are shown; a blank line stands before some."""

    parts: Mapping[str, tuple[str, ...]]
    table: tuple[tuple[str, ...], ...]
    short: tuple[tuple[str, ...], ...]  # the table with names cut
    width: int
    spaced: bool = True

    def lines(self) -> list[tuple[str, str]]:
        """Part and text of each line."""
        out: list[tuple[str, str]] = []
        for name in ("question", "asked", "read", "verdict"):
            out += [(name, line) for line in self.parts[name]]
        out += self._gap()
        out += [("head", line) for line in self.table[0]]
        for row in self.table[1:]:
            out += [("way", line) for line in row]
        out += [("left out", line) for line in self.parts["left out"]]
        out += self._gap()
        for name in ("shut", "corridor", "certainty", "warnings"):
            out += [(name, line) for line in self.parts[name]]
        return [*out, *self._gap(), *(("more", line) for line in self.parts["more"])]

    def _gap(self) -> list[tuple[str, str]]:
        return [("", "")] if self.spaced else []

    def without(self, step: str) -> _Parts:
        """The parts after one step of the order."""
        name, _, cut = step.partition(", ")
        if step == "blank lines":
            return replace(self, spaced=False)
        if name == "way names":
            return replace(self, table=self.short)
        if name in ("fifth way", "fourth way"):
            most = 1 + (4 if name == "fifth way" else _FEWEST_WAYS)
            return replace(self, table=self.table[:most], short=self.short[:most])
        parts = self.parts[name]
        kept = (said.first(parts, self.width),) if cut and parts else ()
        return replace(self, parts={**self.parts, name: kept})


def screen_lines(answer: AnswerRecord, unit: str, page: Page) -> list[str]:
    """The first screen of an answer whose money stands in `unit`."""
    names = short_names(answer.itineraries)
    parts = _Parts(
        {
            name: tuple(lines)
            for name, lines in (
                ("question", said.question_lines(answer, page)),
                ("asked", said.asked_lines(answer, unit, page)),
                ("read", said.read_lines(answer, page)),
                ("verdict", said.verdict_lines(answer, unit, names, page)),
                ("left out", said.left_out_lines(answer, unit, page)),
                ("shut", said.shut_lines(answer, unit, page)),
                ("corridor", said.corridor_lines(answer, page)),
                ("certainty", said.certainty_lines(answer, page)),
                ("warnings", said.warnings_lines(answer, page)),
                ("more", said.more_lines(page)),
            )
        },
        tuple(map(tuple, table_lines(answer, unit, names, _MOST_WAYS, page))),
        tuple(map(tuple, table_lines(answer, unit, names, _MOST_WAYS, page, one_line=True))),
        page.width,
    )
    for step in DROP_ORDER:
        if len(parts.lines()) <= MOST_LINES:
            break
        parts = parts.without(step)
    tones = _tones(page)
    return [tones.get(name, str)(line) for name, line in parts.lines()]


def _tones(page: Page) -> Mapping[str, Callable[[str], str]]:
    """How each part is coloured on a terminal."""
    return {
        "question": page.strong,
        "head": page.faint,
        "shut": page.alarm,
        "warnings": page.care,
        "more": page.faint,
    }
