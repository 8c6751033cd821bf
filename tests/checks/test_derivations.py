"""Derived figures are worked out again from the rows and pages they name, by other means too."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import replace
from importlib.metadata import version
from importlib.util import find_spec
from itertools import pairwise

import numpy as np
import pytest
from msgspec import structs
from scipy.sparse.csgraph import shortest_path
from typer.testing import CliRunner

from corridor.checks import standing as asked
from corridor.checks.derived.cells import UNITS, Derived, main_columns, strangers, way_km
from corridor.checks.kept import base, digest, kept_tables, moved
from corridor.cli.main import app
from corridor.geo import great_circle_km
from corridor.graph.reports import CrossingFit, SectionFit, read_report
from corridor.tables.dataset import Dataset
from corridor.tables.read import evidence_complaints, graphs_dir, load_all
from corridor.tables.records import Derivation
from corridor.tables.row_checks import clashes
from tests.real import dataset, engine
from tools import make_feasts


def made(cell: str, inputs: tuple[str, ...], formula: str, **other: object) -> Derivation:
    table, row_id, column = cell.split(":")
    row = Derivation(
        id=f"{table}.{row_id}.{column}",
        of_table=table,
        row_id=row_id,
        column=column,
        kind="formula",
        inputs=inputs,
        address="",
        printed="",
        read_as=(),
        formula=formula,
        note="",
    )
    return structs.replace(row, **other)


def with_rows(*rows: Derivation) -> Derived:
    return Derived(replace(dataset(), derivations=rows))


def fault(*rows: Derivation) -> str:
    """The fault of the first row."""
    cell = rows[0].of_table, rows[0].row_id, rows[0].column
    return with_rows(*rows).fault(cell)


def test_every_derivation_of_the_tables_gives_our_figure() -> None:
    derived = Derived(dataset())
    assert [(w.row.id, w.fault) for w in derived.works() if w.fault] == []


def test_a_derivation_whose_cell_is_changed_is_found_in_every_row() -> None:
    """Each cell half as much again: no formula gives it any more."""
    real = dataset()
    found = Derived(real)
    cells = found._cells  # the texts that formulas are held against
    numbers = [
        w.row
        for w in found.works()
        if cells[w.row.of_table][w.row.row_id][w.row.column].replace(".", "").isdigit()
    ]
    for row in numbers:
        changed = Derived(real)
        table = dict(changed._cells[row.of_table])
        old = table[row.row_id][row.column]
        table[row.row_id] = {**table[row.row_id], row.column: f"{1.5 * float(old) + 1:g}"}
        changed._cells[row.of_table] = table
        assert changed.fault((row.of_table, row.row_id, row.column)) != "", row.id


CELL = "fx:EUR:per_usd"


def euro() -> str:
    return dataset().texts["fx"].by_id["EUR"]["per_usd"]


def test_a_formula_of_known_cells_holds() -> None:
    day = next(d for d in dataset().drivers if d.confidence == "published")
    cell = f"drivers:{day.id}:driving_typical_h_per_day"
    others = [
        f"drivers:{d.id}:driving_typical_h_per_day"
        for d in dataset().drivers
        if d.confidence in ("published", "reported") and d.id != day.id
    ]
    other = next(o for o in others if dataset_cell(o) == dataset_cell(cell))
    assert fault(made(cell, (other,), "a")) == ""
    assert fault(made(cell, (other, other), "(a + b) / 2")) == ""
    assert fault(made(cell, (other,), "2 * a")) != ""


def dataset_cell(name: str) -> str:
    table, row_id, column = name.split(":")
    return dataset().texts[table].by_id[row_id][column]


def test_figures_of_a_page_are_inputs_too_and_must_stand_there() -> None:
    page = {
        "address": "https://example.org",
        "printed": f"a euro is {euro()}",
        "read_as": (euro(),),
    }
    assert fault(made(CELL, (), "a", **page)) == ""
    unread = {**page, "printed": "a euro is dear"}
    assert "does not stand" in fault(made(CELL, (), "a", **unread))


@pytest.mark.parametrize(
    ("inputs", "formula", "words"),
    [
        (("speeds:ir_truck:swod_typical_kmh",), "a", "is an estimate itself"),
        (("speeds:nobody:swod_typical_kmh",), "a", "there is no"),
        (("evidence:nothing",), "a", "no page stands behind"),
        ((CELL,), "a", "rests on itself"),
        (("fx:PKR:per_usd",), "a * 0.37", "0.37 in the formula does not turn a unit"),
        (("fx:PKR:per_usd",), "b", "may not stand"),
        (("fx:PKR:per_usd",), "a +", "is no formula"),
    ],
)
def test_what_is_no_derivation_is_told(inputs: tuple[str, ...], formula: str, words: str) -> None:
    """An estimate, a row that there is not, itself, a share out of the air."""
    assert words in fault(made(CELL, inputs, formula))


def test_two_that_rest_on_each_other_hold_nothing() -> None:
    one, other = (f"rates:{c}_road_truck_truck:rate_typical_usd_per_km" for c in ("ru", "kz"))
    found = with_rows(made(one, (other,), "a"), made(other, (one,), "a"))
    assert len(found.works()) == 2
    assert all("is an estimate itself" in w.fault for w in found.works())


@pytest.mark.parametrize(("verdict", "words"), [("differs", "another thing"), ("converted", "")])
def test_a_copy_of_a_page_about_another_place_is_no_derivation(verdict: str, words: str) -> None:
    real = dataset()
    row = next(e for e in real.evidence if e.verdict == "differs" and e.our_figure.isdigit())
    cell = row.of_table, row.row_id, row.column
    page = {"read_as": (row.our_figure,), "printed": f"it is {row.our_figure}", "verdict": verdict}
    rows = (structs.replace(e, **page) if e.id == row.id else e for e in real.evidence)
    copied = made(":".join(cell), (f"evidence:{row.id}",), "a")
    found = Derived(replace(real, evidence=tuple(rows), derivations=(copied,))).fault(cell)
    assert words in found
    assert bool(words) == bool(found)


def test_every_number_of_a_formula_is_one_of_units() -> None:
    assert {1.0, 3.0, 24.0, 60.0, 1.852, 1e6} <= UNITS
    assert not {0.6, 8.0, 22.0, 329.0, 5430.0} & UNITS
    assert strangers("(a - 329) / 5430 + b / 24") == [329.0, 5430.0]
    assert strangers("") == strangers("a +") == []


def test_a_page_with_a_number_of_ours_in_its_formula_holds_nothing() -> None:
    """The same row of evidence, its share written as a number and as figures of the page."""
    real = dataset()
    row = next(
        e for e in real.evidence if e.formula == "a / 500" and e.row_id == "kg_road_truck_truck"
    )

    def held_by(formula: str) -> frozenset[tuple[str, str, str]]:
        other = structs.replace(row, formula=formula)
        rows = tuple(other if e.id == row.id else e for e in real.evidence)
        return Derived(replace(real, evidence=rows)).held

    cell = row.of_table, row.row_id, row.column
    assert cell in held_by("a / 500")
    assert cell not in held_by("a / 498")  # agrees as well, but where is 498 from?


def constant(name: str, printed: str, read_as: tuple[str, ...]) -> Derivation:
    return structs.replace(
        made(f"derivations:constant.{name}:", (), ""),
        id=f"constant.{name}",
        kind="constant",
        address="https://example.org",
        printed=printed,
        read_as=read_as,
    )


def test_a_constant_is_what_its_page_prints() -> None:
    rate = constant("euro", f"a euro is {euro()}", (euro(),))
    assert fault(made(CELL, ("constant:euro",), "a"), rate) == ""
    other = constant("euro", "a euro is dear", (euro(),))
    assert "does not stand" in fault(made(CELL, ("constant:euro",), "a"), other)
    assert "there is no constant" in fault(made(CELL, ("constant:pound",), "a"), rate)


def test_constants_need_their_page_and_their_name() -> None:
    schema = load_all()["derivations"].schema
    row = dict.fromkeys(schema.names, "")
    row |= {"id": "constant.x", "of_table": "derivations", "row_id": "constant.x"}
    row |= {"kind": "constant"}
    page = {"address": "https://example.org", "printed": "5", "read_as": "5"}
    assert {c.column for c in clashes(schema, row)} == set(page)
    assert not list(clashes(schema, row | page))
    assert {c.column for c in clashes(schema, row | page | {"row_id": "constant.y"})} == {"row_id"}


def test_the_constants_of_the_tables_are_all_taken() -> None:
    rows = dataset().derivations
    taken = {t.partition(":")[2] for r in rows for t in r.inputs if t.startswith("constant:")}
    assert taken == {r.id.removeprefix("constant.") for r in rows if r.kind == "constant"}
    assert taken


@pytest.mark.parametrize(
    ("mode", "places"),
    [("road", "karachi>lahore"), ("rail", "altynkol>brest"), ("road", "tehran>sarakhs>tashkent")],
)
def test_a_way_is_the_shortest_over_open_sections(mode: str, places: str) -> None:
    """Against lengths that scipy finds in a matrix of the same sections."""
    rows = [s for s in dataset().sections if s.mode == mode and s.status == "open"]
    at = {p: i for i, p in enumerate(sorted({p for s in rows for p in (s.from_id, s.to_id)}))}
    matrix = np.full((len(at), len(at)), np.inf)
    for s in rows:
        one, two = at[s.from_id], at[s.to_id]
        matrix[one, two] = matrix[two, one] = min(matrix[one, two], s.length_km)
    stops = [at[p] for p in places.split(">")]
    km = shortest_path(matrix, directed=False)
    expected = sum(km[one, two] for one, two in pairwise(stops))
    assert math.isclose(way_km(dataset(), mode, places), expected)


def test_a_way_to_nowhere_is_told() -> None:
    with pytest.raises(ValueError, match="no way of our sections"):
        way_km(dataset(), "rail", "karachi>nowhere")


def test_sections_are_shares_or_measured_only_where_they_agree() -> None:
    """Summed here by the ends of the chain's pairs, over every total; the build's own lengths."""
    real = dataset()
    held = Derived(real).by_kind["sections"]
    length = {(s.mode, *sorted((s.from_id, s.to_id))): s for s in reversed(real.sections)}
    sure = set()
    report = {f.section_id: f.network_km for f in read_report(graphs_dir(), SectionFit)}
    for section in real.sections:
        off = abs(report.get(section.id, -9) - section.length_km)
        if section.source_id.startswith("scgraph") and off <= max(0.5, section.length_km / 100):
            sure.add(section.id)
    for total in real.totals:
        chain = [length.get((total.mode, *sorted(pair))) for pair in pairwise(total.via)]
        known = [s for s in chain if s is not None]
        off = abs(math.fsum(s.length_km for s in known) - total.length_km)
        published = total.confidence in ("published", "reported")
        if published and len(known) == len(chain) and off <= 0.5 * len(chain) + 1e-9:
            sure |= {s.id for s in known}
    assert held == sure
    assert len(held) > 150


def test_chains_are_joined() -> None:
    real = dataset()
    pairs = {frozenset((s.from_id, s.to_id)) for s in real.sections if s.status == "open"}
    for chain in real.chains:
        joined = all(frozenset(p) in pairs for p in pairwise(chain.via))
        assert (chain.id in Derived(real).by_kind["chains"]) == joined


def test_a_post_that_the_build_does_not_find_at_its_border_is_not_shown() -> None:
    real = dataset()
    held = Derived(real).by_kind["crossings"]
    report = {f.crossing_id: f for f in read_report(graphs_dir(), CrossingFit)}
    near = min((p for p in real.crossings if p.id in held), key=lambda p: p.id)
    assert report[near.id].border_km <= (near.position_km or 0)
    moved_post = structs.replace(near, position_km=-1.0)
    posts = tuple(moved_post if p is near else p for p in real.crossings)
    assert near.id not in Derived(replace(real, crossings=posts)).by_kind["crossings"]


def haversine_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    (lon_a, lat_a), (lon_b, lat_b) = np.radians(one), np.radians(other)
    chord = np.sin((lat_b - lat_a) / 2) ** 2
    chord += np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    return float(2 * 6371.0088 * np.arcsin(np.sqrt(chord)))


def test_places_and_bridges_lie_at_the_post_they_are_held_by() -> None:
    """Every derived border place that is shown, and a place and a bridge that are moved away."""
    real = dataset()
    held = Derived(real).by_kind
    posts = [p for p in real.crossings if p.id in held["crossings"]]
    at_border = [
        h
        for h in real.hubs
        if h.id in held["hubs"]
        and (h.confidence, h.kind) == ("derived", "border_road")
        and not h.source_id.startswith("scgraph-data")
    ]
    assert len(at_border) >= 40
    for hub in at_border:
        nearest = min(
            haversine_km((hub.lon, hub.lat), (p.lon, p.lat)) - (p.position_km or 0)
            for p in posts
            if hub.id in (p.hub_a, p.hub_b)
        )
        assert nearest <= hub.accuracy_km + 1e-6
    far = at_border[0]
    hubs = tuple(structs.replace(h, lat=h.lat - 2) if h is far else h for h in real.hubs)
    found = Derived(replace(real, hubs=hubs)).by_kind["hubs"]
    assert held["hubs"] - found == {far.id}
    bridge = next(b for b in real.river_bridges if b.id in held["river_bridges"])
    bridges = tuple(
        structs.replace(b, lon=b.lon + 1) if b is bridge else b for b in real.river_bridges
    )
    found = Derived(replace(real, river_bridges=bridges)).by_kind["river_bridges"]
    assert held["river_bridges"] - found == {bridge.id}


def test_parts_of_the_network_are_those_of_the_graph() -> None:
    """A part under the name of a hub that lies in no part of that mode is not shown."""
    real = dataset()
    held = Derived(real).by_kind["components"]
    assert {c.id for c in real.components} == held
    first = next(c for c in real.components if c.level == "corridor")
    rows = tuple(structs.replace(c, hub_id="x") if c is first else c for c in real.components)
    assert first.id not in Derived(replace(real, components=rows)).by_kind["components"]


def test_zones_are_those_of_the_position() -> None:
    """Worked out by the map of zones, which the program does not carry."""
    finder = pytest.importorskip("timezonefinder").TimezoneFinder()
    real = dataset()
    for row in real.time_zones:
        for name in row.hubs:
            hub = real.hub[name]
            assert finder.timezone_at(lng=hub.lon, lat=hub.lat) == row.zone, name


# Of the days that `tools/make_feasts.py` made with the package it names, 0.109.
_FEASTS = "44df5aa14807e22e"


def test_feasts_are_those_of_the_package() -> None:
    """By what the package gave, kept as a digest: no extra of ours brings it; else by itself."""
    ours = {(f.country, f.feast, f.day.isoformat()): f.confidence for f in dataset().feast_days}
    assert hashlib.sha256(repr(sorted(ours.items())).encode()).hexdigest()[:16] == _FEASTS
    if find_spec("holidays") and version("holidays") == make_feasts.VERSION:
        made = {(row[2], row[1], row[3]): row[6] for row in make_feasts.rows()}
        assert ours == made


def test_false_links_are_edges_of_the_base_network() -> None:
    """Between the nodes nearest their ends an edge of that length, or the straight line."""
    base = pytest.importorskip("corridor.build.network.base")
    for mode in ("rail", "road"):
        graph = base.load_base(mode)
        for row in dataset().false_links:
            if row.mode != mode or row.confidence != "derived":
                continue
            ends = [(row.a_lon, row.a_lat), (row.b_lon, row.b_lat)]
            nodes = [
                int(np.argmin(great_circle_km(graph.node_lon, graph.node_lat, *end)))
                for end in ends
            ]
            between = np.isin(graph.edge_tail, nodes) & np.isin(graph.edge_head, nodes)
            lengths = [*graph.edge_km[between], float(great_circle_km(*ends[0], *ends[1]))]
            assert min(abs(km - row.network_km) for km in lengths) < 0.2, row.id


def test_a_derived_row_is_shown_or_counted_as_an_estimate() -> None:
    derived = Derived(dataset())
    for key, row in dataset().cited.items():
        if row.confidence != "derived":
            assert key not in derived.unearned
            continue
        cells = dataset().texts[row.table].by_id[row.id]
        columns = main_columns(dataset(), row.table, cells)
        shown = all(derived.follows((row.table, row.id, c)) for c in columns)
        if columns and row.id not in derived.by_kind.get(row.table, ()):
            assert shown == (key not in derived.unearned)


def test_the_tables_refuse_what_speaks_of_nothing() -> None:
    tables = load_all()
    schema = tables["derivations"].schema
    row = dict.fromkeys(schema.names, "")
    row |= {"id": "fx.eur.per_usd", "of_table": "fx", "row_id": "EUR", "column": "per_usd"}
    whole = {**row, "kind": "sum_of_total", "id": "fx.sum_of_total"}
    assert {c.column for c in clashes(schema, {**row, "kind": "formula"})} == {"formula"}
    assert {c.column for c in clashes(schema, whole)} == {"row_id", "column"}
    wrong = {**row, "id": "fx.sum_of_total", "kind": "formula", "formula": "a"}
    assert {c.column for c in clashes(schema, wrong)} == {"id"}
    for column in ("of_table", "row_id", "column"):
        bad = {**row, column: "nothing"}
        held = {**tables, "derivations": replace(tables["derivations"], rows=(bad,))}
        assert {c.column for c in evidence_complaints(held)} == {column}


def test_rows_that_change_their_confidence_alone_are_counted() -> None:
    real = dataset()
    commit, before = base()
    assert commit == "879e258"
    assert len(before) > 4000
    row = real.texts["speeds"].by_id["ir_truck"]
    now = {**row, "confidence": "published"}
    assert digest(now) == digest(row) == digest({**row, "note": "x", "new_column": ""})
    assert digest({**row, "swod_typical_kmh": "1"}) != digest(row)
    assert digest({**row, "source_id": "x"}) != digest(row)
    rows = tuple(now if r is row else r for r in real.texts["speeds"].rows)
    texts = {**real.texts, "speeds": replace(real.texts["speeds"], rows=rows)}
    found = moved(replace(real, texts=texts))
    here = [m for m in found if m.key == "speeds:ir_truck"]
    if before["speeds:ir_truck"][1] == digest(row):
        assert [(m.before, m.now) for m in here] == [("estimate", "published")]
    assert kept_tables(real)[0][2][-1][-1] == str(len(moved(real)))


@pytest.fixture(scope="module")
def few() -> asked.Standing:
    """Standing answers from two places."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asked, "ORIGINS", ("kabul", "lahore"))
        return asked.Standing(engine())


def test_shares_are_those_of_each_answer_taken_alike(few: asked.Standing) -> None:
    for figure in ("cost", "time"):
        assert math.isclose(sum(few.shares(figure).values()), 1.0)
        answers = sum(w.share for w in few.weights if w.figure == figure)
        assert math.isclose(answers, 6 - len(few.failed))


def test_what_rests_on_a_row_that_nothing_shows_is_an_estimate(few: asked.Standing) -> None:
    real: Dataset = dataset()
    unearned = Derived(real).unearned
    for weight in few.weights:
        guessed = any(k in unearned or real.cited[k].is_estimate for k in weight.rows)
        named = {dict(real.cited[k].confidence_of).get(weight.figure) for k in weight.rows}
        if guessed and named == {None}:
            assert weight.kind == "estimate", weight


def test_gaps_print_one_document(few: asked.Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "Standing", lambda *_: few)
    run = CliRunner().invoke(app, ["sources", "--gaps", "--json"])
    assert run.exit_code == 0, run.output
    tables = json.loads(run.stdout)
    first = next(iter(tables.values()))
    assert [row["rests on"] for row in first] == list(asked.CLASSES)
