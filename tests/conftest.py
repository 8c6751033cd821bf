"""
What all tests share: nothing may be skipped silently.

A skipped test counts as a failure of the session, because a missing program or package
would otherwise turn off tests unseen. Only tests marked `online` may be skipped.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Tests use the data of the tree, whatever release a person has installed.
os.environ["CORRIDOR_HOME"] = str(Path(__file__).parent / "no-release")
os.environ.pop("CORRIDOR_DATA", None)

# Files of a minute or so: with one worker a file they go first, else the last of them keeps one
# core busy alone.
_LONG = (
    "tools/test_gallery.py",
    "tools/test_standing.py",
    "report/test_network_page_browser.py",
    "report/test_map_browser.py",
    "checks/test_law_trials.py",
    "build/test_osm_build.py",
    "cli/test_options_act.py",
    "cli/test_bad_input.py",
)
_skipped: list[str] = []


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    text = report.longrepr
    return str(text[2]) if isinstance(text, tuple) else str(text)


# What starts a browser, builds the network or needs the internet is slow without being marked.
_SLOW_FIXTURES = {"browser", "built"}
_SLOW_MARKS = ("build", "online")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first; the order within a file, and of all others, stays. Slow ones are marked."""
    for item in items:
        asked = _SLOW_FIXTURES & set(getattr(item, "fixturenames", ()))
        if asked or any(item.get_closest_marker(name) for name in _SLOW_MARKS):
            item.add_marker("slow")

    def place(item: pytest.Item) -> int:
        path = item.path.as_posix()
        return next((n for n, name in enumerate(_LONG) if path.endswith(name)), len(_LONG))

    items.sort(key=place)
    _collect_garbage_seldom()


def _collect_garbage_seldom() -> None:
    """Tables and graph stay to the end; to look through them all again and again finds nothing."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note a test that was skipped; an expected failure is reported as skipped, but ran."""
    if report.skipped and not hasattr(report, "wasxfail") and "online" not in report.keywords:
        _skipped.append(f"{report.nodeid}: {_reason(report)}")


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Note a whole file that was skipped."""
    if report.skipped:
        _skipped.append(f"{report.nodeid}: {_reason(report)}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a session that skipped anything and would have passed."""
    if _skipped and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was skipped, since that alone may be why the session failed."""
    if _skipped:
        terminalreporter.section("skipped, which counts as failed", red=True)
        for line in _skipped:
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium, one a worker: starting it costs more than most pages."""
    from playwright.sync_api import sync_playwright

    from tests.browser import ARGUMENTS, chromium_path

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield chromium
        chromium.close()
