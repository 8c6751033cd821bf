"""What is written is what is read; the hash is of the content, damage is said."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.engine import RouteEngine
from corridor.errors import DataError
from corridor.graph.access import read_access
from corridor.graph.lines import read_lines
from corridor.graph.store import content_hash, packed, read_arrays, read_manifest, read_part
from corridor.tables.read import graphs_dir
from tests.real import engine

FILES = ("corridor.npz", "lines.npz", "access.npz")


def same(a: dict[str, npt.NDArray[Any]], b: dict[str, npt.NDArray[Any]]) -> bool:
    """Whether two sets of arrays are equal in names, types, shapes and values."""
    return a.keys() == b.keys() and all(
        a[k].dtype == b[k].dtype and a[k].shape == b[k].shape and (a[k] == b[k]).all() for k in a
    )


def test_round_trip_keeps_every_array(tmp_path: Path) -> None:
    arrays = engine().graph.arrays()
    (tmp_path / "g.npz").write_bytes(packed(arrays))
    again = read_arrays(tmp_path / "g.npz")
    assert same(arrays, again)
    assert content_hash({"g": arrays}) == content_hash({"g": again})


def test_bytes_are_the_same_from_write_to_write() -> None:
    arrays = engine().graph.arrays()
    assert packed(arrays) == packed(dict(reversed(arrays.items())))


def test_hash_is_of_the_content_not_of_the_file(tmp_path: Path) -> None:
    """Another writer's npz of the same arrays has other bytes and the same hash."""
    arrays = engine().graph.arrays()
    (tmp_path / "ours.npz").write_bytes(packed(arrays))
    np.savez(tmp_path / "numpy.npz", **arrays)  # type: ignore[arg-type]
    ours, theirs = tmp_path / "ours.npz", tmp_path / "numpy.npz"
    assert ours.read_bytes() != theirs.read_bytes()
    assert content_hash({"g": read_arrays(ours)}) == content_hash({"g": read_arrays(theirs)})


def test_manifest_names_the_hash_of_what_ships() -> None:
    files = {name: read_arrays(graphs_dir() / name) for name in FILES}
    assert RouteEngine.load().graph_hash == content_hash(files)
    manifest = read_manifest(graphs_dir())
    assert manifest.content_hash == content_hash(files)
    assert manifest.files == {name: content_hash({name: files[name]}) for name in FILES}
    assert manifest.counts["hauls"] == len(files["corridor.npz"]["haul_tail"])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_hash_feels_any_value(data: st.DataObject) -> None:
    arrays: dict[str, npt.NDArray[Any]] = {
        "n": np.arange(5, dtype=np.int32),
        "x": np.linspace(0, 1, 4),
        "s": np.array(["ab", "cd"]),
    }
    before = content_hash({"f": arrays})
    key = data.draw(st.sampled_from(sorted(arrays)))
    spot = data.draw(st.integers(0, len(arrays[key]) - 1))
    changed = {k: v.copy() for k, v in arrays.items()}
    changed[key][spot] = "zz" if key == "s" else changed[key][spot] + 1
    assert content_hash({"f": changed}) != before
    assert content_hash({"f": arrays}) == before
    assert content_hash({"g": arrays}) != before
    assert content_hash({"f": {**arrays, "n": arrays["n"].astype(np.int64)}}) != before


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "flipped", "text"])
def test_damaged_graph_says_how_to_mend_it(tmp_path: Path, name: str, damage: str) -> None:
    folder = tmp_path / "graphs"
    shutil.copytree(graphs_dir(), folder)
    path = folder / name
    content = path.read_bytes()
    middle = len(content) // 2
    spoilt = {
        "empty": b"",
        "cut": content[:middle],
        "flipped": content[:middle]
        + bytes(b ^ 255 for b in content[middle : middle + 64])
        + content[middle + 64 :],
        "text": b"not an archive",
    }
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(spoilt[damage])
    with pytest.raises(DataError, match=r"Try: reinstall corridor, or run: corridor build"):
        read_all(folder)


def read_all(folder: Path) -> None:
    """Read all that a planner may ever need."""
    RouteEngine.load(graph=folder)
    read_access(folder, read_lines(folder))


@pytest.mark.parametrize("text", [None, "", "{", "[]", "{}"])
def test_unusable_manifest_says_how_to_mend_it(tmp_path: Path, text: str | None) -> None:
    folder = tmp_path / "graphs"
    shutil.copytree(graphs_dir(), folder)
    path = folder / "manifest.json"
    if text is None:
        path.unlink()
    else:
        path.write_text(text)
    with pytest.raises(DataError, match=r"Try: reinstall corridor, or run: corridor build"):
        RouteEngine.load(graph=folder)


def test_graph_of_another_format_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "graphs"
    shutil.copytree(graphs_dir(), folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["format"] = 999
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(DataError, match="corridor build"):
        RouteEngine.load(graph=folder)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A copy of graphs/ that may be spoilt."""
    return Path(shutil.copytree(graphs_dir(), tmp_path / "graphs"))


def put(folder: Path, name: str, arrays: dict[str, npt.NDArray[Any]]) -> None:
    """Write an archive as a build would, manifest included."""
    (folder / name).write_bytes(packed(arrays))
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][name] = content_hash({name: arrays})
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_arrays_of_another_graph_are_refused(kept: Path) -> None:
    """An archive that lacks an array, or holds a stranger, is no corridor graph."""
    arrays = read_arrays(kept / "corridor.npz")
    arrays.pop("haul_ptr")
    put(kept, "corridor.npz", arrays)
    with pytest.raises(DataError, match=r"haul_ptr.*\n.*corridor build"):
        RouteEngine.load(graph=kept)


@pytest.mark.parametrize(
    ("name", "array"),
    [("corridor.npz", "haul_length_m"), ("lines.npz", "points"), ("access.npz", "edge_m")],
)
def test_a_graph_with_lengths_divided_by_ten_is_refused_by_name(
    kept: Path, name: str, array: str
) -> None:
    arrays = read_arrays(kept / name)
    arrays[array] = (arrays[array] / 10).astype(arrays[array].dtype)
    (kept / name).write_bytes(packed(arrays))
    with pytest.raises(DataError, match=f"{name} is not the file that its build wrote: content "):
        read_part(kept, name)
    with pytest.raises(DataError, match=name):
        read_all(kept)


@pytest.mark.parametrize("key", ["files", "tables", "content_hash"])
def test_a_manifest_that_does_not_say_what_is_in_the_graph_is_none(kept: Path, key: str) -> None:
    manifest = json.loads((kept / "manifest.json").read_text())
    del manifest[key]
    (kept / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(DataError, match=r"is not a manifest of a compiled graph"):
        RouteEngine.load(graph=kept)


def test_lines_and_access_round_trip(tmp_path: Path) -> None:
    for name, arrays in (
        ("lines.npz", engine().lines.arrays()),
        ("access.npz", engine().access.stored()),
    ):
        (tmp_path / name).write_bytes(packed(arrays))
        assert same(arrays, read_arrays(graphs_dir() / name))
        assert same(arrays, read_arrays(tmp_path / name))
