"""A comparison of the shipped tables as JSON, made once."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from corridor.analysis.ports.months import calendar
from corridor.analysis.ports.study import Depth, served, study
from corridor.report.document.comparison_json import comparison_json
from tests.questions import question
from tests.real import planner


@cache
def document() -> dict[str, Any]:
    """Kandahar to Jebel Ali, Chaman open, Gwadar without a service today."""
    asked = question(opened=("chaman",))
    depth = Depth(samples=1_000, checked=2, flips=1, max_days=25)
    plain = study(planner(), asked, "Kandahar", depth)
    other = served(planner(), plain, "Kandahar", depth)
    assert other is not None
    cells = calendar(planner(), other.question, "Kandahar", "jebel_ali_port", [])
    return comparison_json(
        [(plain, replace(other, cells=cells))],
        planner().library,
        command="corridor compare Kandahar --depart 2026-12-01",
        graph_hash=planner().graph_hash,
    )
