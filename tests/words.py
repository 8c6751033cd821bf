"""English of codes, for tests that read what a person would."""

from __future__ import annotations

from corridor.messages.catalogue import shown
from corridor.model.answer import Item


def item_name(item: Item) -> str:
    """Name of a line of the bill."""
    return shown(item.type.message)
