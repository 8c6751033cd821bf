"""
What may be asked of a journey: every option, once, for Python keywords and the command line.

The keys are the keywords of `Planner.route` and its like; what is annotated beside each says
how the command line spells it. Both are read here, so neither can learn an option alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from os import PathLike
from typing import Annotated, Literal, TypedDict, get_args, get_type_hints

from corridor.model.area import Area

AREA_FILES = (".geojson", ".json")

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
