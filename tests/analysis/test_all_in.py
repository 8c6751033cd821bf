"""A comparison counts what the box costs after the journey; a quote tells it beside its total."""

from __future__ import annotations

import pytest

from corridor.analysis.ports.case import Case
from corridor.analysis.ports.catchment import hinterlands
from corridor.analysis.ports.cautions import cautions
from corridor.analysis.ports.comparison import compare, measure
from corridor.model.charge import BOX_RETURN, DETENTION
from corridor.model.objective import Objective
from tests.longer import many
from tests.questions import question
from tests.real import engine

pytestmark = pytest.mark.slow
PLACES = ("Tashkent", "Kandahar", "Minsk", "Lahore")


@pytest.mark.parametrize("place", PLACES[: many(2, 4)])
def test_imports_hold_the_detention_of_the_box_and_it_adds_up(place: str) -> None:
    found = compare(engine(), question(inward=True), place).comparison
    held = 0
    for lane in found.lanes:
        for way in lane.itineraries:
            inside = [i for leg in way.legs for i in leg.items if not i.outside_total]
            assert way.cost.typical == sum(i.cost.typical for i in inside)
            assert all(
                leg.cost.typical == sum(i.cost.typical for i in leg.items if not i.outside_total)
                for leg in way.legs
            )
            held += sum(i.type in (DETENTION, BOX_RETURN) for i in inside)
            outside = [i.type for leg in way.legs for i in leg.items if i.outside_total]
            assert DETENTION not in outside
        least = min(measure(w, Objective.GENERALISED) for w in lane.itineraries)
        assert measure(lane.chosen, Objective.GENERALISED) == least
    assert held


def test_a_quote_leaves_outside_what_a_comparison_counts() -> None:
    """The same links priced by the planner: dearer here by exactly the detention told there."""
    asked = question(inward=True)
    case = Case(engine(), asked, "Tashkent", "jebel_ali_port")
    path = case.best("karachi_port", Objective.GENERALISED)
    assert path is not None
    quote = case._journey("karachi_port").itinerary(path, papers=False)
    told = sum(
        i.cost.typical
        for leg in quote.legs
        for i in leg.items
        if i.outside_total and i.type in (DETENTION, BOX_RETURN)
    )
    assert told > 0
    counted = case.priced("karachi_port", path)
    assert counted.cost.typical - quote.cost.typical == told
    assert counted.generalised_cents - quote.generalised_cents == told


def test_exports_hold_none() -> None:
    found = compare(engine(), question(), "Tashkent", train=False).comparison
    rows = [i.type for x in found.lanes for leg in x.chosen.legs for i in leg.items]
    assert DETENTION not in rows


def test_imports_say_where_no_tariff_of_detention_is_known_though_it_counts_elsewhere() -> None:
    """Pakistan has rows, Iran none: told of the ways outside too; exports and equals say nothing."""

    def told(ports: tuple[str, ...], *, inward: bool = True) -> list[tuple[str, ...]]:
        found = compare(engine(), question(ports=ports, inward=inward), "Tashkent", train=False)
        minded = cautions(found).minded
        return [c.ports for c in minded if c.message.code == "detention.none"]

    assert told(("karachi", "port_qasim")) == [("outside",)]
    assert told(("karachi", "shahid_rajaee")) == [("shahid_rajaee_port", "outside")]
    assert told(("shahid_rajaee", "chabahar")) == [("shahid_rajaee_port", "chabahar_port")]
    assert told(("karachi", "shahid_rajaee"), inward=False) == []


@pytest.mark.parametrize("place", ["Tashkent", "Minsk", "Kabul", "Almaty"][:: many(2, 1)])
def test_no_way_of_the_front_of_imports_is_before_the_one_that_is_chosen(place: str) -> None:
    """
    A port's ways are found by hours and dollars without detention, and chosen with it.

    A way with more hours and more dollars than another by the same ship keeps its box longer too,
    so the least of all is on the front. Without `Case.sooner` Tashkent and Kabul fail here.
    """
    asked = question(inward=True)
    case = Case(engine(), asked, place, "jebel_ali_port")
    found = compare(engine(), asked, place, train=False).comparison
    (column, *_) = hinterlands(
        engine(), asked, {case.planning.resolved.destination.endpoint.spot.id: 1.0}
    )
    values = dict(column.reaches[0].values)
    for port in ("karachi_port", "port_qasim"):
        chosen = measure(found.lane(port, "jebel_ali_port").chosen, Objective.GENERALISED)
        least = min(
            measure(case.priced(port, p), Objective.GENERALISED) for p in case.alternatives(port)
        )
        assert chosen <= least
        assert values[port] == chosen
