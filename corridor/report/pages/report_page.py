"""
A comparison as one page: no script, no other file, readable on a phone and on paper.

What the page shows is HTML tables and SVG made from the document of the comparison; all text is
escaped, and the Content-Security-Policy allows the one style sheet by its hash and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corridor.report.charts.port_map import PortWay, ways_svg
from corridor.report.charts.ports import chance_svg, tornado_svg, waterfall_svg
from corridor.report.charts.tcd import chart_svg
from corridor.report.charts.tcd_tracks import track
from corridor.report.document.answer import SpotRecord
from corridor.report.document.comparison import (
    ComparedPlaceRecord,
    ComparisonRecord,
    LaneRecord,
    StudyRecord,
)
from corridor.report.document.wording import BOUNDARY_NOTE, CREDIT
from corridor.report.map.basemap import asset_text
from corridor.report.map.colours import PORT_COLOURS
from corridor.report.map.lines import IsCoarse, LineOf
from corridor.report.map.svg import xml_text
from corridor.report.pages.plain_page import plain_page
from corridor.report.pages.route_static import source_list
from corridor.report.tables import comparison_rows as rows
from corridor.report.tables.cells import html_table, shown_table
from corridor.report.tables.comparison_rows import flip_line, load_line

_STYLE = "report_style.css"
_OVER_DISTANCE = "Time and cost over distance"
_PHONE_PX = 440  # width of the chart over distance on a phone
_MOST_LETTERS = 160  # of a note
_WORTH = "USD of generalised cost"  # what the steps from port to port add up to


@dataclass(frozen=True, slots=True)
class Drawn:
    """Where the lines of a map come from, and which the graph calls coarse."""

    lines: LineOf
    is_coarse: IsCoarse | None = None


def report_html(
    document: ComparisonRecord, lines: LineOf, is_coarse: IsCoarse | None = None
) -> str:
    """Render the page of a comparison."""
    title, several = document.title, len(document.places) > 1
    body = [f"<h1>{xml_text(title)}</h1>"]
    if several:
        body.append(_list(rows.sentences(document)))
    body += [f"<p>{xml_text(text)}</p>" for text in rows.fork_lines(document)]
    for entry in document.places:
        if several:
            body.append(f"<h2>{xml_text(entry.place.name)}</h2>")
        body += _place(document, entry, Drawn(lines, is_coarse))
    return plain_page(title, asset_text(_STYLE).strip(), [*body, *_ends(document)])


def chances_svg(document: ComparisonRecord, entry: ComparedPlaceRecord) -> str:
    """How sure the ranking of one place is, as one small chart; '' when nothing was drawn."""
    chance = entry.fuller.chance
    return chance_svg(chance, document.names, document.question.measure) if chance else ""


def _list(texts: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{xml_text(t)}</li>' for t in texts)}</ul>"


def _place(document: ComparisonRecord, entry: ComparedPlaceRecord, drawn: Drawn) -> Iterator[str]:
    today, served = entry.today, entry.if_served
    yield f'<p class="verdict">{xml_text(today.sentence)}</p>'
    yield f"<p>{xml_text(load_line(document))}</p>"
    if text := rows.basket_line(document):
        yield f"<p>{xml_text(text)}</p>"
    if served:
        opened = ", ".join(served.services_opened)
        yield (
            '<p class="verdict soft">If the ports without a service had one '
            f"({xml_text(opened)}): {xml_text(served.sentence)}</p>"
        )
        # What is worth drawing is the fuller comparison; today's table comes first.
        yield "<h2>Today</h2>"
        yield from _ways(document, today)
        yield "<h2>If the ports without a service had one</h2>"
    yield from _ways(document, entry.fuller)
    if entry.fuller.standings:
        yield from _pictures(document, entry, drawn)
    yield from _differences(document, entry.fuller)
    yield from _sure(document, entry.fuller)
    yield from _turns(document, entry.fuller)
    yield from _objectives(document, entry.fuller)


def _ways(document: ComparisonRecord, study: StudyRecord) -> Iterator[str]:
    if study.standings:
        yield html_table(rows.standings(study, document.names))
    missing = [x.absence.text for x in study.lanes if x.absence]
    if missing:
        yield _list(missing)
    told = (
        ("Closed near the best way", rows.shut_lines(study)),
        ("Mind", rows.caution_lines(study, document.names)),
    )
    for title, lines in told:
        if lines:
            yield f"<h3>{title}</h3>{_list(lines)}"


def _chart(svg: str, label: str) -> str:
    """A chart in a frame of its own, moved sideways on a phone where it would be too small."""
    said = f'tabindex="0" role="region" aria-label="{xml_text(label)}"'
    return f'<div class="picture chart" {said}>{svg}</div>'


def _pictures(
    document: ComparisonRecord, entry: ComparedPlaceRecord, drawn: Drawn
) -> Iterator[str]:
    study, names = entry.fuller, document.names
    order = {p.id: n for n, p in enumerate(document.question.ports)}
    market = study.common_markets[0]
    lanes = [study.lane(s.port, market) for s in study.standings]
    ways = [PortWay(order[x.port], x.itinerary) for x in lanes if x.itinerary]
    picture = ways_svg(ways, names, [entry.place, *_ports_on(ways)], drawn.lines, drawn.is_coarse)
    ahead = {s.port for s in study.standings}
    keys = " ".join(_key(names[p], n) for p, n in order.items() if p in ahead)
    yield f"<h2>Ways to {xml_text(names[market])}</h2><p>{keys}</p>"
    note = xml_text(f"{BOUNDARY_NOTE} {CREDIT}")
    yield f'<div class="picture">{picture}</div><p class="small">{note}</p>'
    yield f"<h2>{_OVER_DISTANCE}</h2>"
    pair = {study.verdict.first, study.verdict.second} - {""}
    which = [n for n, s in enumerate(study.standings) if s.port in pair]
    tracks = [track(n, ways[n].itinerary) for n in which or range(len(ways))]
    leads = (entry.place.name, names[market])
    for kind, chart in (
        ("broad", chart_svg(tracks, "USD", leads)),
        ("narrow", chart_svg(tracks, "USD", leads, _PHONE_PX)),
    ):
        yield f'<div class="{kind}">{_chart(chart, _OVER_DISTANCE)}</div>'


def _key(name: str, number: int) -> str:
    colour = PORT_COLOURS[number % len(PORT_COLOURS)]
    return (
        '<span class="key"><svg width="26" height="8"><path d="M0 4h26" stroke-width="5"'
        f' stroke="{colour}"/></svg> {xml_text(name)}</span>'
    )


def _ports_on(ways: Iterable[PortWay]) -> list[SpotRecord]:
    found = {
        leg.from_.name: leg.from_
        for way in ways
        for leg in way.itinerary.legs
        if leg.kind == "port"
    }
    return list(found.values())


def _differences(document: ComparisonRecord, study: StudyRecord) -> Iterator[str]:
    names = document.names
    cost = {s.port: s.generalised_usd for s in study.standings}
    for found in study.differences:
        if found.steps:
            title = f"{names[found.port]} against {names[found.against]}"
            yield f"<h2>{xml_text(title)}</h2>"
            yield _chart(waterfall_svg(found, names, cost[found.against], _WORTH), title)
            yield html_table(rows.steps(found, names))


def _sure(document: ComparisonRecord, study: StudyRecord) -> Iterator[str]:
    chance, measure = study.chance, document.question.measure
    if not chance:
        return
    yield "<h2>How sure</h2>"
    yield _chart(chance_svg(chance, document.names, measure), "How sure")
    yield html_table(rows.samples(chance, document.names, measure))
    if text := rows.choice_set_line(chance, measure.unit_named):
        yield f"<p>{xml_text(text)}</p>"
    if chance.drivers:
        yield html_table(rows.drivers(chance))
    if text := rows.worth_line(chance, measure):
        yield f"<p>{xml_text(text)}</p>"


def _turns(document: ComparisonRecord, study: StudyRecord) -> Iterator[str]:
    """What moves the lead, what flips it, and when it changes."""
    names, measure = document.names, document.question.measure
    if study.tornado:
        title = "What moves the lead"
        yield f"<h2>{title}</h2>"
        yield _chart(tornado_svg(study, names, measure.unit_named), title)
        yield html_table(rows.tornado(study, names, measure))
    if text := rows.curve_line(document, study):
        yield f"<p>{xml_text(text)}</p>"
    if study.break_evens:
        text = _list(flip_line(f, names) for f in study.break_evens)
        yield f"<h2>What flips it</h2>{text}"
    if study.calendar:
        yield "<h2>By month of departure and scenario</h2>"
        yield f"<p>{xml_text(rows.change_line(study, names))}</p>"
        yield f'<div class="months">{html_table(rows.months(study, names, measure))}</div>'


def _objectives(document: ComparisonRecord, study: StudyRecord) -> Iterator[str]:
    found = [row for lane in study.lanes for row in _best_ways(document, lane)]
    if found:
        yield "<h2>Best way by each objective</h2>"
        head = ("Through", "Best by", "Way", "Borders", "USD", "Days", "Arrives")
        yield html_table(shown_table("To each market", head, found))


def _best_ways(document: ComparisonRecord, lane: LaneRecord) -> Iterator[tuple[str, ...]]:
    """Each way once, with the objectives it is best by."""
    names = document.names
    seen: dict[tuple[str, float], list[str]] = {}
    for b in lane.best_by:
        seen.setdefault((b.label, b.cost_usd), []).append(b.objective)
    for b in lane.best_by:
        objectives = seen.pop((b.label, b.cost_usd), None)
        if objectives:
            yield (
                f"{names[lane.port]} - {names[lane.market]}",
                ", ".join(objectives),
                b.label,
                ", ".join(b.borders),
                f"{b.cost_usd:,.0f}",
                f"{b.time_h / 24:.1f}",
                b.arrival[:10],
            )


def _ends(document: ComparisonRecord) -> list[str]:
    found = [
        (a.row, a.confidence, a.as_of, a.source_id, _cut(a.note)) for a in document.assumptions
    ]
    head = ("Row", "Confidence", "As of", "Source", "Note")
    made = (
        f'<p class="small">Made by <code>{xml_text(document.command)}</code>. ~ marks what'
        " rests on an estimate. Money in US dollars for the whole consignment, CO2e well to wheel."
        f" Data of {xml_text(document.data_date)}, graph {xml_text(document.graph_hash[:12])}.</p>"
    )
    return [
        "<h2>Figures behind the best ways</h2>",
        html_table(shown_table("Every row used, the weightiest first", head, found)),
        *source_list(document.sources),
        made,
    ]


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else f"{text[: _MOST_LETTERS - 1]}…"
