"""The tables and sentences of a comparison as text, one wording for the terminal and the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

from msgspec import UNSET

from corridor.analysis.ports.differences import PART_NAMES
from corridor.report.document.comparison import (
    BreakEvenRecord,
    CellRecord,
    ChanceRecord,
    ComparisonRecord,
    DifferenceRecord,
    MeasureRecord,
    StepRecord,
    StudyRecord,
)
from corridor.report.document.wording import REGIME, SIDING, confirmed, other_year, unpriced
from corridor.report.tables.cells import Table, shown_table

Names = Mapping[str, str]
# Warnings that stand in the line of the load, beside closures, or as a sign beside each figure.
_TOLD_ELSEWHERE = ("bulk", "date", "estimate", "read", "stale")


def load_line(document: ComparisonRecord) -> str:
    """The consignment, the day, the measure and the data date in one line."""
    q = document.question
    text = (
        f"{q.count} {q.unit}, {q.gross_weight_t:g} t each, {q.cargo}, worth "
        f"{q.value_usd:,.0f} USD, {q.direction}, ready {q.depart.replace('T', ' ')}"
        f"{other_year(document.data_date, q.depart)}"
        f"{unpriced(document.places[0].today.cautions or ())}; "
        f"compared by {q.measure.words}"
    )
    if q.objective == "generalised":
        text += f" at {q.value_of_time_usd_per_h:g} USD an hour"
    constraints = (("open", q.open), ("close", q.close), ("avoid", q.avoid), ("via", q.via))
    text += "".join(f"; {word} {', '.join(given)}" for word, given in constraints if given)
    if q.avoid_sanctions is not UNSET:
        text += f"; without what {', '.join(q.avoid_sanctions)} lists"
    if q.regime is not UNSET:
        text += f"; trucks pass borders under {REGIME[q.regime]}"
    if q.truck_of is not UNSET:
        text += f"; truck of {q.truck_of}"
    if q.siding is not UNSET:
        text += f"; private rail siding {SIDING[q.siding]}"
    if document.assumed:
        text += f"; assumed: {', '.join(document.assumed)}"
    return f"{text}. Data of {document.data_date}."


def basket_line(document: ComparisonRecord) -> str:
    """What the ports are compared to, and that its weights are equal; '' for one market."""
    markets = ", ".join(m.name for m in document.question.markets)
    if document.question.basket:
        return (
            "No market was named (--onward): the ports are compared to a basket of markets, "
            f"{markets}, each counted once, whatever the origin trades with them."
        )
    if len(document.question.markets) > 1:
        return f"Compared to {markets}, each counted once."
    return ""


def sentences(document: ComparisonRecord) -> list[str]:
    """The first sentence of each place, with what scenario sailings would make of it."""
    found = []
    for entry in document.places:
        text = entry.today.sentence
        if entry.if_served:
            # A document of before has the whole sentence alone.
            served = entry.if_served.told or entry.if_served.sentence
            text += f" If all ports had a service: {served}"
        found.append(text)
    return found


def headlines(document: ComparisonRecord) -> list[str]:
    """The verdict of each place in one sentence, and with scenario sailings in another."""
    found = []
    for entry in document.places:
        text = entry.today.first_line
        if entry.if_served:
            text += f" If all ports had a service: {entry.if_served.first_line}"
        found.append(text)
    return found


def fork_lines(document: ComparisonRecord) -> list[str]:
    """Where the ways of two ports part, and which places so ask one and the same question."""
    groups: dict[tuple[str, str, tuple[str, str]], list[str]] = {}
    for entry in document.places:
        found = entry.fuller.fork
        if found:
            groups.setdefault((found.key, found.at, found.ports), []).append(entry.place.name)
    names, lines = document.names, []
    for (_, at, ports), places in groups.items():
        ways = f"the ways of {names[ports[0]]} and {names[ports[1]]} part at {at}"
        if len(places) > 1:
            lines.append(f"One and the same comparison: from {', '.join(places)} {ways}.")
        elif len(document.places) > 1:
            lines.append(f"From {places[0]} {ways}.")
        else:
            lines.append(
                f"{ways[0].upper()}{ways[1:]}: every place whose goods come that way asks the same."
            )
    return lines


def shut_lines(study: StudyRecord) -> list[str]:
    """What is closed near the way ahead, since when, confirmed when, by whom, and what it costs."""
    lines = []
    for entry in study.blocked or ():
        since = f" since {entry.since}" if entry.since else ""
        until = f" until {entry.until}" if entry.until else ""
        better = entry.if_open
        opened = (
            f"; if open {better.time_h / 24:.1f} days, {better.cost_usd:,.0f} USD,"
            f" {'' if better.better else 'not '}the best (--open {entry.subject_id})"
            if better
            else ""
        )
        lines.append(
            f"{entry.name} ({entry.mode}): closed{since}{until}, confirmed {confirmed(entry)}"
            f" [{entry.source_id}]{opened}"
        )
    return lines


def caution_lines(study: StudyRecord, names: Names) -> list[str]:
    """What to mind, each once, with the ports by whose ways it is met."""
    found = []
    for one in study.cautions or ():
        if one.code in _TOLD_ELSEWHERE:
            continue
        by = ", ".join(names.get(p, "outside these ports") for p in one.ports)
        text = f"{one.text[:1].upper()}{one.text[1:]}"
        found.append(f"{text} ({by})" if by else text)
    return list(dict.fromkeys(found))


def standings(study: StudyRecord, names: Names) -> Table:
    """Each port's best way: dollars by land, port and sea, days, the rest."""
    best = {p.port: p.best for p in (study.chance.ports if study.chance else ())}
    rows = [
        (
            names[s.port],
            f"{s.cost_usd:,.0f}",
            *(f"{s.part(p).cost_usd:,.0f}" for p in PART_NAMES),
            f"{s.time_h / 24:.1f}",
            f"{s.late_h / 24:.1f}",
            f"{s.unsure_usd or 0.0:,.0f}",
            f"{s.generalised_usd:,.0f}",
            f"{s.co2e_kg / 1000:.2f}",
            f"{s.distance_km:,.0f}",
            f"{s.borders:g}",
            f"{s.transfers:g}",
            f"{best[s.port]:.0%}" if s.port in best else "",
        )
        for s in study.standings
    ]
    markets = ", ".join(names[m] for m in study.common_markets)
    head = (
        "", "USD", "on land", "at port", "at sea", "days", "late by", "worth",  "with time", "t CO2e", "km",
        "borders", "changes", "best in",
    )  # fmt: skip
    return shown_table(f"Best way through each port, mean over {markets}", head, rows)


