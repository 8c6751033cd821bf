"""The best way outside the candidates, held against every other port solved alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corridor.analysis.ports.case import OUTSIDE, Case
from corridor.analysis.ports.catchment import hinterlands
from corridor.analysis.ports.comparison import compare, measure
from corridor.analysis.ports.differences import gateway
from corridor.analysis.ports.outside import outside_way
from corridor.analysis.ports.study import Depth, study
from corridor.model.objective import Objective
from tests.longer import many
from tests.questions import question, worked
from tests.real import engine
from tests.words import words

pytestmark = pytest.mark.slow
MARKET = "jebel_ali_port"
PLACES = ("Kandahar", "Tashkent", "Minsk", "Quetta")


@pytest.mark.parametrize("place", PLACES[: many(2, len(PLACES))])
def test_no_candidate_is_called_between_land_and_sea(place: str) -> None:
    asked = question()
    for lane in compare(engine(), asked, place, train=False).comparison.outside:
        for itinerary in lane.itineraries:
            called = gateway(itinerary, inward=False)
            assert called not in asked.ports
            sailing = next(
                x for x in itinerary.legs if x.kind == "sailing" and x.start.id == called
            )
            assert sailing.start.id == called


@pytest.mark.parametrize("place", PLACES[: many(2, len(PLACES))])
@pytest.mark.parametrize("inward", [False, True])
def test_outside_is_the_least_of_all_other_ports_each_solved_alone(
    place: str, *, inward: bool
) -> None:
    """Another solve for each port that has a ship to the market finds the same best value."""
    asked = replace(question(), inward=inward)
    case = Case(engine(), asked, place, MARKET)
    found = case.best(OUTSIDE, Objective.GENERALISED)
    others = sorted(case.callers - set(asked.ports))
    assert others
    least: list[float] = []
    for port in others:
        alone = Case(engine(), replace(asked, ports=(port, *asked.ports)), place, MARKET)
        path = alone.best(port, Objective.GENERALISED)
        if path is not None:
            least.append(measure(alone.priced(port, path), Objective.GENERALISED))
    assert found is not None
    assert measure(case.priced(OUTSIDE, found), Objective.GENERALISED) == min(least)


def test_five_ports_stand_in_the_order_of_each_solved_alone() -> None:
    ports = ("karachi_port", "port_qasim", "gwadar_port", "shahid_rajaee_port", "chabahar_port")
    asked = replace(question(), ports=ports)
    together = compare(engine(), asked, "Tashkent", train=False).comparison
    alone = {}
    for port in ports:
        case = Case(engine(), asked, "Tashkent", MARKET)
        path = case.best(port, Objective.GENERALISED)
        if path is not None:
            alone[port] = measure(case.priced(port, path), Objective.GENERALISED)
    assert len(alone) > 3
    assert [s.port for s in together.standings] == sorted(alone, key=lambda p: alone[p])
    assert {s.port: s.value for s in together.standings} == alone


def test_no_winner_is_told_without_what_is_outside() -> None:
    """Bandar Abbas stands before the verdict, with its share of the samples and under sanctions."""
    found = study(engine(), question(), "Tashkent", Depth(samples=200, checked=0))
    asked, avoided = found.outside
    assert asked.ports == ("shahid_rajaee_port",)
    assert asked.ahead is not None
    assert asked.ahead > 0
    assert asked.best is not None
    assert asked.best > 0.5
    told = words(found.verdict.sentence)
    assert told.index("Outside these ports Shahid Rajaee port") < told.index("no winner is named")
    headline = words(found.verdict.headline)
    assert headline.index("outside these ports Shahid Rajaee port") < headline.index("of them")
    assert any("EU and OFAC" in words(point) for point in found.verdict.points)
    assert avoided.lists == ("EU", "OFAC")
    assert avoided.itinerary is not None
    assert "IR" not in avoided.itinerary.countries
    assert "without what EU and OFAC list" in told


@pytest.mark.parametrize("inward", [False, True])
def test_what_of_its_dollars_is_estimated_is_that_of_its_items(*, inward: bool) -> None:
    """Over both markets together, item by item; the catchment says the same of the place."""
    asked = replace(question(), inward=inward, markets=(MARKET, "salalah_port"))
    found = compare(engine(), asked, "Kandahar", train=False)
    way = outside_way(found, None)
    whole = guessed = 0
    for market in found.comparison.common or asked.markets:
        for leg in found.comparison.lane(OUTSIDE, market).chosen.legs:
            counted = [i.cost.typical for i in leg.items if not i.outside_total]
            whole += sum(counted)
            guessed += sum(
                i.cost.typical for i in leg.items if i.estimate_cost and not i.outside_total
            )
    assert whole > 0
    assert way.estimate_share == pytest.approx(guessed / whole, abs=1e-9)
    assert 0 < way.estimate_share < 1
    (column,) = hinterlands(engine(), asked, {"kandahar": 1.0}, (), lambda _: None)[:1]
    (place,) = column.reaches
    assert place.outside == pytest.approx(way.value)
    assert place.outside_estimate == pytest.approx(way.estimate_share)
    told = words(study(engine(), asked, "Kandahar", Depth(samples=0)).verdict.sentence)
    assert f"{way.estimate_share:.0%} of its dollars rest on estimates" in told


def test_share_of_the_samples_is_that_of_the_least_of_all() -> None:
    """With the port outside made a candidate, it is best in as many samples as it was outside."""
    depth = Depth(samples=500, checked=0)
    asked = question()
    outside = study(engine(), asked, "Tashkent", depth).chance
    with_it = replace(asked, ports=(*asked.ports, "shahid_rajaee_port"))
    inside = study(engine(), with_it, "Tashkent", depth).chance
    assert outside is not None
    assert outside.outside is not None
    assert inside is not None
    own = next(p.best for p in inside.ports if p.port == "shahid_rajaee_port")
    assert own <= outside.outside + 0.02


def test_warnings_and_closures_of_every_way_are_kept() -> None:
    found = study(engine(), question(), "Tashkent", Depth(samples=0))
    minded = " ".join(words(c.message) for c in found.cautions.minded)
    comparison = worked("Tashkent").comparison
    for lane in comparison.lanes:
        for warning in lane.chosen.warnings if lane.itineraries else ():
            assert words(warning) in minded
    assert "US sanctions on Iran" in minded
    assert {b.subject.id for b in found.cautions.blocked} >= {"angoor_adda_road"}
