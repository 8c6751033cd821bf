"""What an option or argument may be given, by its name: the same in every command."""

from __future__ import annotations

from corridor.cli.output import COLOURS, FORMATS
from corridor.model.consignment import CARGO, CONTAINERS, UNITS
from corridor.model.mode import LAND_MODES, MODES
from corridor.model.objective import OBJECTIVES
from corridor.model.query import CREWS, RAIL_SERVICES, REGIMES, SIDINGS

# Kinds of names, which the tables list; any other word stands for itself.
PLACE, PORT, CROSSING, TERMINAL = "<place>", "<port>", "<crossing>", "<terminal>"
COUNTRY, PASSAGE, SERVICE = "<country>", "<passage>", "<service>"
SCENARIO, CURRENCY, SANCTIONS = "<scenario>", "<currency>", "<sanctions>"
# A file or folder, which the shell knows better.
FILE = "<file>"

_CARGO = (*(c for c in CARGO if c != "hazardous"), *(f"hazardous:{n}" for n in range(1, 10)))
_THINGS = (COUNTRY, CROSSING, PORT, PASSAGE, TERMINAL, PLACE)
_OPENED = (CROSSING, PORT, PASSAGE, SERVICE)

VALUES: dict[str, tuple[str, ...]] = {
    "ORIGIN": (PLACE,),
    "DESTINATION": (PLACE,),
    "ORIGIN DESTINATION": (PLACE,),
    "PLACE": (PLACE,),
    "PORT": (PORT,),
    "CROSSING": (CROSSING,),
    "TERMINAL": (TERMINAL,),
    "NAME": (CROSSING, PORT, PASSAGE, SERVICE, CURRENCY),
    "A": ("today", SCENARIO, FILE),
    "B": ("today", SCENARIO, FILE),
    "ANSWER_FILE": (FILE,),
    "ANSWER_FILE|network": ("network", FILE),
    "ANSWER_FILE|SHIPMENTS.csv|network": ("network", FILE),
    "FILE": (FILE,),
    "OUT": (FILE,),
    "RELEASE": (FILE,),
    "SHELL": ("bash", "zsh", "fish"),
    "--origin": (PLACE,),
    "--destination": (PLACE,),
    "--place": (PLACE,),
    "--unit": UNITS,
    "--cargo": _CARGO,
    "--container": CONTAINERS,
    "--service": (*CREWS, *RAIL_SERVICES),
    "--objective": tuple(map(str, OBJECTIVES)),
    "--modes": tuple(map(str, MODES)),
    "--mode": tuple(map(str, LAND_MODES)),
    "--siding": SIDINGS[1:],
    "--regime": REGIMES[1:],
    "--unofficial": ("shown", "left-out"),
    "--via": (PORT, CROSSING, TERMINAL, PLACE),
    "--why": (CROSSING, PORT, PLACE, COUNTRY),
    "--avoid": (*_THINGS, FILE),
    "--discourage": (*_THINGS, FILE),
    "--open": _OPENED,
    "--close": _OPENED,
    "--if-closed": _OPENED,
    "--format": FORMATS,
    "--color": COLOURS,
    "--truck-of": (COUNTRY,),
    "--only-countries": (COUNTRY,),
    "--country": (COUNTRY,),
    "--into": (COUNTRY,),
    "--avoid-sanctions": (SANCTIONS,),
    "--scenario": (SCENARIO, FILE),
    "--under": (SCENARIO,),
    "--currency": (CURRENCY,),
    "--ports": (PORT,),
    "--onward": (PORT,),
    "--table": (
        "about", "itineraries", "legs", "items", "indicators", "borders", "documents",
        "closures", "warnings", "sources",
    ),
    **dict.fromkeys(
        (
            "--data", "--data-only", "--file", "--graph", "--map", "--out", "--tcd", "--svg", "--report",
            "--samples-out", "--demand", "--letterhead", "--home", "--osm",
        ),
        (FILE,),
    ),
}  # fmt: skip
# Those whose value is a day, a number or a person's own words.
FREE = frozenset(
    {
        "--arrive-by", "--bbox", "--by", "--count", "--customer", "--delay", "--depart", "--figure",
        "--flips", "--grid", "--issued", "--max-cost", "--max-days", "--max-overlap", "--max-transfers", "--note",
        "--on", "--on-time-days", "--only", "--pairs", "--reference", "--samples", "--scale",
        "--seed", "--sha256", "--source", "--sure", "--top", "--trials", "--valid-days", "--value", "--vot",
        "--weight", "--which", "--worst", "-k",
    }
)  # fmt: skip
