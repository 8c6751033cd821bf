"""The network of a planner as networkx, GeoDataFrames and files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor.api.options import Date, Names
from corridor.api.reading import read_query
from corridor.api.result import file_path
from corridor.engine import RouteEngine
from corridor.model.consignment import Consignment
from corridor.model.values import day, names

if TYPE_CHECKING:
    import geopandas as gpd
    import networkx as nx

    from corridor.report.closed.chart import ClosedMap

FilePath = str | PathLike[str]
Goods = Consignment | Mapping[str, object] | str

# What a node of a network says of itself, and the nodes of a place by role.
_PLACE_AND_ROLE = itemgetter("place", "role")
_ENDS = itemgetter("origin", "destination")


def end_nodes(network: nx.MultiDiGraph[Any]) -> dict[str, tuple[int, int]]:
    """Nodes of a priced network at which journeys start and end, by the id of the place."""
    found: dict[str, dict[str, int]] = {}
    for node, about in network.nodes(data=True):
        place, role = _PLACE_AND_ROLE(about)
        found.setdefault(place, {})[role] = node
    return {place: _ENDS(roles) for place, roles in found.items() if "origin" in roles}


@dataclass(frozen=True, repr=False)
class Networks:
    """What a planner gives of its network."""

    engine: RouteEngine

    def to_networkx(
        self,
        consignment: Goods | None = None,
        *,
        on: Date | None = None,
        priced: bool = True,
        places: Names | None = None,
        between: tuple[str, str] | None = None,
        service: Names = (),
        expand: str = "",
    ) -> nx.MultiDiGraph[Any]:
        """
        The network as a networkx.MultiDiGraph, with `x`, `y`, `crs` and keys as osmnx has them.

        Parameters
        ----------
        consignment
            For whom it is priced, as `route` takes it.
        on
            Ready day; links closed for good on it are left out. None means today.
        priced
            Whether links carry `hours`, `usd` and `co2e_kg`
            (`corridor.analysis.priced_graph.priced_graph` says what they leave out); otherwise
            everything built and planned is there, with its `status`.
        places
            Places that get nodes as `role` "origin" and "destination"; None = every place.
        between
            Countries of origin and destination of the goods, as ("BY", "PK"): what is priced
            apart for goods in transit is then priced for these.
        service
            Crew and rail service, as `route` takes them.
        expand
            "rest" gives every node once for each quarter hour that a driver is into the shift, so
            that shortest paths rest as those of `route`; else every haul has a fresh driver.

        Raises
        ------
        CorridorError
            If the consignment, the day or a place cannot be used.

        Examples
        --------
        >>> import corridor, networkx
        >>> network = corridor.load().to_networkx("FEU", on="2026-12-01", places=["Minsk", "Aktau"])
        >>> ends = corridor.end_nodes(network)
        >>> round(networkx.shortest_path_length(network, ends["minsk"][0], ends["aktau"][1], "km"))
        2554
        """
        from corridor.analysis.priced_graph import priced_graph
        from corridor.graph.convert import physical_graph

        engine = self.engine
        if not priced:
            return physical_graph(engine.graph, engine.dataset, engine.lines)
        query = read_query("", "", consignment, {"depart": on, "service": service})
        hubs = [h.id for h in engine.dataset.hubs]
        if places is not None:
            hubs = [engine.gazetteer.hub(name)[0].id for name in names(places, "places")]
        return priced_graph(engine, query, hubs, between, expand)

    def to_geodataframes(
        self,
        consignment: Goods | None = None,
        *,
        on: Date | None = None,
        priced: bool = True,
        places: Names | None = (),
        between: tuple[str, str] | None = None,
    ) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
        """
        Nodes and links of `to_networkx` as GeoDataFrames in WGS84; no `places` unless named.

        Raises
        ------
        CorridorError
            As `to_networkx` does.
        """
        import osmnx

        network = self.to_networkx(
            consignment, on=on, priced=priced, places=places, between=between
        )
        nodes, links = osmnx.convert.graph_to_gdfs(network)
        return nodes, links

    def network_map(self, on: Date | None = None) -> ClosedMap:
        """
        The map of the whole network on a day, as a `folium.Map`; `Answer.to_folium` says what it can do.

        Parameters
        ----------
        on
            Day for which crossings, ports, lines and passages are open, restricted or closed; None
            means today.

        Raises
        ------
        CorridorError
            If the day cannot be read.
        """
        from corridor.report.pages.network_page import network_map

        engine = self.engine
        return network_map(
            engine.dataset,
            engine.graph,
            engine.lines,
            on=day(on, "on"),
            graph_hash=engine.graph_hash,
            data_date=engine.dataset.data_date,
        )

    def save_network(self, path: FilePath, network: nx.MultiDiGraph[Any] | None = None) -> Path:
        """
        Write a network of `to_networkx`, else what is built and planned.

        Parameters
        ----------
        path
            .gpkg (layers nodes and edges), .graphml (as osmnx reads it) or .parquet (links).

        Raises
        ------
        InputError
            If nothing writes such files, or this one cannot be written.
        """
        from corridor.report.network_files import write_network

        target = file_path(path)
        write_network(target, self.to_networkx(priced=False) if network is None else network)
        return target
