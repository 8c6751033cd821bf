"""The standing comparisons of the gallery: nine places, today and with everything open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from corridor.cli.shared import BASKET, PORTS, command_line

if TYPE_CHECKING:
    from corridor.planner import Planner
    from corridor.report.pages.gallery import Page

PLACES = (
    "Minsk", "Moscow", "Astana", "Almaty", "Tashkent", "Termez", "Kabul", "Kandahar", "Herat",
)  # fmt: skip
# Name in the file, and the scenario laid over the tables.
CASES = {"today": "", "all-open": "all-open"}
_FLIPS = 3


def standing_pages(planner: Planner, depart: datetime) -> Iterator[Page]:
    """A page of each place and case; the same data give the same pages."""
    from corridor.cli.compare import scenarios_over
    from corridor.tables.scenario_files import scenario

    for case, laid in CASES.items():
        asked = planner.with_overlay(scenario(laid)) if laid else planner
        # Months and scenarios are asked of today; everything open is a scenario itself.
        others = None if laid else scenarios_over(planner)
        for place in PLACES:
            yield _page(asked, depart, place, case, others)


def page_name(place: str, case: str) -> str:
    """Name of a page's file."""
    return f"compare-{place.lower()}-{case}.html"


def _page(
    planner: Planner,
    depart: datetime,
    place: str,
    case: str,
    scenarios: list[tuple[str, Planner]] | None,
) -> Page:
    """One page, as the command it names makes it."""
    from corridor.analysis.ports.case import Question, market_ids, port_ids
    from corridor.analysis.ports.study import Depth
    from corridor.cli.compare import studies
    from corridor.model.query import Query
    from corridor.report.document.comparison_json import comparison_json
    from corridor.report.pages.gallery import Page
    from corridor.report.pages.report_page import chances_svg, report_html
    from corridor.report.tables.comparison_rows import sentences

    question = Question(
        Query(origin="", destination="", depart=depart),
        port_ids(planner, PORTS.split(",")),
        market_ids(planner, BASKET),
        basket=True,
    )
    name = page_name(place, case)
    line = ["compare", place, "--depart", f"{depart:%Y-%m-%d}"]
    if CASES[case]:
        line += ["--scenario", CASES[case], "--no-months"]
    plain, other = studies(planner, question, place, Depth(flips=_FLIPS), scenarios)
    document = comparison_json(
        [(plain, other)],
        planner.library,
        command=command_line([*line, "--flips", str(_FLIPS), "--report", name]),
        graph_hash=planner.graph_hash,
        assumed=[o.name for o in planner.overlays],
    )
    lines = planner.lines
    return Page(
        name,
        f"Karachi, Port Qasim or Gwadar: {place}, {case.replace('-', ' ')}",
        report_html(document, lines.line, lines.is_coarse),
        sentences(document)[0],
        chances_svg(document, document["places"][0]),
    )
