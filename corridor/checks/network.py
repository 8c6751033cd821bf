"""Lengths against references and published totals; sections whose line is not settled."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from corridor.checks.components import component_rule
from corridor.checks.lines import drawn_sections, shared_rule, turn_rule, water_rule
from corridor.checks.posts import bridge_rule, join_rule, pocket_rule, post_rule, through_rule
from corridor.checks.published import published_rule
from corridor.checks.track import break_rule, planned_rule, track_rule
from corridor.graph.corridor_graph import CorridorGraph
from corridor.graph.lines import read_lines
from corridor.graph.reports import (
    BridgeFit,
    CrossingFit,
    Finding,
    HubFit,
    PocketFit,
    ReferenceFit,
    SectionFit,
    read_report,
)
from corridor.graph.store import read_arrays, read_manifest
from corridor.model.mode import LAND_MODES, Mode
from corridor.model.status import NOT_BUILT, Built
from corridor.tables.dataset import Dataset
from corridor.tables.records import NetworkReference, Section, Total
from corridor.text_table import columns

# A published total and the sum of its chain may differ by this share.
TOTAL_TOLERANCE = 0.03
# So many of them may be off with an explanation instead.
_EXPLAINED_MOST = 3
_SHORTEST_KM = 30.0
# A reference judges the network if this little of its way was typed in, and this little runs in a
# mountain box whose factor was fitted to the very road.
_TYPED_MOST = 0.02
_FITTED_MOST = 0.10
# Greatest median and greatest p95 by mode.
_TARGETS = {Mode.RAIL: (0.02, 0.07), Mode.ROAD: (0.035, 0.12)}
# What stands behind a length, the best first.
CONFIDENCES = ("published", "reported", "derived", "estimate")
Ruled = tuple[list[str], bool]


def findings(dataset: Dataset, folder: Path, worst: int) -> tuple[str, bool]:
    """
    The text of `corridor check network` and whether a rule failed.

    Parameters
    ----------
    dataset
        Source tables.
    folder
        graphs/ with its build reports.
    worst
        How many of the worst sections to show.
    """
    manifest = read_manifest(folder)
    totals, failed = _totals(dataset)
    references = read_report(folder, ReferenceFit)
    sections = read_report(folder, SectionFit)
    left = read_report(folder, Finding)
    targets, missed = _targets(dataset, references)
    rules = _rules(dataset, folder, left)
    farthest, unexplained = _worst_references(dataset, references, worst)
    parts = [
        [f"Graph {manifest.content_hash[:12]}, data of {manifest.data_date}"],
        _kilometres(dataset),
        _chains(dataset, sections),
        _residuals(dataset, references),
        targets,
        farthest,
        _changed_references(dataset),
        totals,
        *(lines for lines, _ in rules),
        _sections(sections, worst),
        _network(left, worst),
    ]
    broken = failed or missed or unexplained or any(f for _, f in rules)
    return "\n".join("\n".join(p) + "\n" for p in parts).rstrip(), broken


def _rules(dataset: Dataset, folder: Path, report: Sequence[Finding]) -> list[Ruled]:
    """The rules on connectivity, posts, lines, track and planned links: lines, and whether failed."""
    graph = CorridorGraph.of(read_arrays(folder / "corridor.npz"))
    drawn = drawn_sections(dataset, read_lines(folder))
    return [
        post_rule(graph, dataset, read_report(folder, CrossingFit)),
        component_rule(graph, dataset, read_report(folder, HubFit)),
        join_rule(report),
        bridge_rule(dataset, read_report(folder, BridgeFit)),
        pocket_rule(dataset, read_report(folder, PocketFit)),
        through_rule(dataset),
        published_rule(dataset),
        water_rule(drawn),
        turn_rule(dataset, drawn),
        shared_rule(dataset, drawn),
        track_rule(dataset),
        break_rule(dataset),
        planned_rule(dataset),
    ]


def _kilometres(dataset: Dataset) -> list[str]:
    """Kilometres of open sections by country, mode and confidence."""
    names = CONFIDENCES
    sums: dict[tuple[str, str], dict[str, float]] = {}
    for section in dataset.sections:
        if section.status != Built.OPEN:
            continue
        country = dataset.hub[section.from_id].country
        cell = sums.setdefault((section.mode, country), dict.fromkeys(names, 0.0))
        cell[section.confidence] += section.length_km
    rows = [("mode", "country", *(f"{n} km" for n in names), "published or derived")]
    for (mode, country), cell in sorted(sums.items()):
        whole = sum(cell.values())
        backed = (whole - cell[names[-1]]) / whole
        rows.append((mode, country, *(f"{cell[n]:,.0f}" for n in names), f"{backed:.0%}"))
    return ["Open sections by what stands behind their length", *columns(rows)]


def _chains(dataset: Dataset, report: Sequence[SectionFit]) -> list[str]:
    """Kilometres of the main chains by what stands behind them, and how much is drawn coarse."""
    coarse = {r.section_id: r.coarse_km for r in report}
    unsettled = {r.section_id for r in report if r.accepted == "no"}
    found: dict[frozenset[str], list[Section]] = {}
    for row in dataset.sections:
        found.setdefault(frozenset((row.from_id, row.to_id)), []).append(row)
    rows: list[tuple[str, ...]] = [
        (
            *("chain", "km", "published", "reported", "derived", "estimate"),
            *("published share", "backed", "coarse km", "of it unsettled"),
        )
    ]
    for chain in dataset.chains:
        sums = dict.fromkeys(CONFIDENCES, 0.0)
        drawn_coarse = off_row = 0.0
        for a, b in itertools.pairwise(chain.via):
            section = _of_mode(found.get(frozenset((a, b)), []), chain.mode)
            if section is None:
                rows.append((chain.id, f"no section {a} - {b}", *[""] * 8))
                break
            sums[section.confidence] += section.length_km
            drawn_coarse += coarse.get(section.id, 0.0)
            off_row += coarse.get(section.id, 0.0) if section.id in unsettled else 0.0
        else:
            whole = sum(sums.values())
            published, _, _, estimate = sums.values()
            rows.append(
                (
                    chain.id,
                    f"{whole:,.0f}",
                    *(f"{v:,.0f}" for v in sums.values()),
                    f"{published / whole:.0%}",
                    f"{(whole - estimate) / whole:.0%}",
                    f"{drawn_coarse:,.0f}",
                    f"{off_row:,.0f}",
                )
            )
    return [
        (
            "Main chains by what stands behind their length; coarse are straight pieces over 30 km"
            " and lines that do not fit their row"
        ),
        *columns(rows),
    ]


def _of_mode(sections: Sequence[Section], mode: str) -> Section | None:
    """The section of a chain's mode; rail before road on a mixed chain."""
    wanted = LAND_MODES if mode == "mixed" else (mode,)
    usable = [s for m in wanted for s in sections if s.mode == m and s.status == Built.OPEN]
    return usable[0] if usable else None


