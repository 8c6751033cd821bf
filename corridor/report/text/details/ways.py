"""The question as it was read, and each way in a few lines."""

from __future__ import annotations

from corridor.model.objective import Objective
from corridor.report.document.answer import AnswerRecord, BorderRecord, ItineraryRecord
from corridor.report.document.assumptions import assumed
from corridor.report.document.parts.asked import asked_text
from corridor.report.document.parts.figures import BandRecord
from corridor.report.document.parts.question import QueryRecord
from corridor.report.document.wording import (
    REGIME,
    SIDING,
    by_mode,
    in_country,
    local,
    other_year,
    unpriced,
)
from corridor.report.text.details.listing import shared_lines
from corridor.report.text.page import Page

_CREW = {"one_driver": "one driver", "two_drivers": "two drivers"}


def head_lines(answer: AnswerRecord, unit: str, page: Page) -> list[str]:
    """What was asked, what is assumed, and how the ends were read."""
    query = answer.query
    origin, destination = query.origin, query.destination
    lines = page.wrap(
        f"{in_country(origin.name, origin.country)} to"
        f" {in_country(destination.name, destination.country)}: {query.count} {query.unit},"
        f" {query.gross_weight_t:g} t each, {goods(query)},"
        f" worth {query.value_usd:,.0f} {unit}, ready {local(query.depart)}"
        f"{other_year(answer.data_date, query.depart)}{unpriced(answer.warnings)}"
    )
    lines += page.wrap(by_objective(query, unit))
    if answer.sure:
        leave = f"; leave by {local(answer.sure.latest)}" if answer.sure.latest else ""
        lines += page.wrap(f"{answer.sure.text}{leave}")
    if query.regime:
        lines += page.wrap(
            f"Trucks pass borders under {REGIME[query.regime]} where rows speak of it"
        )
    if query.truck_of:
        lines.append(f"The truck is one of {query.truck_of}")
    if query.siding:
        lines += page.wrap(f"A private rail siding {SIDING[query.siding]} is taken as given")
    if asked := asked_text(query):
        lines += page.wrap(f"Asked: {asked}", "", "  ")
    for sentence in assumed(answer):
        lines += page.wrap(sentence, "", "  ")
    rate = answer.currency
    if rate:
        lines += page.wrap(
            f"Money in {unit} at {rate.per_usd:g} a US dollar"
            f" ({rate.as_of}, {rate.source_id}); the tables are in dollars"
        )
    for which, end in (("Origin", origin), ("Destination", destination)):
        if end.note:
            lines += page.wrap(f"{which} {end.text!r}: {end.note}")
        elif end.moved_km:
            lines.append(f"{which}: moved {end.moved_km:g} km")
    return lines


def by_objective(query: QueryRecord, unit: str) -> str:
    """What the ways are ordered by."""
    if query.objective == Objective.GENERALISED:
        return f"Best by generalised cost at {query.value_of_time_usd_per_h:g} {unit} an hour"
    return f"Best by {query.objective}"


def goods(query: QueryRecord) -> str:
    """Cargo class with its UN class, and whose container."""
    found = query.cargo
    if query.un_class:
        found += f" class {query.un_class}"
    return found + (", own container" if query.container == "owned" else "")


def way_lines(
    number: int, itinerary: ItineraryRecord, crew: str, unit: str, page: Page
) -> list[str]:
    """One itinerary in a few lines: what it takes, what stands behind it, its borders."""
    totals, share = itinerary.totals, itinerary.estimate_share
    roles = f"  [{', '.join(itinerary.roles)}]" if itinerary.roles else ""
    head = f"{number}. "
    indent = " " * len(head)
    days = f"{_days(totals.time_h)} days"
    other = itinerary.other_crew
    # Where the hours of driving bind nothing, both crews take as long: one figure says it.
    if other and f"{other.time_h / 24:.1f}" != f"{totals.time_h.typical / 24:.1f}":
        days += f" with {_CREW[crew]}, {other.time_h / 24:.1f} with {_CREW[other.service]}"
    estimated = totals.distance_estimated_km
    length = f"{totals.distance_km:,.0f} km" + (
        f" (~{estimated:,.0f} of estimated length)" if estimated else ""
    )
    lines = page.wrap(f"{itinerary.label}{roles}", head, indent)
    for train in itinerary.trains or ():
        lines += page.wrap(train.text, indent, indent + "  ")
    lines += page.wrap(f"{days}; {_usd(totals.cost_usd)} {unit}", indent)
    lines += page.wrap(
        f"{length}, {totals.co2e_kg:,.0f} kg CO2e; estimates carry {share.cost:.0%} of"
        f" the dollars, {share.time:.0%} of the hours",
        indent,
    )
    lines += shared_lines(itinerary, indent, page)
    passed = ", ".join(
        f"{by_mode(posts(b), b.mode)} {b.passage[5:10]}"
        + ("" if b.status == "open" else f" ({b.status})")
        for b in itinerary.borders
    )
    way = " > ".join(itinerary.countries)
    lines += page.wrap(
        f"{way}, arrives {itinerary.arrival[:10]}" + (f"; borders: {passed}" if passed else ""),
        indent,
        indent + "  ",
    )
    return lines


def _days(band: BandRecord) -> str:
    return f"{band.typical / 24:.1f} ({band.low / 24:.1f} to {band.high / 24:.1f})"


def _usd(band: BandRecord) -> str:
    return f"{band.typical:,.0f} ({band.low:,.0f} to {band.high:,.0f})"


def posts(border: BorderRecord) -> str:
    """Both posts of a border; one name when they share it."""
    if border.name_from == border.name_to:
        return border.name_from
    return f"{border.name_from} - {border.name_to}"
