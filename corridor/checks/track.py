"""Gauge, traction and axle load of rail sections; breaks of gauge; planned links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from corridor.model.mode import Mode
from corridor.model.status import NOT_BUILT
from corridor.tables.dataset import Dataset
from corridor.tables.records import RailLine, Section
from corridor.text_table import columns

NO_YEAR = "no opening year"


def gauge_breaks(dataset: Dataset) -> dict[str, frozenset[int]]:
    """Hubs at which rail sections of different gauges meet, built or planned, with the gauges."""
    gauges: dict[str, set[int]] = {}
    for section in dataset.sections:
        if section.mode == Mode.RAIL:
            for hub in (section.from_id, section.to_id):
                gauges.setdefault(hub, set()).add(section.gauge_mm)
    return {hub: frozenset(g) for hub, g in gauges.items() if len(g) > 1}


def break_rule(dataset: Dataset) -> tuple[list[str], bool]:
    """Each break of gauge with its hours and dollars, and whether one has no terminal."""
    rows: list[tuple[str, ...]] = [("  break of gauge", "gauges", "hours", "price", "stands on")]
    wrong = []
    for hub, gauges in sorted(gauge_breaks(dataset).items()):
        found = [
            t
            for t in dataset.terminals
            if t.hub_id == hub and {t.gauge_a_mm, t.gauge_b_mm} == set(gauges)
        ]
        if not found:
            wrong.append(f"{hub}: {sorted(gauges)} meet without a terminal")
        rows += [
            (
                f"  {hub}",
                f"{t.gauge_a_mm}/{t.gauge_b_mm}",
                f"{t.handling_h.low:g}-{t.handling_h.typical:g}-{t.handling_h.high:g}",
                f"{t.cost_usd.typical:g} USD a {t.cost_unit}",
                f"hours {t.hours_confidence}, price {t.cost_confidence}",
            )
            for t in found
        ]
    others = sorted(
        {t.hub_id for t in dataset.terminals if t.mode_a == t.mode_b == Mode.RAIL}
        - set(gauge_breaks(dataset))
    )
    lines = [
        "Breaks of gauge are terminals",
        *columns(rows),
        f"  also, without a section of the other gauge in the tables: {', '.join(others)}",
    ]
    return lines + [f"  WRONG {w}" for w in wrong], bool(wrong)


def line_complaints(dataset: Dataset) -> list[str]:
    """Built rail sections in no line or in two, and lines whose sections disagree."""
    counts = Counter(s for line in dataset.rail_lines for s in line.sections)
    wrong = [f"{s} stands in {n} lines" for s, n in sorted(counts.items()) if n > 1]
    built = [s for s in dataset.sections if s.mode == Mode.RAIL and s.status not in NOT_BUILT]
    wrong += [f"{s.id} stands in no line" for s in built if s.id not in counts]
    for line in dataset.rail_lines:
        if (line.max_axle_t is None) != (line.axle_source == ""):
            wrong.append(f"{line.id}: axle load and its source go together")
        # one source speaks of the whole line, so its sections cannot differ in what it says
        rows = [dataset.section[name] for name in line.sections]
        for what in ("gauge_mm", "electrified"):
            found = sorted({str(getattr(row, what)) for row in rows})
            if len(found) > 1:
                wrong.append(f"{line.id}: sections with {what} {' and '.join(found)}")
    return wrong


def track_rule(dataset: Dataset) -> tuple[list[str], bool]:
    """Kilometres of built rail with and without a source by country, and whether rows disagree."""
    tests: tuple[tuple[str, Callable[[Section, RailLine], bool]], ...] = (
        ("wired", lambda s, _: s.electrified == "yes"),
        ("partly", lambda s, _: s.electrified == "partial"),
        ("no wires", lambda s, _: s.electrified == "no"),
        ("traction with source", lambda _, n: not n.traction_source.startswith("own-")),
        ("axle load with source", lambda _, n: n.max_axle_t is not None),
        ("gauge with source", lambda _, n: not n.source_id.startswith("own-")),
    )
    by_section = {s: line for line in dataset.rail_lines for s in line.sections}
    sums: dict[str, list[float]] = {}
    for section in dataset.sections:
        line = by_section.get(section.id)
        if section.mode != Mode.RAIL or section.status in NOT_BUILT or line is None:
            continue
        for key in (line.country, "all"):
            cell = sums.setdefault(key, [0.0] * (1 + len(tests)))
            cell[0] += section.length_km
            for i, (_, test) in enumerate(tests, 1):
                cell[i] += section.length_km * test(section, line)
    rows: list[tuple[str, ...]] = [("  country", "rail km", *(name for name, _ in tests))]
    for country, cell in sorted(sums.items(), key=lambda item: (item[0] == "all", item[0])):
        shares = (f"{v:,.0f} ({v / cell[0]:.0%})" for v in cell[1:])
        rows.append((f"  {country}", f"{cell[0]:,.0f}", *shares))
    wrong = line_complaints(dataset)
    lines = [
        "Gauge, traction and axle load of built rail sections, km",
        *columns(rows),
        *_unsourced(dataset, "traction", lambda n: n.traction_source.startswith("own-")),
        *_unsourced(dataset, "axle load", lambda n: n.max_axle_t is None),
        *_unsourced(dataset, "gauge", lambda n: n.source_id.startswith("own-")),
    ]
    return lines + [f"  WRONG {w}" for w in wrong], bool(wrong)


def _unsourced(dataset: Dataset, what: str, lacks: Callable[[RailLine], bool]) -> list[str]:
    """The lines that no source speaks of, longest first."""
    km = {
        line.id: sum(dataset.section[s].length_km for s in line.sections)
        for line in dataset.rail_lines
        if lacks(line)
    }
    named = (f"{name} {km[name]:,.0f}" for name in sorted(km, key=lambda n: (-km[n], n)))
    return (
        [f"  no source for the {what}, {sum(km.values()):,.0f} km: {', '.join(named)}"]
        if km
        else []
    )


def planned_complaints(section: Section) -> list[str]:
    """What a planned or unfinished section lacks: a year or the word that none is published."""
    wrong = []
    if section.first_day is None and NO_YEAR not in section.note:
        wrong.append(f"{section.id}: neither a year nor a word that none is published")
    if section.source_id.startswith("own-") and not section.note:
        wrong.append(f"{section.id}: own figure without its method")
    if section.mode == Mode.RAIL and not section.gauge_mm:
        wrong.append(f"{section.id}: no gauge")
    return wrong


def planned_rule(dataset: Dataset) -> tuple[list[str], bool]:
    """Planned and unfinished links with status, year, gauge, length and source."""
    rows: list[tuple[str, ...]] = [("  link", "status", "opens", "gauge", "km", "length", "source")]
    wrong: list[str] = []
    for section in dataset.sections:
        if section.status not in NOT_BUILT:
            continue
        rows.append(
            (
                f"  {section.id}",
                section.status,
                str(section.first_day.year if section.first_day else "-"),
                str(section.gauge_mm or ""),
                f"{section.length_km:g}",
                section.confidence,
                f"{section.source_id} ({section.as_of})",
            )
        )
        wrong += planned_complaints(section)
    lines = [f"Planned and unfinished links: {len(rows) - 1}, out of every answer", *columns(rows)]
    return lines + [f"  WRONG {w}" for w in wrong], bool(wrong)
