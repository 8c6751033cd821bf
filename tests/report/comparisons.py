"""A comparison of the shipped tables, made once, and changed as tests need it."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

import msgspec

from corridor.analysis.ports.months import calendar
from corridor.analysis.ports.study import Depth, served, study
from corridor.report.document.comparison import ComparisonRecord
from corridor.report.document.comparison_json import comparison_record
from corridor.report.document.read import json_text
from tests.questions import question
from tests.real import engine


@cache
def document() -> ComparisonRecord:
    """Kandahar to Jebel Ali, Chaman open, Gwadar without a service today."""
    asked = question(opened=("chaman",))
    depth = Depth(samples=1_000, checked=2, flips=1, max_days=25)
    plain = study(engine(), asked, "Kandahar", depth)
    other = served(engine(), plain, "Kandahar", depth)
    assert other is not None
    cells = calendar(engine(), other.question, "Kandahar", "jebel_ali_port", [])
    return comparison_record(
        [(plain, replace(other, cells=cells))],
        engine().dataset,
        command="corridor compare Kandahar --depart 2026-12-01",
        graph_hash=engine().graph_hash,
    )


def plain() -> dict[str, Any]:
    """The same as plain data, a copy to change."""
    found: dict[str, Any] = json.loads(json_text(document()))
    return found


def typed(changed: dict[str, Any]) -> ComparisonRecord:
    """Changed plain data as a document."""
    return msgspec.convert(changed, ComparisonRecord)
