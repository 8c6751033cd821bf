"""
Write what the rows said at a commit: python -m tools.make_confidence_base COMMIT.

One line a row: table:row, confidence, a hash of its figures and source. `corridor sources --gaps` counts
from it how many rows changed their confidence while figure and source stayed.
"""

from __future__ import annotations

import csv
import gzip
import io
import subprocess
import sys
from pathlib import Path

from corridor.checks.kept import BASE, digest


def tables_of(commit: str) -> dict[str, list[dict[str, str]]]:
    """Rows of every table as a commit has them."""
    listed = _git("ls-tree", "--name-only", commit, "data/").split()
    files = [name for name in listed if name.endswith(".csv")]
    return {
        Path(name).stem: list(csv.DictReader(io.StringIO(_git("show", f"{commit}:{name}"))))
        for name in files
    }


def main() -> None:
    """Write the file."""
    commit = sys.argv[1]
    lines = [f"# {_git('rev-parse', '--short', commit).strip()}"]
    for table, rows in tables_of(commit).items():
        lines += [
            f"{table}:{row['id']}\t{row['confidence']}\t{digest(row)}"
            for row in rows
            if row.get("confidence")
        ]
    text = "\n".join(lines) + "\n"
    BASE.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{BASE.name}: {len(lines) - 1} rows")


def _git(*words: str) -> str:
    command = ["git", *words]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


if __name__ == "__main__":
    main()
