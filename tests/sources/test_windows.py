"""Opening hours and holidays of the real tables: what a planner may lean on."""

from __future__ import annotations

from datetime import date

import pytest

from corridor.sources.clocks import Clocks
from corridor.sources.library import Library, load
from corridor.sources.schema import read_schema
from corridor.sources.tables import data_dir


@pytest.fixture(scope="module")
def library() -> Library:
    """The tables that ship."""
    return load()


def test_a_post_opens_before_it_closes_and_belongs_to_its_crossing(library: Library) -> None:
    for row in library.opening_hours:
        crossing = library.crossing[row.crossing_id]
        assert 0 <= row.opens_min < row.closes_min <= 1440, row.id
        assert row.mode == crossing.mode, row.id
        assert row.country in (crossing.country_a, crossing.country_b), row.id
        assert row.weekdays == tuple(sorted(set(row.weekdays))), row.id


def test_both_gates_of_a_crossing_share_some_hour_of_the_week(library: Library) -> None:
    """Two sides that are never open together would make a crossing of no use."""
    sides: dict[str, list[set[int]]] = {}
    for row in library.opening_hours:
        shift = round(60 * row.utc_offset_h)
        minutes = {
            (day * 1440 + m - shift) % (7 * 1440)
            for day in row.weekdays
            for m in range(row.opens_min, row.closes_min, 30)
        }
        sides.setdefault(row.crossing_id, []).append(minutes)
    for crossing, open_sides in sides.items():
        assert len(set.intersection(*open_sides)) >= 5, crossing


def test_local_clock_is_the_clock_of_the_country(library: Library) -> None:
    clocks: dict[str, set[float]] = {}
    for row in library.opening_hours:
        clocks.setdefault(row.country, set()).add(row.utc_offset_h)
    assert clocks["IR"] == {3.5}
    assert clocks["AF"] == {4.5}
    assert all(len(found) == 1 for found in clocks.values())


def test_a_holiday_has_days_and_only_slow_ones_a_delay(library: Library) -> None:
    for row in library.holidays:
        yearly = row.season_from is not None and row.season_to is not None
        dated = row.from_date is not None and row.to_date is not None
        assert yearly != dated, row.id
        if row.from_date and row.to_date:
            assert row.from_date <= row.to_date, row.id
        assert (row.delay_h is not None) == (row.effect == "slow"), row.id
        for crossing_id in row.crossings:
            crossing = library.crossing[crossing_id]
            assert row.country in (crossing.country_a, crossing.country_b), row.id
            assert crossing.mode in row.modes, row.id


def test_the_feasts_of_2027_stand_where_the_calendars_put_them(library: Library) -> None:
    found = {row.id: row for row in library.holidays}
    assert found["pk_eid_fitr_2027"].from_date == date(2027, 3, 10)
    assert found["pk_eid_adha_2027"].from_date == date(2027, 5, 17)
    spring = found["cn_spring_2027_kz"]
    assert spring.from_date is not None
    assert spring.to_date is not None
    assert spring.from_date <= date(2027, 2, 6) <= spring.to_date


@pytest.mark.parametrize("clock", ["24:30", "7:00", "12:60", "noon", "25:00"])
def test_a_wrong_clock_is_refused(clock: str) -> None:
    schema = read_schema(data_dir() / "schema" / "opening_hours.csv")
    column = next(c for c in schema.columns if c.name == "opens")
    assert column.complaint(clock)
    assert column.complaint("24:00") is None


def test_every_place_has_a_clock_and_posts_keep_that_of_their_side(library: Library) -> None:
    clocks = Clocks(library)
    assert all(clocks.of_hub(h.id) is not None for h in library.hubs)
    for row in library.opening_hours:
        crossing = library.crossing[row.crossing_id]
        hub = crossing.hub_a if row.country == crossing.country_a else crossing.hub_b
        assert clocks.of_hub(hub) == row.utc_offset_h, row.id
    named = [h for z in library.time_zones for h in z.hubs]
    assert len(named) == len(set(named))
    assert all(library.hub[h].country == z.country for z in library.time_zones for h in z.hubs)


def test_clock_of_a_point_is_that_of_the_nearest_place_of_its_country(library: Library) -> None:
    """Near Omsk, near Moscow, and by Troitsk though Kazakh places are no farther."""
    clocks = Clocks(library)
    points = [("RU", 73.0, 55.1), ("RU", 37.0, 55.9), ("RU", 61.6, 54.0), ("XX", 0.0, 0.0)]
    assert [clocks.of_point(*p) for p in points] == [6, 3, 5, None]
