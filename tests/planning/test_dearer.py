"""
A dearer or slower figure never improves an answer.

Figures of all tables of price and time are drawn among the rows behind a best way, made up to
twice as dear or slow through an overlay, and the question is solved again: by a factor on the
one row, and by a row of the user's own of the same key.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

import pytest

from corridor.errors import DataError
from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.model.scenario import Overlay, RowChange, Scale
from corridor.pricing import hauls, tariff
from corridor.tables.dataset import Dataset
from corridor.tables.overlays.overlay import COMPILED, laid_over
from tests.longer import many
from tests.real import DAY, dataset, solve
from tests.words import item_name

pytestmark = pytest.mark.slow

# Figures of which more is worse, and those of which less is.
WORSE_UP = {
    "rates": ("rate_usd_per_km", "fixed_usd"),
    "border_times": ("time_h", "cost_usd"),
    "border_fees": ("amount_usd",),
    "port_charges": ("amount_usd",),
    "ports": ("dwell_in_days", "dwell_out_days"),
    "terminals": ("cost_usd", "handling_h"),
    "sea_rates": ("freight_usd",),
    "sea_surcharges": ("amount_usd",),
    "sea_services": ("transit_days",),
    "rail_services": ("headway_days",),
    "rule_effects": ("amount",),
    "parameters": ("value",),
}
WORSE_DOWN = {
    "speeds": ("swod_kmh",),
    "drivers": ("driving_h_per_day",),
    "sea_services": ("sailings_per_week",),
    "ports": ("free_in_days", "free_out_days"),
    "rail_services": ("pace_kmh",),
}
# Parameters that are a worth, a share of a sum or a freedom: more of them is not dearer.
NOT_PRICES = ("_trip_spread", "border_unofficial_share", "value_of_time", "truck_free_h", "_free_")
# What the goods pay at the ends whatever the way: no objective holds it, so none can grow with it.
OF_THE_ENDS = ("insurance_rate", "inventory_rate", "customs_brokerage")
QUESTIONS = [
    Query(origin="minsk", destination="karachi", depart=DAY),
    Query(
        origin="karachi",
        destination="tashkent",
        depart=DAY,
        objective=Objective.COST,
        consignment=Consignment(unit="TEU", count=3, gross_weight_t=11),
    ),
    Query(
        origin="jebel_ali_port",
        destination="herat",
        depart=DAY,
        objective=Objective.TIME,
        consignment=Consignment(unit="reefer", container="owned"),
    ),
    Query(
        origin="mashhad",
        destination="lahore",
        depart=DAY,
        crew="two_drivers",
        consignment=Consignment(unit="truck", cargo="hazardous:3"),
    ),
]


@dataclass(frozen=True)
class Worse:
    """A figure made dearer or slower."""

    table: str
    row: str
    figure: str
    factor: float

    def scaled(self) -> Dataset:
        scale = Scale(f"{self.table}.{self.figure}@{self.row}", self.factor)
        return laid_over(dataset(), Overlay(name="--scale", scales=(scale,)))

    def own(self) -> Dataset:
        """The same by a row of the user's own, under an id of its own where it may have one."""
        table = dataset().texts[self.table]
        old = next(r for r in table.rows if r["id"] == self.row)
        figures = {c.name for c in table.schema.figure(self.figure)}
        cells = {
            c: f"{float(v) * self.factor:.10g}" if c in figures else v
            for c, v in old.items()
            if v and c not in ("id", "source_id", "note")
        }
        by_id = table.schema.key.columns == ("id",) or self.table == "sea_services"
        by_id = by_id or any(old.get(c) for c in table.schema.key.bands)
        key = self.row if by_id else "of_my_own"
        row = RowChange(self.table, key, tuple(cells.items()), f"{self.table}.csv, row 2")
        laid = Overlay(
            name="own rows", origin="own", rows=(row,), as_of="2026", confidence="reported"
        )
        return laid_over(dataset(), laid)


