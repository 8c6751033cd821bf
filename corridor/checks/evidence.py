"""Our figures worked out again from those that the pages of `evidence` print."""

from __future__ import annotations

import ast
import operator
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from math import isclose, sqrt

from corridor.checks.gaps import Table
from corridor.tables.dataset import Dataset
from corridor.tables.records import Evidence

VERDICTS = ("same", "converted", "corrected", "differs", "page_not_found", "page_does_not_say")
Rows = list[tuple[str, ...]]
# Those that say that a page stands behind our figure.
_STANDS = ("same", "converted", "corrected")
# A rounded conversion may be off by half of the last digit of our cell, or by this share of it.
_SHARE = 0.005
_SUMS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_DATE = re.compile(r"(\d{4})?-?(\d\d)-(\d\d)", re.ASCII)  # of a year or of every year
_CLOCK = re.compile(r"\d\d:\d\d", re.ASCII)
# Digits with what may stand between those of one number: "3 289", "1,346.50", "79,5".
_PRINTED = re.compile(r"\d+(?:[.,'’ \u00a0\u202f]\d+)*")
_MARKS = re.compile(r"[,'’ \u00a0\u202f]")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+")
_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    *("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
)


@dataclass(frozen=True, slots=True)
class Audited:
    """One row of the evidence; `fault` says why it does not bear our figure, '' if it does."""

    row: Evidence
    fault: str


def audit(dataset: Dataset) -> list[Audited]:
    """Every row of the evidence against the cell that it speaks of."""
    rates = {row.id: row.per_usd for row in dataset.fx}
    cells = {name: table.by_id for name, table in dataset.texts.items()}
    types = {n: {c.name: c.type for c in t.schema.columns} for n, t in dataset.texts.items()}
    return [
        Audited(
            row,
            _fault(
                row,
                cells[row.of_table][row.row_id][row.column],
                types[row.of_table][row.column],
                rates,
            ),
        )
        for row in dataset.evidence
    ]


def audit_tables(found: Sequence[Audited]) -> list[Table]:
    """What `corridor sources --audit` prints: counts, what does not agree, what differs."""
    counts = Counter((a.row.of_table, a.row.verdict) for a in found)
    names = sorted({table for table, _ in counts})
    totals: Rows = [(n, *(str(counts[n, v]) for v in VERDICTS)) for n in names]
    totals.append(("all", *(str(sum(counts[n, v] for n in names)) for v in VERDICTS)))
    faults: Rows = [(*_cell(a.row), a.fault) for a in found if a.fault]
    others: Rows = [
        (*_cell(a.row), a.row.printed, a.row.unit, "|".join(a.row.differs_in), a.row.note)
        for a in found
        if a.row.verdict == "differs"
    ]
    lost: Rows = [(*_cell(a.row), a.row.verdict, a.row.address) for a in found if _lost(a.row)]
    where: tuple[str, ...] = ("table", "row", "column", "our figure")
    return [
        ("Checked cells by table and verdict", ("table", *VERDICTS), totals),
        ("Does not agree with what is printed", (*where, "fault"), faults),
        ("Differs from the page", (*where, "printed", "unit", "in", "what the page says"), others),
        ("No page stands behind it now", (*where, "verdict", "address"), lost),
    ]


def _lost(row: Evidence) -> bool:
    return row.verdict.startswith("page_")


def _cell(row: Evidence) -> tuple[str, str, str, str]:
    return row.of_table, row.row_id, row.column, row.our_figure


def _fault(row: Evidence, cell: str, kind: str, rates: Mapping[str, float]) -> str:
    """Why a row of the evidence does not hold, '' if it does."""
    if cell != row.our_figure:
        return f"the cell is now {cell!r}: check it again"
    if row.printed and (unread := fault_of_reading(row.read_as, row.printed)):
        return unread
    if row.formula:
        return _formula_fault(row, cell, rates)
    if row.verdict not in _STANDS or _is_same(row.read_as, cell, kind):
        return ""
    return f"{row.printed!r} is not our figure"


def fault_of_reading(read_as: Sequence[str], printed: str) -> str:
    """What was read and does not stand in what is printed, in words; '' if all does."""
    unread = [part for part in read_as if not _stands_in(part, printed)]
    return f"{', '.join(unread)} does not stand in {printed!r}" if unread else ""


def _formula_fault(row: Evidence, cell: str, rates: Mapping[str, float]) -> str:
    """What is wrong with the formula of a row: also a figure of another scope follows from it."""
    try:
        ours = worked_out(row.formula, list(map(number_of, row.read_as)), rates)
    except ValueError as err:
        return str(err)
    if agrees(ours, cell):
        return ""
    return f"{row.formula} of {row.printed!r} gives {ours:.6g}"


