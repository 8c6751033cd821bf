"""Trains are boarded and left at their listed stops, by the goods of their trade, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from corridor.model.consignment import Consignment
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.ref import Ref, RefKind
from corridor.planning.links.priced import PricedLinks, priced_links
from corridor.pricing.load import weigh
from tests.longer import some
from tests.planning.test_trains import asked, end_to_end, laid, on, running
from tests.real import DAY, dataset, engine
from tests.words import words

# Trades of others: none of these goods comes from or goes to China.
_OTHERS = [("Minsk", "Tashkent"), ("Almaty", "Minsk"), ("Almaty", "Baku")]


def priced(**options: object) -> PricedLinks:
    load = weigh(Consignment(**options), dataset())  # type: ignore[arg-type]
    return priced_links(
        engine().context, load, crew="one_driver", rail_service="scheduled", on=DAY.date()
    )


@pytest.mark.parametrize("unit", some(["FEU", "TEU", "40HC", "wagon"], 2))
def test_a_train_is_boarded_and_left_at_its_listed_stops_alone(unit: str) -> None:
    """Elsewhere it only passes: whatever touches it there is itself, over a border or a gauge."""
    links, graph = priced(unit=unit), engine().graph
    tails, heads = links.tail // 2, links.head // 2
    seen, passed = 0, 0
    for service in dataset().rail_services:
        own = links.links_of.get(Ref(RefKind.SERVICE, service.id))
        if own is None:
            continue
        seen += 1
        listed = {service.from_place, *service.calls, service.to_place}
        stops = {*tails[own].tolist(), *heads[own].tolist()}
        for stop in stops:
            at = str(graph.place_id[graph.stop_place[links.stop_of[stop]]])
            if at in listed:
                continue
            passed += 1
            touching = np.flatnonzero((tails == stop) | (heads == stop))
            others = np.setdiff1d(touching, own)
            gates = (LinkKind.BORDER.code, LinkKind.TRANSFER.code)
            assert np.isin(links.kind[others], gates).all(), (service.id, at)
            assert {*tails[others].tolist(), *heads[others].tolist()} <= stops, (service.id, at)
    assert seen > (3 if unit == "wagon" else 15)
    assert passed > 2


def test_a_container_train_abroad_takes_nothing_inside_one_country() -> None:
    links = priced()
    yards = {*links.yards.values()}
    abroad = {t.service.id for t in laid() if len({x.group[0] for x in t.stretches}) > 1}
    inside = set()
    for service in dataset().rail_services:
        own = links.links_of.get(Ref(RefKind.SERVICE, service.id), np.zeros(0, dtype=np.int64))
        ends = zip((links.tail[own] // 2).tolist(), (links.head[own] // 2).tolist(), strict=True)
        if any(yards.issuperset(pair) for pair in ends):
            inside.add(service.id)
    assert all(dataset().train[s].kind == "mixed" for s in inside & abroad)
    assert {"titr_altynkol_aktau", "ir_aprin_port", "pk_iran_goods"} <= inside


def test_goods_of_another_trade_ride_on_no_train_that_carries_one() -> None:
    """UTLC ERA: a box Minsk - Tashkent went 2,300 km round by Altynkol, where nobody unloads it."""
    rows = [s for s in running() if s.trade]
    assert rows
    for service in rows:
        assert any(on(w, service.id) for w in engine().ask(end_to_end(service)).itineraries)
    opened = tuple(s.id for s in rows)
    for ends in some(_OTHERS, 1):
        answer = engine().ask(asked(*ends, modes=tuple(Mode), k=4, open=opened))
        assert not any(on(w, s) for w in answer.itineraries for s in opened), ends
    query = asked("Minsk", "Tashkent", modes=tuple(Mode), why="utlc_era")
    answer = engine().ask(query)
    assert answer.why is not None
    assert answer.why.verdict == "none"
    assert "carries goods from and to CN alone" in words(answer.why.reason)
    assert any("UTLC" in words(w) and "goods from and to CN" in words(w) for w in answer.warnings)
    assert on(
        engine().ask(replace(query, origin="Urumqi", destination="Minsk")).itineraries[0],
        "utlc_era",
    )
