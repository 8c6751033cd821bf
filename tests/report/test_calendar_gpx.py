"""Calendars keep to RFC 5545 and tracks to the schema of GPX 1.1, whatever the names are."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import icalendar
import pytest
from msgspec.structs import replace as of_row

from corridor.model.consignment import Consignment
from corridor.model.query import Query
from corridor.pricing.ports import PortLink, port_bill
from corridor.report.document.answer import AnswerRecord
from corridor.report.document.deadlines.make import deadline_records
from corridor.report.document.make_answer import answer_record
from corridor.report.document.read import plain_data
from corridor.report.document.stamp import stamp
from corridor.report.export import WRITERS, Job
from tests.hostile import NAMES, spoiled
from tests.longer import some
from tests.real import DAY, engine
from tests.report.answers import answer, of_the_first_days, record, record_of

pytestmark = pytest.mark.slow

BY_SEA = Query(origin="Jebel Ali", destination="Tashkent", depart=DAY, via=("Karachi port",), k=2)
LOCAL = Query(origin="Jebel Ali", destination="Karachi", depart=DAY, k=1)


@cache
def found(query: Query) -> AnswerRecord:
    return answer_record(engine().ask(query), engine().dataset)


def made(suffix: str, plain: Mapping[str, Any] | AnswerRecord, **more: Any) -> bytes:
    record_ = record_of(plain)
    mark = stamp(record_, issued=more.pop("issued", date(2026, 12, 1)), valid_days=14)
    lines = engine().lines
    return WRITERS[suffix](Job(record_, mark, lines.line, lines.is_coarse, **more))


# Answers by land, by sea, of before, and with hostile names.
SHAPES = ("by sea", "by land", "of the first days", *map(str, some(range(len(NAMES)), 4)))


def shape(name: str) -> Any:
    if name == "by land":
        return answer("minsk_karachi")
    if name == "of the first days":
        return of_the_first_days(record("least_co2"))
    plain = found(BY_SEA)
    return plain if name == "by sea" else spoiled(plain_data(plain), (NAMES[int(name)],))


# ---------------------------------------------------------------- calendars
# contentline of RFC 5545, 3.1: a name, parameters, a value without control signs.
CONTENT = re.compile(r"^[A-Z-]+(;[A-Z-]+=[^\x00-\x1f\x7f:;,\"]+)*:[^\x00-\x08\x0a-\x1f\x7f]*$")
ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "GEO")


@pytest.mark.parametrize("name", SHAPES)
def test_a_calendar_keeps_to_rfc_5545(name: str) -> None:
    raw = made(".ics", shape(name))
    assert raw.endswith(b"END:VCALENDAR\r\n")
    physical = raw[:-2].split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line for line in physical)
    assert max(map(len, physical)) <= 75
    lines = raw.decode("utf-8").replace("\r\n ", "")[:-2].split("\r\n")
    assert not [line for line in lines if not CONTENT.match(line)]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") >= 3
    assert {line for line in lines if line.startswith("BEGIN:")} == {
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
    }
    names = [line.partition(":")[0].partition(";")[0] for line in lines]
    assert names.count("VERSION") == names.count("PRODID") == 1
    events: list[Any] = list(icalendar.Calendar.from_ical(raw).walk("VEVENT"))
    for event in events:
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event)
        assert not [name for name in ONCE if isinstance(event.get(name), list)]
        if "DTEND" in event:
            assert event["DTEND"].dt > event["DTSTART"].dt
    assert len({str(e["UID"]) for e in events}) == len(events)


def events_of(plain: Mapping[str, Any] | AnswerRecord, which: int = 1) -> list[Any]:
    return list(icalendar.Calendar.from_ical(made(".ics", plain, which=which)).walk("VEVENT"))


@pytest.mark.parametrize("which", [1, 2])
def test_each_thing_that_happens_is_an_event_at_its_moment(which: int) -> None:
    way = plain_data(found(BY_SEA))["itineraries"][which - 1]
    kinds = {"border": "Border", "port": "Port", "sailing": "Ship"}
    expected = [
        ("Departure", way["departure"]),
        *((kinds[leg["kind"]], leg["start"]) for leg in way["legs"] if leg["kind"] in kinds),
        ("Arrival", way["arrival"]),
        *(("Free days", d["at"]) for d in way["deadlines"] if d["kind"] != "expiry"),
    ]
    told = [(e["CATEGORIES"].cats[0], e["DTSTART"].dt) for e in events_of(found(BY_SEA), which)]
    assert [t for t in told if t[0] != "Expiry"] == [
        (kind, datetime.fromisoformat(moment).astimezone(UTC)) for kind, moment in expected
    ]
    assert all(moment.tzinfo is not None for _, moment in told if isinstance(moment, datetime))


def test_an_arrival_says_its_band() -> None:
    way = found(BY_SEA).itineraries[0]
    (arrival,) = [e for e in events_of(found(BY_SEA)) if e["CATEGORIES"].cats == ["Arrival"]]
    departed = datetime.fromisoformat(way.departure)
    zone = datetime.fromisoformat(way.arrival).tzinfo
    for hours in (way.totals.time_h.low, way.totals.time_h.high):
        day = (departed + timedelta(hours=hours)).astimezone(zone)
        assert f"{day:%Y-%m-%d}" in str(arrival["DESCRIPTION"])


def test_neither_the_clock_nor_the_day_of_issue_is_in_the_files() -> None:
    for suffix in (".ics", ".gpx"):
        one, other = (made(suffix, found(BY_SEA), issued=date(year, 5, 6)) for year in (2026, 2031))
        assert one == other


def test_an_event_keeps_its_uid_when_only_its_hours_change() -> None:
    plain = copy.deepcopy(answer("minsk_karachi"))
    before = {str(e["UID"]): e["DTSTART"].dt for e in events_of(plain)}
    for one in plain["itineraries"][0]["borders"]:
        one["passage"] = one["passage"].replace("2026-12", "2027-01")
    for leg in plain["itineraries"][0]["legs"]:
        leg["start"] = leg["start"].replace("2026-12", "2027-01")
        leg["end"] = leg["end"].replace("2026-12", "2027-01")
    plain["data_date"] = "2027-01"
    after = {str(e["UID"]): e["DTSTART"].dt for e in events_of(plain)}
    assert set(after) == set(before)
    assert after != before
    other = {str(e["UID"]) for e in events_of(plain, which=2)}
    assert not other & set(before)


# ---------------------------------------------------------------- last days
@pytest.mark.parametrize("query", [BY_SEA, LOCAL])
def test_free_days_are_those_of_the_rows(query: Query) -> None:
    """Storage by the port's row and its tariff, detention by the parameters, local or transit."""
    dataset = engine().dataset
    way = found(query).itineraries[0]
    (number,) = [n for n, leg in enumerate(way.legs) if leg.subject == "karachi_port"]
    start = datetime.fromisoformat(way.legs[number].start)
    transit = query is BY_SEA
    port = dataset.port["karachi_port"]
    tariff = [
        c.day_from - 1
        for c in port_bill(dataset, PortLink(port, "in", transit, None))
        if c.unit.endswith("_day")
    ]
    free = dataset.parameter[f"detention_pk_{'transit_' if transit else ''}free_days"].value
    expected = {
        "free_storage": max(port.free_in_days, min(tariff, default=0)),
        "free_detention": free.typical,
    }
    told = {d.kind: d for d in way.deadlines or () if d.place == "Karachi port"}
    assert set(told) == set(expected)
    for kind, days in expected.items():
        assert datetime.fromisoformat(told[kind].at) - start == timedelta(days=days)
        assert set(told[kind].rows) <= {row.row for row in found(query).rows or ()}


