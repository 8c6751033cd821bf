"""
The figures of docs/analysis.md that decide its hypotheses, as a table of Markdown.

    python -m tools.hypotheses

One FEU to Jebel Ali with the scenario sailing of Gwadar, from places whose best way leads by
Torkham, by Chaman or through Iran, today and with everything open, and with the published
incentives. "Behind" is Gwadar less the better of Karachi and Port Qasim in generalised cost,
split into dollars at the port, at sea and on land.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from corridor.analysis.ports.case import Question, market_ids, port_ids
from corridor.analysis.ports.comparison import Standing
from corridor.analysis.ports.study import Depth, Study, study
from corridor.engine import RouteEngine
from corridor.model.query import PORTS, Query
from corridor.tables.overlays.scenario_files import scenario

READY = datetime(2026, 12, 1, 8)
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


def row(engine: RouteEngine, asked: Asked) -> tuple[str, ...]:
    """One line of the table."""
    query = Query(origin="", destination="", depart=READY, open=(*asked.opened, SAILING))
    ports = port_ids(engine, PORTS)
    question = Question(query, ports, market_ids(engine, ["Jebel Ali"]), basket=False)
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


def main() -> None:
    """Print the table."""
    engine = RouteEngine.load()
    over: dict[str, RouteEngine] = {"": engine}
    print(f"| {' | '.join(HEAD)} |")
    print("|" + "---|" * len(HEAD))
    for asked in LINES:
        if asked.laid not in over:
            over[asked.laid] = engine.with_overlay(scenario(asked.laid))
        print(f"| {' | '.join(row(over[asked.laid], asked))} |", flush=True)


if __name__ == "__main__":
    main()
