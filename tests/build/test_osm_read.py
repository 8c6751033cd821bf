"""What an import reads from files, and what it refuses."""

from __future__ import annotations

import bz2
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from corridor.build.imports import read_imports, stored, write_imports
from corridor.build.osm.graph import topology
from corridor.build.osm.read import SUFFIXES, TAGS, Reading, read_file
from corridor.cli.build import import_osm
from corridor.errors import CorridorError, DataError, InputError
from tools.make_osm_sample import (
    RAIL_DROPPED,
    RAIL_KEPT,
    ROAD_DROPPED,
    ROAD_KEPT,
    make,
)

KEPT = {"rail": RAIL_KEPT, "road": ROAD_KEPT}
DROPPED = {"rail": RAIL_DROPPED, "road": ROAD_DROPPED}


def quiet(_: str) -> None:
    pass


def read(folder: Path, suffix: str = ".osm", mode: str = "rail") -> Reading:
    path = folder / f"sample{suffix}"
    make(path)
    return read_file(path, mode, quiet)


@pytest.mark.parametrize("mode", ["rail", "road"])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_gives_the_same_arrays(tmp_path: Path, suffix: str, mode: str) -> None:
    found, plain = read(tmp_path, suffix, mode), read(tmp_path, ".osm", mode)
    for name, array in plain.ways.arrays().items():
        assert np.array_equal(found.ways.arrays()[name], array), name
    assert found.ways.way_id.tolist() == sorted(KEPT[mode])
    assert (found.kept, found.dropped) == (plain.kept, plain.dropped)
    assert found.newest == "2026-10-03T04:05:06Z"
    assert found.incomplete == 0


def test_what_is_not_in_service_is_left_out_and_counted(tmp_path: Path) -> None:
    rail, road = read(tmp_path), read(tmp_path, mode="road")
    assert rail.dropped == {
        "abandoned": 1,
        "construction": 1,
        "disused": 1,
        "proposed": 1,
        "railway=tram": 1,
        "razed": 1,
    }
    assert road.dropped == {
        "access=private": 1,
        "construction": 1,
        "hgv=no": 1,
        "highway=residential": 1,
    }
    assert sum(rail.dropped.values()) == len(DROPPED["rail"])
    assert sum(road.dropped.values()) == len(DROPPED["road"])


@pytest.mark.parametrize("mode", ["rail", "road"])
def test_tags_are_kept(tmp_path: Path, mode: str) -> None:
    ways = read(tmp_path, mode=mode).ways
    for i, way_id in enumerate(ways.way_id.tolist()):
        tags = KEPT[mode][way_id][1]
        found = {tag: str(ways.column(tag)[i]) for tag in TAGS if ways.column(tag)[i]}
        assert found == {tag: value for tag, value in tags.items() if tag in TAGS}


def test_the_order_of_objects_does_not_matter(tmp_path: Path) -> None:
    plain = read(tmp_path)
    lines = (tmp_path / "sample.osm").read_text().splitlines()
    start = next(i for i, line in enumerate(lines) if "<way" in line)
    turned = [*lines[:2], *lines[start:-1], *lines[2:start], lines[-1]]
    other = tmp_path / "turned.osm"
    other.write_text("\n".join(turned))
    found = read_file(other, "rail", quiet)
    assert np.array_equal(found.ways.lon_e7, plain.ways.lon_e7)
    assert found.ways.way_id.tolist() == plain.ways.way_id.tolist()


def test_a_way_is_cut_where_a_node_is_missing(tmp_path: Path) -> None:
    read(tmp_path)
    text = (tmp_path / "sample.osm").read_text().splitlines()
    hole = next(i for i, line in enumerate(text) if '<node id="3"' in line)  # c of way 101 abcd
    clipped = tmp_path / "clipped.osm"
    clipped.write_text("\n".join(text[:hole] + text[hole + 1 :]))
    found = read_file(clipped, "rail", quiet)
    assert found.incomplete == 1
    assert found.kept == len(RAIL_KEPT)
    first = found.ways.start[found.ways.way_id.tolist().index(101) :][:2]
    assert found.ways.node_id[first[0] : first[1]].tolist() == [1, 2]  # a, b; d alone is no line


def test_kilometres_equal_those_of_osmnx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import osmnx

    extra = ["railway", "usage", "service", "gauge", "highway", "disused", "access", "hgv"]
    monkeypatch.setattr(osmnx.settings, "useful_tags_way", extra)
    for mode in ("rail", "road"):
        reading = read(tmp_path, mode=mode)
        graph = osmnx.graph_from_xml(
            tmp_path / "sample.osm", bidirectional=True, simplify=False, retain_all=True
        )
        theirs = sum(
            data["length"] / 2000  # metres, each piece there and back
            for _, _, data in graph.edges(data=True)
            if data["osmid"] in KEPT[mode]
        )
        assert reading.ways.km().sum() == pytest.approx(theirs, rel=0.01)
        one = stored("sample", reading, add=False)
        write_imports(tmp_path / mode, [one])
        edges = topology(read_imports(tmp_path / mode)[0]).base
        assert edges.edge_km.sum() == pytest.approx(theirs, rel=0.01)


