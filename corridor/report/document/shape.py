"""What every part of a saved document shares: frozen structs, and the bounds of its figures."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

Usd = Annotated[float, Meta(ge=0)]
Hour = Annotated[float, Meta(ge=0)]
Kilometre = Annotated[float, Meta(ge=0)]
Kilogram = Annotated[float, Meta(ge=0)]
Share = Annotated[float, Meta(ge=0, le=1)]


class Shape(Struct, frozen=True, kw_only=True):
    """A part of a document; its fields stand in the JSON in this order."""
