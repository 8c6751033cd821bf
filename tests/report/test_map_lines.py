"""What is drawn of a leg, and how the page stores it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from msgspec import structs

from corridor.report.map import lines as map_lines
from corridor.report.map.lines import Piece, drawing, leg_pieces, packed, split_coarse
from tests.report.answers import leg_of, record_of
from tests.report.samples import PLACES, haul, line, sample_answer, stand


def test_a_leg_starts_and_ends_where_its_lines_do() -> None:
    leg = haul("rail", "minsk", "krasnoe", 260.0, ["minsk__orsha__rail", "orsha__krasnoe__rail"])
    pieces = leg_pieces(leg_of(leg), line)
    assert pieces[0].points[0] == pytest.approx(PLACES["minsk"][2:])
    assert pieces[-1].points[-1] == pytest.approx(PLACES["krasnoe"][2:])
    assert not any(piece.coarse for piece in pieces)


def test_a_reference_backwards_joins_without_a_gap() -> None:
    leg = haul(
        "rail", "krasnoe", "samara", 1700.0, ["krasnoe__ryazan__rail", "-samara__ryazan__rail"]
    )
    first, second = leg_pieces(leg_of(leg), line)
    assert first.points[-1] == pytest.approx(second.points[0])


@pytest.mark.parametrize("kind", ["line_haul", "access", "sailing"])
def test_moving_without_a_line_is_one_coarse_piece(kind: str) -> None:
    leg = {**haul("road", "kabul", "torkham", 230.0, []), "kind": kind}
    assert leg_pieces(leg_of(leg), line) == [
        Piece((PLACES["kabul"][2:], PLACES["torkham"][2:]), True)
    ]


@pytest.mark.parametrize("kind", ["border", "transfer", "port"])
def test_standing_draws_no_line_unless_its_ends_differ(kind: str) -> None:
    leg = stand(kind, "rail", "sarakhs", 1.0, 1.0)
    assert leg_pieces(leg_of(leg), line) == []
    leg["to"] = {**leg["to"], "lon": leg["to"]["lon"] + 0.05}
    (piece,) = leg_pieces(leg_of(leg), line)
    assert not piece.coarse


def test_long_steps_are_coarse_and_pieces_meet() -> None:
    # One degree of latitude is 111 km, 0.1 degree is 11 km.
    run = [(60.0, 40.0), (60.0, 40.1), (60.0, 41.1), (60.0, 42.1), (60.0, 42.2)]
    pieces = split_coarse(run)
    assert [piece.coarse for piece in pieces] == [False, True, False]
    assert [len(piece.points) for piece in pieces] == [2, 3, 2]
    assert all(a.points[-1] == b.points[0] for a, b in pairwise(pieces))


def test_a_gap_between_lines_is_bridged_by_a_coarse_piece() -> None:
    leg = haul(
        "rail", "sarakhs", "mirjaveh", 1750.0, ["sarakhs__bafq__rail", "zahedan__mirjaveh__rail"]
    )
    assert [piece.coarse for piece in leg_pieces(leg_of(leg), line)] == [False, True, False]


def test_sea_lanes_are_never_coarse() -> None:
    leg = haul("sea", "bandar_abbas", "karachi", 1280.0, ["sea:bnd-khi"])
    assert [piece.coarse for piece in leg_pieces(leg_of(leg), line, lambda ref: True)] == [False]


def test_lines_the_graph_calls_coarse_are_dashed() -> None:
    leg = haul("rail", "minsk", "orsha", 210.0, ["minsk__orsha__rail"])
    assert [piece.coarse for piece in leg_pieces(leg_of(leg), line, lambda ref: True)] == [True]


def test_packed_lines_stay_within_their_tolerance_and_shared_ones_are_kept_once() -> None:
    answer = sample_answer()
    found = drawing(record_of(answer).itineraries, line)
    small = packed(found)
    legs = small.legs or ()
    assert legs[0][0] == legs[2][0]
    for piece, stored in zip(found.pieces, small.pieces, strict=True):
        lon = lat = 0
        points = []
        for i in range(0, len(stored.steps), 2):
            lon, lat = lon + stored.steps[i], lat + stored.steps[i + 1]
            points.append((lon / small.scale, lat / small.scale))
        assert points[0] == pytest.approx(piece.points[0], abs=6e-5)
        assert points[-1] == pytest.approx(piece.points[-1], abs=6e-5)


def test_very_many_points_are_thinned(monkeypatch: pytest.MonkeyPatch) -> None:
    def dense(ref: str) -> list[tuple[float, float]]:
        return [(60 + i * 1e-5, 40 + (i % 2) * 0.003) for i in range(2_000)]

    monkeypatch.setattr(map_lines, "MOST_POINTS", 500)
    leg = haul("rail", "minsk", "orsha", 1.0, ["x"])
    best = record_of(sample_answer()).itineraries[0]
    small = packed(drawing([structs.replace(best, legs=(leg_of(leg),))], dense))
    assert sum(len(piece.steps) for piece in small.pieces) <= 2 * 500
