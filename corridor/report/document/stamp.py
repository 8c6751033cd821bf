"""What every document says of itself: which answer it shows, from which data, how long it holds."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from msgspec import to_builtins

from corridor.report.document.answer import AnswerRecord
from corridor.tables.dataset import Dataset

# The parameter that says how long documents hold.
VALIDITY = "quote_validity_days"


def valid_days(dataset: Dataset) -> int:
    """Days that a document holds, by the tables."""
    return round(dataset.parameter[VALIDITY].value.typical)


@dataclass(frozen=True, slots=True)
class Stamp:
    """
    The line that stands on every document made from an answer.

    `valid_days` counts from `issued`; `data_date` and `graph_hash` are the answer's.
    """

    quote_id: str
    data_date: str
    graph_hash: str
    issued: date
    valid_days: int

    @property
    def valid_until(self) -> date:
        """Last day on which the document may be relied on."""
        return self.issued + timedelta(days=self.valid_days)

    def text(self) -> str:
        """The stamp in one line of plain English."""
        return (
            f"Quote {self.quote_id}, issued {self.issued}, valid {self.valid_days} days, until"
            f" {self.valid_until}. Data of {self.data_date}, graph {self.graph_hash[:12]}."
        )

    def of_answer(self) -> str:
        """What it says of the answer alone, the same on every day of issue."""
        return f"Quote {self.quote_id}. Data of {self.data_date}, graph {self.graph_hash[:12]}."

    def record(self) -> dict[str, str | int]:
        """The stamp as fields, for formats that carry records."""
        return {
            "quote_id": self.quote_id,
            "data_date": self.data_date,
            "graph_hash": self.graph_hash,
            "issued": self.issued.isoformat(),
            "valid_days": self.valid_days,
            "valid_until": self.valid_until.isoformat(),
        }


def quote_id(answer: AnswerRecord) -> str:
    """
    Short name of an answer, the same wherever and whenever a document is made from it.

    The first half is a hash of the question and of the data it was asked of: graph and data
    date. The second half is a hash of the itineraries, so an edited figure, or a table changed
    within a day, shows too.
    """
    asked = {"data_date": answer.data_date, "graph_hash": answer.graph_hash}
    query, itineraries = to_builtins((answer.query, answer.itineraries))
    return f"Q{_digest([query, asked], 10)}-{_digest(itineraries, 8)}"


def stamp(answer: AnswerRecord, *, issued: date, valid_days: int) -> Stamp:
    """Stamp a document made from `answer` on the day `issued`."""
    return Stamp(quote_id(answer), answer.data_date, answer.graph_hash, issued, valid_days)


def _digest(value: list[Any], length: int) -> str:
    # Order of keys and spacing are not part of an answer.
    text = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:length]
