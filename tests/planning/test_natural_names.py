"""Options understand what people call a crossing, port or terminal as they do its id."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corridor.model.query import Query
from corridor.model.ref import Ref, RefKind, RefSet
from corridor.model.why import Why
from corridor.planning.query.constraints import meant
from corridor.tables.gazetteer import normal
from tests.longer import many
from tests.real import DAY, dataset, engine
from tests.words import words

pytestmark = pytest.mark.slow

QUERY = Query(origin="Tashkent", destination="Karachi", depart=DAY, k=1)


def names() -> dict[str, set[Ref]]:
    """What the tables call every crossing, port and terminal, and what of them is called so."""
    lib = dataset()
    found: dict[str, set[Ref]] = {}
    for crossing in lib.crossings:
        for text in (crossing.name, crossing.id.rsplit("_", 1)[0].replace("_", " ")):
            found.setdefault(normal(text), set()).add(Ref(RefKind.CROSSING, crossing.id))
    for port in lib.ports:
        hub = lib.hub[port.id]
        for text in (hub.name, port.id.removesuffix("_port").replace("_", " ")):
            found.setdefault(normal(text), set()).add(Ref(RefKind.PORT, port.id))
    for terminal in lib.terminals:
        kind = RefKind.PORT if terminal.hub_id in lib.port else RefKind.HUB
        for text in (terminal.name, lib.hub[terminal.hub_id].name):
            found.setdefault(normal(text), set()).add(Ref(kind, terminal.hub_id))
    for alias in lib.place_names:
        if alias.hub_id in lib.port:
            found.setdefault(normal(alias.name), set()).add(Ref(RefKind.PORT, alias.hub_id))
    return found


def test_every_option_reads_a_natural_name_as_all_that_bear_it() -> None:
    """--avoid, --discourage, --open and --close take the union of what is called so."""
    gazetteer = engine().gazetteer
    for text, things in names().items():
        read = set(gazetteer.things(text, "--avoid"))
        assert read >= things, text
        assert RefSet.of(read)


def test_a_crossing_named_is_to_be_crossed() -> None:
    """--via and --why: the crossings of that name, not merely the posts beside them."""
    gazetteer, lib = engine().gazetteer, dataset()
    for crossing in lib.crossings:
        for text in (crossing.id, crossing.name):
            things = meant(text, gazetteer.things(text, "--via"), lib)
            assert {t.kind for t in things} == {"crossing"}
            assert Ref(RefKind.CROSSING, crossing.id) in things


def _why(text: str) -> Why:
    why = engine().ask(replace(QUERY, why=text)).why
    assert why is not None
    return why


def test_why_by_name_is_the_best_of_why_by_each_id() -> None:
    """Every crossing and port: never a false 'no path leads over it'."""
    gazetteer, lib = engine().gazetteer, dataset()
    by_id: dict[str, Why] = {}
    told: set[str] = set()
    wanted = {
        t: things
        for t, things in names().items()
        if {x.kind for x in things} & {"crossing", "port"}
    }
    on_best = {leg.subject for leg in engine().ask(QUERY).itineraries[0].legs}
    for number, text in enumerate(wanted):
        lone = len(wanted[text]) == 1 and not {t.id for t in wanted[text]} & on_best
        if lone and number % many(10, 4):
            continue  # a tenth of the names of one thing, all of several and of the best way's
        things = meant(text, gazetteer.things(text, "--why"), lib)
        if any(t.kind == "hub" for t in things):
            continue  # a town with its port: more than the port
        for thing in things:
            if thing.id not in by_id:
                by_id[thing.id] = _why(thing.id)
        each = [by_id[t.id] for t in things]
        why = _why(text)
        told.add(why.verdict)
        if any(w.verdict == "best" for w in each):
            assert why.verdict == "best", text
            continue
        ways = [w for w in each if w.label]
        if not ways:
            assert why.verdict == "none", text
            continue
        # What is planned beside what stands is not opened with it.
        least = (
            min(w.gap for w in ways if not words(w.reason).count("not in use"))
            if any("not in use" not in words(w.reason) for w in ways)
            else min(w.gap for w in ways)
        )
        assert why.verdict != "none", text
        assert why.gap == pytest.approx(least, abs=0.01), text
    assert told >= {"best", "dearer", "closed"}


@pytest.mark.parametrize(
    "text", ["Torkham", "Ghulam Khan", "Bandar Abbas", "Turkmenbashi", "Chaman"]
)
def test_opening_and_closing_by_a_natural_name(text: str) -> None:
    named = engine().ask(replace(QUERY, close=(text,))).itineraries[0]
    things = engine().gazetteer.things(text, "--close")
    by_id = engine().ask(replace(QUERY, close=tuple(t.id for t in things))).itineraries[0]
    assert (named.cost, named.time) == (by_id.cost, by_id.time)
    assert engine().ask(replace(QUERY, open=(text,))).itineraries
