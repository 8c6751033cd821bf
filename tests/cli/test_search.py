"""`corridor places samark` and its like: found by any name, in any script, with a slip, or refused."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.tables.places.names import normal
from corridor.tables.places.search import (
    crossing_spellings,
    place_spellings,
    search,
    terminal_spellings,
)
from tests.cli.inside import inside
from tests.longer import many
from tests.real import dataset


@cache
def spellings() -> dict[str, list[str]]:
    return place_spellings(dataset())


SPELT = [(i, n) for i, names in place_spellings(dataset()).items() for n in names if normal(n)]


@pytest.fixture(autouse=True)
def _tables_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corridor.tables.dataset.load", lambda *_: dataset())


def rows(*typed: str) -> list[dict[str, str]]:
    done = inside(*typed, "--json")
    assert done.returncode == 0, done.stderr
    found: list[dict[str, str]] = json.loads(done.stdout)
    return found


# ---------------------------------------------------------------- what is found
@settings(max_examples=many(60, 3000), deadline=None)
@given(st.sampled_from(SPELT), st.data())
def test_a_place_is_found_by_each_of_its_names_and_their_beginnings(
    spelt: tuple[str, str], data: Any
) -> None:
    """Against the plain reading: a name of the place begins with, or holds, what was typed."""
    place, name = spelt
    typed = name[: data.draw(st.integers(1, len(name)))]
    key = normal(typed)
    found = search(spellings(), typed)
    if not key:
        assert found == ()
        return
    held = {
        i for i, n in SPELT if key in normal(n) and (len(key) > 2 or f" {key}" in f" {normal(n)}")
    }
    assert {f.id for f in found} == held
    assert place in held
    assert not any(f.near for f in found)
    exact = [i for i, names in spellings().items() if key in map(normal, names)]
    assert sorted(f.id for f in found[: len(exact)]) == sorted(exact)


@settings(max_examples=many(60, 3000), deadline=None)
@given(
    st.sampled_from([h for h in dataset().hubs if len(h.name) > 6 and h.name.isalpha()]), st.data()
)
def test_a_slip_is_forgiven(hub: Any, data: Any) -> None:
    at = data.draw(st.integers(1, len(hub.name) - 1))
    slip = data.draw(st.sampled_from(["left out", "twice", "other"]))
    letter = {"left out": "", "twice": hub.name[at] * 2, "other": "x"}[slip]
    typed = hub.name[:at] + letter + hub.name[at + 1 :]
    assert hub.id in {f.id for f in search(spellings(), typed)}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("samark", "samarkand"),
        ("smarkand", "samarkand"),
        ("Самарк", "samarkand"),
        ("سمرقند", "samarkand"),
        ("کراچی", "karachi"),
        ("Ташкент", "tashkent"),
        ("PKKHI", "karachi"),
        ("port qasim", "port_qasim"),
        ("Karachi, PK", "karachi"),
    ],
)
def test_what_planners_type(typed: str, first: str) -> None:
    found = rows("places", typed)
    assert found[0]["id"] == first
    hub = dataset().hub[first]
    assert (found[0]["country"], found[0]["kind"]) == (hub.country, hub.kind)
    assert (found[0]["lat"], found[0]["lon"]) == (f"{hub.lat:.4f}", f"{hub.lon:.4f}")


def test_near_names_say_so() -> None:
    assert rows("places", "smarkand")[0]["found as"] == "like Samarkand"
    assert rows("places", "samark")[0]["found as"] == "Samarkand"


def test_several_names_and_a_country() -> None:
    both = [r["id"] for r in rows("places", "lahore", "minsk")]
    assert {"lahore", "minsk"} <= set(both)
    assert len(both) == len(set(both))
    assert {r["country"] for r in rows("places", "k", "--country", "uz")} == {"UZ"}
    assert {r["country"] for r in rows("places", "k (UZ)")} == {"UZ"}


def test_borders_and_terminals_are_found_by_town_post_and_script() -> None:
    for text in ("gabd", "Торгунди", "torkam", "taftan"):
        found = [r["id"] for r in rows("borders", text)]
        assert found == [f.id for f in search(crossing_spellings(dataset()), text)]
    assert [r["id"] for r in rows("borders", "gabd")] == ["gabd_road"]
    whole = {r["id"]: r for r in rows("borders")}
    assert rows("borders", "torkham")[0] in whole.values()
    found = [r["id"] for r in rows("terminals", "Минск")]
    assert found
    assert all("minsk" in i for i in found)
    assert set(found) <= set(terminal_spellings(dataset()))


# ---------------------------------------------------------------- what is not
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("places", "Istanbul"), "known, but not in the network"),
        (("places", "xyzzyq"), "no place is called 'xyzzyq'"),
        (("places", "Karachi, IR"), "Karachi is in PK, not in IR"),
        (("places", "lahore", "--country", "UZ"), "'lahore'"),
        (("places", "--", "-"), "empty place name"),
        (("borders", "xyzzyq"), "corridor borders lists all"),
        (("terminals", "xyzzyq"), "corridor terminals lists all"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, tuple) else "",
)
def test_nothing_found_is_refused(typed: tuple[str, ...], said: str) -> None:
    done = inside(*typed)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
