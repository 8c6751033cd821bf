"""Overlays on the shipped tables: what changes, what stays, what is refused and how."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.errors import DataError, InputError
from corridor.model.scenario import Overlay, RowChange, Scale, parse_scale, switched
from corridor.tables.dataset import Dataset
from corridor.tables.gazetteer import Gazetteer
from corridor.tables.overlays.overlay import laid_over
from corridor.tables.overlays.scales import ITEMS, rows_of
from corridor.tables.overlays.scenario_files import own_rows, read_scenario, scenario
from corridor.tables.read import data_dir
from tests.real import dataset


def scaled(*texts: str, base: Dataset | None = None) -> Dataset:
    scales = tuple(parse_scale(t) for t in texts)
    return laid_over(base or dataset(), Overlay(name="options", scales=scales))


def changed(table: str, key: str, origin: str = "own", **cells: str) -> Dataset:
    row = RowChange(table, key, tuple(cells.items()), f"{table}.csv, row 2")
    given = Overlay(
        name="own rows", origin=origin, rows=(row,), as_of="2026-11-20", confidence="reported"
    )
    return laid_over(dataset(), given)


def folder(tmp_path: Path, **tables: str) -> Path:
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


# ---------------------------------------------------------------- nothing changes
def test_the_tables_laid_over_themselves_change_nothing() -> None:
    assert laid_over(dataset(), own_rows(data_dir())) == dataset()


@pytest.mark.parametrize("item", [i.name for i in ITEMS])
def test_times_one_changes_nothing(item: str) -> None:
    assert scaled(f"{item}=1") is dataset()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from([i.name for i in ITEMS]), min_size=1, max_size=3), st.just(1.01))
def test_the_base_is_never_touched_and_only_named_tables_are(
    items: list[str], factor: float
) -> None:
    before = {name: getattr(dataset(), name) for name in dataset().texts}
    after = scaled(*(f"{i}={factor}" for i in items))
    meant = {t.table for i in ITEMS if i.name in items for t in i.targets}
    for name, rows in before.items():
        assert getattr(dataset(), name) is rows
        assert (getattr(after, name) is rows) == (name not in meant)


# ---------------------------------------------------------------- multiplied
@pytest.mark.parametrize("item", ITEMS, ids=lambda i: i.name)
def test_every_item_multiplies_just_its_figures(item: object) -> None:
    """Each number of each row against the text of the table, read again here."""
    assert item in ITEMS
    name = next(i.name for i in ITEMS if i is item)
    factor = 0.99
    after = scaled(f"{name}={factor}")
    targets = next(i.targets for i in ITEMS if i is item)
    for name_of in {t.table for t in targets}:
        table = dataset().texts[name_of]
        for old, new in zip(table.rows, after.texts[name_of].rows, strict=True):
            columns = {
                c.name
                for t in targets
                if t.table == name_of and all(old[c] == v for c, v in t.only)
                for f in t.figures
                for c in table.schema.figure(f)
            }
            meant = any(old[c] for c in columns)
            for column in table.schema.columns:
                was, now = old[column.name], new[column.name]
                if meant and column.name in columns and was:
                    assert float(now) == pytest.approx(float(was) * factor, abs=1e-9)
                elif column.name not in (
                    "note",
                    "confidence",
                    "cost_confidence",
                    "hours_confidence",
                    "dwell_in_confidence",
                    "dwell_out_confidence",
                ):
                    assert now == was
            record = {r.id: r for r in getattr(after, name_of)}[old["id"]]
            assert record.changed_by == ((f"--scale {name}=0.99",) if meant else ())
            assert not meant or any(record.is_guess(kind) for kind in record.changed)


def test_a_port_alone_gets_cheaper() -> None:
    after = scaled("port_charges@gwadar=0.6")
    for was, now in zip(dataset().port_charges, after.port_charges, strict=True):
        meant = was.port_id == "gwadar_port" and was.use == "bill"
        assert now.amount_usd.typical == pytest.approx(
            was.amount_usd.typical * (0.6 if meant else 1)
        )
        assert bool(now.changed_by) == meant


def test_one_crossing_without_hours_of_its_own_gets_them_and_the_others_keep_theirs() -> None:
    """Chaman's railway has no row; the Afghan and Pakistani defaults stand in for it."""
    after = scaled("border_hours@chaman_rail=2")
    fresh = [r for r in after.border_times if r.changed_by]
    assert {(r.country, r.direction) for r in fresh} == {
        (c, d) for c in ("AF", "PK") for d in ("in", "out")
    }
    for row in fresh:
        assert row.crossing_id == "chaman_rail"
        general = next(r for r in dataset().border_times if r.id == row.id.partition(".")[0])
        assert row.time_h.typical == 2 * general.time_h.typical
        assert row.cost_usd == general.cost_usd
    assert after.border_times[: len(dataset().border_times)] == dataset().border_times


