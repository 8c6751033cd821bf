"""The index of a gallery: what each page shows, with a small picture of it, offline and small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corridor.report.document.wording import BOUNDARY_NOTE, CREDIT
from corridor.report.map.svg import xml_text
from corridor.report.pages.plain_page import plain_page

INDEX = "index.html"
_STYLE = """
:root { --ink: #1B1F23; --soft: #59616A; --rule: #D5D9DD; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 72rem; color: var(--ink); background: #FFFFFF; font: 16px/1.45 system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .3rem; }
h2 { font-size: 1.05rem; margin: .5rem 0 .2rem; overflow-wrap: anywhere; }
p { margin: .2rem 0; overflow-wrap: anywhere; }
.small { color: var(--soft); font-size: .86rem; }
ul { list-style: none; padding: 0; margin: 1rem 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
li { border: 1px solid var(--rule); border-radius: 8px; overflow: hidden; }
a { display: block; height: 100%; padding: .6rem .8rem .8rem; color: inherit; text-decoration: none; }
a:hover { background: #F2F8FC; }
a:hover h2 { text-decoration: underline; }
a:focus-visible { outline: 3px solid #00568A; outline-offset: -3px; }
.picture { background: #EEF1F3; border-radius: 4px; overflow: hidden; aspect-ratio: 3 / 2; display: flex; }
.picture svg { display: block; margin: auto; width: 100%; height: auto; }
.picture .none { margin: auto; color: var(--soft); font-size: 2rem; }
@media print { li { break-inside: avoid; } }
""".strip()


@dataclass(frozen=True, slots=True)
class Page:
    """
    A page of the gallery.

    `picture` is an SVG text of ours, put in as it is, or empty; all other text is escaped.
    """

    name: str  # of the file, without folder
    title: str
    html: str
    about: str = ""
    picture: str = ""


def index_page(
    pages: Sequence[Page], *, data_date: str, graph_hash: str, tables_hash: str, on: str
) -> str:
    """
    Make the index of the pages, which lie in the same folder.

    Parameters
    ----------
    tables_hash
        Of the source tables, so that pages older than a table show as such.
    on
        The day all pages are made for, as 2026-12-01.
    """
    made_of = f"Data of {data_date}, tables {tables_hash[:12]}, graph {graph_hash[:12]}."
    count = "one page" if len(pages) == 1 else f"{len(pages)} pages"
    body = [
        "<h1>Freight from Belarus to the Arabian Sea</h1>",
        f"<p>{count}, all for departure on {xml_text(on)}; each opens without a network.</p>",
        f'<p class="small">{xml_text(made_of)}</p>',
        "<ul>",
        *(_entry(page) for page in pages),
        "</ul>",
        f'<p class="small">{xml_text(BOUNDARY_NOTE)} {xml_text(CREDIT)}.</p>',
    ]
    return plain_page("Corridor: gallery", _STYLE, body)


def _entry(page: Page) -> str:
    picture = page.picture or '<span class="none" aria-hidden="true">&#9638;</span>'
    size = f"{len(page.html.encode()) / 1e6:.1f} MB"
    about = f"<p>{xml_text(page.about)}</p>" if page.about else ""
    return (
        f'<li><a href="{xml_text(page.name)}"><div class="picture">{picture}</div>'
        f"<h2>{xml_text(page.title)}</h2>{about}"
        f'<p class="small">{size}</p></a></li>'
    )
