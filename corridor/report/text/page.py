"""The page a text is written on: how wide it is, and whether it has colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor.text_table import fitted, wrapped

# Narrower terminals get lines of the first, wider ones of the second.
NARROWEST, WIDEST = 60, 200
PLAIN_WIDTH = 80


@dataclass(frozen=True, slots=True)
class Page:
    """Lines of at most `width` cells; with `colour` some words carry the signs of a terminal."""

    width: int = PLAIN_WIDTH
    colour: bool = False

    def __post_init__(self) -> None:
        """Keep the width between the narrowest and the widest."""
        object.__setattr__(self, "width", min(max(self.width, NARROWEST), WIDEST))

    def wrap(self, text: str, first: str = "", rest: str | None = None) -> list[str]:
        """Lines of a text, the first with one indent and the others with another."""
        return wrapped(text, self.width, first, rest)

    def table(
        self,
        rows: Sequence[Sequence[str]],
        *,
        flex: int,
        right: frozenset[int] = frozenset(),
        least: int = 16,
        drop: Sequence[int] = (),
        indent: str = "",
        one_line: bool = False,
        hold: int = 1,
    ) -> list[list[str]]:
        """The lines of each row of a table, see `corridor.text_table.fitted`."""
        room = self.width - len(indent)
        made = fitted(
            rows,
            room,
            flex=flex,
            right=right,
            least=least,
            drop=drop,
            one_line=one_line,
            hold=hold,
        )
        return [[f"{indent}{line}" for line in lines] for lines in made]

    def strong(self, text: str) -> str:
        """A text that is to be seen first."""
        return self._in("1", text)

    def faint(self, text: str) -> str:
        """A text that may be passed over."""
        return self._in("2", text)

    def alarm(self, text: str) -> str:
        """A text that says stop."""
        return self._in("31", text)

    def care(self, text: str) -> str:
        """A text that says look out."""
        return self._in("33", text)

    def _in(self, sign: str, text: str) -> str:
        return f"\x1b[{sign}m{text}\x1b[0m" if self.colour and text else text
