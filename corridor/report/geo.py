"""GeoJSON (RFC 7946) and KML of an answer: a feature a leg, a point a border, an end and a closure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec import structs

from corridor.report.document.answer import AnswerRecord, BlockedRecord, BorderRecord, LegRecord
from corridor.report.document.parts.figures import BandRecord
from corridor.report.document.plain import plain
from corridor.report.document.stamp import Stamp
from corridor.report.document.wording import CREDIT, KIND, title_of
from corridor.report.map.colours import MODE_COLOUR, OTHER_COLOUR, SHUT
from corridor.report.map.lines import IsCoarse, LineOf, LonLat, leg_pieces
from corridor.report.map.svg import xml_text

_DIGITS = 5  # about a metre
_WIDTH_PX = {True: 4, False: 2}  # of the best itinerary and of the others
_STYLES = (*MODE_COLOUR.items(), ("other", OTHER_COLOUR))

Value = str | float | bool | None


@dataclass(frozen=True, slots=True)
class Feature:
    """Lines, or a point if there is a single point, and what is known of them."""

    runs: tuple[tuple[LonLat, ...], ...]
    itinerary: int  # 0 = of all
    name: str
    kind: str  # in words
    properties: Mapping[str, Value]  # the name and whatever else is known


def features(
    answer: AnswerRecord, lines: LineOf, is_coarse: IsCoarse | None = None
) -> Iterator[Feature]:
    """All that has a position, itinerary by itinerary; a leg that stands still is a point."""
    for role, end in (("origin", answer.query.origin), ("destination", answer.query.destination)):
        name = plain(end.name)
        about: dict[str, Value] = {"role": role, "name": name, "country": end.country}
        yield Feature((((end.lon, end.lat),),), 0, name, role.capitalize(), about)
    for shut in answer.blocked:
        if shut.lon is not None and shut.lat is not None:
            here = ((shut.lon, shut.lat),)
            yield Feature((here,), 0, f"\u2715 {plain(shut.name)}", "Closed", _shut(shut))
    for number, itinerary in enumerate(answer.itineraries, 1):
        for order, leg in enumerate(itinerary.legs, 1):
            pieces = leg_pieces(leg, lines, is_coarse)
            runs = tuple(run for p in pieces if len(run := _rounded(p.points)) > 1)
            about = _leg(number, order, leg, any(p.coarse for p in pieces))
            here = ((leg.from_.lon, leg.from_.lat),)
            yield Feature(runs or (here,), number, _leg_name(leg), KIND[leg.kind].page, about)
        for border in itinerary.borders:
            here = ((border.lon, border.lat),)
            about = _border(number, border)
            yield Feature((here,), number, plain(border.name), "Border", about)


def _leg(number: int, order: int, leg: LegRecord, coarse: bool) -> dict[str, Value]:
    return {
        "role": "leg",
        "itinerary": number,
        "leg": order,
        "kind": leg.kind,
        "mode": leg.mode,
        "name": _leg_name(leg),
        "country": leg.country,
        "distance_km": leg.distance_km,
        "distance_estimated_km": leg.distance_estimated_km,
        **_ends("time_h", leg.time_h),
        **_ends("cost_usd", leg.cost_usd),
        "co2e_kg": leg.co2e_kg,
        "gauge_mm": leg.gauge_mm,
        "start_time": leg.start,
        "end_time": leg.end,
        "coarse": coarse,
    }


def _shut(shut: BlockedRecord) -> dict[str, Value]:
    return {
        "role": "closed",
        "name": plain(shut.name),
        "mode": shut.mode,
        "since": shut.since,
        "until": shut.until,
        "last_confirmed": shut.last_confirmed,
        "source_url": plain(shut.source_url),
        "note": plain(shut.note),
    }


def _ends(name: str, band: BandRecord) -> dict[str, float]:
    return {f"{name}_{end}": value for end, value in structs.asdict(band).items()}


def _leg_name(leg: LegRecord) -> str:
    tail, head = plain(leg.from_.name), plain(leg.to.name)
    return tail if tail == head else f"{tail} - {head}"


def _border(number: int, border: BorderRecord) -> dict[str, Value]:
    names = ("crossing_id", "mode", "country_from", "country_to", "passage", "status")
    return {
        "role": "border",
        "itinerary": number,
        "name": plain(border.name),
        **{name: plain(getattr(border, name)) for name in names},
        "note": plain(border.note),
    }


def _rounded(points: Sequence[LonLat]) -> tuple[LonLat, ...]:
    out: list[LonLat] = []
    for lon, lat in points:
        point = (round(lon, _DIGITS), round(lat, _DIGITS))
        if not out or point != out[-1]:
            out.append(point)
    return tuple(out)


# ---------------------------------------------------------------- GeoJSON
def geojson_text(
    answer: AnswerRecord, stamp: Stamp, lines: LineOf, is_coarse: IsCoarse | None = None
) -> str:
    """A FeatureCollection; the stamp stands beside the features and on each of them."""
    found = list(features(answer, lines, is_coarse))
    lons, lats = zip(*(p for feature in found for run in feature.runs for p in run), strict=True)
    mark = {"quote_id": stamp.quote_id, "data_date": stamp.data_date}
    document = {
        "type": "FeatureCollection",
        "name": plain(title_of(answer)),
        "attribution": CREDIT,
        "stamp": stamp.record(),
        "features": [
            {
                "type": "Feature",
                "properties": {**feature.properties, **mark},
                "geometry": _geometry(feature),
            }
            for feature in found
        ],
        "bbox": [min(lons), min(lats), max(lons), max(lats)],
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def _geometry(feature: Feature) -> dict[str, str | LonLat | Sequence[LonLat | Sequence[LonLat]]]:
    runs = feature.runs
    if len(runs[0]) == 1:
        return {"type": "Point", "coordinates": runs[0][0]}
    if len(runs) == 1:
        return {"type": "LineString", "coordinates": runs[0]}
    return {"type": "MultiLineString", "coordinates": runs}


# ---------------------------------------------------------------- KML
def kml_text(
    answer: AnswerRecord, stamp: Stamp, lines: LineOf, is_coarse: IsCoarse | None = None
) -> str:
    """A folder an itinerary, only the best one shown at first, in the colours of their modes."""
    found = list(features(answer, lines, is_coarse))
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>',
        f"<name>{_name(title_of(answer))}</name>",
        f"<description>{xml_text(xml_text(f'{stamp.text()} {CREDIT}'))}</description>",
        *(_style(*style) for style in kml_styles()),
        *(_placemark(f, stamp) for f in found if f.itinerary == 0),
    ]
    for number, itinerary in enumerate(answer.itineraries, 1):
        parts.append(f"<Folder><name>{number}. {_name(itinerary.label)}</name>")
        parts.append(f"<visibility>{int(number == 1)}</visibility>")
        parts += [_placemark(f, stamp) for f in found if f.itinerary == number]
        parts.append("</Folder>")
    return "\n".join([*parts, "</Document></kml>"]) + "\n"


def _name(text: str | float) -> str:
    # Some viewers show names as HTML in their balloons, so no name may hold a tag at all.
    return xml_text(plain(str(text)).replace("<", "‹").replace(">", "›"))


def _kml_colour(colour: str) -> str:
    """A colour as KML writes it: opacity, blue, green, red."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:]
    return f"ff{blue}{green}{red}"


