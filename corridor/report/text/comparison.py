"""A comparison as text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap
from typing import Any

from corridor.report.tables import comparison_rows as rows
from corridor.report.tables.comparison_rows import Grid, flip_line, load_line, port_names
from corridor.text_table import columns

_WIDTH = 110
_MOST_STEPS, _MOST_BARS, _MOST_DRIVERS = 14, 8, 5


def comparison_text(document: Mapping[str, Any]) -> str:
    """Render the JSON of a comparison; the verdict comes first."""
    lines: list[str] = []
    several = len(document["places"]) > 1
    if several:
        for told in rows.sentences(document):
            lines += _wrapped(f"- {told}")
    for entry in document["places"]:
        if several:
            lines += ["", entry["place"]["name"].upper()]
        lines += _place(document, entry)
    lines += ["", *_wrapped(load_line(document)), *_wrapped(rows.basket_line(document))]
    lines.append(
        "~ marks what rests on an estimate. Money in US dollars for the whole consignment."
    )
    return "\n".join(lines) + "\n"


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
        lines += ["", *_told(rows.standings(study, names)), *_best(study, names)]
    lines += _absent(study)
    for difference in study["differences"]:
        lines += ["", *_told(rows.steps(difference, names, _MOST_STEPS))]
    lines += _chance(document, study, names)
    lines += _tornado(document, study)
    lines += _flips(study, names)
    if study["calendar"]:
        lines += ["", *_told(rows.month_runs(study, names, document["question"]["measure"]))]
    return lines


def _told(grid: Grid) -> list[str]:
    right = frozenset(range(grid.figures, len(grid.head)))
    return [*_wrapped(f"{grid.caption}:"), *columns([grid.head, *grid.rows], right)]


def _best(study: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """What the best way through each port is, and those by other objectives that differ."""
    lines = []
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


def _chance(
    document: Mapping[str, Any], study: Mapping[str, Any], names: Mapping[str, str]
) -> list[str]:
    chance, measure = study["chance"], document["question"]["measure"]
    if not chance:
        return []
    lines = ["", *_told(rows.samples(chance, names, measure))]
    lines += _wrapped(rows.choice_set_line(chance, measure["unit"]))
    if chance["drivers"]:
        told = [f"{name} {share}" for name, _, share in rows.drivers(chance).rows[:_MOST_DRIVERS]]
        lines += _wrapped(f"What drives the lead (rank correlation): {', '.join(told)}.")
    return lines


def _tornado(document: Mapping[str, Any], study: Mapping[str, Any]) -> list[str]:
    if not study["tornado"]:
        return []
    measure = document["question"]["measure"]
    return ["", *_told(rows.tornado(study, port_names(document), measure, _MOST_BARS))]


def _flips(study: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    if not study["break_evens"]:
        return []
    lines = ["", "Break-evens:"]
    for flip in study["break_evens"]:
        lines += _wrapped(flip_line(flip, names), "  ")
    return lines


def _wrapped(text: str, indent: str = "") -> list[str]:
    return wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  " if indent else ""
    )
