"""The JSON answer: everything `corridor route` says, from which documents are made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from corridor.model.answer import (
    Answer,
    Blocked,
    Border,
    Endpoint,
    Item,
    Itinerary,
    Leg,
    Spot,
    ViaStop,
    Warning_,
)
from corridor.model.band import Band
from corridor.model.ref import Ref, RefKind
from corridor.model.why import Why
from corridor.planning.search.compared import times
from corridor.pricing.emissions import METHOD
from corridor.report.document.assumptions import assumptions, touched
from corridor.tables.library import Library
from corridor.tables.records import Parameter, Source
from corridor.tables.row import Cited

SCHEMA_VERSION = "1.0"


def answer_json(answer: Answer, library: Library) -> dict[str, Any]:
    """
    Render an answer as plain data, in a stable order of keys.

    `library` resolves row keys to sources; nothing else is looked up.
    """
    itineraries = [_itinerary(i, library) for i in answer.itineraries]
    blocked = [_blocked(b, library) for b in answer.blocked]
    warnings = [_warning(w) for w in answer.warnings]
    return {
        "schema_version": SCHEMA_VERSION,
        "query": {**_query(answer), **assumptions(answer.overlays, library)},
        "data_date": answer.data_date,
        "graph_hash": answer.graph_hash,
        "methods": {"co2e": METHOD},
        "itineraries": itineraries,
        **({"why": _why(answer.why)} if answer.why else {}),
        "blocked": blocked,
        "warnings": warnings,
        "names": _names(itineraries, answer, library),
        "rows": _rows(itineraries, library),
        "sources": _sources(
            itineraries, blocked, warnings, library, [k for o in answer.overlays for k in o.cited]
        ),
    }


def _names(
    itineraries: list[dict[str, Any]], answer: Answer, library: Library
) -> list[dict[str, str]]:
    """Names in other scripts of the places of the answer, the usual one of a language first."""
    spots = {answer.origin.spot.id, answer.destination.spot.id}
    for itinerary in itineraries:
        spots.update(leg[end]["id"] for leg in itinerary["legs"] for end in ("from", "to"))
    found: dict[tuple[str, str], str] = {}
    for row in library.place_names:
        if row.hub_id in spots and row.lang != "en":
            found.setdefault((row.hub_id, row.lang), row.name)
    return [{"id": hub, "lang": lang, "name": name} for (hub, lang), name in sorted(found.items())]


def cited_row(row: Cited) -> dict[str, Any]:
    """Key, source, date and confidence of a row, whose it is and what changed it."""
    return {
        "row": row.key,
        "source_id": row.source_id,
        "as_of": row.as_of,
        "confidence": row.confidence,
        **touched([row]),
    }


def _rows(itineraries: list[dict[str, Any]], library: Library) -> list[dict[str, Any]]:
    """Every row that a figure of the answer was read from, by key."""
    keys = {
        r for i in itineraries for leg in i["legs"] for item in leg["items"] for r in item["rows"]
    }
    found = (library.cited[k] for k in sorted(keys))
    return [{**cited_row(row), "price_year": price_year(row)} for row in found]


def price_year(row: Cited) -> int | None:
    """Year of the price level of a row; None where the row holds no price."""
    given = getattr(row, "price_year", None)
    if given is None and isinstance(row, Parameter) and row.unit.startswith("usd"):
        return int(row.as_of[:4])
    return given


def _query(answer: Answer) -> dict[str, Any]:
    query = answer.query
    return {
        "origin": _endpoint(answer.origin),
        "destination": _endpoint(answer.destination),
        "unit": query.consignment.unit,
        "count": query.consignment.count,
        "gross_weight_t": answer.gross_weight_t,
        "value_usd": answer.value_usd,
        "cargo": query.consignment.cargo_class,
        "un_class": query.consignment.un_class,
        "container": query.consignment.boxed,
        **({"allow_dangerous": True} if query.consignment.allow_dangerous else {}),
        "service": [query.crew, query.train],
        "depart": _when(query.depart),
        "utc_offset_h": answer.utc_offset_h,
        "objective": query.objective,
        "value_of_time_usd_per_h": answer.value_of_time_usd_per_h,
        "modes": list(query.modes),
        **({"siding": query.siding} if query.siding else {}),
        "via": list(query.via),
        "avoid": [*query.avoid, *(a.name for a in query.avoid_areas)],
        "discourage": [*query.discourage, *(a.name for a in query.discourage_areas)],
        "only_countries": list(query.only_countries),
        "limits": {
            "max_days": query.max_days,
            "arrive_by": _when(query.arrive_by) if query.arrive_by else None,
            "max_cost_usd": query.max_cost_usd,
            "max_transfers": query.max_transfers,
        },
        "open": list(query.open),
        "close": list(query.close),
        "k": query.k,
    }


def _why(why: Why) -> dict[str, Any]:
    return {
        "text": why.text,
        "verdict": why.verdict,
        "reason": why.reason,
        "label": why.label,
        "cost_usd": why.cost_cents / 100,
        "time_h": _hour(why.time_min),
        "gap": round(why.gap, 4),
        "gap_unit": why.gap_unit,
        "differences": [
            {
                "name": d.name,
                "where": d.where,
                "cost_usd": d.cents / 100,
                "time_h": _hour(d.minutes),
                "must_fall": None if d.must_fall is None else round(d.must_fall, 4),
                "rows": list(d.rows),
            }
            for d in why.differences
        ],
    }


def _endpoint(end: Endpoint) -> dict[str, Any]:
    return {"text": end.text, **_spot(end.spot), "moved_km": end.moved_km, "note": end.note}


def _spot(spot: Spot) -> dict[str, Any]:
    return {
        "id": spot.id,
        "name": spot.name,
        "country": spot.country,
        "lon": round(spot.lon, 5),
        "lat": round(spot.lat, 5),
    }


def _objectives(itinerary: Itinerary) -> dict[str, float]:
    """The way's own figure by every objective."""
    return {
        "generalised_usd": itinerary.generalised_cents / 100,
        "cost_usd": itinerary.cost.typical / 100,
        "time_h": _hour(itinerary.time.typical),
        "p90_time_h": _hour(itinerary.time.high),
        "distance_km": itinerary.length_m / 1000,
        "co2e_kg": itinerary.co2e_g / 1000,
    }


