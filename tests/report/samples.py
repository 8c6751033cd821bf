"""Answers for the map tests. The places are real, all figures are invented."""

from __future__ import annotations

import math
from typing import Any

PLACES: dict[str, tuple[str, str, float, float]] = {
    "minsk": ("Minsk", "BY", 27.5665, 53.9002),
    "orsha": ("Orsha", "BY", 30.4036, 54.5136),
    "krasnoe": ("Osinovka - Krasnoe", "BY", 31.12, 54.6),
    "ryazan": ("Ryazan", "RU", 39.74, 54.63),
    "samara": ("Samara", "RU", 50.15, 53.2),
    "kanisay": ("Kanisay", "RU", 54.0, 51.6),
    "aktobe": ("Aktobe", "KZ", 57.2142, 50.2808),
    "kandyagash": ("Kandyagash", "KZ", 57.42, 49.47),
    "beyneu": ("Beyneu", "KZ", 55.2, 45.3167),
    "bolashak": ("Bolashak - Serhetyaka", "KZ", 53.95, 41.75),
    "ashgabat": ("Ashgabat", "TM", 58.38, 37.95),
    "sarakhs": ("Sarakhs", "IR", 61.1047, 36.4705),
    "bafq": ("Bafq", "IR", 55.4, 31.6),
    "bandar_abbas": ("Bandar Abbas", "IR", 56.2, 27.15),
    "zahedan": ("Zahedan", "IR", 60.86, 29.5),
    "mirjaveh": ("Mirjaveh - Taftan", "IR", 61.45, 29.01),
    "quetta": ("Quetta", "PK", 67.0, 30.18),
    "rohri": ("Rohri", "PK", 68.9, 27.68),
    "karachi": ("Karachi", "PK", 67.0104, 24.8608),
    "kyzylorda": ("Kyzylorda", "KZ", 65.5, 44.85),
    "shymkent": ("Shymkent", "KZ", 69.6, 42.32),
    "yallama": ("Konysbaev - Yallama", "KZ", 68.95, 40.98),
    "termez": ("Termez", "UZ", 67.2783, 37.2242),
    "hairatan": ("Ayritom - Hairatan", "UZ", 67.42, 37.22),
    "kabul": ("Kabul", "AF", 69.17, 34.53),
    "torkham": ("Torkham", "AF", 71.0985, 34.1205),
    "multan": ("Multan", "PK", 71.47, 30.2),
}
SEA_LANE = [(56.2, 27.15), (56.4, 26.6), (57.2, 25.6), (61.5, 24.6), (66.5, 24.6), (67.0, 24.83)]


def line(ref: str) -> list[tuple[float, float]]:
    """A winding line for '<place>__<place>__<mode>'; one with 'coarse' has its ends only."""
    if ref.startswith("sea:"):
        return list(SEA_LANE)
    start, end, mode = ref.removeprefix("-").split("__")
    (_, _, x0, y0), (_, _, x1, y1) = PLACES[start], PLACES[end]
    count = 1 if mode == "coarse" else max(4, int(math.hypot(x1 - x0, y1 - y0) / 0.05))
    bow = 0.04 if mode == "road" else -0.03
    points = []
    for i in range(count + 1):
        share = i / count
        side = math.sin(math.pi * share) * bow + math.sin(21 * math.pi * share) * 0.004
        points.append(
            (x0 + (x1 - x0) * share - (y1 - y0) * side, y0 + (y1 - y0) * share + (x1 - x0) * side)
        )
    return points[::-1] if ref.startswith("-") else points


def band(typical: float) -> dict[str, float]:
    return {"low": round(typical * 0.8, 2), "typical": typical, "high": round(typical * 1.3, 2)}


def spot(key: str) -> dict[str, Any]:
    name, country, lon, lat = PLACES[key]
    return {"id": key, "name": name, "country": country, "lon": lon, "lat": lat}


def item(
    name: str, usd: float, hours: float, source: str, estimate: bool = False
) -> dict[str, Any]:
    return {
        "name": name,
        "cost_usd": band(usd),
        "time_h": band(hours),
        "co2e_kg": 0.0,
        "source_ids": [source],
        "rows": [f"rates:{source}"],
        "estimate": estimate,
        "estimate_cost": estimate,
        "estimate_time": estimate,
        "outside_total": False,
    }


