"""How sure an answer is: chances of its ways among all ways, and the verdict."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from math import inf

import numpy as np
import pytest
from msgspec import UNSET, structs
from scipy import stats
from typer.testing import CliRunner

from corridor.analysis.choice.certainty import SEED, best_shares, certainty, weigh
from corridor.analysis.choice.gather import best_of_draws, gathered
from corridor.analysis.choice.verdict import verdict
from corridor.analysis.sampling.draws import Draws, Keys
from corridor.api.planner import Planner
from corridor.cli.main import app
from corridor.messages.catalogue import in_english
from corridor.model.answer import Itinerary
from corridor.model.band import Band
from corridor.model.certainty import Certainty, WayChance
from corridor.model.link_kind import LinkKind
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.planning.answering import Found
from tests.longer import many, some
from tests.real import DAY, dataset, engine
from tests.simulation import Simulation

_MOVING = (LinkKind.LINE_HAUL, LinkKind.SAILING)
PAIRS = (("Minsk", "Karachi"), ("Kabul", "Karachi"), ("Tashkent", "Gwadar"))


def test_shares_add_up_and_ties_are_split() -> None:
    values = np.array([[1.0, 1.0, 2.0, 1.0], [3.0, 2.0, 2.0, 9.0], [5.0, 5.0, 5.0, 4.0]])
    # The last way is a copy of the first; the third is another one.
    shares = best_shares(values, (0, 1, -1, 0), 2)
    assert shares.tolist() == pytest.approx([(0.5 + 0 + 1) / 3, (0.5 + 0.5) / 3, 0.5 / 3])
    assert shares.sum() == pytest.approx(1)


def _sure(origin: str, destination: str) -> tuple[Found, Certainty]:
    found = engine().found(Query(origin=origin, destination=destination, depart=DAY))
    return found, certainty(found)


@pytest.mark.parametrize("pair", PAIRS)
def test_chances_of_a_real_answer(pair: tuple[str, str]) -> None:
    found, sure = _sure(*pair)
    answer = found.answer
    assert [w.number for w in sure.ways] == list(range(1, len(answer.itineraries) + 1))
    assert sum(w.best for w in sure.ways) + sure.another == pytest.approx(1)
    assert all(0 <= w.itself <= 1 for w in sure.ways)
    for chance, way in zip(sure.ways, answer.itineraries, strict=True):
        for by in chance.by:
            assert by.share == pytest.approx(_in_time(way, by.day), abs=1e-6)


def _in_time(way: Itinerary, day: date) -> float:
    """The chance of a split normal with the way's own band."""
    end = datetime.combine(day + timedelta(days=1), time(), way.arrival.tzinfo)
    minutes = (end - way.departure) / timedelta(minutes=1)
    band = way.time
    width = band.high - band.typical if minutes >= band.typical else band.typical - band.low
    return float(stats.norm.cdf((minutes - band.typical) / width * stats.norm.ppf(0.9)))


def test_the_option_leaves_it_out() -> None:
    planner = Planner(engine())
    left_out = planner.route("Kabul", "Karachi", depart=DAY, k=1, certainty=False)
    assert left_out.record.certainty is UNSET
    once, again = (planner.route("Kabul", "Karachi", depart=DAY, k=1) for _ in range(2))
    assert once.record.certainty is not UNSET
    assert once.record.certainty == again.record.certainty


@pytest.mark.parametrize("pair", some(PAIRS, 3))
def test_an_independent_simulation_agrees(pair: tuple[str, str]) -> None:
    """Other numbers drawn by the rule written again, ways found by other searches: within two points."""
    found, sure = _sure(*pair)
    simulation = Simulation(20_000)
    draws = Draws(77, 150, 0.5)
    others = best_of_draws(found.solver, Keys(dataset()), draws)
    paths = {p.links: p for p in (*found.paths, *(o for o in others if o is not None))}
    ways = [found.journey.itinerary(p, papers=False) for p in paths.values()]
    per_minute = found.answer.value_of_time_usd_per_h * 100 / 60
    values = np.stack(
        [
            (simulation.mean(w, "cost") + per_minute * simulation.mean(w, "time"))
            * (1.25 if w.re_enters else 1)
            for w in ways
        ]
    )
    names = [_name(w) for w in ways]
    first = [names[i] for i in values.argmin(axis=0)]
    for chance, way in zip(sure.ways, found.answer.itineraries, strict=True):
        assert chance.itself == pytest.approx(first.count(_name(way)) / len(first), abs=0.02)


def _name(way: Itinerary) -> tuple[object, ...]:
    """What makes two ways different, read off an itinerary."""
    ports = [leg.subject for leg in way.legs if leg.kind == LinkKind.PORT]
    modes = [leg.mode for leg in way.legs if leg.mode and leg.kind in _MOVING]
    runs = [m for n, m in enumerate(modes) if not n or modes[n - 1] != m]
    return tuple(b.crossing_id for b in way.borders), tuple(ports), tuple(runs), way.countries


