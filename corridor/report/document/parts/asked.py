"""The constraints of a question in the words of its options, for every face of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import UNSET

from corridor.model.mode import MODES
from corridor.model.objective import Objective
from corridor.report.document.parts.question import QueryRecord

_CREW, _TRAIN = "one_driver", "scheduled"


def asked(query: QueryRecord) -> tuple[str, ...]:
    """
    What was asked beside ends, goods and day, an option each; what is as by default is not told.

    Each is the option as the command line names it, without its dashes, and what it was given.
    """
    return tuple(_options(query))


def asked_text(query: QueryRecord) -> str:
    """The same on one line, as 'modes rail; avoid IR, AF'; '' where nothing was asked."""
    return "; ".join(asked(query))


def _options(query: QueryRecord) -> Iterator[str]:
    crew, train = query.service
    services = [crew] if crew != _CREW else []
    if train not in (_TRAIN, "") and query.unit not in ("truck", "wagon"):
        services.append(train)
    yield from _given(
        "objective", () if query.objective == Objective.GENERALISED else [query.objective]
    )
    yield from _given("modes", () if set(query.modes) == set(MODES) else query.modes)
    yield from _given("service", services)
    yield from _given("siding", [query.siding])
    yield from _given("via", query.via)
    yield from _given("avoid", query.avoid)
    yield from _given("discourage", query.discourage or ())
    yield from _given("only-countries", query.only_countries or ())
    yield from _given("avoid-sanctions", query.avoid_sanctions or ())
    yield from _given("regime", [query.regime])
    yield from _given("truck-of", [query.truck_of])
    yield from _limits(query)
    yield from _given(
        "max-overlap", () if query.max_overlap in (None, UNSET) else [f"{query.max_overlap:g}"]
    )
    yield from _given("all", ["every key"] if query.all else ())
    yield from _given("open", _own(query.open, [s.open for s in query.scenarios or ()]))
    yield from _given("close", _own(query.close, [s.close for s in query.scenarios or ()]))
    yield from _given("scenario", [s.name for s in query.scenarios or ()])
    yield from _given("scale", query.scales or ())
    rows = len(query.own_rows or ())
    yield from _given("data", [f"{rows} row{'s' * (rows > 1)} of your own"] if rows else ())


def _limits(query: QueryRecord) -> Iterator[str]:
    limits = query.limits
    if limits:
        for name, value in (
            ("max-days", limits.max_days),
            ("max-cost", limits.max_cost_usd),
            ("max-transfers", limits.max_transfers),
        ):
            yield from _given(name, () if value is None else [f"{value:.10g}"])
        yield from _given("arrive-by", [limits.arrive_by])
        yield from _given("by", [limits.by])
        yield from _given("sure", [f"{limits.sure_percent:g}"] if limits.sure_percent else ())


def _given(name: str, words: Iterable[object]) -> Iterator[str]:
    """An option with its words; nothing where none was given."""
    given = [str(word) for word in words if word]
    if given:
        yield f"{name} {', '.join(given)}"


def _own(given: Sequence[str], assumed: Iterable[Sequence[str]]) -> list[str]:
    """What is not told by naming a scenario that opens or closes it."""
    told = {name for names in assumed for name in names}
    return [name for name in given if name not in told]