def haul(
    mode: str, start: str, end: str, km: float, refs: list[str], sure: bool = True
) -> dict[str, Any]:
    speed, price = {"rail": (25.0, 0.42), "road": (28.0, 1.05), "sea": (22.0, 0.35)}[mode]
    items = [
        item(
            f"{mode} freight", round(km * price, 2), round(km / speed, 2), f"rates-{mode}", not sure
        ),
        item("service and insurance", round(km * 0.03, 2), 0.0, "own-estimate", True),
        {
            **item("capital in transit", round(km * 0.02, 2), 0.0, "own-arithmetic"),
            "outside_total": True,
        },
    ]
    kind = "sailing" if mode == "sea" else "line_haul"
    leg = _leg(kind, mode, start, end, items, refs)
    leg.update(
        distance_km=km,
        distance_estimated_km=0.0 if sure else km / 2,
        co2e_kg=round(km * {"rail": 0.22, "road": 1.1, "sea": 0.16}[mode], 1),
        gauge_mm={"rail": 1520, "road": None, "sea": None}[mode],
    )
    return leg


def stand(kind: str, mode: str, where: str, usd: float, hours: float) -> dict[str, Any]:
    name = {
        "border": "border dwell and fees",
        "transfer": "lift between wagons",
        "port": "terminal handling",
    }
    items = [item(name[kind], usd, hours, "border-survey", kind != "border")]
    if kind == "border":
        items.append(item("transit declaration", 85.0, 0.0, "border-survey"))
    return _leg(kind, mode, where, where, items, [])


def _leg(
    kind: str, mode: str, start: str, end: str, items: list[dict[str, Any]], refs: list[str]
) -> dict[str, Any]:
    counted = [i for i in items if not i["outside_total"]]
    return {
        "kind": kind,
        "mode": mode,
        "from": spot(start),
        "to": spot(end),
        "country": PLACES[start][1],
        "distance_km": 0.0,
        "distance_estimated_km": 0.0,
        "time_h": band(round(sum(i["time_h"]["typical"] for i in counted), 2)),
        "cost_usd": band(round(sum(i["cost_usd"]["typical"] for i in counted), 2)),
        "co2e_kg": 0.0,
        "gauge_mm": None,
        "start": "2026-12-01T08:00",
        "end": "2026-12-01T08:00",
        "items": items,
        "geometry_ref": refs,
        "note": "Gauge 1520 to 1435 mm." if (kind, start) == ("transfer", "sarakhs") else "",
    }


def border(where: str, mode: str, other: str, passage: str, note: str = "") -> dict[str, Any]:
    name, country, lon, lat = PLACES[where]
    near, _, far = name.partition(" - ")
    return {
        "crossing_id": where,
        "name": name,
        "mode": mode,
        "country_from": country,
        "country_to": other,
        "name_from": near,
        "name_to": far or near,
        "passage": passage,
        "status": "restricted" if note else "open",
        "note": note,
        "lon": lon,
        "lat": lat,
    }


def itinerary(
    label: str, roles: list[str], legs: list[dict[str, Any]], borders: list[dict[str, Any]]
) -> dict[str, Any]:
    hours = 0.0
    for leg in legs:
        leg["start"] = _moment(hours)
        hours += leg["time_h"]["typical"]
        leg["end"] = _moment(hours)
    usd = round(sum(leg["cost_usd"]["typical"] for leg in legs), 2)
    km = sum(leg["distance_km"] for leg in legs)
    return {
        "label": label,
        "roles": roles,
        "totals": {
            "distance_km": km,
            "distance_estimated_km": sum(leg["distance_estimated_km"] for leg in legs),
            "time_h": band(round(hours, 2)),
            "cost_usd": band(usd),
            "co2e_kg": round(sum(leg["co2e_kg"] for leg in legs), 1),
            "generalised_usd": usd + 3 * round(hours, 2),
            "inventory_usd": round(km * 0.02, 2),
        },
        "estimate_share": {"cost": 0.41, "time": 0.35},
        "other_crew": None,
        "departure": "2026-12-01T08:00",
        "arrival": _moment(hours),
        "countries": list(dict.fromkeys(leg["country"] for leg in legs)),
        "borders": borders,
        "modes": list(dict.fromkeys(leg["mode"] for leg in legs)),
        "legs": legs,
        "documents": [
            {
                "country": "PK",
                "mode": "rail",
                "name": "Goods declaration",
                "text": "",
                "source_id": "rules",
            }
        ],
        "warnings": [
            {"code": "stale", "text": f"Border times {label} are of 2024.", "source_ids": []}
        ],
    }