def _residuals(dataset: Dataset, report: Iterable[ReferenceFit]) -> list[str]:
    """Errors of the repaired network on references that hold no typed-in length."""
    by_id = {r.id: r for r in dataset.network_reference}
    kept = [(by_id[r.reference_id], r) for r in report if r.reference_id in by_id]
    rows: list[tuple[str, ...]] = [
        ("mode", "list", "n", "no way", "mean", "median", "p95", "within 5 %", "within 10 %")
    ]
    for mode in LAND_MODES:
        for name, frozen in (("frozen (first figures)", True), ("corrected", False)):
            for how in ("raw", "with factor"):
                pairs = [
                    (
                        _reference_km(ref, frozen=frozen),
                        row.network_km if how == "raw" else row.factored_km,
                    )
                    for ref, row in kept
                    if ref.mode == mode and _held_out(row) and _counts(ref, frozen=frozen)
                ]
                rows.append((mode, f"{name}, {how}", *_statistics(pairs)))
    return [
        (
            f"Network length against references of {_SHORTEST_KM:g} km and more, held out: no length of"
            f" their way typed in (over {_TYPED_MOST:.0%}) or fitted to it (over {_FITTED_MOST:.0%})"
        ),
        *columns(rows),
    ]


def _targets(dataset: Dataset, report: Iterable[ReferenceFit]) -> tuple[list[str], bool]:
    """The targets on the corrected list: rail as measured, road with the country's factor."""
    by_id = {r.id: r for r in dataset.network_reference}
    lines = ["Targets (corrected list, rail as measured, road with factor)"]
    missed = False
    kept = [(by_id[r.reference_id], r) for r in report if r.reference_id in by_id]
    for mode, (median, p95) in _TARGETS.items():
        sizes = [
            abs(row.judged_km / ref.length_km - 1)
            for ref, row in kept
            if ref.mode == mode
            and _held_out(row)
            and _counts(ref, frozen=False)
            and row.judged_km > 0
        ]
        found = (float(np.median(sizes)), float(np.percentile(sizes, 95)))
        ok = found[0] <= median and found[1] <= p95
        missed = missed or not ok
        lines.append(
            f"  {mode}: median {found[0]:.1%} (at most {median:.1%}), p95 {found[1]:.1%}"
            f" (at most {p95:.1%}): {'met' if ok else 'MISSED'}"
        )
    return lines, missed


def _changed_references(dataset: Dataset) -> list[str]:
    """References whose figure was changed after network values were seen."""
    rows: list[tuple[str, ...]] = [("reference", "first km", "now km", "why")]
    rows += [
        (r.id, f"{r.first_length_km:g}", f"{r.length_km:g}", r.note[:90])
        for r in dataset.network_reference
        if r.first_length_km is not None and r.first_length_km != r.length_km
    ]
    return ["Changed references", *columns(rows)]


def _held_out(row: ReferenceFit) -> bool:
    """Whether the way of a reference holds no length that was typed in or fitted to it."""
    return row.typed_share <= _TYPED_MOST and row.fitted_share <= _FITTED_MOST


