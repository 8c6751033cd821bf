"""What a sender adds to an answer: read once for the quotation and for the map page."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

from corridor.api.result import file_path
from corridor.model.values import words

if TYPE_CHECKING:
    from corridor.report.pages.page_head import PageHead
    from corridor.report.pdf.letterhead import Letterhead
    from corridor.report.pdf.quotation import Quotation


def quotation_of(
    letterhead: str | PathLike[str] | None,
    customer: str,
    reference: str,
    *,
    number: int,
    unofficial: str,
    firm: bool,
) -> Quotation:
    """
    Read what a quotation of the itinerary `number`, from 1, adds to the answer.

    Raises
    ------
    InputError
        If the letterhead cannot be used, or the choice of unofficial payments is none.
    """
    from corridor.errors import InputError, shown
    from corridor.report.pdf.quotation import Quotation
    from corridor.report.pdf.unofficial import UNOFFICIAL

    if unofficial not in UNOFFICIAL:
        raise InputError(
            f"--unofficial {shown(str(unofficial))} is unknown",
            remedy=f"one of {', '.join(UNOFFICIAL)}",
        )
    about = words(customer, "--customer"), words(reference, "--reference")
    return Quotation(_sender(letterhead), *about, number, unofficial, firm)


def head_of(
    letterhead: str | PathLike[str] | None, customer: str, reference: str, *, firm: bool
) -> PageHead | None:
    """
    Read what stands above the heading of a map page; None where nothing was given.

    Raises
    ------
    InputError
        If the letterhead cannot be used.
    """
    from corridor.report.pages.page_head import page_head

    about = words(customer, "--customer"), words(reference, "--reference")
    return page_head(_sender(letterhead), *about, firm=firm)


def _sender(letterhead: str | PathLike[str] | None) -> Letterhead:
    from corridor.report.pdf.letterhead import Letterhead, read_letterhead

    return read_letterhead(file_path(letterhead)) if letterhead else Letterhead("")
