"""The first screen: one screen at any width, columns that stand, ways told apart, parts that fit."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.api.planner import Planner
from corridor.report.text.answer import DETAILS, answer_text, told
from corridor.report.text.page import NARROWEST, WIDEST, Page
from corridor.report.text.screen.names import short_names
from corridor.report.text.screen.screen import DROP_ORDER, MOST_LINES
from corridor.text_table import cells, fitted, wrapped
from tests.longer import many
from tests.real import DAY, engine
from tests.report.answers import QUERIES, answer, record, record_of

NAMES = sorted(QUERIES)
COLOUR = re.compile("\x1b\\[[0-9]+m")


@pytest.mark.parametrize("name", NAMES)
def test_one_screen_at_any_width(name: str) -> None:
    for width in range(NARROWEST, WIDEST + 1, many(20, 1)):
        lines = told(record(name), Page(width)).splitlines()
        assert len(lines) <= MOST_LINES < 24
        assert max(map(cells, lines)) <= width
        assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("name", NAMES)
def test_details_keep_the_width_but_for_addresses(name: str) -> None:
    for width in (NARROWEST, 80, 133):
        page = Page(width)
        texts = (told(record(name), page, DETAILS), answer_text(record(name), page=page),
                 answer_text(record(name), explain=True, page=page))  # fmt: skip
        for line in "".join(texts).splitlines():
            assert cells(line) <= width or "://" in line, line


@pytest.mark.parametrize("name", NAMES)
def test_every_way_shut_post_and_constraint_is_on_the_screen(name: str) -> None:
    whole, text = answer(name), told(record(name), Page(WIDEST))
    flat = " ".join(text.split())
    ways = [line for line in text.splitlines() if re.match(r"\d  ", line)]
    assert len(ways) == min(5, len(whole["itineraries"]))
    for line, way in zip(ways, whole["itineraries"], strict=False):
        totals = way["totals"]
        assert f"{totals['time_h']['typical'] / 24:.1f}  " in line
        assert f"{totals['cost_usd']['typical']:,.0f}  " in line
        assert "-".join(way["countries"]) in line
    for entry in whole["blocked"]:
        assert entry["name"] in flat
    for option in ("via", "avoid", "open"):
        for word in whole["query"][option]:
            assert f"{option} " in flat.partition("asked: ")[2]
            assert word in flat


@pytest.mark.parametrize("name", NAMES)
def test_names_of_ways_differ_and_are_short(name: str) -> None:
    names = short_names(record(name).itineraries)
    assert len(set(names)) == len(names)
    assert all(0 < len(n) <= 60 for n in names)


def test_ways_that_nothing_tells_apart_are_numbered() -> None:
    way = record("minsk_karachi").itineraries[0]
    first, second = short_names((way, way))
    assert first != second
    # Alone, a way is named by the borders that take the most hours, not by the first.
    assert "Krasnoe" not in short_names((way,))[0]


def _crowded() -> Any:
    """More of everything than a screen holds."""
    whole = json.loads(json.dumps(answer("tashkent_jebel_ali")))
    whole["query"]["avoid"] = [f"a crossing of a long name {n}" for n in range(40)]
    whole["itineraries"] = whole["itineraries"] * 3
    for number, entry in enumerate(whole["blocked"] * 4):
        whole["blocked"].append({**entry, "name": f"{entry['name']} number {number}"})
    return record_of(whole)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_what_does_not_fit_is_dropped_and_what_matters_stays(width: int) -> None:
    lines = told(_crowded(), Page(width)).splitlines()
    assert len(lines) <= MOST_LINES
    assert max(map(cells, lines)) <= width
    text = "\n".join(lines)
    for start in ("Tashkent", "asked:", "Best", "1  ", "2  ", "3  ", "Shut since", "More:"):
        assert re.search(f"^{start}", text, re.MULTILINE), start
    assert "..." in text
    assert len(set(DROP_ORDER)) == len(DROP_ORDER)


def test_ways_are_dropped_last() -> None:
    """The verdict may name the fifth way, so it stays as long as anything else can go."""
    lines = told(_crowded(), Page(80)).splitlines()
    assert sum(bool(re.match(r"[1-9]  ", line)) for line in lines) == 5


def test_a_journey_inside_a_country_has_a_screen() -> None:
    """All its ways are of one key, so that no figure turns one into another."""
    text = Planner(engine()).route("Lahore", "Karachi", depart=DAY).text
    assert re.search(r"^1  truck", text, re.MULTILINE)
    assert "Shut" not in text


def test_colours_are_signs_alone() -> None:
    found = record("minsk_karachi")
    plain, coloured = (told(found, Page(80, colour)) for colour in (False, True))
    assert "\x1b" not in plain
    assert COLOUR.search(coloured)
    assert COLOUR.sub("", coloured) == plain


@pytest.mark.parametrize("other", ["Минск", "喀什", "کوئٹہ", "Ұзынағаш́"])
def test_columns_stand_with_any_letters(other: str) -> None:
    rows = [("1", "rail", "7.0"), ("2", other, "19.5")]
    lines = [row[0] for row in fitted(rows, 80, flex=1, right=frozenset({2}))]
    assert len({cells(line) for line in lines}) == 1


@settings(max_examples=many(60, 600))
@given(st.text(max_size=60), st.integers(4, 40))
def test_lines_are_never_wider_and_lose_no_word(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(cells(line) <= width for line in lines) or "://" in text
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_the_bill_adds_up_and_names_each_item() -> None:
    for name in ("minsk_karachi", "tashkent_jebel_ali"):
        text = told(record(name), Page(120), ("bill",)).partition("\nBill\n")[2]
        inside = [x for x in text.partition("Total")[0].splitlines()[1:] if x.strip()]
        figures = [
            float(re.findall(r"([\d,]+)[*^]?\s+\d+%$", line)[0].replace(",", "")) for line in inside
        ]
        total = record(name).itineraries[0].totals.cost_usd.typical
        assert abs(sum(figures) - total) <= len(figures) / 2 + 1
        for leg in answer(name)["itineraries"][0]["legs"]:
            for item in leg["items"]:
                assert not item["cost_usd"]["typical"] or item["name"] in text


def test_crews_are_told_where_they_differ() -> None:
    whole = json.loads(json.dumps(answer("minsk_karachi")))
    way = whole["itineraries"][0]
    assert "two drivers" in answer_text(record_of(whole))
    for one in whole["itineraries"]:
        one["other_crew"]["time_h"] = one["totals"]["time_h"]["typical"]
    assert way["other_crew"]["service"] == "two_drivers"
    assert "drivers" not in answer_text(record_of(whole))
