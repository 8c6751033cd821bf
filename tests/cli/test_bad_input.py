"""Whatever is typed: the right exit code, a message that helps, and never a traceback."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.cli.command import DAY, UNWANTED, all_text, corridor
from tests.cli.inside import inside

pytestmark = pytest.mark.slow

MK = ("route", "Minsk", "Karachi")
LONG = "A" * 10_000
# (arguments, exit code, words of the message)
HOSTILE: list[tuple[tuple[str | bytes, ...], int, tuple[str, ...]]] = [
    # places
    (("route", "", ""), 2, ("empty place name",)),
    (("route", "Minsk", ""), 2, ("empty place name",)),
    (("route", " ", "\n"), 2, ("empty place name",)),
    (("route", "Minsk", "Karachy"), 2, ("'Karachy'", "Karachi (karachi)")),
    (("route", "Tashkant", "Karachi"), 2, ("Tashkent (tashkent)",)),
    (("route", "London", "Karachi"), 2, ("'London'", "Try:")),
    (("route", LONG, "Karachi"), 2, ("no place is called",)),
    (("route", "😀", "Karachi"), 2, ("no place is called",)),
    (("route", "ناکجاآباد", "Karachi"), 2, ("no place is called",)),
    (("route", "Nowhere\nat\nall", "Karachi"), 2, ("no place is called",)),
    (("route", "'; DROP TABLE hubs; --", "Karachi"), 2, ("no place is called",)),
    (("route", "<script>alert(1)</script>", "Karachi"), 2, ("no place is called",)),
    (("route", "../../../etc/passwd", "Karachi"), 2, ("no place is called",)),
    (("route", "%s%n{0}", "Karachi"), 2, ("no place is called",)),
    (("route", b"\xff\xfe", "Karachi"), 2, ("place name",)),
    (("route", "53,9,27,5", "Karachi"), 2, ("no place is called",)),
    # positions
    (("route", "51.5,-0.1", "Karachi"), 2, ("outside the region", "latitude of")),
    (("route", "0,0", "Karachi"), 2, ("outside the region",)),
    (("route", "Minsk", "67.01,24.86"), 2, ("may be swapped", "24.86,67.01")),
    (("route", "nan,nan", "Karachi"), 2, ("not a position",)),
    (("route", "53.9,nan", "Karachi"), 2, ("not a position",)),
    (("route", "inf,10", "Karachi"), 2, ("outside the region",)),
    (("route", "1e999,1e999", "Karachi"), 2, ("outside the region",)),
    (("route", "22,65", "Karachi"), 2, ("lies at sea", "the nearest place is ormara (PK)")),
    # the same twice
    (("route", "Minsk", "Minsk"), 2, ("same place (Minsk)",)),
    (("route", "Minsk", "МИНСК"), 2, ("same place (Minsk)",)),
    (("route", "Karachi", "کراچی"), 2, ("same place (Karachi)",)),
    # dates
    ((*MK, "--depart", "0001-01-01"), 2, ("out of range", "2005-01-01 to 2045-12-31")),
    ((*MK, "--depart", "9999-12-31"), 2, ("out of range",)),
    ((*MK, "--depart", "2026-02-30"), 2, ("is not a day of the calendar", "2026-12-01")),
    ((*MK, "--depart", "01.12.2026"), 2, ("is not a day as",)),
    ((*MK, "--depart", "tomorrow"), 2, ("is not a day as",)),
    ((*MK, "--depart", "2026-12-01T08:00Z"), 2, ("time zone",)),
    ((*MK, "--depart", "٢٠٢٦-١٢-٠١"), 2, ("--depart",)),
    # weights, values, counts
    ((*MK, *DAY, "--weight", "heavy"), 2, ("--weight 'heavy'", "24t")),
    ((*MK, *DAY, "--weight", "2,4"), 2, ("--weight '2,4'",)),
    ((*MK, *DAY, "--weight", "t"), 2, ("not a number",)),
    ((*MK, *DAY, "--vot", "3,5"), 2, ("not a number",)),
    ((*MK, *DAY, "--weight", "50t"), 2, ("over the 30.48 t",)),
    ((*MK, *DAY, "--weight", "1t"), 2, ("less than an empty FEU",)),
    ((*MK, *DAY, "--weight", "-5"), 2, ("not a gross weight",)),
    ((*MK, *DAY, "--weight", "0"), 2, ("not a gross weight",)),
    ((*MK, *DAY, "--weight", "inf"), 2, ("not a number",)),
    ((*MK, *DAY, "--weight", "nan"), 2, ("not a number",)),
    ((*MK, *DAY, "--weight", "1e400"), 2, ("not a number",)),
    ((*MK, *DAY, "--unit", "platform", "--weight", "100"), 2, ("over the 70 t",)),
    ((*MK, *DAY, "--value", "-1"), 2, ("not a value",)),
    ((*MK, *DAY, "--value", "nan"), 2, ("not a number",)),
    ((*MK, *DAY, "--value", "much"), 2, ("not a number",)),
    ((*MK, *DAY, "--vot", "-1"), 2, ("not a value of time",)),
    ((*MK, *DAY, "--vot", "inf"), 2, ("not a number",)),
    ((*MK, *DAY, "--count", "0"), 2, ("1 to 500",)),
    ((*MK, *DAY, "--count", "501"), 2, ("1 to 500",)),
    ((*MK, *DAY, "--count", "1.5"), 2, ("--count",)),
    # words out of a list
    ((*MK, *DAY, "--unit", "barrel"), 2, ("not a unit", "FEU")),
    ((*MK, *DAY, "--unit", ""), 2, ("not a unit",)),
    ((*MK, *DAY, "--cargo", "weapons"), 2, ("not a cargo class", "perishable")),
    ((*MK, *DAY, "--objective", "joy"), 2, ("unknown", "generalised")),
    ((*MK, *DAY, "--service", "three_drivers"), 2, ("unknown", "two_drivers")),
    ((*MK, *DAY, "--service", ""), 2, ("unknown",)),
    ((*MK, *DAY, "--modes", "air"), 2, ("unknown", "rail, road, sea")),
    ((*MK, *DAY, "--modes", ""), 2, ("--modes is empty",)),
    ((*MK, *DAY, "--modes", ","), 2, ("--modes is empty",)),
    ((*MK, *DAY, "-k", "0"), 2, ("1 to 20",)),
    ((*MK, *DAY, "-k", "21"), 2, ("1 to 20",)),
    ((*MK, *DAY, "-k", "-1"), 2, ("1 to 20",)),
    ((*MK, *DAY, "-k", "x"), 2, ("-k",)),
    ((*MK, *DAY, "-k", "9" * 30), 2, ("1 to 20",)),
    # constraints
    ((*MK, *DAY, "--via", "Atlantis"), 2, ("--via 'Atlantis'", "Try:")),
    ((*MK, *DAY, "--via", "IR"), 2, ("not a place or crossing",)),
    ((*MK, *DAY, "--via", ""), 2, ("--via ''",)),
    ((*MK, *DAY, "--avoid", ""), 2, ("--avoid ''",)),
    ((*MK, *DAY, "--avoid", "Mordor"), 2, ("--avoid 'Mordor'",)),
    ((*MK, *DAY, "--open", "Narnia"), 2, ("--open 'Narnia'",)),
    ((*MK, *DAY, "--close", LONG), 2, ("--close",)),
    # files and folders
    ((*MK, *DAY, "--map", "missing/folder/x.html"), 2, ("there is no folder", "make the folder")),
    ((*MK, *DAY, "--map", "."), 2, ("is a folder",)),
    ((*MK, *DAY, "--map", ""), 2, ("is a folder",)),
    ((*MK, *DAY, "--map", "/proc/corridor.html"), 2, ("cannot be written",)),
    ((*MK, *DAY, "--graph", "missing"), 2, ("graph", "Try:")),
    ((*MK, *DAY, "--data", "missing"), 2, ("Try:",)),
    ((*MK, *DAY, "--map", "n" * 300 + ".html"), 2, ("not a file name", "shorter")),
    (("map", ""), 2, ("is not a saved answer",)),
    (("map", "missing.json"), 2, ("is not a saved answer", "--json > answer.json")),
    # the command line itself
    (("rout",), 2, ("route",)),
    (("route",), 2, ("Missing argument",)),
    (("route", "Minsk"), 2, ("Missing argument",)),
    ((*MK, "--bogus"), 2, ("--bogus",)),
    ((*MK, "Gwadar"), 2, ("Gwadar",)),
    (("map",), 2, ("Missing argument",)),
    (("places", "--country", "XX"), 2, ("--country 'XX'", "AF, ")),
    (("borders", "--country", "😀"), 2, ("--country",)),
    (("terminals", "--country", "Pakistan"), 2, ("PK",)),
    (("check", "network", "--worst", "x"), 2, ("--worst",)),
]


def _alone(number: int, line: Sequence[str | bytes]) -> bool:
    """Whether a line gets a process of its own: bytes that no text holds, and every twenty-fifth."""
    return number % 25 == 0 or any(isinstance(word, bytes) for word in line)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[CompletedProcess[str]]:
    """All hostile lines in an empty folder; most inside the test, on tables read once."""
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        found = [
            corridor(*line, cwd=folder)
            if _alone(n, line)
            else inside(*(str(word) for word in line))
            for n, (line, _, _) in enumerate(HOSTILE)
        ]
    assert list(folder.iterdir()) == [], "a refusal writes nothing"
    return found


@pytest.mark.parametrize(
    "index", range(len(HOSTILE)), ids=lambda i: " ".join(ascii(a)[1:25] for a in HOSTILE[i][0])
)
def test_refused_with_a_message_that_helps(
    index: int, outcomes: list[CompletedProcess[str]]
) -> None:
    done = outcomes[index]
    _, code, words = HOSTILE[index]
    assert done.returncode == code, all_text(done)
    assert done.stdout == ""
    for word in words:
        assert word in done.stderr
    assert "Error: " in done.stderr
    for word in UNWANTED:
        assert word not in all_text(done)


def test_refusals_write_nothing(
    outcomes: list[CompletedProcess[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folders = [p for p in tmp_path_factory.getbasetemp().iterdir() if p.name.startswith("hostile")]
    assert [p for folder in folders for p in folder.iterdir()] == []


# Odd, but what is meant is plain: read, and the reading is shown.
ODD: list[tuple[tuple[str, ...], str]] = [
    (("route", "کراچی", "Minsk", *DAY, "-k", "1"), "read as Karachi (PK)"),
    (("route", "Minsk\n(BY)", "Karachi, Pakistan", *DAY, "-k", "1"), "Minsk (BY) to Karachi (PK)"),
    (
        ("route", "Mnsk", "Karachi", *DAY, "-k", "1", "--guess"),
        "Origin 'Mnsk': read as Minsk (BY), a guess",
    ),
    (("route", "53.9;27.5", "Karachi", *DAY, "-k", "1"), "km by road"),
    (("route", "Minsk", "Karachi", *DAY, "-k", "1", "--unit", "feu"), "1 FEU"),
    (("route", "Minsk", "Karachi", *DAY, "-k", "1", "--weight", "24 Tonnes"), "1 FEU of 24 t"),
    (
        ("route", "Minsk", "Karachi", *DAY, "-k", "1", "--value", "$50,000", "-v"),
        "worth 50,000 USD",
    ),
]


@pytest.mark.parametrize(("args", "word"), ODD, ids=lambda v: ascii(v)[:60])
def test_odd_but_plain_input_is_answered(args: tuple[str, ...], word: str) -> None:
    done = corridor(*args)
    assert done.returncode == 0, all_text(done)
    assert word in done.stdout
    for unwanted in UNWANTED:
        assert unwanted not in all_text(done)


# Kabul with no way out but the crossings to Pakistan, which are closed on `DAY`.
SHUT_IN = tuple(part for c in ("IR", "TM", "UZ", "TJ") for part in ("--avoid", c))
NO_ROUTE: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
    (
        ("Kabul", "Karachi", *SHUT_IN),
        ("_2025_closure)", "Try: --open ", "_road"),
    ),
    (("Minsk", "Karachi", "--avoid", "RU"), ("RU (--avoid)", "drop --avoid RU")),
    (
        ("Minsk", "Karachi", "--avoid", "Pakistan"),
        ("PK (--avoid Pakistan)", "drop --avoid Pakistan"),
    ),
    (
        ("Minsk", "Karachi", "--modes", "sea"),
        ("no terminal for --modes sea", "St Petersburg port", "--modes road,sea"),
    ),
]


@pytest.mark.parametrize(("args", "words"), NO_ROUTE, ids=lambda v: ascii(v)[:60])
def test_no_route_names_what_cuts_it_and_the_remedy(
    args: tuple[str, ...], words: tuple[str, ...]
) -> None:
    done = corridor("route", *args, *DAY)
    assert done.returncode == 1, all_text(done)
    assert done.stdout == ""
    for word in ("no itinerary", *words):
        assert word in done.stderr
    for unwanted in UNWANTED:
        assert unwanted not in all_text(done)


def test_the_remedy_of_a_cut_is_true() -> None:
    line = ("route", "Kabul", "Karachi", *DAY, "-k", "1", *SHUT_IN, "--open", "chaman_road")
    done = corridor(*line)
    assert done.returncode == 0, all_text(done)
    assert "Chaman" in done.stdout


# Asked for something that cannot be meant.
SENSELESS: list[tuple[str, ...]] = [
    ("route", "53.9,27.56", "53.9,27.56", *DAY),
    (*MK, *DAY, "-k", "1", "--close", "PK"),
    (*MK, *DAY, "-k", "1", "--open", "RU"),
    (*MK, *DAY, "-k", "1", "--avoid", "Minsk"),
]


@pytest.mark.parametrize("args", SENSELESS, ids=lambda v: ascii(v)[-40:])
def test_what_cannot_be_meant_is_refused(args: tuple[str, ...], tmp_path: Path) -> None:
    done = corridor(*args, cwd=tmp_path)
    assert done.returncode == 2
    assert "Error: " in done.stderr
    assert not any(word in all_text(done) for word in UNWANTED)
