"""The ways as a table: days and dollars with their bands, borders, evidence, chance to be best."""

from __future__ import annotations

from corridor.report.document.answer import AnswerRecord, ItineraryRecord
from corridor.report.document.parts.figures import BandRecord
from corridor.report.text.page import Page

# From this width on a band is written in whole dollars and countries take the place of a count.
_ROOMY = 110
_NUMBER, _WAY, _DAYS, _BAND, _USD, _USD_BAND, _BORDERS, _EVIDENCE, _BEST = range(9)
# What a narrow page leaves out, first to last, until a way has cells for its name.
DROPPED_COLUMNS = (_BORDERS, _USD_BAND, _EVIDENCE, _BAND)
_LEAST_NAME = 18


def table_lines(
    answer: AnswerRecord,
    unit: str,
    names: list[str],
    most: int,
    page: Page,
    *,
    one_line: bool = False,
) -> list[list[str]]:
    """The lines of the header and of each of at most `most` ways; names are cut to `one_line`."""
    roomy = page.width >= _ROOMY
    rows: list[tuple[str, ...]] = []
    for number, way in enumerate(answer.itineraries[:most], 1):
        # The figures beside it say it too, so a narrow table has no words for it.
        roles = [r for r in way.roles if r != "best" and roomy]
        tag = f" [{', '.join(roles)}]" if roles else ""
        time, cost = way.totals.time_h, way.totals.cost_usd
        rows.append(
            (
                str(number),
                f"{names[number - 1]}{tag}",
                f"{time.typical / 24:.1f}",
                _days(time),
                f"{cost.typical:,.0f}",
                f"{cost.low:,.0f}-{cost.high:,.0f}" if roomy else _thousands(cost),
                "-".join(way.countries) if roomy else str(len(way.borders)),
                _grade(way),
                _share(answer, number),
            )
        )
    passed, share = ("through", "P(best)") if roomy else ("borders", "best")
    told = ("", "way", "days", "", unit, "", passed, "evidence", share)
    # A column of which nothing is known has no name either, and so is not shown.
    rows.insert(
        0, tuple(name if any(column) else "" for name, *column in zip(told, *rows, strict=True))
    )
    right = frozenset({_DAYS, _USD, _BEST} | (set() if roomy else {_BORDERS}))
    return page.table(
        rows, flex=_WAY, right=right, least=_LEAST_NAME, drop=DROPPED_COLUMNS, one_line=one_line
    )


def _days(band: BandRecord) -> str:
    """Low and high in days; in tenths where the whole is short."""
    form = ".1f" if band.high < 10 * 24 else ".0f"
    return f"{band.low / 24:{form}}-{band.high / 24:{form}}"


def _thousands(band: BandRecord) -> str:
    """Low and high, short: '4.1-9.8k', or in whole units below a thousand."""
    if band.high < 1000:
        return f"{band.low:.0f}-{band.high:.0f}"
    form = ".1f" if band.high < 100_000 else ".0f"
    return f"{band.low / 1000:{form}}-{band.high / 1000:{form}}k"


def _grade(way: ItineraryRecord) -> str:
    return way.evidence.grade if way.evidence else ""


def _share(answer: AnswerRecord, number: int) -> str:
    certainty = answer.certainty
    if not certainty:
        return ""
    found = {one.number: one.best for one in certainty.ways}
    return f"{found[number]:.0%}" if number in found else ""
