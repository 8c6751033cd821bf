"""What goes with an itinerary on paper: borders with their state, documents, warnings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from corridor.graph.corridor_graph import border_end
from corridor.graph.lines import name_of
from corridor.model.answer import Border, Document, Leg
from corridor.model.dates import last_day
from corridor.model.link_kind import LinkKind
from corridor.model.message import Message, Word, WordKind, name, names, say, term, written
from corridor.model.mode import MODES, Mode
from corridor.model.ref import Ref, RefKind
from corridor.planning.answer.legs import LegMaker
from corridor.planning.search.path import Traversal
from corridor.planning.time.windows import closures_for, in_force
from corridor.pricing.load import Load
from corridor.pricing.regimes import TIR
from corridor.pricing.rules import Effects, asked_for, from_ship_to_ship
from corridor.tables.dataset import Dataset
from corridor.tables.records import Closure, Rule, SeaService
from corridor.tables.windows import bans


class PaperRows:
    """Rows of closures, documents and effects that bear on the papers of one load."""

    def __init__(self, dataset: Dataset, load: Load) -> None:
        """Sort the rows; what is never asked for with this load is left out."""
        self.effects = Effects(dataset, load)
        cargo = load.consignment.cargo_class
        self.closures = closures_for(dataset, cargo, dataset.closed_trades)
        # Two ends of a transit tell whether a paper may be asked for with this load at all.
        ends = ("", "AF", "PK", "")
        self.rules: dict[str, list[Rule]] = {}
        for rule in dataset.rules:
            if rule.kind == "document" and asked_for(rule, load, ends):
                for country in dict.fromkeys(rule.countries):
                    self.rules.setdefault(country, []).append(rule)


class Papers:
    """Borders, documents and warnings for the ways of one query."""

    def __init__(self, maker: LegMaker, rows: PaperRows) -> None:
        """Keep where rows are looked up."""
        self.maker = maker
        self.network, self.dataset, self.load = maker.network, maker.dataset, maker.load
        self._effects, self._closures, self._rules = rows.effects, rows.closures, rows.rules

    def _rows(self, subject: Ref, days: Sequence[date], entered: str = "") -> list[Closure]:
        """Closure rows of a subject that hold for this trade, and this way, on any of some days."""
        ends = {self.maker.ends.origin.country, self.maker.ends.destination.country}
        rows = self._closures.get(subject, ())
        held = [r for r in rows if not r.trade or ends & {*r.trade}]
        return in_force([r for r in held if r.into in ("", entered)], days)

    def _days(self, step: Traversal, crossing_id: str) -> tuple[date, ...]:
        """The day of a passage, by the clocks of both posts."""
        timetable = self.maker.timetable
        crossing = self.dataset.crossing[crossing_id]
        sides = (crossing.country_a, crossing.country_b)
        clocks = [timetable.clocks.of_side(crossing, c) for c in sides]
        return timetable.departure.days(step.at + step.wait, clocks)

    def border(self, step: Traversal) -> Border:
        """The border of a step, with its state at the time of passage."""
        link = self.network.borders[int(self.network.row[step.link])]
        crossing = link.crossing
        names = (crossing.name_a, crossing.name_b)
        if link.country_from != crossing.country_a:
            names = names[::-1]
        spot = self.maker.spots.of(border_end(crossing.id, link.country_to))
        near = self.maker.spots.of(border_end(crossing.id, link.country_from))
        days = self._days(step, crossing.id)
        rows = self._rows(Ref(RefKind.CROSSING, crossing.id), days, link.country_to)
        status, note = "open", ""
        for row in rows:
            if row.effect == "closed":
                status = "opened"
                note = f"closed by row {row.id}, opened by an option"
            elif row.effect == "restricted" and status == "open":
                status, note = "restricted", row.note
        if status == "open":
            note = self._reopened(crossing.id, days)
        return Border(
            crossing_id=crossing.id,
            name=crossing.name,
            mode=crossing.mode,
            country_from=link.country_from,
            country_to=link.country_to,
            name_from=names[0],
            name_to=names[1],
            passage=self.maker.timetable.at(step.at + step.wait, near),
            status=status,
            note=note,
            lon=spot.lon,
            lat=spot.lat,
            regime=link.regime.id if link.regime is not None else "",
        )

    def _reopened(self, crossing_id: str, days: Sequence[date]) -> str:
        """Which row ended a closure that would hold without it, '' if there is none."""
        rows = self._closures.get(Ref(RefKind.CROSSING, crossing_id), [])
        shut = [r for r in rows if r.effect == "closed" and in_force([r], days)]
        opened = [
            (r.from_date, r.id)
            for r in rows
            if r.effect == "open" and r.from_date and r.from_date <= max(days)
        ]
        if not shut or not opened:
            return ""
        return f"closed by row {shut[-1].id}, open again by row {max(opened)[1]}"

    def documents(self, legs: Sequence[Leg], countries: Sequence[str]) -> tuple[Document, ...]:
        """Papers that the countries on the way ask for."""
        if not countries:
            return ()
        # A port call is what brings the papers of the sea into a country.
        used = {
            (leg.country, leg.mode)
            for leg in legs
            if leg.kind in (LinkKind.LINE_HAUL, LinkKind.PORT) and not from_ship_to_ship(leg)
        }
        narrow, spared = under_regimes(self.dataset, legs, self._effects.papers(legs))
        found: list[Document] = []
        # A country that is entered twice asks for its papers once.
        for country in dict.fromkeys(countries):
            for rule in self._rules.get(country, ()):
                modes = [m for m in rule.modes if (country, m) in used]
                if rule.id in narrow:
                    # Its rows say where it is asked for: a port asks for papers of the land.
                    modes = [m for m in MODES if (country, m) in narrow[rule.id]]
                modes = [m for m in modes if (rule.id, country, m) not in spared]
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

    def warnings(self, legs: Sequence[Leg], borders: Sequence[Border]) -> list[Message]:
        """What must be known before relying on an itinerary."""
        found: list[Message] = []
        for border in borders:
            post = name(border.name)
            if border.status == "restricted":
                sources, note = self._sources(border), written(border.note)
                found.append(say("restricted", subject=post, note=note, sources=sources))
            elif border.status == "opened":
                found.append(say("opened", post=post, sources=self._sources(border)))
        for leg in legs:
            if leg.kind == LinkKind.SAILING:
                service = self.dataset.service[leg.subject]
                for passage in service.passages:
                    subject, called = Ref(RefKind.PASSAGE, passage), passage.capitalize()
                    found.extend(self._restrictions(subject, leg, called))
                subject = Ref(RefKind.SERVICE, service.id)
                found.extend(self._restrictions(subject, leg, service.name))
                found.extend(self._of_service(service, leg))
            elif leg.kind == LinkKind.PORT:
                found.extend(
                    self._restrictions(Ref(RefKind.PORT, leg.subject), leg, leg.start.name)
                )
            elif leg.kind == LinkKind.LINE_HAUL:
                found.extend(self._section_warnings(leg))
        found.extend(self._old_surcharges(legs))
        found.extend(self._night_bans(legs))
        found.extend(self._effects.warnings(legs))
        found.extend(self._weight_warnings(legs))
        estimated = sum(leg.estimated_m for leg in legs)
        if estimated:
            found.append(say("estimate", km=estimated / 1000))
        return found

    def _of_service(self, service: SeaService, leg: Leg) -> Iterator[Message]:
        """What is known of a service: its timetable, who runs it, when it was last seen."""
        called, sources = Word(service.name, WordKind.SERVICE), (service.source_id,)
        if service.status != "service":
            yield say("sailing", service=called, status=term(service.status), sources=sources)
        if service.operator:
            page = say("sailing.page", page=service.booking_url) if service.booking_url else ""
            operators = names(service.operator.split("|"))
            yield say("sailing.run", service=called, operators=operators, page=page)
        if not service.last_sailing:
            yield say("sailing.unseen", service=called, sources=sources)
            return
        days = (leg.departs.date() - last_day(service.last_sailing)).days
        if days > self.dataset.figures.service_stale_days.value.typical:
            yield say(
                "sailing.seen",
                service=called,
                seen=service.last_sailing,
                days=days,
                sources=sources,
            )

    def _old_surcharges(self, legs: Sequence[Leg]) -> Iterator[Message]:
        """Surcharges on the bill that nobody has confirmed for long, each once."""
        rows = {row.key: row for row in self.dataset.sea_surcharges}
        asked = dict.fromkeys(r for leg in legs for i in leg.items for r in i.rows if r in rows)
        for row in (rows[key] for key in asked):
            days = (legs[0].departs.date() - last_day(row.last_confirmed)).days
            if days > self.dataset.figures.closure_stale_days.value.typical:
                yield say(
                    "surcharge.stale",
                    item=term(row.item),
                    confirmed=row.last_confirmed,
                    days=days,
                    sources=(row.source_id,),
                )

    def _weight_warnings(self, legs: Sequence[Leg]) -> list[Message]:
        """Countries whose limit the usual truck with this load breaks."""
        driven = dict.fromkeys(
            leg.country for leg in legs if leg.kind == LinkKind.LINE_HAUL and leg.mode == Mode.ROAD
        )
        rules = [(c, self.load.road(c).over) for c in driven]
        return [
            say(
                "rule.weight",
                country=country,
                load_t=self.load.gross_each_t,
                limit_t=rule.limit_t or 0.0,
                sources=(rule.source_id,),
            )
            for country, rule in rules
            if rule is not None
        ]

    def _sources(self, border: Border) -> tuple[str, ...]:
        subject = Ref(RefKind.CROSSING, border.crossing_id)
        rows = self._rows(subject, (border.passage.date(),), border.country_to)
        return tuple(dict.fromkeys(r.source_id for r in rows))

    def _section_warnings(self, leg: Leg) -> list[Message]:
        """Restrictions on the roads and lines of a haul that no hours on the bill stand for."""
        found: list[Message] = []
        for line in leg.geometry_ref:
            subject = Ref(RefKind.SECTION, name_of(line).split(":")[0])
            if subject in self._closures:
                section = self.dataset.section[subject.id]
                hubs = (self.dataset.hub[h].name for h in (section.from_id, section.to_id))
                found += self._restrictions(subject, leg, " - ".join(hubs))
        return found

    def _night_bans(self, legs: Sequence[Leg]) -> list[Message]:
        """Roads of the way on which vehicles stand at night, each ban once; or that none is known."""
        rows = self.dataset.night_bans
        known = {ban.country for ban in rows if not ban.domestic}
        ends = {self.maker.ends.origin.country, self.maker.ends.destination.country}
        goods = min(ends) if len(ends) == 1 else "", self.load.consignment.cargo_class
        driven = [g for g in legs if g.mode == Mode.ROAD and g.kind == LinkKind.LINE_HAUL]
        found: dict[str, Message] = {}
        for leg in driven:
            days = leg.departs.date(), leg.arrives.date()
            here = [b for b in rows if b.country == leg.country]
            holding = [b for b in here if any(bans(b, day, *goods) for day in days)]
            if leg.country in known and not holding:
                unknown = say("night.unknown", country=leg.country, year=days[0].year)
                found.setdefault(leg.country, unknown)
            lines = {line.removeprefix("-").split(":")[0] for line in leg.geometry_ref}
            for ban in (b for b in holding if lines & set(b.sections)):
                found[ban.id] = say(
                    "night.ban",
                    road=written(ban.name),
                    shut_from=f"{ban.shut_from}",
                    shut_to=f"{ban.shut_to}",
                    since=f"{ban.from_date}",
                    confirmed=ban.last_confirmed,
                    sources=(ban.source_id,),
                )
        return list(found.values())

    def _restrictions(self, subject: Ref, leg: Leg, called: str) -> list[Message]:
        rows = {
            row.id: row
            for at in (leg.departs, leg.arrives)
            for row in self._rows(subject, (at.date(),))
            if row.effect == "restricted" and not (subject.kind is RefKind.SECTION and row.delay_h)
        }
        return [_restricted(name(called), row) for row in rows.values()]


def _restricted(subject: Word, row: Closure) -> Message:
    note, sources = written(row.note), (row.source_id,)
    if row.cargo == "all":
        return say("restricted", subject=subject, note=note, sources=sources)
    cargo = term(row.cargo)
    return say("restricted.cargo", subject=subject, cargo=cargo, note=note, sources=sources)


def under_regimes(
    dataset: Dataset, legs: Sequence[Leg], asked: Mapping[str, set[tuple[str, str]]]
) -> tuple[dict[str, set[tuple[str, str]]], set[tuple[str, str, str]]]:
    """
    Where papers are asked for, once it is known under which regime each border is passed.

    A paper of a regime is asked for in the country that is entered under it, a carnet in the one
    that is left too. The other set are papers that it takes the place of, with country and mode.
    """
    spared: set[tuple[str, str, str]] = set()
    rows = {r.id: r for r in dataset.transit_regimes}
    plain = {p for r in rows.values() if r.kind != TIR for p in r.papers}
    found = {rule: set(places) for rule, places in asked.items()}
    found |= {p: set[tuple[str, str]]() for r in rows.values() for p in r.papers}
    carnets = {p for r in rows.values() for p in r.papers} - plain
    issued = {r.id: set(r.countries) for r in dataset.rules if r.id in carnets}
    for leg in legs:
        row = rows.get(leg.regime)
        if row is None:
            continue
        here, there = ((spot.country, str(Mode.ROAD)) for spot in (leg.start, leg.end))
        for paper in row.papers:
            found[paper].add(there)
        for paper in row.without_papers:
            spared.add((paper, *there))
        if row.kind == TIR:
            for paper, countries in issued.items():
                found[paper] |= {place for place in (here, there) if place[0] in countries}
    return found, spared
