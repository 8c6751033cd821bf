"""Rows of `corridor borders`, `ports` and `terminals`, on tables that fit on a page."""

from __future__ import annotations

from datetime import date

import pytest

from corridor.checks.listings import border_rows, port_rows, terminal_rows
from corridor.model.band import Band
from corridor.tables.dataset import Dataset
from tests import factories as make

SHUT = ("crossing", "gate")


def borders(**more: object) -> Dataset:
    """Two crossings between AA and BB, of which one is planned and for people alone; one to CC."""
    a, b, c = (make.hub(k, k.upper() * 2, 60.0, 40.0) for k in "abc")
    crossings = (
        make.crossing("gate", (a, b), "road"),
        make.crossing("path", (a, b), "rail", status="planned", cargo="passengers"),
        make.crossing("far", (b, c), "road"),
    )
    times = (
        make.border_time("AA", "out", 2.0),
        make.border_time("BB", "in", 3.5, confidence="estimate"),
        make.border_time("BB", "out", 10.0),
        make.border_time("AA", "in", 20.04),
        make.border_time("CC", "in", 7.0),
    )
    closures = (
        make.closure("one", SHUT, "closed", date(2026, 1, 2), date(2026, 2, 3)),
        make.closure("two", SHUT, "restricted", date(2026, 5, 1)),
        make.closure("three", SHUT, "closed", None, date(2025, 1, 1)),
        make.closure("four", SHUT, "closed", season_from="11-01", season_to="03-01"),
        make.closure("five", ("crossing", "other"), "closed", date(2020, 1, 1)),
        make.closure("six", ("port", "gate"), "closed", date(2020, 1, 1)),
    )
    return make.dataset(hubs=(a, b, c), crossings=crossings, border_times=times, closures=closures)


def test_crossings_with_hours_of_both_sides_and_what_is_known_of_closures() -> None:
    header, rows = border_rows(borders(), "")
    assert header == (
        "id", "name", "mode", "between", "posts", "hours a>b", "hours b>a", "last seen",
        "closures",
    )  # fmt: skip
    confirmed = "(confirmed 2026-11-01)"
    assert rows == [
        (
            *("gate", "Gate", "road", "AA-BB", "gate AA / gate BB", "~5.5", "30.0", "no_evidence"),
            (
                f"closed 2026-01-02..2026-02-03 {confirmed}; restricted 2026-05-01.. {confirmed};"
                f" closed ..2025-01-01 {confirmed}; closed every year in season {confirmed}"
            ),
        ),
        (
            *(
                "path",
                "Path",
                "rail",
                "AA-BB",
                "path AA / path BB",
                "no row",
                "no row",
                "announced",
            ),
            "planned; passengers",
        ),
        ("far", "Far", "road", "BB-CC", "far BB / far CC", "17.0", "no row", "no_evidence", ""),
    ]


@pytest.mark.parametrize(
    ("country", "kept"),
    [("AA", ["gate", "path"]), ("BB", ["gate", "path", "far"]), ("CC", ["far"])],
)
def test_crossings_of_a_country_on_either_side(country: str, kept: list[str]) -> None:
    assert [row[0] for row in border_rows(borders(), country)[1]] == kept


def test_ports_with_dwell_and_the_bill_of_one_feu() -> None:
    charges = (
        make.port_charge("lift", "haven", "in", "container", 120),
        make.port_charge("paper", "haven", "in", "container", 30.4, confidence="estimate"),
        make.port_charge("nothing", "haven", "out", "container", 0, confidence="estimate"),
        make.port_charge("gate", "haven", "out", "container", 80),
    )
    ports = (
        make.port("haven", 2.5, 4, 5),
        make.row(
            type(make.port("x", 1, 1, 1)),
            "bay",
            name="Bay",
            container_service="none",
            rail_served=False,
            dwell_in_days=make.flat(1),
            dwell_out_days=make.flat(2),
            free_in_days=3.0,
            free_out_days=0.5,
            draught_m=None,
        ),
    )
    hubs = (make.hub("haven", "AA", 60.0, 25.0), make.hub("bay", "AA", 61.0, 25.0))
    header, rows = port_rows(make.dataset(hubs=hubs, ports=ports, port_charges=charges))
    assert header == (
        "id", "name", "service", "rail", "dwell in/out days", "free in/out days",
        "FEU in, USD", "FEU out, USD",
    )  # fmt: skip
    assert rows == [
        ("haven", "Haven", "regular", "yes", "2.5 / 4", "5 / 5", "~150", "80"),
        ("bay", "Bay", "none", "no", "1 / 2", "3 / 0.5", "0", "0"),
    ]


def test_terminals_mark_hours_and_price_apart() -> None:
    tables = make.dataset(
        terminals=(
            make.terminal("yard", "AA", ("rail", "road"), (1520, 0), hours_confidence="estimate"),
            make.terminal(
                *("quay", "BB", ("rail", "rail"), (1520, 1435)),
                handling_h=Band(6, 7.5, 9),
                cost_usd=make.flat(2.25),
                cost_unit="tonne",
                cost_confidence="estimate",
                cargo="container",
                open_to_transit="no",
            ),
        )
    )
    header, rows = terminal_rows(tables, "")
    assert header == ("id", "place", "country", "change", "cargo", "hours", "price", "transit")
    assert rows == [
        (
            *("yard_rail_road", "yard yard", "AA", "rail 1520 - road", "any"),
            *("~6", "50 USD/container", "yes"),
        ),
        (
            *("quay_rail_rail", "quay yard", "BB", "rail 1520 - rail 1435", "container"),
            *("7.5", "~2.25 USD/tonne", "no"),
        ),
    ]
    assert [row[2] for row in terminal_rows(tables, "BB")[1]] == ["BB"]
