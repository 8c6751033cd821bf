"""`corridor confirm` and `news`: what was heard of a thing, and what should be asked about."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from corridor.cli.options import Data, Scenarios, engine_with, own_folder, print_unused
from corridor.errors import InputError

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON")]


def confirm(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="Crossing, port, passage, ship, train, regime, surcharge, currency"
        ),
    ],
    *,
    open_: Annotated[bool, typer.Option("--open", help="It is open, or runs")] = False,
    closed: Annotated[bool, typer.Option("--closed", help="It is closed, or has ended")] = False,
    still: Annotated[
        bool, typer.Option("--still", help="A surcharge or row of closures is as it was")
    ] = False,
    delay: Annotated[
        float | None, typer.Option("--delay", metavar="HOURS", help="It takes so much longer")
    ] = None,
    value: Annotated[
        float | None,
        typer.Option("--value", help="US dollars of a surcharge, units of a currency a dollar"),
    ] = None,
    into: Annotated[
        str, typer.Option("--into", help="Country entered, for a delay one way (two letters)")
    ] = "",
    on: Annotated[str, typer.Option("--on", help="Day of the evidence; default today")] = "",
    source: Annotated[str, typer.Option("--source", help="Who says so: a page, a person")] = "",
    note: Annotated[str, typer.Option("--note", help="What else is known")] = "",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """
    Write what you heard of one thing into your own folder (--data or CORRIDOR_DATA).

    Example: corridor confirm torkham --open --on 2026-12-10 --source "agent" --data mine
    """
    from corridor.api.fresh import confirm as confirmed

    folder = own_folder(data)
    if folder is None:
        raise InputError(
            "there is no folder of your own to write to",
            remedy="give --data FOLDER, or set CORRIDOR_DATA to it",
        )
    found = confirmed(
        name,
        folder,
        source=source,
        on=on or None,
        opened=open_,
        shut=closed,
        still=still,
        delay_h=delay,
        value=value,
        into=into,
        note=note,
    )
    text = json.dumps(found.to_dict(), ensure_ascii=False, indent=1) + "\n"
    typer.echo(text if as_json else found.text, nl=False)


def news(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ORIGIN DESTINATION]...",
            help="Pairs of places; default the thirty standing ones",
        ),
    ] = None,
    *,
    depart: Annotated[str, typer.Option(help="Day that ages count to; default today")] = "",
    data: Data = None,
    scenario: Scenarios = None,
    as_json: AsJson = False,
) -> None:
    """
    List what answers rest on that is older than 90 days, with what to look for and to type.

    Example: corridor news Minsk Karachi --depart 2026-12-01
    """
    from corridor.api.fresh import news as old

    given = names or []
    if len(given) % 2:
        raise InputError(
            f"{given[-1]!r} has no destination", remedy="name places two by two, origin first"
        )
    engine = engine_with(data=data, scenario=scenario)
    print_unused(engine)
    pairs = tuple(zip(given[::2], given[1::2], strict=True))
    found = old(engine, pairs, depart or None)
    text = json.dumps(found.to_dict(), ensure_ascii=False, indent=1) + "\n"
    typer.echo(text if as_json else found.text, nl=False)
