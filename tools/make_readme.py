"""Put a fresh answer into README.md: python tools/make_readme.py [--check]."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
LINE = "corridor route Minsk Karachi --unit FEU --depart 2026-12-01"
START, END = "<!-- example:start -->", "<!-- example:end -->"


def block() -> str:
    """The command and what it prints, as Markdown between the two marks."""
    done = subprocess.run(
        [sys.executable, "-m", "corridor.cli.main", *shlex.split(LINE)[1:]],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return f"{START}\n```console\n$ {LINE}\n{done.stdout.rstrip()}\n```\n{END}"


def page(text: str) -> str:
    """
    The README with a fresh example.

    Raises
    ------
    ValueError
        If the two marks are not there exactly once, in order.
    """
    parts = re.findall(f"{START}.*?{END}", text, flags=re.DOTALL)
    if len(parts) != 1 or text.count(START) != 1 or text.count(END) != 1:
        raise ValueError(f"README.md must hold {START} and {END} once each")
    return text.replace(parts[0], block())


def main(args: list[str]) -> int:
    """Write the README, or with --check only say whether it is stale."""
    if args not in ([], ["--check"]):
        print("usage: python tools/make_readme.py [--check]", file=sys.stderr)
        return 2
    kept = README.read_text(encoding="utf-8")
    fresh = page(kept)
    if args:
        if fresh != kept:
            print(
                "README.md shows an old answer; run: python tools/make_readme.py", file=sys.stderr
            )
        return int(fresh != kept)
    if fresh != kept:
        beside = README.with_name(".README.md.part")
        beside.write_text(fresh, encoding="utf-8", newline="\n")
        os.replace(beside, README)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
