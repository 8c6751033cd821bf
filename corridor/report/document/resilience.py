"""What the losses of crossings, ports and lines bring, as a document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import UNSET, Struct, UnsetType

from corridor.analysis.resilience import Extra, Loss, Resilience
from corridor.model.scenario import UnusedRow
from corridor.report.document.asked import unused_record, when
from corridor.report.document.parts.figures import Count, Texts
from corridor.report.document.parts.made import MadeRecord
from corridor.report.document.parts.question import UnusedRecord


class SubjectRecord(Struct, frozen=True, kw_only=True):
    """What is lost."""

    kind: str
    id: str


class ExtraRecord(Struct, frozen=True, kw_only=True):
    """Mean extra days and dollars of a loss of some days; origins cut off."""

    days_lost: Count
    extra_days: float
    extra_usd: float
    extra_objective_share: float
    worst_origin: str
    worst_extra_days: float
    cut_off: int


class LossRecord(Struct, frozen=True, kw_only=True):
    """A loss, or a pair; what lies in line with it brings the same."""

    subjects: tuple[SubjectRecord, ...]
    names: Texts
    kind: str
    ways: int
    in_line: Texts
    losses: tuple[ExtraRecord, ...]


class ResilienceRecord(Struct, frozen=True, kw_only=True):
    """All losses that cost anything, the worst first, and the worst pairs."""

    depart: str
    between: tuple[tuple[str, str], ...]
    guessed: Texts
    single: tuple[LossRecord, ...]
    pairs: tuple[LossRecord, ...]
    unused_rows: tuple[UnusedRecord, ...] | UnsetType = UNSET
    made: MadeRecord | UnsetType = UNSET


def resilience_record(
    found: Resilience, depart: datetime, guessed: Sequence[str], unused: Sequence[UnusedRow]
) -> ResilienceRecord:
    """
    Make the document.

    Parameters
    ----------
    found
        The losses.
    depart
        Day of the loss.
    guessed
        How names that no table holds were read.
    unused
        Rows laid over the tables that no answer could use.
    """
    return ResilienceRecord(
        depart=when(depart),
        between=found.pairs_of,
        guessed=tuple(guessed),
        single=tuple(map(_loss, found.single)),
        pairs=tuple(map(_loss, found.double)),
        unused_rows=tuple(map(unused_record, unused)) or UNSET,
    )


def _loss(loss: Loss) -> LossRecord:
    return LossRecord(
        subjects=tuple(SubjectRecord(kind=s.kind, id=s.id) for s in loss.subjects),
        names=loss.names,
        kind=loss.kind,
        ways=loss.used_by,
        in_line=loss.alike,
        losses=tuple(_extra(days, extra) for days, extra in loss.extra),
    )


def _extra(days: int, extra: Extra) -> ExtraRecord:
    return ExtraRecord(
        days_lost=days,
        extra_days=round(extra.days, 3),
        extra_usd=round(extra.usd, 2),
        extra_objective_share=round(extra.worth, 5),
        worst_origin=extra.worst_origin,
        worst_extra_days=round(extra.worst_days, 3),
        cut_off=extra.cut_off,
    )
