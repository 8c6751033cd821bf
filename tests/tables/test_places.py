"""What people type is read as the place they mean, or refused with the nearest names."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.errors import InputError, UnknownPlaceError
from corridor.model.ref import Ref, RefKind
from corridor.tables.gazetteer import REGION, Gazetteer, Point, normal, parse_point
from corridor.tables.places.known import towns
from corridor.tables.places.names import COUNTRIES, without_country
from corridor.tables.records import Hub
from tests.factories import dataset, hub
from tests.real import dataset as real_dataset
from tests.real import engine
from tests.words import words


def read(text: str) -> tuple[Hub | None, str]:
    """The place a text means, or None, with the note or the whole refusal."""
    try:
        found, note = engine().gazetteer.hub(text)
        return found, words(note)
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
    ("Minsk (BY)", "minsk"),
    ("Minsk, BY", "minsk"),
    ("minsk,by", "minsk"),
    ("Минск, Беларусь", "minsk"),
    ("Karachi, Pakistan", "karachi"),
    ("Astara (IR)", "astara_ir"),
    ("Astara, Azerbaijan", "astara_az"),
    ("Torkham, AF", "torkham_af"),
    ("Khorgos, KZ", "khorgos_gateway"),
    ("Nur-Sultan", "astana"),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_name_is_read(text: str, expected: str) -> None:
    found, note = engine().gazetteer.hub(text)
    assert found.id == expected
    named = normal(without_country(text)[0])
    if named not in (normal(found.name), normal(found.id)) and normal(found.name) != normal(text):
        assert found.name in words(note) or not note, "another name must be shown"


def test_every_key_name_and_spelling_leads_somewhere() -> None:
    """No hub is out of reach of its own key; a name shared by far places asks."""
    gazetteer = engine().gazetteer
    for place in real_dataset().hubs:
        assert gazetteer.hub(place.id)[0].id == place.id
    for alias in real_dataset().place_names:
        found, note = read(alias.name)
        if found is None:
            assert "is the name of" in note
            assert alias.hub_id in note


def test_unlocode_of_city_and_port_means_the_city() -> None:
    coded = [h.id for h in real_dataset().hubs if h.unlocode == "PKKHI"]
    assert set(coded) >= {"karachi", "karachi_port"}
    assert engine().gazetteer.hub("PKKHI")[0].kind == "city"


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Karachy", "Karachi"),
        ("Qandhar", "Kandahar"),
        ("Tashkennt", "Tashkent"),
    ],
)
def test_slip_of_the_pen_is_offered_and_taken_only_if_asked(text: str, near: str) -> None:
    found, note = read(text)
    assert found is None
    assert note.startswith(f"no place is called '{text}'")
    assert "\n  Try: one of " in note
    assert note.count(" (") <= 3 + note.count("not in the network")
    assert near in note
    taken, told = engine().gazetteer.guessing.hub(text)
    assert taken.name == near
    assert words(told) == f"read as {near} ({taken.country}), a guess"
    assert any(text in line for line in engine().gazetteer.guesses)


@pytest.mark.parametrize(
    ("text", "never", "said"),
    [
        ("Naushki", "nushki", "no place is called 'Naushki'"),
        ("Samarra", "samara", "(IQ) is known, but not in the network"),
        ("Samara, IQ", "samara", "(IQ) is known, but not in the network"),
        ("Piranshahr", "iranshahr", "known, but not in the network"),
        ("Kanpur", "khanpur", "known, but not in the network"),
        ("Minsk, PK", "minsk", "Minsk is in BY, not in PK"),
        ("Khorgos", "khorgos_cn", "is the name of 2 places"),
        ("Astara", "astara_ir", "is the name of 2 places"),
    ],
)
def test_no_town_is_taken_for_another(text: str, never: str, said: str) -> None:
    found, note = read(text)
    assert found is None
    assert said in note
    if "not in the network" in said:
        guessed, _ = engine().gazetteer.guessing.hub(text)
        assert guessed.id != never
        assert " km" in note


@pytest.mark.parametrize(("text", "own"), [("Tomsk", "tomsk"), ("Arak", "arak")])
def test_a_town_that_is_ours_now_is_itself(text: str, own: str) -> None:
    """Both were taken for towns of a like name, Omsk and Karak, before they had rows."""
    found, note = read(text)
    assert found is not None
    assert (found.id, note) == (own, "")


@cache
def _called() -> dict[str, set[str]]:
    """Hubs by every name of theirs, gathered from the rows."""
    found: dict[str, set[str]] = {}
    rows = [(a.name, a.hub_id) for a in real_dataset().place_names]
    for place in real_dataset().hubs:
        bare = re.sub(r"\s*\(.*?\)", "", place.name).strip()
        names = (place.id, place.name, place.unlocode, bare, bare.removesuffix(" port"))
        rows += [(name, place.id) for name in names if name]
    for name, hub_id in rows:
        found.setdefault(normal(name), set()).add(hub_id)
    return found


def ours(text: str) -> set[str]:
    """Hubs that the tables call so."""
    return _called().get(normal(text), set())


def test_every_name_of_the_tables_means_one_place_or_asks_with_all() -> None:
    """A town is meant before its own port, yard or post; an id means its hub; all else asks."""
    lib = real_dataset()
    names = {a.name for a in lib.place_names} | {h.name for h in lib.hubs}
    asked = 0
    for name in sorted(names):
        found, note = read(name)
        meant = ours(name)
        if found is None:
            asked += 1
            assert len(meant) > 1, name
            assert all(hub_id in note for hub_id in meant), name
            continue
        assert found.id in meant, name
        for other in (lib.hub[i] for i in meant - {found.id}):
            town = found.kind == "city" and other.kind != "city"
            by_id = normal(found.id) == normal(name)
            assert (town and other.country == found.country) or by_id, (name, found.id, other.id)
        assert all(lib.hub[i].country == found.country or i in note for i in meant), name
    assert asked >= 4


@pytest.mark.slow
def test_no_name_is_taken_with_one_letter_wrong() -> None:
    """Of every name of the tables: no slip leads to a place, unless it is another's name."""
    gazetteer = engine().gazetteer
    lib = real_dataset()
    for number, place in enumerate(lib.hubs):
        for slip in (place.name[1:], place.name[:-1], place.name + "x")[number % 3 :: 3]:
            if normal(slip) and not ours(slip):
                with pytest.raises(UnknownPlaceError, match="no place is called"):
                    gazetteer.hub(slip)


