"""Derived rows that are worked out for a whole table: from other tables, or by the build."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from corridor.checks.components import off_network, parts_of
from corridor.geo import great_circle_km
from corridor.graph.corridor_graph import CorridorGraph
from corridor.graph.reports import CrossingFit, HubFit, PocketFit, SectionFit, read_report
from corridor.graph.store import read_arrays
from corridor.model.status import Built
from corridor.tables.dataset import Dataset
from corridor.tables.read import graphs_dir

# A share of a total is rounded to the km; so is what was measured, or to this share of it.
_ROUNDED_KM = 0.5
_ROUNDED = 0.01
# The base network that lengths were measured on.
_BASE = "scgraph-data"


def rows_by_kind(dataset: Dataset) -> Mapping[str, frozenset[str]]:
    """Rows that the kinds of `derivations` work out, by table."""
    found: dict[str, frozenset[str]] = {}
    for row in dataset.derivations:
        work = _WORK.get((row.kind, row.of_table))
        if work is not None:
            known = found.get(row.of_table, frozenset())
            found[row.of_table] = known | frozenset(work(dataset, graphs_dir()))
    return found


def _lengths(dataset: Dataset, *, built: bool) -> dict[tuple[frozenset[str], str], Sequence[str]]:
    found: dict[tuple[frozenset[str], str], list[str]] = {}
    for section in dataset.sections:
        if not built or section.status == Built.OPEN:
            ends = frozenset((section.from_id, section.to_id))
            found.setdefault((ends, section.mode), []).append(section.id)
    return dict(found)


def _shares(dataset: Dataset, _: Path) -> Iterator[str]:
    """Sections of the chains that add up to a published total within the rounding of each."""
    known = _lengths(dataset, built=False)
    for total in dataset.totals:
        pairs = [known.get((frozenset(p), total.mode)) for p in pairwise(total.via)]
        if total.confidence not in ("published", "reported") or not all(pairs):
            continue
        chain = [ids[0] for ids in pairs if ids]
        summed = sum(dataset.section[s].length_km for s in chain)
        if abs(summed - total.length_km) <= _ROUNDED_KM * len(chain) + 1e-9:
            yield from chain


def _joined(dataset: Dataset, _: Path) -> Iterator[str]:
    """Chains whose places are joined by open sections, one after the other."""
    open_pairs = {ends for ends, _ in _lengths(dataset, built=True)}
    for chain in dataset.chains:
        if all(frozenset(pair) in open_pairs for pair in pairwise(chain.via)):
            yield chain.id


def _by_tests(table: str) -> Callable[[Dataset, Path], Iterator[str]]:
    """Every row of a table that the tests work out with a package the program does not carry."""
    return lambda dataset, _: (row.id for row in getattr(dataset, table))


def _measured(dataset: Dataset, folder: Path) -> Iterator[str]:
    """Sections said to be measured on the base network that the build measures alike."""
    for fit in read_report(folder, SectionFit):
        section = dataset.section.get(fit.section_id)
        if section is None or not section.source_id.startswith(_BASE):
            continue
        most = max(_ROUNDED_KM, _ROUNDED * section.length_km)
        if abs(fit.network_km - section.length_km) <= most:
            yield section.id


def _posts(dataset: Dataset, folder: Path) -> Iterator[str]:
    """Posts whose position the build finds at the border and on their line, as near as they say."""
    for fit in read_report(folder, CrossingFit):
        post = dataset.crossing.get(fit.crossing_id)
        near = post.position_km if post is not None else None
        if post is not None and near is not None and max(fit.border_km, fit.line_km) <= near:
            yield post.id


def _near_posts(
    dataset: Dataset, folder: Path
) -> Iterator[tuple[str, str, str, tuple[float, float], float]]:
    """Both places, section, position and breadth of the posts that the build finds."""
    for name in _posts(dataset, folder):
        post = dataset.crossing[name]
        at = post.lon, post.lat
        yield post.hub_a, post.hub_b, post.section_id, at, post.position_km or 0.0


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(great_circle_km(*one, *other))


def _border_places(dataset: Dataset, folder: Path) -> Iterator[str]:
    """Places at a post that the build finds, and nodes of the base network, as near as they say."""
    posts: dict[str, list[tuple[tuple[float, float], float]]] = {}
    for one, two, _, at, km in _near_posts(dataset, folder):
        for name in (one, two):
            posts.setdefault(name, []).append((at, km))
    snapped = {f.hub_id for f in read_report(folder, HubFit) if f.how == "node" and f.snap_km == 0}
    for hub in dataset.hubs:
        here = hub.lon, hub.lat
        at_post = any(_km(here, at) <= hub.accuracy_km + km for at, km in posts.get(hub.id, ()))
        if at_post or (hub.source_id.startswith(_BASE) and hub.id in snapped):
            yield hub.id


def _bridges(dataset: Dataset, folder: Path) -> Iterator[str]:
    """Bridges at the post of their section, as near as they say."""
    posts = {section: (at, km) for _, _, section, at, km in _near_posts(dataset, folder)}
    for bridge in dataset.river_bridges:
        if bridge.section_id in posts:
            at, km = posts[bridge.section_id]
            here = bridge.lon, bridge.lat
            if _km(here, at) <= bridge.accuracy_km + km:
                yield bridge.id


def _pockets(dataset: Dataset, folder: Path) -> Iterator[str]:
    """Pockets no deeper than they say."""
    deep = {(f.piece_id, f.neighbour): f.most_km for f in read_report(folder, PocketFit)}
    for row in dataset.border_pockets:
        if (
            found := deep.get((row.section_id, row.neighbour))
        ) is not None and found <= row.most_km:
            yield row.id


def _parts(dataset: Dataset, folder: Path) -> Iterator[str]:
    """Parts of the network and places off it, as the graph and its report have them."""
    graph = CorridorGraph.of(read_arrays(folder / "corridor.npz"))
    parts = parts_of(graph, dataset)
    off = {(mode, hub) for mode, hub, _ in off_network(read_report(folder, HubFit))}
    for row in dataset.components:
        if row.level == "base":
            held = (row.mode, row.hub_id) in off
        else:
            held = any(
                (p.mode, p.country) == (row.mode, row.country) and row.hub_id in p.places
                for p in parts
            )
        if held:
            yield row.id


_WORK: Mapping[tuple[str, str], Callable[[Dataset, Path], Iterator[str]]] = {
    ("sum_of_total", "sections"): _shares,
    ("joined_by_sections", "chains"): _joined,
    ("zone_of_position", "time_zones"): _by_tests("time_zones"),
    ("dates_of_package", "feast_days"): _by_tests("feast_days"),
    ("in_base_network", "false_links"): _by_tests("false_links"),
    ("in_build_report", "sections"): _measured,
    ("in_build_report", "crossings"): _posts,
    ("in_build_report", "hubs"): _border_places,
    ("in_build_report", "river_bridges"): _bridges,
    ("in_build_report", "border_pockets"): _pockets,
    ("in_build_report", "components"): _parts,
}
