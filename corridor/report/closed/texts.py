"""What hovering and clicking show: text nodes alone, where Folium writes HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from folium.template import Template

from corridor.report.closed.plain import Plain

_BIND = Template(
    """
    {% macro script(this, kwargs) %}
        {{ this._parent.get_name() }}.{{ this.bind }}(
            closedText({{ this.text|tojson }}), {{ this.options|tojavascript }});
    {% endmacro %}
    """
)
_BIND_FIELDS = Template(
    """
    {% macro script(this, kwargs) %}
        {{ this._parent.get_name() }}.{{ this.bind }}(
            closedFields({{ this.fields|tojson }}, {{ this.labels|tojson }}),
            {{ this.options|tojavascript }});
    {% endmacro %}
    """
)


class _Text(Plain):
    bind = ""
    _template = _BIND

    def __init__(self, text: str, **options: Any) -> None:
        """
        Text for the parent, a layer or a marker.

        Parameters
        ----------
        text
            Shown as it is, whatever signs it has.
        options
            Of Leaflet's tooltip or popup.
        """
        super().__init__()
        self._name = type(self).__name__
        self.text = text
        self.options = options


class TextTooltip(_Text):
    """Text that shows while the pointer is on the parent."""

    bind = "bindTooltip"

    def __init__(self, text: str, *, sticky: bool = True, **options: Any) -> None:
        """As `_Text`; `sticky` lets it follow the pointer."""
        super().__init__(text, sticky=sticky, **options)


class TextPopup(_Text):
    """Text that opens when the parent is clicked."""

    bind = "bindPopup"


class _Fields(Plain):
    bind = ""
    _template = _BIND_FIELDS

    def __init__(self, fields: Sequence[str], labels: Sequence[str] = (), **options: Any) -> None:
        """
        Properties of each feature of the parent, a `folium.GeoJson`, as a small table.

        Parameters
        ----------
        fields
            Names of properties; those that a feature lacks are left out.
        labels
            Words for them, in the same order; without any the values stand alone.
        options
            Of Leaflet's tooltip or popup.
        """
        super().__init__()
        self._name = type(self).__name__
        self.fields = list(fields)
        self.labels = list(labels)
        self.options: Mapping[str, Any] = dict(options)


class FieldsTooltip(_Fields):
    """Properties that show while the pointer is on a feature."""

    bind = "bindTooltip"


class FieldsPopup(_Fields):
    """Properties that open when a feature is clicked."""

    bind = "bindPopup"
