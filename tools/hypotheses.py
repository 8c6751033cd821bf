"""
The figures of docs/analysis.md, put between its marks.

    python -m tools.hypotheses           print them
    python -m tools.hypotheses --write   write them into docs/analysis.md

One FEU to Jebel Ali with the scenario sailing of Gwadar. First the hypotheses: from places whose
best way leads by Torkham, by Chaman or through Iran, today and with everything open, and with the
published incentives. "Behind" is Gwadar less the better of Karachi and Port Qasim in generalised
cost, split into dollars at the port, at sea and on land. Then what the comparisons of some places
say of the ways outside, of how sure they are, of the value of time and of what to find out first;
hinterlands by people; months.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from corridor import Planner
from corridor.analysis.ports.case import OUTSIDE, Question, market_ids, port_ids
from corridor.analysis.ports.comparison import Standing
from corridor.analysis.ports.study import Depth, Study, study
from corridor.engine import RouteEngine
from corridor.model.query import PORTS, Query
from corridor.report.document.catchment import HinterlandsRecord
from corridor.report.document.comparison import ComparisonRecord, StudyRecord
from corridor.report.tables.comparison_rows import fork_lines, month_runs
from corridor.tables.overlays.scenario_files import scenario

PAGE = Path(__file__).parents[1] / "docs" / "analysis.md"
READY = datetime(2026, 12, 1, 8)
MARKET = "Jebel Ali"
# The share of samples from which a winner is named.
NAMED = 0.8
SAILING = "gwadar_jebel_ali"
GWADAR = "gwadar_port"
COAST = ("karachi_port", "port_qasim")
HEAD = (
    "from", "way to Karachi's coast", "way to Gwadar", "Gwadar behind, USD", "of it at the port",
    "at sea", "on land", "days", "Karachi's coast", "on estimates",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of the table: where from, what is opened or laid over today."""

    place: str
    opened: tuple[str, ...] = ()
    laid: str = ""

    @property
    def name(self) -> str:
        """As the first cell shows it."""
        said = [*(f"{o} open" for o in self.opened), self.laid.replace("all-open", "all open")]
        told = ", ".join(s for s in said if s)
        return f"{self.place} ({told})" if told else f"{self.place} (today)"


LINES = (
    Asked("Kabul", ("torkham",)),
    Asked("Kabul", laid="all-open"),
    Asked("Termez", laid="all-open"),
    Asked("Kandahar", ("chaman",)),
    Asked("Herat", laid="all-open"),
    Asked("Kandahar"),
    Asked("Herat"),
    Asked("Tashkent"),
    Asked("Almaty"),
    Asked("Minsk"),
    Asked("Kandahar", ("chaman",), "gwadar-incentives"),
    Asked("Kandahar", laid="gwadar-incentives"),
    Asked("Minsk", laid="gwadar-incentives"),
)

PLACES = ("Minsk", "Almaty", "Tashkent", "Kandahar", "Kabul", "Quetta")
TURNED: tuple[tuple[str, tuple[str, ...]], ...] = (("Tashkent", ()), ("Kandahar", ("chaman",)))
MONTHS = ("Tashkent", "Kandahar")


def row(engine: RouteEngine, asked: Asked) -> tuple[str, ...]:
    """One line of the table."""
    query = Query(origin="", destination="", depart=READY, open=(*asked.opened, SAILING))
    ports = port_ids(engine, PORTS)
    question = Question(query, ports, market_ids(engine, [MARKET]), basket=False)
    found = study(engine, question, asked.place, Depth(checked=0))
    standings = {s.port: s for s in found.worked.comparison.standings}
    ours = min((standings[p] for p in COAST), key=lambda s: s.value)
    theirs = standings[GWADAR]
    chances = {p.port: p.best for p in found.chance.ports} if found.chance else {}
    parts = (_usd(theirs, n) - _usd(ours, n) for n in ("port", "sea", "land"))
    return (
        asked.name,
        _way(found, ours.port),
        _way(found, GWADAR),
        f"{(theirs.value - ours.value) / 100:,.0f}",
        *(f"{p:+,.0f}" for p in parts),
        f"{(theirs.time_min - ours.time_min) / 1440:+.1f}",
        f"{sum(chances.get(p, 0.0) for p in COAST):.0%}",
        f"{found.verdict.estimate_share:.0%}",
    )


