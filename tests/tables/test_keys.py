"""Natural keys: what a row speaks of, over every table, whatever id its author gave it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from corridor.errors import DataError
from corridor.model.consignment import Consignment
from corridor.model.scenario import Overlay, RowChange, parse_scale
from corridor.pricing.load import weigh
from corridor.pricing.tariff import WAYS, fitting_rates
from corridor.tables.dataset import Dataset
from corridor.tables.keys import NaturalKey, parse_key
from corridor.tables.overlays.overlay import COMPILED, laid_over
from corridor.tables.overlays.scenario_files import own_rows, read_scenario
from corridor.tables.read import key_complaints
from corridor.tables.schema import TableSchema
from tests.real import dataset

Rows = tuple[RowChange, ...]
# Tables that other rows hang on keep their ids; a table keyed by its id has no other key.
REFERRED = {
    c.references.partition(".")[0]
    for t in dataset().texts.values()
    for c in t.schema.columns
    if c.references
}
REPLACED = sorted(
    name
    for name, table in dataset().texts.items()
    if name not in COMPILED | REFERRED and table.schema.key.columns != ("id",)
)


def own(*rows: RowChange, base: Dataset | None = None, origin: str = "own") -> Dataset:
    laid = Overlay(
        name="own rows", origin=origin, rows=rows, as_of="2026-11-20", confidence="reported"
    )
    return laid_over(base or dataset(), laid)


def as_own(table: str, row: dict[str, str], new_id: str, line: int = 2) -> RowChange:
    cells = {c: v for c, v in row.items() if v and c not in ("id", "source_id", "note")}
    return RowChange(table, new_id, tuple(cells.items()), f"{table}.csv, row {line}")


def told_apart(table: str, rows: list[dict[str, str]]) -> list[Any]:
    schema = dataset().texts[table].schema
    return list(key_complaints(f"{table}.csv", schema, list(enumerate(rows, 2))))


@pytest.mark.parametrize("name", sorted(dataset().texts))
def test_no_two_shipped_rows_share_a_key_and_a_copy_would(name: str) -> None:
    """The law over every table; the copy under another id is the fault put in."""
    rows = [dict(r) for r in dataset().texts[name].rows]
    assert not told_apart(name, rows)
    keyed_by_id = "id" in dataset().texts[name].schema.key.columns
    for row in random.Random(1).sample(rows, min(len(rows), 5)):
        if keyed_by_id and not (name == "port_charges" and row["use"] == "bill"):
            continue
        assert told_apart(name, [*rows, {**row, "id": "a_copy"}]), row["id"]


def a_figure(schema: TableSchema, row: dict[str, str]) -> tuple[str, str] | None:
    """A figure of a row that is no part of its key, and another value it may have."""
    for column in schema.columns:
        if column.type != "number" or column.name in (*schema.key.columns, *schema.key.bands):
            continue
        if "_low" in column.name or "_high" in column.name or not row[column.name]:
            continue
        for factor in (0.97, 1.03):
            value = f"{float(row[column.name]) * factor:.6g}"
            if value != row[column.name] and not column.complaint(value):
                return column.name, value
    return None


def replaced(table: str, base: Dataset) -> list[str]:
    """Faults of laying each of some rows over its own table under a new id."""
    schema = base.texts[table].schema
    wrong: list[str] = []
    rows = [dict(r) for r in base.texts[table].rows]
    for row in random.Random(2).sample(rows, min(len(rows), 6)):
        if row.get("use", "bill") != "bill" or row.get("from_km") or row.get("to_km"):
            continue  # one band alone is no tariff
        change = a_figure(schema, row)
        if change is None:
            continue
        cells = {c: row[c] for c in (*schema.key.columns, *schema.key.bands) if row[c]}
        cells.pop("id", None)
        given = tuple((cells | {change[0]: change[1]}).items())
        after = own(RowChange(table, "of_my_own", given, f"{table}.csv, row 2"))
        same = [r for r in after.texts[table].rows if schema.key.of(r) == schema.key.of(row)]
        if [r["id"] for r in same] != ["of_my_own"] or same[0][change[0]] != change[1]:
            wrong.append(row["id"])
    return wrong


@pytest.mark.parametrize("table", REPLACED)
def test_an_own_row_of_a_key_takes_the_place_of_ours(table: str) -> None:
    assert not replaced(table, dataset())


def test_keys_by_id_would_let_ours_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault of before, put back: a new id adds a row beside ours."""
    by_id: Callable[[NaturalKey, Any], Any] = lambda _, row: ((row["id"],),)  # noqa: E731
    monkeypatch.setattr(NaturalKey, "of", by_id)
    monkeypatch.setattr(NaturalKey, "set_of", by_id)
    row = dict(dataset().texts["border_times"].rows[0])
    row["time_typical_h"] = row["time_high_h"]
    after = own(as_own("border_times", row, "of_my_own"))
    assert len(after.border_times) == len(dataset().border_times) + 1
    assert replaced("border_times", dataset())


