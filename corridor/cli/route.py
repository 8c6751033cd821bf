"""`corridor route`: the planner's question."""

from __future__ import annotations

import json
import math
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from corridor.cli.files import check_writable, write_text
from corridor.cli.overlays import Data, DataOnly, Scales, Scenarios, planner_with
from corridor.errors import BadInputError, shown


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("route")(route)


def route(
    origin: Annotated[str, typer.Argument(help="Place name, UN/LOCODE or lat,lon")],
    destination: Annotated[str, typer.Argument(help="Place name, UN/LOCODE or lat,lon")],
    *,
    unit: Annotated[
        str, typer.Option(help="TEU, FEU, 40HC, reefer, truck, wagon or platform")
    ] = "FEU",
    count: Annotated[int, typer.Option(help="Number of units")] = 1,
    weight: Annotated[
        str, typer.Option(help="Gross weight of one unit in tonnes, as 24t or 24")
    ] = "",
    value: Annotated[str, typer.Option(help="Value of the goods in USD")] = "",
    cargo: Annotated[
        str, typer.Option(help="general, perishable, hazardous, oversize or bulk")
    ] = "general",
    service: Annotated[
        list[str] | None,
        typer.Option(help="one_driver or two_drivers; block_train or wagonload"),
    ] = None,
    depart: Annotated[
        str, typer.Option(help="Ready date or date-time, as 2026-12-01; default today")
    ] = "",
    objective: Annotated[
        str, typer.Option(help="generalised, cost, time, distance or co2")
    ] = "generalised",
    vot: Annotated[str, typer.Option(help="Value of time, USD per hour")] = "",
    modes: Annotated[str, typer.Option(help="Modes that may be used")] = "rail,road,sea",
    via: Annotated[
        list[str] | None, typer.Option(help="Place or crossing to pass; repeat in order")
    ] = None,
    avoid: Annotated[
        list[str] | None,
        typer.Option(help="Country, crossing, port, terminal or sea passage never to use"),
    ] = None,
    open_: Annotated[
        list[str] | None,
        typer.Option("--open", help="Crossing, port, passage, section or service to open"),
    ] = None,
    close: Annotated[
        list[str] | None,
        typer.Option(help="Crossing, port, passage, section or service to close"),
    ] = None,
    k: Annotated[int, typer.Option("-k", help="Itineraries that really differ")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="List every figure with its row and source")
    ] = False,
    map_file: Annotated[
        Path | None, typer.Option("--map", help="Write a map page that opens with no network")
    ] = None,
    currency: Annotated[
        str, typer.Option(help="Currency to show money in; a row of the fx table")
    ] = "USD",
    scale: Scales = None,
    scenario: Scenarios = None,
    data: Data = None,
    data_only: DataOnly = None,
    graph: Annotated[Path | None, typer.Option(help="Folder of another compiled graph")] = None,
) -> None:
    """
    Plan from ORIGIN to DESTINATION and show legs, borders, days and dollars.

    Example: corridor route Minsk Karachi --unit FEU --depart 2026-12-01
    """
    from corridor.model.consignment import Consignment
    from corridor.model.query import Query
    from corridor.output.answer_json import answer_json
    from corridor.output.currency import with_currency
    from corridor.output.table import answer_text

    if map_file is not None:
        check_writable(map_file, "--map")
    crew, rail_service = _services(service or [])
    consignment = Consignment(
        unit=_unit(unit),
        count=count,
        gross_weight_t=_tonnes(weight),
        cargo=cargo,
        value_usd=_number(value, "--value", "US dollars, as 50000"),
    )
    query = Query(
        origin=origin,
        destination=destination,
        consignment=consignment,
        depart=_depart(depart),
        objective=objective,
        value_of_time_usd_per_h=_number(vot, "--vot", "US dollars per hour, as 3.5"),
        modes=tuple(m.strip() for m in modes.split(",") if m.strip()),
        crew=crew,
        rail_service=rail_service,
        via=tuple(via or ()),
        avoid=tuple(avoid or ()),
        open=tuple(open_ or ()),
        close=tuple(close or ()),
        k=k,
    )
    planner = planner_with(
        graph=graph, data=data, data_only=data_only, scenarios=scenario, scales=scale
    )
    answer = with_currency(
        answer_json(planner.ask(query), planner.library), currency, planner.library
    )
    if map_file is not None:
        from corridor.output.map_page import render_map

        print(f"drawing {map_file}", file=sys.stderr)
        write_text(map_file, render_map(answer, planner.lines.line, planner.lines.is_coarse))
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        typer.echo(answer_text(answer, explain=explain), nl=False)


def _unit(text: str) -> str:
    """Accept a unit in any case."""
    from corridor.model.consignment import UNITS

    return next((u for u in UNITS if u.lower() == text.lower()), text)


def _services(names: list[str]) -> tuple[str, str]:
    """Crew and rail service; each may be named once, together or apart."""
    crew, rail = "one_driver", "block_train"
    for name in (part.strip() for text in names for part in text.split(",")):
        if name in ("one_driver", "two_drivers"):
            crew = name
        elif name in ("block_train", "wagonload"):
            rail = name
        else:
            raise BadInputError(
                f"--service {name!r} is unknown",
                remedy="one of one_driver, two_drivers, block_train, wagonload",
            )
    return crew, rail


def _tonnes(text: str) -> float | None:
    cleaned = re.sub(r"\s*t(onnes?)?$", "", text.strip(), flags=re.IGNORECASE)
    if text and not cleaned:
        raise BadInputError(f"--weight {shown(text)} is not a number", remedy="give tonnes, as 24t")
    return _number(cleaned, "--weight", "tonnes, as 24t or 24")


def _number(text: str, option: str, what: str) -> float | None:
    if not text:
        return None
    # A comma parts thousands or nothing: 2,4 may mean 2.4 and must not become 24.
    plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text.strip()).removeprefix("$")
    try:
        number = math.nan if "," in plain or "_" in plain else float(plain)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise BadInputError(f"{option} {shown(text)} is not a number", remedy=f"give {what}")
    return number


def _depart(text: str) -> datetime:
    """Read --depart; a bare date means 08:00, no date means today."""
    if not text:
        today = datetime.now().replace(hour=8, minute=0, second=0, microsecond=0)
        print(f"--depart not given: ready {today:%Y-%m-%d} 08:00", file=sys.stderr)
        return today
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadInputError(
            f"--depart {shown(text)} is not a date",
            remedy="give YYYY-MM-DD or YYYY-MM-DDTHH:MM, as 2026-12-01",
        ) from None
    if moment.tzinfo is not None:
        raise BadInputError(
            f"--depart {shown(text)} carries a time zone",
            remedy="give local time at the origin without a zone",
        )
    return moment.replace(hour=8) if len(text) <= len("2026-12-01") else moment
