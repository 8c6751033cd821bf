"""News of one thing as rows for the user's own folder: what is open, shut, slow or costs now."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from urllib.parse import urlsplit

from corridor.errors import InputError, UnknownPlaceError, shown
from corridor.model.ref import Ref, RefKind
from corridor.model.status import NOT_BUILT
from corridor.planning.time.windows import in_force
from corridor.tables.dataset import Dataset
from corridor.tables.gazetteer import Gazetteer
from corridor.tables.overlays.own_folder import OwnRow
from corridor.tables.records import Closure

# Kinds of things that a row of closures speaks of, in the order in which a name is taken for them.
_CLOSABLE = (
    RefKind.CROSSING,
    RefKind.PORT,
    RefKind.PASSAGE,
    RefKind.SERVICE,
    RefKind.SECTION,
)
REGIME, SURCHARGE, RATE, TRAIN = "transit_regimes", "sea_surcharges", "fx", "rail_services"
CLOSURE = "closures"
_TABLES = (REGIME, SURCHARGE, RATE, CLOSURE)
_FOLLOWS = "the row that follows"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """
    What was heard of a thing, and from whom.

    Attributes
    ----------
    name
        Of the thing: a crossing, port, sea passage, road or line, ship, train, transit regime,
        surcharge or currency.
    opened, shut
        What it is now; for a train or ship that it runs, or does not.
    still
        It is as its row says, for a row of closures or a surcharge.
    delay_h
        Hours that it takes more, None where nothing was said of it.
    value
        US dollars of a surcharge, units a dollar of a currency, None where not told.
    into
        Country entered, where it was said of one way over a crossing.
    on
        Day of the evidence.
    source, note
        Who says so, and what else.
    """

    name: str
    opened: bool = False
    shut: bool = False
    still: bool = False
    delay_h: float | None = None
    value: float | None = None
    into: str = ""
    on: date
    source: str
    note: str = ""


@dataclass(slots=True)
class Confirmation:
    """Rows to put into the folder and to take out of it, and what they end."""

    subject: str
    said: Said
    put: list[OwnRow] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """Columns of a row that stands already which news changes; what is None stays as it is."""

    last_confirmed: date
    to_date: date | None = None
    delay_h: float | None = None
    amount_typical_usd: float | None = None

    def cells(self) -> dict[str, str]:
        """As text of the table."""
        found = {"last_confirmed": f"{self.last_confirmed}"}
        if self.to_date is not None:
            found |= {"to_date": f"{self.to_date}"}
        if self.delay_h is not None:
            found |= {"delay_h": f"{self.delay_h:g}"}
        if self.amount_typical_usd is not None:
            found |= {"amount_typical_usd": f"{self.amount_typical_usd:g}"}
        return found


def confirmation(dataset: Dataset, gazetteer: Gazetteer, said: Said) -> Confirmation:
    """
    Rows that say what was heard.

    Parameters
    ----------
    dataset
        The tables, with the rows of the folder over them.

    Raises
    ------
    InputError
        If what was said does not fit the thing, or says two things at once.
    UnknownPlaceError
        If nothing is called so; near names are given.
    """
    _refuse_contradictions(said)
    table, key = _subject(dataset, gazetteer, said.name)
    made = Confirmation(f"{table}:{key}", said)
    made.put.append(_source(said))
    if table in _FIGURED:
        _FIGURED[table](dataset, key, made)
        return made
    if said.value is not None:
        raise InputError(
            f"--value fits a surcharge or a currency, not {shown(said.name)}",
            remedy="leave --value out",
        )
    if table == CLOSURE:
        _of_row(dataset, key, made)
        return made
    if said.still:
        raise InputError(
            f"--still fits a surcharge or a row of closures, not {shown(said.name)}",
            remedy="give --open, --closed or --delay HOURS",
        )
    if table == TRAIN:
        _of_train(dataset, key, made)
    elif table == REGIME:
        _of_regime(dataset, key, made)
    else:
        _of_closable(dataset, Ref(RefKind(table), key), made)
    return made


def still_shut(dataset: Dataset, made: Confirmation) -> str:
    """
    Whether the tables with the new rows say something else than was heard: why, else ''.

    Only of what closures speak of; a row of the tables may begin on the very day.
    """
    kind, _, key = made.subject.partition(":")
    if kind not in {k.value for k in _CLOSABLE}:
        return ""
    closing = _closing(dataset, Ref(RefKind(kind), key), made.said.on)
    if made.said.opened and closing:
        return f"row {closing[0].id} still closes it on {made.said.on}"
    if made.said.shut and not closing:
        return f"another row has it open on {made.said.on}"
    return ""


def _refuse_contradictions(said: Said) -> None:
    if said.opened and said.shut:
        raise InputError("--open and --closed were both given", remedy="give one of them")
    if said.still and (said.opened or said.shut or said.delay_h is not None):
        raise InputError("--still says that nothing changed", remedy="give it alone")
    if said.shut and said.delay_h is not None:
        raise InputError("--closed and --delay were both given", remedy="give one of them")
    figures = (said.delay_h, said.value)
    if not (said.opened or said.shut or said.still or any(f is not None for f in figures)):
        raise InputError(
            f"nothing is said of {shown(said.name)}",
            remedy="give --open, --closed, --delay HOURS, --value FIGURE or --still",
        )
    if said.into and said.delay_h is None:
        raise InputError(
            "--into holds for a delay alone: a post is open or closed both ways",
            remedy="give --delay, or leave --into out",
        )
    if not said.source.strip():
        raise InputError("--source is empty", remedy='say who told it, as --source "agent, phone"')


# ---------------------------------------------------------------- what is named
def _subject(dataset: Dataset, gazetteer: Gazetteer, text: str) -> tuple[str, str]:
    """Kind or table, and id, of what a name means."""
    ids: dict[str, tuple[str, str]] = {}
    for table in _TABLES:
        for row in getattr(dataset, table):
            for name in (row.id, row.key):
                ids.setdefault(name.casefold(), (table, row.id))
    plain = text.strip().casefold()
    if plain in ids:
        return ids[plain]
    try:
        things = gazetteer.things(text.strip().partition(":")[2] or text, "confirm")
    except UnknownPlaceError as err:
        close = get_close_matches(plain, ids, 3, 0.75)
        if not close:
            raise
        raise UnknownPlaceError(err.what, remedy=f"one of {', '.join(close)}") from None
    return _one_of(dataset, text, things)


def _one_of(dataset: Dataset, text: str, things: Sequence[Ref]) -> tuple[str, str]:
    """The one thing of a name that news can be of."""
    unbuilt = {c.id for c in dataset.crossings if c.status in NOT_BUILT}
    for kind in _CLOSABLE:
        found = [t for t in things if t.kind is kind and t.id not in unbuilt]
        exact = [t for t in found if t.id == text.strip().casefold()]
        if len(exact or found) == 1:
            key = (exact or found)[0].id
            return (TRAIN if key in dataset.train else kind.value), key
        if found:
            raise InputError(
                f"{shown(text)} is the name of {len(found)} things",
                remedy=f"one of {', '.join(t.id for t in found)}",
            )
    raise InputError(
        f"{shown(text)} names nothing that news can be of",
        remedy="name a crossing, port, passage, section, ship, train, transit regime, surcharge"
        " or currency",
    )


# ---------------------------------------------------------------- rows
def _source(said: Said) -> OwnRow:
    text = " ".join(said.source.split())
    address = next((w for w in text.split() if urlsplit(w).scheme in ("http", "https")), "")
    cells = {"title": text, "publisher": "the user's own word", "retrieved": f"{said.on}"}
    return OwnRow("sources", _source_id(said), cells | {"url": address})


def _source_id(said: Said) -> str:
    text = " ".join(said.source.split())
    slug = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:24].strip("-")
    return f"own-{slug or 'source'}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


def _cited(said: Said, note: str, confidence: str = "reported") -> dict[str, str]:
    """The cells that say where a row comes from."""
    told = "; ".join(filter(None, (" ".join(said.note.split()), note)))
    return {
        "source_id": _source_id(said),
        "as_of": f"{said.on}",
        "confidence": confidence,
        "note": told,
    }


def _of_closable(dataset: Dataset, subject: Ref, made: Confirmation) -> None:
    """A crossing, port, passage, ship or section: rows of closures, and what was seen."""
    said = made.said
    crossing = dataset.crossing.get(subject.id)
    sides = (crossing.country_a, crossing.country_b) if crossing else ()
    if said.into and said.into not in sides:
        raise InputError(
            f"--into {shown(said.into)} is not a side of {subject.id}",
            remedy=f"one of {', '.join(sides)}" if sides else "leave it out",
        )
    closing = _closing(dataset, subject, said.on)
    if said.shut:
        _shut(dataset, subject, closing, made)
        return
    if closing and not said.opened:
        raise InputError(
            f"{subject.id} is closed on {said.on} by row {closing[0].id}",
            remedy="give --open with --delay, if it is passable again",
        )
    rows = dataset.closures_of.get(subject, ())
    if said.opened:
        same = [r for r in rows if r.own and r.effect == "closed" and r.from_date == said.on]
        made.taken += [r.key for r in same]
        held = in_force(rows, (said.on,))
        made.ends += [f"{r.id} ({r.effect} since {r.from_date})" for r in held if r not in same]
        made.put.append(_closure(subject, "open", said, {}))
    if said.delay_h is not None:
        _delay(subject, rows, made)
    _saw(dataset, subject, made)


def _shut(dataset: Dataset, subject: Ref, closing: Sequence[Closure], made: Confirmation) -> None:
    said = made.said
    if closing:
        row = closing[0]
        note = f"Confirmed closed on {said.on}; since {row.from_date} by {row.source_id}"
        made.put.append(
            OwnRow("closures", row.id, {"last_confirmed": f"{said.on}", **_cited(said, note)})
        )
        return
    rows = dataset.closures_of.get(subject, ())
    made.taken += [r.key for r in rows if r.own and r.effect == "open" and r.from_date == said.on]
    made.put.append(_closure(subject, "closed", said, {}))


def _delay(subject: Ref, rows: Iterable[Closure], made: Confirmation) -> None:
    """Hours more from now on; an earlier delay of the user's own ends the day before."""
    said = made.said
    before = f"{said.on - timedelta(days=1)}"
    for row in rows:
        mine = row.own and row.effect == "restricted" and row.to_date is None
        if mine and row.into == said.into and row.from_date and row.from_date < said.on:
            cells = {"to_date": before, "end_by": _FOLLOWS, "as_of": row.as_of}
            kept = {"source_id": row.source_id, "last_confirmed": row.last_confirmed}
            made.put.append(OwnRow("closures", row.id, cells | kept))
            made.ends.append(f"{row.id} (delay of {row.delay_h:g} h since {row.from_date})")
    more = {"delay_h": f"{said.delay_h:g}", "into": said.into}
    made.put.append(_closure(subject, "restricted", said, more))