@pytest.mark.parametrize("pair", some(PAIRS, 3, turn=1))
def test_full_searches_agree(pair: tuple[str, str]) -> None:
    """The first draws searched on the whole network, each: within two points of the gathered ways."""
    found, _ = _sure(*pair)
    count, keys = many(60, 2000), Keys(dataset())
    draws = Draws(SEED, count, 0.5)
    whole = [p for p in best_of_draws(found.solver, keys, draws, inf) if p is not None]
    ways = gathered(found.solver, keys, 0.5)
    told, full = (
        weigh(found, others, keys, Draws(SEED, count, 0.5)) for others in (ways, [*ways, *whole])
    )
    for name in ("like", "whose"):
        few, all_ = (
            best_shares(w.values, getattr(w, name), len(found.paths)) for w in (told, full)
        )
        assert few.tolist() == pytest.approx(all_.tolist(), abs=0.02)


def _made(
    state: str = "seen",
    on: str = "2026-11-20",
    rows: tuple[str, ...] = (),
    time: Band | None = None,
    cost: Band | None = None,
) -> Itinerary:
    """A real way whose evidence, figures and first leg's rows are made."""
    way = engine().ask(Query(origin="Kabul", destination="Karachi", depart=DAY, k=1)).itineraries[0]
    use = replace(way.seen[0], state=state, on=on if state == "seen" else "")
    legs = way.legs
    if rows:
        legs = (replace(legs[0], items=(replace(legs[0].items[0], rows=rows),)), *legs[1:])
    return replace(way, seen=(use,), legs=legs, time=time or way.time, cost=cost or way.cost)


def _chances(*shares: float) -> list[WayChance]:
    return [WayChance(number=n, best=s, itself=s) for n, s in enumerate(shares, 1)]


def test_one_clear_best() -> None:
    ways = [_made(), _made()]
    assert verdict(ways, _chances(0.8, 0.2), dataset()).kind == "clear"
    assert verdict(ways, _chances(0.79, 0.21), dataset()).kind == "set"
    alike = [WayChance(number=1, best=0.9, itself=0.4), WayChance(number=2, best=0.1, itself=0.1)]
    said = verdict(ways, alike, dataset())
    assert said.text.code == "certainty.clear_alike"
    assert "90% of the draws, itself in 40%" in in_english(said.text)


def test_a_choice_names_the_fast_the_cheap_and_the_safe_way() -> None:
    slow, quick = Band(200_000, 200_000, 200_000), Band(100_000, 100_000, 100_000)
    ways = [
        _made(on="2024", time=quick, cost=slow),
        _made(state="announced", time=slow, cost=quick),
        _made(on="2026-11-20", time=slow, cost=slow),
    ]
    said = verdict(ways, _chances(0.5, 0.3, 0.2), dataset())
    assert said.kind == "set"
    assert in_english(said.text).endswith("; fast 1, cheap 2, safe 3")
    assert "A choice and no winner" in in_english(said.text)


def test_no_safe_answer() -> None:
    nobody, only_said = _made(state="no_evidence"), _made(state="announced")
    said = verdict([nobody, only_said], _chances(1.0, 0.0), dataset())
    assert said.kind == "none"
    # One way that may be relied on makes it a clear best again, and the headline keeps the doubt.
    yet = verdict([nobody, _made()], _chances(1.0, 0.0), dataset())
    assert (yet.kind, yet.text.code) == ("clear", "certainty.rests")
    assert "nobody can vouch for" in in_english(yet.text)
    sound = verdict([_made(), nobody], _chances(1.0, 0.0), dataset())
    assert (sound.kind, sound.text.code) == ("clear", "certainty.clear")
    row = dataset().closures[0]
    for confirmed, kind in (("2026-09-02", "clear"), ("2026-09-01", "none")):
        changed = structs.replace(row, last_confirmed=confirmed)
        tables = replace(dataset(), closures=(changed,))
        under = verdict([_made(rows=(row.key,))], _chances(1.0), tables)
        assert under.kind == kind
        assert ("was last confirmed" in in_english(under.text)) == (kind == "none")


def test_by_kilometres_and_grams_nothing_is_drawn() -> None:
    query = Query(origin="Kabul", destination="Karachi", depart=DAY, objective=Objective.CO2, k=2)
    sure = certainty(engine().found(query))
    assert [w.best for w in sure.ways] == [1.0, *(0.0 for _ in sure.ways[1:])]
    assert (sure.another, sure.verdict in {"clear", "none"}, sure.flips) == (0.0, True, ())


def test_the_command_leaves_it_out() -> None:
    """`--no-certainty`, which stands behind `--certainty` in the help."""
    asked = ["route", "Kabul", "Karachi", "--depart", "2026-12-01", "-k", "1", "--json"]
    for words, told in ((["--certainty"], True), (["--no-certainty"], False), ([], True)):
        done = CliRunner().invoke(app, [*asked, *words])
        assert done.exit_code == 0
        assert ("certainty" in json.loads(done.stdout)) == told