def cut(folder: Path, suffix: str, share: float) -> Path:
    make(folder / f"whole{suffix}")
    content = (folder / f"whole{suffix}").read_bytes()
    path = folder / f"cut{suffix}"
    path.write_bytes(content[: int(len(content) * share)])
    return path


def holding(name: str, content: bytes) -> Callable[[Path], Path]:
    def build(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return build


ONE_NODE = b'<node id="1" version="1" lat="abc" lon="65"/>'
ONE_WAY = b'<way id="9" version="1"><nd ref="1"/><nd ref="2"/><tag k="railway" v="rail"/></way>'
BROKEN: dict[str, Callable[[Path], Path]] = {
    "no such file": lambda folder: folder / "none.osm",
    "folder": lambda folder: folder,
    "suffix": holding("map.txt", b"hello"),
    "empty": holding("map.osm", b""),
    "no xml": holding("map.osm", b"hello"),
    "no bzip2": holding("map.osm.bz2", b"<osm/>"),
    "no pbf": holding("map.osm.pbf", b"hello, this is not one"),
    "cut xml": lambda folder: cut(folder, ".osm", 0.6),
    "cut bz2": lambda folder: cut(folder, ".osm.bz2", 0.6),
    "cut pbf": lambda folder: cut(folder, ".osm.pbf", 0.6),
    "no position": holding("map.osm", b'<osm version="0.6">' + ONE_NODE + ONE_WAY + b"</osm>"),
    "no nodes": holding("map.osm", b'<osm version="0.6">' + ONE_WAY + b"</osm>"),
    "no ways": holding("map.osm", b'<osm version="0.6"></osm>'),
    "no text": holding("map.osm.bz2", bz2.compress(b'<osm version="0.6"><\xff\xfe/></osm>')),
}


@pytest.mark.parametrize("how", BROKEN)
def test_what_cannot_be_read_is_refused_and_nothing_written(tmp_path: Path, how: str) -> None:
    source = tmp_path / "in"
    source.mkdir()
    path = BROKEN[how](source)
    make(source / "good.osm")
    app = typer.Typer()
    app.command()(import_osm)
    out = tmp_path / "out"
    good = str(source / "good.osm")
    result = CliRunner().invoke(app, [good, str(path), "--out", str(out)])
    assert isinstance(result.exception, InputError | DataError)
    assert result.exception.exit_code == 2
    assert "Try: " in str(result.exception)
    assert path.name in str(result.exception)
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "only one of the three"),
        (["good.osm", "--place", "Karshi"], "only one of the three"),
        (["good.osm", "--mode", "canal"], "--mode canal"),
        (["--bbox", "67,37"], "west,south,east,north"),
        (["--bbox", "68,37,67,38"], "west,south,east,north"),
        (["good.osm", "sub/good.osm"], "would both be import good"),
        (["good.osm", "--out", "good.osm"], "not a folder"),
    ],
)
def test_options_that_do_not_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    make(tmp_path / "good.osm")
    make(tmp_path / "sub" / "good.osm")
    app = typer.Typer()
    app.command()(import_osm)
    result = CliRunner().invoke(app, arguments)
    assert isinstance(result.exception, CorridorError)
    assert says in str(result.exception)


def test_the_command_writes_the_same_bytes_again(tmp_path: Path) -> None:
    make(tmp_path / "sample.osm.pbf")
    app = typer.Typer()
    app.command()(import_osm)
    kept: list[dict[str, bytes]] = []
    for name in ("one", "two"):
        command = [str(tmp_path / "sample.osm.pbf"), "--out", str(tmp_path / name), "--add"]
        result = CliRunner().invoke(app, command)
        assert result.exit_code == 0
        assert "6 rail ways" in result.stdout
        assert "razed 1" in result.stdout
        assert "reading ways" in result.stderr
        kept.append({p.name: p.read_bytes() for p in sorted((tmp_path / name).iterdir())})
    assert kept[0] == kept[1]
    assert list(kept[0]) == ["sample.rail.json", "sample.rail.npz"]
    meta = json.loads(kept[0]["sample.rail.json"])
    assert meta["use"] == "add"
    assert meta["source"] == "sample.osm.pbf"
    assert meta["newest_object"] == "2026-10-03T04:05:06Z"
    assert meta["licence"] == "ODbL 1.0"
    assert meta["ways_kept"] == len(RAIL_KEPT)
    assert meta["bbox"] == [65.0, 38.9, 65.36, 39.05]


def test_a_damaged_import_is_refused(tmp_path: Path) -> None:
    write_imports(tmp_path, [stored("sample", read(tmp_path), add=False)])
    (tmp_path / "sample.osm").unlink()
    npz = tmp_path / "sample.rail.npz"
    whole = npz.read_bytes()
    for content in (whole[: len(whole) // 2], b""):
        npz.write_bytes(content)
        with pytest.raises(DataError, match=r"Try: run corridor import-osm again"):
            read_imports(tmp_path)
    npz.unlink()
    with pytest.raises(DataError, match=r"Try: run corridor import-osm again"):
        read_imports(tmp_path)
    (tmp_path / "sample.rail.json").write_text("{}")
    with pytest.raises(DataError, match=r"not metadata of an import"):
        read_imports(tmp_path)
    with pytest.raises(InputError, match=r"Try: make one"):
        read_imports(tmp_path / "none")
