"""The standing comparisons of the gallery: nine places, today and with everything open."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from corridor.cli.questions import BASKET, PORTS, command_line

if TYPE_CHECKING:
    from corridor.api import Planner

PLACES = (
    "Minsk", "Moscow", "Astana", "Almaty", "Tashkent", "Termez", "Kabul", "Kandahar", "Herat",
)  # fmt: skip
# Name in the file, and the scenario laid over the tables.
CASES = (("today", ""), ("all-open", "all-open"))
_SAMPLES, _CHECKED, _FLIPS = 10_000, 6, 2


def standing_pages(planner: Planner, depart: datetime) -> Iterator[tuple[str, str, str]]:
    """(file name, title, page) of each comparison; the same data give the same pages."""
    from corridor.analysis.desk import Question, market_ids, port_ids
    from corridor.analysis.study import Depth, served, study
    from corridor.model.query import Query
    from corridor.output.comparison_json import comparison_json
    from corridor.output.report_page import report_html, title_of
    from corridor.sources.overlay_files import scenario

    depth = Depth(samples=_SAMPLES, checked=_CHECKED, flips=_FLIPS)
    for name, overlay in CASES:
        asked = planner.with_overlay(scenario(overlay)) if overlay else planner
        question = Question(
            Query(origin="", destination="", depart=depart),
            port_ids(asked, PORTS.split(",")),
            market_ids(asked, BASKET),
            basket=True,
        )
        for place in PLACES:
            print(f"{place}, {name}", file=sys.stderr)
            plain = study(asked, question, place, depth)
            other = served(asked, plain, place, depth)
            extra = ["--scenario", overlay] if overlay else []
            line = ["compare", place, "--depart", f"{depart:%Y-%m-%d}", *extra]
            document = comparison_json(
                [(plain, other)],
                asked.library,
                command=command_line(line),
                graph_hash=asked.graph_hash,
                assumed=[o.name for o in asked.overlays],
            )
            title = f"{title_of(document)}, {name}"
            html = report_html(document, asked.lines.line, asked.lines.is_coarse)
            yield f"compare-{place.lower()}-{name}.html", title, html
