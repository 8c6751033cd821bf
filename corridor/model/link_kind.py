"""What a link of the search graph, and so a leg of an itinerary, is."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property


class LinkKind(StrEnum):
    """
    The kind of a link or leg; a member is its own text in answers.

    The order of the members is that of their codes. `ACCESS` links carry the charges at the
    origin and the destination.
    """

    LINE_HAUL = "line_haul"
    BORDER = "border"
    TRANSFER = "transfer"
    PORT = "port"
    SAILING = "sailing"
    ACCESS = "access"

    @cached_property
    def code(self) -> int:
        """Its number in the arrays of links."""
        return LINK_KINDS.index(self)


# By their code.
LINK_KINDS = tuple(LinkKind)
