"""`corridor places|borders|ports|terminals|sources`: the data behind the answers."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import Annotated

import typer

from corridor.cli.options import Guess
from corridor.errors import InputError

Cell = str | float | None
Table = tuple[str, tuple[str, ...], list[tuple[str, ...]]]
# Characters of a cell where several tables are printed as text.
_WIDEST = 110
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON")]
Country = Annotated[str, typer.Option(help="Only this country (two letters)")]


def _records(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[dict[str, Cell]]:
    return [dict(zip(header, row, strict=True)) for row in rows]


def _print_json(document: list[dict[str, Cell]] | dict[str, list[dict[str, Cell]]]) -> None:
    """One JSON document, whatever it holds, so that a reader can parse all of the output."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=1))


def _country(text: str, known: Iterable[str]) -> str:
    """
    The country code of --country in upper case, '' when not given.

    Raises
    ------
    InputError
        If no row is of that country: an empty list would read as 'there is none'.
    """
    code = text.strip().upper()
    codes = sorted(set(known))
    if text and code not in codes:
        raise InputError(
            f"--country {text!r}: nothing listed here is there",
            remedy=f"one of {', '.join(codes)}",
        )
    return code


def _print(header: Sequence[str], rows: Sequence[Sequence[Cell]], *, as_json: bool) -> None:
    if as_json:
        _print_json(_records(header, rows))
        return
    from corridor.text_table import columns

    for line in columns([header, *[[str(c) for c in r] for r in rows]]):
        typer.echo(line)


def _print_tables(
    tables: Iterable[tuple[str, Sequence[str], Sequence[Sequence[Cell]]]], *, as_json: bool
) -> None:
    """Tables under their titles, one after the other, or one document of them."""
    if as_json:
        _print_json({title: _records(header, rows) for title, header, rows in tables})
        return
    for title, header, rows in tables:
        typer.echo(f"\n{title}")  # the whole of long cells is in the JSON
        _print(header, [[_short(c) for c in row] for row in rows], as_json=False)


def _short(cell: Cell) -> Cell:
    return textwrap.shorten(cell, _WIDEST, placeholder=" ...") if isinstance(cell, str) else cell


def places(*, country: Country = "", as_json: AsJson = False) -> None:
    """
    List the places that can be named.

    Example: corridor places --country UZ
    """
    from corridor.tables.dataset import load

    dataset = load()
    only = _country(country, (h.country for h in dataset.hubs))
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
        for h in dataset.hubs
        if only in ("", h.country)
    ]
    _print(
        ("id", "name", "country", "kind", "lat", "lon", "unlocode", "modes"), rows, as_json=as_json
    )


def borders(*, country: Country = "", as_json: AsJson = False) -> None:
    """
    List the border crossings, with hours a side and closures known.

    Example: corridor borders --country AF
    """
    from corridor.checks.listings import border_rows
    from corridor.tables.dataset import load

    dataset = load()
    known = [c for x in dataset.crossings for c in (x.country_a, x.country_b)]
    header, rows = border_rows(dataset, _country(country, known))
    _print(header, rows, as_json=as_json)


def ports(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PORT]...", help="Ports whose every figure is listed"),
    ] = None,
    *,
    as_json: AsJson = False,
    guess: Guess = False,
) -> None:
    """
    List the seaports; with names, every figure a comparison of them needs and how sure it is.

    Each figure is found, an estimate (with band and method) or missing.

    Example: corridor ports karachi "port qasim" gwadar
    """
    from corridor.checks.listings import port_rows
    from corridor.checks.port_figures import HEADER, counted, port_figures
    from corridor.tables.dataset import load
    from corridor.tables.gazetteer import Gazetteer, port_named

    dataset = load()
    if not names:
        header, rows = port_rows(dataset)
        _print(header, rows, as_json=as_json)
        return
    gazetteer = Gazetteer(dataset, guess=guess)
    chosen = [port_named(n, gazetteer, dataset, "PORT") for n in names]
    figures = port_figures(dataset, chosen)
    for text in gazetteer.guesses:
        typer.echo(f"Guessed: {text}", err=as_json)
    if not as_json:
        for port in chosen:
            count = counted(f for f in figures if f.port == port)
            states = ", ".join(f"{n} {state.lower()}" for state, n in count.items())
            typer.echo(f"\n{dataset.port[port].name}: {states}")
    rows_shown = [f.cells() for f in figures]
    if not as_json:  # the whole remark is in the JSON
        rows_shown = [
            (*r[:-1], textwrap.shorten(r[-1], 90, placeholder=" ...")) for r in rows_shown
        ]
    _print(HEADER, rows_shown, as_json=as_json)


def terminals(*, country: Country = "", as_json: AsJson = False) -> None:
    """
    List the places where cargo may change mode or gauge.

    Example: corridor terminals --country PK
    """
    from corridor.checks.listings import terminal_rows
    from corridor.tables.dataset import load

    dataset = load()
    header, rows = terminal_rows(dataset, _country(country, (t.country for t in dataset.terminals)))
    _print(header, rows, as_json=as_json)


def _standing() -> list[Table]:
    """What the standing answers rest on, and rows that changed their confidence alone."""
    from corridor.checks.kept import kept_tables
    from corridor.checks.standing import Standing, standing_tables
    from corridor.engine import RouteEngine

    engine = RouteEngine.load()
    found = Standing(engine, lambda line: print(line, file=sys.stderr))
    return [*standing_tables(found), *kept_tables(engine.dataset)]


def sources(
    *,
    gaps: Annotated[
        bool, typer.Option("--gaps", help="What is estimated or empty, by table and country")
    ] = False,
    licences: Annotated[bool, typer.Option("--licences", help="Licences and credits")] = False,
    audit: Annotated[
        bool, typer.Option("--audit", help="Work our figures out again from the printed ones")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """
    List the sources, the gaps in the data, the licences, or what the pages say that were read.

    With --gaps it asks the thirty standing answers what they rest on. With --audit it ends with
    code 3 when a figure does not follow from the printed one or from those it is derived from.

    Example: corridor sources --gaps
    """
    from corridor.checks.derived.cells import Derived, derivation_tables
    from corridor.checks.evidence import audit as audited
    from corridor.checks.evidence import audit_tables
    from corridor.checks.gaps import gap_rows, licence_rows
    from corridor.tables.dataset import load

    if gaps:
        _print_tables([*_standing(), *gap_rows(load())], as_json=as_json)
        return
    dataset = load()
    if audit:
        found, derived = audited(dataset), Derived(dataset)
        _print_tables([*audit_tables(found), *derivation_tables(derived)], as_json=as_json)
        if any(a.fault for a in found) or any(w.fault for w in derived.works()):
            raise typer.Exit(3)
        return
    if licences:
        _print(("what", "licence", "credit"), licence_rows(), as_json=as_json)
        return
    rows = [(s.id, s.title, s.publisher, s.retrieved, s.licence, s.url) for s in dataset.sources]
    _print(("id", "title", "publisher", "retrieved", "licence", "url"), rows, as_json=as_json)
