"""`corridor check cases`: what counts, what does not, and when the targets are missed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from corridor.checks.case_report import missed, report, score
from corridor.checks.cases import Interval, Judged, Verdict
from corridor.model.band import SHARED, Band, total
from corridor.tables.records import Case
from tests.real import dataset


def case(key: str) -> Case:
    """A shipped case."""
    return next(c for c in dataset().cases if c.id == key)


def verdict(key: str, what: str, as_printed: Interval, ours: Interval, reason: str = "") -> Verdict:
    """A case with one figure."""
    figure = Judged(what, as_printed, as_printed, ours, "speeds 80%")
    return Verdict(structs.replace(case(key), use="score", reason=reason), None, "", (figure,))


def test_off_by_is_the_factor_between_the_nearer_ends() -> None:
    assert Interval(4, 8).off_by(Interval(2, 2)) == 2
    assert Interval(4, 8).off_by(Interval(10, 12)) == pytest.approx(0.8)
    assert Interval(4, 8).off_by(Interval(8, 9)) == 1


def test_targets_count_days_in_band_and_their_width() -> None:
    """Four of five days in band is the target; a band of high = 3 x low is too wide."""
    good = [verdict("c001", "days", Interval(5, 5), Interval(4, 8)) for _ in range(4)]
    off = verdict("c002", "days", Interval(9, 9), Interval(4, 8))
    assert missed([*good, off]) == []
    assert score([*good, off], "days").share == 0.8
    assert any("days in band" in t for t in missed([*good[:3], off, off]))
    wide = [verdict("c001", "days", Interval(5, 5), Interval(4, 12)) for _ in range(4)]
    assert any("2.5" in t for t in missed(wide))


def test_a_figure_off_by_more_than_twice_needs_a_reason() -> None:
    good = [verdict("c001", "days", Interval(5, 5), Interval(4, 8)) for _ in range(9)]
    far = Interval(20, 20)
    assert any("c004" in t for t in missed([*good, verdict("c004", "days", far, Interval(4, 8))]))
    as_printed = verdict("c004", "days", far, Interval(4, 8), reason="snow")
    assert missed([*good, as_printed]) == []
    text = report([*good, as_printed])
    assert "c004 days x0.40, too low; rests on speeds 80%: snow" in text
    assert text.endswith("Targets met")


def test_figures_that_feed_the_model_never_count() -> None:
    echo = verdict("c001", "days", Interval(50, 50), Interval(4, 8))
    echo = replace(echo, case=structs.replace(echo.case, use="input_echo"))
    assert score([echo], "days").judged == 0
    assert "never count: c001" in report([echo])


def test_the_share_of_a_journey_is_the_parameter_and_lies_between_its_ends() -> None:
    assert dataset().parameter["uncertainty_correlation"].value.typical == SHARED
    parts = [("a", Band(80, 100, 150)), ("b", Band(60, 100, 160)), ("c", Band(90, 100, 130))]
    apart, ours, together = (total(parts, share) for share in (0.0, SHARED, 1.0))
    assert together == Band(230, 300, 440)
    assert together.low < ours.low < apart.low < 300 < apart.high < ours.high < together.high


def test_both_ends_of_the_share_are_printed() -> None:
    found = Judged(
        "days", Interval(5, 5), Interval(5, 5), Interval(4, 6), "speeds 80%",
        Interval(4.5, 4.8), Interval(3, 9),
    )  # fmt: skip
    text = report([Verdict(structs.replace(case("c001"), use="score"), None, "", (found,))])
    assert "independent: days 0 of 1, high/low 1.07" in text
    assert "moving as one: days 1 of 1, high/low 3.00" in text
