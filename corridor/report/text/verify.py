"""A saved document beside the same made again: what was said, and the first differences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from corridor.errors import InputError, shown
from corridor.report.document.answer import AnswerRecord
from corridor.report.document.answer_sums import ANSWER
from corridor.report.document.catchment import CATCHMENT, CatchmentRecord
from corridor.report.document.changes import WHAT_IF, WhatIfRecord
from corridor.report.document.comparison import COMPARISON, ComparisonRecord
from corridor.report.document.parts.made import MadeRecord
from corridor.report.document.profile.records import PROFILE, ProfileRecord
from corridor.report.document.read import Kind
from corridor.report.document.resilience import ResilienceRecord

Document = (
    AnswerRecord
    | ComparisonRecord
    | CatchmentRecord
    | ProfileRecord
    | WhatIfRecord
    | ResilienceRecord
)
Plain = Mapping[str, Any]
_SHOWN = 5  # differences of a kind that are listed
# How a document was made is told in words of its own; a typed command stands in some beside it.
_MAKING = ("made", "command", "data_version", "data_date", "graph_hash")
_REMEDY = "name a file that --json wrote, as corridor route ORIGIN DESTINATION --json > answer.json"


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether a document is what is made again, and lines that say so."""

    same: bool
    lines: tuple[str, ...]


def typed(plain: object, path: object) -> Document:
    """
    A document of any kind by the types of its fields; sums are not looked at.

    Raises
    ------
    InputError
        If it is none that this version knows.
    """
    fault = "it is of no known kind"
    kind = _kind(plain)
    if kind is not None:
        try:
            return msgspec.convert(plain, kind)
        except msgspec.ValidationError as err:
            fault = str(err)
    raise InputError(f"{path} is not a saved answer ({fault})", remedy=_REMEDY)


def _kind(plain: object) -> type[Document] | None:
    """Which kind of document the fields that each has alone say that it is."""
    if not isinstance(plain, dict):
        return None
    kinds: tuple[Kind[Any], ...] = (COMPARISON, CATCHMENT, PROFILE)
    tagged = {k.tag: k.shape for k in kinds}
    if "kind" in plain:
        return tagged.get(str(plain["kind"]))
    for field, kind in (("itineraries", ANSWER), ("no_route", WHAT_IF)):
        if field in plain:
            found: type[Document] = kind.shape
            return found
    return ResilienceRecord if "single" in plain else None


def judged(saved: Plain, again: Plain, *, before: bool) -> Verified:
    """
    A saved document and what its command gives now.

    Parameters
    ----------
    saved, again
        Both as plain data.
    before
        Whether the saved one is of a release that wrote fewer fields and not how it was made:
        what it lacks is not held against it.
    """
    old, new = made_of(saved), made_of(again)
    whole = before or (old is not None and new is not None and old.program != new.program)
    data = list(_data(saved, again, old, new))
    ways = list(_ways(typed(saved, "the file"), typed(again, "the answer made again")))
    fields = [
        f"{path}: {was} saved, {now} made again"
        for path, was, now in _fields(saved, again, "$", lacking=whole)
    ]
    if old is not None and new is not None and not data:
        fields += _otherwise(saved, again)
    if not data and not ways and not fields:
        return Verified(True, (_same(old, new),))
    lines = ["It differs."]
    if data:
        lines += ["The data changed:", *(f"  {line}" for line in data)]
        if not fields:
            lines.append("No other figure or text did.")
    elif old is None or new is None:
        lines.append("The data are those that it names, so the program or the file changed.")
    elif old.program != new.program:
        lines.append(
            f"It is of corridor {old.program}, and this is {new.program}; the data are the same."
        )
    else:
        lines.append("Program and data are the same: the file is not as it was written.")
    lines += _first("way", ways)
    lines += _first("field", fields)
    return Verified(False, tuple(lines))


def _first(what: str, found: list[str]) -> Iterator[str]:
    """The first lines of a kind, and how many there are."""
    if found:
        many = f"{len(found):,} {what}s differ" if len(found) > 1 else f"1 {what} differs"
        yield f"{many}, the first {_SHOWN}:" if len(found) > _SHOWN else f"{many}:"
        yield from (f"  {line}" for line in found[:_SHOWN])


def _same(old: MadeRecord | None, new: MadeRecord | None) -> str:
    if old is None:
        return "The same as far as it says; it is of a release that did not say how it was made."
    of = "" if new is None or old.program == new.program else f", made by corridor {old.program}"
    return f"The same: {old.command}{of}"


def made_of(plain: Plain) -> MadeRecord | None:
    """How a document says that it was made; None of one of before."""
    made = plain.get("made")
    return None if made is None else msgspec.convert(made, MadeRecord)


# ---------------------------------------------------------------- data
def _data(
    saved: Plain, again: Plain, old: MadeRecord | None, new: MadeRecord | None
) -> Iterator[str]:
    """What of tables, graph and the user's own rows is not what it was."""
    if old is None or new is None:
        for field, what in (
            ("data_version", "tables"),
            ("data_date", "tables"),
            ("graph_hash", "graph"),
        ):
            was, now = _named(saved, field), _named(again, field)
            if was is not None and was != now:
                yield f"{what}: {_cut(was)} then, {_cut(now)} now"
        return
    if (old.data_version, old.data_hash) != (new.data_version, new.data_hash):
        same = old.data_version == new.data_version
        names = (m.data_hash if same else m.data_version for m in (old, new))
        yield "tables: {} then, {} now".format(*names)
    if old.graph_hash != new.graph_hash:
        yield f"graph: {_cut(old.graph_hash)} then, {_cut(new.graph_hash)} now"
    now_of = {i.name: i.hash for i in new.inputs}
    for one in old.inputs:
        now = now_of.get(one.name, "")
        if now != one.hash:
            yield f"{shown(one.name)} ({one.option}): {_cut(one.hash)} then, {_cut(now)} now"


