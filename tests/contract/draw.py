"""
Draws the 1,000 questions whose answers a change of shape must keep; writes questions.jsonl.

A question is what a person types: one command, or a command on the answer of another. The list
is kept as a file, so that a change of the tables or of this script never changes what is asked.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

from corridor.tables.dataset import load

HERE = Path(__file__).parent
_UNITS = ("TEU", "FEU", "40HC", "reefer", "truck", "wagon", "platform")
_OBJECTIVES = ("generalised", "cost", "time", "distance", "co2", "p90_time")
_MODES = ("rail", "road", "sea", "rail,road", "rail,sea", "road,sea", "rail,road,sea")
_DATES = (
    "2026-12-01",
    "2027-01-20",
    "2027-03-08",
    "2027-05-14T20:00",
    "2025-03-10",
    "2021-07-01",
    "2027-09-20T13:00",
    "2026-09-01",
    "2026-02-28",
    "2028-02-29",
)
_SCENARIOS = (
    "all-open",
    "gwadar-feeder",
    "gwadar-incentives",
    "hormuz-closed",
    "iran-closed",
    "pakistan-afghanistan-closed",
    "red-sea-diversion",
    "trans-afghan-railway",
    "winter",
)
_SHUT = ("torkham", "chaman", "ghulam_khan", "gwadar_jebel_ali", "wakhan")
_AREA = str(Path("tests") / "contract" / "inputs" / "area.geojson")
_ROWS = str(Path("tests") / "cli" / "own_rates")


class Draw:
    """Draws words of a command from the tables; the same seed draws the same."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        dataset = load()
        self.hubs = sorted(h.id for h in dataset.hubs)
        self.ports = sorted(dataset.port)
        self.spot = {h.id: (h.lat, h.lon) for h in dataset.hubs}
        self.crossings = sorted(dataset.crossing)
        self.terminals = sorted({t.id for t in dataset.terminals})
        self.countries = sorted({h.country for h in dataset.hubs})
        self.sections = sorted(s.id for s in dataset.sections)

    def pick(self, items: tuple[str, ...] | list[str]) -> str:
        """One of them."""
        return self.random.choice(items)

    def end(self) -> str:
        """A place by name, or a point beside one."""
        turn = self.random.random()
        if turn < 0.15:
            return self.pick(self.ports)
        hub = self.pick(self.hubs)
        if turn < 0.3:
            lat, lon = self.spot[hub]
            return f"{lat + self.random.uniform(-0.3, 0.3):.4f},{lon + self.random.uniform(-0.3, 0.3):.4f}"
        return hub

    def load_options(self) -> list[str]:
        """Unit, day and now and then what else describes the load."""
        words = ["--unit", self.pick(_UNITS), "--depart", self.pick(_DATES)]
        extra = (
            ("--count", self.pick(("2", "5", "40"))),
            ("--weight", self.pick(("8", "18t", "22"))),
            ("--value", self.pick(("1000", "50000", "2500000"))),
            (
                "--cargo",
                self.pick(("perishable", "oversize", "bulk", "hazardous:3", "hazardous:8")),
            ),
            ("--container", self.pick(("owned", "line"))),
            ("--service", self.pick(("two_drivers", "block_train", "wagonload"))),
        )
        for option in extra:
            if self.random.random() < 0.12:
                words += option
        return words

    def search_options(self) -> list[str]:
        """Objective, modes and now and then a rule of the search."""
        words: list[str] = []
        extra = (
            (0.6, ("--objective", self.pick(_OBJECTIVES))),
            (0.25, ("--modes", self.pick(_MODES))),
            (0.1, ("--vot", self.pick(("0", "2", "30")))),
            (0.06, ("--siding", self.pick(("origin", "destination", "both")))),
            (0.1, ("--via", self.pick(self.crossings + self.ports + self.terminals))),
            (0.05, ("--via", self.pick(self.hubs))),
            (0.1, ("--avoid", self.pick(self.crossings + self.countries + self.ports))),
            (0.03, ("--avoid", _AREA)),
            (0.03, ("--avoid", self.pick(self.sections))),
            (0.06, ("--discourage", self.pick(self.crossings + self.countries))),
            (0.03, ("--only-countries", "BY,RU,KZ,UZ,TM,IR,PK,AF")),
            (0.06, ("--max-days", self.pick(("12", "25", "40")))),
            (0.06, ("--max-cost", self.pick(("3000", "7000", "12000")))),
            (0.05, ("--max-transfers", self.pick(("0", "1", "3")))),
            (0.03, ("--arrive-by", self.pick(("2027-01-15", "2027-06-30T18:00")))),
            (0.12, ("--open", self.pick(_SHUT))),
            (0.08, ("--close", self.pick(self.crossings))),
            (0.08, ("--why", self.pick(self.crossings + self.ports + self.countries))),
            (
                0.05,
                (
                    "--scale",
                    self.pick(
                        ("border_hours@torkham=2", "rail_rates=1.2", "port_charges@gwadar=0.5")
                    ),
                ),
            ),
            (0.1, ("--scenario", self.pick(_SCENARIOS))),
            (0.04, ("--data", _ROWS)),
            (0.08, ("-k", self.pick(("1", "2", "5")))),
            (0.03, ("--currency", self.pick(("EUR", "RUB", "KZT")))),
        )
        for chance, option in extra:
            if self.random.random() < chance:
                words += option
        return words

    def route(self) -> list[str]:
        """A question of a planner."""
        origin, destination = self.ends()
        return [
            "route",
            origin,
            destination,
            *self.load_options(),
            *self.search_options(),
            "--json",
        ]

    def ends(self) -> tuple[str, str]:
        """Two different places; every third pair is one of the corridor itself."""
        if self.random.random() < 0.3:
            return self.pick(
                ("Minsk", "Brest", "Moscow", "Almaty", "Tashkent", "Kandahar", "Kabul")
            ), self.pick(("Karachi", "Gwadar", "Port Qasim", "Lahore", "Quetta"))
        while True:
            pair = self.end(), self.end()
            if pair[0] != pair[1]:
                return pair


