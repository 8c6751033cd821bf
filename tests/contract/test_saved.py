"""Files that 0.2.0 saved, of every kind: today's readers read them, and find the same in them."""

from __future__ import annotations

import csv
import io
import json
import lzma
import shutil
from pathlib import Path
from typing import Any

import geopandas as gpd
import msgspec
import pypdf
import pytest

import corridor
from corridor.graph.store import read_manifest
from corridor.report.document.answer_sums import ANSWER
from corridor.report.document.catchment import CATCHMENT
from corridor.report.document.changes import WHAT_IF
from corridor.report.document.comparison import COMPARISON
from corridor.report.document.read import Kind, json_text, read_document
from corridor.report.document.resilience import ResilienceRecord
from corridor.tables.overlays.scenario_files import own_rows, read_scenario

SAVED = Path(__file__).parent / "saved-0.2.0"
QUOTE = "Quote Q"


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """The saved files, each under its own name."""
    for path in SAVED.glob("*.xz"):
        (tmp_path / path.stem).write_bytes(lzma.decompress(path.read_bytes()))
    return tmp_path


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("answer.json", ANSWER),
        ("comparison.json", COMPARISON),
        ("catchment.json", CATCHMENT),
        ("whatif.json", WHAT_IF),
    ],
)
def test_a_saved_document_is_read_and_written_as_it_was(
    unpacked: Path, name: str, kind: Kind[Any]
) -> None:
    record = read_document(unpacked / name, kind)
    assert json.loads(json_text(record)) == json.loads((unpacked / name).read_text())


def test_a_false_total_inside_a_saved_what_if_is_refused(unpacked: Path) -> None:
    path = unpacked / "whatif.json"
    plain = json.loads(path.read_text())
    plain["after"]["itineraries"][0]["totals"]["cost_usd"]["high"] += 100
    path.write_text(json.dumps(plain))
    with pytest.raises(
        corridor.CorridorError, match=r"\$\.after\.itineraries\[0\]\.totals\.cost_usd"
    ):
        read_document(path, WHAT_IF)


def test_saved_losses_are_read(unpacked: Path) -> None:
    record = msgspec.json.decode((unpacked / "resilience.json").read_bytes(), type=ResilienceRecord)
    assert record.single


def test_an_answer_gives_the_files_that_it_gave(unpacked: Path, tmp_path: Path) -> None:
    answer = corridor.read_answer(unpacked / "answer.json")
    made = answer.save(tmp_path / "made.csv", issued="2026-12-01")
    now, then = (
        list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
        for path in (made, unpacked / "answer.csv")
    )
    # Every cell as it was; what is asked stands behind, in a column of its own.
    assert [row[:-1] for row in now] == then
    assert now[0][-1] == "asked"
    features = gpd.read_file(unpacked / "answer.geojson")
    assert {"origin", "destination", "leg"} <= set(features.role)


def test_a_quotation_names_its_answer(unpacked: Path) -> None:
    answer = corridor.read_answer(unpacked / "answer.json")
    page, _ = answer.quotation(issued="2026-12-01")
    texts = [
        pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
        for content in ((SAVED / "quotation.pdf").read_bytes(), page)
    ]
    ids = [text[text.index(QUOTE) :].split(",")[0] for text in texts]
    assert ids[0] == ids[1]


def test_the_manifest_of_a_graph_is_read(tmp_path: Path) -> None:
    shutil.copy(SAVED / "manifest.json", tmp_path)
    assert len(read_manifest(tmp_path).content_hash) == 64


def test_scenarios_and_own_rows_are_read() -> None:
    scenario = read_scenario(SAVED / "scenario.toml", origin="file")
    assert scenario.scales or scenario.rows or scenario.close
    assert {row.table for row in own_rows(SAVED / "own_rows").rows} == {
        "border_times",
        "closures",
        "rates",
    }
