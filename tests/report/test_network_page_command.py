"""`corridor map network`: a page for a person who types it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from corridor.cli import maps
from tests.cli.command import UNWANTED, all_text, corridor
from tests.report.networks import network_page


def test_the_default_page_lies_in_the_folder_one_is_in(tmp_path: Path) -> None:
    done = corridor("map", "network", "--on", "2026-12-01", cwd=tmp_path)
    assert done.returncode == 0, all_text(done)
    assert done.stdout == "network-map.html\n"
    assert [p.name for p in tmp_path.iterdir()] == ["network-map.html"]
    assert (tmp_path / "network-map.html").read_text(encoding="utf-8") == network_page()


def test_without_a_day_it_is_today(tmp_path: Path) -> None:
    before = time.strftime("%Y-%m-%d")
    done = corridor("map", "network", "--out", "n.html", cwd=tmp_path)
    assert done.returncode == 0, all_text(done)
    page = (tmp_path / "n.html").read_text(encoding="utf-8")
    assert f'"on":"{before}"' in page or f'"on":"{time.strftime("%Y-%m-%d")}"' in page


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("map", "network", "--on", "tomorrow"), ("is not a day as", "2026-12-01")),
        (("map", "network", "--on", "1204-01-01"), ("out of range",)),
        (("map", "network", "--out", "no/such/folder.html"), ("there is no folder",)),
        (("map", "network", "--graph", "nowhere"), ("no usable manifest",)),
        (("map", "answer.json", "--on", "2026-12-01"), ("corridor map network",)),
        # A file of that name is reached with its folder.
        (("map", "./network"), ("is not a saved answer",)),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    args: tuple[str, ...], words: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "network").write_text(json.dumps({}), encoding="utf-8")
    done = corridor(*args, cwd=tmp_path)
    assert done.returncode == 2, all_text(done)
    for word in ("Error: ", "Try: ", *words):
        assert word in done.stderr
    assert not any(word in all_text(done) for word in UNWANTED)
    assert [p.name for p in tmp_path.iterdir()] == ["network"]


def test_a_person_who_waits_is_told_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(maps, "_PATIENCE_S", 0.01)
    said = ""
    with maps._patience("drawing x.html"):
        for _ in range(500):  # a busy machine lets a timer wait
            time.sleep(0.02)
            said += capsys.readouterr().err
            if said:
                break
    assert said == "drawing x.html\n"
    monkeypatch.setattr(maps, "_PATIENCE_S", 5.0)
    with maps._patience("drawing x.html"):
        pass
    assert capsys.readouterr().err == ""
