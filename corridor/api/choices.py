"""Results of the questions about choices under way and under scenarios."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from corridor.api.result import Result
from corridor.errors import InputError, shown
from corridor.report.document.choice.plan_b import PlanBRecord, messages_of_plan, plan_b_record
from corridor.report.document.choice.regret import RegretRecord, regret_record
from corridor.report.document.parts.said import saved

if TYPE_CHECKING:
    import pandas as pd

    from corridor.analysis.choice.plan_b import Supposed
    from corridor.engine import RouteEngine
    from corridor.model.query import Query
    from corridor.report.document.answer import AnswerRecord


class PlanB(Result[PlanBRecord]):
    """
    What becomes of the goods if something shuts while they are under way.

    Attributes
    ----------
    record
        Every figure, typed: `record.way`, `record.set_out`, `record.last`, `record.turns` ...
    """

    @cached_property
    def text(self) -> str:
        """What the command prints on a page of 80 columns."""
        return self.to_text()

    def to_text(self, *, width: int = 80) -> str:
        """The text on a page of so many columns, from 60 to 200."""
        from corridor.report.text.page import Page
        from corridor.report.text.plan_b import plan_b_lines

        return "".join(f"{line}\n" for line in plan_b_lines(self.record, Page(width)))

    def to_frame(self, table: str = "legs") -> pd.DataFrame:
        """
        The legs of plan B, or the places to turn.

        Parameters
        ----------
        table
            'legs' or 'turns'.

        Raises
        ------
        InputError
            If the table is neither.
        """
        import pandas as pd

        if table not in ("legs", "turns"):
            raise InputError(f"table {shown(table)} is unknown", remedy="one of legs, turns")
        rows = msgspec.to_builtins(getattr(self.record, table))
        return pd.json_normalize(rows) if rows else pd.DataFrame()


class Regret(Result[RegretRecord]):
    """
    What each way loses in each shipped scenario against the best way there.

    Attributes
    ----------
    record
        Every figure, typed: `record.ways`, `record.scenarios`, `record.least_most` ...
    """

    @cached_property
    def text(self) -> str:
        """What the command prints on a page of 80 columns."""
        return self.to_text()

    def to_text(self, *, width: int = 80) -> str:
        """The text on a page of so many columns, from 60 to 200."""
        from corridor.report.text.page import Page
        from corridor.report.text.regret import regret_lines

        return "".join(f"{line}\n" for line in regret_lines(self.record, Page(width)))

    def to_frame(self) -> pd.DataFrame:
        """Ways by scenarios: US dollars of generalised cost, missing where a way is shut."""
        import pandas as pd

        names = [s.name for s in self.record.scenarios]
        rows = [way.regret_usd for way in self.record.ways]
        labels = [way.label for way in self.record.ways]
        return pd.DataFrame(rows, columns=names, index=labels, dtype=float)


def supposed_of(engine: RouteEngine, query: Query) -> tuple[Supposed, ...]:
    """
    What a query supposes to shut on the way.

    Raises
    ------
    CorridorError
        If something cannot be used as given.
    """
    if not query.if_closed:
        return ()
    from corridor.analysis.choice.plan_b import read_closure, refuse_unfit

    found = tuple(read_closure(text, engine.gazetteer) for text in query.if_closed)
    for one in found:
        refuse_unfit(query, one)
    return found


def with_choices(
    record: AnswerRecord,
    engine: RouteEngine,
    query: Query,
    supposed: tuple[Supposed, ...],
    progress: Callable[[str], None],
) -> AnswerRecord:
    """The answer with what it was asked besides: plans B for what may shut, and regrets."""
    if not supposed and not query.regret:
        return record
    from corridor.analysis.choice.plan_b import plan_b
    from corridor.analysis.choice.regret import regret

    answered = engine.found(query)
    if supposed:
        roles = [i.roles for i in answered.answer.itineraries]
        best = answered.paths[next(n for n, held in enumerate(roles) if "best" in held)]
        plans = [plan_b(answered.planning, best, one, progress) for one in supposed]
        told = [saved(m, at) for n, one in enumerate(plans) for at, m in messages_of_plan(n, one)]
        record = msgspec.structs.replace(
            record,
            plan_b=tuple(map(plan_b_record, plans)),
            messages=(*(record.messages or ()), *told),
        )
    if query.regret:
        judged = regret(engine, query, answered, progress)
        told = [saved(w.label, f"/regret/ways/{n}/label") for n, w in enumerate(judged.ways)]
        record = msgspec.structs.replace(
            record, regret=regret_record(judged), messages=(*(record.messages or ()), *told)
        )
    return record