def _moment(hours: float) -> str:
    minutes = round(hours * 60) + 8 * 60
    day, rest = divmod(minutes, 1440)
    month, day = (12, day + 1) if day < 31 else (13, day - 30)
    year, month = (2026, month) if month < 13 else (2027, 1)
    return f"{year}-{month:02d}-{day:02d}T{rest // 60:02d}:{rest % 60:02d}"


def _by_rail_to_sarakhs() -> list[dict[str, Any]]:
    return [
        haul("rail", "minsk", "krasnoe", 260.0, ["minsk__orsha__rail", "orsha__krasnoe__rail"]),
        stand("border", "rail", "krasnoe", 40.0, 6.0),
        haul("rail", "krasnoe", "kanisay", 1950.0,
             ["krasnoe__ryazan__rail", "-samara__ryazan__rail", "samara__kanisay__rail"]),
        stand("border", "rail", "kanisay", 120.0, 14.0),
        haul("rail", "kanisay", "bolashak", 1420.0,
             ["kanisay__kandyagash__rail", "kandyagash__beyneu__rail", "beyneu__bolashak__rail"]),
        stand("border", "rail", "bolashak", 150.0, 30.0),
        haul("rail", "bolashak", "sarakhs", 980.0,
             ["bolashak__ashgabat__rail", "ashgabat__sarakhs__rail"], sure=False),
        stand("border", "rail", "sarakhs", 180.0, 40.0),
        stand("transfer", "rail", "sarakhs", 210.0, 24.0),
    ]  # fmt: skip


def _to_sarakhs_borders() -> list[dict[str, Any]]:
    return [
        border("krasnoe", "rail", "RU", "2026-12-01T18:00"),
        border("kanisay", "rail", "KZ", "2026-12-05T06:00"),
        border("bolashak", "rail", "TM", "2026-12-08T11:00"),
        border("sarakhs", "rail", "IR", "2026-12-11T09:00", "Queues are reported in winter."),
    ]


