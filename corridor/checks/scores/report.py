"""Scores, ratios and refitted parameters in words and as a document; which targets are missed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corridor.checks.cases import Verdict
from corridor.checks.scores.figures import DAYS, DOLLARS, FITTED, figures, unanswered
from corridor.checks.scores.interval import FEWEST, LEVEL, Class, classes
from corridor.checks.scores.ratios import NEAR, Ratio, ratios
from corridor.checks.scores.refit import Refitted, refit
from corridor.checks.scores.shared import Shared, shared, shared_lines
from corridor.text_table import columns

# Targets: our interval score over that of the naive rule, the middle of typical over published of
# these classes, and the share of ratios within a quarter.
OF_NAIVE = 0.6
CENTRE = (0.9, 1.15)
CENTRED = (("mode", "rail"), ("mode", "truck"), ("mode", "sea"), ("length", "under 500 km"))
RATIOS_NEAR = 0.75


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything that is scored over the published cases."""

    by_class: dict[str, list[Class]]
    ratios: list[Ratio]
    refitted: Refitted | None
    unanswered: list[str]
    shared: list[Shared]

    @property
    def near(self) -> float:
        """Share of the ratios within a quarter."""
        return sum(r.near for r in self.ratios) / len(self.ratios) if self.ratios else 0.0


def scores(verdicts: Sequence[Verdict]) -> Scores:
    """Score the answered figures of scored cases."""
    found = figures(verdicts)
    return Scores(
        by_class={w: classes([f for f in found if f.what == w]) for w in (DAYS, DOLLARS)},
        ratios=ratios(verdicts),
        refitted=refit(found),
        unanswered=unanswered(verdicts),
        shared=shared(found),
    )


def score_targets_missed(found: Scores) -> Iterator[str]:
    """Targets of the scores that are not met, in words; classes of too few cases are not judged."""
    for what, rows in found.by_class.items():
        for row in rows:
            if row.kind == "all" and row.of_naive > OF_NAIVE:
                yield f"interval score of {what} {row.of_naive:.2f} of the naive rule's, not {OF_NAIVE}"
            middle = row.typical_over_published
            asked = (row.kind, row.name) in CENTRED and row.judged
            if asked and not CENTRE[0] <= middle <= CENTRE[1]:
                yield (
                    f"typical over published {what} of {row.name} {middle:.2f} at the median,"
                    f" not {CENTRE[0]} to {CENTRE[1]}"
                )
    if found.ratios and found.near < RATIOS_NEAR:
        near = sum(r.near for r in found.ratios)
        yield f"{near} of {len(found.ratios)} ratios within a quarter, not {RATIOS_NEAR:.0%}"


def score_lines(found: Scores) -> list[str]:
    """The scores as text."""
    lines = [
        "",
        f"Interval score ({LEVEL:.0%}, in logs: the width plus what misses; less is better), published ranges",
        "by their geometric middle, beside a naive rule: median pace and dollars a km of the other cases,",
        f"band from their misses. Classes of fewer than {FEWEST} cases are printed, not judged.",
    ]
    if found.unanswered:
        lines.append(f"Without an answer, so without a score: {', '.join(found.unanswered)}")
    for what, rows in found.by_class.items():
        lines += ["", what, *columns([_HEAD, *(_row(r) for r in rows)])]
    lines += _refit_lines(found.refitted)
    lines += shared_lines(found.shared)
    return [*lines, *_ratio_lines(found)]


_HEAD = (
    *("  by", "class", "n", "coverage", "high/low", "score"),
    *("naive cov.", "high/low", "score", "ours/naive", "typical/published", ""),
)


def _row(row: Class) -> tuple[str, ...]:
    return (
        *(f"  {row.kind}", row.name, str(row.n)),
        *(f"{row.coverage:.0%}", f"{row.width:.2f}", f"{row.score:.2f}"),
        *(f"{row.naive_coverage:.0%}", f"{row.naive_width:.2f}", f"{row.naive_score:.2f}"),
        *(f"{row.of_naive:.2f}", f"{row.typical_over_published:.2f}"),
        "" if row.judged else "few",
    )


def _refit_lines(found: Refitted | None) -> list[str]:
    if found is None:
        return []
    told = "; ".join(
        f"{w} {found.before[w]:.2f}, without the corridor {s:.2f}" for w, s in found.score.items()
    )
    values = [
        f"  {name} {low:g} to {high:g}" + (" (the share)" if name == FITTED[-1] else " of the row")
        for name, (low, high) in zip(FITTED, found.values, strict=True)
    ]
    return [
        "",
        f"Parameters that no page sets and that were chosen with cases in view: {len(FITTED)}.",
        "Each is set anew to the least score of the other corridors, the ways held:",
        f"  score {told}",
        *values,
    ]


def _ratio_lines(found: Scores) -> list[str]:
    rows = [("  case", "over", "what", "published", "model", "model/published", "")]
    for r in found.ratios:
        ours = f"{r.ours:.2f}" if r.ours is not None else "-"
        off = f"{r.off_by:.2f}" if r.off_by is not None else "-"
        verdict = "within a quarter" if r.near else "off"
        rows.append((f"  {r.case}", r.other, r.what, f"{r.published:.2f}", ours, off, verdict))
    near = sum(r.near for r in found.ratios)
    head = f"Ratios between two ways: {near} of {len(found.ratios)} within a quarter (1/{NEAR} to {NEAR})"
    return ["", head, *columns(rows)] if found.ratios else []


def score_document(found: Scores) -> dict[str, Any]:
    """The scores as plain values for JSON."""
    fitted = {
        "parameters": list(FITTED),
        **(asdict(found.refitted) if found.refitted is not None else {}),
    }
    return {
        "level": LEVEL,
        "fewest_judged": FEWEST,
        "classes": {
            what: [{**asdict(r), "of_naive": r.of_naive, "judged": r.judged} for r in rows]
            for what, rows in found.by_class.items()
        },
        "ratios": [{**asdict(r), "off_by": r.off_by, "near": r.near} for r in found.ratios],
        "ratios_near": found.near,
        "fitted": fitted,
        "unanswered": found.unanswered,
        "between_corridors": [asdict(r) for r in found.shared],
        "targets_missed": list(score_targets_missed(found)),
    }
