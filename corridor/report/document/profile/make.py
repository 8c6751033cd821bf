"""The document of a profile, made of what the days found."""

from __future__ import annotations

from msgspec import structs

from corridor.analysis.choice.change import Change
from corridor.analysis.choice.profile import Day, Profile
from corridor.messages.catalogue import in_english
from corridor.model.answer import Answer
from corridor.model.band import Band
from corridor.model.objective import Objective
from corridor.report.document.asked import query_record, when
from corridor.report.document.parts.figures import BandRecord
from corridor.report.document.profile.records import (
    ChangeRecord,
    DayRecord,
    DayWayRecord,
    ProfileRecord,
)
from corridor.tables.dataset import Dataset

# Units of a figure in the units of the document: cents of a dollar, minutes of an hour, m of a km, g of a kg.
_PER = {
    Objective.GENERALISED: 100,
    Objective.COST: 100,
    Objective.TIME: 60,
    Objective.P90_TIME: 60,
    Objective.DISTANCE: 1000,
    Objective.CO2: 1000,
}


def profile_record(found: Profile, answer: Answer, dataset: Dataset) -> ProfileRecord:
    """
    Make the document.

    Parameters
    ----------
    found
        The days.
    answer
        The answer of any day, for what the question was read as.
    dataset
        The tables.
    """
    query = structs.replace(query_record(answer, dataset), depart=when(found.query.depart))
    per = _PER[found.query.objective]
    return ProfileRecord(
        schema_version="1.0",
        kind="profile",
        query=query,
        data_date=answer.data_date,
        graph_hash=answer.graph_hash,
        data_version=answer.data_version,
        best=when(found.best.depart),
        worst=when(found.worst.depart),
        shortest=when(found.shortest.depart),
        soonest=when(found.soonest.depart),
        ways=tuple(_way(found, number) for number in range(len(found.labels))),
        days=tuple(_day(day, per) for day in found.days),
    )


def _way(found: Profile, number: int) -> DayWayRecord:
    days = [day for day in found.days if day.way == number]
    first = days[0].itinerary
    assert first is not None
    return DayWayRecord(
        number=number + 1,
        label=in_english(found.labels[number]),
        countries=first.countries,
        days=len(days),
        first=when(days[0].depart),
        last=when(days[-1].depart),
    )


def _day(day: Day, per: int) -> DayRecord:
    itinerary = day.itinerary
    if itinerary is None or day.way is None:
        return DayRecord(depart=when(day.depart), way=None)
    record = DayRecord(
        depart=when(day.depart),
        way=day.way + 1,
        arrival=when(itinerary.arrival),
        time_h=_band(itinerary.time, 60),
        cost_usd=_band(itinerary.cost, 100),
        generalised_usd=itinerary.generalised_cents / 100,
        figure=round(day.figure / per, 4),
    )
    return record if day.change is None else structs.replace(record, change=_change(day.change))


def _change(change: Change) -> ChangeRecord:
    return ChangeRecord(code=change.text.code, text=in_english(change.text), rows=change.rows)


def _band(band: Band, per: int) -> BandRecord:
    low, typical, high = (round(end / per, 4) for end in (band.low, band.typical, band.high))
    return BandRecord(low=low, typical=typical, high=high)
