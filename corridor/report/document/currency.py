"""Show an answer in another currency; its own figures stay US dollars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corridor.errors import BadInputError, shown
from corridor.report.document.answer_json import cited_row, sources_of
from corridor.tables.library import Library

_MONEY = frozenset(
    {"cost_usd", "value_usd", "generalised_usd", "inventory_usd", "value_of_time_usd_per_h"}
)


def with_currency(answer: Mapping[str, Any], code: str, library: Library) -> dict[str, Any]:
    """
    Add the rate in which the answer is to be shown, and its source.

    Raises
    ------
    BadInputError
        If the fx table has no rate for the code.
    """
    code = code.upper()
    if code == "USD":
        return dict(answer)
    rates = {f.id: f for f in library.fx}
    if code not in rates or not rates[code].per_usd:
        raise BadInputError(
            f"--currency {shown(code)} has no rate in fx.csv",
            remedy=f"USD, {', '.join(sorted(rates))}, or a row of your own in fx.csv",
        )
    rate = rates[code]
    cited = {s["id"] for s in answer["sources"]} | {rate.source_id}
    return {
        **answer,
        "currency": {"code": code, "per_usd": rate.per_usd, **cited_row(rate)},
        "sources": sources_of(cited, library),
    }


def shown_in(answer: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    """The answer with its money in the currency it asks for, and that currency's code."""
    currency = answer.get("currency")
    if not currency:
        return answer, "USD"
    rate = float(currency["per_usd"])
    return {k: _scaled(v, rate) if k != "currency" else v for k, v in answer.items()}, str(
        currency["code"]
    )


def _scaled(value: Any, rate: float, *, money: bool = False) -> Any:
    if isinstance(value, Mapping):
        return {k: _scaled(v, rate, money=money or k in _MONEY) for k, v in value.items()}
    if isinstance(value, list):
        return [_scaled(v, rate, money=money) for v in value]
    if money and isinstance(value, int | float) and not isinstance(value, bool):
        return value * rate
    return value
