"""`update` and `release-data`: whole and checked or not at all, from a file or a local server."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import socket
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import msgspec
import pytest

from corridor.api import releases
from corridor.api.releases import in_use, install, make_release, undo
from corridor.api.results import read_answer
from corridor.engine import RouteEngine
from corridor.errors import CorridorError, DataError, InputError
from corridor.tables.installed import home, installed, pointer
from corridor.tables.read import data_dir, graphs_dir, tables_dir
from corridor.tables.release_file import LIST, ReleaseList, measured, opened, packed
from tests.cli.command import ROOT, UNWANTED, all_text, corridor

pytestmark = pytest.mark.slow

ROUTE = ("route", "Tashkent", "Samarkand", "--modes", "road", "--unit", "truck", "-k", "1")
DAY = ("--depart", "2026-12-01")


def tables(folder: Path, factor: float) -> Path:
    """The shipped tables with dearer trucks in Uzbekistan; what is compiled stays."""
    shutil.copytree(data_dir(), folder, ignore=shutil.ignore_patterns("schema"))
    path = folder / "rates.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for end in ("low", "typical", "high"):
            column = f"rate_{end}_usd_per_km"
            if row["id"].startswith("uz_road") and row[column]:
                row[column] = f"{float(row[column]) * factor:.6g}"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with dearer trucks."""
    folder = tmp_path_factory.mktemp("release")
    make_release(folder / "data.zip", data=tables(folder / "tables", 2), graph=graphs_dir())
    return folder / "data.zip"


def tree(folder: Path) -> dict[str, bytes]:
    """All that lies in a folder."""
    files = (p for p in folder.rglob("*") if p.is_file()) if folder.exists() else ()
    return {str(p.relative_to(folder)): p.read_bytes() for p in files}


def cost(done: Any) -> float:
    assert done.returncode == 0, all_text(done)
    figure: float = json.loads(done.stdout)["itineraries"][0]["totals"]["cost_usd"]["typical"]
    return figure


def test_a_release_is_installed_used_told_and_undone(made: Path, tmp_path: Path) -> None:
    run = partial(corridor, CORRIDOR_HOME=str(tmp_path / "home"))
    before = run(*ROUTE, *DAY, "--json")
    shipped = json.loads(before.stdout)["data_version"]
    done = run("update", str(made))
    assert done.returncode == 0, all_text(done)
    assert "installed by an update" in done.stdout
    after = run(*ROUTE, *DAY, "--json")
    assert cost(after) > 1.2 * cost(before)
    version = json.loads(after.stdout)["data_version"]
    assert version != shipped
    assert version in done.stdout
    assert f"version {version}, graph" in " ".join(run(*ROUTE, *DAY, "-v").stdout.split())
    # A saved answer goes on to say which data it was made of.
    (tmp_path / "answer.json").write_text(after.stdout, encoding="utf-8")
    undone = run("update", "--undo")
    assert (undone.returncode, shipped in undone.stdout) == (0, True)
    assert run(*ROUTE, *DAY, "--json").stdout == before.stdout
    assert f"version {version}" in read_answer(tmp_path / "answer.json").explained()
    assert tree(tmp_path / "home") == {}


