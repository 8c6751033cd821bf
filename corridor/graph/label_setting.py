"""
Label setting: one loop for every search that takes the most promising label first.

A label is a path so far. A criterion says in which order labels are taken (a lower bound on any
whole path over the label), how a label grows by one link, and which labels are dominated by those
taken before. With bounds that never fall along a path, labels at the goal come in the order of
what they count.

A criterion whose bounds add up link by link may sort the links that leave a state once and for
all: then they are taken one by one (`branch`), and of sixty line-hauls that leave a stop only those
that matter are looked at. Otherwise all are taken at once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from typing import Generic, TypeVar

L = TypeVar("L")
B = TypeVar("B", int, float, tuple[int, int])

# Position of a label that is to be taken itself, not by one of its links.
_ITSELF = -1


class GivenUp(Exception):  # noqa: N818 - no error, but the end of what was asked for
    """The search for more paths has made as many labels as it may."""


class Criterion(ABC, Generic[L, B]):
    """What is searched for: order, growth and dominance of labels."""

    @abstractmethod
    def bound(self, label: L) -> B:
        """Least that a whole path over a label can come to."""

    @abstractmethod
    def settle(self, label: L) -> bool:
        """Keep a label; False when another dominates it."""

    @abstractmethod
    def links(self, label: L) -> Sequence[int]:
        """Links that a label may grow by."""

    @abstractmethod
    def extended(self, label: L, link: int) -> L | None:
        """A label one link on; None when that is no path."""

    def branch(self, label: L, position: int) -> B | None:  # noqa: ARG002
        """
        Least that a path over a label and the link at a position can come to.

        The links must stand in that order. None when there is no such link, or when they are
        to be taken all at once.
        """
        return None

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
    queue = _Queue(criterion, most, labels)
    queue.push(criterion.bound(first), first, _ITSELF)
    while queue.heap:
        label = queue.taken()
        if label is None or not criterion.settle(label):
            continue
        if criterion.is_goal(label):
            yield label
        else:
            queue.grow(label)


class _Queue(Generic[L, B]):
    """Labels to be taken: themselves, or by the next of their links."""

    def __init__(self, criterion: Criterion[L, B], most: B | None, labels: int | None) -> None:
        self.heap: list[tuple[B, int, L, int]] = []
        self._criterion: Criterion[L, B] = criterion
        self._most: B | None = most
        self._labels = labels
        self._made = self._pushed = 0

    def push(self, bound: B, label: L, position: int) -> None:
        if self._most is None or bound <= self._most:
            self._pushed += 1
            heappush(self.heap, (bound, self._pushed, label, position))

    def taken(self) -> L | None:
        """The label that is next; None where its link leads nowhere, or to a greater bound."""
        bound, _, label, position = heappop(self.heap)
        if position == _ITSELF:
            return label
        criterion = self._criterion
        after = criterion.branch(label, position + 1)
        if after is not None:
            self.push(after, label, position + 1)
        child = self._grown(label, criterion.links(label)[position])
        if child is None:
            return None
        least = criterion.bound(child)
        if least > bound:
            self.push(least, child, _ITSELF)
            return None
        return child

    def grow(self, label: L) -> None:
        """Put in what leads on from a label: its first link, or what all its links lead to."""
        criterion = self._criterion
        first = criterion.branch(label, 0)
        if first is not None:
            self.push(first, label, 0)
            return
        for link in criterion.links(label):
            child = self._grown(label, link)
            if child is not None:
                self.push(criterion.bound(child), child, _ITSELF)

    def _grown(self, label: L, link: int) -> L | None:
        child = self._criterion.extended(label, link)
        if child is not None:
            self._made += 1
            if self._labels is not None and self._made > self._labels:
                raise GivenUp
        return child
