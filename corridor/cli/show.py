"""`corridor places|borders|ports|terminals|sources`: the data behind the answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("places")(places)
    app.command("borders")(borders)
    app.command("ports")(ports)
    app.command("terminals")(terminals)
    app.command("sources")(sources)


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON")]
Country = Annotated[str, typer.Option(help="Only this country (two letters)")]


def _print(header: Sequence[str], rows: Sequence[Sequence[Any]], *, as_json: bool) -> None:
    if as_json:
        typer.echo(
            json.dumps(
                [dict(zip(header, r, strict=True)) for r in rows], ensure_ascii=False, indent=1
            )
        )
        return
    from corridor.output.columns import columns

    for line in columns([header, *[[str(c) for c in r] for r in rows]]):
        typer.echo(line)


def places(*, country: Country = "", as_json: AsJson = False) -> None:
    """
    List the places that can be named.

    Example: corridor places --country UZ
    """
    from corridor.sources.library import load

    library = load()
    rows = [
        (
            h.id,
            h.name,
            h.country,
            h.kind,
            f"{h.lat:.4f}",
            f"{h.lon:.4f}",
            h.unlocode,
            "|".join(h.modes),
        )
        for h in library.hubs
        if not country or h.country == country.upper()
    ]
    _print(
        ("id", "name", "country", "kind", "lat", "lon", "unlocode", "modes"), rows, as_json=as_json
    )


def borders(*, country: Country = "", as_json: AsJson = False) -> None:
    """
    List the border crossings, with hours a side and closures known.

    Example: corridor borders --country AF
    """
    from corridor.analysis.listings import border_rows
    from corridor.sources.library import load

    header, rows = border_rows(load(), country.upper())
    _print(header, rows, as_json=as_json)


def ports(*, as_json: AsJson = False) -> None:
    """
    List the seaports with dwell, free days, handling of one FEU and service.

    Example: corridor ports
    """
    from corridor.analysis.listings import port_rows
    from corridor.sources.library import load

    header, rows = port_rows(load())
    _print(header, rows, as_json=as_json)


def terminals(*, country: Country = "", as_json: AsJson = False) -> None:
    """
    List the places where cargo may change mode or gauge.

    Example: corridor terminals --country PK
    """
    from corridor.analysis.listings import terminal_rows
    from corridor.sources.library import load

    header, rows = terminal_rows(load(), country.upper())
    _print(header, rows, as_json=as_json)


def sources(
    *,
    gaps: Annotated[
        bool, typer.Option("--gaps", help="What is estimated or empty, by table and country")
    ] = False,
    licences: Annotated[bool, typer.Option("--licences", help="Licences and credits")] = False,
    as_json: AsJson = False,
) -> None:
    """
    List the sources, the gaps in the data, or the licences.

    Example: corridor sources --gaps
    """
    from corridor.analysis.gaps import gap_rows, licence_rows
    from corridor.sources.library import load

    library = load()
    if gaps:
        for title, header, rows in gap_rows(library):
            if not as_json:
                typer.echo(f"\n{title}")
            _print(header, rows, as_json=as_json)
        return
    if licences:
        _print(("what", "licence", "credit"), licence_rows(), as_json=as_json)
        return
    rows = [(s.id, s.title, s.publisher, s.retrieved, s.licence, s.url) for s in library.sources]
    _print(("id", "title", "publisher", "retrieved", "licence", "url"), rows, as_json=as_json)
