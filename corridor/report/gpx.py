"""GPX 1.1 of an answer: a track an itinerary, a waypoint a border, terminal, port and end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from itertools import groupby
from xml.etree import ElementTree as ET

from corridor.model.dates import first_day
from corridor.model.link_kind import LinkKind
from corridor.report.document.answer import AnswerRecord, ItineraryRecord
from corridor.report.document.plain import plain
from corridor.report.document.stamp import Stamp
from corridor.report.document.wording import CREDIT, by_mode, in_country, title_of
from corridor.report.map.lines import IsCoarse, LineOf, LonLat, leg_pieces

_SPACE = "http://www.topografix.com/GPX/1/1"
_DIGITS = 5  # about a metre
_MOST_CHARACTERS = 1000


def gpx_bytes(
    answer: AnswerRecord, stamp: Stamp, lines: LineOf, is_coarse: IsCoarse | None = None
) -> bytes:
    """The file, the same bytes each time: its time is the first day of the data's date, not the clock."""
    # Parts stand in the order that the schema of GPX asks for.
    root = ET.Element("gpx", {"version": "1.1", "creator": "corridor", "xmlns": _SPACE})
    about = ET.SubElement(root, "metadata")
    _put(about, "name", title_of(answer))
    _put(about, "desc", f"{stamp.of_answer()} {CREDIT}")
    _put(about, "time", f"{datetime.combine(first_day(answer.data_date), time(0)).isoformat()}Z")
    for number, itinerary in enumerate(answer.itineraries, 1):
        for lon_lat, moment, name, kind in _points(itinerary):
            point = ET.SubElement(root, "wpt", _at(lon_lat))
            if utc := _utc(moment):
                _put(point, "time", utc)
            _put(point, "name", name)
            _put(point, "desc", f"{number}. {itinerary.label}")
            _put(point, "type", kind)
    for number, itinerary in enumerate(answer.itineraries, 1):
        track = ET.SubElement(root, "trk")
        _put(track, "name", f"{number}. {itinerary.label} ({', '.join(itinerary.modes)})")
        _put(track, "number", str(number))
        _put(track, "type", ", ".join(itinerary.modes))
        for run in _runs(itinerary, lines, is_coarse):
            segment = ET.SubElement(track, "trkseg")
            for lon_lat in run:
                ET.SubElement(segment, "trkpt", _at(lon_lat))
    ET.indent(root, " ")
    made: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return made + b"\n"


def _put(parent: ET.Element, name: str, text: str) -> None:
    # `plain` leaves no character that XML cannot hold; the library escapes the rest.
    ET.SubElement(parent, name).text = plain(text)[:_MOST_CHARACTERS]


def _at(lon_lat: LonLat) -> dict[str, str]:
    """Latitude and longitude, the latter below 180 as the schema asks."""
    lon, lat = ((lon_lat[0] + 180) % 360) - 180, lon_lat[1]
    return {"lat": f"{lat:.{_DIGITS}f}", "lon": f"{lon:.{_DIGITS}f}"}


def _utc(moment: str) -> str:
    """A moment as UTC; '' where its clock is not told, as in answers of before."""
    found = datetime.fromisoformat(moment)
    return "" if found.tzinfo is None else f"{found.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _points(itinerary: ItineraryRecord) -> Iterator[tuple[LonLat, str, str, str]]:
    """Ends, borders, terminals and ports, with the typical moment of coming there."""
    first, last = itinerary.legs[0].from_, itinerary.legs[-1].to
    yield (first.lon, first.lat), itinerary.departure, first.name, "Origin"
    borders = list(itinerary.borders)
    for leg in itinerary.legs:
        here = (leg.from_.lon, leg.from_.lat)
        if leg.kind == LinkKind.BORDER and borders:
            border = borders.pop(0)
            name = by_mode(border.name, border.mode)
            yield (border.lon, border.lat), border.passage, name, "Border"
        elif leg.kind in (LinkKind.PORT, LinkKind.TRANSFER):
            kind = "Port" if leg.kind == LinkKind.PORT else "Terminal"
            yield here, leg.start, in_country(leg.from_.name, leg.country), kind
    yield (last.lon, last.lat), itinerary.arrival, last.name, "Destination"


def _runs(
    itinerary: ItineraryRecord, lines: LineOf, is_coarse: IsCoarse | None
) -> Iterator[list[LonLat]]:
    """Lines of the way, piece by piece; what stands still has none."""
    for leg in itinerary.legs:
        for piece in leg_pieces(leg, lines, is_coarse):
            points = ((round(x, _DIGITS), round(y, _DIGITS)) for x, y in piece.points)
            run = [point for point, _ in groupby(points)]
            if len(run) > 1:
                yield run
