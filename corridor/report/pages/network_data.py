"""What the network page shows of the tables, and the pieces of line that it draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import date
from typing import TypeVar

from msgspec import UNSET, Struct, UnsetType, convert, structs

from corridor.analysis.states import State, age_days, crossing_state, states_on
from corridor.graph.corridor_graph import CorridorGraph, border_end
from corridor.graph.lines import Lines
from corridor.model.ref import Ref, RefKind
from corridor.model.status import Built
from corridor.report.document import network as doc
from corridor.report.map.lines import Drawing, LonLat, Piece, split_coarse
from corridor.tables.dataset import Dataset
from corridor.tables.records import (
    Closure,
    Crossing,
    Port,
    SeaService,
    Section,
    Terminal,
)
from corridor.tables.row import Cited

States = Mapping[Ref, State]


def network_record(dataset: Dataset, graph: CorridorGraph, *, on: date) -> doc.NetworkRecord:
    """
    Collect what the page shows of the tables.

    Parameters
    ----------
    dataset, graph
        Tables, and the compiled graph, which knows where borders lie.
    on
        The day for which crossings, ports, sections and passages are judged.
    """
    states = states_on(dataset, on)
    cited: list[Cited] = [
        *dataset.sections, *dataset.crossings, *dataset.closures, *dataset.ports,
        *dataset.terminals, *dataset.sea_services, *dataset.hubs,
    ]  # fmt: skip
    wanted = {row.source_id for row in cited}
    return doc.NetworkRecord(
        on=on.isoformat(),
        sections=tuple(_section(row, states, on) for row in dataset.sections),
        sea=tuple(map(_service, dataset.sea_services)),
        hubs=_hubs(dataset),
        crossings=tuple(_crossing(dataset, graph, row, states, on) for row in dataset.crossings),
        ports=tuple(_port(row, states, on) for row in dataset.ports),
        terminals=tuple(map(_terminal, dataset.terminals)),
        passages=tuple(
            doc.PassageRecord(name=subject.id, state=state.word, rows=_evidence(state.rows, on))
            for subject, state in sorted(states.items())
            if subject.kind is RefKind.PASSAGE and state.word != "open"
        ),
        sources={s.id: (s.title, s.publisher, s.url) for s in dataset.sources if s.id in wanted},
    )


def network_drawing(dataset: Dataset, graph: CorridorGraph, lines: Lines) -> Drawing:
    """
    Pieces of all sections and sea services; sea lanes are straight by nature, not coarse.

    `legs[0]` numbers the pieces of each section, `legs[1]` those of each sea service, both in
    table order.
    """
    parts: dict[str, list[str]] = {}
    for piece, section in zip(
        graph.segment_id.tolist(), graph.segment_section.tolist(), strict=True
    ):
        parts.setdefault(section, []).append(piece)
    held = set(lines.line_id.tolist())
    numbers: dict[Piece, int] = {}

    def numbered(pieces: Iterable[Piece]) -> tuple[int, ...]:
        return tuple(numbers.setdefault(piece, len(numbers)) for piece in pieces)

    sections = tuple(
        numbered(_section_pieces(dataset, row, lines, held.intersection(parts.get(row.id, ()))))
        for row in dataset.sections
    )
    sea = tuple(numbered([_lane(dataset, row, lines, held)]) for row in dataset.sea_services)
    return Drawing(tuple(numbers), (sections, sea))


def _section_pieces(dataset: Dataset, row: Section, lines: Lines, refs: Set[str]) -> list[Piece]:
    if not refs:
        # Newer than the graph: only its ends are known.
        ends = dataset.hub[row.from_id], dataset.hub[row.to_id]
        return [Piece(tuple((h.lon, h.lat) for h in ends), coarse=True)]
    return [
        piece for ref in sorted(refs) for piece in _pieces(lines.line(ref), lines.is_coarse(ref))
    ]


def _lane(dataset: Dataset, row: SeaService, lines: Lines, held: Set[str]) -> Piece:
    ref = f"sea:{row.id}"
    if ref in held:
        return Piece(tuple(lines.line(ref)), coarse=False)
    ports = dataset.hub[row.from_port], dataset.hub[row.to_port]
    return Piece(tuple((h.lon, h.lat) for h in ports), coarse=True)


def _pieces(run: list[LonLat], coarse: bool) -> list[Piece]:
    return [Piece(tuple(run), coarse=True)] if coarse else split_coarse(run)


def place_of(graph: CorridorGraph, crossing: Crossing) -> LonLat:
    """Where a crossing stands, degrees lon/lat: the graph's border point, or its row's."""
    at = graph.place_index.get(border_end(crossing.id, crossing.country_a))
    if at is not None:
        return round(float(graph.place_lon[at]), 4), round(float(graph.place_lat[at]), 4)
    return crossing.lon, crossing.lat


T = TypeVar("T", bound=Struct)


def _taken(shape: type[T], row: Cited) -> T:
    """The fields of a row that a page shows."""
    return convert(row, shape, from_attributes=True)


def _crossing(
    dataset: Dataset, graph: CorridorGraph, row: Crossing, states: States, on: date
) -> doc.CrossingRecord:
    """One crossing with its state on the day and the evidence."""
    state, (lon, lat) = crossing_state(row, states, on), place_of(graph, row)
    rows = [c for c in dataset.closures if c.subject == Ref(RefKind.CROSSING, row.id)]
    return structs.replace(
        _taken(doc.CrossingRecord, row),
        sides=((row.name_a, row.country_a, row.hub_a), (row.name_b, row.country_b, row.hub_b)),
        lon=lon,
        lat=lat,
        state=state.word,
        rows=_evidence(state.rows, on),
        other=sum(c not in state.rows for c in rows),
    )


def _evidence(rows: Iterable[Closure], on: date) -> doc.Evidence:
    return tuple(
        structs.replace(
            _taken(doc.EvidenceRecord, row),
            since=row.from_date.isoformat() if row.from_date else "",
            until=row.to_date.isoformat() if row.to_date else "",
            season=_season_text(row),
            age=age_days(row, on),
        )
        for row in rows
    )


def _season_text(row: Closure) -> str:
    """'12-01 to 03-31' for a yearly period, '' for another."""
    if row.season_from is None or row.season_to is None:
        return ""
    return " to ".join(f"{month:02d}-{day:02d}" for month, day in (row.season_from, row.season_to))


def _held(state: State | None, on: date) -> tuple[str | UnsetType, doc.Evidence | UnsetType]:
    """State and evidence of what is not open."""
    if state is None or state.word == "open":
        return UNSET, UNSET
    return state.word, _evidence(state.rows, on)


def _section(row: Section, states: States, on: date) -> doc.SectionRecord:
    state, rows = _held(states.get(Ref(RefKind.SECTION, row.id)), on)
    ends = (row.from_id, row.to_id)
    opens = row.first_day.year if row.first_day and row.status != Built.OPEN else None
    taken = _taken(doc.SectionRecord, row)
    return structs.replace(taken, ends=ends, state=state, rows=rows, opens_year=opens)


def _service(row: SeaService) -> doc.ServiceRecord:
    return structs.replace(_taken(doc.ServiceRecord, row), ends=(row.from_port, row.to_port))


def _hubs(dataset: Dataset) -> tuple[doc.HubRecord, ...]:
    spellings: dict[str, dict[str, None]] = {}
    for alias in dataset.place_names:
        spellings.setdefault(alias.hub_id, {})[alias.name] = None
    return tuple(
        structs.replace(
            _taken(doc.HubRecord, hub),
            aliases=tuple(name for name in spellings.get(hub.id, ()) if name != hub.name),
        )
        for hub in dataset.hubs
    )


def _port(row: Port, states: States, on: date) -> doc.PortRecord:
    state, rows = _held(states.get(Ref(RefKind.PORT, row.id)), on)
    return structs.replace(_taken(doc.PortRecord, row), state=state, rows=rows)


def _terminal(row: Terminal) -> doc.TerminalRecord:
    return structs.replace(
        _taken(doc.TerminalRecord, row),
        change=((row.mode_a, row.gauge_a_mm), (row.mode_b, row.gauge_b_mm)),
        hours_guess=row.hours_confidence == "estimate",
        usd_guess=row.cost_confidence == "estimate",
    )
