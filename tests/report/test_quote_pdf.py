"""The quotation: one page, whole, readable in every script, and made of text only."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from PIL import Image

from corridor.errors import InputError
from corridor.report.document.stamp import quote_id
from corridor.report.pdf.letterhead import Letterhead, read_letterhead
from corridor.report.pdf.quotation import Quotation, quote_pdf
from corridor.report.pdf.sheet import sheet
from tests.hostile import NAMES, spoiled
from tests.report.answers import answer, record_of
from tests.report.test_exports import stamped

pytestmark = pytest.mark.slow

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
        "QUOTATION",
        quote_id(record_of(found)),
        "Valid 14 days, until 2026-12-15",
        f"Data of {found['data_date']}",
        "Example Freight",
        "1 Quay Road",
        "RFQ-118",
        "Beta Traders",
        "Minsk (BY) to Karachi (PK)",
        f"{best['totals']['cost_usd']['typical']:,.2f}",
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
        f"{other['totals']['cost_usd']['typical']:,.2f}"
        in texts(pdf(found, Quotation(PLAIN, which=4)))[0]
    )


def test_a_border_is_one_sum_to_the_customer() -> None:
    found = answer("minsk_karachi")
    names = {i["name"] for leg in found["itineraries"][0]["legs"] for i in leg["items"]}
    assert "Unofficial payments, entering" in names
    (text,) = texts(pdf(found))
    assert "Border, entering" in text
    assert "nofficial" not in text


@pytest.mark.parametrize("limits", [(30, 30), (8, 5), (3, 2), (1, 1)])
def test_legs_and_bill_add_up_however_short_they_are(limits: tuple[int, int]) -> None:
    found = answer("minsk_karachi")
    for which, itinerary in enumerate(found["itineraries"], 1):
        shown = sheet(
            record_of(found),
            stamped(found),
            which=which,
            most_legs=limits[0],
            most_items=limits[1],
            most_papers=3,
            most_notes=3,
        )
        cents = round(itinerary["totals"]["cost_usd"]["typical"] * 100)

        def whole(text: str) -> int:
            return round(float(text.lstrip("~").replace(",", "")) * 100)

        assert len(shown.legs) <= limits[0]
        assert len(shown.bill) <= limits[1] + 1
        assert sum(whole(row[-1]) for row in shown.legs) == cents
        assert sum(whole(row[1]) for row in shown.bill[:-1]) == cents
        assert whole(shown.bill[-1][1]) == cents


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
        quotation = Quotation(Letterhead(lines[0], lines, picture), lines[1], lines[2])
        data = pdf(found, quotation)
        (text,) = texts(data)
        assert "Not in the price" in text
        assert lowest_ink(data) < 0.955
        assert not re.search(rb"/(JavaScript|JS|AA|OpenAction|Launch|URI|EmbeddedFile)\b", data)
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
