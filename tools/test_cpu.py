"""
What each test file costs in processor seconds: `pytest -p tools.test_cpu FILES`.

Counts this process and all it started (interpreters, browsers), which wall time on a shared
machine and `--durations` do not. A test that took a second or more is listed by itself.
"""

from __future__ import annotations

import os
import resource
from collections import defaultdict
from pathlib import Path

import pytest

_TICK = os.sysconf("SC_CLK_TCK")
_files: defaultdict[str, float] = defaultdict(float)
_tests: defaultdict[str, float] = defaultdict(float)
_last = [0.0]


def _spent_s() -> float:
    """User and system time of this process, of all below it, and of those that ended."""
    total, parents, times = 0.0, {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        parents[int(stat.parent.name)] = int(fields[1])
        times[int(stat.parent.name)] = sum(int(n) for n in fields[11:15]) / _TICK
    below = {os.getpid()}
    while grown := {pid for pid, parent in parents.items() if parent in below} - below:
        below |= grown
    total = sum(times[pid] for pid in below - {os.getpid()})
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        used = resource.getrusage(who)
        total += used.ru_utime + used.ru_stime
    return total


def _note(test: str) -> None:
    now = _spent_s()
    spent = max(0.0, now - _last[0])  # what a process used that ended unseen is lost to the count
    _files[test.partition("::")[0]] += spent
    _tests[test] += spent
    _last[0] = now


def pytest_collection_finish() -> None:
    """Imports belong to no single file."""
    _note("collecting")


@pytest.hookimpl(trylast=True)
def pytest_runtest_logfinish(nodeid: str) -> None:
    """After setup, call and teardown of a test."""
    _note(nodeid)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Files by what they cost, then the tests of a second or more."""
    terminalreporter.section("processor seconds")
    for name, spent in sorted(_files.items(), key=lambda f: -f[1]):
        terminalreporter.write_line(f"{spent:8.1f}  {name}")
    for name, spent in sorted(_tests.items(), key=lambda t: -t[1])[:80]:
        if spent >= 1:
            terminalreporter.write_line(f"{spent:8.1f}  {name}")
