"""What goes with an itinerary on paper: borders with their state, documents, warnings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property

from corridor.costing.rules import Effects, asked_for
from corridor.graph.compile import border_end
from corridor.model.itinerary import Border, Document, Leg, Warning_
from corridor.routing.legs import LegMaker
from corridor.routing.ways import Step
from corridor.sources.records import Closure, Rule


class Papers:
    """Borders, documents and warnings for the ways of one query."""

    def __init__(self, maker: LegMaker) -> None:
        """Keep where rows are looked up."""
        self.maker = maker
        self.network, self.library, self.load = maker.network, maker.library, maker.load

    @cached_property
    def _closures(self) -> dict[tuple[str, str], list[Closure]]:
        found: dict[tuple[str, str], list[Closure]] = {}
        for row in self.library.closures:
            found.setdefault((row.subject_kind, row.subject_id), []).append(row)
        return found

    @cached_property
    def _rules(self) -> list[tuple[Rule, frozenset[str]]]:
        rules = (r for r in self.library.rules if r.kind == "document")
        return [(r, frozenset(r.countries)) for r in rules]

    def _rows(self, kind: str, subject: str) -> list[Closure]:
        return self._closures.get((kind, subject), [])

    def border(self, step: Step) -> Border:
        """The border of a step, with its state at the time of passage."""
        link = self.network.borders[int(self.network.row[step.link])]
        crossing = link.crossing
        names = (crossing.name_a, crossing.name_b)
        if link.country_from != crossing.country_a:
            names = names[::-1]
        spot = self.maker.spots.of(border_end(crossing.id, link.country_to))
        passed = self.maker.depart + timedelta(minutes=step.at + step.wait)
        status, note = "open", ""
        for row in self._rows("crossing", crossing.id):
            if not holds(row, passed):
                continue
            if row.effect == "closed":
                status = "opened"
                note = f"closed by row {row.id}, opened by an option"
            elif row.effect == "restricted" and status == "open":
                status, note = "restricted", row.note
        return Border(
            crossing_id=crossing.id,
            name=crossing.name,
            mode=crossing.mode,
            country_from=link.country_from,
            country_to=link.country_to,
            name_from=names[0],
            name_to=names[1],
            passage=passed,
            status=status,
            note=note,
            lon=spot.lon,
            lat=spot.lat,
        )

    def documents(self, legs: Sequence[Leg], countries: Sequence[str]) -> tuple[Document, ...]:
        """Papers that the countries on the way ask for."""
        if not countries:
            return ()
        used = {(leg.country, leg.mode) for leg in legs if leg.kind == "line_haul"}
        found: list[Document] = []
        passed = set(countries)
        for rule, touched in self._rules:
            if touched.isdisjoint(passed):
                continue
            for country in countries:
                if country not in touched:
                    continue
                modes = [m for m in rule.modes if (country, m) in used]
                if modes and asked_for(rule, self.load, countries):
                    found.append(
                        Document(
                            country=country,
                            mode="|".join(modes),
                            name=rule.subject,
                            text=rule.text,
                            source_id=rule.source_id,
                        )
                    )
        found.sort(key=lambda d: countries.index(d.country))
        return tuple(found)

    def warnings(self, legs: Sequence[Leg], borders: Sequence[Border]) -> list[Warning_]:
        """What must be known before relying on an itinerary."""
        found: list[Warning_] = []
        for border in borders:
            if border.status == "restricted":
                text, code = f"{border.name}: {border.note}", "restricted"
            elif border.status == "opened":
                code = "opened"
                text = f"{border.name} is closed in the tables and was opened for this answer"
            else:
                continue
            found.append(Warning_(code=code, text=text, source_ids=self._sources(border)))
        for leg in legs:
            if leg.kind == "sailing":
                service = self.library.service[leg.subject]
                found.extend(self._passage_warnings(service.passages, leg))
                if service.status != "service":
                    found.append(
                        Warning_(
                            code="sailing",
                            text=f"{service.name}: no regular timetable ({service.status})",
                            source_ids=(service.source_id,),
                        )
                    )
        found.extend(self._effects.warnings(legs))
        found.extend(self._weight_warnings(legs))
        estimated = sum(leg.estimated_m for leg in legs)
        if estimated:
            found.append(
                Warning_(
                    code="estimate",
                    text=f"{estimated / 1000:.0f} km of the way have an estimated length",
                )
            )
        return found

    def _weight_warnings(self, legs: Sequence[Leg]) -> list[Warning_]:
        """Countries whose limit the usual truck with this load breaks."""
        driven = dict.fromkeys(
            leg.country for leg in legs if leg.kind == "line_haul" and leg.mode == "road"
        )
        rules = [(c, self.load.road(c).over) for c in driven]
        return [
            Warning_(
                code="rule",
                text=(
                    f"{country}: {self.load.gross_each_t:g} t on the usual truck are over"
                    f" {rule.limit_t:g} t of gross weight; a lighter vehicle or a permit is needed"
                ),
                source_ids=(rule.source_id,),
            )
            for country, rule in rules
            if rule is not None
        ]

    @cached_property
    def _effects(self) -> Effects:
        return Effects(self.library, self.load)

    def _sources(self, border: Border) -> tuple[str, ...]:
        rows = self._rows("crossing", border.crossing_id)
        return tuple(dict.fromkeys(r.source_id for r in rows if holds(r, border.passage)))

    def _passage_warnings(self, passages: Sequence[str], leg: Leg) -> list[Warning_]:
        return [
            Warning_(code="restricted", text=f"{name}: {row.note}", source_ids=(row.source_id,))
            for name in passages
            for row in self._rows("passage", name)
            if row.effect == "restricted" and holds(row, leg.departs)
        ]


def holds(row: Closure, at: datetime) -> bool:
    """Whether a closure row holds on the day of a passage."""
    day = at.date()
    if row.from_date and day < row.from_date:
        return False
    if row.to_date and day > row.to_date:
        return False
    if row.season_from and row.season_to:
        here = (day.month, day.day)
        if row.season_from <= row.season_to:
            return row.season_from <= here <= row.season_to
        return here >= row.season_from or here <= row.season_to
    return True
