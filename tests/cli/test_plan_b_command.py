"""`route --if-closed` and `--regret`: text, JSON, progress on stderr, and exit codes."""

from __future__ import annotations

import json

import pytest

import corridor
from corridor.analysis.choice import regret as regret_module
from corridor.api.reading import read_query
from corridor.errors import InputError
from corridor.report.document.answer import AnswerRecord
from corridor.report.document.answer_sums import ANSWER
from corridor.report.document.read import read_document
from tests.cli.inside import inside
from tests.real import engine

ASK = ("route", "Minsk", "Karachi", "--depart", "2026-12-01", "--no-certainty")


def test_both_options_print_and_are_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regret_module, "shipped_names", lambda: ("iran-closed",))
    asked = (*ASK, "--if-closed", "gabd@2026-12-19T20:00", "--if-closed", "torkham@2026-12-05")
    shown = inside(*asked, "--regret")
    assert shown.returncode == 0, shown.stderr
    assert "If gabd shuts on 2026-12-19 20:00 (until further notice)" in shown.stdout
    assert "Last place to turn at no cost: Zahedan" in shown.stdout
    assert "If torkham shuts on 2026-12-05" in shown.stdout
    assert "Least greatest regret" in shown.stdout
    assert "--if-closed gabd" in shown.stderr
    assert "--regret" in shown.stderr
    done = inside(*asked, "--regret", "--json")
    document = json.loads(done.stdout)
    plan, other = document["plan_b"]
    assert sum(leg["cost_usd"] for leg in plan["legs"]) == pytest.approx(plan["way"]["cost_usd"])
    assert sum(leg["time_h"] for leg in plan["legs"]) == pytest.approx(
        plan["way"]["time_h"], abs=0.01
    )
    assert {leg["state"] for leg in plan["legs"]} == {"done", "under way", "ahead"}
    assert plan["set_out"]["generalised_usd"] > 0
    told = {at: m["code"] for m in document["messages"] for at in m["at"]}
    assert told["/plan_b/0/where"] == "plan_b.next"
    assert told["/plan_b/1/plan/label"] == told["/regret/ways/0/label"] == "label"
    assert other["state"] == "unchanged"
    assert document["regret"]["ways"][0]["regret_usd"]


def test_without_the_options_nothing_is_in_the_document() -> None:
    document = json.loads(inside(*ASK, "-k", "1", "--json").stdout)
    assert "plan_b" not in document
    assert "regret" not in document


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gapd@2026-12-14", "Gabd"),
        ("gabd@2026-11-30", "before the departure"),
        ("gabd", "no thing and day"),
    ],
)
def test_what_cannot_be_meant_ends_with_code_2(text: str, said: str) -> None:
    done = inside(*ASK, "--if-closed", text)
    assert done.returncode == 2
    assert said in done.stderr
    assert not done.stdout


def test_no_way_at_all_ends_with_code_1() -> None:
    done = inside(*ASK, "--only-countries", "BY,PK", "--if-closed", "gabd@2026-12-14")
    assert done.returncode == 1


def test_python_has_the_same() -> None:
    planner = corridor.Planner(engine())
    answer = planner.route(
        "Minsk", "Karachi", depart="2026-12-01", certainty=False, if_closed="gabd@2026-12-18"
    )
    (found,) = answer.plan_b
    assert found.record.state == "turns"
    assert found.text in answer.text
    assert len(found.text.splitlines()) <= 24
    assert list(found.to_frame().columns)[:2] == ["state", "kind"]
    assert len(found.to_frame("turns")) == len(found.record.turns)
    assert answer.regret is None
    with pytest.raises(InputError, match="unknown"):
        found.to_frame("roads")
    query = read_query("Minsk", "Karachi", None, {"if_closed": ["gabd@2026-12-18"]})
    assert query.if_closed == ("gabd@2026-12-18",)
    with pytest.raises(InputError, match="whatif"):
        planner.whatif("today", "winter", "Minsk", "Karachi", if_closed="gabd@2026-12-18")


def test_a_saved_answer_is_read_again(tmp_path: object) -> None:
    planner = corridor.Planner(engine())
    answer = planner.route(
        "Minsk", "Karachi", depart="2026-12-01", certainty=False, if_closed="gabd@2026-12-18"
    )
    path = answer.save(f"{tmp_path}/answer.json")
    read: AnswerRecord = read_document(path, ANSWER)
    assert read == answer.record
