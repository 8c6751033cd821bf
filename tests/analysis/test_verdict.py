"""The first sentence of a comparison, on standings made by hand: who is named, and on what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from corridor.analysis.ports.case import Absence
from corridor.analysis.ports.chance import Chance, PortChance, Spread3
from corridor.analysis.ports.comparison import Comparison, Lane, Standing
from corridor.analysis.ports.differences import LAND, Step
from corridor.analysis.ports.information import Information
from corridor.analysis.ports.verdict import Verdict, verdict
from corridor.model.answer import Endpoint, Spot
from corridor.model.message import name, say
from corridor.model.objective import Objective
from tests.questions import PORTS, question
from tests.real import dataset
from tests.words import words

KARACHI, QASIM, GWADAR = (f"{p}_port" if p != "port_qasim" else p for p in PORTS)
MARKET, OTHER = "jebel_ali_port", "mombasa_port"
NONE = Spread3(0.0, 0.0, 0.0)
HERE = Endpoint(text="", spot=Spot("termez", "Termez", "UZ", 0.0, 0.0), moved_km=0.0, note=None)


def standing(port: str, value: float) -> Standing:
    zero = dict.fromkeys(Standing.__dataclass_fields__, 0.0)
    return Standing(**{**zero, "port": port, "value": value, "parts": ()})  # type: ignore[arg-type]


def lane(port: str, absence: Absence | None = None, market: str = MARKET) -> Lane:
    """A lane that is used, unless it says why not."""
    itineraries: Any = () if absence else ("a way",)
    return Lane(
        port=port, market=market, best=(), absence=absence, choices=(), itineraries=itineraries
    )


def step(estimated: float, known: float) -> tuple[Step, ...]:
    return (Step(LAND, say("step.sea"), 0.0, 0.0, 0.0, estimated, known),)


def compared(
    values: dict[str, float], *, twins: tuple[str, ...] = (), guessed: float = 0.0, **more: Any
) -> Comparison:
    """Ports in the order of their values; the first difference is the surer, the others are not."""
    standings = tuple(standing(p, v) for p, v in values.items())
    behind = [step(guessed * 100 * n, (1 - guessed) * 100) for n in range(1, len(values))]
    given = {"lanes": tuple(lane(p) for p in values), "common": (MARKET,)} | more
    twins = twins or tuple(values)[:1]
    return Comparison(
        place=HERE, standings=standings, behind=tuple(behind), twins=frozenset(twins), **given
    )


def chances(gateway: float, **best: float) -> Chance:
    ports = tuple(
        PortChance(port=p, best=b, in_time=None, value=NONE, cost=NONE, time=NONE)
        for p, b in best.items()
    )
    return Chance(
        samples=9, seed=1, correlation=0.5, max_days=None, ports=ports, pairs=(), gateway=gateway, outside=None,
        lead=None, drivers=(), information=Information(), check=None,
    )  # fmt: skip


def judged(found: Comparison, sure: Chance | None = None, **asked: Any) -> Verdict:
    ports = tuple(dict.fromkeys(x.port for x in found.lanes))
    return verdict(replace(question(**asked), ports=ports), found, sure, (), dataset())


TWO = {KARACHI: 500_000.0, GWADAR: 620_000.0}


def test_without_samples_nobody_is_named() -> None:
    found = judged(compared(TWO))
    assert words(found.sentence) == (
        "Termez to Jebel Ali: Karachi port is ahead of Gwadar port by 1,200 USD of generalised cost"
        " at typical figures (no samples were drawn, so no winner is named)."
    )
    assert (found.first, found.second, found.winner) == (KARACHI, GWADAR, "")
    assert (found.ahead_by, found.unit, found.probability) == (1200, "USD", None)
    assert found.estimate_share == 0


@pytest.mark.parametrize(
    ("gateway", "winner", "told"),
    [
        (0.8, KARACHI, ("Karachi port wins by 1,200 USD of generalised cost over Gwadar port, in 80%"
         " of the samples.")),
        (0.79, "", ("Karachi port is ahead of Gwadar port by 1,200 USD of generalised cost at typical"
         " figures, but no winner is named (in 79% of the samples; 80% are asked).")),
        (0.0, "", ("Karachi port is ahead of Gwadar port by 1,200 USD of generalised cost at typical"
         " figures, but no winner is named (in 0% of the samples; 80% are asked).")),
    ],
)  # fmt: skip
def test_a_winner_is_best_in_four_samples_of_five(gateway: float, winner: str, told: str) -> None:
    found = judged(compared(TWO), chances(gateway, karachi_port=0.1, gwadar_port=0.9))
    assert found.winner == winner
    assert found.probability == gateway
    assert words(found.told) == told


@pytest.mark.parametrize(
    ("guessed", "sure", "told"),
    [
        (0.5, None, "Karachi port is ahead"),
        (0.51, None, "51% of the difference rests on estimates; Karachi port is ahead"),
        (0.6, 0.9, "60% of the difference rests on estimates; yet Karachi port wins"),
        (0.6, 0.7, "60% of the difference rests on estimates; Karachi port is ahead"),
    ],
)
def test_estimates_behind_more_than_half_are_told_first(
    guessed: float, sure: float | None, told: str
) -> None:
    drawn = None if sure is None else chances(sure, karachi_port=sure)
    found = judged(compared(TWO, guessed=guessed), drawn)
    assert words(found.told).startswith(told)
    assert found.estimate_share == pytest.approx(guessed)


THREE = {KARACHI: 500_000.0, QASIM: 510_000.0, GWADAR: 620_000.0}


def test_a_twin_stands_beside_the_first_and_the_rival_is_another() -> None:
    """The share of both counts, and the difference to the rival is judged, not that to the twin."""
    given = compared(THREE, twins=(KARACHI, QASIM), guessed=0.3)
    found = judged(given, chances(0.9, port_qasim=0.5, karachi_port=0.4))
    assert words(found.told).startswith(
        "Karachi port (Port Qasim 100 USD behind) wins by 1,200 USD of generalised cost over Gwadar"
    )
    assert (found.second, found.ahead_by, found.probability) == (GWADAR, 1200, 0.9)
    assert found.estimate_share == pytest.approx(60 / 130), "of the second difference"


def test_a_port_that_is_no_twin_is_not_put_beside_the_first() -> None:
    found = judged(compared(THREE, twins=(KARACHI,)))
    assert words(found.told).startswith("Karachi port is ahead of Port Qasim by 100 USD")


def test_alone_with_its_twin_a_port_must_be_best_itself() -> None:
    given = compared({KARACHI: 500_000.0, QASIM: 510_000.0}, twins=(KARACHI, QASIM))
    found = judged(given, chances(1.0, port_qasim=0.3, karachi_port=0.7))
    assert (found.probability, found.winner, found.second) == (0.7, "", QASIM)
    assert words(found.told).startswith("Karachi port is ahead of Port Qasim by 100 USD")


def test_figures_are_told_in_the_unit_of_the_objective() -> None:
    found = judged(compared({KARACHI: 14_400.0, GWADAR: 18_720.0}), objective=Objective.TIME)
    assert "by 3.0 days of time at" in words(found.told)
    assert found.unit == Objective.TIME.measure.unit
    assert found.ahead_by == 4320 / Objective.TIME.measure.scale


SERVICE = Absence("no service", say("absence.no_service", port=name("x"), far=name("y")))
SHUT = Absence(
    "shut", say("absence.shut", port=name("Gwadar port"), far=name("Jebel Ali"), unit="")
)
ROW = replace(SERVICE, kind="no row")


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ((SERVICE, ROW), "Gwadar port: no regular service today."),
        ((SHUT, SERVICE),
         "Gwadar port: the sailing to Jebel Ali is shut by a closure or an option."),
    ],
)  # fmt: skip
def test_a_port_that_cannot_be_used_is_told_last(why: tuple[Absence, ...], told: str) -> None:
    lanes = (lane(KARACHI), lane(QASIM), *(lane(GWADAR, a) for a in why))
    some = compared({KARACHI: 500_000.0, QASIM: 510_000.0}, lanes=lanes)
    assert words(judged(some).told).endswith(f"no winner is named). {told}")
    one = judged(compared({KARACHI: 500_000.0}, lanes=(lane(KARACHI), *lanes[1:])))
    assert words(one.told) == f"only Karachi port can be used (5,000 USD). {told}"
    assert (one.first, one.second, one.winner) == (KARACHI, "", "")
    assert (one.ahead_by, one.unit) == (0, "USD")
    assert (one.probability, one.estimate_share) == (None, 0)
    none = judged(compared({}, lanes=(lane(KARACHI, SHUT), lane(QASIM), *lanes[2:])))
    assert words(none.sentence).startswith("Termez to Jebel Ali: no port can be compared. Gwadar")
    assert words(none.told).endswith(told)
    assert (none.first, none.winner, none.unit) == ("", "", "USD")


def test_a_port_that_serves_one_market_is_not_told_as_useless() -> None:
    lanes = (lane(KARACHI), lane(GWADAR, SHUT), lane(GWADAR, market=OTHER), lane(QASIM))
    assert "is shut" not in words(judged(compared(TWO, lanes=lanes)).told)


@pytest.mark.parametrize(
    ("common", "inward", "where"),
    [
        ((MARKET,), False, "Termez to Jebel Ali"),
        ((MARKET,), True, "Termez from Jebel Ali"),
        ((MARKET, OTHER), False, "Termez to mean of Jebel Ali and Mombasa"),
        ((MARKET, OTHER), True, "Termez from mean of Jebel Ali and Mombasa"),
        ((), False, "Termez to Jebel Ali"),
    ],
)
def test_the_place_and_the_markets(common: tuple[str, ...], inward: bool, where: str) -> None:
    assert words(judged(compared(TWO, common=common), inward=inward).where) == where
