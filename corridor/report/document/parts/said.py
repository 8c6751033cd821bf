"""What an answer says, by codes: beside its English, for readers of another language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, UnsetType, field

from corridor.model.answer import Answer, Itinerary
from corridor.model.land_bridge import LandBridge
from corridor.model.message import Message, Parameter, Word, WordKind


class PartRecord(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A message inside a message, or a text of the tables of some kind."""

    code: str = ""
    parameters: dict[str, ParameterRecord] = field(default_factory=dict)
    text: str = ""
    kind: WordKind = WordKind.TEXT


ParameterRecord = str | int | float | PartRecord | tuple[str | int | float | PartRecord, ...]


class SaidRecord(Struct, frozen=True, kw_only=True):
    """One message; `at` points (RFC 6901) to the English texts of the answer that it is."""

    code: str
    parameters: dict[str, ParameterRecord]
    at: tuple[str, ...]


def said(answer: Answer) -> tuple[SaidRecord, ...]:
    """The messages behind labels, names of items, notes and warnings, each once."""
    found: dict[Message, list[str]] = {}
    for at, message in _messages(answer):
        found.setdefault(Message(message.code, message.parameters), []).append(at)
    return tuple(saved(message, *at) for message, at in found.items())


def _messages(answer: Answer) -> Iterator[tuple[str, Message]]:
    for number, itinerary in enumerate(answer.itineraries):
        yield from _of_itinerary(f"/itineraries/{number}", itinerary)
    for number, entry in enumerate(answer.blocked):
        if entry.if_open:
            yield f"/blocked/{number}/if_open/label", entry.if_open.label
    if answer.land_bridge:
        yield from _of_bridge("/land_bridge", answer.land_bridge)
    if answer.in_time:
        yield "/sure/text", answer.in_time.text
    for number, warning in enumerate(answer.warnings):
        yield f"/warnings/{number}/text", warning
    if answer.listing:
        yield "/listing/text", answer.listing.text
    for number, way in enumerate(answer.left_out):
        yield f"/left_out/{number}/label", way.label
        yield f"/left_out/{number}/text", way.text
    if answer.certainty:
        yield "/certainty/text", answer.certainty.text
        for number, flip in enumerate(answer.certainty.flips):
            yield f"/certainty/flips/{number}/text", flip.text


def _of_bridge(path: str, bridge: LandBridge) -> Iterator[tuple[str, Message]]:
    for number, line in enumerate(bridge.lines):
        yield f"{path}/lines/{number}", line
    for at, way in (("now", bridge.way), ("if_open", bridge.if_open)):
        if way:
            yield f"{path}/{at}/label", way.label
    if bridge.wins_if:
        yield f"{path}/wins_if", bridge.wins_if


def _of_itinerary(path: str, itinerary: Itinerary) -> Iterator[tuple[str, Message]]:
    if itinerary.label:
        yield f"{path}/label", itinerary.label
    for number, leg in enumerate(itinerary.legs):
        if leg.note:
            yield f"{path}/legs/{number}/note", leg.note
        for place, item in enumerate(leg.items):
            yield f"{path}/legs/{number}/items/{place}/name", item.type.message
    for number, use in enumerate(itinerary.trains):
        yield f"{path}/trains/{number}/text", use.text
    for number, evidence in enumerate(itinerary.seen):
        yield f"{path}/seen/{number}/text", evidence.text
    yield f"{path}/evidence/text", itinerary.evidence
    for number, warning in enumerate(itinerary.warnings):
        yield f"{path}/warnings/{number}/text", warning


def saved(message: Message, *at: str) -> SaidRecord:
    """The record of a message that stands at some places."""
    return SaidRecord(code=message.code, parameters=_saved(message), at=at)


def _saved(message: Message) -> dict[str, ParameterRecord]:
    return {name: _parameter(value) for name, value in message.parameters}


def _parameter(value: Parameter) -> ParameterRecord:
    if isinstance(value, tuple):
        return tuple(_single(one) for one in value)
    return _single(value)


def _single(value: Parameter) -> str | int | float | PartRecord:
    if isinstance(value, Message):
        return PartRecord(code=value.code, parameters=_saved(value))
    if isinstance(value, Word):
        return PartRecord(text=value.text, kind=value.kind)
    if isinstance(value, tuple):
        raise TypeError("a list inside a list is not a parameter of a message")
    return value


def messages_of(records: tuple[SaidRecord, ...] | UnsetType) -> Mapping[str, Message]:
    """Messages of a saved answer by where they stand; none in answers of before."""
    found = records or ()
    return {at: Message(one.code, _read(one.parameters)) for one in found for at in one.at}


def _read(saved: Mapping[str, ParameterRecord]) -> tuple[tuple[str, Parameter], ...]:
    return tuple((name, _value(value)) for name, value in saved.items())


def _value(saved: ParameterRecord) -> Parameter:
    if isinstance(saved, tuple):
        return tuple(_value(one) for one in saved)
    if not isinstance(saved, PartRecord):
        return saved
    if saved.code:
        return Message(saved.code, _read(saved.parameters))
    return Word(saved.text, saved.kind)
