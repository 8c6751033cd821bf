"""
Text that enters a page as it is, where Folium would run it.

`branca.element.MacroElement.render` reads what its template has made as a template once more, so
that any text of the data is run by Jinja: `{{7*7}}` in a name becomes 49, and worse. `Plain`
stands before MacroElement in the order of resolution and puts the text in unread.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from branca.element import Element, Figure, MacroElement

from corridor.report.closed.inside import children

_PARTS = ("header", "html", "script")


class Raw(Element):
    """Text that is part of a page as it stands."""

    def __init__(self, text: str) -> None:
        """Keep the text."""
        super().__init__()
        self._name = "Raw"
        self.text = text

    def render(self, **_: Any) -> str:
        """Give the text, unread."""
        return self.text


class Plain(MacroElement):
    """
    An element whose parts enter the page unread; it stands last among the bases of a class.

    So a class of Folium keeps what its own `render` does, and ends here in place of MacroElement.
    """

    def __init__(self) -> None:
        """Start an element without a place."""
        super().__init__()  # type: ignore[no-untyped-call]

    def render(self, **kwargs: Any) -> str:
        """Put header, html and script of the template into the figure, then those of the children."""
        return put_in(self, **kwargs)


def put_in(element: Any, **kwargs: Any) -> str:
    """Put the parts of an element into its figure unread, then those of its children; gives nothing."""
    figure: Any = element.get_root()
    if not isinstance(figure, Figure):
        raise TypeError("an element is rendered inside a figure")
    macros = element._template.module.__dict__  # noqa: SLF001  # of the class, as branca calls it
    for part in _PARTS:
        if part in macros:
            made = str(macros[part](element, kwargs))
            getattr(figure, part).add_child(Raw(made), name=element.get_name())
    for child in children(element):
        child.render(**kwargs)
    return ""


@cache
def plain_class(of: Any) -> Any:
    """The class with `Plain` as its last base; one that has it already is given as it is."""
    if issubclass(of, Plain) or not issubclass(of, MacroElement):
        return of
    return type(of.__name__, (of, Plain), {"__module__": of.__module__, "__doc__": of.__doc__})
