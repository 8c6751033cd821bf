"""Our figures follow from those printed, over the whole table, and what is changed is found."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from typer.testing import CliRunner

from corridor.checks.evidence import VERDICTS, Audited, audit, number_of, worked_out
from corridor.cli.main import app
from corridor.tables import dataset as loading
from corridor.tables.dataset import Dataset
from corridor.tables.read import Table, load_all, reference_complaints
from corridor.tables.records import Evidence
from corridor.tables.row_checks import clashes
from tests.real import dataset

STANDS = ("same", "converted", "corrected")
RATES = {"PKR": 280.0, "KZT": 500.0}


def with_evidence(*rows: Evidence) -> Dataset:
    """The shipped tables with other evidence, and nothing derived from it."""
    return replace(dataset(), evidence=rows, derivations=())


def faults(*rows: Evidence) -> list[Audited]:
    return [a for a in audit(with_evidence(*rows)) if a.fault]


def test_every_checked_figure_follows_from_the_printed_one() -> None:
    assert len(dataset().evidence) > 150
    assert [(a.row.id, a.fault) for a in audit(dataset()) if a.fault] == []


def test_every_verdict_of_the_audit_is_one_of_the_table() -> None:
    column = dataset().texts["evidence"].schema.column["verdict"]
    assert sorted(column.allowed) == sorted(VERDICTS)


def test_a_printed_figure_that_is_changed_is_found_in_every_row() -> None:
    """Each digit made the next one: whatever the row says of it does not follow any more."""
    changed = [
        structs.replace(row, printed=next_digits(row.printed))
        for row in dataset().evidence
        if row.verdict in STANDS and any(any(map(str.isdigit, p)) for p in row.read_as)
    ]
    assert len(changed) > 250
    found = {a.row.id for a in faults(*changed)}
    assert [r.id for r in changed if r.id not in found] == []


def next_digits(text: str) -> str:
    """A text with other figures, those in words too."""
    words = re.sub(r"\b(one|two|three|four|five|six|seven|eight|nine|ten)\b", "twelve", text)
    return re.sub(r"\d", lambda d: str((int(d[0]) + 1) % 10), words)


def test_a_figure_read_wrongly_is_found_in_every_row() -> None:
    """The figure and what was read from it changed together: our figure does not follow."""
    changed = [
        structs.replace(row, printed=f"{9 * float(row.read_as[0]):.10g}", read_as=(other,))
        for row in dataset().evidence
        if row.verdict in STANDS and len(row.read_as) == 1 and is_number(row.read_as[0])
        for other in [f"{9 * float(row.read_as[0]):.10g}"]
        if float(row.read_as[0])
    ]
    assert len(changed) > 90
    found = {a.row.id for a in faults(*changed)}
    assert [r.id for r in changed if r.id not in found] == []


def is_number(text: str) -> bool:
    return re.fullmatch(r"\d+(\.\d+)?", text) is not None


def test_a_cell_changed_since_it_was_checked_is_found_in_every_row() -> None:
    changed = [structs.replace(r, our_figure=f"{r.our_figure}0") for r in dataset().evidence]
    assert len(faults(*changed)) == len(changed)


def alone(row: Evidence) -> Dataset:
    """The tables with one row of evidence, and no derivation that rests on the others."""
    return replace(with_evidence(row), derivations=())


def test_the_command_ends_with_3_when_a_figure_does_not_follow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = next(r for r in dataset().evidence if r.verdict == "converted")
    for evidence, code in ((row, 0), (structs.replace(row, printed="no figure"), 3)):
        monkeypatch.setattr(loading, "load", lambda e=evidence: alone(e))
        done = CliRunner().invoke(app, ["sources", "--audit", "--json"])
        assert done.exit_code == code, done.output
        shown = json.loads(done.stdout)["Does not agree with what is printed"]
        assert [r["row"] for r in shown] == [row.row_id] * (code == 3)


def test_the_command_lists_each_row_that_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "load", dataset)
    tables = json.loads(CliRunner().invoke(app, ["sources", "--audit", "--json"]).stdout)
    shown = [(r["table"], r["row"], r["column"]) for r in tables["Differs from the page"]]
    wanted = [
        (r.of_table, r.row_id, r.column) for r in dataset().evidence if r.verdict == "differs"
    ]
    assert shown == wanted
    counted = tables["Checked cells by table and verdict"][-1]
    assert sum(int(counted[v]) for v in VERDICTS) == len(dataset().evidence)


NUMBERS = st.sampled_from(["a", "b", "2", "0.625", "fx.PKR", "1380"])
FORMULAS = st.recursive(
    NUMBERS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({' '.join(t)})"),
        inner.map(lambda t: f"sqrt({t} * {t})"),
    ),
    max_leaves=8,
)


class _Fx:
    PKR = 280.0


@given(FORMULAS)
def test_formulas_mean_what_arithmetic_means(formula: str) -> None:
    known = {"a": 7.5, "b": 3.0, "fx": _Fx, "sqrt": sqrt}
    try:
        wanted = eval(formula, {"__builtins__": {}}, known)
    except ZeroDivisionError:
        with pytest.raises(ValueError, match="divides by nothing"):
            worked_out(formula, [7.5, 3.0], RATES)
        return
    assert worked_out(formula, [7.5, 3.0], RATES) == pytest.approx(wanted)


@pytest.mark.parametrize(
    "formula",
    [
        "c",
        "fx.XYZ",
        "a ** 2",
        "abs(a)",
        "a.real",
        "'1'",
        "True",
        "'2026-13-01'",
        "a b",
        "",
        "a if a else b",
    ],
)
def test_what_is_no_formula_is_refused(formula: str) -> None:
    with pytest.raises(ValueError, match=r"formula|not a number, an hour or a date"):
        worked_out(formula, [1.0, 2.0], RATES)


@pytest.mark.parametrize(
    ("text", "number"), [("07:30", 7.5), ("2.50", 2.5), ("24:00", 24.0), ("2026-01-02", 739618)]
)
def test_numbers_hours_and_dates_are_read(text: str, number: float) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("printed", "read", "stands"),
    [
        ("1,346", "1346", True),
        ("3 289 USD", "3289", True),
        ("3\u00a0289", "3289", True),
        ("79,5", "79.5", True),
        ("12.500", "12500", True),
        ("20,000-30,000", "30000", True),
        ("two days", "2", True),
        ("1,346", "1347", False),
        ("79,5", "79.6", False),
        ("7 pm", "19:00", True),
        ("18:00", "18:00", True),
        ("7 pm", "18:00", False),
        ("11 October 2025", "2025-10-11", True),
        ("11 октября", "2025-10-11", True),
        ("12 October 2025", "2025-10-11", False),
        ("11 November 2025", "2025-10-11", False),
        ("с 1 по 3 октября", "10-03", True),
        ("с 1 по 3 октября", "10-04", False),
        ("July 10, until further notice", "10 July", True),
        ("July 11, until further notice", "10 July", False),
    ],
)
def test_a_figure_is_found_however_it_is_printed(printed: str, read: str, stands: bool) -> None:
    row = next(r for r in dataset().evidence if r.verdict == "differs")
    other = structs.replace(row, printed=printed, read_as=(read,), formula="")
    assert bool(faults(other)) is not stands


@pytest.mark.parametrize(
    ("column", "value"), [("of_table", "fares"), ("row_id", "no_such_row"), ("column", "price")]
)
def test_evidence_of_what_there_is_not_is_refused(column: str, value: str) -> None:
    tables = dict(load_all())
    evidence = tables["evidence"]
    rows = ({**evidence.rows[0], column: value}, *evidence.rows[1:])
    tables["evidence"] = Table(evidence.schema, rows, evidence.path)
    assert [c.column for c in reference_complaints(tables)] == [column]


@pytest.mark.parametrize(
    ("verdict", "column", "value"),
    [
        ("same", "printed", ""),
        ("same", "formula", "a"),
        ("converted", "formula", ""),
        ("converted", "read_as", ""),
        ("converted", "differs_in", "age"),
        ("differs", "differs_in", ""),
        ("differs", "note", ""),
        ("page_not_found", "printed", "5"),
        ("same", "copy_of", "fx.aed.per_usd"),
        ("same", "id", "another.row"),
    ],
)
def test_a_verdict_goes_with_what_it_rests_on(verdict: str, column: str, value: str) -> None:
    table = dataset().texts["evidence"]
    row = next(r for r in table.rows if r["verdict"] == verdict and not r["copy_of"])
    assert list(clashes(table.schema, row)) == []
    assert [c.column for c in clashes(table.schema, {**row, column: value})] == [column]
