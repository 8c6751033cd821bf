"""The build's reports as CSV text: sections, references, places and what was left out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from corridor.build import place_reports
from corridor.build.network.countries import CountryLookup
from corridor.graph.reports import (
    BridgeFit,
    CrossingFit,
    Finding,
    HubFit,
    PocketFit,
    ReferenceFit,
    Report,
    SectionFit,
)

if TYPE_CHECKING:
    from corridor.build.network.records import NetworkBuild, SectionLine
    from corridor.tables.dataset import Dataset


def as_csv(shape: type[Report], rows: Iterable[Sequence[str]]) -> str:
    """CSV text of rows as wide as their shape."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(shape.__struct_fields__)
    writer.writerows(rows)
    return text.getvalue()


def section_report(lines: Iterable[SectionLine], coarse: Mapping[str, float]) -> str:
    """How each section's network path fits its row, and how much of its line is drawn coarse."""
    rows = []
    for line in lines:
        rows.append(
            (
                line.id,
                f"{line.network_km:.1f}",
                f"{line.ratio:.3f}",
                "yes" if line.accepted else "no",
                f"{coarse.get(line.id, 0.0):.1f}",
                line.reason,
            )
        )
    return as_csv(SectionFit, sorted(rows))


def reference_report(rows: Sequence[ReferenceFit]) -> str:
    """Each reference length against the network."""
    return as_csv(
        ReferenceFit,
        [
            (
                r.reference_id,
                r.mode,
                f"{r.reference_km:g}",
                f"{r.network_km:.1f}",
                f"{r.factored_km:.1f}",
                f"{r.typed_share:.3f}",
                f"{r.fitted_share:.3f}",
            )
            for r in rows
        ],
    )


def network_report(network: NetworkBuild) -> str:
    """What the build joined, left out or could not place."""
    rows: list[tuple[str, ...]] = []
    for part in network.components:
        rows.append(
            (
                "component",
                part.mode,
                part.country,
                (
                    f"{part.nodes} nodes, {part.edges} edges, {part.km:.0f} km, {part.parts} parts,"
                    f" {part.in_main_share:.1%} in the main part"
                ),
            )
        )
    for hub in network.placements:
        if hub.how in ("unplaced", "far"):
            rows.append(("hub", hub.mode, hub.hub_id, f"{hub.how}, {hub.snap_km:.1f} km"))
    for match in network.crossings:
        if match.reason:
            rows.append(("crossing", match.mode, match.crossing_id, match.reason))
    for drop in network.dropped_crossings:
        rows.append(
            (
                "dropped border edge",
                drop.mode,
                f"{drop.country_a}-{drop.country_b}",
                (
                    f"{drop.lon_a:.3f},{drop.lat_a:.3f} - {drop.lon_b:.3f},{drop.lat_b:.3f},"
                    f" {drop.km:.1f} km: no declared crossing"
                ),
            )
        )
    for join in network.joins:
        if join.km > 2:
            rows.append(
                (
                    "join over 2 km",
                    join.mode,
                    join.country,
                    f"{join.rule}, {join.km:.1f} km at {join.lon_a:.3f},{join.lat_a:.3f}",
                )
            )
    rows += [("note", "", "", n) for n in network.notes]
    return as_csv(Finding, rows)


def place_reports_of(
    dataset: Dataset, network: NetworkBuild, lines: place_reports.Lines
) -> dict[str, str]:
    """Reports on posts, bridges, hubs and lines abroad, by file name."""
    crossings = place_reports.crossing_rows(dataset, network)
    pockets = place_reports.pocket_rows(dataset, lines, CountryLookup())
    return {
        CrossingFit.file: as_csv(CrossingFit, crossings),
        BridgeFit.file: as_csv(BridgeFit, place_reports.bridge_rows(dataset, network, lines)),
        HubFit.file: as_csv(HubFit, place_reports.hub_rows(network)),
        PocketFit.file: as_csv(PocketFit, pockets),
    }
