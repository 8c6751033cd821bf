"""The lines around the table of ways: question, verdict, what is shut, corridor, certainty, more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corridor.report.document.answer import AnswerRecord, BlockedRecord
from corridor.report.document.assumptions import guesses
from corridor.report.document.parts.asked import asked_text
from corridor.report.document.wording import in_country, local, other_year, unpriced
from corridor.report.text.details.closures import minded
from corridor.report.text.details.ways import by_objective, goods
from corridor.report.text.page import Page
from corridor.text_table import clipped

_MORE = "--legs, --bill, --documents, --closures, -v for all; --map FILE, --why PLACE, --explain"
# A chance of less is not told.
_TOLD_SHARE = 0.05


def question_lines(answer: AnswerRecord, page: Page) -> list[str]:
    """From where to where, what, and when."""
    query = answer.query
    ends = [in_country(end.name, end.country) for end in (query.origin, query.destination)]
    cargo = goods(query)
    special = "" if cargo == "general" else f" {cargo.removeprefix('general, ')},"
    return page.wrap(
        f"{' to '.join(ends)}: {query.count} {query.unit} of {query.gross_weight_t:g} t,"
        f"{special} ready {local(query.depart)}"
        f"{other_year(answer.data_date, query.depart)}{unpriced(answer.warnings)}",
        "",
        "  ",
    )


def asked_lines(answer: AnswerRecord, unit: str, page: Page) -> list[str]:
    """The constraints that were asked, the rows not used, and the rate of the money."""
    query = answer.query
    text = asked_text(query)
    lines = page.wrap(f"asked: {text}", "", "  ") if text else []
    for row in query.unused_rows or ():
        lines += page.wrap(f"not used: {row.row} ({row.place}), because {row.reason}", "", "  ")
    if answer.currency:
        rate = answer.currency
        lines += page.wrap(f"money in {unit} at {rate.per_usd:g} a US dollar ({rate.as_of})")
    return lines


def read_lines(answer: AnswerRecord, page: Page) -> list[str]:
    """Names that were guessed, and ends that were moved."""
    lines = [line for text in guesses(answer) for line in page.wrap(text, "", "  ")]
    for which, end in (("Origin", answer.query.origin), ("Destination", answer.query.destination)):
        if end.note:
            lines += page.wrap(f"{which} {end.text!r}: {end.note}", "", "  ")
        elif end.moved_km:
            lines.append(f"{which}: moved {end.moved_km:g} km")
    return lines


def verdict_lines(answer: AnswerRecord, unit: str, names: list[str], page: Page) -> list[str]:
    """What to do: one best way, or a choice."""
    certainty = answer.certainty
    best = answer.itineraries[0]
    if answer.sure:
        leave = f"; leave by {local(answer.sure.latest)}" if answer.sure.latest else ""
        return page.wrap(f"{answer.sure.text}{leave}", "", "  ")
    if certainty and certainty.text:
        return page.wrap(certainty.text, "", "  ")
    time, cost = best.totals.time_h.typical / 24, best.totals.cost_usd.typical
    return page.wrap(
        f"{by_objective(answer.query, unit)}: {names[0]}; {time:.1f} days, {cost:,.0f} {unit},"
        f" arrives {best.arrival[:10]}",
        "",
        "  ",
    )


def left_out_lines(answer: AnswerRecord, unit: str, page: Page) -> list[str]:
    """A line for each way that is the best of a kind and not listed; and if the list may lack more."""
    named: dict[str, list[str]] = {}
    for way in answer.left_out or ():
        text = (
            f"{way.time_h / 24:.1f} days, {way.cost_usd:,.0f} {unit}, {way.co2e_kg:,.0f} kg CO2e;"
            f" {way.label}"
        )
        named.setdefault(text, []).append(way.role)
    told = [f"{' and '.join(roles)}, not listed: {text}" for text, roles in named.items()]
    lines = [first(page.wrap(text, "   ", "     "), page.width) for text in told]
    if answer.listing and not answer.listing.exact:
        lines += page.wrap("the search for more was given up: a better one may be missing", "   ")
    return lines


def first(lines: Sequence[str], width: int) -> str:
    """The first of some lines, ending in dots where more would follow."""
    return lines[0] if len(lines) < 2 else clipped(f"{lines[0]} {lines[1].strip()}", width)


def shut_lines(answer: AnswerRecord, unit: str, page: Page) -> list[str]:
    """What is shut near these ways, since when, and whether opening it would change the best."""
    shut = answer.blocked
    lines: list[str] = []
    if shut:
        names = ", ".join(dict.fromkeys(b.name for b in shut))
        since = _since([b.since for b in shut if b.since])
        old = max(b.stale_days for b in shut)
        age = f" ({old} days old)" if old > 0 else ""
        lines += page.wrap(
            f"Shut{since}: {names}; confirmed {_span([b.last_confirmed for b in shut])}{age};"
            f" {_if_open(shut, unit)}",
            "",
            "  ",
        )
    return lines + [line for text in _limited(answer) for line in page.wrap(text, "", "  ")]


def _since(days: list[str]) -> str:
    """'since 2025-10-11', or the month alone where it is that of all, else the two days."""
    if len(set(days)) > 1 and len({day[:7] for day in days}) == 1:
        return f" since {days[0][:7]}"
    return f" since {_span(days)}" if days else ""


def _if_open(shut: Sequence[BlockedRecord], unit: str) -> str:
    """Which of them, if open, would change the best way, and what the first of these would bring."""
    judged = [b for b in shut if b.if_open]
    winners = [b for b in judged if b.if_open and b.if_open.better]
    if not winners:
        return "none alone would be best if open" if judged else "no way over them is known"
    lead = winners[0].if_open
    figures = f"{lead.time_h / 24:.1f} days, {lead.cost_usd:,.0f} {unit}" if lead else ""
    if len(winners) == 1:
        return f"{winners[0].name} if open would be best: {figures}"
    names = "each" if len(winners) == len(shut) else ", ".join(b.name for b in winners)
    return f"{names} if open would be best: over {winners[0].name} {figures}"


def _limited(answer: AnswerRecord) -> Iterator[str]:
    """Borders of the listed ways that are open to some only, or that the question opened."""
    for status, word in (("restricted", "Restricted"), ("opened", "Opened by the question")):
        names = dict.fromkeys(
            b.name for way in answer.itineraries for b in way.borders if b.status == status
        )
        if names:
            yield f"{word}: {', '.join(names)}"


def _span(days: list[str]) -> str:
    if not days:
        return ""
    first, last = min(days), max(days)
    return first if first == last else f"{first} to {last}"


def corridor_lines(answer: AnswerRecord, page: Page) -> list[str]:
    """How the land bridge of the asker's corridor stands, where the ends lie on both sides."""
    if not answer.land_bridge:
        return []
    return [line for text in answer.land_bridge.lines for line in page.wrap(text, "", "  ")]


