"""Published crossings and main lines against the network: every row, both ways, and faults put back."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import networkx as nx
import pytest
from msgspec import structs

from corridor.checks.published import (
    GAP,
    MOST_DETOUR,
    SLACK_KM,
    published_rule,
    shortest_km,
    unnamed,
    verdicts,
)
from corridor.geo import great_circle_km
from corridor.tables.dataset import Dataset
from tests.real import dataset

# Countries of the network whose borders and lines are compared, and the fewest rows of each.
FEWEST = {"KZ": 80, "IR": 40, "UZ": 30, "KG": 25, "PK": 25, "RU": 15, "BY": 15, "AF": 15}
FEWEST |= {"AZ": 10, "CN": 10, "TM": 10, "TJ": 8, "GE": 8}


def complaints(tables: Dataset) -> str:
    lines, failed = published_rule(tables)
    said = [x for x in lines if x.startswith("  WRONG")]
    assert failed == bool(said)
    return "\n".join(said)


def without_section(name: str) -> Dataset:
    return replace(dataset(), sections=tuple(s for s in dataset().sections if s.id != name))


def changed(name: str, **columns: object) -> Dataset:
    rows = tuple(
        structs.replace(r, **columns) if r.id == name else r for r in dataset().published_lines
    )
    assert rows != dataset().published_lines
    return replace(dataset(), published_lines=rows)


def test_every_published_row_is_carried_or_says_why() -> None:
    assert complaints(dataset()) == ""
    found = verdicts(dataset())
    assert len(found) >= 340
    for verdict in found:
        assert verdict.carried != bool(verdict.row.without), verdict.row.id


def test_every_country_is_compared() -> None:
    count = Counter(r.country for r in dataset().published_lines)
    for country, fewest in FEWEST.items():
        assert count[country] >= fewest, country
    # those in whose country a line or post of ours lies
    ours = {c for row in dataset().crossings for c in (row.country_a, row.country_b)}
    assert ours == set(FEWEST)


def test_gaps_are_few_and_say_what_stands_in() -> None:
    gaps = [r for r in dataset().published_lines if r.without == GAP]
    assert len(gaps) <= 45
    assert all(len(r.reason) > 25 for r in gaps)


def test_every_crossing_of_ours_is_named_by_a_list() -> None:
    assert unnamed(dataset()) == []
    fewer = tuple(r for r in dataset().published_lines if "ak_tilek_road" not in r.crossings)
    cut = replace(dataset(), published_lines=fewer)
    assert unnamed(cut) == ["ak_tilek_road"]
    assert "ak_tilek_road is named by no list" in complaints(cut)


def test_lines_are_those_of_networkx() -> None:
    tables = dataset()
    excused = {r.section_id for r in tables.shape_reasons if r.kind == "detour"}
    pairs = 0
    for row in tables.published_lines:
        if row.kind != "line" or row.without:
            continue
        graph: nx.Graph[str] = nx.Graph()
        for s in tables.sections:
            ends = [tables.hub[e] for e in (s.from_id, s.to_id)]
            inside = all(h.country in (row.country, row.neighbour) for h in ends)
            if s.mode != row.mode or s.status != "open" or not inside:
                continue
            straight = float(great_circle_km(ends[0].lon, ends[0].lat, ends[1].lon, ends[1].lat))
            km = straight if s.id in excused else s.length_km
            known = graph.get_edge_data(s.from_id, s.to_id, {"km": float("inf")})["km"]
            graph.add_edge(s.from_id, s.to_id, km=min(km, known))
        near = {n: [(m, d["km"]) for m, d in graph[n].items()] for n in graph}
        for a, b in zip(row.via, row.via[1:], strict=False):
            expected = nx.shortest_path_length(graph, a, b, weight="km")
            assert shortest_km(near, a, b) == pytest.approx(expected)
            one, two = tables.hub[a], tables.hub[b]
            straight = float(great_circle_km(one.lon, one.lat, two.lon, two.lat))
            assert expected <= MOST_DETOUR * straight + SLACK_KM, (row.id, a, b)
            pairs += 1
    assert pairs > 220


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("altynsarin__khromtau__rail", "Altynsarin - Khromtau"),
        ("pap__kokand__rail", "Pap - Kokand"),
        ("doshi__salang__road", "Kunduz - Pul-e Khumri|Pul-e Khumri - Kabul"),
        ("sibi__spezand__rail", "Sibi - Quetta"),
    ],
)
def test_a_line_that_is_taken_out_is_missed(section: str, said: str) -> None:
    assert section in dataset().section
    told = complaints(without_section(section))
    assert any(part in told for part in said.split("|")), told


@pytest.mark.parametrize(
    "crossing", ["ak_tilek_road", "bakhty_road", "jartepa_road", "mahirud_road", "kartaly_rail"]
)
def test_a_post_that_is_no_longer_ours_is_missed(crossing: str) -> None:
    rows = tuple(
        structs.replace(r, crossings=tuple(c for c in r.crossings if c != crossing))
        for r in dataset().published_lines
    )
    told = complaints(replace(dataset(), published_lines=rows))
    assert "is not in the network, and no reason is given" in told


def test_faults_in_a_row_are_told() -> None:
    assert "joins KZ and KG" in complaints(changed("kz_cn_bakhty_road", crossings=("korday_road",)))
    told = complaints(changed("kg_kz_ak_zhol_road", crossings=("lugovaya_rail",)))
    assert "is a crossing by rail" in told
    told = complaints(changed("kg_kz_ak_zhol_road", without="local", reason="a local post"))
    assert "is in the network, though left out as local" in told
    told = complaints(changed("kg_kz_tokmok_road", reason=""))
    assert "says no reason in words" in told
    assert "no reason is given" in complaints(changed("kg_kz_tokmok_road", without=""))


def test_a_post_that_takes_no_freight_does_not_carry_a_published_one() -> None:
    rows = tuple(
        structs.replace(c, cargo="local") if c.id == "farap_road" else c
        for c in dataset().crossings
    )
    told = complaints(replace(dataset(), crossings=rows))
    assert "Alat - Farap (road): is not in the network" in told


def test_the_page_counts_by_country() -> None:
    lines, _ = published_rule(dataset())
    text = "\n".join(lines)
    for country, rows in Counter(r.country for r in dataset().published_lines).items():
        assert any(x.split()[:2] == [country, str(rows)] for x in lines), country
    assert text.count("  gap: ") == sum(r.without == GAP for r in dataset().published_lines)
