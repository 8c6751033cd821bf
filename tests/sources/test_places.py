"""What people type is read as the place they mean, or refused with the nearest names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.errors import BadInputError, UnknownPlaceError
from corridor.sources.places import REGION, Gazetteer, Point, Thing, normal, parse_point
from corridor.sources.records import Hub
from tests.factories import hub, library
from tests.real import library as real_library
from tests.real import planner


def read(text: str) -> tuple[Hub | None, str]:
    """The place a text means, or None, with the note or the whole refusal."""
    try:
        return planner().gazetteer.hub(text)
    except UnknownPlaceError as err:
        return None, str(err)


READ = [
    ("Termiz", "termez"),
    ("Хайратон", "hairatan"),
    ("Mazar-e Sharif", "mazar"),
    ("mazar i sharif", "mazar"),
    ("MINSK", "minsk"),
    ("Минск", "minsk"),
    ("Мінск", "minsk"),
    ("Алматы", "almaty"),
    ("Ashkhabad", "ashgabat"),
    ("BYMSQ", "minsk"),
    ("bymsq", "minsk"),
    ("PKKHI", "karachi"),
    ("PKBQM", "port_qasim"),
    ("PKGWD", "gwadar"),
    ("Karachi port", "karachi_port"),
    ("karachi_port", "karachi_port"),
    ("Port Qasim", "port_qasim"),
    ("Tashkennt", "tashkent"),
    ("Kandaharr", "kandahar"),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_name_is_read(text: str, expected: str) -> None:
    found, note = planner().gazetteer.hub(text)
    assert found.id == expected
    if normal(text) not in (normal(found.name), normal(found.id)):
        assert found.name in note, "a guess must be shown"


def test_every_key_name_and_spelling_leads_somewhere() -> None:
    """No hub is out of reach of its own key; a name shared by far places asks."""
    gazetteer = planner().gazetteer
    for place in real_library().hubs:
        assert gazetteer.hub(place.id)[0].id == place.id
    for alias in real_library().place_names:
        found, note = read(alias.name)
        if found is None:
            assert "is the name of" in note
            assert alias.hub_id in note


def test_unlocode_of_city_and_port_means_the_city() -> None:
    coded = [h.id for h in real_library().hubs if h.unlocode == "PKKHI"]
    assert set(coded) >= {"karachi", "karachi_port"}
    assert planner().gazetteer.hub("PKKHI")[0].kind == "city"


@pytest.mark.parametrize(
    ("text", "near"), [("Karachy", "Karachi"), ("Qandhar", "Kandahar"), ("Termes", "Termez")]
)
def test_slip_of_the_pen_is_read_or_offered(text: str, near: str) -> None:
    found, note = read(text)
    if found is None:
        assert f"no place is called '{text}'\n  Try: one of " in note
    else:
        assert found.name == near
    assert near in note


def test_unknown_name_says_where_names_are() -> None:
    with pytest.raises(UnknownPlaceError, match="Try: corridor places shows all names"):
        planner().gazetteer.hub("Xyzzyqqx")
    with pytest.raises(UnknownPlaceError, match="Try: name a city, port or crossing"):
        planner().gazetteer.hub(" ,; ")


def test_two_places_of_one_name_ask() -> None:
    towns = (hub("riga", "AA", 20, 50, name="Twin"), hub("rome", "BB", 30, 40, name="Twin"))
    gazetteer = Gazetteer(library(hubs=towns))
    with pytest.raises(UnknownPlaceError, match="'twin' is the name of 2 places") as caught:
        gazetteer.hub("twin")
    assert "one of riga (Twin), rome (Twin)" in caught.value.remedy
    assert gazetteer.hub("rome")[0].country == "BB"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AF", Thing("country", "AF")),
        ("afghanistan", Thing("country", "AF")),
        ("Suez Canal", Thing("passage", "suez")),
        ("Strait of Hormuz", Thing("passage", "hormuz")),
        ("torkham_road", Thing("crossing", "torkham_road")),
        ("Torkham", Thing("crossing", "torkham_road")),
        ("karachi_port", Thing("port", "karachi_port")),
        ("Kabul", Thing("hub", "kabul")),
    ],
)
def test_constraint_names(text: str, expected: Thing) -> None:
    assert expected in planner().gazetteer.things(text, "--avoid")


def test_constraint_of_no_name_is_refused() -> None:
    with pytest.raises(UnknownPlaceError, match="--close 'Torkhym': no country") as caught:
        planner().gazetteer.things("Torkhym", "--close")
    assert "torkham" in caught.value.remedy


def test_every_country_of_the_hubs_can_be_named() -> None:
    """`--avoid XX` must work for whatever country an itinerary may pass."""
    passed = {c for x in real_library().crossings for c in (x.country_a, x.country_b)}
    for code in sorted(passed):
        assert Thing("country", code) in planner().gazetteer.things(code, "--avoid")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("53.9,27.56", Point(27.56, 53.9)),
        (" 53.9 ; 27.56 ", Point(27.56, 53.9)),
        ("24.86, 67.01", Point(67.01, 24.86)),
        ("Minsk", None),
        ("Quetta, PK", None),
        ("1,2,3", None),
        ("", None),
    ],
)
def test_point_is_latitude_first(text: str, expected: Point | None) -> None:
    assert parse_point(text) == expected


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("nan,27", "give lat,lon in degrees"),
        ("27,nan", "give lat,lon in degrees"),
        ("67.01,24.86", "latitude and longitude may be swapped: 24.86,67.01"),
        ("-33.9,18.4", "give a latitude of 20 to 62 and a longitude of 18 to 92"),
        ("inf,27", "give a latitude of 20 to 62"),
        ("53.9,190", "give a latitude of 20 to 62"),
    ],
)
def test_wrong_point_is_refused(text: str, remedy: str) -> None:
    with pytest.raises(BadInputError, match=remedy):
        parse_point(text)


@settings(max_examples=200, derandomize=True)
@given(st.floats(), st.floats())
def test_point_is_in_the_region_or_refused(lat: float, lon: float) -> None:
    west, south, east, north = REGION
    inside = south <= lat <= north and west <= lon <= east
    if inside:
        assert parse_point(f"{lat!r},{lon!r}") == Point(lon, lat)
    else:
        with pytest.raises(BadInputError):
            parse_point(f"{lat!r},{lon!r}")


@settings(max_examples=200, derandomize=True)
@given(st.text())
def test_any_text_is_read_or_refused_on_purpose(text: str) -> None:
    """No text that a person may type breaks the look-up."""
    found, note = read(text)
    if found is None:
        assert "\n  Try: " in note
    else:
        assert found in real_library().hubs


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("torkam", "Torkham"),
        ("torkham", ""),
        ("torkham_road", ""),
        ("karachi prt", "Karachi port"),
        ("hormuzz", "hormuz"),
        ("Afganistan", "Afghanistan"),
        ("nowhere at all", ""),
    ],
)
def test_a_name_in_an_option_that_was_guessed_is_told(text: str, read: str) -> None:
    assert Gazetteer(real_library()).guessed(text) == read
