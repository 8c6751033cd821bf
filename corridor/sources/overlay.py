"""
Lay an overlay over the tables: rows added, cells changed, figures multiplied.

What comes out is a library like any other, checked by the same schema and references
as data/ itself. Every row that was touched says so (`changed_by`), and rows of a
person's own are marked `own`. Nothing of the library that went in is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from corridor.errors import DataError
from corridor.model.scenario import Overlay, RowChange, Scale
from corridor.sources.library import CLASSES, Library
from corridor.sources.parse import reader_of
from corridor.sources.places import PASSAGES, Gazetteer
from corridor.sources.records import Cited, Source
from corridor.sources.scales import near, rows_of
from corridor.sources.schema import TableSchema
from corridor.sources.tables import Row, Table, band_complaints

# What the compiled graph holds of a table no query can change; `corridor build` can.
COMPILED = frozenset(
    {
        "crossings",
        "false_links",
        "hubs",
        "length_factors",
        "network_reference",
        "repair_links",
        "sections",
        "shape_points",
    }
)


def laid_over(library: Library, overlay: Overlay) -> Library:
    """
    The library with an overlay's rows and scales; `open` and `close` are the query's.

    Raises
    ------
    DataError
        Naming every wrong cell of the overlay with its file, row and column.
    BadInputError
        If a scale names nothing.
    """
    if not overlay.rows and not any(s.factor != 1 for s in overlay.scales):
        for scale in overlay.scales:  # a name that means nothing is wrong at any factor
            rows_of(scale, library, Gazetteer(library))
        return library
    if not library.texts:
        raise DataError(
            "these tables were made by hand and keep no text to lay anything over",
            remedy="load them from a folder",
        )
    draft = _Draft(library, overlay)
    for change in overlay.rows:
        draft.change(change)
    draft.check()
    changed = draft.finished()
    for scale in overlay.scales:
        if scale.factor != 1:
            changed = _scaled(changed, overlay, scale)
        else:
            rows_of(scale, changed, Gazetteer(changed))
    return changed


def own_source(overlay: Overlay) -> str:
    """Id of the source of an overlay's rows that name none."""
    if overlay.source_id:
        return overlay.source_id
    slug = "".join(c if c.isascii() and c.isalnum() else "-" for c in overlay.name.lower())
    return "own-rates" if overlay.origin == "own" else f"scenario-{slug}"


@dataclass(slots=True)
class _Entry:
    """A row of the draft: its text, where it came from, and what touched it."""

    row: dict[str, str]
    change: RowChange | None
    label: str


