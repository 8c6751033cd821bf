"""
How well tests hold a module: `python -m tools.mutants MODULE TEST... [--warm tests.questions:worked]`.

Draws mutants of the functions of a module (one comparison, operator, constant, truth value,
return or call changed) and runs the tests against each, in a process forked after the tests are
collected and the shipped tables read, so that a mutant costs what its tests cost and no more.
`--warm` names functions to call before forking: inputs that do not pass through the module.
The seed makes the draw; survivors are printed with their line.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import inspect
import io
import os
import random
import resource
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import pytest
from _pytest.runner import runtestprotocol

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_WORKED_OUT: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Mod: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Pow: ast.Mult,
}  # fmt: skip
_FEW_S = 40  # of processor; a mutant that runs on is killed


@dataclass(frozen=True)
class Mutant:
    """A changed module and what was changed in it."""

    line: int
    what: str
    tree: ast.Module


def changed(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What may stand in a node's place."""
    new = copy.deepcopy(node)
    if isinstance(new, ast.Compare) and type(new.ops[0]) in _COMPARED:
        new.ops[0] = _COMPARED[type(new.ops[0])]()
        yield "comparison", new
    elif isinstance(new, ast.BinOp | ast.AugAssign) and type(new.op) in _WORKED_OUT:
        new.op = _WORKED_OUT[type(new.op)]()
        yield "operator", new
    elif isinstance(new, ast.BoolOp):
        new.op = ast.Or() if isinstance(new.op, ast.And) else ast.And()
        yield "and/or", new
    elif isinstance(new, ast.UnaryOp) and isinstance(new.op, ast.Not | ast.USub | ast.Invert):
        yield "sign", new.operand
    elif isinstance(new, ast.Constant) and new.value is not None and new.value is not ...:
        value = new.value
        if isinstance(value, bool):
            new.value = not value
        elif isinstance(value, int | float):
            new.value = value + 1
        else:
            new.value = f"{value}X" if isinstance(value, str) else value
        yield "constant", new
    elif isinstance(new, ast.Return) and new.value is not None:
        new.value = ast.Constant(None)
        yield "return None", new
    elif isinstance(new, ast.Expr) and isinstance(new.value, ast.Call):
        yield "call dropped", ast.Pass()


class _Put(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self.old:
            return ast.copy_location(self.new, node)
        return self.generic_visit(node)


def _sites(tree: ast.Module) -> Iterator[ast.AST]:
    """What runs in the functions of a module: no docstring, annotation, default or decorator."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for statement in function.body:
                at = statement.value if isinstance(statement, ast.Expr) else None
                if isinstance(at, ast.Constant) or isinstance(statement, ast.FunctionDef):
                    continue
                skipped: set[ast.AST] = set()
                for node in ast.walk(statement):
                    if isinstance(node, ast.AnnAssign):
                        skipped |= set(ast.walk(node.annotation))
                    if node not in skipped:
                        yield node


def mutants(module: ModuleType, count: int, seed: int) -> list[Mutant]:
    """So many mutants of a module, drawn without putting back."""
    tree = ast.parse(inspect.getsource(module))
    found = [(node, what, new) for node in _sites(tree) for what, new in changed(node)]
    drawn = random.Random(seed).sample(found, min(count, len(found)))
    made = []
    for node, what, new in drawn:
        twin = copy.deepcopy({"tree": tree, "node": node})  # one copy: the node stays in the tree
        mutant = _Put(twin["node"], new).visit(twin["tree"])
        told = f"{what}: {ast.unparse(node)[:70]!r} -> {ast.unparse(ast.fix_missing_locations(ast.copy_location(new, node)))[:70]!r}"
        assert isinstance(mutant, ast.Module)
        made.append(Mutant(getattr(node, "lineno", 0), told, ast.fix_missing_locations(mutant)))
    return sorted(made, key=lambda m: (m.line, m.what))


def _codes(code: CodeType) -> Iterator[CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner
            yield from _codes(inner)


def _functions(holder: ModuleType | type) -> Iterator[FunctionType]:
    for value in list(vars(holder).values()):
        for found in (value, getattr(value, "fget", None), getattr(value, "func", None)):
            plain = inspect.unwrap(getattr(found, "__func__", found)) if found else None
            if isinstance(plain, FunctionType):
                yield plain
        if isinstance(value, type):
            yield from (f for f in _functions(value) if f.__module__ == value.__module__)


def put_in(module: ModuleType, mutant: Mutant) -> None:
    """The mutant's code in the functions that everybody has imported already."""
    compiled = compile(mutant.tree, module.__file__ or "", "exec")
    codes = {(c.co_qualname, c.co_firstlineno): c for c in _codes(compiled)}
    for function in _functions(module):
        old = function.__code__
        if function.__module__ == module.__name__ and (
            new := codes.get((old.co_qualname, old.co_firstlineno))
        ):
            function.__code__ = new


class Trial:
    """Runs the collected tests once unchanged and once against each mutant."""

    def __init__(self, module: ModuleType, drawn: list[Mutant], warm: list[str]) -> None:
        self.module, self.drawn, self.warm = module, drawn, warm
        self.lines: list[str] = []
        self.survived = 0

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of the plain run."""
        for name in ("tests.real:engine", *self.warm):
            where, _, function = name.partition(":")
            getattr(importlib.import_module(where), function)()
        if session.testsfailed or not session.items or self._killed(session, None):
            self.lines.append("the tests cannot be collected or fail without a mutant")
            self.survived = len(self.drawn)
            return True
        for mutant in self.drawn:
            killed = self._killed(session, mutant)
            self.survived += not killed
            self.lines.append(
                f"{'killed  ' if killed else 'SURVIVED'} {mutant.line}: {mutant.what}"
            )
        return True

    def _killed(self, session: pytest.Session, mutant: Mutant | None) -> bool:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                resource.setrlimit(resource.RLIMIT_CPU, (_FEW_S, _FEW_S))
                if mutant is not None:
                    put_in(self.module, mutant)
                code = int(any(_fails(session, n) for n in range(len(session.items))))
            finally:
                os._exit(code)
        return os.waitpid(child, 0)[1] != 0


def _fails(session: pytest.Session, number: int) -> bool:
    item, rest = session.items[number], session.items[number + 1 :]
    reports = runtestprotocol(item, log=False, nextitem=rest[0] if rest else None)
    return any(r.failed for r in reports)


def main() -> int:
    """Print every mutant and the score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("module")
    parser.add_argument("tests", nargs="+")
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=12)
    parser.add_argument("--warm", action="append", default=[])
    given = parser.parse_args()
    module = importlib.import_module(given.module)
    drawn = mutants(module, given.count, given.seed)
    trial = Trial(module, drawn, given.warm)
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--rootdir", str(Path.cwd())]
        pytest.main([*options, *given.tests], plugins=[trial])
    if not trial.lines:
        print(said.getvalue())
        return 2
    print("\n".join(trial.lines))
    killed = len(drawn) - trial.survived
    print(f"{given.module}: {killed} of {len(drawn)} killed, seed {given.seed}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
