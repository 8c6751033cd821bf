"""The network page for readers without JavaScript: a still map and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corridor.report.document.network import (
    CrossingRecord,
    EvidenceRecord,
    NetworkRecord,
    SectionRecord,
)
from corridor.report.document.wording import BOUNDARY_NOTE, CREDIT, in_country
from corridor.report.map.colours import (
    GREEN,
    INK,
    MODE_COLOUR,
    OTHER_COLOUR,
    VERMILION,
    WHITE,
    YELLOW,
)
from corridor.report.map.lines import Drawing, Piece
from corridor.report.map.svg import (
    Box,
    View,
    name_text,
    path_data,
    still_map,
    thinned,
    view_of,
    xml_text,
)
from corridor.report.pages.route_static import source_list
from corridor.report.tables.cells import html_table, shown_table
from corridor.tables.dataset import Dataset

_Look = tuple[str, bool]
# network_words.js has the same; rail of another gauge is drawn in another colour.
STATE_COLOUR = {
    "open": GREEN,
    "restricted": YELLOW,
    "closed": VERMILION,
    "local": "#C9CED3",
    "planned": WHITE,
}
STATE_TEXT = {
    "open": "open",
    "restricted": "restricted",
    "closed": "closed",
    "local": "not for transit freight",
    "planned": "not built",
}
# Named first, in this order as far as there is room.
NAMED = (
    "minsk", "moscow", "tashkent", "kabul", "karachi", "gwadar", "almaty", "ashgabat",
    "tehran", "herat", "lahore", "samara", "aktobe", "quetta", "termez", "dushanbe", "orenburg",
    "peshawar", "smolensk", "atyrau", "bishkek", "kandahar", "baku", "mashhad",
)  # fmt: skip
_WIDTH, _HEIGHT = 900, 760


def static_network(
    dataset: Dataset,
    data: NetworkRecord,
    found: Drawing,
    *,
    title: str,
    about: tuple[str, str],
) -> str:
    """
    Build the page's content as plain HTML; every text of the tables is escaped.

    `about` names the data in the first line and the graph in the last.
    """
    legend = (
        "Blue: rail. Orange: road. Dotted: planned or under construction."
        " Crossings (rail diamonds, road squares): green open, yellow restricted, orange-red"
        f" closed, grey not for transit freight. {BOUNDARY_NOTE} {CREDIT}"
    )
    used = {row.source_id for row in data.crossings}
    used |= {row.source_id for crossing in data.crossings for row in crossing.rows}
    parts = [
        f"<h1>{xml_text(title)}</h1>",
        f"<p>State on {xml_text(data.on)}. {xml_text(about[0])}</p>",
        f'<div class="picture">{_picture(dataset, data, found, title)}</div>',
        f'<p class="small">{xml_text(legend)}</p>',
        *_crossings(data),
        *_sections(dataset, data),
        _ports(dataset, data),
        *source_list(s for s in dataset.sources if s.id in used),
        f'<p class="small">{xml_text(about[1])}</p>',
    ]
    return "\n".join(parts)


# Tables -------------------------------------------------------------------------------


def evidence_text(row: EvidenceRecord) -> str:
    """'closed since 2025-10-11, last confirmed 2026-02-11' of a closure row."""
    about = f" ({row.cargo})" if row.cargo not in ("", "all") else ""
    if row.season:
        when = f"every year {row.season}"
    else:
        when = f"since {row.since or 'unknown'}"
        when += f" until {row.until}" if row.until else ""
    return f"{row.effect}{about} {when}, last confirmed {row.last_confirmed}"


def _evidence(rows: Iterable[EvidenceRecord]) -> str:
    return "; ".join(evidence_text(row) for row in rows)


def _crossings(data: NetworkRecord) -> Iterable[str]:
    for mode in ("rail", "road"):
        body = [
            (
                row.name,
                " - ".join(in_country(name, country) for name, country, _ in row.sides),
                f"{row.gauge_mm} mm" if row.gauge_mm else "",
                STATE_TEXT[row.state],
                _evidence(row.rows),
                f"{row.as_of}, {row.confidence}",
            )
            for row in data.crossings
            if row.mode == mode
        ]
        head = ("Crossing", "Between", "Gauge", f"On {data.on}", "Evidence", "Row of")
        yield html_table(shown_table(f"{mode.capitalize()} crossings", head, body))


def _names(dataset: Dataset, row: SectionRecord) -> str:
    return " - ".join(dataset.hub[end].name for end in row.ends)


def _sections(dataset: Dataset, data: NetworkRecord) -> Iterable[str]:
    held = [
        (_names(dataset, row), row.mode, row.state, _evidence(row.rows or ()))
        for row in data.sections
        if row.state
    ]
    if held:
        title = f"Lines closed or restricted on {data.on}"
        yield html_table(shown_table(title, ("Line", "Mode", "State", "Evidence"), held))
    planned = [
        (
            _names(dataset, row),
            f"{row.mode} {row.gauge_mm or ''}".strip(),
            "under construction" if row.status == "construction" else row.status,
            str(row.opens_year or "unknown"),
            f"{'~' if row.confidence == 'estimate' else ''}{row.length_km:,.0f}",
        )
        for row in data.sections
        if row.status != "open"
    ]
    if planned:
        head = ("Link", "Mode", "Status", "Opens", "km")
        yield html_table(shown_table("Planned, under construction, out of use", head, planned))


def _ports(dataset: Dataset, data: NetworkRecord) -> str:
    body = [
        (
            row.name,
            dataset.hub[row.id].country,
            row.container_service,
            "yes" if row.rail_served else "no",
            row.state or "open",
            _evidence(row.rows or ()),
        )
        for row in data.ports
    ]
    head = ("Port", "Country", "Container service", "Rail", f"On {data.on}", "Evidence")
    return html_table(shown_table("Seaports", head, body))


# Picture ------------------------------------------------------------------------------


def _picture(dataset: Dataset, data: NetworkRecord, found: Drawing, title: str) -> str:
    ends = {end for row in data.sections for end in row.ends}
    view = view_of([(h.lon, h.lat) for h in dataset.hubs if h.id in ends], _WIDTH, _HEIGHT)
    taken: list[Box] = []
    names = _place_names(dataset, view, taken)
    parts = [*_lines(data.sections, found, view), *_marks(data.crossings, view), *names]
    return still_map(view, title, parts, taken)


def _lines(rows: Sequence[SectionRecord], found: Drawing, view: View) -> Iterable[str]:
    """One path for all lines that look alike; what is planned below, then road, then rail."""
    groups: dict[_Look, list[Piece]] = {}
    for row, numbers in zip(rows, found.legs[0], strict=True):
        for piece in (found.pieces[number] for number in numbers):
            look = (row.mode, row.status == "open")
            groups.setdefault(look, []).append(piece)
    for look in sorted(groups, key=lambda k: (k[1], k[0] != "road")):
        d = "".join(path_data(thinned([view.pixel(p) for p in x.points])) for x in groups[look])
        yield from _strokes(d, look)


def _strokes(d: str, look: _Look) -> Iterable[str]:
    mode, built = look
    head = f'<path d="{d}" fill="none" stroke-linejoin="round"'
    colour, width = MODE_COLOUR.get(mode, OTHER_COLOUR), 1.2 if mode == "road" else 2.0
    dash = "" if built else ' stroke-dasharray="1.5 3"'
    yield f'{head} stroke="{colour}" stroke-width="{width}"{dash}/>'


def _marks(rows: Sequence[CrossingRecord], view: View) -> list[str]:
    shapes = {"rail": "M0 -5L5 0L0 5L-5 0Z", "road": "M-3.6 -3.6H3.6V3.6H-3.6Z"}
    order = ("planned", "local", "open", "restricted", "closed")  # the last lies on top
    found = []
    for row in sorted(rows, key=lambda row: (order.index(row.state), row.id)):
        x, y = view.pixel((row.lon, row.lat))
        found.append(
            f'<path transform="translate({x:.1f} {y:.1f})" d="{shapes[row.mode]}"'
            f' fill="{STATE_COLOUR[row.state]}" stroke="{INK}" stroke-width="1">'
            f"<title>{xml_text(row.name)}, {row.mode}: {STATE_TEXT[row.state]}</title></path>"
        )
    return found


def _place_names(dataset: Dataset, view: View, taken: list[Box]) -> list[str]:
    spots = [dataset.hub[name] for name in NAMED if name in dataset.hub]
    found = []
    for hub in spots:
        x, y = view.pixel((hub.lon, hub.lat))
        text = name_text(hub.name, x - 5, y, view, taken)
        if text:
            found.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="{INK}"/>{text}')
    return found
