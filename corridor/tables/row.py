"""What every typed row has; the rows of the tables themselves are `corridor.tables.records`."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from corridor.model.ref import Ref, RefKind


class Row(Struct, frozen=True, kw_only=True):
    """A row of a source table; `own` says that it is the user's, laid over the tables."""

    table: ClassVar[str]

    id: str
    own: bool = False

    @property
    def key(self) -> str:
        """'table:row', the name of the row in answers."""
        return f"{self.table}:{self.id}"


class Cited(Row, frozen=True, kw_only=True):
    """
    A row that says its source, date and confidence, as all rows but those of `sources` do.

    `changed_by` names what was laid over it since the table was read, in order, and `changed`
    which figures ('cost', 'time' or 'co2'). `confidence_of` holds (figure, confidence) where a
    figure's confidence is another than the row's.
    """

    source_id: str
    as_of: str
    confidence: str
    note: str = ""
    changed_by: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    confidence_of: tuple[tuple[str, str], ...] = ()

    @property
    def is_estimate(self) -> bool:
        """Whether no published figure stands behind the row."""
        return self.confidence == "estimate"

    def is_guess(self, figure: str) -> bool:
        """Whether no published figure stands behind 'cost', 'time' or 'co2' of the row."""
        return dict(self.confidence_of).get(figure, self.confidence) == "estimate"


class OnSubject(Cited, frozen=True, kw_only=True):
    """A row that speaks of any kind of thing of the network."""

    subject_kind: RefKind
    subject_id: str

    @property
    def subject(self) -> Ref:
        """What it closes, restricts or opens."""
        return Ref(self.subject_kind, self.subject_id)
