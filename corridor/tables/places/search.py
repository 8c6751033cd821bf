"""Find what is called like a text: by its name, a beginning or part of it, or a near name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from corridor.tables.dataset import Dataset
from corridor.tables.places.names import normal

# A near name is at least so like, of 100, and so many are given.
_NEAR = 72.0
_MOST_NEAR = 8
# Scripts that leave vowels out are held against names without theirs.
_UNVOWELLED = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")

_CODE = re.compile(r"[A-Z]{5}")

Spellings = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """
    A thing that was found.

    `spelt` is the name by which it was found; `near` says that the text is only like it.
    """

    id: str
    spelt: str
    near: bool = False


def search(spellings: Spellings, text: str, *, near: bool = True) -> tuple[Found, ...]:
    """
    Things whose names are the text, begin so, hold it at the beginning of a word, or hold it.

    The first of these kinds stand first, and in each the shorter names; where there is none of them, near names are given, the
    likest first, unless `near` is off.

    Parameters
    ----------
    spellings
        Every name of each thing, in any script, by its id.
    text
        What a person typed; case, script and punctuation do not count.

    Examples
    --------
    >>> names = {"samarkand": ["Samarkand", "Самарканд"], "samara": ["Samara"]}
    >>> [f.id for f in search(names, "samar")]
    ['samara', 'samarkand']
    >>> search(names, "Самарк")
    (Found(id='samarkand', spelt='Samarkand', near=False),)
    >>> search(names, "smarkand")
    (Found(id='samarkand', spelt='Samarkand', near=True),)
    """
    key = normal(text)
    if not key:
        return ()
    ranked = []
    for number, (id_, names) in enumerate(spellings.items()):
        ranks = [(_rank(key, normal(n)), order, n) for order, n in enumerate(names) if n]
        best = min(ranks, default=(_NONE, 0, ""))
        if best[0] < _NONE:
            ranked.append((best[0], len(normal(best[2])), number, Found(id_, best[2])))
    if ranked:
        return tuple(found for *_, found in sorted(ranked, key=lambda r: r[:3]))
    return _like(spellings, text, key) if near else ()


_NONE = 4


def _rank(key: str, name: str) -> int:
    """0 the name itself, 1 its beginning, 2 the beginning of a word, 3 within, 4 not in it."""
    if name == key:
        return 0
    if name.startswith(key):
        return 1
    if f" {key}" in name:
        return 2
    return 3 if len(key) > 2 and key in name else _NONE


def _like(spellings: Spellings, text: str, key: str) -> tuple[Found, ...]:
    """Near names, of the whole name or of as much of it as was typed."""
    bare = bool(_UNVOWELLED.search(text))
    scored = []
    for number, (id_, names) in enumerate(spellings.items()):
        likest, spelt = 0.0, ""
        for name in names:
            if _CODE.fullmatch(name):
                continue  # codes are like each other without meaning it
            score = _likeness(key, normal(name), bare=bare)
            if score > likest:
                likest, spelt = score, name
        if likest >= _NEAR:
            scored.append((-likest, number, Found(id_, spelt, near=True)))
    return tuple(found for _, _, found in sorted(scored, key=lambda s: s[:2])[:_MOST_NEAR])


def _likeness(key: str, name: str, *, bare: bool) -> float:
    """How like a name is, of 100; a beginning counts a little less than the whole."""
    whole = fuzz.ratio(key, name)
    begun = fuzz.ratio(key, name[: len(key)]) - 5 if len(key) > 3 else 0.0
    sounds = fuzz.ratio(_consonants(key), _consonants(name)) - 10 if bare else 0.0
    return max(whole, begun, sounds)


def _consonants(folded: str) -> str:
    """A folded name without vowels, like sounds written alike."""
    return re.sub("[aeiouyhw ]", "", folded.translate(str.maketrans("qcvj", "kkbz")))


def place_spellings(dataset: Dataset) -> dict[str, list[str]]:
    """Every name of each place: its own, its id, its UN/LOCODE, and the other spellings."""
    found = {
        h.id: [h.name, h.id.replace("_", " "), *([h.unlocode] if h.unlocode else [])]
        for h in dataset.hubs
    }
    for other in dataset.place_names:
        found[other.hub_id].append(other.name)
    return found


def crossing_spellings(dataset: Dataset) -> dict[str, list[str]]:
    """Every name of each border crossing: its own, those of its posts, and of the places there."""
    places = place_spellings(dataset)
    return {
        c.id: [
            c.name, c.id.rsplit("_", 1)[0].replace("_", " "), c.name_a, c.name_b,
            *places[c.hub_a], *places[c.hub_b],
        ]
        for c in dataset.crossings
    }  # fmt: skip


def terminal_spellings(dataset: Dataset) -> dict[str, list[str]]:
    """Every name of each terminal: its own, and those of its place."""
    places = place_spellings(dataset)
    return {t.id: [t.name, t.id.replace("_", " "), *places[t.hub_id]] for t in dataset.terminals}
