"""Five fixed answers against kept files, so that no change of an answer goes unseen."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest

from corridor.report.text.answer import answer_text
from tests.report.answers import answer, record_of

GOLDEN = Path(__file__).parents[1] / "golden"
NAMES = (
    "minsk_karachi",
    "minsk_karachi_open",
    "karachi_tashkent_truck",
    "kabul_karachi_open",
    "tashkent_jebel_ali",
)
WRITE = os.environ.get("CORRIDOR_GOLDEN") == "write"
CHANGED = """\
The answer {name} is not the one kept in tests/golden/{file}.

If no row of data/, no graph and no rule was meant to change, this is a fault: find it.
If the change is meant, write the files anew and say in the commit message which row or rule
changed and why the new answer is the better one:

    CORRIDOR_GOLDEN=write python -m pytest tests/report/test_golden.py

{diff}"""


def text_of(whole: Mapping[str, Any]) -> str:
    """The table without the graph's hash and the data's date, which change with any row."""
    return re.sub(
        r"\nData of .*\n\Z", "\nData of DATE, graph HASH.\n", answer_text(record_of(whole))
    )


def reduced(whole: Mapping[str, Any]) -> str:
    """What a person would notice: the ways, their borders and their rounded totals."""
    short = {
        "query": {k: whole["query"][k] for k in ("depart", "objective", "unit", "service")},
        "itineraries": [_itinerary(i) for i in whole["itineraries"]],
        "blocked": [
            {
                "id": b["subject_id"],
                "label": b["if_open"]["label"],
                "better": b["if_open"]["better"],
            }
            for b in whole["blocked"]
            if b["if_open"]
        ],
        "warnings": sorted({w["code"] for w in whole["warnings"]}),
    }
    return json.dumps(short, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _itinerary(itinerary: Mapping[str, Any]) -> dict[str, Any]:
    totals = itinerary["totals"]
    return {
        "label": itinerary["label"],
        "roles": itinerary["roles"],
        "countries": itinerary["countries"],
        "modes": itinerary["modes"],
        "borders": [
            f"{b['crossing_id']} {b['passage'][:10]} {b['status']}" for b in itinerary["borders"]
        ],
        "days": round(totals["time_h"]["typical"] / 24, 1),
        "usd": round(totals["cost_usd"]["typical"]),
        "km": round(totals["distance_km"]),
        "kg_co2e": round(totals["co2e_kg"]),
        "arrival": itinerary["arrival"][:10],
    }


@pytest.mark.parametrize("suffix", ["txt", "json"])
@pytest.mark.parametrize("name", NAMES)
def test_the_answer_is_the_kept_one(name: str, suffix: str) -> None:
    whole = answer(name)
    made = text_of(whole) if suffix == "txt" else reduced(whole)
    path = GOLDEN / f"{name}.{suffix}"
    if WRITE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(made, encoding="utf-8", newline="\n")
        return
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    diff = "\n".join(
        unified_diff(kept.splitlines(), made.splitlines(), "kept", "now", lineterm="", n=1)
    )
    if made != kept:
        pytest.fail(CHANGED.format(name=name, file=path.name, diff=diff), pytrace=False)


def test_no_other_golden_files_lie_about() -> None:
    wanted = {f"{name}.{suffix}" for name in NAMES for suffix in ("txt", "json")}
    assert {p.name for p in GOLDEN.iterdir() if p.is_file()} == wanted
