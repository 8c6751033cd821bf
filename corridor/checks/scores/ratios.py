"""Published ratios between two ways against ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corridor.checks.cases import Verdict
from corridor.checks.scores.figures import DAYS, DOLLARS, middle, typical

# A ratio agrees within a quarter of the published one, up or down alike.
NEAR = 1.25


@dataclass(frozen=True, slots=True)
class Ratio:
    """One way over another: published, and ours by typical days or dollars."""

    case: str
    other: str
    what: str
    published: float
    ours: float | None
    """None where one of the two has no answer."""

    @property
    def off_by(self) -> float | None:
        """Our ratio over the published one."""
        return self.ours / self.published if self.ours is not None else None

    @property
    def near(self) -> bool:
        """Whether ours is within a quarter."""
        return self.off_by is not None and 1 / NEAR <= self.off_by <= NEAR


def ratios(verdicts: Sequence[Verdict]) -> list[Ratio]:
    """Every published ratio of scored cases, in the order of the cases."""
    known = {v.case.id: v for v in verdicts}
    return [
        ratio
        for v in verdicts
        if v.case.use == "score" and v.case.pair in known
        for ratio in _of(v, known[v.case.pair])
    ]


def _of(verdict: Verdict, other: Verdict) -> Iterator[Ratio]:
    for what in (DAYS, DOLLARS):
        published = _published(verdict, other, what)
        if published is None:
            continue
        ours = None
        if verdict.answer is not None and other.answer is not None:
            ours = typical(verdict, what) / typical(other, what)
        yield Ratio(verdict.case.id, other.case.id, what, published, ours)


def _published(verdict: Verdict, other: Verdict, what: str) -> float | None:
    """The ratio that the page gives, or that of the middles of the figures it gives."""
    case = verdict.case
    if case.ratio_of == what and case.ratio_low and case.ratio_high:
        return middle(case.ratio_low, case.ratio_high)
    both = []
    for one in (case, other.case):
        low, high = (
            (one.days_low, one.days_high) if what == DAYS else (one.cost_low_usd, one.cost_high_usd)
        )
        if low is None or high is None:
            return None
        both.append(middle(low, high))
    return both[0] / both[1]
