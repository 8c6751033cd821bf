"""The command line that asks the question of a document again, where it says none itself."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from msgspec import UNSET
from msgspec.structs import replace

from corridor.report.document.answer import AnswerRecord
from corridor.report.document.catchment import CatchmentRecord
from corridor.report.document.changes import WhatIfRecord
from corridor.report.document.comparison import ComparisonRecord
from corridor.report.document.parts.question import LimitsRecord, QueryRecord
from corridor.report.document.profile.records import ProfileRecord
from corridor.report.document.resilience import ResilienceRecord
from corridor.tables.overlays.scenario_files import shipped_names

_OWN = re.compile(r"Own rows of the user \((.+)\)")
Document = (
    AnswerRecord
    | ComparisonRecord
    | CatchmentRecord
    | ProfileRecord
    | WhatIfRecord
    | ResilienceRecord
)


def command_of(found: Document) -> str:
    """The command line of a document of 0.2.0, '' where it says too little for one."""
    if isinstance(found, AnswerRecord):
        query = found.query
        if query.own_rows and not _own_folder(found):
            return ""
        why = ["--why", found.why.text] if found.why else []
        money = ["--currency", found.currency.code] if found.currency else []
        # Lists of before held near copies too, and told no chances.
        less = ["--all"] if found.listing is UNSET else []
        less += ["--no-certainty"] if found.certainty is UNSET else []
        words = [*_words(query), *_assumed(found), "-k", str(query.k), *why, *money, *less]
        return shlex.join(["corridor", "route", *words, "--", *_ends(query)])
    if isinstance(found, WhatIfRecord):
        return _of_what_if(found)
    if isinstance(found, ResilienceRecord | ProfileRecord) or not found.command:
        return ""
    # What was typed; without a day it was the day of typing.
    words = shlex.split(found.command)
    if not any(w == "--depart" or w.startswith("--depart=") for w in words):
        words[2:2] = ["--depart", found.question.depart]
    return shlex.join(words)


def _of_what_if(found: WhatIfRecord) -> str:
    """Two sides of one question; what was laid over both stands in both."""
    answer = found.before or found.after
    if answer is None:
        return ""
    query = answer.query
    both = tuple(s for s in query.scenarios or () if s.name not in found.names)
    if query.own_rows and not _own_folder(answer):
        return ""
    over = _assumed(replace(answer, query=replace(query, scenarios=both)))
    words = [*_words(query), *over, "-k", str(query.k)]
    return shlex.join(["corridor", "whatif", *words, "--", *found.names, *_ends(query)])


def _ends(query: QueryRecord) -> tuple[str, str]:
    return query.origin.text, query.destination.text


def _words(query: QueryRecord) -> Iterator[str]:
    """What was sent, when, how and under which limits, as options."""
    cargo = ":".join(filter(None, (query.cargo, query.un_class or "")))
    yield from ("--unit", query.unit, "--count", str(query.count))
    yield from ("--weight", repr(query.gross_weight_t), "--value", repr(query.value_usd))
    yield from ("--cargo", cargo, "--depart", query.depart, "--objective", query.objective)
    yield from ("--vot", repr(query.value_of_time_usd_per_h), "--modes", ",".join(query.modes))
    if query.container in ("line", "owned"):
        yield from ("--container", query.container)
    if query.allow_dangerous:
        yield "--allow-dangerous"
    for crew_or_train in query.service:
        yield from ("--service", crew_or_train)
    for flag, name in (("--siding", query.siding), ("--regime", query.regime)):
        if name:
            yield from (flag, name)
    if query.truck_of:
        yield from ("--truck-of", query.truck_of)
    if query.only_countries:
        yield from ("--only-countries", ",".join(query.only_countries))
    opened = {name for s in query.scenarios or () for name in (*s.open, *s.close)}
    for flag, listed in (
        ("--via", query.via),
        ("--avoid", query.avoid),
        ("--discourage", query.discourage or ()),
        ("--avoid-sanctions", query.avoid_sanctions or ()),
        ("--open", [n for n in query.open if n not in opened]),
        ("--close", [n for n in query.close if n not in opened]),
    ):
        for name in listed:
            yield from (flag, name)
    if query.limits is not UNSET:
        yield from _limits(query.limits)


def _limits(limits: LimitsRecord) -> Iterator[str]:
    for flag, limit in (
        ("--max-days", limits.max_days),
        ("--arrive-by", limits.arrive_by),
        ("--max-cost", limits.max_cost_usd),
        ("--max-transfers", limits.max_transfers),
    ):
        if limit is not None:
            yield from (flag, str(limit))


def _own_folder(answer: AnswerRecord) -> str:
    """The folder of the user's own rows, by the title of the source that they were given."""
    titles = (_OWN.fullmatch(s.title) for s in answer.sources if s.own)
    return next((found[1] for found in titles if found), "")


def _assumed(answer: AnswerRecord) -> Iterator[str]:
    """Own rows, scenarios and factors."""
    query = answer.query
    if query.own_rows:
        yield from ("--data", _own_folder(answer))
    for one in query.scenarios or ():
        yield from ("--scenario", one.name if one.name in shipped_names() else f"{one.name}.toml")
    for scale in query.scales or ():
        yield from ("--scale", scale)
