"""
The inside of branca and Folium that closed pages rely on, in one place; tests hold each.

Elements keep their children, parent and id in names with an underscore, and no method gives them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from branca.element import Element


def children(element: Any) -> list[Element]:
    """Elements directly below one, in the order of the page."""
    return list(element._children.values())  # noqa: SLF001


def exchange(parent: Any, old: Element, new: Element) -> None:
    """Put an element in the place of another below its parent."""
    name = next(n for n, child in parent._children.items() if child is old)  # noqa: SLF001
    parent._children[name] = new  # noqa: SLF001
    place(new, parent)


def sort_children(parent: Any, rank: Callable[[Element], int]) -> None:
    """Put the elements below one in the order of their ranks; equals keep theirs."""
    ordered = sorted(parent._children.items(), key=lambda item: rank(item[1]))  # noqa: SLF001
    parent._children.clear()  # noqa: SLF001
    parent._children.update(ordered)  # noqa: SLF001


def place(element: Any, parent: Element) -> None:
    """Say what an element lies in."""
    element._parent = parent  # noqa: SLF001


def number(element: Any, at: int) -> None:
    """Name an element by a number in place of its random id."""
    element._id = str(at)  # noqa: SLF001


def walked(element: Element) -> Iterator[Element]:
    """An element and all below it, in the order of the page."""
    yield element
    for child in children(element):
        yield from walked(child)
