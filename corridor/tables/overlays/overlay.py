"""
Lay an overlay over the tables: rows added, cells changed, figures multiplied.

What comes out is a dataset like any other, checked by the same schema and references
as data/ itself. Every row that was touched says so (`changed_by`), and rows of a
person's own are marked `own`. Nothing of the dataset that went in is changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from corridor.errors import DataError
from corridor.model.scenario import Overlay, RowChange
from corridor.tables.dataset import Dataset
from corridor.tables.gazetteer import PASSAGES, Gazetteer
from corridor.tables.keys import KeyValue
from corridor.tables.overlays.laid_rows import Laid, scaled, with_rows
from corridor.tables.overlays.merging import figure_kinds, merged, own_source
from corridor.tables.overlays.scales import near, rows_of
from corridor.tables.place_checks import Places, place_clashes
from corridor.tables.read import SEEN_IN, Table, band_faults
from corridor.tables.records import Source
from corridor.tables.row import Named, TextRow
from corridor.tables.row_checks import clashes
from corridor.tables.schema import TableSchema

# Words and days of a row that may be corrected: it still speaks of the same thing.
_MAY_MOVE = frozenset({"item", "name", "from_date", "to_date", "season_from", "season_to"})
# What the compiled graph holds of a table no query can change; `corridor build` can.
COMPILED = frozenset(
    {
        "border_pockets",
        "components",
        "crossings",
        "false_links",
        "hubs",
        "length_factors",
        "network_reference",
        "rail_lines",
        "repair_links",
        "river_bridges",
        "sections",
        "shape_points",
        "shape_reasons",
    }
)


def laid_over(dataset: Dataset, overlay: Overlay, gazetteer: Gazetteer | None = None) -> Dataset:
    """
    The dataset with an overlay's rows and scales; `open` and `close` are the query's.

    `gazetteer` knows the names of the dataset, where one is at hand and no row is laid over.

    Raises
    ------
    DataError
        Naming every wrong cell of the overlay with its file, row and column.
    InputError
        If a scale names nothing.
    """
    for key in overlay.cited:
        if key not in dataset.source and not any(r.id == key for r in overlay.rows):
            raise DataError(
                f"{overlay.name}: {key!r} is not a source", remedy=near(key, dataset.source)
            )
    if not overlay.rows and not any(s.factor != 1 for s in overlay.scales):
        for scale in overlay.scales:  # a name that means nothing is wrong at any factor
            rows_of(scale, dataset, Gazetteer(dataset))
        return dataset
    if not dataset.texts:
        raise DataError(
            "these tables were made by hand and keep no text to lay anything over",
            remedy="load them from a folder",
        )
    draft = _Draft(dataset, overlay)
    for change in overlay.rows:
        draft.change(change)
    draft.check()
    changed = draft.finished()
    for scale in overlay.scales:
        if scale.factor != 1:
            changed = scaled(changed, overlay, scale, gazetteer or Gazetteer(changed))
        else:
            rows_of(scale, changed, Gazetteer(changed))
    return changed


@dataclass(slots=True)
class _Entry:
    """A row of the draft: its text, where it came from, and what touched it."""

    row: TextRow
    change: RowChange | None
    label: str
    is_new: bool = True
    place_of: str = ""

    @property
    def named(self) -> Named:
        """The columns that rules know by name."""
        return Named.of(self.row)

    @property
    def place(self) -> str:
        """Where it was given."""
        return self.change.place if self.change else self.label

    def laid(self, schema: TableSchema) -> Laid:
        """The row once it has been checked."""
        given = {c for c, v in self.change.cells if v} if self.change and not self.is_new else set()
        columns = [c for c in schema.columns if c.type == "number"]
        stated = [c for c in columns if self.is_new or c.name in given]
        kinds = [k for c in stated for k in figure_kinds(c, self.row)]
        return Laid(self.row, self.label, tuple(dict.fromkeys(kinds)), place_of=self.place_of)


@dataclass
class _Draft:
    """Rows touched so far, by table and id; `dropped` are rows whose place they take."""

    dataset: Dataset
    overlay: Overlay
    touched: dict[str, dict[str, _Entry]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    dropped: dict[str, set[str]] = field(default_factory=dict)
    _by_id: dict[str, Mapping[str, TextRow]] = field(default_factory=dict)
    _by_key: dict[str, dict[KeyValue, TextRow]] = field(default_factory=dict)

    def change(self, change: RowChange) -> None:
        """Take one row of the overlay in."""
        table = self.dataset.texts.get(change.table)
        if table is None:
            names = near(change.table, self.dataset.texts)
            self.complaints.append(f"{change.place}: {change.table!r} is not a table - {names}")
            return
        known = table.schema.column
        unknown = [c for c, _ in change.cells if c not in known]
        for column in unknown:
            names = near(column, known)
            self.complaints.append(
                f"{change.place}, column {column}: {change.table} has no such column - {names}"
            )
        if unknown:
            return
        entries = self.touched.setdefault(change.table, {})
        earlier = entries.get(change.id)
        if earlier is not None and earlier.change is not None:
            self.complaints.append(
                f"{change.place}, column id: {change.id!r} stands in {earlier.change.place} too"
                " - rename one"
            )
            return
        old = self._by_id_of(change.table).get(change.id)
        spoken_of = old or self._same_key(change, table)
        row = merged(change, spoken_of, table.schema, self.overlay)
        if spoken_of is not None and row == {**spoken_of, "id": change.id}:
            return
        wrong = self._wrong_key(table, old, spoken_of, row)
        if wrong:
            self.complaints.append(f"{change.place}, column id: {wrong}")
            return
        if change.table in COMPILED:
            self.complaints.append(
                f"{change.place}: rows of {change.table} are compiled into the graph"
                " - give a whole folder of tables to corridor build --data-only"
            )
            return
        if spoken_of is None and any(c.required and not row[c.name] for c in table.schema.columns):
            lacking = [c.name for c in table.schema.columns if c.required and not row[c.name]]
            names = near(change.id, self._by_id_of(change.table))
            self.complaints.append(
                f"{change.place}, column id: {change.id!r} is not a row of {change.table}, and a new"
                f" one needs {', '.join(lacking)} - {names}"
            )
            return
        label = f"{self.overlay.name}: {change.place}"
        place_of = Named.of(spoken_of).id if old is None and spoken_of is not None else ""
        entries[change.id] = _Entry(row, change, label, spoken_of is None, place_of)

    def _same_key(self, change: RowChange, table: Table) -> TextRow | None:
        """The row of the tables that speaks of what a row of a new id speaks of."""
        key = table.schema.key
        if table.name not in self._by_key:
            self._by_key[table.name] = {key.of(r): r for r in table.rows}
        return self._by_key[table.name].get(
            key.of(merged(change, None, table.schema, self.overlay))
        )

    def _wrong_key(
        self, table: Table, old: TextRow | None, spoken_of: TextRow | None, row: TextRow
    ) -> str:
        """Why a row may not have its id: the id means another row, or others refer to ours."""
        if old is not None:
            return _moved_from(table, old, row)
        if spoken_of is not None and self._is_referred_to(table.name):
            return (
                f"{Named.of(row).id!r} speaks of what {Named.of(spoken_of).id!r} speaks of"
                f" ({table.schema.key.described(spoken_of)}) - give that id, other rows refer to it"
            )
        return ""

    def _is_referred_to(self, name: str) -> bool:
        wanted = f"{name}.id"
        return any(
            c.references == wanted for t in self.dataset.texts.values() for c in t.schema.columns
        )

    def _settle_keys(self) -> None:
        """Put rows in the place of those of their key or set; refuse two of one key."""
        for name, entries in self.touched.items():
            given = {k: _Given(e.row, e.place) for k, e in entries.items()}
            self.dropped[name], wrong = _settled(self.dataset.texts[name], given)
            self.complaints.extend(wrong)

    def check(self) -> None:
        """Refuse the overlay with all that is wrong in it, by the rules of data/."""
        self._add_source()
        for table_name, entries in self.touched.items():
            table = self.dataset.texts[table_name]
            for entry in entries.values():
                self.complaints.extend(self._wrong(entry, table))
        self._settle_keys()
        if self.complaints:
            most = 40
            more = len(self.complaints) - most
            listed = "\n".join(f"  {c}" for c in self.complaints[:most])
            tail = f"\n  ... and {more} more" if more > 0 else ""
            raise DataError(
                f"{self.overlay.name}: {len(self.complaints)} wrong cells:\n{listed}{tail}",
                remedy="correct the rows named above; data/README.md describes the columns",
            )

    def _add_source(self) -> None:
        """Add the overlay's own source when a row rests on it."""
        key = own_source(self.overlay)
        cited = {e.row.get("source_id") for rows in self.touched.values() for e in rows.values()}
        if key not in cited or key in self.dataset.source:
            return
        own = self.overlay.origin == "own"
        title = self.overlay.title or self.overlay.name
        row = dict.fromkeys(self.dataset.texts[Source.table].schema.names, "") | {
            "id": key,
            "title": title if own else f"Assumption of the scenario: {title}",
            "publisher": "the user's own rows" if own else f"scenario {self.overlay.name}",
            "retrieved": self.overlay.as_of,
        }
        self.touched.setdefault("sources", {})[key] = _Entry(row, None, self.overlay.name)

    def _wrong(self, entry: _Entry, table: Table) -> Iterator[str]:
        place = entry.change.place if entry.change else self.overlay.name
        schema = table.schema
        for column in schema.columns:
            value = entry.row[column.name]
            problem = column.complaint(value)
            if problem:
                yield (f"{place}, column {column.name}: {value!r} {problem} - {column.description}")
            elif value and column.references:
                parts = value.split("|") if column.type == "reflist" else [value]
                keys = self._keys(column.references)
                for part in parts:
                    if keys is not None and part not in keys:
                        yield (
                            f"{place}, column {column.name}: {part!r} is not in"
                            f" {column.references} - {near(part, keys)}"
                        )
        known = self._places
        for wrong in (*clashes(schema, entry.row), *place_clashes(table.name, entry.row, known)):
            yield f"{place}, column {wrong.column}: {wrong.value!r} {wrong.problem} - {wrong.remedy}"
        for name, value, problem in schema.out_of_bounds(entry.row):
            yield f"{place}, column {name}: {value!r} {problem}"
        yield from self._wrong_subject(entry, table, place)

    def _wrong_subject(self, entry: _Entry, table: Table, place: str) -> Iterator[str]:
        """A closure of something unknown would change nothing, unseen; a terminal stands still."""
        row = entry.named
        if table.name == "terminals":
            hub = self.dataset.hub.get(row.hub_id)
            if hub is not None and row.country != hub.country:
                yield f"{place}, column country: {row.country!r} - {hub.name} is in {hub.country}"
        if table.name == "last_seen":
            there = self._by_id_of(SEEN_IN.get(row.subject_kind, ""))
            if there and row.subject_id not in there:
                problem = f"{row.subject_id!r} is not a {row.subject_kind}"
                yield f"{place}, column subject_id: {problem} - {near(row.subject_id, there)}"
        if table.name == "closures":
            kind, value = row.subject_kind, row.subject_id
            known = {
                "crossing": self.dataset.crossing,
                "section": self.dataset.section,
                "port": self.dataset.port,
                "passage": dict.fromkeys(PASSAGES.values()),
                "service": self.dataset.service,
            }.get(kind, {value: None})
            if value not in known:
                yield f"{place}, column subject_id: {value!r} is not a {kind} - {near(value, known)}"
            if row.effect == "open" and not row.from_date:
                yield f"{place}, column from_date: '' is empty - give the first day it is open"

    @cached_property
    def _places(self) -> Places:
        return Places.of(self.dataset.texts)

    def _by_id_of(self, name: str) -> Mapping[str, TextRow]:
        if name not in self._by_id and name in self.dataset.texts:
            self._by_id[name] = self.dataset.texts[name].by_id
        return self._by_id.get(name, {})

    def _keys(self, reference: str) -> set[str] | None:
        name, _, column = reference.partition(".")
        table = self.dataset.texts.get(name)
        if table is None or column != "id":
            return None
        return {*self._by_id_of(name), *self.touched.get(name, {})}

    def finished(self) -> Dataset:
        """The dataset with the touched rows in it."""
        return with_rows(
            self.dataset,
            {
                name: [e.laid(self.dataset.texts[name].schema) for e in entries.values()]
                for name, entries in self.touched.items()
                if entries
            },
            own=self.overlay.origin == "own",
            dropped=self.dropped,
        )


