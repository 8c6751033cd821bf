"""`corridor catchment`: which port wins where, and by how much."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridor.cli.options import told_unused
from corridor.cli.shared import asked, command_line, tell, with_terms
from corridor.errors import BadInputError
from corridor.files import check_writable, write_text
from corridor.model.query import PORTS

if TYPE_CHECKING:
    from corridor.planner import Planner
    from corridor.report.document.catchment import CatchmentRecord

_SUFFIXES = (".csv", ".svg")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("catchment")(with_terms(catchment))


def catchment(
    *,
    ports: Annotated[str, typer.Option(help="Candidate ports, two or more")] = ",".join(PORTS),
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
    from corridor.analysis.ports.catchment import hinterlands
    from corridor.report.document.catchment_json import catchment_record
    from corridor.report.document.read import json_text
    from corridor.report.text.catchment import catchment_text

    _check(out or (), grid)
    wanted = asked(options)
    planner = wanted.planner
    tonnes = _demand(demand, planner) if demand else {}
    question = wanted.question(ports, onward, inward=inward)
    places, off = _places(planner, country or (), grid)
    places += [p for p in tonnes if p not in places]
    columns = hinterlands(planner, question, places, under or (), tell)
    document = catchment_record(
        question,
        columns,
        planner.library,
        demand_t=tonnes,
        off_grid=off,
        command=command_line(),
        graph_hash=planner.graph_hash,
        guessed=planner.guesses,
        unused=told_unused(planner),
    )
    for target in out or ():
        _write(target, document)
    typer.echo(json_text(document) + "\n" if as_json else catchment_text(document), nl=False)


def _check(targets: Sequence[Path], grid: float) -> None:
    for target in targets:
        if target.suffix.lower() not in _SUFFIXES:
            raise BadInputError(
                f"--out {target} is no kind of file made here", remedy="name .csv or .svg"
            )
        check_writable(target, "--out")
    if not (math.isfinite(grid) and (grid == 0 or 0.25 <= grid <= 20)):
        raise BadInputError(f"--grid {grid:g} is out of range", remedy="give 0.25 to 20 degrees")


def _places(planner: Planner, countries: Sequence[str], grid: float) -> tuple[list[str], int]:
    """Hubs on land and points of a grid, and how many of those join no road."""
    from corridor.analysis.ports.catchment import grid_points, inland_hubs

    codes = [c.strip().upper() for c in countries]
    known = {h.country for h in planner.library.hubs}
    for code in codes:
        if code not in known:
            raise BadInputError(
                f"--country {code!r}: no hub is there", remedy=f"one of {', '.join(sorted(known))}"
            )
    hubs = inland_hubs(planner, codes)
    points, off = grid_points(planner, grid, hubs) if grid else ([], 0)
    return hubs + points, off


def _write(target: Path, document: CatchmentRecord) -> None:
    from corridor.report.charts.catchment import catchment_svg
    from corridor.report.tables.cells import csv_text
    from corridor.report.text.catchment import catchment_rows

    if target.suffix.lower() == ".svg":
        write_text(target, catchment_svg(document))
    else:
        write_text(target, csv_text(catchment_rows(document)))


def _demand(path: Path, planner: Planner) -> dict[str, float]:
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
