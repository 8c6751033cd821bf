"""What goes with an itinerary on paper: borders with their state, documents, warnings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from corridor.costing.load import Load
from corridor.costing.rules import Effects, asked_for
from corridor.graph.compile import border_end
from corridor.graph.lines import name_of
from corridor.model.itinerary import Border, Document, Leg, Warning_
from corridor.model.query import MODES
from corridor.routing.closures import in_force
from corridor.routing.legs import LegMaker
from corridor.routing.ways import Step
from corridor.sources.library import Library
from corridor.sources.records import Closure, Rule


class PaperRows:
    """Rows of closures, documents and effects that bear on the papers of one load."""

    def __init__(self, library: Library, load: Load) -> None:
        """Sort the rows; what is never asked for with this load is left out."""
        self.effects = Effects(library, load)
        self.closures: dict[tuple[str, str], list[Closure]] = {}
        for row in library.closures:
            self.closures.setdefault((row.subject_kind, row.subject_id), []).append(row)
        # Two ends of a transit tell whether a paper may be asked for with this load at all.
        ends = ("", "AF", "PK", "")
        self.rules: dict[str, list[Rule]] = {}
        for rule in library.rules:
            if rule.kind == "document" and asked_for(rule, load, ends):
                for country in dict.fromkeys(rule.countries):
                    self.rules.setdefault(country, []).append(rule)


class Papers:
    """Borders, documents and warnings for the ways of one query."""

    def __init__(self, maker: LegMaker, rows: PaperRows) -> None:
        """Keep where rows are looked up."""
        self.maker = maker
        self.network, self.library, self.load = maker.network, maker.library, maker.load
        self._effects, self._closures, self._rules = rows.effects, rows.closures, rows.rules

    def _rows(self, kind: str, subject: str, at: datetime) -> list[Closure]:
        """Closure rows of a subject that hold at a time."""
        return in_force(self._closures.get((kind, subject), ()), at)

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
        for row in self._rows("crossing", crossing.id, passed):
            if row.effect == "closed":
                status = "opened"
                note = f"closed by row {row.id}, opened by an option"
            elif row.effect == "restricted" and status == "open":
                status, note = "restricted", row.note
        if status == "open":
            note = self._reopened(crossing.id, passed)
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

    def _reopened(self, crossing_id: str, at: datetime) -> str:
        """Which row ended a closure that would hold without it, '' if there is none."""
        rows = self._closures.get(("crossing", crossing_id), [])
        shut = [r for r in rows if r.effect == "closed" and in_force([r], at)]
        opened = [
            (r.from_date, r.id)
            for r in rows
            if r.effect == "open" and r.from_date and r.from_date <= at.date()
        ]
        if not shut or not opened:
            return ""
        return f"closed by row {shut[-1].id}, open again by row {max(opened)[1]}"

    def documents(self, legs: Sequence[Leg], countries: Sequence[str]) -> tuple[Document, ...]:
        """Papers that the countries on the way ask for."""
        if not countries:
            return ()
        # A port call is what brings the papers of the sea into a country.
        used = {(leg.country, leg.mode) for leg in legs if leg.kind in ("line_haul", "port")}
        narrow = self._effects.papers(legs)
        found: list[Document] = []
        # A country that is entered twice asks for its papers once.
        for country in dict.fromkeys(countries):
            for rule in self._rules.get(country, ()):
                modes = [m for m in rule.modes if (country, m) in used]
                if rule.id in narrow:
                    # Its rows say where it is asked for: a port asks for papers of the land.
                    modes = [m for m in MODES if (country, m) in narrow[rule.id]]
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
                for name in service.passages:
                    found.extend(self._restrictions("passage", name, leg, name.capitalize()))
                if service.status != "service":
                    found.append(
                        Warning_(
                            code="sailing",
                            text=f"{service.name}: no regular timetable ({service.status})",
                            source_ids=(service.source_id,),
                        )
                    )
            elif leg.kind == "port":
                found.extend(self._restrictions("port", leg.subject, leg, leg.start.name))
            elif leg.kind == "line_haul":
                found.extend(self._section_warnings(leg))
        found.extend(self._effects.warnings(legs))
        found.extend(self._weight_warnings(legs))
        estimated = sum(leg.estimated_m for leg in legs)
        if estimated:
            found.append(
                Warning_(
                    code="estimate",
                    text=f"{estimated / 1000:,.0f} km of the way have an estimated length",
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

    def _sources(self, border: Border) -> tuple[str, ...]:
        rows = self._rows("crossing", border.crossing_id, border.passage)
        return tuple(dict.fromkeys(r.source_id for r in rows))

    def _section_warnings(self, leg: Leg) -> list[Warning_]:
        """Restrictions on the roads and lines of a haul that no hours on the bill stand for."""
        found: list[Warning_] = []
        for line in leg.geometry_ref:
            section = self.library.section.get(name_of(line).split(":")[0])
            if section is not None and ("section", section.id) in self._closures:
                hubs = (self.library.hub[h].name for h in (section.from_id, section.to_id))
                found += self._restrictions("section", section.id, leg, " - ".join(hubs))
        return found

    def _restrictions(self, kind: str, subject: str, leg: Leg, name: str) -> list[Warning_]:
        rows = {
            row.id: row
            for at in (leg.departs, leg.arrives)
            for row in self._rows(kind, subject, at)
            if row.effect == "restricted" and not (kind == "section" and row.delay_h)
        }
        return [
            Warning_(
                code="restricted",
                text=f"{name}{'' if row.cargo == 'all' else f' ({row.cargo})'}: {row.note}",
                source_ids=(row.source_id,),
            )
            for row in rows.values()
        ]
