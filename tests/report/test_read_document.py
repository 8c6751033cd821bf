"""A saved answer is read whole and sound, or refused with its path."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from corridor.errors import InputError
from corridor.report.document.answer import AnswerRecord
from corridor.report.document.answer_sums import ANSWER, sum_faults
from corridor.report.document.read import json_text, read_document
from tests.hostile import spoiled
from tests.report.answers import QUERIES, answer, of_the_first_days, record, record_of
from tools.make_schemas import schema

# The fields that every answer of version 1.x has had from the first. Those that came later must
# stay optional, or answers of customers are refused.
FIRST = """
    arrival avoid better blocked borders cargo close co2e_kg code cost cost_usd count
    countries country country_from country_to crossing_id data_date depart departure
    destination distance_estimated_km distance_km documents end estimate estimate_share from
    gauge_mm generalised_usd geometry_ref graph_hash gross_weight_t high id if_open
    inventory_usd items itineraries k kind label last_confirmed lat legs licence lon low mode
    modes moved_km name name_from name_to note objective open origin other_crew outside_total
    passage publisher query retrieved roles rows schema_version service since source_id
    source_ids source_url sources stale_days start status subject_id subject_kind text
    time time_h title to totals typical unit until url value_of_time_usd_per_h value_usd via
    warnings
"""
JSON = dict[str, Any]
FALSE: dict[str, tuple[Callable[[JSON], object], str]] = {
    "a text for a number": (
        lambda a: best(a)["legs"][0]["items"][0]["cost_usd"].update(typical="160"),
        "$.itineraries[0].legs[0].items[0].cost_usd.typical",
    ),
    "a false total": (
        lambda a: best(a)["totals"]["cost_usd"].update(low=1.0, typical=1.0),
        "$.itineraries[0].totals.cost_usd.typical",
    ),
    "false hours": (
        lambda a: best(a)["totals"]["time_h"].update(low=0, typical=1.5),
        "$.itineraries[0].totals.time_h.typical",
    ),
    "false kilometres": (
        lambda a: best(a)["totals"].update(distance_km=12.0),
        "$.itineraries[0].totals.distance_km",
    ),
    "a false item": (
        lambda a: best(a)["legs"][1]["items"][0]["cost_usd"].update(typical=0.01, low=0),
        "$.itineraries[0].legs[1].cost_usd.typical",
    ),
    "a false generalised cost": (
        lambda a: best(a)["totals"].update(generalised_usd=1.0),
        "$.itineraries[0].totals.generalised_usd",
    ),
    "a false late arrival": (
        lambda a: best(a)["totals"]["time_h"].update(high=9999.0),
        "$.itineraries[0].totals.time_h.high",
    ),
    "a false low end": (
        lambda a: best(a)["totals"]["cost_usd"].update(low=1.0),
        "$.itineraries[0].totals.cost_usd.low",
    ),
    "a false high end": (
        lambda a: best(a)["totals"]["cost_usd"].update(high=99_999.0),
        "$.itineraries[0].totals.cost_usd.high",
    ),
    "modes as a text": (lambda a: best(a).update(modes="rail"), "$.itineraries[0].modes"),
    "another version": (lambda a: a.update(schema_version="2.0"), "2.0 in place of 1.0"),
    "no version": (lambda a: a.pop("schema_version"), "no version in place of 1.0"),
    "a comparison": (lambda a: a.update(kind="comparison"), "comparison 1.0 in place of 1.0"),
    "no number": (lambda a: best(a)["totals"].update(co2e_kg=float("nan")), "JSON is malformed"),
    "below nothing": (
        lambda a: best(a)["legs"][0].update(distance_km=-1.0),
        "$.itineraries[0].legs[0].distance_km",
    ),
    "low above high": (
        lambda a: best(a)["totals"]["cost_usd"].update(low=1e9),
        "Expected low <= typical <= high - at `$.itineraries[0].totals.cost_usd`",
    ),
    "no itinerary": (lambda a: a.update(itineraries=[]), "$.itineraries"),
    "no field": (lambda a: a["query"].pop("origin"), "$.query"),
}


def best(plain: JSON) -> JSON:
    """The first itinerary."""
    found: JSON = plain["itineraries"][0]
    return found


def falsified(name: str) -> JSON:
    """An answer with one thing wrong."""
    wrong = copy.deepcopy(answer("least_co2"))
    FALSE[name][0](wrong)
    return wrong


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_what_is_written_is_read_back_whole(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json_text(record(name)), encoding="utf-8")
    assert read_document(path, ANSWER) == record(name)
    assert json_text(read_document(path, ANSWER)) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FALSE)
def test_a_falsified_answer_is_refused_with_file_path_and_remedy(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(falsified(name)), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_document(path, ANSWER)
    assert str(path) in caught.value.what
    assert FALSE[name][1] in caught.value.what
    assert "corridor route ORIGIN DESTINATION --json" in caught.value.remedy


@pytest.mark.parametrize(
    "raw", [b"", b"[1, 2]", b"{", b"\xff\xfe", b'"a"', b"[" * 100_000, b'{"schema_version": 1}']
)
def test_what_is_no_document_is_refused(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(raw)
    for one in (path, tmp_path, tmp_path / "none.json"):
        with pytest.raises(InputError, match="is not a saved answer"):
            read_document(one, ANSWER)


def test_a_field_that_a_later_version_wrote_is_left_out(tmp_path: Path) -> None:
    later = copy.deepcopy(answer("least_co2"))
    later["itineraries"][0]["tcd"] = [1, 2]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(later))
    assert read_document(path, ANSWER) == record("least_co2")


def test_hostile_names_are_no_fault() -> None:
    assert list(sum_faults(record_of(spoiled(answer("minsk_karachi"))))) == []


def test_only_the_fields_of_the_first_days_must_be_there() -> None:
    """Whatever hangs on no later field; parts that came later as a whole hang on one."""
    parts = schema(ANSWER)["$defs"]
    old: set[str] = set()
    left, seen = ["AnswerRecord"], {"AnswerRecord"}
    while left:
        part = parts[left.pop()]
        for name in part.get("required", ()):
            old.add(name)
            named = set(re.findall(r"#/\$defs/(\w+)", json.dumps(part["properties"][name])))
            left += sorted(named - seen)
            seen |= named
    assert old == set(FIRST.split())
    record_of(of_the_first_days(record("least_co2")))


# ---------------------------------------------------------------- what follows from other figures
# Figures of itineraries from which nothing else follows: places, shares, and what is told beside.
_FREE = re.compile(
    r"borders\.(lon|lat)|legs\.(from|to)\.(lon|lat)|legs\.gauge_mm|legs\.waits\.time_h\.\w+|vias\.leg"
    r"|estimate_share\.(cost|time)|other_crew\.time_h"
    # Indicators are worked out of the legs by rules of their own (tests/analysis/test_indicators.py).
    r"|indicators(\.\w+)*"
    # Free days are those of rows (tests/report/test_calendar_gpx.py).
    r"|deadlines\.(leg|days\.\w+)"
)


def _figures(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where numbers other than 0 stand."""
    if isinstance(value, dict | list):
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _figures(child, (*path, key))
    elif isinstance(value, int | float) and not isinstance(value, bool) and value:
        yield path


