"""
`corridor gallery`: makes the pages of maps/ anew, and their index.

A feature adds pages by a maker: a function that takes the engine and the day of departure and
yields pages. Put it into `MAKERS`; name and order there are all that has to be said. A feature
that gives plain (file name, title, html) triples is wrapped by `simple`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corridor.cli.shared import command_line
from corridor.errors import InputError, shown
from corridor.files import check_writable, write_text
from corridor.model.mode import Mode
from corridor.model.values import day

if TYPE_CHECKING:
    from corridor.engine import RouteEngine
    from corridor.model.query import Query
    from corridor.report.pages.gallery import Page

PageMaker = Callable[["RouteEngine", datetime], "Iterable[Page]"]
Triples = Callable[["RouteEngine", datetime], Iterable[tuple[str, str, str]]]

# The day of the shipped gallery, so that the same data give the same pages.
DAY = date(2026, 12, 1)
_READY = time(8)
_THUMB = (480, 320)
# Standing comparisons: places, name of a case in the file, the scenario laid over the tables.
PLACES = (
    "Minsk", "Moscow", "Astana", "Almaty", "Tashkent", "Termez", "Kabul", "Kandahar", "Herat",
)  # fmt: skip
CASES = {"today": "", "all-open": "all-open"}
_FLIPS = 3


def gallery(
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder to write; made if missing")
    ] = Path("maps"),
    depart: Annotated[
        str, typer.Option(help=f"Ready date of all pages; default {DAY.isoformat()}")
    ] = "",
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Kind of page to make; repeat")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; end with code 3 if a page is stale")
    ] = False,
    graph: Annotated[Path | None, typer.Option(help="Folder of the compiled graph")] = None,
    data: Annotated[
        Path | None,
        typer.Option("--data-only", help="Folder of tables to use in place of the shipped ones"),
    ] = None,
) -> None:
    """
    Make the gallery: one page an example, the network, and an index.

    Example: corridor gallery --out maps
    """
    from corridor.engine import RouteEngine
    from corridor.report.pages.gallery import INDEX, index_page
    from corridor.tables.read import content_hash

    unknown = [name for name in only or () if name not in MAKERS]
    if unknown:
        raise InputError(
            f"--only {shown(unknown[0])} is not a kind of page",
            remedy=f"one of {', '.join(MAKERS)}",
        )
    when = datetime.combine(_day(depart), _READY)
    _folder(out, make=not check)
    engine = RouteEngine.load(data=data, graph=graph)
    pages: list[Page] = []
    stale = 0
    for kind, maker in MAKERS.items():
        if only and kind not in only:
            continue
        for page in maker(engine, when):
            print(f"{page.name} ({kind})", file=sys.stderr)
            stale += _put(out / page.name, page.html, check=check)
            pages.append(page)
    if not only:
        index = index_page(
            pages,
            data_date=engine.dataset.data_date,
            graph_hash=engine.graph_hash,
            tables_hash=content_hash(data),
            on=when.date().isoformat(),
        )
        stale += _put(out / INDEX, index, check=check)
    if check:
        raise typer.Exit(3 if stale else 0)


def _put(path: Path, text: str, *, check: bool) -> bool:
    """Write a page, unless it is there already; whether it was stale."""
    try:
        old = path.read_bytes() if path.is_file() else b""
    except OSError as err:
        raise InputError(
            f"{path} cannot be read ({err.strerror})", remedy="name another folder"
        ) from err
    if old == text.encode():
        return False
    if check:
        typer.echo(f"{path} is stale")
    else:
        check_writable(path, "--out")
        write_text(path, text)
        typer.echo(f"{path} {len(text.encode())}")
    return True


def _folder(out: Path, *, make: bool) -> None:
    if out.is_dir():
        return
    if not make:
        raise InputError(f"--out {out} is not a folder", remedy="make the gallery first")
    try:
        out.mkdir()
    except OSError as err:
        raise InputError(
            f"--out {str(out)[:80]} cannot be made ({err.strerror})", remedy="name another folder"
        ) from err


def _day(text: str) -> date:
    return day(text, "--depart") if text else DAY


# ---------------------------------------------------------------- makers
def simple(triples: Triples) -> PageMaker:
    """Make a maker of a function that yields (file name, title, html)."""

    def make(engine: RouteEngine, depart: datetime) -> Iterator[Page]:
        from corridor.report.pages.gallery import Page

        for name, title, html in triples(engine, depart):
            yield Page(name, title, html, picture=_picture_of(html))

    return make


def _queries(depart: datetime) -> dict[str, tuple[str, Query]]:
    from corridor.model.consignment import Consignment
    from corridor.model.query import Query

    open_ = ("torkham", "chaman")
    return {
        "minsk-karachi": (
            "Minsk to Karachi",
            Query(origin="Minsk", destination="Karachi", depart=depart),
        ),
        "minsk-karachi-afghan-crossings-open": (
            "Minsk to Karachi, were Torkham and Chaman open",
            Query(
                origin="Minsk",
                destination="Karachi",
                depart=depart,
                open=open_,
                via=("Hairatan",),
            ),
        ),
        "karachi-tashkent-by-road": (
            "Karachi to Tashkent by truck, were Torkham open",
            Query(
                origin="Karachi",
                destination="Tashkent",
                consignment=Consignment(unit="truck"),
                depart=depart,
                modes=(Mode.ROAD,),
                crew="two_drivers",
                open=open_,
                via=("torkham",),
            ),
        ),
        "almaty-gwadar": (
            "Almaty to Gwadar",
            Query(origin="Almaty", destination="Gwadar", depart=depart),
        ),
        "tashkent-jebel-ali": (
            "Tashkent to Jebel Ali",
            Query(origin="Tashkent", destination="Jebel Ali", depart=depart),
        ),
    }


def route_pages(engine: RouteEngine, depart: datetime) -> Iterator[Page]:
    """Maps of single questions."""
    from corridor.report.document.make_answer import answer_record
    from corridor.report.document.wording import load_text
    from corridor.report.map.route_svg import route_svg
    from corridor.report.pages.gallery import Page
    from corridor.report.pages.route_page import route_map

    lines = engine.lines
    for name, (title, query) in _queries(depart).items():
        answer = answer_record(engine.ask(query), engine.dataset)
        totals = answer.itineraries[0].totals
        about = (
            f"{totals.time_h.typical / 24:.1f} days, {totals.cost_usd.typical:,.0f} USD."
            f" {load_text(answer)}"
        )
        yield Page(
            f"{name}.html",
            title,
            route_map(answer, lines.line, lines.is_coarse).page(),
            about,
            route_svg(
                answer, lines.line, width=_THUMB[0], height=_THUMB[1], is_coarse=lines.is_coarse
            ),
        )


def network_pages(engine: RouteEngine, depart: datetime) -> Iterator[Page]:
    """The whole network on the day of the other pages."""
    from corridor.report.pages.gallery import Page
    from corridor.report.pages.network_page import TITLE, network_map

    html = network_map(
        engine.dataset,
        engine.graph,
        engine.lines,
        on=depart.date(),
        graph_hash=engine.graph_hash,
        data_date=engine.dataset.data_date,
    ).page()
    yield Page(
        "network.html",
        TITLE,
        html,
        "Every line, crossing, port and terminal, with what stands behind each.",
        _picture_of(html),
    )


def _picture_of(html: str) -> str:
    """The still picture that a page of ours holds for readers without scripts, if any."""
    start = html.find("<svg ", html.find('<article id="static">'))
    end = html.find("</svg>", start)
    return html[start : end + len("</svg>")] if 0 <= start < end else ""


def standing_pages(engine: RouteEngine, depart: datetime) -> Iterator[Page]:
    """A page of each place and case; the same data give the same pages."""
    from corridor.analysis.ports.study import scenarios_over
    from corridor.tables.overlays.scenario_files import scenario

    for case, laid in CASES.items():
        asked = engine.with_overlay(scenario(laid)) if laid else engine
        # Months and scenarios are asked of today; everything open is a scenario itself.
        others = None if laid else scenarios_over(engine)
        for place in PLACES:
            yield _standing_page(asked, depart, place, case, others)


def page_name(place: str, case: str) -> str:
    """Name of a page's file."""
    return f"compare-{place.lower()}-{case}.html"


