"""Pages and quotations name trains, ships changed and regimes in the words of the text answer."""

from __future__ import annotations

import html
import io
import json
import re
from datetime import datetime
from functools import cache

import pypdf
import pytest

from corridor.messages.catalogue import in_english
from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.model.query import Query
from corridor.report.document.answer import AnswerRecord
from corridor.report.document.carriage import carriage
from corridor.report.document.make_answer import answer_record
from corridor.report.document.stamp import stamp
from corridor.report.document.wording import REGIME
from corridor.report.pages.route_page import route_map
from corridor.report.pdf.letterhead import Letterhead
from corridor.report.pdf.quotation import Quotation, quote_pdf
from corridor.report.text.answer import answer_text
from tests.real import DAY, dataset, engine

_ASKED = {
    "train": Query(origin="Minsk", destination="Baku", depart=DAY, modes=(Mode.RAIL,), k=2),
    "carnet": Query(
        origin="Bishkek",
        destination="Karachi",
        depart=DAY,
        modes=(Mode.ROAD,),
        consignment=Consignment(unit="truck"),
        k=3,
    ),
    "ships": Query(
        origin="Novorossiysk port", destination="Karachi port", depart=DAY, modes=(Mode.SEA,), k=2
    ),
}
# What each of them must tell of, by codes of messages.
_TOLD = {"train": "train", "carnet": "carriage.regime", "ships": "note.port_across"}


@cache
def record(kind: str) -> AnswerRecord:
    return answer_record(engine().ask(_ASKED[kind]), dataset())


def plain(text: str) -> str:
    """Text without marks of HTML, directions of writing and breaks of lines."""
    bare = re.sub(r"[\u2066-\u2069\u00ad]", "", html.unescape(re.sub("<[^>]+>", " ", text)))
    return " ".join(bare.replace("-\n", "-").split())


@pytest.mark.parametrize("kind", _ASKED)
def test_the_page_and_its_data_name_what_carries_the_goods_in_both_languages(kind: str) -> None:
    answer = record(kind)
    page = route_map(answer, engine().lines.line, engine().lines.is_coarse).page()
    article = plain(page[page.index("<article") : page.index("</article>")])
    blocks = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    data = next(d for d in map(json.loads, blocks) if "said" in d)["said"]
    codes = set()
    for number, itinerary in enumerate(answer.itineraries):
        told = carriage(answer, number)
        codes |= {m.code for m in told}
        assert len(data["carriage"][number]) == len(told)
        for at, message in zip(data["carriage"][number], told, strict=True):
            english, russian = data["texts"][at]["en"], data["texts"][at]["ru"]
            assert english == in_english(message)
            assert plain(english) in article
            assert any(re.search("[а-я]{3}", text) for lang, text in russian if lang == "ru")
        # Nothing that the text answer tells is left out, be it of the first or of another way.
        for train in itinerary.trains or ():
            assert plain(train.text) in article
        for border, at in zip(itinerary.borders, data["regimes"][number], strict=True):
            shown = data["texts"][at]["en"] if at is not None else None
            assert shown == (REGIME[border.regime] if border.regime else None)
    assert _TOLD[kind] in codes


@pytest.mark.parametrize("kind", _ASKED)
def test_the_quotation_says_what_the_text_answer_says(kind: str) -> None:
    answer = record(kind)
    mark = stamp(answer, issued=datetime(2026, 12, 1).date(), valid_days=14)
    data, _ = quote_pdf(answer, mark, Quotation(Letterhead("Example Freight", ())))
    (quoted,) = [plain(p.extract_text()) for p in pypdf.PdfReader(io.BytesIO(data)).pages]
    text = plain(answer_text(answer))
    told = carriage(answer, 0)
    assert told
    for message in told:
        said = plain(in_english(message))
        assert said.replace(" ", "") in quoted.replace(" ", "")
        if message.code != "carriage.regime":
            assert said.replace(" ", "") in text.replace(" ", "")
    for border in answer.itineraries[0].borders:
        assert not border.regime or REGIME[border.regime] in text