@dataclass(frozen=True, slots=True)
class _Given:
    """A row laid over a table, and where it stands."""

    row: TextRow
    place: str

    @property
    def id(self) -> str:
        """Its id."""
        return Named.of(self.row).id


def _moved_from(table: Table, old: TextRow, row: TextRow) -> str:
    """Why a row may not have the id of another: it speaks of something else; '' if it may."""
    key = table.schema.key
    moved = [
        c
        for c in table.schema.names
        if c in key.columns and c not in _MAY_MOVE and key.of({**row, c: old[c]}) != key.of(row)
    ]
    if not moved:
        return ""
    return (
        f"{Named.of(old).id!r} is the row of {key.described(old)}; this one says another"
        f" {' and '.join(moved)} - give it an id of its own"
    )


def _settled(table: Table, given: Mapping[str, _Given]) -> tuple[set[str], list[str]]:
    """
    Rows of a table that go, by id, and what is wrong with the rows that come.

    A row of a given key goes; of a set of bands all go once a row of it has an id of its own.

    Parameters
    ----------
    given
        The rows laid over it, by id.
    """
    key = table.schema.key
    first: dict[KeyValue, _Given] = {}
    wrong: list[str] = []
    for one in given.values():
        other = first.setdefault(key.of(one.row), one)
        if other is not one:
            wrong.append(
                f"{one.place}, column id: {one.id!r} speaks of what {other.id!r}"
                f" in {other.place} speaks of ({key.described(one.row)}) - keep one"
            )
    known = table.by_id
    fresh = {key.set_of(g.row) for g in given.values() if g.id not in known}
    sets: dict[KeyValue, list[TextRow]] = {}
    for one in given.values():
        sets.setdefault(key.set_of(one.row), []).append(one.row)
    gone: set[str] = set()
    for row_id, row in known.items():
        if row_id in given:
            continue
        if key.of(row) in first or (key.bands and key.set_of(row) in fresh):
            gone.add(row_id)
        elif key.bands and key.set_of(row) in sets:
            sets[key.set_of(row)].append(row)
    for row, column, fault in band_faults(table.schema, sets.values()):
        row_id = Named.of(row).id
        place = given[row_id].place if row_id in given else table.path.name
        wrong.append(f"{place}, column {column}: {row[column]!r} {fault} ({key.described(row)})")
    return gone, wrong
