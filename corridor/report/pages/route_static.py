"""The part of a map page that needs no JavaScript: the itineraries as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from corridor.report.charts.tcd import tcd_svg
from corridor.report.document.answer import (
    AnswerRecord,
    BlockedRecord,
    ItineraryRecord,
    SeenRecord,
    SourceRecord,
)
from corridor.report.document.assumptions import assumed, marks
from corridor.report.document.assumptions import legend as signs
from corridor.report.document.carriage import carriage
from corridor.report.document.comparison import CitedSourceRecord
from corridor.report.document.currency import shown_in
from corridor.report.document.parts.asked import asked_text
from corridor.report.document.parts.figures import BandRecord, Quantity
from corridor.report.document.warnings import in_words, minded
from corridor.report.document.wording import (
    BOUNDARY_NOTE,
    CREDIT,
    KIND,
    REGIME,
    confirmed,
    in_country,
    load_text,
    local,
    title_of,
)
from corridor.report.map.svg import xml_text
from corridor.report.pages.page_head import PageHead, head_html
from corridor.report.tables.cells import html_table, shown_table
from corridor.tables.records import Source

CHART_PX = 440
_NOTE = 220  # letters of a note in a table


def static_section(
    answer: AnswerRecord, picture: str, mark: str, head: PageHead | None = None
) -> str:
    """
    Build the page's content as plain HTML.

    `picture` is the SVG of the route; it is put in as it is, all other text is escaped. `mark`
    is the line that names the quotation, its data and how long it holds; `head` is its sender.
    """
    legend = (
        "The first itinerary is drawn broad, in the colours of its modes; the others are grey."
        f" {BOUNDARY_NOTE} {CREDIT}"
    )
    chart, narrow = tcd_svg(answer), tcd_svg(answer, width=CHART_PX)
    answer, unit = shown_in(answer)
    parts = [
        *([head_html(head)] if head else ()),
        f"<h1>{xml_text(title_of(answer))}</h1>",
        f"<p>{xml_text(load_text(answer, dated=False))}</p>",
        f'<p class="small">{xml_text(mark)}</p>',
        *(f"<p>{xml_text(sentence)}</p>" for sentence in (*_asked(answer), *assumed(answer))),
        f'<div class="picture">{picture}</div>',
        f'<p class="small">{xml_text(legend)}</p>',
        *_summary(answer.itineraries, unit),
    ]
    ways = [
        "\n".join(
            [
                '<section class="itinerary">',
                *_itinerary(n, itinerary, unit),
                *_list("Trains, ships, borders", in_words(carriage(answer, n - 1))),
                "</section>",
            ]
        )
        for n, itinerary in enumerate(answer.itineraries, 1)
    ]
    # The best way fills the first sheet of paper; the chart of all opens the next.
    parts += [
        *ways[:1],
        f'<figure class="tcd">{chart}</figure>',
        # For the panel of the page, which is as narrow as that.
        f'<figure class="tcd-narrow" hidden>{narrow}</figure>',
        *ways[1:],
    ]
    parts += _blocked(answer.blocked, unit) + _warnings(answer)
    parts += source_list(answer.sources)
    if signs(answer):
        parts.append(f'<p class="small">{xml_text(signs(answer))}.</p>')
    parts.append(
        '<p class="small">~ marks what rests on an estimate. Money in '
        f"{xml_text(unit)}, CO2e well to wheel.</p>"
    )
    return "\n".join(parts)


def _asked(answer: AnswerRecord) -> list[str]:
    """The constraints of the question; none where nothing was asked."""
    text = asked_text(answer.query)
    return [f"Asked: {text}"] if text else []


def _usd(band: BandRecord, digits: int = 0) -> str:
    low, typical, high = (f"{end:,.{digits}f}" for end in band.ends)
    return f"{typical} ({low} to {high})"


def _days(band: BandRecord) -> str:
    low, typical, high = (f"{end / 24:.1f}" for end in band.ends)
    return f"{typical} ({low} to {high})"


def _summary(itineraries: Sequence[ItineraryRecord], unit: str) -> list[str]:
    head = ("", "Itinerary", "Days", unit, "km", "t CO2e", "On estimates", "Arrives")
    rows = []
    for number, itinerary in enumerate(itineraries, 1):
        totals, share = itinerary.totals, itinerary.estimate_share
        roles = f" [{', '.join(itinerary.roles)}]" if itinerary.roles else ""
        rows.append(
            (
                str(number),
                f"{itinerary.label}{roles}",
                _days(totals.time_h),
                _usd(totals.cost_usd),
                f"{totals.distance_km:,.0f}",
                f"{totals.co2e_kg / 1000:.2f}",
                f"{share.cost:.0%} of {unit}, {share.time:.0%} of hours",
                str(itinerary.arrival)[:10],
            )
        )
    return [html_table(shown_table("Itineraries, typical and band", head, rows))]


def _itinerary(number: int, itinerary: ItineraryRecord, unit: str) -> list[str]:
    rows = []
    for leg in itinerary.legs:
        same = leg.from_.name == leg.to.name
        where = leg.from_.name if same else f"{leg.from_.name} - {leg.to.name}"
        both = (Quantity.TIME, Quantity.COST)
        hours, usd = ("".join(sorted({marks(i, of) for i in leg.counted})) for of in both)
        about_h, about_usd = ("~" if any(i.guessed(of) for i in leg.counted) else "" for of in both)
        rows.append(
            (
                local(leg.start),
                ", ".join(filter(None, (KIND[leg.kind].page, leg.mode))),
                in_country(where, leg.country) if leg.country else where,
                f"{'~' if leg.distance_estimated_km else ''}{leg.distance_km:,.0f}",
                f"{about_h}{leg.time_h.typical:,.1f}{hours}",
                f"{about_usd}{_usd(leg.cost_usd, 2)}{usd}",
            )
        )
    head = ("Start", "Leg", "Place", "km", "Hours", unit)
    out = [html_table(shown_table(f"{number}. {itinerary.label}: legs", head, rows))]
    borders = [
        (
            b.name,
            f"{in_country(b.name_from, b.country_from)} - {in_country(b.name_to, b.country_to)}",
            b.mode,
            local(b.passage),
            REGIME[b.regime] if b.regime else "",
            ": ".join(filter(None, (b.status, b.note))),
        )
        for b in itinerary.borders
    ]
    if borders:
        columns = ("Crossing", "Between", "Mode", "Passage", "Regime", "Status")
        out.append(
            html_table(shown_table(f"{number}. {itinerary.label}: borders", columns, borders))
        )
    told = "".join(f"<li>{xml_text(f'{s.text}{_cited(s)}')}</li>" for s in itinerary.seen or ())
    if told:
        out.append(f'<h3>Last seen in use</h3><ul class="small">{told}</ul>')
    return out


def _cited(one: SeenRecord) -> str:
    """Where the evidence stands, and whose it is."""
    sources = f" [{', '.join(one.source_ids)}]" if one.source_ids else ""
    return f"{sources}{' * your own row' if one.own else ''}"


def _blocked(blocked: Sequence[BlockedRecord], unit: str) -> list[str]:
    rows = []
    for entry in blocked:
        better = entry.if_open
        gain = ""
        if better:
            gain = f"{better.label}: {better.time_h / 24:.1f} days, {better.cost_usd:,.0f} {unit}"
        rows.append(
            (
                entry.name,
                entry.mode,
                str(entry.since),
                confirmed(entry),
                _first_sentences(entry.note),
                gain,
            )
        )
    head = ("Name", "Mode", "Since", "Last confirmed", "Note", "If it were open")
    return [html_table(shown_table("Closed on the way", head, rows))] if rows else []


def _first_sentences(note: str) -> str:
    """As much of a long note as a table carries; the panel and the answer hold the whole."""
    if len(note) <= _NOTE:
        return note
    cut = note.rfind(". ", 0, _NOTE)
    return f"{note[: cut + 1] if cut > 0 else note[:_NOTE].rstrip()} …"


def _warnings(answer: AnswerRecord) -> list[str]:
    return _list("Mind", in_words(minded(answer)))


def _list(title: str, texts: Iterable[str]) -> list[str]:
    items = "".join(f"<li>{xml_text(text)}</li>" for text in texts)
    return [f"<h2>{xml_text(title)}</h2><ul>{items}</ul>"] if items else []


def source_list(sources: Iterable[CitedSourceRecord | SourceRecord | Source]) -> list[str]:
    """Sources as a list of links, or nothing if there are none."""
    items = []
    for source in sources:
        title = f"{source.title} ({source.publisher}), {source.licence}"
        url = source.url
        # A source table is data: only web addresses become links, never script addresses.
        if urlsplit(url).scheme in ("http", "https"):
            link = f'<a rel="noopener noreferrer" href="{xml_text(url)}">{xml_text(title)}</a>'
            items.append(f"<li>{link}</li>")
        else:
            items.append(f"<li>{xml_text(title)}</li>")
    return [f'<h2>Sources</h2><ul class="small">{"".join(items)}</ul>'] if items else []
