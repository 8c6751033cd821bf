"""Files of a network: GeoPackage, GraphML and GeoParquet, by suffix."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from corridor.errors import InputError, shown
from corridor.files import check_writable, write_bytes

if TYPE_CHECKING:
    import networkx as nx


def check_network_file(path: Path) -> None:
    """
    Refuse a file that no writer writes, or that cannot be written, before any work is done.

    Raises
    ------
    InputError
        With what to do instead.
    """
    if path.suffix.lower() not in _WRITERS:
        raise InputError(
            f"{shown(path.name)} has no suffix that says what to write of a network",
            remedy=f"end it in one of {', '.join(_WRITERS)}",
        )
    check_writable(path, "FILE")


def write_network(path: Path, network: nx.MultiDiGraph[Any]) -> None:
    """
    Write a network in the form that the suffix names; nothing half-written is ever seen.

    Raises
    ------
    InputError
        If nothing writes such files, or this one cannot be written.
    """
    check_network_file(path)
    with TemporaryDirectory() as folder:
        made = Path(folder) / f"network{path.suffix.lower()}"
        _WRITERS[path.suffix.lower()](network, made)
        write_bytes(path, made.read_bytes())


def _gpkg(network: nx.MultiDiGraph[Any], path: Path) -> None:
    import osmnx

    osmnx.io.save_graph_geopackage(network, path, directed=True)


def _graphml(network: nx.MultiDiGraph[Any], path: Path) -> None:
    import osmnx

    osmnx.io.save_graphml(network, path)


def _parquet(network: nx.MultiDiGraph[Any], path: Path) -> None:
    import osmnx

    links = osmnx.convert.graph_to_gdfs(network, nodes=False)
    try:
        links.reset_index().to_parquet(path)
    except ImportError as err:
        raise InputError(
            "writing .parquet needs pyarrow",
            remedy="pip install 'corridor[documents]', or name a .gpkg file",
        ) from err


_WRITERS = {".gpkg": _gpkg, ".graphml": _graphml, ".parquet": _parquet}
