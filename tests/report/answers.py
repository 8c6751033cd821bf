"""Varied questions to the shipped tables and graph, each answered once a session."""

from __future__ import annotations

from functools import cache
from typing import Any

from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.report.document.answer_json import answer_json
from tests.real import DAY, planner

OPEN = ("torkham", "chaman")
TRUCK = Consignment(unit="truck")
QUERIES: dict[str, Query] = {
    "minsk_karachi": Query(origin="Minsk", destination="Karachi", depart=DAY),
    "minsk_karachi_open": Query(
        origin="Minsk", destination="Karachi", depart=DAY, open=OPEN, via=("Hairatan",)
    ),
    "karachi_tashkent_truck": Query(
        origin="Karachi",
        destination="Tashkent",
        depart=DAY,
        consignment=TRUCK,
        modes=(Mode.ROAD,),
        crew="two_drivers",
        open=("torkham",),
        via=("torkham",),
    ),
    "kabul_karachi_open": Query(
        origin="Kabul", destination="Karachi", depart=DAY, open=("torkham",)
    ),
    "tashkent_jebel_ali": Query(
        origin="Tashkent", destination="Jebel Ali", depart=DAY, via=("Karachi port",)
    ),
    "point_to_port_qasim": Query(
        origin="53.95,27.70", destination="Port Qasim", depart=DAY.replace(month=7), k=2
    ),
    "rail_only": Query(origin="Moscow", destination="Karachi", depart=DAY, modes=(Mode.RAIL,)),
    "wagons": Query(
        origin="Astana",
        destination="Hairatan",
        depart=DAY,
        consignment=Consignment(unit="wagon", count=40, gross_weight_t=62.5, cargo="bulk"),
        rail_service="wagonload",
        objective=Objective.COST,
    ),
    "reefer_northbound": Query(
        origin="Karachi",
        destination="Almaty",
        depart=DAY.replace(month=5),
        consignment=Consignment(unit="reefer", cargo="perishable", value_usd=90_000),
        crew="two_drivers",
        objective=Objective.TIME,
    ),
    "hazardous_teus": Query(
        origin="Yekaterinburg",
        destination="Gwadar",
        depart=DAY,
        consignment=Consignment(unit="TEU", count=3, gross_weight_t=21.3, cargo="hazardous:3"),
        avoid=("Azerbaijan",),
    ),
    "least_co2": Query(
        origin="Minsk", destination="Karachi", depart=DAY, objective=Objective.CO2, k=1
    ),
    "dear_time": Query(
        origin="Tashkent", destination="Karachi", depart=DAY, value_of_time_usd_per_h=333.33
    ),
    "by_sea": Query(
        origin="St Petersburg",
        destination="Karachi",
        depart=DAY,
        via=("St Petersburg port",),
        avoid=("IR", "AF", "KZ", "AZ"),
        objective=Objective.DISTANCE,
    ),
}


@cache
def answer(name: str) -> dict[str, Any]:
    """The JSON answer of a query above."""
    loaded = planner()
    return answer_json(loaded.ask(QUERIES[name]), loaded.library)