def sample_answer() -> dict[str, Any]:
    """Minsk to Karachi: by rail through Iran, by road through Torkham, by rail and sea."""
    by_rail = [
        *_by_rail_to_sarakhs(),
        haul("rail", "sarakhs", "mirjaveh", 1750.0,
             ["sarakhs__bafq__rail", "bafq__zahedan__coarse", "zahedan__mirjaveh__rail"], sure=False),
        stand("border", "rail", "mirjaveh", 160.0, 48.0),
        stand("transfer", "rail", "mirjaveh", 200.0, 30.0),
        haul("rail", "mirjaveh", "karachi", 1480.0,
             ["mirjaveh__quetta__rail", "quetta__rohri__rail", "-karachi__rohri__rail"], sure=False),
    ]  # fmt: skip
    by_road = [
        haul("road", "minsk", "krasnoe", 255.0, ["minsk__orsha__road", "orsha__krasnoe__road"]),
        stand("border", "road", "krasnoe", 20.0, 3.0),
        haul("road", "krasnoe", "kanisay", 1900.0,
             ["krasnoe__ryazan__road", "ryazan__samara__road", "samara__kanisay__road"]),
        stand("border", "road", "kanisay", 60.0, 8.0),
        haul("road", "kanisay", "yallama", 2050.0, ["kanisay__aktobe__road",
             "aktobe__kyzylorda__road", "kyzylorda__shymkent__road", "shymkent__yallama__road"]),
        stand("border", "road", "yallama", 150.0, 20.0),
        haul("road", "yallama", "hairatan", 720.0, ["yallama__termez__road"]),
        stand("border", "road", "hairatan", 190.0, 30.0),
        haul("road", "hairatan", "torkham", 650.0,
             ["hairatan__kabul__road", "kabul__torkham__road"], sure=False),
        stand("border", "road", "torkham", 260.0, 50.0),
        haul("road", "torkham", "karachi", 1650.0, ["torkham__multan__road", "multan__karachi__road"]),
    ]  # fmt: skip
    by_sea = [
        *_by_rail_to_sarakhs(),
        haul("rail", "sarakhs", "bandar_abbas", 1650.0,
             ["sarakhs__bafq__rail", "bafq__bandar_abbas__rail"]),
        stand("port", "sea", "bandar_abbas", 240.0, 72.0),
        haul("sea", "bandar_abbas", "karachi", 1280.0, ["sea:bnd-khi"]),
        stand("port", "sea", "karachi", 260.0, 60.0),
    ]  # fmt: skip
    road_borders = [
        border("krasnoe", "road", "RU", "2026-12-01T18:00"),
        border("kanisay", "road", "KZ", "2026-12-04T06:00"),
        border("yallama", "road", "UZ", "2026-12-08T11:00"),
        border("hairatan", "road", "AF", "2026-12-10T11:00"),
        border("torkham", "road", "PK", "2026-12-13T09:00", "Opened by request."),
    ]
    itineraries = [
        itinerary("via Sarakhs and Mirjaveh", ["best", "cheapest"], by_rail,
                  [*_to_sarakhs_borders(), border("mirjaveh", "rail", "PK", "2026-12-17T09:00")]),
        itinerary("via Hairatan and Torkham", ["fastest"], by_road, road_borders),
        itinerary("via Sarakhs and Bandar Abbas", [], by_sea, _to_sarakhs_borders()),
    ]  # fmt: skip
    return {
        "schema_version": "1.0",
        "query": {
            "origin": {"text": "Minsk", **spot("minsk"), "moved_km": 0.0, "note": ""},
            "destination": {"text": "Karachi", **spot("karachi"), "moved_km": 0.0, "note": ""},
            "unit": "FEU", "count": 1, "gross_weight_t": 24.0, "value_usd": 50000.0,
            "cargo": "general", "service": ["one_driver", "block_train"],
            "depart": "2026-12-01T08:00", "objective": "generalised",
            "value_of_time_usd_per_h": 3.0, "modes": ["rail", "road", "sea"],
            "via": [], "avoid": [], "open": [], "close": [], "k": 3,
        },
        "data_date": "2026-11-24",
        "graph_hash": "0f" * 32,
        "itineraries": itineraries,
        "blocked": [
            {
                "subject_kind": "crossing", "subject_id": "chaman", "mode": "road",
                "name": "Spin Boldak - Chaman", "since": "2025-10-11", "until": None,
                "last_confirmed": "2026-02-11", "stale_days": 293, "source_id": "closures",
                "source_url": "https://example.org/closures", "note": "Shut for trade.",
                "lon": 66.42, "lat": 30.92,
                "if_open": {"label": "via Chaman", "time_h": 300.0, "cost_usd": 4100.0,
                            "arrival": "2026-12-14T08:00", "better": True},
            }
        ],
        "warnings": [{"code": "estimate", "text": "Much rests on estimates.", "source_ids": []}],
        "sources": [
            _source("border-survey", "Border survey, yearly figures"),
            _source("closures", "News of the closure"),
            {**_source("own-estimate", "Own estimate"), "url": ""},
            _source("rates-rail", "Rail rates"),
            _source("rates-road", "Road rates"),
            _source("rates-sea", "Sea rates"),
            _source("rules", "Papers asked for at the border"),
        ],
    }  # fmt: skip


def _source(key: str, title: str) -> dict[str, Any]:
    return {
        "id": key, "title": title, "publisher": "Example Institute",
        "url": f"https://example.org/{key}", "retrieved": "2026-11-20", "licence": "facts only",
    }  # fmt: skip


HOSTILE = (
    "</script><script>window.hacked=1</script><!-- <img src=x onerror=window.hacked=1> ${x}"
    " {{answer}} \u2028\u2029 Мінск کراچی \U0001f69a"
)


def hostile_answer() -> dict[str, Any]:
    """The sample with text that would break a careless page in every text field."""

    def spoil(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {k: spoil(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [spoil(v, key) for v in value]
        if key in {"name", "label", "note", "text", "title", "publisher",
                   "name_from", "name_to", "licence"}:  # fmt: skip
            return f"{value} {HOSTILE}"
        if key == "url":
            return "javascript:window.hacked=1"
        return value

    spoiled: dict[str, Any] = spoil(sample_answer())
    return spoiled
