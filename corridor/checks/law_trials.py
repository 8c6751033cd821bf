"""
Laws that compare two questions, of which one offers no more than the other.

A trial draws a question and makes a second one of it by an option that only takes away, only
adds, or makes dearer. Figures are judged as they are compared, so a way that leaves a country
and comes back counts as it does everywhere. A trial in which one of the two has no answer
proves nothing and is counted apart; an answer out of fewer choices where more have none
breaks the law.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from corridor.checks.law_draw import Draw
from corridor.engine import RouteEngine
from corridor.errors import CorridorError
from corridor.model.consignment import UNITS
from corridor.model.mode import MODES
from corridor.model.objective import OBJECTIVES, Objective
from corridor.model.query import Query
from corridor.model.scenario import Overlay, Scale
from corridor.planning.links.search_graph import SearchGraph
from corridor.planning.search.alternatives import key_of
from corridor.planning.search.compared import Value, come_back_to, compared
from corridor.planning.search.pareto import front
from corridor.planning.search.path import Path as Way

_DANGEROUS = ("hazardous:3", "hazardous:8", "hazardous:9", "hazardous:2.1", "hazardous:6.1")
# Figures that may be made dearer or slower, by the objectives in which that shows, and a factor.
_DEARER = (
    ("road_rate", 1.3),
    ("rail_rate", 1.3),
    ("border_cost", 1.5),
    ("border_fees", 1.5),
    ("port_charges", 1.5),
    ("terminal_cost", 1.5),
    ("sea_rate", 1.3),
)
_SLOWER = (
    ("road_speed", 0.8),
    ("rail_speed", 0.8),
    ("border_hours", 1.5),
    ("terminal_hours", 1.5),
    ("sea_days", 1.3),
)
_LATER_H = (1, 7, 24, 60, 24 * 9)
# A loose limit as a share of what the best way takes; a tight one between the least and that.
_LOOSE, _TIGHT = (1.0, 1.1, 1.4), (0.02, 0.5, 0.97)


@dataclass(frozen=True, slots=True)
class Best:
    """The best way of a question: its compared objective, own minutes and cents, start included."""

    objective: Value
    minutes: int
    cents: int
    items: int
    crossings: tuple[str, ...]
    countries: tuple[str, ...]
    comes_back: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """
    One trial of a law.

    `answered` says whether both questions have an answer, `differs` whether the answers were
    told apart; `fine` is False where the law is broken, and `described` says how.
    """

    law: str
    option: str
    unit: str
    answered: bool
    differs: bool
    fine: bool
    described: str


class Asker:
    """Asks for the best way alone, without alternatives, bills and papers."""

    def __init__(self, engine: RouteEngine) -> None:
        """Keep the planner, and one more for every set of figures made worse."""
        self.engine = engine
        self._scaled: dict[Scale, RouteEngine] = {}
        self._known: dict[tuple[Query, int], Best | None] = {}

    def scaled(self, scale: Scale) -> RouteEngine:
        """The planner with one figure multiplied."""
        if scale not in self._scaled:
            overlay = Overlay(name="law", title=str(scale), origin="options", scales=(scale,))
            self._scaled[scale] = self.engine.with_overlay(overlay)
        return self._scaled[scale]

    def best(self, query: Query, engine: RouteEngine | None = None) -> Best | None:
        """The best way of a question, None where there is none or the question is refused."""
        asked = engine or self.engine
        key = (query, id(asked))  # it and the scaled ones stay, so that an id stays its own
        if key not in self._known:
            self._known[key] = self._solved(query, asked)
        return self._known[key]

    def _solved(self, query: Query, asked: RouteEngine) -> Best | None:
        try:
            planning = asked.planning(query)
            network = planning.graph()
            solver = planning.solver(network)
            found = solver.best(query.objective)
        except CorridorError:
            return None
        if found is None:
            return None
        key = key_of(network, found)
        items = sum(len(network.items(link)) for link in found.links)
        return Best(
            solver.value(found),
            found.minutes,
            found.cents + solver.start_cents,
            items,
            key.crossings,
            key.countries,
            bool(come_back_to(network, found)),
        )

    def points(self, query: Query) -> list[tuple[Value, Value]] | None:
        """Minutes and cents of the front as they are compared, None where there is no way."""
        try:
            planning = self.engine.planning(query)
            network = planning.graph()
            found = front(network, planning.solver(network).keeps)
        except CorridorError:
            return None
        return [_compared(network, f) for f in found] or None


def rank(objective: Objective, value: Value) -> Value:
    """An objective without the digits that only break ties; generalised cost has none."""
    return value if objective == Objective.GENERALISED else value // objective.parts


class Trials:
    """Draws trials of every law in turn."""

    def __init__(self, engine: RouteEngine, draw: Draw) -> None:
        """Keep what is asked and drawn from."""
        self.asker, self.draw = Asker(engine), draw
        self._narrower = {
            "--modes": self._fewer_modes,
            "--avoid": self._avoiding,
            "--close": self._closing,
            "--only-countries": self._countries,
            "--max-days": self._days,
            "--max-cost": self._dollars,
            "--max-transfers": self._transfers,
            "--via": self._one_via,
            "--open": self._opening,
        }

    @cached_property
    def kinds(self) -> dict[str, Callable[[str], Trial]]:
        """What draws a trial for a unit, by the option or the law that it tries."""
        return {
            **{option: self._by_option(option) for option in self._narrower},
            "--cargo": self._dangerous,
            "--weight": self._heavier,
            "--scale": self._worse_figure,
            "--depart": self._later,
            "--count": self._more_units,
            "front": self._front,
        }

    def run(self, count: int) -> Iterator[Trial]:
        """So many trials; kinds and units come round in turn, so that each gets its share."""
        kinds = list(self.kinds.values())
        for number in range(count):
            # Kinds and the seven units have no common divisor, so every pair of them comes round.
            yield kinds[number % len(kinds)](UNITS[number % len(UNITS)])

    # Options that take away, or add -----------------------------------------------------

    def _by_option(self, option: str) -> Callable[[str], Trial]:
        law = "adding never worsens" if option == "--open" else "taking away never improves"
        return lambda unit: self._compared(law, option, unit, *self._narrower[option](unit))

    def _compared(self, law: str, option: str, unit: str, wide: Query, narrow: Query) -> Trial:
        more, less = self.asker.best(wide), self.asker.best(narrow)
        where = f"{described(narrow)} against {described(wide)}"
        if more is None or less is None:
            return Trial(law, option, unit, False, False, more is not None or less is None, where)
        differs = more.objective != less.objective
        where += f": {less.objective} and {more.objective}"
        return Trial(law, option, unit, True, differs, more.objective <= less.objective, where)

    def _fewer_modes(self, unit: str) -> tuple[Query, Query]:
        query = replace(self.draw.query(unit), rail_service="")
        return query, replace(query, modes=self.draw.modes(unit, query.modes))

    def _used(self, query: Query) -> list[str]:
        """Crossings of the best way: taking one of them away tells more than any other."""
        found = self.asker.best(query)
        return [] if found is None else sorted(set(found.crossings))

    def _avoiding(self, unit: str) -> tuple[Query, Query]:
        query, draw = self.draw.query(unit), self.draw.random
        choices = (
            (draw.choice(self._used(query) or self.draw.crossings),),
            (draw.choice(self.draw.countries),),
            tuple(draw.sample(self.draw.ports, 2)),
        )
        return query, replace(query, avoid=draw.choice(choices))

    def _closing(self, unit: str) -> tuple[Query, Query]:
        query, draw = self.draw.query(unit), self.draw.random
        choices = (
            (draw.choice(self._used(query) or self.draw.crossings),),
            tuple(draw.sample(self.draw.crossings, 4)),
            (draw.choice(("hormuz", "suez", "bab-el-mandeb", "volga")),),
        )
        return query, replace(query, close=draw.choice(choices))

    def _countries(self, unit: str) -> tuple[Query, Query]:
        query, draw = self.draw.query(unit), self.draw.random
        found = self.asker.best(query)
        passed = [] if found is None else list(found.countries)
        left_out = set(draw.sample(self.draw.countries, 4))
        if len(passed) > 2 and draw.random() < 0.7:
            left_out.add(draw.choice(passed[1:-1]))
        left_out -= {*passed[:1], *passed[-1:]}
        kept = tuple(c for c in self.draw.countries if c not in left_out)
        return query, replace(query, only_countries=kept)

    def _days(self, unit: str) -> tuple[Query, Query]:
        query = self._limited(unit, Objective.TIME)
        asked, least = self._beside(query, Objective.TIME)
        loose, tight = (m / 1440 + 1e-6 for m in self._limits(asked.minutes, least.minutes))
        return replace(query, max_days=loose), replace(query, max_days=tight)

    def _dollars(self, unit: str) -> tuple[Query, Query]:
        query = self._limited(unit, Objective.COST)
        asked, least = self._beside(query, Objective.COST)
        loose, tight = (c / 100 for c in self._limits(asked.cents, least.cents))
        return replace(query, max_cost_usd=loose), replace(query, max_cost_usd=tight)

    def _limited(self, unit: str, objective: Objective) -> Query:
        """A question whose best way may break a limit, so not by the objective that is limited."""
        query = self.draw.query(unit)
        while query.objective == objective:
            query = replace(query, objective=self.draw.random.choice(OBJECTIVES))
        return query

    def _beside(self, query: Query, objective: Objective) -> tuple[Best, Best]:
        """The best way as asked, and the one that uses least of what will be limited."""
        found = self.asker.best(query), self.asker.best(replace(query, objective=objective))
        asked, least = (f or Best(0, 14_400, 100_000, 0, (), (), False) for f in found)
        return asked, least

    def _limits(self, used: int, least: int) -> tuple[float, float]:
        """A limit that may be broken by the best way, and a tighter one that some way keeps."""
        loose = used * self.draw.random.choice(_LOOSE)
        return loose, least + (used - least) * self.draw.random.choice(_TIGHT)

    def _transfers(self, unit: str) -> tuple[Query, Query]:
        query, most = self._limited(unit, Objective.COST), self.draw.random.randrange(1, 5)
        return replace(query, max_transfers=most), replace(query, max_transfers=most - 1)

    def _one_via(self, unit: str) -> tuple[Query, Query]:
        query, draw = self.draw.query(unit), self.draw.random
        more = draw.choice((*self._used(query), self._town(unit), self._town(unit)))
        if draw.random() < 0.3:
            query = replace(query, via=(self._town(unit),))
        return query, replace(query, via=(*query.via, more))

    def _town(self, unit: str) -> str:
        while True:
            place = self.draw.end(unit)[0]
            if "," not in place:
                return place

    def _opening(self, unit: str) -> tuple[Query, Query]:
        query, draw = self.draw.query(unit), self.draw.random
        some = tuple(draw.sample(self.draw.shut, draw.choice((1, 3, len(self.draw.shut)))))
        return replace(query, open=some), query

    # The load and the figures -----------------------------------------------------------

    def _judged(
        self, law: str, option: str, pair: tuple[Query, Query], engine: RouteEngine
    ) -> Trial:
        """A load or figures that are worse may not have the better objective, ties aside."""
        easy, hard = pair
        one, other = self.asker.best(easy), self.asker.best(hard, engine)
        unit = hard.consignment.unit
        where = f"{described(hard)} against {described(easy)}"
        if one is None or other is None:
            return Trial(law, option, unit, False, False, one is not None or other is None, where)
        ranks = [rank(easy.objective, b.objective) for b in (one, other)]
        starts = easy.objective in (Objective.COST, Objective.GENERALISED)
        fine = ranks[0] <= ranks[1] and not (
            starts and ranks[0] == ranks[1] and one.cents > other.cents
        )
        where += f": {ranks[1]} and {ranks[0]}"
        return Trial(law, option, unit, True, ranks[0] != ranks[1], fine, where)

    def _dangerous(self, unit: str) -> Trial:
        query = self.draw.query(unit)
        load = replace(query.consignment, cargo=self.draw.random.choice(_DANGEROUS))
        pair = query, replace(query, consignment=load)
        return self._judged("dangerous is never better than general", "--cargo", pair, self._same)

    @property
    def _same(self) -> RouteEngine:
        return self.asker.engine

    def _heavier(self, unit: str) -> Trial:
        query, row = self.draw.query(unit), self.draw.dataset.unit[unit]
        weights_t = sorted(
            round(self.draw.random.uniform(row.tare_t + 0.5, row.max_gross_t), 1) for _ in range(2)
        )
        objective = self.draw.random.choice(
            (Objective.COST, Objective.COST, Objective.GENERALISED, Objective.CO2)
        )
        query = replace(query, objective=objective)
        light, heavy = (
            replace(query, consignment=replace(query.consignment, gross_weight_t=t))
            for t in weights_t
        )
        return self._judged("heavier is never cheaper", "--weight", (light, heavy), self._same)

    def _worse_figure(self, unit: str) -> Trial:
        draw = self.draw.random
        objective = draw.choice(
            (Objective.COST, Objective.GENERALISED, Objective.TIME, Objective.P90_TIME)
        )
        query = replace(self.draw.query(unit), objective=objective)
        scale = Scale(
            *draw.choice(_DEARER if objective == Objective.COST else (*_DEARER, *_SLOWER))
        )
        if objective in (Objective.TIME, Objective.P90_TIME):
            scale = Scale(*draw.choice(_SLOWER))
        worse = self.asker.scaled(scale)
        law, option = "a more expensive or slower figure never improves", f"--scale {scale.target}"
        return self._judged(law, option, (query, query), worse)

    def _later(self, unit: str) -> Trial:
        query = replace(self.draw.query(unit), objective=Objective.TIME)
        hours = self.draw.random.choice(_LATER_H)
        later = replace(query, depart=query.depart + timedelta(hours=hours))
        law = "leaving later never arrives earlier"
        one, other = self.asker.best(query), self.asker.best(later)
        where = f"{described(query)}, {hours} h later"
        if one is None or other is None:
            return Trial(law, "--depart", unit, False, False, True, where)
        # Whoever leaves later may choose a way that comes back to a country for having to wait
        # less before it; the earlier one, who counts the waiting 1.25 times, may not.
        fine = one.minutes <= other.minutes + hours * 60 or other.comes_back
        where += f": {one.minutes} and {other.minutes} min"
        return Trial(law, "--depart", unit, True, one.minutes != other.minutes, fine, where)

    def _more_units(self, unit: str) -> Trial:
        query = replace(self.draw.query(unit), objective=Objective.COST)
        count = self.draw.random.choice((2, 3, 5, 20))
        found = [
            self.asker.best(replace(query, consignment=replace(query.consignment, count=n)))
            for n in (1, count, count + 1)
        ]
        law, where = "n units cost at most n times one", f"{described(query)}, {count} units"
        if any(f is None for f in found):
            fine = all(f is None for f in found) or found[0] is not None
            return Trial(law, "--count", unit, False, False, fine, where)
        one, many, more = (f.cents for f in found if f is not None)
        where += f": {one}, {many}, {more} cents"
        # Each item of a bill is rounded to a whole cent by itself.
        cents = max(f.items for f in found if f is not None) * (count + 1) / 2
        fine = many <= count * one + cents and many <= more
        return Trial(law, "--count", unit, True, many != more, fine, where)

    # The front --------------------------------------------------------------------------

    def _front(self, unit: str) -> Trial:
        option = self.draw.random.choice(("--modes", "--avoid", "--close", "--only-countries"))
        wide, narrow = self._narrower[option](unit)
        more, less = self.asker.points(wide), self.asker.points(narrow)
        law = "each point of a narrower front is matched"
        where = f"{described(narrow)} against {described(wide)}"
        if more is None or less is None:
            return Trial(law, option, unit, False, False, more is not None or less is None, where)
        lost = [p for p in less if not any(m[0] <= p[0] and m[1] <= p[1] for m in more)]
        where += f": {lost[:2]}"
        return Trial(law, option, unit, True, more != less, not lost, where)


def described(query: Query) -> str:
    """A question as it would be typed."""
    load = query.consignment
    words = [
        query.origin,
        query.destination,
        f"--unit {load.unit}",
        f"--depart {query.depart:%Y-%m-%dT%H:%M}",
    ]
    words.append(f"--objective {query.objective}")
    if query.modes != MODES:
        words.append(f"--modes {','.join(query.modes)}")
    for option, values in (
        ("--via", query.via),
        ("--avoid", query.avoid),
        ("--close", query.close),
        ("--open", query.open),
        ("--only-countries", query.only_countries),
    ):
        words += [f"{option} {v}" for v in values[:6]]
    for option, limit in (
        ("--max-days", query.max_days),
        ("--max-cost", query.max_cost_usd),
        ("--max-transfers", query.max_transfers),
    ):
        if limit is not None:
            words.append(f"{option} {limit:.6g}")
    words += [f"--service {s}" for s in (query.crew, query.rail_service) if s]
    if load.cargo != "general":
        words.append(f"--cargo {load.cargo}")
    if load.gross_weight_t is not None:
        words.append(f"--weight {load.gross_weight_t:g}")
    return " ".join(words)


def _compared(network: SearchGraph, found: Way) -> tuple[Value, Value]:
    """Minutes and cents of a way as they compare."""
    return (
        compared(network, found, found.minutes, 0),
        compared(network, found, found.cents, network.start_cents),
    )
