"""
Label setting: one loop for every search that takes the most promising label first.

A label is a path so far. A criterion says in which order labels are taken (a lower bound on any
whole path over the label), how a label grows by one link, and which labels are dominated by those
taken before. With bounds that never fall along a path, labels at the goal come in the order of
what they count.

A criterion whose bounds add up link by link may sort the links that leave a state once and for
all: then they are taken one by one (`branches`), and of sixty line-hauls that leave a stop only those
that matter are looked at. Otherwise all are taken at once.

A link may lead on in more than one manner, at once or after a rest. Then `extended` gives one of the
labels and lays the others `aside`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from typing import Generic, TypeVar

L = TypeVar("L")
B = TypeVar("B", int, float, tuple[int, int])


# In place of the link where a label is to be taken itself.
_ITSELF = -1


class GivenUp(Exception):  # noqa: N818 - no error, but the end of what was asked for
    """The search for more paths has made as many labels as it may."""


class Criterion(ABC, Generic[L, B]):
    """
    What is searched for: order, growth and dominance of labels.

    `aside` are labels that the last growth made beside the one it gave.
    """

    def __init__(self) -> None:
        """Start with no label aside."""
        self.aside: list[L] = []

    @abstractmethod
    def bound(self, label: L) -> B:
        """Least that a whole path over a label can come to."""

    @abstractmethod
    def settle(self, label: L) -> bool:
        """Keep a label; False when another dominates it."""

    @abstractmethod
    def extended(self, label: L, link: int) -> L | None:
        """A label one link on; None when that is no path."""

    def branches(self, label: L) -> Iterator[tuple[B, int]]:  # noqa: ARG002
        """
        Links to be taken one by one, with the least that a path over label and link can come to.

        The least first; none where that is not known, and all `links` are taken at once.
        """
        return iter(())

    def links(self, label: L) -> Iterable[int]:  # noqa: ARG002
        """Links to be taken at once."""
        return ()

    def is_goal(self, label: L) -> bool:  # noqa: ARG002
        """Whether a label is a whole path, from which nothing leads on."""
        return False


def best_first(
    criterion: Criterion[L, B], first: L, most: B | None = None, labels: int | None = None
) -> Iterator[L]:
    """
    Labels at the goal in the order of their bounds.

    Parameters
    ----------
    criterion
        What is searched for.
    first
        The label to start from.
    most
        Labels of a greater bound are not looked at.
    labels
        Give up after so many labels.

    Raises
    ------
    GivenUp
        After the paths found within that many labels.
    """
    grown, bound_of, aside = _counted(criterion, labels), criterion.bound, criterion.aside
    heap: list[tuple[B, int, L, int, Iterator[tuple[B, int]]]] = []
    later: Iterator[tuple[B, int]] = iter(())
    heappush(heap, (bound_of(first), 0, first, _ITSELF, later))
    pushed = 0
    while heap:
        bound, _, label, link, later = heappop(heap)
        if most is not None and bound > most:
            return
        if link != _ITSELF:
            for onward, next_link in later:
                pushed += 1
                heappush(heap, (onward, pushed, label, next_link, later))
                break
            child = grown(label, link)
            if aside:
                pushed = _pushed(heap, aside, bound_of, pushed)
            if child is None:
                continue
            label, least = child, bound_of(child)
            if least > bound:
                pushed += 1
                heappush(heap, (least, pushed, label, _ITSELF, later))
                continue
        if not criterion.settle(label):
            continue
        if criterion.is_goal(label):
            yield label
            continue
        later = criterion.branches(label)
        for onward, next_link in later:
            pushed += 1
            heappush(heap, (onward, pushed, label, next_link, later))
            break
        for next_link in criterion.links(label):
            child = grown(label, next_link)
            if child is not None:
                pushed += 1
                heappush(heap, (bound_of(child), pushed, child, _ITSELF, later))
        if aside:
            pushed = _pushed(heap, aside, bound_of, pushed)


def _pushed(
    heap: list[tuple[B, int, L, int, Iterator[tuple[B, int]]]],
    aside: list[L],
    bound_of: Callable[[L], B],
    pushed: int,
) -> int:
    """Push labels laid aside; how many labels were pushed then."""
    for label in aside:
        pushed += 1
        heappush(heap, (bound_of(label), pushed, label, _ITSELF, iter(())))
    aside.clear()
    return pushed


def _counted(criterion: Criterion[L, B], labels: int | None) -> Callable[[L, int], L | None]:
    """How labels grow, so many of them at most."""
    extended = criterion.extended
    if labels is None:
        return extended
    left = labels

    def grown(label: L, link: int) -> L | None:
        nonlocal left
        child = extended(label, link)
        if child is not None:
            left -= 1
            if left < 0:
                raise GivenUp
        return child

    return grown
