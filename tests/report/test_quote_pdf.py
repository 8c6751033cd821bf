"""The quotation: one page, whole, readable in every script, and made of text only."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from corridor.errors import InputError
from corridor.messages.catalogue import in_english
from corridor.model.band import Band, total
from corridor.model.charge import CHARGES
from corridor.model.message import say
from corridor.report.document.stamp import quote_id
from corridor.report.pdf.letterhead import Letterhead, read_letterhead
from corridor.report.pdf.quotation import Quotation, quote_pdf
from corridor.report.pdf.rounding import apportioned
from corridor.report.pdf.sheet import Sheet, sheet
from corridor.report.pdf.unofficial import LEFT_OUT, UNOFFICIAL
from tests.hostile import NAMES, spoiled
from tests.report.answers import answer, record_of
from tests.report.test_exports import stamped

pytestmark = pytest.mark.slow

ITEMS = "/itineraries/0/legs/0/items"
PLAIN = Letterhead("Example Freight", ("1 Quay Road", "+92 21 000"))


def pdf(found: Mapping[str, Any], quotation: Quotation | None = None) -> bytes:
    return quote_pdf(record_of(found), stamped(found), quotation or Quotation(PLAIN))[0]


def texts(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def read_text(data: bytes) -> str:
    """What a viewer copies, in the order it is read."""
    page = pypdfium2.PdfDocument(data)[0]
    return str(page.get_textpage().get_text_range())


def lowest_ink(data: bytes) -> float:
    """Share of the page's height above which the body ends; the foot begins at 0.955."""
    image = pypdfium2.PdfDocument(data)[0].render(scale=1).to_pil().convert("L")
    body = image.crop((0, 0, image.width, int(image.height * 0.955)))
    box = Image.eval(body, lambda v: 255 - v).getbbox()
    assert box is not None
    return float(box[3] / image.height)


def test_a_quotation_says_what_the_answer_says() -> None:
    found = answer("minsk_karachi")
    (text,) = texts(pdf(found, Quotation(PLAIN, "Beta Traders", "RFQ-118")))
    best = found["itineraries"][0]
    for words in (
        "INDICATIVE QUOTATION",
        "Indicative: what the way is expected to cost",
        quote_id(record_of(found)),
        "Valid 14 days, until 2026-12-15",
        f"Data of {found['data_date']}",
        "Example Freight",
        "1 Quay Road",
        "RFQ-118",
        "Beta Traders",
        "Minsk (BY) to Karachi (PK)",
        f"{best['totals']['cost_usd']['typical']:,.0f}",
        f"{best['totals']['co2e_kg']:,.0f}",
        f"{best['estimate_share']['cost']:.0%} of the price",
        "duties and taxes",
        best["documents"][0]["name"],
        "OpenStreetMap",
    ):
        assert words in text
    for leg in best["legs"]:
        assert leg["to"]["name"] in text
    other = found["itineraries"][3]
    assert (
        f"{other['totals']['cost_usd']['typical']:,.0f}"
        in texts(pdf(found, Quotation(PLAIN, which=4)))[0]
    )


def whole(text: str) -> int:
    """Cents of a printed amount."""
    return round(float(text.lstrip("~").replace(",", "")) * 100)


def shown_of(found: Mapping[str, Any], items: int = 99, legs: int = 99, **about: Any) -> Sheet:
    limits: dict[str, Any] = {
        "most_legs": legs,
        "most_items": items,
        "most_papers": 3,
        "most_notes": 3,
    }
    shown = sheet(record_of(found), stamped(found), **limits, **about)
    # Names without the marks that keep their direction of writing.
    return replace(
        shown, bill=tuple((n.strip("\u2068\u2069").replace("\u2068", ""), a) for n, a in shown.bill)
    )


