"""What the network page draws: rows of the tables as plain records, lines packed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from corridor.analysis.states import State, age_days, crossing_state, states_on
from corridor.graph.corridor_graph import CorridorGraph, border_end
from corridor.graph.lines import Lines
from corridor.model.band import Band
from corridor.model.ref import Ref, RefKind
from corridor.report.map.lines import Drawing, LonLat, Piece, packed, split_coarse
from corridor.tables.library import Library
from corridor.tables.records import Closure, Crossing, Hub
from corridor.tables.row import Cited

Record = dict[str, Any]


def network_data(
    library: Library, graph: CorridorGraph, lines: Lines, *, on: date
) -> tuple[Record, Drawing]:
    """
    Collect everything the page shows.

    Parameters
    ----------
    library, graph, lines
        Tables, compiled graph (border positions, pieces of sections) and drawn lines.
    on
        The day for which crossings, ports, sections and passages are judged.

    Returns
    -------
    record, drawing
        The record goes into the page as JSON; `drawing.legs[0]` numbers the pieces of
        each section, `drawing.legs[1]` those of each sea service, both in table order.
    """
    states = states_on(library, on)
    found = network_drawing(library, graph, lines)
    cited: list[Cited] = [
        *library.sections, *library.crossings, *library.closures, *library.ports,
        *library.terminals, *library.sea_services, *library.hubs,
    ]  # fmt: skip
    wanted = {row.source_id for row in cited}
    record = {
        "on": on.isoformat(),
        "drawing": packed(found),
        "sections": _sections(library, states, on),
        "sea": _sea(library),
        "hubs": _hubs(library),
        "crossings": [
            crossing_record(library, graph, crossing, states, on) for crossing in library.crossings
        ],
        "ports": _ports(library, states, on),
        "terminals": _terminals(library),
        "passages": _passages(states, on),
        "sources": {
            source.id: [source.title, source.publisher, source.url]
            for source in library.sources
            if source.id in wanted
        },
    }
    return record, found


def network_drawing(library: Library, graph: CorridorGraph, lines: Lines) -> Drawing:
    """Pieces of all sections and sea services; sea lanes are straight by nature, not coarse."""
    parts: dict[str, list[str]] = {}
    for piece, section in zip(graph.piece_id.tolist(), graph.piece_section.tolist(), strict=True):
        parts.setdefault(section, []).append(piece)
    held = set(lines.line_id.tolist())
    numbers: dict[Piece, int] = {}
    sections: list[tuple[int, ...]] = []
    for row in library.sections:
        runs = [(ref, lines.line(ref)) for ref in sorted(parts.get(row.id, ())) if ref in held]
        if not runs:
            # Newer than the graph: only its ends are known.
            ends = library.hub[row.from_id], library.hub[row.to_id]
            pieces = [Piece(tuple((h.lon, h.lat) for h in ends), coarse=True)]
        else:
            pieces = [piece for ref, run in runs for piece in _pieces(run, lines.is_coarse(ref))]
        sections.append(tuple(numbers.setdefault(p, len(numbers)) for p in pieces))
    sea: list[tuple[int, ...]] = []
    for service in library.sea_services:
        ref = f"sea:{service.id}"
        ports = library.hub[service.from_port], library.hub[service.to_port]
        lane = lines.line(ref) if ref in held else [(h.lon, h.lat) for h in ports]
        piece = Piece(tuple(lane), coarse=ref not in held)
        sea.append((numbers.setdefault(piece, len(numbers)),))
    return Drawing(tuple(numbers), (tuple(sections), tuple(sea)))


def _pieces(run: list[LonLat], coarse: bool) -> list[Piece]:
    return [Piece(tuple(run), coarse=True)] if coarse else split_coarse(run)


def place_of(graph: CorridorGraph, crossing: Crossing) -> LonLat:
    """Where a crossing stands, degrees lon/lat: the graph's border point, or its row's."""
    at = graph.place_index.get(border_end(crossing.id, crossing.country_a))
    if at is not None:
        return round(float(graph.place_lon[at]), 4), round(float(graph.place_lat[at]), 4)
    return crossing.lon, crossing.lat


def crossing_record(
    library: Library,
    graph: CorridorGraph,
    crossing: Crossing,
    states: Mapping[Ref, State],
    on: date,
) -> Record:
    """One crossing with its state on the day and the evidence."""
    state = crossing_state(crossing, states)
    lon, lat = place_of(graph, crossing)
    return {
        "id": crossing.id,
        "name": crossing.name,
        "mode": crossing.mode,
        "sides": [
            [crossing.name_a, crossing.country_a, crossing.hub_a],
            [crossing.name_b, crossing.country_b, crossing.hub_b],
        ],
        "section": crossing.section_id,
        "gauge": crossing.gauge_mm,
        "cargo": crossing.cargo,
        "status": crossing.status,
        "lon": lon,
        "lat": lat,
        "state": state.word,
        "rows": closure_records(state.rows, on),
        "other": sum(
            row.subject == Ref(RefKind.CROSSING, crossing.id) and row not in state.rows
            for row in library.closures
        ),
        **_cited(crossing),
    }


def closure_records(rows: tuple[Closure, ...], on: date) -> list[Record]:
    """Closure rows as evidence: since when, for whom, how old the newest word of it is."""
    return [
        {
            "effect": row.effect,
            "cargo": row.cargo,
            "since": row.from_date.isoformat() if row.from_date else "",
            "until": row.to_date.isoformat() if row.to_date else "",
            "season": season_text(row),
            "delay_h": row.delay_h,
            "confirmed": row.last_confirmed,
            "age": age_days(row, on),
            "confidence": row.confidence,
            "source": row.source_id,
            "note": row.note,
        }
        for row in rows
    ]


def season_text(row: Closure) -> str:
    """'12-01 to 03-31' for a yearly period, '' for another."""
    if row.season_from is None or row.season_to is None:
        return ""
    return " to ".join(f"{month:02d}-{day:02d}" for month, day in (row.season_from, row.season_to))


def _cited(row: Cited) -> Record:
    return {
        "source": row.source_id,
        "as_of": row.as_of,
        "confidence": row.confidence,
        "note": row.note,
    }


def _held(state: State | None, on: date) -> Record:
    if state is None or state.word == "open":
        return {}
    return {"state": state.word, "rows": closure_records(state.rows, on)}


def _sections(library: Library, states: Mapping[Ref, State], on: date) -> list[Record]:
    return [
        {
            "id": row.id,
            "ends": [row.from_id, row.to_id],
            "line": row.line_name,
            "km": row.length_km,
            "mode": row.mode,
            "gauge": row.gauge_mm,
            "electrified": row.electrified,
            "status": row.status,
            "opens": row.opens_year,
            **_held(states.get(Ref(RefKind.SECTION, row.id)), on),
            **_cited(row),
        }
        for row in library.sections
    ]


def _sea(library: Library) -> list[Record]:
    return [
        {
            "id": row.id,
            "ends": [row.from_port, row.to_port],
            "both": row.both_directions,
            "name": row.name,
            "kind": row.kind,
            "status": row.status,
            "nm": row.distance_nm,
            "days": _band(row.transit_days),
            "weekly": row.sailings_per_week,
            "passages": row.passages,
            **_cited(row),
        }
        for row in library.sea_services
    ]


def _hubs(library: Library) -> list[Record]:
    spellings: dict[str, list[str]] = {}
    for alias in library.place_names:
        spellings.setdefault(alias.hub_id, []).append(alias.name)
    return [_hub(hub, spellings.get(hub.id, [])) for hub in library.hubs]


def _hub(hub: Hub, aliases: list[str]) -> Record:
    return {
        "id": hub.id,
        "name": hub.name,
        "country": hub.country,
        "kind": hub.kind,
        "lon": hub.lon,
        "lat": hub.lat,
        "accuracy_km": hub.accuracy_km,
        "unlocode": hub.unlocode,
        "aliases": list(dict.fromkeys(name for name in aliases if name != hub.name)),
        **_cited(hub),
    }


def _ports(library: Library, states: Mapping[Ref, State], on: date) -> list[Record]:
    return [
        {
            "id": row.id,
            "name": row.name,
            "service": row.container_service,
            "rail": row.rail_served,
            "dwell_in": _band(row.dwell_in_days),
            "dwell_out": _band(row.dwell_out_days),
            "draught_m": row.draught_m,
            **_held(states.get(Ref(RefKind.PORT, row.id)), on),
            **_cited(row),
        }
        for row in library.ports
    ]


def _terminals(library: Library) -> list[Record]:
    return [
        {
            "hub": row.hub_id,
            "name": row.name,
            "change": [[row.mode_a, row.gauge_a_mm], [row.mode_b, row.gauge_b_mm]],
            "cargo": row.cargo,
            "hours": _band(row.handling_h),
            "hours_guess": row.hours_confidence == "estimate",
            "usd": _band(row.cost_usd),
            "usd_guess": row.cost_confidence == "estimate",
            "unit": row.cost_unit,
            "transit": row.open_to_transit,
            **_cited(row),
        }
        for row in library.terminals
    ]


def _passages(states: Mapping[Ref, State], on: date) -> list[Record]:
    return [
        {"name": subject.id, **_held(state, on)}
        for subject, state in sorted(states.items())
        if subject.kind is RefKind.PASSAGE and state.word != "open"
    ]


def _band(spread: Band[float]) -> list[float]:
    return [spread.low, spread.typical, spread.high]
