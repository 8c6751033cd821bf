"""The shipped rows: what must hold in the region whatever the figures are."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

import pytest

from corridor.checks.gaps import cell_confidence, corridor_cells
from corridor.pricing.held import border_time
from corridor.tables.read import load_all
from corridor.tables.records import Hub
from corridor.tables.row import Cited
from tests.real import dataset

NEWEST = "2026-12"
CORRIDOR = ("BY", "RU", "KZ", "UZ", "AF", "PK")


def great_circle_km(a: Hub, b: Hub) -> float:
    """Shortest way over a sphere of 6371 km, the formula written out here on purpose."""
    lat = sin(radians(b.lat - a.lat) / 2) ** 2
    lon = sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * 6371 * asin(sqrt(lat + cos(radians(a.lat)) * cos(radians(b.lat)) * lon))


def rows() -> list[Cited]:
    """Every row that cites a source."""
    lib = dataset()
    found: list[Cited] = []
    for field in fields(lib):
        found += [r for r in getattr(lib, field.name) if isinstance(r, Cited)]
    return found


def test_every_row_has_a_known_source_and_no_future_date() -> None:
    lib = dataset()
    assert len(rows()) > 3000
    for row in rows():
        assert row.source_id in lib.source, row.key
        assert row.as_of[:7] <= NEWEST, row.key
        assert int(row.as_of[:4]) >= 1990, row.key
    assert all(s.retrieved[:7] <= NEWEST for s in lib.sources)
    assert all(c.last_confirmed[:7] <= NEWEST for c in lib.closures)


def test_what_has_no_source_is_an_estimate_and_says_its_method() -> None:
    for row in rows():
        if row.source_id == "own-estimate":
            assert row.confidence in ("estimate", "derived"), row.key
        if row.is_estimate and row.table not in ("hubs", "place_names"):
            assert row.note, f"{row.key}: an estimate without its method"


def test_sources_can_be_found_again() -> None:
    own = {"own-estimate", "own-arithmetic", "own-waypoints"}
    for source in dataset().sources:
        assert source.url.startswith(("http://", "https://")) or not source.url
        if not source.url:
            assert source.id in own or source.title, source.id


def test_matrix_of_country_mode_and_figure_is_full() -> None:
    """Speed, rate and CO2 stand for every country, mode and service that sections run in."""
    lib = dataset()
    cells = corridor_cells(lib)
    assert {(c, m) for c, m, _ in cells} >= {(c, m) for c in CORRIDOR for m in ("rail", "road")}
    for country, mode, service in cells:
        figures = cell_confidence(lib, country, mode, service)
        assert "empty" not in figures, (country, mode, service, figures)
    drivers = {(d.country, d.service_class) for d in lib.drivers}
    for country in {c for c, mode, _ in cells if mode == "road"}:
        assert {(country, "one_driver"), (country, "two_drivers")} <= drivers, country


def test_every_unit_has_a_price_in_every_cell() -> None:
    """A wagon, a TEU and a FEU must find a rail rate, or the rate of a tonne."""
    lib = dataset()
    for country, mode, service in corridor_cells(lib):
        units = {
            r.unit
            for r in lib.rates
            if (r.country, r.mode, r.service_class) == (country, mode, service)
        }
        if mode == "road":
            assert "truck" in units, country
        elif service == "wagonload":
            assert "tonne" in units or {"TEU", "FEU", "wagon"} <= units, (country, service, units)
        else:
            assert "tonne" in units or {"TEU", "FEU"} <= units, (country, service, units)


def test_taper_of_each_tariff_has_no_gap_and_no_overlap() -> None:
    groups: dict[tuple[str, ...], list[tuple[float, float]]] = {}
    for r in dataset().rates:
        key = (r.country, r.mode, r.service_class, r.unit, r.heading, r.scope)
        groups.setdefault(key, []).append((r.from_km, r.to_km))
    for group, bands in groups.items():
        bands.sort()
        assert bands[0][0] == 0, group
        assert bands[-1][1] >= 1e9, group
        assert all(a[1] == b[0] for a, b in pairwise(bands)), group


def test_sections_are_no_shorter_than_the_great_circle() -> None:
    lib = dataset()
    for section in lib.sections:
        ends = lib.hub[section.from_id], lib.hub[section.to_id]
        slack = sum(h.accuracy_km for h in ends)
        assert section.length_km >= 0.999 * great_circle_km(*ends) - slack, section.id
        assert section.from_id != section.to_id


def test_sections_run_between_hubs_of_their_mode() -> None:
    lib = dataset()
    for section in lib.sections:
        for end in (section.from_id, section.to_id):
            assert section.mode in lib.hub[end].modes or section.status != "open", section.id
        assert (section.gauge_mm > 0) == (section.mode == "rail"), section.id


def test_crossings_and_cross_border_sections_match_one_to_one() -> None:
    lib = dataset()
    abroad = {s.id for s in lib.sections if lib.hub[s.from_id].country != lib.hub[s.to_id].country}
    used = Counter(c.section_id for c in lib.crossings)
    assert set(used) == abroad
    assert max(used.values()) == 1
    for crossing in lib.crossings:
        section = lib.section[crossing.section_id]
        assert {crossing.hub_a, crossing.hub_b} == {section.from_id, section.to_id}, crossing.id
        assert lib.hub[crossing.hub_a].country == crossing.country_a, crossing.id
        assert lib.hub[crossing.hub_b].country == crossing.country_b, crossing.id
        assert crossing.country_a != crossing.country_b
        assert crossing.mode == section.mode, crossing.id
        assert crossing.gauge_mm == section.gauge_mm, crossing.id


def test_every_crossing_has_hours_for_both_sides_and_directions() -> None:
    lib = dataset()
    for x in lib.crossings:
        if x.cargo != "freight":
            continue
        for here, there in ((x.country_a, x.country_b), (x.country_b, x.country_a)):
            for direction in ("in", "out"):
                row = border_time(lib, x, here, there, direction)
                assert row is not None, (x.id, here, direction)
                assert row.time_h.low <= row.time_h.typical <= row.time_h.high


def test_1676_mm_only_in_pakistan_and_to_zahedan() -> None:
    lib = dataset()
    for section in lib.sections:
        ends = {lib.hub[section.from_id].country, lib.hub[section.to_id].country}
        if section.status != "open" or section.mode == "road":
            continue  # projects may bring either gauge over the border
        assert section.gauge_mm == 1676 or "PK" not in ends, section.id
        if section.gauge_mm != 1676 or ends == {"PK"}:
            continue
        assert {section.from_id, section.to_id} in (
            {"taftan_rail", "mirjaveh"},
            {"zahedan", "mirjaveh"},
        ), section.id


@pytest.mark.parametrize(
    ("country", "gauge"),
    [("BY", 1520), ("RU", 1520), ("KZ", 1520), ("UZ", 1520), ("TJ", 1520)],
)
def test_inner_gauge_of_the_1520_countries(country: str, gauge: int) -> None:
    lib = dataset()
    inside = {
        s.gauge_mm
        for s in lib.sections
        if s.mode == "rail"
        and s.status == "open"
        and lib.hub[s.from_id].country == lib.hub[s.to_id].country == country
    }
    assert gauge in inside
    assert 1676 not in inside


def test_no_open_railway_between_afghanistan_and_pakistan() -> None:
    lib = dataset()
    rail = [
        c for c in lib.crossings if c.mode == "rail" and {c.country_a, c.country_b} == {"AF", "PK"}
    ]
    assert all(c.status != "open" for c in rail)
    assert not any(
        s.mode == "rail" and s.status == "open" and "gwadar" in s.from_id + s.to_id
        for s in lib.sections
    ), "Gwadar has no railway"


def test_closures_speak_of_subjects_that_exist() -> None:
    lib = dataset()
    known = {
        "crossing": set(lib.crossing),
        "section": set(lib.section),
        "port": set(lib.port),
        "passage": {p for s in lib.sea_services for p in s.passages},
        "service": {s.id for s in lib.sea_services},
    }
    for row in lib.closures:
        assert row.subject_id in known[row.subject_kind], row.id
        if row.from_date and row.to_date:
            assert row.from_date <= row.to_date, row.id


def test_afghan_pakistani_road_crossings_are_closed_without_an_end() -> None:
    lib = dataset()
    pairs = [
        c.id
        for c in lib.crossings
        if c.mode == "road" and {c.country_a, c.country_b} == {"AF", "PK"}
    ]
    assert {"torkham_road", "chaman_road"} <= set(pairs)
    for key in pairs:
        rows_of = [c for c in lib.closures if c.subject_id == key]
        assert any(c.effect == "closed" and c.to_date is None for c in rows_of), key


def test_terminals_join_what_stands_at_their_hub() -> None:
    """
    Both modes of a terminal are served there, or no cargo could ever change.

    Only the 1435 mm side towards Europe and China leads out of the tables.
    """
    lib = dataset()
    served: dict[str, set[tuple[str, int]]] = {}
    for section in lib.sections:
        for end in (section.from_id, section.to_id):
            served.setdefault(end, set()).add((section.mode, section.gauge_mm))
    for row in lib.terminals:
        assert lib.hub[row.hub_id].country == row.country, row.id
        for mode, gauge in ((row.mode_a, row.gauge_a_mm), (row.mode_b, row.gauge_b_mm)):
            if mode == "sea":
                assert row.hub_id in lib.port, row.id
            elif gauge == 1435 and row.hub_id in ("brest_severny", "khorgos_gateway"):
                assert served[row.hub_id], row.id
            else:
                assert (mode, gauge) in served.get(row.hub_id, set()), (row.id, mode, gauge)


def test_sea_services_have_a_price_and_sail_between_ports() -> None:
    lib = dataset()
    priced = {r.service_id for r in lib.sea_rates}
    for service in lib.sea_services:
        assert service.id in priced, service.id
        ends = lib.hub[service.from_port], lib.hub[service.to_port]
        slack = sum(h.accuracy_km for h in ends)
        assert service.distance_nm * 1.852 >= 0.999 * great_circle_km(*ends) - slack, service.id
        knots = service.distance_nm / (service.transit_days.typical * 24)
        assert 2 < knots < 25, (service.id, knots)


def test_a_copy_has_the_figures_of_a_row_that_is_none() -> None:
    """Every figure with a band, the distance and the unit, as the column says they are another's."""
    found = 0
    for table in (dataset().sea_rates, dataset().sea_services, dataset().port_charges):
        of_id = {row.id: row for row in table}
        for row in table:
            if not row.copy_of:
                continue
            first = of_id[row.copy_of]
            assert not first.copy_of, row.id
            assert row.confidence == "estimate", row.id
            alike = (
                "freight_usd",
                "transit_days",
                "distance_nm",
                "amount_usd",
                "unit",
                "price_year",
            )
            for name in (n for n in alike if hasattr(row, n)):
                assert getattr(row, name) == getattr(first, name), (row.id, name)
            found += 1
    assert found


def test_no_machine_or_person_left_traces_in_the_rows() -> None:
    """Notes are read by users: no local paths, no placeholders."""
    bad = re.compile(r"/(?:work|tmp|home)/|\bTODO\b|\bFIXME\b|\bnan\b", re.IGNORECASE)
    for name, table in load_all().items():
        for row in table.rows:
            for column, value in row.items():
                assert not bad.search(value), (name, row["id"], column, value)
