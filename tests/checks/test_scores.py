"""Scores of the published cases against other computations of the same."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from scipy import stats
from scipy.stats import f_oneway

from corridor.checks.case_report import Score, document, missed, report
from corridor.checks.cases import Verdict, judge_case
from corridor.checks.scores import refit as refitting
from corridor.checks.scores.figures import (
    CITED,
    DAYS,
    DOLLARS,
    FITTED,
    Figure,
    Part,
    figures,
    middle,
    mode_of,
    typical,
    unanswered,
)
from corridor.checks.scores.interval import FEWEST, classes, interval_score, naive
from corridor.checks.scores.ratios import ratios
from corridor.checks.scores.refit import NOW, Parts, refit
from corridor.checks.scores.report import score_targets_missed, scores
from corridor.checks.scores.shared import between, missed_by, shared
from corridor.tables.records import Case
from tests.real import dataset, engine

SOME = ("c100", "c151", "c256", "c257", "c263", "c264")


def case(key: str) -> Case:
    return next(c for c in dataset().cases if c.id == key)


@pytest.fixture(scope="module")
def asked() -> list[Verdict]:
    """Some real cases: rail and road, days and dollars, pairs, one without an answer."""
    found = [judge_case(engine(), case(key)) for key in SOME]
    nowhere = structs.replace(case("c100"), id="c999", destination_id="")
    return [*found, judge_case(engine(), nowhere)]


def figure(
    key: int, km: float, published: float, band: tuple[float, float], **other: str
) -> Figure:
    kept = {"corridor": f"c{key % 3}", "mode": "rail", "what": DAYS, **other}
    return Figure(
        case=f"x{key}",
        published=published,
        low=band[0],
        typical=math.sqrt(band[0] * band[1]),
        high=band[1],
        km=km,
        parts=(Part(published, published / 2, published, (False,) * 3),),
        **kept,
    )


values = st.floats(0.2, 60)
rows = st.lists(
    st.tuples(st.floats(20, 9000), values, values, st.floats(1.1, 6)), min_size=4, max_size=14
)


def drawn(found: list[tuple[float, float, float, float]]) -> list[Figure]:
    return [
        figure(i, km, published, (low, low * wide))
        for i, (km, published, low, wide) in enumerate(found)
    ]


@given(values, st.floats(1, 9), values)
def test_the_interval_score_is_that_of_gneiting_and_raftery(
    low: float, wide: float, value: float
) -> None:
    """(u - l) + 2/a (l - y) below + 2/a (y - u) above, of logs, a = 0.2."""
    got = interval_score(*(np.array([x]) for x in (low, low * wide, value)))[0]
    lower, upper, at = math.log(low), math.log(low * wide), math.log(value)
    want = (upper - lower) + 10 * max(lower - at, 0) + 10 * max(at - upper, 0)
    assert got == pytest.approx(want, abs=1e-9)


@given(rows)
def test_the_naive_rule_is_the_median_pace_of_the_others(
    found: list[tuple[float, float, float, float]],
) -> None:
    """Worked out one by one in plain numbers, percentiles between the ranks in order."""
    made = drawn(found)
    low, high = naive(made)
    for i, one in enumerate(made):
        others = [f for f in made if f is not one]
        pace = median(f.published / f.km for f in others)
        off = sorted(f.published / (pace * f.km) for f in others)
        for end, share in ((low, 0.1), (high, 0.9)):
            place = share * (len(off) - 1)
            below = math.floor(place)
            above = min(below + 1, len(off) - 1)
            cut = off[below] + (place - below) * (off[above] - off[below])
            assert end[i] == pytest.approx(one.km * pace * cut, rel=1e-9)


@given(rows)
def test_a_case_says_nothing_of_its_own_naive_band(
    found: list[tuple[float, float, float, float]],
) -> None:
    """Ten times its published figure leaves its own band as it is."""
    made = drawn(found)
    other = [replace(made[0], published=10 * made[0].published), *made[1:]]
    assert naive(made)[0][0] == pytest.approx(naive(other)[0][0])
    assert naive(made)[1][0] == pytest.approx(naive(other)[1][0])


@given(rows)
def test_classes_are_means_and_medians_of_their_figures(
    found: list[tuple[float, float, float, float]],
) -> None:
    made = drawn(found)
    table = {(c.kind, c.name): c for c in classes(made)}
    low, high = (dict(zip((f.case for f in made), ends, strict=True)) for ends in naive(made))
    for name in {f.corridor for f in made}:
        part = [f for f in made if f.corridor == name]
        row = table["corridor", name]
        assert row.n == len(part)
        assert row.judged == (len(part) >= FEWEST)
        assert row.coverage == pytest.approx(
            np.mean([f.low <= f.published <= f.high for f in part])
        )
        assert row.width == pytest.approx(median(f.high / f.low for f in part))
        assert row.naive_width == pytest.approx(median(high[f.case] / low[f.case] for f in part))
        assert row.typical_over_published == pytest.approx(
            median(f.typical / f.published for f in part)
        )
    whole = table["all", "all"]
    parts = [c for c in table.values() if c.kind == "corridor"]
    assert whole.score == pytest.approx(sum(c.score * c.n for c in parts) / len(made))
    assert sum(c.n for c in parts) == len(made)


def test_figures_are_the_bands_of_the_answers(asked: list[Verdict]) -> None:
    """The parts summed again are the bands that the cases were judged by, and the middle is geometric."""
    made = figures(asked)
    assert {f.what for f in made} == {DAYS, DOLLARS}
    low, high = Parts(made).bands(NOW)
    for i, one in enumerate(made):
        assert low[i] == pytest.approx(one.low, rel=0.02), one.case
        assert high[i] == pytest.approx(one.high, rel=0.02), one.case
        assert one.low <= one.typical <= one.high
    ranged = next(f for f in made if f.case == "c256" and f.what == DAYS)
    assert ranged.published == pytest.approx(math.sqrt(7 * 8))
    assert unanswered(asked) == ["c999"]


def test_longer_waits_and_wider_trips_move_what_cites_them(asked: list[Verdict]) -> None:
    made = figures(asked)
    parts = Parts(made)
    for n, name in enumerate(CITED):
        values = list(NOW)
        values[n] = 2.0
        moved = [not math.isclose(a, b) for a, b in zip(*_highs(parts, values), strict=True)]
        cites = [any(p.cites[n] and p.above for p in f.parts) for f in made]
        assert moved == cites, name
    apart, together = (parts.bands((*NOW[:3], s))[1] for s in (0.0, 1.0))
    assert (together >= apart - 1e-12).all()


def _highs(parts: Parts, values: list[float]) -> tuple[list[float], list[float]]:
    return parts.bands(NOW)[1].tolist(), parts.bands(values)[1].tolist()


def test_a_refit_never_sees_the_corridor_it_is_scored_on() -> None:
    """Published figures of one corridor made absurd: what the others make of it stays."""
    made = [figure(i, 500 + 90 * i, 2 + i / 3, (1 + i / 4, 4 + i)) for i in range(9)]
    wild = [replace(f, published=900 * f.published) if f.corridor == "c0" else f for f in made]
    at = np.array([f.corridor for f in made])
    used = at != "c0"
    kinds = np.array([f.what for f in made])
    got = [
        refitting._least(Parts(some), np.array([f.published for f in some]), kinds, used)
        for some in (made, wild)
    ]
    assert got[0] == got[1]


def test_a_refit_is_the_best_of_every_value_tried() -> None:
    """One parameter alone matters here (the shared part): the grid is gone through by hand."""
    halves = tuple(Part(3.0, 1.0 + i / 5, 2.0, (False,) * 3) for i in range(6))
    made = [
        replace(figure(i, 900, 18 + 2 * i, (10, 30)), parts=halves, corridor=f"c{i % 2}")
        for i in range(6)
    ]
    found = refit(made)
    assert found is not None
    parts, published = Parts(made), np.array([f.published for f in made])
    total = 0.0
    for corridor in ("c0", "c1"):
        out = np.array([f.corridor == corridor for f in made])
        losses = [
            interval_score(*parts.bands((1, 1, 1, s)), published)[~out].mean()
            for s in refitting.SHARES
        ]
        best = refitting.SHARES[int(np.argmin(losses))]
        total += interval_score(*parts.bands((1, 1, 1, best)), published)[out].sum()
    assert found.score[DAYS] == pytest.approx(total / len(made))
    assert len(found.values) == len(FITTED)


def test_fitted_parameters_are_estimates_of_the_tables() -> None:
    for name in FITTED:
        assert dataset().parameter[name].is_estimate, name


def test_ratios_are_those_of_the_published_middles(asked: list[Verdict]) -> None:
    known = {v.case.id: v for v in asked}
    found = {(r.case, r.what): r for r in ratios(asked)}
    assert set(found) == {
        *(("c257", DAYS), ("c257", DOLLARS), ("c263", DOLLARS)),
    }
    days = found["c257", DAYS]
    assert days.published == pytest.approx(math.sqrt(15 * 20) / math.sqrt(7 * 8))
    assert days.ours == pytest.approx(
        known["c257"].answer.time.typical / known["c256"].answer.time.typical  # type: ignore[union-attr]
    )
    assert found["c263", DOLLARS].published == pytest.approx(math.sqrt(0.85 * 0.9))
    for one in found.values():
        assert one.near == (0.8 <= one.ours / one.published <= 1.25)  # type: ignore[operator]


def test_a_ratio_without_an_answer_is_off(asked: list[Verdict]) -> None:
    gone = [replace(v, answer=None) if v.case.id == "c256" else v for v in asked]
    found = [r for r in ratios(gone) if r.case == "c257"]
    assert [r.ours for r in found] == [None, None]
    assert not any(r.near for r in found)


def test_what_a_price_leaves_out_is_left_out(asked: list[Verdict]) -> None:
    one = next(v for v in asked if v.case.id == "c151")
    bare = replace(one, case=structs.replace(one.case, without=()))
    assert typical(bare, DOLLARS) > typical(one, DOLLARS)
    assert typical(bare, DAYS) == typical(one, DAYS)


@pytest.mark.parametrize(
    ("modes", "name"),
    [(("rail",), "rail"), (("road",), "truck"), (("sea",), "sea"), (("rail", "sea"), "mixed")],
)
def test_modes_have_their_classes(modes: tuple[str, ...], name: str) -> None:
    assert mode_of(modes) == name
    assert middle(2, 8) == 4


def test_the_report_and_the_document_hold_the_scores(asked: list[Verdict]) -> None:
    found = scores(asked)
    text = report(asked, found)
    assert "Ratios between two ways" in text
    assert "Without an answer, so without a score: c999" in text
    assert all(name in text for name in FITTED)
    told = json.loads(json.dumps(document(asked, found)))
    assert told["scores"]["fitted"]["parameters"] == list(FITTED)
    assert len(told["scores"]["ratios"]) == len(found.ratios)
    assert told["targets_missed"] == missed(asked, found)
    assert {c["n"] for c in told["scores"]["classes"][DAYS] if c["kind"] == "all"} == {
        sum(f.what == DAYS for f in figures(asked))
    }


def test_targets_are_missed_only_by_classes_that_are_judged(asked: list[Verdict]) -> None:
    found = scores(asked)
    far = [
        figure(i, 900, 10, (30, 60), mode=mode)
        for i, mode in enumerate(["rail"] * FEWEST + ["truck"] * (FEWEST - 1))
    ]
    told = list(score_targets_missed(replace(found, by_class={DAYS: classes(far)})))
    assert any("of rail" in t for t in told)
    assert not any("of truck" in t for t in told)
    near = [replace(r, ours=r.published) for r in found.ratios]
    assert not any("ratios" in t for t in score_targets_missed(replace(found, ratios=near)))


def test_every_pair_of_the_tables_is_of_other_ways() -> None:
    """Both cases lie in the region, and the ratio has figures or is published itself."""
    known = {c.id: c for c in dataset().cases}
    pairs = [c for c in dataset().cases if c.pair]
    assert len(pairs) >= 8
    for one in pairs:
        other = known[one.pair]
        assert "out_of_region" not in (one.use, other.use)
        days = one.days_low and other.days_low
        dollars = one.cost_low_usd and other.cost_low_usd
        assert days or dollars or (one.ratio_of and one.ratio_low and one.ratio_high), one.id


# ---------------------------------------------------------------- what lies between corridors
@given(st.lists(st.lists(st.floats(-3, 3), min_size=1, max_size=6), min_size=2, max_size=6))
def test_share_between_corridors_is_that_of_the_f_ratio(groups: list[list[float]]) -> None:
    n, k = sum(map(len, groups)), len(groups)
    found = between({str(i): g for i, g in enumerate(groups)})
    assert 0 <= found <= 1
    within = sum(len(g) * float(np.var(g)) for g in groups)
    if n == k or within < 1e-6:
        return
    ratio = float(f_oneway(*groups).statistic)
    size = (n - sum(len(g) ** 2 for g in groups) / n) / (k - 1)
    assert found == pytest.approx(max(0.0, (ratio - 1) / (ratio - 1 + size)), abs=1e-6)


def test_shares_between_corridors_leave_each_out_once() -> None:
    rng = np.random.default_rng(3)
    found = []
    for i in range(40):
        corridor = f"c{i % 4}"
        published = math.exp(float(rng.normal(0.5 * (i % 4), 0.4)))
        found.append(figure(i, 100, published, (0.5, 2.0), corridor=corridor))
    (row,) = shared(found)
    left = [shared([f for f in found if f.corridor != f"c{j}"])[0].share for j in range(4)]
    assert (row.what, row.cases, row.corridors) == (DAYS, 40, 4)
    assert (row.low, row.high) == (min(left), max(left))
    # Widths are those of our own band: a band of another width alone changes its figures' weight.
    assert missed_by(found[0]) == pytest.approx(math.log(found[0].published) / math.log(4))
    # What all corridors miss alike is no part of it.
    alike = [replace(f, published=3 * f.published) for f in found]
    assert shared(alike)[0].share == pytest.approx(row.share)


def test_shares_are_told_as_text_and_json(asked: list[Verdict]) -> None:
    found = scores(asked)
    text, saved = report(asked, found), document(asked, found)
    assert ("lies between corridors" in text) is bool(found.shared)
    told = saved["scores"]["between_corridors"]
    assert [r["share"] for r in told] == [r.share for r in found.shared]


def test_the_shares_in_use_lie_where_the_cases_put_them() -> None:
    """Note and row of the two parameters say the same, to the twentieth."""
    for key in ("unknown_share_hours", "unknown_share_dollars"):
        row = dataset().parameter[key]
        share, low, high = (float(n) for n in re.findall(r"(?<![\d.])0\.\d\d(?!\d)", row.note))
        assert abs(row.value.typical - share) <= 0.05
        assert abs(row.value.low - low) <= 0.05
        assert abs(row.value.high - high) <= 0.05


@pytest.mark.parametrize(("hit", "judged"), [(55, 76), (29, 38), (0, 5), (5, 5), (1, 2)])
def test_the_interval_of_a_share_against_scipy(hit: int, judged: int) -> None:
    exact = stats.binomtest(hit, judged).proportion_ci(method="wilson")
    found = Score("days", hit, judged, 2.5).interval
    assert found == pytest.approx((exact.low, exact.high), abs=1e-9)
