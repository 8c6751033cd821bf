"""The standing comparisons of the gallery: nine places, today and with everything open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from corridor.cli.questions import BASKET, PORTS, command_line

if TYPE_CHECKING:
    from corridor.api import Planner
    from corridor.output.gallery import Page

PLACES = (
    "Minsk", "Moscow", "Astana", "Almaty", "Tashkent", "Termez", "Kabul", "Kandahar", "Herat",
)  # fmt: skip
# Name in the file, and the scenario laid over the tables.
CASES = {"today": "", "all-open": "all-open"}
_SAMPLES, _CHECKED, _FLIPS = 10_000, 6, 2


def standing_pages(planner: Planner, depart: datetime) -> Iterator[Page]:
    """A page of each place and case; the same data give the same pages."""
    for case in CASES:
        asked = _under(planner, case)
        for place in PLACES:
            yield _page(asked, depart, place, case)


def standing_page(planner: Planner, depart: datetime, place: str, case: str) -> Page:
    """One of those pages, of the planner of today's tables."""
    return _page(_under(planner, case), depart, place, case)


def _under(planner: Planner, case: str) -> Planner:
    from corridor.sources.overlay_files import scenario

    return planner.with_overlay(scenario(CASES[case])) if CASES[case] else planner


def _page(planner: Planner, depart: datetime, place: str, case: str) -> Page:
    from corridor.analysis.desk import Question, market_ids, port_ids
    from corridor.analysis.study import Depth, served, study
    from corridor.model.query import Query
    from corridor.output.comparison_json import comparison_json
    from corridor.output.gallery import Page
    from corridor.output.report_page import chances_svg, report_html

    question = Question(
        Query(origin="", destination="", depart=depart),
        port_ids(planner, PORTS.split(",")),
        market_ids(planner, BASKET),
        basket=True,
    )
    depth = Depth(samples=_SAMPLES, checked=_CHECKED, flips=_FLIPS)
    plain = study(planner, question, place, depth)
    other = served(planner, plain, place, depth)
    scenario = ["--scenario", CASES[case]] if CASES[case] else []
    line = ["compare", place, "--depart", f"{depart:%Y-%m-%d}", *scenario]
    document = comparison_json(
        [(plain, other)],
        planner.library,
        command=command_line([*line, "--flips", str(_FLIPS), "--report", "page.html"]),
        graph_hash=planner.graph_hash,
        assumed=[o.name for o in planner.overlays],
    )
    lines = planner.lines
    return Page(
        f"compare-{place.lower()}-{case}.html",
        f"Karachi, Port Qasim or Gwadar: {place}, {case.replace('-', ' ')}",
        report_html(document, lines.line, lines.is_coarse),
        plain.verdict.sentence,
        chances_svg(document, document["places"][0]),
    )