def _worst_references(
    dataset: Dataset, report: Iterable[ReferenceFit], worst: int
) -> tuple[list[str], bool]:
    """The held-out references farthest off, each with its reason; a missing reason fails."""
    by_id = {r.id: r for r in dataset.network_reference}
    found: list[tuple[float, NetworkReference, float]] = []
    for row in report:
        ref, km = by_id[row.reference_id], row.judged_km
        if _held_out(row) and _counts(ref, frozen=False):
            found.append((abs(km / ref.length_km - 1), ref, km))
    found.sort(key=lambda f: (-f[0], f[1].id))
    rows = [
        (ref.id, f"{ref.length_km:g}", f"{km:.0f}", f"{off:.0%}", ref.reason or "NO REASON")
        for off, ref, km in found[:worst]
    ]
    header = ("reference", "km", "network km", "off by", "reason")
    title = f"The {len(rows)} held-out references farthest off (rail as measured, road with factor)"
    return [title, *columns([header, *rows])], any(not f[1].reason for f in found[:worst])


def _reference_km(ref: NetworkReference, *, frozen: bool) -> float:
    return ref.first_length_km or ref.length_km if frozen else ref.length_km


def _counts(ref: NetworkReference, *, frozen: bool) -> bool:
    if frozen and ref.reference_status == "added_later":
        return False
    return _reference_km(ref, frozen=frozen) >= _SHORTEST_KM


def _statistics(pairs: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    found = [(ref, km) for ref, km in pairs if km > 0]
    if not found:
        return (str(len(pairs)), str(len(pairs)), "", "", "", "", "")
    errors = np.array([km / ref - 1 for ref, km in found])
    size = np.abs(errors)
    return (
        str(len(pairs)),
        str(len(pairs) - len(found)),
        f"{errors.mean():+.1%}",
        f"{np.median(size):.1%}",
        f"{np.percentile(size, 95):.1%}",
        f"{(size <= 0.05).mean():.0%}",
        f"{(size <= 0.10).mean():.0%}",
    )


def _totals(dataset: Dataset) -> tuple[list[str], bool]:
    """Each published total against the sum of its chain."""
    length = {frozenset((s.from_id, s.to_id, s.mode)): s.length_km for s in dataset.sections}
    rows = [("total", "published km", "chain km", "difference", "verdict")]
    failed = False
    explained = 0
    for total in dataset.totals:
        chain = _chain_km(total, length)
        if chain is None:
            rows.append((total.id, f"{total.length_km:g}", "-", "-", "chain is broken"))
            failed = True
            continue
        off = chain / total.length_km - 1
        verdict = "ok"
        if abs(off) > TOTAL_TOLERANCE:
            verdict = f"explained: {total.exempt_reason}" if total.exempt_reason else "OFF"
            failed = failed or not total.exempt_reason
            explained += bool(total.exempt_reason)
        rows.append((total.id, f"{total.length_km:g}", f"{chain:g}", f"{off:+.1%}", verdict))
    return [
        (
            f"Published totals against their chains (tolerance {TOTAL_TOLERANCE:.0%}):"
            f" {len(dataset.totals)}, of which {explained} explained (at most {_EXPLAINED_MOST})"
        ),
        *columns(rows),
    ], failed or explained > _EXPLAINED_MOST


def _chain_km(total: Total, length: dict[frozenset[str], float]) -> float | None:
    steps = [
        length.get(frozenset((a, b, total.mode)))
        for a, b in zip(total.via, total.via[1:], strict=False)
    ]
    if not steps or any(s is None for s in steps):
        return None
    return round(sum(s for s in steps if s is not None), 1)


def _sections(report: Sequence[SectionFit], worst: int) -> list[str]:
    """Sections whose network path does not fit their row, the farthest off first."""
    open_rows = [r for r in report if r.reason not in NOT_BUILT]
    off = [r for r in open_rows if r.accepted == "no"]
    off.sort(key=lambda r: -abs(r.ratio - 1))
    coarse = sum(r.coarse_km > 0 for r in open_rows)
    return [
        (
            f"Lines of {len(open_rows)} built sections: {len(open_rows) - len(off)} fit their row"
            f" (0.85 to 1.10), {len(off)} do not, {coarse} are coarse somewhere."
            f" The worst {min(worst, len(off))}:"
        ),
        *columns(
            [
                ("section", "network km", "ratio", "reason"),
                *(
                    (r.section_id, f"{r.network_km:.1f}", f"{r.ratio:.3f}", r.reason)
                    for r in off[:worst]
                ),
            ]
        ),
    ]


def _network(report: Sequence[Finding], worst: int) -> list[str]:
    """What the build left out or could not place, by kind."""
    lines = ["What the build joined, left out or could not place"]
    for kind in dict.fromkeys(r.kind for r in report):
        rows = [r for r in report if r.kind == kind]
        lines.append(f"  {kind}: {len(rows)}")
        shown = rows if kind in ("component", "crossing", "join over 2 km") else rows[:worst]
        lines += [f"    {r.mode} {r.subject} {r.finding}".rstrip() for r in shown]
    return lines
