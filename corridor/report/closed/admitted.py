"""
What a closed page admits of Folium: each element made safe, or refused by its name.

Foreign text reaches an element as a name, a property or an option. What writes it as HTML is
exchanged for text nodes; what needs another host, or a script of its own, is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import folium
from branca.element import Element, Html
from folium import elements, features, plugins, vector_layers
from folium import map as chart_parts
from folium.utilities import JsCode

from corridor.errors import InputError, shown
from corridor.report.closed.inside import children, exchange, walked
from corridor.report.closed.plain import Plain, Raw, plain_class, put_in
from corridor.report.closed.texts import FieldsPopup, FieldsTooltip, TextPopup, TextTooltip

_REMEDY = (
    "leave it out, or save with open=True, which makes a page with links and without its policy"
)
# As they are: their templates write every text of theirs as JSON.
_AS_IT_IS = (
    folium.FeatureGroup,
    chart_parts.FitBounds,
    features.GeoJson,
    vector_layers.Circle,
    vector_layers.CircleMarker,
    vector_layers.PolyLine,
    vector_layers.Polygon,
    vector_layers.Rectangle,
    folium.Marker,
    elements.MethodCall,
    plugins.Fullscreen,
)


class TextLayerControl(folium.LayerControl):
    """The control of layers, which shows their names as text: Leaflet would read them as HTML."""

    def render(self, **kwargs: Any) -> str:
        """Collect the layers, and escape their names before the template writes them."""
        self.reset()
        for item in children(self._parent):
            if isinstance(item, chart_parts.Layer) and item.control:
                names = self.overlays if item.overlay else self.base_layers
                names[_escaped(item.layer_name)] = item.get_name()
        return put_in(self, **kwargs)


def _escaped(text: str) -> str:
    for sign, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, written)
    return text


def admit(root: Element) -> None:
    """
    Make the whole tree below a figure fit for a closed page, in place: give it a copy.

    Raises
    ------
    InputError
        Naming the first element that cannot be made safe.
    """
    for element in list(walked(root)):
        for child in children(element):
            safe = _admitted(child)
            if safe is not child:
                exchange(element, child, safe)


def make_plain(root: Element) -> None:
    """Let every element below a figure put its text in unread, whatever else it does."""
    for element in walked(root):
        kind: Any = type(element)
        element.__class__ = plain_class(kind)


def _admitted(element: Element) -> Element:
    """The element itself or what stands for it."""
    if isinstance(element, Plain | Raw):
        return element
    kind: Any = type(element)
    if kind in _STAND_INS:
        return _STAND_INS[kind](element)
    if kind is folium.LayerControl:
        element.__class__ = TextLayerControl
        return element
    if kind not in _AS_IT_IS:
        raise InputError(f"a closed page cannot hold {_called(kind)}", remedy=_REMEDY)
    _check(element)
    return element


def _called(kind: type) -> str:
    return f"{kind.__module__.split('.')[0]} {kind.__name__}"


def _check(element: Element) -> None:
    """Refuse scripts and links in an element of a kind that is admitted, and bind its features by id."""
    kind: Any = type(element)
    if getattr(kind, "includes", None):
        raise InputError(
            f"a closed page cannot hold what was included into {_called(kind)}", remedy=_REMEDY
        )
    _check_options(element, vars(element))
    if isinstance(element, features.GeoJson):
        if not element.embed:
            raise InputError("a closed page cannot hold a GeoJson by link", remedy="embed=True")
        if element.marker is not None:
            _check_options(element.marker, vars(element.marker))
            if getattr(element.marker, "icon", None) is not None:
                raise InputError(
                    f"a closed page cannot hold {_called(type(element.marker.icon))}",
                    remedy="draw the points as a folium.CircleMarker",
                )
        _bind_by_id(element)


def _check_options(element: Element, values: Mapping[str, Any]) -> None:
    """No script among the options, and no name of an option that could be one."""
    for key, value in values.items():
        if isinstance(value, JsCode):
            raise InputError(
                f"a closed page cannot hold the script in {key} of {_called(type(element))}",
                remedy=_REMEDY,
            )
        if key == "options" and isinstance(value, Mapping):
            for name in value:
                if not str(name).replace("_", "").isalnum():
                    raise InputError(
                        f"{shown(str(name))} is not an option of {_called(type(element))}",
                        remedy="name options in letters and digits",
                    )
            _check_options(element, value)


def _bind_by_id(layer: Any) -> None:
    """Let styles find their features by an id: by a property, its name would stand in the script."""
    if not (layer.style or layer.highlight):
        return
    for number, feature in enumerate(layer.data["features"]):
        feature["id"] = str(number)
    layer.feature_identifier = "feature.id"
    for name in ("style_function", "highlight_function"):
        if hasattr(layer, name):
            setattr(layer, name, _braceless(getattr(layer, name)))


def _braceless(style_of: Callable[[Any], Mapping[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    """The same styles without a text in doubled braces, which Folium writes as a script."""

    def style(feature: Any) -> dict[str, Any]:
        return {
            key: value.replace("{{", "{ {").replace("}}", "} }")
            if isinstance(value, str)
            else value
            for key, value in style_of(feature).items()
        }

    return style


# ---------------------------------------------------------------- what stands for what writes HTML
def _tooltip(element: Any) -> Element:
    return TextTooltip(element.text, **element.options)


def _popup(element: Any) -> Element:
    parts = children(element.html)
    if not all(type(part) is Html for part in parts):
        raise InputError("a closed page cannot hold a Popup of elements", remedy=_REMEDY)
    options = {k: v for k, v in element.options.items() if k != "max_width"}
    return TextPopup(" ".join(str(vars(part)["data"]) for part in parts), **options)


def _labels(element: Any) -> list[str]:
    return [str(alias) for alias in element.aliases] if element.labels else []


def _fields_tooltip(element: Any) -> Element:
    return FieldsTooltip(element.fields, _labels(element), sticky=True)


def _fields_popup(element: Any) -> Element:
    return FieldsPopup(element.fields, _labels(element))


_STAND_INS: Mapping[type, Callable[[Any], Element]] = {
    folium.Tooltip: _tooltip,
    folium.Popup: _popup,
    features.GeoJsonTooltip: _fields_tooltip,
    features.GeoJsonPopup: _fields_popup,
}
