"""Hand-made rows and datasets: small enough to reckon on paper, all figures round."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar, get_args

from msgspec import structs

from corridor.model.band import Band
from corridor.model.consignment import CARGO
from corridor.tables import records as rec
from corridor.tables.dataset import Dataset
from corridor.tables.row import Cited

R = TypeVar("R", bound=Cited)


def flat(value: float) -> Band[float]:
    """A figure without a band."""
    return Band(value, value, value)


def row(cls: type[R], key: str, **values: Any) -> R:
    """A row of a table with its citation filled in, and '' for what is not given."""
    cited = {"id": key, "source_id": "book", "as_of": "2026", "confidence": "published"}
    fields = {f.name: f for f in structs.fields(cls)}
    blank = {name: "" for name, f in fields.items() if f.required}
    given = blank | cited | values
    return cls(**{name: _as_read(fields[name].type, value) for name, value in given.items()})


def _as_read(kind: Any, value: Any) -> Any:
    """A word of a closed list as its type, as a table's reader gives it; the rest as it is."""
    if isinstance(value, tuple) and get_args(kind):
        return tuple(_as_read(get_args(kind)[0], v) for v in value)
    return kind(value) if value and isinstance(kind, type) and issubclass(kind, StrEnum) else value


def hub(key: str, country: str, lon: float, lat: float, **values: Any) -> rec.Hub:
    """A named place, a city unless told otherwise."""
    given: dict[str, Any] = {
        "name": key.title(),
        "country": country,
        "kind": "city",
        "lon": lon,
        "lat": lat,
        "accuracy_km": 0.0,
        "unlocode": "",
        "modes": ("rail", "road"),
    }
    return row(rec.Hub, key, **(given | values))


def section(
    tail: str, head: str, mode: str, length_km: float, gauge_mm: int = 0, **values: Any
) -> rec.Section:
    """A stretch between two hubs."""
    given: dict[str, Any] = {
        "from_id": tail,
        "to_id": head,
        "mode": mode,
        "length_km": length_km,
        "line_name": "",
        "gauge_mm": gauge_mm,
        "electrified": "",
        "status": "open",
    }
    return row(rec.Section, f"{tail}__{head}__{mode}", **(given | values))


def crossing(key: str, ends: tuple[rec.Hub, rec.Hub], mode: str, **values: Any) -> rec.Crossing:
    """A crossing on the section between two hubs."""
    here, there = ends
    given: dict[str, Any] = {
        "name": key.title(),
        "mode": mode,
        "country_a": here.country,
        "hub_a": here.id,
        "name_a": f"{key} {here.country}",
        "country_b": there.country,
        "hub_b": there.id,
        "name_b": f"{key} {there.country}",
        "section_id": f"{here.id}__{there.id}__{mode}",
        "lon": (here.lon + there.lon) / 2,
        "lat": (here.lat + there.lat) / 2,
        "position_source": "book",
        "position_km": 1.0,
        "position_note": "half way",
        "gauge_mm": 0,
        "cargo": "freight",
        "status": "open",
    }
    return row(rec.Crossing, key, **(given | values))


def false_link(key: str, ends: tuple[float, float, float, float], action: str) -> rec.FalseLink:
    """A rail chord from lon, lat to lon, lat that is not to stand."""
    a_lon, a_lat, b_lon, b_lat = ends
    return row(
        rec.FalseLink,
        key,
        mode="rail",
        a_lon=a_lon,
        a_lat=a_lat,
        b_lon=b_lon,
        b_lat=b_lat,
        action=action,
    )


def repair_link(
    key: str,
    kind: str,
    ends: tuple[float, float, float, float],
    length_km: float,
    mode: str = "rail",
) -> rec.RepairLink:
    """A piece from lon, lat to lon, lat."""
    names = ("from_lon", "from_lat", "to_lon", "to_lat")
    given: dict[str, Any] = {"mode": mode, "kind": kind, "length_km": length_km}
    return row(rec.RepairLink, key, **given, **dict(zip(names, ends, strict=True)))


def border_time(
    country: str, direction: str, hours: float, mode: str = "road", **values: Any
) -> rec.BorderTime:
    """Hours at one side of every border of a country."""
    given: dict[str, Any] = {
        "crossing_id": "",
        "mode": mode,
        "country": country,
        "neighbour": "",
        "direction": direction,
        "time_h": flat(hours),
        "cost_usd": None,
        "cost_unit": "",
    }
    key = f"{country.lower()}_{mode}_{direction}_{values.get('crossing_id', '')}"
    return row(rec.BorderTime, key, **(given | values))


