"""
Count the lines of code: no blanks, comments or docstrings.

`python -m tools.count_lines [--against COMMIT]` counts Python and JavaScript of the package, its
pages' templates and styles, the schemas and the catalogues of words, the Python interface and the
network for other libraries apart; against a commit it prints the share of what was there.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import subprocess
import tarfile
import tempfile
import tokenize
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Counted apart: what a Python user calls, and the network as other libraries take it.
APART = re.compile(
    r"corridor/__init__\.py|corridor/api/|corridor/graph/convert\.py"
    r"|corridor/analysis/priced_graph\.py|corridor/report/network_files\.py"
)
_SKELETON = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
    tokenize.ENCODING,
}


def python_lines(text: str) -> int:
    """Lines that hold a token of code, docstrings left out."""
    tree = ast.parse(text)
    said: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                said |= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _SKELETON:
            lines |= set(range(token.start[0], token.end[0] + 1))
    return len(lines - said)


def other_lines(text: str) -> int:
    """Lines of JavaScript, CSS, HTML, JSON or CSV without blanks and whole-line comments."""
    bare = re.sub(r"(?m)^\s*/\*.*?\*/|<!--.*?-->", "", text, flags=re.DOTALL)
    return sum(
        bool(line.strip()) and not line.strip().startswith("//") for line in bare.splitlines()
    )


def kind_of(path: str) -> str:
    """The heading under which a file counts; empty if it does not."""
    suffix = Path(path).suffix
    if APART.match(path):
        return "points 6 and 7, apart"
    if path.startswith("corridor/") and "/assets/" not in path:
        known = {".py": "Python", ".js": "JavaScript", ".css": "styles", ".html": "templates"}
        if suffix in known:
            return known[suffix]
        if suffix == ".json":
            return "catalogues" if "/messages/" in path else "schemas"
    if path.startswith("data/schema/"):
        return "schemas"
    return ""


def counted(root: Path) -> Counter[str]:
    """Lines by kind under a checkout."""
    found: Counter[str] = Counter()
    for top in ("corridor", "data/schema"):
        for path in sorted((root / top).rglob("*")):
            name = path.relative_to(root).as_posix()
            kind = kind_of(name)
            if path.is_file() and kind:
                text = path.read_text(encoding="utf-8")
                found[kind] += python_lines(text) if path.suffix == ".py" else other_lines(text)
    return found


def at(commit: str) -> Counter[str]:
    """Lines by kind at a commit of this repository."""
    packed = subprocess.run(
        ["git", "archive", commit, "corridor", "data/schema"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        tar.extractall(folder, filter="data")
        return counted(Path(folder))


def main() -> None:
    """Print the counts, and the share of a commit's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", default="", help="commit to compare with")
    against = parser.parse_args().against
    now = counted(ROOT)
    before = at(against) if against else now
    for kind in sorted(now | before):
        print(f"{kind:24}{before[kind]:8}{now[kind]:8}")
    apart = "points 6 and 7, apart"
    start, here = before.total() - before[apart], now.total() - now[apart]
    print(f"{'without those apart':24}{start:8}{here:8}   {here / start:.3f} of the start")


if __name__ == "__main__":
    main()