def test_payments_of_one_post_are_multiplied_where_it_has_but_hours_of_its_own() -> None:
    """Torkham's Afghan row gives one stay for both directions and no payments: the country's are paid."""
    own = next(r for r in dataset().border_times if r.id == "af_torkham_road_both")
    general = next(r for r in dataset().border_times if r.id == "af_any_road_both")
    assert (own.cost_usd, own.direction) == (None, "both")
    after = scaled("border_cost@torkham_road=2")
    rows = {r.id: r for r in after.border_times}
    assert len(after.border_times) == len(dataset().border_times)
    twice, once = rows[own.id].cost_usd, general.cost_usd
    assert twice is not None
    assert once is not None
    assert twice.typical == 2 * once.typical
    assert (rows[own.id].time_h, rows[own.id].cost_unit) == (own.time_h, general.cost_unit)
    assert rows[general.id] == general
    assert {r.id for r in after.border_times if r.changed_by} == {
        own.id, "pk_torkham_road_out", "pk_torkham_road_in"
    }  # fmt: skip


def test_a_row_of_both_directions_is_copied_once_for_a_crossing() -> None:
    after = scaled("border_hours@zaranj_road=2")
    fresh = [(r.id, r.direction) for r in after.border_times if r.changed_by and r.country == "AF"]
    assert fresh == [("af_zaranj_road_in", "in"), ("af_any_road_both.zaranj_road", "both")]


def test_a_pair_of_countries_means_every_crossing_between_them_and_no_other() -> None:
    after = scaled("border_hours@AF-PK=2")
    between = {c.id for c in dataset().crossings if {c.country_a, c.country_b} == {"AF", "PK"}}
    assert {r.crossing_id for r in after.border_times if r.changed_by} == between
    assert scaled("border_hours@pk-af=2").border_times[-1].crossing_id in between


def test_scales_follow_one_another() -> None:
    twice = scaled("road_rate@AF=2", base=scaled("road_rate=3"))
    row = next(r for r in twice.rates if r.country == "AF" and r.mode == "road")
    old = next(r for r in dataset().rates if r.id == row.id)
    assert row.rate_usd_per_km.typical == pytest.approx(6 * old.rate_usd_per_km.typical)
    assert row.changed_by == ("--scale road_rate=3", "--scale road_rate@AF=2")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("road_rates=1.2", ("'road_rates' is not an item", "road_rate")),
        ("rates.rate_low_usd_per_km=1.2", ("one end of a band", "rates.rate_usd_per_km")),
        ("rates.rate_usd_km=1.2", ("not a figure of rates", "rate_usd_per_km")),
        ("rates.country=1.2", ("not a figure of rates",)),
        ("road_rate@Narnia=1.2", ("'Narnia'", "Try: ")),
        ("road_rate@torkham=1.2", ("for 'torkham'", "by_road_truck_truck")),
        ("road_rate@zz_*=1.2", ("for 'zz_*'",)),
        ("road_speed=0", ("cannot be nothing",)),
        ("road_speed=50", ("out of the bounds", "above 120 kmh")),
        ("road_rate=-1", ("cannot be multiplied by -1",)),
        ("road_rate=nan", ("not an item and factor",)),
        ("road_rate", ("not an item and factor", "item=1.2")),
        ("=2", ("names no item",)),
        ("road_rate=1,2", ("not an item and factor",)),
    ],
)
def test_a_scale_that_means_nothing_is_refused(text: str, words: tuple[str, ...]) -> None:
    with pytest.raises((InputError, DataError)) as caught:
        scaled(text)
    for word in words:
        assert word in str(caught.value)


def test_a_name_that_means_nothing_is_refused_at_factor_one_too() -> None:
    with pytest.raises(InputError, match="not an item"):
        scaled("road_rates=1")


def test_items_and_subjects_find_rows_on_the_shipped_tables() -> None:
    gazetteer = Gazetteer(dataset())
    for item in ITEMS:
        assert rows_of(Scale(item.name, 2), dataset(), gazetteer), item.name
        assert item.meaning


