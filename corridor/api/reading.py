"""A question as keywords, read into a `corridor.Query`; what may be asked says `corridor.api.options`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from os import PathLike
from pathlib import Path
from typing import Any

from corridor.api.options import AREA_FILES, Goods, RouteTerms, options_of
from corridor.errors import InputError, shown
from corridor.model.area import Area
from corridor.model.consignment import UNITS, Consignment
from corridor.model.objective import Objective
from corridor.model.query import CREWS, RAIL_SERVICES, Query
from corridor.model.values import deadline, names, ready, real, tonnes, words

_SERVICES = (*CREWS, *RAIL_SERVICES)
_GOODS = re.compile(
    r"(?:(?P<count>[0-9]+)\s*[x×]?\s+)?(?P<unit>[A-Za-z0-9]+)"
    r"(?:(?:,|\s)\s*(?P<weight_t>[0-9.]+\s*t)(?:onnes?)?)?"
)


def read_query(
    origin: object, destination: object, consignment: object, terms: Mapping[str, Any]
) -> Query:
    """
    The query that a person means.

    Parameters
    ----------
    origin, destination
        Place names, UN/LOCODEs or points: 'lat,lon' or a pair of numbers in degrees.
    consignment
        A `Consignment`, a mapping of its fields, a text as '2 FEU 24t', or None.
    terms
        Keywords of `RouteTerms`; None counts as not given.

    Raises
    ------
    InputError
        If one cannot be used as given.
    """
    given = {name: value for name, value in terms.items() if value is not None}
    _refuse_unknown(given)
    goods = read_consignment(
        consignment, {n: given.pop(n) for n in Goods.__annotations__ if n in given}
    )
    crew, rail_service = read_services(given.pop("service", ()))
    depart = ready(given.pop("depart", None))
    by = deadline(given.pop("by", None), "--by")
    sure = given.pop("sure", None)
    asked = given.get("objective", "")
    if isinstance(asked, str) and not asked:
        given["objective"] = Objective.GENERALISED if by is None else Objective.COST
    for name in ("avoid", "discourage"):
        given[name], given[f"{name}_areas"] = _parted(given.pop(name, ()), f"--{name}")
    for name in ("only_countries", "avoid_sanctions"):
        if name in given:
            given[name] = names(given[name], _option(name), split=True)
    for name in ("regime", "siding"):
        if name in given:
            given[name] = words(given[name], _option(name)).strip().lower()
    return Query(
        origin=_end(origin),
        destination=_end(destination),
        consignment=goods,
        depart=depart,
        crew=crew,
        rail_service=rail_service,
        arrive_by=deadline(given.pop("arrive_by", None)),
        by=by,
        sure_percent=real(_bare(sure), "--sure", "per cent, as 90"),
        **given,
    )


def read_consignment(consignment: object, goods: Mapping[str, Any]) -> Consignment:
    """
    The goods that a person means; `goods` are keywords of `Goods` besides.

    Raises
    ------
    InputError
        If they cannot be used, or something is said twice.

    Examples
    --------
    >>> read_consignment("2 FEU 24t", {}).count
    2
    """
    said = _said(consignment)
    twice = sorted(set(said) & set(goods))
    if twice:
        raise InputError(
            f"{', '.join(twice)}: given in the consignment and beside it", remedy="give it once"
        )
    found = said | dict(goods)
    if "weight_t" in found:
        found |= {"gross_weight_t": tonnes(found.pop("weight_t"))}
    if "unit" in found:
        text = words(found.pop("unit"), "--unit")
        found |= {"unit": next((u for u in UNITS if u.lower() == text.lower()), text)}
    return Consignment(**found)


def _bare(percent: object) -> object:
    """Per cent without their sign."""
    return percent.strip().removesuffix("%") if isinstance(percent, str) else percent


def _option(name: str) -> str:
    """A keyword as an option of the command line."""
    return f"--{name.replace('_', '-')}"


def _said(consignment: object) -> dict[str, Any]:
    """What a consignment says, by keywords of `Goods`."""
    if consignment is None:
        return {}
    if isinstance(consignment, Consignment):
        # What is as it is by default may still be said beside it.
        plain = asdict(Consignment())
        said = {n: v for n, v in asdict(consignment).items() if v != plain[n]}
    elif isinstance(consignment, Mapping):
        said = dict(consignment)
        _refuse_unknown(said, {*Goods.__annotations__, *(f.name for f in fields(Consignment))})
    else:
        found = _GOODS.fullmatch(consignment.strip()) if isinstance(consignment, str) else None
        if found is None:
            text = consignment if isinstance(consignment, str) else type(consignment).__name__
            raise InputError(
                f"consignment {shown(text)} is not one",
                remedy="give a corridor.Consignment, or a text as 'FEU' or '2 FEU 24t'",
            )
        parts = found.groupdict()
        said = {name: part for name, part in parts.items() if part is not None}
    if "gross_weight_t" in said:
        said |= {"weight_t": said.pop("gross_weight_t")}
    return said


def read_services(value: object) -> tuple[str, str]:
    """
    Crew and rail service, each named at most once; '' for a rail service not asked for.

    Raises
    ------
    InputError
        If one is unknown, or two of a kind are named.
    """
    found = ["", ""]
    listed = (part.strip() for text in names(value, "--service") for part in text.split(","))
    for name in listed:
        if name not in _SERVICES:
            raise InputError(
                f"--service {name!r} is unknown", remedy=f"one of {', '.join(_SERVICES)}"
            )
        kind = int(name in RAIL_SERVICES)
        if found[kind] not in ("", name):
            raise InputError(
                f"--service was given as {found[kind]!r} and as {name!r}",
                remedy="give one of them",
            )
        found[kind] = name
    return found[0] or "one_driver", found[1]


def _parted(value: object, option: str) -> tuple[tuple[str, ...], tuple[Area, ...]]:
    """Names, and the areas among them: shapes, or files of them."""
    alone = isinstance(value, str | PathLike | Area) or hasattr(value, "__geo_interface__")
    parts = [value] if alone else list(value) if isinstance(value, Iterable) else None
    if parts is None or isinstance(value, bytes):
        parts = [names(value, option)]  # which refuses it
    texts: list[str] = []
    areas: list[Area] = []
    for part in parts:
        area = part if isinstance(part, Area) else _area(part, option)
        if area is None:
            texts.append(words(part, option))
        else:
            areas.append(area)
    return tuple(texts), tuple(areas)


def _area(part: object, option: str) -> Area | None:
    """The area of a shape, or of a file by its path or name; None for any other word."""
    shape = getattr(part, "__geo_interface__", None)
    named = shape is None and not isinstance(part, PathLike)
    if named and not words(part, option).lower().endswith(AREA_FILES):
        return None
    from corridor.graph.areas import area_of, read_area

    if shape is not None:
        return area_of(shape, "area")
    return read_area(Path(part if isinstance(part, PathLike) else words(part, option)))


def _end(value: object) -> str:
    """An end of a journey as typed; a pair of numbers is latitude and longitude."""
    if isinstance(value, tuple | list) and len(value) == 2:
        return ",".join(str(part) for part in value)
    return words(value, "an end of the journey")


def _refuse_unknown(given: Mapping[str, Any], known: Iterable[str] = ()) -> None:
    allowed = list(known) or list(options_of(RouteTerms))
    for name in given:
        if name not in allowed:
            near = difflib.get_close_matches(str(name), allowed, 1) or allowed
            raise InputError(
                f"keyword {shown(str(name))} is unknown", remedy=f"one of {', '.join(near)}"
            )