def worked_out(formula: str, figures: Sequence[float], rates: Mapping[str, float]) -> float:
    """
    The value of a formula of the evidence.

    Parameters
    ----------
    formula
        Sums, differences, products, quotients and sqrt(...) of numbers, of days as '2026-12-01',
        of a, b, c ... (the figures in their order) and of fx.XXX (units of a currency a dollar).
    figures
        The printed figures.
    rates
        Units a dollar by currency.

    Raises
    ------
    ValueError
        If the formula holds anything else, names a figure or currency that there is not, or
        divides by nothing.

    Examples
    --------
    >>> worked_out("a / fx.PKR / 1400", [560000], {"PKR": 280.0}) == 560000 / 280 / 1400
    True
    """
    try:
        return _value(ast.parse(formula, mode="eval").body, figures, rates)
    except SyntaxError as err:
        raise ValueError(f"{formula!r} is no formula") from err
    except ZeroDivisionError as err:
        raise ValueError(f"{formula!r} divides by nothing") from err


def _value(node: ast.expr, figures: Sequence[float], rates: Mapping[str, float]) -> float:
    value = partial(_value, figures=figures, rates=rates)
    match node:
        case ast.BinOp(left, sign, right) if type(sign) in _SUMS:
            return _SUMS[type(sign)](value(left), value(right))
        case ast.Call(ast.Name("sqrt"), [inner], []) if (under := value(inner)) >= 0:
            return sqrt(under)
        case ast.Constant(int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.Constant(str() as day) if len(day) == len("2026-12-01"):
            return number_of(day)
        case ast.Name(name) if name in _letters(figures):
            return figures[_letters(figures).index(name)]
        case ast.Attribute(ast.Name("fx"), currency) if currency in rates:
            return rates[currency]
    raise ValueError(f"{ast.unparse(node)!r} may not stand in a formula")


def _letters(figures: Sequence[float]) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[: len(figures)]


def number_of(text: str) -> float:
    """
    A number, an hour of the day in hours or a whole date in days, as formulas take them.

    Raises
    ------
    ValueError
        If the text is none of these.

    Examples
    --------
    >>> number_of("07:30"), number_of("2.50")
    (7.5, 2.5)
    """
    if _NUMBER.fullmatch(text):
        return float(text)
    if _CLOCK.fullmatch(text):
        return int(text[:2]) + int(text[3:]) / 60
    try:
        return float(date.fromisoformat(text).toordinal())
    except ValueError:
        raise ValueError(f"{text!r} is not a number, an hour or a date") from None


def agrees(ours: float, cell: str) -> bool:
    """Whether a worked-out figure is that of a cell, as far as the cell's digits say."""
    try:
        figure = number_of(cell)
    except ValueError:
        return False
    if not _NUMBER.fullmatch(cell):
        return isclose(ours, figure, rel_tol=0, abs_tol=0.01)  # a day or an hour is not rounded
    half = 0.5 * 10.0 ** -len(cell.partition(".")[2])
    return isclose(ours, figure, rel_tol=_SHARE, abs_tol=half * 1.000001)


def _is_same(parts: Sequence[str], cell: str, kind: str) -> bool:
    """Whether what was read is the cell: equal, of its list, or words and numbers of its text."""
    if kind in ("number", "integer"):
        return len(parts) == 1 and bool(cell) and number_of(parts[0]) == float(cell)
    if kind in ("list", "reflist"):
        return bool(parts) and set(parts) <= set(cell.split("|"))
    if kind == "text":
        return bool(parts) and all(_told(p, cell) for p in parts)
    return len(parts) == 1 and parts[0] == cell


def _told(part: str, cell: str) -> bool:
    """Whether a text of ours holds a number or words."""
    if _NUMBER.fullmatch(part):
        return _stands_in(part, cell)
    return part.casefold() in cell.casefold()


def _stands_in(part: str, text: str) -> bool:
    """
    Whether a number, date or hour stands in a text, however it is written there.

    Of our words for those of a page in another language only the numbers are held against it.
    """
    numbers = set(_numbers(text))
    if _CLOCK.fullmatch(part):
        hour = int(part[:2])
        return bool({float(hour), float(hour % 12 or 12), float(hour or 24)} & numbers)
    if _NUMBER.fullmatch(part):
        return abs(float(part)) in numbers
    if found := _DATE.fullmatch(part):
        named = _months(text)
        return float(found[3]) in numbers and (not named or int(found[2]) in named)
    return set(_numbers(part)) <= numbers


def _months(text: str) -> set[int]:
    """Months that a text names, in English or Russian."""
    words = {w[:3] for w in re.findall(r"[^\W\d_]{3,}", text.lower())}
    return {n % 12 + 1 for n, name in enumerate(_MONTHS) if name in words}


def _numbers(text: str) -> Iterator[float]:
    """Every number that a text may be read to hold: '1,346' is 1346, 1.346, 1 and 346."""
    words = re.findall(r"[a-z]+", text.lower())
    yield from (float(_WORDS.index(w)) for w in words if w in _WORDS)
    for found in _PRINTED.findall(text):
        for piece in re.findall(r"\d+", found):
            yield float(piece)
        for pair in re.findall(r"(?=(?<!\d)(\d+[.,]\d+))", found):
            yield float(pair.replace(",", "."))
        for group in _THOUSANDS.findall(found):
            yield float(re.sub(r"\D", "", group))
        plain = _MARKS.sub("", found)
        if plain.count(".") <= 1:
            yield float(plain)
