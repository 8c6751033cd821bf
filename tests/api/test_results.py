"""What the public planner gives: shown in a few lines, converted, saved, and the same as typed."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

import folium
import pytest

import corridor
from corridor.api.networks import end_nodes
from corridor.api.planner import Planner
from corridor.api.results import Answer
from corridor.errors import DataError, InputError, NoRouteError, UnknownPlaceError
from corridor.report.export import WRITERS
from tests.cli.inside import inside
from tests.real import engine as loaded

pytestmark = pytest.mark.slow

DAY = "2026-12-01"


def public() -> Planner:
    return Planner(loaded())


@cache
def answer() -> Answer:
    return public().route("Minsk", "Karachi", "FEU", depart=DAY, weight_t=24)


def test_a_question_in_python_is_that_of_the_command() -> None:
    typed = inside("route", "Minsk", "Karachi", "--weight", "24t", "--depart", DAY, "--json")
    assert answer().to_json() + "\n" == typed.stdout
    assert answer().to_dict() == json.loads(typed.stdout)
    shown = inside("route", "Minsk", "Karachi", "--weight", "24t", "--depart", DAY)
    assert str(answer()) == shown.stdout
    front = public().pareto("Tashkent", "Karachi", depart=date(2026, 12, 1))
    typed = inside("pareto", "Tashkent", "Karachi", "--depart", DAY, "--json")
    assert front.to_json() + "\n" == typed.stdout


def test_it_shows_itself_in_five_lines() -> None:
    lines = repr(answer()).splitlines()
    assert len(lines) == 5
    assert lines[0].startswith("Minsk (BY) to Karachi (PK)")
    assert answer()._repr_html_().startswith("<pre>")
    assert len(repr(public()).splitlines()) == 1
    assert answer().best is answer().itineraries[0]
    assert all(isinstance(text, str) for text in answer().warnings)
    assert len(answer().closures) == len(answer().record.blocked)


def test_frames_hold_every_figure() -> None:
    itineraries, legs, charges = map(answer().to_frame, ("itineraries", "legs", "charges"))
    best = answer().best
    assert len(itineraries) == len(answer().itineraries)
    own = legs[legs.itinerary == 1]
    assert len(own) == len(best.legs)
    assert round(own.cost_usd_typical.sum(), 2) == best.totals.cost_usd.typical
    inside_total = charges[(charges.itinerary == 1) & (charges.outside_total == "no")]
    assert round(inside_total.cost_usd_typical.sum(), 2) == best.totals.cost_usd.typical
    with pytest.raises(InputError, match="one of about, itineraries, legs, charges"):
        answer().to_frame("bills")


def test_features_lie_where_the_route_leads() -> None:
    features = answer().to_geodataframe()
    assert features.crs == "EPSG:4326"
    assert set(features.role) == {"origin", "destination", "leg", "border", "closed"}
    west, south, east, north = features.total_bounds
    assert -20 < west < east < 90
    assert -40 < south < north < 65


def test_the_map_of_an_answer_is_foliums_and_the_page_that_is_saved() -> None:
    chart = answer().to_folium()
    assert isinstance(chart, folium.Map)
    assert chart.page().encode() == answer()._page(answer()._stamp(None, None))


def test_every_kind_of_file_is_saved(tmp_path: Path) -> None:
    for suffix in (*WRITERS, ".json", ".txt", ".html", ".pdf"):
        made = answer().save(tmp_path / f"a{suffix}", issued=DAY)
        assert made.stat().st_size > 1000, suffix
    assert answer().chart(tmp_path / "tcd.svg").read_text().startswith("<svg")
    again = corridor.read_answer(tmp_path / "a.json")
    assert again.record == answer().record
    again.save(tmp_path / "b.csv", issued=DAY)
    assert (tmp_path / "b.csv").read_bytes() == (tmp_path / "a.csv").read_bytes()
    assert len(list(tmp_path.iterdir())) == len(WRITERS) + 6


@pytest.mark.parametrize(
    ("path", "given", "text"),
    [
        ("a.doc", {}, r"end it in one of .json"),
        ("a.csv", {"table": "bills"}, "--table 'bills' is unknown"),
        ("a.csv", {"valid_days": 1.5}, "--valid-days 1.5 is not a whole number"),
        ("a.csv", {"issued": "1.12.2026"}, "--issued '1.12.2026' is not a day"),
        ("a.pdf", {"which": 99}, "--which 99: the answer has"),
        (3, {}, "int is not a path"),
    ],
)
def test_a_file_that_cannot_be_is_refused(
    tmp_path: Path, path: object, given: dict[str, object], text: str
) -> None:
    target = tmp_path / path if isinstance(path, str) else path
    with pytest.raises(InputError, match=text):
        answer().save(target, **given)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_money_may_be_shown_in_another_currency() -> None:
    euros = answer().in_currency("eur")
    assert euros.record.itineraries == answer().record.itineraries
    assert "EUR" in euros.text
    with pytest.raises(InputError, match="--currency 'XXX'"):
        answer().in_currency("XXX")


def test_assumptions_give_another_planner_and_leave_this_one() -> None:
    winter = public().with_scenario("winter")
    assert (public().scenarios, winter.scenarios) == ((), ("winter",))
    with pytest.raises(InputError, match="names one scenario twice"):
        winter.with_scenario("winter")
    double = public().with_scales("road_rate=2")
    cheap, dear = (
        p.route("Minsk", "Brest", depart=DAY, k=1).best.totals.cost_usd.typical
        for p in (public(), double)
    )
    assert dear > cheap * 1.2
    own = public().with_rates("tests/cli/own_rates")
    assert own.scenarios


def test_tables_are_frames_with_what_is_laid_over_them() -> None:
    tables = public().tables
    assert set(tables) >= {"rates", "crossings", "sources"}
    rates = tables["rates"]
    assert len(rates) == len(loaded().dataset.rates)
    assert (rates.rate_usd_per_km_low <= rates.rate_usd_per_km_high).all()
    twice = public().with_scales("rates.rate_usd_per_km=2").tables["rates"]
    assert twice.rate_usd_per_km_typical.sum() > rates.rate_usd_per_km_typical.sum()
    with pytest.raises(KeyError, match="nothing"):
        tables["nothing"]


def test_errors_say_which_kind_they_are() -> None:
    with pytest.raises(UnknownPlaceError, match="'Nowhere at all'"):
        public().route("Nowhere at all", "Karachi", depart=DAY)
    with pytest.raises(NoRouteError, match="--modes sea"):
        public().route("Minsk", "Karachi", depart=DAY, modes="sea")
    with pytest.raises(DataError, match="wrong cells"):
        corridor.load(data="tests/no such folder")


def test_the_network_goes_to_networkx_and_frames(tmp_path: Path) -> None:
    network = public().to_networkx("FEU", on=DAY, places=["Minsk", "Brest"])
    assert set(end_nodes(network)) == {"minsk", "brest"}
    assert network.graph["crs"] == "epsg:4326"
    physical = public().to_networkx(priced=False)
    assert {d["status"] for *_, d in physical.edges(data=True)} >= {"open", "planned"}
    nodes, links = public().to_geodataframes(priced=False)
    assert (len(nodes), len(links)) == (len(physical), physical.number_of_edges())
    made = inside("export", "network", str(tmp_path / "net.gpkg"))
    assert made.returncode == 0, made.stderr
    assert public().save_network(tmp_path / "b.gpkg", physical).stat().st_size > 100_000
    refused = inside("export", "network", str(tmp_path / "net.csv"))
    assert (refused.returncode, ".gpkg, .graphml, .parquet" in refused.stderr) == (2, True)
    refused = inside("export", "network", str(tmp_path / "n.gpkg"), "--place", "Minsk")
    assert "--on and --place go with --unit" in refused.stderr