def _wrong() -> list[list[str]]:
    """A hundred wrong inputs: each option of `route` with each kind of fault, files, other commands."""
    plain = ["route", "Minsk", "Karachi", "--depart", "2026-12-01", "--json"]
    faults = {
        "--unit": ("box", "", "feu truck"),
        "--count": ("0", "-3", "1.5", "many"),
        "--weight": ("-1", "nan", "24kg", "1e9"),
        "--value": ("-5", "much", "inf"),
        "--cargo": ("gold", "hazardous", "hazardous:99", "hazardous:1.1"),
        "--container": ("mine", ""),
        "--service": ("fast", "two_drivers,wagon"),
        "--depart": ("01.12.2026", "2026-13-01", "tomorrow", "2026-12-01T25:00", ""),
        "--objective": ("cheap", "COST"),
        "--vot": ("-1", "nan", "x"),
        "--modes": ("air", "rail,air", ""),
        "--siding": ("left", ""),
        "--via": ("Atlantis", "Pariss", "200,10", "Minsk"),
        "--avoid": ("Nowhere", "missing.geojson", "ZZ"),
        "--discourage": ("Nowhere", ""),
        "--only-countries": ("XX", "BY RU", "BY"),
        "--max-days": ("0", "-2", "x", "0.01"),
        "--max-cost": ("0", "-2", "x", "1"),
        "--max-transfers": ("-1", "x"),
        "--arrive-by": ("2020-01-01", "soon", "2026-12-02"),
        "--open": ("nothing", "karachi", "Torkam"),
        "--close": ("nothing", "Minsk"),
        "--why": ("Atlantis", "Torkhamm"),
        "-k": ("0", "-1", "x", "1000"),
        "--currency": ("XYZ", ""),
        "--scale": ("x", "border_hours=0", "border_hours@nowhere=2", "nothing=2", "rail_rates=nan"),
        "--scenario": ("summer", "missing.toml", "tests/contract/inputs/broken.toml"),
        "--data": ("missing-folder", "tests/contract/inputs/wrong_rows", "README.md"),
        "--data-only": ("missing-folder", "tests/cli/own_rates"),
        "--graph": ("missing-folder", "tests/cli/own_rates"),
    }
    asked = [[*plain, option, value] for option, values in faults.items() for value in values]
    ends = (
        ("Minks", "Karachi"),
        ("Minsk", "Minsk"),
        ("91,200", "Karachi"),
        ("0,0", "Karachi"),
        ("", "Karachi"),
    )
    asked += [["route", *pair, "--depart", "2026-12-01", "--json"] for pair in ends]
    asked += [
        ["compare", "Kandahar", "--ports", "karachi", "--depart", "2026-12-01", "--json"],
        ["compare", "Kandahar", "--ports", "karachi,minsk", "--depart", "2026-12-01", "--json"],
        ["compare", "Kandahar", "--onward", "Minsk", "--depart", "2026-12-01", "--json"],
        ["compare", "Atlantis", "--depart", "2026-12-01", "--json"],
        ["compare", "Kandahar", "--samples", "-1", "--depart", "2026-12-01", "--json"],
        ["breakeven", "Kandahar", "--figure", "nothing@gwadar", "--depart", "2026-12-01", "--json"],
        ["catchment", "--country", "ZZ", "--depart", "2026-12-01", "--json"],
        ["whatif", "today", "summer", "Minsk", "Karachi", "--depart", "2026-12-01", "--json"],
        ["export", "missing.json", "out.csv"],
        ["export", "tests/contract/inputs/broken.json", "out.csv"],
        ["quote", "missing.json"],
        ["quote", "tests/contract/inputs/broken.json"],
        ["quote", "tests/contract/inputs/other.json"],
        ["map", "missing.json", "--out", "out.html"],
        ["map", "tests/contract/inputs/broken.json", "--out", "out.html"],
        ["tcd", "tests/contract/inputs/broken.json"],
        ["places", "--country", "ZZ"],
        ["nothing"],
        ["route", "Minsk"],
        ["route", "Minsk", "Karachi", "--nothing", "--depart", "2026-12-01"],
    ]
    return asked


