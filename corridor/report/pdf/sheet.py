"""What a quotation says, as short tables and sentences; how it is set says `quote_pdf`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from corridor.messages.catalogue import in_english
from corridor.report.document.answer import AnswerRecord, ItineraryRecord, LegRecord
from corridor.report.document.assumptions import assumed
from corridor.report.document.carriage import carriage
from corridor.report.document.parts.figures import Quantity
from corridor.report.document.parts.question import EndpointRecord
from corridor.report.document.plain import short
from corridor.report.document.stamp import Stamp
from corridor.report.document.wording import CREDIT, KIND, SIDING, local, other_year, unpriced
from corridor.report.pdf.bidi import isolated
from corridor.report.pdf.rounding import CENT, DOLLAR, apportioned, dollars, rounded, step_of
from corridor.report.pdf.unofficial import SHOWN, Offered, offered

_NAME = 60  # signs of a name
_ITEM = 72  # of an item, whose own name is whole
_CREW = {"one_driver": "one driver", "two_drivers": "two drivers"}
_FIRM = "The price holds for the days of the quotation."
_INDICATIVE = "Indicative: what the way is expected to cost, not a price that binds."
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
    unofficial: str = SHOWN,
    firm: bool = False,
    most_legs: int,
    most_items: int,
    most_papers: int,
    most_notes: int,
) -> Sheet:
    """
    Put the itinerary number `which` of an answer in words.

    The `most_...` numbers limit rows; what is left out is summed up in a last row, so that legs
    and bill add up to the total whatever is shown. Every item keeps its own name, and unofficial
    payments their own row; `left-out`, they are not in the price, and the bill says by how much.
    """
    offer = offered(answer, which - 1, unofficial)
    itinerary, step = offer.itinerary, step_of(offer.itinerary)
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
        _facts(itinerary, step, firm=firm),
        _legs(itinerary, most_legs, step),
        _bill(offer, most_items, step),
        _papers(itinerary, most_papers),
        _carriage(answer, which - 1, most_notes),
        _assumed(answer, itinerary, most_notes, step, firm=firm),
        _excluded(offer, step),
        (stamp.text(), f"Lengths partly from lines of {CREDIT}."),
    )


def _place(end: EndpointRecord) -> str:
    return f"{isolated(short(end.name, _NAME))} ({end.country})"


def _when(moment: str) -> str:
    return local(moment)


def _facts(
    itinerary: ItineraryRecord, step: int, *, firm: bool
) -> tuple[tuple[str, str, str], ...]:
    totals = itinerary.totals
    hours, price = totals.time_h, totals.cost_usd
    return (
        (
            "Price, USD" if firm else "Indicative price, USD",
            dollars(rounded(round(price.typical * 100), step), step),
            f"{price.low:,.0f} to {price.high:,.0f}",
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

    @property
    def cents(self) -> int:
        """What the legs cost."""
        return sum(round(leg.cost_usd.typical * 100) for leg in self.legs)

    def row(self, number: str, price: str) -> Row:
        """Print it; `price` is its amount, rounded with the others."""
        first, last = self.legs[0], self.legs[-1]
        tail, head = (isolated(short(leg.name, _NAME)) for leg in (first.from_, last.to))
        same = first.from_.name == last.to.name
        modes = ", ".join(dict.fromkeys(leg.mode for leg in self.legs if leg.mode))
        kind = KIND[first.kind].quotation if len(self.legs) == 1 else f"{len(self.legs)} legs"
        countries = " ".join(dict.fromkeys(leg.country for leg in self.legs if leg.country))
        km = sum(leg.distance_km for leg in self.legs)
        minutes = sum(round(leg.time_h.typical * 60) for leg in self.legs)
        guessed = any(leg.distance_estimated_km for leg in self.legs)
        return (
            number,
            _when(first.start)[5:],
            f"{modes} {kind}".strip(),
            (tail if same else f"{tail} - {head}"),
            short(countries, 24),
            f"{'~' if guessed else ''}{km:,.0f}" if km else "",
            f"{_mark(self.legs, Quantity.TIME)}{minutes / 60:,.1f}",
            f"{_mark(self.legs, Quantity.COST)}{price}",
        )


def _mark(legs: Sequence[LegRecord], of: Quantity) -> str:
    guessed = any(
        item.guessed(of) and item.band(of).typical for leg in legs for item in leg.counted
    )
    return "~" if guessed else ""


def _legs(itinerary: ItineraryRecord, most: int, step: int) -> tuple[Row, ...]:
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
    prices = apportioned([one.cents for one in stretches], step)
    return tuple(
        one.row(str(number), dollars(price, step))
        for number, (one, price) in enumerate(zip(stretches, prices, strict=True), 1)
    )


def _by_country(legs: Sequence[LegRecord]) -> list[_Stretch]:
    groups: list[list[LegRecord]] = []
    for leg in legs:
        if groups and groups[-1][-1].country == leg.country:
            groups[-1].append(leg)
        else:
            groups.append([leg])
    return [_Stretch(tuple(group)) for group in groups]


# ---------------------------------------------------------------- bill and papers
def _bill(offer: Offered, most: int, step: int) -> tuple[Row, ...]:
    """
    Items of one name together, by size; then what is over in one row, the total, and what is left out.

    Unofficial payments never stand in the row of what is over.
    """
    cents: dict[str, int] = {}
    guessed: set[str] = set()
    for leg in offer.itinerary.legs:
        for item in leg.items:
            if item.outside_total and item.name not in offer.left:
                continue
            if not item.outside_total:
                cents[item.name] = cents.get(item.name, 0) + round(item.cost_usd.typical * 100)
            if item.guessed(Quantity.COST) and item.cost_usd.typical:
                guessed.add(item.name)
    priced = sorted((n for n in cents if cents[n]), key=lambda name: (-cents[name], name))
    kept = priced
    if len(priced) > most:
        apart = [n for n in priced if n in offer.unofficial]
        others = [n for n in priced if n not in offer.unofficial]
        first = {*others[: max(0, most - 1 - len(apart))], *apart}
        kept = [n for n in priced if n in first]
    groups = [(_own(n), [n]) for n in kept]
    over = [n for n in priced if n not in set(kept)]
    if over:
        groups.append((f"{len(over)} further items", over))
    amounts = apportioned([sum(cents[n] for n in names) for _, names in groups], step)
    rows = [
        (text, _marked(names, guessed) + dollars(amount, step))
        for (text, names), amount in zip(groups, amounts, strict=True)
    ]
    rows.append(("Total", _marked(priced, guessed) + dollars(sum(amounts), step)))
    for name, left in offer.left.items():
        mark = _marked([name], guessed)
        rows.append((f"Left out: {_own(name)}", mark + _left(left, mark)))
    return tuple(rows)


def _marked(names: Sequence[str], guessed: set[str]) -> str:
    return "~" if guessed & set(names) else ""


def _own(name: str) -> str:
    return isolated(short(name, _ITEM))


def _left(cents: int, mark: str) -> str:
    """What is not in the price; no cents of an estimate."""
    step = DOLLAR if mark else CENT
    return dollars(rounded(cents, step), step)


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
def _assumed(
    answer: AnswerRecord, itinerary: ItineraryRecord, most: int, step: int, *, firm: bool
) -> tuple[str, ...]:
    query, share = answer.query, itinerary.estimate_share
    crew, rail = query.service
    best = query.objective
    lines = [
        (
            f"{_FIRM if firm else _INDICATIVE} Figures marked ~ rest on estimates: {share.cost:.0%} of the price,"
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
            f"{dollars(rounded(round(amount * 100), step), step)} {isolated(rate.code)} at {rate.per_usd:g} a US dollar, rate of"
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


def _excluded(offer: Offered, step: int) -> str:
    outside: dict[str, int] = {}
    for leg in offer.itinerary.legs:
        for item in leg.items:
            if item.outside_total and item.name not in offer.left:
                cents = round(item.cost_usd.typical * 100)
                outside[item.name] = outside.get(item.name, 0) + cents
    named = [
        f"{_own(n)} ({dollars(rounded(c, step), step)} USD)"
        for n, c in [pair for pair in outside.items() if pair[1]][:4]
    ]
    own = f" Shown apart and not in the price: {', '.join(named)}." if named else ""
    return (
        f"{_not_paid(offer)}Whatever the bill does not name is not in the price, in particular"
        f" import duties and taxes, inspections, storage and demurrage, and detours around new closures.{own}"
    )


def _not_paid(offer: Offered) -> str:
    """That unofficial payments are left out, by how much, and where they cannot be."""
    if not offer.asked:
        return ""
    whole = dollars(rounded(sum(offer.left.values()), DOLLAR), DOLLAR)
    said = f"are left out, about {whole} USD" if offer.left else "had no row in the bill"
    held = " A freight that holds payments at borders may hold some." if offer.in_freight else ""
    return f"Unofficial payments at borders {said}.{held} "
