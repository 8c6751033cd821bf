"""Losses and what they bring, as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from corridor.analysis.resilience import Loss, Resilience, in_line
from corridor.text_table import columns


def resilience_text(found: Resilience, depart: datetime, guessed: Sequence[str], most: int) -> str:
    """Single losses, at most some of them, with those in line in one row; then the worst pairs."""
    lines = [
        (
            f"Mean extra days and dollars over {len(found.pairs_of)} ways when lost from"
            f" {depart:%Y-%m-%d}; what is waited for counts too. Ranked by both together, as the"
            " objective\nweighs them (worse by): the way that is left may be dearer and faster, or"
            " slower and cheaper. What lies in line and brings the same is one row."
        ),
        *(f"Guessed: {text}" for text in guessed),
        *_table(in_line(found.single)[:most]),
        "\nWorst pairs",
        *_table(found.double),
    ]
    return "\n".join(lines) + "\n"


def _table(losses: Sequence[Loss]) -> list[str]:
    if not losses:
        return ["nothing that is lost costs anything"]
    spans = " / ".join(str(days) for days, _ in losses[0].extra)
    head = ["what", "kind", f"days, {spans} d", "USD", "worse by", "ways", "cut off"]
    return columns([head, *(_row(loss) for loss in losses)], frozenset(range(2, len(head))))


def _row(loss: Loss) -> list[str]:
    others = "another pair" if len(loss.alike) == 1 else f"{len(loss.alike)} other pairs"
    if len(loss.subjects) == 1:
        others = f"{len(loss.alike)} more in line"
    extra = [e for _, e in loss.extra]
    return [
        " and ".join(loss.names) + (f", and {others}" if loss.alike else ""),
        loss.kind,
        " / ".join(f"{e.days:+.1f}" for e in extra),
        " / ".join(f"{e.usd:+,.0f}" for e in extra),
        " / ".join(f"{e.worth:+.1%}" for e in extra),
        str(loss.used_by),
        str(extra[-1].cut_off),
    ]
