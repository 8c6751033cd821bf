"""Pages made by tools are fresh: the README's example, the tables and the commands described."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
AGAIN = "stale: run `python tools/{name}` and look at what changed"


def run(name: str, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "tools" / name), *args],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["make_readme.py", "make_data_readme.py", "make_commands.py"])
def test_made_page_is_fresh(name: str) -> None:
    done = run(name, "--check")
    assert done.returncode == 0, f"{AGAIN.format(name=name)}\n{done.stderr}"


@pytest.fixture
def maker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The README tool on a page of its own, with a short example."""
    spec = importlib.util.spec_from_file_location("made", ROOT / "tools" / "make_readme.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "README", tmp_path / "README.md")
    monkeypatch.setattr(module, "LINE", "corridor sources --licences")
    return module


def test_a_stale_example_fails_and_is_mended(
    maker: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    page: Path = maker.README
    page.write_text(f"# T\n{maker.START}\nold\n{maker.END}\nrest\n")
    assert maker.main(["--check"]) == 1
    assert "run: python tools/make_readme.py" in capsys.readouterr().err
    assert maker.main([]) == 0
    assert maker.main(["--check"]) == 0
    text = page.read_text()
    assert text.startswith("# T\n<!-- example:start -->\n```console\n$ corridor sources --lic")
    assert text.endswith("```\n<!-- example:end -->\nrest\n")
    assert "Apache-2.0" in text
    assert [p.name for p in page.parent.iterdir()] == ["README.md"]


def test_a_page_without_its_marks_is_refused(maker: ModuleType) -> None:
    maker.README.write_text("# T\n")
    with pytest.raises(ValueError, match="once each"):
        maker.main([])
    assert maker.main(["--chekc"]) == 2