def questions() -> list[dict[str, list[str]]]:
    """All questions in order: wrong inputs first, then routes and what is made of them."""
    draw = Draw(12)
    listed: list[dict[str, list[str]]] = [{"ask": words} for words in _wrong()]
    listed += [{"ask": ["places", "--json"]}, {"ask": ["borders", "--on", "2026-12-01", "--json"]}]
    listed += [{"ask": [name, "--json"]} for name in ("ports", "terminals", "sources", "scenarios")]
    for _ in range(40):
        ends = draw.ends()
        listed.append(
            {"ask": ["pareto", *ends, *draw.load_options(), "--modes", draw.pick(_MODES), "--json"]}
        )
    places = (
        "Kandahar",
        "Tashkent",
        "Almaty",
        "Minsk",
        "Termez",
        "Kabul",
        "Ashgabat",
        "Dushanbe",
        "Herat",
        "Moscow",
    )
    for _ in range(50):
        listed.append({"ask": ["compare", draw.pick(places), *_compared(draw), "--json"]})
    for _ in range(12):
        words = [
            "breakeven",
            draw.pick(places),
            "--onward",
            "Jebel Ali",
            "--unit",
            draw.pick(_UNITS[:4]),
        ]
        words += ["--open", "chaman", "--open", "torkham", "--figure", "port_charges@gwadar"]
        listed.append({"ask": [*words, "--depart", draw.pick(_DATES[:4]), "--json"]})
    for country in ("AF", "UZ", "TJ", "KG"):
        words = [
            "catchment",
            "--country",
            country,
            "--onward",
            "Jebel Ali",
            "--unit",
            draw.pick(_UNITS[:4]),
        ]
        listed.append({"ask": [*words, "--depart", draw.pick(_DATES[:4]), "--json"]})
    for _ in range(20):
        a, b = draw.pick(("today", *_SCENARIOS)), draw.pick(_SCENARIOS)
        listed.append({"ask": ["whatif", a, b, *draw.ends(), *draw.load_options(), "--json"]})
    made = (
        ["quote", "ANSWER", "--issued", "2026-12-01", "--out", "OUT.pdf"],
        ["export", "ANSWER", "OUT.csv"],
        ["export", "ANSWER", "OUT.md"],
        ["export", "ANSWER", "OUT.geojson"],
        ["tcd", "ANSWER"],
    )
    for n in range(80):
        ends = draw.ends()
        words = ["route", *ends, *draw.load_options(), "--json"]
        listed.append({"ask": words, "then": list(made[n % len(made)])})
    for _ in range(60):
        words = draw.route()
        listed.append({"ask": [w for w in words if w != "--json"]})
    while len(listed) < 1000:
        listed.append({"ask": draw.route()})
    return listed


def _compared(draw: Draw) -> list[str]:
    """Options of a comparison: market, samples, day, objective, what is opened."""
    words = ["--samples", draw.pick(("0", "200", "1000")), "--depart", draw.pick(_DATES[:5])]
    words += ["--unit", draw.pick(_UNITS[:5]), "--objective", draw.pick(_OBJECTIVES)]
    extra = (
        (0.7, ("--onward", draw.pick(("Jebel Ali", "Mombasa", "Shanghai", "Rotterdam")))),
        (0.2, ("--import",)),
        (0.4, ("--open", "chaman")),
        (0.4, ("--open", "gwadar_jebel_ali")),
        (0.2, ("--scenario", draw.pick(_SCENARIOS))),
        (
            0.2,
            ("--ports", draw.pick(("karachi,gwadar", "karachi,bandar_abbas", "gwadar,port_qasim"))),
        ),
        (0.1, ("--flips", "1")),
        (0.1, ("--max-days", "30")),
    )
    for chance, option in extra:
        if draw.random.random() < chance:
            words += option
    return words


if __name__ == "__main__":
    with (HERE / "questions.jsonl").open("w", encoding="utf-8") as out:
        for question in questions():
            out.write(json.dumps(question, ensure_ascii=False) + "\n")
