"""Country of a point: the OpenStreetMap time zones, each of which lies in one country here."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from corridor.geo import BoolArray, FloatArray, StrArray, local_xy

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

# countries whose nodes stay in the network
REGION = ("AF", "AZ", "BY", "CN", "GE", "IR", "KG", "KZ", "PK", "RU", "TJ", "TM", "UZ")
CHINA_SOUTH_LAT = 35.0  # Xinjiang and Gansu; Tibet and the parts east of it carry no corridor

_ZONES_OF = {
    "AF": "Asia/Kabul",
    "AM": "Asia/Yerevan",
    "AE": "Asia/Dubai",
    "AZ": "Asia/Baku",
    "BG": "Europe/Sofia",
    "BH": "Asia/Bahrain",
    "BY": "Europe/Minsk",
    "BD": "Asia/Dhaka",
    "BT": "Asia/Thimphu",
    "CN": "Asia/Shanghai Asia/Urumqi",
    "CY": "Asia/Nicosia Asia/Famagusta",
    "EE": "Europe/Tallinn",
    "EG": "Africa/Cairo",
    "FI": "Europe/Helsinki Europe/Mariehamn",
    "GE": "Asia/Tbilisi",
    "GR": "Europe/Athens",
    "HU": "Europe/Budapest",
    "IL": "Asia/Jerusalem",
    "IN": "Asia/Kolkata",
    "IQ": "Asia/Baghdad",
    "IR": "Asia/Tehran",
    "JO": "Asia/Amman",
    "KG": "Asia/Bishkek",
    "KW": "Asia/Kuwait",
    "KZ": ("Asia/Almaty Asia/Aqtau Asia/Aqtobe Asia/Atyrau Asia/Oral Asia/Qostanay Asia/Qyzylorda"),
    "LB": "Asia/Beirut",
    "LT": "Europe/Vilnius",
    "LV": "Europe/Riga",
    "LY": "Africa/Tripoli",
    "MD": "Europe/Chisinau",
    "MK": "Europe/Skopje",
    "MM": "Asia/Yangon",
    "MN": "Asia/Hovd Asia/Ulaanbaatar",
    "NP": "Asia/Kathmandu",
    "OM": "Asia/Muscat",
    "PK": "Asia/Karachi",
    "PL": "Europe/Warsaw",
    "PS": "Asia/Gaza Asia/Hebron",
    "QA": "Asia/Qatar",
    "RO": "Europe/Bucharest",
    "RS": "Europe/Belgrade",
    "RU": (
        "Asia/Barnaul Asia/Krasnoyarsk Asia/Novokuznetsk Asia/Novosibirsk Asia/Omsk Asia/Tomsk "
        "Asia/Yekaterinburg Europe/Astrakhan Europe/Kaliningrad Europe/Kirov Europe/Moscow "
        "Europe/Samara Europe/Saratov Europe/Ulyanovsk Europe/Volgograd"
    ),
    "SA": "Asia/Riyadh",
    "SE": "Europe/Stockholm",
    "SK": "Europe/Bratislava",
    "SY": "Asia/Damascus",
    "TJ": "Asia/Dushanbe",
    "TM": "Asia/Ashgabat",
    "TR": "Europe/Istanbul",
    # Europe/Simferopol stays out of the table: no corridor runs there
    "UA": "Europe/Kyiv Europe/Kiev Europe/Uzhgorod Europe/Zaporozhye",
    "UZ": "Asia/Samarkand Asia/Tashkent",
}
ZONE_COUNTRY = {zone: code for code, zones in _ZONES_OF.items() for zone in zones.split()}


# The polygons are whole numbers of it. A place on a corner lies there, not beside it by a rounding,
# once it is such a number too.
_STEP_DEG = 1e-7
# Outlines farther off than this in either direction are not looked at.
_BORDER_DEG = 0.5


@cache
def zones() -> gpd.GeoDataFrame:
    """Polygons of the time zones (65 MB on disk, build time only) with the `code` of the country."""
    import geopandas as gpd
    import shapely
    from timezonefinder import TimezoneFinder

    finder = TimezoneFinder()
    codes: list[str] = []
    shapes: list[BaseGeometry] = []
    for number in range(finder.nr_of_polygons):
        code = ZONE_COUNTRY.get(finder.zone_name_from_boundary_id(number))
        if code is None:
            continue
        # get_geometry would make lists of numbers first: 8 s in place of 0.2 s.
        inner = (finder.holes.coords_of(n) for n in finder.holes.ids_of(number))
        outer, *holes = (ring.T * _STEP_DEG for ring in (finder.coords_of(number), *inner))
        codes.append(code)
        shapes.append(shapely.Polygon(outer, holes))
    shapely.prepare(shapes)
    return gpd.GeoDataFrame({"code": codes}, geometry=shapes)


class CountryLookup:
    """Two-letter country of points; where two countries claim the ground, the first by code."""

    def __call__(self, lon: FloatArray, lat: FloatArray) -> StrArray:
        """
        Country of each point.

        Parameters
        ----------
        lon, lat
            Degrees, same length.

        Returns
        -------
        numpy.ndarray
            ISO 3166-1 alpha-2 as '<U2'; empty at sea and where no zone of the table applies.
        """
        import geopandas as gpd

        points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(_stepped(lon), _stepped(lat)))
        code = gpd.sjoin(zones(), points).groupby("index_right")["code"].min()
        found = np.full(len(lon), "", dtype="<U2")
        found[code.index] = code
        return found

    def at(self, lon: float, lat: float) -> str:
        """Country of one point."""
        import shapely

        held = shapely.intersects_xy(zones().geometry.array, _stepped(lon), _stepped(lat))
        return min(zones().code[held], default="")


def _stepped(degrees: npt.ArrayLike) -> FloatArray:
    return np.rint(np.asarray(degrees) / _STEP_DEG) * _STEP_DEG


def border_km(lon: float, lat: float, country_a: str, country_b: str) -> float:
    """
    Distance from a point to the border of two countries.

    A place near their common line is near the outlines of both, so its distance is the greater of
    the two. Outlines between two zones of one country lie far from the other and never win.

    Parameters
    ----------
    lon, lat
        Degrees.
    country_a, country_b
        ISO 3166-1 alpha-2, neighbours.

    Returns
    -------
    float
        Kilometres; infinite where one of the outlines is over about 50 km off.
    """
    import shapely

    def plane_km(xy: FloatArray) -> FloatArray:
        return np.stack(local_xy(xy[:, 0], xy[:, 1], lon, lat), axis=-1)

    window = (lon - _BORDER_DEG, lat - _BORDER_DEG, lon + _BORDER_DEG, lat + _BORDER_DEG)
    away = []
    for country in (country_a, country_b):
        near = shapely.transform(shapely.clip_by_rect(_outline(country), *window), plane_km)
        away.append(float(shapely.distance(near, shapely.Point(0.0, 0.0))))
    return float("inf") if np.isnan(away).any() else max(away)


@cache
def _outline(country: str) -> BaseGeometry:
    import shapely

    own = zones().geometry[zones().code == country]
    return shapely.multilinestrings(shapely.get_parts(own.boundary))


def in_region(lat: FloatArray, country: StrArray) -> BoolArray:
    """Nodes that stay: one of the thirteen countries, China only north of 35 N."""
    known: BoolArray = np.isin(country, np.array(REGION, dtype="<U2"))
    known &= ~((country == "CN") & (lat < CHINA_SOUTH_LAT))
    return known
