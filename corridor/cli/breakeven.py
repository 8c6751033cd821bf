"""`corridor breakeven`: what a figure would have to be for another port to win."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from corridor.cli.options import told_unused
from corridor.cli.shared import asked, command_line, tell, with_terms
from corridor.errors import BadInputError

# Solved when no figure is named: those whose bands move the lead most.
_FIGURES = 6


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("breakeven")(with_terms(breakeven))


def breakeven(
    origin: Annotated[str, typer.Argument(help="Place on land; name or lat,lon")],
    *,
    ports: Annotated[
        str, typer.Option(help="Candidate ports; the first ahead is held against its rival")
    ] = "karachi,gwadar",
    onward: Annotated[
        str, typer.Option(help="Market port; without it the basket of corridor compare")
    ] = "",
    inward: Annotated[
        bool, typer.Option("--import", help="From the market to the place, not to it")
    ] = False,
    figure: Annotated[
        list[str] | None,
        typer.Option(
            help="Figure as --scale names it, as port_charges@gwadar; repeat."
            " Without it those that move the lead most"
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
    **options: Any,
) -> None:
    """
    Solve for the value of a figure at which two ports change places, and check it.

    A port without a service today gets its scenario sailings, and that is said.

    Example: corridor breakeven Kandahar --onward "Jebel Ali" --figure port_charges@gwadar
    --depart 2026-12-01
    """
    from corridor.analysis.ports.figures import named
    from corridor.analysis.ports.study import Depth, flip, served, study
    from corridor.messages.catalogue import in_english
    from corridor.report.document.comparison_json import comparison_json, flip_json
    from corridor.report.text.comparison import flips_text

    wanted = asked(options)
    planner = wanted.planner
    question = wanted.question(ports, onward, inward=inward)
    depth = Depth(samples=0)
    found = study(planner, question, origin, depth, tell=tell)
    if len(found.worked.comparison.standings) < len(question.ports):
        found = served(planner, found, origin, depth, tell) or found
    comparison = found.worked.comparison
    if comparison.pair is None:
        raise BadInputError(
            in_english(found.verdict.sentence),
            remedy="open a service, as --open gwadar_jebel_ali, or a scenario",
        )
    ways = [x.chosen for x in comparison.lanes if x.ways]
    if figure:
        figures = [named(target, ways, planner) for target in figure]
    else:
        figures = [bar.figure for bar in found.bars[:_FIGURES]]
    flips = [flip(planner, found.question, origin, found.worked, one, tell) for one in figures]
    document = comparison_json(
        [(found, None)],
        planner.library,
        command=command_line(),
        graph_hash=planner.graph_hash,
        assumed=[*(o.name for o in planner.overlays), *planner.guesses],
    )
    document["places"][0]["today"]["break_evens"] = [flip_json(f) for f in flips]
    unused = told_unused(planner)
    if unused:
        document["unused_rows"] = unused
    if as_json:
        typer.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        typer.echo(flips_text(document), nl=False)
