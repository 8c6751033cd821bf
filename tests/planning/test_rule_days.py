"""Rules have days: papers, fees and warnings are those of the day of departure, seasons of the road."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.model.query import Query
from tests.real import dataset, engine
from tests.words import words

DATED = [r for r in dataset().rules if r.first_day or r.last_day]


def test_a_rule_holds_from_its_first_to_its_last_day() -> None:
    tables = dataset()
    assert DATED
    for rule in DATED:
        for day, holds in (
            (rule.first_day and rule.first_day - timedelta(days=1), False),
            (rule.first_day, True),
            (rule.last_day, True),
            (rule.last_day and rule.last_day + timedelta(days=1), False),
        ):
            if day:
                out = tables.rules_out(day)
                assert (rule.id not in out) == holds, (rule.id, day)
                left = tables.without_rules(out)
                assert (rule.id in {r.id for r in left.rules}) == holds
                assert holds or rule.id not in {e.rule_id for e in left.rule_effects}
    assert tables.without_rules(frozenset()) is tables


def test_no_dated_rule_bars_a_link() -> None:
    """What is barred from a day on goes by the day the goods are there: that is a closure."""
    dated = {r.id for r in DATED}
    barring = [e.id for e in dataset().rule_effects if e.effect == "forbid" and e.rule_id in dated]
    assert not barring


@pytest.mark.parametrize("days", [-1, 0])
def test_the_tracker_is_asked_for_from_its_first_day_on(days: int) -> None:
    rule = next(r for r in dataset().rules if r.id == "doc_pk_tracker")
    assert rule.first_day
    depart = datetime.combine(rule.first_day, time(8)) + timedelta(days=days)
    asked = (
        engine()
        .ask(
            Query(
                origin="Jebel Ali",
                destination="Kabul",
                depart=depart,
                open=("torkham_road", "chaman_road", "salang__charikar__road"),
                avoid=("IR",),
                k=1,
            )
        )
        .itineraries[0]
    )
    assert "PK" in asked.countries
    assert any(d.name == rule.subject for d in asked.documents) == (days == 0)


@pytest.mark.parametrize(("depart", "told"), [(date(2026, 7, 1), True), (date(2026, 12, 1), False)])
def test_the_heat_of_summer_is_told_in_summer(depart: date, told: bool) -> None:
    itinerary = (
        engine()
        .ask(
            Query(
                origin="Bishkek",
                destination="Osh",
                depart=datetime.combine(depart, time(8)),
                modes=(Mode.ROAD,),
                consignment=Consignment(unit="truck"),
                k=1,
            )
        )
        .itineraries[0]
    )
    texts = " ".join(words(w) for w in itinerary.warnings)
    assert ("Summer heat limit in Kyrgyzstan" in texts) == told
