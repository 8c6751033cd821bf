"""Lines for surveyed sections: the network path between their hubs, if it is the right one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corridor.build.network.engine import ScipyEngine
from corridor.build.network.records import SectionLine
from corridor.build.network.shape import unhooked, with_shape
from corridor.errors import NoRouteError
from corridor.geo import FloatArray, cumulative_km, project_on_line, simplify
from corridor.model.status import NOT_BUILT
from corridor.tables.records import Crossing, Hub, Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corridor.build.network.countries import CountryLookup
    from corridor.build.network.physical import PhysicalNetwork

RATIO_LOW, RATIO_HIGH = 0.85, 1.10
# A path this far off its row is still the likely road (mountain roads are drawn short in the base
# network), so it is drawn, as not settled; a straight line would be worse.
DRAWN_LOW, DRAWN_HIGH = 0.6, 1.35
SIMPLIFY_DEG = 0.004
BORDER_STEPS = 128  # places tried along a line before the cut is narrowed by bisection
BISECTIONS = 24
GIVEN_BORDER_KM = 5.0  # a stated border point farther from the line than this is not on it
LONGEST_STEP_KM = 30.0


class SectionDrawer:
    """Draws the sections of one mode."""

    def __init__(
        self,
        network: PhysicalNetwork,
        hub_nodes: Mapping[tuple[str, str], int],
        hubs: Mapping[str, Hub],
        lookup: CountryLookup,
    ) -> None:
        """Take the finished network of the mode."""
        self.network = network
        self.hub_nodes = hub_nodes
        self.hubs = hubs
        self.lookup = lookup

    def draw(
        self, sections: Sequence[Section], crossings: Mapping[str, Crossing]
    ) -> dict[str, SectionLine]:
        """
        Lines by section id.

        Parameters
        ----------
        sections
            Rows of this mode.
        crossings
            Crossing by id of the section that carries it.
        """
        groups: dict[tuple[str, ...], list[Section]] = {}
        for row in sections:
            crossing = crossings.get(row.id)
            ends = {self.hubs[row.from_id].country, self.hubs[row.to_id].country}
            own = "" if crossing is None else crossing.id
            groups.setdefault((own, *sorted(ends)), []).append(row)
        lines: dict[str, SectionLine] = {}
        for key in sorted(groups):
            engine, pick = self._engine(key[0], key[1:])
            # one search tree serves every section that starts at the same hub
            for row in sorted(groups[key], key=lambda r: (r.from_id, r.id)):
                lines[row.id] = self._line(row, crossings.get(row.id), engine, pick)
        return lines

    def _engine(
        self, crossing_id: str, countries: tuple[str, ...]
    ) -> tuple[ScipyEngine, FloatArray]:
        """Engine over the countries' own edges and the border edges of one crossing."""
        net = self.network
        inside = np.flatnonzero(np.isin(net.edge_country, countries))
        over = np.flatnonzero(net.border_crossing == crossing_id) if crossing_id else inside[:0]
        tail = np.concatenate([net.edge_tail[inside], net.border_tail[over]])
        head = np.concatenate([net.edge_head[inside], net.border_head[over]])
        km = np.concatenate([net.edge_raw_km[inside], net.border_raw_km[over]])
        points = np.stack([net.node_lon, net.node_lat], axis=-1)
        return ScipyEngine(net.node_count, tail, head, km), points

    def _line(
        self,
        row: Section,
        crossing: Crossing | None,
        engine: ScipyEngine,
        points: FloatArray,
    ) -> SectionLine:
        start, end = self.hubs[row.from_id], self.hubs[row.to_id]
        chord = straight(start, end, crossing)
        if row.status in NOT_BUILT:
            return self._finish(row, crossing, chord, 0.0, row.status)
        nodes = [self.hub_nodes.get((row.mode, h.id)) for h in (start, end)]
        lost = [h.id for h, n in zip((start, end), nodes, strict=True) if n is None]
        if lost:
            return self._finish(row, crossing, chord, 0.0, f"hub {lost[0]} not in the network")
        try:
            path = engine.path(int(nodes[0] or 0), int(nodes[1] or 0))
        except NoRouteError:
            where = " and ".join(sorted({start.country, end.country}))
            return self._finish(row, crossing, chord, 0.0, f"no path inside {where}")
        ratio = path.km / row.length_km
        reason = ""
        if not RATIO_LOW <= ratio <= RATIO_HIGH:
            snap = [
                float(cumulative_km(np.array([[h.lon, h.lat], points[n]]))[-1])
                for h, n in zip((start, end), (path.nodes[0], path.nodes[-1]), strict=True)
            ]
            reason = (
                f"network {path.km:.1f} km is {ratio:.2f} of the row's {row.length_km:g} km"
                f" (hubs {snap[0]:.1f} and {snap[1]:.1f} km from their nodes)"
            )
            if not DRAWN_LOW <= ratio <= DRAWN_HIGH:
                return self._finish(row, crossing, chord, path.km, reason)
        line = unhooked(
            join_ends(points[list(path.nodes)], (start.lon, start.lat), (end.lon, end.lat))
        )
        # the simplifier drops surveyed vertices from long straights; those are put back
        drawn = with_shape(simplify(line, SIMPLIFY_DEG), line, longest_km=LONGEST_STEP_KM)
        return self._finish(row, crossing, drawn.round(5), path.km, reason, path.nodes)

    def _finish(
        self,
        row: Section,
        crossing: Crossing | None,
        coords: FloatArray,
        network_km: float,
        reason: str,
        nodes: Sequence[int] = (),
    ) -> SectionLine:
        start, end = self.hubs[row.from_id], self.hubs[row.to_id]
        border: tuple[float, tuple[float, float]] | None = None
        if start.country != end.country:
            border = self._border(coords, start.country, end.country, crossing)
        return SectionLine(
            row.id,
            round(network_km, 3),
            round(network_km / row.length_km, 4),
            not reason,
            reason,
            coords,
            None if border is None else border[0],
            None if border is None else border[1],
            tuple(int(n) for n in nodes),
        )

    def _border(
        self, coords: FloatArray, first: str, last: str, crossing: Crossing | None
    ) -> tuple[float, tuple[float, float]] | None:
        """Share of the line at the border, and the point: stated if it lies there, else cut."""
        if crossing is not None:
            share, away = project_on_line(coords, crossing.lon, crossing.lat)
            if away <= GIVEN_BORDER_KM and 0.0 < share < 1.0:
                return round(share, 5), (round(crossing.lon, 5), round(crossing.lat, 5))
        share = border_share(coords, first, last, self.lookup)
        lon, lat = point_at(coords, share)
        return round(share, 5), (round(lon, 5), round(lat, 5))


