"""
Draws over names that stay the same when names are added.

A seeded `random` over a sorted list gives other trials as soon as the list grows. Here every name
is placed by the hash of itself, so a new hub takes the place of few trials and moves no other.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from hashlib import sha256


def place(*words: object) -> int:
    """Where words stand: a number that hangs on them alone, spread evenly."""
    return int.from_bytes(sha256("|".join(map(str, words)).encode()).digest()[:8])


def pairs(names: Iterable[str], count: int, seed: int) -> tuple[tuple[str, str], ...]:
    """`count` origins in the order of their places, each with the other name that is nearest it."""
    known = list(names)
    first = sorted(known, key=lambda n: place(seed, n))[:count]
    return tuple(
        (one, min((n for n in known if n != one), key=lambda n: place(seed, one, n)))
        for one in first
    )


def of(*words: object) -> random.Random:
    """A random source that hangs on words alone."""
    return random.Random(place(*words))