def certainty_lines(answer: AnswerRecord, page: Page) -> list[str]:
    """How sure the arrival of the best way is and what would unseat it; else its estimates."""
    certainty = answer.certainty
    if not certainty or not certainty.ways:
        share = answer.itineraries[0].estimate_share
        text = f"estimates carry {share.cost:.0%} of the dollars and {share.time:.0%} of the hours"
        return page.wrap(f"Certainty: {text} of way 1", "", "  ")
    told = [
        f"way 1 arrives by {one.date} with {one.share:.0%}" for one in certainty.ways[0].by[-1:]
    ]
    told += [flip.text for flip in certainty.flips or () if flip.number == 1]
    if certainty.another >= _TOLD_SHARE:
        told.append(f"a way not listed is best with {certainty.another:.0%}")
    return page.wrap(f"Certainty: {'; '.join(told)}", "", "  ") if told else []


# What was asked and could not be heeded: told whole, for silence would say that it was.
_UNHEEDED = ("sanctions",)


def warnings_lines(answer: AnswerRecord, page: Page) -> list[str]:
    """What was asked in vain, and how many things there are to mind."""
    lines = [
        line
        for warning in answer.warnings
        if warning.code in _UNHEEDED
        for line in page.wrap(warning.text, "", "  ")
    ]
    count = len(minded(answer))
    if count:
        lines.append(f"{count} thing{'s' * (count > 1)} to mind (--closures shows them)")
    return lines


def more_lines(page: Page) -> list[str]:
    """How to see more."""
    return page.wrap(f"More: {_MORE}", "", "  ")
