"""`check network`: each rule holds on the shipped data and fails when one row is spoilt."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from corridor.checks import components
from corridor.checks import posts as post_rules
from corridor.checks import track as track_rules
from corridor.graph.reports import (
    BridgeFit,
    CrossingFit,
    Finding,
    HubFit,
    PocketFit,
    Row,
    SectionFit,
    read_report,
)
from corridor.model.status import NOT_BUILT
from corridor.tables.dataset import Dataset
from corridor.tables.read import graphs_dir
from corridor.tables.records import RailLine
from tests.real import dataset, engine


def report(shape: type[Row]) -> list[Row]:
    return read_report(graphs_dir(), shape)


def wrong(found: tuple[list[str], bool]) -> str:
    """The complaints of a rule that failed."""
    lines, failed = found
    said = [x for x in lines if x.startswith("  WRONG")]
    assert failed == bool(said)
    return "\n".join(said)


# components


@given(st.lists(st.tuples(st.sampled_from("abcdefghij"), st.sampled_from("abcdefghij"))))
def test_connected_sets_are_those_of_networkx(edges: list[tuple[str, str]]) -> None:
    graph: nx.Graph[str] = nx.Graph(edges)
    expected = {frozenset(c) for c in nx.connected_components(graph)}
    assert set(components.connected(edges)) == expected


def component_rule(tables: Dataset) -> str:
    return wrong(components.component_rule(engine().graph, tables, report(HubFit)))


def test_every_part_of_every_mode_is_named() -> None:
    assert component_rule(dataset()) == ""
    named = {(c.mode, c.country) for c in dataset().components}
    assert {("rail", "all"), ("road", "all")} <= named


def test_the_corridor_hubs_are_on_the_main_part() -> None:
    parts = components.parts_of(engine().graph, dataset())
    for mode in ("rail", "road"):
        whole = [p for p in parts if (p.mode, p.country) == (mode, "all")]
        assert len(whole) == 1
        chains = [c for c in dataset().chains if c.mode == mode]
        assert chains
        for chain in chains:
            assert set(chain.via) <= whole[0].places, chain.id


def test_a_part_without_a_name_fails() -> None:
    kept = tuple(c for c in dataset().components if c.hub_id != "torghundi")
    assert "rail AF: a part nobody named" in component_rule(replace(dataset(), components=kept))


def test_a_named_part_that_vanished_fails() -> None:
    row = next(c for c in dataset().components if c.id == "rail_af_torghundi")
    gone = structs.replace(row, id="rail_af_kabul", hub_id="kabul")
    tables = replace(dataset(), components=(*dataset().components, gone))
    assert "rail_af_kabul (kabul) is no longer a part" in component_rule(tables)


def test_two_names_for_one_part_fail() -> None:
    row = next(c for c in dataset().components if c.id == "rail_af_andkhoy")
    twice = structs.replace(row, id="rail_af_aqina", hub_id="aqina")
    tables = replace(dataset(), components=(*dataset().components, twice))
    assert "are one part" in component_rule(tables)


def test_a_place_off_the_base_network_needs_a_row() -> None:
    kept = tuple(c for c in dataset().components if (c.level, c.hub_id) != ("base", "olya_port"))
    tables = replace(dataset(), components=kept)
    assert "olya_port is unplaced, without a row" in component_rule(tables)


# posts


def post_rule(tables: Dataset, rows: list[CrossingFit] | None = None) -> str:
    found = rows if rows is not None else report(CrossingFit)
    return wrong(post_rules.post_rule(engine().graph, tables, found))


def test_every_post_is_where_it_is() -> None:
    assert post_rule(dataset()) == ""
    assert len(post_rules.unplaced(dataset())) <= 10


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [("border_km", 1.6, "from the border line"), ("line_km", 3.0, "from the line of its")],
)
def test_a_post_off_the_border_or_off_its_line_fails(column: str, value: float, words: str) -> None:
    rows = report(CrossingFit)
    rows[0] = structs.replace(rows[0], **{column: value})
    assert words in post_rule(dataset(), rows)


def test_a_post_missing_from_the_report_fails() -> None:
    assert "not in the build report" in post_rule(dataset(), report(CrossingFit)[1:])


def test_too_many_posts_without_a_source_fail() -> None:
    guessed = tuple(structs.replace(c, position_source="own-estimate") for c in dataset().crossings)
    assert "without an independent position" in post_rule(replace(dataset(), crossings=guessed))


def test_a_post_that_nothing_leaves_needs_a_named_part() -> None:
    lost = post_rules.unreached(engine().graph, dataset())
    assert lost
    tables = replace(dataset(), components=())
    for crossing, country, _ in lost:
        assert f"{crossing} ends in {country}" in post_rule(tables)


def test_a_line_abroad_needs_a_row() -> None:
    rows = report(PocketFit)
    assert wrong(post_rules.pocket_rule(dataset(), rows)) == ""
    assert all(p.most_km > post_rules.BORDER_KM for p in dataset().border_pockets)
    if rows:
        tables = replace(dataset(), border_pockets=())
        assert "no row in border_pockets" in wrong(post_rules.pocket_rule(tables, rows))
        farther = [structs.replace(rows[0], most_km=80.0)]
        assert "its row allows" in wrong(post_rules.pocket_rule(dataset(), farther))


def test_bishkek_osh_stays_in_kyrgyzstan() -> None:
    """The way through Uzbekistan is 150 km shorter; only a chord beside the border may stray."""
    halves = ("bishkek__jalal_abad__road", "jalal_abad__osh__road")
    strayed = [r for r in report(PocketFit) if r.piece_id in halves]
    assert all(r.most_km < 2.5 for r in strayed)
    network = {r.section_id: r for r in report(SectionFit)}
    assert sum(network[name].network_km for name in halves) > 560


def test_a_long_join_by_rule_fails() -> None:
    assert wrong(post_rules.join_rule(report(Finding))) == ""
    row = Finding("join over 2 km", "road", "IR", "facing, 3 km")
    assert "facing, 3 km" in wrong(post_rules.join_rule([row]))


def test_great_rivers_are_crossed_at_named_bridges() -> None:
    rows = report(BridgeFit)
    assert wrong(post_rules.bridge_rule(dataset(), rows)) == ""
    assert {"Amu Darya", "Indus", "Volga", "Ural", "Panj", "Syr Darya"} <= {
        b.river for b in dataset().river_bridges
    }
    first = rows[0]
    assert "not in the build report" in wrong(post_rules.bridge_rule(dataset(), rows[1:]))
    for column, value, words in (
        ("line_km", 25.0, "km off the bridge"),
        ("join_km", 0.4, "a join by rule"),
    ):
        spoilt = [structs.replace(first, **{column: value}), *rows[1:]]
        assert words in wrong(post_rules.bridge_rule(dataset(), spoilt))


# track


def test_gauge_traction_and_axle_load_agree_with_the_sections() -> None:
    assert wrong(track_rules.track_rule(dataset())) == ""
    built = {s.id for s in dataset().sections if s.mode == "rail" and s.status not in NOT_BUILT}
    assert built == {s for line in dataset().rail_lines for s in line.sections}


def test_lines_that_are_not_one_line_fail() -> None:
    line = next(x for x in dataset().rail_lines if x.id == "kz_electric_trunk")
    others = tuple(x for x in dataset().rail_lines if x is not line)

    def said(*rows: RailLine) -> str:
        return wrong(track_rules.track_rule(replace(dataset(), rail_lines=(*others, *rows))))

    assert "stands in no line" in said()
    assert "stands in 2 lines" in said(line, structs.replace(line, id="again"))
    assert "axle load and its source" in said(structs.replace(line, axle_source=""))
    for other, words in (
        ("altynkol__khorgos_cn__rail", "gauge_mm 1435 and 1520"),
        ("aksai__iletsk__rail", "electrified no and yes"),
    ):
        assert words in said(structs.replace(line, sections=(*line.sections, other)))


def test_lines_that_no_source_speaks_of_are_named() -> None:
    lines, _ = track_rules.track_rule(dataset())
    said = "\n".join(x for x in lines if x.startswith("  no source for"))
    for line in dataset().rail_lines:
        if line.max_axle_t is None or line.traction_source.startswith("own-"):
            assert f" {line.id} " in said


def test_every_break_of_gauge_is_a_terminal_with_hours_and_dollars() -> None:
    assert wrong(track_rules.break_rule(dataset())) == ""
    breaks = track_rules.gauge_breaks(dataset())
    assert {"sarakhs", "incheh_borun", "zahedan", "dostyk", "altynkol"} <= set(breaks)
    terminals = [t for t in dataset().terminals if t.mode_a == t.mode_b == "rail"]
    assert "brest_severny" in {t.hub_id for t in terminals}
    for terminal in terminals:
        assert terminal.gauge_a_mm != terminal.gauge_b_mm, terminal.id
        assert terminal.handling_h.typical > 0, terminal.id
        assert terminal.cost_usd.typical > 0, terminal.id


@pytest.mark.parametrize("hub", ["sarakhs", "zahedan", "altynkol"])
def test_a_break_of_gauge_without_a_terminal_fails(hub: str) -> None:
    kept = tuple(t for t in dataset().terminals if t.hub_id != hub)
    assert hub in wrong(track_rules.break_rule(replace(dataset(), terminals=kept)))


# planned links


def test_planned_links_say_when_what_and_who_says_so() -> None:
    assert wrong(track_rules.planned_rule(dataset())) == ""
    planned = {s.id: s for s in dataset().sections if s.status in ("planned", "construction")}
    for link in (
        "naibabad__maidan_shahr__rail",
        "pul_e_alam__kharlachi__rail",
        "mazar__peshawar__rail",
        "torghundi__robat_paryan__rail",
        "herat__kandahar__rail",
        "spin_boldak__chaman_rail__rail",
        "makmal__kashgar__rail",
        "rozanak__robat_paryan__rail",
        "gwadar_port__basima__rail",
        "basima__jacobabad__rail",
        "rasht__astara_ir__rail",
        "khash__chabahar__rail",
    ):
        assert link in planned
    segments = set(engine().graph.segment_section[engine().graph.segment_status == 0].tolist())
    assert not segments & set(planned)


def test_a_planned_link_without_a_year_must_say_so() -> None:
    row = next(s for s in dataset().sections if s.id == "rasht__astara_ir__rail")
    bare = structs.replace(row, first_day=None, note="")
    others = tuple(s for s in dataset().sections if s is not row)
    tables = replace(dataset(), sections=(*others, bare))
    assert "neither a year" in wrong(track_rules.planned_rule(tables))
