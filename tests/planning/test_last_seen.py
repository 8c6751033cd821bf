"""What an answer uses says when it was last seen; what is announced is shut until it is opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from msgspec import structs

from corridor.errors import NoRouteError
from corridor.model.answer import Itinerary
from corridor.model.dates import last_day
from corridor.model.link_kind import LinkKind
from corridor.model.query import Query
from corridor.model.ref import Ref, RefKind
from corridor.tables.dataset import Dataset
from tests.longer import some
from tests.real import DAY, dataset, engine, solve
from tests.words import words

ENDS = [("Minsk", "Karachi"), ("Kabul", "Karachi"), ("Almaty", "Gwadar"), ("Lahore", "Jebel Ali port"),
        ("Kandahar", "Karachi"), ("Tashkent", "Mashhad"), ("Moscow", "Almaty"), ("Baku", "Tbilisi")]  # fmt: skip


def used(way: Itinerary) -> set[Ref]:
    """What a way uses, counted anew from its legs."""
    found = {Ref(RefKind.CROSSING, b.crossing_id) for b in way.borders}
    found |= {Ref(RefKind.REGIME, b.regime) for b in way.borders if b.regime}
    found |= {Ref(RefKind.SERVICE, leg.subject) for leg in way.legs if leg.kind == LinkKind.SAILING}
    trains = {leg.service for leg in way.legs if leg.service in dataset().train}
    return found | {Ref(RefKind.SERVICE, t) for t in trains}


@pytest.mark.parametrize(("origin", "destination"), some(ENDS, 3))
def test_all_that_is_used_is_told_once_with_its_age(origin: str, destination: str) -> None:
    most = dataset().figures.closure_stale_days.value.typical
    for way in (
        engine().ask(Query(origin=origin, destination=destination, depart=DAY, k=3)).itineraries
    ):
        assert {s.subject for s in way.seen} == used(way)
        assert len({s.subject for s in way.seen}) == len(way.seen)
        for use in way.seen:
            text = words(use.text)
            if use.state == "seen":
                days = (DAY.date() - last_day(use.on)).days
                assert (f"{days} days before departure" in text) == (days > most), text
                assert use.on in text
            elif use.state == "no_evidence":
                assert "no evidence" in text


def test_a_departure_before_the_sighting_tells_no_age() -> None:
    early = Query(origin="Minsk", destination="Baku", depart=datetime(2024, 3, 1, 8))
    texts = [words(s.text) for s in engine().ask(early).itineraries[0].seen if s.state == "seen"]
    assert texts
    assert not [t for t in texts if "before departure" in t]


def announcing(kind: str, key: str) -> Dataset:
    """The tables with a thing that was only announced."""
    base = structs.replace(
        dataset().last_seen[0], id="promise", subject_kind=RefKind(kind), subject_id=key,
        into="", state="announced", seen_on="", what="",
    )  # fmt: skip
    kept = [r for r in dataset().last_seen if (r.subject_kind, r.subject_id) != (kind, key)]
    return replace(dataset(), last_seen=(*kept, base))


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        (Query(origin="Herat", destination="Karachi", depart=DAY), "crossing"),
        (Query(origin="Minsk", destination="Karachi", depart=DAY), "regime"),
    ],
)
def test_what_is_announced_is_shut_until_it_is_opened(query: Query, kind: str) -> None:
    """For each crossing or regime of the best way: announced it is not used, opened it is again."""
    best = solve(query)[3]
    assert best is not None
    for subject in some([s.subject for s in best.seen if s.subject.kind == kind], 2):
        tables = announcing(kind, subject.id)
        way = solve(query, tables)[3]
        assert way is None or subject not in used(way)
        if kind == "crossing":
            opened = solve(replace(query, open=(subject.id,)), tables)[3]
            assert opened is not None
            assert used(opened) == used(best)
            (told,) = (s for s in opened.seen if s.subject == subject)
            assert "announced" in words(told.text)


def test_a_terminal_that_is_being_built_is_not_used_and_the_remedy_works() -> None:
    by_it = Query(
        origin="Karachi", destination="Lahore", depart=DAY, via=("Pipri multimodal park",)
    )
    with pytest.raises(NoRouteError) as refused:
        engine().ask(by_it)
    assert "announced, not seen in use" in str(refused.value)
    name = refused.value.remedy.removeprefix("--open ")
    opened = engine().ask(replace(by_it, open=(name,), k=1)).itineraries[0]
    assert name in {leg.subject for leg in opened.legs}