def _closure(subject: Ref, effect: str, said: Said, more: Mapping[str, str]) -> OwnRow:
    way = f"_into_{said.into.lower()}" if more.get("into") else ""
    return OwnRow(
        "closures",
        f"own_{subject.id}_{effect}{way}_{said.on}".lower(),
        {
            "subject_kind": subject.kind.value,
            "subject_id": subject.id,
            "cargo": "all",
            "effect": effect,
            "from_date": f"{said.on}",
            "last_confirmed": f"{said.on}",
            **more,
            **_cited(said, ""),
        },
    )


def _saw(dataset: Dataset, subject: Ref, made: Confirmation) -> None:
    """Who hears that a post or ship works has evidence of it."""
    said = made.said
    if subject.kind is RefKind.SERVICE:
        row = dataset.service[subject.id]
        note = f"Sailing confirmed; the rest is from {row.source_id}, {row.as_of}"
        cells = {"last_sailing": f"{said.on}", **_cited(said, note, row.confidence)}
        made.put.append(OwnRow("sea_services", row.id, cells))
    elif subject.kind is RefKind.CROSSING:
        ways = {r.into for r in dataset.seen_of.get(subject, ())} or {""}
        for into in sorted({said.into} if said.into else ways):
            made.put.append(_seen("crossing", subject.id, into, said))


