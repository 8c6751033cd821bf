"""`corridor places|borders|ports|terminals|sources`: the data behind the answers."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from corridor.cli.options import Guess
from corridor.errors import InputError, UnknownPlaceError, shown

if TYPE_CHECKING:
    from corridor.tables.places.search import Found, Spellings
    from corridor.tables.records import Hub

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


def places(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PLACE]...",
            help="What to look for: a name, its beginning or one like it, in any script",
        ),
    ] = None,
    *,
    country: Country = "",
    as_json: AsJson = False,
) -> None:
    """
    Find places by name, in any script and with slips, or list all that can be named.

    A country may stand after the name, as "Karachi, PK". Ends with code 2 when nothing is like it.

    Example: corridor places samark

    Example: corridor places --country UZ
    """
    from corridor.tables.dataset import load
    from corridor.tables.gazetteer import Gazetteer
    from corridor.tables.places.search import place_spellings

    dataset = load()
    only = _country(country, (h.country for h in dataset.hubs))
    header: tuple[str, ...] = (
        "id", "name", "country", "kind", "lat", "lon", "unlocode", "modes",
    )  # fmt: skip
    rows = {h.id: _place(h) for h in dataset.hubs if only in ("", h.country)}
    if names:
        spellings = {i: s for i, s in place_spellings(dataset).items() if i in rows}
        countries = {h.id: h.country for h in dataset.hubs}
        found = _found(spellings, names, countries, "places", refuse=Gazetteer(dataset).hub)
        header = (*header, "found as")
        rows = {one.id: (*rows[one.id], _how(one)) for one in found}
    _print(header, list(rows.values()), as_json=as_json)


def _place(hub: Hub) -> tuple[str, ...]:
    lat, lon = f"{hub.lat:.4f}", f"{hub.lon:.4f}"
    return hub.id, hub.name, hub.country, hub.kind, lat, lon, hub.unlocode, "|".join(hub.modes)


def _how(found: Found) -> str:
    return f"like {found.spelt}" if found.near else found.spelt


def _found(
    spellings: Spellings,
    names: Iterable[str],
    countries: Mapping[str, str],
    command: str,
    *,
    refuse: Callable[[str], object] = len,
) -> list[Found]:
    """
    What is called so, each thing once; where nothing is, `refuse` may know why.

    Raises
    ------
    UnknownPlaceError
        If nothing is called so or nearly so. A town that is known beside the network is not
        taken for another of a like name.
    """
    from corridor.tables.places.known import known_as
    from corridor.tables.places.names import normal, without_country
    from corridor.tables.places.search import search

    found: dict[str, Found] = {}
    for text in names:
        name, country = without_country(text)
        known = known_as(normal(name), country)
        here = [
            one for one in search(spellings, name, near=not known) if country in countries[one.id]
        ]
        if not here:
            refuse(text)
            raise UnknownPlaceError(
                f"nothing listed here is called {shown(text)}",
                remedy=f"corridor {command} lists all",
            )
        for one in here:
            found.setdefault(one.id, one)
    return list(found.values())


def borders(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CROSSING]...", help="What to look for: a crossing, post or town at it"
        ),
    ] = None,
    *,
    country: Country = "",
    as_json: AsJson = False,
) -> None:
    """
    Find border crossings, or list all, with hours a side, when last seen in use, and closures.

    Ends with code 2 when nothing is called so or nearly so.

    Example: corridor borders gabd

    Example: corridor borders --country AF
    """
    from corridor.checks.listings import border_rows
    from corridor.tables.dataset import load
    from corridor.tables.places.search import crossing_spellings

    dataset = load()
    pairs = {c.id: f"{c.country_a}-{c.country_b}" for c in dataset.crossings}
    known = [code for pair in pairs.values() for code in pair.split("-")]
    header, rows = border_rows(dataset, _country(country, known))
    if names:
        rows = _named(rows, crossing_spellings(dataset), names, pairs, "borders")
    _print(header, rows, as_json=as_json)


def _named(
    rows: list[tuple[str, ...]],
    spellings: Spellings,
    names: Iterable[str],
    countries: Mapping[str, str],
    command: str,
) -> list[tuple[str, ...]]:
    """Rows of the things that are called so, in the order found."""
    by_id = {row[0]: row for row in rows}
    listed = {i: s for i, s in spellings.items() if i in by_id}
    return [by_id[one.id] for one in _found(listed, names, countries, command)]


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


def terminals(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TERMINAL]...", help="What to look for: a terminal or its town"),
    ] = None,
    *,
    country: Country = "",
    as_json: AsJson = False,
) -> None:
    """
    Find the places where cargo may change mode or gauge, or list all, with hours and price.

    Ends with code 2 when nothing is called so or nearly so.

    Example: corridor terminals dostyk

    Example: corridor terminals --country PK
    """
    from corridor.checks.listings import terminal_rows
    from corridor.tables.dataset import load
    from corridor.tables.places.search import terminal_spellings

    dataset = load()
    countries = {t.id: t.country for t in dataset.terminals}
    header, rows = terminal_rows(dataset, _country(country, countries.values()))
    if names:
        rows = _named(rows, terminal_spellings(dataset), names, countries, "terminals")
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
