"""What a command imports: help nothing heavy, an answer only what it needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.command import DAY, ROOT, environment

pytestmark = pytest.mark.slow

HEAVY = {
    "folium",
    "geopandas",
    "networkx",
    "numpy",
    "osmnx",
    "pandas",
    "pyarrow",
    "scipy",
    "shapely",
}
# Arrays, and shapes where a point must be joined to a road; the rest serves builds and analyses.
NEVER = HEAVY - {"numpy", "shapely", "networkx"}
REPORT = """\
import sys
from corridor.cli.main import app_main
try:
    app_main()
except SystemExit as stop:
    print(stop.code, *sorted({m.split(".")[0] for m in sys.modules}), file=sys.stderr)
"""


def imported(*args: str) -> set[str]:
    """Top-level names imported by a command that succeeds."""
    done = subprocess.run(
        [sys.executable, "-c", REPORT, *args],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    code, *names = done.stderr.splitlines()[-1].split()
    assert code in ("0", "None")
    return set(names)


@pytest.mark.parametrize("args", [("--help",), ("route", "--help"), ("check", "--help")])
def test_help_imports_nothing_heavy(args: tuple[str, ...]) -> None:
    names = imported(*args)
    assert "corridor" in names
    assert names & HEAVY == set()


def test_importing_the_package_imports_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, corridor; print(*sys.modules)"],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert {m.split(".")[0] for m in done.stdout.split()} & HEAVY == set()


@pytest.mark.parametrize(
    "args",
    [
        ("route", "Minsk", "Karachi", *DAY, "--json"),
        ("route", "53.95,27.70", "Karachi", *DAY, "-k", "1"),
        ("borders",),
        ("places",),
    ],
    ids=lambda a: " ".join(a[:2]),
)
def test_answers_import_only_what_they_need(args: tuple[str, ...]) -> None:
    assert imported(*args) & NEVER == set()
