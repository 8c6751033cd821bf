"""What a quotation says, as short tables and sentences; how it is set says `quote_pdf`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from corridor.messages.catalogue import in_english
from corridor.model.charge import QUOTED_AS
from corridor.model.message import Message, say
from corridor.report.document.answer import AnswerRecord, ItineraryRecord, LegRecord
from corridor.report.document.assumptions import assumed
from corridor.report.document.carriage import carriage
from corridor.report.document.parts.figures import Quantity
from corridor.report.document.parts.question import EndpointRecord
from corridor.report.document.parts.said import messages_of
from corridor.report.document.plain import short
from corridor.report.document.stamp import Stamp
from corridor.report.document.wording import CREDIT, KIND, SIDING, local, other_year, unpriced
from corridor.report.pdf.bidi import isolated

_NAME = 60  # signs of a name
_CREW = {"one_driver": "one driver", "two_drivers": "two drivers"}
_BEST = {
    "generalised": "price plus the value of time",
    "cost": "price",
    "time": "time",
    "distance": "length",
    "co2": "CO2e",
}
_RAIL = {
    "block_train": "block train",
    "scheduled": "trains that run, else wagonload",
    "wagonload": "wagonload",
}

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A quotation: figures as they are printed, long lists shortened to what fits."""

    title: str
    load: str
    facts: tuple[tuple[str, str, str], ...]  # name, figure, band
    legs: tuple[Row, ...]
    bill: tuple[Row, ...]
    papers: tuple[str, ...]
    carriage: tuple[str, ...]
    assumed: tuple[str, ...]
    excluded: str
    foot: tuple[str, ...]


def sheet(
    answer: AnswerRecord,
    stamp: Stamp,
    *,
    which: int = 1,
    most_legs: int,
    most_items: int,
    most_papers: int,
    most_notes: int,
) -> Sheet:
    """
    Put the itinerary number `which` of an answer in words.

    The `most_...` numbers limit rows; what is left out is summed up in a last row, so that legs
    and bill add up to the total whatever is shown.
    """
    itinerary = answer.itineraries[which - 1]
    query = answer.query
    origin, destination = (_place(end) for end in (query.origin, query.destination))
    load = (
        f"{query.count} {query.unit} of {query.gross_weight_t:g} t gross each,"
        f" {query.cargo} cargo worth {query.value_usd:,.0f} USD,"
        f" ready {_when(query.depart)}{other_year(answer.data_date, query.depart)}"
        f"{unpriced(answer.warnings)}"
    )
    return Sheet(
        f"{origin} to {destination}",
        load,
        _facts(itinerary),
        _legs(itinerary, most_legs),
        _bill(answer, which - 1, most_items),
        _papers(itinerary, most_papers),
        _carriage(answer, which - 1, most_notes),
        _assumed(answer, itinerary, most_notes),
        _excluded(itinerary),
        (stamp.text(), f"Lengths partly from lines of {CREDIT}."),
    )


def _place(end: EndpointRecord) -> str:
    return f"{isolated(short(end.name, _NAME))} ({end.country})"


def _when(moment: str) -> str:
    return local(moment)


def _facts(itinerary: ItineraryRecord) -> tuple[tuple[str, str, str], ...]:
    totals = itinerary.totals
    hours, dollars = totals.time_h, totals.cost_usd
    return (
        (
            "Price, USD",
            f"{dollars.typical:,.2f}",
            f"{dollars.low:,.0f} to {dollars.high:,.0f}",
        ),
        (
            "Days",
            f"{hours.typical / 24:.1f}",
            f"{hours.low / 24:.1f} to {hours.high / 24:.1f}",
        ),
        ("Departs", itinerary.departure[:10], f"arrives about {itinerary.arrival[:10]}"),
        (
            "Kilometres",
            f"{totals.distance_km:,.0f}",
            f"{totals.distance_estimated_km:,.0f} of estimated length",
        ),
        ("kg CO2e", f"{totals.co2e_kg:,.0f}", "well to wheel"),
    )


