"""Figures multiplied: what each item's name stands for, and which rows a target means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from rapidfuzz import fuzz, process

from corridor.errors import InputError, UnknownPlaceError, shown
from corridor.model.consignment import CARGO
from corridor.model.mode import Mode
from corridor.model.ref import Ref, RefKind
from corridor.model.scenario import Scale
from corridor.tables.dataset import Dataset
from corridor.tables.gazetteer import Gazetteer
from corridor.tables.read import Table
from corridor.tables.records import Crossing
from corridor.tables.row import Named, TextRow
from corridor.tables.schema import Column, parted

_PAIR = re.compile(r"^([A-Z]{2})-([A-Z]{2})$", re.IGNORECASE)
# Figures that may be multiplied to nothing; half the speed of nothing has no meaning.
_MAY_VANISH = ("usd", "h", "days", "g_per_tkm")


@dataclass(frozen=True, slots=True)
class Target:
    """
    Figures of a table: a column, or a band by its name without low, typical and high.

    `only` are (column, value) pairs that a row must hold. `whole` rows are meant only
    when no subject is named.
    """

    table: str
    figures: tuple[str, ...]
    only: tuple[tuple[str, str], ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ScaleItem:
    """A name for figures that belong together, and what may follow it behind '@'."""

    name: str
    meaning: str
    subjects: str
    targets: tuple[Target, ...]


def _charge(kind: str) -> tuple[Target, ...]:
    return (Target("port_charges", ("amount_usd",), (("use", "bill"), ("charge", kind))),)


# The one list of names: `corridor scenarios --items` prints it, `--scale` reads it.
ITEMS: tuple[ScaleItem, ...] = (
    ScaleItem(
        "road_rate",
        "price of road hauls: per km, fixed part and minimum",
        "country",
        (
            Target("rates", ("rate_usd_per_km", "fixed_usd"), (("mode", Mode.ROAD),)),
            *(
                Target("parameters", ("value",), (("id", f"road_minimum_{of}usd"),), whole=True)
                for of in ("", "af_", "pk_")
            ),
        ),
    ),
    ScaleItem(
        "rail_rate",
        "price of rail hauls: per km and fixed part",
        "country",
        (Target("rates", ("rate_usd_per_km", "fixed_usd"), (("mode", Mode.RAIL),)),),
    ),
    ScaleItem(
        "road_speed",
        "speed of trucks between stops",
        "country",
        (Target("speeds", ("swod_kmh",), (("mode", Mode.ROAD),)),),
    ),
    ScaleItem(
        "rail_speed",
        "speed of trains between stops",
        "country",
        (Target("speeds", ("swod_kmh",), (("mode", Mode.RAIL),)),),
    ),
    ScaleItem(
        "driving_hours",
        "hours a day that a crew drives",
        "country",
        (Target("drivers", ("driving_h_per_day",)),),
    ),
    ScaleItem(
        "border_hours",
        "hours at a border, queue included",
        "crossing, country (its side) or pair as AF-PK",
        (Target("border_times", ("time_h",)),),
    ),
    ScaleItem(
        "border_cost",
        "payments at a border, official and not",
        "crossing, country (its side) or pair as AF-PK",
        (Target("border_times", ("cost_usd",)),),
    ),
    ScaleItem(
        "border_fees",
        "entry, transit and permit fees",
        "country",
        (Target("border_fees", ("amount_usd",)),),
    ),
    ScaleItem(
        "port_charges",
        "every line of a port's bill",
        "port or country",
        (Target("port_charges", ("amount_usd",), (("use", "bill"),)),),
    ),
    ScaleItem("thc", "terminal handling charge of a port", "port or country", _charge("thc")),
    ScaleItem("wharfage", "wharfage of a port", "port or country", _charge("wharfage")),
    ScaleItem(
        "storage", "port storage beyond the free days", "port or country", _charge("storage")
    ),
    ScaleItem(
        "port_dwell",
        "days in a port, inbound and outbound",
        "port or country",
        (Target("ports", ("dwell_in_days", "dwell_out_days")),),
    ),
    ScaleItem(
        "free_days",
        "days in a port without storage",
        "port or country",
        (Target("ports", ("free_in_days", "free_out_days")),),
    ),
    ScaleItem(
        "terminal_cost",
        "price of a change of mode or gauge",
        "terminal or country",
        (Target("terminals", ("cost_usd",)),),
    ),
    ScaleItem(
        "terminal_hours",
        "hours of a change of mode or gauge",
        "terminal or country",
        (Target("terminals", ("handling_h",)),),
    ),
    ScaleItem(
        "sea_rate",
        "freight of a sailing",
        "service, port or passage",
        (Target("sea_rates", ("freight_usd",)),),
    ),
    ScaleItem(
        "ship_change_cost",
        "price from ship to ship",
        "port or country",
        (Target("ship_changes", ("cost_teu_usd", "cost_feu_usd")),),
    ),
    ScaleItem(
        "ship_change_hours",
        "hours from ship to ship",
        "port or country",
        (Target("ship_changes", ("handling_h",)),),
    ),
    ScaleItem(
        "sea_surcharges",
        "dated surcharges on a passage or port",
        "port or passage",
        (Target("sea_surcharges", ("amount_usd",)),),
    ),
    ScaleItem(
        "sea_days",
        "days at sea",
        "service, port or passage",
        (Target("sea_services", ("transit_days",)),),
    ),
    ScaleItem(
        "sailings",
        "sailings a week",
        "service, port or passage",
        (Target("sea_services", ("sailings_per_week",)),),
    ),
    ScaleItem(
        "rule_fees",
        "fees that a rule brings, as the customs transit guarantee",
        "",
        (Target("rule_effects", ("amount",)),),
    ),
    ScaleItem(
        "insurance",
        "premium of the cargo insurance",
        "",
        (Target("parameters", ("value",), (("id", "insurance_rate_of_value"),)),),
    ),
    ScaleItem(
        "container_return",
        "bringing the empty box back",
        "",
        (Target("parameters", ("value",), (("id", "container_return_usd_per_km"),)),),
    ),
    ScaleItem(
        "emissions",
        "grams of CO2e per tonne-km",
        "country",
        (Target("emissions", ("intensity_g_per_tkm",)),),
    ),
    ScaleItem(
        "value_of_time",
        "what an hour of the consignment is worth",
        "",
        tuple(
            Target("parameters", ("value",), (("id", f"time_value_{c}_per_day"),)) for c in CARGO
        ),
    ),
)
_BY_NAME: Mapping[str, ScaleItem] = {i.name: i for i in ITEMS}


@dataclass(frozen=True, slots=True)
class Multiplied:
    """A row to multiply: its cells by column, and the row it copies if it is a new one."""

    table: str
    row: TextRow
    columns: tuple[str, ...]
    copied_from: str = ""


def rows_of(scale: Scale, dataset: Dataset, gazetteer: Gazetteer) -> list[Multiplied]:
    """
    The rows that a scale multiplies, with the columns concerned.

    A crossing that has no border time of its own gets a copy of the row that stands in
    for it, so that a factor for one crossing never touches the others.

    Raises
    ------
    InputError
        If the target names nothing, or nothing that holds a figure; near names are given.
    """
    name, _, subject = scale.target.partition("@")
    targets, what = _targets(name.strip(), scale, dataset)
    subject = subject.strip()
    found: list[Multiplied] = []
    for target in targets:
        if target.whole and subject:
            continue
        table = dataset.texts[target.table]
        columns = [c for figure in target.figures for c in table.schema.figure(figure)]
        _refuse_vanishing(scale, columns)
        for row, copied_from in _chosen(table, target, subject, dataset, gazetteer):
            filled = tuple(c.name for c in columns if row[c.name])
            if filled:
                found.append(Multiplied(target.table, row, filled, copied_from))
    if not found:
        raise InputError(
            f"scale {shown(str(scale))}: no row of {what} holds such a figure"
            + (f" for {shown(subject)}" if subject else ""),
            remedy=_examples(targets, dataset),
        )
    return found


def _targets(name: str, scale: Scale, dataset: Dataset) -> tuple[tuple[Target, ...], str]:
    if name in _BY_NAME:
        targets = _BY_NAME[name].targets
        return targets, " and ".join(dict.fromkeys(t.table for t in targets))
    table_name, dot, column = name.partition(".")
    table = dataset.texts.get(table_name)
    if not dot or table is None:
        names = [*_BY_NAME, *(f"{t}." for t in dataset.texts)] if dot else list(_BY_NAME)
        raise InputError(
            f"scale {shown(str(scale))}: {shown(name)} is not an item",
            remedy=f"{near(name, names)}; corridor scenarios --items lists the items",
        )
    bare, end = parted(column)
    stem = bare if end == "typical" else column
    if not table.schema.figure(stem):
        if end and table.schema.figure(bare):
            raise InputError(
                f"scale {shown(str(scale))}: one end of a band cannot be multiplied alone",
                remedy=f"name the whole band, {table_name}.{bare}",
            )
        figures = [f.name for f in table.schema.fields if f.is_figure]
        raise InputError(
            f"scale {shown(str(scale))}: {shown(column)} is not a figure of {table_name}",
            remedy=near(column, figures),
        )
    return (Target(table_name, (stem,)),), table_name


def _refuse_vanishing(scale: Scale, columns: Iterable[Column]) -> None:
    if scale.factor > 0:
        return
    for column in columns:
        money = column.unit.startswith(_MAY_VANISH[0]) or column.name.startswith("amount")
        if not money and column.unit not in _MAY_VANISH[1:]:
            raise InputError(
                f"scale {shown(str(scale))}: {column.name} cannot be nothing",
                remedy="give a factor above 0",
            )


def _chosen(
    table: Table, target: Target, subject: str, dataset: Dataset, gazetteer: Gazetteer
) -> list[tuple[TextRow, str]]:
    rows = [r for r in table.rows if all(r[c] == v for c, v in target.only)]
    if not subject:
        return [(r, "") for r in rows]
    by_id = [r for r in rows if fnmatchcase(Named.of(r).id, subject)]
    if by_id:
        return [(r, "") for r in by_id]
    if any(sign in subject for sign in "*?["):
        return []
    things = _things(subject, dataset, gazetteer)
    found = [
        (r, "") for r in rows if any(_belongs(Named.of(r), table.name, t, dataset) for t in things)
    ]
    if table.name == "border_times":
        crossings = [t.id for t in things if t.kind == RefKind.CROSSING]
        columns = [c.name for figure in target.figures for c in table.schema.figure(figure)]
        found += [p for c in crossings for p in _stand_ins(dataset.crossing[c], rows, columns)]
    return found


def _things(subject: str, dataset: Dataset, gazetteer: Gazetteer) -> tuple[Ref, ...]:
    pair = _PAIR.match(subject)
    if pair:
        both = {code.upper() for code in pair.groups()}
        return tuple(
            Ref(RefKind.CROSSING, c.id)
            for c in dataset.crossings
            if {c.country_a, c.country_b} == both
        )
    try:
        return gazetteer.things(subject, "a scale of")
    except UnknownPlaceError as err:
        raise InputError(err.what, remedy=err.remedy) from None


def _belongs(row: Named, table: str, thing: Ref, dataset: Dataset) -> bool:
    """Whether a row speaks of a thing."""
    own_id = row.id if (table, thing.kind) in _OWN_ID else ""
    if thing.kind == RefKind.CROSSING:
        return row.crossing_id == thing.id
    if thing.kind == RefKind.SERVICE:
        return thing.id in (row.service_id, own_id)
    service = dataset.service.get(row.service_id)
    if thing.kind == RefKind.PASSAGE:
        passages = service.passages if service else row.passages.split("|")
        return thing.id in (*passages, row.passage)
    if thing.kind in (RefKind.PORT, RefKind.HUB):
        ends = (service.from_port, service.to_port) if service else ()
        return thing.id in (row.port_id, row.hub_id, row.from_port, row.to_port, *ends, own_id)
    if thing.kind == RefKind.COUNTRY:
        if row.country is not None:
            return row.country == thing.id
        place = row.port_id or row.hub_id or (row.id if table == "ports" else "")
        return place in dataset.hub and dataset.hub[place].country == thing.id
    return False


_OWN_ID = {
    ("sea_services", RefKind.SERVICE),
    ("ports", RefKind.PORT),
    ("ports", RefKind.HUB),
}


def _stand_ins(
    crossing: Crossing, rows: list[TextRow], columns: Sequence[str]
) -> list[tuple[TextRow, str]]:
    """
    Copies, for one crossing, of the general rows that speak for it now.

    A row of the crossing itself without these figures, as payments, gets them from the general one.
    """
    found: dict[str, tuple[TextRow, str]] = {}
    fitting = [(row, Named.of(row)) for row in rows]
    fitting = [(row, named) for row, named in fitting if named.mode == crossing.mode]
    for country, neighbour in (
        (crossing.country_a, crossing.country_b),
        (crossing.country_b, crossing.country_a),
    ):
        for direction in ("out", "in"):
            here = [p for p in fitting if p[1].country == country]
            here = [p for way in (direction, "both") for p in here if p[1].direction == way]
            own = next((p for p in here if p[1].crossing_id == crossing.id), None)
            if own is not None and any(own[0][c] for c in columns):
                continue
            general = [p for p in here if not p[1].crossing_id]
            # The first one of the neighbour, else the first of any, that has the figures.
            general = [p for beside in (neighbour, "") for p in general if p[1].neighbour == beside]
            general = [p for p in general if any(p[0][c] for c in columns)]
            for row, named in general[:1]:
                if own is not None:
                    old = own[0]
                    filled = {c: row[c] for c in (*columns, *_BESIDE) if c in row and not old[c]}
                    found[own[1].id] = ({**old, **filled}, "")
                    continue
                key = f"{named.id}.{crossing.id}"
                found[key] = ({**row, "id": key, "crossing_id": crossing.id}, named.id)
    return list(found.values())


# What stands beside payments that a row takes over.
_BESIDE = ("cost_unit", "price_year")


def near(text: str, names: Iterable[str]) -> str:
    """'one of a, b, c': the names that look most like a text."""
    best = process.extract(text, list(dict.fromkeys(names)), scorer=fuzz.WRatio, limit=5)
    return f"one of {', '.join(name for name, _, _ in best)}" if best else "no name is near it"


def _examples(targets: Iterable[Target], dataset: Dataset) -> str:
    ids = [key for t in targets for key in dataset.texts[t.table].by_id]
    return f"name a row by its id or a pattern, as {', '.join(ids[:3])}"
