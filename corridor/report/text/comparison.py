"""A comparison as text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corridor.report.document.comparison import (
    ComparedPlaceRecord,
    ComparisonRecord,
    LaneRecord,
    StudyRecord,
)
from corridor.report.document.wording import WIDTH
from corridor.report.tables import comparison_rows as rows
from corridor.report.tables.cells import FIGURES, Table
from corridor.report.tables.comparison_rows import flip_line, load_line
from corridor.report.text.page import Page

# Cells that the first column of a table keeps on a narrow page; the table is then wider.
_HELD = 16
_MOST_STEPS, _MOST_BARS, _MOST_DRIVERS = 14, 8, 5


def comparison_text(document: ComparisonRecord, page: Page | None = None) -> str:
    """Render a comparison; the verdict comes first."""
    page = page or Page(WIDTH)
    lines: list[str] = []
    several = len(document.places) > 1
    if several:
        for text in rows.headlines(document):
            lines += _wrapped(page, f"- {text}")
    for entry in document.places:
        if several:
            lines += ["", entry.place.name.upper()]
        lines += _place(page, document, entry)
    for text in rows.fork_lines(document):
        lines += ["", *_wrapped(page, text)]
    lines += ["", *_wrapped(page, load_line(document)), *_wrapped(page, rows.basket_line(document))]
    lines.append(
        "~ marks what rests on an estimate. Money in US dollars for the whole consignment."
    )
    return "\n".join(lines) + "\n"


def flips_text(document: ComparisonRecord, page: Page | None = None) -> str:
    """Break-evens and the tornado of one place, as text."""
    page = page or Page(WIDTH)
    study = document.places[0].today
    lines = _wrapped(page, study.sentence)
    if study.services_opened:
        lines += _wrapped(
            page, f"Assumed, for a port without a service: {', '.join(study.services_opened)}."
        )
    lines += _flips(page, study, document.names) + _tornado(page, document, study)
    lines += ["", *_wrapped(page, load_line(document))]
    return "\n".join(lines) + "\n"


def _place(page: Page, document: ComparisonRecord, entry: ComparedPlaceRecord) -> list[str]:
    # The sentences of several places stand first, all together, and are not said again.
    alone = len(document.places) == 1
    lines = [*_wrapped(page, entry.today.first_line), ""] if alone else []
    lines += _study(page, document, entry.today)
    other = entry.if_served
    if other:
        opened = ", ".join(other.services_opened)
        lines += ["", f"If the ports without a service had one ({opened}):"]
        lines += _wrapped(page, other.first_line) if alone else []
        lines += ["", *_study(page, document, other)]
    return lines


def _study(page: Page, document: ComparisonRecord, study: StudyRecord) -> list[str]:
    """The table, what is shut and to mind, what decides, what is uncertain."""
    names = document.names
    lines = []
    if study.standings:
        lines += [*_lines_of(page, rows.standings(study, names)), *_best(page, study, names)]
    lines += _bulleted(page, "Beside these ways", study.points or ())
    lines += _absent(page, study)
    lines += _bulleted(page, "Closed near the best way", rows.shut_lines(study))
    lines += _bulleted(page, "Mind", rows.caution_lines(study, names))
    lines += _headed("WHAT DECIDES", _decides(page, document, study))
    lines += _headed("WHAT IS UNCERTAIN", _chance(page, document, study))
    return lines + _headed("CORRIDOR INDICATORS", _indicators(page, study, names))


def _decides(page: Page, document: ComparisonRecord, study: StudyRecord) -> list[str]:
    """What the ports differ by, what moves the lead and what would turn it, and when."""
    names, lines = document.names, []
    for difference in study.differences:
        lines += ["", *_lines_of(page, rows.steps(difference, names, _MOST_STEPS))]
    lines += _tornado(page, document, study)
    if text := rows.curve_line(document, study):
        lines += ["", *_wrapped(page, text)]
    lines += _flips(page, study, names)
    if study.calendar:
        lines += ["", *_lines_of(page, rows.month_runs(study, names, document.question.measure))]
    return lines


def _indicators(page: Page, study: StudyRecord, names: Mapping[str, str]) -> list[str]:
    """Indicators of the best way through each port; the published ones stand in the tables."""
    table = rows.indicators(study, names)
    return ["", *_lines_of(page, table)] if table.rows else []


def _headed(title: str, lines: list[str]) -> list[str]:
    """Lines under a title; nothing without lines."""
    if not lines:
        return []
    return ["", title, *(lines if lines[0] else lines[1:])]


def _bulleted(page: Page, title: str, texts: Sequence[str]) -> list[str]:
    """A title and its lines; nothing without lines."""
    return ["", f"{title}:", *(x for t in texts for x in _wrapped(page, t, "  "))] if texts else []


def _lines_of(page: Page, table: Table) -> list[str]:
    right = frozenset(n for n, column in enumerate(table.columns) if column.kind in FIGURES)
    rows = [table.header, *([str(cell) for cell in row] for row in table.rows)]
    shown = page.table(rows, flex=0, right=right, hold=_HELD)
    return [*_wrapped(page, f"{table.title}:"), *(line for row in shown for line in row)]


def _best(page: Page, study: StudyRecord, names: Mapping[str, str]) -> list[str]:
    """What the best way through each port is, and those by other objectives that differ."""
    lines = []
    for standing in study.standings:
        lines += _best_of(page, study.lane(standing.port, study.common_markets[0]), names)
    return lines


def _best_of(page: Page, lane: LaneRecord, names: Mapping[str, str]) -> list[str]:
    itinerary = lane.itinerary
    if itinerary is None:
        return []
    borders = ", ".join(b.name for b in itinerary.borders) or "no border"
    text = f"{names[lane.port]}: {itinerary.label}; {borders}; arrives {itinerary.arrival[:10]}"
    return [
        *_wrapped(page, text, "  "),
        *(
            line
            for b in lane.best_by
            if b.label != itinerary.label
            for line in _wrapped(
                page,
                f"by {b.objective}: {b.label}, {b.cost_usd:,.0f} USD, {b.time_h / 24:.1f} days",
                "    ",
            )
        ),
    ]


def _absent(page: Page, study: StudyRecord) -> list[str]:
    lines = []
    for absence in (x.absence for x in study.lanes):
        if absence:
            only = f" (a scenario only: --open {absence.services[0]})" if absence.services else ""
            lines += _wrapped(page, f"- {absence.text}{only}", "  ")
    return ["", *lines] if lines else []


def _chance(page: Page, document: ComparisonRecord, study: StudyRecord) -> list[str]:
    chance, measure = study.chance, document.question.measure
    if not chance:
        return []
    lines = ["", *_lines_of(page, rows.samples(chance, document.names, measure))]
    lines += _wrapped(page, rows.choice_set_line(chance, measure.unit_named))
    if chance.drivers:
        text = [f"{d.figure} {d.correlation:+.2f}" for d in chance.drivers[:_MOST_DRIVERS]]
        lines += _wrapped(page, f"What drives the lead (rank correlation): {', '.join(text)}.")
    lines += _wrapped(page, rows.worth_line(chance, measure))
    return lines


def _tornado(page: Page, document: ComparisonRecord, study: StudyRecord) -> list[str]:
    if not study.tornado:
        return []
    measure = document.question.measure
    return ["", *_lines_of(page, rows.tornado(study, document.names, measure, _MOST_BARS))]


def _flips(page: Page, study: StudyRecord, names: Mapping[str, str]) -> list[str]:
    if not study.break_evens:
        return []
    lines = ["", "Break-evens:"]
    for flip in study.break_evens:
        lines += _wrapped(page, flip_line(flip, names), "  ")
    return lines


def _wrapped(page: Page, text: str, indent: str = "") -> list[str]:
    return page.wrap(text, indent, f"{indent}  " if indent else "")
