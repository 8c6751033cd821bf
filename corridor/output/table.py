"""The answer as a table for people, made from the JSON answer alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from corridor.output.columns import columns

_KIND = {
    "access": "ends",
    "line_haul": "haul",
    "border": "border",
    "transfer": "change",
    "port": "port",
    "sailing": "sailing",
}


def answer_text(answer: Mapping[str, Any], *, explain: bool = False) -> str:
    """Render an answer; with `explain` every figure is listed with its row and source."""
    lines = [*_head(answer), ""]
    for number, itinerary in enumerate(answer["itineraries"], 1):
        lines += _summary(number, itinerary)
    lines += ["", *_legs(answer["itineraries"][0])]
    lines += _documents(answer["itineraries"][0])
    lines += _blocked(answer)
    lines += _warnings(answer)
    if explain:
        lines += _explain(answer)
    lines.append(
        f"Data of {answer['data_date']}, graph {answer['graph_hash'][:12]}. "
        "~ marks what rests on an estimate; corridor sources --gaps lists them."
    )
    return "\n".join(lines) + "\n"


def _head(answer: Mapping[str, Any]) -> list[str]:
    query = answer["query"]
    origin, destination = query["origin"], query["destination"]
    lines = [
        (
            f"{origin['name']} ({origin['country']}) to {destination['name']}"
            f" ({destination['country']}): {query['count']} {query['unit']},"
            f" {query['gross_weight_t']:g} t each, {query['cargo']},"
            f" worth {query['value_usd']:,.0f} USD, ready {query['depart'].replace('T', ' ')}"
        ),
        f"Best by {query['objective']} cost at {query['value_of_time_usd_per_h']:g} USD an hour"
        if query["objective"] == "generalised"
        else f"Best by {query['objective']}",
    ]
    for which, end in (("Origin", origin), ("Destination", destination)):
        if end["note"]:
            lines.append(f"{which} {end['text']!r}: {end['note']}")
        elif end["moved_km"]:
            lines.append(f"{which}: moved {end['moved_km']:g} km")
    share = answer["itineraries"][0]["estimate_share"]
    lines.append(
        f"{share['cost']:.0%} of the dollars and {share['time']:.0%} of the hours of the best"
        " answer rest on estimates"
    )
    return lines


def _summary(number: int, itinerary: Mapping[str, Any]) -> list[str]:
    totals = itinerary["totals"]
    roles = f"  [{', '.join(itinerary['roles'])}]" if itinerary["roles"] else ""
    crew = itinerary["other_crew"]
    other = ""
    if crew:
        name = "one driver" if crew["service"] == "one_driver" else "two drivers"
        other = f"; with {name} {crew['time_h'] / 24:.1f} days"
    return [
        f"{number}. {itinerary['label']}{roles}",
        (
            f"   {_days(totals['time_h'])} days, {_usd(totals['cost_usd'])} USD,"
            f" {totals['distance_km']:,.0f} km"
            f" ({totals['distance_estimated_km']:,.0f} km of estimated length),"
            f" {totals['co2e_kg']:,.0f} kg CO2e{other}"
        ),
        f"   {' > '.join(itinerary['countries'])}; arrives {itinerary['arrival'][:10]}",
    ]


def _days(band: Mapping[str, float]) -> str:
    return f"{band['typical'] / 24:.1f} ({band['low'] / 24:.1f} to {band['high'] / 24:.1f})"


def _usd(band: Mapping[str, float]) -> str:
    return f"{band['typical']:,.0f} ({band['low']:,.0f} to {band['high']:,.0f})"


def _legs(itinerary: Mapping[str, Any]) -> list[str]:
    rows: list[tuple[str, ...]] = [("day", "leg", "from - to", "", "km", "hours", "USD", "items")]
    start = itinerary["legs"][0]["start"]
    for leg in itinerary["legs"]:
        if leg["from"]["name"] == leg["to"]["name"]:
            where = leg["note"] or leg["from"]["name"]
        else:
            where = f"{leg['from']['name']} - {leg['to']['name']}"
        gauge = f" {leg['gauge_mm']}" if leg["gauge_mm"] else ""
        km = leg["distance_km"]
        mark = "~" if leg["distance_estimated_km"] else ""
        rows.append(
            (
                f"{_day(start, leg['start'])}",
                f"{_KIND[leg['kind']]} {leg['mode']}{gauge}".strip(),
                where,
                leg["country"],
                f"{mark}{km:,.0f}" if km else "",
                f"{leg['time_h']['typical']:.1f}",
                f"{leg['cost_usd']['typical']:,.2f}",
                "; ".join(_item(i) for i in leg["items"] if not i["outside_total"]),
            )
        )
    totals = itinerary["totals"]
    rows.append(
        (
            "",
            "total",
            itinerary["label"],
            "",
            f"{totals['distance_km']:,.0f}",
            f"{totals['time_h']['typical']:.1f}",
            f"{totals['cost_usd']['typical']:,.2f}",
            f"and {totals['inventory_usd']:,.0f} USD inventory cost outside the total",
        )
    )
    return columns(rows, frozenset({0, 4, 5, 6}))


def _day(start: str, moment: str) -> int:
    return (datetime.fromisoformat(moment) - datetime.fromisoformat(start)).days + 1


def _item(item: Mapping[str, Any]) -> str:
    mark = "~" if item["estimate"] else ""
    parts = []
    if item["cost_usd"]["typical"]:
        parts.append(f"{item['cost_usd']['typical']:,.0f} USD")
    if item["time_h"]["typical"]:
        parts.append(f"{item['time_h']['typical']:.1f} h")
    return f"{item['name']} {mark}{' '.join(parts) or '0'}"


def _documents(itinerary: Mapping[str, Any]) -> list[str]:
    if not itinerary["documents"]:
        return []
    by_country: dict[str, list[str]] = {}
    for paper in itinerary["documents"]:
        names = by_country.setdefault(paper["country"], [])
        if paper["name"] not in names:
            names.append(paper["name"])
    return ["", "Documents", *(f"  {c}: {', '.join(n)}" for c, n in by_country.items())]


def _blocked(answer: Mapping[str, Any]) -> list[str]:
    lines = []
    for entry in answer["blocked"]:
        until = f" until {entry['until']}" if entry["until"] else ""
        lines.append(
            f"  {entry['name']} ({entry['mode']}): closed since {entry['since']}{until},"
            f" last confirmed {entry['last_confirmed']} ({entry['stale_days']} days before"
            f" departure), source {entry['source_id']} {entry['source_url']}"
        )
        better = entry["if_open"]
        if better:
            verdict = "would be the best" if better["better"] else "would not be the best"
            lines.append(
                f"    if open: {better['label']}, {better['time_h'] / 24:.1f} days,"
                f" {better['cost_usd']:,.0f} USD - {verdict} (--open {entry['subject_id']})"
            )
    return ["", "Closed on the way", *lines] if lines else []


def _warnings(answer: Mapping[str, Any]) -> list[str]:
    texts = [w["text"] for w in answer["warnings"]]
    texts += [w["text"] for w in answer["itineraries"][0]["warnings"]]
    unique = list(dict.fromkeys(texts))
    return ["", "Mind", *(f"  {t}" for t in unique), ""] if unique else [""]


def _explain(answer: Mapping[str, Any]) -> list[str]:
    titles = {s["id"]: s for s in answer["sources"]}
    lines = ["Every figure of the best answer"]
    for leg in answer["itineraries"][0]["legs"]:
        for item in leg["items"]:
            for row, source in zip(item["rows"], item["source_ids"], strict=True):
                known = titles.get(source, {})
                lines.append(
                    f"  {item['name']}: {row} - {source} {known.get('title', '')}"
                    f" {known.get('url', '')}".rstrip()
                )
    return [*dict.fromkeys(lines), ""]
