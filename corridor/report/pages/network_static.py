"""The network page for readers without JavaScript: a still map and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from corridor.model.mode import LAND_MODES, Mode
from corridor.report.document.wording import in_country
from corridor.report.map.lines import Drawing
from corridor.report.map.svg import (
    BORDER,
    INK,
    MODE_COLOUR,
    OTHER_COLOUR,
    SEA,
    Box,
    View,
    country_names,
    ground,
    name_text,
    path_data,
    thinned,
    view_of,
    xml_text,
)
from corridor.report.pages.route_static import BOUNDARY_NOTE, source_list, table
from corridor.tables.library import Library

Record = Mapping[str, Any]
CREDIT = "© OpenStreetMap contributors, ODbL; GeoNames CC BY 4.0; Natural Earth"
# Okabe and Ito's colours, which colour-blind readers can tell apart; network_words.js has the
# same. Rail of another gauge is drawn in the mode's colour.
GAUGE_COLOUR = {1520: MODE_COLOUR[Mode.RAIL], 1435: "#CC79A7", 1676: INK}
STATE_COLOUR = {
    "open": "#009E73",
    "restricted": "#F0E442",
    "closed": "#D55E00",
    "local": "#C9CED3",
    "planned": "#FFFFFF",
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


def static_network(library: Library, data: Record, found: Drawing, *, title: str) -> str:
    """
    Build the page's content as plain HTML; every text of the tables is escaped.

    `data` and `found` are what `network_data` gives.
    """
    on, graph = data["on"], data["graph_hash"][:12]
    legend = (
        "Rail by gauge: blue 1520, purple 1435, black 1676 mm, with white ticks. Orange: road."
        " Dashed: only places along the line are known. Dotted: planned or under construction."
        " Crossings (rail diamonds, road squares): green open, yellow restricted, orange-red"
        f" closed, grey not for transit freight. {BOUNDARY_NOTE} {CREDIT}"
    )
    used = {row["source"] for row in data["crossings"]} | {
        row["source"] for crossing in data["crossings"] for row in crossing["rows"]
    }
    sources = [s for s in library.sources if s.id in used]
    parts = [
        f"<h1>{xml_text(title)}</h1>",
        f"<p>State on {xml_text(on)}. Data of {xml_text(data['data_date'])}.</p>",
        f'<div class="picture">{_picture(library, data, found, title)}</div>',
        f'<p class="small">{xml_text(legend)}</p>',
        *_crossings(data["crossings"], on),
        *_sections(library, data["sections"], on),
        _ports(library, data["ports"], on),
        *source_list(sources),
        f'<p class="small">Graph {xml_text(graph)}.</p>',
    ]
    return "\n".join(parts)


# Tables -------------------------------------------------------------------------------


def evidence_text(row: Record) -> str:
    """'closed since 2025-10-11, last confirmed 2026-02-11' of a closure row."""
    about = f" ({row['cargo']})" if row["cargo"] not in ("", "all") else ""
    if row["season"]:
        when = f"every year {row['season']}"
    else:
        when = f"since {row['since'] or 'unknown'}"
        when += f" until {row['until']}" if row["until"] else ""
    return f"{row['effect']}{about} {when}, last confirmed {row['confirmed']}"


def _evidence(rows: Sequence[Record]) -> str:
    return "; ".join(evidence_text(row) for row in rows)


def _crossings(rows: Sequence[Record], on: str) -> Iterable[str]:
    for mode in LAND_MODES:
        body = [
            (
                row["name"],
                " - ".join(in_country(name, country) for name, country, _ in row["sides"]),
                f"{row['gauge']} mm" if row["gauge"] else "",
                STATE_TEXT[row["state"]],
                _evidence(row["rows"]),
                f"{row['as_of']}, {row['confidence']}",
            )
            for row in rows
            if row["mode"] == mode
        ]
        head = ("Crossing", "Between", "Gauge", f"On {on}", "Evidence", "Row of")
        yield table(f"{mode.capitalize()} crossings", head, body)


def _names(library: Library, row: Record) -> str:
    return " - ".join(library.hub[end].name for end in row["ends"])


def _sections(library: Library, rows: Sequence[Record], on: str) -> Iterable[str]:
    held = [
        (_names(library, row), row["mode"], row["state"], _evidence(row["rows"]))
        for row in rows
        if "state" in row
    ]
    if held:
        yield table(
            f"Lines closed or restricted on {on}", ("Line", "Mode", "State", "Evidence"), held
        )
    planned = [
        (
            _names(library, row),
            f"{row['mode']} {row['gauge'] or ''}".strip(),
            "under construction" if row["status"] == "construction" else row["status"],
            str(row["opens"] or "unknown"),
            f"{'~' if row['confidence'] == 'estimate' else ''}{row['km']:,.0f}",
        )
        for row in rows
        if row["status"] != "open"
    ]
    if planned:
        head = ("Link", "Mode", "Status", "Opens", "km")
        yield table("Planned, under construction, out of use", head, planned)


def _ports(library: Library, rows: Sequence[Record], on: str) -> str:
    body = [
        (
            row["name"],
            library.hub[row["id"]].country,
            row["service"],
            "yes" if row["rail"] else "no",
            row.get("state", "open"),
            _evidence(row.get("rows", ())),
        )
        for row in rows
    ]
    head = ("Port", "Country", "Container service", "Rail", f"On {on}", "Evidence")
    return table("Seaports", head, body)


# Picture ------------------------------------------------------------------------------


def _picture(library: Library, data: Record, found: Drawing, title: str) -> str:
    ends = {end for row in data["sections"] for end in row["ends"]}
    view = view_of([(h.lon, h.lat) for h in library.hubs if h.id in ends], _WIDTH, _HEIGHT)
    taken: list[Box] = []
    marks = _marks(data["crossings"], view)
    names = _place_names(library, view, taken)
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="sans-serif">',
        f"<title>{xml_text(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="{SEA}"/>',
        *ground(view),
        *country_names(view, taken),
        *_lines(data["sections"], found, view),
        *marks,
        *names,
        (
            f'<rect x="0.5" y="0.5" width="{_WIDTH - 1}" height="{_HEIGHT - 1}" fill="none"'
            f' stroke="{BORDER}"/></svg>'
        ),
    ]
    return "\n".join(parts)


def _lines(rows: Sequence[Record], found: Drawing, view: View) -> Iterable[str]:
    """One path for all lines that look alike; road below, then rail, then what is planned."""
    groups: dict[tuple[str, int, bool, bool], list[int]] = {}
    for row, numbers in zip(rows, found.legs[0], strict=True):
        for number in numbers:
            coarse = found.pieces[number].coarse
            key = (row["mode"], row["gauge"], row["status"] == "open", coarse)
            groups.setdefault(key, []).append(number)
    order = sorted(groups, key=lambda key: (not key[2], key[0] != Mode.ROAD, key[1], key[3]))
    for mode, gauge, built, coarse in order:
        pieces = [found.pieces[number] for number in groups[mode, gauge, built, coarse]]
        d = "".join(path_data(thinned([view.pixel(p) for p in piece.points])) for piece in pieces)
        colour = MODE_COLOUR[Mode.ROAD]
        if mode == Mode.RAIL:
            colour = GAUGE_COLOUR.get(gauge, OTHER_COLOUR)
        head = f'<path d="{d}" fill="none" stroke-linejoin="round"'
        dash = ""
        if not built:
            dash = ' stroke-dasharray="1.5 3"'
        elif coarse:
            dash = ' stroke-dasharray="5 3"'
        width = 1.4 if mode == Mode.ROAD else 2.2
        yield f'{head} stroke="{colour}" stroke-width="{width}"{dash}/>'
        if mode == Mode.RAIL and not dash:
            yield f'{head} stroke="#FFFFFF" stroke-width="0.9" stroke-dasharray="3 4"/>'


def _marks(rows: Sequence[Record], view: View) -> list[str]:
    shapes: dict[str, str] = {
        Mode.RAIL: "M0 -5L5 0L0 5L-5 0Z",
        Mode.ROAD: "M-3.6 -3.6H3.6V3.6H-3.6Z",
    }
    order = ("planned", "local", "open", "restricted", "closed")  # the last lies on top
    found = []
    for row in sorted(rows, key=lambda row: (order.index(row["state"]), row["id"])):
        x, y = view.pixel((row["lon"], row["lat"]))
        found.append(
            f'<path transform="translate({x:.1f} {y:.1f})" d="{shapes[row["mode"]]}"'
            f' fill="{STATE_COLOUR[row["state"]]}" stroke="{INK}" stroke-width="1">'
            f"<title>{xml_text(row['name'])}, {row['mode']}:"
            f" {STATE_TEXT[row['state']]}</title></path>"
        )
    return found


def _place_names(library: Library, view: View, taken: list[Box]) -> list[str]:
    spots = [library.hub[name] for name in NAMED if name in library.hub]
    found = []
    for hub in spots:
        x, y = view.pixel((hub.lon, hub.lat))
        text = name_text(hub.name, x - 5, y, view, taken)
        if text:
            found.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="{INK}"/>{text}')
    return found
