"""Short names that tell the ways of an answer apart: 'rail Astara, truck Gabd'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corridor.model.link_kind import LinkKind
from corridor.report.document.answer import ItineraryRecord, LegRecord

_VEHICLE = {"rail": "rail", "road": "truck", "sea": "ship"}
# Places named of one way; more only where two ways would else be called alike.
_MOST = 2
# A border of fewer hours is passed without notice, a haul of fewer km is a first or last mile.
_MAIN_H, _MILE_KM = 4.0, 150.0


@dataclass(frozen=True, slots=True)
class _Mark:
    """A border, port or terminal that a way passes, and by what; `main` names come first."""

    at: int  # place in the order of the way
    mode: str
    name: str
    hours: float
    main: bool

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same mark in another way."""
        return self.mode, self.name


@dataclass(frozen=True, slots=True)
class _Outline:
    """What of a way can be named: its stretches by mode, and its marks, in the order of travel."""

    stretches: tuple[tuple[int, str, float], ...]  # first leg, mode, km
    marks: tuple[_Mark, ...]
    back: str

    @property
    def keys(self) -> frozenset[tuple[str, str]]:
        """What the way passes, by what."""
        return frozenset(mark.key for mark in self.marks)

    def name(self, chosen: frozenset[_Mark]) -> str:
        """The way by its vehicles, each with its chosen marks."""
        parts: list[tuple[str, list[str]]] = []
        for n, (start, mode, km) in enumerate(self.stretches):
            end = self.stretches[n + 1][0] if n + 1 < len(self.stretches) else 10**6
            names = [m.name for m in self.marks if m in chosen and start <= m.at < end]
            if not names and km < _MILE_KM and len(self.stretches) > 1:
                continue
            if parts and parts[-1][0] == mode:
                parts[-1][1].extend(names)
            else:
                parts.append((mode, names))
        return ", ".join(_said(*part) for part in parts) + self.back


def _said(mode: str, names: Sequence[str]) -> str:
    between = " - " if mode == "sea" else ", "
    return " ".join((_VEHICLE[mode], between.join(dict.fromkeys(names)))).strip()


def short_names(ways: Sequence[ItineraryRecord]) -> list[str]:
    """
    A name for each way, no two alike.

    Each is named by the two marks that the fewest other ways pass, of these the ones that take
    the most hours; borders that are passed in an hour or two, and terminals, only where nothing
    else tells two ways apart.
    """
    outlines = [_outline(way) for way in ways]
    passed = Counter(key for o in outlines for key in o.keys)
    chosen = []
    for outline in outlines:
        main = sorted((m for m in outline.marks if m.main), key=lambda m: (passed[m.key], -m.hours))
        chosen.append(frozenset(_spread(main)))
    while True:
        names = [o.name(marks) for o, marks in zip(outlines, chosen, strict=True)]
        alike = [n for n, name in enumerate(names) if names.count(name) > 1]
        grown = False
        for n in alike:
            mark = _next(n, outlines, chosen[n], [m for m in alike if names[m] == names[n]])
            if mark:
                chosen[n] |= {mark}
                grown = True
        if not grown:
            return _numbered(names)


def _spread(marks: Sequence[_Mark]) -> list[_Mark]:
    """The first of the marks, and the next that another vehicle passes; else the next of all."""
    first, rest = list(marks[:1]), marks[1:]
    other = [m for m in rest if m.mode != first[0].mode]
    return [*first, *(other or rest)[: _MOST - 1]]


def _next(
    at: int, outlines: Sequence[_Outline], chosen: frozenset[_Mark], alike: Sequence[int]
) -> _Mark | None:
    """The mark that tells a way best from those of the same name; None where none does."""
    others = Counter(key for n in alike if n != at for key in outlines[n].keys)
    told = [m for m in outlines[at].marks if m not in chosen and others[m.key] < len(alike) - 1]
    return min(told, key=lambda m: (not m.main, others[m.key], -m.hours), default=None)


def _numbered(names: Sequence[str]) -> list[str]:
    """Names that nothing tells apart get a number."""
    seen: Counter[str] = Counter()
    out = []
    for name in names:
        seen[name] += 1
        out.append(f"{name} ({seen[name]})" if names.count(name) > 1 else name)
    return out


def _outline(way: ItineraryRecord) -> _Outline:
    stretches: list[tuple[int, str, float]] = []
    for at, leg in enumerate(way.legs):
        if leg.kind not in (LinkKind.LINE_HAUL, LinkKind.SAILING, LinkKind.PORT):
            continue
        mode = "sea" if leg.kind == LinkKind.PORT else leg.mode
        if stretches and stretches[-1][1] == mode:
            first, _, km = stretches[-1]
            stretches[-1] = (first, mode, km + leg.distance_km)
        else:
            stretches.append((at, mode, leg.distance_km))
    back = f" (back in {', '.join(way.re_enters)})" if way.re_enters else ""
    return _Outline(tuple(stretches), tuple(_marks(way)), back)


def _marks(way: ItineraryRecord) -> Iterator[_Mark]:
    borders = iter(way.borders)
    ports: set[str] = set()
    for at, leg in enumerate(way.legs):
        hours = leg.time_h.typical
        if leg.kind == LinkKind.BORDER:
            border = next(borders, None)
            name = border.name if border else leg.to.name
            hours = _formalities_h(leg)
            yield _Mark(at, leg.mode, name, hours, hours >= _MAIN_H)
        elif leg.kind == LinkKind.PORT and leg.from_.name not in ports:
            ports.add(leg.from_.name)
            name = leg.from_.name.partition(" (")[0].removesuffix(" port")
            yield _Mark(at, "sea", name, hours, main=True)
        elif leg.kind == LinkKind.TRANSFER:
            yield _Mark(at, leg.mode, leg.from_.name.partition(" (")[0], hours, main=False)


def _formalities_h(leg: LegRecord) -> float:
    """Typical hours at the two posts of a border, without the rest a driver takes there."""
    told = (i for i in leg.items if any(row.startswith("border_times:") for row in i.rows))
    return sum(item.time_h.typical for item in told)
