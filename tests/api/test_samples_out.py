"""The samples of a comparison as files: what they hold is what the answer tells."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

from corridor.api.planner import Planner
from corridor.api.samples import COLUMNS, check_samples_file
from corridor.errors import InputError
from tests.cli.inside import inside
from tests.real import engine

ASKED = ("--onward", "Jebel Ali", "--depart", "2026-12-01", "--open", "gwadar_jebel_ali")
DRAWN = 400


def test_samples_are_those_the_answer_is_made_of(tmp_path: Path) -> None:
    found = Planner(engine()).compare(
        "Kandahar",
        market="Jebel Ali",
        samples=DRAWN,
        depart="2026-12-01",
        open="gwadar_jebel_ali",
    )
    frame = found.to_frame("samples")
    study = found.record.places[0].today
    assert tuple(frame.columns) == COLUMNS
    ports = {s.port for s in study.standings}
    assert set(frame.port) == ports | {"outside"}
    assert (frame.groupby("port").size() == DRAWN).all()
    values = frame.pivot(index="draw", columns="port", values="value")
    # The lead of the port ahead, and in which share of the draws what is outside is best.
    chance = study.chance
    assert chance is not None
    assert chance.lead is not None
    lead = values[study.verdict.second] - values[study.verdict.first]
    assert lead.quantile(0.5) == pytest.approx(chance.lead.p50, abs=0.02)
    inside_them = values[sorted(ports)].min(axis=1)
    assert (values["outside"] < inside_them).mean() == pytest.approx(chance.outside, abs=1e-4)
    # Trips: what the best way of each port counts.
    rate = found.record.question.value_of_time_usd_per_h
    for port in chance.ports:
        own = frame[frame.port == port.port]
        counted = own.trip_cost_usd + rate * own.trip_time_h
        assert counted.quantile(0.9) == pytest.approx(port.value.p90, rel=1e-4)
    for name in ("a.csv", "a.parquet"):
        target = found.save_samples(tmp_path / name)
        read = pd.read_csv(target) if target.suffix == ".csv" else pd.read_parquet(target)
        assert len(read) == len(frame)
        assert read.value.sum() == pytest.approx(frame.value.sum())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "a.parquet"]


def test_the_command_writes_them(tmp_path: Path) -> None:
    target = tmp_path / "s.csv"
    asked = ("compare", "Kandahar", *ASKED, "--samples", "50", "--samples-out", str(target))
    assert inside(*asked).returncode == 0
    read = pd.read_csv(target)
    assert list(read.columns) == list(COLUMNS)
    assert read.draw.max() == 50


@pytest.mark.parametrize(
    ("name", "samples", "text"),
    [
        ("a.xlsx", 10, "is not a kind of file of samples"),
        ("a", 10, "no suffix is not"),
        ("a.csv", 0, "draws none"),
        ("nowhere/a.csv", 10, "there is no folder"),
    ],
)
def test_what_cannot_be_written_is_refused_before_the_work(
    tmp_path: Path, name: str, samples: int, text: str
) -> None:
    with pytest.raises(InputError, match=text):
        check_samples_file(tmp_path / name, samples)


def test_the_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match="pyarrow") as found:
        check_samples_file(tmp_path / "a.parquet", 10)
    assert "corridor[documents]" in str(found.value)
    check_samples_file(tmp_path / "a.csv", 10)
