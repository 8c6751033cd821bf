"""What the benchmarks share: processes timed with their memory, tables, a file on request."""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corridor.files import check_writable, write_text
from corridor.text_table import columns

ROOT = Path(__file__).parents[1]
DEPART = "2026-12-01"
# ru_maxrss counts kilobytes on Linux and bytes on macOS.
_RSS_MB = 1024 * 1024 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process: wall seconds and peak resident memory in MB."""

    wall_s: float
    peak_mb: float


def timed(args: Sequence[str]) -> Run:
    """
    Run Python with `args` from start to exit.

    Raises
    ------
    RuntimeError
        If it does not exit with 0.
    """
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *args], cwd=ROOT, env=env, stdout=subprocess.DEVNULL
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(args)} exited with {process.returncode}")
    return Run(wall, usage.ru_maxrss / _RSS_MB)


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed."""
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


def out_file(description: str) -> Path | None:
    """Read the command line: nothing, or --out FILE, refused before the work if unwritable."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--out", type=Path, help="write the figures here as JSON")
    out: Path | None = parser.parse_args().out
    if out is not None:
        check_writable(out, "--out")
    return out


def show(
    title: str, rows: Sequence[Sequence[str]], figures: dict[str, Any], out: Path | None
) -> None:
    """Print the table; write the figures when asked to."""
    print(title)
    print("\n".join(columns(rows, frozenset(range(1, len(rows[0]))))))
    if out is not None:
        write_text(out, json.dumps(figures, indent=1, sort_keys=True) + "\n")