def steps(difference: DifferenceRecord, names: Names, most: int | None = None) -> Table:
    """What one port has more than another, item by item; beyond `most` the small ones in one."""
    entries = difference.steps
    shown = sorted(entries, key=lambda s: -abs(s.generalised_usd))[:most]
    rest = [s for s in entries if s not in shown]
    rows = [
        _step(s.part, f"{'~' if s.is_estimate else ''}{s.name}", [s]) for s in entries if s in shown
    ]
    if rest:
        rows.append(_step("", f"{len(rest)} smaller items", rest))
    rows.append(_step("", "whole difference", entries))
    caption = f"{names[difference.port]} against {names[difference.against]}, item by item"
    return shown_table(caption, ("where", "what", "USD", "hours", "with time, USD"), rows, 2)


def indicators(study: StudyRecord, names: Names) -> Table:
    """CAREC's indicators of the best way through each port to the first market, by land mode."""
    rows = [
        (
            names[standing.port],
            one.mode,
            f"{one.distance_km:,.0f}",
            f"{one.crossings}",
            *("-" if v is None else f"{v:,.{d}f}" for v, d in ((one.post_h, 1), (one.post_usd, 0))),
            f"{one.usd_per_500km_20t:,.0f}",
            f"{one.speed_without_delay_kmh:.1f}",
            f"{one.speed_with_delay_kmh:.1f}",
        )
        for standing in study.standings
        for way in (study.lane(standing.port, study.common_markets[0]).itinerary,)
        for one in (way.indicators or () if way else ())
    ]
    caption = (
        "As CAREC's reports take them, typical, best way to the first market: TFI1 hours and TFI2 dollars"
        " at one border post, TFI3 dollars for 20 t over 500 km, TFI4 km/h without and with delay"
    )
    head = ("", "mode", "km", "crossings", "TFI1", "TFI2", "TFI3", "TFI4 without", "with")
    return shown_table(caption, head, rows, 2)


def _step(part: str, name: str, steps: Sequence[StepRecord]) -> tuple[str, ...]:
    """One step, or the sum of several."""
    return (
        part,
        name,
        f"{sum((s.cost_usd for s in steps), -0.0):+,.0f}",
        f"{sum((s.time_h for s in steps), -0.0):+,.1f}",
        f"{sum((s.generalised_usd for s in steps), -0.0):+,.0f}",
    )


