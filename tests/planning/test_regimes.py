"""
Regimes of trucks at borders: used only where, when and by whom rows allow, and the cheapest taken.

The reference counts every walk of trucks over a few posts with every regime at each, a carnet being
paid for whenever one is opened; it knows nothing of states, layers or labels.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from corridor.errors import InputError, NoRouteError
from corridor.model.answer import Itinerary
from corridor.model.consignment import Consignment
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.objective import Objective
from corridor.model.query import REGIMES, Query
from corridor.planning.links.carnet import CarnetStates, life_of
from corridor.planning.query import reading
from corridor.pricing.borders import BorderLink, price_borders
from corridor.pricing.load import weigh
from corridor.pricing.regimes import Carriage, Passage, in_force, lawful, speaking
from corridor.tables.records import TransitRegime
from tests.cli.command import corridor
from tests.longer import many
from tests.real import dataset, engine, planning
from tests.words import item_name

DAY = datetime(2026, 12, 1, 8)
TRUCK = Consignment(unit="truck")
KINDS = REGIMES[1:]
PAIRS = (
    ("Mashhad", "Quetta"), ("Bishkek", "Lahore"), ("Tehran", "Karachi"), ("Minsk", "Karachi"),
    ("Almaty", "Lahore"), ("Karachi", "Tehran"), ("Tashkent", "Mashhad"), ("Moscow", "Lahore"),
    ("Baku", "Almaty"), ("Kashgar", "Rawalpindi"), ("Kabul", "Dushanbe"), ("Minsk", "Tashkent"),
)  # fmt: skip


def asked(origin: str, destination: str, **values: object) -> Query:
    base = Query(
        origin=origin,
        destination=destination,
        depart=DAY,
        consignment=TRUCK,
        modes=(Mode.ROAD,),
        k=1,
    )
    return replace(base, **values)  # type: ignore[arg-type]


def best(query: Query) -> Itinerary | None:
    try:
        return engine().ask(query).itineraries[0]
    except NoRouteError:
        return None


def row(key: str) -> TransitRegime:
    return next(r for r in dataset().transit_regimes if r.id == key)


def passed(itinerary: Itinerary) -> list[tuple[TransitRegime, str, str, date]]:
    """Regime, countries and day of each border passed by road."""
    return [
        (row(b.regime), b.country_from, b.country_to, b.passage.date())
        for b in itinerary.borders
        if b.mode == Mode.ROAD
    ]


# ------------------------------------------------------------------ rows
def _passages() -> Iterator[Passage]:
    for post in dataset().crossings:
        if post.mode == Mode.ROAD:
            ends = (post.country_a, post.country_b)
            for (here, there), transit in itertools.product((ends, ends[::-1]), (False, True)):
                yield Passage(post, here, there, transit)


def test_every_road_border_is_passed_by_a_truck_of_the_country_left_on_some_row() -> None:
    """In transit and not, on the day of the tables: no post is lost for want of a row."""
    for passage in _passages():
        rows = in_force(speaking(dataset(), passage))
        usable = [r for r in rows if Carriage().may_use(r, passage.country_from)]
        now = [r for r in usable if r.first_day is None or r.first_day <= DAY.date()]
        assert now, (passage.crossing.id, passage.country_to, passage.transit)


def test_what_names_a_crossing_stands_in_place_of_what_names_none() -> None:
    for passage in _passages():
        rows = speaking(dataset(), passage)
        for group in ("tir", "other"):
            of_kind = [r for r in rows if (r.kind == "tir") == (group == "tir")]
            assert len({bool(r.crossings) for r in of_kind}) <= 1, passage.crossing.id


def test_a_row_not_in_force_is_never_passed_under() -> None:
    assert {r.id for r in dataset().transit_regimes if r.status != "in_force"} >= {"permit_kz_pk"}
    for passage in _passages():
        assert all(r.status == "in_force" for r in in_force(speaking(dataset(), passage)))


# ------------------------------------------------------------------ laws of real answers
@pytest.mark.parametrize("pair", PAIRS[: many(4, len(PAIRS))])
def test_no_regime_outside_its_days_countries_and_trucks(pair: tuple[str, str]) -> None:
    home = {"Mashhad": "IR", "Bishkek": "KG", "Tehran": "IR", "Minsk": "BY", "Almaty": "KZ"}
    for truck in ("", "PK", "RU"):
        itinerary = best(asked(*pair, truck_of=truck))
        if itinerary is None:
            continue
        whose = truck or home.get(pair[0], "")
        for regime, here, there, day in passed(itinerary):
            assert there in regime.countries
            assert not regime.from_countries or here in regime.from_countries
            assert not regime.trucks or not whose or whose in regime.trucks, (pair, regime.id)
            assert regime.first_day is None or regime.first_day <= day
            assert regime.last_day is None or day <= regime.last_day
            assert not regime.destinations or pair[1].lower() in regime.destinations


@pytest.mark.parametrize("pair", PAIRS[: many(4, len(PAIRS))])
def test_the_cheapest_lawful_is_taken_and_forcing_one_never_improves(pair: tuple[str, str]) -> None:
    free = best(asked(*pair))
    assert free is not None
    for kind in KINDS:
        forced = best(asked(*pair, regime=kind))
        assert forced is None or forced.generalised_cents >= free.generalised_cents, kind
        for border in forced.borders if forced is not None else ():
            assert forced is not None
            there = border.country_to
            passage = Passage(
                dataset().crossing[border.crossing_id],
                border.country_from,
                there,
                transit=there not in (forced.countries[0], forced.countries[-1]),
            )
            spoken = {r.kind for r in speaking(dataset(), passage)}
            assert row(border.regime).kind == kind or kind not in spoken


@pytest.mark.parametrize("ends", [("Mirjaveh", "Taftan"), ("Khunjerab", "Sost")])
def test_over_one_border_the_answer_is_the_least_of_those_forced(ends: tuple[str, str]) -> None:
    for objective in Objective.GENERALISED, Objective.COST, Objective.TIME:
        free = best(asked(*ends, objective=objective))
        forced = [best(asked(*ends, objective=objective, regime=kind)) for kind in KINDS]
        assert free is not None
        assert free.figure(objective) == min(i.figure(objective) for i in forced if i is not None)


@pytest.mark.parametrize("pair", PAIRS[: many(4, len(PAIRS))])
def test_papers_and_bill_agree_with_the_regimes(pair: tuple[str, str]) -> None:
    for kind in ("", "tir", "change"):
        itinerary = best(asked(*pair, regime=kind))
        if itinerary is None:
            continue
        papers = {(d.country, d.name) for d in itinerary.documents}
        carnet_open = False
        for leg in itinerary.legs:
            names = [item_name(i) for i in leg.items]
            if leg.kind is LinkKind.BORDER:
                under_tir = row(leg.regime).kind == "tir"
                # A carnet is paid for where it is opened and never with a national guarantee.
                assert ("TIR carnet" in names) == (under_tir and not carnet_open)
                assert not (under_tir and "Customs transit guarantee" in names)
                assert not (under_tir and "Change of truck" in names)
                carnet_open = under_tir
                if under_tir:
                    assert (leg.end.country, "TIR carnet") in papers
        entered = {b.country_to for b in itinerary.borders}
        tir = {b.country_to for b in itinerary.borders if row(b.regime).kind == "tir"}
        left = {b.country_from for b in itinerary.borders if row(b.regime).kind == "tir"}
        listed = {c for c, name in papers if name == "TIR carnet"}
        assert listed <= tir | left, entered


def test_a_kyrgyz_truck_runs_through_to_sost_since_april_2026() -> None:
    way = {"modes": (Mode.ROAD,), "avoid": ("IR", "AF")}
    after = best(asked("Bishkek", "Lahore", depart=datetime(2026, 5, 4, 8), **way))
    before = best(asked("Bishkek", "Lahore", depart=datetime(2025, 12, 1, 8), **way))
    assert after is not None
    assert before is not None
    assert [b.regime for b in after.borders][-1] == "tir_sost_kg"
    assert [b.regime for b in before.borders][-1] == "change_sost_in"


# ------------------------------------------------------------------ brute force
BOXES = (
    ("Tashkent", "khunjerab_road"), ("Almaty", "khunjerab_road"), ("Bishkek", "khunjerab_road"),
    ("Kashgar", "khunjerab_road"), ("Moscow", "gabd_road"), ("Minsk", "taftan_road"),
)  # fmt: skip


def test_opening_a_post_leaves_the_days_of_its_regimes_in_force() -> None:
    """`--open` lifts what shuts a post; who may pass it under a carnet, and since when, it does not."""
    dated = [r for r in dataset().transit_regimes if r.status == "in_force" and r.first_day]
    held = 0
    for regime in dated:
        assert regime.first_day is not None
        eve = datetime.combine(regime.first_day, datetime.min.time()) - timedelta(days=5)
        if eve.date() < date(2019, 1, 1) or not regime.crossings:
            continue
        query = asked("Minsk", "Karachi", depart=eve, open=regime.crossings)
        plan = planning(query)
        (window, *_) = plan.resolved.windows(plan.context).by_subject[life_of(regime)]
        assert window.row == regime.key
        assert window.start <= 0 < window.end, regime.id
        assert window.end >= 4 * 1440, regime.id
        held += 1
    assert held > 5


def test_an_opened_post_is_not_passed_under_a_carnet_before_its_first_day() -> None:
    """Gabd takes carnets since 27 April 2026: in March its truck changes, opened or not."""
    used = {}
    for day in (datetime(2026, 3, 1, 8), datetime(2026, 6, 1, 8)):
        query = asked("Tehran", "Karachi", depart=day, open=("gabd_road",), avoid=("taftan_road",))
        found = best(query)
        assert found is not None
        used[day.month] = {b.regime for b in found.borders if b.crossing_id == "gabd_road"}
    assert "tir_gabd" not in used[3]
    assert used[3]
    assert used[6] == {"tir_gabd"}


def _lent(origin: str, crossing: str) -> list[str]:
    """Rows that a box passes under by the right of trucks that are none of its origin's."""
    box = Consignment(unit="FEU")
    found = best(asked(origin, "Karachi", consignment=box, via=(crossing,)))
    assert found is not None
    assert crossing in {b.crossing_id for b in found.borders}
    home = planning(asked(origin, "Karachi", consignment=box)).resolved.origin.end.country
    return [r.id for r, *_ in passed(found) if r.trucks and home not in r.trucks]


