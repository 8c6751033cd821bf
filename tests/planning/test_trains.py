"""Trains of `rail_services`: boarded once, ridden over borders, waited for by their headway."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache

import pytest
from msgspec import structs

from corridor.errors import DataError
from corridor.model.answer import Answer, Item, Itinerary, Leg
from corridor.model.band import Band
from corridor.model.charge import RAIL_HAUL, TRAIN_WAIT
from corridor.model.consignment import Consignment
from corridor.model.dates import last_day
from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.planning.answer.trains import train_text
from corridor.planning.links.services.trains import Train, trains
from corridor.pricing.load import weigh
from corridor.pricing.trains import RUNS, WAGONLOAD, carries, headway_wait, lots_of
from corridor.report.document.make_answer import answer_record
from corridor.tables.dataset import Dataset
from corridor.tables.records import RailService
from tests.longer import some
from tests.planning.test_stops import value
from tests.real import DAY, dataset, engine, planning, solve
from tests.words import words

RAIL = (Mode.RAIL,)
# Three years: what was not seen since is not taken unless it is asked for.
_SEEN_DAYS = 3 * 366
_END = {"origin": "from_place", "destination": "to_place"}


def running() -> list[RailService]:
    return [s for s in dataset().rail_services if s.status == RUNS and s.kind != WAGONLOAD]


def ridden(ways: Sequence[Itinerary], train: str) -> list[Leg]:
    """The legs of the first way that is on a train."""
    return next(([x for x in w.legs if x.service == train] for w in ways if on(w, train)), [])


def on(way: Itinerary, train: str) -> bool:
    return any(leg.service == train for leg in way.legs)


def whole(way: Itinerary, train: str) -> bool:
    """Whether a way is on a train from its first place to its last."""
    length_m = sum(leg.length_m for leg in way.legs if leg.service == train)
    stretches = next(t for t in laid() if t.service.id == train).stretches
    return length_m == sum(p.length_m for x in stretches for p in x.paths)


def waits(legs: Sequence[Leg]) -> list[Item]:
    return [i for leg in legs for i in leg.items if i.type == TRAIN_WAIT]


def asked(origin: str, destination: str, **options: object) -> Query:
    query = Query(origin=origin, destination=destination, depart=DAY, modes=RAIL, k=1)
    return replace(query, **options)  # type: ignore[arg-type]


def end_to_end(service: RailService, **options: object) -> Query:
    """From the first place of a train to its last one; a port is reached by its gate."""
    unit = "FEU" if service.kind != "mixed" else "wagon"
    ports = {p.id for p in dataset().ports}
    siding = [which for which, place in _END.items() if getattr(service, place) in ports]
    return asked(
        service.from_place,
        service.to_place,
        consignment=Consignment(unit=unit),
        siding=siding[0] if siding else "",
        **options,
    )


@cache
def rides() -> dict[str, Answer]:
    """An answer from end to end of every train that runs."""
    return {s.id: engine().ask(end_to_end(s, k=6)) for s in running()}


# ------------------------------------------------------------------ the rows
def test_rows_tell_when_a_train_was_seen_and_none_is_taken_unseen() -> None:
    newest = last_day(dataset().data_date)
    for service in dataset().rail_services:
        if service.status == RUNS:
            assert service.headway_days is not None, service.id
            assert (newest - last_day(service.last_run)).days < _SEEN_DAYS, service.id
        elif service.last_run:
            old = (newest - last_day(service.last_run)).days > _SEEN_DAYS
            assert old or service.status == "announced" or "opened" in service.note, service.id
        assert (service.kind == WAGONLOAD) == (not service.to_place), service.id
    ships = {s.id for s in dataset().sea_services}
    assert not ships & set(dataset().train)


def laid() -> Iterator[Train]:
    yield from trains(engine().context)


def test_every_train_is_laid_from_its_first_to_its_last_place() -> None:
    graph = engine().graph
    found = {(t.service.id, t.back): t for t in laid()}
    for service in dataset().rail_services:
        if service.kind == WAGONLOAD:
            continue
        assert ((service.id, True) in found) == service.both_directions
        stops = [s for x in found[service.id, False].stretches for s in x.stops]
        ends = [str(graph.place_id[graph.stop_place[s]]) for s in (stops[0], stops[-1])]
        assert ends == [service.from_place, service.to_place]
        if service.both_directions:
            there, back = (found[service.id, b].stretches for b in (False, True))
            whole = [sum(p.length_m for x in way for p in x.paths) for way in (there, back)]
            assert whole[0] == whole[1]


def test_the_train_of_the_index_is_as_long_as_the_index_says() -> None:
    """5,430 km Dostyk / Altynkol - Brest (index1520.com), by the crossings of the row."""
    whole = next(t for t in laid() if t.service.id == "utlc_era").stretches
    assert sum(p.length_m for x in whole for p in x.paths) / 1000 == pytest.approx(5430, rel=0.01)


@pytest.mark.parametrize(
    ("via", "why"),
    [
        (("crossing:nowhere_rail",), "crossing:nowhere_rail is unknown"),
        (("crossing:taftan_rail",), "taftan_rail is not at the border of BY"),
        (("gwadar", "crossing:krasnoe_rail"), "no rails from minsk_kolyadichi to gwadar"),
    ],
)
def test_a_train_of_ones_own_that_has_no_rails_is_refused_by_name(
    via: tuple[str, ...], why: str
) -> None:
    rows = [structs.replace(dataset().train["by_az_container"], via=via, calls=())]
    with pytest.raises(DataError, match="rail_services:by_az_container") as caught:
        solve(asked("Minsk", "Baku"), replace(dataset(), rail_services=tuple(rows)))
    assert why in caught.value.what


def test_a_call_that_the_line_does_not_pass_is_refused_by_name() -> None:
    rows = (structs.replace(dataset().train["by_az_container"], calls=("gwadar",)),)
    with pytest.raises(DataError) as caught:
        solve(asked("Minsk", "Baku"), replace(dataset(), rail_services=rows))
    assert "calls at gwadar, which its line (via) does not pass" in caught.value.what


# ------------------------------------------------------------------ waits
def test_a_train_is_waited_for_once_by_half_its_headway() -> None:
    taken = 0
    for service in running():
        legs = ridden(rides()[service.id].itineraries, service.id)
        if not legs:
            continue
        taken += 1
        (wait,) = waits(legs)
        apart = service.headway_days
        assert apart is not None
        typical, high = round(apart.typical / 2 * 1440), round(apart.high * 1440)
        assert wait.time == Band(0, typical, high), service.id
        assert service.key in wait.rows
    assert taken >= 8


def test_who_rides_over_a_border_or_a_change_of_gauge_waits_for_no_other_train() -> None:
    over = 0
    for service in running():
        for way in rides()[service.id].itineraries:
            numbers = [n for n, leg in enumerate(way.legs) if leg.service == service.id]
            if not whole(way, service.id):
                continue
            between = way.legs[numbers[0] : numbers[-1] + 1]
            over += sum(leg.kind == LinkKind.BORDER for leg in between)
            assert len(waits(between)) == 1, service.id
            # The truck brings it to the yard, and nothing is waited for there besides.
            assert not waits(way.legs[max(numbers[0] - 1, 0) : numbers[0]])
    assert over > 5


def test_the_published_hours_come_out_where_a_train_has_any() -> None:
    """Ride, borders and changes of gauge add up to what is published, end to end."""
    told = 0
    for service in running():
        way = next((w for w in rides()[service.id].itineraries if whole(w, service.id)), None)
        if service.transit_h is None or service.pace_kmh is None or way is None:
            continue
        numbers = [n for n, leg in enumerate(way.legs) if leg.service == service.id]
        between = way.legs[numbers[0] : numbers[-1] + 1]
        minutes = sum(leg.time.typical for leg in between) - waits(between)[0].time.typical
        low, high = service.transit_h.low * 0.9, service.transit_h.high * 1.1
        assert low <= minutes / 60 <= high, (service.id, minutes / 60)
        told += 1
    assert told >= 5


# ------------------------------------------------------------------ who takes what
def test_a_line_of_one_train_is_left_to_it_whatever_is_asked() -> None:
    """Quetta - Zahedan: no haul of ordinary traffic, which would wait for no known train."""
    for options in ({}, {"rail_service": "wagonload"}, {"consignment": Consignment(unit="wagon")}):
        way = engine().ask(asked("Quetta", "Zahedan", **options)).itineraries[0]
        assert {leg.service for leg in way.legs if leg.service} == {"pk_iran_goods"}
    own = engine().ask(asked("Quetta", "Zahedan", rail_service="block_train")).itineraries[0]
    assert {leg.service for leg in own.legs if leg.service} == {"block_train"}


def test_a_block_train_on_inducement_takes_no_single_box() -> None:
    row = structs.replace(dataset().train["by_az_container"], kind="block_train")
    tables = replace(dataset(), rail_services=(row,))
    for count, taken in ((1, False), (50, True)):
        load = weigh(Consignment(count=count), tables)
        assert carries(row, load, "scheduled", tables) == taken
        query = asked("minsk_kolyadichi", "astara_az", consignment=Consignment(count=count))
        way = solve(query, tables)[3]
        assert way is not None
        assert taken or not on(way, row.id)


def test_the_word_of_the_service_says_who_may_be_boarded() -> None:
    query = asked("minsk_kolyadichi", "astara_az", k=4)
    plain, loose, own = (
        engine().ask(replace(query, rail_service=word)).itineraries
        for word in ("", "wagonload", "block_train")
    )
    assert any(on(w, "by_az_container") for w in plain)
    assert {leg.service for w in loose for leg in w.legs if leg.service} == {"wagonload"}
    assert {leg.service for w in own for leg in w.legs if leg.service} == {"block_train"}


def test_what_does_not_run_is_taken_only_where_it_is_opened() -> None:
    query = asked("karachi_port", "prem_nagar", k=4)
    plain = engine().ask(query).itineraries
    assert not any(on(w, "pk_prem_nagar") for w in plain)
    opened = engine().ask(replace(query, open=("pk_prem_nagar",))).itineraries
    assert any(on(w, "pk_prem_nagar") for w in opened)
    text = next(words(u.text) for w in opened for u in w.trains if u.service == "pk_prem_nagar")
    assert "unconfirmed, taken because it was opened" in text
    assert "last seen 2021-12" in text


def test_a_train_does_not_run_before_its_first_day() -> None:
    """The train to Baku began in August 2022."""
    query = asked("minsk_kolyadichi", "astara_az", k=4, depart=datetime(2019, 7, 1, 8))
    assert not any(on(w, "by_az_container") for w in engine().ask(query).itineraries)
    assert dataset().train["by_az_container"].first_day == date(2022, 8, 8)


@pytest.mark.parametrize("what", ["krasnoe_rail", "moscow__michurinsk__rail", "by_az_container"])
def test_a_train_does_not_run_where_its_line_is_shut(what: str) -> None:
    """Nor is it boarded behind: no train comes to Baku whose border is shut."""
    query = asked("minsk_kolyadichi", "astara_az", k=4, close=(what,))
    ways = engine().ask(query).itineraries
    assert ways
    assert not any(on(w, "by_az_container") for w in ways)


@pytest.mark.parametrize("what", ["krasnoe_rail", "smolensk"])
def test_a_train_is_not_led_round_what_is_avoided(what: str) -> None:
    query = asked("minsk_kolyadichi", "astara_az", k=4, avoid=(what,))
    ways = engine().ask(query).itineraries
    assert ways
    legs = [x for w in ways for x in w.legs if x.service == "by_az_container"]
    assert not any(leg.country == "RU" for leg in legs)


@pytest.mark.parametrize("town", some(["Smolensk", "Orsha", "Makhachkala", "Baku"], 2))
def test_a_town_that_the_train_runs_through_changes_nothing(town: str) -> None:
    query = asked("minsk_kolyadichi", "astara_az", avoid=("zlynka_rail", "shesterovka_rail"))
    way = solve(query)[3]
    assert way is not None
    assert on(way, "by_az_container")
    assert value(replace(query, via=(f"{town} (town)",))) == value(query)


@pytest.mark.parametrize(("train", "verdict"), [("by_iran_east", "dearer"), ("pk_iti", "closed")])
def test_why_not_on_a_train_is_answered(train: str, verdict: str) -> None:
    ends = {"by_iran_east": ("Minsk", "Tehran"), "pk_iti": ("Rawalpindi", "Tehran")}[train]
    why = engine().ask(asked(*ends, modes=tuple(Mode), why=train, crew="two_drivers")).why
    assert why is not None
    assert why.verdict == verdict


# ------------------------------------------------------------------ the weekdays
def on_days(days: tuple[str, ...]) -> Dataset:
    rows = tuple(
        structs.replace(s, days_out=days) if s.id == "by_az_container" else s
        for s in dataset().rail_services
    )
    return replace(dataset(), rail_services=rows)


def test_by_weekdays_the_calendar_tells_the_wait() -> None:
    """Ready on a Tuesday at 8 and lifted by the evening, a train of Friday is boarded on it."""
    query = asked("minsk_kolyadichi", "astara_az", avoid=("zlynka_rail", "shesterovka_rail"))
    assert query.depart.weekday() == 1
    way = solve(query, on_days(("fri",)))[3]
    assert way is not None
    legs = [leg for leg in way.legs if leg.service == "by_az_container"]
    (wait,) = waits(legs)
    left = legs[0].departs.timestamp() / 60 + wait.time.typical
    moment = datetime.fromtimestamp(left * 60, legs[0].departs.tzinfo)
    assert (moment.weekday(), moment.hour, moment.minute) == (4, 0, 0)
    assert wait.time.low == wait.time.high


# ------------------------------------------------------------------ what is said
def test_first_lines_and_legs_of_the_document_name_each_train() -> None:
    query = asked("Minsk", "Tehran", k=2)
    document = answer_record(engine().ask(query), dataset())
    said = 0
    for way in document.itineraries:
        named = {t.service for t in way.trains or ()}
        assert named == {leg.service for leg in way.legs if leg.service}
        for train in way.trains or ():
            row = dataset().train.get(train.service)
            if row is None:
                assert "no service known" in train.text or "wait by" in train.text
                continue
            said += 1
            assert row.name in train.text
            assert f"last seen {row.last_run}" in train.text
            assert train.source_ids == (row.source_id,)
            assert row.source_id in train.text
            assert len(train.text) < 160
    assert said


def test_trains_that_do_not_run_are_told_with_the_reason_where_they_would_lead() -> None:
    told = engine().ask(asked("Rawalpindi", "Tehran", modes=tuple(Mode))).warnings
    texts = [words(w) for w in told if w.code == "train.idle"]
    (iti,) = [t for t in texts if "(ITI)" in t]
    assert "announced: Start of 31 December 2025 put off until further notice" in iti
    assert "--open pk_iti takes it" in iti
    assert not any("Tashkent" in t for t in texts)
    query = asked("Rawalpindi", "Tehran", modes=tuple(Mode), open=("pk_iti",))
    assert not any("(ITI)" in words(w) for w in engine().ask(query).warnings)


# ------------------------------------------------------------------ quantity
MIDDLE = Query(origin="Almaty", destination="Baku", depart=DAY, k=1)


def of_count(query: Query, count: int, **options: object) -> Itinerary:
    sent = Consignment(unit="FEU", count=count)
    return engine().ask(replace(query, consignment=sent, **options)).itineraries[0]  # type: ignore[arg-type]


def test_boxes_beyond_a_train_go_by_later_ones_and_the_last_is_told() -> None:
    """62 boxes fill a train to Aprin; 63 go by two, ten days apart."""
    base = asked("vorsino", "tehran", rail_service="scheduled", avoid=("AZ",))
    row = dataset().train["ru_iran_east"]
    assert (row.capacity, row.capacity_unit) == (62, "FEU")
    load = {n: weigh(Consignment(unit="FEU", count=n), dataset()) for n in (1, 62, 63, 124, 125)}
    assert [lots_of(row, x, dataset()) for x in load.values()] == [1, 1, 2, 2, 3]
    small = weigh(Consignment(unit="TEU", count=125), dataset())
    assert lots_of(row, small, dataset()) == 2
    apart = row.headway_days
    assert apart is not None
    for lots in (1, 2, 3):
        time = headway_wait(row, dataset(), lots)[1]
        assert time.typical == round((lots - 0.5) * apart.typical * 1440)
        assert time.low == round((lots - 1) * apart.low * 1440)
        assert time.high == round(lots * apart.high * 1440)
    ways = engine().ask(replace(base, k=6)).itineraries
    assert any(on(w, "ru_iran_east") for w in ways)
    assert words(train_text(row, 2)).count("in 2 lots, figures are those of the last") == 1


@pytest.mark.parametrize(("count", "lots"), [(1, 1), (63, 2)])
def test_every_ride_waits_for_its_last_lot(count: int, lots: int) -> None:
    query = asked("vorsino", "tehran", consignment=Consignment(count=count))
    (row,) = (s for s in dataset().rail_services if s.id == "ru_iran_east")
    wanted = headway_wait(row, dataset(), lots)[1]
    found = set()
    for part in planning(query).graph().hauls.parts:
        for number, ride in enumerate(getattr(part, "rides", ())):
            if ride.service == row and ride.boards and not ride.waited and ride.after is None:
                (wait,) = (i for i in part.bill.items(number) if i.type == TRAIN_WAIT)
                found.add(wait.time)
    assert found == {wanted}


def test_a_block_train_is_bought_whole_where_that_is_cheaper_and_said() -> None:
    """Kazakhstan: 1.77 USD a km for a box as wagonload, 0.55 in a block train of 41."""
    query = asked("Almaty", "Aktobe", objective=Objective.COST)
    found = {n: of_count(query, n).trains for n in (1, 10, 20, 41, 130)}
    services = {n: {use.service for use in uses} for n, uses in found.items()}
    assert not any({"whole_train", "block_train"} & services[n] for n in (1, 10))
    assert services[20] == {"whole_train"}
    assert services[41] == services[130] == {"block_train"}
    assert "bought for 20" in words(found[20][0].text)
    assert "3 in all" in words(found[130][0].text)
    paid = [of_count(query, n) for n in (20, 41)]
    hauls = [
        sum(
            i.cost.typical
            for leg in w.legs
            if leg.mode == "rail"
            for i in leg.items
            if i.type == RAIL_HAUL
        )
        for w in paid
    ]
    assert hauls[0] == hauls[1]


def test_more_boxes_are_never_cheaper_and_fewer_never_pay_for_more() -> None:
    """What a larger lot pays a smaller one may pay too: by price alone, in order of the count."""
    counts = (1, 7, 20, 30, 40, 41, 60)
    for query in (MIDDLE, asked("Minsk", "Tashkent"), asked("Minsk", "Tehran")):
        paid = [of_count(query, n, objective=Objective.COST).cost.typical for n in counts]
        assert paid == sorted(paid)


def test_a_small_lot_in_a_block_train_is_a_share_and_called_so() -> None:
    query = asked("Minsk", "Tashkent", rail_service="block_train")
    for count, text in ((1, "a share of a block train of at least 41"), (50, "1 in all")):
        (use,) = of_count(query, count).trains
        assert text in words(use.text)


def test_a_train_of_ones_own_meets_borders_and_closures_like_others() -> None:
    query = asked("Minsk", "Tashkent")
    way = of_count(query, 50)
    assert {leg.service for leg in way.legs if leg.service} == {"block_train"}
    passed = [b.crossing_id for b in way.borders]
    assert passed
    for crossing in passed:
        other = of_count(query, 50, close=(crossing,))
        assert crossing not in [b.crossing_id for b in other.borders]
    same = of_count(query, 50, rail_service="block_train")
    assert way.cost == same.cost
    assert way.time == same.time
