"""A comparison as text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from corridor.output.columns import columns

_WIDTH = 110
_MOST_STEPS = 14


def comparison_text(document: Mapping[str, Any]) -> str:
    """Render the JSON of a comparison; the verdict comes first."""
    lines: list[str] = []
    for number, entry in enumerate(document["places"]):
        if number:
            lines.append("")
        lines += _place(document, entry)
    question = document["question"]
    lines += ["", *_wrapped(load_line(document))]
    if question["basket"]:
        lines += _wrapped(
            "No --onward was given: the ports are compared to a basket of markets, "
            f"{', '.join(m['name'] for m in question['markets'])}, each counted once."
        )
    lines.append(
        "~ marks what rests on an estimate. Money in US dollars for the whole consignment."
    )
    return "\n".join(lines) + "\n"


def load_line(document: Mapping[str, Any]) -> str:
    """The consignment, the day, the measure and the data date in one line."""
    q = document["question"]
    text = (
        f"{q['count']} {q['unit']}, {q['gross_weight_t']:g} t each, {q['cargo']}, worth "
        f"{q['value_usd']:,.0f} USD, {q['direction']}, ready {str(q['depart']).replace('T', ' ')}; "
        f"compared by {q['measure']['words']}"
    )
    if q["objective"] == "generalised":
        text += f" at {q['value_of_time_usd_per_h']:g} USD an hour"
    for word in ("open", "close", "avoid", "via"):
        if q[word]:
            text += f"; {word} {', '.join(q[word])}"
    if document["assumed"]:
        text += f"; assumed: {', '.join(document['assumed'])}"
    return f"{text}. Data of {document['data_date']}."


def _place(document: Mapping[str, Any], entry: Mapping[str, Any]) -> list[str]:
    lines = _study(document, entry["today"])
    other = entry["if_served"]
    if other:
        lines += [
            "",
            f"If the ports without a service had one ({', '.join(other['services_opened'])}):",
        ]
        lines += _study(document, other)
    return lines


def _study(document: Mapping[str, Any], study: Mapping[str, Any]) -> list[str]:
    names = port_names(document)
    lines = _wrapped(study["sentence"])
    if study["standings"]:
        lines += ["", *_standings(study, names)]
    lines += _absent(study)
    for difference in study["differences"]:
        lines += ["", *_difference(difference, names)]
    lines += _chance(document, study, names)
    lines += _tornado(document, study)
    lines += _flips(study, names)
    lines += _calendar(document, study, names)
    return lines


def port_names(document: Mapping[str, Any]) -> dict[str, str]:
    """Names of candidate ports and markets by id."""
    question = document["question"]
    return {p["id"]: p["name"] for p in (*question["ports"], *question["markets"])}


def _standings(study: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    head = ["", "USD", "land", "port", "sea", "days", "late by", "generalised", "kg CO2e", "km"]
    head += ["borders", "changes", "best in"]
    chances = {p["port"]: p for p in (study["chance"] or {"ports": ()})["ports"]}
    rows = [head]
    for s in study["standings"]:
        parts = {p["name"]: p for p in s["parts"]}
        best = chances.get(s["port"])
        rows.append(
            [
                names[s["port"]],
                f"{s['cost_usd']:,.0f}",
                *(f"{parts[p]['cost_usd']:,.0f}" for p in ("land", "port", "sea")),
                f"{s['time_h'] / 24:.1f}",
                f"{s['late_h'] / 24:.1f}",
                f"{s['generalised_usd']:,.0f}",
                f"{s['co2e_kg']:,.0f}",
                f"{s['distance_km']:,.0f}",
                f"{s['borders']:g}",
                f"{s['transfers']:g}",
                f"{best['best']:.0%}" if best else "",
            ]
        )
    markets = ", ".join(names[m] for m in study["common_markets"])
    told = columns(rows, frozenset(range(1, len(head))))
    lines = [f"Best way through each port, mean over {markets}:", *told]
    for s in study["standings"]:
        lane = next(
            x
            for x in study["lanes"]
            if x["port"] == s["port"] and x["market"] == study["common_markets"][0]
        )
        way = lane["itinerary"]
        borders = ", ".join(b["name"] for b in way["borders"]) or "no border"
        lines += _wrapped(
            f"{names[s['port']]}: {way['label']}; {borders}; arrives {way['arrival'][:10]}", "  "
        )
        others = [b for b in lane["best_by"] if b["label"] != way["label"]]
        for b in others:
            lines.append(
                f"    by {b['objective']}: {b['label']}, {b['cost_usd']:,.0f} USD,"
                f" {b['time_h'] / 24:.1f} days"
            )
    return lines


def _absent(study: Mapping[str, Any]) -> list[str]:
    lines = []
    for lane in study["lanes"]:
        if lane["absence"]:
            services = lane["absence"]["services"]
            text = lane["absence"]["text"]
            if services:
                text += f" (a scenario only: --open {services[0]})"
            lines += _wrapped(f"- {text}", "  ")
    return ["", *lines] if lines else []


def _difference(difference: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    steps = difference["steps"]
    shown = sorted(steps, key=lambda s: -abs(s["generalised_usd"]))[:_MOST_STEPS]
    rows = [["where", "what", "USD", "hours", "generalised", ""]]
    for step in steps:
        if step not in shown:
            continue
        mark = "~" if abs(step["estimate_usd"]) > abs(step["generalised_usd"]) / 2 else ""
        rows.append(_step_row(step["part"], step["name"], step, mark))
    rest = [s for s in steps if s not in shown]
    if rest:
        rows.append(_step_row("", f"{len(rest)} smaller items", _sum(rest), ""))
    rows.append(_step_row("", "whole difference", _sum(steps), ""))
    first = f"{names[difference['port']]} against {names[difference['against']]}, item by item:"
    return [first, *columns(rows, frozenset({2, 3, 4}))]


def _step_row(part: str, name: str, step: Mapping[str, Any], mark: str) -> list[str]:
    return [
        part,
        name,
        f"{step['cost_usd']:+,.0f}",
        f"{step['time_h']:+,.1f}",
        f"{step['generalised_usd']:+,.0f}",
        mark,
    ]


def _sum(steps: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    return {k: sum(s[k] for s in steps) for k in ("cost_usd", "time_h", "generalised_usd")}


def _chance(
    document: Mapping[str, Any], study: Mapping[str, Any], names: Mapping[str, str]
) -> list[str]:
    chance = study["chance"]
    if not chance:
        return []
    unit = document["question"]["measure"]["unit"]
    digits = document["question"]["measure"]["digits"]
    head = ["", f"P10 {unit}", "P50", "P90", "best in", "days P10", "P50", "P90"]
    timed = chance["max_days"] is not None
    if timed:
        head.append(f"within {chance['max_days']:g} days")
    rows = [head]
    for p in chance["ports"]:
        row = [
            names[p["port"]],
            *(f"{p['value'][k]:,.{digits}f}" for k in ("p10", "p50", "p90")),
            f"{p['best']:.0%}",
            *(f"{p['time_h'][k] / 24:.1f}" for k in ("p10", "p50", "p90")),
        ]
        if timed:
            row.append(f"{p['in_time']:.0%}")
        rows.append(row)
    drawn = (
        f"{chance['samples']:,} samples, seed {chance['seed']}, correlation"
        f" {chance['correlation']:g} within a border or price list:"
    )
    lines = [
        "",
        drawn,
        *columns(rows, frozenset(range(1, len(head)))),
    ]
    check = chance["choice_set"]
    if check:
        lines += _wrapped(
            f"Choice set: of {check['solves']} solves of {check['samples_solved_anew']} samples on the"
            f" whole network {check['better_way_outside']} had a better way outside the set, by"
            f" {check['mean_gain']:,.1f} {unit} on average of all; the winner changed in"
            f" {check['winner_changed']}."
        )
    if chance["drivers"]:
        told = ", ".join(f"{d['figure']} {d['correlation']:+.2f}" for d in chance["drivers"][:5])
        lines += _wrapped(f"What drives the lead (rank correlation): {told}.")
    return lines


def _tornado(document: Mapping[str, Any], study: Mapping[str, Any]) -> list[str]:
    if not study["tornado"]:
        return []
    digits = document["question"]["measure"]["digits"]
    rows = [["figure", "its --scale name", "lead if low", "if high"]]
    rows += [
        [
            b["label"],
            b["target"],
            f"{b['lead_low']:+,.{digits}f}",
            f"{b['lead_high']:+,.{digits}f}",
        ]
        for b in study["tornado"][:8]
    ]
    unit = document["question"]["measure"]["unit"]
    names = port_names(document)
    pair = f"{names[study['verdict']['first']]} over {names[study['verdict']['second']]}"
    first = (
        f"What moves the lead of {pair}, {study['lead']:,.{digits}f} {unit} (below 0 it is behind):"
    )
    return ["", first, *columns(rows, frozenset({2, 3}))]


def _flips(study: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    if not study["break_evens"]:
        return []
    return ["", "Break-evens:", *[f"  {flip_line(f, names)}" for f in study["break_evens"]]]


def flip_line(flip: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """One break-even as a sentence."""
    if flip["factor"] is None:
        ahead = names[flip["ahead_now"]]
        if not flip["verified"]:
            return f"{flip['label']}: cannot be multiplied here"
        low = "nothing" if flip["followed_from"] < 0.001 else f"{flip['followed_from']:g}"
        return (
            f"{flip['label']}: {ahead} stays ahead from {low}"
            f" to {flip['followed_to']:g} times the figure"
        )
    told = f"{flip['label']} at {flip['factor']:.4g} times"
    if flip["base"]:
        told += f" ({flip['base']:,.2f} to {flip['value']:,.2f} {flip['unit']})"
    if flip["unit"] == "USD" and flip["factor"] < 1:
        told += f", a discount of {1 - flip['factor']:.1%}"
    side = "above" if flip["factor"] > 1 else "below"
    checked = "solved anew" if flip["verified"] else "NOT confirmed by solving anew"
    return f"{told}: {side} it {names[flip['ahead_beyond']]} is ahead; {checked}"


def _calendar(
    document: Mapping[str, Any], study: Mapping[str, Any], names: Mapping[str, str]
) -> list[str]:
    cells = study["calendar"]
    if not cells:
        return []
    months = list(dict.fromkeys(c["month"] for c in cells))
    digits = document["question"]["measure"]["digits"]
    rows = [["", *(m[2:] for m in months)]]
    for scenario in dict.fromkeys(c["scenario"] for c in cells):
        row = [scenario]
        for month in months:
            cell = next(c for c in cells if (c["scenario"], c["month"]) == (scenario, month))
            if not cell["best"]:
                row.append("none")
                continue
            lead = "" if cell["ahead"] is None else f" {cell['ahead']:,.{digits}f}"
            row.append(f"{names[cell['best']].split()[0][:7]}{lead}")
        rows.append(row)
    return ["", "Ahead and by how much, by month of departure and scenario:", *columns(rows)]


def _wrapped(text: str, indent: str = "") -> list[str]:
    return wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  " if indent else ""
    )


def flips_text(document: Mapping[str, Any]) -> str:
    """Break-evens and the tornado of one place, as text."""
    study = document["places"][0]["today"]
    lines = _wrapped(study["sentence"])
    if study["services_opened"]:
        lines += _wrapped(
            f"Assumed, for a port without a service: {', '.join(study['services_opened'])}."
        )
    lines += _flips(study, port_names(document)) + _tornado(document, study)
    lines += ["", *_wrapped(load_line(document))]
    return "\n".join(lines) + "\n"
