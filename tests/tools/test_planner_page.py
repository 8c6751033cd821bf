"""A planner's first hour: each command of the page runs and prints what the page shows."""

from __future__ import annotations

import importlib.util
from difflib import unified_diff
from pathlib import Path
from types import ModuleType
from unittest import mock

import pytest

from corridor.engine import RouteEngine
from tests.real import engine

pytestmark = pytest.mark.slow

TOOL = Path(__file__).parents[2] / "tools" / "make_planner.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_planner", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_shows_what_its_commands_print(tool: ModuleType) -> None:
    kept = tool.PAGE.read_text(encoding="utf-8")
    loaded = engine()
    with mock.patch.object(RouteEngine, "load", staticmethod(lambda **_: loaded)):
        fresh = tool.page(kept)
    diff = "\n".join(
        unified_diff(kept.splitlines(), fresh.splitlines(), "kept", "now", lineterm="", n=1)
    )
    if fresh != kept:
        pytest.fail(f"stale: run `python tools/make_planner.py` and read it\n{diff}", pytrace=False)
    assert len(tool.commands(kept)) >= 12


def test_a_command_that_fails_is_seen(tool: ModuleType) -> None:
    with pytest.raises(tool.FailedError, match="exit code"):
        tool.run("corridor sources --country XX")
    assert tool.run("corridor sources --licences | head -n 2").count("\n") == 2
