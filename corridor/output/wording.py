"""Words, marks and line breaks that the texts of an answer share."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

# Text is wrapped here; the table of legs stays narrower by itself, addresses stand alone.
WIDTH = 116
_WHERE = 56

KIND = {
    "access": "ends",
    "line_haul": "haul",
    "border": "border",
    "transfer": "change",
    "port": "port",
    "sailing": "sailing",
}


def wrap(text: str, first: str = "", rest: str | None = None) -> list[str]:
    """Wrapped lines, the first with one indent and the rest with another."""
    wrapped = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapped or [first.rstrip()]


def where(leg: Mapping[str, Any]) -> list[str]:
    """From where to where a leg leads, in lines."""
    tail, head = leg["from"]["name"], leg["to"]["name"]
    text = (leg["note"] or tail) if tail == head else f"{tail} - {head}"
    return textwrap.wrap(text, _WHERE, break_on_hyphens=False) or [""]


def in_country(name: str, country: str) -> str:
    """A name with its country behind it, once: posts are often named 'Torkham (AF)' already."""
    return name if name.endswith(f"({country})") else f"{name} ({country})"


def guessed_at(item: Mapping[str, Any], key: str) -> bool:
    """Whether the dollars ('cost_usd') or hours ('time_h') of an item rest on an estimate."""
    name = {"cost_usd": "estimate_cost", "time_h": "estimate_time"}[key]
    return bool(item.get(name, item["estimate"]))  # older answers know one mark only