@cache
def plain(number: int) -> tuple[int, tuple[str, ...]]:
    """The best objective, and the rows behind it."""
    _, _, found, way = solve(QUESTIONS[number])
    assert found is not None
    assert way is not None
    rows = {row for leg in way.legs for item in leg.items for row in item.rows}
    return found.objective, tuple(sorted(rows))


def drawn(seed: int) -> tuple[int, Worse, bool]:
    """A question, a figure of one of the rows behind its answer, and how it is given."""
    draw = random.Random(seed)
    number = seed % len(QUESTIONS)
    while True:
        table, _, key = draw.choice(plain(number)[1]).partition(":")
        up = [(f, True) for f in WORSE_UP.get(table, ())]
        figures = up + [(f, False) for f in WORSE_DOWN.get(table, ())]
        if (
            table in COMPILED
            or not figures
            or any(part in key for part in NOT_PRICES + OF_THE_ENDS)
        ):
            continue
        figure, more = draw.choice(figures)
        texts = dataset().texts[table]
        row = next(r for r in texts.rows if r["id"] == key)
        if any(row[c.name] for c in texts.schema.figure(figure)):
            by = draw.uniform(1.1, 2)
            return number, Worse(table, key, figure, by if more else 1 / by), draw.random() < 0.5


def improvement(seed: int) -> tuple[int, int, Worse] | None:
    """Objective before and after with a dearer or slower figure, None if out of bounds."""
    number, worse, by_own_row = drawn(seed)
    try:
        tables = worse.own() if by_own_row else worse.scaled()
    except DataError:
        return None  # beyond the bounds of the tables
    found = solve(QUESTIONS[number], tables)[2]
    assert found is not None
    return plain(number)[0], found.objective, worse


def test_a_dearer_or_slower_figure_never_improves() -> None:
    told = [improvement(seed) for seed in range(many(10, 20))]
    asked = [t for t in told if t is not None]
    assert not [t for t in asked if t[1] < t[0]]
    assert len(asked) >= 0.8 * len(told)
    assert sum(after > before for before, after, _ in asked) >= 0.4 * len(told)


def test_a_figure_that_counts_the_wrong_way_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault put in: a haul's price falls as its rate grows."""
    kept = tariff.price

    def wrong(rates, km, units, times):  # type: ignore[no-untyped-def]
        over = [r for r in rates if r.changed_by]
        return kept(rates, km, units, times / 4 if over else times)

    monkeypatch.setattr(hauls, "price", wrong)
    number = 0
    row = next(r for r in plain(number)[1] if r.startswith("rates:"))
    tables = Worse("rates", row.partition(":")[2], "rate_usd_per_km", 1.5).scaled()
    found = solve(QUESTIONS[number], tables)[2]
    assert found is not None
    assert found.objective < plain(number)[0]


def test_an_own_rate_in_the_place_of_ours_is_no_second_one() -> None:
    """The fault of before: a rate of 1.00 USD/km was added to ours, 2,119 USD for 1,013."""
    cells = {"country": "AF", "mode": "road", "service_class": "truck", "unit": "truck",
             "heading": "any", "rate_typical_usd_per_km": "1"}  # fmt: skip
    row = RowChange("rates", "mine", tuple(cells.items()), "rates.csv, row 2")
    laid = Overlay(name="own rows", origin="own", rows=(row,), as_of="2026", confidence="reported")
    query = Query(origin="kabul", destination="herat", depart=DAY, modes=(Mode.ROAD,))
    way = solve(query, laid_over(dataset(), laid))[3]
    assert way is not None
    hauls_usd = sum(
        i.cost.typical for g in way.legs for i in g.items if item_name(i) == "Road line-haul"
    )
    km = sum(g.length_m for g in way.legs if g.kind == "line_haul") / 1000
    assert hauls_usd / 100 == pytest.approx(km, rel=0.001)