def _standing_page(
    engine: RouteEngine,
    depart: datetime,
    place: str,
    case: str,
    scenarios: list[tuple[str, RouteEngine]] | None,
) -> Page:
    """One page, as the command it names makes it."""
    from corridor.analysis.ports.case import Question, market_ids, port_ids
    from corridor.analysis.ports.study import Depth, studies
    from corridor.model.query import BASKET, PORTS, Query
    from corridor.report.document.comparison_json import comparison_record
    from corridor.report.pages.gallery import Page
    from corridor.report.pages.report_page import chances_svg, report_html
    from corridor.report.tables.comparison_rows import sentences

    query = Query(origin="", destination="", depart=depart)
    markets = market_ids(engine, BASKET)
    question = Question(query, port_ids(engine, PORTS), markets, basket=True)
    name = page_name(place, case)
    line = ["compare", place, "--depart", f"{depart:%Y-%m-%d}"]
    if CASES[case]:
        line += ["--scenario", CASES[case], "--no-months"]
    document = comparison_record(
        [studies(engine, question, place, Depth(flips=_FLIPS), scenarios)],
        engine.dataset,
        command=command_line([*line, "--flips", str(_FLIPS), "--report", name]),
        graph_hash=engine.graph_hash,
        assumed=[o.name for o in engine.overlays],
    )
    return Page(
        name,
        f"Karachi, Port Qasim or Gwadar: {place}, {case.replace('-', ' ')}",
        report_html(document, engine.lines.line, engine.lines.is_coarse),
        sentences(document)[0],
        chances_svg(document, document.places[0]),
    )


# In the order of the index.
MAKERS: dict[str, PageMaker] = {
    "routes": route_pages,
    "network": network_pages,
    "comparisons": standing_pages,
}
