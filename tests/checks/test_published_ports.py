"""Published figures on ports beside ours: every row is judged, and as by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

import pytest
from msgspec import structs

from corridor.checks.hinterland import published as checked
from corridor.checks.hinterland.published import (
    FAILED,
    IN_BAND,
    NOT_MODELLED,
    OFF,
    Ours,
    PortVerdict,
    check_ports,
    meets,
    port_lines,
)
from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.model.query import Query
from corridor.tables.records import PortCheck
from tests.cli.inside import inside
from tests.real import dataset, engine


@pytest.fixture(scope="module")
def found() -> list[PortVerdict]:
    return check_ports(engine())


def row(key: str) -> PortCheck:
    return next(r for r in dataset().port_checks if r.id == key)


def test_every_row_has_a_verdict_and_those_without_a_figure_say_why(
    found: list[PortVerdict],
) -> None:
    rows = [r for r in dataset().port_checks if r.method != "base"]
    assert [v.row for v in found] == rows
    assert len(rows) >= 42  # as many as were found when the comparison was tried
    for verdict in found:
        if verdict.verdict == NOT_MODELLED:
            assert verdict.row.note
            assert verdict.ours is None
        else:
            assert verdict.verdict in (IN_BAND, OFF), verdict.problem
            assert verdict.row.low is not None
            assert verdict.row.high is not None
            assert verdict.row.low <= verdict.row.high
    assert any(v.verdict == OFF for v in found)


def test_ways_by_hand(found: list[PortVerdict]) -> None:
    """Dollars and days of the road ways to Kabul, asked anew and compared by hand."""
    told = {v.row.id: v for v in found}
    for origin, name, opened in (
        ("karachi", "karachi", ("torkham_road",)),
        ("chabahar", "chabahar", ()),
    ):
        way = (
            engine()
            .ask(
                Query(
                    origin=origin,
                    destination="kabul",
                    consignment=Consignment(unit="FEU"),
                    depart=datetime(2026, 12, 1, 8),
                    modes=(Mode.ROAD,),
                    open=opened,
                    k=1,
                )
            )
            .itineraries[0]
        )
        usd, days = told[f"kabul_by_{name}_usd"], told[f"kabul_by_{name}_days"]
        assert usd.ours is not None
        assert days.ours is not None
        assert usd.ours.typical == pytest.approx(way.cost_usd)
        assert days.ours.high == pytest.approx(way.time.high / 1440)
        printed = 2000 if name == "karachi" else 4000
        assert (usd.verdict == IN_BAND) is (usd.ours.low <= printed <= usd.ours.high)
    ratio = told["kabul_chabahar_over_karachi"].ours
    one, other = told["kabul_by_chabahar_usd"].ours, told["kabul_by_karachi_usd"].ours
    assert ratio is not None
    assert one is not None
    assert other is not None
    assert ratio.typical == pytest.approx(one.typical / other.typical)


@pytest.mark.parametrize(
    ("key", "ours", "inside_it"),
    [
        ("kabul_by_karachi_days", Ours(4, 5, 6), True),
        ("kabul_by_karachi_days", Ours(4.1, 5, 6), False),
        ("gwadar_quetta_km", Ours(889, 889, 889, banded=False), True),
        ("gwadar_quetta_km", Ours(880, 880, 880, banded=False), False),
        ("kabul_chabahar_over_karachi", Ours(1.7, 1.7, 1.7, banded=False), True),
        ("kabul_chabahar_over_karachi", Ours(1.5, 1.5, 1.5, banded=False), False),
        ("af_border_h", Ours(10, 19.5, 40, banded=False), True),
        # A cell is the published figure or it is not: its own band excuses nothing.
        ("af_border_h", Ours(10, 19, 40, banded=False), False),
    ],
)
def test_what_counts_as_in_band(key: str, ours: Ours, inside_it: bool) -> None:
    assert meets(row(key), ours) is inside_it


def test_a_row_that_cannot_be_computed_is_told_and_no_other() -> None:
    broken = structs.replace(row("kabul_by_karachi_usd"), origin_id="karachi", modes=("rail",))
    nothing = structs.replace(row("af_border_h"), cell="border_times:nowhere:time")
    changed = replace(engine().dataset, port_checks=(broken, nothing, row("af_swod")))
    found = check_ports(replace(engine(), dataset=changed))
    assert [v.verdict for v in found] == [FAILED, FAILED, IN_BAND]
    text = "\n".join(port_lines(found))
    assert "kabul_by_karachi_usd cannot be computed: " in text
    assert "1 in band, 0 off, 2 CANNOT BE COMPUTED" in text


def test_the_command_ends_well_with_failures_shown(
    found: list[PortVerdict], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checked, "check_ports", lambda *_: found)
    done = inside("check", "ports")
    assert done.returncode == 0
    assert " off" in done.stdout
    saved = json.loads(inside("check", "ports", "--json").stdout)
    assert [r["id"] for r in saved] == [v.row.id for v in found]
    failed = [*found, PortVerdict(row("af_swod"), None, FAILED, "no way")]
    monkeypatch.setattr(checked, "check_ports", lambda *_: failed)
    assert inside("check", "ports").returncode == 3
