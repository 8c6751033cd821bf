"""What the route page needs, beside the answer, to write a way as KML, GeoJSON and GPX itself."""

from __future__ import annotations

from typing import Any

from corridor.model.dates import first_day
from corridor.report.document.answer import AnswerRecord
from corridor.report.document.wording import KIND, title_of
from corridor.report.geo import kml_styles
from corridor.report.map.colours import MODE_COLOUR


def take_data(answer: AnswerRecord, of_answer: str, stamp: str) -> dict[str, Any]:
    """
    Texts and styles of the files that `corridor export` writes.

    Parameters
    ----------
    answer
        The answer, its money in US dollars.
    of_answer
        The line that names the quotation and its data alone.
    stamp
        The same with the day of issue, where there is one.

    Returns
    -------
    dict
        `cost_usd` are the dollars of each leg of each itinerary where the page shows another currency,
        else None: the files are in dollars always.
    """
    dollars = [[leg.cost_usd for leg in way.legs] for way in answer.itineraries]
    return {
        "title": title_of(answer),
        "of_answer": of_answer,
        "stamp": stamp,
        "data_day": first_day(answer.data_date).isoformat(),
        "kinds": {kind: words.page for kind, words in KIND.items()},
        "modes": MODE_COLOUR,
        "styles": kml_styles(),
        "cost_usd": dollars if answer.currency else None,
    }
