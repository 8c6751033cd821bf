"""
Make corridor/report/assets/labels.json: seas, main cities and country names of the base map.

Countries are those of assets/basemap.geojson, cities are rows of data/hubs.csv with the names
of data/place_names.csv, seas stand here. Russian names of countries and seas are the usual
ones. Posts are the names that crossings, terminals and ports go by in an answer, in Russian: of the hub
that is called so where it has a Russian name, or else of the list here. Run after a change of
those:

    python tools/make_labels.py            write the file
    python tools/make_labels.py --check    fail if it is out of date
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from math import cos, hypot, radians
from pathlib import Path

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "corridor/report/assets/labels.json"
# (English, Russian, zoom from which it shows, lon, lat); two decimals are enough for a sea.
SEAS = (
    ("Arabian Sea", "Аравийское море", 3, 63.5, 18.5),
    ("Caspian Sea", "Каспийское море", 4, 50.6, 41.8),
    ("Black Sea", "Чёрное море", 4, 34.5, 43.3),
    ("Mediterranean Sea", "Средиземное море", 3, 18.5, 34.6),
    ("Baltic Sea", "Балтийское море", 5, 19.4, 57.2),
    ("North Sea", "Северное море", 4, 3.2, 56.4),
    ("Red Sea", "Красное море", 4, 37.8, 21.0),
    ("Persian Gulf", "Персидский залив", 5, 51.2, 27.3),
    ("Gulf of Oman", "Оманский залив", 5, 58.7, 24.8),
    ("Gulf of Aden", "Аденский залив", 5, 48.0, 12.3),
    ("Bay of Bengal", "Бенгальский залив", 3, 88.5, 15.0),
    ("Indian Ocean", "Индийский океан", 3, 66.0, 3.0),
    ("South China Sea", "Южно-Китайское море", 4, 114.0, 14.5),
    ("Aral Sea", "Аральское море", 6, 59.0, 45.2),
    ("Lake Balkhash", "Балхаш", 6, 75.0, 46.3),
)
CITIES = {  # hub id: zoom from which it shows
    4: "minsk moscow st_petersburg samara volgograd astana almaty tashkent kabul tehran karachi",
    5: (
        "kazan yekaterinburg novosibirsk aktobe atyrau shymkent samarkand bishkek dushanbe"
        " ashgabat herat kandahar islamabad lahore quetta gwadar mashhad bandar_abbas baku"
        " tbilisi urumqi kashgar rostov"
    ),
    6: (
        "brest smolensk saratov orenburg astrakhan omsk aktau kyzylorda karaganda bukhara nukus"
        " termez andijan osh mary turkmenbashi turkmenabat mazar jalalabad peshawar multan"
        " sukkur zahedan chabahar yazd kerman makhachkala"
    ),
}
# Script of the country's own names; Latin ones need no second name.
RUSSIAN_COUNTRIES = {
    "Afghanistan": "Афганистан", "Albania": "Албания", "Algeria": "Алжир", "Angola": "Ангола",
    "Armenia": "Армения", "Austria": "Австрия", "Azerbaijan": "Азербайджан",
    "Bangladesh": "Бангладеш", "Belarus": "Беларусь", "Belgium": "Бельгия", "Benin": "Бенин",
    "Bhutan": "Бутан", "Bosnia": "Босния", "Brunei": "Бруней", "Bulgaria": "Болгария",
    "Burkina Faso": "Буркина-Фасо", "Burundi": "Бурунди", "Cabo Verde": "Кабо-Верде",
    "Cambodia": "Камбоджа", "Cameroon": "Камерун", "Central African Rep.": "ЦАР", "Chad": "Чад",
    "China": "Китай", "Comoros": "Коморы", "Congo": "Конго", "Croatia": "Хорватия",
    "Cyprus": "Кипр", "Czechia": "Чехия", "Côte d'Ivoire": "Кот-д'Ивуар",
    "Dem. Rep. Congo": "ДР Конго", "Denmark": "Дания", "Djibouti": "Джибути", "Egypt": "Египет",
    "Eq. Guinea": "Экв. Гвинея", "Eritrea": "Эритрея", "Estonia": "Эстония", "Ethiopia": "Эфиопия",
    "Faeroe Is.": "Фареры", "Finland": "Финляндия", "France": "Франция", "Gabon": "Габон",
    "Gambia": "Гамбия", "Georgia": "Грузия", "Germany": "Германия", "Ghana": "Гана",
    "Greece": "Греция", "Greenland": "Гренландия", "Guinea": "Гвинея",
    "Guinea-Bissau": "Гвинея-Бисау", "Hong Kong": "Гонконг", "Hungary": "Венгрия",
    "Iceland": "Исландия", "India": "Индия", "Indonesia": "Индонезия", "Iran": "Иран",
    "Iraq": "Ирак", "Ireland": "Ирландия", "Isle of Man": "Остров Мэн", "Israel": "Израиль",
    "Italy": "Италия", "Japan": "Япония", "Jordan": "Иордания", "Kazakhstan": "Казахстан",
    "Kenya": "Кения", "Kuwait": "Кувейт", "Kyrgyzstan": "Киргизия", "Laos": "Лаос",
    "Latvia": "Латвия", "Lebanon": "Ливан", "Liberia": "Либерия", "Libya": "Ливия",
    "Lithuania": "Литва", "Luxembourg": "Люксембург", "Malawi": "Малави", "Malaysia": "Малайзия",
    "Mali": "Мали", "Mauritania": "Мавритания", "Moldova": "Молдова", "Mongolia": "Монголия",
    "Montenegro": "Черногория", "Morocco": "Марокко", "Mozambique": "Мозамбик",
    "Myanmar": "Мьянма", "Nepal": "Непал", "Netherlands": "Нидерланды", "Niger": "Нигер",
    "Nigeria": "Нигерия", "North Korea": "КНДР", "North Macedonia": "Северная Македония",
    "Norway": "Норвегия", "Oman": "Оман", "Pakistan": "Пакистан", "Palestine": "Палестина",
    "Philippines": "Филиппины", "Poland": "Польша", "Portugal": "Португалия", "Qatar": "Катар",
    "Romania": "Румыния", "Russia": "Россия", "Rwanda": "Руанда",
    "Saudi Arabia": "Саудовская Аравия", "Senegal": "Сенегал", "Serbia": "Сербия",
    "Sierra Leone": "Сьерра-Леоне", "Slovakia": "Словакия", "Slovenia": "Словения",
    "Somalia": "Сомали", "South Korea": "Республика Корея", "South Sudan": "Южный Судан",
    "Spain": "Испания", "Sri Lanka": "Шри-Ланка", "Sudan": "Судан", "Sweden": "Швеция",
    "Switzerland": "Швейцария", "Syria": "Сирия", "São Tomé and Principe": "Сан-Томе и Принсипи",
    "Taiwan": "Тайвань", "Tajikistan": "Таджикистан", "Tanzania": "Танзания",
    "Thailand": "Таиланд", "Timor-Leste": "Восточный Тимор", "Togo": "Того", "Tunisia": "Тунис",
    "Turkey": "Турция", "Turkmenistan": "Туркмения", "Uganda": "Уганда", "Ukraine": "Украина",
    "United Arab Emirates": "ОАЭ", "United Kingdom": "Великобритания", "Uzbekistan": "Узбекистан",
    "Vietnam": "Вьетнам", "W. Sahara": "Западная Сахара", "Yemen": "Йемен", "Zambia": "Замбия",
    "Åland": "Аланды",
}  # fmt: skip


def rows(name: str) -> list[dict[str, str]]:
    """Rows of one table of data/."""
    with (ROOT / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Posts that are no hub of their own, or whose hub goes by another name; usual spellings.
RUSSIAN_POSTS = {
    "Aksaraiskaya": "Аксарайская", "Almaty-1": "Алматы-1", "Altyn Asyr": "Алтын Асыр",
    "Altynkol / Khorgos Gateway": "Алтынколь / Хоргос", "Angoor Adda": "Ангур-Ада",
    "Atameken": "Атамекен", "Azakhel": "Азахель", "B. Konysbaev": "Б. Конысбаева",
    "Bafq": "Бафк", "Bajgiran": "Баджгиран", "Barmal (AF)": "Бармал", "Boldyr": "Болдыр",
    "Boyuk-Kesik": "Беюк-Кясик", "Bremino-Orsha": "Бремино-Орша", "Bulaevo": "Булаево",
    "Chaldybar": "Чалдыбар", "Dand-e Patan": "Данди-Патан", "Dashoguz east": "Дашогуз, восток",
    "Dashoguz side": "Дашогуз", "Dashoguz west": "Дашогуз, запад", "Dushanbe-2": "Душанбе-2",
    "Dusti": "Дусти", "Dusti (Bratstvo)": "Дусти (Братство)", "Dustlik": "Дустлик",
    "Gardabani": "Гардабани", "Ghulam Khan": "Гулам-Хан", "Gisht Kuprik": "Гишт-Куприк",
    "Guliston": "Гулистон", "Horgos": "Хоргос", "Iletsk": "Илецк",
    "Irkeshtam / Ulugqat": "Иркештам / Улугчат", "Kaindy": "Каинды",
    "Kairak / Zolotaya Sopka": "Кайрак / Золотая Сопка", "Kara-Suu": "Кара-Суу",
    "Karachi City and Cantonment": "Карачи-Сити и Карачи-Кантонмент",
    "Karaozek": "Караозек", "Karasu": "Карасу", "Kerkichi": "Керкичи", "Khanabad": "Ханабад",
    "Khojeyli side": "Ходжейли", "Khorgos Gateway": "Хоргос — Восточные ворота",
    "Khunjerab": "Хунджераб", "Koh-i-Taftan": "Кух-и-Тафтан", "Krasny Most": "Красный Мост",
    "Kudukli": "Кудукли", "Kudukli / Saryasia": "Кудукли / Сариасия", "Kulma": "Кульма",
    "Lokot": "Локоть", "Lotfabad": "Лотфабад", "Lugovaya / Merke": "Луговая / Мерке",
    "Mamlyutka": "Мамлютка", "Minsk Kolyadichi": "Минск, Колядичи",
    "Nau / Spitamen": "Нау / Спитамен", "Navbahor": "Навбахор", "Nikeltau": "Никельтау",
    "Novozybkov": "Новозыбков", "Novozybkov road": "Новозыбков", "Olkhovka": "Ольховка", "Pakhtaabad": "Пахтаабад",
    "Pipri": "Пипри", "Pipri marshalling yard (Bin Qasim)": "Пипри, сортировочная (Бин-Касим)",
    "Pitnak": "Питнак", "Plotina": "Плотина", "Poti port": "Порт Поти", "Rozanak": "Розанак",
    "Samur": "Самур", "Sarahs": "Серахс", "Sarakhs / Sarahs": "Серахс (Иран) / Серахс",
    "Saryasia": "Сариасия", "Savay": "Савай", "Selishche": "Селище", "Shagan": "Шаган",
    "Baketu": "Бахту", "Barmal": "Бармал", "Sarazm": "Саразм", "Sharbakty": "Шарбакты",
    "Shamtigh": "Шамтиг", "Shesterovka": "Шестеровка", "Shyngyrlau": "Шынгырлау",
    "Sost": "Сост", "Surazh": "Сураж", "Sypatai Batyr": "Сыпатай Батыр", "Tazhen": "Тажен",
    "Topa": "Топа", "Tsiteli Khidi": "Цители-Хиди", "Urgench side": "Ургенч",
    "Urlytobe": "Урлютобе", "Yarag-Kazmalyar": "Яраг-Казмаляр", "Zlynka": "Злынка",
}  # fmt: skip


def posts(hubs: dict[str, dict[str, str]], russian: dict[str, str]) -> dict[str, str]:
    """Russian names of crossings, their sides, terminals and ports, by the names of answers."""
    of_hubs = {base(hubs[hub]["name"]): base(name) for hub, name in russian.items()}
    named = [hubs[row["hub_id"]]["name"] for row in rows("terminals.csv")]
    for row in rows("sea_services.csv"):
        named += [hubs[row[end]]["name"] for end in ("from_port", "to_port")]
    for row in rows("crossings.csv"):
        named += [row["name"], row["name_a"], row["name_b"]]
    short = {base(name): of_hubs[base(name)] for name in named if base(name) in of_hubs}
    return dict(sorted({**short, **RUSSIAN_POSTS}.items()))


def base(name: str) -> str:
    """A name without the remark in brackets at its end."""
    return re.sub(r" \([^()]*\)$", "", name)


# Towns besides, of what a person may name: whose, how many, and the least degrees to a town that
# shows from the same zoom on.
TOWN_COUNTRIES = frozenset(
    ["BY", "RU", "KZ", "UZ", "AF", "PK", "KG", "TJ", "TM", "IR", "AZ", "GE", "AM"]
)
TOWNS = 320
NEAREST_DEGREE = {5: 5.0, 6: 2.6, 7: 1.4, 8: 0.8, 9: 0.4}


def towns(cities: list[dict[str, object]]) -> list[list[object]]:
    """Name, lon, lat and zoom of towns that are none of the cities, the largest first."""
    with gzip.open(ROOT / "corridor/tables/known_places.tsv.gz", "rt", encoding="utf-8") as file:
        known = [line.split("\t") for line in file]
    shown = [(float(str(c["lon"])), float(str(c["lat"])), int(str(c["zoom"]))) for c in cities]
    found: list[list[object]] = []
    for name, country, lat_text, lon_text, *_ in known:
        if country not in TOWN_COUNTRIES or len(found) == TOWNS:
            continue
        lon, lat = float(lon_text), float(lat_text)
        for zoom, nearest in NEAREST_DEGREE.items():
            close = ((x, y) for x, y, z in shown if z <= zoom)
            if all(hypot((x - lon) * cos(radians(lat)), y - lat) >= nearest for x, y in close):
                shown.append((lon, lat, zoom))
                found.append([name, round(lon, 2), round(lat, 2), zoom])
                break
    return found


# The ports of the corridor's sea end, which stand on every map; their town or usual name.
PORTS = {
    "karachi_port": "Karachi",
    "port_qasim": "Port Qasim",
    "gwadar_port": "Gwadar",
    "chabahar_port": "Chabahar",
    "shahid_rajaee_port": "Bandar Abbas",
}


def ports(hubs: dict[str, dict[str, str]]) -> list[dict[str, object]]:
    """The ports with what calls there."""
    known = {row["id"]: row for row in rows("ports.csv")}
    return [
        {
            "id": one,
            "name": known[one]["name"],
            "short": short,
            "lon": round(float(hubs[one]["lon"]), 4),
            "lat": round(float(hubs[one]["lat"]), 4),
            "service": known[one]["container_service"],
        }
        for one, short in PORTS.items()
    ]


def labels() -> dict[str, object]:
    """Countries by English name; seas and cities as records."""
    hubs = {row["id"]: row for row in rows("hubs.csv")}
    russian: dict[str, str] = {}
    for row in rows("place_names.csv"):
        if row["lang"] == "ru":
            russian.setdefault(row["hub_id"], row["name"])
    cities: list[dict[str, object]] = [
        {
            "name": hubs[hub]["name"],
            "ru": russian.get(hub, hubs[hub]["name"]),
            "zoom": zoom,
            "lon": round(float(hubs[hub]["lon"]), 2),
            "lat": round(float(hubs[hub]["lat"]), 2),
        }
        for zoom, ids in CITIES.items()
        for hub in ids.split()
    ]
    seas = [
        {"name": name, "ru": ru, "zoom": zoom, "lon": lon, "lat": lat}
        for name, ru, zoom, lon, lat in SEAS
    ]
    return {
        "countries": RUSSIAN_COUNTRIES,
        "seas": seas,
        "cities": cities,
        "towns": towns(cities),
        "ports": ports(hubs),
        "posts": posts(hubs, russian),
    }


def main() -> int:
    """Write the file, or compare it."""
    text = json.dumps(labels(), ensure_ascii=False, indent=0, sort_keys=True) + "\n"
    if "--check" in sys.argv[1:]:
        current = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
        if current != text:
            print(f"{TARGET.name} is out of date: run python tools/make_labels.py", file=sys.stderr)
            return 1
        return 0
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