def _otherwise(saved: Plain, again: Plain) -> Iterator[str]:
    """Names of its data beside `made` that are not those of the data it was made of."""
    for side in ("", "before", "after"):
        was, now = (plain.get(side) if side else plain for plain in (saved, again))
        if not isinstance(was, dict) or not isinstance(now, dict):
            continue
        for field in ("data_version", "data_date", "graph_hash"):
            if was.get(field) != now.get(field):
                path = ".".join(filter(None, ("$", side, field)))
                yield f"{path}: {was.get(field)} saved, {now.get(field)} made again"


def _named(plain: Plain, field: str) -> object:
    """What a document of before says of its data; a what-if in its answers."""
    sides = (plain, plain.get("before"), plain.get("after"))
    return next((s[field] for s in sides if isinstance(s, dict) and field in s), None)


def _cut(digest: object) -> str:
    """The first digits of a hash; a shorter name whole."""
    text = str(digest)
    return text[:12] if len(text) == 64 else text


# ---------------------------------------------------------------- ways
def _ways(saved: Document, again: Document) -> Iterator[str]:
    """Ways, ports or places whose days or dollars are not what they were."""
    was, now = dict(_figures(saved)), dict(_figures(again))
    for name in dict.fromkeys((*was, *now)):
        if was.get(name) != now.get(name):
            pair = (was.get(name, "none"), now.get(name, "none"))
            yield f"{name}: {pair[0]} saved, {pair[1]} made again"


def _figures(found: Document) -> Iterator[tuple[str, str]]:
    """What a document says in days and dollars, by what it says it of."""
    if isinstance(found, AnswerRecord):
        for number, way in enumerate(found.itineraries, 1):
            days = _days_usd(way.totals.time_h.typical, way.totals.cost_usd.typical)
            yield f"way {number}", f"{shown(way.label, 80)} {days}"
    elif isinstance(found, WhatIfRecord):
        for side, answer in (("before", found.before), ("after", found.after)):
            for name, text in _figures(answer) if answer else ():
                yield f"{side}, {name}", text
    elif isinstance(found, ProfileRecord):
        yield from _days(found)
    elif isinstance(found, ComparisonRecord):
        yield from _standings(found)
    elif isinstance(found, CatchmentRecord):
        for column in found.assumptions:
            for place in column.places:
                values = ", ".join(f"{v.port} {v.value:,.2f}" for v in place.values)
                yield f"{shown(place.name)}, {shown(column.name)}", shown(values, 80)
    else:
        for loss in (*found.single, *found.pairs):
            most = max(loss.losses, key=lambda e: e.days_lost, default=None)
            if most is not None:
                text = f"{most.extra_days:.3f} days, {most.extra_usd:,.2f} USD more"
                yield shown(" and ".join(loss.names)), text


def _standings(found: ComparisonRecord) -> Iterator[tuple[str, str]]:
    for entry in found.places:
        for when, study in (("today", entry.today), ("if served", entry.if_served)):
            for one in study.standings if study else ():
                name = f"{shown(entry.place.name)}, {when}, by {shown(one.port)}"
                yield name, _days_usd(one.time_h, one.cost_usd)


def _days(found: ProfileRecord) -> Iterator[tuple[str, str]]:
    for day in found.days:
        text = "no way"
        if day.way is not None and day.time_h and day.cost_usd:
            label = shown(found.ways[day.way - 1].label, 80)
            text = f"{label} {_days_usd(day.time_h.typical, day.cost_usd.typical)}"
        yield day.depart[:10], text


def _days_usd(time_h: float, cost_usd: float) -> str:
    return f"{time_h / 24:.2f} days, {cost_usd:,.2f} USD"


# ---------------------------------------------------------------- every field
def _fields(was: Any, now: Any, path: str, *, lacking: bool) -> Iterator[tuple[str, str, str]]:
    """Path and both values wherever two documents differ; `lacking` lets new fields pass."""
    if isinstance(was, dict) and isinstance(now, dict):
        for key in dict.fromkeys((*was, *now)):
            at = f"{path}.{key}" if str(key).isidentifier() else f"{path}[{shown(str(key))}]"
            if key in _MAKING or (key not in was and lacking):
                continue
            if key in was and key in now:
                yield from _fields(was[key], now[key], at, lacking=lacking)
            else:
                yield at, _value(was.get(key)), _value(now.get(key))
    elif isinstance(was, list) and isinstance(now, list):
        if len(was) != len(now):
            yield path, f"{len(was)} entries", f"{len(now)} entries"
        for number, (one, other) in enumerate(zip(was, now, strict=False)):
            yield from _fields(one, other, f"{path}[{number}]", lacking=lacking)
    # True is 1 to Python; 1 and 1.0 are one figure.
    elif was != now or isinstance(was, bool) != isinstance(now, bool):
        yield path, _value(was), _value(now)


def _value(value: Any) -> str:
    """A value short enough for a line, none that acts on a terminal."""
    return shown(value) if isinstance(value, str) else str(value)[:60]