def _sound(plain: JSON) -> bool:
    try:
        return not any(sum_faults(record_of(plain)))
    except msgspec.ValidationError:
        return False


@pytest.mark.parametrize("name", ["least_co2", "karachi_tashkent_truck", "wagons"])
def test_every_figure_that_follows_from_others_is_refused_when_it_is_scaled(name: str) -> None:
    """By a tenth and a minute, one after the other; what is let pass stands outside every sum."""
    plain = copy.deepcopy(answer(name))
    plain["itineraries"] = plain["itineraries"][:1]
    scaled, passed = 0, []
    for first, second, *path in list(_figures(plain)):
        spot = ".".join(str(key) for key in path if isinstance(key, str))
        if first != "itineraries" or _FREE.fullmatch(spot):
            continue
        parent = plain[first][second]
        for key in path[:-1]:
            parent = parent[key]
        kept, owner = parent[path[-1]], path[:4]
        parent[path[-1]] = kept * 1.1 + 0.02
        scaled += 1
        if _sound(plain):
            passed.append((owner, spot))
        parent[path[-1]] = kept
    assert scaled - len(passed) > 100, f"{len(passed)} of {scaled} let pass"
    items = best(plain)["legs"]
    for (_, leg, kind, number), spot in passed:
        assert (kind, spot[:20]) == ("items", "legs.items.cost_usd."), spot
        assert items[leg]["items"][number]["outside_total"]


def test_answers_as_they_are_written_contradict_nothing() -> None:
    for name in QUERIES:
        assert list(sum_faults(record(name))) == [], name


# ---------------------------------------------------------------- the schema and the types
def _spots(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict | list):
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _spots(child, (*path, key))


@cache
def small() -> JSON:
    """An answer with one of each thing, so that every spot is soon hit."""
    found = copy.deepcopy(answer("least_co2"))
    itinerary = best(found)
    for key in ("legs", "borders", "documents"):
        itinerary[key] = itinerary[key][:2]
    return {**found, "blocked": found["blocked"][:1], "sources": found["sources"][:1]}


SPOTS = cache(lambda: [path for path in _spots(small()) if path])
VALIDATOR = cache(lambda: Draft202012Validator(schema(ANSWER)))


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    data=st.data(),
    value=st.sampled_from([None, True, 0, -1, 2.5, "x", "", "2026-12-01T08:00", [], {}, [1]]),
    drop=st.booleans(),
)
def test_the_schema_refuses_what_the_types_refuse(
    data: st.DataObject, value: Any, drop: bool
) -> None:
    where = data.draw(st.sampled_from(SPOTS()))
    spoilt = copy.deepcopy(small())
    parent: Any = spoilt
    for key in where[:-1]:
        parent = parent[key]
    if drop:
        del parent[where[-1]]
    else:
        parent[where[-1]] = value
    fault = ""
    try:
        msgspec.json.decode(json.dumps(spoilt), type=AnswerRecord)
    except msgspec.ValidationError as err:
        fault = str(err)
    # The order of a band is more than a schema can say.
    if "low <= typical <= high" not in fault:
        assert bool(fault) == any(VALIDATOR().iter_errors(spoilt)), fault


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema(ANSWER))
