"""`--avoid-sanctions`: what a list names on a day is used by no answer, and nothing else is cut."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from corridor.errors import CorridorError, InputError, NoRouteError
from corridor.model.answer import Answer
from corridor.model.query import Query
from corridor.model.ref import Ref, RefKind
from corridor.planning.query.sanctions import known_lists, read_lists, sanctioned
from tests.cli.command import corridor
from tests.longer import many
from tests.real import dataset, engine

DAY = datetime(2026, 12, 1, 8)
PAIRS = (
    ("Minsk", "Karachi"),
    ("Moscow", "Jebel Ali"),
    ("Almaty", "Karachi"),
    ("Tashkent", "Gwadar"),
    ("Baku", "Lahore"),
)


def _used(answer: Answer) -> set[Ref]:
    """Countries, ports, crossings and services of every itinerary."""
    found: set[Ref] = set()
    for itinerary in answer.itineraries:
        for leg in itinerary.legs:
            found |= {Ref(RefKind.COUNTRY, c) for c in (leg.start.country, leg.end.country)}
            for kind in (RefKind.PORT, RefKind.CROSSING, RefKind.SERVICE):
                found.add(Ref(kind, leg.subject))
            found |= {Ref(RefKind.PORT, spot.id) for spot in (leg.start, leg.end)}
    return found


def _figures(query: Query) -> list[tuple[float, float]] | str:
    try:
        found = engine().ask(query).itineraries
    except NoRouteError:
        return "none"
    return [(i.cost.typical, i.time.typical) for i in found]


def test_rows_speak_of_things_that_exist() -> None:
    lib = dataset()
    known = {
        RefKind.COUNTRY: {h.country for h in lib.hubs},
        RefKind.CROSSING: set(lib.crossing),
        RefKind.PORT: set(lib.port),
        RefKind.SERVICE: set(lib.service),
    }
    for row in lib.sanctions:
        assert row.subject_id in known[row.subject_kind], row.id
        assert row.last_day is None or row.first_day <= row.last_day, row.id
        assert row.effect == "listed" or row.subject_kind is not RefKind.COUNTRY, row.id


@pytest.mark.parametrize("pair", PAIRS[: many(3, len(PAIRS))])
@pytest.mark.parametrize("name", known_lists())
def test_what_is_listed_is_used_by_no_answer_and_nothing_else_is_cut(
    name: str, pair: tuple[str, str]
) -> None:
    query = Query(origin=pair[0], destination=pair[1], depart=DAY, k=2)
    rows = [
        r
        for r in dataset().sanctions
        if r.list == name
        and r.effect == "listed"
        and r.first_day <= DAY.date() <= (r.last_day or DAY.date())
    ]
    listed = replace(query, avoid_sanctions=(name.lower(),))
    try:
        answer, remedy = engine().ask(listed), ""
    except NoRouteError as err:
        answer, remedy = None, err.remedy
    if answer is None:
        assert f"drop --avoid-sanctions {name.lower()}" in remedy
    else:
        assert not _used(answer) & {r.subject for r in rows}
    # The reference: the same things avoided by their names.
    named = replace(query, avoid=tuple(r.subject_id for r in rows))
    assert _figures(listed) == _figures(named)


@pytest.mark.parametrize(
    ("day", "passes"),
    [
        (date(2025, 9, 28), True),
        (date(2025, 9, 29), False),
        (date(2025, 10, 28), True),
        (date(2026, 4, 26), True),
        (date(2026, 4, 27), False),
    ],
)
def test_chabahar_is_exempt_for_afghan_trade_in_its_days_alone(day: date, passes: bool) -> None:
    lib, asked = dataset(), read_lists(("OFAC",), day)
    country, port = Ref(RefKind.COUNTRY, "IR"), Ref(RefKind.PORT, "chabahar_port")
    afghan = sanctioned(lib, asked, [("AF", "kabul"), ("IN", "")]).refs
    assert (country not in afghan) == passes
    assert port not in afghan  # by itself no row lists it: the country is
    assert (Ref(RefKind.PORT, "amirabad_port") in afghan) == passes
    assert (Ref(RefKind.CROSSING, "islam_qala_road") in afghan) == passes
    assert Ref(RefKind.CROSSING, "zaranj_road") not in afghan
    for others in ([("PK", "lahore"), ("IN", "")], [("AF", "kabul"), ("IR", "tehran")]):
        assert country in sanctioned(lib, asked, others).refs


def test_the_day_of_the_list_decides_and_not_that_of_the_journey() -> None:
    query = Query(origin="Chabahar port", destination="Zaranj", depart=DAY, k=1)
    with pytest.raises(InputError, match="names IR, where the journey starts"):
        engine().ask(replace(query, avoid_sanctions=("OFAC",)))
    before = engine().ask(replace(query, avoid_sanctions=("OFAC@2026-04-26",)))
    assert any(m.code == "sanctions.exempt" for m in before.warnings)


def test_a_list_without_rows_is_told() -> None:
    answer = engine().ask(
        Query(origin="Minsk", destination="Almaty", depart=DAY, k=1, avoid_sanctions=("UK",))
    )
    assert any(m.code == "sanctions.none" for m in answer.warnings)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("OFAX", "one of OFAC"),
        ("EU@", "names no day"),
        ("EU@31-12-2026", "--avoid-sanctions"),
        ("@2026-01-01", "no list is called"),
    ],
)
def test_what_is_no_list_is_refused(text: str, said: str) -> None:
    with pytest.raises(CorridorError) as err:
        read_lists((text,), DAY.date())
    assert said in f"{err.value.what} {err.value.remedy}"


def test_the_command_refuses_an_unknown_list_and_names_one_without_a_row() -> None:
    base = ("route", "Minsk", "Almaty", "--depart", "2026-12-01", "-k", "1")
    wrong = corridor(*base, "--avoid-sanctions", "OFCA")
    assert wrong.returncode == 2
    assert "one of OFAC" in wrong.stderr
    told = corridor(*base, "--avoid-sanctions", "UN")
    assert told.returncode == 0
    assert "the tables hold no row of this list" in " ".join(told.stdout.split())