# ---------------------------------------------------------------- a person's own rows
def test_a_contract_rate_stands_alone_and_is_marked() -> None:
    old = next(r for r in dataset().rates if r.id == "by_road_truck_truck")
    after = changed("rates", old.id, rate_typical_usd_per_km="0.8")
    row = next(r for r in after.rates if r.id == old.id)
    spread = row.rate_usd_per_km
    assert (spread.low, spread.typical, spread.high) == (0.8, 0.8, 0.8)
    assert (row.own, row.confidence, row.as_of) == (True, "reported", "2026-11-20")
    assert "Russian domestic level" in old.note
    assert row.note == ""
    assert after.source[row.source_id].own
    assert row.changed_by == ("own rows: rates.csv, row 2",)
    assert (row.country, row.mode, row.unit) == (old.country, old.mode, old.unit)
    assert [r for r in after.rates if r.own] == [row]
    assert after.data_date == dataset().data_date


def test_hours_alone_leave_the_price_and_its_confidence() -> None:
    old = next(t for t in dataset().terminals if t.cost_confidence != t.hours_confidence)
    after = changed("terminals", old.id, handling_typical_h="7")
    row = next(t for t in after.terminals if t.id == old.id)
    assert row.handling_h.typical == 7
    assert row.hours_confidence == "reported"
    assert (row.cost_usd, row.cost_confidence) == (old.cost_usd, old.cost_confidence)


def test_a_new_closure_needs_little() -> None:
    after = changed(
        "closures",
        "agent",
        subject_kind="crossing",
        subject_id="torkham_road",
        effect="open",
        from_date="2026-11-24",
    )
    row = after.closures[-1]
    assert (row.id, row.cargo, row.last_confirmed, row.own) == ("agent", "all", "2026-11-20", True)


def test_hours_of_ones_own_do_not_make_a_published_payment_ones_own() -> None:
    old = next(r for r in dataset().border_times if r.id == "pk_torkham_road_out")
    assert old.confidence == "published"
    after = changed("border_times", old.id, origin="file", time_typical_h="40")
    row = next(r for r in after.border_times if r.id == old.id)
    assert row.changed == ("time",)
    assert f"cost_usd still from {old.source_id}, {old.as_of}" in row.note
    twice = scaled("border_hours@torkham=2")
    row = next(r for r in twice.border_times if r.id == old.id)
    assert (row.is_guess("time"), row.is_guess("cost")) == (True, False)
    assert row.confidence == "published"


@pytest.mark.parametrize(
    ("table", "key", "cells", "words"),
    [
        ("rate", "x", {"a": "b"}, ("'rate' is not a table", "rates")),
        (
            "rates",
            "by_road_truck_truck",
            {"rate_typical": "1"},
            ("column rate_typical", "no such column", "rate_typical_usd_per_km"),
        ),
        (
            "rates",
            "by_road_truck",
            {"rate_typical_usd_per_km": "1"},
            ("is not a row of rates", "country", "by_road_truck_truck"),
        ),
        (
            "rates",
            "by_road_truck_truck",
            {"rate_typical_usd_per_km": "cheap"},
            ("rates.csv, row 2, column rate_typical_usd_per_km", "'cheap' is not a number"),
        ),
        (
            "rates",
            "by_road_truck_truck",
            {"rate_typical_usd_per_km": "99"},
            ("above 20 usd_per_km",),
        ),
        (
            "rates",
            "by_road_truck_truck",
            {"rate_typical_usd_per_km": "1", "rate_low_usd_per_km": "2"},
            ("not low <= typical <= high",),
        ),
        (
            "sea_rates",
            "new",
            {"service_id": "karachi_jebel", "unit": "FEU", "freight_typical_usd": "9"},
            ("'karachi_jebel' is not in sea_services.id", "karachi_jebel_ali"),
        ),
        (
            "closures",
            "agent",
            {
                "subject_kind": "crossing",
                "subject_id": "torkham",
                "effect": "open",
                "from_date": "2026-11-24",
            },
            ("'torkham' is not a crossing", "torkham_road"),
        ),
        (
            "closures",
            "agent",
            {"subject_kind": "crossing", "subject_id": "torkham_road", "effect": "open"},
            ("column from_date",),
        ),
        ("hubs", "minsk", {"lat": "50"}, ("compiled into the graph", "corridor build --data-only")),
    ],
)
def test_a_wrong_row_is_named_with_file_row_column_and_near_names(
    table: str, key: str, cells: dict[str, str], words: tuple[str, ...]
) -> None:
    with pytest.raises(DataError) as caught:
        changed(table, key, **cells)
    for word in words:
        assert word in str(caught.value)


