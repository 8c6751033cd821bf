"""Documents beside the answer: their schema is generated, a saved one is read back, a false one not."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from corridor.analysis.ports.catchment import hinterlands
from corridor.analysis.resilience import Extra, Loss, Resilience
from corridor.errors import InputError
from corridor.model.ref import Ref, RefKind
from corridor.report.document.answer_sums import ANSWER
from corridor.report.document.catchment import CATCHMENT, CatchmentRecord
from corridor.report.document.catchment_json import catchment_record
from corridor.report.document.changes import WHAT_IF, WhatIfRecord, changes
from corridor.report.document.comparison import COMPARISON
from corridor.report.document.read import json_text, read_document
from corridor.report.document.resilience import resilience_record
from corridor.report.text.catchment import catchment_text, resilience_text
from tests.questions import question
from tests.real import DAY, engine
from tests.report.answers import answer, record_of
from tests.report.comparisons import document
from tools.make_schemas import schema

pytestmark = pytest.mark.slow


@cache
def catchment() -> CatchmentRecord:
    """Two places, Gwadar without a service today, demand of one of them."""
    asked = question(opened=("chaman",))
    places = {"kandahar": 100.0, "herat": 0.0}
    return catchment_record(
        asked,
        hinterlands(engine(), asked, places),
        engine().dataset,
        demand_t={"kandahar": 100.0},
        off_grid=3,
        command="corridor catchment",
        graph_hash=engine().graph_hash,
    )


def what_if() -> WhatIfRecord:
    was, now = (record_of(answer(name)) for name in ("minsk_karachi", "least_co2"))
    return WhatIfRecord(
        schema_version="1.0",
        names=("today", "other"),
        no_route=(),
        changes=changes(was, now),
        before=was,
        after=now,
    )


@pytest.mark.parametrize(
    ("kind", "made"), [(COMPARISON, document), (CATCHMENT, catchment), (WHAT_IF, what_if)]
)
def test_a_document_is_true_to_its_generated_schema_and_read_as_written(
    kind: Any, made: Any, tmp_path: Path
) -> None:
    path = tmp_path / "saved.json"
    path.write_text(json_text(made()), encoding="utf-8")
    Draft202012Validator.check_schema(schema(kind))
    Draft202012Validator(schema(kind)).validate(json.loads(path.read_text(encoding="utf-8")))
    assert json_text(read_document(path, kind)) == json_text(made())


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("kind", "comparison", "comparison 1.0 in place of catchment 1.0"),
        ("off_grid", -1, "Expected `int` >= 0 - at `$.off_grid`"),
        ("assumptions.0.unreached", 1, "Expected the number of places - at `$.assumptions[0].won`"),
        ("assumptions.1.places.0.shares.0.share", 0.01, "$.assumptions[1].places[0].shares"),
    ],
)
def test_a_false_catchment_is_refused(path: str, value: Any, told: str, tmp_path: Path) -> None:
    changed = json.loads(json_text(catchment()))
    *way, last = [int(k) if k.isdigit() else k for k in path.split(".")]
    node = changed
    for key in way:
        node = node[key]
    node[last] = value
    file = tmp_path / "catchment.json"
    file.write_text(json.dumps(changed), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_document(file, CATCHMENT)
    assert told in str(refused.value)


def test_a_document_of_another_kind_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "saved.json"
    path.write_text(json_text(catchment()), encoding="utf-8")
    with pytest.raises(InputError, match="is not a saved answer"):
        read_document(path, ANSWER)


def test_tonnes_are_split_and_a_port_with_a_service_of_a_scenario_has_its_column() -> None:
    today, served = catchment().assumptions
    assert (today.silent, served.silent) == (("gwadar_port",), ())
    assert sum(today.won.values()) == 2
    assert set(today.won) <= {"karachi_port", "port_qasim", "outside"}
    assert today.weights[today.places[0].best] == 100
    assert sum(t.by_share_t for t in served.tonnes) == pytest.approx(100, abs=0.2)
    assert sum(t.to_cheapest_t for t in served.tonnes) == 100
    text = " ".join(catchment_text(catchment()).split())
    assert "Gwadar port: no regular service today" in text
    assert "3 grid points join no road" in text


def lost(name: str, days: float, usd: float) -> Loss:
    extra = tuple((d, Extra(days * d, usd, 0.1234567, "Minsk", days * d, 0)) for d in (7, 30))
    return Loss((Ref(RefKind.CROSSING, name),), (name,), "crossing", extra, (("Minsk", "Karachi"),))


def test_losses_are_rounded_in_the_document_and_shown_by_length() -> None:
    found = Resilience((("Minsk", "Karachi"),), (lost("torkham", 0.12345, 10.006),), ())
    made = resilience_record(found, DAY, ["Torkam as Torkham"], [])
    (single,) = made.single
    assert (single.subjects[0].kind, single.subjects[0].id) == ("crossing", "torkham")
    assert [e.days_lost for e in single.losses] == [7, 30]
    assert (single.losses[0].extra_days, single.losses[0].extra_usd) == (0.864, 10.01)
    assert single.losses[0].extra_objective_share == 0.12346
    assert "unused_rows" not in json.loads(json_text(made))
    text = resilience_text(found, DAY, made.guessed, 25)
    assert "Guessed: Torkam as Torkham" in text
    assert "+0.9 / +3.7" in text
    assert text.endswith("Worst pairs\nnothing that is lost costs anything\n")