def _seen(kind: str, key: str, into: str, said: Said) -> OwnRow:
    way = f"_into_{into.lower()}" if into else ""
    cells = {
        "subject_kind": kind,
        "subject_id": key,
        "into": into,
        "state": "seen",
        "seen_on": f"{said.on}",
        "what": "open, by your own source",
    }
    return OwnRow("last_seen", f"own_{key}{way}", cells | _cited(said, ""))


def _of_row(dataset: Dataset, key: str, made: Confirmation) -> None:
    """One row of closures by its id: as it was, at an end, or of other hours."""
    said = made.said
    row = next(r for r in dataset.closures if r.id == key)
    if said.shut or said.into:
        raise InputError(
            f"of the row {key} is told that it still holds, has ended, or its hours",
            remedy="give --still, --open or --delay HOURS",
        )
    if said.delay_h is not None and row.effect != "restricted":
        raise InputError(
            f"the row {key} is {row.effect} and has no hours", remedy="give --still or --open"
        )
    state = "End" if said.opened else "Row"
    note = f"{state} confirmed; the rest is from {row.source_id}, {row.as_of}"
    heard = _Heard(
        last_confirmed=said.on,
        to_date=said.on - timedelta(days=1) if said.opened else None,
        delay_h=said.delay_h,
    )
    if said.opened:
        made.ends.append(f"{row.id} ({row.effect} since {row.from_date})")
    cells = heard.cells() | _cited(said, note, row.confidence)
    made.put.append(OwnRow(CLOSURE, key, cells))