def with_every_charge(*, named: bool, guessed: bool) -> dict[str, Any]:
    """An answer whose first leg holds one item of every type; `named` tells which charge each is."""
    found = copy.deepcopy(answer("minsk_karachi"))
    leg = found["itineraries"][0]["legs"][0]
    first = leg["items"][0]
    zero = {"low": 0.0, "typical": 0.0, "high": 0.0}
    leg["items"] = [
        {
            **first,
            "name": in_english(say(f"charge.{charge}")),
            "rows": [f"of:{charge}"],
            "cost_usd": {"low": n + 0.31, "typical": n + 1.37, "high": n + 2.49},
            "time_h": zero,
            "co2e_kg": 0.0,
            "estimate": guessed,
            "estimate_cost": guessed,
            "outside_total": False,
        }
        for n, charge in enumerate(sorted(CHARGES))
    ]
    found["itineraries"][0]["legs"][1:] = []
    found["messages"] = [
        {"code": f"charge.{charge}", "parameters": {}, "at": [f"{ITEMS}/{n}/name"]}
        for n, charge in enumerate(sorted(CHARGES) if named else ())
    ]
    return found


EVERY = pytest.mark.parametrize("named", [True, False])
UNOFFICIAL_NAMES = {"Unofficial payments, leaving", "Unofficial payments, entering"}


@EVERY
def test_no_item_of_any_type_is_renamed_or_added_to_another(named: bool) -> None:
    found = with_every_charge(named=named, guessed=False)
    cents: dict[str, int] = {}
    for item in found["itineraries"][0]["legs"][0]["items"]:
        cents[item["name"]] = cents.get(item["name"], 0) + round(item["cost_usd"]["typical"] * 100)
    *rows, (_, total) = shown_of(found).bill
    assert {name: whole(amount) for name, amount in rows} == cents
    assert set(cents) >= UNOFFICIAL_NAMES
    assert whole(total) == sum(cents.values())
    # However few rows there are, these are not in "further items".
    for most in (1, 3, 6):
        assert {name for name, _ in shown_of(found, most).bill} >= UNOFFICIAL_NAMES
    other = shown_of(found, unofficial="left-out").bill
    assert {name for name, _ in other[: len(cents) - 2]} == set(cents) - UNOFFICIAL_NAMES


@EVERY
@pytest.mark.parametrize("guessed", [True, False])
def test_what_is_left_out_is_said_and_the_rest_adds_up(named: bool, guessed: bool) -> None:
    found = with_every_charge(named=named, guessed=guessed)
    items = found["itineraries"][0]["legs"][0]["items"]
    stays = [i for i in items if i["name"] not in UNOFFICIAL_NAMES]
    price = sum(round(i["cost_usd"]["typical"] * 100) for i in stays)
    band = total(
        (i["rows"][0], Band(*(round(end * 100) for end in i["cost_usd"].values()))) for i in stays
    )
    step = 100 if guessed else 1
    shown = shown_of(found, unofficial="left-out")
    at = [name for name, _ in shown.bill].index("Total")
    assert whole(shown.bill[at][1]) == round(price / step) * step
    assert sum(whole(row[1]) for row in shown.bill[:at]) == whole(shown.bill[at][1])
    assert sum(whole(row[-1]) for row in shown.legs) == whole(shown.bill[at][1])
    (_, amount, ends), *_ = shown.facts
    assert whole(amount) == whole(shown.bill[at][1])
    assert ends == f"{band.low / 100:,.0f} to {band.high / 100:,.0f}"
    left = {name: whole(figure) for name, figure in shown.bill[at + 1 :]}
    assert left == {
        f"Left out: {i['name']}": round(i["cost_usd"]["typical"] * 100 / step) * step
        for i in items
        if i["name"] in UNOFFICIAL_NAMES
    }
    gone = sum(i["cost_usd"]["typical"] for i in items if i["name"] in UNOFFICIAL_NAMES)
    assert f"left out, about {round(gone):,} USD" in shown.excluded
    assert "may hold some" in shown.excluded


def test_left_out_is_said_where_nothing_was_there_to_leave_out() -> None:
    found = with_every_charge(named=True, guessed=False)
    leg = found["itineraries"][0]["legs"][0]
    found["messages"] = []
    leg["items"] = [i for i in leg["items"] if i["name"] not in UNOFFICIAL_NAMES]
    assert "Unofficial payments at borders had no row" in (
        shown_of(found, unofficial="left-out").excluded
    )
    assert "nofficial" not in shown_of(found).excluded


