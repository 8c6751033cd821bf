"""Questions without an answer: the cause that is named, mended as the message says, gives one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest
from msgspec import structs

from corridor.errors import NoRouteError
from corridor.model.area import Area
from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.model.query import Query
from corridor.planning.answer.barriers import Barrier, Barriers, NamedBarrier
from corridor.planning.context import PlanningContext
from corridor.planning.query.reading import Names
from corridor.planning.query.resolve import resolve
from corridor.planning.reasons import no_route
from corridor.planning.steps import Planning
from corridor.tables.dataset import Dataset
from tests.real import DAY, dataset, engine

pytestmark = pytest.mark.slow

Tables = Callable[[Dataset], Dataset]


def ask(query: Query, tables: Dataset | None = None) -> None:
    """Find the best way, or raise what a person reads."""
    context = engine().context
    if tables is not None:
        context = PlanningContext(tables, engine().graph, engine().graph_hash)
    names = Names(engine().gazetteer, lines=lambda: engine().lines)
    plan = Planning(context, resolve(context, names, query))
    network = plan.graph()
    solver = plan.solver(network)
    if solver.best(query.objective) is None:
        raise no_route(plan, network, solver)


def _listed(query: Query, option: str, text: str) -> Query:
    """Without a text of a list option."""
    left = tuple(t for t in getattr(query, option) if t != text)
    if option == "avoid" and left == query.avoid:
        areas = tuple(a for a in query.avoid_areas if a.name != text)
        assert areas != query.avoid_areas, f"{text} was never typed in --avoid"
        return replace(query, avoid_areas=areas)
    assert left != getattr(query, option), f"{text} was never typed in --{option}"
    values: dict[str, Any] = {option: left}
    return replace(query, **values)


def _goods(query: Query, **values: Any) -> Query:
    return replace(query, consignment=replace(query.consignment, **values))


FORMS: tuple[tuple[str, Callable[[Query, str], Query]], ...] = (
    (r"drop --(avoid \S.*|close \S.*|via \S.*)", lambda q, t: _listed(q, *t.split(" ", 1))),
    (r"--via (\S+)", lambda q, t: replace(q, via=(t,))),
    (r"--open (\S+)", lambda q, t: replace(q, open=(*q.open, t))),
    (
        r"add (\w\w) to --only-countries",
        lambda q, t: replace(q, only_countries=(*q.only_countries, t)),
    ),
    (r"--modes (\S+)", lambda q, t: replace(q, modes=tuple(Mode(m) for m in t.split(",")))),
    (r"--unit (\w+)", lambda q, t: _goods(q, unit=t)),
    (r"--max-days (\S+)", lambda q, t: replace(q, max_days=float(t))),
    (r"--max-cost (\S+)", lambda q, t: replace(q, max_cost_usd=float(t))),
    (r"--max-transfers (\S+)", lambda q, t: replace(q, max_transfers=int(t))),
    (r"--arrive-by (\S+)", lambda q, t: replace(q, arrive_by=datetime.fromisoformat(t))),
    (r"--service (wagonload)", lambda q, t: replace(q, rail_service=t)),
    (r"another --(?:unit, --weight or --)?cargo()", lambda q, _: _goods(q, cargo="general")),
)


def mended(query: Query, remedy: str) -> Query:
    """The question with everything that a remedy advises."""
    done = 0
    # Each piece of advice stands for itself; of "truck or FEU, or ..." the first is taken.
    for part in re.split(r", (?=--|drop|add|another)| (?=--max|--arrive)", remedy):
        for form, change in FORMS:
            found = re.match(form, part)
            if found:
                query, done = change(query, found[1]), done + 1
                break
    assert done, f"no advice that can be followed: {remedy}"
    return query


def box(name: str, west: float, south: float, east: float, north: float) -> Area:
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return Area(name, ((ring,),))


def closed(kind: str, key: str) -> Tables:
    """The tables with something closed by a row of one's own that has no end."""

    def with_row(tables: Dataset) -> Dataset:
        like = next(c for c in tables.closures if c.effect == "closed" and c.season_from is None)
        row = structs.replace(
            like,
            id="own_row",
            subject_kind=kind,
            subject_id=key,
            from_date=datetime(2026, 1, 1).date(),
            to_date=None,
        )
        return replace(tables, closures=(*tables.closures, row))

    return with_row


