"""Results of the questions about choices under way and under scenarios."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from corridor.api.result import Result
from corridor.errors import InputError, shown
from corridor.report.document.choice.plan_b import PlanBRecord, plan_b_record

if TYPE_CHECKING:
    import pandas as pd

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
        """What the command prints."""
        from corridor.report.text.plan_b import plan_b_lines

        return "".join(f"{line}\n" for line in plan_b_lines(self.record))

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


def with_choices(
    record: AnswerRecord, engine: RouteEngine, query: Query, progress: Callable[[str], None]
) -> AnswerRecord:
    """
    The answer with what it was asked besides: plans B for what may shut.

    Raises
    ------
    CorridorError
        If something cannot be used as given.
    """
    if not query.if_closed:
        return record
    from corridor.analysis.choice.plan_b import plan_b, read_closure

    supposed = [read_closure(text, engine.gazetteer) for text in query.if_closed]
    answered = engine.found(query)
    roles = [i.roles for i in answered.answer.itineraries]
    best = answered.paths[next(n for n, held in enumerate(roles) if "best" in held)]
    found = tuple(plan_b_record(plan_b(answered.planning, best, one, progress)) for one in supposed)
    return msgspec.structs.replace(record, plan_b=found)
