"""What the thirty standing answers rest on: shares of dollars and hours by confidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from corridor.checks.derived.cells import Derived
from corridor.checks.gaps import Table
from corridor.engine import RouteEngine
from corridor.errors import CorridorError
from corridor.model.answer import Item, Itinerary
from corridor.model.consignment import Consignment
from corridor.model.query import Query
from corridor.tables.dataset import Dataset
from corridor.tables.row import Cited

ORIGINS = (
    *("minsk", "moscow", "astana", "almaty", "tashkent"),
    *("kabul", "kandahar", "herat", "quetta", "lahore"),
)
DESTINATIONS = ("karachi", "gwadar", "jebel_ali")
DEPART = datetime(2026, 12, 1, 8)
CLASSES = ("published or reported", "derived", "estimate")
Rows = list[tuple[str, ...]]
_WHICH = " (FEU, general, 2026-12-01, first way; a derived row that nothing shows is an estimate)"
# How many of the heaviest rows are printed.
_HEAVIEST = 25
# Rows that are cited for the way or the grams, not for dollars or hours.
_OTHERS = ("emissions", "sections", "hubs", "crossings")
_OF = {
    "cost": re.compile(r"usd|price_typical|amount_typical|freight"),
    "time": re.compile(r"_h$|_h_|_days$|kmh|per_week|opens|shut_from|season_from|feast_from"),
}


@dataclass(frozen=True, slots=True)
class Weight:
    """Part of one standing answer that an item is, in dollars or hours, and what it rests on."""

    figure: str
    share: float
    kind: str
    rows: tuple[str, ...]
    name: str


class Standing:
    """Shares of the standing answers; `failed` are the pairs that have no way, and why."""

    def __init__(self, engine: RouteEngine, said: Callable[[str], None] = lambda _: None) -> None:
        self._dataset = engine.dataset
        self._unearned = Derived(engine.dataset).unearned
        self.failed: list[tuple[str, str, str]] = []
        self.weights: list[Weight] = []
        for origin in ORIGINS:
            said(f"standing answers from {origin}")
            for destination in DESTINATIONS:
                try:
                    answer = engine.ask(_query(origin, destination)).itineraries[0]
                except CorridorError as err:
                    self.failed.append((origin, destination, err.what))
                else:
                    self.weights += self._weights(answer)

    def _weights(self, answer: Itinerary) -> Iterator[Weight]:
        items = [i for leg in answer.legs for i in leg.items if not i.outside_total]
        for figure in ("cost", "time"):
            whole = sum(getattr(i, figure).typical for i in items)
            for item in items if whole else ():
                share = getattr(item, figure).typical / whole
                rows = self.rests_on(item, figure)
                kind = self._kind(item, rows, figure)
                yield Weight(figure, share, kind, tuple(r.key for r in rows), _name(item))

    def rests_on(self, item: Item, figure: str) -> list[Cited]:
        """Rows of an item that its dollars ('cost') or hours ('time') rest on."""
        rows = [self._dataset.cited[r] for r in item.rows if r in self._dataset.cited]
        rows = [r for r in rows if r.table not in _OTHERS] or rows
        return [r for r in rows if _feeds(self._dataset, r, figure)] or rows

    def _kind(self, item: Item, rows: list[Cited], figure: str) -> str:
        if item.estimate_cost if figure == "cost" else item.estimate_time:
            return "estimate"
        return max((self._class(r, figure) for r in rows), key=CLASSES.index, default="estimate")

    def _class(self, row: Cited, figure: str) -> str:
        said = dict(row.confidence_of).get(figure, row.confidence)
        if said in ("published", "reported"):
            return CLASSES[0]
        return "derived" if said == "derived" and row.key not in self._unearned else "estimate"

    def shares(self, figure: str) -> dict[str, float]:
        """Share of each class in the dollars ('cost') or hours ('time') of all answers."""
        found = dict.fromkeys(CLASSES, 0.0)
        for weight in self.weights:
            if weight.figure == figure:
                found[weight.kind] += weight.share
        whole = sum(found.values())
        return {name: part / whole if whole else 0.0 for name, part in found.items()}

    def heaviest(self, figure: str) -> list[tuple[str, str, str, float]]:
        """(class, item, rows, share) of the heaviest parts, heaviest first."""
        found: dict[tuple[str, str, str], float] = {}
        for w in self.weights:
            if w.figure == figure:
                key = w.kind, w.name, ", ".join(w.rows)
                found[key] = found.get(key, 0.0) + w.share
        whole = sum(found.values()) or 1.0
        order = sorted(found, key=lambda key: (-found[key], key))
        return [(*key, found[key] / whole) for key in order[:_HEAVIEST]]


def standing_tables(found: Standing) -> list[Table]:
    """What `corridor sources --gaps` prints of the standing answers."""
    asked = len(ORIGINS) * len(DESTINATIONS)
    rows: Rows = [
        (name, *(f"{found.shares(figure)[name]:.1%}" for figure in ("cost", "time")))
        for name in CLASSES
    ]
    title = f"{asked - len(found.failed)} of {asked} standing answers" + _WHICH
    tables: list[Table] = [(title, ("rests on", "dollars", "hours"), rows)]
    for figure, title in (("cost", "dollars"), ("time", "hours")):
        heavy: Rows = [
            (f"{s:.2%}", kind, name, rows) for kind, name, rows, s in found.heaviest(figure)
        ]
        tables.append((f"Heaviest by {title}", ("share", "rests on", "item", "rows"), heavy))
    if found.failed:
        tables.append(("No answer", ("from", "to", "why"), list(found.failed)))
    return tables


def _query(origin: str, destination: str) -> Query:
    return Query(
        origin=origin,
        destination=destination,
        consignment=Consignment(unit="FEU"),
        depart=DEPART,
        k=1,
    )


def _name(item: Item) -> str:
    return item.type.label or item.type.id


def _feeds(dataset: Dataset, row: Cited, figure: str) -> bool:
    """Whether the columns of a row hold dollars or hours; a parameter by its unit."""
    cells = dataset.texts[row.table].by_id[row.id]
    if row.table == "parameters":
        if row.id.endswith("_trip_spread"):
            return False  # it widens a band and makes no typical figure
        unit = cells["unit"]
        if "usd" in unit or unit in ("h", "days", "km/h"):
            return ("usd" in unit) == (figure == "cost")
        return True
    return any(v and _OF[figure].search(c) for c, v in cells.items())