def test_the_same_files_give_the_same_release(made: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    about = make_release(again, data=made.parent / "tables", graph=graphs_dir())
    assert again.read_bytes() == made.read_bytes()
    assert about.version in corridor("release-data", str(tmp_path / "own.zip"), "--data-only",
                                     str(made.parent / "tables")).stdout  # fmt: skip
    assert (tmp_path / "own.zip").read_bytes() == made.read_bytes()


def test_a_release_takes_the_place_of_another_and_one_stays(made: Path, tmp_path: Path) -> None:
    """Whoever reads the old one at that moment finds it; what is older goes."""
    where = tmp_path / "home"
    for number in (3, 4):
        make_release(tmp_path / f"{number}.zip", data=tables(tmp_path / f"{number}", number),
                     graph=graphs_dir())  # fmt: skip
    names = []
    for path in (made, tmp_path / "3.zip", tmp_path / "4.zip"):
        names.append(install(str(path), where=where).version)
        found = installed(where)
        assert found is not None
        assert found.name.startswith(names[-1])
    left = {p.name.rpartition("-")[0] for p in (where / "releases").iterdir()}
    assert left == {*names[1:]}
    assert undo(where)
    assert not undo(where)


# ---------------------------------------------------------------- what is refused
def repacked(content: bytes, change: Callable[[ReleaseList, dict[str, bytes]], Any]) -> bytes:
    """A release with other files under a list that fits them, as a forger would make it."""
    about, files = opened(content)
    told = change(about, files) or {}
    return packed(msgspec.structs.replace(about, files=measured(files), **told), files)


def with_member(content: bytes, name: str, *, link: bool = False) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = (stat.S_IFLNK | 0o777) << 16 if link else 0
        archive.writestr(info, b"id\nevil\n")
    return out.getvalue()


def flipped(content: bytes) -> bytes:
    """One bit changed in the middle of a member."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        info = archive.getinfo("graphs/lines.npz")
    at = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def listed(content: bytes, **told: Any) -> bytes:
    """With another list, the files as they are."""
    about, files = opened(content)
    kept = msgspec.to_builtins(about) | told
    out = io.BytesIO(packed(about, files))
    fresh = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            text = json.dumps(kept).encode() if info.filename == LIST else old.read(info)
            new.writestr(info.filename, text)
    return fresh.getvalue()


def bomb(content: bytes) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in ("a", "b", "c"):
            archive.writestr(f"data/{number}.csv", bytes(100_000_000))
    return out.getvalue()


def lying(content: bytes) -> bytes:
    """The size of a member in its entry is less than what is packed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        info = archive.getinfo("data/rates.csv")
    size = struct.pack("<L", info.file_size)
    return content.replace(size, struct.pack("<L", 10))


def wrong_cell(_: ReleaseList, files: dict[str, bytes]) -> None:
    files["data/fx.csv"] = files["data/fx.csv"].replace(b"AED,3.67", b"AED,cheap")


def other_graph(_: ReleaseList, files: dict[str, bytes]) -> None:
    files["data/hubs.csv"] = files["data/hubs.csv"].replace(b",27.56", b",27.66", 1)


def no_parameter(_: ReleaseList, files: dict[str, bytes]) -> None:
    lines = files["data/parameters.csv"].splitlines(keepends=True)
    files["data/parameters.csv"] = b"".join(
        line for line in lines if not line.startswith(b"first_mile_km")
    )


def wrong_scenario(_: ReleaseList, files: dict[str, bytes]) -> None:
    name = "data/scenarios/winter.toml"
    files[name] = files[name].replace(b'"khunjerab_road"', b'"atlantis"')


def broken_graph(_: ReleaseList, files: dict[str, bytes]) -> None:
    files["graphs/corridor.npz"] = files["graphs/lines.npz"]


REFUSED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda c: b"", "not a data release"),
    "text": (lambda c: b"<html>404</html>", "not a data release"),
    "half": (lambda c: c[: len(c) // 2], "cut short"),
    "a byte short": (lambda c: c[:-1], "cut short"),
    "a bit": (flipped, "damaged"),
    "size lies": (lying, "damaged"),
    "slip up": (partial(with_member, name="../evil.csv"), "'../evil.csv'"),
    "slip inside": (partial(with_member, name="data/../../evil.csv"), "evil.csv"),
    "absolute": (partial(with_member, name="/etc/evil.csv"), "'/etc/evil.csv'"),
    "backslash": (partial(with_member, name="data\\evil.csv"), "evil.csv"),
    "link": (partial(with_member, name="data/evil.csv", link=True), "'data/evil.csv'"),
    "extra": (partial(with_member, name="data/evil.csv"), "data/evil.csv"),
    "folder": (partial(with_member, name="data/sub/"), "data/sub"),
    "bomb": (bomb, "256 MB"),
    "format": (partial(listed, format=2), "format 2"),
    "no format": (partial(listed, format="one"), "format one"),
    "list": (partial(listed, files=[]), "release.json"),
    "columns": (partial(listed, schema_hash="0" * 64, program="9.9"), "corridor 9.9"),
    "version": (partial(listed, version="2030-01-000000000000"), "says it is 2030-01"),
    "cell": (partial(repacked, change=wrong_cell), "cheap"),
    "other graph": (partial(repacked, change=other_graph), "made from other rows"),
    "parameter": (partial(repacked, change=no_parameter), "first_mile_km"),
    "scenario": (partial(repacked, change=wrong_scenario), "atlantis"),
    "graph": (partial(repacked, change=broken_graph), "corridor.npz"),
}


@pytest.fixture(scope="module")
def settled(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which a release is in use."""
    where = tmp_path_factory.mktemp("settled")
    install(str(made), where=where)
    return where


@pytest.mark.parametrize("kind", REFUSED)
def test_a_wrong_release_is_refused_in_words_and_nothing_changes(
    kind: str, made: Path, settled: Path, tmp_path: Path
) -> None:
    spoil, said = REFUSED[kind]
    (tmp_path / "wrong.zip").write_bytes(spoil(made.read_bytes()))
    before = tree(settled)
    with pytest.raises(CorridorError) as refused:
        install(str(tmp_path / "wrong.zip"), where=settled)
    assert said in str(refused.value), str(refused.value)
    assert refused.value.remedy
    assert refused.value.exit_code == 2
    assert tree(settled) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["wrong.zip"]


def test_a_refusal_ends_with_code_2_and_the_old_data_answer(made: Path, tmp_path: Path) -> None:
    run = partial(corridor, CORRIDOR_HOME=str(tmp_path / "home"))
    (tmp_path / "wrong.zip").write_bytes(flipped(made.read_bytes()))
    for source in ("wrong.zip", "nowhere.zip", "."):
        done = run("update", str(tmp_path / source))
        assert (done.returncode, done.stdout) == (2, ""), all_text(done)
        assert "Try: " in done.stderr
        assert not any(u in done.stderr for u in UNWANTED)
    assert not (tmp_path / "home").exists()
    both = run("update", str(made), "--undo")
    assert both.returncode == 2
    other = corridor("update", str(made), "--sha256", "0" * 64, "--home", str(tmp_path / "h"))
    assert other.returncode == 2
    assert hashlib.sha256(made.read_bytes()).hexdigest() in other.stderr


def test_a_file_that_is_too_large_is_not_read_to_its_end(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corridor.tables.release_file.MOST_BYTES", 1000)
    with pytest.raises(DataError, match="and no data release has"):
        install(str(made), where=tmp_path / "home")


def test_an_interrupt_or_a_full_disk_leaves_the_old_data(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each step of putting it there: the release in use is the old one, and it is whole."""
    where = tmp_path / "home"
    make_release(tmp_path / "3.zip", data=tables(tmp_path / "3", 3), graph=graphs_dir())
    old = install(str(made), where=where).version
    held = installed(where)
    assert held is not None
    whole = tree(held)

    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for step in ("_lay_out", "replace_file"):
        for fault in (broken, full):
            with monkeypatch.context() as patched:
                patched.setattr(releases, "_try", lambda *_: None)
                patched.setattr(releases, step, fault)
                with pytest.raises((KeyboardInterrupt, CorridorError, OSError)):
                    install(str(tmp_path / "3.zip"), where=where)
            assert in_use(where).version == old
            assert tree(held) == whole
    assert install(str(tmp_path / "3.zip"), where=where).version != old


def test_a_release_changed_after_it_was_installed_is_told(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORRIDOR_HOME", str(tmp_path))
    install(str(made))
    found = installed()
    assert found is not None
    assert tables_dir() == found / "data"
    path = found / "data" / "fx.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("AED,3.67", "AED,3.7"))
    with pytest.raises(DataError, match="was changed since it was installed"):
        RouteEngine.load()
    install(str(made))  # again: whole files in the place of the changed one
    assert RouteEngine.load().data_version
    shutil.rmtree(found)
    with pytest.raises(DataError, match="--undo"):
        RouteEngine.load()
    pointer().write_text("{}")
    with pytest.raises(DataError, match="--undo"):
        RouteEngine.load()
    assert undo()
    assert tables_dir() == data_dir()


def test_the_folder_is_the_platforms_for_a_users_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CORRIDOR_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere/share")
    monkeypatch.setattr("sys.platform", "linux")
    assert home() == Path("/somewhere/share/corridor")
    monkeypatch.delenv("XDG_DATA_HOME")
    assert home().parts[-3:] == (".local", "share", "corridor")
    monkeypatch.setattr("sys.platform", "darwin")
    assert home().parts[-3:] == ("Library", "Application Support", "corridor")
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    assert home() == Path("/local/corridor")


# ---------------------------------------------------------------- from a server
class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Short(BaseHTTPRequestHandler):
    """Promises more than it sends."""

    def do_GET(self) -> None:
        """Send half."""
        content = Path(self.server.folder, "data.zip").read_bytes()  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def serving(handler: Any, folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.folder = folder  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def server(made: Path) -> Iterator[str]:
    yield from serving(partial(_Quiet, directory=str(made.parent)), made.parent)


@pytest.fixture
def short(made: Path) -> Iterator[str]:
    yield from serving(_Short, made.parent)


def test_a_release_is_fetched_from_a_server(server: str, made: Path, tmp_path: Path) -> None:
    done = corridor("update", f"{server}/data.zip", "--home", str(tmp_path))
    assert done.returncode == 0, all_text(done)
    assert opened(made.read_bytes())[0].version in done.stdout
    assert installed(tmp_path) is not None


def test_what_a_server_does_not_send_whole_is_refused(
    server: str, short: str, tmp_path: Path
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        shut = f"http://127.0.0.1:{free.getsockname()[1]}/data.zip"
    for address, said in (
        (f"{server}/nowhere.zip", "404"),
        (f"{server}/", "not a data release"),
        (f"{short}/data.zip", ""),
        (shut, "cannot be fetched"),
        ("ftp://127.0.0.1/data.zip", "not an address of the web"),
        ("file:///etc/passwd", "not an address of the web"),
        ("http://", "cannot be fetched"),
    ):
        with pytest.raises((InputError, DataError)) as refused:
            install(address, where=tmp_path / "home")
        assert said in str(refused.value), address
        assert not (tmp_path / "home").exists()


def test_nothing_is_fetched_unless_an_address_is_given(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    install(str(made), where=tmp_path)
    monkeypatch.setenv("CORRIDOR_HOME", str(tmp_path))
    engine = RouteEngine.load()
    assert engine.data_version == in_use().version
    assert ROOT.exists()
