"""The text table: narrow, complete, and made of the JSON answer alone."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from corridor.report.document.wording import WIDTH
from corridor.report.text.answer import answer_text
from tests.report.answers import QUERIES, answer, record_of

NAMES = sorted(QUERIES)
WIDEST = 150


@pytest.mark.parametrize("explain", [False, True], ids=["plain", "explain"])
@pytest.mark.parametrize("name", NAMES)
def test_fits_a_screen_but_for_addresses(name: str, explain: bool) -> None:
    assert WIDTH < WIDEST
    for line in answer_text(record_of(answer(name)), explain=explain).splitlines():
        assert len(line) <= WIDEST or "http" in line, line
        assert line == line.rstrip()


@pytest.mark.parametrize("name", NAMES)
def test_made_of_the_json_alone(name: str) -> None:
    """A saved answer prints as the fresh one."""
    through_text = json.loads(json.dumps(answer(name)))
    kept = copy.deepcopy(through_text)
    assert answer_text(record_of(through_text)) == answer_text(record_of(answer(name)))
    assert through_text == kept


@pytest.mark.parametrize("name", NAMES)
def test_every_border_leg_and_item_is_shown(name: str) -> None:
    text = answer_text(record_of(answer(name)))
    flat = " ".join(text.split())
    best = answer(name)["itineraries"][0]
    for border in best["borders"]:
        for word in (border["name_from"], border["name_to"], border["crossing_id"]):
            assert word in text
        row = rf"{border['passage'][:16].replace('T', ' ')} .*{border['crossing_id']} +{border['status']}"
        assert re.search(row, text)
        assert " ".join(border["note"].split()) in flat
    shown = [line for line in text.splitlines() if re.match(r" *\d+  \d\d-\d\d \d\d:\d\d  ", line)]
    assert len(shown) == len(best["legs"]) + len(best.get("vias", ())) + 1
    for leg in best["legs"]:
        for item in leg["items"]:
            alone = leg["kind"] in ("line_haul", "transfer")
            told = item["cost_usd"]["typical"] or item["time_h"]["typical"]
            if not item["outside_total"] and not alone and told:
                assert item["name"] in flat


def test_an_item_that_is_nothing_at_typical_figures_is_left_to_the_band() -> None:
    """Standing that only a long stay brings: in the answer's band, not as a line of noughts."""
    found = copy.deepcopy(dict(answer("minsk_karachi")))
    leg = next(g for g in found["itineraries"][0]["legs"] if g["kind"] == "border")
    spare = copy.deepcopy(leg["items"][0]) | {"name": "Charge of a long stay"}
    spare["cost_usd"] = {"low": 0, "typical": 0, "high": 90}
    spare["time_h"] = {"low": 0, "typical": 0, "high": 0}
    leg["items"].append(spare)
    assert "Charge of a long stay" not in answer_text(record_of(found))
    assert "Charge of a long stay" in answer_text(record_of(found), explain=True)


@pytest.mark.parametrize("name", NAMES)
def test_every_itinerary_tells_both_crews_and_its_estimates(name: str) -> None:
    text = answer_text(record_of(answer(name)))
    flat = " ".join(text.split())
    for number, itinerary in enumerate(answer(name)["itineraries"], 1):
        assert f" {number}. {itinerary['label']}" in f" {flat}"
        share = itinerary["estimate_share"]
        assert f"estimates carry {share['cost']:.0%} of the dollars" in flat
        if slower(itinerary):
            crew = itinerary["other_crew"]
            days = f"{crew['time_h'] / 24:.1f} with {crew['service'].replace('_', ' ')}"
            assert days in flat
    assert ("with one driver" in flat) == any(map(slower, answer(name)["itineraries"]))


def slower(itinerary: Mapping[str, Any]) -> bool:
    """Whether the other crew takes other days, in tenths."""
    crew, own = itinerary["other_crew"], itinerary["totals"]["time_h"]["typical"]
    return bool(crew) and f"{crew['time_h'] / 24:.1f}" != f"{own / 24:.1f}"


def test_marks_rest_on_estimates() -> None:
    whole = json.loads(json.dumps(answer("minsk_karachi")))
    for itinerary in whole["itineraries"]:
        itinerary["estimate_share"] = {"cost": 0.0, "time": 0.0}
        itinerary["totals"]["distance_estimated_km"] = 0
        for leg in itinerary["legs"]:
            leg["distance_estimated_km"] = 0
            for item in leg["items"]:
                item.update(estimate=False, estimate_cost=False, estimate_time=False)
    assert answer_text(record_of(whole)).count("~") == 1  # the line that explains the mark
    item = next(i for i in whole["itineraries"][0]["legs"][1]["items"] if not i["outside_total"])
    item.update(estimate=True, estimate_cost=True, estimate_time=True)
    assert answer_text(record_of(whole)).count("~") == 3  # hours and dollars of that leg


def test_closures_say_what_opening_would_bring() -> None:
    whole = answer("minsk_karachi")
    flat = " ".join(answer_text(record_of(whole)).split())
    assert whole["blocked"]
    for entry in whole["blocked"]:
        assert f"{entry['name']} ({entry['mode']}): closed since {entry['since']}" in flat
        assert f"confirmed {entry['last_confirmed']}, {entry['stale_days']} days before" in flat
        assert f"--open {entry['subject_id']})" in flat
        assert entry["source_url"] in flat


def test_explain_cites_every_row() -> None:
    whole = answer("tashkent_jebel_ali")
    flat = " ".join(answer_text(record_of(whole), explain=True).split())
    rows = {r["row"]: r for r in whole["rows"]}
    for leg in whole["itineraries"][0]["legs"]:
        for item in leg["items"]:
            for row, source in zip(item["rows"], item["source_ids"], strict=True):
                known = rows[row]
                year = f", prices of {known['price_year']}" if known["price_year"] else ""
                told = f"({known['confidence']}, {known['as_of']}{year})"
                assert f"{row} {told} from {source}" in flat
    for source in whole["sources"]:
        if any(
            source["id"] in i["source_ids"]
            for g in whole["itineraries"][0]["legs"]
            for i in g["items"]
        ):
            assert f"{source['id']}: " in flat
