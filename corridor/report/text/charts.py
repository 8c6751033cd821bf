"""Charts for a terminal of 80 columns: time, cost and distance, and the front of time and cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from corridor.report.charts.pareto import front_points, span
from corridor.report.charts.tcd_tracks import Mark, Track, day_ticks, ticks, tracks
from corridor.report.document.answer import AnswerRecord
from corridor.report.document.assumptions import assumed
from corridor.report.document.parts.asked import asked_text
from corridor.report.document.plain import short
from corridor.report.document.wording import KIND, other_year
from corridor.report.text.page import Page
from corridor.text_table import columns

_WIDE, _HIGH = 66, 15
_FRONT_WIDE, _FRONT_HIGH = 64, 16
_MARGIN = " " * 9
_SIGNS = "123456789"


def tcd_text(answer: AnswerRecord, which: Sequence[int] = ()) -> str:
    """Two charts, hours and money over kilometres, and the steps of each itinerary."""
    found, unit = tracks(answer, which)
    query = answer.query
    lines = [
        short(f"{query.origin.name} to {query.destination.name}", 79),
        *(short(_headline(t, unit), 79) for t in found),
        "",
        *_chart("hours", found, lambda m: m.hours, day_ticks),
        "",
        *_chart(unit, found, lambda m: m.money, ticks),
    ]
    return "\n".join([*lines, "", *_steps(found[0], unit)]) + "\n"


def _steps(track: Track, unit: str) -> list[str]:
    """Where hours and money are spent without moving."""
    rows = [("km", "", "standing at", "h", unit, "h so far", f"{unit} so far")]
    for step in track.steps:
        rows.append(
            (
                f"{step.at.km:,.0f}",
                KIND[step.kind].step,
                short(step.name, 28),
                f"{step.hours:.1f}",
                f"{step.money:,.0f}",
                f"{step.at.hours + step.hours:,.0f}",
                f"{step.at.money + step.money:,.0f}",
            )
        )
    return [
        short(f"{track.number + 1}. {track.label}", 79),
        *columns(rows, frozenset({0, 3, 4, 5, 6})),
    ]


def _headline(track: Track, unit: str) -> str:
    return (
        f"{track.number + 1}. {track.end.hours / 24:.1f} days, {track.end.money:,.0f} {unit},"
        f" {track.end.km:,.0f} km {track.label}"
    )


def _chart(
    title: str,
    found: Sequence[Track],
    value: Callable[[Mark], float],
    scale: Callable[[float, int], tuple[float, ...]],
) -> list[str]:
    """A grid of signs; where two itineraries meet, the one named first is shown."""
    top = scale(max(value(t.end) for t in found), 4)
    right = ticks(max(t.end.km for t in found), 8)
    grid = [[" "] * (_WIDE + 1) for _ in range(_HIGH + 1)]
    for track in reversed(found):
        sign = _SIGNS[track.number] if track.number < len(_SIGNS) else "+"
        for here, there in pairwise(track.marks):
            ends = [(m.km / right[-1] * _WIDE, value(m) / top[-1] * _HIGH) for m in (here, there)]
            parts = max(1, int(2 * max(abs(ends[1][i] - ends[0][i]) for i in (0, 1))))
            for i in range(parts + 1):
                x, y = (ends[0][k] + (ends[1][k] - ends[0][k]) * i / parts for k in (0, 1))
                grid[_HIGH - round(y)][round(x)] = sign
    labels = {_HIGH - round(v / top[-1] * _HIGH): f"{v:,.0f}" for v in top}
    lines = [f"{title:>9} over km"]
    for number, row in enumerate(grid):
        mark = "+" if number in labels else "|"
        lines.append(f"{labels.get(number, ''):>9} {mark}{''.join(row).rstrip()}")
    axis = ["-"] * (_WIDE + 1)
    words = [" "] * (_WIDE + 12)
    for km in right:
        at = round(km / right[-1] * _WIDE)
        axis[at] = "+"
        text = f"{km:,.0f}"
        start = min(max(0, at - len(text) // 2), _WIDE + 2 - len(text))
        if any(sign != " " for sign in words[max(0, start - 1) : start + len(text)]):
            continue
        words[start : start + len(text)] = text
    return [*lines, f"{'':>10} {''.join(axis)}"[:80], f"{'':>11}{''.join(words).rstrip()}"]


def front_text(answer: AnswerRecord, page: Page | None = None) -> str:
    """The chart as wide as the page, and the ways as a table."""
    page = page or Page()
    points = front_points(answer)
    query = answer.query
    days, usd = span([p.days for p in points]), span([p.usd for p in points])
    wide = min(_FRONT_WIDE, page.width - len(_MARGIN) - 7)
    grid = [[" "] * wide for _ in range(_FRONT_HIGH)]
    for point in points:
        x = round((point.days - days[0]) / (days[1] - days[0]) * (wide - 1))
        y = round((usd[1] - point.usd) / (usd[1] - usd[0]) * (_FRONT_HIGH - 1))
        grid[y][x] = point.sign if grid[y][x] == " " else "+"
    head = (
        f"{query.origin.name} to {query.destination.name},"
        f" ready {query.depart.replace('T', ' ')}{other_year(answer.data_date, query.depart)}:"
        f" {len(points)} ways that none beats in both days and dollars"
    )
    told = asked_text(query)
    lines = page.wrap(head)
    for sentence in ([f"asked: {told}"] if told else []) + assumed(answer):
        lines += page.wrap(sentence, "", "  ")
    lines += ["", "     USD"]
    for number, row in enumerate(grid):
        share = number / (_FRONT_HIGH - 1)
        at = usd[1] - share * (usd[1] - usd[0])
        name = f"{at:>8,.0f}" if number % 5 == 0 else " " * 8
        lines.append(f"{name} |{''.join(row).rstrip()}")
    lines.append(f"{_MARGIN}+{'-' * wide}")
    middle = (days[0] + days[1]) / 2
    lines.append(f"{_MARGIN}{days[0]:<.1f}{f'{middle:.1f}':^{wide - 8}}{days[1]:>.1f} days")
    if any("+" in row for row in grid):
        lines.append("+ several ways at one point")
    rows = [("", "days", "USD", "way")]
    for point in points:
        roles = f"  [{', '.join(point.roles)}]" if point.roles else ""
        rows.append((point.sign, f"{point.days:.1f}", f"{point.usd:,.0f}", point.label + roles))
    table = page.table(rows, flex=3, right=frozenset({1, 2}))
    return "\n".join([*lines, "", *(line for row in table for line in row)]) + "\n"
