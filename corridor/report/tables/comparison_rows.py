"""The tables and sentences of a comparison as text, one wording for the terminal and the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corridor.report.document.wording import SIDING

Study = Mapping[str, Any]
Names = Mapping[str, str]
_PARTS = ("land", "port", "sea")
_KEPT = ("cost_usd", "time_h", "generalised_usd")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of text cells; columns from `figures` on hold numbers and are set flush right."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: int = 1


def port_names(document: Mapping[str, Any]) -> dict[str, str]:
    """Names of candidate ports and markets by id."""
    question = document["question"]
    return {p["id"]: p["name"] for p in (*question["ports"], *question["markets"])}


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
    if q.get("siding"):
        text += f"; private rail siding {SIDING[q['siding']]}"
    if document["assumed"]:
        text += f"; assumed: {', '.join(document['assumed'])}"
    return f"{text}. Data of {document['data_date']}."


def basket_line(document: Mapping[str, Any]) -> str:
    """That no market was named, and what the ports are compared to; '' when one was."""
    question = document["question"]
    if not question["basket"]:
        return ""
    markets = ", ".join(m["name"] for m in question["markets"])
    return (
        "No market was named (--onward): the ports are compared to a basket of markets, "
        f"{markets}, each counted once."
    )


def sentences(document: Mapping[str, Any]) -> list[str]:
    """The first sentence of each place, with what scenario sailings would make of it."""
    found = []
    for entry in document["places"]:
        told = entry["today"]["sentence"]
        if entry["if_served"]:
            what = entry["if_served"]["sentence"].partition(": ")[2]
            told += f" If all ports had a service: {what}"
        found.append(told)
    return found


def standings(study: Study, names: Names) -> Grid:
    """Each port's best way: dollars by land, port and sea, days, the rest."""
    best = {p["port"]: p["best"] for p in (study["chance"] or {"ports": ()})["ports"]}
    rows = []
    for s in study["standings"]:
        parts = {p["name"]: p for p in s["parts"]}
        rows.append(
            (
                names[s["port"]],
                f"{s['cost_usd']:,.0f}",
                *(f"{parts[p]['cost_usd']:,.0f}" for p in _PARTS),
                f"{s['time_h'] / 24:.1f}",
                f"{s['late_h'] / 24:.1f}",
                f"{s['generalised_usd']:,.0f}",
                f"{s['co2e_kg'] / 1000:.2f}",
                f"{s['distance_km']:,.0f}",
                f"{s['borders']:g}",
                f"{s['transfers']:g}",
                f"{best[s['port']]:.0%}" if s["port"] in best else "",
            )
        )
    markets = ", ".join(names[m] for m in study["common_markets"])
    head = (
        "", "USD", "on land", "at port", "at sea", "days", "late by", "with time", "t CO2e", "km",
        "borders", "changes", "best in",
    )  # fmt: skip
    return Grid(f"Best way through each port, mean over {markets}", head, tuple(rows))


def steps(difference: Mapping[str, Any], names: Names, most: int | None = None) -> Grid:
    """What one port has more than another, item by item; beyond `most` the small ones in one."""
    entries = difference["steps"]
    shown = sorted(entries, key=lambda s: -abs(s["generalised_usd"]))[:most]
    rest = [s for s in entries if s not in shown]
    rows = [_step(s["part"], s["name"], s, mark(s)) for s in entries if s in shown]
    if rest:
        rows.append(_step("", f"{len(rest)} smaller items", _sum(rest), ""))
    rows.append(_step("", "whole difference", _sum(entries), ""))
    caption = f"{names[difference['port']]} against {names[difference['against']]}, item by item"
    return Grid(caption, ("where", "what", "USD", "hours", "with time, USD"), tuple(rows), 2)


def mark(step: Mapping[str, Any]) -> str:
    """'~' when over half of a step rests on estimates."""
    return "~" if abs(step["estimate_usd"]) > abs(step["generalised_usd"]) / 2 else ""


def _step(part: str, name: str, step: Mapping[str, float], sign: str) -> tuple[str, ...]:
    return (
        part,
        f"{sign}{name}",
        f"{step['cost_usd']:+,.0f}",
        f"{step['time_h']:+,.1f}",
        f"{step['generalised_usd']:+,.0f}",
    )


