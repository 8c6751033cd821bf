"""`corridor scenarios`, `whatif`, `resilience`: what may be assumed or lost, what it changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridor.api.options import Terms, options_of
from corridor.cli import output
from corridor.cli.options import Data, Guess, Scenarios, departure, engine_with, print_unused
from corridor.cli.shared import asked, to_stderr, with_terms
from corridor.model.query import ORIGINS

if TYPE_CHECKING:
    from corridor.model.scenario import Overlay

TODAY = "today"
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON", rich_help_panel="Output")]


def scenarios(
    *,
    items: Annotated[
        bool, typer.Option("--items", help="List what --scale can multiply instead")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """
    List the scenarios that ship, with what they assume and from where.

    Example: corridor scenarios --items
    """
    if items:
        _items(as_json=as_json)
        return
    from corridor.report.document.wording import wrap
    from corridor.tables.overlays.scenario_files import scenario, shipped_names

    found = [scenario(name) for name in shipped_names()]
    if as_json:
        typer.echo(json.dumps([_described(o) for o in found], ensure_ascii=False, indent=1))
        return
    for overlay in found:
        lines = [f"{overlay.name}: {overlay.title}"]
        lines += wrap(overlay.text, "  ")
        parts = [
            f"opens {len(overlay.open)}" if overlay.open else "",
            f"closes {len(overlay.close)}" if overlay.close else "",
            f"multiplies {', '.join(str(s) for s in overlay.scales)}" if overlay.scales else "",
            f"changes {', '.join(f'{r.table}:{r.id}' for r in overlay.rows)}"
            if overlay.rows
            else "",
        ]
        lines += wrap("; ".join(p for p in parts if p), "  ", "    ")
        lines += wrap(
            f"as of {overlay.as_of}, {overlay.confidence}, from {', '.join(overlay.cited)}", "  "
        )
        typer.echo("\n".join(lines))


def _described(overlay: Overlay) -> dict[str, Any]:
    return {
        "name": overlay.name,
        "title": overlay.title,
        "text": overlay.text,
        "as_of": overlay.as_of,
        "confidence": overlay.confidence,
        "source_ids": list(overlay.cited),
        "open": list(overlay.open),
        "close": list(overlay.close),
        "scales": [{"target": s.target, "factor": s.factor} for s in overlay.scales],
        "rows": [
            {"table": r.table, "id": r.id, "cells": dict(r.cells), "place": r.place}
            for r in overlay.rows
        ],
    }


def _items(*, as_json: bool) -> None:
    from corridor.tables.overlays.scales import ITEMS
    from corridor.text_table import columns

    rows = [
        (
            item.name,
            item.meaning,
            item.subjects,
            "; ".join(f"{t.table}: {', '.join(t.figures)}" for t in item.targets),
        )
        for item in ITEMS
    ]
    header = ("item", "what is multiplied", "@", "figures")
    if as_json:
        keys = ("item", "meaning", "subjects", "figures")
        typer.echo(json.dumps([dict(zip(keys, r, strict=True)) for r in rows], indent=1))
        return
    for line in columns([header, *rows]):
        typer.echo(line)
    typer.echo(
        "\nA subject follows an @, as port_charges@gwadar=0.6, border_hours@torkham=2,\n"
        "border_hours@AF-PK=2 or road_rate@AF=1.2; any other figure is named by its table and\n"
        "column, as rates.rate_usd_per_km@af_*=1.1 (* stands for any part of a row's id)."
    )


@with_terms
def whatif(
    before: Annotated[str, typer.Argument(metavar="A", help="Scenario, TOML file, or today")],
    after: Annotated[str, typer.Argument(metavar="B", help="Scenario, TOML file, or today")],
    origin: Annotated[
        str, typer.Argument(metavar="ORIGIN", help="Place name, UN/LOCODE or lat,lon")
    ],
    destination: Annotated[
        str, typer.Argument(metavar="DESTINATION", help="Place name, UN/LOCODE or lat,lon")
    ],
    *,
    k: Annotated[int, typer.Option("-k", help="Itineraries of each", rich_help_panel="Choice")] = 3,
    verbose: output.Verbose = False,
    as_json: AsJson = False,
    **options: Any,
) -> None:
    """
    Ask once under scenario A and once under B: what changes in days and dollars, and why.

    Example: corridor whatif today winter Minsk Karachi --depart 2026-12-01
    """
    wanted = asked(options)
    found = wanted.public.whatif(before, after, origin, destination, k=k, **wanted.terms)
    text = found.explained if verbose else found.to_text(width=output.columns())
    typer.echo(found.to_json() + "\n" if as_json else text, nl=False)


def resilience(
    *,
    origin: Annotated[
        list[str] | None,
        typer.Option(help=f"Origin; repeat. Default: {', '.join(ORIGINS)}"),
    ] = None,
    destination: Annotated[
        list[str] | None, typer.Option(help="Destination; repeat. Default: Karachi")
    ] = None,
    unit: Annotated[str, typer.Option(help="TEU, FEU, 40HC, reefer, truck, wagon")] = "FEU",
    depart: Annotated[str, typer.Option(help="Day of the loss; default today")] = "",
    top: Annotated[int, typer.Option(min=1, help="How many single losses to show")] = 25,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
    avoid_sanctions: Annotated[
        list[str] | None,
        typer.Option("--avoid-sanctions", help=options_of(Terms)["avoid_sanctions"].help),
    ] = None,
    scenario: Scenarios = None,
    data: Data = None,
    guess: Guess = False,
) -> None:
    """
    Rank losses of 7, 30 and 90 days by extra days and dollars, singly and in pairs.

    Example: corridor resilience --destination Karachi --depart 2026-12-01
    """
    from corridor.api.planner import Planner

    when = departure(depart)
    engine = engine_with(data=data, scenario=scenario, guess=guess)
    print_unused(engine)
    found = Planner(engine).resilience(
        origin or ORIGINS,
        destination or "Karachi",
        unit,
        depart=when,
        avoid_sanctions=avoid_sanctions or (),
        on_progress=to_stderr,
    )
    typer.echo(found.to_json() + "\n" if as_json else found.shown(top), nl=False)