AF = {
    "country": "AF", "mode": "road", "service_class": "truck", "unit": "truck", "heading": "any",
    "rate_typical_usd_per_km": "1",
}  # fmt: skip
BANDS = {**AF, "mode": "rail", "service_class": "block_train", "unit": "FEU"}


def rate(new_id: str, line: int = 2, **cells: str) -> RowChange:
    given = {**AF, **cells}
    return RowChange("rates", new_id, tuple(given.items()), f"rates.csv, row {line}")


def test_a_rate_of_ones_own_is_the_whole_price() -> None:
    """Whichever way a haul leads, inside the country and to its borders."""
    after = own(rate("mine"), rate("ours", 3, country="PK"))
    load = weigh(Consignment(unit="truck"), after)
    for way, (country, key) in itertools.product(WAYS, (("AF", "mine"), ("PK", "ours"))):
        found, _ = fitting_rates(after, load, country, "road", "truck", way)
        assert [(r.id, r.rate_usd_per_km.typical) for r in found] == [(key, 1)]


def test_own_bands_take_the_place_of_the_whole_tariff_and_no_other() -> None:
    rows = (rate("a", 2, **BANDS | {"to_km": "50"}), rate("b", 3, **BANDS | {"from_km": "50"}))
    after = own(*rows)
    meant = [r for r in after.rates if (r.country, r.service_class) == ("AF", "block_train")]
    assert {r.id for r in meant if r.unit == "FEU"} == {"a", "b"}
    old = [r for r in dataset().rates if r.unit == "TEU" or r.service_class != "block_train"]
    assert set(old) <= set(after.rates)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"to_km": "100"}, {"from_km": "90"}], "begins inside the band of a"),
        ([{"to_km": "100"}, {"from_km": "120"}], "leaves km 100 to 120 without a price"),
        ([{"from_km": "10"}], "leaves the first 10 km without a price"),
        ([{"to_km": "100"}], "leaves what is longer without a price"),
    ],
)
def test_bands_that_overlap_or_leave_gaps_are_refused(
    rows: list[dict[str, str]], words: str
) -> None:
    given = [rate("ab"[n], n + 2, **BANDS | r) for n, r in enumerate(rows)]
    with pytest.raises(DataError, match=r"rates\.csv, row") as caught:
        own(*given)
    assert words in str(caught.value)


@pytest.mark.parametrize("table", REPLACED)
def test_two_own_rows_of_one_key_are_refused(table: str) -> None:
    schema = dataset().texts[table].schema
    rows = [dict(r) for r in dataset().texts[table].rows]
    change = None
    for row in rows:
        change = a_figure(schema, row)
        if change is not None and row.get("use", "bill") == "bill":
            break
    if change is None:
        return  # a table without figures
    row[change[0]] = change[1]
    with pytest.raises(DataError) as caught:
        own(as_own(table, row, "mine", 2), as_own(table, row, "and_mine", 3))
    text = str(caught.value)
    assert f"{table}.csv, row 2" in text
    assert f"{table}.csv, row 3" in text
    assert schema.key.described(row) in text


def without_places(found: Dataset, names: set[str]) -> dict[str, Any]:
    """Some tables, without the lines on which rows were given."""
    return {n: [structs.replace(r, changed_by=()) for r in getattr(found, n)] for n in names}


def test_the_order_of_own_rows_means_nothing() -> None:
    gabd = {"crossing_id": "gabd_road", "mode": "road", "country": "PK", "cost_unit": "truck"}
    cells: list[tuple[str, str, dict[str, str]]] = [
        ("rates", "z_mine", AF),
        ("rates", "b", BANDS | {"to_km": "50"}),
        ("rates", "a", BANDS | {"from_km": "50"}),
        ("border_times", "x", gabd | {"direction": "in", "time_typical_h": "5"}),
        ("border_times", "w", gabd | {"direction": "out", "time_typical_h": "6"}),
        ("border_fees", "f2", {"country": "AF", "mode": "road", "direction": "in", "item": "Toll",
                               "amount_typical_usd": "9", "unit": "truck"}),
        ("border_fees", "f1", {"country": "AF", "mode": "road", "direction": "in", "item": "Tax",
                               "amount_typical_usd": "8", "unit": "truck"}),
    ]  # fmt: skip
    orders = list(itertools.permutations(range(len(cells))))
    first = None
    for order in random.Random(3).sample(orders, 12):
        rows = [
            RowChange(cells[n][0], cells[n][1], tuple(cells[n][2].items()), f"row {line}")
            for line, n in enumerate(order, 2)
        ]
        found = without_places(own(*rows), {table for table, _, _ in cells})
        first = first or found
        assert found == first