def test_a_box_of_ones_own_has_no_detention_and_a_wagon_no_storage() -> None:
    way = engine().ask(LOCAL).itineraries[0]
    dataset = engine().dataset
    kinds = {
        name: {d.kind for d in deadline_records(way, goods, dataset)}
        for name, goods in {
            "line": Consignment(),
            "owned": Consignment(container="owned"),
            "truck": Consignment(unit="truck"),
        }.items()
    }
    assert kinds == {
        "line": {"free_storage", "free_detention"},
        "owned": {"free_storage"},
        "truck": set(),
    }
    # Rows that end while the goods are under way are told, those that ended before are not.
    row = next(r for r in dataset.sanctions if r.effect == "exempt" and r.last_day)
    port = next(leg.subject for leg in way.legs if leg.subject == "karachi_port")
    for last, told in ((DAY.date(), {"expiry"}), (DAY.date() - timedelta(days=1), set())):
        one = of_row(row, subject_id=port, subject_kind="port", for_trade_of=("PK",), last_day=last)
        changed = replace(dataset, sanctions=(one,))
        records = deadline_records(way, Consignment(unit="truck"), changed)
        assert {d.kind for d in records} == told


# ---------------------------------------------------------------- tracks
SPACE = "{http://www.topografix.com/GPX/1/1}"
# The sequences of gpx.xsd, as far as parts of ours come from.
SEQUENCES = {
    "gpx": ("metadata", "wpt", "rte", "trk", "extensions"),
    "metadata": (
        *("name", "desc", "author", "copyright", "link", "time", "keywords", "bounds"),
        "extensions",
    ),
    "wpt": (
        *("ele", "time", "magvar", "geoidheight", "name", "cmt", "desc", "src", "link"),
        *("sym", "type", "fix", "sat", "hdop", "vdop", "pdop", "ageofdgpsdata", "dgpsid"),
        "extensions",
    ),
    "trk": ("name", "cmt", "desc", "src", "link", "number", "type", "extensions", "trkseg"),
    "trkseg": ("trkpt", "extensions"),
}
MANY = {"wpt", "rte", "trk", "trkseg", "trkpt", "link"}
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")


