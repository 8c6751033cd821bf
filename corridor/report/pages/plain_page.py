"""A page of HTML and SVG alone, without a script: reports and the list of the gallery."""

from __future__ import annotations

from collections.abc import Sequence

import jinja2

from corridor.report.closed.policy import hashes
from corridor.report.map.basemap import asset_text

_PAGES = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)


def plain_page(title: str, style: str, body: Sequence[str]) -> str:
    """
    Make a page of HTML and SVG alone, without a script.

    Parameters
    ----------
    title
        Plain text; the template escapes it.
    style
        The one style sheet.
    body
        Elements of the main part, put in as they are.
    """
    return _PAGES.from_string(asset_text("plain_page.html.j2")).render(
        policy=f"default-src 'none'; style-src {hashes([style])}; base-uri 'none'; form-action 'none'",
        title=title,
        style=style,
        body=body,
    )