def border_fee(key: str, country: str, direction: str, usd: float, **values: Any) -> rec.BorderFee:
    """A fee of a country at any of its road borders."""
    given: dict[str, Any] = {
        "country": country,
        "neighbour": "",
        "crossing_id": "",
        "mode": "road",
        "direction": direction,
        "item": key,
        "amount_usd": flat(usd),
        "unit": "truck",
    }
    return row(rec.BorderFee, key, **(given | values))


def rate(
    key: str, country: str, mode: str, unit: str, usd_per_km: float, **values: Any
) -> rec.Rate:
    """A tariff row; road rows are for trucks, rail rows for block trains."""
    given: dict[str, Any] = {
        "country": country,
        "mode": mode,
        "service_class": "truck" if mode == "road" else "block_train",
        "unit": unit,
        "heading": "any",
        "from_km": 0.0,
        "to_km": 1e9,
        "fixed_usd": 0.0,
        "rate_usd_per_km": flat(usd_per_km),
    }
    return row(rec.Rate, key, **(given | values))


def speed(country: str, mode: str, kmh: float, rail_service: str = "block_train") -> rec.Speed:
    """Speed without delay."""
    service = "truck" if mode == "road" else rail_service
    return row(
        rec.Speed,
        f"{country.lower()}_{service}",
        country=country,
        mode=mode,
        service_class=service,
        swod_kmh=flat(kmh),
    )


def driver(country: str, crew: str, hours_a_day: float) -> rec.Driver:
    """Driving hours a day."""
    return row(
        rec.Driver,
        f"{country.lower()}_{crew}",
        country=country,
        service_class=crew,
        driving_h_per_day=flat(hours_a_day),
    )


def emission(vehicle: str, grams: float, country: str = "") -> rec.Emission:
    """Grams CO2e per tonne-km."""
    return row(
        rec.Emission,
        f"{vehicle}{country.lower()}",
        mode={"truck": "road", "reefer_truck": "road", "train": "rail"}.get(vehicle, "sea"),
        country=country,
        vehicle=vehicle,
        intensity_g_per_tkm=flat(grams),
        traction="",
    )


def terminal(
    hub_id: str, country: str, modes: tuple[str, str], gauges: tuple[int, int], **values: Any
) -> rec.Terminal:
    """A change of 6 h and 50 USD a container."""
    given: dict[str, Any] = {
        "hub_id": hub_id,
        "name": f"{hub_id} yard",
        "country": country,
        "mode_a": modes[0],
        "gauge_a_mm": gauges[0],
        "mode_b": modes[1],
        "gauge_b_mm": gauges[1],
        "cargo": "any",
        "handling_h": flat(6),
        "hours_confidence": "published",
        "cost_usd": flat(50),
        "cost_unit": "container",
        "cost_confidence": "published",
        "open_to_transit": "yes",
    }
    return row(rec.Terminal, f"{hub_id}_{modes[0]}_{modes[1]}", **(given | values))


def port(hub_id: str, dwell_in: float, dwell_out: float, free: float) -> rec.Port:
    """A port: days from ship to gate and back, free days both ways."""
    return row(
        rec.Port,
        hub_id,
        name=hub_id.title(),
        container_service="regular",
        rail_served=True,
        dwell_in_days=flat(dwell_in),
        dwell_out_days=flat(dwell_out),
        free_in_days=free,
        free_out_days=free,
        draught_m=None,
    )


def port_charge(
    key: str, port_id: str, flow: str, unit: str, usd: float, **values: Any
) -> rec.PortCharge:
    """A line of a port's bill."""
    given: dict[str, Any] = {
        "port_id": port_id,
        "terminal": "",
        "charge": "thc",
        "item": key,
        "flow": flow,
        "unit": unit,
        "day_from": 0,
        "day_to": 10_000,
        "amount_usd": flat(usd),
        "use": "bill",
    }
    return row(rec.PortCharge, key, **(given | values))


def service(
    key: str, ports: tuple[str, str], nm: float, days: float, **values: Any
) -> rec.SeaService:
    """A weekly container sailing, both ways."""
    given: dict[str, Any] = {
        "from_port": ports[0],
        "to_port": ports[1],
        "both_directions": True,
        "name": key,
        "kind": "container",
        "status": "service",
        "distance_nm": nm,
        "transit_days": flat(days),
        "sailings_per_week": 1.0,
        "days_out": (),
        "days_back": (),
        "passages": (),
    }
    return row(rec.SeaService, key, **(given | values))


