"""Put checked rows into a dataset, in place of those they speak for, and say what touched them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from msgspec import structs

from corridor.errors import DataError
from corridor.model.scenario import Overlay, Scale
from corridor.tables.dataset import Dataset
from corridor.tables.gazetteer import Gazetteer
from corridor.tables.overlays.merging import STAYS, figure_kinds
from corridor.tables.overlays.scales import rows_of
from corridor.tables.parse import typed_rows
from corridor.tables.row import Cited, Named, Row, TextRow

_KINDS = ("cost", "time", "co2")


@dataclass(frozen=True, slots=True)
class Laid:
    """
    A checked row to put in: what touched it, which kinds of its figures, its model.

    `place_of` is the row whose place it takes, where that has another id.
    """

    row: TextRow
    label: str
    kinds: tuple[str, ...]
    copied_from: str = ""
    place_of: str = ""

    @property
    def id(self) -> str:
        """Its id."""
        return Named.of(self.row).id


def scaled(dataset: Dataset, overlay: Overlay, scale: Scale, gazetteer: Gazetteer) -> Dataset:
    """Multiply the figures of a target; those figures are estimates from then on."""
    factor = scale.factor
    label = f"--scale {scale}" if overlay.origin == "options" else f"{overlay.name}: {scale}"
    changed: dict[str, list[Laid]] = {}
    wrong: list[str] = []
    for found in rows_of(scale, dataset, gazetteer):
        row = dict(found.row)
        before = Named.of(row)
        schema = dataset.texts[found.table].schema
        place = f"  {found.table}, row {before.id}"
        for column in found.columns:
            value = f"{float(row[column]) * factor:.10g}"
            problem = schema.column[column].complaint(value)
            if problem:
                wrong.append(f"{place}, column {column}: {value!r} {problem}")
            row[column] = value
        wrong.extend(
            f"{place}, column {column}: {value!r} {problem}"
            for column, value, problem in schema.out_of_bounds(row)
        )
        for part, ending in (("cost_confidence", "usd"), ("hours_confidence", "_h")):
            if part in row and any(c.endswith(ending) for c in found.columns):
                row[part] = "estimate"
        for way in STAYS:
            if any(c.startswith(way) for c in found.columns):
                row[f"{way}_confidence"] = "estimate"
        multiplied = f"multiplied by {factor:g} ({label})"
        row.update(note=f"{multiplied}; {before.note}" if before.note else multiplied)
        kinds = tuple(
            dict.fromkeys(k for c in found.columns for k in figure_kinds(schema.column[c], row))
        )
        changed.setdefault(found.table, []).append(Laid(row, label, kinds, found.copied_from))
    if wrong:
        raise DataError(
            f"{label} leads out of the bounds of the tables:\n" + "\n".join(wrong[:20]),
            remedy="give a factor nearer to 1, or name fewer rows behind an '@'",
        )
    return with_rows(dataset, changed, own=False, guessed=True)


def with_rows(
    dataset: Dataset,
    changed: Mapping[str, list[Laid]],
    *,
    own: bool,
    guessed: bool = False,
    dropped: Mapping[str, set[str]] | None = None,
) -> Dataset:
    """Put checked rows in, in place of those they speak for; new ones at the end, by id."""
    texts = dict(dataset.texts)
    tables: dict[str, Any] = {}
    for name, entries in changed.items():
        text = texts[name]
        here = {e.place_of or e.id: e for e in entries}
        read = dict(zip(here, typed_rows(text.schema, [e.row for e in here.values()]), strict=True))
        gone = (dropped or {}).get(name, set())
        known = text.by_id
        # In the order of ids: where a row stands in a file says nothing.
        fresh = sorted((k for k in here if k not in known), key=lambda k: here[k].id)
        places = [k for k in known if k in here or k not in gone] + fresh
        rows = {**known, **{k: e.row for k, e in here.items()}}
        texts[name] = replace(text, rows=tuple(rows[k] for k in places))
        before: dict[str, Row] = {r.id: r for r in getattr(dataset, name)}
        records = dict(before)
        for key, entry in here.items():
            earlier = before.get(entry.copied_from or key)
            records[key] = _marked(read[key], earlier, entry, own=own, guessed=guessed)
        tables[name] = tuple(records[k] for k in places)
    return replace(dataset, texts=texts, **tables)


def _marked(record: Row, before: Row | None, entry: Laid, *, own: bool, guessed: bool) -> Row:
    """Say on a row what touched it, whose it is, and how sure each figure is."""
    if not isinstance(record, Cited):
        return structs.replace(record, own=own)
    earlier = before if isinstance(before, Cited) else None
    sure = {k: v for k, v in earlier.confidence_of if k not in entry.kinds} if earlier else {}
    if guessed:
        sure |= dict.fromkeys(entry.kinds, "estimate")
    elif earlier is not None and entry.kinds:
        # The other figures of the row stay what they were, whatever the new ones are.
        for kind in _KINDS:
            if kind not in entry.kinds:
                sure.setdefault(kind, earlier.confidence)
    return structs.replace(
        record,
        own=own or bool(earlier and earlier.own),
        changed_by=(*(earlier.changed_by if earlier else ()), entry.label),
        changed=tuple(dict.fromkeys((*(earlier.changed if earlier else ()), *entry.kinds))),
        confidence_of=tuple(sorted(sure.items())),
    )
