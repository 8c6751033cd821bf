"""The screen of `whatif`: it fits, says what its JSON says, and `-v` keeps every figure."""

from __future__ import annotations

from functools import cache

import pytest

from corridor.api.planner import Planner
from corridor.api.studies import WhatIf
from corridor.report.document.answer import AnswerRecord, ItineraryRecord
from corridor.text_table import cells
from tests.longer import some
from tests.real import engine

DAY = "2026-12-01"
PAIRS = (
    ("today", "all-open", "Tashkent", "Karachi"),
    ("today", "winter", "Moscow", "Almaty"),
    ("today", "iran-closed", "Tashkent", "Karachi"),
    ("today", "trans-afghan-railway", "Tashkent", "Karachi"),
    ("today", "hormuz-closed", "Minsk", "Karachi"),
    ("winter", "red-sea-diversion", "Minsk", "Karachi"),
    ("gwadar-feeder", "gwadar-incentives", "Karachi", "Minsk"),
    ("all-open", "pakistan-afghanistan-closed", "Lahore", "Tashkent"),
)
ROLES = ("best", "cheapest", "fastest")


@cache
def asked(pair: tuple[str, str, str, str]) -> WhatIf:
    return Planner(engine()).whatif(*pair, depart=DAY)


def of(answer: AnswerRecord, role: str) -> ItineraryRecord | None:
    return next((i for i in answer.itineraries if role in i.roles), None)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("pair", some(PAIRS, 4))
@pytest.mark.parametrize("width", [60, 80, 120])
def test_it_fits_a_terminal(pair: tuple[str, str, str, str], width: int) -> None:
    lines = asked(pair).to_text(width=width).splitlines()
    assert len(lines) <= 24
    assert all(cells(line) <= width for line in lines)
    assert "-v" in lines[-1]


@pytest.mark.parametrize("pair", some(PAIRS, 4))
def test_it_says_days_dollars_way_and_why_as_the_document_has_them(
    pair: tuple[str, str, str, str],
) -> None:
    found = asked(pair)
    before, after, changes = found.record.before, found.record.after, found.record.changes
    assert before is not None
    assert after is not None
    assert changes is not None
    text = flat(found.text)
    rows = {line.split()[0]: line.split()[1:] for line in found.text.splitlines() if line.split()}
    for role in ROLES:
        ways = of(before, role), of(after, role)
        if ways[0] is None or ways[1] is None:
            continue
        days = [way.totals.time_h.typical / 24 for way in ways if way]
        usd = [way.totals.cost_usd.typical for way in ways if way]
        told = [f"{days[0]:.1f}", f"{days[1]:.1f}"]
        if abs(days[1] - days[0]) >= 0.05:
            told.append(f"{days[1] - days[0]:+.1f}")
        told += [f"{usd[0]:,.0f}", f"{usd[1]:,.0f}"]
        if abs(usd[1] - usd[0]) >= 0.5:
            told.append(f"{usd[1] - usd[0]:+,.0f}")
        assert rows[role] == told, role
    best = next(r for r in changes.roles if r.role == "best")
    if not best.same_way:
        assert flat(f"Best: {best.label_before} -> ") in text
        assert all(f"because {reason}"[:70] in text for reason in best.why[:1])
    elif best.totals:
        assert flat(f"Best: {best.label_before}, as before") in text
    if not any(r.totals or not r.same_way for r in changes.roles):
        assert ("Nothing that is assumed touches" in text) == changes.any
        assert ("Nothing changes." in text) == (not changes.any)


@pytest.mark.parametrize("pair", some(PAIRS, 4))
def test_all_figures_stand_behind_the_switch(pair: tuple[str, str, str, str]) -> None:
    found = asked(pair)
    changes, text = found.record.changes, flat(found.explained)
    assert changes is not None
    told: set[tuple[str, str]] = set()
    for role in changes.roles:
        same = (role.label_before, role.label_after) in told
        told.add((role.label_before, role.label_after))
        for total in () if same else role.totals:
            assert f"{total.name}, {total.unit}" in text
            assert f"{total.by:+,.2f}" in text
        for item in () if same else role.items:
            assert item.where in text
            assert item.item in text
        for reason in () if same else role.why:
            assert f"because {reason}" in text
    assert all(flat(way) in text for way in (*changes.itineraries_gone, *changes.itineraries_new))


def test_one_side_without_a_way_names_the_reason_and_the_best_of_the_other() -> None:
    found = Planner(engine()).whatif(
        "today", "iran-closed", "Tehran", "Quetta", depart=DAY, modes="road"
    )
    (reason,) = found.record.no_route
    lines = found.text.splitlines()
    assert len(lines) <= 24
    assert f"No way under {reason}"[:60] in flat(found.text)
    answer = found.record.before
    assert answer is not None
    best = answer.itineraries[0]
    assert f"{best.totals.time_h.typical / 24:.1f} days" in found.text
    assert f"{best.totals.cost_usd.typical:,.0f} USD" in found.text
    assert best.label in flat(found.explained)
