"""The real build once a session, from the tables in data/."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from corridor.build.network.countries import CountryLookup
from corridor.build.network.records import (
    CrossingRow,
    FalseLink,
    HubPoint,
    LengthFactor,
    NetworkBuild,
    NetworkInputs,
    RepairLink,
    SectionRow,
)
from corridor.build.networks import build_networks

DATA = Path(__file__).parents[2] / "data"


def rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def number(text: str) -> float | None:
    return float(text) if text else None


def box_of(row: dict[str, str]) -> tuple[float, float, float, float] | None:
    if not row["west"]:
        return None
    return (float(row["west"]), float(row["south"]), float(row["east"]), float(row["north"]))


@pytest.fixture(scope="session")
def inputs() -> NetworkInputs:
    return NetworkInputs(
        hubs=[
            HubPoint(
                r["id"],
                float(r["lon"]),
                float(r["lat"]),
                r["country"],
                frozenset(r["modes"].split("|")),
                number(r["accuracy_km"]) or 1.0,
                r["kind"] == "city",
            )
            for r in rows("hubs")
        ],
        sections=[
            SectionRow(
                r["id"], r["from_id"], r["to_id"], r["mode"], float(r["length_km"]), r["status"]
            )
            for r in rows("sections")
        ],
        crossings=[
            CrossingRow(
                r["id"],
                r["mode"],
                r["section_id"],
                r["country_a"],
                r["country_b"],
                r["hub_a"],
                r["hub_b"],
                number(r["lon"]),
                number(r["lat"]),
            )
            for r in rows("crossings")
        ],
        repair_links=[
            RepairLink(
                r["id"],
                r["mode"],
                r["kind"],
                r["from_name"],
                float(r["from_lon"]),
                float(r["from_lat"]),
                r["to_name"],
                float(r["to_lon"]),
                float(r["to_lat"]),
                float(r["length_km"]),
            )
            for r in rows("repair_links")
        ],
        false_links=[
            FalseLink(
                r["id"],
                r["mode"],
                float(r["a_lon"]),
                float(r["a_lat"]),
                float(r["b_lon"]),
                float(r["b_lat"]),
                number(r["network_km"]),
                r["action"],
            )
            for r in rows("false_links")
        ],
        length_factors=[
            LengthFactor(r["country"] or None, r["mode"], box_of(r), float(r["factor"]))
            for r in rows("length_factors")
        ],
    )


@pytest.fixture(scope="session")
def built(inputs: NetworkInputs) -> NetworkBuild:
    return build_networks(inputs, lambda _: None)


@pytest.fixture(scope="session")
def lookup() -> CountryLookup:
    return CountryLookup()
