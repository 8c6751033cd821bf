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

from corridor.output.basemap import asset_text
from corridor.output.comparison_text import flip_line, load_line, port_names
from corridor.output.map_lines import IsCoarse, LineOf
from corridor.output.map_static import BOUNDARY_NOTE, CREDIT, source_list, table
from corridor.output.report_charts import PORT_COLOURS, chance_svg, tornado_svg, waterfall_svg
from corridor.output.report_map import ways_svg
from corridor.output.svg import xml_text
from corridor.output.tcd import tcd_svg

_STYLE = "report_style.css"


def report_html(
    document: Mapping[str, Any], lines: LineOf, is_coarse: IsCoarse | None = None
) -> str:
    """Render the page of a comparison."""
    style = asset_text(_STYLE).strip()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = title_of(document)
    body: list[str] = [f"<h1>{xml_text(title)}</h1>"]
    for entry in document["places"]:
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
    if document["question"]["basket"]:
        markets = ", ".join(m["name"] for m in document["question"]["markets"])
        out.append(
            f"<p>No market was named: the ports are compared to a basket, {xml_text(markets)},"
            " each counted once.</p>"
        )
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
    names = port_names(document)
    chances = {p["port"]: p for p in (study["chance"] or {"ports": ()})["ports"]}
    rows = []
    for s in study["standings"]:
        parts = {p["name"]: p for p in s["parts"]}
        chance = chances.get(s["port"])
        rows.append(
            (
                names[s["port"]],
                *(f"{parts[p]['cost_usd']:,.0f}" for p in ("land", "port", "sea")),
                f"{s['cost_usd']:,.0f}",
                f"{s['time_h'] / 24:.1f}",
                f"{s['late_h'] / 24:.1f}",
                f"{s['generalised_usd']:,.0f}",
                f"{s['co2e_kg'] / 1000:.2f}",
                f"{s['borders']:g}",
                f"{s['transfers']:g}",
                f"{chance['best']:.0%}" if chance else "",
            )
        )
    head = (
        "Port", "Land, USD", "Port, USD", "Sea, USD", "All, USD", "Days", "Late by (P90)",
        "With time, USD", "t CO2e", "Borders", "Changes", "Best in",
    )  # fmt: skip
    out = []
    if rows:
        markets = ", ".join(names[m] for m in study["common_markets"])
        out.append(table(f"Best way through each port, mean over {markets}", head, rows))
    missing = [x["absence"]["text"] for x in study["lanes"] if x["absence"]]
    if missing:
        out.append(f"<ul>{''.join(f'<li>{xml_text(t)}</li>' for t in missing)}</ul>")
    return out