def sea_rate(service_id: str, unit: str, usd: float) -> rec.SeaRate:
    """Freight of one unit."""
    return row(
        rec.SeaRate,
        f"{service_id}_{unit.lower()}",
        service_id=service_id,
        unit=unit,
        freight_usd=flat(usd),
    )


def surcharge(
    key: str, first: date, last: date | None, usd: float, **where: str
) -> rec.SeaSurcharge:
    """A dated surcharge a container on a passage or port."""
    given: dict[str, Any] = {"passage": "", "port_id": ""}
    return row(
        rec.SeaSurcharge,
        key,
        item=key,
        from_date=first,
        to_date=last,
        unit="container",
        amount_usd=flat(usd),
        **(given | where),
    )


def closure(
    key: str,
    subject: tuple[str, str],
    effect: str,
    first: date | None = None,
    last: date | None = None,
    **values: Any,
) -> rec.Closure:
    """A dated row about a crossing, section, port or passage."""
    given: dict[str, Any] = {
        "subject_kind": subject[0],
        "subject_id": subject[1],
        "cargo": "all",
        "effect": effect,
        "from_date": first,
        "to_date": last,
        "season_from": None,
        "season_to": None,
        "delay_h": 0.0,
        "last_confirmed": "2026-11-01",
    }
    return row(rec.Closure, key, **(given | values))


def parameter(key: str, value: float) -> rec.Parameter:
    """A model parameter."""
    return row(rec.Parameter, key, value=flat(value), unit="", description=key)


PARAMETERS = (
    parameter("block_train_boxes", 41),
    parameter("block_train_request_h", 240),
    parameter("border_unofficial_share", 0.25),
    parameter("closure_stale_days", 90),
    parameter("service_stale_days", 365),
    parameter("container_return_usd_per_km", 0.2),
    parameter("customs_brokerage_usd_per_consignment", 90),
    parameter("default_headway_days", 14),
    parameter("default_value_usd", 40_000),
    parameter("first_mile_km", 100),
    parameter("insurance_rate_of_value", 0.001),
    parameter("hazardous_rail_factor", 1.2),
    parameter("hazardous_road_factor", 1.4),
    parameter("hazardous_sea_factor", 1.5),
    parameter("inventory_rate_per_year", 0.1),
    parameter("oversize_road_factor", 2),
    parameter("point_road_factor", 1.3),
    parameter("rail_connection_h", 36),
    parameter("reefer_rail_factor", 1.5),
    parameter("reefer_road_factor", 1.25),
    parameter("reefer_sea_factor", 2),
    parameter("road_minimum_usd", 60),
    parameter("road_vehicle_tare_t", 14),
    parameter("second_driver_usd_per_day", 40),
    parameter("tables_first_year", 2016),
    parameter("teu_road_share_of_truck", 0.6),
    *(parameter(f"time_value_{c}_per_day", 0.003) for c in CARGO),
    parameter("truck_free_h_at_border", 24),
    parameter("truck_standing_usd_per_day", 240),
)


def unit(key: str, family: str, teu: float, gross_t: float, rate_unit: str) -> rec.Unit:
    """A load unit that every mode carries."""
    return row(
        rec.Unit,
        key,
        family=family,
        teu=teu,
        tare_t=2.0 if family == "container" else 0.0,
        max_gross_t=70.0 if family == "wagon" else 30.0,
        default_gross_t=gross_t,
        rate_unit=rate_unit,
        modes=("rail", "road", "sea"),
    )


UNITS = (
    unit("TEU", "container", 1, 10, "TEU"),
    unit("FEU", "container", 2, 20, "FEU"),
    unit("reefer", "container", 2, 20, "FEU"),
    unit("truck", "truck", 2, 20, "truck"),
    unit("wagon", "wagon", 2, 60, "wagon"),
)
BOOK = rec.Source(
    id="book", title="Book", publisher="Press", url="", retrieved="2026-11", licence=""
)


def dataset(**tables: Iterable[Any]) -> Dataset:
    """A dataset of the given tables; parameters, units and one source stand in it already."""
    given: dict[str, Any] = {"parameters": PARAMETERS, "units": UNITS, "sources": (BOOK,)}
    return Dataset(**(given | {name: tuple(rows) for name, rows in tables.items()}))