def samples(chance: ChanceRecord, names: Names, measure: MeasureRecord) -> Table:
    """Tenth, fiftieth and ninetieth percentile of each port, and how often it is best."""
    head = ["", "P10", "P50", "P90", "days P10", "P50", "P90", "best in"]
    if chance.max_days is not None:
        head.append(f"within {chance.max_days:g} days")
    rows = [
        (
            names[p.port],
            *(f"{v:,.{measure.digits}f}" for v in (p.value.p10, p.value.p50, p.value.p90)),
            *(f"{h / 24:.1f}" for h in (p.time_h.p10, p.time_h.p50, p.time_h.p90)),
            f"{p.best:.0%}",
            *([] if p.in_time is None else [f"{p.in_time:.0%}"]),
        )
        for p in chance.ports
    ]
    caption = (
        f"Trips by the best way, {measure.unit_named}; best in so many of {chance.samples:,} draws of what is unknown to"
        f" all, trips averaged (seed {chance.seed}, correlation {chance.correlation:g}, the same"
        " draws for every port)"
    )
    return shown_table(caption, head, rows)


def choice_set_line(chance: ChanceRecord, unit: str) -> str:
    """How often the fixed choice set was too small; '' when that was not looked at."""
    check = chance.choice_set
    if not check:
        return ""
    return (
        f"Choice set: of {check.solves} solves of {check.samples_solved_anew} samples on the"
        f" whole network {check.better_way_outside} had a better way outside the set, by"
        f" {check.mean_gain:,.1f} {unit} on average of all; the winner changed in"
        f" {check.winner_changed}."
    )


def curve_line(document: ComparisonRecord, study: StudyRecord) -> str:
    """Which port is ahead at which value of time; '' where hours are not valued."""
    found, names = study.value_curve or (), document.names
    if not found:
        return ""
    vot, value = document.question.value_of_time_usd_per_h, document.question.value_usd
    share = f" ({vot * 24 / value:.2%} of the goods' value a day)" if value else ""
    if len(found) == 1:
        text = (
            f"{names[found[0].port]} is ahead at every value up to {found[0].high_usd_per_h:,.2f}"
        )
    else:
        text = "; ".join(
            f"{names[s.port]} from {s.low_usd_per_h:,.2f} up"
            if n
            else f"{names[s.port]} up to {s.high_usd_per_h:,.2f}"
            for n, s in enumerate(found)
        )
    return f"By the value of time, USD an hour, {vot:,.2f} now{share}: {text}."


def worth_line(chance: ChanceRecord, measure: MeasureRecord) -> str:
    """Which figures to find out first; '' where knowing more would turn no choice."""
    found = [w for w in chance.worth_knowing or () if w.value >= 1]
    if not found:
        return ""
    text = "; ".join(f"{w.figure} {w.value:,.{measure.digits}f}" for w in found[:5])
    return (
        f"What to find out first ({measure.unit_named} a consignment that knowing it before choosing is"
        f" worth, of {chance.perfect_information or 0.0:,.{measure.digits}f} for everything): {text}."
    )


def drivers(chance: ChanceRecord) -> Table:
    """Figures whose draws go with the lead."""
    rows = [(d.figure, d.what, f"{d.correlation:+.2f}") for d in chance.drivers]
    return shown_table("What drives the lead", ("figure", "", "rank correlation"), rows, 2)


def tornado(
    study: StudyRecord, names: Names, measure: MeasureRecord, most: int | None = None
) -> Table:
    """The lead when one figure is at the low or the high end of its band."""
    digits, verdict = measure.digits, study.verdict
    rows = [
        (b.label, b.target, f"{b.lead_low:+,.{digits}f}", f"{b.lead_high:+,.{digits}f}")
        for b in study.tornado[:most]
    ]
    caption = (
        f"Lead of {names[verdict.first]}{_or_twins(study, names)} over all others,"
        f" {study.lead:,.{digits}f} {measure.unit_named} now; below 0 it is behind"
    )
    head = ("figure", "its --scale name", "lead if low", "if high")
    return shown_table(caption, head, rows, 2)


def _or_twins(study: StudyRecord, names: Names) -> str:
    twins = [names[p] for p in study.twins if p != study.verdict.first]
    others = {s.port for s in study.standings} - set(study.twins)
    return f" (or {', '.join(twins)})" if twins and others else ""


