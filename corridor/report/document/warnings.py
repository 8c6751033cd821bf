"""Warnings of a saved answer as they are listed: none twice, those of one evidence together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corridor.messages.catalogue import in_english
from corridor.model.message import Message, Parameter, say, written
from corridor.report.document.answer import AnswerRecord
from corridor.report.document.parts.said import messages_of

# The same evidence of a closure: what its warning says beside the name.
_EVIDENCE = ("confirmed", "days")


def warnings_of(
    answer: AnswerRecord, which: Iterable[int], without: Sequence[str] = ()
) -> list[Message]:
    """
    Warnings of an answer, then those of some of its itineraries (0 is the first).

    Kinds in `without` are left out.

    What an answer of before says in English alone is a message of that text.
    """
    known = messages_of(answer.messages)
    found = [(f"/warnings/{n}/text", w) for n, w in enumerate(answer.warnings)]
    for number in which:
        own = enumerate(answer.itineraries[number].warnings)
        found += [(f"/itineraries/{number}/warnings/{n}/text", w) for n, w in own]
    return [
        known.get(at) or say("of_before", text=written(w.text))
        for at, w in found
        if w.code not in without
    ]


def merged(warnings: Iterable[Message]) -> list[Message]:
    """Each once, in order; closures of the same evidence in one message with all their names."""
    found: dict[Message, list[Parameter]] = {}
    for warning in warnings:
        values = dict(warning.parameters)
        if warning.code != "stale":
            found.setdefault(warning, [])
            continue
        key = Message(warning.code, tuple((k, values[k]) for k in _EVIDENCE))
        named = found.setdefault(key, [])
        if values["name"] not in named:
            named.append(values["name"])
    return [
        Message(m.code, (("name", tuple(names)), *m.parameters)) if names else m
        for m, names in found.items()
    ]


def lengths(answer: AnswerRecord) -> list[Message]:
    """One message of the kilometres of each itinerary that rest on estimates, if any do."""
    notes = tuple(
        say("length", km=km, number=number)
        for number, itinerary in enumerate(answer.itineraries, 1)
        if (km := itinerary.totals.distance_estimated_km)
    )
    return [say("lengths", lengths=notes)] if notes else []


def minded(answer: AnswerRecord) -> list[Message]:
    """The warnings of an answer and all its itineraries in one list, estimated lengths as one."""
    every = range(len(answer.itineraries))
    return [*merged(warnings_of(answer, every, ("estimate",))), *lengths(answer)]


def in_words(messages: Sequence[Message]) -> list[str]:
    """The messages in English."""
    return [in_english(message) for message in messages]
