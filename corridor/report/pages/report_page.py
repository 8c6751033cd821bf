"""
A comparison as one page: no script, no other file, readable on a phone and on paper.

What the page shows is HTML tables and SVG made from the JSON of the comparison; all text is
escaped, and the Content-Security-Policy allows the one style sheet by its hash and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import convert

from corridor.model.link_kind import LinkKind
from corridor.report.charts.port_map import ways_svg
from corridor.report.charts.ports import PORT_COLOURS, chance_svg, tornado_svg, waterfall_svg
from corridor.report.charts.tcd import chart_svg
from corridor.report.charts.tcd_tracks import track
from corridor.report.document.answer import ItineraryRecord, SourceRecord, SpotRecord
from corridor.report.map.basemap import asset_text
from corridor.report.map.lines import IsCoarse, LineOf
from corridor.report.map.svg import xml_text
from corridor.report.pages.route_static import BOUNDARY_NOTE, CREDIT, source_list, table
from corridor.report.tables import comparison_rows as rows
from corridor.report.tables.comparison_rows import Grid, flip_line, load_line, port_names

_STYLE = "report_style.css"
_OVER_DISTANCE = "Time and cost over distance"
_PHONE_PX = 440  # width of the chart over distance on a phone


def report_html(
    document: Mapping[str, Any], lines: LineOf, is_coarse: IsCoarse | None = None
) -> str:
    """Render the page of a comparison."""
    style = asset_text(_STYLE).strip()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = title_of(document)
    body: list[str] = [f"<h1>{xml_text(title)}</h1>"]
    several = len(document["places"]) > 1
    if several:
        told = "".join(f"<li>{xml_text(s)}</li>" for s in rows.sentences(document))
        body.append(f"<ul>{told}</ul>")
    for entry in document["places"]:
        if several:
            body.append(f"<h2>{xml_text(entry['place']['name'])}</h2>")
        body += _place(document, entry, lines, is_coarse)
    body += _ends(document)
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{xml_text(title)}</title>",
            f"<style>{style}</style>",
            "</head>",
            "<body>",
            "<main>",
            *body,
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def title_of(document: Mapping[str, Any]) -> str:
    """'Karachi port, Port Qasim or Gwadar port: Termez', as plain text."""
    ports = [p["name"] for p in document["question"]["ports"]]
    places = ", ".join(e["place"]["name"] for e in document["places"])
    return f"{', '.join(ports[:-1])} or {ports[-1]}: {places}"


def chances_svg(document: Mapping[str, Any], entry: Mapping[str, Any]) -> str:
    """How sure the ranking of one place is, as one small chart; '' when nothing was drawn."""
    study, measure = entry["if_served"] or entry["today"], document["question"]["measure"]
    if not study["chance"]:
        return ""
    return chance_svg(study, port_names(document), measure["unit"], measure["digits"])


def _place(
    document: Mapping[str, Any],
    entry: Mapping[str, Any],
    lines: LineOf,
    is_coarse: IsCoarse | None,
) -> list[str]:
    today, served = entry["today"], entry["if_served"]
    out = [
        f'<p class="verdict">{xml_text(today["sentence"])}</p>',
        f"<p>{xml_text(load_line(document))}</p>",
    ]
    if told := rows.basket_line(document):
        out.append(f"<p>{xml_text(told)}</p>")
    if served:
        opened = ", ".join(served["services_opened"])
        out.append(
            '<p class="verdict soft">If the ports without a service had one '
            f"({xml_text(opened)}): {xml_text(served['sentence'])}</p>"
        )
    # What is worth drawing is the fuller comparison; today's table comes first.
    shown = served or today
    if served:
        out += ["<h2>Today</h2>", *_ways(document, today)]
        out.append("<h2>If the ports without a service had one</h2>")
    out += _ways(document, shown)
    out += _pictures(document, entry, shown, lines, is_coarse)
    out += _whys(document, shown)
    return out


def _ways(document: Mapping[str, Any], study: Mapping[str, Any]) -> list[str]:
    out = []
    if study["standings"]:
        out.append(_table(rows.standings(study, port_names(document))))
    missing = [x["absence"]["text"] for x in study["lanes"] if x["absence"]]
    if missing:
        out.append(f"<ul>{''.join(f'<li>{xml_text(t)}</li>' for t in missing)}</ul>")
    return out


def _table(grid: Grid) -> str:
    return table(grid.caption, grid.head, grid.rows)


def _chart(svg: str, label: str) -> str:
    """A chart in a frame of its own, moved sideways on a phone where it would be too small."""
    said = f'tabindex="0" role="region" aria-label="{xml_text(label)}"'
    return f'<div class="picture chart" {said}>{svg}</div>'


def _objectives(study: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    found = []
    for lane in study["lanes"]:
        seen: dict[tuple[str, float], list[str]] = {}
        for b in lane["best_by"]:
            seen.setdefault((b["label"], b["cost_usd"]), []).append(b["objective"])
        for b in lane["best_by"]:
            objectives = seen.pop((b["label"], b["cost_usd"]), None)
            if objectives:
                found.append(
                    (
                        f"{names[lane['port']]} - {names[lane['market']]}",
                        ", ".join(objectives),
                        b["label"],
                        ", ".join(b["borders"]),
                        f"{b['cost_usd']:,.0f}",
                        f"{b['time_h'] / 24:.1f}",
                        f"{b['arrival'][:10]}",
                    )
                )
    head = ("Through", "Best by", "Way", "Borders", "USD", "Days", "Arrives")
    if not found:
        return []
    return ["<h2>Best way by each objective</h2>", table("To each market", head, found)]


def _pictures(
    document: Mapping[str, Any],
    entry: Mapping[str, Any],
    study: Mapping[str, Any],
    lines: LineOf,
    is_coarse: IsCoarse | None,
) -> list[str]:
    if not study["standings"]:
        return []
    names = port_names(document)
    order = {p["id"]: n for n, p in enumerate(document["question"]["ports"])}
    market = study["common_markets"][0]
    ways = []
    for s in study["standings"]:
        lane = next(x for x in study["lanes"] if (x["port"], x["market"]) == (s["port"], market))
        ways.append((order[s["port"]], convert(lane["itinerary"], ItineraryRecord)))
    ends = [convert(entry["place"], SpotRecord), *_ports_on(ways)]
    keys = " ".join(
        f'<span class="key"><svg width="26" height="8"><path d="M0 4h26" stroke-width="5"'
        f' stroke="{PORT_COLOURS[n % len(PORT_COLOURS)]}"/></svg> {xml_text(names[p])}</span>'
        for p, n in order.items()
        if any(s["port"] == p for s in study["standings"])
    )
    drawn = ways_svg(ways, names, ends, lines, is_coarse)
    note = f"{BOUNDARY_NOTE} {CREDIT}"
    pair = {study["verdict"]["first"], study["verdict"]["second"]} - {""}
    numbers = [n for n, s in enumerate(study["standings"]) if s["port"] in pair]
    found = [track(n, ways[n][1]) for n in numbers or range(len(ways))]
    leads = (entry["place"]["name"], names[market])
    return [
        f"<h2>Ways to {xml_text(names[market])}</h2><p>{keys}</p>",
        f'<div class="picture">{drawn}</div><p class="small">{xml_text(note)}</p>',
        f"<h2>{_OVER_DISTANCE}</h2>",
        *(
            f'<div class="{kind}">{_chart(chart, _OVER_DISTANCE)}</div>'
            for kind, chart in (
                ("broad", chart_svg(found, "USD", leads)),
                ("narrow", chart_svg(found, "USD", leads, _PHONE_PX)),
            )
        ),
    ]


def _ports_on(ways: Iterable[tuple[int, ItineraryRecord]]) -> list[SpotRecord]:
    found: dict[str, SpotRecord] = {}
    for _, way in ways:
        for leg in way.legs:
            if leg.kind == LinkKind.PORT:
                found[leg.from_.name] = leg.from_
    return list(found.values())


def _whys(document: Mapping[str, Any], study: Mapping[str, Any]) -> list[str]:
    names = port_names(document)
    measure = document["question"]["measure"]
    out: list[str] = []
    base = {s["port"]: s for s in study["standings"]}
    for d in study["differences"]:
        if not d["steps"]:
            continue
        best = base[d["against"]]["generalised_usd"]
        chart = waterfall_svg(d, names, best, "USD")
        title = f"{names[d['port']]} against {names[d['against']]}"
        out.append(f"<h2>{xml_text(title)}</h2>")
        out.append(_chart(chart, title))
        out.append(_table(rows.steps(d, names)))
    out += _sure(study, names, measure)
    if study["tornado"]:
        out.append("<h2>What moves the lead</h2>")
        chart = tornado_svg(study, names, measure["unit"])
        out.append(_chart(chart, "What moves the lead"))
        out.append(_table(rows.tornado(study, names, measure)))
    if study["break_evens"]:
        told = "".join(f"<li>{xml_text(flip_line(f, names))}</li>" for f in study["break_evens"])
        out.append(f"<h2>What flips it</h2><ul>{told}</ul>")
    if study["calendar"]:
        out.append("<h2>By month of departure and scenario</h2>")
        out.append(f"<p>{xml_text(rows.change_line(study, names))}</p>")
        out.append(f'<div class="months">{_table(rows.months(study, names, measure))}</div>')
    return [*out, *_objectives(study, names)]


def _sure(
    study: Mapping[str, Any], names: Mapping[str, str], measure: Mapping[str, Any]
) -> list[str]:
    chance = study["chance"]
    if not chance:
        return []
    unit = measure["unit"]
    chart = chance_svg(study, names, unit, measure["digits"])
    out = ["<h2>How sure</h2>", _chart(chart, "How sure")]
    out.append(_table(rows.samples(chance, names, measure)))
    if told := rows.choice_set_line(chance, unit):
        out.append(f"<p>{xml_text(told)}</p>")
    if chance["drivers"]:
        out.append(_table(rows.drivers(chance)))
    return out


def _ends(document: Mapping[str, Any]) -> list[str]:
    found = [
        (a["row"], a["confidence"], a["as_of"], a["source_id"], _short(a["note"]))
        for a in document["assumptions"]
    ]
    head = ("Row", "Confidence", "As of", "Source", "Note")
    made = (
        f'<p class="small">Made by <code>{xml_text(document["command"])}</code>. ~ marks what'
        " rests on an estimate. Money in US dollars for the whole consignment, CO2e well to wheel."
        f" Data of {xml_text(document['data_date'])}, graph"
        f" {xml_text(str(document['graph_hash'])[:12])}.</p>"
    )
    return [
        "<h2>Figures behind the best ways</h2>",
        table("Every row used, the weightiest first", head, found),
        *source_list(convert(document["sources"], list[SourceRecord])),
        made,
    ]


def _short(text: str, most: int = 160) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
