"""What would turn an answer, way by way, as it is told."""

from __future__ import annotations

from collections.abc import Sequence

from corridor.analysis.choice.figures import COST, VALUE_OF_TIME, Figure, amount
from corridor.analysis.choice.flips import Flips, Lines, Turn
from corridor.model.answer import Itinerary
from corridor.model.certainty import Flip
from corridor.model.message import Message, say
from corridor.model.objective import Objective
from corridor.planning.answer.labels import labels_of
from corridor.planning.answering import Found
from corridor.planning.search.alternatives import key_of
from corridor.planning.search.path import Path

# Ways for which figures are sought: longer lists tell it of the first ones.
MOST_WAYS = 6
_TURNED = (Objective.GENERALISED, Objective.COST, Objective.TIME)


def turns(found: Found, paths: Sequence[Path], ways: Sequence[Itinerary]) -> tuple[Flip, ...]:
    """
    The nearest figure for each of the first ways of an answer; none where nothing drawn is compared.

    Parameters
    ----------
    found
        The answer, with the network and the paths of its itineraries.
    paths, ways
        These and all other ways that were gathered.
    """
    if found.answer.query.objective not in _TURNED:
        return ()
    lines = Lines(found, paths, ways)
    flips = Flips(lines)
    told: list[Flip] = []
    for number, path in enumerate(found.paths[:MOST_WAYS]):
        turn = flips.nearest(key_of(lines.network, path), wanted=number > 0)
        told.append(
            _none(number, given_up=flips.given_up) if turn is None else _told(found, number, turn)
        )
    return tuple(told)


def _none(number: int, *, given_up: bool) -> Flip:
    code = "flip.given_up" if given_up else "flip.none" if number else "flip.stays"
    text = say(code, number=number + 1)
    return Flip(number=number + 1, item="", factor=None, now=0.0, then=0.0, unit="", text=text)


def _told(found: Found, number: int, turn: Turn) -> Flip:
    figure, answer = turn.figure, found.answer
    counted = 1 / turn.factor if figure.inverse else turn.factor
    if figure.target == VALUE_OF_TIME:
        now, unit = answer.value_of_time_usd_per_h, "USD/h"
    else:
        dataset = found.planning.context.dataset
        winner = found.journey.itinerary(turn.winner, papers=False)
        both = (answer.itineraries[number], answer.itineraries[0], winner)
        moved = [amount(way, figure, dataset).typical for way in both]
        now = next((m for m in moved if m), 0) / (100 if figure.what == COST else 60)
        unit = "USD" if figure.what == COST else "h"
    then = now * counted
    text = say(
        "flip.makes" if number else "flip.unseats",
        number=number + 1,
        figure=figure.label,
        factor=turn.factor,
        amounts=_amounts(now, then, unit),
        way="" if number else _name(found, turn),
    )
    return Flip(
        number=number + 1,
        item=_item(found, figure),
        factor=turn.factor,
        now=now,
        then=then,
        unit=unit,
        text=text,
    )


def _item(found: Found, figure: Figure) -> str:
    """What --scale takes; a value of time that was given is no row to scale, but `--vot`."""
    given = found.answer.query.value_of_time_usd_per_h is not None
    return "vot" if given and figure.target == VALUE_OF_TIME else figure.target


def _amounts(now: float, then: float, unit: str) -> Message:
    code = {"USD": "flip.dollars", "h": "flip.hours"}.get(unit, "flip.dollars_an_hour")
    return say(code, now=now, then=then)


def _name(found: Found, turn: Turn) -> Message:
    """The way that is best beyond: its number where it is listed, else what it is called."""
    network = found.solver.network
    keys = [key_of(network, path) for path in found.paths]
    key = key_of(network, turn.winner)
    if key in keys:
        return say("flip.way", number=keys.index(key) + 1)
    both = [found.paths[0], turn.winner]
    return say("flip.unlisted", label=labels_of(network, found.planning.context.dataset, both)[1])