def _objectives(study: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    rows = []
    for lane in study["lanes"]:
        seen: dict[tuple[str, float], list[str]] = {}
        for b in lane["best_by"]:
            seen.setdefault((b["label"], b["cost_usd"]), []).append(b["objective"])
        for b in lane["best_by"]:
            objectives = seen.pop((b["label"], b["cost_usd"]), None)
            if objectives:
                rows.append(
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
    if not rows:
        return []
    return ["<h2>Best way by each objective</h2>", table("To each market", head, rows)]


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
        ways.append((order[s["port"]], lane["itinerary"]))
    ends = [entry["place"], *_ports_on(ways)]
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
    query = {"origin": entry["place"], "destination": {"name": names[market]}}
    shown = {"query": query, "itineraries": [w for _, w in ways]}
    return [
        f"<h2>Ways to {xml_text(names[market])}</h2><p>{keys}</p>",
        f'<div class="picture">{drawn}</div><p class="small">{xml_text(note)}</p>',
        "<h2>Time and cost over distance</h2>",
        f'<div class="picture">{tcd_svg(shown, which=numbers)}</div>',
    ]


def _ports_on(ways: Iterable[tuple[int, Mapping[str, Any]]]) -> list[Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for _, way in ways:
        for leg in way["legs"]:
            if leg["kind"] == "port":
                found[leg["from"]["name"]] = leg["from"]
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
        out.append(f"<h2>{xml_text(names[d['port']])} against {xml_text(names[d['against']])}</h2>")
        out.append(f'<div class="picture">{chart}</div>')
        rows = [
            (
                s["part"],
                ("~" if abs(s["estimate_usd"]) > abs(s["generalised_usd"]) / 2 else "") + s["name"],
                f"{s['cost_usd']:+,.0f}",
                f"{s['time_h']:+,.1f}",
                f"{s['generalised_usd']:+,.0f}",
            )
            for s in d["steps"]
        ]
        out.append(table("Item by item", ("Where", "Item", "USD", "Hours", "With time, USD"), rows))
    out += _sure(study, names, measure)
    if study["tornado"]:
        out.append("<h2>What moves the lead</h2>")
        out.append(f'<div class="picture">{tornado_svg(study, names, measure["unit"])}</div>')
        bars = [
            (b["label"], b["target"], f"{b['lead_low']:,.1f}", f"{b['lead_high']:,.1f}")
            for b in study["tornado"]
        ]
        head = ("Figure", "--scale name", "Lead if low", "Lead if high")
        out.append(table(f"Lead in {measure['unit']}; below 0 the order turns", head, bars))
    if study["break_evens"]:
        told = "".join(f"<li>{xml_text(flip_line(f, names))}</li>" for f in study["break_evens"])
        out.append(f"<h2>What flips it</h2><ul>{told}</ul>")
    out += _months(study, names, measure)
    return [*out, *_objectives(study, names)]


def _sure(
    study: Mapping[str, Any], names: Mapping[str, str], measure: Mapping[str, Any]
) -> list[str]:
    chance = study["chance"]
    if not chance:
        return []
    digits = measure["digits"]
    chart = chance_svg(study, names, measure["unit"], digits)
    out = ["<h2>How sure</h2>", f'<div class="picture">{chart}</div>']
    text = (
        f"{chance['samples']:,} samples of the bands, seed {chance['seed']}, correlation "
        f"{chance['correlation']:g} within a border or price list; every port sees the same draws."
    )
    check = chance["choice_set"]
    if check:
        text += (
            f" Of {check['solves']} solves of {check['samples_solved_anew']} samples on the whole"
            f" network {check['better_way_outside']} found a better way outside the choice set, by"
            f" {check['mean_gain']:,.1f} {measure['unit']} on average of all; the winner changed in"
            f" {check['winner_changed']}."
        )
    out.append(f"<p>{xml_text(text)}</p>")
    rows = [
        (
            names[p["port"]],
            *(f"{p['value'][k]:,.{digits}f}" for k in ("p10", "p50", "p90")),
            *(f"{p['time_h'][k] / 24:.1f}" for k in ("p10", "p50", "p90")),
            f"{p['best']:.0%}",
            "" if p["in_time"] is None else f"{p['in_time']:.0%}",
        )
        for p in chance["ports"]
    ]
    unit = measure["unit"]
    head = (
        "Port", f"P10, {unit}", "P50", "P90", "Days P10", "P50", "P90", "Best in", "In time"
    )  # fmt: skip
    out.append(table("Samples", head, rows))
    drivers = [(d["figure"], d["what"], f"{d['correlation']:+.2f}") for d in chance["drivers"]]
    if drivers:
        out.append(table("What drives the lead", ("Figure", "", "Rank correlation"), drivers))
    return out


def _months(
    study: Mapping[str, Any], names: Mapping[str, str], measure: Mapping[str, Any]
) -> list[str]:
    cells = study["calendar"]
    if not cells:
        return []
    months = list(dict.fromkeys(c["month"] for c in cells))
    found = {(c["scenario"], c["month"]): c for c in cells}
    rows = []
    for scenario in dict.fromkeys(c["scenario"] for c in cells):
        row = [scenario]
        for month in months:
            cell = found[scenario, month]
            lead = "" if cell["ahead"] is None else f" +{cell['ahead']:,.{measure['digits']}f}"
            row.append(f"{names[cell['best']]}{lead}" if cell["best"] else "none")
        rows.append(tuple(row))
    return [
        "<h2>By month of departure and scenario</h2>",
        table(f"Port ahead, and by how many {measure['unit']}", ("", *months), rows),
    ]


def _ends(document: Mapping[str, Any]) -> list[str]:
    rows = [
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
        table("Every row used, the weightiest first", head, rows),
        *source_list(document["sources"]),
        made,
    ]


def _short(text: str, most: int = 160) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
