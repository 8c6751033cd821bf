"""`corridor resilience`: what the loss of a crossing, bridge, tunnel, port or line brings."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridor.cli.options import Data, Guess, Scenarios, departure, planner_with, told_unused

if TYPE_CHECKING:
    from corridor.analysis.resilience import Loss

_ORIGINS = ("Minsk", "Moscow", "Yekaterinburg", "Almaty", "Tashkent", "Mazar-i-Sharif")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("resilience")(resilience)


def resilience(
    *,
    origin: Annotated[
        list[str] | None,
        typer.Option(help=f"Origin; repeat. Default: {', '.join(_ORIGINS)}"),
    ] = None,
    destination: Annotated[
        list[str] | None, typer.Option(help="Destination; repeat. Default: Karachi")
    ] = None,
    unit: Annotated[str, typer.Option(help="TEU, FEU, 40HC, reefer, truck, wagon")] = "FEU",
    depart: Annotated[str, typer.Option(help="Day of the loss; default today")] = "",
    top: Annotated[int, typer.Option(min=1, help="How many single losses to show")] = 25,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
    scenario: Scenarios = None,
    data: Data = None,
    guess: Guess = False,
) -> None:
    """
    Rank losses of 7, 30 and 90 days by extra days and dollars, singly and in pairs.

    Example: corridor resilience --destination Karachi --depart 2026-12-01
    """
    from corridor.analysis.resilience import in_line, judge
    from corridor.api.options import read_consignment
    from corridor.model.query import Query

    when = departure(depart)
    goods = read_consignment(unit, {})
    queries = [
        Query(
            origin=a,
            destination=b,
            depart=when,
            consignment=goods,
            k=1,
        )
        for a in origin or _ORIGINS
        for b in destination or ("Karachi",)
    ]
    planner = planner_with(data=data, scenarios=scenario, guess=guess)
    unused = told_unused(planner)
    found = judge(planner, queries, lambda line: print(line, file=sys.stderr))
    if as_json:
        document = {
            "depart": when.isoformat(timespec="minutes"),
            "between": [list(p) for p in found.pairs_of],
            "guessed": list(planner.guesses),
            "single": [_record(loss) for loss in found.single],
            "pairs": [_record(loss) for loss in found.double],
        } | ({"unused_rows": unused} if unused else {})
        typer.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    from corridor.text_table import columns

    typer.echo(
        f"Mean extra days and dollars over {len(found.pairs_of)} ways when lost from"
        f" {when:%Y-%m-%d}; what is waited for counts too. Ranked by both together, as the"
        " objective\nweighs them (worse by): the way that is left may be dearer and faster, or"
        " slower and cheaper. What lies in line and brings the same is one row."
    )
    for text in planner.guesses:
        typer.echo(f"Guessed: {text}")
    single = in_line(found.single)
    for title, losses in (("", single[:top]), ("Worst pairs", found.double)):
        if title:
            typer.echo(f"\n{title}")
        if not losses:
            typer.echo("nothing that is lost costs anything")
            continue
        spans = " / ".join(str(days) for days, _ in losses[0].extra)
        head = ["what", "kind", f"days, {spans} d", "USD", "worse by", "ways", "cut off"]
        rows = [head, *(_row(loss) for loss in losses)]
        for line in columns(rows, frozenset(range(2, len(rows[0])))):
            typer.echo(line)


def _row(loss: Loss) -> list[str]:
    others = "another pair" if len(loss.alike) == 1 else f"{len(loss.alike)} other pairs"
    if len(loss.subjects) == 1:
        others = f"{len(loss.alike)} more in line"
    extra = [e for _, e in loss.extra]
    return [
        " and ".join(loss.names) + (f", and {others}" if loss.alike else ""),
        loss.kind,
        " / ".join(f"{e.days:+.1f}" for e in extra),
        " / ".join(f"{e.usd:+,.0f}" for e in extra),
        " / ".join(f"{e.worth:+.1%}" for e in extra),
        str(loss.used_by),
        str(extra[-1].cut_off),
    ]


def _record(loss: Loss) -> dict[str, Any]:
    return {
        "subjects": [{"kind": s.kind, "id": s.id} for s in loss.subjects],
        "names": list(loss.names),
        "kind": loss.kind,
        "ways": loss.used_by,
        "in_line": list(loss.alike),
        "losses": [
            {
                "days_lost": days,
                "extra_days": round(e.days, 3),
                "extra_usd": round(e.usd, 2),
                "extra_objective_share": round(e.worth, 5),
                "worst_origin": e.worst_origin,
                "worst_extra_days": round(e.worst_days, 3),
                "cut_off": e.cut_off,
            }
            for days, e in loss.extra
        ],
    }