@pytest.mark.parametrize("unofficial", UNOFFICIAL)
def test_the_page_says_what_becomes_of_unofficial_payments(unofficial: str) -> None:
    found = answer("minsk_karachi")
    (text,) = texts(pdf(found, Quotation(PLAIN, unofficial=unofficial)))
    assert "Unofficial payments, entering" in text
    assert ("Left out: Unofficial payments, entering" in text) is (unofficial == LEFT_OUT)
    assert ("at borders are left out" in text) is (unofficial == LEFT_OUT)


def test_a_firm_quotation_is_not_called_indicative() -> None:
    (text,) = texts(pdf(answer("least_co2"), Quotation(PLAIN, firm=True)))
    assert "QUOTATION" in text
    assert "ndicative" not in text
    assert "INDICATIVE" not in text
    assert "The price holds for the days of the quotation" in text


def test_cents_are_printed_where_nothing_is_an_estimate() -> None:
    for guessed in (True, False):
        shown = shown_of(with_every_charge(named=True, guessed=guessed))
        printed = [shown.facts[0][1], *(row[-1] for row in (*shown.legs, *shown.bill))]
        assert {"." in amount for amount in printed} == {not guessed}


@given(st.lists(st.integers(0, 10**7), max_size=12), st.sampled_from([1, 100]))
def test_rounded_amounts_add_up_and_none_moves_by_a_step(cents: list[int], step: int) -> None:
    found = apportioned(cents, step)
    assert sum(found) == round(sum(cents) / step) * step
    assert all(abs(new - old) < step for new, old in zip(found, cents, strict=True))
    assert all(new % step == 0 for new in found)


@pytest.mark.parametrize("unofficial", UNOFFICIAL)
@pytest.mark.parametrize("limits", [(30, 30), (8, 5), (3, 2), (1, 1)])
def test_legs_and_bill_add_up_however_short_they_are(
    limits: tuple[int, int], unofficial: str
) -> None:
    found = answer("minsk_karachi")
    for which, itinerary in enumerate(found["itineraries"], 1):
        shown = shown_of(found, limits[1], limits[0], which=which, unofficial=unofficial)
        items = [i for leg in itinerary["legs"] for i in leg["items"] if not i["outside_total"]]
        gone = UNOFFICIAL_NAMES if unofficial == LEFT_OUT else set()
        price = sum(i["cost_usd"]["typical"] for i in items if i["name"] not in gone)
        at = [name for name, _ in shown.bill].index("Total")
        assert len(shown.legs) <= limits[0]
        assert at <= max(limits[1], 1 + len(UNOFFICIAL_NAMES))
        assert whole(shown.bill[at][1]) == round(price) * 100
        assert sum(whole(row[-1]) for row in shown.legs) == round(price) * 100
        assert sum(whole(row[1]) for row in shown.bill[:at]) == round(price) * 100


@pytest.mark.parametrize("times", [2, 6, 20])
def test_a_long_itinerary_stays_on_one_page(times: int) -> None:
    found = copy.deepcopy(answer("minsk_karachi"))
    best = found["itineraries"][0]
    best["legs"] = [
        {**leg, "country": f"{chr(65 + n % 26)}{chr(65 + k % 26)}"}
        for n in range(times)
        for k, leg in enumerate(best["legs"])
    ]
    best["documents"] = best["documents"] * times
    best["warnings"] = [
        {"code": "rule", "text": f"remark {n} " * 12, "source_ids": []} for n in range(4 * times)
    ]
    data = pdf(found)
    (text,) = texts(data)
    assert "Not in the price" in text
    assert lowest_ink(data) < 0.955


