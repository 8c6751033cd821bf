"""Rows that no answer could use are told; what is told is held against what really changes."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec import structs

from corridor.errors import DataError
from corridor.model.band import Band
from corridor.model.consignment import UNITS, Consignment
from corridor.model.scenario import Overlay, RowChange
from corridor.pricing import candidates
from corridor.pricing.borders import BorderLink, price_borders
from corridor.pricing.candidates import unused_rows
from corridor.pricing.load import weigh
from corridor.pricing.sea.sailings import SailingLink, price_sailings
from corridor.tables.dataset import Dataset
from corridor.tables.overlays.overlay import laid_over
from corridor.tables.overlays.scenario_files import own_rows, scenario, shipped_names
from tests.real import DAY, dataset

pytestmark = pytest.mark.slow

GABD = {"crossing_id": "gabd_road", "mode": "road", "country": "PK", "direction": "in",
        "time_typical_h": "5"}  # fmt: skip
AF = {"country": "AF", "mode": "road", "service_class": "truck", "unit": "truck", "heading": "any",
      "rate_typical_usd_per_km": "1"}  # fmt: skip
# (table, cells, words of the reason; '' = it is used)
ROWS: list[tuple[str, dict[str, str], str]] = [
    ("border_times", GABD, ""),
    (
        "border_times",
        {"mode": "road", "country": "PK", "neighbour": "UZ", "direction": "in",
         "time_typical_h": "5"},
        "PK has no road crossing with UZ",
    ),
    (
        "border_times",
        {"mode": "road", "country": "PK", "neighbour": "AF", "direction": "in",
         "time_typical_h": "5"},
        "",
    ),
    (
        "border_times",
        {
            "mode": "road",
            "country": "AZ",
            "neighbour": "GE",
            "direction": "in",
            "time_typical_h": "5",
        },
        "every crossing it could speak for has a more exact row",
    ),
    ("rates", AF, ""),
    ("rates", AF | {"unit": "tonne"}, "paid by the truck"),
    ("rates", AF | {"service_class": "wagonload"}, "nothing goes by road as wagonload"),
    ("rates", AF | {"country": "PK"}, ""),
    ("rates", AF | {"country": "FR"}, "no road in FR"),
    (
        "speeds",
        {"country": "PK", "mode": "road", "service_class": "block_train",
         "swod_typical_kmh": "50"},
        "no service of that name",
    ),
    ("drivers", {"country": "FR", "service_class": "one_driver", "driving_typical_h_per_day": "9"},
     "no road in FR"),
    ("port_charges", {"port_id": "karachi_port", "charge": "wet_charges", "item": "Call",
                      "flow": "in", "unit": "call", "amount_typical_usd": "9", "use": "bill"},
     "pays no call"),
    ("closures", {"subject_kind": "crossing", "subject_id": "redki_road", "effect": "open",
                  "from_date": "2026-01-01"}, "nothing closes redki_road"),
    ("parameters", {"value_typical": "90", "unit": "usd_per_day", "description": "x"},
     "no place of the tables is in FR"),
]  # fmt: skip


def own(*rows: tuple[str, str, dict[str, str]]) -> tuple[Overlay, Dataset]:
    laid = Overlay(
        name="own rows",
        origin="own",
        as_of="2026-11-20",
        confidence="reported",
        rows=tuple(
            RowChange(t, i, tuple(c.items()), f"{t}.csv, row {n}")
            for n, (t, i, c) in enumerate(rows, 2)
        ),
    )
    return laid, laid_over(dataset(), laid)


@pytest.mark.parametrize(("table", "cells", "words"), ROWS, ids=lambda v: str(v)[:30])
def test_a_row_that_no_answer_could_use_is_told(
    table: str, cells: dict[str, str], words: str
) -> None:
    key = "truck_standing_fr_usd_per_day" if table == "parameters" else "mine"
    laid, after = own((table, key, cells))
    told = unused_rows([laid], after)
    assert len(told) == bool(words)
    for row in told:
        assert words in row.reason
        assert str(row).startswith(f"not used: {table}:{key} (own rows, {table}.csv, row 2), bec")


@pytest.mark.parametrize(
    ("table", "cells", "words"),
    [
        ("border_times", GABD | {"mode": "rail"}, "'rail' is not the mode of gabd_road (road)"),
        ("border_times", GABD | {"country": "AF"}, "'AF' is not a side of gabd_road (IR and PK)"),
        (
            "holidays",
            {"country": "PK", "name": "Mine", "effect": "slow", "modes": "road",
             "from_date": "2026-12-01"},
            "'' is empty though the effect is slow",
        ),
        (
            "border_fees",
            {"country": "PK", "crossing_id": "hairatan_road", "mode": "road", "direction": "in",
             "item": "Toll", "amount_typical_usd": "9", "unit": "truck"},
            "'PK' is not a side of hairatan_road (UZ and AF)",
        ),
    ],
    ids=lambda v: str(v)[:30],
)  # fmt: skip
def test_a_row_that_contradicts_itself_is_refused(
    table: str, cells: dict[str, str], words: str
) -> None:
    with pytest.raises(DataError) as caught:
        own((table, "mine", cells))
    assert f"{table}.csv, row 2, column" in str(caught.value)
    assert words in str(caught.value)


def test_what_ships_and_what_the_page_shows_is_used() -> None:
    for name in shipped_names():
        laid = scenario(name)
        assert not unused_rows([laid], laid_over(dataset(), laid)), name
    laid = own_rows(Path("tests/cli/own_rates"))
    assert not unused_rows([laid], laid_over(dataset(), laid))


def test_a_row_that_a_later_one_replaced_is_told() -> None:
    laid, after = own(("border_times", "mine", GABD))
    later = Overlay(
        name="s", origin="file", as_of="2026",
        rows=(RowChange("border_times", "theirs", tuple((GABD | {"time_typical_h": "6"}).items()),
                        "s.toml, border_times row 1"),),
    )  # fmt: skip
    (told,) = unused_rows([laid, later], laid_over(after, later))
    assert (told.key, told.reason) == (
        "border_times:mine",
        "a later row of the same key took its place",
    )


# ---------------------------------------------------------------- against what really changes
def whole(priced: Any) -> int:
    """Cents and minutes of all links together, for rows are only ever made dearer here."""
    return sum(int(np.sum(c.cost)) + int(np.sum(c.time)) for c in priced.columns)


def at_borders(tables: Dataset) -> int:
    links = [
        BorderLink(c, here, there, transit)
        for c in tables.crossings
        if c.cargo == "freight"
        for here, there in ((c.country_a, c.country_b), (c.country_b, c.country_a))
        for transit in (False, True)
    ]
    return whole(
        price_borders(links, weigh(Consignment(), tables), tables, rail_service="block_train")
    )


def at_sea(tables: Dataset) -> int:
    links = [SailingLink(s) for s in tables.sea_services]
    loads = [weigh(Consignment(unit=u), tables) for u in UNITS]
    return sum(whole(price_sailings(links, load, tables, on=DAY.date())) for load in loads)


def heavier(row: Any, figures: tuple[str, ...]) -> Any:
    bands = {f: was for f in figures if (was := getattr(row, f)) is not None}
    return structs.replace(
        row, **{f: Band(w.low, w.typical * 3 + 7, w.high * 3 + 9) for f, w in bands.items()}
    )


def disagreements(
    table: str, figures: tuple[str, ...], total: Callable[[Dataset], int]
) -> list[str]:
    """Rows told to be used that change nothing, or the reverse."""
    asked = candidates._Asked(dataset())
    plain, wrong = total(dataset()), []
    rows = list(getattr(dataset(), table))
    for n in random.Random(5).sample(range(len(rows)), 24):
        changed = [*rows[:n], heavier(rows[n], figures), *rows[n + 1 :]]
        tables: dict[str, Any] = {table: tuple(changed)}
        acts = total(replace(dataset(), **tables)) != plain
        if acts == bool(asked.why_not(table, rows[n])):
            wrong.append(rows[n].id)
    return wrong


def test_border_rows_told_unused_are_those_that_change_nothing() -> None:
    assert not disagreements("border_times", ("time_h", "cost_usd"), at_borders)


def test_sea_rates_told_unused_are_those_that_change_nothing() -> None:
    assert not disagreements("sea_rates", ("freight_usd",), at_sea)


def test_a_look_up_that_is_not_asked_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault put in: only the outward side of a border is ever asked for."""
    every = candidates._border_times

    def outward(asked: Any) -> Any:
        return (k for k in every(asked) if k.endswith("_out"))

    monkeypatch.setattr(candidates, "_GIVEN", {**candidates._GIVEN, "border_times": outward})
    assert disagreements("border_times", ("time_h", "cost_usd"), at_borders)
