"""By what an itinerary goes, in the words of the text answer: trains, ships changed, regimes."""

from __future__ import annotations

from corridor.model.message import Message, Parameter, name, say, written
from corridor.report.document.answer import AnswerRecord
from corridor.report.document.parts.said import messages_of

_SHIP_CHANGE = "note.port_across"


def carriage(answer: AnswerRecord, number: int) -> list[Message]:
    """
    Trains of an itinerary (0 is the first), then where it changes ships, then borders by regime.

    A train is told with its headway or days and when it was last seen, ordinary traffic with
    what is known of it. What an answer of before says in English alone is a message of that text.
    """
    itinerary, at = answer.itineraries[number], f"/itineraries/{number}"
    known = messages_of(answer.messages)
    found = [
        known.get(f"{at}/trains/{n}/text") or say("of_before", text=written(train.text))
        for n, train in enumerate(itinerary.trains or ())
    ]
    notes = (known.get(f"{at}/legs/{n}/note") for n in range(len(itinerary.legs)))
    found += [note for note in notes if note is not None and note.code == _SHIP_CHANGE]
    posts: dict[str, dict[Parameter, None]] = {}
    for border in itinerary.borders:
        if border.regime:
            posts.setdefault(border.regime, {})[name(border.name)] = None
    found += [
        say("carriage.regime", regime=regime_word(regime), posts=tuple(names))
        for regime, names in posts.items()
    ]
    return found


def regime_word(regime: str) -> Message:
    """A kind of regime under which a truck passes a border, in words."""
    return say(f"regime.{regime}")
