"""Files and folders that are never seen half written, whoever else writes them."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from corridor.build.graph import Built, write
from corridor.errors import InputError
from corridor.graph.store import Manifest, read_manifest
from corridor.safe_files import replace_file, replace_folder


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def built(mark: str) -> Built:
    """A build that differs from others by a mark in each file."""
    manifest = Manifest(format=3, content_hash=mark, files={}, tables={})
    return Built({}, {f"{mark}_report.csv": mark, "hub_report.csv": mark}, manifest)


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    for content in (b"one", b"two"):
        replace_file(tmp_path / "a.html", content)
        assert (tmp_path / "a.html").read_bytes() == content
    assert names(tmp_path) == ["a.html"]


def test_an_interrupt_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_file(tmp_path / "a.html", b"old")
    monkeypatch.setattr("os.replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        replace_file(tmp_path / "a.html", b"new")
    assert (tmp_path / "a.html").read_bytes() == b"old"
    assert names(tmp_path) == ["a.html"]


def test_two_writers_of_one_file_never_mix(tmp_path: Path) -> None:
    """With one name beside for all, a writer renames the half of another."""
    contents = [bytes([65 + n]) * 200_000 for n in range(4)]
    seen: set[bytes] = set()

    def work(content: bytes) -> None:
        for _ in range(25):
            replace_file(tmp_path / "a", content)
            seen.add((tmp_path / "a").read_bytes())

    workers = [threading.Thread(target=work, args=(c,)) for c in contents]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert seen <= set(contents)
    assert names(tmp_path) == ["a"]


def test_a_build_replaces_its_folder_as_a_whole(tmp_path: Path) -> None:
    """Reports of an earlier build go; what the build never wrote stays."""
    folder = tmp_path / "graphs"
    write(built("one"), folder)
    (folder / "LICENSE.md").write_text("ODbL")
    write(built("two"), folder)
    assert names(folder) == ["LICENSE.md", "hub_report.csv", "manifest.json", "two_report.csv"]
    assert read_manifest(folder).content_hash == "two"
    assert names(tmp_path) == ["graphs"]


@pytest.mark.parametrize("step", ["mkdir", "write_bytes", "rename"])
def test_an_interrupted_build_leaves_the_old_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Stopped at any step, also between the two renamings."""
    folder = tmp_path / "graphs"
    write(built("one"), folder)
    plain = getattr(Path, step)

    def once(path: Path, *given: object, **named: object) -> object:
        if step != "rename" or ".part" in path.name:
            monkeypatch.setattr(Path, step, plain)  # what comes after is the cleaning up
            raise KeyboardInterrupt
        return plain(path, *given, **named)

    monkeypatch.setattr(Path, step, once)
    with pytest.raises(KeyboardInterrupt):
        write(built("two"), folder)
    assert names(tmp_path) == ["graphs"]
    assert names(folder) == ["hub_report.csv", "manifest.json", "one_report.csv"]
    assert read_manifest(folder).content_hash == "one"


def test_two_builds_at_once_leave_one_of_them_whole(tmp_path: Path) -> None:
    folder = tmp_path / "graphs"

    def work(mark: str) -> None:
        for _ in range(15):
            write(built(mark), folder)

    workers = [threading.Thread(target=work, args=(m,)) for m in ("one", "two", "six")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    mark = read_manifest(folder).content_hash
    assert names(folder) == sorted(["hub_report.csv", "manifest.json", f"{mark}_report.csv"])
    assert (folder / "hub_report.csv").read_text() == mark
    assert names(tmp_path) == ["graphs"]


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_folder_that_cannot_be_replaced_is_told(tmp_path: Path, what: str) -> None:
    """A file in its place, or a folder in it that no build made."""
    folder = tmp_path / "graphs"
    if what == "file":
        folder.write_text("mine")
    else:
        (folder / "mine").mkdir(parents=True)
    with pytest.raises(InputError, match="cannot be written"):
        write(built("one"), folder)
    assert names(tmp_path) == ["graphs"]
    assert folder.read_text() == "mine" if what == "file" else names(folder) == ["mine"]


def test_a_folder_of_any_name_is_made_with_its_parents(tmp_path: Path) -> None:
    replace_folder(tmp_path / "a" / "b", {"x": b"1"}, lambda _: False)
    assert names(tmp_path / "a") == ["b"]
