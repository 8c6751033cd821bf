"""Varied questions to the shipped tables and graph, each answered once a session."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec import Struct, convert, structs

from corridor.model.answer import Answer
from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.report.document.answer import AnswerRecord, LegRecord
from corridor.report.document.make_answer import answer_record
from corridor.report.document.read import json_text
from corridor.tables.dataset import Dataset
from tests.real import DAY, engine

OPEN = ("torkham", "chaman", "salang__charikar__road")
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
        open=("torkham", "salang__charikar__road"),
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
def record(name: str) -> AnswerRecord:
    """The answer of a query above."""
    loaded = engine()
    return answer_record(loaded.ask(QUERIES[name]), loaded.dataset)


def plain_of(answer: Answer, dataset: Dataset) -> dict[str, Any]:
    """An answer as plain data, as it is saved."""
    found: dict[str, Any] = json.loads(json_text(answer_record(answer, dataset)))
    return found


@cache
def answer(name: str) -> dict[str, Any]:
    """The same as plain data, as it is saved."""
    found: dict[str, Any] = json.loads(json_text(record(name)))
    return found


def record_of(plain: Mapping[str, Any] | AnswerRecord) -> AnswerRecord:
    """Plain data as the answer that it is."""
    return plain if isinstance(plain, AnswerRecord) else convert(plain, AnswerRecord)


def leg_of(plain: Mapping[str, Any]) -> LegRecord:
    """Plain data as a leg."""
    return convert(plain, LegRecord)


def of_the_first_days(value: Any) -> Any:
    """Plain data of an answer with what every answer of version 1.x has had, and no more."""
    if isinstance(value, Struct):
        return {
            f.encode_name: of_the_first_days(getattr(value, f.name))
            for f in structs.fields(value)
            if f.required
        }
    return [of_the_first_days(v) for v in value] if isinstance(value, tuple) else value
