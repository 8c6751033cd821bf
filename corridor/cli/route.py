"""`corridor route`: the planner's question."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from corridor.cli.asked import moment_of as _depart
from corridor.cli.asked import number as _number
from corridor.cli.asked import services_of as _services
from corridor.cli.asked import tonnes as _tonnes
from corridor.cli.asked import unit_of as _unit
from corridor.cli.documents import stamped, write_export, writer_of
from corridor.cli.files import check_writable, write_text
from corridor.cli.limits import (
    ArriveBy,
    Avoid,
    Discourage,
    Limited,
    MaxCost,
    MaxDays,
    MaxTransfers,
    OnlyCountries,
    Siding,
)
from corridor.cli.options import Data, DataOnly, Guess, Scales, Scenarios, planner_with


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
        str,
        typer.Option(help="general, perishable, oversize, bulk or hazardous:CLASS (UN, as 3)"),
    ] = "general",
    allow_dangerous: Annotated[
        bool,
        typer.Option(
            "--allow-dangerous",
            help="Plan explosives and radioactive goods (UN classes 1 and 7), refused without it",
        ),
    ] = False,
    container: Annotated[
        str, typer.Option(help="line (returned or dropped off) or owned")
    ] = "line",
    service: Annotated[
        list[str] | None,
        typer.Option(help="one_driver or two_drivers; block_train or wagonload"),
    ] = None,
    depart: Annotated[
        str,
        typer.Option(
            help="Ready date or date-time by the clock of the origin, as 2026-12-01; default today"
        ),
    ] = "",
    objective: Annotated[
        str, typer.Option(help="generalised, cost, time, distance, co2 or p90_time")
    ] = "generalised",
    vot: Annotated[str, typer.Option(help="Value of time, USD per hour")] = "",
    modes: Annotated[str, typer.Option(help="Modes that may be used")] = "rail,road,sea",
    siding: Siding = "",
    via: Annotated[
        list[str] | None,
        typer.Option(help="Port to call at, crossing, terminal or town; repeat in order"),
    ] = None,
    avoid: Avoid = None,
    discourage: Discourage = None,
    only_countries: OnlyCountries = "",
    max_days: MaxDays = "",
    max_cost: MaxCost = "",
    max_transfers: MaxTransfers = None,
    arrive_by: ArriveBy = "",
    open_: Annotated[
        list[str] | None,
        typer.Option("--open", help="Crossing, port, passage, section or service to open"),
    ] = None,
    close: Annotated[
        list[str] | None,
        typer.Option(help="Crossing, port, passage, section or service to close"),
    ] = None,
    why: Annotated[
        str, typer.Option(help="Crossing, port, place or country: why the way is not over it")
    ] = "",
    guess: Guess = False,
    k: Annotated[int, typer.Option("-k", help="Itineraries that really differ")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="List every figure with its row and source")
    ] = False,
    map_file: Annotated[
        Path | None, typer.Option("--map", help="Write a map page that opens with no network")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write the answer as .xlsx, .csv, .geojson ... (see export)"),
    ] = None,
    tcd_file: Annotated[
        Path | None, typer.Option("--tcd", help="Write a time-cost-distance chart (SVG)")
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
    from corridor.model.query import Query, read_modes, read_objective
    from corridor.report.document.currency import with_currency
    from corridor.report.document.make_answer import answer_record
    from corridor.report.document.read import json_text
    from corridor.report.document.stamp import valid_days
    from corridor.report.text.answer import answer_text

    if map_file is not None:
        check_writable(map_file, "--map")
    if out is not None:
        writer_of(out)
        check_writable(out, "--out")
    if tcd_file is not None:
        check_writable(tcd_file, "--tcd")
    crew, rail_service = _services(service or [])
    consignment = Consignment(
        unit=_unit(unit),
        count=count,
        gross_weight_t=_tonnes(weight),
        cargo=cargo,
        container=container,
        allow_dangerous=allow_dangerous,
        value_usd=_number(value, "--value", "US dollars, as 50000"),
    )
    query = Query(
        origin=origin,
        destination=destination,
        consignment=consignment,
        depart=_depart(depart),
        objective=read_objective(objective),
        value_of_time_usd_per_h=_number(vot, "--vot", "US dollars per hour, as 3.5"),
        modes=read_modes(modes),
        crew=crew,
        rail_service=rail_service,
        siding=siding.strip().lower(),
        via=tuple(via or ()),
        open=tuple(open_ or ()),
        close=tuple(close or ()),
        why=why,
        guess=guess,
        k=k,
        **Limited(
            max_days, max_cost, max_transfers, arrive_by, avoid, discourage, only_countries
        ).query_fields(),
    )
    planner = planner_with(
        graph=graph, data=data, data_only=data_only, scenarios=scenario, scales=scale, guess=guess
    )
    answer = with_currency(
        answer_record(planner.ask(query), planner.library), currency, planner.library
    )
    if map_file is not None:
        from corridor.report.pages.route_page import render_map

        print(f"drawing {map_file}", file=sys.stderr)
        lines, mark = planner.lines, stamped(answer, "", valid_days(planner.library))
        write_text(map_file, render_map(answer, lines.line, lines.is_coarse, mark))
    if out is not None:
        write_export(answer, out, planner.lines, valid_days=valid_days(planner.library))
    if tcd_file is not None:
        from corridor.report.charts.tcd import tcd_svg

        write_text(tcd_file, tcd_svg(answer) + "\n")
    if as_json:
        typer.echo(json_text(answer))
    else:
        typer.echo(answer_text(answer, explain=explain), nl=False)
