"""
The page around a closed map: one HTML text that a jinja2 template with autoescape puts together.

Elements of the map fill it when it is rendered; it is rendered from a copy, numbered by place, so that
the same map gives the same bytes however often.
"""

from __future__ import annotations

import copy
import re
from typing import Any

import jinja2
from branca.element import CssLink, Element, Figure, JavascriptLink
from folium.elements import MethodCall
from folium.map import Layer

from corridor.report.closed.admitted import admit, make_plain
from corridor.report.closed.inside import children, number, place, walked
from corridor.report.closed.policy import policy
from corridor.report.map.basemap import asset_text

_ENDS = re.compile("<(?=/|!--|script)", re.IGNORECASE)
_PAGES = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
_LEAFLET = ("assets/leaflet.js", "assets/fullscreen.js")
_LEAFLET_STYLE = ("assets/leaflet.css", "assets/fullscreen.css", "closed.css")


class ClosedFigure(Figure):
    """
    The page around a map.

    Parts of the page that elements of this package fill beside header, html and script: `styles`
    and `scripts` name files of this package, `blocks` are JSON that is never run, `below` is HTML
    for readers without JavaScript.
    """

    def __init__(self, title: str) -> None:
        """Start an empty page."""
        super().__init__(title=title, height="640px")
        self.open = False
        self.lang = "en"
        self.forget()

    def forget(self) -> None:
        """Take out what the last rendering put in."""
        for part in ("header", "html", "script"):
            element = Element()
            place(element, self)
            setattr(self, part, element)
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.blocks: dict[str, str] = {}
        self.below: list[str] = []

    def render(self, **kwargs: Any) -> str:
        """The whole page, from a copy: rendering changes elements of Folium."""
        page = copy.deepcopy(self)
        page.forget()
        if not page.open:
            admit(page)
        _number(page)
        make_plain(page)
        for child in children(page):
            child.render(**kwargs)
        return page.written()

    def written(self) -> str:
        """The page of what its elements have put in."""
        made = "".join(child.render() for child in children(self.script))
        scripts = [
            "\n".join(asset_text(name).strip() for name in _LEAFLET),
            "\n".join([*(asset_text(name).strip() for name in self.scripts), _unending(made)]),
        ]
        styles = [
            "\n".join(asset_text(name).strip() for name in names)
            for names in (_LEAFLET_STYLE, self.styles)
        ]
        links = [
            child.render()
            for child in children(self.header)
            if self.open and isinstance(child, JavascriptLink | CssLink)
        ]
        template = _PAGES.from_string(asset_text("closed_page.html.j2"))
        return template.render(
            lang=self.lang,
            policy="" if self.open else policy(scripts, styles),
            title=self.title,
            links=links,
            styles=styles,
            html="".join(child.render() for child in children(self.html)),
            below="\n".join(self.below),
            blocks=list(self.blocks.items()),
            scripts=scripts,
        )


def page_of(element: Element) -> ClosedFigure:
    """
    The page an element lies in.

    Raises
    ------
    TypeError
        If it lies in none, or in another figure of branca.
    """
    root = element.get_root()
    if not isinstance(root, ClosedFigure):
        raise TypeError("this element is part of a ClosedMap alone")
    return root


def _number(page: ClosedFigure) -> None:
    """Name elements by their place in the tree; those of Folium are named at random."""
    known: dict[str, str] = {}
    for at, element in enumerate(walked(page)):
        before = element.get_name()
        number(element, at)
        known[before] = element.get_name()
        if isinstance(element, Layer) and element.layer_name == before:
            element.layer_name = f"Layer {at}"
    for element in walked(page):
        if isinstance(element, MethodCall):
            element.target = known.get(element.target, element.target)


def _unending(script: str) -> str:
    """A script of JSON and calls in which no text can end the block that holds it, or open another."""
    return _ENDS.sub(r"\\x3c", script)
