"""`corridor export`, `corridor quote` and `corridor tcd`: what is made from a saved answer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from corridor.errors import InputError, shown
from corridor.files import check_writable, write_bytes

ValidDays = Annotated[
    int | None,
    typer.Option(
        "--valid-days", help="Days the document holds; default quote_validity_days of the tables"
    ),
]
Letterhead = Annotated[
    Path | None,
    typer.Option(
        "--letterhead",
        help="TOML file with name, address, phone, email, web, registration, logo",
    ),
]
Customer = Annotated[str, typer.Option("--customer", help="Whom it is for")]
Reference = Annotated[str, typer.Option("--reference", help="The customer's reference")]
Firm = Annotated[
    bool, typer.Option("--firm", help="The price binds; else the page says indicative")
]
Issued = Annotated[str, typer.Option("--issued", help="Day of issue, as 2026-12-01; default today")]


def export(
    answer_file: Annotated[
        Path,
        typer.Argument(
            metavar="ANSWER_FILE|network",
            help="Answer saved with route --json; or the word network",
        ),
    ],
    out: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="File to write: .geojson, .kml, .gpx, .ics, .csv, .xlsx, .md, .svg or .png;"
            " of the network .gpkg, .graphml or .parquet",
        ),
    ],
    *,
    table: Annotated[
        str,
        typer.Option(
            "--table",
            help="csv: about, itineraries, legs, items, indicators, borders, documents, closures, warnings or sources",
        ),
    ] = "items",
    which: Annotated[
        int, typer.Option("--which", help="Number of the itinerary of an .ics file")
    ] = 1,
    valid_days: ValidDays = None,
    issued: Issued = "",
    unit: Annotated[
        str, typer.Option("--unit", help="network: price its links for one unit, as FEU")
    ] = "",
    on: Annotated[
        str, typer.Option("--on", help="network: day of the prices and closures, default today")
    ] = "",
    place: Annotated[
        list[str] | None,
        typer.Option("--place", help="network: join this place to the priced links; repeat"),
    ] = None,
    graph: Annotated[Path | None, typer.Option(help="Folder of the compiled graph")] = None,
) -> None:
    """
    Write a saved answer as a map, a table, a track or a calendar, or the network for GIS.

    Example: corridor export answer.json answer.xlsx

    Example: corridor export answer.json trip.ics --which 1

    Example: corridor export network network.gpkg --unit FEU --on 2026-12-01
    """
    if str(answer_file) == "network":
        if table != "items" or issued or valid_days is not None or which != 1:
            raise InputError(
                "--table, --which, --issued and --valid-days go with a saved answer",
                remedy="corridor export network network.gpkg --unit FEU --on 2026-12-01",
            )
        _export_network(out, unit, on, place or [], graph)
        return
    if unit or on or place:
        raise InputError(
            "--unit, --on and --place go with the network; an answer has its own",
            remedy="corridor export network network.gpkg --unit FEU --on 2026-12-01",
        )
    _export_answer(answer_file, out, table, which, issued, valid_days, graph)


def _export_answer(
    answer_file: Path,
    out: Path,
    table: str,
    which: int,
    issued: str,
    valid_days: int | None,
    graph: Path | None,
) -> None:
    """A saved answer, in the form that the suffix of `out` names."""
    from corridor.api.results import read_answer
    from corridor.report.export import TABLES

    refuse_other_kinds(out)
    if table not in TABLES:
        raise InputError(f"--table {shown(table)} is unknown", remedy=f"one of {', '.join(TABLES)}")
    if table != "items" and out.suffix.lower() != ".csv":
        raise InputError(
            f"--table {table} goes with a CSV file, and {shown(out.name)} holds every table or none",
            remedy="name a .csv file, or leave --table out",
        )
    if which != 1 and out.suffix.lower() != ".ics":
        raise InputError(
            f"--which {which} goes with an .ics file, and {shown(out.name)} holds every itinerary",
            remedy="name an .ics file, or leave --which out",
        )
    answer = read_answer(answer_file, graph=graph)
    target = checked_target(out, answer_file)
    answer.save(target, table=table, which=which, issued=issued, valid_days=valid_days)
    typer.echo(str(target))


def _export_network(out: Path, unit: str, on: str, places: list[str], graph: Path | None) -> None:
    """What is built and planned, or with a unit every link that it may use, with its price."""
    from corridor.api.planner import load
    from corridor.report.network_files import check_network_file, write_network

    check_network_file(out)
    if not unit and (on or places):
        raise InputError(
            "--on and --place go with --unit, which prices the links",
            remedy="corridor export network network.gpkg --unit FEU --on 2026-12-01",
        )
    planner = load(graph=graph)
    write_network(out, planner.to_networkx(unit or None, on=on, priced=bool(unit), places=places))
    typer.echo(str(out))


def refuse_other_kinds(out: Path) -> None:
    """
    Refuse a file whose suffix says nothing that an answer is written as.

    Raises
    ------
    InputError
        Naming the suffixes that do.
    """
    from corridor.report.export import WRITERS

    if out.suffix.lower() not in WRITERS:
        raise InputError(
            f"{shown(out.name)} has no suffix that says what to write",
            remedy=f"end it in one of {', '.join(WRITERS)}",
        )


def quote(
    answer_file: Annotated[
        Path, typer.Argument(metavar="ANSWER_FILE", help="Answer saved with route --json")
    ],
    *,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="PDF to write; default beside the answer")
    ] = None,
    letterhead: Letterhead = None,
    which: Annotated[int, typer.Option("--which", help="Number of the itinerary")] = 1,
    unofficial: Annotated[
        str,
        typer.Option(
            "--unofficial",
            help="Unofficial payments: shown apart, or left-out",
        ),
    ] = "shown",
    firm: Firm = False,
    customer: Customer = "",
    reference: Reference = "",
    valid_days: ValidDays = None,
    issued: Issued = "",
) -> None:
    """
    Make a one-page PDF quotation from a saved answer.

    Example: corridor quote answer.json --letterhead us.toml --out quotation.pdf
    """
    from corridor.api.results import read_answer

    answer = read_answer(answer_file)
    target = checked_target(out or answer_file.with_suffix(".pdf"), answer_file)
    page, missing = answer.quotation(
        which=which,
        letterhead=letterhead,
        customer=customer,
        reference=reference,
        issued=issued,
        valid_days=valid_days,
        unofficial=unofficial,
        firm=firm,
    )
    write_bytes(target, page)
    if missing:
        print(
            f"{len(missing)} characters are in no font of the page and shown as an empty box:"
            f" {shown(' '.join(sorted(missing)))}",
            file=sys.stderr,
        )
    typer.echo(str(target))


def tcd(
    answer_file: Annotated[
        Path, typer.Argument(metavar="ANSWER_FILE", help="Answer saved with route --json")
    ],
    *,
    svg: Annotated[
        Path | None, typer.Option("--svg", help="Write an SVG picture instead of printing")
    ] = None,
    only: Annotated[
        str, typer.Option("--only", help="Itineraries to draw, as 1,4; default all")
    ] = "",
) -> None:
    """
    Draw hours and dollars over kilometres, with a step at each border, change and port.

    Example: corridor tcd answer.json --svg corridor.svg
    """
    from corridor.api.results import read_answer

    if svg is not None:
        check_writable(svg, "--svg")
        if svg.exists() and answer_file.exists() and svg.samefile(answer_file):
            raise InputError(
                f"--svg {svg} is the answer itself", remedy="name another file for the picture"
            )
    answer = read_answer(answer_file)
    which = _numbers(only)
    if svg is not None:
        answer.chart(svg, which)
        typer.echo(str(svg))
        return
    from corridor.report.text.charts import tcd_text

    typer.echo(tcd_text(answer.record, which), nl=False)


def _numbers(text: str) -> tuple[int, ...]:
    """Places counted from 0 of itineraries counted from 1."""
    parts = [p.strip() for p in text.split(",") if p.strip()]
    if not all(p.isascii() and p.isdigit() and len(p) < 4 for p in parts):
        raise InputError(f"--only {shown(text)} is not a list of numbers", remedy="write it as 1,4")
    return tuple(int(p) - 1 for p in parts)


def checked_target(target: Path, answer_file: Path) -> Path:
    """
    Refuse a file that cannot be written, or that is the answer itself.

    Raises
    ------
    InputError
        With what to do instead.
    """
    check_writable(target, "FILE")
    if target.exists() and target.samefile(answer_file):
        raise InputError(f"{target} is the answer itself", remedy="name another file")
    return target
