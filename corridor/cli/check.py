"""`corridor check network|cases|ports|laws|bills`: judge the graph and the model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Annotated

import typer

from corridor.cli.help import Command, Group

# Pairs that are asked of processes with two hash seeds: each takes a second or two.
_MOST_SEEDS = 5


group = typer.Typer(
    help="Judge the graph and the model against published figures.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    cls=Group,
)


@group.command("network", cls=Command)
def network(
    *,
    worst: Annotated[int, typer.Option(min=0, help="How many of the worst rows to show")] = 20,
) -> None:
    """
    Compare lengths with references and published totals; list sections without a line.

    Example: corridor check network
    """
    from corridor.checks.network import findings
    from corridor.tables.dataset import load
    from corridor.tables.read import compiled_dir

    text, failed = findings(load(), compiled_dir(), worst)
    typer.echo(text)
    if failed:
        raise typer.Exit(3)


@group.command("cases", cls=Command)
def cases(*, as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False) -> None:
    """
    Run the published cases on their own dates, show where the model is off and score it.

    Ends with code 3 when a target is missed.

    Example: corridor check cases
    """
    from corridor.checks.case_report import document, missed, report
    from corridor.checks.cases import judge
    from corridor.checks.scores.report import scores
    from corridor.engine import RouteEngine

    engine = RouteEngine.load()
    print(f"running {len(engine.dataset.cases)} cases", file=sys.stderr)
    verdicts = judge(engine, lambda line: print(line, file=sys.stderr))
    found = scores(verdicts)
    if as_json:
        typer.echo(json.dumps(document(verdicts, found), ensure_ascii=False, indent=1))
    else:
        typer.echo(report(verdicts, found))
    if missed(verdicts, found):
        raise typer.Exit(3)


@group.command("ports", cls=Command)
def ports(*, as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False) -> None:
    """
    Hold published figures on ports and their hinterland against ours, failures shown.

    Ends with code 3 only when ours cannot be computed for a row.

    Example: corridor check ports
    """
    from corridor.checks.hinterland.published import FAILED, check_ports, port_document, port_lines
    from corridor.engine import RouteEngine

    found = check_ports(RouteEngine.load(), lambda line: print(line, file=sys.stderr))
    if as_json:
        typer.echo(json.dumps(port_document(found), ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join(port_lines(found)))
    if any(v.verdict == FAILED for v in found):
        raise typer.Exit(3)


@group.command("laws", cls=Command)
def laws(
    *,
    trials: Annotated[
        int, typer.Option(min=0, max=100_000, help="Pairs of questions, one with fewer choices")
    ] = 160,
    pairs: Annotated[
        int, typer.Option(min=0, max=5000, help="Pairs of places asked twice over")
    ] = 5,
    seed: Annotated[int, typer.Option(help="Seed of the draw")] = 1,
    depart: Annotated[str, typer.Option(help="Departure of the pairs; default today")] = "",
) -> None:
    """
    Try the laws of routing on the installed graph: fewer choices never help, and so on.

    Ends with code 3 when a law is broken.

    Example: corridor check laws --trials 2000 --depart 2026-12-01
    """
    from corridor.checks.laws import Law, Laws, check
    from corridor.cli.options import departure
    from corridor.engine import RouteEngine

    when = departure(depart)
    engine = RouteEngine.load()
    found = check(engine, trials, pairs, seed, when, lambda line: print(line, file=sys.stderr))
    seeds = Law("any hash seed gives the same bytes")
    for origin, destination in found.pairs[: max(1, min(pairs // 20, _MOST_SEEDS))]:
        same = len({_printed(origin, destination, f"{when:%Y-%m-%d}", n) for n in ("0", "1")}) == 1
        seeds.judge(same, f"{origin} - {destination}")
    found = Laws((*found.laws, seeds), found.trials, found.pairs)
    typer.echo(found.text())
    if found.broken:
        raise typer.Exit(3)


@group.command("bills", cls=Command)
def bills(
    *,
    trials: Annotated[int, typer.Option(min=1, max=100_000, help="Bills to go over")] = 40,
    seed: Annotated[int, typer.Option(help="Seed of the draw")] = 1,
) -> None:
    """
    Go over the bills of itineraries drawn at random: every item has its rows, none stands twice.

    Ends with code 3 when an item is billed twice, or held by a figure beside it.

    Example: corridor check bills --trials 200
    """
    from corridor.checks.bills import check_bills
    from corridor.engine import RouteEngine

    found = check_bills(RouteEngine.load(), trials, seed)
    typer.echo(found.text())
    if found.faults:
        raise typer.Exit(3)


def _printed(origin: str, destination: str, day: str, seed: str) -> bytes:
    """What another process with this hash seed prints for a pair."""
    command = ["-m", "corridor.cli.main", "route", origin, destination, "--depart", day, "--json"]
    run = subprocess.run(  # noqa: S603 - this program itself
        [sys.executable, *command],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=False,
    )
    return run.stdout or run.stderr
