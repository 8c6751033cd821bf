"""`corridor compare`, `breakeven` and `catchment`: which port, how surely, and what would flip it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.cli.options import print_unused
from corridor.cli.output import columns
from corridor.cli.shared import asked, command_line, to_stderr, with_terms
from corridor.errors import InputError
from corridor.files import check_writable
from corridor.model.query import PORTS

_MOST_SAMPLES = 200_000
_MOST_DAYS = 1000
_SUFFIXES = (".html", ".xlsx", ".md", ".csv", ".zip")
_MOST_FLIPS = 20

Origins = Annotated[
    list[str], typer.Argument(metavar="ORIGIN...", help="Places on land; names or lat,lon")
]
Ports = Annotated[str, typer.Option(help="Candidate ports, two or more", rich_help_panel="Ports")]
Onward = Annotated[
    str,
    typer.Option(
        help="Market port, or several by comma; without it Jebel Ali, Mombasa, Shanghai, Rotterdam",
        rich_help_panel="Ports",
    ),
]
Inward = Annotated[
    bool,
    typer.Option(
        "--import", help="From the market to the places, not to it", rich_help_panel="Ports"
    ),
]
Samples = Annotated[
    int,
    typer.Option(
        help="Number of samples drawn from the bands; 0 draws none", rich_help_panel="Sampling"
    ),
]
Seed = Annotated[int, typer.Option(help="Seed of the samples", rich_help_panel="Sampling")]
OnTimeDays = Annotated[
    str,
    typer.Option(
        "--on-time-days",
        help="Report the share of samples within these days, limiting nothing; default --max-days",
        rich_help_panel="Sampling",
    ),
]
Months = Annotated[
    bool | None,
    typer.Option(
        "--months/--no-months",
        help="Also ask for each month of the year and each scenario; a report does",
        rich_help_panel="Sampling",
    ),
]
Flips = Annotated[
    int,
    typer.Option(
        help="Break-evens to solve, of the figures that move most", rich_help_panel="Sampling"
    ),
]
Report = Annotated[
    list[Path] | None,
    typer.Option(
        help="Write a report: .html, .xlsx, .md, .zip of .csv, or a folder for .csv; repeat",
        rich_help_panel="Output",
    ),
]
SamplesOut = Annotated[
    Path | None,
    typer.Option(
        "--samples-out",
        help="Write every sample and port as .parquet or .csv, with trips' USD and h",
        rich_help_panel="Output",
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print the comparison as JSON", rich_help_panel="Output")
]


@with_terms
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
    samples_out: SamplesOut = None,
    as_json: AsJson = False,
    **options: Any,
) -> None:
    """
    Compare candidate ports for goods from ORIGIN to a market overseas.

    Example: corridor compare Termez Kandahar --onward "Jebel Ali" --depart 2026-12-01
    """
    from corridor.analysis.ports.study import MOST_FLIPS
    from corridor.api.samples import check_samples_file

    targets = report or []
    for target in targets:
        _check_report(target)
    if samples_out is not None:
        check_samples_file(samples_out, samples)
    wanted = asked(options)
    found = wanted.public.compare(
        origins,
        ports=ports,
        market=onward,
        inward=inward,
        samples=samples,
        seed=seed,
        on_time_days=on_time_days,
        months=bool(targets) if months is None else months,
        flips=flips or (MOST_FLIPS if targets else 0),
        command=command_line(),
        on_progress=to_stderr,
        **wanted.terms,
    )
    print_unused(wanted.engine)
    for target in targets:
        to_stderr(f"writing {target}")
        found.save(target)
    if samples_out is not None:
        to_stderr(f"writing {samples_out}")
        found.save_samples(samples_out)
    text = found.to_json() + "\n" if as_json else found.to_text(width=columns())
    typer.echo(text, nl=False)
    if not found.usable:
        raise typer.Exit(1)  # no port can be used from any place; the text says why


def _check_report(path: Path) -> None:
    if path.suffix and path.suffix.lower() not in _SUFFIXES:
        raise InputError(
            f"--report {path}: {path.suffix} is not a kind of report",
            remedy=f"one of {', '.join(_SUFFIXES)}, or a folder for csv files",
        )
    if path.suffix:
        check_writable(path, "--report")
    elif path.exists() and not path.is_dir():
        raise InputError(f"--report {path} is not a folder", remedy="name a folder or a file")


@with_terms
def breakeven(
    origin: Annotated[str, typer.Argument(metavar="ORIGIN", help="Place on land; name or lat,lon")],
    *,
    ports: Annotated[
        str,
        typer.Option(
            help="Candidate ports; the first ahead is held against its rival",
            rich_help_panel="Ports",
        ),
    ] = "karachi,gwadar",
    onward: Annotated[
        str,
        typer.Option(
            help="Market port, or several by comma; without it those of corridor compare",
            rich_help_panel="Ports",
        ),
    ] = "",
    inward: Annotated[
        bool,
        typer.Option(
            "--import", help="From the market to the place, not to it", rich_help_panel="Ports"
        ),
    ] = False,
    figure: Annotated[
        list[str] | None,
        typer.Option(
            help="Figure as --scale names it, as port_charges@gwadar; repeat."
            " Without it those that move the lead most",
            rich_help_panel="Sampling",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON", rich_help_panel="Output")
    ] = False,
    **options: Any,
) -> None:
    """
    Solve for the value of a figure at which two ports change places, and check it.

    A port without a service today gets its scenario sailings, and that is said.

    Example: corridor breakeven Kandahar --onward "Jebel Ali" --figure port_charges@gwadar
    --depart 2026-12-01
    """
    wanted = asked(options)
    found = wanted.public.breakeven(
        origin,
        figures=figure or (),
        ports=ports,
        market=onward,
        inward=inward,
        command=command_line(),
        on_progress=to_stderr,
        **wanted.terms,
    )
    print_unused(wanted.engine)
    text = found.to_json() + "\n" if as_json else found.to_text(width=columns())
    typer.echo(text, nl=False)


_DRAWN = (".csv", ".svg")


@with_terms
def catchment(
    *,
    ports: Annotated[
        str, typer.Option(help="Candidate ports, two or more", rich_help_panel="Ports")
    ] = ",".join(PORTS),
    onward: Annotated[
        str,
        typer.Option(
            help="Market port, or several by comma; without it those of corridor compare",
            rich_help_panel="Ports",
        ),
    ] = "",
    inward: Annotated[
        bool,
        typer.Option("--import", help="From the market to the places", rich_help_panel="Ports"),
    ] = False,
    country: Annotated[
        list[str] | None,
        typer.Option(
            help="Only hubs of this country (two letters); repeat", rich_help_panel="Ports"
        ),
    ] = None,
    grid: Annotated[
        float,
        typer.Option(
            help="Also points every so many degrees around the hubs; 0 = none",
            rich_help_panel="Ports",
        ),
    ] = 0.0,
    under: Annotated[
        list[str] | None,
        typer.Option(
            help="Also under this scenario, in a column of its own; repeat",
            rich_help_panel="What if",
        ),
    ] = None,
    demand: Annotated[
        Path | None,
        typer.Option(
            help="CSV with columns place and tonnes, to split by port", rich_help_panel="Ports"
        ),
    ] = None,
    places: Annotated[
        bool,
        typer.Option(
            "--places", help="List every place, not countries alone", rich_help_panel="Output"
        ),
    ] = False,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "--out",
            "-o",
            help="Write .csv (every place and port) or .svg; repeat",
            rich_help_panel="Output",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON", rich_help_panel="Output")
    ] = False,
    **options: Any,
) -> None:
    """
    Show for every place which port wins, by how much, and how trade would split.

    A port without a service today gets a column of its own with its scenario sailings.

    Example: corridor catchment --country AF --onward "Jebel Ali" --depart 2026-12-01
    """
    for target in out or ():
        if target.suffix.lower() not in _DRAWN:
            raise InputError(
                f"--out {target} is not a kind of file made here", remedy="name .csv or .svg"
            )
        check_writable(target, "--out")
    wanted = asked(options)
    found = wanted.public.catchment(
        countries=country or (),
        grid=grid,
        under=under or (),
        demand=demand,
        ports=ports,
        market=onward,
        inward=inward,
        command=command_line(),
        on_progress=to_stderr,
        **wanted.terms,
    )
    print_unused(wanted.engine)
    for target in out or ():
        found.save(target)
    text = found.every if places else found.text
    typer.echo(found.to_json() + "\n" if as_json else text, nl=False)