def no_rate(country: str) -> Tables:
    """The tables without the road rates of a country."""
    return lambda tables: replace(
        tables,
        rates=tuple(r for r in tables.rates if (r.country, r.mode) != (country, "road")),
    )


def wagons_by_train(country: str) -> Tables:
    """The tables with a tariff of wagons in block trains in one country."""

    def with_row(tables: Dataset) -> Dataset:
        like = next(
            r for r in tables.rates if (r.country, r.mode, r.unit) == (country, "rail", "wagon")
        )
        row = structs.replace(like, id="own_train", service_class="block_train")
        return replace(tables, rates=(*tables.rates, row))

    return with_row


@dataclass(frozen=True)
class Case:
    """A question, what its message must say and must not, and tables of one's own."""

    ends: tuple[str, str]
    values: dict[str, Any]
    says: str
    silent: str = "planned crossings"
    tables: Tables | None = None
    mend: bool = field(default=True)

    @property
    def query(self) -> Query:
        return Query(origin=self.ends[0], destination=self.ends[1], depart=DAY, k=1, **self.values)


def unit(name: str, **values: Any) -> dict[str, Any]:
    return {"consignment": Consignment(unit=name, **values)}


ROUND = ("IR", "TM", "UZ", "TJ", "CN")
SEA: dict[str, Any] = {"modes": ("sea",)}
OVER_HORMUZ = ("Karachi port", "Jebel Ali")
CASES = {
    "truck to a container port": Case(("Tashkent", "Jebel Ali"), unit("truck"), "no ro-ro service"),
    "wagon to a container port": Case(("Tashkent", "Jebel Ali"), unit("wagon"), "no rail ferry"),
    "truck over a port without its ferry": Case(
        ("Almaty", "Baku"),
        {**unit("truck"), "via": ("aktau_port",), "modes": ("road", "sea")},
        "nearest port with one is Kuryk port",
    ),
    "truck from a container port": Case(
        ("jebel_ali_port", "Lahore"), unit("truck"), "no ro-ro service that takes a truck"
    ),
    "two limits": Case(
        ("Karachi", "Lahore"), {"max_days": 3, "max_cost_usd": 1300}, "no way keeps both"
    ),
    "three limits": Case(
        ("Karachi", "Lahore"),
        {"max_days": 3, "max_cost_usd": 1300, "max_transfers": 0},
        "no way keeps all",
    ),
    "days": Case(("Karachi", "Lahore"), {"max_days": 1}, "the fastest itinerary takes"),
    "dollars": Case(("Karachi", "Lahore"), {"max_cost_usd": 300}, "the cheapest itinerary costs"),
    "a deadline": Case(
        ("Karachi", "Lahore"),
        {"arrive_by": datetime(2026, 12, 2, 8)},
        "the fastest itinerary takes",
    ),
    "changes": Case(
        ("Tashkent", "Jebel Ali"), {"max_transfers": 0}, "with the fewest transfers has"
    ),
    "a passage avoided": Case(
        OVER_HORMUZ, {**SEA, "avoid": ("hormuz",)}, "hormuz (--avoid)", silent="--close"
    ),
    "a passage shut": Case(OVER_HORMUZ, {**SEA, "close": ("Hormuz",)}, "hormuz (--close Hormuz)"),
    "a passage shut by a row": Case(
        OVER_HORMUZ, SEA, "row own_row", silent="--close", tables=closed("passage", "hormuz")
    ),
    "a section shut by a row": Case(
        ("Kabul", "Mazar"),
        {"modes": ("road",), "only_countries": ("AF",), "avoid": ("Bamyan", "Herat")},
        "row own_row",
        tables=closed("section", "salang__charikar__road"),
    ),
    "a country avoided": Case(("Minsk", "Karachi"), {"avoid": ("Russia",)}, "RU (--avoid Russia)"),
    "a country left out": Case(
        ("Minsk", "Karachi"),
        {"only_countries": ("BY", "PK"), "modes": ("rail", "road")},
        "not in --only-countries",
    ),
    "a place avoided": Case(
        ("Quetta", "Karachi"),
        {**unit("wagon"), "avoid": ("Sibi",), "only_countries": ("PK",)},
        "(--avoid Sibi)",
    ),
    "a place shut": Case(
        ("Quetta", "Karachi"),
        {**unit("wagon"), "close": ("Sibi",), "only_countries": ("PK",)},
        "(--close Sibi)",
    ),
    "an area avoided": Case(
        ("Kabul", "Jalalabad"),
        {"only_countries": ("AF",), "avoid_areas": (box("gorge.geojson", 69.7, 30, 70.1, 38),)},
        "the area gorge.geojson (--avoid)",
    ),
    "a closure of the tables": Case(
        ("Kabul", "Peshawar"), {"modes": ("road",), "avoid": ROUND}, "closed, row"
    ),
    "a closure and an option": Case(
        ("Kabul", "Peshawar"),
        {
            "modes": ("road",),
            "avoid": ROUND,
            "close": tuple(
                c.id for c in dataset().crossings if {c.country_a, c.country_b} == {"AF", "PK"}
            ),
        },
        "(--close); ",
    ),
    "a service that does not run": Case(("Karachi port", "Gwadar port"), SEA, "no sailing today"),
    "modes": Case(("Minsk", "Karachi"), SEA, "no terminal for --modes sea"),
    "a line that is missing": Case(
        ("Tashkent", "Gwadar"), {"modes": ("rail",)}, "gwadar_port__quetta__rail"
    ),
    "a wagon to a city near the rails": Case(
        ("Tashkent", "Mazar"), unit("wagon"), "Mazar-i-Sharif rail terminal", silent="robat_paryan"
    ),
    "a wagon to a port without rails": Case(("Moscow", "Gwadar"), unit("wagon"), "no railway"),
    "a rule": Case(
        ("Jebel Ali", "Kabul"),
        {
            "consignment": Consignment(cargo="hazardous:1", allow_dangerous=True),
            "open": ("torkham_road", "chaman_road"),
            "avoid": ("IR", "RU", "GE", "CN"),
        },
        "ban_pk_arms",
    ),
    "a rate that lacks": Case(
        ("Tashkent", "Samarkand"),
        {**unit("truck"), "only_countries": ("UZ",)},
        "rates for UZ",
        tables=no_rate("UZ"),
        mend=False,
    ),
    "wagons by train in one country": Case(
        ("Astana", "Termez"),
        {**unit("wagon"), "rail_service": "block_train"},
        "block_train",
        tables=wagons_by_train("KZ"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_cause_that_is_named_is_the_true_one(name: str) -> None:
    case = CASES[name]
    tables = case.tables(dataset()) if case.tables else None
    with pytest.raises(NoRouteError) as caught:
        ask(case.query, tables)
    told = str(caught.value)
    assert case.says in told
    assert case.silent not in told
    assert "no link of the network" not in told
    if case.mend:
        ask(mended(case.query, caught.value.remedy), tables)


def test_the_law_sees_a_cause_without_a_name_and_a_false_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An area lifted in silence, and --close said where --avoid was typed: both as it was."""
    area, passage = CASES["an area avoided"], CASES["a passage avoided"]
    with monkeypatch.context() as patch:
        patch.setattr(Barriers, "_of_segments", lambda *_: {})
        with pytest.raises(NoRouteError, match="no link of the network"):
            ask(area.query)
    plain = Barriers.named

    def false(self: Barriers, barrier: Barrier) -> NamedBarrier:
        told = plain(self, barrier)
        return NamedBarrier(told.text, told.remedy.replace("--avoid", "--close"))

    monkeypatch.setattr(Barriers, "named", false)
    with pytest.raises(NoRouteError) as caught:
        ask(passage.query)
    with pytest.raises(AssertionError, match="never typed"):
        mended(passage.query, caught.value.remedy)