def check(element: ET.Element) -> None:
    """Order, number and attributes of parts, as the schema has them."""
    name = element.tag.removeprefix(SPACE)
    order = SEQUENCES["wpt" if name == "trkpt" else name] if len(element) else ()
    parts = [part.tag.removeprefix(SPACE) for part in element]
    assert [order.index(p) for p in parts] == sorted(order.index(p) for p in parts)
    assert not {p for p in parts if parts.count(p) > 1} - MANY
    if name in ("wpt", "trkpt"):
        assert set(element.attrib) == {"lat", "lon"}
        assert -90 <= float(element.attrib["lat"]) <= 90
        assert -180 <= float(element.attrib["lon"]) < 180
    elif name == "gpx":
        assert element.attrib["version"] == "1.1"
        assert element.attrib["creator"]
    else:
        assert not element.attrib
    if name == "time":
        assert TIME.match(element.text or "")
    if name == "number":
        assert int(element.text or "") >= 0
    for part in element:
        check(part)


@pytest.mark.parametrize("name", SHAPES)
def test_a_track_keeps_to_the_schema_of_gpx(name: str) -> None:
    plain = shape(name)
    root = ET.fromstring(made(".gpx", plain))
    assert root.tag == f"{SPACE}gpx"
    check(root)
    tracks = root.findall(f"{SPACE}trk")
    ways = record_of(plain).itineraries
    assert len(tracks) == len(ways)
    for track, way in zip(tracks, ways, strict=True):
        assert (track.findtext(f"{SPACE}name") or "").endswith(f"({', '.join(way.modes)})") or (
            len(way.label) > 500
        )
        assert track.findall(f"{SPACE}trkseg")


def test_waypoints_are_ends_borders_terminals_and_ports_with_their_moments() -> None:
    way = found(LOCAL).itineraries[0]
    root = ET.fromstring(made(".gpx", found(LOCAL)))
    told = [
        (p.findtext(f"{SPACE}type"), p.findtext(f"{SPACE}time"))
        for p in root.findall(f"{SPACE}wpt")
    ]
    kinds = {"border": "Border", "port": "Port", "transfer": "Terminal"}
    expected = [
        ("Origin", way.departure),
        *((kinds[leg.kind], leg.start) for leg in way.legs if leg.kind in kinds),
        ("Destination", way.arrival),
    ]
    assert told == [
        (kind, f"{datetime.fromisoformat(at).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
        for kind, at in expected
    ]