def kml_styles() -> list[tuple[str, str, int]]:
    """Styles by name, colour as KML writes it and width in pixels; 0 = of a sign, not of a line."""
    lines = [
        (f"{mode}-{way}", _kml_colour(colour), _WIDTH_PX[way == "way"])
        for mode, colour in _STYLES
        for way in ("way", "other")
    ]
    return [*lines, ("closed", _kml_colour(SHUT), 0)]


def _style(name: str, colour: str, width_px: int) -> str:
    if not width_px:
        return f'<Style id="{name}"><IconStyle><color>{colour}</color></IconStyle></Style>'
    return (
        f'<Style id="{name}"><LineStyle><color>{colour}</color>'
        f"<width>{width_px}</width></LineStyle></Style>"
    )


def _style_of(feature: Feature) -> str:
    """Of what is shut, else of a mode on the first way or on another."""
    if feature.properties["role"] == "closed":
        return "closed"
    mode = feature.properties.get("mode")
    known = mode if mode in MODE_COLOUR else "other"
    return f"{known}-{'way' if feature.itinerary <= 1 else 'other'}"


def _placemark(feature: Feature, stamp: Stamp) -> str:
    about = {**feature.properties, "quote_id": stamp.quote_id, "data_date": stamp.data_date}
    best = feature.itinerary <= 1
    values = "".join(
        f'<Data name="{key}"><value>{"" if v is None else _name(v)}</value></Data>'
        for key, v in about.items()
        if key != "name"
    )
    return (
        f"<Placemark><name>{_name(feature.name)}</name>"
        f"<visibility>{int(best)}</visibility>"
        f"<description>{_name(feature.kind)}</description>"
        f"<styleUrl>#{_style_of(feature)}</styleUrl>"
        f"<ExtendedData>{values}</ExtendedData>{_kml_geometry(feature)}</Placemark>"
    )


def _kml_geometry(feature: Feature) -> str:
    def coordinates(run: Sequence[LonLat]) -> str:
        return "<coordinates>" + " ".join(f"{x},{y}" for x, y in run) + "</coordinates>"

    if len(feature.runs[0]) == 1:
        return f"<Point>{coordinates(feature.runs[0])}</Point>"
    found = [
        f"<LineString><tessellate>1</tessellate>{coordinates(run)}</LineString>"
        for run in feature.runs
    ]
    return found[0] if len(found) == 1 else f"<MultiGeometry>{''.join(found)}</MultiGeometry>"
