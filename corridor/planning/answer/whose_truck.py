"""Whose truck was taken, where that decided under which regime a border is passed."""

from __future__ import annotations

from corridor.model.answer import Border, Itinerary
from corridor.model.message import Message, names, say
from corridor.model.mode import Mode
from corridor.planning.query.resolve import ResolvedQuery
from corridor.pricing.regimes import Passage, in_force, speaking
from corridor.tables.dataset import Dataset


def whose_truck(way: Itinerary, resolved: ResolvedQuery, dataset: Dataset) -> Message | None:
    """
    Say whose truck was taken unasked, where another one would have had other rights.

    None where `--truck-of` was given, or no regime on the way asks whose truck it is.
    """
    if resolved.query.truck_of:
        return None
    taken = resolved.constraints.truck_of
    posts = [b for b in way.borders if _decided(b, taken or b.country_from, resolved, dataset)]
    if not posts:
        return None
    called = names(tuple(dict.fromkeys(b.name for b in posts)))
    if not taken:
        return say("truck.hired", posts=called)
    return say("truck.home", posts=called, country=taken)


def _decided(border: Border, truck: str, resolved: ResolvedQuery, dataset: Dataset) -> bool:
    """
    Whether a border was passed as it was because of whose truck it is.

    The regime taken is one of such trucks alone, or one in force is for trucks of others.
    """
    if border.mode != Mode.ROAD:
        return False
    crossing = dataset.crossing[border.crossing_id]
    ends = {end.end.country for end in resolved.ends}
    transit = border.country_to not in ends
    passage = Passage(crossing, border.country_from, border.country_to, transit)
    rows = in_force(speaking(dataset, passage, resolved.load.consignment.cargo_class))
    day = border.passage.date()
    begun = [r for r in rows if r.first_day is None or r.first_day <= day]
    held = [r for r in begun if r.trucks and (r.last_day is None or day <= r.last_day)]
    return any(r.id == border.regime or truck not in r.trucks for r in held)
