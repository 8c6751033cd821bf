"""Dangerous goods: leave for the worst of them, and never better than general goods."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import typer
from msgspec import structs

from corridor.cli.main import app
from corridor.errors import CorridorError, InputError
from corridor.model.answer import Itinerary
from corridor.model.consignment import CARGO, CONTAINERS, UNITS, Consignment
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.planning.query.shipments import read_shipments
from corridor.pricing.load import weigh
from corridor.tables.dataset import Dataset
from corridor.tables.records import RuleEffect
from tests.cli.inside import inside
from tests.real import DAY, dataset, engine

pytestmark = pytest.mark.slow

CLASSES = tuple("123456789")
PAIRS = (
    ("Minsk", "Karachi", "FEU", "3", "generalised"),
    ("Tashkent", "Karachi", "truck", "8", "cost"),
    ("Almaty", "Lahore", "40HC", "9", "time"),
    ("Karachi", "Mashhad", "TEU", "5.1", "generalised"),
    ("Baku", "Tashkent", "wagon", "3", "cost"),
    ("Moscow", "Almaty", "platform", "6.1", "time"),
    ("Tehran", "Lahore", "reefer", "2.1", "co2"),
    ("Kabul", "Karachi", "truck", "1", "distance"),
)


@pytest.mark.parametrize("un_class", ["1", "1.4", "7"])
@pytest.mark.parametrize("unit", UNITS)
def test_explosives_and_radioactive_goods_need_leave(un_class: str, unit: str) -> None:
    goods = Consignment(unit=unit, cargo=f"hazardous:{un_class}")
    with pytest.raises(InputError, match="rule ban_dangerous_1_7") as caught:
        weigh(goods, dataset())
    assert "--allow-dangerous" in caught.value.remedy
    assert caught.value.exit_code == 2
    assert weigh(replace(goods, allow_dangerous=True), dataset()).units == 1


@pytest.mark.parametrize("un_class", ["2.1", "3", "4.1", "5.1", "6.1", "8", "9"])
def test_other_classes_need_none(un_class: str) -> None:
    assert weigh(Consignment(cargo=f"hazardous:{un_class}"), dataset()).units == 1


def test_without_the_rule_nothing_is_asked() -> None:
    """The fault: the row gone, explosives pass like fuel."""
    kept = tuple(e for e in dataset().rule_effects if e.effect != "consent")
    assert weigh(Consignment(cargo="hazardous:1"), replace(dataset(), rule_effects=kept)).units == 1


def test_every_command_that_takes_goods_takes_the_leave() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    takes = {
        name: {o for p in command.params for o in p.opts}
        for name, command in commands.items()
        if any("--cargo" in p.opts for p in command.params)
    }
    assert {"route", "compare", "catchment", "breakeven"} <= set(takes)
    assert [name for name, options in takes.items() if "--allow-dangerous" not in options] == []


def test_leave_is_asked_for_and_acts_on_the_command_line() -> None:
    asked = ("route", "Orsha", "Minsk", "--cargo", "hazardous:7", "--depart", "2026-12", "-k", "1")
    refused = inside(*asked)
    assert refused.returncode == 2
    assert "ban_dangerous_1_7" in refused.stderr
    told = inside(*asked, "--allow-dangerous", "-v")
    assert told.returncode == 0
    assert "by leave only" in told.stdout


def test_a_list_carries_dangerous_classes(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(
        "origin,destination,cargo\nOrsha,Minsk,hazardous:3\nOrsha,Minsk,Hazardous:2.1\n"
        "Orsha,Minsk,hazardous\nOrsha,Minsk,hazardous:12\nOrsha,Minsk,gold\n",
        encoding="utf-8",
    )
    found = read_shipments(path, default_depart=DAY.date())
    assert [r.cargo for r in found.rows] == ["hazardous:3", "hazardous:2.1"]
    assert [(f.row, f.column) for f in found.faults] == [(4, "cargo"), (5, "cargo"), (6, "cargo")]


def test_a_list_with_explosives_is_refused_or_planned(tmp_path: Path) -> None:
    path, page = tmp_path / "s.csv", tmp_path / "s.html"
    path.write_text("origin,destination,cargo\nOrsha,Minsk,hazardous:1.1\n", encoding="utf-8")
    asked = ("map", str(path), "--depart", "2026-12", "--out", str(page))
    refused = inside(*asked)
    assert refused.returncode == 2
    assert "row 2, column cargo" in refused.stderr
    assert not page.exists()
    assert inside(*asked, "--allow-dangerous").returncode == 0
    assert page.exists()


# ---------------------------------------------------------------- never better
def spared(effects: tuple[RuleEffect, ...]) -> list[str]:
    """Rows that bar or charge general goods and let some class of dangerous goods go."""
    return [
        e.id
        for e in effects
        if e.effect in ("forbid", "fee")
        and "general" in (e.cargo or CARGO)
        and ("hazardous" not in (e.cargo or CARGO) or e.un_classes)
    ]


def cheaper(tables: Dataset) -> list[str]:
    """Factors on the price of hazardous goods that make them cheaper."""
    return [p.id for p in tables.parameters if p.id.startswith("hazardous_") and p.value.low < 1.0]


def test_no_row_spares_dangerous_goods_what_general_goods_bear() -> None:
    assert spared(dataset().rule_effects) == []
    assert cheaper(dataset()) == []


def test_the_law_of_rows_can_fail() -> None:
    row = next(e for e in dataset().rule_effects if e.effect == "fee" and not e.cargo)
    assert spared((structs.replace(row, cargo=("general",)),)) == [row.id]


def measured(itinerary: Itinerary, objective: str) -> float:
    return {
        "generalised": itinerary.generalised_cents,
        "cost": itinerary.cost.typical,
        "time": itinerary.time.typical,
        "distance": itinerary.length_m,
        "co2": itinerary.co2e_g,
    }[objective]


@pytest.mark.parametrize(("origin", "destination", "unit", "un_class", "objective"), PAIRS)
def test_dangerous_goods_never_fare_better_than_general_ones(
    origin: str, destination: str, unit: str, un_class: str, objective: str
) -> None:
    found: list[float | None] = []
    for cargo in ("general", f"hazardous:{un_class}"):
        goods = Consignment(unit=unit, cargo=cargo, allow_dangerous=True)
        query = Query(
            origin=origin,
            destination=destination,
            consignment=goods,
            depart=DAY,
            objective=Objective(objective),
            k=1,
        )
        try:
            best = engine().ask(query).itineraries[0]
        except CorridorError:
            found.append(None)
        else:
            found.append(measured(best, objective))
    general, dangerous = found
    assert dangerous is None or (general is not None and general <= dangerous)


def test_whose_container_makes_no_leave() -> None:
    for container in CONTAINERS:
        with pytest.raises(InputError, match="by leave only"):
            weigh(Consignment(cargo="hazardous:1", container=container), dataset())
