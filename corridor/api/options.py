"""
What may be asked of a journey: every option, once, for Python keywords and the command line.

The keys are the keywords of `Planner.route` and its like; what is annotated beside each says
how the command line spells it. Both are read here, so neither can learn an option alone.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Annotated, Any, Literal, TypedDict, get_args, get_type_hints

from corridor.errors import InputError, shown
from corridor.model.area import Area
from corridor.model.consignment import UNITS, Consignment
from corridor.model.objective import Objective
from corridor.model.query import CREWS, RAIL_SERVICES, Query
from corridor.model.values import deadline, names, ready, real, tonnes, words

AREA_FILES = (".geojson", ".json")
_SERVICES = (*CREWS, *RAIL_SERVICES)
_GOODS = re.compile(
    r"(?:(?P<count>[0-9]+)\s*[x×]?\s+)?(?P<unit>[A-Za-z0-9]+)"
    r"(?:(?:,|\s)\s*(?P<weight_t>[0-9.]+\s*t)(?:onnes?)?)?"
)

Names = str | Iterable[str]
Number = float | str
Date = date | str  # date-times are dates
Places = Names | Iterable[str | PathLike[str] | Area]


Group = Literal[
    "Goods", "Journey", "Ports", "Limits", "Choice", "Sampling", "What if", "Output", "Data"
]
# Headings under which help lists options, in its order.
GROUPS: tuple[Group, ...] = get_args(Group)


@dataclass(frozen=True, slots=True)
class Option:
    """
    How the command line spells an option, and what it says of it.

    `group` is the heading under which help lists it; every option of a question has one.
    """

    flag: str
    help: str
    kind: Literal["text", "count", "list", "switch", "off"] = "text"
    default: str | int | None = None
    group: Group | None = None


class Goods(TypedDict, total=False):
    """What is sent; see `corridor.Consignment`."""

    unit: Annotated[
        str,
        Option(
            "--unit",
            "TEU, FEU, 40HC, reefer, truck, wagon or platform",
            default="FEU",
            group="Goods",
        ),
    ]
    count: Annotated[int, Option("--count", "Number of units", "count", 1, group="Goods")]
    weight_t: Annotated[
        Number,
        Option("--weight", "Gross weight of one unit in tonnes, as 24t or 24", group="Goods"),
    ]
    value_usd: Annotated[Number, Option("--value", "Value of the goods in USD", group="Goods")]
    cargo: Annotated[
        str,
        Option(
            "--cargo",
            "general, perishable, oversize, bulk or hazardous:CLASS (UN, as 3)",
            default="general",
            group="Goods",
        ),
    ]
    allow_dangerous: Annotated[
        bool,
        Option(
            "--allow-dangerous",
            "Plan explosives and radioactive goods (UN classes 1 and 7), refused without it",
            "switch",
            group="Goods",
        ),
    ]
    container: Annotated[
        str,
        Option(
            "--container", "line (returned or dropped off) or owned", default="line", group="Goods"
        ),
    ]


class Terms(Goods, total=False):
    """What is sent, when, how, and under which limits; see `corridor.Query`."""

    service: Annotated[
        Names,
        Option(
            "--service",
            "one_driver or two_drivers; scheduled (trains that run, else wagonload: the default),"
            " block_train (a train of one's own) or wagonload",
            "list",
            group="Journey",
        ),
    ]
    depart: Annotated[
        Date,
        Option(
            "--depart",
            "Ready date or date-time by the clock of the origin, as 2026-12-01; default today;"
            " route also takes a span of days, as 2026-12-01..2027-02-28",
            group="Journey",
        ),
    ]
    objective: Annotated[
        str,
        Option(
            "--objective",
            "generalised (the default; with --by cost), cost, time, distance, co2 or p90_time",
            group="Choice",
        ),
    ]
    value_of_time_usd_per_h: Annotated[
        Number, Option("--vot", "Value of time, USD per hour", group="Choice")
    ]
    modes: Annotated[
        Names, Option("--modes", "Modes that may be used", default="rail,road,sea", group="Journey")
    ]
    siding: Annotated[
        str,
        Option(
            "--siding",
            "origin, destination or both: the box is loaded or unloaded in a private rail siding there",
            group="Journey",
        ),
    ]
    via: Annotated[
        Names,
        Option(
            "--via",
            "Port to call at, crossing, terminal or town; repeat in order",
            "list",
            group="Journey",
        ),
    ]
    avoid: Annotated[
        Places,
        Option(
            "--avoid",
            "Exclude a country, crossing, port, terminal, section, sea passage or GeoJSON area;"
            " repeat",
            "list",
            group="Limits",
        ),
    ]
    discourage: Annotated[
        Places,
        Option(
            "--discourage",
            "The same, discouraged and not excluded: it counts twice in the objective; repeat",
            "list",
            group="Limits",
        ),
    ]
    regime: Annotated[
        str,
        Option(
            "--regime",
            "How trucks pass borders: tir, permit, change or bonded; default the cheapest lawful",
            group="Journey",
        ),
    ]
    truck_of: Annotated[
        str,
        Option(
            "--truck-of",
            "Country of the truck (two letters); default the origin's, from overseas one hired in"
            " the country left",
            group="Journey",
        ),
    ]
    avoid_sanctions: Annotated[
        Names,
        Option(
            "--avoid-sanctions",
            "Exclude what a list names (OFAC, EU, UK, UN), as OFAC or EU@2026-01-01; repeat",
            "list",
            group="Limits",
        ),
    ]
    only_countries: Annotated[
        Names,
        Option(
            "--only-countries", "Countries that may be used, as BY,RU,KZ,UZ,AF,PK", group="Limits"
        ),
    ]
    max_days: Annotated[
        Number, Option("--max-days", "Maximum door-to-door time (days)", group="Limits")
    ]
    max_cost_usd: Annotated[
        Number, Option("--max-cost", "Maximum total cost of the consignment (USD)", group="Limits")
    ]
    max_transfers: Annotated[
        int,
        Option(
            "--max-transfers",
            "Maximum number of changes of mode, gauge or vehicle, ports included",
            "count",
            group="Limits",
        ),
    ]
    arrive_by: Annotated[
        Date,
        Option(
            "--arrive-by",
            "Latest arrival by the clock of the destination, as 2026-12-24 or 2026-12-24T18:00",
            group="Limits",
        ),
    ]
    open: Annotated[
        Names,
        Option(
            "--open", "Crossing, port, passage, section or service to open", "list", group="What if"
        ),
    ]
    close: Annotated[
        Names,
        Option(
            "--close",
            "Crossing, port, passage, section or service to close",
            "list",
            group="What if",
        ),
    ]
    guess: Annotated[
        bool,
        Option(
            "--guess",
            "Read an unknown name as the nearest known one, and say so",
            "switch",
            group="Journey",
        ),
    ]


class RouteTerms(Terms, total=False):
    """What `route` takes besides: how many answers, a date to be sure of, what is to be explained."""

    by: Annotated[
        Date,
        Option(
            "--by",
            "Find the cheapest itinerary that is there by this date (clock of the destination) with"
            " the chance of --sure",
            group="Limits",
        ),
    ]
    sure: Annotated[
        Number,
        Option(
            "--sure",
            "Chance for --by in per cent, 50 to 99, default 90; 50 is --arrive-by with --objective"
            " cost",
            group="Limits",
        ),
    ]
    why: Annotated[
        str,
        Option(
            "--why",
            "Explain why the best itinerary does not use this crossing, port, place or country",
            group="Choice",
        ),
    ]
    if_closed: Annotated[
        Names,
        Option(
            "--if-closed",
            "Plan B if this shuts on the way, as gabd@2026-12-14 or gabd@2026-12-14..2026-12-20;"
            " repeat",
            "list",
            group="Choice",
        ),
    ]
    regret: Annotated[
        bool,
        Option(
            "--regret",
            "Which way loses least whatever shipped scenario comes true; takes some seconds",
            "switch",
            group="Choice",
        ),
    ]
    k: Annotated[int, Option("-k", "Number of alternative itineraries", "count", 3, group="Choice")]
    certainty: Annotated[
        bool,
        Option(
            "--no-certainty",
            "How sure the answer is: chances, what would flip it, the verdict; or leave it out",
            "off",
            group="Choice",
        ),
    ]
    max_overlap: Annotated[
        Number,
        Option(
            "--max-overlap",
            "Most of its own line-haul that an itinerary may share with each listed before it, in"
            " per cent; default 70",
            group="Choice",
        ),
    ]
    all: Annotated[
        bool,
        Option(
            "--all",
            "List every itinerary with other crossings, ports, order of modes or countries, near"
            " copies too",
            "switch",
            group="Choice",
        ),
    ]


def options_of(terms: type) -> dict[str, Option]:
    """
    Options by keyword, in the order in which they are listed.

    Examples
    --------
    >>> options_of(RouteTerms)["weight_t"].flag
    '--weight'
    """
    hints = get_type_hints(terms, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items()}


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
