"""Questions that the tests of the analysis share, solved once."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from corridor.analysis.ports.case import Question, market_ids, port_ids
from corridor.analysis.ports.comparison import Worked, compare
from corridor.model.objective import Objective
from corridor.model.query import Query
from tests.real import engine

DAY_QUERY = Query(origin="Termez", destination="Karachi", depart=datetime(2026, 12, 1, 8))
PORTS = ("karachi", "port_qasim", "gwadar")


def question(
    markets: tuple[str, ...] = ("Jebel Ali",),
    opened: tuple[str, ...] = ("torkham", "chaman", "gwadar_jebel_ali"),
    *,
    ports: tuple[str, ...] = PORTS,
    inward: bool = False,
    objective: Objective = Objective.GENERALISED,
) -> Question:
    """Goods to a market with the Afghan crossings and Gwadar's scenario sailing open."""
    query = Query(
        origin="",
        destination="",
        depart=datetime(2026, 12, 1, 8),
        open=opened,
        objective=objective,
    )
    return Question(
        query, port_ids(engine(), ports), market_ids(engine(), markets), len(markets) > 1, inward
    )


@cache
def worked(place: str = "Kandahar") -> Worked:
    """A place solved to Jebel Ali."""
    return compare(engine(), question(), place)
