"""Who sends a map page, to whom and for what: shown above its heading."""

from __future__ import annotations

from msgspec import Struct

from corridor.report.document.plain import short
from corridor.report.map.svg import xml_text
from corridor.report.pdf.letterhead import Letterhead, web_logo

_MOST = 200  # signs, as in the quotation
INDICATIVE = "Indicative: what the way is expected to cost, not a price that binds."
FIRM = "The price of the first way holds for the days of the page."


class PageHead(Struct, frozen=True, kw_only=True):
    """The sender's name and lines, its logo as a data: address, and what the customer calls it."""

    name: str
    lines: tuple[str, ...]
    logo: str
    customer: str
    reference: str
    said: str  # whether the price binds


def page_head(
    sender: Letterhead, customer: str = "", reference: str = "", *, firm: bool = False
) -> PageHead | None:
    """Give the head of a page; none where nothing was given to show."""
    if not (sender.name or sender.lines or sender.logo or customer or reference or firm):
        return None
    return PageHead(
        name=sender.name,
        lines=sender.lines,
        logo=web_logo(sender),
        customer=short(customer, _MOST),
        reference=short(reference, _MOST),
        said=FIRM if firm else INDICATIVE,
    )


def head_html(head: PageHead | None) -> str:
    """Give the same as plain HTML for readers without JavaScript, all text escaped."""
    if head is None:
        return ""
    logo = f'<img src="{xml_text(head.logo)}" alt="">' if head.logo else ""
    name = f"<b>{_named(head.name)}</b>" if head.name else ""
    lines = "".join(f"<br>{_named(line)}" for line in head.lines)
    about = [
        f"{text}: {_named(value)}"
        for text, value in (("For", head.customer), ("Reference", head.reference))
        if value
    ]
    return (
        f'<div class="sender">{logo}<p>{name}{lines}</p>'
        f"<p>{'<br>'.join([*about, xml_text(head.said)])}</p></div>"
    )


def _named(text: str) -> str:
    """A text of the user's, that keeps its own direction of writing."""
    return f"<bdi>{xml_text(text)}</bdi>"
