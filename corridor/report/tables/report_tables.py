"""Every table of a comparison as tidy rows: one list for the page, xlsx, md and csv."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corridor.report.document.wording import local
from corridor.report.tables.comparison_rows import port_names

Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class Table:
    """A named table; every row has one cell a column."""

    name: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


TODAY, SERVED = "today", "if all ports had a service"


def tables(document: Mapping[str, Any]) -> list[Table]:
    """All tables of a comparison; those without rows are left out."""
    unit = document["question"]["measure"]["unit"]
    made = [
        _made("summary", "Summary", ("first sentence", "winner", "share of samples",
              f"ahead by, {unit}", "on estimates"), document, _summary),
        _made("standings", "Ports, best way through each", (
              "port", "USD", "land USD", "port USD", "sea USD", "land h", "port h", "sea h",
              "hours", "late h", "generalised USD", "kg CO2e", "km", "borders", "changes"),
              document, _standings),
        _made("best_by", "Best way by each objective", (
              "port", "market", "objective", "way", "USD", "hours", "generalised USD", "kg CO2e",
              "km", "arrival", "borders", "late h", "why none"), document, _best_by),
        _made("differences", "What makes the ports differ", (
              "port", "against", "where", "item", "USD", "hours", "generalised USD",
              "on estimates USD"), document, _differences),
        _made("chances", "Samples", (
              "port", "best in", "in time", f"P10 {unit}", f"P50 {unit}", f"P90 {unit}",
              "P10 USD", "P50 USD", "P90 USD", "P10 h", "P50 h", "P90 h"), document, _chances),
        _made("pairs", "Port against port in the samples",
              ("port", "beats", "share"), document, _pairs),
        _made("drivers", "What drives the lead in the samples",
              ("figure", "side", "rank correlation", "rows"), document, _drivers),
        _made("tornado", "What moves the lead", (
              "figure", "scale name", f"lead if low, {unit}", f"lead if high, {unit}"),
              document, _tornado),
        _made("break_evens", "Break-evens", (
              "figure", "scale name", "times", "from", "to", "unit", "ahead now",
              "ahead beyond", "solved anew"), document, _flips),
        _made("calendar", "By month and scenario", (
              "scenario", "month", "ahead", f"by, {unit}", "note"), document, _calendar),
    ]  # fmt: skip
    made += [
        Table(
            "assumptions",
            "Figures behind the best ways",
            ("row", "confidence", "as of", "source", "note"),
            tuple(
                (a["row"], a["confidence"], a["as_of"], a["source_id"], a["note"])
                for a in document["assumptions"]
            ),
        ),
        Table(
            "sources",
            "Sources",
            ("id", "title", "publisher", "url", "retrieved", "licence"),
            tuple(
                tuple(s[k] for k in ("id", "title", "publisher", "url", "retrieved", "licence"))
                for s in document["sources"]
            ),
        ),
    ]
    return [t for t in made if t.rows]


def studies(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """(place, case, study) of a document."""
    for entry in document["places"]:
        yield entry["place"]["name"], TODAY, entry["today"]
        if entry["if_served"]:
            yield entry["place"]["name"], SERVED, entry["if_served"]


def _made(
    name: str, title: str, header: tuple[str, ...], document: Mapping[str, Any], rows: Any
) -> Table:
    names = port_names(document)
    return Table(
        name,
        title,
        ("place", "case", *header),
        tuple(
            (place, case, *row)
            for place, case, study in studies(document)
            for row in rows(study, names)
        ),
    )


Rows = Iterator[Sequence[Cell]]
Study = Mapping[str, Any]
Names = Mapping[str, str]


def _summary(study: Study, names: Names) -> Rows:
    v = study["verdict"]
    winner = names[v["winner"]] if v["winner"] else "none named"
    yield study["sentence"], winner, v["probability"], v["ahead_by"], v["estimate_share"]


def _standings(study: Study, names: Names) -> Rows:
    for s in study["standings"]:
        parts = {p["name"]: p for p in s["parts"]}
        order = ("land", "port", "sea")
        yield (
            names[s["port"]],
            s["cost_usd"],
            *(parts[p]["cost_usd"] for p in order),
            *(parts[p]["time_h"] for p in order),
            s["time_h"],
            s["late_h"],
            s["generalised_usd"],
            s["co2e_kg"],
            s["distance_km"],
            s["borders"],
            s["transfers"],
        )


def _best_by(study: Study, names: Names) -> Rows:
    for lane in study["lanes"]:
        ends = (names[lane["port"]], names[lane["market"]])
        if lane["absence"]:
            yield (*ends, *([None] * 10), lane["absence"]["text"])
        for b in lane["best_by"]:
            yield (
                *ends,
                b["objective"],
                b["label"],
                b["cost_usd"],
                b["time_h"],
                b["generalised_usd"],
                b["co2e_kg"],
                b["distance_km"],
                local(b["arrival"]),
                ", ".join(b["borders"]),
                b["late_h"],
                "",
            )


def _differences(study: Study, names: Names) -> Rows:
    for d in study["differences"]:
        for s in d["steps"]:
            yield (
                names[d["port"]],
                names[d["against"]],
                s["part"],
                s["name"],
                s["cost_usd"],
                s["time_h"],
                s["generalised_usd"],
                s["estimate_usd"],
            )


def _chances(study: Study, names: Names) -> Rows:
    for p in (study["chance"] or {"ports": ()})["ports"]:
        spreads = [p[k][q] for k in ("value", "cost_usd", "time_h") for q in ("p10", "p50", "p90")]
        yield names[p["port"]], p["best"], p["in_time"], *spreads


def _pairs(study: Study, names: Names) -> Rows:
    for p in (study["chance"] or {"pairs": ()})["pairs"]:
        yield names[p["port"]], names[p["beats"]], p["share"]


def _drivers(study: Study, _: Names) -> Rows:
    for d in (study["chance"] or {"drivers": ()})["drivers"]:
        yield d["figure"], d["what"], d["correlation"], " ".join(d["rows"])


def _tornado(study: Study, _: Names) -> Rows:
    for b in study["tornado"]:
        yield b["label"], b["target"], b["lead_low"], b["lead_high"]


def _flips(study: Study, names: Names) -> Rows:
    for f in study["break_evens"]:
        yield (
            f["label"],
            f["target"],
            f["factor"],
            f["base"],
            f["value"],
            f["unit"],
            names[f["ahead_now"]],
            names[f["ahead_beyond"]] if f["factor"] is not None else "no change",
            "yes" if f["verified"] else "no",
        )


def _calendar(study: Study, names: Names) -> Rows:
    for c in study["calendar"]:
        yield (
            c["scenario"],
            c["month"],
            names[c["best"]] if c["best"] else "none",
            c["ahead"],
            c["note"],
        )