@pytest.mark.parametrize("logo", [False, True])
def test_hostile_text_is_only_text_and_stays_on_the_page(logo: bool, tmp_path: Path) -> None:
    found = spoiled(answer("minsk_karachi"))
    picture = b""
    if logo:
        image = io.BytesIO()
        Image.new("RGB", (900, 300), "navy").save(image, "PNG")
        picture = image.getvalue()
    for start in range(0, len(NAMES), 6):
        lines = (*NAMES, *NAMES)[start : start + 6]
        sender = Letterhead(lines[0], lines, picture)
        quotation = Quotation(sender, lines[1], lines[2], unofficial=UNOFFICIAL[logo])
        data = pdf(found, quotation)
        (text,) = texts(data)
        assert "Not in the price" in text
        assert lowest_ink(data) < 0.955
        # Outside what is drawn, whose compressed bytes may look like anything.
        objects = re.sub(rb"stream\r?\n.*?endstream", b"", data, flags=re.DOTALL)
        assert not re.search(rb"/(JavaScript|JS|AA|OpenAction|Launch|URI|EmbeddedFile)\b", objects)
        reader = pypdf.PdfReader(io.BytesIO(data))
        assert "/Annots" not in reader.pages[0]
        root: Any = reader.trailer["/Root"]
        assert set(root) <= {"/Type", "/Pages", "/PageMode", "/Outlines", "/Lang"}


def test_cyrillic_and_arabic_can_be_read_and_copied() -> None:
    found = answer("minsk_karachi")
    sender = Letterhead("Шёлковый путь", ("آئی آئی چندریگر روڈ، کراچی 74000", "ننګرهار ډېر ښه"))
    data = pdf(found, Quotation(sender, "بیٹا ٹریڈرز لمیٹڈ", "№ 7/2026 Қ"))
    assert "Шёлковый путь" in texts(data)[0]
    assert "№ 7/2026 Қ" in texts(data)[0]
    read = read_text(data)
    for name in ("بیٹا ٹریڈرز لمیٹڈ", "ننګرهار ډېر ښه", "آئی آئی چندریگر روڈ، کراچی 74000"):
        for word in name.replace("،", "").split():
            assert word in read


def test_signs_without_a_picture_are_named() -> None:
    found = answer("least_co2")
    page, missing = quote_pdf(
        record_of(found), stamped(found), Quotation(PLAIN, "漢字 کراچی Минск")
    )
    assert missing == frozenset("漢字")
    assert "□" in texts(page)[0]
    assert quote_pdf(record_of(found), stamped(found), Quotation(PLAIN, "Минск"))[1] == frozenset()


def test_the_same_quotation_is_the_same_bytes() -> None:
    found = answer("least_co2")
    arabic = Quotation(Letterhead("شاہراہ ریشم", ("کراچی",)), "ننګرهار")
    first = pdf(found, arabic)
    pdf(found, Quotation(Letterhead("لاہور بندرگاہ")))
    assert pdf(found, arabic) == first


# ---------------------------------------------------------------- letterhead
def write(folder: Path, text: str) -> Path:
    path = folder / "us.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_letterhead_is_read_with_its_logo(form: str, tmp_path: Path) -> None:
    Image.new("RGB", (3000, 400), "teal").save(tmp_path / "logo.bin", form)
    path = write(tmp_path, 'name = "A"\naddress = ["b", "c"]\nweb = "d"\nlogo = "logo.bin"\n')
    found = read_letterhead(path)
    assert (found.name, found.lines) == ("A", ("b", "c", "d"))
    with Image.open(io.BytesIO(found.logo)) as image:
        assert image.width <= 900
    assert b"/Image" in pdf(answer("least_co2"), Quotation(found))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nmae = 'x'", "'nmae' is unknown"),
        ("", "has no name"),
        ("name = 3", "name is not a text"),
        ("name = 'x'\naddress = [1]", "address is not a list"),
        ("name = ", "cannot be read"),
        ("name = 'x'\nlogo = 'none.png'", "cannot be read as PNG or JPEG"),
        ("name = 'x'\nlogo = 'us.toml'", "cannot be read as PNG or JPEG"),
    ],
)
def test_a_wrong_letterhead_is_refused_with_a_remedy(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Try: ") as error:
        read_letterhead(write(tmp_path, text))
    assert words in str(error.value)
