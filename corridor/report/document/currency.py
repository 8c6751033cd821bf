"""Show an answer in another currency; its own figures stay US dollars."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from msgspec import UNSET, Struct
from msgspec.structs import replace

from corridor.errors import InputError, shown
from corridor.messages.catalogue import in_english
from corridor.model.dates import last_day
from corridor.model.message import Message, name, say
from corridor.report.document.answer import AnswerRecord, CurrencyRecord, WarningRecord
from corridor.report.document.make_answer import row_record, sources_of
from corridor.report.document.parts.said import saved
from corridor.tables.dataset import Dataset

_MONEY = frozenset(
    {"cost_usd", "value_usd", "generalised_usd", "inventory_usd", "value_of_time_usd_per_h"}
)
Part = TypeVar("Part")


def with_currency(answer: AnswerRecord, code: str, dataset: Dataset) -> AnswerRecord:
    """
    Add the rate in which the answer is to be shown, its source, and its age if that is great.

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
    shown_in_it = replace(answer, currency=rate, sources=sources_of(cited, dataset))
    aged = _aged(answer, rate, dataset)
    return _warned(shown_in_it, aged) if aged else shown_in_it


def _aged(answer: AnswerRecord, rate: CurrencyRecord, dataset: Dataset) -> Message | None:
    """What is said of a rate as old as a closure that is told as old."""
    departure = date.fromisoformat(answer.query.depart[:10])
    days = (departure - last_day(rate.as_of)).days
    if days <= dataset.figures.closure_stale_days.value.typical:
        return None
    sources = (rate.source_id,)
    return say(
        "currency.stale", currency=name(rate.code), seen=rate.as_of, days=days, sources=sources
    )


def _warned(answer: AnswerRecord, message: Message) -> AnswerRecord:
    text = in_english(message)
    warning = WarningRecord(code=message.kind, text=text, source_ids=message.sources)
    at = f"/warnings/{len(answer.warnings)}/text"
    said = answer.messages if answer.messages is UNSET else (*answer.messages, saved(message, at))
    return replace(answer, warnings=(*answer.warnings, warning), messages=said)


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
