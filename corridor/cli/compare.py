"""`corridor compare`: which port, by how much, how surely, and what would flip it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridor.cli.options import told_unused
from corridor.cli.shared import asked, command_line, tell, with_terms
from corridor.errors import BadInputError
from corridor.files import check_writable, write_bytes, write_text
from corridor.model.query import PORTS
from corridor.model.values import real

if TYPE_CHECKING:
    from corridor.planner import Planner
    from corridor.report.document.comparison import ComparisonRecord

_MOST_SAMPLES = 200_000
_MOST_DAYS = 1000
_SUFFIXES = (".html", ".xlsx", ".md", ".csv", ".zip")
_MOST_FLIPS = 20

Origins = Annotated[
    list[str], typer.Argument(metavar="ORIGIN...", help="Places on land; names or lat,lon")
]
Ports = Annotated[str, typer.Option(help="Candidate ports, two or more")]
Onward = Annotated[
    str,
    typer.Option(help="Market port; without it a basket: Jebel Ali, Mombasa, Shanghai, Rotterdam"),
]
Inward = Annotated[bool, typer.Option("--import", help="From the market to the places, not to it")]
Samples = Annotated[int, typer.Option(help="Samples of the bands; 0 draws none")]
Seed = Annotated[int, typer.Option(help="Seed of the samples")]
OnTimeDays = Annotated[
    str,
    typer.Option(
        "--on-time-days",
        help="Tell how surely these days are kept; no limit. Default: those of --max-days",
    ),
]
Months = Annotated[
    bool | None,
    typer.Option(
        "--months/--no-months",
        help="Also ask for each month of the year and each scenario; a report does",
    ),
]
Flips = Annotated[int, typer.Option(help="Break-evens to solve, of the figures that move most")]
Report = Annotated[
    list[Path] | None,
    typer.Option(
        help="Write a report: .html, .xlsx, .md, .zip of .csv, or a folder for .csv; repeat"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the comparison as JSON")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("compare")(with_terms(compare))


def compare(
    origins: Origins,
    *,
    ports: Ports = ",".join(PORTS),
    onward: Onward = "",
    inward: Inward = False,
    samples: Samples = 10_000,
    seed: Seed = 1,
    on_time_days: OnTimeDays = "",
    months: Months = None,
    flips: Flips = 0,
    report: Report = None,
    as_json: AsJson = False,
    **options: Any,
) -> None:
    """
    Compare candidate ports for goods from ORIGIN to a market overseas.

    Example: corridor compare Termez Kandahar --onward "Jebel Ali" --depart 2026-12-01
    """
    from corridor.analysis.ports.study import MOST_FLIPS, Depth, scenarios_over, studies
    from corridor.report.document.comparison_json import comparison_record
    from corridor.report.document.read import json_text
    from corridor.report.text.comparison import comparison_text

    _check_counts(samples, seed, flips)
    on_time = _on_time(on_time_days, samples)
    targets = report or []
    for target in targets:
        _check_report(target)
    wanted = asked(options)
    planner, question = wanted.planner, wanted.question(ports, onward, inward=inward)
    depth = Depth(
        samples=samples,
        seed=seed,
        max_days=wanted.query.max_days if on_time is None else on_time,
        flips=flips or (MOST_FLIPS if targets else 0),
    )
    over = scenarios_over(planner) if (bool(targets) if months is None else months) else None
    places = [studies(planner, question, name, depth, over, tell) for name in origins]
    document = comparison_record(
        places,
        planner.library,
        command=command_line(),
        graph_hash=planner.graph_hash,
        assumed=[*(o.name for o in planner.overlays), *planner.guesses],
        unused=told_unused(planner),
    )
    for target in targets:
        tell(f"writing {target}")
        _write_report(target, document, planner)
    typer.echo(json_text(document) + "\n" if as_json else comparison_text(document), nl=False)
    if not any(s.worked.comparison.standings for pair in places for s in pair if s):
        raise typer.Exit(1)  # no port can be used from any place; the text says why


def _check_counts(samples: int, seed: int, flips: int) -> None:
    if not 0 <= samples <= _MOST_SAMPLES:
        raise BadInputError(
            f"--samples {samples} is out of range", remedy=f"give 0 to {_MOST_SAMPLES:,}"
        )
    if not samples and seed != 1:
        raise BadInputError(
            f"--seed {seed} is that of the samples, and --samples 0 draws none",
            remedy="leave one of the two out",
        )
    if not 0 <= flips <= _MOST_FLIPS:
        raise BadInputError(f"--flips {flips} is out of range", remedy=f"give 0 to {_MOST_FLIPS}")


def _on_time(text: str, samples: int) -> float | None:
    """Days whose probability is asked for; None when they are not."""
    days = real(text, "--on-time-days", "days, as 21")
    if days is None:
        return None
    if not 0 < days <= _MOST_DAYS:
        raise BadInputError(
            f"--on-time-days {days:g} is out of range", remedy=f"give more than 0 to {_MOST_DAYS}"
        )
    if not samples:
        raise BadInputError(
            "--on-time-days is told by samples, and --samples 0 draws none",
            remedy="leave --samples out, or --max-days limits the ways themselves",
        )
    return days


def _check_report(path: Path) -> None:
    if path.suffix and path.suffix.lower() not in _SUFFIXES:
        raise BadInputError(
            f"--report {path}: {path.suffix} is no kind of report",
            remedy=f"one of {', '.join(_SUFFIXES)}, or a folder for csv files",
        )
    if path.suffix:
        check_writable(path, "--report")
    elif path.exists() and not path.is_dir():
        raise BadInputError(f"--report {path} is no folder", remedy="name a folder or a file")


def _write_report(target: Path, document: ComparisonRecord, planner: Planner) -> None:
    """
    Write one report; a name without a suffix is a folder of CSV files.

    Raises
    ------
    BadInputError
        If a file cannot be written, or openpyxl is not there for .xlsx.
    """
    kind = target.suffix.lower()
    if kind == ".html":
        from corridor.report.pages.report_page import report_html

        write_text(target, report_html(document, planner.lines.line, planner.lines.is_coarse))
    elif kind == ".md":
        from corridor.report.pages.report_files import report_md

        write_text(target, report_md(document))
    elif kind == ".xlsx":
        write_bytes(target, _workbook(document))
    elif kind == ".zip":
        from corridor.report.pages.report_files import report_zip

        write_bytes(target, report_zip(document))
    else:
        _write_folder(target, document)


def _workbook(document: ComparisonRecord) -> bytes:
    try:
        import openpyxl  # noqa: F401
    except ImportError as err:
        raise BadInputError(
            "writing .xlsx needs openpyxl",
            remedy="pip install 'corridor[documents]', or name a .csv folder",
        ) from err
    from corridor.report.pages.report_files import report_xlsx

    return report_xlsx(document)


def _write_folder(target: Path, document: ComparisonRecord) -> None:
    from corridor.report.pages.report_files import report_csvs

    # `tables.csv` asks for a folder of that name: one file cannot hold tables of many shapes.
    folder = target.with_suffix("") if target.suffix else target
    try:
        folder.mkdir(exist_ok=True)
    except OSError as err:
        raise BadInputError(
            f"--report {folder} cannot be made ({err.strerror})", remedy="name another folder"
        ) from err
    for name, text in report_csvs(document).items():
        check_writable(folder / name, "--report")
        write_text(folder / name, text)
