"""Networks as networkx.MultiDiGraphs that osmnx takes, for people's own analyses and for tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from corridor.graph.corridor_graph import CorridorGraph
from corridor.model.link_kind import LinkKind
from corridor.model.mode import MODES, Mode
from corridor.model.status import Built
from corridor.tables.dataset import Dataset

if TYPE_CHECKING:
    import networkx as nx

    from corridor.graph.lines import Lines

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class GraphWriter:
    """
    Writes nodes and links as osmnx does.

    Nodes have `x` and `y` (degrees WGS84), links whole numbers as keys, `length` in metres and
    a `geometry`; the graph has a `crs`.
    """

    lines: Lines
    _points: dict[str, FloatArray] = field(default_factory=dict)

    @cached_property
    def graph(self) -> nx.MultiDiGraph[Any]:
        """What is written so far."""
        import networkx as nx

        return nx.MultiDiGraph(crs="epsg:4326")

    def node(self, number: int, lon: float, lat: float, **about: object) -> None:
        """Add a node at a position in degrees."""
        self.graph.add_node(number, x=float(lon), y=float(lat), **about)

    def link(
        self,
        tail: int,
        head: int,
        *,
        kind: LinkKind,
        id: str,  # noqa: A002  # an attribute of the link
        length_m: int,
        refs: Sequence[str] = (),
        mode: str = "",
        country: str = "",
        gauge_mm: int = 0,
        status: str = "open",
        source_ids: Iterable[str] = (),
        **more: object,
    ) -> None:
        """
        Add a link; `refs` are the lines it follows, straight from end to end without.

        `gauge_mm` is 0 where there is none; the ids of sources stand in one text.
        """
        self.graph.add_edge(
            tail,
            head,
            kind=str(kind),
            id=id,
            mode=str(mode),
            country=country,
            gauge_mm=int(gauge_mm),
            status=str(status),
            length=int(length_m),
            km=length_m / 1000,
            source_ids="; ".join(sorted(set(source_ids))),
            geometry=self._line(tail, head, refs),
            **more,
        )

    def _line(self, tail: int, head: int, refs: Sequence[str]) -> Any:
        from shapely import LineString

        if refs:
            return LineString(np.concatenate([self._of(ref) for ref in refs]))
        ends = (self.graph.nodes[n] for n in (tail, head))
        return LineString([(end["x"], end["y"]) for end in ends])

    def _of(self, ref: str) -> FloatArray:
        found = self._points.get(ref)
        if found is None:
            found = self._points[ref] = np.array(self.lines.line(ref))
        return found


def physical_graph(graph: CorridorGraph, dataset: Dataset, lines: Lines) -> nx.MultiDiGraph[Any]:
    """
    What is built and planned: segments of sections, borders, terminals and sailings, both ways.

    Nodes are places as one mode and gauge sees them, with `place` (its id), `mode`, `gauge_mm`
    and `country`. Links carry `kind` (line_haul, border, transfer, sailing), `id`, `mode`,
    `country`, `gauge_mm`, `status`, `km`, `source_ids` and their line. Unlike the hauls of the
    planner these are single segments, so tariffs that taper cannot be read off them link by link.
    """
    writer = _Physical(graph, dataset, GraphWriter(lines))
    writer.segments()
    writer.borders()
    writer.ports_and_sailings()
    writer.transfers()
    return writer.out.graph


@dataclass(frozen=True)
class _Physical:
    """What the physical network is written from, and the number of each node."""

    graph: CorridorGraph
    dataset: Dataset
    out: GraphWriter
    numbers: dict[tuple[str, str, int], int] = field(default_factory=dict)

    def _node(self, place: int, mode: Mode, gauge: int) -> int:
        name = str(self.graph.place_id[place])
        key = (name, mode, gauge)
        if key not in self.numbers:
            self.numbers[key] = len(self.numbers)
            self.out.node(
                self.numbers[key],
                self.graph.place_lon[place],
                self.graph.place_lat[place],
                place=name,
                mode=str(mode),
                gauge_mm=gauge,
                country=str(self.graph.place_country[place]),
            )
        return self.numbers[key]

    def _both(self, ends: Sequence[int | None], **about: Any) -> None:
        """A link and the one back, unless an end is on no line."""
        for (tail, head), refs in zip(
            (ends, ends[::-1]), (about.pop("refs", ()), about.pop("back", ())), strict=True
        ):
            if tail is not None and head is not None and tail != head:
                self.out.link(tail, head, refs=refs, **about)

    def segments(self) -> None:
        """Every section, or the part of one inside a country."""
        graph = self.graph
        for at, segment in enumerate(graph.segment_id.tolist()):
            mode, gauge = MODES[graph.segment_mode[at]], int(graph.segment_gauge[at])
            ends = [
                self._node(int(p[at]), mode, gauge) for p in (graph.segment_from, graph.segment_to)
            ]
            section = self.dataset.section[str(graph.segment_section[at])]
            self._both(
                ends,
                kind=LinkKind.LINE_HAUL,
                id=segment,
                length_m=int(graph.segment_length_m[at]),
                refs=(segment,),
                back=(f"-{segment}",),
                mode=mode,
                country=str(graph.segment_country[at]),
                gauge_mm=gauge,
                status=tuple(Built)[graph.segment_status[at]],
                source_ids=(section.source_id,),
            )

    def borders(self) -> None:
        """Every crossing whose two ends lie on lines."""
        for row in self.dataset.crossings:
            ends = [
                self.numbers.get((f"{row.id}|{c}", row.mode, row.gauge_mm))
                for c in (row.country_a, row.country_b)
            ]
            self._both(
                ends,
                kind=LinkKind.BORDER,
                id=row.id,
                length_m=0,
                mode=row.mode,
                country=f"{row.country_a}-{row.country_b}",
                gauge_mm=row.gauge_mm,
                status=row.status,
                source_ids=(row.source_id,),
            )

    def ports_and_sailings(self) -> None:
        """Every seaport, and the services between them."""
        at = self.graph.place_index
        ports = {p.id: self._node(at[p.id], Mode.SEA, 0) for p in self.dataset.ports}
        for row in self.dataset.sea_services:
            ends = (ports[row.from_port], ports[row.to_port])
            ways = ((ends, ""), (ends[::-1], "-")) if row.both_directions else ((ends, ""),)
            for (tail, head), sign in ways:
                self.out.link(
                    tail,
                    head,
                    kind=LinkKind.SAILING,
                    id=row.id,
                    length_m=round(row.distance_nm * 1852),
                    refs=(f"{sign}sea:{row.id}",),
                    mode=Mode.SEA,
                    status=row.status,
                    source_ids=(row.source_id,),
                )

    def transfers(self) -> None:
        """Every terminal between two modes or gauges."""
        for row in self.dataset.terminals:
            sides = ((row.mode_a, row.gauge_a_mm), (row.mode_b, row.gauge_b_mm))
            ends = [self.numbers.get((row.hub_id, mode, gauge)) for mode, gauge in sides]
            self._both(
                ends,
                kind=LinkKind.TRANSFER,
                id=row.id,
                length_m=0,
                country=row.country,
                source_ids=(row.source_id,),
            )