# ---------------------------------------------------------------- itinerary
@dataclass(frozen=True, slots=True)
class _Stretch:
    """Legs that follow each other, shown in one row."""

    legs: tuple[LegRecord, ...]

    def row(self, number: str) -> Row:
        first, last = self.legs[0], self.legs[-1]
        tail, head = (isolated(short(leg.name, _NAME)) for leg in (first.from_, last.to))
        same = first.from_.name == last.to.name
        modes = ", ".join(dict.fromkeys(leg.mode for leg in self.legs if leg.mode))
        kind = KIND[first.kind].quotation if len(self.legs) == 1 else f"{len(self.legs)} legs"
        countries = " ".join(dict.fromkeys(leg.country for leg in self.legs if leg.country))
        km = sum(leg.distance_km for leg in self.legs)
        guessed = any(leg.distance_estimated_km for leg in self.legs)
        return (
            number,
            _when(first.start)[5:],
            f"{modes} {kind}".strip(),
            (tail if same else f"{tail} - {head}"),
            short(countries, 24),
            f"{'~' if guessed else ''}{km:,.0f}" if km else "",
            _sum(self.legs, Quantity.TIME, ",.1f"),
            _sum(self.legs, Quantity.COST, ",.2f"),
        )


def _sum(legs: Sequence[LegRecord], of: Quantity, form: str) -> str:
    guessed = any(
        item.guessed(of) and item.band(of).typical for leg in legs for item in leg.counted
    )
    per = 100 if of is Quantity.COST else 60
    whole = sum(round(leg.band(of).typical * per) for leg in legs)
    return f"{'~' if guessed else ''}{whole / per:{form}}"


def _legs(itinerary: ItineraryRecord, most: int) -> tuple[Row, ...]:
    """Rows of the itinerary: legs; if these are too many, countries; then the first of them."""
    stretches = [_Stretch((leg,)) for leg in itinerary.legs]
    if len(stretches) > most:
        stretches = _by_country(itinerary.legs)
    while len(stretches) > most:
        # The two that are shortest together become one, so what matters keeps its own row.
        pairs = [
            sum(leg.time_h.typical for one in stretches[at : at + 2] for leg in one.legs)
            for at in range(len(stretches) - 1)
        ]
        at = pairs.index(min(pairs))
        stretches[at : at + 2] = [_Stretch(stretches[at].legs + stretches[at + 1].legs)]
    return tuple(one.row(str(number)) for number, one in enumerate(stretches, 1))


def _by_country(legs: Sequence[LegRecord]) -> list[_Stretch]:
    groups: list[list[LegRecord]] = []
    for leg in legs:
        if groups and groups[-1][-1].country == leg.country:
            groups[-1].append(leg)
        else:
            groups.append([leg])
    return [_Stretch(tuple(group)) for group in groups]


# ---------------------------------------------------------------- bill and papers
def _bill(answer: AnswerRecord, number: int, most: int) -> tuple[Row, ...]:
    """Items of one name together, dearest first; the last row holds what is left over."""
    cents: dict[str, int] = {}
    guessed: set[str] = set()
    known = messages_of(answer.messages)
    for place, leg in enumerate(answer.itineraries[number].legs):
        for row, item in enumerate(leg.items):
            if item.outside_total:
                continue
            at = f"/itineraries/{number}/legs/{place}/items/{row}/name"
            name = _quoted_as(item.name, known.get(at))
            cents[name] = cents.get(name, 0) + round(item.cost_usd.typical * 100)
            if item.guessed(Quantity.COST) and item.cost_usd.typical:
                guessed.add(name)
    priced = sorted((n for n in cents if cents[n]), key=lambda name: (-cents[name], name))
    kept = priced if len(priced) <= most else priced[: most - 1]
    rows = [_bill_row(isolated(short(n, _NAME)), [n], cents, guessed) for n in kept]
    left = priced[len(kept) :]
    if left:
        rows.append(_bill_row(f"{len(left)} further items", left, cents, guessed))
    return (*rows, _bill_row("Total", priced, cents, guessed))


def _quoted_as(name: str, charge: Message | None) -> str:
    """A customer pays what a border costs in one sum; who takes which part is no line of his."""
    for part, whole in QUOTED_AS.items():
        message = say(f"charge.{part}")
        # An answer of before knows its charges by their English names alone.
        if charge == message or (charge is None and name == in_english(message)):
            return in_english(say(f"charge.{whole}"))
    return name


def _bill_row(text: str, names: Sequence[str], cents: Mapping[str, int], guessed: set[str]) -> Row:
    mark = "~" if guessed & set(names) else ""
    return text, f"{mark}{sum(cents[n] for n in names) / 100:,.2f}"


