"""
`ClosedMap`: a `folium.Map` that shows itself in a notebook and saves as one closed page.

The page is one HTML file: no request leaves it, and its Content-Security-Policy admits the scripts
and styles written here, by their hashes, and nothing else. What is added to the map goes with it, made
safe or refused (`corridor.report.closed.admitted`). The same map gives the same bytes: it is rendered
from a copy whose elements are numbered by their place.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any

import folium
from branca.element import Element
from folium.template import Template

from corridor.errors import InputError
from corridor.files import check_writable, write_text
from corridor.report.closed.figure import ClosedFigure, page_of
from corridor.report.closed.inside import sort_children
from corridor.report.closed.parts import Drawing
from corridor.report.closed.plain import Plain, put_in


def _rank(element: Element) -> int:
    return 2 if isinstance(element, Drawing) else int(isinstance(element, folium.LayerControl))


class ClosedMap(folium.Map, Plain):
    """
    A Folium map without tiles; see the module.

    Parameters
    ----------
    title
        Of the page, as plain text.
    label
        What the map is, for screen readers.
    options
        Of `folium.Map` and Leaflet.
    """

    _template = Template(
        """
        {% macro html(this, kwargs) %}<main id="map" aria-label="{{ this.label|e }}"></main>{% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = closedMap({{ this.options|tojavascript }});
        {% endmacro %}
        """
    )

    def __init__(self, title: str, label: str, **options: Any) -> None:
        """Start a map without layers."""
        super().__init__(tiles=None, location=[40.0, 60.0], zoom_start=4, **options)
        self.label = label
        figure = ClosedFigure(title)
        figure.add_child(self)

    # Folium's own list of hosts stays unread: `render` ends in `put_in`, which links nothing.
    def render(self, **kwargs: Any) -> str:
        """Put the map and its children into the page, without the header that Folium writes."""
        page_of(self).scripts += ["closed_map.js", "closed_text.js"]
        # What a user adds comes behind the control and the drawing, which speak of all layers.
        sort_children(self, _rank)
        return put_in(self, **kwargs)

    def _repr_html_(self, **kwargs: Any) -> str:
        """Show the closed page in a notebook."""
        return str(page_of(self)._repr_html_(**kwargs))

    def page(self, *, open: bool = False) -> str:  # noqa: A002  # the word a user reads in an error
        """
        The page as text; the same map gives the same text.

        Raises
        ------
        InputError
            If something added to the map cannot be held by a closed page and `open` is not given.
        """
        root = page_of(self)
        root.open = open
        try:
            return str(root.render())
        finally:
            root.open = False

    def save(  # type: ignore[override]
        self,
        path: str | PathLike[str],
        *,
        open: bool = False,  # noqa: A002
    ) -> Path:
        """
        Write the page; nothing half-written is ever seen.

        Parameters
        ----------
        path
            An .html file.
        open
            Let in what cannot be closed: elements that load from other hosts or run scripts of their
            own. The page then has no policy and needs the internet.

        Raises
        ------
        InputError
            If something added cannot be held by a closed page, or the file cannot be written.
        """
        target = Path(path)
        if target.suffix.lower() not in (".html", ".htm"):
            raise InputError(f"{target.name} is not a page", remedy="end it in .html")
        check_writable(target, "FILE")
        write_text(target, self.page(open=open))
        return target
