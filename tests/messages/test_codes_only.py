"""
Every message replaced by its code: figures, order and documents stay as they are.

If a word decided anything, a catalogue without words would move a figure or a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from string import Formatter
from typing import Any

import pytest
from msgspec import to_builtins

from corridor.analysis.ports.study import Depth, study
from corridor.messages import catalogue
from corridor.messages.catalogue import Catalogue, Text, english, words_of
from corridor.model.message import Word
from corridor.report.document.changes import changes
from corridor.report.document.comparison_json import comparison_record
from corridor.report.document.make_answer import answer_record
from corridor.report.document.parts.said import messages_of
from corridor.report.document.stamp import stamp
from corridor.report.document.warnings import minded
from corridor.report.pages.route_words import page_words
from corridor.report.pdf.sheet import sheet
from tests.questions import question
from tests.real import engine
from tests.report.answers import QUERIES, record_of

# Fields of documents that hold words.
WORDS = {
    *("label", "name", "text", "note", "reason", "where", "sentence", "told", "figure", "words"),
    *(
        "label_before",
        "label_after",
        "item",
        "why",
        "itineraries_gone",
        "itineraries_new",
        "headline",
        "points",
    ),
}
ASKED = ("minsk_karachi", "kabul_karachi_open", "karachi_tashkent_truck", "wagons")


def coded() -> Catalogue:
    """A catalogue of codes alone, each with its parameters."""
    words = {}
    for code, text in words_of("en").items():
        named = [f"{{{f}:{s}}}" if s else f"{{{f}}}" for _, f, s, _ in Formatter().parse(text) if f]
        words[code] = f"<{code}{'|'.join(['', *named])}>"
    return Catalogue("en", words, _coded)


def _coded(word: Word) -> Text:
    return Text((("en", f"<{word.kind}:{word.text}>"),))


@pytest.fixture
def codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is said in English is said in codes."""
    only = coded()
    monkeypatch.setattr(catalogue, "english", lambda: only)


def differences(one: Any, other: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where two documents differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        assert list(one) == list(other), at
        for key in one:
            yield from differences(one[key], other[key], (*at, key))
    elif isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        assert len(one) == len(other), at
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from differences(*pair, (*at, str(number)))
    elif one != other:
        yield at


def same_but_for_words(one: Any, other: Any) -> int:
    """Number of words that differ, nothing else differing."""
    found = list(differences(one, other))
    named = {next(key for key in reversed(at) if not key.isdigit()) for at in found}
    assert named <= WORDS, found
    return len(found)


def plain(name: str) -> Any:
    """An answer worked out and written anew."""
    found = engine().ask(QUERIES[name])
    return to_builtins(answer_record(found, engine().dataset))


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_is_the_same(name: str, codes: None) -> None:
    said = plain(name)
    with pytest.MonkeyPatch.context() as english_again:
        english_again.setattr(catalogue, "english", english)
        before = plain(name)
    assert same_but_for_words(before, said) > 20
    for warning in said["warnings"]:
        assert warning["text"].startswith(f"<{warning['code']}")
    # What pages and texts make of it stands at the same places, in the same number.
    one, other = record_of(before), record_of(said)
    assert messages_of(one.messages) == messages_of(other.messages)
    assert minded(one) == minded(other)
    assert page_words(one)["said"] == page_words(other)["said"]


@pytest.mark.parametrize("name", ASKED)
def test_a_quotation_has_the_same_figures_in_the_same_order(name: str, codes: None) -> None:
    def bill(whole: Any) -> Any:
        record = record_of(whole)
        mark = stamp(record, issued=date(2026, 12, 1), valid_days=14)
        shown = sheet(record, mark, most_legs=9, most_items=40, most_papers=3, most_notes=3)
        return [row[1:] for row in shown.bill], shown.facts, [row[-2:] for row in shown.legs]

    said = bill(plain(name))
    with pytest.MonkeyPatch.context() as english_again:
        english_again.setattr(catalogue, "english", english)
        assert bill(plain(name)) == said


def test_a_comparison_with_its_samples_is_the_same(codes: None) -> None:
    def compared() -> Any:
        found = study(engine(), question(), "Kandahar", Depth(samples=300, checked=0))
        record = comparison_record(
            [(found, found)], engine().dataset, command="c", graph_hash="0" * 64
        )
        return to_builtins(record)

    said = compared()
    with pytest.MonkeyPatch.context() as english_again:
        english_again.setattr(catalogue, "english", english)
        before = compared()
    assert same_but_for_words(before, said) > 20
    assert said["places"][0]["today"]["sentence"].startswith("<verdict")


@pytest.mark.parametrize("other", ["minsk_karachi_open", "least_co2"])
def test_a_what_if_is_the_same(other: str, codes: None) -> None:
    def changed() -> Any:
        was, now = (record_of(plain(name)) for name in ("minsk_karachi", other))
        return to_builtins(changes(was, now))

    said = changed()
    with pytest.MonkeyPatch.context() as english_again:
        english_again.setattr(catalogue, "english", english)
        before = changed()
    assert same_but_for_words(before, said) > 20
    reasons = [
        why for role in said["roles"] for part in (role, *role["items"]) for why in part["why"]
    ]
    assert reasons
    assert all(why.startswith("<whatif.") for why in reasons)
