"""When a thing was last seen in use: one answer for all tables, and no thing in silence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from corridor.model.dates import first_day, last_day
from corridor.model.ref import Ref, RefKind
from corridor.model.status import NOT_BUILT, RUNNING
from corridor.tables.read import SEEN_IN, schemas, seen_complaints
from corridor.tables.row_checks import clashes
from corridor.tables.seen import Evidence, announced, is_announced, seen
from tests.real import dataset


def subjects() -> list[tuple[Ref, str]]:
    """Every crossing each way, every regime in force, every train and every ship."""
    tables = dataset()
    found = [
        (Ref(RefKind.CROSSING, c.id), into)
        for c in tables.crossings
        for into in (c.country_a, c.country_b)
    ]
    found += [(Ref(RefKind.REGIME, r.id), "") for r in tables.transit_regimes]
    found += [(Ref(RefKind.SERVICE, s.id), "") for s in tables.rail_services]
    return found + [(Ref(RefKind.SERVICE, s.id), "") for s in tables.sea_services]


def test_every_crossing_regime_train_and_ship_has_a_row_that_says_what_is_known() -> None:
    """A row, or a status that says it is not there yet: nothing is left without a word."""
    tables = dataset()
    silent = {r.id for r in tables.transit_regimes if r.status == "not_in_force"}
    silent |= {c.id for c in tables.crossings if c.status in NOT_BUILT}
    for subject, into in subjects():
        found = seen(tables, subject, into)
        assert found.row or subject.id in silent, subject
        assert (found.state is Evidence.SEEN) == bool(found.on), subject
        if found.on:
            assert first_day(found.on) <= last_day(tables.data_date), subject


def test_no_fact_stands_twice() -> None:
    """No row of last_seen on what another table says by its status."""
    tables = dataset()
    unbuilt = {c.id for c in tables.crossings if c.status in NOT_BUILT}
    assert not unbuilt & {r.subject_id for r in tables.last_seen if r.subject_kind == "crossing"}
    refused = {r.id for r in tables.transit_regimes if r.status == "not_in_force"}
    assert not refused & {r.subject_id for r in tables.last_seen if r.subject_kind == "regime"}


def test_what_is_not_built_is_announced_and_a_ship_of_a_scenario_too() -> None:
    tables = dataset()
    for crossing in tables.crossings:
        state = seen(tables, Ref(RefKind.CROSSING, crossing.id)).state
        assert (state is Evidence.ANNOUNCED) == (crossing.status in NOT_BUILT), crossing.id
    for ship in tables.sea_services:
        state = seen(tables, Ref(RefKind.SERVICE, ship.id)).state
        assert (state is Evidence.ANNOUNCED) == (ship.status not in RUNNING), ship.id


def test_a_train_proves_the_crossings_it_passes() -> None:
    tables = dataset()
    for train in tables.rail_services:
        for stop in train.via if train.last_run else ():
            kind, _, key = stop.partition(":")
            if key and kind == "crossing":
                on = seen(tables, Ref(RefKind.CROSSING, key)).on
                assert last_day(on) >= last_day(train.last_run), (train.id, key)


def test_the_newest_evidence_counts_and_one_way_goes_before_either() -> None:
    tables = dataset()
    gabd = Ref(RefKind.CROSSING, "gabd_road")
    assert seen(tables, gabd, "IR").row == "last_seen:gabd_road"
    assert seen(tables, gabd, "PK").row == "last_seen:gabd_road_into_pk"
    assert not [r for r in tables.last_seen if r.id == "krasnoe_rail"]  # told by its train
    newer = structs.replace(tables.last_seen[0], subject_id="krasnoe_rail", seen_on="2026-11-01")
    changed = replace(tables, last_seen=(*tables.last_seen, newer))
    assert seen(changed, Ref(RefKind.CROSSING, "krasnoe_rail")).on == "2026-11-01"


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"seen_on": ""}, "seen_on"),
        ({"what": ""}, "what"),
        ({"state": "no_evidence"}, "seen_on"),
        ({"state": "announced"}, "seen_on"),
        ({"subject_kind": "regime", "into": "PK"}, "into"),
        ({"state": "announced", "seen_on": "", "into": "PK"}, "into"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(cells: dict[str, str], column: str) -> None:
    rows = dataset().texts["last_seen"].rows
    row = next(dict(r) for r in rows if r["state"] == "seen" and not r["into"])
    assert not list(clashes(schemas()["last_seen"], row))
    found = {c.column for c in clashes(schemas()["last_seen"], row | cells)}
    assert found == {column}


def test_a_row_on_what_there_is_not_is_refused() -> None:
    tables = dict(dataset().texts)
    assert not list(seen_complaints(tables))
    table = tables["last_seen"]
    for kind, other in SEEN_IN.items():
        wrong = {**table.rows[0], "subject_kind": kind, "subject_id": "torkam_road"}
        tables["last_seen"] = replace(table, rows=(wrong,))
        (found,) = seen_complaints(tables)
        assert other in str(found)


def test_what_is_announced_is_known_by_its_row() -> None:
    tables = dataset()
    keys = [f"{SEEN_IN[r.subject_kind]}:{r.subject_id}" for r in announced(tables)]
    assert keys  # Pipri, until a report of its opening is found
    assert all(is_announced(tables, key) for key in keys)
    assert not is_announced(tables, "terminals:karachi_rail1676_road_container")
