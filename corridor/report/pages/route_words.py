"""What the route page says in both languages: rendered here, chosen in the browser."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec

from corridor.messages.catalogue import english
from corridor.messages.russian import Russian
from corridor.model.message import Message, say, written
from corridor.report.charts.tcd import WIDTH, tcd_svg
from corridor.report.document.answer import AnswerRecord, ItineraryRecord
from corridor.report.document.carriage import carriage, regime_word
from corridor.report.document.parts.said import messages_of
from corridor.report.document.warnings import merged, minded, warnings_of
from corridor.report.map.basemap import asset_text
from corridor.report.pages.route_static import CHART_PX


class _Labels(msgspec.Struct):
    posts: dict[str, str]


@cache
def _posts() -> dict[str, str]:
    """Russian forms of crossings and cities, by their English names."""
    return msgspec.json.decode(asset_text("assets/labels.json"), type=_Labels).posts


class _Said:
    """Texts of a page in both languages, each once; a place of the page holds its number."""

    def __init__(self, answer: AnswerRecord, russian: Russian) -> None:
        """Start with none said."""
        self.known = messages_of(answer.messages)
        self.russian = russian.catalogue
        self.numbers: dict[Message, int] = {}

    def number(self, message: Message) -> int:
        """Number of a message's texts."""
        return self.numbers.setdefault(message, len(self.numbers))

    def at(self, place: str, text: str) -> int:
        """Number of what stands at a place; an answer of before has its English alone."""
        return self.number(self.known.get(place) or say("of_before", text=written(text)))

    def texts(self) -> list[dict[str, Any]]:
        """All of them: English, and runs of Russian with what stays English."""
        return [
            {"en": english().text(m).plain(), "ru": self.russian.text(m).runs} for m in self.numbers
        ]


def page_words(answer: AnswerRecord) -> dict[str, Any]:
    """The words of a page beside the answer: numbers of texts, the texts, and Russian names."""
    russian = _russian(answer)
    said = _Said(answer, russian)
    itineraries = list(enumerate(answer.itineraries))
    found = {
        "labels": [said.at(f"/itineraries/{i}/label", one.label) for i, one in itineraries],
        "open": [
            said.at(f"/blocked/{n}/if_open/label", b.if_open.label) if b.if_open else None
            for n, b in enumerate(answer.blocked)
        ],
        "legs": [_legs(said, i, one) for i, one in itineraries],
        "seen": [
            [
                said.at(f"/itineraries/{i}/seen/{n}/text", s.text)
                for n, s in enumerate(one.seen or ())
            ]
            for i, one in itineraries
        ],
        "carriage": [[said.number(m) for m in carriage(answer, i)] for i, _ in itineraries],
        "regimes": [
            [said.number(regime_word(b.regime)) if b.regime else None for b in one.borders]
            for _, one in itineraries
        ],
        "minded": [
            [said.number(m) for m in merged(warnings_of(answer, [i]))] for i, _ in itineraries
        ],
        "all": [said.number(m) for m in minded(answer)],
    }
    names = {name: russian.name(name) for name in _names(answer)}
    return {
        "said": {**found, "texts": said.texts()},
        "names": {name: text for name, text in names.items() if text != name},
    }


def russian_charts(answer: AnswerRecord) -> str:
    """The two charts of the static section in Russian, hidden."""
    words = _russian(answer).catalogue
    chart, narrow = (tcd_svg(answer, width=px, catalogue=words) for px in (WIDTH, CHART_PX))
    return (
        f'<div id="charts-ru" lang="ru" hidden><figure class="tcd">{chart}</figure>'
        f'<figure class="tcd-narrow">{narrow}</figure></div>'
    )


def _russian(answer: AnswerRecord) -> Russian:
    return Russian({**_posts(), **_russian_spots(answer)})


def _legs(said: _Said, number: int, itinerary: ItineraryRecord) -> list[dict[str, Any]]:
    found = []
    for place, leg in enumerate(itinerary.legs):
        at = f"/itineraries/{number}/legs/{place}"
        found.append(
            {
                "note": said.at(f"{at}/note", leg.note) if leg.note else None,
                "items": [
                    said.at(f"{at}/items/{n}/name", item.name) for n, item in enumerate(leg.items)
                ],
            }
        )
    return found


def _russian_spots(answer: AnswerRecord) -> dict[str, str]:
    """Russian names of the places of the legs, by the names that the answer gives them."""
    known: dict[str, str] = {}
    for name in answer.names or ():
        if name.lang == "ru":
            known.setdefault(name.id, name.name)
    legs = (leg for itinerary in answer.itineraries for leg in itinerary.legs)
    return {s.name: known[s.id] for leg in legs for s in (leg.from_, leg.to) if s.id in known}


def _names(answer: AnswerRecord) -> Iterable[str]:
    """Names of places, crossings and papers on the page."""
    yield from (answer.query.origin.name, answer.query.destination.name)
    yield from (entry.name for entry in answer.blocked)
    for itinerary in answer.itineraries:
        for leg in itinerary.legs:
            yield from (leg.from_.name, leg.to.name, f"{leg.from_.name} - {leg.to.name}")
        for border in itinerary.borders:
            yield from (border.name, border.name_from, border.name_to)
        yield from (paper.name for paper in itinerary.documents)
