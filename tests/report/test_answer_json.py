"""The JSON answer: true to its schema, adds up exactly, and cites what it stands on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from corridor.errors import InputError
from corridor.messages.catalogue import in_english
from corridor.model.dates import last_day
from corridor.report.document.answer_sums import ANSWER
from corridor.report.document.currency import with_currency
from corridor.report.document.parts.said import messages_of
from corridor.report.document.read import json_text
from corridor.report.text.answer import answer_text
from corridor.tables.records import Fx
from tests.real import dataset
from tests.report.answers import QUERIES, answer, record_of
from tools.make_schemas import schema

pytestmark = pytest.mark.slow

NAMES = sorted(QUERIES)
SCHEMA = schema(ANSWER)
ENDS = ("low", "typical", "high")

Json = Mapping[str, Any]


def cents(dollars: float) -> int:
    """Whole cents; a figure that is no whole cent fails."""
    assert abs(dollars * 100 - round(dollars * 100)) < 1e-4
    return round(dollars * 100)


def minutes(hours: float) -> int:
    """Whole minutes; a figure that is no whole minute fails."""
    assert abs(hours * 60 - round(hours * 60)) < 0.01
    return round(hours * 60)


def grams(kilograms: float) -> int:
    assert abs(kilograms * 1000 - round(kilograms * 1000)) < 1e-3
    return round(kilograms * 1000)


def itineraries(name: str) -> list[Json]:
    return list(answer(name)["itineraries"])


def bands(node: Any) -> Iterator[Json]:
    """Every low-typical-high anywhere."""
    if isinstance(node, Mapping):
        if set(node) == set(ENDS):
            yield node
        for child in node.values():
            yield from bands(child)
    elif isinstance(node, list):
        for child in node:
            yield from bands(child)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", NAMES)
def test_true_to_the_schema(name: str) -> None:
    through_text = json.loads(json.dumps(answer(name), allow_nan=False))
    errors = [
        f"{e.json_path}: {e.message[:200]}"
        for e in Draft202012Validator(SCHEMA).iter_errors(through_text)
    ]
    assert errors == []
    assert through_text == answer(name)


@pytest.mark.parametrize("change", ["extra", "missing", "band"])
def test_the_schema_refuses_what_is_not_an_answer(change: str) -> None:
    wrong = json.loads(json.dumps(answer("kabul_karachi_open")))
    leg = wrong["itineraries"][0]["legs"][1]
    if change == "extra":
        leg["colour"] = "red"
    elif change == "missing":
        del leg["items"][0]["source_ids"]
    else:
        leg["cost_usd"]["low"] = -1
    assert not Draft202012Validator(SCHEMA).is_valid(wrong)


@pytest.mark.parametrize("name", NAMES)
def test_items_sum_to_the_leg_and_legs_to_the_total(name: str) -> None:
    for itinerary in itineraries(name):
        totals = itinerary["totals"]
        for leg in itinerary["legs"]:
            counted = [i for i in leg["items"] if not i["outside_total"]]
            assert sum(cents(i["cost_usd"]["typical"]) for i in counted) == cents(
                leg["cost_usd"]["typical"]
            )
            assert sum(minutes(i["time_h"]["typical"]) for i in counted) == minutes(
                leg["time_h"]["typical"]
            )
            assert sum(grams(i["co2e_kg"]) for i in counted) == grams(leg["co2e_kg"])
        legs = itinerary["legs"]
        assert sum(cents(g["cost_usd"]["typical"]) for g in legs) == cents(
            totals["cost_usd"]["typical"]
        )
        assert sum(minutes(g["time_h"]["typical"]) for g in legs) == minutes(
            totals["time_h"]["typical"]
        )
        assert sum(grams(g["co2e_kg"]) for g in legs) == grams(totals["co2e_kg"])
        for key in ("distance_km", "distance_estimated_km"):
            assert sum(round(g[key] * 1000) for g in legs) == round(totals[key] * 1000)
        capital = [i for g in legs for i in g["items"] if i["name"] == "Inventory cost of time"]
        assert all(i["outside_total"] for i in capital)
        assert sum(cents(i["cost_usd"]["typical"]) for i in capital) == cents(
            totals["inventory_usd"]
        )
        assert all(i["time_h"]["high"] == 0 for i in capital)


@pytest.mark.parametrize("name", NAMES)
def test_bands_are_in_order_and_whole(name: str) -> None:
    found = list(bands(answer(name)))
    assert len(found) > 20
    for band in found:
        assert band["low"] <= band["typical"] <= band["high"]
    for itinerary in itineraries(name):
        for leg in itinerary["legs"]:
            for part in (leg, *leg["items"]):
                for end in ENDS:
                    cents(part["cost_usd"][end])
                    minutes(part["time_h"][end])


@pytest.mark.parametrize("name", NAMES)
def test_the_calendar_has_no_holes(name: str) -> None:
    for itinerary in itineraries(name):
        moment = datetime.fromisoformat(itinerary["departure"])
        assert itinerary["departure"].startswith(answer(name)["query"]["depart"])
        for leg in itinerary["legs"]:
            start, end = (datetime.fromisoformat(leg[k]) for k in ("start", "end"))
            assert start == moment
            assert (end - start).total_seconds() / 60 == minutes(leg["time_h"]["typical"])
            moment = end
        assert moment == datetime.fromisoformat(itinerary["arrival"])


@pytest.mark.parametrize("name", NAMES)
def test_legs_join_and_borders_are_the_border_legs(name: str) -> None:
    for itinerary in itineraries(name):
        legs = itinerary["legs"]
        for before, after in pairwise(legs):
            assert before["to"]["id"] == after["from"]["id"]
        crossed = [g for g in legs if g["kind"] == "border"]
        borders = itinerary["borders"]
        assert [b["crossing_id"] for b in borders] == [g["subject"] for g in crossed]
        # A shut post is waited for: the border is passed when it opens.
        for border, leg in zip(borders, crossed, strict=True):
            assert leg["start"] <= border["passage"] <= leg["end"]
        for before, after in pairwise(borders):
            if not any(g["kind"] == "sailing" for g in legs):
                assert before["country_to"] == after["country_from"]
        for border in borders:
            assert border["country_from"] != border["country_to"]


@pytest.mark.parametrize("name", NAMES)
def test_sources_listed_are_the_sources_cited(name: str) -> None:
    whole = answer(name)
    listed = [s["id"] for s in whole["sources"]]
    cited = {b["source_id"] for b in whole["blocked"]}
    notes = [*whole["warnings"], *(w for i in whole["itineraries"] for w in i["warnings"])]
    cited.update(s for w in notes for s in w["source_ids"])
    for itinerary in whole["itineraries"]:
        cited.update(d["source_id"] for d in itinerary["documents"])
        cited.update(s for seen in itinerary.get("seen", ()) for s in seen["source_ids"])
        printed = [p for one in itinerary.get("indicators", ()) for p in one["published"]]
        cited.update(p["source_id"] for p in printed)
        for leg in itinerary["legs"]:
            for item in leg["items"]:
                assert len(item["source_ids"]) == len(item["rows"]) > 0
                cited.update(item["source_ids"])
    assert len(listed) == len(set(listed))
    assert set(listed) == cited
    for source in whole["sources"]:
        assert source["title"]
        assert source["publisher"]


@pytest.mark.parametrize("name", NAMES)
def test_the_estimate_shares_are_those_of_the_marked_items(name: str) -> None:
    """The shares are those of the items marked so, weighed by their typical figures."""
    for itinerary in itineraries(name):
        items = [i for g in itinerary["legs"] for i in g["items"] if not i["outside_total"]]
        for share, key, whole in (("cost", "cost_usd", cents), ("time", "time_h", minutes)):
            total = sum(whole(i[key]["typical"]) for i in items)
            guessed = sum(whole(i[key]["typical"]) for i in items if i[f"estimate_{share}"])
            assert itinerary["estimate_share"][share] == pytest.approx(
                guessed / total if total else 0, abs=1e-4
            )


@pytest.mark.parametrize("name", NAMES)
def test_the_best_is_first_and_roles_are_earned(name: str) -> None:
    found = itineraries(name)
    assert "best" in found[0]["roles"]
    cost = {r: i["totals"]["cost_usd"]["typical"] for i in found for r in i["roles"]}
    time = {r: i["totals"]["time_h"]["typical"] for i in found for r in i["roles"]}
    if "cheapest" in cost:
        assert cost["cheapest"] == min(i["totals"]["cost_usd"]["typical"] for i in found)
    if "fastest" in time:
        assert time["fastest"] == min(i["totals"]["time_h"]["typical"] for i in found)


@pytest.mark.parametrize("name", NAMES)
def test_every_row_cited_is_listed_with_its_price_year(name: str) -> None:
    whole = answer(name)
    listed = {r["row"]: r for r in whole["rows"]}
    cited = {
        (row, source): item
        for i in whole["itineraries"]
        for leg in i["legs"]
        for item in leg["items"]
        for row, source in zip(item["rows"], item["source_ids"], strict=True)
    }
    beside = {
        p["row"]
        for i in whole["itineraries"]
        for one in i.get("indicators", ())
        for p in one["published"]
    }
    assert set(listed) == {row for row, _ in cited} | beside
    for (row, source), item in cited.items():
        assert listed[row]["source_id"] == source
        if row.startswith(("rates:", "border_fees:", "port_charges:", "sea_rates:")):
            assert listed[row]["price_year"] is not None, item
        if row.startswith(("speeds:", "drivers:", "emissions:")):
            assert listed[row]["price_year"] is None


def test_currency_adds_its_rate_and_leaves_the_dollars() -> None:
    whole = answer("minsk_karachi")
    other = with_currency(record_of(whole), "eur", dataset())
    rate = next(f for f in dataset().fx if f.id == "EUR")
    assert other.currency
    assert other.currency.per_usd == rate.per_usd
    assert other.itineraries == record_of(whole).itineraries
    assert rate.source_id in {s.id for s in other.sources}
    Draft202012Validator(SCHEMA).validate(json.loads(json_text(other)))
    best = whole["itineraries"][0]["totals"]["cost_usd"]["typical"]
    assert f"{best * rate.per_usd:,.0f} (" in answer_text(other)
    assert f"{best:,.0f} (" not in answer_text(other)
    with pytest.raises(InputError, match="row of your own in fx"):
        with_currency(record_of(whole), "ZZZ", dataset())


@pytest.mark.parametrize("row", dataset().fx, ids=lambda row: str(row.id))
@pytest.mark.parametrize("days", [0, 90, 91, 400])
def test_an_old_rate_is_told_like_an_old_closure(row: Fx, days: int) -> None:
    """By each rate's own day, at the age above which closures warn, in both languages."""
    day = last_day(row.as_of) + timedelta(days=days)
    record = record_of(answer("minsk_karachi"))
    asked = replace(record, query=replace(record.query, depart=f"{day}T08:00"))
    shown = with_currency(asked, row.id, dataset())
    told = [w for w in shown.warnings if w.code == "currency"]
    most = dataset().figures.closure_stale_days.value.typical
    assert len(told) == (days > most)
    assert shown.warnings[: len(asked.warnings)] == asked.warnings
    for warning in told:
        assert warning.source_ids == (row.source_id,)
        assert f"{days} days before departure" in warning.text
        said = messages_of(shown.messages)[f"/warnings/{len(asked.warnings)}/text"]
        assert (said.code, in_english(said)) == ("currency.stale", warning.text)
