"""What figures hold: the column against notes and sources, and prices of borders against the rows."""

from __future__ import annotations

import re
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor.model.held import Held
from corridor.model.mode import Mode
from corridor.pricing.borders import BorderLink, price_borders
from corridor.pricing.held import border_payer, border_time
from corridor.pricing.load import weigh
from corridor.pricing.ports import TransferLink, price_transfers
from corridor.tables.read import schemas
from corridor.tables.records import BorderTime, Crossing, Rate
from tests import factories as make
from tests.longer import many
from tests.real import CONSIGNMENTS, dataset

# What a note says and what its row then holds, by table.
SAID = (
    ("rates", r"driver and empty running included", Held.DRIVER),
    ("rates", r"driver and empty running included", Held.EMPTY_RUNNING),
    ("rates", r"wagon hire included|with platform, tariff and forwarder", Held.WAGON_HIRE),
    ("rates", r"tariff and forwarder", Held.FORWARDER),
    ("rates", r"border payments.*\(holds\)|CPMM level", Held.BORDER_PAYMENTS),
    ("border_times", r"unofficial payments included", Held.UNOFFICIAL_PAYMENTS),
    ("border_times", r"compulsory transloading included", Held.CHANGE_OF_TRUCK),
    ("border_times", r"wagon shortage at \w+ included|the wait for wagons", Held.TRAIN_WAIT),
    ("border_times", r"a terminal row there must not count it again", Held.GAUGE_CHANGE),
    ("terminals", r"waiting for the train \d", Held.TRAIN_WAIT),
)
FREIGHT = [c for c in dataset().crossings if c.cargo == "freight"]


def test_the_column_allows_the_words_of_the_type_and_no_others() -> None:
    for schema in schemas().values():
        found = [c.allowed for c in schema.columns if (c.name, c.type) == ("holds", "list")]
        for allowed in found:
            assert set(allowed) == {str(h) for h in Held}, schema.table


@pytest.mark.parametrize(("table", "words", "held"), SAID)
def test_what_a_note_says_is_held_stands_in_the_column(table: str, words: str, held: Held) -> None:
    said = [r for r in getattr(dataset(), table) if re.search(words, r.note)]
    assert said
    assert [r.id for r in said if held not in r.holds] == []


def test_prices_made_of_the_corridor_reports_hold_the_border_payments() -> None:
    """Their cost of 500 km holds every payment on the way; a row that took them out says so."""
    made = [r for r in dataset().rates if "cpmm" in r.source_id]
    assert len(made) > 15
    for row in made:
        assert (Held.BORDER_PAYMENTS in row.holds) != ("less the payments" in row.note), row.id


def test_all_prices_of_one_haul_hold_the_border_payments_or_none_does() -> None:
    """A border knows its country and mode, not which way the haul beside it heads or how far."""

    def what(row: Rate) -> tuple[str, str, str, str]:
        return row.country, row.mode, row.service_class, row.unit

    at_borders = [r for r in dataset().rates if r.scope != "inland"]
    for key, rows in groupby(sorted(at_borders, key=what), what):
        assert len({Held.BORDER_PAYMENTS in r.holds for r in rows}) == 1, key


def test_payments_of_a_side_hold_the_unofficial_ones() -> None:
    """The bill splits them by one share, so a row without them would be cut for nothing."""
    for row in dataset().border_times:
        paid = row.cost_usd is not None and row.cost_usd.typical > 0
        assert (Held.UNOFFICIAL_PAYMENTS in row.holds) == paid, row.id


def paid_at(row: BorderTime | None, service: str, unit: str, mode: str) -> float:
    """Dollars of one vehicle at a side, by the rows alone: nothing where the rates hold them."""
    if row is None or row.cost_usd is None:
        return 0.0
    wanted = ("truck",) if mode == Mode.ROAD else (unit,)
    rates = [
        r
        for r in dataset().rates
        if (r.country, r.mode, r.service_class) == (row.country, mode, service)
        and r.unit in wanted
        and r.scope != "inland"
    ]
    held = bool(rates) and all(Held.BORDER_PAYMENTS in r.holds for r in rates)
    return 0.0 if held else row.cost_usd.typical


