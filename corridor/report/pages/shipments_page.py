"""The map of many shipments; how such a page is built says `page_map`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corridor.report.closed.chart import ClosedMap
from corridor.report.document.answer import AnswerRecord
from corridor.report.document.plain import plain, short
from corridor.report.document.wording import BOUNDARY_NOTE, CREDIT
from corridor.report.map.colours import MODE_COLOUR, OTHER_COLOUR
from corridor.report.map.lines import IsCoarse, LineOf
from corridor.report.map.svg import (
    path_data,
    still_map,
    thinned,
    view_of,
    xml_text,
)
from corridor.report.pages.page_map import Overlay, Sheet, page_map
from corridor.report.pages.shipments_data import Flow, Way, page_drawing, way_record, ways_drawn
from corridor.report.tables.cells import html_table, shown_table

_SIZE = (900, 560)
_MOST_ROWS = 200
_THIN_PX, _BROAD_PX = 1.5, 11.0
_SHEET = Sheet(
    draw="drawShipments",
    block="corridor-shipments",
    map_label="Map of the shipments",
    panel_label="Shipments",
    scripts=("page_words.js", "page_map.js", "shipments_panel.js", "shipments_script.js"),
    styles=("map_style.css", "shipments_style.css"),
)
_OVERLAYS = (Overlay("names", "Names"), Overlay("dots", "Ends"))


@dataclass(frozen=True, slots=True)
class About:
    """Where the shipments come from, and the data behind their ways."""

    file: str
    data_date: str
    graph_hash: str
    left_out: tuple[tuple[int, str], ...] = ()  # row and what is wrong with it


def shipments_map(
    ways: Sequence[Way], about: About, lines: LineOf, is_coarse: IsCoarse | None = None
) -> ClosedMap:
    """
    Make the map.

    Parameters
    ----------
    ways
        Shipments by way; those without an answer are listed and not drawn.
    about
        The file and the data.
    lines, is_coarse
        As for a route's map.
    """
    flows, used = ways_drawn(ways, lines, is_coarse)
    title = f"Shipments of {short(about.file, 80)}"
    data = {
        "drawing": page_drawing(flows),
        "ways": [way_record(way, over) for way, over in zip(ways, used, strict=True)],
        "title": title,
        "data_date": about.data_date,
        "graph_hash": about.graph_hash,
        "left_out": [[row, plain(what)] for row, what in about.left_out],
        "boundary_note": BOUNDARY_NOTE,
        "credit": CREDIT,
    }
    return page_map(
        _SHEET, _OVERLAYS, title=title, static=_static(ways, flows, about, title), data=data
    )


def _static(ways: Sequence[Way], flows: Sequence[Flow], about: About, title: str) -> str:
    rows = [row for way in ways for row in way.rows]
    text = (
        f"{len(rows):,} shipments, {sum(r.count for r in rows):,} units,"
        f" {sum(r.tonnes for r in rows):,.0f} t gross. Each way was found for one unit, on the"
        f" earliest ready day of its month. Data of {about.data_date}."
    )
    legend = (
        "Lines as broad as the tonnes on them: blue rail, orange road, green sea; dashed where"
        f" only places are known. {BOUNDARY_NOTE} {CREDIT}"
    )
    parts = [
        f"<h1>{xml_text(title)}</h1>",
        f"<p>{xml_text(text)}</p>",
        f'<div class="picture">{_picture(ways, flows, title)}</div>',
        f'<p class="small">{xml_text(legend)}</p>',
        *_ways(ways),
    ]
    lost = [(str(row), what) for row, what in about.left_out]
    lost += [(str(row.row), way.why) for way in ways if way.why for row in way.rows]
    if lost:
        parts.append(html_table(shown_table("Not drawn", ("Row", "Why"), lost[:_MOST_ROWS])))
        parts += _more(len(lost), "rows")
    return "\n".join(parts)


def _ways(ways: Sequence[Way]) -> Iterable[str]:
    found = [(way, way.answer) for way in ways if way.answer is not None]
    found.sort(key=lambda one: -sum(row.tonnes for row in one[0].rows))
    body = [_way_row(way, answer) for way, answer in found[:_MOST_ROWS]]
    head = ("From - to", "Unit", "Month", "Shipments", "Units", "t", "km", "Days", "Way")
    yield html_table(shown_table("Ways, by tonnes", head, body))
    yield from _more(len(found), "ways")


def _way_row(way: Way, answer: AnswerRecord) -> tuple[str, ...]:
    best = answer.itineraries[0]
    hours = best.totals.time_h
    return (
        f"{plain(way.origin)} - {plain(way.destination)}",
        way.unit,
        answer.query.depart[:7],
        str(len(way.rows)),
        f"{sum(r.count for r in way.rows):,}",
        f"{sum(r.tonnes for r in way.rows):,.0f}",
        f"{best.totals.distance_km:,.0f}",
        f"{hours.typical / 24:.1f} ({hours.low / 24:.1f} to {hours.high / 24:.1f})",
        plain(best.label),
    )


def _more(count: int, what: str) -> list[str]:
    left = count - _MOST_ROWS
    return [f'<p class="small">and {left:,} further {what}</p>'] if left > 0 else []


def _picture(ways: Sequence[Way], flows: Sequence[Flow], title: str) -> str:
    answers = [way.answer for way in ways if way.answer is not None]
    ends = [(e.lon, e.lat) for a in answers for e in (a.query.origin, a.query.destination)]
    view = view_of([*ends, *(p for flow in flows for p in flow.piece.points)], *_SIZE)
    most = max((flow.tonnes for flow in flows), default=1.0) or 1.0
    parts = []
    # The thin above the broad, so that none is hidden.
    for flow in sorted(flows, key=lambda flow: -flow.tonnes):
        broad = _THIN_PX + (_BROAD_PX - _THIN_PX) * flow.tonnes / most
        dash = ' stroke-dasharray="7 5"' if flow.piece.coarse else ""
        path = path_data(thinned([view.pixel(p) for p in flow.piece.points]))
        parts.append(
            f'<path d="{path}" fill="none" stroke="{MODE_COLOUR.get(flow.mode, OTHER_COLOUR)}"'
            f' stroke-width="{broad:.1f}" stroke-linejoin="round" stroke-opacity="0.85"{dash}/>'
        )
    return still_map(view, title, parts)
