"""Opening hours and holidays of the real tables: what a planner may lean on."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from corridor.planning.time.feasts import days_of
from corridor.tables.clocks import Clocks
from corridor.tables.dataset import Dataset, load
from corridor.tables.read import data_dir
from corridor.tables.schema import read_schema
from corridor.tables.windows import clock_min, weekdays

NONE, MINUTE = timedelta(), timedelta(minutes=1)


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """The tables that ship."""
    return load()


def test_a_post_opens_before_it_closes_and_belongs_to_its_crossing(dataset: Dataset) -> None:
    for row in dataset.opening_hours:
        crossing = dataset.crossing[row.crossing_id]
        assert 0 <= clock_min(row.opens) < clock_min(row.closes) <= 1440, row.id
        assert row.mode == crossing.mode, row.id
        assert row.country in (crossing.country_a, crossing.country_b), row.id
        assert weekdays(row) == tuple(sorted(set(weekdays(row)))), row.id


def test_both_gates_of_a_crossing_share_some_hour_of_the_week(dataset: Dataset) -> None:
    """Two sides that are never open together would make a crossing of no use."""
    clocks = Clocks(dataset)
    sides: dict[str, list[set[int]]] = {}
    for row in dataset.opening_hours:
        clock = clocks.of_side(dataset.crossing[row.crossing_id], row.country)
        assert clock is not None
        shift = round((datetime(2026, 12, 1, tzinfo=clock).utcoffset() or NONE) / MINUTE)
        minutes = {
            (day * 1440 + m - shift) % (7 * 1440)
            for day in weekdays(row)
            for m in range(clock_min(row.opens), clock_min(row.closes), 30)
        }
        sides.setdefault(row.crossing_id, []).append(minutes)
    for crossing, open_sides in sides.items():
        assert len(set.intersection(*open_sides)) >= 5, crossing


def test_a_holiday_has_days_and_only_slow_ones_a_delay(dataset: Dataset) -> None:
    for row in dataset.holidays:
        yearly = row.season_from is not None and row.season_to is not None
        dated = row.from_date is not None and row.to_date is not None
        assert yearly + dated + bool(row.feast) == 1, row.id
        if row.from_date and row.to_date:
            assert row.from_date <= row.to_date, row.id
        assert (row.delay_h is not None) == (row.effect == "slow"), row.id
        for crossing_id in row.crossings:
            crossing = dataset.crossing[crossing_id]
            assert row.country in (crossing.country_a, crossing.country_b), row.id
            assert crossing.mode in row.modes, row.id


def test_the_feasts_of_2027_stand_where_the_calendars_put_them(dataset: Dataset) -> None:
    found = {row.id: row for row in dataset.holidays}

    def days(row_id: str) -> tuple[date, date]:
        near = date(2027, 1, 1)
        return next(d for d in days_of(found[row_id], dataset, near) if d[0].year == 2027)

    assert days("pk_eid_fitr") == (date(2027, 3, 10), date(2027, 3, 12))
    assert days("pk_eid_adha")[0] == date(2027, 5, 17)
    assert days("af_eid_adha") == (date(2027, 5, 15), date(2027, 5, 18)), "from its eve on"
    assert days("ir_ashura") == (date(2027, 6, 15), date(2027, 6, 16)), "Tasua and Ashura"
    first, last = days("cn_spring_kz")
    assert first <= date(2027, 2, 6) <= last


@pytest.mark.parametrize("clock", ["24:30", "7:00", "12:60", "noon", "25:00"])
def test_a_wrong_clock_is_refused(clock: str) -> None:
    schema = read_schema(data_dir() / "schema" / "opening_hours.csv")
    column = next(c for c in schema.columns if c.name == "opens")
    assert column.complaint(clock)
    assert column.complaint("24:00") is None


def test_every_place_has_a_clock(dataset: Dataset) -> None:
    clocks = Clocks(dataset)
    assert all(clocks.of_hub(h.id) is not None for h in dataset.hubs)
    assert all(row.utc_offset_h is None for row in dataset.opening_hours)
    named = [h for z in dataset.time_zones for h in z.hubs]
    assert len(named) == len(set(named))
    assert all(dataset.hub[h].country == z.country for z in dataset.time_zones for h in z.hubs)


def test_clock_of_a_point_is_that_of_the_nearest_place_of_its_country(dataset: Dataset) -> None:
    """Near Omsk, near Moscow, and by Troitsk though Kazakh places are no farther."""
    clocks = Clocks(dataset)
    points = [("RU", 73.0, 55.1), ("RU", 37.0, 55.9), ("RU", 61.6, 54.0), ("XX", 0.0, 0.0)]
    names = [str(clocks.of_point(*p)) for p in points]
    assert names == ["Asia/Omsk", "Europe/Moscow", "Asia/Yekaterinburg", "None"]
