"""The samples of a comparison as a frame, and as a file of Parquet or CSV."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corridor.errors import InputError
from corridor.files import check_writable, write_bytes
from corridor.report.extra import needed
from corridor.report.tables.report_tables import SERVED, TODAY

if TYPE_CHECKING:
    import pandas as pd

    from corridor.analysis.ports.study import Depth, Study

SUFFIXES = (".parquet", ".csv")
COLUMNS = ("place", "case", "port", "draw", "value", "unit", "trip_cost_usd", "trip_time_h")


def check_samples_file(path: Path, samples: int) -> None:
    """
    Refuse a file of samples that cannot be made, before any work is done.

    Raises
    ------
    InputError
        If its suffix is of no writer, it cannot be written, no samples are drawn, or the package
        that writes Parquet is missing.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(
            f"--samples-out {path}: {path.suffix or 'no suffix'} is not a kind of file of samples",
            remedy=f"one of {', '.join(SUFFIXES)}",
        )
    if not samples:
        raise InputError(
            "--samples-out writes samples, and --samples 0 draws none",
            remedy="leave one of the two out",
        )
    check_writable(path, "--samples-out")
    if path.suffix.lower() == ".parquet":
        needed("pyarrow", "writing .parquet")


def samples_frame(places: Sequence[tuple[Study, Study | None]], depth: Depth) -> pd.DataFrame:
    """
    Give the samples behind a comparison, a row for each place, case, port and draw.

    `value` is what the port's best way of that draw counts on average over all trips, in `unit`;
    `trip_cost_usd` and `trip_time_h` are of a single trip by its best way at typical figures. All
    are means over the markets; the port 'outside' stands for the ways by none of the candidates.

    Parameters
    ----------
    places
        The studies of each place: of today, and with scenario sailings.
    depth
        Seed and number of the samples.
    """
    import pandas as pd

    found = [
        _of_study(study, case, depth)
        for pair in places
        for case, study in zip((TODAY, SERVED), pair, strict=True)
        if study is not None and study.worked.comparison.standings
    ]
    whole = [frame for frames in found for frame in frames]
    return pd.concat(whole, ignore_index=True) if whole else pd.DataFrame(columns=list(COLUMNS))


def _of_study(study: Study, case: str, depth: Depth) -> list[pd.DataFrame]:
    import numpy as np
    import pandas as pd

    from corridor.analysis.ports.chance import Drawn
    from corridor.analysis.sampling.bundles import trips
    from corridor.analysis.sampling.draws import RHO, Draws, Keys

    worked, objective = study.worked, study.question.query.objective
    dataset = worked.cases[0].dataset
    draws = depth.draws or Draws(depth.seed, depth.samples, dataset.parameter[RHO].value.typical)
    drawn = Drawn(worked, objective, Keys(dataset), draws)
    frames = []
    for port in drawn.ports:
        met = trips([lane.chosen for lane in drawn.lanes(port)], drawn.keys, drawn.draws)
        frames.append(
            pd.DataFrame(
                {
                    "place": worked.comparison.place.spot.name,
                    "case": case,
                    "port": port,
                    "draw": np.arange(1, draws.samples + 1),
                    "value": drawn.values[port] / objective.measure.scale,
                    "unit": objective.measure.unit,
                    "trip_cost_usd": met.cost.mean(axis=1) / 100,
                    "trip_time_h": met.time.mean(axis=1) / 60,
                },
                columns=list(COLUMNS),
            )
        )
    return frames


def write_samples(path: Path, frame: pd.DataFrame) -> None:
    """
    Write samples in the form that the suffix names; nothing half-written is ever seen.

    Raises
    ------
    InputError
        If the disk refuses.
    """
    out = io.BytesIO()
    if path.suffix.lower() == ".parquet":
        frame.to_parquet(out, index=False)
    else:
        frame.to_csv(out, index=False, lineterminator="\n")
    write_bytes(path, out.getvalue())
