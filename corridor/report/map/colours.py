"""The colours of maps and charts, once: Okabe and Ito's, which colour-blind readers tell apart."""

from __future__ import annotations

from collections.abc import Mapping

from corridor.model.mode import Mode

BLUE, VERMILION, GREEN = "#0072B2", "#D55E00", "#009E73"
SKY, ORANGE, YELLOW, PURPLE = "#56B4E9", "#E69F00", "#F0E442", "#CC79A7"
INK, SOFT, GREY, WHITE = "#1B1F23", "#59616A", "#8A8F94", "#FFFFFF"
SEA, LAND, CORE, BORDER = "#CFDFEA", "#ECEAE2", "#FFFEFA", "#B4AF9F"  # page_map.js has the same
SHUT = "#B3261E"
GRID = "#D6D9DC"  # of a chart

# A colour for each itinerary, none of them pale, some of Tol's. map_words.js has the same.
LINE_COLOURS = (BLUE, VERMILION, GREEN, "#AA4499", INK, "#7A5C00", "#5B4FC4")
OTHER_COLOUR = GREY
# By place of a port in the question.
PORT_COLOURS = (BLUE, GREEN, VERMILION, PURPLE, SKY, ORANGE)
# network_words.js and shipments_script.js have the same.
MODE_COLOUR: Mapping[str, str] = {Mode.RAIL: BLUE, Mode.ROAD: VERMILION, Mode.SEA: GREEN}


def line_colour(number: int) -> str:
    """Colour of an itinerary by its place in the answer, counted from 0."""
    return LINE_COLOURS[number] if number < len(LINE_COLOURS) else OTHER_COLOUR
