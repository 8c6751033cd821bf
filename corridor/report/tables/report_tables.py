"""Every table of a comparison as tidy rows, and the files of them: xlsx, md, csv."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from corridor.analysis.ports.differences import PART_NAMES
from corridor.report.document.comparison import ComparisonRecord, PercentilesRecord, StudyRecord
from corridor.report.document.plain import plain
from corridor.report.document.wording import local
from corridor.report.tables import lane_rows
from corridor.report.tables.cells import Column, Table, Value, csv_text
from corridor.report.tables.comparison_rows import fork_lines, load_line

TODAY, SERVED = "today", "if all ports had a service"
Rows = Iterator[Sequence[Value]]
Names = Mapping[str, str]


def tables(document: ComparisonRecord) -> list[Table]:
    """All tables of a comparison; those without rows are left out."""
    unit = document.question.measure.unit_named
    made = [_made(document, *one) for one in _of_studies(unit)]
    made += [_assumptions(document), _sources(document)]
    return [t for t in made if t.rows]


def _of_studies(
    unit: str,
) -> tuple[tuple[str, str, tuple[str, ...], Callable[[StudyRecord, Names], Rows]], ...]:
    """Name, title, columns and rows of each table that every study has."""
    return (
        ("summary", "Summary", (
            "first sentence", "winner", "share of samples", f"ahead by, {unit}", "on estimates",
            "ways part at", "same comparison",
        ), _summary),
        ("standings", "Ports, best way through each", (
            "port", "USD", "land USD", "port USD", "sea USD", "land h", "port h", "sea h",
            "hours", "late h", "lateness worth USD", "generalised USD", "kg CO2e", "km", "borders",
            "changes",
        ), _standings),
        ("outside", "Best way outside these ports", (
            "without what lists", "by", "way", f"ahead by, {unit}", "share of samples", "USD",
            "hours", "why none",
        ), _outside),
        ("closed", "Closed near the best way", (
            "name", "mode", "since", "until", "confirmed", "days old", "source", "to open it",
            "days if open", "USD if open",
        ), _closed),
        ("cautions", "To mind", ("what", "by the ways of", "sources"), _cautions),
        ("best_by", "Best way by each objective", (
            "port", "market", "objective", "way", "USD", "hours", "generalised USD", "kg CO2e",
            "km", "arrival", "borders", "late h", "why none",
        ), _best_by),
        ("differences", "What makes the ports differ", (
            "port", "against", "where", "item", "USD", "hours", "generalised USD",
            "on estimates USD",
        ), _differences),
        ("items", "Items of the best ways", lane_rows.ITEMS, lane_rows.items),
        ("indicators", "Corridor indicators (CPMM)", lane_rows.INDICATORS, lane_rows.indicators),
        ("chances", "Samples", (
            "port", "best in", "in time", f"P10 {unit}", f"P50 {unit}", f"P90 {unit}",
            "P10 USD", "P50 USD", "P90 USD", "P10 h", "P50 h", "P90 h",
        ), _chances),
        ("pairs", "Port against port in the samples", (
            "port", "beats", "on average", "trip against trip",
        ), _pairs),
        ("drivers", "What drives the lead in the samples", (
            "figure", "side", "rank correlation", "rows",
        ), _drivers),
        ("worth_knowing", "What to find out first", (
            "figure", "side", f"worth, {unit}", "rows",
        ), _worth),
        ("tornado", "What moves the lead", (
            "figure", "scale name", f"lead if low, {unit}", f"lead if high, {unit}",
        ), _tornado),
        ("value_of_time", "Port ahead by the value of time", (
            "port", "from, USD an hour", "to, USD an hour",
        ), _curve),
        ("break_evens", "Break-evens", (
            "figure", "scale name", "times", "from", "to", "unit", "ahead now", "ahead beyond",
            "solved anew",
        ), _flips),
        ("calendar", "By month and scenario", (
            "scenario", "month", "ahead", f"by, {unit}", "note",
        ), _calendar),
    )  # fmt: skip


def _made(
    document: ComparisonRecord,
    name: str,
    title: str,
    header: tuple[str, ...],
    rows: Callable[[StudyRecord, Names], Rows],
) -> Table:
    names = document.names
    return Table(
        name,
        title,
        _texts("place", "case", *header),
        tuple(
            (place, case, *row)
            for place, case, study in _studies(document)
            for row in rows(study, names)
        ),
    )


def _texts(*header: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in header)


def _studies(document: ComparisonRecord) -> Iterator[tuple[str, str, StudyRecord]]:
    """(place, case, study) of a document."""
    for entry in document.places:
        yield entry.place.name, TODAY, entry.today
        if entry.if_served:
            yield entry.place.name, SERVED, entry.if_served


def _assumptions(document: ComparisonRecord) -> Table:
    return Table(
        "assumptions",
        "Figures behind the best ways",
        _texts("row", "confidence", "as of", "source", "note"),
        tuple((a.row, a.confidence, a.as_of, a.source_id, a.note) for a in document.assumptions),
    )


def _sources(document: ComparisonRecord) -> Table:
    return Table(
        "sources",
        "Sources",
        _texts("id", "title", "publisher", "url", "retrieved", "licence"),
        tuple(
            (s.id, s.title, s.publisher, s.url, s.retrieved, s.licence) for s in document.sources
        ),
    )


def _summary(study: StudyRecord, names: Names) -> Rows:
    v = study.verdict
    winner = names[v.winner] if v.winner else "none named"
    parts = (study.fork.at, study.fork.key) if study.fork else ("", "")
    yield study.sentence, winner, v.probability, v.ahead_by, v.estimate_share, *parts


def _standings(study: StudyRecord, names: Names) -> Rows:
    for s in study.standings:
        parts = [s.part(name) for name in PART_NAMES]
        yield (
            names[s.port],
            s.cost_usd,
            *(p.cost_usd for p in parts),
            *(p.time_h for p in parts),
            s.time_h,
            s.late_h,
            s.unsure_usd or 0.0,
            s.generalised_usd,
            s.co2e_kg,
            s.distance_km,
            s.borders,
            s.transfers,
        )


def _outside(study: StudyRecord, _: Names) -> Rows:
    for way in study.outside or ():
        yield (
            ", ".join(way.lists),
            ", ".join(dict.fromkeys(p.name for p in way.ports)),
            way.label,
            way.ahead_by,
            way.best,
            way.cost_usd if way.ports else None,
            way.time_h if way.ports else None,
            way.note,
        )


def _closed(study: StudyRecord, _: Names) -> Rows:
    for entry in study.blocked or ():
        opened = entry.if_open
        yield (
            *(entry.name, entry.mode, entry.since, entry.until, entry.last_confirmed),
            *(entry.stale_days, entry.source_id, f"--open {entry.subject_id}"),
            *((opened.time_h / 24, opened.cost_usd) if opened else (None, None)),
        )


def _cautions(study: StudyRecord, names: Names) -> Rows:
    for one in study.cautions or ():
        by = ", ".join(names.get(p, "outside these ports") for p in one.ports)
        yield one.text, by, " ".join(one.source_ids)


def _best_by(study: StudyRecord, names: Names) -> Rows:
    for lane in study.lanes:
        ends = (names[lane.port], names[lane.market])
        if lane.absence:
            yield (*ends, *([None] * 10), lane.absence.text)
        for b in lane.best_by:
            yield (
                *ends,
                b.objective,
                b.label,
                b.cost_usd,
                b.time_h,
                b.generalised_usd,
                b.co2e_kg,
                b.distance_km,
                local(b.arrival),
                ", ".join(b.borders),
                b.late_h,
                "",
            )


def _differences(study: StudyRecord, names: Names) -> Rows:
    for d in study.differences:
        ends = (names[d.port], names[d.against])
        for s in d.steps:
            figures = (s.cost_usd, s.time_h, s.generalised_usd, s.estimate_usd)
            yield (*ends, s.part, s.name, *figures)


def _chances(study: StudyRecord, names: Names) -> Rows:
    for p in study.chance.ports if study.chance else ():
        spreads = (*_three(p.value), *_three(p.cost_usd), *_three(p.time_h))
        yield names[p.port], p.best, p.in_time, *spreads


def _three(found: PercentilesRecord) -> tuple[float, float, float]:
    return found.p10, found.p50, found.p90


def _pairs(study: StudyRecord, names: Names) -> Rows:
    for p in study.chance.pairs if study.chance else ():
        yield names[p.port], names[p.beats], p.share, p.trips or None


def _drivers(study: StudyRecord, _: Names) -> Rows:
    for d in study.chance.drivers if study.chance else ():
        yield d.figure, d.what, d.correlation, " ".join(d.rows)


def _worth(study: StudyRecord, _: Names) -> Rows:
    for w in (study.chance.worth_knowing or ()) if study.chance else ():
        yield w.figure, w.what, w.value, " ".join(w.rows)


def _tornado(study: StudyRecord, _: Names) -> Rows:
    for b in study.tornado:
        yield b.label, b.target, b.lead_low, b.lead_high


def _curve(study: StudyRecord, names: Names) -> Rows:
    for s in study.value_curve or ():
        yield names[s.port], s.low_usd_per_h, s.high_usd_per_h


def _flips(study: StudyRecord, names: Names) -> Rows:
    for f in study.break_evens:
        yield (
            f.label,
            f.target,
            f.factor,
            f.base,
            f.value,
            f.unit,
            names[f.ahead_now],
            names[f.ahead_beyond] if f.factor is not None else "no change",
            "yes" if f.verified else "no",
        )


def _calendar(study: StudyRecord, names: Names) -> Rows:
    for c in study.calendar:
        yield c.scenario, c.month, names[c.best] if c.best else "none", c.ahead, c.note


# Too long to be read in a note.
_NOT_IN_NOTES = ("items",)
_MOST_SIGNS = 32_000  # of a cell
_ZIP_DATE = (2026, 1, 1, 0, 0, 0)  # the same comparison gives the same bytes


def report_md(document: ComparisonRecord) -> str:
    """Markdown with every table but that of all items."""
    parts = [f"# {_md(document.title)}", ""]
    for entry in document.places:
        parts += [f"**{_md(entry.today.sentence)}**", ""]
        if entry.if_served:
            parts += [f"{SERVED.capitalize()}: {_md(entry.if_served.sentence)}", ""]
    parts += [f"{_md(text)}\n" for text in fork_lines(document)]
    parts += [_md(load_line(document)), ""]
    for table in (t for t in tables(document) if t.name not in _NOT_IN_NOTES):
        parts += [f"## {table.title}", "", "| " + " | ".join(map(_md, table.header)) + " |"]
        parts.append("|" + "---|" * len(table.header))
        parts += ["| " + " | ".join(_md(_shown(c)) for c in row) + " |" for row in table.rows]
        parts.append("")
    command = plain(document.command).replace("`", "'")
    parts.append(f"Made by `{command}`. Data of {document.data_date}.")
    return "\n".join(parts) + "\n"


def report_csvs(document: ComparisonRecord) -> dict[str, str]:
    """Name of file to text, one file a table."""
    return {f"{t.name}.csv": csv_text([t.header, *t.rows]) for t in tables(document)}


def report_zip(document: ComparisonRecord) -> bytes:
    """The CSV files in one archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in report_csvs(document).items():
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode("utf-8"))
    return out.getvalue()


def report_xlsx(document: ComparisonRecord) -> bytes:
    """A workbook, one sheet a table, with real numbers."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for table in tables(document):
        _fill(book.create_sheet(table.name[:31]), table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, table: Table) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for number, row in enumerate((table.header, *table.rows), 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = plain(value)[:_MOST_SIGNS] if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula, whatever the text starts with
                cell.quotePrefix = True
            if number == 1:
                cell.font = Font(bold=True)
    for column, name in enumerate(table.header):
        longest = max([len(name), *(len(_shown(row[column])) for row in table.rows)])
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(60, longest + 2)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _shown(cell: Value) -> str:
    if cell is None:
        return ""
    return f"{cell:,.2f}".rstrip("0").rstrip(".") if isinstance(cell, float) else str(cell)


def _md(text: str) -> str:
    cleaned = plain(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
    return " ".join(cleaned.replace("`", "'").split())
