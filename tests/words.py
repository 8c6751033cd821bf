"""English of codes, for tests that read what a person would."""

from __future__ import annotations

from corridor.messages.catalogue import in_english
from corridor.model.answer import Item
from corridor.model.message import Message


def words(message: Message | None) -> str:
    """English of a message, '' where there is none."""
    return in_english(message) if message else ""


def item_name(item: Item) -> str:
    """Name of a line of the bill."""
    return in_english(item.type.message)
