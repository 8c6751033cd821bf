"""Show an answer in another currency; its own figures stay US dollars."""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from corridor.errors import InputError, shown
from corridor.report.document.answer import AnswerRecord, CurrencyRecord
from corridor.report.document.make_answer import row_record, sources_of
from corridor.tables.dataset import Dataset

_MONEY = frozenset(
    {"cost_usd", "value_usd", "generalised_usd", "inventory_usd", "value_of_time_usd_per_h"}
)
Part = TypeVar("Part")


def with_currency(answer: AnswerRecord, code: str, dataset: Dataset) -> AnswerRecord:
    """
    Add the rate in which the answer is to be shown, and its source.

    Raises
    ------
    InputError
        If the fx table has no rate for the code.
    """
    code = code.upper()
    if code == "USD":
        return answer
    rates = {f.id: f for f in dataset.fx}
    if code not in rates or not rates[code].per_usd:
        raise InputError(
            f"--currency {shown(code)} has no rate in fx.csv",
            remedy=f"USD, {', '.join(sorted(rates))}, or a row of your own in fx.csv",
        )
    row = row_record(rates[code])
    rate = CurrencyRecord(
        code=code,
        per_usd=rates[code].per_usd,
        row=row.row,
        source_id=row.source_id,
        as_of=row.as_of,
        confidence=row.confidence,
        own=row.own,
        changed=row.changed,
        changed_by=row.changed_by,
    )
    cited = {s.id for s in answer.sources} | {rate.source_id}
    # The rate and its source are said last, as they are added.
    return replace(answer, currency=rate, sources=sources_of(cited, dataset))


def shown_in(answer: AnswerRecord) -> tuple[AnswerRecord, str]:
    """The answer with its money in the currency it asks for, and that currency's code."""
    currency = answer.currency
    return (_scaled(answer, currency.per_usd), currency.code) if currency else (answer, "USD")


def _scaled(value: Part, rate: float, *, money: bool = False) -> Part:
    if isinstance(value, Struct):
        parts = {
            name: _scaled(getattr(value, name), rate, money=money or name in _MONEY)
            for name in value.__struct_fields__
        }
        return replace(value, **parts)
    if isinstance(value, tuple):
        return type(value)(_scaled(one, rate, money=money) for one in value)
    if money and isinstance(value, int | float) and not isinstance(value, bool):
        return type(value)(value * rate)
    return value
