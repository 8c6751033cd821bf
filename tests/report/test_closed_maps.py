"""Closed maps: text never runs, a user's own layers are made safe or refused, the same map gives the same bytes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import folium
import pytest
from branca.element import Element, Figure, MacroElement
from folium import plugins
from folium.utilities import JsCode
from playwright.sync_api import Browser

from corridor.errors import InputError
from corridor.report.closed.chart import ClosedMap
from corridor.report.closed.inside import children, walked
from corridor.report.closed.parts import Below, Data, Drawing, Panel, json_block
from corridor.report.closed.plain import Plain, plain_class
from tests import hostile

SPOT = [24.9, 67.0]
LINE = [SPOT, [25.0, 68.0]]
# Folium types some classes and not others.
F: Any = folium
P: Any = plugins
# Jinja would make 49 of the first, run the second and stop at the others.
TEMPLATES = (
    "{{7*7}}",
    "{{window.hacked=1}}",
    "{{ cycler.__init__.__globals__.os.getpid() }}",
    "{% raw %}",
    "{% for x in y %}",
    "{# x",
    "`${7*7}`",
    "</script><script>window.hacked=1</script>",
    "<!--<script>",
)
NAMES = (*TEMPLATES, *hostile.NAMES)


def feature(name: str) -> dict[str, Any]:
    """A point whose every text is the name, also that of a property."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": name, name: name, "style": {"color": name}},
                "geometry": {"type": "Point", "coordinates": [67.0, 24.9 + n]},
            }
            for n in range(2)
        ],
    }


def _drawn(name: str) -> dict[str, Callable[[], Element]]:
    """Every kind of element that a closed page admits, with a name in every text of it."""
    popup = folium.GeoJsonPopup(["name"], [name])
    return {
        "group": lambda: folium.FeatureGroup(name),
        "geojson": lambda: folium.GeoJson(
            feature(name),
            name=name,
            tooltip=folium.GeoJsonTooltip(["name"], [name]),
            style_function=lambda _: {"color": name},
            highlight_function=lambda _: {"color": name},
        ),
        "popup": lambda: folium.GeoJson(feature(name), name=name, popup=popup),
        "marker": lambda: folium.Marker(SPOT, popup=name, tooltip=name, title=name),
        "parsed": lambda: folium.Marker(SPOT, popup=folium.Popup(name, parse_html=True)),
        "circle": lambda: folium.Circle(SPOT, 9, color=name, tooltip=name),
        "dot": lambda: folium.CircleMarker(SPOT, color=name, popup=name),
        "line": lambda: F.PolyLine(LINE, color=name, tooltip=name),
        "area": lambda: folium.Polygon([*LINE, [26.0, 66.0]], color=name),
        "box": lambda: folium.Rectangle(LINE, color=name, popup=name),
        "layers": folium.LayerControl,
        "full": lambda: P.Fullscreen(title=name),
        "fit": lambda: folium.FitBounds(LINE),
        "panel": lambda: Panel(name),
        "data": lambda: Data("block", json_block({"name": name})),
    }


def chart_of(name: str) -> ClosedMap:
    """A map with every admitted kind of element."""
    chart = ClosedMap(name, name)
    for make in _drawn(name).values():
        chart.add_child(make())
    chart.fit_bounds(LINE)
    return chart


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_text_is_read_as_a_template(name: str) -> None:
    page = chart_of(name).page()
    assert str(os.getpid()) not in page
    assert page.count("49") == ClosedMap("t", "t").page().count("49")
    # What may end the script that holds it is written otherwise.
    assert page.count("</script>") == page.count("<script")
    assert "<!--" not in page.split("</style>")[-1].replace("<!--[", "")


def test_plain_folium_does_run_them() -> None:
    """The fault that `Plain` is there for: without it the test above proves nothing."""
    chart = folium.Map(tiles=None)
    chart.add_child(folium.Marker(SPOT, tooltip=TEMPLATES[0]))
    assert (
        ">49" in "".join(chart.get_root().render().split()) or "49\n" in chart.get_root().render()
    )


