"""The saved regret: what each way loses in each scenario against the best way there."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from corridor.analysis.choice.regret import Regret
from corridor.messages.catalogue import in_english
from corridor.report.document.parts.figures import Count, Positive, Texts


class StateRecord(Struct, frozen=True, kw_only=True):
    """A scenario that counts, and the generalised cost of the best way in it."""

    name: str
    title: str
    best_generalised_usd: Positive


class RegrettedRecord(Struct, frozen=True, kw_only=True):
    """
    A way with its regret in each scenario, in US dollars of generalised cost; None where it is shut.

    `number` is that of the itinerary, None for a way that is best in a scenario alone. `most` is
    None where the way is shut in some scenario; `mean` is over those in which it can be gone.
    """

    label: str
    number: Count | None
    regret_usd: tuple[float | None, ...]
    shut: Annotated[int, Meta(ge=0)]
    most_usd: float | None
    mean_usd: float


class RegretRecord(Struct, frozen=True, kw_only=True):
    """
    Regrets of the listed ways and of the best of each scenario.

    `least_most` and `least_mean` count ways from 1. Scenarios that change nothing here, or
    in which there is no way at all, are named apart.
    """

    scenarios: Annotated[tuple[StateRecord, ...], Meta(min_length=1)]
    unchanged: Texts
    cut_off: Texts
    ways: Annotated[tuple[RegrettedRecord, ...], Meta(min_length=1)]
    least_most: Count
    least_mean: Count


def regret_record(found: Regret) -> RegretRecord:
    """The record of regrets."""
    return RegretRecord(
        scenarios=tuple(
            StateRecord(name=s.name, title=s.title, best_generalised_usd=s.best_cents / 100)
            for s in found.states
        ),
        unchanged=found.unchanged,
        cut_off=found.cut_off,
        ways=tuple(
            RegrettedRecord(
                label=in_english(way.label),
                number=way.number,
                regret_usd=tuple(None if r is None else r / 100 for r in way.regrets),
                shut=way.shut,
                most_usd=None if way.shut else way.most / 100,
                mean_usd=round(way.mean / 100, 2),
            )
            for way in found.ways
        ),
        least_most=found.least_most + 1,
        least_mean=found.least_mean + 1,
    )
