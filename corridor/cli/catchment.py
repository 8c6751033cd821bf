"""`corridor catchment`: which port wins where, and by how much."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.cli.options import told_unused
from corridor.cli.shared import PORTS, asked, command_line, tell, with_terms
from corridor.errors import BadInputError
from corridor.files import check_writable, write_text
from corridor.model.status import RUNNING

_SUFFIXES = (".csv", ".svg")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("catchment")(with_terms(catchment))


def catchment(
    *,
    ports: Annotated[str, typer.Option(help="Candidate ports, two or more")] = PORTS,
    onward: Annotated[
        str, typer.Option(help="Market port; without it the basket of corridor compare")
    ] = "",
    inward: Annotated[bool, typer.Option("--import", help="From the market to the places")] = False,
    country: Annotated[
        list[str] | None, typer.Option(help="Only hubs of this country (two letters); repeat")
    ] = None,
    grid: Annotated[
        float, typer.Option(help="Also points every so many degrees around the hubs; 0 = none")
    ] = 0.0,
    under: Annotated[
        list[str] | None,
        typer.Option(help="Also under this scenario, in a column of its own; repeat"),
    ] = None,
    demand: Annotated[
        Path | None, typer.Option(help="CSV with columns place and tonnes, to split by port")
    ] = None,
    out: Annotated[
        list[Path] | None, typer.Option(help="Write .csv (every place and port) or .svg; repeat")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
    **options: Any,
) -> None:
    """
    Tell for every place which port wins, by how much, and how trade would split.

    A port without a service today gets a column of its own with its scenario sailings.

    Example: corridor catchment --country AF --onward "Jebel Ali" --depart 2026-12-01
    """
    from corridor.analysis.ports import catchment as work
    from corridor.report.document.catchment_json import catchment_json
    from corridor.report.text.catchment import catchment_csv, catchment_svg, catchment_text
    from corridor.tables.scenario_files import scenario

    for target in out or ():
        if target.suffix.lower() not in _SUFFIXES:
            raise BadInputError(
                f"--out {target} is no kind of file made here", remedy="name .csv or .svg"
            )
        check_writable(target, "--out")
    if not (math.isfinite(grid) and (grid == 0 or 0.25 <= grid <= 20)):
        raise BadInputError(f"--grid {grid:g} is out of range", remedy="give 0.25 to 20 degrees")
    wanted = asked(options)
    planner = wanted.planner
    tonnes = _demand(demand, planner) if demand else {}
    question = wanted.question(ports, onward, inward=inward)
    codes = [c.strip().upper() for c in country or ()]
    known = {h.country for h in planner.library.hubs}
    for code in codes:
        if code not in known:
            raise BadInputError(
                f"--country {code!r}: no hub is there", remedy=f"one of {', '.join(sorted(known))}"
            )
    places = work.inland_hubs(planner, codes)
    off = 0
    if grid:
        points, off = work.grid_points(planner, grid, places)
        places += points
    places += [p for p in tonnes if p not in places]
    columns = [work.catchment(planner, question, places, "today", tell)]
    if columns[0].silent:
        services = _scenario_services(planner, question, columns[0].silent)
        if services:
            opened = replace(question.query, open=(*question.query.open, *services))
            as_if = replace(question, query=opened)
            columns.append(work.catchment(planner, as_if, places, "if all had a service", tell))
    for name in under or ():
        changed = planner.with_overlay(scenario(name))
        columns.append(work.catchment(changed, question, places, name, tell))
    document = catchment_json(
        question,
        columns,
        planner.library,
        demand_t=tonnes,
        off_grid=off,
        command=command_line(),
        graph_hash=planner.graph_hash,
        guessed=planner.guesses,
    )
    unused = told_unused(planner)
    if unused:
        document["unused_rows"] = unused
    for target in out or ():
        if target.suffix.lower() == ".svg":
            write_text(target, catchment_svg(document, len(columns) - 1 if under else -1))
        else:
            buffer = io.StringIO()
            csv.writer(buffer, lineterminator="\n").writerows(catchment_csv(document))
            write_text(target, buffer.getvalue())
    if as_json:
        typer.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        typer.echo(catchment_text(document), nl=False)


def _scenario_services(planner: Any, question: Any, silent: tuple[str, ...]) -> list[str]:
    return [
        s.id
        for s in planner.library.sea_services
        for port in silent
        if port in (s.from_port, s.to_port)
        and ({s.from_port, s.to_port} & set(question.markets))
        and s.status not in RUNNING
    ]


def _demand(path: Path, planner: Any) -> dict[str, float]:
    """
    Tonnes by hub.

    Raises
    ------
    BadInputError
        Naming the row that cannot be used.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    except (OSError, UnicodeDecodeError, csv.Error) as err:
        raise BadInputError(
            f"--demand {path} cannot be read ({err})", remedy="name a CSV file in UTF-8"
        ) from err
    found: dict[str, float] = {}
    for number, row in enumerate(rows, 2):
        place, text = (row.get("place") or "").strip(), (row.get("tonnes") or "").strip()
        try:
            tonnes = float(text)
        except ValueError:
            tonnes = math.nan
        if not place or not (math.isfinite(tonnes) and tonnes >= 0):
            raise BadInputError(
                f"--demand {path}, row {number}: place {place!r}, tonnes {text!r}",
                remedy="give the columns place and tonnes, a number of 0 or more",
            )
        hub, _ = planner.gazetteer.hub(place)
        found[hub.id] = found.get(hub.id, 0.0) + tonnes
    if not found:
        raise BadInputError(
            f"--demand {path} holds no rows", remedy="give the columns place and tonnes"
        )
    return found