@dataclass(slots=True)
class _Draft:
    """Rows touched so far, by table and id."""

    library: Library
    overlay: Overlay
    touched: dict[str, dict[str, _Entry]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    _by_id: dict[str, dict[str, Row]] = field(default_factory=dict)

    def change(self, change: RowChange) -> None:
        """Take one row of the overlay in."""
        table = self.library.texts.get(change.table)
        if table is None:
            names = near(change.table, self.library.texts)
            self.complaints.append(f"{change.place}: {change.table!r} is no table - {names}")
            return
        known = {c.name for c in table.schema.columns}
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
        if change.table not in self._by_id:
            self._by_id[change.table] = {r["id"]: r for r in table.rows}
        old = self._by_id[change.table].get(change.id)
        row = _merged(change, old, table.schema, self.overlay)
        if row == old:
            return
        if change.table in COMPILED:
            self.complaints.append(
                f"{change.place}: rows of {change.table} are compiled into the graph"
                " - give a whole folder of tables to corridor build --data"
            )
            return
        if old is None and any(c.required and not row[c.name] for c in table.schema.columns):
            lacking = [c.name for c in table.schema.columns if c.required and not row[c.name]]
            names = near(change.id, [r["id"] for r in table.rows])
            self.complaints.append(
                f"{change.place}, column id: {change.id!r} is no row of {change.table}, and a new"
                f" one needs {', '.join(lacking)} - {names}"
            )
            return
        entries[change.id] = _Entry(row, change, f"{self.overlay.name}: {change.place}")

    def check(self) -> None:
        """Refuse the overlay with all that is wrong in it, by the rules of data/."""
        self._add_source()
        for table_name, entries in self.touched.items():
            table = self.library.texts[table_name]
            for entry in entries.values():
                self.complaints.extend(self._wrong(entry, table))
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
        if key not in cited or key in self.library.source:
            return
        own = self.overlay.origin == "own"
        title = self.overlay.title or self.overlay.name
        row = dict.fromkeys(self.library.texts["sources"].schema.names, "") | {
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
        for wrong in band_complaints("", 0, schema, entry.row):
            yield f"{place}, column {wrong.column}: {wrong.value!r} {wrong.problem} - {wrong.remedy}"
        yield from self._wrong_subject(entry, table, place)

    def _wrong_subject(self, entry: _Entry, table: Table, place: str) -> Iterator[str]:
        """A closure of something unknown would change nothing, unseen."""
        if table.name == "closures":
            kind, value = entry.row["subject_kind"], entry.row["subject_id"]
            known = {
                "crossing": self.library.crossing,
                "section": self.library.section,
                "port": self.library.port,
                "passage": dict.fromkeys(PASSAGES.values()),
            }.get(kind, {value: None})
            if value not in known:
                yield f"{place}, column subject_id: {value!r} is no {kind} - {near(value, known)}"
            if entry.row["effect"] == "open" and not entry.row["from_date"]:
                yield f"{place}, column from_date: '' is empty - give the first day it is open"

    def _keys(self, reference: str) -> set[str] | None:
        name, _, column = reference.partition(".")
        table = self.library.texts.get(name)
        if table is None or column != "id":
            return None
        return {r["id"] for r in table.rows} | set(self.touched.get(name, {}))

    def finished(self) -> Library:
        """The library with the touched rows in it."""
        return _with_rows(
            self.library,
            {
                name: [(e.row, e.label) for e in entries.values()]
                for name, entries in self.touched.items()
                if entries
            },
            own=self.overlay.origin == "own",
        )


def _merged(
    change: RowChange, old: Row | None, schema: TableSchema, overlay: Overlay
) -> dict[str, str]:
    """The row after the change; what it rests on is the overlay's, if anything changed."""
    given = {c: v for c, v in change.cells if v}
    row = {n: (old[n] if old else "") for n in schema.names} | given | {"id": change.id}
    if old is not None and all(old[c] == v for c, v in given.items()):
        return dict(old)
    names = set(schema.names)
    for column in given:
        if "_typical" in column:  # a figure given alone has no other's band around it
            for end in ("_low", "_high"):
                other = column.replace("_typical", end)
                if other in names and other not in given:
                    row[other] = ""
    fresh = {
        "source_id": own_source(overlay),
        "as_of": overlay.as_of,
        "confidence": overlay.confidence,
        "note": "" if overlay.origin == "own" else overlay.text,
        "last_confirmed": given.get("as_of", overlay.as_of),
    }
    for column, text in fresh.items():
        if column in names and column not in given:
            row[column] = text
    _fill_figures(row, given, schema, overlay)
    if old is None:
        for spec in schema.columns:
            if not row[spec.name] and spec.required and "any" in spec.allowed:
                row[spec.name] = "any"
        if "cargo" in names and not row["cargo"]:
            row["cargo"] = "all"
    return row


def _fill_figures(
    row: dict[str, str], given: Mapping[str, str], schema: TableSchema, overlay: Overlay
) -> None:
    """Band kind, year of the price and confidence of hours and price, where not given."""
    columns = {c.name: c for c in schema.columns}
    figures = {c for c in given if columns[c].type == "number"}
    if not figures:
        return
    if "band" in columns and "band" not in given:
        ends = [n for n in columns if "_low" in n or "_high" in n]
        row["band"] = "assumed" if any(row[n] for n in ends) else "none"
    priced = any(columns[f].unit.startswith("usd") for f in figures)
    if priced and "price_year" in columns and "price_year" not in given:
        year = given.get("as_of", overlay.as_of)[:4]
        high = columns["price_year"].high
        row["price_year"] = year if high is None or not year else f"{min(int(year), int(high))}"
    timed = any(columns[f].unit in ("h", "days") for f in figures)
    for column, concerned in (("cost_confidence", priced), ("hours_confidence", timed)):
        if column in columns and column not in given and (concerned or not row[column]):
            row[column] = given.get("confidence", overlay.confidence)


def _scaled(library: Library, overlay: Overlay, scale: Scale) -> Library:
    """Multiply the figures of a target; what comes out is an estimate and says so."""
    factor = scale.factor
    label = f"--scale {scale}" if overlay.origin == "options" else f"{overlay.name}: {scale}"
    changed: dict[str, list[tuple[dict[str, str], str]]] = {}
    wrong: list[str] = []
    for found in rows_of(scale, library, Gazetteer(library)):
        row = dict(found.row)
        schema = library.texts[found.table].schema
        by_name = {c.name: c for c in schema.columns}
        for column in found.columns:
            value = f"{float(row[column]) * factor:.10g}"
            problem = by_name[column].complaint(value)
            if problem:
                wrong.append(
                    f"  {found.table}, row {row['id']}, column {column}: {value!r} {problem}"
                )
            row[column] = value
        row["confidence"] = "estimate"
        for part, ending in (("cost_confidence", "usd"), ("hours_confidence", "_h")):
            if part in row and any(c.endswith(ending) for c in found.columns):
                row[part] = "estimate"
        row["note"] = "; ".join(
            t for t in (f"multiplied by {factor:g} ({label})", row["note"]) if t
        )
        changed.setdefault(found.table, []).append((row, label))
    if wrong:
        raise DataError(
            f"{label} leads out of the bounds of the tables:\n" + "\n".join(wrong[:20]),
            remedy="give a factor nearer to 1, or name fewer rows behind an '@'",
        )
    return _with_rows(library, changed, own=False)


def _with_rows(
    library: Library, changed: Mapping[str, list[tuple[dict[str, str], str]]], *, own: bool
) -> Library:
    """Put checked rows in, in place of those of the same id or at the end."""
    texts = dict(library.texts)
    tables: dict[str, tuple[Any, ...]] = {}
    for name, entries in changed.items():
        text = texts[name]
        read: Callable[[Row], Any] = reader_of(text, CLASSES[name])
        by_id = {row["id"]: (row, label) for row, label in entries}
        fresh = [row for row, _ in entries if row["id"] not in {r["id"] for r in text.rows}]
        rows = (*(by_id.get(r["id"], (r, ""))[0] for r in text.rows), *fresh)
        texts[name] = replace(text, rows=rows)
        before: dict[str, Any] = {r.id: r for r in getattr(library, name)}
        after = dict(before)
        for key, (row, label) in by_id.items():
            after[key] = _marked(read(row), before.get(key), label, own=own)
        tables[name] = tuple(after.values())
    return replace(library, texts=texts, **tables)


def _marked(record: Any, before: Any, label: str, *, own: bool) -> Any:
    """Say on a record what touched it and whose it is."""
    if isinstance(record, Source):
        return replace(record, own=own)
    assert isinstance(record, Cited)
    earlier = before.changed_by if before is not None else ()
    return replace(record, own=own or bool(before and before.own), changed_by=(*earlier, label))
