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

import corridor
from corridor.errors import DataError
from corridor.graph.access import read_access
from corridor.graph.lines import read_lines
from corridor.graph.store import content_hash, read_arrays, read_manifest, write_arrays
from corridor.tables.read import graphs_dir
from tests.real import planner

FILES = ("corridor.npz", "lines.npz", "access.npz")


def same(a: dict[str, npt.NDArray[Any]], b: dict[str, npt.NDArray[Any]]) -> bool:
    """Whether two sets of arrays are equal in names, types, shapes and values."""
    return a.keys() == b.keys() and all(
        a[k].dtype == b[k].dtype and a[k].shape == b[k].shape and (a[k] == b[k]).all() for k in a
    )


def test_round_trip_keeps_every_array(tmp_path: Path) -> None:
    arrays = planner().graph.arrays()
    write_arrays(tmp_path / "g.npz", arrays)
    again = read_arrays(tmp_path / "g.npz")
    assert same(arrays, again)
    assert content_hash({"g": arrays}) == content_hash({"g": again})
    assert [p.name for p in tmp_path.iterdir()] == ["g.npz"], "a half file was left"


def test_bytes_are_the_same_from_write_to_write(tmp_path: Path) -> None:
    arrays = planner().graph.arrays()
    for name in ("a.npz", "b.npz"):
        write_arrays(tmp_path / name, arrays)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_hash_is_of_the_content_not_of_the_file(tmp_path: Path) -> None:
    """Another writer's npz of the same arrays has other bytes and the same hash."""
    arrays = planner().graph.arrays()
    write_arrays(tmp_path / "ours.npz", arrays)
    np.savez(tmp_path / "numpy.npz", **arrays)  # type: ignore[arg-type]
    ours, theirs = tmp_path / "ours.npz", tmp_path / "numpy.npz"
    assert ours.read_bytes() != theirs.read_bytes()
    assert content_hash({"g": read_arrays(ours)}) == content_hash({"g": read_arrays(theirs)})


def test_manifest_names_the_hash_of_what_ships() -> None:
    files = {name: read_arrays(graphs_dir() / name) for name in FILES}
    assert corridor.Planner.load().graph_hash == content_hash(files)
    manifest = read_manifest(graphs_dir())
    assert manifest["content_hash"] == content_hash(files)
    assert manifest["counts"]["hauls"] == len(files["corridor.npz"]["haul_tail"])


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
    corridor.Planner.load(graph=folder)
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
        corridor.Planner.load(graph=folder)


def test_graph_of_another_format_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "graphs"
    shutil.copytree(graphs_dir(), folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["format"] = 999
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(DataError, match="corridor build"):
        corridor.Planner.load(graph=folder)


def test_arrays_of_another_graph_are_refused(tmp_path: Path) -> None:
    """An archive that lacks an array, or holds a stranger, is no corridor graph."""
    folder = tmp_path / "graphs"
    shutil.copytree(graphs_dir(), folder)
    arrays = read_arrays(folder / "corridor.npz")
    arrays.pop("haul_ptr")
    write_arrays(folder / "corridor.npz", arrays)
    with pytest.raises(DataError, match="corridor build"):
        corridor.Planner.load(graph=folder)


def test_lines_and_access_round_trip(tmp_path: Path) -> None:
    for name, arrays in (
        ("lines.npz", planner().lines.arrays()),
        ("access.npz", planner().access.stored()),
    ):
        write_arrays(tmp_path / name, arrays)
        assert same(arrays, read_arrays(graphs_dir() / name))
