"""An answer on a Folium map, for notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import folium

from corridor.report.map.colours import line_colour

if TYPE_CHECKING:
    import geopandas as gpd

    from corridor.report.document.answer import AnswerRecord

_FIELDS = ["name", "kind", "mode", "distance_km", "time_h_typical", "cost_usd_typical"]


def folium_map(answer: AnswerRecord, features: gpd.GeoDataFrame) -> folium.Map:
    """
    Draw an answer, an itinerary a layer that can be switched off.

    Parameters
    ----------
    answer
        Its itineraries name the layers.
    features
        Its legs, borders and ends, as `Answer.to_geodataframe` gives them; `itinerary` counts
        from 1.
    """
    west, south, east, north = features.total_bounds
    chart = folium.Map(control_scale=True)
    for number, itinerary in enumerate(answer.itineraries, 1):
        layer = folium.FeatureGroup(f"{number}. {itinerary.label}", show=number == 1)
        style = {"color": line_colour(number - 1), "weight": 4}
        folium.GeoJson(
            features[features.itinerary == number].to_json(na="null"),
            style_function=lambda _, style=style: style,
            marker=folium.CircleMarker(radius=4),
            popup=folium.GeoJsonPopup(_FIELDS),
        ).add_to(layer)
        layer.add_to(chart)
    folium.LayerControl(collapsed=False).add_to(chart)
    chart.fit_bounds([[south, west], [north, east]])
    return chart
