"""Folium maps that save as one closed page: elements of Folium flow in, one HTML text without a request flows out."""
