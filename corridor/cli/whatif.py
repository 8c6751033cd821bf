"""`corridor scenarios` and `corridor whatif`: what may be assumed, and what it changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridor.cli.shared import asked, with_terms
from corridor.errors import BadInputError, NoRouteError, shown

if TYPE_CHECKING:
    from corridor.model.query import Query
    from corridor.model.scenario import Overlay
    from corridor.planner import Planner
    from corridor.report.document.answer import AnswerRecord

TODAY = "today"
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("scenarios")(scenarios)
    app.command("whatif")(whatif)


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
    from corridor.tables.scenario_files import scenario, shipped_names

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
    from corridor.tables.scales import ITEMS
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
    origin: Annotated[str, typer.Argument(help="Place name, UN/LOCODE or lat,lon")],
    destination: Annotated[str, typer.Argument(help="Place name, UN/LOCODE or lat,lon")],
    *,
    k: Annotated[int, typer.Option("-k", help="Itineraries of each")] = 3,
    as_json: AsJson = False,
    **options: Any,
) -> None:
    """
    Ask once under scenario A and once under B: every number that changes, and why.

    Example: corridor whatif today winter Minsk Karachi --depart 2026-12-01
    """
    from dataclasses import replace

    if before == after:
        raise BadInputError(
            f"A and B are both {shown(before)}", remedy="name two scenarios, or today and one"
        )
    wanted = asked(options)
    query = replace(wanted.query, origin=origin, destination=destination, k=k)
    planners = tuple(_under(wanted.planner, name) for name in (before, after))
    _print(query, (before, after), (planners[0], planners[1]), as_json=as_json)


def _under(base: Planner, name: str) -> Planner:
    from corridor.tables.scenario_files import scenario

    return base if name.lower() == TODAY else base.with_overlay(scenario(name))


def _print(
    query: Query, names: tuple[str, str], planners: tuple[Planner, Planner], *, as_json: bool
) -> None:
    from msgspec import to_builtins

    from corridor.report.document.changes import SCHEMA_VERSION, as_plain, changes
    from corridor.report.document.make_answer import answer_record
    from corridor.report.text.whatif import changes_text

    answers: list[AnswerRecord | None] = []
    reasons: list[NoRouteError] = []
    for name, planner in zip(names, planners, strict=True):
        try:
            answers.append(answer_record(planner.ask(query), planner.library))
        except NoRouteError as err:
            answers.append(None)
            reasons.append(NoRouteError(f"{name}: {err.what}", remedy=err.remedy, cut=err.cut))
    was, now = answers
    if was is None and now is None:
        raise reasons[0]
    found = changes(was, now) if was and now else None
    if as_json:
        document = {
            "schema_version": SCHEMA_VERSION,
            "names": list(names),
            "no_route": [str(r) for r in reasons],
            "changes": as_plain(found) if found else None,
            "before": to_builtins(was),
            "after": to_builtins(now),
        }
        typer.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    if was and now and found:
        typer.echo(changes_text(found, was, now), nl=False)
        return
    from corridor.report.text.answer import answer_text

    typer.echo(f"No itinerary under {reasons[0]}\n\nUnder {names[0] if was else names[1]}:\n")
    for answer in filter(None, (was, now)):
        typer.echo(answer_text(answer), nl=False)