@pytest.mark.parametrize(("origin", "crossing"), BOXES)
def test_no_box_is_lent_the_right_of_trucks_of_another_country(origin: str, crossing: str) -> None:
    assert not _lent(origin, crossing)


def test_a_truck_hired_at_each_border_lends_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault of before, put back: an Uzbek box runs through Khunjerab on a Chinese truck."""
    monkeypatch.setattr(reading, "truck_of_origin", lambda dataset, country: "")
    assert any(_lent(origin, crossing) for origin, crossing in BOXES)


def _walks(posts: int, covered: list[bool], prices: dict[str, list[int]]) -> int:
    """The least price of passing some posts in a row, every regime tried at each."""
    least = None
    for kinds in itertools.product(("tir", "plain"), repeat=posts):
        total, is_open = 0, False
        for n, kind in enumerate(kinds):
            if kind == "tir":
                if not covered[n]:
                    break
                total += prices["tir"][n] + (0 if is_open else prices["carnet"][0])
            else:
                total += prices["plain"][n]
            is_open = kind == "tir"
        else:
            least = total if least is None else min(least, total)
    assert least is not None
    return least


def test_states_under_a_carnet_give_the_least_of_all_walks() -> None:
    """A chain of countries: borders in turn with hauls between, by the states of `carnet`."""
    draw = random.Random(7)
    for _ in range(many(60, 600)):
        posts = draw.randint(1, 5)
        covered = [draw.random() < 0.7 for _ in range(posts)]
        prices = {
            "tir": [draw.randint(0, 60) for _ in range(posts)],
            "plain": [draw.randint(0, 200) for _ in range(posts)],
            "carnet": [draw.randint(0, 250)],
        }
        # Stops 2n and 2n + 1 are the two sides of post n; hauls lead from 2n + 1 to 2n + 2.
        states = CarnetStates(tuple(range(2 * posts)), 2 * posts)
        links: list[tuple[int, int, int]] = []
        for n in range(posts):
            near, far = 2 * n, 2 * n + 1
            links.append((2 * near + 1, 2 * far, prices["plain"][n]))
            for tail, head, is_open in states.borders(near, far) if covered[n] else ():
                links.append(
                    (tail, head, prices["tir"][n] + (0 if is_open else prices["carnet"][0]))
                )
            if n + 1 < posts:
                links += [(tail, head, 0) for tail, head in states.hauls(far, far + 1)]
        dist = np.full(2 * len(states.stop_of), 10**9)
        dist[1] = 0
        for _ in range(2 * len(states.stop_of)):
            for tail, head, cost in links:
                dist[head] = min(dist[head], dist[tail] + cost)
        assert dist[2 * (2 * posts - 1)] == _walks(posts, covered, prices)


def test_every_link_of_a_real_network_stands_on_a_lawful_row() -> None:
    """What the search may use, link by link, against the rows read one by one."""
    for values in (
        {},
        {"regime": "tir"},
        {"truck_of": "KG"},
        {"regime": "change", "truck_of": "BY"},
    ):
        plan = planning(asked("Minsk", "Karachi", **values))
        network, limits = plan.graph(), plan.resolved.constraints
        usable = np.flatnonzero((network.kind == LinkKind.BORDER.code) & ~network.shut)
        assert len(usable) > 50
        for link in usable.tolist():
            border = network.borders[int(network.row[link])]
            passage = Passage(
                border.crossing, border.country_from, border.country_to, border.transit
            )
            spoken = speaking(dataset(), passage)
            assert border.regime in spoken
            assert border.regime is not None
            carriage = limits.carriage("karachi")
            assert lawful(border.regime, border.country_from, spoken, carriage)


def test_a_carnet_spares_the_guarantee_and_costs_once_a_truck() -> None:
    lib = dataset()
    post = lib.crossing["taftan_road"]
    load = weigh(Consignment(unit="truck", count=3, value_usd=120_000), lib)
    rows = {r.id: r for r in lib.transit_regimes}
    links = [
        BorderLink(post, "IR", "PK", transit=True, regime=rows["bonded_pk"]),
        BorderLink(post, "IR", "PK", transit=True, regime=rows["tir_taftan"]),
        BorderLink(post, "IR", "PK", transit=True, regime=rows["tir_taftan"], carnet_open=True),
    ]
    priced = price_borders(links, load, lib, rail_service="block_train")
    bills = [{item_name(i): i.cost.typical for i in priced.items(n)} for n in range(3)]
    assert ["Customs transit guarantee" in b for b in bills] == [True, False, False]
    assert [b.get("TIR carnet", 0) for b in bills] == [0, 30_000, 0]
    assert all("Tracker and seal" in b for b in bills)


# ------------------------------------------------------------------ refusals
@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"regime": "carnet"}, "one of tir, permit, change, bonded"),
        ({"truck_of": "Karachi"}, "is not a country"),
        ({"regime": "tir", "consignment": Consignment(unit="wagon")}, "not by road"),
        (
            {"truck_of": "KG", "modes": (Mode.RAIL,), "consignment": Consignment()},
            "leaves out road",
        ),
    ],
)
def test_what_could_not_act_is_refused(values: dict[str, object], said: str) -> None:
    with pytest.raises(InputError) as err:
        engine().ask(asked("Minsk", "Karachi", **values))
    assert said in f"{err.value.what} {err.value.remedy}"


def test_the_command_refuses_a_regime_that_is_not_in_force_with_the_row() -> None:
    base = ("route", "Kashgar", "Sost", "--unit", "truck", "--modes", "road", "--depart")
    only = ("--only-countries", "CN,PK", "--regime")
    done = corridor(*base, "2026-12-01", *only, "permit")
    assert done.returncode == 1
    assert "permit_sost, not in force" in done.stderr
    assert "drop --regime permit" in done.stderr
    early = corridor(*base, "2021-12-01", *only, "tir")
    assert early.returncode == 1
    assert "tir_sost" in early.stderr
    through = corridor(*base, "2026-12-01", *only, "tir", "-v")
    assert through.returncode == 0
    assert "a TIR carnet" in through.stdout