def straight(start: Hub, end: Hub, crossing: Crossing | None) -> FloatArray:
    """Straight line between two hubs, over the position of a crossing."""
    points = [[start.lon, start.lat], [end.lon, end.lat]]
    if crossing is not None:
        points.insert(1, [crossing.lon, crossing.lat])
    return np.array(points).round(5)


def join_ends(line: FloatArray, start: tuple[float, float], end: tuple[float, float]) -> FloatArray:
    """
    Lead a path from hub to hub without going back on itself.

    A hub lies beside the line by the distance to its node; vertices within twice that distance of
    the hub are left out, so that two sections meeting at the hub draw no spur to the line and back.
    """
    body = _trim(_trim(line, start)[::-1], end)[::-1]
    whole = np.concatenate([[start], body, [end]])
    keep = np.ones(len(whole), dtype=bool)
    keep[1:] = np.any(whole[1:] != whole[:-1], axis=1)
    if keep.sum() < 2:
        return whole[[0, -1]]
    return np.asarray(whole[keep], dtype=np.float64)


def _trim(line: FloatArray, hub: tuple[float, float]) -> FloatArray:
    if not len(line):
        return line
    away = np.array(
        [float(cumulative_km(np.array([hub, point]))[-1]) for point in line[: len(line) // 2 + 1]]
    )
    beyond = np.flatnonzero(away > 2 * away[0])
    return line[int(beyond[0]) if len(beyond) else len(away) - 1 :]


def point_at(coords: FloatArray, share: float) -> tuple[float, float]:
    """Point (lon, lat) of a line at a share of its length."""
    along = cumulative_km(coords)
    at = share * float(along[-1])
    lon = float(np.interp(at, along, coords[:, 0]))
    return lon, float(np.interp(at, along, coords[:, 1]))


def border_share(coords: FloatArray, first: str, last: str, lookup: CountryLookup) -> float:
    """
    Share of a line at which it leaves its first country for good.

    The last place still in `first` and the next one in another country are found in even steps,
    then narrowed by bisection; half the line if the polygons disagree with both ends.
    """
    shares = np.linspace(0.0, 1.0, BORDER_STEPS + 1)
    places = np.array([point_at(coords, float(s)) for s in shares])
    here = lookup(places[:, 0], places[:, 1])
    home, away = here == first, here == last
    # the ends count as their hub's country, whatever the polygon says about a gate on the line
    home[0], away[0], home[-1], away[-1] = True, False, False, True
    arrive = np.flatnonzero(away)
    turns = [i for i in arrive.tolist() if home[:i].any() and not home[i:].any()]
    if not turns:
        return 0.5
    high = float(shares[turns[0]])
    low = float(shares[np.flatnonzero(home[: turns[0]])[-1]])
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        lon, lat = point_at(coords, middle)
        if lookup.at(lon, lat) == first:
            low = middle
        else:
            high = middle
    return (low + high) / 2
