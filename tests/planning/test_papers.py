"""Papers and warnings of real answers: only what the way touches is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from corridor.model.answer import Itinerary
from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.model.query import Query
from corridor.planning.answering import answer_of
from corridor.planning.reasons import unused
from corridor.pricing.gaps import Gap, GapKind, barred_by, row_gap
from tests.factories import closure
from tests.real import DAY, dataset, engine, planning
from tests.words import words

TRUCK = Consignment(unit="truck")
_AF_PK = {"APTTA transit declaration", "Temporary Admission Document"}


def best(origin: str, destination: str, **values: object) -> Itinerary:
    """The best itinerary of a query on the shipped tables."""
    asked = {"depart": DAY, "k": 1} | values
    query = Query(origin=origin, destination=destination, **asked)  # type: ignore[arg-type]
    return engine().ask(query).itineraries[0]


def papers(itinerary: Itinerary, country: str) -> set[str]:
    return {d.name for d in itinerary.documents if d.country == country}


def told(itinerary: Itinerary) -> str:
    return " ".join(words(w) for w in itinerary.warnings)


def test_papers_of_afghan_and_iranian_trade_stand_at_their_own_posts() -> None:
    by_road = {"consignment": TRUCK, "modes": ("road",)}
    quetta = best("Mashhad", "Quetta", via=("taftan_road",), **by_road)
    iran = best("Tehran", "Karachi", via=("taftan_road",), **by_road)
    afghan = best("Kabul", "Karachi", open=("torkham_road",), **by_road)
    china = best("Kashgar", "Karachi", **by_road)
    ways = (quetta, iran, afghan, china)
    iranian = "Bank guarantee of Iranian carriers"
    assert [i.borders[-1].regime for i in ways] == [
        "bonded_quetta", "tir_taftan", "permit_aptta", "tir_sost",
    ]  # fmt: skip
    assert [iranian in papers(i, "PK") for i in ways] == [True, False, False, False]
    assert [papers(i, "PK") >= _AF_PK for i in ways] == [False, False, True, False]
    assert not _AF_PK & papers(iran, "PK")
    assert ["TIR carnet" in papers(i, "PK") for i in ways] == [False, True, False, True]
    assert "Chinese transit or export declaration" in papers(china, "CN")


def test_no_paper_of_a_truck_abroad_for_a_haul_at_home() -> None:
    """By lorry to the train at Orsha, then by rail over the border."""
    itinerary = best("Minsk", "Moscow", modes=("rail", "road"), via=("krasnoe_rail",))
    driven = {leg.country for leg in itinerary.legs if (leg.kind, leg.mode) == ("border", "road")}
    assert not driven
    for country in ("BY", "RU"):
        assert "SMGS consignment note" in papers(itinerary, country)
        assert not {"TIR carnet", "Bilateral road permit"} & papers(itinerary, country)


def test_transit_declarations_are_not_asked_for_where_goods_start() -> None:
    """Nor where a carnet stands for them."""
    for regime in ("permit", "tir"):
        itinerary = best(
            "Tashkent", "Baku", consignment=TRUCK, modes=("road",), avoid=("RU",), regime=regime
        )
        assert "Uzbek transit declaration" not in papers(itinerary, "UZ")
        for country, name in (
            ("TM", "Turkmen transit declaration and permit"),
            ("IR", "Iranian transit declaration"),
        ):
            assert (name in papers(itinerary, country)) == (regime == "permit")
            assert ("TIR carnet" in papers(itinerary, country)) == (regime == "tir")


def test_a_ship_brings_a_bill_of_lading_and_no_afghan_transit_to_karachi() -> None:
    itinerary = best("Jebel Ali", "Karachi", modes=("sea", "road"))
    assert "Bill of lading" in papers(itinerary, "PK")
    assert "transit to Afghanistan" not in told(itinerary)
    assert "Afghan transit box" not in told(itinerary)


@pytest.mark.parametrize("way", ["Iran", "no Iran"])
def test_sanctions_are_told_where_the_way_leads_through_iran(way: str) -> None:
    avoid = ("IR",) if way == "no Iran" else ("CN",)
    itinerary = best("Tashkent", "Karachi", avoid=avoid, open=("chaman_road",))
    assert ("IR" in itinerary.countries) == ("US sanctions on Iran" in told(itinerary))
    assert ("IR" in itinerary.countries) == (way == "Iran")


@pytest.mark.parametrize(
    ("ends", "depart", "warned"),
    [
        (("Mazar", "Kabul"), date(2026, 2, 1), True),
        (("Kandahar", "Herat"), date(2026, 2, 1), False),
        (("Mazar", "Kabul"), date(2026, 6, 1), False),
    ],
)
def test_a_restriction_without_hours_is_told_on_its_own_road_and_days(
    ends: tuple[str, str], depart: date, warned: bool
) -> None:
    """A restriction without hours is told; one with hours stands on the bill."""
    on = ("section", "salang__charikar__road")
    days = date(2026, 1, 15), date(2026, 3, 15)
    row = closure("salang_told", on, "restricted", *days, source_id="own-estimate", note="said")
    tables = replace(dataset(), closures=(*dataset().closures, row))
    query = Query(
        origin=ends[0],
        destination=ends[1],
        modes=(Mode.ROAD,),
        k=1,
        depart=datetime(depart.year, depart.month, 1, 8),
    )
    itinerary = answer_of(planning(query, tables)).itineraries[0]
    over = any("salang__charikar__road" in r for leg in itinerary.legs for r in leg.geometry_ref)
    assert over == (ends[0] == "Mazar")
    assert ("Salang tunnel - Charikar" in told(itinerary)) == warned


def test_a_road_shut_until_further_notice_is_told_with_its_age_where_it_would_lie() -> None:
    """Trailer trucks on the Salang since July 2026: not taken as open, and said in Afghanistan."""
    for day, ends, said in (
        (date(2026, 12, 1), ("Mazar", "Kabul"), True),
        (date(2027, 12, 1), ("Mazar", "Kabul"), True),
        (date(2026, 12, 1), ("Minsk", "Moscow"), False),
        (date(2026, 6, 1), ("Mazar", "Kabul"), False),
    ):
        answer = engine().ask(
            Query(
                origin=ends[0],
                destination=ends[1],
                k=1,
                modes=(Mode.ROAD,),
                depart=datetime(day.year, day.month, day.day, 8),
            )
        )
        shut = [words(w) for w in answer.warnings if w.code == "shut.section"]
        assert len(shut) == said
        age = f"last confirmed on 2026-06-30, {(day - date(2026, 6, 30)).days} days before"
        assert all(age in text for text in shut)
        used = any(
            "salang__char" in r for leg in answer.itineraries[0].legs for r in leg.geometry_ref
        )
        assert used == (ends[0] == "Mazar" and not said)


def test_a_truck_hears_of_unpriced_ships_in_one_sentence() -> None:
    answer = engine().ask(
        Query(origin="Minsk", destination="Karachi", depart=DAY, consignment=TRUCK, k=1)
    )
    texts = [words(w) for w in answer.warnings if w.kind == "unpriced"]
    assert len(texts) == 1
    assert "sea services" in texts[0]
    assert "terminals" in texts[0]


def test_a_gap_of_the_tariffs_is_named_and_a_rule_keeps_its_source() -> None:
    reasons = [
        Gap(GapKind.SHIP, "x", unit="wagon"),
        row_gap("rates", country="CN"),
        barred_by("ban_pk_arms"),
    ]
    found = unused(reasons, dataset(), "u")
    assert [w.code for w in found] == ["rule.barred", "unpriced.unit", "unpriced.row"]
    assert found[0].sources
    assert "1 sea service" in words(found[1])
    assert "rates for CN" in words(found[2])


def test_a_country_entered_twice_asks_for_each_paper_once() -> None:
    """Over the works of the Salang the way from Mazar to Kabul leaves the country and comes back."""
    answer = engine().ask(Query(origin="Mazar", destination="Kabul", depart=DAY, k=5))
    twice = [i for i in answer.itineraries if len(set(i.countries)) < len(i.countries)]
    assert twice, "a way that enters a country again is among the five"
    for itinerary in answer.itineraries:
        assert len(set(itinerary.documents)) == len(itinerary.documents)


def test_union_papers_go_by_which_way_the_goods_cross_it() -> None:
    """Out of Minsk an export declaration where they leave; into it one transit declaration."""
    transit, export = "EAEU transit declaration", "Export declaration of the EAEU"
    out = best("Minsk", "Karachi", via=("Astara rail",))
    into = best("Tashkent", "Minsk", modes=("rail", "road"))
    across = best("Tashkent", "Baku", modes=("rail", "road"), avoid=("TM",))
    inside = best("Minsk", "Almaty", modes=("rail", "road"))
    names = [[(d.country, d.name) for d in i.documents] for i in (out, into, across, inside)]
    union = [[pair for pair in found if pair[1] in (transit, export)] for found in names]
    assert union[0] == [("RU", export)]
    assert union[1] == [("KZ", transit)]
    assert union[2] == [("KZ", transit)]
    assert union[3] == []


def test_a_port_asks_for_the_papers_of_the_land_behind_it() -> None:
    itinerary = best("Jebel Ali", "Tashkent", avoid=("PK",))
    assert "IR" in itinerary.countries
    assert "Iranian transit declaration" in papers(itinerary, "IR")
    ends_there = best("Jebel Ali", "Tehran")
    assert "Iranian transit declaration" not in papers(ends_there, "IR")
