"""Overpass through osmnx: a recorded answer, and the service itself when asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests
import typer
from typer.testing import CliRunner

from corridor.build.imports import read_imports
from corridor.build.osm.online import chains, fetch, parse_box, place_name
from corridor.build.osm.read import TAGS
from corridor.cli.build import import_osm
from corridor.errors import DataError, InputError

BOX = "65.0,38.8,65.4,39.1"


def node(number: int, lon: float, lat: float) -> dict[str, Any]:
    return {"type": "node", "id": number, "lon": lon, "lat": lat}


def way(number: int, nodes: list[int], **tags: str) -> dict[str, Any]:
    return {"type": "way", "id": number, "nodes": nodes, "tags": tags}


# In the form of an Overpass answer to "way[...](poly: ...);>;out;".
ANSWER: dict[str, Any] = {
    "version": 0.6,
    "generator": "Overpass API",
    "osm3s": {"timestamp_osm_base": "2026-11-20T00:00:00Z"},
    "elements": [
        node(1, 65.10, 38.90),
        node(2, 65.12, 38.91),
        node(3, 65.14, 38.93),
        node(4, 65.20, 38.93),
        node(5, 65.14, 38.95),
        way(11, [1, 2, 3], railway="rail", gauge="1520", usage="main", name="left out"),
        way(12, [3, 4], railway="rail", oneway="-1"),
        way(13, [3, 5], railway="rail", disused="yes"),
    ],
}


class Service:
    """Stands in for the network below requests."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.answer = answer
        self.queries: list[str] = []

    def respond(self, content: bytes) -> requests.Response:
        response = requests.Response()
        response.status_code = 200
        response._content = content
        response.url = "https://overpass.example"
        return response

    def get(self, *_: Any, **__: Any) -> requests.Response:
        lines = ["Connected as: 1", "Time", "Announced", "Rate limit: 2", "2 slots available now."]
        return self.respond("\n".join(lines).encode())

    def post(self, *_: Any, data: dict[str, str], **__: Any) -> requests.Response:
        self.queries.append(data["data"])
        return self.respond(json.dumps(self.answer).encode())


def play(monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any]) -> Service:
    service = Service(answer)
    monkeypatch.setattr("requests.get", service.get)
    monkeypatch.setattr("requests.post", service.post)
    monkeypatch.setattr("socket.gethostbyname", lambda _: "192.0.2.1")
    return service


def test_a_recorded_answer_becomes_an_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import osmnx

    monkeypatch.chdir(tmp_path)
    service = play(monkeypatch, ANSWER)
    before = list(osmnx.settings.useful_tags_way)
    app = typer.Typer()
    app.command()(import_osm)
    result = CliRunner().invoke(app, ["--bbox", BOX])
    assert result.exit_code == 0, result.exception
    assert '"railway"~"^(narrow_gauge|rail)$"' in service.queries[0]
    assert [p.name for p in sorted(tmp_path.iterdir())] == ["osm"]  # no cache left behind
    assert osmnx.settings.useful_tags_way == before
    (one,), (meta,) = read_imports(tmp_path / "osm")
    ways = one.ways
    assert ways.way_id.tolist() == [11, 12]
    assert ways.node_id.tolist() == [1, 2, 3, 3, 4]
    assert {t: str(ways.column(t)[0]) for t in TAGS if ways.column(t)[0]} == {
        "railway": "rail",
        "gauge": "1520",
        "usage": "main",
    }
    assert ways.km().sum() == pytest.approx(10.065, abs=0.01)
    assert meta.ways_dropped == {"disused": 1}
    assert meta.source == f"Overpass, box {BOX}"
    assert len(meta.sha256) == 64


def test_an_answer_without_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, {**ANSWER, "elements": []})
    with pytest.raises(DataError, match="no usable answer"):
        fetch("rail", lambda _: None, box=parse_box(BOX))
    only_disused = [e for e in ANSWER["elements"] if e["id"] in {3, 5, 13}]
    play(monkeypatch, {**ANSWER, "elements": only_disused})
    with pytest.raises(DataError, match=r"no rail way in service .left out: disused 1"):
        fetch("rail", lambda _: None, box=parse_box(BOX))


def test_no_internet_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise requests.ConnectionError("no way out")

    monkeypatch.setattr("requests.get", refuse)
    with pytest.raises(DataError, match=r"cannot be reached(.|\n)*Try: download an extract"):
        fetch("road", lambda _: None, place="Karshi")


def test_lines_are_put_together_from_pieces() -> None:
    assert chains([(1, 2), (2, 3), (3, 1)]) == [[1, 2, 3, 1]]
    assert chains([(3, 4), (1, 2), (2, 3), (9, 8)]) == [[1, 2, 3, 4], [9, 8]]


def test_names_of_places() -> None:
    assert place_name("Термез, Узбекистан") == "термез_узбекистан"
    with pytest.raises(InputError, match="Try: name a town"):
        place_name(" ,")


@pytest.mark.online
@pytest.mark.parametrize("place", ["", "Termez, Uzbekistan"])
def test_the_service_itself(place: str) -> None:
    found = fetch("rail", lambda _: None, place=place, box=parse_box("67.2,37.15,67.5,37.35"))
    assert found.kept > 10
    assert found.ways.km().sum() > 10