def months(study: StudyRecord, names: Names, measure: MeasureRecord) -> Table:
    """Who is ahead and by how much, by month of departure and scenario."""
    cells = {(c.scenario, c.month): c for c in study.calendar}
    days = tuple(dict.fromkeys(m for _, m in cells))
    rows = [
        (scenario, *(_cell(cells[scenario, m], names, measure.digits) for m in days))
        for scenario in dict.fromkeys(s for s, _ in cells)
    ]
    caption = f"Port ahead{_to(study, names)}, and by how many {measure.unit_named}"
    return shown_table(caption, ("", *days), rows, len(days) + 1)


def month_runs(study: StudyRecord, names: Names, measure: MeasureRecord) -> Table:
    """The same in runs of months with one port ahead, for a narrow page; by the least to most."""
    rows = []
    for _, group in groupby(study.calendar, key=lambda c: (c.scenario, c.best)):
        run = list(group)
        rows.append(
            (
                run[0].scenario,
                " to ".join(dict.fromkeys((run[0].month, run[-1].month))),
                _port(run[0], names),
                _span([c.ahead for c in run if c.ahead is not None], measure.digits),
            )
        )
    caption = f"Port ahead{_to(study, names)}, by month of departure and scenario"
    return shown_table(caption, ("scenario", "months", "ahead", f"by, {measure.unit}"), rows, 3)


def change_line(study: StudyRecord, names: Names) -> str:
    """When the answer changes: in which months, and under which scenarios."""
    now = study.calendar[0]
    today = [c for c in study.calendar if c.scenario == now.scenario]
    others = [c.month for c in today if c.best != now.best]
    text = f"{_port(now, names)} is ahead in {len(today) - len(others)} of {len(today)} months"
    if others:
        text += f", not in {', '.join(others)}"
    changed = Counter(
        f"{c.scenario} ({_port(c, names)})"
        for c in study.calendar[len(today) :]
        if c.best != now.best
    )
    if not changed:
        return f"{text}; no scenario changes that."
    parts = ", ".join(f"{name} in {count} months" for name, count in changed.items())
    return f"{text}; scenarios change that: {parts}."


def _to(study: StudyRecord, names: Names) -> str:
    """The one market that months and scenarios are asked for."""
    markets = study.common_markets
    if not markets:
        return ""
    return f" to {names[markets[0]]}" + (", the first market" if len(markets) > 1 else "")


def _span(values: Sequence[float], digits: int) -> str:
    """The least and the greatest of some values."""
    if not values:
        return ""
    return " to ".join(dict.fromkeys(f"{v:,.{digits}f}" for v in (min(values), max(values))))


def _port(cell: CellRecord, names: Names) -> str:
    return names[cell.best].removesuffix(" port") if cell.best else "no port"


def _cell(cell: CellRecord, names: Names, digits: int) -> str:
    lead = "" if cell.ahead is None else f" +{cell.ahead:,.{digits}f}"
    return f"{_port(cell, names)}{lead}"


def flip_line(flip: BreakEvenRecord, names: Names) -> str:
    """One break-even as a sentence."""
    if flip.factor is None or flip.value is None:
        return _unturned(flip, names)
    text = f"{flip.label} at {flip.factor:.4g} times"
    if flip.base:
        base, value = (_flipped(v, flip.unit) for v in (flip.base, flip.value))
        text += f" ({base} to {value} {flip.unit})"
    if flip.unit == "USD" and flip.factor < 1:
        text += f", a discount of {1 - flip.factor:.1%}"
    side = "above" if flip.factor > 1 else "below"
    checked = "solved anew" if flip.verified else "NOT confirmed by solving anew"
    return f"{text}: {side} it {names[flip.ahead_beyond]} is ahead; {checked}"


def _flipped(value: float, unit: str) -> str:
    """Whole dollars, hours to the tenth; cents where the figure is a few dollars an hour."""
    digits = {"USD": 0, "h": 1}.get(unit, 2)
    return f"{value:,.{digits}f}"


def _unturned(flip: BreakEvenRecord, names: Names) -> str:
    if not flip.verified:
        return f"{flip.label}: cannot be multiplied here"
    low = "nothing" if flip.followed_from < 0.001 else f"{flip.followed_from:g}"
    return (
        f"{flip.label}: {names[flip.ahead_now]} stays ahead from {low}"
        f" to {flip.followed_to:g} times the figure"
    )