def _itinerary(itinerary: Itinerary, library: Library) -> dict[str, Any]:
    # Ways are ranked by the compared figures; those of `totals` and `objectives` are its own.
    counted = times(itinerary.re_enters)
    return {
        "label": itinerary.label,
        "roles": list(itinerary.roles),
        "totals": {
            "distance_km": itinerary.length_m / 1000,
            "distance_estimated_km": itinerary.estimated_m / 1000,
            "time_h": _hours(itinerary.time),
            "cost_usd": _dollars(itinerary.cost),
            "co2e_kg": itinerary.co2e_g / 1000,
            "generalised_usd": itinerary.generalised_cents / 100,
            "inventory_usd": itinerary.inventory_cents / 100,
        },
        "objectives": _objectives(itinerary),
        "re_enters": list(itinerary.re_enters),
        "compared": {
            "times": counted,
            **{name: round(counted * v, 6) for name, v in _objectives(itinerary).items()},
        },
        "estimate_share": {
            "cost": round(itinerary.estimate_share_cost, 4),
            "time": round(itinerary.estimate_share_time, 4),
        },
        "other_crew": (
            {"service": itinerary.other_crew, "time_h": _hour(itinerary.other_crew_time_min)}
            if itinerary.other_crew
            else None
        ),
        "departure": _when(itinerary.departure),
        "arrival": _when(itinerary.arrival),
        "countries": list(itinerary.countries),
        "borders": [_border(b, library) for b in itinerary.borders],
        "modes": list(itinerary.modes),
        "legs": [_leg(leg, library) for leg in itinerary.legs],
        **({"vias": [_via(v) for v in itinerary.vias]} if itinerary.vias else {}),
        "documents": [
            {
                "country": d.country,
                "mode": d.mode,
                "name": d.name,
                "text": d.text,
                "source_id": d.source_id,
            }
            for d in itinerary.documents
        ],
        "warnings": [_warning(w) for w in itinerary.warnings],
    }


def _via(stop: ViaStop) -> dict[str, Any]:
    return {
        "text": stop.text,
        "id": stop.id,
        "name": stop.name,
        "how": stop.how,
        "leg": stop.leg,
        "at": _when(stop.at),
    }


def _border(border: Border, library: Library) -> dict[str, Any]:
    subject = Ref(RefKind.CROSSING, border.crossing_id)
    return {
        "crossing_id": border.crossing_id,
        "name": border.name,
        "mode": border.mode,
        "country_from": border.country_from,
        "country_to": border.country_to,
        "name_from": border.name_from,
        "name_to": border.name_to,
        "passage": _when(border.passage),
        "status": border.status,
        "note": border.note,
        "lon": border.lon,
        "lat": border.lat,
        "own_rows": [c.key for c in library.closures if c.own and c.subject == subject],
    }


