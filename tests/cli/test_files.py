"""Output and files: clean stdout, pages whole or not at all, the same bytes every time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from functools import partial
from pathlib import Path

import pytest

from corridor.errors import InputError
from corridor.files import check_writable, write_text
from tests.cli.command import DAY, ROOT, UNWANTED, all_text, command, corridor, environment

pytestmark = pytest.mark.slow

MK = ("route", "Minsk", "Karachi", "-k", "1")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An answer saved as the help says."""
    path = tmp_path_factory.mktemp("saved") / "a.json"
    done = corridor(*MK, *DAY, "--json")
    assert done.stderr == ""
    path.write_text(done.stdout, encoding="utf-8")
    return path


def test_notes_do_not_disturb_the_json(tmp_path: Path) -> None:
    done = corridor(*MK, "--json", "--map", "m.html", cwd=tmp_path)
    assert done.returncode == 0
    assert "--depart not given" in done.stderr
    assert "drawing m.html" in done.stderr
    assert json.loads(done.stdout)["itineraries"]
    assert [p.name for p in tmp_path.iterdir()] == ["m.html"]


def test_an_answer_is_the_same_bytes_every_time(saved: Path) -> None:
    again = corridor(*MK, *DAY, "--json", PYTHONHASHSEED="7")
    assert again.stdout == saved.read_text(encoding="utf-8")


def test_map_of_a_saved_answer_is_the_map_of_the_route(saved: Path, tmp_path: Path) -> None:
    direct = corridor(*MK, *DAY, "--map", "direct.html", cwd=tmp_path)
    assert direct.returncode == 0, all_text(direct)
    for name in ("x.html", "y.html"):
        done = corridor("map", str(saved), "--out", name, cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (0, f"{name}\n", "")
    pages = {p.read_bytes() for p in tmp_path.iterdir()}
    assert len(pages) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["direct.html", "x.html", "y.html"]


def test_a_map_says_how_long_it_holds(saved: Path, tmp_path: Path) -> None:
    done = corridor(
        "map", str(saved), "--out", str(tmp_path / "m.html"), "--issued", "2026-11-25",
        "--valid-days", "9",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "m.html").read_text(encoding="utf-8")
    assert "issued 2026-11-25, valid 9 days, until 2026-12-04" in page
    done = corridor("map", "network", "--issued", "2026-11-25", cwd=tmp_path)
    assert done.returncode == 2
    assert "go with a saved answer" in done.stderr


def test_map_goes_beside_the_answer_unless_told_otherwise(saved: Path, tmp_path: Path) -> None:
    answer = tmp_path / "trip.json"
    answer.write_bytes(saved.read_bytes())
    done = corridor("map", "trip.json", cwd=tmp_path)
    assert done.stdout == "trip.html\n"
    assert answer.read_bytes() == saved.read_bytes()


NO_ANSWERS: list[bytes] = [
    b"",
    b"{}",
    b"[]",
    b"null",
    b"not json",
    b"\xff\xfe\x00",
    b'{"schema_version": "1.0"}',
    b'{"schema_version": "1.0", "itineraries": []}',
    b'{"schema_version": "2.0", "itineraries": [1]}',
    b'{"schema_version": 1.0, "itineraries": [1]}',
    b'{"schema_version": "1.0", "itin',
]


@pytest.mark.parametrize("text", NO_ANSWERS, ids=range(len(NO_ANSWERS)))
def test_map_of_a_file_that_is_no_answer(text: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(text)
    done = corridor("map", "a.json", "--out", "x.html", cwd=tmp_path)
    assert done.returncode == 2
    assert "a.json is not a saved answer" in done.stderr
    assert "--json > answer.json" in done.stderr
    assert not any(word in all_text(done) for word in UNWANTED)
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.parametrize(
    "text",
    [
        '{"schema_version": "1.0", "itineraries": [1]}',
        "[" * 100_000,
    ],
    ids=["shape", "deep"],
)
def test_map_of_a_broken_answer(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(text)
    done = corridor("map", "a.json", "--out", "x.html", cwd=tmp_path)
    assert done.returncode == 2
    assert not any(word in all_text(done) for word in UNWANTED)


def test_where_one_may_not_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked of the system, not of the file's mode: root may write a read-only file."""
    kept = tmp_path / "kept.html"
    kept.write_text("kept")
    asked: list[Path] = []

    def access(path: Path, mode: int) -> bool:
        asked.append(path)
        return path != kept

    monkeypatch.setattr(os, "access", access)
    with pytest.raises(InputError, match="cannot be written"):
        check_writable(kept, "--map")
    assert kept in asked
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(InputError, match="cannot be written"):
        check_writable(tmp_path / "new.html", "--map")
    assert kept.read_text() == "kept"


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), PermissionError(13, "")])
def test_a_write_that_fails_leaves_what_was_there(
    error: OSError, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "m.html"
    page.write_text("old")

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(InputError, match="cannot be written"):
        write_text(page, "new")
    assert page.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["m.html"]


def test_an_interrupted_write_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_text(tmp_path / "m.html", "new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_leaves_no_file(stop: signal.Signals, tmp_path: Path) -> None:
    """Stopped when it has begun to work: its first note is out, no page is."""
    with subprocess.Popen(
        command([*MK, "--map", "m.html"]),
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A test run in the background of a shell ignores the interrupt, and so would its children.
        preexec_fn=partial(signal.signal, stop, signal.SIG_DFL),  # noqa: PLW1509
    ) as run:
        assert run.stderr is not None
        assert "--depart not given" in run.stderr.readline()
        run.send_signal(stop)
        out, err = run.communicate(timeout=60)
    assert run.returncode != 0
    assert out == ""
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_goes_away_is_no_error() -> None:
    line = " ".join(f"'{a}'" for a in command(["places"]) if isinstance(a, str))
    done = subprocess.run(
        ["sh", "-c", f"{line} | head -n 1"],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert done.stdout.startswith("id ")
