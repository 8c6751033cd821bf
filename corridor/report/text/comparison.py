"""A comparison as text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap

from corridor.report.document.comparison import (
    ComparedPlaceRecord,
    ComparisonRecord,
    LaneRecord,
    StudyRecord,
)
from corridor.report.tables import comparison_rows as rows
from corridor.report.tables.cells import Table, text_lines
from corridor.report.tables.comparison_rows import flip_line, load_line

_WIDTH = 110
_MOST_STEPS, _MOST_BARS, _MOST_DRIVERS = 14, 8, 5


def comparison_text(document: ComparisonRecord) -> str:
    """Render a comparison; the verdict comes first."""
    lines: list[str] = []
    several = len(document.places) > 1
    if several:
        for text in rows.headlines(document):
            lines += _wrapped(f"- {text}")
    for entry in document.places:
        if several:
            lines += ["", entry.place.name.upper()]
        lines += _place(document, entry)
    for text in rows.fork_lines(document):
        lines += ["", *_wrapped(text)]
    lines += ["", *_wrapped(load_line(document)), *_wrapped(rows.basket_line(document))]
    lines.append(
        "~ marks what rests on an estimate. Money in US dollars for the whole consignment."
    )
    return "\n".join(lines) + "\n"


def flips_text(document: ComparisonRecord) -> str:
    """Break-evens and the tornado of one place, as text."""
    study = document.places[0].today
    lines = _wrapped(study.sentence)
    if study.services_opened:
        lines += _wrapped(
            f"Assumed, for a port without a service: {', '.join(study.services_opened)}."
        )
    lines += _flips(study, document.names) + _tornado(document, study)
    lines += ["", *_wrapped(load_line(document))]
    return "\n".join(lines) + "\n"


def _place(document: ComparisonRecord, entry: ComparedPlaceRecord) -> list[str]:
    # The sentences of several places stand first, all together, and are not said again.
    alone = len(document.places) == 1
    lines = [*_wrapped(entry.today.first_line), ""] if alone else []
    lines += _study(document, entry.today)
    other = entry.if_served
    if other:
        opened = ", ".join(other.services_opened)
        lines += ["", f"If the ports without a service had one ({opened}):"]
        lines += _wrapped(other.first_line) if alone else []
        lines += ["", *_study(document, other)]
    return lines


def _study(document: ComparisonRecord, study: StudyRecord) -> list[str]:
    """The table, what is shut and to mind, what decides, what is uncertain."""
    names = document.names
    lines = []
    if study.standings:
        lines += [*_lines_of(rows.standings(study, names)), *_best(study, names)]
    lines += _bulleted("Beside these ways", study.points or ())
    lines += _absent(study)
    lines += _bulleted("Closed near the best way", rows.shut_lines(study))
    lines += _bulleted("Mind", rows.caution_lines(study, names))
    lines += _headed("WHAT DECIDES", _decides(document, study))
    lines += _headed("WHAT IS UNCERTAIN", _chance(document, study))
    return lines + _headed("CORRIDOR INDICATORS", _indicators(study, names))


def _decides(document: ComparisonRecord, study: StudyRecord) -> list[str]:
    """What the ports differ by, what moves the lead and what would turn it, and when."""
    names, lines = document.names, []
    for difference in study.differences:
        lines += ["", *_lines_of(rows.steps(difference, names, _MOST_STEPS))]
    lines += _tornado(document, study)
    if text := rows.curve_line(document, study):
        lines += ["", *_wrapped(text)]
    lines += _flips(study, names)
    if study.calendar:
        lines += ["", *_lines_of(rows.month_runs(study, names, document.question.measure))]
    return lines


def _indicators(study: StudyRecord, names: Mapping[str, str]) -> list[str]:
    """Indicators of the best way through each port; the published ones stand in the tables."""
    table = rows.indicators(study, names)
    return ["", *_lines_of(table)] if table.rows else []


def _headed(title: str, lines: list[str]) -> list[str]:
    """Lines under a title; nothing without lines."""
    if not lines:
        return []
    return ["", title, *(lines if lines[0] else lines[1:])]


def _bulleted(title: str, texts: Sequence[str]) -> list[str]:
    """A title and its lines; nothing without lines."""
    return ["", f"{title}:", *(x for t in texts for x in _wrapped(t, "  "))] if texts else []


def _lines_of(table: Table) -> list[str]:
    return [*_wrapped(f"{table.title}:"), *text_lines(table)]


def _best(study: StudyRecord, names: Mapping[str, str]) -> list[str]:
    """What the best way through each port is, and those by other objectives that differ."""
    lines = []
    for standing in study.standings:
        lines += _best_of(study.lane(standing.port, study.common_markets[0]), names)
    return lines


def _best_of(lane: LaneRecord, names: Mapping[str, str]) -> list[str]:
    itinerary = lane.itinerary
    if itinerary is None:
        return []
    borders = ", ".join(b.name for b in itinerary.borders) or "no border"
    text = f"{names[lane.port]}: {itinerary.label}; {borders}; arrives {itinerary.arrival[:10]}"
    return [
        *_wrapped(text, "  "),
        *(
            f"    by {b.objective}: {b.label}, {b.cost_usd:,.0f} USD, {b.time_h / 24:.1f} days"
            for b in lane.best_by
            if b.label != itinerary.label
        ),
    ]


def _absent(study: StudyRecord) -> list[str]:
    lines = []
    for absence in (x.absence for x in study.lanes):
        if absence:
            only = f" (a scenario only: --open {absence.services[0]})" if absence.services else ""
            lines += _wrapped(f"- {absence.text}{only}", "  ")
    return ["", *lines] if lines else []


def _chance(document: ComparisonRecord, study: StudyRecord) -> list[str]:
    chance, measure = study.chance, document.question.measure
    if not chance:
        return []
    lines = ["", *_lines_of(rows.samples(chance, document.names, measure))]
    lines += _wrapped(rows.choice_set_line(chance, measure.unit_named))
    if chance.drivers:
        text = [f"{d.figure} {d.correlation:+.2f}" for d in chance.drivers[:_MOST_DRIVERS]]
        lines += _wrapped(f"What drives the lead (rank correlation): {', '.join(text)}.")
    lines += _wrapped(rows.worth_line(chance, measure))
    return lines


def _tornado(document: ComparisonRecord, study: StudyRecord) -> list[str]:
    if not study.tornado:
        return []
    measure = document.question.measure
    return ["", *_lines_of(rows.tornado(study, document.names, measure, _MOST_BARS))]


def _flips(study: StudyRecord, names: Mapping[str, str]) -> list[str]:
    if not study.break_evens:
        return []
    lines = ["", "Break-evens:"]
    for flip in study.break_evens:
        lines += _wrapped(flip_line(flip, names), "  ")
    return lines


def _wrapped(text: str, indent: str = "") -> list[str]:
    return wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  " if indent else ""
    )