def _usd(standing: Standing, name: str) -> float:
    return next(p.cost_cents for p in standing.parts if p.name == name) / 100


def _way(found: Study, port: str) -> str:
    (market,) = found.worked.comparison.common
    return ", ".join(b.name for b in found.worked.comparison.lane(port, market).chosen.borders)


@dataclass(frozen=True, slots=True)
class _Line:
    """The figures of a line: dollars, days, and the share of Karachi's coast."""

    name: str
    behind: float
    port: float
    sea: float
    land: float
    days: float
    share: float

    @classmethod
    def of(cls, cells: Sequence[str]) -> _Line:
        """Read back what a line of the table says."""
        behind, port, sea, land, days = (float(c.replace(",", "")) for c in cells[3:8])
        return cls(cells[0], behind, port, sea, land, days, float(cells[8].rstrip("%")) / 100)

    @property
    def told(self) -> str:
        """In words."""
        where = "behind" if self.behind > 0 else "ahead"
        slower = "slower" if self.days > 0 else "faster"
        return (
            f"from {self.name} Gwadar is {abs(self.behind):,.0f} USD {where} and"
            f" {abs(self.days):.1f} days {slower}, and Karachi's coast is best in"
            f" {self.share:.0%} of the samples: port {self.port:+,.0f}, sea {self.sea:+,.0f},"
            f" land {self.land:+,.0f} USD"
        )


