"""What is estimated or empty: by table, and country x mode x speed, rate, CO2."""

from __future__ import annotations

from dataclasses import fields

from corridor.model.mode import Mode
from corridor.model.status import Built
from corridor.tables.dataset import Dataset
from corridor.tables.row import Cited

CONFIDENCES = ("published", "reported", "derived", "estimate")
Table = tuple[str, tuple[str, ...], list[tuple[str, ...]]]


def gap_rows(dataset: Dataset) -> list[Table]:
    """The tables that `corridor sources --gaps` prints."""
    return [_by_table(dataset), _matrix(dataset), _estimates(dataset)]


def _by_table(dataset: Dataset) -> Table:
    rows = []
    for field in fields(dataset):
        records = [r for r in getattr(dataset, field.name) if isinstance(r, Cited)]
        if records:
            counts = [sum(r.confidence == c for r in records) for c in CONFIDENCES]
            rows.append((field.name, str(len(records)), *(str(c) for c in counts)))
    return "Rows by confidence", ("table", "rows", *CONFIDENCES), rows


def corridor_cells(dataset: Dataset) -> list[tuple[str, str, str]]:
    """(country, mode, service) that the corridor uses: where sections run."""
    used = {
        (dataset.hub[h].country, s.mode)
        for s in dataset.sections
        for h in (s.from_id, s.to_id)
        if s.status == Built.OPEN
    }
    cells: list[tuple[str, str, str]] = []
    for country, mode in sorted(used):
        services = ("truck",) if mode == Mode.ROAD else ("block_train", "wagonload")
        cells += [(country, mode, service) for service in services]
    return cells


def cell_confidence(dataset: Dataset, country: str, mode: str, service: str) -> tuple[str, ...]:
    """Confidence of speed, rate and CO2 of a cell; 'empty' where no row stands."""
    speed = [
        s.confidence
        for s in dataset.speeds
        if (s.country, s.mode, s.service_class, s.line_id) == (country, mode, service, "")
    ]
    rate = [
        r.confidence
        for r in dataset.rates
        if (r.country, r.mode, r.service_class) == (country, mode, service)
    ]
    vehicle = "truck" if mode == Mode.ROAD else "train"
    carbon = [
        e.confidence
        for e in dataset.emissions
        if e.vehicle == vehicle and e.country in ("", country)
    ]
    return tuple(_worst(found) for found in (speed, rate, carbon))


def _worst(found: list[str]) -> str:
    return max(found, key=CONFIDENCES.index) if found else "empty"


def _matrix(dataset: Dataset) -> Table:
    rows = [
        (country, mode, service, *cell_confidence(dataset, country, mode, service))
        for country, mode, service in corridor_cells(dataset)
    ]
    return (
        "Country x mode: the weakest row behind speed, rate and CO2",
        ("country", "mode", "service", "speed", "rate", "CO2"),
        rows,
    )


def _estimates(dataset: Dataset) -> Table:
    rows: list[tuple[str, ...]] = []
    for field in fields(dataset):
        if field.name in ("place_names", "hubs", "network_reference"):
            continue
        rows += [
            (r.key, r.note[:110])
            for r in getattr(dataset, field.name)
            if isinstance(r, Cited) and r.is_estimate
        ]
    return "Estimated rows (places and spellings apart)", ("row", "method"), rows


def licence_rows() -> list[tuple[str, str, str]]:
    """Licences and credits of what ships."""
    return [
        ("code", "Apache-2.0", "corridor project"),
        (
            "graphs/ and the lines on maps",
            "ODbL 1.0",
            "(c) OpenStreetMap contributors, by way of scgraph_data and timezonefinder",
        ),
        ("place positions", "CC BY 4.0", "GeoNames, https://www.geonames.org"),
        ("place positions and lengths marked so", "ODbL 1.0", "(c) OpenStreetMap contributors"),
        ("base map", "public domain, ISC", "Natural Earth, world-atlas"),
        ("shores that lines are held against", "public domain", "Natural Earth 1:10m"),
        ("Leaflet on map pages", "BSD-2-Clause", "Volodymyr Agafonkin and contributors"),
        ("fonts of PDF and PNG", "Bitstream Vera, OFL 1.1", "DejaVu Sans, Noto Sans Arabic"),
        ("facts of data/", "facts, each with its source", "corridor sources"),
    ]
