"""Corridor indicators by hand from the items of real ways, and the laws that hold for any of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache

import pytest

from corridor.analysis.indicators import at_border, indicators, stretches
from corridor.model.answer import Answer, Itinerary, Leg
from corridor.model.consignment import Consignment
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.query import Query
from corridor.report.document.make_answer import answer_record
from corridor.report.tables.indicator_rows import EVERYWHERE, OURS, indicator_rows
from corridor.report.text.answer import answer_text
from tests.real import dataset, engine

PAIRS = (
    ("minsk", "karachi", "rail|road|sea", "FEU"),
    ("minsk", "almaty", "road", "truck"),
    ("tashkent", "almaty", "rail", "FEU"),
    ("moscow", "khorgos_gateway", "rail|road", "FEU"),
    ("tashkent", "jebel_ali_port", "rail|road|sea", "FEU"),
    ("quetta", "lahore", "road", "FEU"),
)
LOAD_T = 24.0


@cache
def asked(origin: str, destination: str, modes: str, unit: str) -> Answer:
    return engine().ask(
        Query(
            origin=origin,
            destination=destination,
            consignment=Consignment(unit=unit),
            depart=datetime(2026, 12, 1, 8),
            modes=tuple(Mode(m) for m in modes.split("|")),
            k=1,
        )
    )


def way(number: int = 0) -> Itinerary:
    return asked(*PAIRS[number]).itineraries[0]


def hours(leg: Leg, *names: str) -> float:
    """Hours of the items of some types, read by their codes."""
    return sum(i.time.typical for i in leg.items if i.type.id in names) / 60


@pytest.mark.parametrize("number", range(len(PAIRS)))
def test_indicators_follow_from_the_items(number: int) -> None:
    itinerary = way(number)
    for one in indicators(itinerary, LOAD_T):
        legs = [leg for leg in itinerary.legs if leg.mode == one.mode]
        borders = [leg for leg in legs if leg.kind == LinkKind.BORDER]
        hauls = [leg for leg in legs if leg.kind == LinkKind.LINE_HAUL]
        haul = f"{one.mode}_line_haul"
        assert one.crossings == len(borders)
        assert one.length_km == pytest.approx(sum(leg.length_m for leg in legs) / 1000)
        assert one.moving_h == pytest.approx(sum(hours(leg, haul) for leg in hauls))
        assert one.speed_without_delay_kmh >= one.speed_with_delay_kmh > 0
        inner = [leg for s in stretches(itinerary.legs) for leg in s if leg.mode == one.mode]
        changes = [leg for leg in inner if leg.kind == LinkKind.TRANSFER]
        if not changes:
            # With no change of gauge or truck the borders are the whole of it.
            assert one.border_h == pytest.approx(sum(leg.time.typical for leg in borders) / 60)
            assert one.border_usd == pytest.approx(sum(leg.cost.typical for leg in borders) / 100)
            dollars = sum(leg.cost.typical for leg in (*hauls, *borders)) / 100
            scaled = dollars / one.length_km * 500 / LOAD_T * 20
            assert one.usd_per_500km_20t == pytest.approx(scaled)
        if borders:
            assert one.post_h == pytest.approx(one.border_h / 2 / len(borders))
        else:
            assert (one.post_h, one.post_usd) == (None, None)


def test_the_wait_before_the_first_train_is_no_delay_on_the_way() -> None:
    itinerary = way()
    (rail,) = (i for i in indicators(itinerary, LOAD_T) if i.mode == "rail")
    hauled = [n for n, x in enumerate(itinerary.legs) if (x.mode, x.kind) == ("rail", "line_haul")]
    legs = itinerary.legs[hauled[0] : hauled[-1] + 1]
    assert {leg.mode for leg in legs} == {"rail"}
    waits = ("waiting_for_the_train", "waiting_for_the_train_asked_for")
    assert hours(legs[0], *waits) > 0
    # A train waited for on the way is one.
    assert sum(hours(leg, *waits) for leg in legs[1:]) > 0
    whole = sum(leg.time.typical for leg in legs) / 60
    assert rail.hours == pytest.approx(whole - hours(legs[0], *waits))


def test_a_change_of_gauge_beside_a_border_is_of_the_border_and_no_other_transfer_is() -> None:
    haul, border = (
        next(leg for leg in way(2).legs if (leg.kind, leg.mode) == (kind, "rail"))
        for kind in (LinkKind.LINE_HAUL, LinkKind.BORDER)
    )
    change = next(leg for leg in way().legs if leg.kind == LinkKind.TRANSFER)
    change = replace(change, mode="rail")
    road = replace(haul, mode="road")
    found = list(stretches((change, haul, border, change, haul, change, road)))
    # What stands before the first haul and what leads to the road are in no stretch.
    assert [[leg.kind for leg in run] for run in found] == [
        [haul.kind, border.kind, change.kind, haul.kind],
        [haul.kind],
    ]
    assert at_border(found[0]) == [border, change]
    assert at_border((haul, change, haul, border, haul)) == [border]
    itinerary = replace(way(2), legs=(change, haul, border, change, haul, change, road))
    (rail, _) = indicators(itinerary, LOAD_T)
    assert rail.border_h == pytest.approx((border.time.typical + change.time.typical) / 60)
    assert rail.border_usd == pytest.approx((border.cost.typical + change.cost.typical) / 100)


def test_twice_the_load_is_half_the_dollars_of_20_t() -> None:
    for one, heavier in zip(indicators(way(1), 12), indicators(way(1), 24), strict=True):
        assert one.usd_per_500km_20t == pytest.approx(2 * heavier.usd_per_500km_20t)
        assert one.post_h == heavier.post_h


def test_published_indicators_stand_beside_ours() -> None:
    record = answer_record(asked(*PAIRS[0]), dataset())
    best = record.itineraries[0]
    rows = list(indicator_rows(best))
    assert {r[0] for r in rows if r[1] == OURS} == {"rail", "road"}
    road = next(r for r in rows if r[0] == "road" and r[1] == EVERYWHERE)
    # 9.9 h, 208 and 945 USD, 42.0 and 23.4 km/h are printed of 2022.
    assert road[7:12] == (9.9, 208, 945, 42.0, 23.4)
    countries = {r[1] for r in rows} - {OURS, EVERYWHERE}
    assert countries <= set(best.countries)
    cited = {s.id for s in record.sources}
    assert {p.source_id for i in best.indicators or () for p in i.published} <= cited
    text = answer_text(record, explain=True)
    assert "SWOD km/h" in text
    assert "SWOD km/h" not in answer_text(record)