def _sum(entries: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {k: sum(s[k] for s in entries) for k in _KEPT}


def samples(chance: Mapping[str, Any], names: Names, measure: Mapping[str, Any]) -> Grid:
    """Tenth, fiftieth and ninetieth percentile of each port, and how often it is best."""
    unit, digits, timed = measure["unit"], measure["digits"], chance["max_days"] is not None
    head: tuple[str, ...] = ("", f"P10 {unit}", "P50", "P90", "days P10", "P50", "P90", "best in")
    rows: list[tuple[str, ...]] = []
    for p in chance["ports"]:
        row = (
            names[p["port"]],
            *(f"{p['value'][k]:,.{digits}f}" for k in ("p10", "p50", "p90")),
            *(f"{p['time_h'][k] / 24:.1f}" for k in ("p10", "p50", "p90")),
            f"{p['best']:.0%}",
        )
        rows.append((*row, f"{p['in_time']:.0%}") if timed else row)
    if timed:
        head = (*head, f"within {chance['max_days']:g} days")
    caption = (
        f"{chance['samples']:,} samples of the bands, seed {chance['seed']}, correlation "
        f"{chance['correlation']:g} within a border or price list, the same draws for every port"
    )
    return Grid(caption, head, tuple(rows))


def choice_set_line(chance: Mapping[str, Any], unit: str) -> str:
    """How often the fixed choice set was too small; '' when that was not looked at."""
    check = chance["choice_set"]
    if not check:
        return ""
    return (
        f"Choice set: of {check['solves']} solves of {check['samples_solved_anew']} samples on the"
        f" whole network {check['better_way_outside']} had a better way outside the set, by"
        f" {check['mean_gain']:,.1f} {unit} on average of all; the winner changed in"
        f" {check['winner_changed']}."
    )


def drivers(chance: Mapping[str, Any]) -> Grid:
    """Figures whose draws go with the lead."""
    rows = tuple((d["figure"], d["what"], f"{d['correlation']:+.2f}") for d in chance["drivers"])
    return Grid("What drives the lead", ("figure", "", "rank correlation"), rows, 2)


def tornado(
    study: Study, names: Names, measure: Mapping[str, Any], most: int | None = None
) -> Grid:
    """The lead when one figure is at the low or the high end of its band."""
    digits, verdict = measure["digits"], study["verdict"]
    rows = tuple(
        (b["label"], b["target"], *(f"{b[k]:+,.{digits}f}" for k in ("lead_low", "lead_high")))
        for b in study["tornado"][:most]
    )
    pair = " over ".join(names[verdict[k]] for k in ("first", "second"))
    caption = (
        f"Lead of {pair}, {study['lead']:,.{digits}f} {measure['unit']} now; below 0 it is behind"
    )
    return Grid(caption, ("figure", "its --scale name", "lead if low", "if high"), rows, 2)


def months(study: Study, names: Names, measure: Mapping[str, Any]) -> Grid:
    """Who is ahead and by how much, by month of departure and scenario."""
    cells = {(c["scenario"], c["month"]): c for c in study["calendar"]}
    days = tuple(dict.fromkeys(m for _, m in cells))
    rows = tuple(
        (scenario, *(_cell(cells[scenario, m], names, measure["digits"]) for m in days))
        for scenario in dict.fromkeys(s for s, _ in cells)
    )
    caption = f"Port ahead{_to(study, names)}, and by how many {measure['unit']}"
    return Grid(caption, ("", *days), rows, len(days) + 1)


def month_runs(study: Study, names: Names, measure: Mapping[str, Any]) -> Grid:
    """The same in runs of months with one port ahead, for a narrow page; by the least to most."""
    runs: list[list[Mapping[str, Any]]] = []
    for cell in study["calendar"]:
        last = runs[-1][-1] if runs else None
        if last and (last["scenario"], last["best"]) == (cell["scenario"], cell["best"]):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    rows = tuple(
        (
            run[0]["scenario"],
            " to ".join(dict.fromkeys((run[0]["month"], run[-1]["month"]))),
            _port(run[0], names),
            _span([c["ahead"] for c in run if c["ahead"] is not None], measure["digits"]),
        )
        for run in runs
    )
    caption = f"Port ahead{_to(study, names)}, by month of departure and scenario"
    return Grid(caption, ("scenario", "months", "ahead", f"by, {measure['unit']}"), rows, 3)


def change_line(study: Study, names: Names) -> str:
    """When the answer changes: in which months, and under which scenarios."""
    cells = study["calendar"]
    now = cells[0]
    today = [c for c in cells if c["scenario"] == now["scenario"]]
    others = [c["month"] for c in today if c["best"] != now["best"]]
    told = f"{_port(now, names)} is ahead in {len(today) - len(others)} of {len(today)} months"
    if others:
        told += f", not in {', '.join(others)}"
    changed = Counter(
        f"{c['scenario']} ({_port(c, names)})"
        for c in cells[len(today) :]
        if c["best"] != now["best"]
    )
    if not changed:
        return f"{told}; no scenario changes that."
    parts = ", ".join(f"{name} in {count} months" for name, count in changed.items())
    return f"{told}; scenarios change that: {parts}."


def _to(study: Study, names: Names) -> str:
    """The one market that months and scenarios are asked for."""
    markets = study["common_markets"]
    if not markets:
        return ""
    return f" to {names[markets[0]]}" + (", the first market" if len(markets) > 1 else "")


def _span(values: Sequence[float], digits: int) -> str:
    """The least and the greatest of some values."""
    if not values:
        return ""
    return " to ".join(dict.fromkeys(f"{v:,.{digits}f}" for v in (min(values), max(values))))


def _port(cell: Mapping[str, Any], names: Names) -> str:
    return names[cell["best"]].removesuffix(" port") if cell["best"] else "no port"


def _cell(cell: Mapping[str, Any], names: Names, digits: int) -> str:
    lead = "" if cell["ahead"] is None else f" +{cell['ahead']:,.{digits}f}"
    return f"{_port(cell, names)}{lead}"


def flip_line(flip: Mapping[str, Any], names: Names) -> str:
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
