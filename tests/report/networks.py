"""The page of the shipped network, and one whose every text tries to break out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from msgspec import structs

from corridor.report.pages.network_page import network_map
from corridor.tables.dataset import Dataset
from corridor.tables.records import Source
from corridor.tables.row import Cited
from tests.real import engine
from tests.report.samples import HOSTILE

DAY = date(2026, 12, 1)
# Codes that other rows or the program look up; a checked table can hold nothing else there.
_CODES = {
    "id", "table", "source_id", "as_of", "confidence", "kind", "lang", "mode", "mode_a",
    "mode_b", "country", "country_a", "country_b", "from_id", "to_id", "hub_id", "hub_a",
    "hub_b", "section_id", "status", "container_service", "from_port", "to_port", "subject_kind",
    "subject_id", "effect", "last_confirmed", "cargo", "electrified", "open_to_transit",
    "cost_unit", "hours_confidence", "cost_confidence", "retrieved",
}  # fmt: skip
_TABLES = (
    "sources", "hubs", "place_names", "sections", "crossings", "closures", "terminals", "ports",
    "sea_services",
)  # fmt: skip


@cache
def network_page(day: date = DAY) -> str:
    """The page as shipped."""
    return rendered(engine().dataset, day)


def rendered(dataset: Dataset, day: date = DAY) -> str:
    """The page of other tables on the shipped graph."""
    loaded = engine()
    return network_map(
        dataset,
        loaded.graph,
        loaded.lines,
        on=day,
        graph_hash=loaded.graph_hash,
        data_date=dataset.data_date,
    ).page()


@cache
def hostile_page() -> str:
    """The page of hostile tables."""
    return rendered(hostile_dataset())


def hostile_dataset() -> Dataset:
    """The shipped tables with markup, a script and a slot's name in every free text."""
    dataset = engine().dataset
    spoiled: dict[str, Any] = {
        table: tuple(map(_hostile, getattr(dataset, table))) for table in _TABLES
    }
    return replace(dataset, **spoiled)


def _hostile(row: Cited | Source) -> Cited | Source:
    changes: dict[str, Any] = {
        field.name: f"{getattr(row, field.name)} {HOSTILE} {{{{data}}}}"
        for field in structs.fields(row)
        if field.type is str and field.name not in _CODES
    }
    if isinstance(row, Source):
        changes["url"] = "javascript:window.hacked=1"
    return structs.replace(row, **changes)
