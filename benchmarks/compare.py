"""
How long a comparison takes on a warm planner: 10,000 samples, three ports, one market or four.

    python -m benchmarks.compare [--out figures.json]

The planner is loaded once and each question asked once unmeasured, so that links are priced and
the deviations of their figures drawn, as for a second question of the same consignment. Then:

- `samples alone`: 10,000 samples of every way of the choice sets, shares, percentiles, drivers;
  two seconds are the most that they should take;
- `one port set`: all that `corridor compare` works out for the ports served today: best ways by
  five objectives, choice sets, differences, samples, the check of 20 samples on the whole
  network, the verdict and the tornado;
- `with scenario sailings`: the same with the second part, in which Gwadar has a service;
- `one route answer`: `corridor route` from the same place, the yardstick of the ratios.

Each is the median of three runs in turn; wall and processor time are both shown, on a busy
machine the second is the fairer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from statistics import median
from typing import Any

from benchmarks.common import DEPART, out_file, show
from benchmarks.solvers import measured
from corridor.analysis.ports.case import Question, market_ids, port_ids
from corridor.analysis.ports.chance import chance
from corridor.analysis.ports.study import Depth, Study, served, study
from corridor.engine import RouteEngine
from corridor.model.objective import Objective
from corridor.model.query import BASKET, PORTS, Query

PLACES = ("Kandahar", "Minsk")
MARKETS = {"Jebel Ali": BASKET[:1], "four markets": BASKET}
ROUNDS = 3
READY = datetime.fromisoformat(f"{DEPART}T08:00")
YARDSTICK = "one route answer"


def questions(
    engine: RouteEngine, place: str, markets: tuple[str, ...]
) -> dict[str, Callable[[], Any]]:
    """What is measured of one place."""
    asked = Question(
        Query(origin="", destination="", depart=READY),
        port_ids(engine, PORTS),
        market_ids(engine, markets),
        basket=len(markets) > 1,
    )
    depth = Depth()
    plain = study(engine, asked, place, depth)

    def whole() -> tuple[Study, Study | None]:
        found = study(engine, asked, place, depth)
        return found, served(engine, found, place, depth)

    route = Query(origin=place, destination="Karachi", depart=READY)
    return {
        YARDSTICK: partial(engine.ask, route),
        "samples alone": partial(
            chance, plain.worked, Objective.GENERALISED, samples=depth.samples, seed=1, checked=0
        ),
        "one port set": partial(study, engine, asked, place, depth),
        "with scenario sailings": whole,
    }


def main() -> None:
    out = out_file("Warm comparisons of ports beside a warm route answer.")
    engine = RouteEngine.load()
    rows = [("question", "wall median s", "processor median s", "ratio")]
    figures: dict[str, Any] = {}
    for place in PLACES:
        for name, markets in MARKETS.items():
            acts = questions(engine, place, markets)
            times: dict[str, list[tuple[float, float]]] = {what: [] for what in acts}
            for turn in range(ROUNDS + 1):
                for what, act in acts.items():
                    wall, own, _ = measured(act)
                    if turn:
                        times[what].append((wall / 1000, own / 1000))
            yardstick = median(own for _, own in times[YARDSTICK])
            for what, found in times.items():
                wall, own = (median(v[side] for v in found) for side in (0, 1))
                ratio = own / yardstick
                label = f"{place}, {name}: {what}"
                rows.append((label, f"{wall:.3f}", f"{own:.3f}", f"{ratio:.0f}"))
                figures[label] = {"wall_s": wall, "processor_s": own, "ratio": ratio}
    show(f"10,000 samples, three ports; median of {ROUNDS}", rows, figures, out)


if __name__ == "__main__":
    main()
