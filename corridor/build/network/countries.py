"""Country of a point: the OpenStreetMap time zones, each of which lies in one country here."""

from __future__ import annotations

import numpy as np

from corridor.geo import BoolArray, FloatArray, StrArray

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


class CountryLookup:
    """Two-letter country of points; opens the polygons once, remembers nothing else."""

    def __init__(self) -> None:
        """Open the time-zone polygons (about 65 MB on disk, build time only)."""
        from timezonefinder import TimezoneFinder

        self._finder = TimezoneFinder()
        names = list(self._finder.timezone_names)
        self._code = np.array([ZONE_COUNTRY.get(name, "") for name in names] + [""], dtype="<U2")

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
        ids = self._finder.timezone_ids_at(
            lngs=np.ascontiguousarray(lon, dtype=np.float64),
            lats=np.ascontiguousarray(lat, dtype=np.float64),
        )
        # id -1 (no zone) picks the last entry, which is empty
        found: StrArray = self._code[np.asarray(ids, dtype=np.int64)]
        return found

    def at(self, lon: float, lat: float) -> str:
        """Country of one point."""
        return str(self(np.array([lon]), np.array([lat]))[0])


def in_region(lat: FloatArray, country: StrArray) -> BoolArray:
    """Nodes that stay: one of the thirteen countries, China only north of 35 N."""
    known: BoolArray = np.isin(country, np.array(REGION, dtype="<U2"))
    known &= ~((country == "CN") & (lat < CHINA_SOUTH_LAT))
    return known
