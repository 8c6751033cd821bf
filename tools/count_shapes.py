"""
Count what makes code hard to read: untyped shapes, long functions, doors with one room behind.

`python -m tools.count_shapes` prints the counts over `corridor/`; with `--list` also where.
"""

from __future__ import annotations

import argparse
import ast
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
# The one room that knows how documents are written.
DOCUMENT_ROOM = "corridor/report/document/"
# `Literal["a"]` and the like are types, not look-ups.
_TYPES = {
    "Literal",
    "Annotated",
    "dict",
    "list",
    "tuple",
    "type",
    "Iterable",
    "Sequence",
    "Mapping",
}
LONG = 60


@dataclass
class Found:
    """Places of each kind, as file:line."""

    subscripts: list[str] = field(default_factory=list)
    casts: list[str] = field(default_factory=list)
    anys: list[str] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)
    private: list[str] = field(default_factory=list)
    lengths: list[tuple[int, str]] = field(default_factory=list)
    importers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    lines: dict[str, int] = field(default_factory=dict)
    forwarding: list[str] = field(default_factory=list)


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function with its signature, without its docstring."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def _read(path: Path, found: Found) -> None:
    name = path.relative_to(ROOT).as_posix()
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    found.lines[module] = text.count("\n")
    _imports(tree, module, found)
    for node in ast.walk(tree):
        where = f"{name}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Subscript) and not name.startswith(DOCUMENT_ROOM):
            of = node.value.id if isinstance(node.value, ast.Name) else ""
            key = node.slice
            if isinstance(key, ast.Constant) and isinstance(key.value, str) and of not in _TYPES:
                found.subscripts.append(where)
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "cast"
        ):
            found.casts.append(where)
        elif isinstance(node, ast.Name) and node.id == "Any":
            found.anys.append(where)
        elif isinstance(node, ast.arg) and _is_object(node.annotation):
            found.objects.append(where)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.lengths.append((_length(node), f"{where} {node.name}"))


def _is_object(annotation: ast.expr | None) -> bool:
    return isinstance(annotation, ast.Name) and annotation.id == "object"


def _imports(tree: ast.Module, module: str, found: Found) -> None:
    """Who imports whom; a module whose body only imports forwards."""
    said = [n for n in tree.body if not isinstance(n, ast.Import | ast.ImportFrom)]
    only = [n for n in said if not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant))]
    if not only and len(tree.body) > len(said) and "__future__" not in ast.dump(tree):
        found.forwarding.append(module)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("corridor"):
            for alias in node.names:
                found.importers[node.module].add(module)
                found.importers[f"{node.module}.{alias.name}"].add(module)
                if alias.name.startswith("_") and not alias.name.startswith("__"):
                    found.private.append(f"{module}: {node.module}.{alias.name}")


def small_with_one(found: Found) -> list[str]:
    """Modules under a hundred lines that exactly one other imports."""
    return sorted(
        m
        for m, n in found.lines.items()
        if n < 100 and len(found.importers[m]) == 1 and not (ROOT / m.replace(".", "/")).is_dir()
    )


def read() -> Found:
    """Everything found in the package."""
    found = Found()
    for path in sorted((ROOT / "corridor").rglob("*.py")):
        _read(path, found)
    return found


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="also where each is")
    listing = parser.parse_args().list
    found = read()
    lengths = sorted(found.lengths)
    long = [f"{n} {where}" for n, where in lengths if n > LONG]
    p90 = lengths[int(len(lengths) * 0.9)][0]
    rows: tuple[tuple[str, list[str]], ...] = (
        ("string subscripts outside the document room", found.subscripts),
        ("cast", found.casts),
        ("Any", found.anys),
        ("parameters of type object", found.objects),
        ("private names across modules", found.private),
        ("modules that only forward", found.forwarding),
        (f"functions over {LONG} lines", long),
        ("modules under 100 lines with one importer", small_with_one(found)),
    )
    for title, places in rows:
        print(f"{len(places):6}  {title}")
        if listing:
            print("".join(f"          {place}\n" for place in places), end="")
    print(f"{p90:6}  lines: 90 % of {len(lengths)} functions are not longer")
    counts: dict[str, int] = defaultdict(int)
    for module in found.lines:
        counts[module.rpartition(".")[0]] += 1
    print(f"{max(counts.values()):6}  modules in the fullest folder")


if __name__ == "__main__":
    main()
