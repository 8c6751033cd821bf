"""Hinterlands against full comparisons, and the tie line against its definition."""

from __future__ import annotations

import pytest

from corridor.analysis.ports.case import OUTSIDE
from corridor.analysis.ports.catchment import catchment, inland_hubs, people_of
from corridor.analysis.ports.comparison import compare
from corridor.analysis.ports.gateways import gateways_of, shares
from corridor.analysis.ports.months import calendar, months
from corridor.analysis.tie_line import tie_lines
from corridor.checks.port_figures import MISSING, counted, port_figures
from corridor.tables.places.known import towns
from tests.questions import question
from tests.real import dataset, engine

pytestmark = pytest.mark.slow


def test_exchanging_the_sea_part_gives_the_full_comparison() -> None:
    """Land solved once and sea exchanged equals solving every market."""
    asked = question(("Jebel Ali", "Mombasa"), ("chaman", "gwadar_jebel_ali", "gwadar_mombasa"))
    found = catchment(engine(), asked, {"kandahar": 1.0, "herat": 1.0}, "test")
    for reach in found.reaches:
        whole = compare(engine(), asked, reach.place.id).comparison
        values = {s.port: s.generalised_cents for s in whole.standings}
        for port, value in reach.values:
            # Cents of each market are rounded once.
            assert value == pytest.approx(values[port], abs=2)
        assert reach.port == whole.standings[0].port
        assert whole.beyond is not None
        assert reach.outside == pytest.approx(whole.beyond.value, abs=2)
        assert (reach.best == OUTSIDE) == (whole.beyond.value < whole.standings[0].value)
        assert sum(s for _, s in reach.shares) == pytest.approx(1)


def test_logit_by_hand() -> None:
    """At 0.005 per USD a port 100 USD cheaper takes e^0.5 / (1 + e^0.5) = 62.2 %."""
    found = dict(shares({"a": 100_000, "b": 110_000}, [["a"], ["b"]], 0.005))
    assert found["a"] == pytest.approx(0.6225, abs=1e-4)


def test_a_copy_of_a_port_takes_from_that_port_alone() -> None:
    """The red bus beside the blue bus: whoever drives, drives on."""
    values = {"karachi_port": 100_000.0, "gwadar_port": 104_000.0, "other": 130_000.0}
    nests = [["karachi_port"], ["gwadar_port"], ["other"]]
    before = dict(shares(values, nests, 0.005))
    nests[0].append("copy")
    after = dict(shares(values | {"copy": 100_000.0}, nests, 0.005))
    assert after["gwadar_port"] == pytest.approx(before["gwadar_port"])
    assert after["other"] == pytest.approx(before["other"])
    assert after["karachi_port"] + after["copy"] == pytest.approx(before["karachi_port"])
    assert after["karachi_port"] == pytest.approx(after["copy"])


def test_karachi_and_port_qasim_are_one_gateway() -> None:
    ports = ("karachi_port", "gwadar_port", "port_qasim", "shahid_rajaee_port")
    found = gateways_of(ports, dataset())
    assert found == (("karachi_port", "port_qasim"), ("gwadar_port",), ("shahid_rajaee_port",))


def test_inland_hubs_hold_no_seaport() -> None:
    hubs = inland_hubs(engine(), [])
    assert "quetta" in hubs
    assert not set(hubs) & set(dataset().port)
    assert {dataset().hub[h].kind for h in hubs} == {"city"}


def test_every_town_counts_once_at_the_nearest_place_of_its_country() -> None:
    hubs = inland_hubs(engine(), [])
    found = people_of(engine(), [*hubs, "30.0,66.0"])
    covered = {dataset().hub[h].country for h in hubs}
    assert sum(found.values()) == sum(t.people for t in towns() if t.country in covered)
    assert found["30.0,66.0"] == 0
    assert found["lahore"] > 10_000_000


def test_tie_line_runs_where_the_difference_is_nothing() -> None:
    """West is cheaper by one port, east by the other: the line lies on the middle meridian."""
    points = [(x * 1.0, y * 1.0) for x in range(60, 71) for y in range(30, 36)]
    pieces = tie_lines(points, [(x - 65) * 100.0 for x, _ in points])
    assert pieces
    for piece in pieces:
        for lon, _ in piece:
            assert abs(lon - 65) < 0.8
    assert tie_lines(points, [1.0] * len(points)) == []


def test_months_are_twelve_and_the_calendar_has_a_cell_for_each() -> None:
    asked = question(ports=("karachi", "gwadar"))
    days = months(asked.query.depart)
    assert len(days) == 12
    assert (days[1].year, days[1].month, days[1].day) == (2027, 1, 1)
    cells = calendar(engine(), asked, "Kandahar", "jebel_ali_port", [])
    assert [c.month for c in cells] == [f"{d:%Y-%m}" for d in days]
    assert all(c.best and c.ahead is not None and c.ahead >= 0 for c in cells)


CANDIDATES = ("karachi_port", "port_qasim", "gwadar_port")


def test_every_candidate_port_lists_what_the_comparison_needs() -> None:
    figures = port_figures(dataset(), CANDIDATES)
    for port in CANDIDATES:
        own = [f for f in figures if f.port == port]
        names = {f.figure for f in own}
        assert {
            "THC", "wharfage", "storage a day", "free days", "transit guarantee", "dwell",
            "bonded carriage", "calls", "sea freight", "THC at Jebel Ali port",
        } <= names  # fmt: skip
        for figure in own:
            if figure.state == "estimate":
                assert figure.row is not None
                assert figure.cells()[-1]  # the method stands beside the figure
            if figure.state == MISSING:
                assert figure.value is None
        assert sum(counted(own).values()) == len(own)
        # What has no row of its own is priced by a row that stands in for it, and that is told.
        missing = {f.figure for f in own if f.state == MISSING}
        assert missing <= {"free days", "storage a day"}
