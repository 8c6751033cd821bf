"""Every example that help gives does what it says, or comes to its work if that takes long."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from corridor.cli.help import examples
from tests.cli.command import ROOT
from tests.cli.inside import inside
from tests.cli.test_help import COMMANDS
from tests.cli.test_options_act import ReachedError, stopped_at_work
from tests.real import dataset

pytestmark = pytest.mark.slow

EXAMPLES = [line for command in COMMANDS.values() for line in examples(command.help)]
# Work of more than a second or two, by the beginning of the command: what begins it.
LONG: dict[str, str] = {
    "compare": "",
    "breakeven": "",
    "catchment": "",
    "resilience": "",
    "gallery": "corridor.engine.RouteEngine.load",
    "sources --gaps": "corridor.checks.standing.Standing",
    "export network": "corridor.report.network_files.write_network",
    "update": "corridor.api.releases.install",
    "build": "corridor.build.graph.build",
    "import-osm": "corridor.build.osm.read.read_file",
    "check cases": "corridor.checks.cases.judge",
    "check ports": "corridor.checks.hinterland.published.check_ports",
    "check laws": "corridor.checks.laws.check",
    "check bills": "corridor.checks.bills.check_bills",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the examples name."""
    folder = tmp_path_factory.mktemp("desk")
    asked = ("route", "Kabul", "Tashkent", "--depart", "2026-12-01", "-k", "1", "--json")
    (folder / "answer.json").write_text(inside(*asked).stdout, encoding="utf-8")
    (folder / "shipments.csv").write_text("origin,destination\nKabul,Tashkent\n")
    (folder / "us.toml").write_text('name = "Example Forwarding"\n')
    (folder / "mine").mkdir()
    (folder / "osm").mkdir()
    shutil.copytree(ROOT / "tests/cli/own_rates", folder / "own_rates")
    return folder


@contextmanager
def stopped_where_work_begins(begins: str) -> Iterator[None]:
    def stop(*_: Any, **__: Any) -> Any:
        raise ReachedError

    with stopped_at_work(), pytest.MonkeyPatch.context() as patch:
        if begins:
            patch.setattr(begins, stop)
        yield


@pytest.mark.parametrize("line", EXAMPLES)
def test_each_example_of_the_help_runs(
    line: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk)
    monkeypatch.delenv("CORRIDOR_DATA", raising=False)
    monkeypatch.setattr("corridor.tables.dataset.load", lambda *_: dataset())
    program, *words = shlex.split(line)
    assert program == "corridor"
    long = next((b for b in LONG if f"{' '.join(words)} ".startswith(f"{b} ")), None)
    if long is not None:
        with stopped_where_work_begins(LONG[long]), pytest.raises(ReachedError):
            inside(*words)
        return
    done = inside(*words)
    assert done.returncode == 0, done.stderr
    assert done.stdout
    for word in words:
        if "." in word and word.rpartition(".")[2] in {"html", "svg", "pdf", "xlsx", "zip"}:
            assert Path(word).stat().st_size > 0


def test_days_of_examples_are_fixed() -> None:
    """An example without a day would be of another day each time."""
    for line in EXAMPLES:
        command = COMMANDS[next(n for n in sorted(COMMANDS, key=len, reverse=True)
                                if f"{line} ".startswith(f"corridor {n} "))]  # fmt: skip
        if "--depart" in {o for p in command.params for o in p.opts} and "gallery" not in line:
            saved = "answer.json" in line or " network" in line
            assert saved or "--depart 2026-12-01" in line or "--by 20" in line, line


def test_what_takes_long_is_an_example() -> None:
    for begun in LONG:
        assert any(f"{line} ".startswith(f"corridor {begun} ") for line in EXAMPLES), begun