def _of_train(dataset: Dataset, key: str, made: Confirmation) -> None:
    said, row = made.said, dataset.train[key]
    _refuse_delay(said)
    note = f"{'Run' if said.opened else 'Stop'} confirmed; the rest is from {row.source_id}, {row.as_of}"
    cells = _cited(said, note, row.confidence)
    cells |= (
        {"last_run": f"{said.on}", "status": "runs"} if said.opened else {"status": "suspended"}
    )
    made.put.append(OwnRow(TRAIN, key, cells))


def _of_regime(dataset: Dataset, key: str, made: Confirmation) -> None:
    said = made.said
    _refuse_delay(said)
    row = next(r for r in dataset.transit_regimes if r.id == key)
    if said.opened and row.status != "in_force":
        raise InputError(
            f"{key} is not in force by the tables", remedy="give a row of your own of another id"
        )
    if said.opened:
        made.put.append(_seen("regime", key, "", said))
        return
    note = f"End confirmed; the rest is from {row.source_id}, {row.as_of}"
    cells = {"last_day": f"{said.on - timedelta(days=1)}", **_cited(said, note, row.confidence)}
    made.put.append(OwnRow(REGIME, key, cells))


def _of_surcharge(dataset: Dataset, key: str, made: Confirmation) -> None:
    said = made.said
    _refuse_delay(said)
    row = next(r for r in dataset.sea_surcharges if r.id == key)
    note = f"{'End' if said.shut else 'Surcharge'} confirmed"
    if said.value is None:
        note += f"; the figure is from {row.source_id}, {row.as_of}"
    heard = _Heard(
        last_confirmed=said.on,
        to_date=said.on - timedelta(days=1) if said.shut else None,
        amount_typical_usd=said.value,
    )
    cells = _cited(said, note, row.confidence if said.value is None else "reported")
    made.put.append(OwnRow(SURCHARGE, key, heard.cells() | cells))


def _of_rate(_dataset: Dataset, key: str, made: Confirmation) -> None:
    said = made.said
    _refuse_delay(said)
    if said.value is None or said.opened or said.shut or said.still:
        raise InputError(
            f"of {key} a rate is told", remedy="give --value, the units a US dollar, alone"
        )
    cells = {"per_usd": f"{said.value:.10g}", **_cited(said, "")}
    made.put.append(OwnRow(RATE, key, cells))


def _refuse_delay(said: Said) -> None:
    if said.delay_h is not None or said.into:
        raise InputError(
            f"--delay and --into fit crossings, ports, passages and roads, not {shown(said.name)}",
            remedy="leave them out",
        )


def _closing(dataset: Dataset, subject: Ref, on: date) -> list[Closure]:
    """Rows that shut something for all goods on a day."""
    rows = [r for r in dataset.closures_of.get(subject, ()) if not r.trade]
    return [r for r in in_force(rows, (on,)) if r.effect == "closed"]


_FIGURED: Mapping[str, Callable[[Dataset, str, Confirmation], None]] = {
    SURCHARGE: _of_surcharge,
    RATE: _of_rate,
}