def test_the_law_of_slips_sees_a_gazetteer_that_guesses() -> None:
    """The fault of old put back: the name most like a slip is taken."""
    taken, _ = engine().gazetteer.guessing.hub("Tashkentx")
    assert taken.id == "tashkent"
    assert taken.id not in ours("Tashkentx")


def test_cities_of_the_region_are_never_taken_for_a_hub_of_another_place() -> None:
    """Every town of over 100,000: a hub of its name is it, or asks; else it is known."""
    for town in towns():
        if town.people < 250_000:
            break
        found, note = read(f"{town.name} ({town.country})")
        if found is not None:
            assert found.country == town.country, town
        else:
            assert "not in the network" in note or "another name" in note or "places" in note
        found, _ = read(town.name)
        if found is None or found.country == town.country:
            continue
        # A hub bears the very name; it is taken by that name, and told apart by the country.
        assert found.id in ours(town.name), town


def test_unknown_name_says_where_names_are() -> None:
    with pytest.raises(UnknownPlaceError, match="Try: corridor places shows all names"):
        engine().gazetteer.hub("Xyzzyqqx")
    with pytest.raises(UnknownPlaceError, match="Try: name a city, port or crossing"):
        engine().gazetteer.hub(" ,; ")


def test_two_places_of_one_name_ask() -> None:
    towns = (hub("riga", "AA", 20, 50, name="Twin"), hub("rome", "BB", 30, 40, name="Twin"))
    gazetteer = Gazetteer(dataset(hubs=towns))
    with pytest.raises(UnknownPlaceError, match="'twin' is the name of 2 places") as caught:
        gazetteer.hub("twin")
    assert "one of riga (Twin, AA), rome (Twin, BB)" in caught.value.remedy
    assert gazetteer.hub("rome")[0].country == "BB"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AF", Ref(RefKind.COUNTRY, "AF")),
        ("afghanistan", Ref(RefKind.COUNTRY, "AF")),
        ("Suez Canal", Ref(RefKind.PASSAGE, "suez")),
        ("Strait of Hormuz", Ref(RefKind.PASSAGE, "hormuz")),
        ("torkham_road", Ref(RefKind.CROSSING, "torkham_road")),
        ("Torkham", Ref(RefKind.CROSSING, "torkham_road")),
        ("karachi_port", Ref(RefKind.PORT, "karachi_port")),
        ("Kabul", Ref(RefKind.HUB, "kabul")),
    ],
)
def test_constraint_names(text: str, expected: Ref) -> None:
    assert expected in engine().gazetteer.things(text, "--avoid")


