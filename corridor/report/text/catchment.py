"""A catchment as text, as CSV rows and as a still map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from corridor.report.charts.ports import PORT_COLOURS
from corridor.report.document.plain import cell_text
from corridor.report.map.svg import (
    BORDER,
    INK,
    SEA,
    Box,
    country_names,
    ground,
    name_text,
    path_data,
    view_of,
    xml_text,
)
from corridor.text_table import columns

_WIDTH = 110
_SIZE = (820, 620)


def catchment_text(document: Mapping[str, Any]) -> str:
    """Who wins where: totals first, then every place."""
    question = document["question"]
    names = {p["id"]: p["name"] for p in (*question["ports"], *question["markets"])}
    measure = question["measure"]
    lines: list[str] = [f"Guessed: {text}" for text in document.get("guessed", ())]
    for column in document["assumptions"]:
        lines += _totals(column, names)
    first = document["assumptions"][0]["places"]
    head = ["place", "", *(c["name"] for c in document["assumptions"])]
    rows = [head]
    for number, place in enumerate(first):
        cells = [
            _cell(c["places"][number], names, measure["digits"]) for c in document["assumptions"]
        ]
        rows.append([place["name"], place["country"], *cells])
    lines += ["", *columns(rows), ""]
    markets = ", ".join(m["name"] for m in question["markets"])
    text = (
        f"{question['count']} {question['unit']}, {question['direction']}, ready"
        f" {str(question['depart']).replace('T', ' ')}; ahead by {measure['words']} in"
        f" {measure['unit']}, mean over {markets}"
        f"{' (the basket; no --onward was given)' if question['basket'] else ''}."
        f" Shares by a logit of {document['assumptions'][0]['logit_scale_per_usd']:g} per USD an FEU."
        f" Data of {document['data_date']}."
    )
    if document["off_grid"]:
        text += f" {document['off_grid']} grid points join no road and were not asked."
    return "\n".join([*lines, *wrap(text, _WIDTH)]) + "\n"


def _totals(column: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    won = ", ".join(f"{names[p]} {n}" for p, n in sorted(column["won"].items()))
    text = f"{column['name']}: places won: {won or 'none'}"
    if column["unreached"]:
        text += f"; {column['unreached']} reach no port"
    for port in column["silent"]:
        text += f"; {names[port]}: no regular service today"
    for entry in column["tonnes"]:
        name = names.get(entry["port"], "no port")
        text += (
            f"; {name} {entry['by_share_t']:,.0f} t by share,"
            f" {entry['to_cheapest_t']:,.0f} t if all take the cheapest"
        )
    return wrap(f"{text}.", _WIDTH)


def _cell(place: Mapping[str, Any], names: Mapping[str, str], digits: int) -> str:
    if not place["best"]:
        return "none"
    share = max((s["share"] for s in place["shares"]), default=1.0)
    ahead = "" if place["ahead"] is None else f" by {place['ahead']:,.{digits}f} ({share:.0%})"
    return f"{names[place['best']]}{ahead}"


def catchment_csv(document: Mapping[str, Any]) -> list[list[object]]:
    """Tidy rows: one a set of assumptions, place and port; no text of them is a formula."""
    names = {p["id"]: p["name"] for p in document["question"]["ports"]}
    unit = document["question"]["measure"]["unit"]
    rows: list[list[object]] = [
        [
            "assumed",
            "place",
            "country",
            "lon",
            "lat",
            "port",
            unit,
            "share",
            "best",
            "ahead",
            "note",
        ]
    ]
    guessed = document.get("guessed", ())
    if guessed:
        rows[0].append("guessed")
    for column in document["assumptions"]:
        for place in column["places"]:
            shares = {s["port"]: s["share"] for s in place["shares"]}
            about = [column["name"], place["name"], place["country"], place["lon"], place["lat"]]
            for value in place["values"]:
                port = value["port"]
                best = "yes" if port == place["best"] else "no"
                rows.append(
                    [*about, names[port], value["value"], shares[port], best, place["ahead"], ""]
                )
            if not place["values"]:
                rows.append([*about, "", "", "", "", "", place["note"]])
    if guessed:
        rows[1:] = [[*row, "; ".join(guessed)] for row in rows[1:]]
    return [[cell_text(c) if isinstance(c, str) else c for c in row] for row in rows]


def catchment_svg(document: Mapping[str, Any], number: int = 0) -> str:
    """Places in the colour of the port ahead, larger where it is further ahead, and the tie line."""
    column = document["assumptions"][number]
    ports = [p["id"] for p in document["question"]["ports"]]
    names = {p["id"]: p["name"] for p in document["question"]["ports"]}
    places = [p for p in column["places"] if p["best"]]
    view = view_of([(p["lon"], p["lat"]) for p in places], *_SIZE)
    size = f'viewBox="0 0 {_SIZE[0]} {_SIZE[1]}" width="{_SIZE[0]}" height="{_SIZE[1]}"'
    taken: list[Box] = []
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="sans-serif">',
        f"<title>{xml_text('Port ahead by place, ' + str(column['name']))}</title>",
        f'<rect width="{_SIZE[0]}" height="{_SIZE[1]}" fill="{SEA}"/>',
        *ground(view),
        *country_names(view, taken),
        *(
            f'<text x="8" y="{18 + 15 * n}" font-size="12">{xml_text(f"Guessed: {text}")}</text>'
            for n, text in enumerate(document.get("guessed", ()))
        ),
    ]
    for piece in column["tie_lines"]:
        d = path_data([view.pixel((x, y)) for x, y in piece])
        parts.append(f'<path d="{d}" fill="none" stroke="{INK}" stroke-width="2.2"/>')
    labelled: list[tuple[str, float, float]] = []
    for place in places:
        x, y = view.pixel((place["lon"], place["lat"]))
        colour = PORT_COLOURS[ports.index(place["best"]) % len(PORT_COLOURS)]
        radius = 3.0 + min(4.0, (place["ahead"] or 0.0) ** 0.5 / 8)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}"'
            ' fill-opacity="0.85" stroke="#FFFFFF"/>'
        )
        labelled.append((place["name"], x, y))
    parts += _names(labelled, view, taken)
    parts += _legend(ports, names, column)
    parts.append(
        f'<rect x="0.5" y="0.5" width="{_SIZE[0] - 1}" height="{_SIZE[1] - 1}" fill="none"'
        f' stroke="{BORDER}"/></svg>'
    )
    return "".join(parts)


def _names(labelled: Sequence[tuple[str, float, float]], view: Any, taken: list[Box]) -> list[str]:
    # Every place is a box first, so that a name covers no dot.
    dots: list[Box] = [(x - 4, y - 4, x + 4, y + 4) for _, x, y in labelled]
    taken += dots
    found = []
    for name, x, y in labelled[:: max(1, len(labelled) // 60)]:
        text = name_text(name, x, y, view, taken)
        if text:
            found.append(text.replace('font-size="12"', 'font-size="10"'))
    return found


def _legend(ports: Sequence[str], names: Mapping[str, str], column: Mapping[str, Any]) -> list[str]:
    won = [p for p in ports if column["won"].get(p)]
    height = 24 + 18 * len(won)
    box = f'<rect x="10" y="10" width="235" height="{height}" stroke="{BORDER}"'
    parts = [f'{box} fill="#FFFFFF" fill-opacity="0.93"/>']
    for n, port in enumerate(won):
        y = 28 + 18 * n
        colour = PORT_COLOURS[ports.index(port) % len(PORT_COLOURS)]
        text = f"{names[port]}: {column['won'][port]} places"
        parts.append(f'<circle cx="24" cy="{y - 4}" r="6" fill="{colour}"/>')
        parts.append(f'<text x="38" y="{y}" font-size="12" fill="{INK}">{xml_text(text)}</text>')
    y = 28 + 18 * len(won)
    parts.append(f'<path d="M16 {y - 4}h16" stroke="{INK}" stroke-width="2.2"/>')
    parts.append(
        f'<text x="38" y="{y}" font-size="12" fill="{INK}">equal cost, interpolated</text>'
    )
    return parts
