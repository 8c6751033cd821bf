"""
Writing direction: the order in which a line of mixed scripts stands on paper.

A PDF holds signs where they stand, not in the order they are read, so whoever writes one has to
order them. This follows the Unicode bidirectional algorithm (UAX 9) for a line whose names are
set apart by `isolated` and that has no other explicit directions, which `plain` takes out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from corridor.report.document.plain import plain

FIRST, LAST = "\u2068", "\u2069"  # first-strong isolate, pop directional isolate
_MIRRORED = {**dict(zip("()[]{}<>«»", ")(][}{><»«", strict=True)), "‹": "›", "›": "‹"}
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "BN"})
_FIRST_TURNED = "\u0590"  # no sign before it is read from the right
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Run:
    """Signs of one direction and font, in the order they are read."""

    text: str
    right_to_left: bool
    arabic: bool


def is_arabic(sign: str) -> bool:
    """Whether a sign is written in the Arabic script."""
    return "\u0600" <= sign <= "\u06ff" or "\u0750" <= sign <= "\u077f"


def reads_right_to_left(text: str) -> bool:
    """Whether a line starts at the right, judged by its first letter (rules P2 and P3)."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def isolated(text: str) -> str:
    """A name as it stands in a sentence of ours: it keeps its direction and turns nothing else."""
    return f"{FIRST}{plain(text)}{LAST}"


def visual_runs(line: str) -> tuple[Run, ...]:
    """
    Runs of a line from left to right as they stand; each is in its own reading order.

    A line that holds isolated names is a sentence of ours and reads from left to right, the
    names each as they do; any other line reads as its first letter does.

    Examples
    --------
    >>> [run.text for run in visual_runs("Karachi (" + isolated("کراچی") + ") 12")]
    ['Karachi (', 'کراچی', ') 12']
    >>> [run.text for run in visual_runs("کراچی 12")]
    ['12', ' ', 'کراچی']
    """
    if FIRST not in line:
        line = line.replace(LAST, "")
        return _ordered(line, int(reads_right_to_left(line)))
    runs: list[Run] = []
    for number, part in enumerate(re.split(f"[{FIRST}{LAST}]", line)):
        for run in _ordered(part, int(number % 2 == 1 and reads_right_to_left(part))):
            if runs and not (runs[-1].right_to_left or run.right_to_left or run.arabic):
                runs[-1] = Run(runs[-1].text + run.text, right_to_left=False, arabic=False)
            else:
                runs.append(run)
    return tuple(runs)


def _ordered(text: str, base: int) -> tuple[Run, ...]:
    if not base and all(sign < _FIRST_TURNED for sign in text):
        return (Run(text, right_to_left=False, arabic=False),) if text else ()
    levels = _levels(text, base)
    order = _reordered(levels)
    runs: list[Run] = []
    for _, group in groupby(order, key=lambda at: (levels[at], _font(text, at))):
        places = list(group)
        odd = levels[places[0]] % 2 == 1
        if odd:
            places.reverse()
        signs = "".join(text[at] for at in places)
        arabic = _font(text, places[0])
        if odd and not arabic:
            signs = "".join(_MIRRORED.get(sign, sign) for sign in signs)
        runs.append(Run(signs, odd, arabic))
    return tuple(runs)


def _font(text: str, at: int) -> bool:
    """Whether the sign at a place is set in the Arabic font; marks and joiners go along."""
    while at > 0 and (text[at] in _JOINERS or unicodedata.combining(text[at])):
        at -= 1
    return is_arabic(text[at])


def _levels(text: str, base: int) -> list[int]:
    kinds = [unicodedata.bidirectional(sign) or "L" for sign in text]
    side = "R" if base else "L"
    _resolve_weak(kinds, side)
    _resolve_brackets(text, kinds, side)
    _resolve_neutral(kinds, side)
    if base:
        levels = [1 if kind == "R" else 2 for kind in kinds]
    else:
        levels = [{"L": 0, "R": 1}.get(kind, 2) for kind in kinds]
    # Rule L1: spaces at the end of the line stand at its end.
    for at in range(len(text) - 1, -1, -1):
        if not text[at].isspace():
            break
        levels[at] = base
    return levels


def _resolve_weak(kinds: list[str], side: str) -> None:
    """Rules W1 to W7: marks, figures and the signs beside figures."""
    before, strong = side, side
    for at, kind in enumerate(kinds):
        if kind in ("NSM", "BN"):  # W1; joiners are passed over like marks
            kinds[at] = before
        elif kind == "EN" and strong == "AL":  # W2
            kinds[at] = "AN"
        elif kind in ("L", "R", "AL"):
            strong = kind
        before = kinds[at]
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]  # W3
    for at in range(1, len(kinds) - 1):  # W4
        near = kinds[at - 1]
        between = near == kinds[at + 1] and near in ("EN", "AN")
        if between and (kinds[at] == "CS" or (kinds[at] == "ES" and near == "EN")):
            kinds[at] = near
    _resolve_terminators(kinds)
    strong = side
    for at, kind in enumerate(kinds):  # W7
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"


def _resolve_terminators(kinds: list[str]) -> None:
    """Rules W5 and W6: a sign of a currency or percent goes with a figure beside it."""
    at = 0
    for kind, group in groupby(tuple(kinds)):
        end = at + len(list(group))
        if kind == "ET":
            beside = (kinds[at - 1] if at else "", kinds[end] if end < len(kinds) else "")
            kinds[at:end] = ["EN" if "EN" in beside else "ON"] * (end - at)
        elif kind in ("ES", "CS"):
            kinds[at:end] = ["ON"] * (end - at)
        at = end


def _resolve_brackets(text: str, kinds: list[str], side: str) -> None:
    """Rule N0: both signs of a pair take one direction, that of what they hold."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for at, sign in enumerate(text):
        if kinds[at] != "ON" or sign not in "()[]{}":
            continue
        if sign in "([{":
            opened.append(at)
        elif any(text[one] == _MIRRORED[sign] for one in opened):
            while text[opened[-1]] != _MIRRORED[sign]:
                opened.pop()
            pairs.append((opened.pop(), at))
    for start, end in sorted(pairs):
        held = {_side(kind) for kind in kinds[start + 1 : end] if kind not in _NEUTRAL}
        if side in held:
            kinds[start] = kinds[end] = side
        elif held:
            before = [_side(kind) for kind in kinds[:start] if kind not in _NEUTRAL]
            other = held.pop()
            kinds[start] = kinds[end] = other if (before or [side])[-1] == other else side


def _resolve_neutral(kinds: list[str], side: str) -> None:
    """Rules N1 and N2: what stands between two of one direction takes it."""
    at = 0
    while at < len(kinds):
        if kinds[at] not in _NEUTRAL:
            at += 1
            continue
        end = at
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        left = _side(kinds[at - 1]) if at else side
        right = _side(kinds[end]) if end < len(kinds) else side
        kinds[at:end] = [left if left == right else side] * (end - at)
        at = end


def _side(kind: str) -> str:
    return "R" if kind in ("R", "EN", "AN") else "L"


def _reordered(levels: Sequence[int]) -> list[int]:
    """Rule L2: places in the order they stand, from left to right."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[at:end] = reversed(order[at:end])
            at = max(end, at + 1)
    return order