def test_an_id_of_ours_cannot_be_made_to_speak_of_something_else() -> None:
    changed = (("country", "PK"), ("rate_typical_usd_per_km", "1"))
    with pytest.raises(DataError, match="says another country - give it an id of its own"):
        own(RowChange("rates", "af_road_truck_truck", changed, "rates.csv, row 2"))


def test_a_row_that_others_hang_on_keeps_its_id() -> None:
    row = dict(next(r for r in dataset().texts["sea_services"].rows if r["sailings_per_week"]))
    row["sailings_per_week"] = "6.5"
    with pytest.raises(DataError, match="give that id, other rows refer to it"):
        own(as_own("sea_services", row, "mine"))


# ---------------------------------------------------------------- bounds
def test_every_number_of_every_table_has_bounds() -> None:
    for name, table in dataset().texts.items():
        for column in table.schema.columns:
            if column.type in ("number", "integer"):
                by_row = bool(table.schema.bounds)
                assert by_row or None not in (column.low, column.high), (name, column.name)


PARAMETERS = dataset().texts["parameters"]


def bounds_of(key: str) -> tuple[float, float]:
    found = next(b for b in PARAMETERS.schema.bounds if fnmatchcase(key, b.pattern))
    return found.low, found.high


@pytest.mark.parametrize("row", PARAMETERS.rows, ids=lambda r: r["id"])
def test_every_parameter_has_bounds_that_hold_however_it_is_given(
    row: dict[str, str], tmp_path: Path
) -> None:
    low, high = bounds_of(row["id"])
    assert low <= float(row["value_low"]) <= float(row["value_high"]) <= high
    for value in (low - 1e-6, high * 1.000001 + 1e-6, -1, -100, 1e308):
        if low <= value <= high:
            continue
        cell = (("value_typical", f"{value:.12g}"),)
        with pytest.raises(DataError) as caught:
            own(RowChange("parameters", row["id"], cell, "parameters.csv, row 7"))
        text = str(caught.value)
        assert "parameters.csv, row 7, column value_typical" in text
        assert f"out of the bounds {low:g} to {high:g}" in text
    path = tmp_path / "s.toml"
    path.write_text(
        f'as_of = "2026"\n[[parameters]]\nid = "{row["id"]}"\nvalue_typical = {high * 2}\n'
    )
    with pytest.raises(DataError, match=r"s\.toml, parameters row 1, column value_typical"):
        laid_over(dataset(), read_scenario(path, origin="file"))
    factor = 2 * high / float(row["value_typical"])
    if factor <= 1000:
        scale = parse_scale(f"parameters.value@{row['id']}={factor}")
        with pytest.raises(DataError, match="out of the bounds"):
            laid_over(dataset(), Overlay(name="options", scales=(scale,)))
    for value in (low, high):
        own(RowChange("parameters", row["id"], (("value_typical", f"{value:.12g}"),), "row 7"))


def test_a_parameter_that_nothing_reads_is_refused() -> None:
    cells = (("value_typical", "1"), ("unit", "share"), ("description", "x"))
    with pytest.raises(DataError, match="insurance_rate_of_value"):
        own(RowChange("parameters", "insurance_rate", cells, "row 2"))
    kz = (("value_typical", "90"), ("unit", "usd_per_day"), ("description", "A truck in KZ"))
    after = own(RowChange("parameters", "truck_standing_kz_usd_per_day", kz, "row 2"))
    assert after.parameter["truck_standing_kz_usd_per_day"].value.typical == 90


def test_a_key_is_read_as_it_is_written() -> None:
    key = parse_key("a|b?c=|d..|e+f~g+h")
    row = {"a": "1.0", "b": "x", "c": "", "d": "9", "e": "z", "f": "2", "g": "y", "h": "3"}
    swapped = row | {"e": "y", "f": "3", "g": "z", "h": "2", "a": "1"}
    assert key.of(row) == key.of(swapped)
    assert key.of(row) != key.of(row | {"b": "w"})
    assert key.of(row | {"c": "1"}) == key.of(row | {"c": "1", "b": "w"})
    assert key.of(row) != key.of(row | {"d": "8"})
    assert key.set_of(row) == key.set_of(row | {"d": "8"})


def test_an_own_folder_of_new_ids_is_read(tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_text(",".join(("id", *AF)) + "\nx," + ",".join(AF.values()))
    after = laid_over(dataset(), own_rows(tmp_path))
    load = weigh(Consignment(unit="truck"), after)
    for way in WAYS:
        assert [r.id for r in fitting_rates(after, load, "AF", "road", "truck", way)[0]] == ["x"]