def test_all_wrong_rows_are_named_at_once(tmp_path: Path) -> None:
    where = folder(
        tmp_path,
        rates="id,rate_typical_usd_per_km\nby_road_truck_truck,x\nru_road_truck_truck,-1\n",
        ports="id,dwell_in_typical_days\nkarachi_port,900\n",
    )
    with pytest.raises(DataError) as caught:
        laid_over(dataset(), own_rows(where))
    for word in ("3 wrong cells", "rates.csv, row 2", "rates.csv, row 3", "ports.csv, row 2"):
        assert word in str(caught.value)


def test_files_as_a_spreadsheet_writes_them(tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_bytes(
        b"\xef\xbb\xbfid;rate_typical_usd_per_km\r\nby_road_truck_truck;0.9\r\n;\r\n"
    )
    after = laid_over(dataset(), own_rows(tmp_path))
    assert next(r for r in after.rates if r.own).rate_usd_per_km.typical == 0.9


@pytest.mark.parametrize(
    ("tables", "word"),
    [
        ({}, "holds no table"),
        ({"rate": "id\nx\n"}, "rate.csv is named after no table"),
        ({"rates": "name\nx\n"}, "needs each column once"),
        ({"rates": ""}, "needs each column once"),
        ({"rates": "id,note\nx\n"}, "has 1 cells"),
        ({"rates": "id,note\n,text\n"}, "column id: is empty"),
        ({"rates": "id,note\nby_road_truck_truck,a\nby_road_truck_truck,b\n"}, "stands in"),
    ],
)
def test_a_folder_that_cannot_be_read_is_refused(
    tmp_path: Path, tables: dict[str, str], word: str
) -> None:
    with pytest.raises(DataError, match=word):
        laid_over(dataset(), own_rows(folder(tmp_path, **tables)))


# ---------------------------------------------------------------- scenario files
def test_a_scenario_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        'title = "Mine"\nas_of = 2026-11-01\nopen = ["torkham"]\n'
        '[scale]\n"border_hours@torkham" = 2\nroad_rate = 1.1\n'
        '[[sea_rates]]\nid = "karachi_jebel_ali_feu"\nfreight_typical_usd = 500\n',
        encoding="utf-8",
    )
    found = read_scenario(path, origin="file")
    assert (found.name, found.title, found.open, found.as_of) == (
        "mine",
        "Mine",
        ("torkham",),
        "2026-11-01",
    )
    assert found.scales == (Scale("border_hours@torkham", 2), Scale("road_rate", 1.1))
    row = next(r for r in laid_over(dataset(), found).sea_rates if r.changed_by)
    assert row.freight_usd.typical == 500
    assert (row.source_id, row.confidence, row.own) == ("scenario-mine", "estimate", False)
    assert row.changed_by == ("mine: mine.toml, sea_rates row 1",)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("titel = 'x'", "'titel' is neither a table nor a key"),
        ("open = 'torkham'", "is not a list of names"),
        ("scale = 2", "is not a table"),
        ("[scale]\nroad_rate = 'x'", "is not a number"),
        ("[scale]\nport.x = 2", "is not a number"),
        ("[rates]\nid = 'x'", "is not a list of rows"),
        ("[[rates]]\nnote = 'x'", "column id"),
        ("x = ", "is not TOML"),
    ],
)
def test_a_scenario_file_that_is_wrong(tmp_path: Path, text: str, word: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=word):
        read_scenario(path, origin="file")


def test_a_scenario_that_is_not_there() -> None:
    for name in ("nowhere.toml", "no-such-scenario", "", "x" * 5000):
        with pytest.raises(InputError, match="Try: "):
            scenario(name)


def test_what_is_said_last_holds() -> None:
    overlays = [Overlay(name="a", open=("torkham",)), Overlay(name="b", close=("Torkham",))]
    assert switched(overlays, [], []) == ((), ("Torkham",))
    assert switched(overlays, ["torkham"], ["chaman"]) == (("torkham",), ("chaman",))
    with pytest.raises(InputError, match="at once"):
        switched([], ["torkham"], ["Torkham"])
