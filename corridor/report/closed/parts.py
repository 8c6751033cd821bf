"""The parts of a page beside its map: data, styles, the panel, what stands without JavaScript, the script that draws."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from branca.element import Element
from folium.template import Template
from msgspec import to_builtins

from corridor.report.closed.figure import page_of
from corridor.report.closed.plain import Plain

_JSON_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


class Data(Plain):
    """A block of JSON that is never run; a script reads it by its id."""

    def __init__(self, block: str, text: str) -> None:
        """Keep the id of the block and its JSON, as `json_block` writes it."""
        super().__init__()
        self._name = "Data"
        self.block, self.text = block, text

    def render(self, **_: Any) -> str:
        """Put the block into the page."""
        page_of(self).blocks[self.block] = self.text
        return ""


class Styles(Plain):
    """Style sheets of this package, by their names, joined in their order."""

    def __init__(self, names: Sequence[str]) -> None:
        """Keep the names."""
        super().__init__()
        self._name = "Styles"
        self.names = list(names)

    def render(self, **_: Any) -> str:
        """Put them behind those of the page so far."""
        page_of(self).styles.extend(self.names)
        return ""


class Below(Plain):
    """HTML for readers without JavaScript and for paper, put in as it is."""

    def __init__(self, html: str) -> None:
        """Keep the HTML, in which all foreign text is escaped already."""
        super().__init__()
        self._name = "Below"
        self.html = html

    def render(self, **_: Any) -> str:
        """Put it below the map."""
        page_of(self).below.append(self.html)
        return ""


class Panel(Plain):
    """The panel beside the map, which the page's script fills."""

    _template = Template(
        '{% macro html(this, kwargs) %}<aside id="panel" aria-label="{{ this.label|e }}"></aside>{% endmacro %}'
    )

    def __init__(self, label: str) -> None:
        """Keep what it is, for screen readers."""
        super().__init__()
        self._name = "Panel"
        self.label = label


class Strip(Plain):
    """The strip below the map, which the page's script fills."""

    _template = Template(
        '{% macro html(this, kwargs) %}<section id="strip" aria-label="{{ this.label|e }}"></section>{% endmacro %}'
    )

    def __init__(self, label: str) -> None:
        """Keep what it is, for screen readers."""
        super().__init__()
        self._name = "Strip"
        self.label = label


class Drawing(Plain):
    """
    The scripts of a page and the call that draws it: a function of theirs, given the map and parts.

    It is added last, when what it is given stands in the page.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            closedDraw({{ this.call }}, {
                map: {{ this._parent.get_name() }},
                {%- for key, element in this.given.items() %}
                {{ key|tojson }}: {{ element.get_name() }},
                {%- endfor %}
            });
        {% endmacro %}
        """
    )

    def __init__(self, call: str, scripts: Sequence[str], given: Mapping[str, Element]) -> None:
        """
        Name the function and what it needs.

        Parameters
        ----------
        call
            A function of one of the scripts.
        scripts
            Files of this package, joined in their order.
        given
            Elements of the map that the function is given, by name.
        """
        super().__init__()
        self._name = "Drawing"
        self.call, self.scripts, self.given = call, list(scripts), dict(given)

    def render(self, **kwargs: Any) -> str:
        """Put the scripts into the page, and the call behind all others."""
        page_of(self).scripts.extend(self.scripts)
        return super().render(**kwargs)


def json_block(data: Mapping[str, object], *, ascii_only: bool = True) -> str:
    """
    JSON without signs that HTML could read as the end of the block.

    Data of others are in ASCII, since they may hold half signs; our own labels need not be.

    Raises
    ------
    ValueError
        If the data hold a figure that is no number.
    """
    text = json.dumps(
        to_builtins(data),
        ensure_ascii=ascii_only,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return re.sub("[<>&]", lambda sign: _JSON_ESCAPES[sign[0]], text)