def test_hostile_names_run_nothing_in_a_browser(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for number, name in enumerate(NAMES):
        file = tmp_path / f"{number}.html"
        file.write_text(chart_of(name).page(), encoding="utf-8", errors="replace")
        page.goto(file.as_uri())
        assert page.evaluate("window.hacked === undefined"), name
        assert (
            page.evaluate("document.querySelectorAll('.leaflet-container img, #map iframe').length")
            == 0
        )
    assert said == []
    assert all(url.startswith(("file:", "data:")) for url in asked)
    page.close()


def test_what_hovering_and_clicking_show_is_text(browser: Browser, tmp_path: Path) -> None:
    chart = ClosedMap("t", "t")
    bold = "<b>bold</b> {{7*7}}"
    marker = folium.Marker([22.0, 62.0], popup=bold, tooltip=bold)
    chart.add_child(marker)
    chart.add_child(folium.GeoJson(feature(bold), popup=folium.GeoJsonPopup(["name"], ["is"])))
    chart.add_child(folium.LayerControl(collapsed=False))
    chart.add_child(folium.FeatureGroup(bold))
    chart.fit_bounds([[20.0, 60.0], [30.0, 70.0]])
    page = browser.new_page()
    page.goto(chart.save(tmp_path / "a.html").as_uri())
    # A layer that is added behind the control is in it too: Folium collects them when it renders.
    assert bold in page.locator(".leaflet-control-layers").inner_text()
    page.locator(".dot").first.click()
    page.locator(".leaflet-popup-content").wait_for()
    assert bold in page.locator(".leaflet-popup-content").inner_text()
    assert page.locator("#map b").count() == 0
    page.close()


REFUSED: tuple[tuple[Callable[[], Element], str], ...] = (
    (lambda: folium.TileLayer("OpenStreetMap"), "TileLayer"),
    (lambda: folium.Marker(SPOT, icon=folium.Icon()), "Icon"),
    (lambda: folium.Marker(SPOT, icon=folium.DivIcon("<b>x</b>")), "DivIcon"),
    (lambda: folium.Marker(SPOT, popup=folium.Popup(folium.IFrame("x"))), "Popup"),
    (lambda: P.HeatMap([SPOT]), "HeatMap"),
    (P.MarkerCluster, "MarkerCluster"),
    (lambda: Element("<script>alert(1)</script>"), "Element"),
    (
        lambda: folium.GeoJson(feature("x"), on_each_feature=JsCode("alert(1)")),
        "on_each_feature",
    ),
    (lambda: F.GeoJson(feature("x"), coords=JsCode("alert(1)")), "coords"),
    (lambda: folium.GeoJson(feature("x"), marker=folium.Marker(icon=folium.Icon())), "Icon"),
    (lambda: folium.JavascriptLink("https://example.org/x.js"), "JavascriptLink"),
)


@pytest.mark.parametrize("number", range(len(REFUSED)))
def test_what_cannot_be_closed_is_refused_by_name(number: int, tmp_path: Path) -> None:
    element, called = REFUSED[number]
    chart = ClosedMap("t", "t")
    group = folium.FeatureGroup("g")
    chart.add_child(group)
    group.add_child(element())
    with pytest.raises(InputError, match=called):
        chart.save(tmp_path / "a.html")
    assert not list(tmp_path.iterdir())
    # Asked to, it is let in: the page then says by itself that it is not closed.
    page = chart.save(tmp_path / "a.html", open=True).read_text(encoding="utf-8")
    assert "Content-Security-Policy" not in page
    with pytest.raises(InputError, match=called):
        chart.page()


def test_every_class_of_folium_is_admitted_refused_or_our_own() -> None:
    """No class gets in by being forgotten: what is not named is refused."""
    admitted = {type(made()) for made in _drawn("x").values()}
    refused = 0
    for module in (folium, plugins):
        for kind in {k for k in vars(module).values() if isinstance(k, type)}:
            if (
                not issubclass(kind, MacroElement)
                or kind in admitted
                or issubclass(kind, folium.Map)
            ):
                continue
            element = kind.__new__(kind)
            vars(element).update(vars(F.map.Class()))
            chart = ClosedMap("t", "t")
            chart.add_child(element)
            if kind in (folium.Tooltip, folium.Popup, folium.GeoJsonTooltip, folium.GeoJsonPopup):
                continue  # exchanged for text nodes, held above
            with pytest.raises(InputError):
                chart.page()
            refused += 1
    assert refused > 30


def test_the_same_map_gives_the_same_bytes_however_often() -> None:
    chart = chart_of("x")
    assert chart.page() == chart.page() == chart_of("x").page()


def test_the_same_bytes_under_other_hash_seeds() -> None:
    made = (
        "import hashlib, sys; from tests.report.test_closed_maps import chart_of;"
        "print(hashlib.sha256(chart_of('x').page().encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", made],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert digests == {hashlib.sha256(chart_of("x").page().encode()).hexdigest()}


def test_a_notebook_shows_the_closed_page() -> None:
    shown = chart_of("x")._repr_html_()
    assert "<iframe srcdoc=" in shown
    assert "Content-Security-Policy" in shown


def test_below_and_drawings_lie_in_closed_maps_alone() -> None:
    plain = folium.Map(tiles=None)
    plain.add_child(Below("<p>x</p>"))
    with pytest.raises(TypeError, match="part of a ClosedMap alone"):
        plain.get_root().render()


def test_the_inside_of_folium_is_as_relied_on() -> None:
    """What a new release may move: each is named, so that the pin is raised with open eyes."""
    assert list(folium.Marker(SPOT)._template.module.__dict__["script"].arguments) == [
        "this",
        "kwargs",
    ]
    assert issubclass(plain_class(folium.GeoJson), Plain)
    order = plain_class(folium.GeoJson).__mro__
    assert order.index(Plain) == order.index(MacroElement) - 1
    group = folium.FeatureGroup("g")
    group.add_child(folium.Marker(SPOT))
    assert [type(one) for one in children(group)] == [folium.Marker]
    assert [type(one) for one in walked(group)] == [folium.FeatureGroup, folium.Marker]
    assert group.get_name() == f"feature_group_{group._id}"
    assert isinstance(folium.Map().get_root(), Figure)
    layer = folium.GeoJson(feature("x"), style_function=lambda _: {})
    assert layer.feature_identifier.startswith("feature.")
    assert F.__version__.startswith("0.20.")


def test_a_drawing_is_given_what_it_asks_for() -> None:
    chart = ClosedMap("t", "t")
    group = folium.FeatureGroup("g")
    chart.add_child(group)
    chart.add_child(Drawing("drawNothing", (), {"lines": group}))
    page = chart.page()
    assert '"lines": feature_group_' in page
    assert "closedDraw(drawNothing, {" in page
