"""Fold what a person types, and take the country off a place that is written with one."""

from __future__ import annotations

import re
from functools import cache

from anyascii import anyascii

COUNTRIES = {
    "AF": "Afghanistan",
    "AZ": "Azerbaijan",
    "BY": "Belarus",
    "CN": "China",
    "GE": "Georgia",
    "IR": "Iran",
    "KG": "Kyrgyzstan",
    "KZ": "Kazakhstan",
    "PK": "Pakistan",
    "RU": "Russia",
    "TJ": "Tajikistan",
    "TM": "Turkmenistan",
    "UZ": "Uzbekistan",
    "TR": "Turkey",
    "AE": "United Arab Emirates",
    "IN": "India",
    "KE": "Kenya",
    "LK": "Sri Lanka",
    "LT": "Lithuania",
    "LV": "Latvia",
    "MY": "Malaysia",
    "NL": "Netherlands",
    "OM": "Oman",
    "SA": "Saudi Arabia",
    "SG": "Singapore",
}
# Straits and canals that a ship may avoid, by what people call them.
PASSAGES = {
    "hormuz": "hormuz",
    "strait of hormuz": "hormuz",
    "suez": "suez",
    "suez canal": "suez",
    "bab el mandeb": "bab-el-mandeb",
    "red sea": "bab-el-mandeb",
    "cape": "cape",
    "malacca": "malacca",
    "volga": "volga",
}
# Countries of ports and towns beside those that a way leads through, and other names of both.
_MORE = {
    "AE": ("UAE", "Emirates", "ARE"),
    "AF": ("AFG", "Афганистан"),
    "AM": ("Armenia", "ARM", "Армения"),
    "AZ": ("AZE", "Азербайджан"),
    "BY": ("Byelorussia", "Belorussia", "BLR", "Беларусь", "Белоруссия"),
    "CN": ("PRC", "CHN", "Китай"),
    "GE": ("GEO", "Грузия"),
    "IN": ("IND", "Индия"),
    "IQ": ("Iraq", "IRQ", "Ирак"),
    "IR": ("IRN", "Islamic Republic of Iran", "Иран"),
    "KE": ("KEN",),
    "KG": ("Kirghizia", "Kyrgyz Republic", "KGZ", "Киргизия", "Кыргызстан"),
    "KZ": ("KAZ", "Казахстан"),
    "LK": ("LKA",),
    "LT": ("LTU", "Литва"),
    "LV": ("LVA", "Латвия"),
    "MY": ("MYS", "Малайзия"),
    "NL": ("The Netherlands", "Holland", "NLD"),
    "OM": ("OMN", "Оман"),
    "PK": ("PAK", "Пакистан"),
    "PL": ("Poland", "POL", "Польша"),
    "RU": ("Russian Federation", "RUS", "RF", "Россия", "РФ"),
    "SA": ("KSA", "SAU"),
    "SG": ("SGP",),
    "TJ": ("TJK", "Таджикистан"),
    "TM": ("TKM", "Туркменистан", "Туркмения"),
    "TR": ("Turkiye", "TUR", "Турция"),
    "UA": ("Ukraine", "UKR", "Украина"),
    "UZ": ("UZB", "Узбекистан"),
}
_WITH_COUNTRY = re.compile(r"^\s*(.+?)\s*(?:\(([^()]+)\)|[,;]\s*([^,;()]+))\s*$", re.DOTALL)


def normal(text: str) -> str:
    """
    Fold a name to lower-case Latin letters and digits with single blanks.

    Examples
    --------
    >>> normal("  Mazar-e Sharif ")
    'mazar e sharif'
    """
    return " ".join(re.sub(r"[^a-z0-9]+", " ", anyascii(text).lower()).split())


@cache
def country_codes() -> dict[str, str]:
    """Codes of countries by their folded codes and names."""
    found: dict[str, str] = {}
    for code, name in COUNTRIES.items():
        found[normal(code)] = found[normal(name)] = code
    for code, others in _MORE.items():
        for name in (code, *others):
            found.setdefault(normal(name), code)
    return found


def without_country(text: str) -> tuple[str, str]:
    """
    A place and the code of the country written after it, '' where none is.

    Examples
    --------
    >>> without_country("Karachi, Pakistan")
    ('Karachi', 'PK')
    >>> without_country("Minsk (BY)")
    ('Minsk', 'BY')
    >>> without_country("Quetta (dry port)")
    ('Quetta (dry port)', '')
    """
    match = _WITH_COUNTRY.match(text)
    if match is None:
        return text, ""
    code = country_codes().get(normal(match[2] or match[3]), "")
    return (match[1], code) if code else (text, "")