def _leg(leg: Leg, library: Library) -> dict[str, Any]:
    return {
        "kind": leg.kind,
        "mode": leg.mode,
        "from": _spot(leg.start),
        "to": _spot(leg.end),
        "country": leg.country,
        "distance_km": leg.length_m / 1000,
        "distance_estimated_km": leg.estimated_m / 1000,
        "time_h": _hours(leg.time),
        "cost_usd": _dollars(leg.cost),
        "co2e_kg": leg.co2e_g / 1000,
        "gauge_mm": leg.gauge_mm,
        "start": _when(leg.departs),
        "end": _when(leg.arrives),
        "items": [_item(i, library) for i in leg.items],
        "geometry_ref": list(leg.geometry_ref),
        "subject": leg.subject,
        "note": leg.note,
        "waits": [
            {"reason": w.reason, "time_h": _hours(w.time), "rows": list(w.rows)} for w in leg.waits
        ],
    }


def _item(item: Item, library: Library) -> dict[str, Any]:
    return {
        "name": item.name,
        "cost_usd": _dollars(item.cost),
        "time_h": _hours(item.time),
        "co2e_kg": item.co2e_g / 1000,
        "source_ids": [library.cited[r].source_id for r in item.rows],  # one a row
        "rows": list(item.rows),
        "estimate": item.estimate,
        "estimate_cost": item.estimate_cost,
        "estimate_time": item.estimate_time,
        "outside_total": item.outside_total,
        **touched(library.cited[r] for r in item.rows),
    }


def _blocked(blocked: Blocked, library: Library) -> dict[str, Any]:
    better = blocked.if_open
    return {
        "subject_kind": str(blocked.subject.kind),
        "subject_id": blocked.subject.id,
        "name": blocked.name,
        "mode": blocked.mode,
        "since": blocked.since,
        "until": blocked.until or None,
        "last_confirmed": blocked.last_confirmed,
        "stale_days": blocked.stale_days,
        "source_id": blocked.source_id,
        "source_url": blocked.source_url,
        "note": blocked.note,
        "lon": blocked.lon,
        "lat": blocked.lat,
        "own": any(
            c.own and (c.subject, c.source_id) == (blocked.subject, blocked.source_id)
            for c in library.closures
        ),
        "if_open": (
            {
                "label": better.label,
                "time_h": _hour(better.time_min),
                "cost_usd": better.cost_cents / 100,
                "arrival": _when(better.arrival),
                "better": better.better,
            }
            if better
            else None
        ),
    }


def _warning(warning: Warning_) -> dict[str, Any]:
    return {"code": warning.code, "text": warning.text, "source_ids": list(warning.source_ids)}


def _sources(
    itineraries: list[dict[str, Any]],
    blocked: list[dict[str, Any]],
    warnings: list[dict[str, Any]],
    library: Library,
    assumed: Iterable[str],
) -> list[dict[str, Any]]:
    """Every source cited anywhere in the answer, by id."""
    cited: set[str] = {*assumed, *(b["source_id"] for b in blocked)}
    for warning in warnings:
        cited.update(warning["source_ids"])
    for itinerary in itineraries:
        cited.update(d["source_id"] for d in itinerary["documents"])
        for warning in itinerary["warnings"]:
            cited.update(warning["source_ids"])
        for leg in itinerary["legs"]:
            for item in leg["items"]:
                cited.update(item["source_ids"])
    return sources_of(cited, library)


def sources_of(cited: Iterable[str], library: Library) -> list[dict[str, Any]]:
    """Sources by id, in the order of their ids."""
    return [_source(library.source[i]) for i in sorted(cited)]


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "retrieved": source.retrieved,
        "licence": source.licence,
        "own": source.own,
    }


def _when(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _hour(minutes: int) -> float:
    # Four decimals tell every minute apart, so hours read back as whole minutes.
    return round(minutes / 60, 4)


def _hours(band: Band) -> dict[str, float]:
    return {"low": _hour(band.low), "typical": _hour(band.typical), "high": _hour(band.high)}


def _dollars(band: Band) -> dict[str, float]:
    return {"low": band.low / 100, "typical": band.typical / 100, "high": band.high / 100}
