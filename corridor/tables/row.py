"""What every typed row has; the rows of the tables themselves are `corridor.tables.records`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from msgspec import Struct, convert

from corridor.model.ref import Ref, RefKind

# A row as its file has it: cells by column.
TextRow = Mapping[str, str]


class Named(Struct, frozen=True):
    """
    The columns that a rule of the program knows by name, of a row as text.

    A column that the table does not have is blank, `country` None: some rules ask which it is.
    """

    id: str = ""
    as_of: str = ""
    band: str = ""
    cargo: str = ""
    country: str | None = None
    country_a: str = ""
    country_b: str = ""
    crossing_id: str = ""
    crossings: str = ""
    delay_typical_h: str = ""
    direction: str = ""
    effect: str = ""
    feast: str = ""
    from_date: str = ""
    from_port: str = ""
    hub_id: str = ""
    hubs: str = ""
    mode: str = ""
    neighbour: str = ""
    note: str = ""
    passage: str = ""
    passages: str = ""
    port_id: str = ""
    service_id: str = ""
    source_id: str = ""
    subject_id: str = ""
    subject_kind: str = ""
    to_port: str = ""

    @classmethod
    def of(cls, row: TextRow) -> Named:
        """The named columns of a row."""
        return convert(row, cls)


class Told(Struct, frozen=True, kw_only=True):
    """Columns of a row that speaks of a cell or a table: of `evidence` and `derivations`."""

    id: str = ""
    of_table: str = ""
    row_id: str = ""
    column: str = ""
    address: str = ""
    copy_of: str = ""
    formula: str = ""
    kind: str = ""
    printed: str = ""
    read_as: str = ""
    verdict: str = ""

    @classmethod
    def of(cls, row: TextRow) -> Told:
        """The columns of a row."""
        return convert(row, cls)


class Sighting(Struct, frozen=True, kw_only=True):
    """Columns of a row of `last_seen`."""

    into: str = ""
    seen_on: str = ""
    state: str = ""
    subject_id: str = ""
    subject_kind: str = ""
    what: str = ""

    @classmethod
    def of(cls, row: TextRow) -> Sighting:
        """The columns of a row."""
        return convert(row, cls)


class Ended(Struct, frozen=True, kw_only=True):
    """Columns that tell a last day and who saw it."""

    end_by: str = ""
    last_confirmed: str = ""
    note: str = ""
    to_date: str = ""

    @classmethod
    def of(cls, row: TextRow) -> Ended:
        """The columns of a row."""
        return convert(row, cls)


def by_id(rows: Iterable[TextRow]) -> dict[str, TextRow]:
    """Rows by their id, in their order."""
    return {row["id"]: row for row in rows}


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
    A row that says its source, date and confidence, as all rows but those of `sources` and `evidence` do.

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
