"""What `corridor check network` prints, on a network of a few rows with round figures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from corridor.checks import network
from corridor.checks.network import findings
from corridor.graph.corridor_graph import CorridorGraph
from corridor.graph.reports import Finding, ReferenceFit, SectionFit
from corridor.graph.store import Manifest
from corridor.tables import records as rec
from corridor.tables.dataset import Dataset
from tests import factories as make

HUBS = tuple(
    make.hub(k, c, 60.0, 40.0) for k, c in zip("abcd", ("AA", "AA", "BB", "BB"), strict=True)
)


def reference(key: str, mode: str, km: float, **values: Any) -> rec.NetworkReference:
    given: dict[str, Any] = {
        **{f"{end}_{x}": 0.0 for end in "ab" for x in ("lon", "lat")},
        "first_length_km": None, "reference_status": "first", "reason": f"why {key}",
    }  # fmt: skip
    return make.row(
        rec.NetworkReference,
        key,
        **given | {"hub_a": "a", "hub_b": "b", "mode": mode, "length_km": km} | values,
    )


def fit(
    key: str, mode: str, km: float, factored: float, typed: float = 0, fitted: float = 0
) -> ReferenceFit:
    return ReferenceFit(key, mode, 0.0, km, factored, typed, fitted)


def total(key: str, via: str, km: float, reason: str = "") -> rec.Total:
    return make.row(
        rec.Total, key, from_id=via[0], to_id=via[-1], mode="rail", via=tuple(via), length_km=km,
        exempt_reason=reason,
    )  # fmt: skip


def chain(key: str, via: str, mode: str = "rail") -> rec.Chain:
    return make.row(rec.Chain, key, name=key, mode=mode, via=tuple(via))


SECTIONS = (
    make.section("a", "b", "rail", 1000, confidence="published"),
    make.section("b", "c", "rail", 300, confidence="estimate"),
    make.section("b", "c", "road", 310, confidence="reported"),
    make.section("c", "d", "road", 200, confidence="derived"),
    make.section("c", "d", "rail", 77, status="planned"),
)
FITS = [
    SectionFit("a__b__rail", 990.04, 0.99, "yes", 40.0, ""),
    SectionFit("b__c__rail", 200.0, 0.667, "no", 100.0, "no line"),
    SectionFit("b__c__road", 450.06, 1.452, "no", 0.0, "two lines"),
    SectionFit("c__d__road", 100.0, 0.5, "no", 0.6, "half"),
    SectionFit("c__d__rail", 1.0, 0.01, "no", 1.0, "planned"),
]
REFERENCES = (
    reference("far", "rail", 100, first_length_km=80.0, note="x" * 89 + "yz"),
    reference("near", "rail", 200),
    reference("late", "rail", 50, reference_status="added_later"),
    reference("short", "rail", 29.9),
    reference("least", "rail", 30, first_length_km=29.0),
    reference("typed", "rail", 100),
    reference("fitted", "rail", 100, first_length_km=100.0),
    reference("road", "road", 100),
    reference("lost", "road", 100),
)
# Rail as measured: off by 10 %, -1 %, 2 %, 0; the road by its factor: 3 %.
REFERENCE_FITS = [
    fit("far", "rail", 110, 999, typed=0.02, fitted=0.1),
    fit("near", "rail", 198, 999),
    fit("late", "rail", 51, 999),
    fit("short", "rail", 99, 999),
    fit("least", "rail", 30, 999),
    fit("typed", "rail", 999, 999, typed=0.021),
    fit("fitted", "rail", 999, 999, fitted=0.101),
    fit("road", "road", 50, 103),
    fit("lost", "road", 0, 0),
]
LEFT = [
    Finding("component", "rail", "x", "left out"),
    Finding("node", "road", "n1", "far"),
    Finding("node", "road", "n2", "far"),
    Finding("node", "road", "n3", ""),
    Finding("component", "road", "y", "left out"),
    Finding("crossing", "road", "z", ""),
    Finding("join over 2 km", "rail", "j", "3 km"),
] + [Finding("crossing", "rail", f"c{n}", "") for n in range(3)]
MANIFEST = Manifest(1, "0123456789abcdef", {}, {}, "2026-11")


def tables(**more: Any) -> Dataset:
    given: dict[str, Any] = {
        "hubs": HUBS,
        "sections": SECTIONS,
        "chains": (chain("whole", "abc"), chain("mixed", "abcd", "mixed"), chain("broken", "abd")),
        "network_reference": REFERENCES,
        "totals": (total("good", "abc", 1290), total("told", "ab", 950, "an old line")),
    }
    return make.dataset(**given | more)


RULES: list[network.Ruled] = [(["Rule one"], False), (["Rule two", "  holds"], False)]


def said(
    monkeypatch: pytest.MonkeyPatch,
    dataset: Dataset | None = None,
    *,
    worst: int = 2,
    fits: list[ReferenceFit] = REFERENCE_FITS,
    rules: list[network.Ruled] = RULES,
) -> tuple[dict[str, list[list[str]]], bool]:
    """The cells of each block by its first line, and whether it failed."""
    rows: dict[type, Any] = {ReferenceFit: fits, SectionFit: FITS, Finding: LEFT}
    monkeypatch.setattr(network, "read_report", lambda folder, shape: rows[shape])
    monkeypatch.setattr(network, "read_manifest", lambda folder: MANIFEST)
    monkeypatch.setattr(network, "_rules", lambda tables, folder, left: rules)
    text, broken = findings(dataset or tables(), Path("graphs"), worst)
    blocks = [block.splitlines() for block in text.split("\n\n")]
    return {b[0]: [re.split(r"  +", line.rstrip()) for line in b[1:]] for b in blocks}, broken


def block(found: dict[str, list[list[str]]], start: str) -> list[list[str]]:
    """The rows of the block whose first line begins so, without the header."""
    return next(rows for title, rows in found.items() if title.startswith(start))


def test_the_blocks_stand_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    found, broken = said(monkeypatch)
    assert list(found) == [
        "Graph 0123456789ab, data of 2026-11",
        "Open sections by what stands behind their length",
        (
            "Main chains by what stands behind their length; coarse are straight pieces over 30 km and"
            " lines that do not fit their row"
        ),
        (
            "Network length against references of 30 km and more, held out: no length of their way"
            " typed in (over 2%) or fitted to it (over 10%)"
        ),
        "Targets (corrected list, rail as measured, road with factor)",
        "The 2 held-out references farthest off (rail as measured, road with factor)",
        "Changed references",
        "Published totals against their chains (tolerance 3%): 2, of which 1 explained (at most 3)",
        "Rule one",
        "Rule two",
        (
            "Lines of 4 built sections: 1 fit their row (0.85 to 1.10), 3 do not, 3 are coarse"
            " somewhere. The worst 2:"
        ),
        "What the build joined, left out or could not place",
    ]
    assert found["Rule two"] == [["", "holds"]]
    assert broken, "rail is off by 10 % at most"


def test_kilometres_of_open_sections(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = block(said(monkeypatch)[0], "Open sections")
    assert rows == [
        ["mode", "country", "published km", "reported km", "derived km", "estimate km",
         "published or derived"],
        ["rail", "AA", "1,000", "0", "0", "300", "77%"],
        ["road", "AA", "0", "310", "0", "0", "100%"],
        ["road", "BB", "0", "0", "200", "0", "100%"],
    ]  # fmt: skip


def test_chains_take_rail_before_road_and_say_where_they_break(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert block(said(monkeypatch)[0], "Main chains") == [
        ["chain", "km", "published", "reported", "derived", "estimate", "published share",
         "backed", "coarse km", "of it unsettled"],
        ["whole", "1,300", "1,000", "0", "0", "300", "77%", "77%", "140", "100"],
        ["mixed", "1,500", "1,000", "0", "200", "300", "67%", "80%", "141", "101"],
        ["broken", "no section b - d"],
    ]  # fmt: skip


def test_errors_on_references_that_hold_nothing_typed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Frozen: far is 110 of 80, least counts 29 and falls out, late was not there yet."""
    rows = block(said(monkeypatch)[0], "Network length")
    assert rows[0] == [
        "mode",
        "list",
        "n",
        "no way",
        "mean",
        "median",
        "p95",
        "within 5 %",
        "within 10 %",
    ]
    assert {(r[0], r[1]): r[2:] for r in rows[1:]} == {
        ("rail", "frozen (first figures), raw"): ["2", "0", "+18.2%", "19.2%", "35.7%", "50%", "50%"],
        ("rail", "frozen (first figures), with factor"):
            ["2", "0", "+774.1%", "774.1%", "1111.3%", "0%", "0%"],
        ("rail", "corrected, raw"): ["4", "0", "+2.8%", "1.5%", "8.8%", "75%", "75%"],
        ("rail", "corrected, with factor"):
            ["4", "0", "+1606.6%", "1398.5%", "3030.2%", "0%", "0%"],
        ("road", "frozen (first figures), raw"): ["2", "1", "-50.0%", "50.0%", "50.0%", "0%", "0%"],
        ("road", "frozen (first figures), with factor"):
            ["2", "1", "+3.0%", "3.0%", "3.0%", "100%", "100%"],
        ("road", "corrected, raw"): ["2", "1", "-50.0%", "50.0%", "50.0%", "0%", "0%"],
        ("road", "corrected, with factor"): ["2", "1", "+3.0%", "3.0%", "3.0%", "100%", "100%"],
    }  # fmt: skip