def _papers(itinerary: ItineraryRecord, most: int) -> tuple[str, ...]:
    by_country: dict[str, dict[str, None]] = {}
    for paper in itinerary.documents:
        by_country.setdefault(paper.country or "all", {})[short(paper.name, _NAME)] = None
    lines = [
        f"{country}: {', '.join(isolated(name) for name in names)}"
        for country, names in by_country.items()
    ]
    return _shortened(lines, most, "countries")


def _carriage(answer: AnswerRecord, number: int, most: int) -> tuple[str, ...]:
    """Trains, ships changed and regimes, in the words of the full answer."""
    texts = [in_english(message) for message in carriage(answer, number)]
    return _shortened([isolated(short(t, 220)) for t in texts], most, "in the full answer")


def _shortened(lines: Sequence[str], most: int, what: str) -> tuple[str, ...]:
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: max(0, most - 1)], f"and {len(lines) - max(0, most - 1)} further {what}")


# ---------------------------------------------------------------- conditions
def _assumed(answer: AnswerRecord, itinerary: ItineraryRecord, most: int) -> tuple[str, ...]:
    query, share = answer.query, itinerary.estimate_share
    crew, rail = query.service
    best = query.objective
    lines = [
        (
            f"Figures marked ~ rest on estimates: {share.cost:.0%} of the price,"
            f" {share.time:.0%} of the hours. The rest are published figures, not rates that"
            " carriers have confirmed. Price and days may fall in the bands given."
        ),
        (
            f"Road with {isolated(_CREW.get(crew, crew))}, rail by {isolated(_RAIL.get(rail, rail))};"
            f" ways ranked by {_BEST.get(best, best)}."
        ),
    ]
    # The customer reads whose rates these are, not the names of their rows.
    own = len(query.own_rows or ())
    others = replace(answer, query=replace(query, own_rows=()))
    lines += [isolated(short(text, 200)) for text in assumed(others)]
    if own:
        lines.append(f"{own} of the figures behind this offer are our own.")
    rate = answer.currency
    if rate:
        amount = itinerary.totals.cost_usd.typical * rate.per_usd
        lines.insert(
            0,
            f"{amount:,.2f} {isolated(rate.code)} at {rate.per_usd:g} a US dollar, rate of"
            f" {isolated(rate.as_of)}; the price holds in US dollars.",
        )
    lists = (
        ("Taken as open", query.open),
        ("Taken as closed", query.close),
        ("Avoided", query.avoid),
    )
    for text, names in lists:
        if names:
            lines.append(f"{text}: {', '.join(isolated(short(n, _NAME)) for n in names)}.")
    if query.avoid_sanctions:
        kept = ", ".join(isolated(n) for n in query.avoid_sanctions)
        lines.append(f"What these lists of sanctions name is avoided: {kept}.")
    if query.siding:
        lines.append(f"A private rail siding {SIDING[query.siding]} is taken as given.")
    for border in itinerary.borders:
        name = isolated(short(border.name, _NAME))
        if border.status == "opened":
            lines.append(f"{name} is closed by what we know; the offer holds once it is open.")
        elif border.status != "open":
            note = short(border.note, 140)
            lines.append(
                f"{name} is {isolated(border.status)}" + (f": {isolated(note)}" if note else "")
            )
    found = [*itinerary.warnings, *answer.warnings]
    if any(w.code == "stale" for w in found):
        shut = ", ".join(isolated(short(b.name, _NAME)) for b in answer.blocked[:8])
        lines.append(f"Taken as closed on older evidence, ask before relying on it: {shut}.")
    texts = [w.text for w in found if w.code not in ("stale", "read")]
    lines += [isolated(short(text, 160)) for text in dict.fromkeys(texts)]
    return _shortened(lines, most, "remarks in the full answer")


def _excluded(itinerary: ItineraryRecord) -> str:
    outside: dict[str, int] = {}
    for leg in itinerary.legs:
        for item in leg.items:
            if item.outside_total:
                cents = round(item.cost_usd.typical * 100)
                outside[item.name] = outside.get(item.name, 0) + cents
    named = [
        f"{isolated(short(n, _NAME))} ({c / 100:,.2f} USD)"
        for n, c in [pair for pair in outside.items() if pair[1]][:4]
    ]
    own = f" Shown apart and not in the price: {', '.join(named)}." if named else ""
    return (
        "Whatever the bill does not name is not in the price, in particular import duties and"
        f" taxes, inspections, storage and demurrage, and detours around new closures.{own}"
    )
