"""`corridor compare`: which port, by how much, how surely, and what would flip it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridor.cli.options import told_unused
from corridor.cli.shared import PORTS, asked, command_line, tell, with_terms
from corridor.errors import BadInputError
from corridor.files import check_writable
from corridor.model.values import real

if TYPE_CHECKING:
    from corridor.analysis.ports.case import Question
    from corridor.analysis.ports.study import Depth, Study
    from corridor.planner import Planner

_MOST_SAMPLES = 200_000
_MOST_DAYS = 1000
_SUFFIXES = (".html", ".xlsx", ".md", ".csv", ".zip")
# Figures whose break-even a report gives.
_FLIPS = 6


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("compare")(with_terms(compare))


def compare(
    origins: Annotated[
        list[str], typer.Argument(metavar="ORIGIN...", help="Places on land; names or lat,lon")
    ],
    *,
    ports: Annotated[str, typer.Option(help="Candidate ports, two or more")] = PORTS,
    onward: Annotated[
        str,
        typer.Option(
            help="Market port; without it a basket: Jebel Ali, Mombasa, Shanghai, Rotterdam"
        ),
    ] = "",
    inward: Annotated[
        bool, typer.Option("--import", help="From the market to the places, not to it")
    ] = False,
    samples: Annotated[int, typer.Option(help="Samples of the bands; 0 draws none")] = 10_000,
    seed: Annotated[int, typer.Option(help="Seed of the samples")] = 1,
    on_time_days: Annotated[
        str,
        typer.Option(
            "--on-time-days",
            help="Tell how surely these days are kept; no limit. Default: those of --max-days",
        ),
    ] = "",
    months: Annotated[
        bool | None,
        typer.Option(
            "--months/--no-months",
            help="Also ask for each month of the year and each scenario; a report does",
        ),
    ] = None,
    flips: Annotated[
        int, typer.Option(help="Break-evens to solve, of the figures that move most")
    ] = 0,
    report: Annotated[
        list[Path] | None,
        typer.Option(
            help="Write a report: .html, .xlsx, .md, .zip of .csv, or a folder for .csv; repeat"
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON")] = False,
    **options: Any,
) -> None:
    """
    Compare candidate ports for goods from ORIGIN to a market overseas.

    Example: corridor compare Termez Kandahar --onward "Jebel Ali" --depart 2026-12-01
    """
    from corridor.analysis.ports.study import Depth
    from corridor.report.document.comparison_json import comparison_json
    from corridor.report.text.comparison import comparison_text

    if not 0 <= samples <= _MOST_SAMPLES:
        raise BadInputError(
            f"--samples {samples} is out of range", remedy=f"give 0 to {_MOST_SAMPLES:,}"
        )
    if not samples and seed != 1:
        raise BadInputError(
            f"--seed {seed} is that of the samples, and --samples 0 draws none",
            remedy="leave one of the two out",
        )
    if not 0 <= flips <= 20:
        raise BadInputError(f"--flips {flips} is out of range", remedy="give 0 to 20")
    on_time = _on_time(on_time_days, samples)
    targets = report or []
    for target in targets:
        _check_report(target)
    wanted = asked(options)
    question = wanted.question(ports, onward, inward=inward)
    depth = Depth(
        samples=samples,
        seed=seed,
        max_days=wanted.query.max_days if on_time is None else on_time,
        flips=flips or (_FLIPS if targets else 0),
    )
    planner = wanted.planner
    asked_months = bool(targets) if months is None else months
    scenarios = scenarios_over(planner) if asked_months else None
    places = [studies(planner, question, name, depth, scenarios) for name in origins]
    document = comparison_json(
        places,
        planner.library,
        command=command_line(),
        graph_hash=planner.graph_hash,
        assumed=[*(o.name for o in planner.overlays), *planner.guesses],
    )
    unused = told_unused(planner)
    if unused:
        document["unused_rows"] = unused
    if targets:
        from corridor.cli.reports import write_report

        for target in targets:
            tell(f"writing {target}")
            write_report(target, document, planner)
    if as_json:
        typer.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        typer.echo(comparison_text(document), nl=False)
    if not any(s.worked.comparison.standings for pair in places for s in pair if s):
        raise typer.Exit(1)  # no port can be used from any place; the text says why


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


def studies(
    planner: Planner,
    question: Question,
    place: str,
    depth: Depth,
    scenarios: list[tuple[str, Planner]] | None,
) -> tuple[Study, Study | None]:
    """
    The study of today, and that with scenario sailings where a port has none.

    What flips the answer, and when it changes, is asked of the fuller of the two.
    """
    from dataclasses import replace

    from corridor.analysis.ports.study import flipped, months_and_scenarios, served, study

    alone = replace(depth, flips=0)
    plain = study(planner, question, place, alone, tell=tell)
    other = served(planner, plain, place, alone, tell=tell)
    fuller = flipped(planner, other or plain, place, depth.flips, tell)
    if scenarios is not None:
        cells = months_and_scenarios(planner, fuller, place, scenarios, tell)
        fuller = replace(fuller, cells=cells)
    return (plain, fuller) if other else (fuller, None)


def scenarios_over(planner: Planner) -> list[tuple[str, Planner]]:
    """The shipped scenarios, each laid over the planner; those in force already apart."""
    from corridor.tables.scenario_files import scenario, shipped_names

    in_force = {o.name for o in planner.overlays}
    return [
        (name, planner.with_overlay(scenario(name)))
        for name in shipped_names()
        if name not in in_force
    ]


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