def test_a_reference_without_any_way_leaves_the_errors_empty(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fits = [f for f in REFERENCE_FITS if f.mode == "rail"] + [fit("lost", "road", 0, 103)]
    rows = block(said(monkeypatch, fits=fits)[0], "Network length")
    assert ["road", "corrected, raw", "1", "1"] in rows


def judged(monkeypatch: pytest.MonkeyPatch, **km: float) -> tuple[str, str, bool]:
    """Rail with two references of 100 km, road with one: told of each, and whether it fails."""
    dataset = tables(
        network_reference=(
            reference("far", "rail", 100),
            reference("near", "rail", 100),
            reference("road", "road", 100),
        )
    )
    fits = [
        fit("far", "rail", km.get("far", 100), 1),
        fit("near", "rail", 100, 1),
        fit("road", "road", 1, km.get("road", 100)),
    ]
    found, broken = said(monkeypatch, dataset, fits=fits)
    rail, road = block(found, "Targets")
    return " ".join(rail).strip(), " ".join(road).strip(), broken


@pytest.mark.parametrize(
    ("km", "rail", "road"),
    [
        ({}, "met", "met"),
        ({"far": 103}, "met", "met"),
        ({"far": 107}, "MISSED", "met"),
        ({"far": 93}, "MISSED", "met"),
        ({"road": 103.5}, "met", "met"),
        ({"road": 96.4}, "met", "MISSED"),
    ],
)
def test_a_target_that_is_missed_fails(
    km: dict[str, float], rail: str, road: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_rail, by_road, broken = judged(monkeypatch, **km)
    assert by_rail.endswith(f": {rail}")
    assert by_road.endswith(f": {road}")
    assert broken == ("MISSED" in (rail, road))


def test_targets_are_told_with_what_they_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    assert judged(monkeypatch, far=102, road=97)[:2] == (
        "rail: median 1.0% (at most 2.0%), p95 1.9% (at most 7.0%): met",
        "road: median 3.0% (at most 3.5%), p95 3.0% (at most 12.0%): met",
    )


def test_the_references_farthest_off_need_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    header = ["reference", "km", "network km", "off by", "reason"]
    rows = block(said(monkeypatch, worst=3)[0], "The 3 held-out")
    assert rows == [
        header,
        ["lost", "100", "0", "100%", "why lost"],
        ["far", "100", "110", "10%", "why far"],
        ["road", "100", "103", "3%", "why road"],
    ]
    rows = block(said(monkeypatch, worst=9)[0], "The 6 held-out")
    assert {r[0] for r in rows[1:]} == {"lost", "far", "road", "late", "near", "least"}
    fine = [fit("road", "road", 1, 100), fit("near", "rail", 200, 1)]
    for worst, reason, broken in ((2, "", True), (1, "", False), (2, "known", False)):
        given = (reference("near", "rail", 200, reason=reason), reference("road", "road", 100))
        fits = [replace_km(fine[1], 201), replace_km(fine[0], 102)]
        found, failed = said(monkeypatch, tables(network_reference=given), worst=worst, fits=fits)
        assert failed == broken
        told = block(found, f"The {worst} held-out")[-1]
        assert told[-1] == ((reason or "NO REASON") if worst == 2 else "why road")


def replace_km(row: ReferenceFit, km: float) -> ReferenceFit:
    return fit(row.reference_id, row.mode, km, km)


def test_changed_references_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert block(said(monkeypatch)[0], "Changed references") == [
        ["reference", "first km", "now km", "why"],
        ["far", "80", "100", "x" * 89 + "y"],
        ["least", "29", "30"],
    ]


@pytest.mark.parametrize(
    ("totals", "rows", "broken"),
    [
        ((total("good", "abc", 1290),), [["good", "1290", "1300", "+0.8%", "ok"]], False),
        ((total("off", "abc", 1240),), [["off", "1240", "1300", "+4.8%", "OFF"]], True),
        ((total("under", "ab", 1040),), [["under", "1040", "1000", "-3.8%", "OFF"]], True),
        ((total("told", "ab", 950, "old"),), [["told", "950", "1000", "+5.3%", "explained: old"]], False),
        ((total("fine", "ab", 1000, "old"),), [["fine", "1000", "1000", "+0.0%", "ok"]], False),
        ((total("gap", "abd", 950, "old"),), [["gap", "950", "-", "-", "chain is broken"]], True),
        ((total("point", "a", 950),), [["point", "950", "-", "-", "chain is broken"]], True),
        (tuple(total(f"t{n}", "ab", 950, "old") for n in range(3)), None, False),
        (tuple(total(f"t{n}", "ab", 950, "old") for n in range(4)), None, True),
    ],
)  # fmt: skip
def test_a_total_that_its_chain_does_not_make_fails(
    totals: Any, rows: Any, broken: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    fits = [fit("near", "rail", 200, 1), fit("road", "road", 1, 100)]
    found, failed = said(monkeypatch, tables(totals=totals), fits=fits)
    told = block(found, "Published totals")
    assert told[0] == ["total", "published km", "chain km", "difference", "verdict"]
    assert rows is None or told[1:] == rows
    assert failed == broken
    many = sum("explained" in row[-1] for row in told)
    (title,) = [t for t in found if t.startswith("Published totals")]
    assert title.endswith(f": {len(totals)}, of which {many} explained (at most 3)")


def test_a_chain_is_summed_to_a_tenth_of_a_kilometre(monkeypatch: pytest.MonkeyPatch) -> None:
    sections = (make.section("a", "b", "rail", 1000.04), make.section("b", "c", "rail", 300.02))
    dataset = tables(sections=sections, chains=(), totals=(total("good", "abc", 1300),))
    assert block(said(monkeypatch, dataset)[0], "Published totals")[1][2] == "1300.1"


def test_a_rule_that_fails_fails_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    fits = [fit("near", "rail", 200, 1), fit("road", "road", 1, 100)]
    assert not said(monkeypatch, fits=fits)[1]
    assert said(monkeypatch, fits=fits, rules=[RULES[0], (["Rule"], True)])[1]


def test_lines_that_do_not_fit_the_farthest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    assert block(said(monkeypatch)[0], "Lines of 4") == [
        ["section", "network km", "ratio", "reason"],
        ["c__d__road", "100.0", "0.500", "half"],
        ["b__c__road", "450.1", "1.452", "two lines"],
    ]
    found, _ = said(monkeypatch, worst=9)
    assert [r[0] for r in block(found, "Lines of 4")[1:]][-1] == "b__c__rail"
    assert any(title.endswith("The worst 3:") for title in found)


def test_what_the_build_left_out_by_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = block(said(monkeypatch)[0], "What the build")
    assert [" ".join(r).strip() for r in rows] == [
        "component: 2", "rail x left out", "road y left out",
        "node: 3", "road n1 far", "road n2 far",
        "crossing: 4", "road z", "rail c0", "rail c1", "rail c2",
        "join over 2 km: 1", "rail j 3 km",
    ]  # fmt: skip


def test_every_rule_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each rule's lines stand in the text of the shipped network, in the order of the list."""
    names = [
        "post_rule", "component_rule", "join_rule", "bridge_rule", "pocket_rule", "through_rule",
        "published_rule", "water_rule", "turn_rule", "shared_rule", "track_rule", "break_rule", "planned_rule",
    ]  # fmt: skip
    for name in names:
        monkeypatch.setattr(
            network, name, lambda *given, name=name: ([name, *map(str, given)], name == "turn_rule")
        )
    for name in ("read_arrays", "read_lines"):
        monkeypatch.setattr(network, name, str)
    monkeypatch.setattr(CorridorGraph, "of", staticmethod(lambda arrays: f"graph of {arrays}"))
    monkeypatch.setattr(network, "drawn_sections", lambda tables, lines: f"drawn {lines}")
    monkeypatch.setattr(network, "read_report", lambda folder, shape: shape.__name__)
    given: Any = "tables"
    found = network._rules(given, Path("g"), ["left"])  # type: ignore[list-item]
    graph = "graph of g/corridor.npz"
    assert [lines for lines, _ in found] == [
        ["post_rule", graph, "tables", "CrossingFit"],
        ["component_rule", graph, "tables", "HubFit"],
        ["join_rule", "['left']"],
        ["bridge_rule", "tables", "BridgeFit"],
        ["pocket_rule", "tables", "PocketFit"],
        ["through_rule", "tables"],
        ["published_rule", "tables"],
        ["water_rule", "drawn g"],
        ["turn_rule", "tables", "drawn g"],
        ["shared_rule", "tables", "drawn g"],
        ["track_rule", "tables"],
        ["break_rule", "tables"],
        ["planned_rule", "tables"],
    ]
    assert [failed for _, failed in found].index(True) == 8