def test_a_side_pays_and_waits_by_the_most_exact_row_that_says_so() -> None:
    """Held against the rows alone: a post whose stay is measured may have no payments of its own."""
    inherited = 0
    for crossing in FREIGHT:
        ends = crossing.country_a, crossing.country_b
        for here, there in (ends, ends[::-1]):
            for direction in ("in", "out"):
                place = dataset(), crossing, here, there, direction
                timed, payer = border_time(*place), border_payer(*place)
                ranked = sorted(
                    (rank(r, crossing, there, direction), r.id)
                    for r in dataset().border_times
                    if (r.mode, r.country) == (crossing.mode, here)
                    and rank(r, crossing, there, direction) is not None
                )
                paying = [i for _, i in ranked if by_id(i).cost_usd is not None]
                assert timed is not None
                assert timed.id == ranked[0][1], (crossing.id, here, direction)
                assert (payer and payer.id) == (paying[0] if paying else None)
                inherited += payer is not timed
    assert inherited >= 10


def test_a_row_of_one_direction_goes_before_one_of_both() -> None:
    rows = (make.border_time("AA", "both", 9.0), make.border_time("AA", "out", 2.0))
    at = make.dataset(border_times=rows).border_times_at
    assert [r.time_h.typical for r in at["road", "AA", "out"]] == [2.0, 9.0]
    assert [r.time_h.typical for r in at["road", "AA", "in"]] == [9.0]


def rank(
    row: BorderTime, crossing: Crossing, there: str, direction: str
) -> tuple[int, bool] | None:
    """How exactly a row of a side speaks of a crossing: 0 the most; None = not of it."""
    if row.direction not in (direction, "both"):
        return None
    if row.crossing_id:
        place = 0 if row.crossing_id == crossing.id else None
    else:
        place = {there: 1, "": 2}.get(row.neighbour)
    return None if place is None else (place, row.direction == "both")


def by_id(key: str) -> BorderTime:
    """A row of border times."""
    return next(r for r in dataset().border_times if r.id == key)


@given(st.data())
def test_payments_at_a_border_are_those_of_its_rows_that_no_freight_holds(
    data: st.DataObject,
) -> None:
    for _ in range(many(3, 20)):
        crossing = data.draw(st.sampled_from(FREIGHT))
        load = weigh(data.draw(st.sampled_from(CONSIGNMENTS)), dataset())
        train = (
            "wagonload"
            if load.family == "wagon"
            else data.draw(st.sampled_from(("block_train", "wagonload")))
        )
        here, there = data.draw(
            st.permutations((crossing.country_a, crossing.country_b)).map(tuple)
        )
        priced = price_borders(
            [BorderLink(crossing, here, there, False)], load, dataset(), rail_service=train
        )
        shown = sum(
            i.cost.typical
            for i in priced.items(0)
            if i.type.id.startswith(("border_leaving", "border_entering", "unofficial"))
        )
        service = "truck" if crossing.mode == Mode.ROAD else train
        unit = load.rate_unit
        expected = 0.0
        for row in (
            border_payer(dataset(), crossing, here, there, "out"),
            border_payer(dataset(), crossing, there, here, "in"),
        ):
            each = paid_at(row, service, unit, crossing.mode)
            vehicles = (
                load.trucks_in(row.country) if row and crossing.mode == Mode.ROAD else load.units
            )
            expected += each * vehicles
        assert shown == pytest.approx(expected * 100, abs=2)


@pytest.mark.parametrize(
    ("terminal", "gauge_mm", "held"),
    [
        ("dostyk_rail1435_rail1520_wagonload", 1435, True),
        ("altynkol_rail1435_rail1520_container", 1435, True),
        ("sarakhs_rail1435_rail1520_container", 1520, True),
        # The way out of Kazakhstan, and posts whose hours speak of no wagons.
        ("altynkol_rail1435_rail1520_container", 1520, False),
        ("incheh_borun_rail1435_rail1520_container", 1520, True),
        ("astara_ir_rail1435_rail1520_container", 1520, False),
    ],
)
def test_a_change_of_gauge_behind_a_post_waits_once(
    terminal: str, gauge_mm: int, held: bool
) -> None:
    row = next(t for t in dataset().terminals if t.id == terminal)
    load = weigh(CONSIGNMENTS[5 if "wagonload" in terminal else 0], dataset())
    link = TransferLink(row, Mode.RAIL, False, Mode.RAIL, gauge_mm)
    kinds = {i.type.id for i in price_transfers([link], load, dataset()).items(0)}
    wait = {"transshipment_waited_at_the_border"} if held else {"waiting_for_the_train"}
    assert wait <= kinds
    assert ("waiting_for_the_train" in kinds) != held
