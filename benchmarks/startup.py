"""
How quickly a command starts, against importing the libraries such a program might import.

    python -m benchmarks.startup [--out figures.json]

Each row is a process of its own, from start to exit, in this interpreter:

- an interpreter that does nothing;
- the yardstick: `import networkx, osmnx, geopandas, shapely, folium, typer`;
- `corridor --help`;
- `corridor route Minsk Karachi --depart 2026-12-01`, the whole answer.

All are run once unmeasured, to fill the disk cache and compile the modules, and then five
times in turn, so that a slow moment of the machine strikes all alike. Shown are the median
wall time, its ratio to the yardstick of the same run, and the largest peak of resident memory.
Seconds depend on the machine; compare the ratios. osmnx and geopandas come with the extra
[osm]. Nothing is written unless --out names a file.
"""

from __future__ import annotations

from statistics import median

from benchmarks.common import DEPART, Run, out_file, show, timed

ROUNDS = 5
YARDSTICK = "import of six libraries"
_CLI = ("-m", "corridor.cli.main")
LINES: dict[str, tuple[str, ...]] = {
    "bare interpreter": ("-c", "pass"),
    YARDSTICK: ("-c", "import networkx, osmnx, geopandas, shapely, folium, typer"),
    "corridor --help": (*_CLI, "--help"),
    "corridor route Minsk Karachi": (*_CLI, "route", "Minsk", "Karachi", "--depart", DEPART),
}


def measure() -> dict[str, list[Run]]:
    """All lines in turn, `ROUNDS` times after one unmeasured turn."""
    runs: dict[str, list[Run]] = {name: [] for name in LINES}
    for turn in range(ROUNDS + 1):
        for name, args in LINES.items():
            run = timed(args)
            if turn:
                runs[name].append(run)
    return runs


def main() -> None:
    out = out_file("Start-up times against importing six libraries.")
    runs = measure()
    base = median(r.wall_s for r in runs[YARDSTICK])
    rows = [("process", "median s", "fastest", "slowest", "ratio", "peak MB")]
    figures = {}
    for name, found in runs.items():
        walls = [r.wall_s for r in found]
        ratio, peak = median(walls) / base, max(r.peak_mb for r in found)
        rows.append(
            (
                name,
                f"{median(walls):.3f}",
                f"{min(walls):.3f}",
                f"{max(walls):.3f}",
                f"{ratio:.2f}",
                f"{peak:.0f}",
            )
        )
        figures[name] = {"wall_s": walls, "ratio": ratio, "peak_mb": peak}
    show(f"Start to exit, {ROUNDS} runs each in turn", rows, figures, out)


if __name__ == "__main__":
    main()
