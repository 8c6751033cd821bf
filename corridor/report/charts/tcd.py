"""The time-cost-distance chart as a picture: self-contained, for screens, pages and print."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corridor.messages.catalogue import Catalogue, english
from corridor.model.link_kind import LinkKind
from corridor.model.message import Message, Parameter, name, say, written
from corridor.report.charts.tcd_tracks import Mark, Step, Track, day_ticks, ticks, tracks
from corridor.report.document.answer import AnswerRecord
from corridor.report.document.parts.said import messages_of
from corridor.report.map.colours import GRID, INK, line_colour
from corridor.report.map.svg import path_data, xml_text

WIDTH = 900
_LEFT, _RIGHT = 92, 24
_GAP = 44
_LETTER_PX, _TITLE_PX = 6.1, 8.2  # mean width of a letter at 11 and at 15 px
_MOST_LETTERS = 30
# Where a name may stand beside its step, the best place first: anchor, pixels away and up.
_SPOTS = (
    ("start", 9, 0),
    ("end", -9, 0),
    ("end", -9, 13),
    ("start", 9, -13),
    ("end", -6, 24),
    ("start", 6, -24),
)
_QUIET = "#4A5056"
# Told apart without colour too, as on a print in grey.
_DASHES = ("", "10 4", "4 3", "12 3 3 3", "2 2", "16 5", "7 2 2 2 2 2")

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Speech:
    """The words of a chart: a language, the currency, and labels in place of English ones."""

    catalogue: Catalogue
    unit: str
    labels: Mapping[int, Message] = field(default_factory=dict)

    def __call__(self, code: str, **parameters: Parameter) -> str:
        """A text of the chart."""
        return self.catalogue.text(Message(f"chart.{code}", tuple(parameters.items()))).plain()

    def label(self, track: Track) -> Message:
        """The label of an itinerary."""
        return self.labels.get(track.number) or say("of_before", text=written(track.label))

    def place(self, step: Step) -> str:
        """Where a step is."""
        return self("place", name=name(step.name))

    def amount(self, value: float) -> str:
        """A figure of money."""
        return self("amount", value=value)

    def day(self, hours: float) -> str:
        """Hours, with the days where they are whole."""
        days = hours / 24
        if days == int(days) and hours:
            return self("day", hours=hours, days=days)
        return self("amount", value=hours)


@dataclass(frozen=True, slots=True)
class _Panel:
    """One of the two plots: which figure, where it lies, how it is scaled."""

    title: str
    top: float
    width: int
    height: float
    steps: tuple[float, ...]
    km: tuple[float, ...]
    value: Callable[[Mark], float]
    rise: Callable[[Step], float]
    tick: Callable[[float], str]
    speech: Speech

    @property
    def bottom(self) -> float:
        """Pixel of nothing spent."""
        return self.top + self.height

    @property
    def right(self) -> float:
        """Pixel of the farthest distance."""
        return self.width - _RIGHT

    def x(self, km: float) -> float:
        """Pixel of a distance."""
        return _LEFT + km / self.km[-1] * (self.width - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        """Pixel of hours or money."""
        return self.bottom - value / self.steps[-1] * self.height


def tcd_svg(
    answer: AnswerRecord,
    *,
    which: Sequence[int] = (),
    width: int = WIDTH,
    catalogue: Catalogue | None = None,
) -> str:
    """
    Draw hours and money over kilometres for some itineraries of a JSON answer.

    Parameters
    ----------
    answer
        The JSON answer.
    which
        Places of the itineraries in the answer, counted from 0; all when empty.
    width
        Width of the picture in pixels, 360 or more; its letters keep their size.
    catalogue
        Words of another language than English.

    Returns
    -------
    str
        One `<svg>` element without style attributes, scripts, links or ids; the same
        answer gives the same text.

    Raises
    ------
    InputError
        If the answer has no such itinerary.
    """
    found, unit = tracks(answer, which)
    ends = answer.query.origin.name, answer.query.destination.name
    if catalogue is None:
        return chart_svg(found, unit, ends, width)
    known = messages_of(answer.messages)
    places = ((t.number, f"/itineraries/{t.number}/label") for t in found)
    labels = {number: known[at] for number, at in places if at in known}
    return chart_svg(found, unit, ends, width, Speech(catalogue, unit, labels))


def chart_svg(
    found: Sequence[Track],
    unit: str,
    ends: tuple[str, str],
    width: int = WIDTH,
    speech: Speech | None = None,
) -> str:
    """Draw tracks whose money is in `unit`; `ends` are the names of the two ends."""
    speech = speech or Speech(english(), unit)
    head, high = 66 + 18 * len(found), min(270, round(width * 0.45))
    note = textwrap.wrap(speech("note"), int((width - 28) / _LETTER_PX))
    height = head + 2 * high + _GAP + 34 + 15 * len(note)
    title = speech("title", origin=name(ends[0]), destination=name(ends[1]))
    km = ticks(max(t.end.km for t in found), max(3, width // 110))
    hours = day_ticks(max(t.high.hours for t in found), 6)
    money = ticks(max(t.high.money for t in found), 6)
    below = head + high + _GAP
    panels = (
        _Panel(speech("hours"), head, width, high, hours, km, _hours, _rise_h, speech.day, speech),
        _Panel(
            speech("spent", unit=unit),
            below,
            width,
            high,
            money,
            km,
            _money,
            _rise_m,
            speech.amount,
            speech,
        ),
    )
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    start = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"'
    shown = _cut(title, int((width - 28) / _TITLE_PX))
    parts = [
        f'{start} font-family="sans-serif" font-size="11">',
        f"<title>{xml_text(title)}</title>",
        f"<desc>{xml_text(_described(found, speech))}</desc>",
        f'<rect width="{width}" height="{height}" fill="#FFFFFF"/>',
        f'<text class="tcd-title" x="14" y="24" font-size="15" fill="{INK}">{xml_text(shown)}</text>',
        *_legend(found, speech, width),
    ]
    for panel in panels:
        parts += _axes(panel)
        for place in range(len(found) - 1, -1, -1):
            parts += _line(panel, found[place])
        parts += _labels(panel, found)
    parts += _x_axis(panels[1], note)
    return "\n".join([*parts, "</svg>"])


def _hours(mark: Mark) -> float:
    return mark.hours


def _money(mark: Mark) -> float:
    return mark.money


def _rise_h(step: Step) -> float:
    return step.hours


def _rise_m(step: Step) -> float:
    return step.money


def _described(found: Sequence[Track], speech: Speech) -> str:
    """The chart in words, for readers who do not see it."""
    texts = []
    for track in found:
        longest = sorted(track.steps, key=lambda s: (-s.hours, s.name))[:3]
        stands = tuple(
            say("chart.stand", name=name(s.name), hours=s.hours) for s in longest if s.hours
        )
        texts.append(
            speech(
                "described",
                number=track.number + 1,
                label=speech.label(track),
                km=track.end.km,
                hours=track.end.hours,
                hours_low=track.low.hours,
                hours_high=track.high.hours,
                money=track.end.money,
                money_low=track.low.money,
                money_high=track.high.money,
                unit=speech.unit,
                stands=say("chart.stands", stands=stands) if stands else "",
            )
        )
    return " ".join(texts)


def _stroke(track: Track) -> str:
    dash = _DASHES[track.number % len(_DASHES)]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'fill="none" stroke="{line_colour(track.number)}"{dashed}'


def _legend(found: Sequence[Track], speech: Speech, width: int) -> Iterator[str]:
    for place, track in enumerate(found):
        y = 44 + 18 * place
        yield f'<path d="M14 {y}H52" stroke-width="2.5" {_stroke(track)}/>'
        text = speech(
            "legend",
            number=track.number + 1,
            days=track.end.hours / 24,
            money=track.end.money,
            unit=speech.unit,
            km=track.end.km,
            label=speech.label(track),
        )
        shown = _cut(text, int((width - 74) / _LETTER_PX))
        yield f'<text class="tcd-legend" x="60" y="{y + 4}" fill="{INK}">{xml_text(shown)}</text>'


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _axes(panel: _Panel) -> Iterator[str]:
    yield f'<text class="tcd-axis" x="14" y="{panel.top - 8:.1f}" fill="{INK}">{xml_text(panel.title)}</text>'
    for value in panel.steps:
        y = panel.y(value)
        yield f'<path d="M{_LEFT} {y:.1f}H{panel.right}" stroke="{GRID}" stroke-width="1"/>'
        yield (
            f'<text class="tcd-tick" x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="{_QUIET}">'
            f"{xml_text(panel.tick(value))}</text>"
        )
    for km in panel.km:
        yield f'<path d="M{panel.x(km):.1f} {panel.bottom}v5" stroke="{_QUIET}" stroke-width="1"/>'
    yield (
        f'<path d="M{_LEFT} {panel.top}V{panel.bottom}H{panel.right}" fill="none"'
        f' stroke="{_QUIET}"/>'
    )


def _x_axis(panel: _Panel, note: Sequence[str]) -> Iterator[str]:
    for km in panel.km:
        yield (
            f'<text class="tcd-tick" x="{panel.x(km):.1f}" y="{panel.bottom + 18:.1f}" text-anchor="middle"'
            f' fill="{_QUIET}">{panel.speech.amount(km)}</text>'
        )
    for number, line in enumerate(note):
        y = panel.bottom + 40 + 15 * number
        yield f'<text class="tcd-note" x="14" y="{y:.1f}" fill="{_QUIET}">{xml_text(line)}</text>'


def _line(panel: _Panel, track: Track) -> Iterator[str]:
    points = [(panel.x(m.km), panel.y(panel.value(m))) for m in track.marks]
    yield f'<path d="{path_data(points)}" stroke-width="2.5" {_stroke(track)}/>'
    x, colour = panel.x(track.end.km), line_colour(track.number)
    low, high = panel.y(panel.value(track.low)), panel.y(panel.value(track.high))
    yield (
        f'<path d="M{x - 4:.1f} {low:.1f}h8M{x:.1f} {low:.1f}V{high:.1f}M{x - 4:.1f} {high:.1f}h8"'
        f' fill="none" stroke="{colour}" stroke-width="1.2"/>'
    )
    for step in track.steps:
        if panel.rise(step) <= 0:
            continue
        middle = panel.y(panel.value(step.at) + panel.rise(step) / 2)
        said = panel.speech("step", name=name(step.name), hours=step.hours, money=step.money)
        yield (
            f'<g transform="translate({panel.x(step.at.km):.1f} {middle:.1f})">'
            f"<title>{xml_text(said)}</title>{_sign(step.kind, colour)}</g>"
        )


def _sign(kind: str, colour: str) -> str:
    ink = f'fill="#FFFFFF" stroke="{colour}" stroke-width="1.6"'
    if kind == LinkKind.BORDER:
        return f'<path d="M0 -5L5 0L0 5L-5 0Z" {ink}/>'
    if kind == LinkKind.TRANSFER:
        return f'<rect x="-3.5" y="-3.5" width="7" height="7" {ink}/>'
    return f'<circle r="3.8" {ink}/>'


def _labels(panel: _Panel, found: Sequence[Track]) -> Iterator[str]:
    """Names of steps, the highest first, each only where it covers no other and no line."""
    taken: list[Box] = list(_covered(panel, found))
    wanted = [(panel.rise(s), -n, s) for n, t in enumerate(found) for s in t.steps]
    wanted.sort(key=lambda w: (-w[0], -w[1], w[2].at.km, w[2].name))
    said: set[str] = set()
    for rise, _, step in wanted:
        if rise < panel.steps[-1] / 60 or step.name in said:
            continue
        x, y = panel.x(step.at.km), panel.y(panel.value(step.at) + rise / 2)
        text = _cut(panel.speech.place(step), _MOST_LETTERS)
        wide = len(text) * _LETTER_PX
        for anchor, away, up in _SPOTS:
            at, base = x + away, y - up
            left = at if anchor == "start" else at - wide
            box = (left, base - 7, left + wide, base + 6)
            inside = box[0] >= _LEFT + 2 and box[2] <= panel.right
            inside = inside and panel.top <= box[1] and box[3] <= panel.bottom
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                said.add(step.name)
                yield (
                    f'<text class="tcd-name" x="{at:.1f}" y="{base + 4:.1f}" text-anchor="{anchor}" fill="{INK}"'
                    f' stroke="#FFFFFF" stroke-width="3" paint-order="stroke"'
                    f' stroke-linejoin="round">{xml_text(text)}</text>'
                )
                break


def _covered(panel: _Panel, found: Sequence[Track]) -> Iterator[Box]:
    """Small boxes along the lines, which names keep clear of."""
    for track in found:
        points = [(panel.x(m.km), panel.y(panel.value(m))) for m in track.marks]
        for (x0, y0), (x1, y1) in pairwise(points):
            parts = max(1, int(max(abs(x1 - x0), abs(y1 - y0)) // 6))
            for i in range(parts + 1):
                x, y = x0 + (x1 - x0) * i / parts, y0 + (y1 - y0) * i / parts
                yield (x - 1.5, y - 1.5, x + 1.5, y + 1.5)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