class Told:
    """The blocks of the page, each made once."""

    def __init__(self) -> None:
        """Load the shipped tables and graph."""
        self.engine = RouteEngine.load()
        self.planner = Planner(self.engine)

    @cached_property
    def lines(self) -> list[tuple[Asked, tuple[str, ...]]]:
        """The lines of the hypotheses."""
        engine = self.engine
        over: dict[str, RouteEngine] = {"": engine}
        for asked in LINES:
            if asked.laid not in over:
                over[asked.laid] = engine.with_overlay(scenario(asked.laid))
        return [(asked, row(over[asked.laid], asked)) for asked in LINES]

    @cached_property
    def compared(self) -> ComparisonRecord:
        """The comparisons of today."""
        found = self.planner.compare(PLACES, market=MARKET, depart=f"{READY}", open=[SAILING])
        return found.record

    @property
    def studies(self) -> list[tuple[str, StudyRecord]]:
        """Each place with what is known of it."""
        return [(p.place.name, p.fuller) for p in self.compared.places]

    def hypotheses(self) -> Iterable[str]:
        """The table of the hypotheses."""
        return _table(HEAD, [cells for _, cells in self.lines])

    def judged(self) -> Iterable[str]:
        """What the table says of each hypothesis, by rules that the page tells."""
        lines = {asked.name: _Line.of(cells) for asked, cells in self.lines}
        by_torkham = lines["Kabul (torkham open)"]
        by_chaman = lines["Kandahar (chaman open)"]
        by_iran = [lines[f"{p} (today)"] for p in ("Kandahar", "Tashkent", "Almaty", "Minsk")]
        yield (
            "1. **Karachi for what goes through Torkham: "
            f"{'confirmed' if by_torkham.share >= NAMED else 'not confirmed'}.** Seen {by_torkham.told}."
        )
        ahead = all(x.behind < 0 for x in by_iran)
        sure = all(x.share <= 1 - NAMED for x in by_iran)
        iran = "confirmed" if ahead and sure else "open" if ahead else "refuted"
        chaman = "confirmed" if by_chaman.share <= 1 - NAMED else "refuted"
        least, most = (f(by_iran, key=lambda x: x.behind) for f in (min, max))
        yield (
            f"2. **Gwadar is near only for what comes by Chaman or Iran: by Chaman {chaman}, by Iran "
            f"{iran}.** By Chaman: {by_chaman.told}. By Iran, at the best {least.told}; at the "
            f"worst {most.told}."
        )
        every = lines.values()
        parts = []
        for name in ("port", "sea", "land"):
            found = [getattr(x, name) for x in every]
            cheaper, dearer = all(x < 0 for x in found), all(x > 0 for x in found)
            word = "cheaper" if cheaper else "more expensive" if dearer else "both"
            where = "at the port" if name == "port" else "at sea" if name == "sea" else "on land"
            parts.append(f"{where} {word} ({min(found):+,.0f} to {max(found):+,.0f} USD)")
        right = [p.split(" (")[0] for p in parts] == [
            "at the port cheaper",
            "at sea more expensive",
            "on land more expensive",
        ]
        yield (
            "3. **Gwadar is cheaper inside the port and more expensive outside it: "
            f"{'confirmed' if right else 'refuted as a rule'}.** Over all lines {'; '.join(parts)}."
        )

    def outside(self) -> Iterable[str]:
        """The best way outside the candidates, as asked and without what sanctions lists name."""
        names, rows = self.compared.names, []
        for place, known in self.studies:
            for way in known.outside or ():
                lists = f"without {', '.join(way.lists)} lists" if way.lists else "as asked"
                ahead = "" if way.ahead_by is None else f"{way.ahead_by:+,.0f}"
                best = "" if way.best is None else f"{way.best:.0%}"
                ports = ", ".join(dict.fromkeys(p.name for p in way.ports)) or way.note
                rows.append((place, lists, ports, ahead, names.get(way.against, ""), best))
        head = ("from", "asked", "best outside", "ahead by, USD", "of", "best of all in")
        yield from _table(head, rows)

    def sure(self) -> Iterable[str]:
        """Who is ahead, by how much, and in what share of the samples; what is one comparison."""
        names, rows = self.compared.names, []
        for place, known in self.studies:
            said, found = known.verdict, known.chance
            lead = found.lead if found else None
            rows.append(
                (
                    place,
                    names.get(said.first, ""),
                    names.get(said.second, ""),
                    f"{said.ahead_by:,.0f}",
                    f"{lead.p10:,.0f} to {lead.p90:,.0f}" if lead else "",
                    "" if said.probability is None else f"{said.probability:.0%}",
                    names[said.winner] if said.winner else "no",
                    f"{said.estimate_share:.0%}",
                )
            )
        head = (
            "from", "ahead", "of", "by, USD", "P10 to P90", "in of samples", "named", "on estimates",
        )  # fmt: skip
        yield from _table(head, rows)
        for line in fork_lines(self.compared):
            yield from ("", line)

    def value_of_time(self) -> Iterable[str]:
        """Which port is ahead at which value of an hour."""
        names, rows = self.compared.names, []
        for place, known in self.studies:
            ends = [
                f"{names[s.port]} {s.low_usd_per_h:,.2f} to {s.high_usd_per_h:,.2f}"
                for s in known.value_curve or ()
            ]
            rows.append((place, "; ".join(ends)))
        yield from _table(("from", "ahead, at USD an hour"), rows)

    def information(self) -> Iterable[str]:
        """Which figures to find out first, and the break-evens of one place."""
        rows = []
        for place, known in self.studies:
            if (found := known.chance) is None:
                continue
            first = [
                f"{w.figure} {w.value:,.0f}"
                for w in (found.worth_knowing or ())[:3]
                if w.value >= 1
            ]
            every = found.perfect_information or 0.0
            rows.append((place, f"{every:,.0f}", "; ".join(first) or "nothing"))
        yield from _table(("from", "knowing all, USD", "of it single figures"), rows)

    def break_evens(self) -> Iterable[str]:
        """At what figures the order turns."""
        rows = []
        for place, opened in TURNED:
            found = self.planner.breakeven(
                place,
                ports=PORTS,
                market=MARKET,
                depart=f"{READY}",
                open=[*opened, SAILING],
            ).record
            names = found.names
            for flip in found.places[0].fuller.break_evens:
                name = ", ".join((place, *(f"{o} open" for o in opened)))
                if flip.value is None or flip.factor is None:
                    rows.append((name, flip.label, "nothing turns", "", ""))
                    continue
                ends = f"{flip.base:,.2f} to {flip.value:,.2f} {flip.unit}"
                rows.append(
                    (name, flip.label, f"{flip.factor:.3g}", ends, names[flip.ahead_beyond])
                )
        yield from _table(("from", "figure", "times", "from its typical", "then ahead"), rows)

    def hinterlands(self) -> Iterable[str]:
        """People and places by the port ahead: of the candidates, and of all."""
        found = self.planner.catchment(
            under=("all-open",), ports=PORTS, market=MARKET, depart=f"{READY}", open=[SAILING]
        ).record
        names = {**found.names, OUTSIDE: "outside these ports", "": "none reached"}
        rows = [r for column in found.assumptions for r in _catchment(column, names)]
        yield from _table(("assumed", "ahead", "of", "places", "of the people"), rows)

    def months(self) -> Iterable[str]:
        """Who is ahead by month and scenario, from some places."""
        for place in MONTHS:
            found = self.planner.compare(
                [place],
                market=MARKET,
                depart=f"{READY}",
                open=[SAILING],
                samples=0,
                months=True,
            ).record
            table = month_runs(found.places[0].fuller, found.names, found.question.measure)
            rows = [(place, *(str(c) for c in cells)) for cells in table.rows]
            yield from _table(("from", *table.header), rows) if place == MONTHS[0] else _body(rows)

    @property
    def blocks(self) -> dict[str, Callable[[], Iterable[str]]]:
        """What stands between the marks of the page, by name."""
        return {
            "hypotheses": self.hypotheses,
            "judged": self.judged,
            "outside": self.outside,
            "sure": self.sure,
            "value-of-time": self.value_of_time,
            "information": self.information,
            "break-evens": self.break_evens,
            "hinterlands": self.hinterlands,
            "months": self.months,
        }