def test_constraint_of_no_name_is_refused() -> None:
    with pytest.raises(UnknownPlaceError, match="--close 'Torkhym': no country") as caught:
        engine().gazetteer.things("Torkhym", "--close")
    assert "torkham" in caught.value.remedy


def test_every_country_of_the_hubs_can_be_named() -> None:
    """`--avoid XX` must work for whatever country an itinerary may pass."""
    passed = {c for x in real_dataset().crossings for c in (x.country_a, x.country_b)}
    for code in sorted(passed):
        assert Ref(RefKind.COUNTRY, code) in engine().gazetteer.things(code, "--avoid")


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
    with pytest.raises(InputError, match=remedy):
        parse_point(text)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.floats(), st.floats())
def test_point_is_in_the_region_or_refused(lat: float, lon: float) -> None:
    west, south, east, north = REGION
    inside = south <= lat <= north and west <= lon <= east
    if inside:
        assert parse_point(f"{lat!r},{lon!r}") == Point(lon, lat)
    else:
        with pytest.raises(InputError, match=r"outside the region|is not a position"):
            parse_point(f"{lat!r},{lon!r}")


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text())
def test_any_text_is_read_or_refused_on_purpose(text: str) -> None:
    """No text that a person may type breaks the look-up."""
    found, note = read(text)
    if found is None:
        assert "\n  Try: " in note
    else:
        assert found in real_dataset().hubs


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("torkam", "Torkham"),
        ("torkham", ""),
        ("torkham_road", ""),
        ("karachi prt", "Karachi port"),
        ("hormuzz", "hormuz"),
        ("Afganisstan", "Afghanistan"),
        ("Афганистан", ""),
    ],
)
def test_a_name_in_an_option_that_was_guessed_is_told(text: str, read: str) -> None:
    gazetteer = Gazetteer(real_dataset(), guess=True)
    assert gazetteer.guessed(text) == read
    gazetteer.things(text, "--avoid")
    assert len(gazetteer.guesses) == bool(read)


def test_a_section_is_never_read_as_another() -> None:
    with pytest.raises(UnknownPlaceError, match="--close 'herat__kandahar__road'") as caught:
        engine().gazetteer.things("herat__kandahar__road", "--close")
    assert caught.value.remedy.count(",") <= 2


def test_every_country_with_a_place_is_known_by_its_code_and_name() -> None:
    gazetteer = engine().gazetteer
    for code in sorted({place.country for place in real_dataset().hubs}):
        for name in (code, COUNTRIES[code]):
            kinds = {(t.kind, t.id) for t in gazetteer.things(name, "--only-countries")}
            assert ("country", code) in kinds, name
