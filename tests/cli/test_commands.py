"""Listings and checks: they run, and their JSON is one document that says the same."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from msgspec import structs
from typer.testing import CliRunner

from corridor.cli.main import app
from corridor.tables import dataset as loading
from tests.cli.command import all_text, corridor
from tests.real import dataset

pytestmark = pytest.mark.slow

LISTS = ["places", "borders", "ports", "terminals", "sources"]


@pytest.mark.parametrize("name", LISTS)
def test_listing_and_its_json_hold_the_same_rows(name: str) -> None:
    text, as_json = corridor(name), corridor(name, "--json")
    assert (text.returncode, as_json.returncode) == (0, 0)
    assert text.stderr == as_json.stderr == ""
    rows: list[dict[str, Any]] = json.loads(as_json.stdout)
    assert len(rows) > 5
    assert len({tuple(r) for r in rows}) == 1
    header, *lines = text.stdout.splitlines()
    assert header.split() == " ".join(rows[0]).split()
    assert [line.split()[0] for line in lines] == [r["id"] for r in rows]


@pytest.mark.parametrize("name", ["places", "borders", "terminals"])
def test_country_narrows_a_listing(name: str) -> None:
    whole = json.loads(corridor(name, "--json").stdout)
    part = json.loads(corridor(name, "--country", "uz", "--json").stdout)
    assert part == [r for r in whole if "UZ" in (r.get("country") or r["between"]).split("-")]
    assert 0 < len(part) < len(whole)


def test_gaps_are_one_json_document() -> None:
    tables: dict[str, list[dict[str, str]]] = json.loads(
        corridor("sources", "--gaps", "--json").stdout
    )
    text = corridor("sources", "--gaps")
    assert text.returncode == 0
    # Rows, modes of countries, estimated rows; what standing answers rest on, and what changed.
    assert len(tables) == 7
    for title, rows in tables.items():
        assert rows
        assert f"\n{title}\n" in text.stdout
    assert {"table", "rows", "estimate"} <= set(tables["Rows by confidence"][0])


def test_licences() -> None:
    rows = json.loads(corridor("sources", "--licences", "--json").stdout)
    text = corridor("sources", "--licences")
    assert text.returncode == 0
    for row in rows:
        assert set(row) == {"what", "licence", "credit"}
        assert row["credit"] in text.stdout
    assert "OpenStreetMap" in text.stdout
    assert "GeoNames" in text.stdout


def test_check_network_passes_on_the_shipped_tables() -> None:
    done = corridor("check", "network", "--worst", "3")
    assert done.returncode == 0, all_text(done)
    assert "OFF" not in done.stdout
    assert "chain is broken" not in done.stdout


def test_check_network_fails_when_a_total_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = dataset()
    wrong = next(t for t in tables.totals if not t.exempt_reason)
    totals = tuple(
        structs.replace(t, length_km=t.length_km * 1.1) if t is wrong else t for t in tables.totals
    )
    monkeypatch.setattr(loading, "load", lambda *_: replace(tables, totals=totals))
    done = CliRunner().invoke(app, ["check", "network"])
    assert done.exit_code == 3
    off = next(line for line in done.output.splitlines() if line.endswith("OFF"))
    assert off.startswith(wrong.id)


def test_check_cases_runs() -> None:
    done = corridor("check", "cases")
    # 3: a target is missed. The score judges again when the evidence has been read anew.
    assert done.returncode in (0, 3), all_text(done)
    assert "in band (" in done.stdout
    assert "Path checks" in done.stdout
    assert done.stderr.startswith("running ")
