"""`corridor pareto`: every way that no other beats in both time and cost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from corridor.cli.asked import moment_of, number, services_of, tonnes, unit_of
from corridor.cli.files import check_writable, write_text
from corridor.cli.limits import (
    ArriveBy,
    Avoid,
    Discourage,
    Limited,
    MaxCost,
    MaxDays,
    OnlyCountries,
)
from corridor.cli.overlays import Data, DataOnly, Scales, Scenarios, planner_with


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("pareto")(pareto)


def pareto(
    origin: Annotated[str, typer.Argument(help="Place name, UN/LOCODE or lat,lon")],
    destination: Annotated[str, typer.Argument(help="Place name, UN/LOCODE or lat,lon")],
    *,
    unit: Annotated[
        str, typer.Option(help="TEU, FEU, 40HC, reefer, truck, wagon or platform")
    ] = "FEU",
    count: Annotated[int, typer.Option(help="Number of units")] = 1,
    weight: Annotated[str, typer.Option(help="Gross weight of one unit, as 24t")] = "",
    value: Annotated[str, typer.Option(help="Value of the goods in USD")] = "",
    cargo: Annotated[
        str, typer.Option(help="general, perishable, oversize, bulk or hazardous:CLASS")
    ] = "general",
    service: Annotated[
        list[str] | None,
        typer.Option(help="one_driver or two_drivers; block_train or wagonload"),
    ] = None,
    depart: Annotated[str, typer.Option(help="Ready date or date-time; default today")] = "",
    vot: Annotated[str, typer.Option(help="Value of time, USD per hour, for the best")] = "",
    modes: Annotated[str, typer.Option(help="Modes that may be used")] = "rail,road,sea",
    via: Annotated[
        list[str] | None, typer.Option(help="Place or crossing to pass; repeat in order")
    ] = None,
    avoid: Avoid = None,
    discourage: Discourage = None,
    only_countries: OnlyCountries = "",
    max_days: MaxDays = "",
    max_cost: MaxCost = "",
    arrive_by: ArriveBy = "",
    open_: Annotated[
        list[str] | None, typer.Option("--open", help="Crossing, port, ... to open")
    ] = None,
    close: Annotated[list[str] | None, typer.Option(help="Crossing, port, ... to close")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON")] = False,
    svg: Annotated[Path | None, typer.Option("--svg", help="Write the chart as a picture")] = None,
    map_file: Annotated[
        Path | None, typer.Option("--map", help="Write a map page of all ways of the front")
    ] = None,
    scale: Scales = None,
    scenario: Scenarios = None,
    data: Data = None,
    data_only: DataOnly = None,
    graph: Annotated[Path | None, typer.Option(help="Folder of another compiled graph")] = None,
) -> None:
    """
    Show every way that no other beats in both days and dollars.

    Example: corridor pareto Minsk Karachi --depart 2026-12-01 --svg front.svg
    """
    from corridor.model.consignment import Consignment
    from corridor.model.query import Query
    from corridor.output.answer_json import answer_json

    for path, option in ((svg, "--svg"), (map_file, "--map")):
        if path is not None:
            check_writable(path, option)
    crew, rail_service = services_of(service or [])
    query = Query(
        origin=origin,
        destination=destination,
        consignment=Consignment(
            unit=unit_of(unit),
            count=count,
            gross_weight_t=tonnes(weight),
            cargo=cargo,
            value_usd=number(value, "--value", "US dollars, as 50000"),
        ),
        depart=moment_of(depart),
        value_of_time_usd_per_h=number(vot, "--vot", "US dollars per hour, as 3.5"),
        modes=tuple(m.strip() for m in modes.split(",") if m.strip()),
        crew=crew,
        rail_service=rail_service,
        via=tuple(via or ()),
        open=tuple(open_ or ()),
        close=tuple(close or ()),
        **Limited(
            max_days, max_cost, None, arrive_by, avoid, discourage, only_countries
        ).query_fields(),
    )
    planner = planner_with(
        graph=graph, data=data, data_only=data_only, scenarios=scenario, scales=scale
    )
    answer = answer_json(planner.front(query), planner.library)
    if svg is not None:
        from corridor.output.front import front_svg

        write_text(svg, front_svg(answer) + "\n")
    if map_file is not None:
        from corridor.output.map_page import render_map

        write_text(map_file, render_map(answer, planner.lines.line, planner.lines.is_coarse))
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        from corridor.output.front import front_text

        typer.echo(front_text(answer), nl=False)
