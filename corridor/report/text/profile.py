"""The profile over departure days as text: runs of days with the same way, best and worst days."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from corridor.model.objective import Objective
from corridor.report.document.parts.asked import asked_text
from corridor.report.document.parts.figures import BandRecord
from corridor.report.document.profile.records import DayRecord, ProfileRecord
from corridor.report.document.wording import in_country
from corridor.text_table import columns

# Runs that are told one by one; of more the ways are told with all their days.
_MOST_RUNS = 8
_MOST_CHANGES = 4
_WIDTH = 80
_DAY_H = 24


@dataclass(frozen=True)
class _Line:
    """Days that stand in one line of the table."""

    way: int | None
    span: str
    days: Sequence[DayRecord]


def profile_text(record: ProfileRecord, width: int = _WIDTH) -> str:
    """What the command prints: one screen."""
    query = record.query
    ends = " to ".join(
        in_country(end.name, end.country) for end in (query.origin, query.destination)
    )
    lines = _wrapped(
        f"{ends}: {query.count} {query.unit}, {query.gross_weight_t:g} t each, ready at"
        f" {query.depart[11:]} on each day from {record.days[0].depart[:10]} to"
        f" {record.days[-1].depart[:10]}",
        width,
    )
    lines += [*_wrapped(_judged(record), width), ""]
    runs = [(way, list(days)) for way, days in groupby(record.days, key=lambda day: day.way)]
    if len(runs) <= _MOST_RUNS:
        table = [_Line(way, _span(days), days) for way, days in runs]
    else:
        table = [_all_of(record, number) for number in _ways(record)]
    lines += [*_table(table), ""]
    for number, way in enumerate(record.ways, 1):
        lines += _wrapped(f"{_letter(number)} {way.label}", width, "  ")
    lines += ["", *_changes(runs, width), *_marked(record, width)]
    lines += _wrapped(
        "Each day is what corridor route --depart DAY answers; --json or --out profile.csv has all of"
        f" them. Data of {record.data_date}.",
        width,
    )
    return "\n".join(lines) + "\n"


def _judged(record: ProfileRecord) -> str:
    """By what days are judged, and what was asked, in the words of the options."""
    query = record.query
    cost = f" cost at {query.value_of_time_usd_per_h:g} USD an hour"
    text = f"Best by {query.objective}{cost if query.objective == Objective.GENERALISED else ''}"
    given = asked_text(query)
    return f"{text}; asked: {given}" if given else text


def _letter(number: int | None) -> str:
    """A, B ... for ways counted from 1, and behind Z their number; '-' for none."""
    if number is None:
        return "-"
    return chr(ord("A") + number - 1) if number <= 26 else str(number)


def _ways(record: ProfileRecord) -> list[int | None]:
    """The ways in their order, none last."""
    found: list[int | None] = [way.number for way in record.ways]
    return [*found, None] if any(day.way is None for day in record.days) else found


def _all_of(record: ProfileRecord, number: int | None) -> _Line:
    """All days of a way in one line."""
    days = [day for day in record.days if day.way == number]
    return _Line(number, f"{_span([days[0], days[-1]])}", days)


def _span(days: Sequence[DayRecord]) -> str:
    first, last = days[0].depart[:10], days[-1].depart[:10]
    if first == last:
        return first
    return f"{first} to {last[5:] if last[:4] == first[:4] else last}"


def _table(lines: Iterable[_Line]) -> list[str]:
    rows = [("way", "leave on", "on days", "takes days", "USD", "there on")]
    for line in lines:
        arrivals = [day.arrival[:10] for day in line.days if day.arrival]
        rows.append(
            (
                _letter(line.way),
                line.span,
                str(len(line.days)),
                _ends(line.days, lambda day: _of(day.time_h) / _DAY_H, ".1f") or "no way",
                _ends(line.days, lambda day: _of(day.cost_usd), ",.0f"),
                f"{arrivals[0][5:]} to {arrivals[-1][5:]}" if arrivals else "",
            )
        )
    return columns(rows, frozenset({2}))


def _of(band: BandRecord | object) -> float:
    return band.typical if isinstance(band, BandRecord) else 0.0


def _ends(days: Sequence[DayRecord], figure: Callable[[DayRecord], float], form: str) -> str:
    """The least and the greatest of a figure over days; '' where there is no way."""
    found = [figure(day) for day in days if day.way is not None]
    if not found:
        return ""
    least, most = (format(end, form) for end in (min(found), max(found)))
    return least if least == most else f"{least} - {most}"


def _changes(runs: Sequence[tuple[int | None, Sequence[DayRecord]]], width: int) -> list[str]:
    """The first day of each new way and why; of ways that come again for the same reason only once."""
    if len(runs) == 1:
        return ["The answer is the same way on all days."]
    told: set[tuple[int | None, str]] = set()
    lines: list[str] = []
    for way, days in runs[1:]:
        change = days[0].change
        if (way, change.code if change else "") in told:
            continue
        told.add((way, change.code if change else ""))
        why = change.text if change else ("no way" if way is None else "there is a way again")
        lines.append(f"{days[0].depart[:10]} {_letter(way)}: {why}")
    count = len(runs) - 1
    wrapped = _wrapped(f"The answer changes {'once' if count == 1 else f'{count} times'}:", width)
    for text in lines[:_MOST_CHANGES]:
        wrapped += _wrapped(text, width, "  ")
    if len(lines) > _MOST_CHANGES:
        wrapped += _wrapped(f"and more changes of other kinds: {len(lines) - _MOST_CHANGES}", width)
    return wrapped


def _marked(record: ProfileRecord, width: int) -> list[str]:
    """Best, worst, shortest and soonest, each day in one line with all that it is."""
    days = {day.depart: day for day in record.days}
    if days[record.best].figure == days[record.worst].figure:
        named = [("Every day to leave is alike; the first", record.best)]
    else:
        named = [("Best day to leave", record.best), ("Worst", record.worst)]
    named += [("Shortest", record.shortest), ("There first", record.soonest)]
    told: dict[str, list[str]] = {}
    for name, at in named:
        told.setdefault(at, []).append(name.lower() if told.get(at) else name)
    lines: list[str] = []
    for at, names in told.items():
        day = days[at]
        there = day.arrival[:10] if day.arrival else ""
        lines += _wrapped(
            f"{', '.join(names)}: {at[:10]} by {_letter(day.way)}, {_of(day.time_h) / _DAY_H:.1f} days,"
            f" {_of(day.cost_usd):,.0f} USD, there on {there}",
            width,
            "  ",
        )
    return lines


def _wrapped(text: str, width: int, rest: str = "") -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent=rest, break_on_hyphens=False) or [""]
