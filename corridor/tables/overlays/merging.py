"""A row of an overlay merged with the one it speaks of, as text; what its figures count for."""

from __future__ import annotations

from collections.abc import Mapping

from corridor.model.scenario import Overlay, RowChange
from corridor.tables.row import Named, TextRow
from corridor.tables.schema import Column, TableSchema, parted

# What a stay at a port is called in its columns: each way has a confidence of its own.
STAYS = ("dwell_in", "dwell_out")


def own_source(overlay: Overlay) -> str:
    """Id of the source of an overlay's rows that name none."""
    if overlay.source_id:
        return overlay.source_id
    slug = "".join(c if c.isascii() and c.isalnum() else "-" for c in overlay.name.lower())
    return "own-rates" if overlay.origin == "own" else f"scenario-{slug}"


def merged(
    change: RowChange, old: TextRow | None, schema: TableSchema, overlay: Overlay
) -> dict[str, str]:
    """The row after the change; what it rests on is the overlay's, if anything changed."""
    given = {c: v for c, v in change.cells if v}
    row = {n: (old[n] if old else "") for n in schema.names} | given | {"id": change.id}
    if old is not None and all(old[c] == v for c, v in given.items()):
        return {**old, "id": change.id}
    names = set(schema.names)
    for column in given:
        figure, end = parted(column)
        if end == "typical":  # a figure given alone has no other's band around it
            row.update(dict.fromkeys(set(schema.ends[figure].values()) - set(given), ""))
    fresh = {
        "source_id": own_source(overlay),
        "as_of": overlay.as_of,
        "confidence": overlay.confidence,
        "note": "" if overlay.origin == "own" else overlay.title,
        "last_confirmed": given.get("as_of", overlay.as_of),
    }
    for column, text in fresh.items():
        if column in names and column not in given:
            row[column] = text
    _fill_figures(row, given, schema, overlay)
    if old is not None and "note" in names and "note" not in given:
        kept = _kept(old, given, schema)
        if kept:
            before, note = Named.of(old), Named.of(row).note
            cited = f"{', '.join(kept)} still from {before.source_id}, {before.as_of}"
            row.update(note=f"{note}; {cited}" if note else cited)
    if old is None:
        for spec in schema.columns:
            if not row[spec.name] and spec.required and "any" in spec.allowed:
                row[spec.name] = "any"
        if any(spec.name == "cargo" and spec.required for spec in schema.columns):
            row.update(cargo=Named.of(row).cargo or "all")
    return row


def _kept(old: TextRow, given: Mapping[str, str], schema: TableSchema) -> list[str]:
    """Figures of the row that stay when others of it are given."""
    if not any(c.type == "number" and c.name in given for c in schema.columns):
        return []
    return [
        f.name
        for f in schema.fields
        if f.is_figure and old[f.main.name] and f.main.name not in given
        if f.name not in ("from_km", "to_km")
    ]


def _fill_figures(
    row: dict[str, str], given: Mapping[str, str], schema: TableSchema, overlay: Overlay
) -> None:
    """Band kind, year of the price and confidence of hours and price, where not given."""
    columns = schema.column
    figures = {c for c in given if columns[c].type == "number"}
    if not figures:
        return
    if "band" in columns and "band" not in given:
        ends = [n for n, c in columns.items() if c.end in ("low", "high")]
        row.update(band="assumed" if any(row[n] for n in ends) else "none")
    priced = any(columns[f].unit.startswith("usd") for f in figures)
    years = columns.get("price_year")
    if priced and years is not None and years.name not in given:
        year = given.get("as_of", overlay.as_of)[:4]
        if year.isascii() and year.isdecimal():  # else the check of as_of tells what is wrong
            row[years.name] = year if years.high is None else f"{min(int(year), int(years.high))}"
    timed = any(columns[f].unit in ("h", "days") for f in figures)
    stays = {f"{way}_confidence": any(f.startswith(way) for f in figures) for way in STAYS}
    told = {"cost_confidence": priced, "hours_confidence": timed} | stays
    for column, concerned in told.items():
        if column in columns and column not in given and (concerned or not row[column]):
            row[column] = given.get("confidence", overlay.confidence)


def figure_kinds(column: Column, row: TextRow) -> tuple[str, ...]:
    """What a figure counts for: 'cost', 'time', 'co2', or money and hours alike."""
    unit = column.unit or row.get("unit", "")
    if unit.startswith("usd") or column.name.startswith("amount") or unit in ("share", "per_year"):
        return ("cost",)
    if unit.startswith("g_per"):
        return ("co2",)
    # A bare factor of the model may stretch hours or prices.
    return ("cost", "time") if unit == "factor" else ("time",)