def _catchment(column: HinterlandsRecord, names: dict[str, str]) -> list[tuple[str, ...]]:
    """Places and people by the candidate ahead, then by what is ahead of all."""
    whole = sum(p.weight or 0.0 for p in column.places)
    rows: list[tuple[str, ...]] = []
    for of in ("the candidates", "all"):
        counted: dict[str, list[float]] = {}
        for place in column.places:
            first = place.values[0].port if place.values else ""
            counted.setdefault(place.best if of == "all" else first, []).append(place.weight or 0.0)
        for port, weights in sorted(counted.items(), key=lambda c: -sum(c[1])):
            share = f"{sum(weights) / whole:.0%}"
            rows.append((column.name, names[port], of, str(len(weights)), share))
    return rows


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(head)} |", "|" + "---|" * len(head), *_body(rows)]


def _body(rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in rows]


def page(text: str, name: str, lines: Iterable[str]) -> str:
    """
    A page with fresh lines between the marks of a block.

    Raises
    ------
    ValueError
        If the marks are not there exactly once, in order.
    """
    start, end = f"<!-- {name}:start -->", f"<!-- {name}:end -->"
    parts = re.findall(f"{start}.*?{end}", text, flags=re.DOTALL)
    if len(parts) != 1 or text.count(start) != 1 or text.count(end) != 1:
        raise ValueError(f"{PAGE.name} must hold {start} and {end} once each")
    return text.replace(parts[0], "\n".join((start, *lines, end)))


def main(args: Sequence[str]) -> int:
    """Print the blocks, or write them into the page."""
    if list(args) not in ([], ["--write"]):
        print("usage: python -m tools.hypotheses [--write]", file=sys.stderr)
        return 2
    text = PAGE.read_text(encoding="utf-8")
    for name, block in Told().blocks.items():
        lines = list(block())
        text = page(text, name, lines)
        if not args:
            print("\n".join((f"{name}:", *lines, "")), flush=True)
    if args:
        PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
