"""The catalogues: the same messages in every language, and text that nothing can cut."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from corridor.messages.catalogue import (
    LANGUAGES,
    Catalogue,
    Text,
    english,
    in_english,
    joined,
    words_of,
)
from corridor.model.charge import CHARGES
from corridor.model.message import name, names, say
from tests.cli.command import ROOT

# Calls that make a message of a code, whole or with a part that is filled in.
SAID = re.compile(r'\b(?:say|Message)\(\s*f?"([^"]+)"')


def fields(words: str) -> set[str]:
    """Parameters that a sentence asks for."""
    return {field for _, field, _, _ in Formatter().parse(words) if field}


def test_every_language_has_the_same_messages() -> None:
    for language in LANGUAGES:
        assert set(words_of(language)) == set(words_of("en")), language


def test_a_translation_asks_for_no_parameter_that_the_english_does_not_know() -> None:
    for code, words in words_of("en").items():
        for language in LANGUAGES:
            assert fields(words_of(language)[code]) <= fields(words), (language, code)


def test_every_code_that_is_said_is_in_the_catalogue_and_every_one_in_it_is_said() -> None:
    codes = set(words_of("en"))
    source = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "corridor").rglob("*.py"))
    patterns = {re.sub(r"\{[^{}]*\}", "*", code) for code in SAID.findall(source)}
    forms = {p: re.compile("[a-z0-9_.]*".join(map(re.escape, p.split("*")))) for p in patterns}
    for pattern, form in forms.items():
        assert any(form.fullmatch(code) for code in codes), pattern
    used = {c for c in codes for form in forms.values() if form.fullmatch(c)}
    used |= {c for c in codes if f'"{c}"' in source}
    assert codes - used == set()


def test_every_charge_has_a_name_and_every_wait_its_reason() -> None:
    codes = set(words_of("en"))
    assert {f"charge.{c}" for c in CHARGES} <= codes
    assert {f"wait.{c.id}" for c in CHARGES.values() if c.waits} <= codes


def test_figures_lists_and_messages_in_a_message() -> None:
    back = say("label.back", countries=("KZ", "RU", "UZ"), times=1.25)
    message = say(
        "label",
        modes=(say("label.rail"), say("label.sea")),
        way=say("label.via", names=names(["Krasnoe", "Samur", "Gabd"])),
        changes="",
        back=back,
    )
    assert in_english(message) == (
        "by rail and sea via Krasnoe, Samur and Gabd (leaves KZ, RU and UZ and comes back, counts"
        " 1.25 times)"
    )
    russian = Catalogue("ru", words_of("ru"), lambda word: Text((("ru", f"«{word.text}»"),)))
    assert russian.text(message).plain() == (
        "по железной дороге, морем через «Krasnoe», «Samur», «Gabd» (покидает KZ, RU, UZ и"
        " возвращается, при сравнении берётся в 1,25 раза)"
    )
    assert (
        russian.text(say("estimate", km=1234.4)).plain()
        == "Длина 1\u00a0234 км пути взята по оценке."
    )


def test_a_text_is_no_string_and_has_none_of_its_methods() -> None:
    text = english().text(say("opened", post=name("Torkham")))
    shared = {m for m in dir(str) if not m.startswith("_")} & set(dir(text))
    assert shared == set()
    for cut in (lambda: text[0], lambda: text + text, lambda: len(text), lambda: "a" in text):  # type: ignore[index, operator, arg-type]
        with pytest.raises(TypeError, match="Text"):
            cut()


def test_words_of_another_language_stand_in_runs_of_their_own() -> None:
    tail = Text((("en", "b"), ("en", "c"), ("ru", "")))
    assert joined([Text((("en", "a"),)), tail, Text((("ru", "д"),))]).runs == (
        ("en", "abc"),
        ("ru", "д"),
    )


def test_only_the_room_of_messages_makes_a_text() -> None:
    rest = [p for p in (ROOT / "corridor").rglob("*.py") if p.parent.name != "messages"]
    makers = [p for p in rest if re.search(r"\bText\(", p.read_text(encoding="utf-8"))]
    assert makers == []
