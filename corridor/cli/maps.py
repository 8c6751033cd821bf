"""`corridor map`: a page of a saved answer, of a list of shipments or of the whole network."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridor.api.options import Terms, options_of
from corridor.cli.shared import to_stderr
from corridor.errors import InputError, NoRouteError
from corridor.files import check_writable, write_text
from corridor.model.values import day, names

if TYPE_CHECKING:
    from corridor.planning.query.shipments import Fault
    from corridor.report.pages.shipments_data import Way

# Said only when a person would wonder whether anything happens.
_PATIENCE_S = 2.0

What = Annotated[
    str,
    typer.Argument(
        metavar="ANSWER_FILE|SHIPMENTS.csv|network",
        help="Answer saved with route --json; a list of shipments as CSV; or the word network",
    ),
]
OnDay = Annotated[
    str, typer.Option("--on", help="network: day of the state of crossings, default today")
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", "-o", help="Map page to write; default beside the file, or network-map.html here"
    ),
]
Depart = Annotated[
    str, typer.Option("--depart", help="shipments: ready date where the row has none")
]
ExactDays = Annotated[
    bool,
    typer.Option("--exact-days", help="shipments: an itinerary for each ready day, not each month"),
]
SkipBad = Annotated[
    bool, typer.Option("--skip-bad", help="shipments: leave wrong rows out, and say so")
]
AllowDangerous = Annotated[
    bool,
    typer.Option(
        "--allow-dangerous",
        help="shipments: plan explosives and radioactive goods too (UN classes 1 and 7)",
    ),
]
ValidDays = Annotated[
    int | None,
    typer.Option("--valid-days", help="answer: days it holds; default quote_validity_days"),
]
Issued = Annotated[
    str, typer.Option("--issued", help="answer: day of issue, as 2026-12-01; default today")
]
Letterhead = Annotated[
    Path | None,
    typer.Option("--letterhead", help="answer: TOML file with the sender, as of a quotation"),
]
Customer = Annotated[str, typer.Option("--customer", help="answer: whom it is for")]
Reference = Annotated[str, typer.Option("--reference", help="answer: the customer's reference")]
Firm = Annotated[
    bool,
    typer.Option("--firm", help="answer: the first price binds; a head else says indicative"),
]
Guess = Annotated[
    bool, typer.Option("--guess", help="shipments: read an unknown name as the nearest known one")
]
AvoidSanctions = Annotated[
    list[str] | None,
    typer.Option(
        "--avoid-sanctions", help=f"shipments: {options_of(Terms)['avoid_sanctions'].help}"
    ),
]
Graph = Annotated[Path | None, typer.Option(help="Folder of the compiled graph")]


def map_(
    what: What,
    *,
    on: OnDay = "",
    out: Out = None,
    depart: Depart = "",
    exact_days: ExactDays = False,
    skip_bad: SkipBad = False,
    allow_dangerous: AllowDangerous = False,
    avoid_sanctions: AvoidSanctions = None,
    valid_days: ValidDays = None,
    issued: Issued = "",
    letterhead: Letterhead = None,
    customer: Customer = "",
    reference: Reference = "",
    firm: Firm = False,
    guess: Guess = False,
    graph: Graph = None,
) -> None:
    """
    Draw an answer, a list of shipments or the whole network as one HTML page that opens offline.

    A list has the columns origin, destination and, as you like, unit, count, weight_t, cargo,
    depart and reference.

    Example: corridor map answer.json --out minsk-karachi.html

    Example: corridor map answer.json --letterhead us.toml --customer "Beta Traders" --reference RFQ-118

    Example: corridor map shipments.csv --depart 2026-12-01

    Example: corridor map network --on 2026-12-01
    """
    listed = what.lower().endswith(".csv")
    _check_options(
        answer=bool(issued or letterhead or customer or reference or firm)
        or valid_days is not None,
        listed=bool(
            depart or exact_days or skip_bad or allow_dangerous or avoid_sanctions or guess
        ),
        on=bool(on),
        what="list" if listed else "network" if what == "network" else "answer",
    )
    if what == "network":
        target = _network(day(on, "--on"), out or Path("network-map.html"), graph)
    elif Path(what).suffix.lower() == ".csv":
        target = out or Path(what).with_suffix(".html")
        map_shipments(
            Path(what),
            target,
            default_depart=day(depart, "--depart"),
            exact_days=exact_days,
            skip_bad=skip_bad,
            allow_dangerous=allow_dangerous,
            avoid_sanctions=names(avoid_sanctions or (), "--avoid-sanctions", split=True),
            guess=guess,
            graph=graph,
        )
    else:
        target = _route(
            Path(what),
            out,
            graph,
            issued=issued,
            valid_days=valid_days,
            letterhead=letterhead,
            customer=customer,
            reference=reference,
            firm=firm,
        )
    typer.echo(str(target))


def _check_options(*, answer: bool, listed: bool, on: bool, what: str) -> None:
    """Refuse options of another kind of page than is asked for."""
    if answer and what != "answer":
        raise InputError(
            "--issued, --valid-days, --letterhead, --customer, --reference and --firm go with a saved"
            " answer",
            remedy="corridor map answer.json --issued 2026-11-25 --valid-days 14",
        )
    if listed and what != "list":
        raise InputError(
            "--depart, --exact-days, --skip-bad, --allow-dangerous, --avoid-sanctions and --guess"
            " go with a list of shipments",
            remedy="corridor map shipments.csv --depart 2026-12-01",
        )
    if on and what != "network":
        raise InputError(
            "--on goes with `corridor map network`; an answer has its own day",
            remedy="leave --on out, or: corridor map network --on 2026-12-01",
        )


def _network(day: date, target: Path, graph: Path | None) -> Path:
    from corridor.api.planner import load

    check_writable(target, "--out")
    with _patience(f"drawing {target}"):
        write_text(target, load(graph=graph).network_map(day).page())
    return target


@contextmanager
def _patience(note: str) -> Iterator[None]:
    """Say on stderr what is being done if it takes longer than a person waits gladly."""
    timer = Timer(_PATIENCE_S, print, (note,), {"file": sys.stderr})
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _route(answer_file: Path, out: Path | None, graph: Path | None, **about: Any) -> Path:
    from corridor.api.results import read_answer

    answer = read_answer(answer_file, graph=graph)
    target = out or answer_file.with_suffix(".html")
    check_writable(target, "--out")
    if target.exists() and target.samefile(answer_file):
        raise InputError(
            f"--out {target} is the answer itself", remedy="name another file for the map"
        )
    answer.save(target, kind=".html", **about)
    return target


_NAMED_FAULTS = 20
_NAMED_ROWS = 8


def map_shipments(
    path: Path,
    target: Path,
    *,
    default_depart: date,
    exact_days: bool,
    skip_bad: bool,
    allow_dangerous: bool,
    avoid_sanctions: tuple[str, ...] = (),
    guess: bool = False,
    graph: Path | None,
) -> None:
    """
    Read, plan each distinct way once, draw.

    Raises
    ------
    InputError
        If rows are wrong (all of them are named) and `skip_bad` is not set.
    NoRouteError
        If no row has a way.
    """
    from corridor.analysis.shipments import grouped, planned
    from corridor.engine import RouteEngine
    from corridor.planning.query.sanctions import read_lists
    from corridor.planning.query.shipments import read_shipments
    from corridor.report.pages.shipments_data import way_of
    from corridor.report.pages.shipments_page import About, shipments_map

    read_lists(avoid_sanctions, default_depart)
    check_writable(target, "--out")
    if target.exists() and target.samefile(path):
        raise InputError(f"--out {target} is the list itself", remedy="name another file")
    found = read_shipments(path, default_depart=default_depart)
    engine = replace(RouteEngine.load(graph=graph), guess=guess)
    groups, unknown = grouped(engine, found.rows, exact_days=exact_days, leave=allow_dangerous)
    faults = sorted((*found.faults, *unknown), key=lambda fault: (fault.row, fault.column))
    _report_faults(path, faults, skip_bad=skip_bad)
    ways = [
        way_of(one, engine.dataset)
        for one in planned(engine, groups, to_stderr, avoid_sanctions=avoid_sanctions)
    ]
    for text in engine.guesses:
        to_stderr(f"Guessed: {text}")
    _report_lost(path, ways)
    about = About(
        path.name,
        engine.dataset.data_date,
        engine.graph_hash,
        tuple((fault.row, f"{fault.column} {fault.what}".strip()) for fault in faults),
    )
    lines = engine.lines
    write_text(target, shipments_map(ways, about, lines.line, lines.is_coarse).page())


def _report_faults(path: Path, faults: Sequence[Fault], *, skip_bad: bool) -> None:
    lines = [
        f"  {path.name}, row {f.row}" + (f", column {f.column}" if f.column else "") + f": {f.what}"
        for f in faults[:_NAMED_FAULTS]
    ]
    more = len(faults) - _NAMED_FAULTS
    if more > 0:
        lines.append(f"  and {more} more")
    if faults and not skip_bad:
        raise InputError(
            f"{path}: {len(faults)} cells cannot be used\n" + "\n".join(lines),
            remedy="correct them, or leave their rows out with --skip-bad",
        )
    for line in lines:
        to_stderr(line)


def _report_lost(path: Path, ways: Sequence[Way]) -> None:
    """Name the rows without a way; refuse a list that has none."""
    lost = [way for way in ways if way.answer is None]
    for way in lost[:_NAMED_FAULTS]:
        rows = ", ".join(str(row.row) for row in way.rows[:_NAMED_ROWS])
        more = " ..." if len(way.rows) > _NAMED_ROWS else ""
        to_stderr(f"{path.name}, row {rows}{more}: {way.why}")
    if len(lost) == len(ways):
        raise NoRouteError(
            f"{path}: no row has a way", remedy="corridor route with one of them says why"
        )
