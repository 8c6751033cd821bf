// The lines of all itineraries: a colour each, a style for each mode, side by side where they
// share a track or road.
function mapLines(page, drawn, canvas, words, layers, onLeg, onOther) {
  "use strict";

  const { colourOf, OTHER } = words;
  const itineraries = page.answer.itineraries;
  const GAP = 5; // pixels between lines side by side
  const SHARP = 2; // how far a corner may stick out, in widths of the shift

  const pieces = drawn.map((piece) => ({
    ...piece, points: piece.points.map((point) => L.latLng(point)), users: [],
  }));
  page.drawing.legs.forEach((legs, i) => {
    for (const number of legs.flat()) {
      if (!pieces[number].users.includes(i)) pieces[number].users.push(i);
    }
  });

  // Points moved sideways by a number of pixels, so that the line keeps its distance at any zoom.
  function shifted(points, by) {
    const rough = L.LineUtil.simplify(points, 1.5);
    if (rough.length < 2) return points;
    const normals = rough.slice(1).map((point, n) => {
      const [dx, dy] = [point.x - rough[n].x, point.y - rough[n].y];
      const long = Math.hypot(dx, dy) || 1;
      return L.point(-dy / long, dx / long);
    });
    return rough.map((point, n) => {
      const before = normals[Math.max(0, n - 1)];
      const after = normals[Math.min(normals.length - 1, n)];
      const sum = before.add(after);
      const square = sum.x * sum.x + sum.y * sum.y;
      if (square < 0.2) return point.add(after.multiplyBy(by));
      return point.add(sum.multiplyBy(Math.max(-SHARP * Math.abs(by), Math.min(SHARP * Math.abs(by), (2 * by) / square))));
    });
  }
  const LaneLine = L.Polyline.extend({
    _projectLatlngs(latlngs, result, bounds) {
      const before = result.length;
      L.Polyline.prototype._projectLatlngs.call(this, latlngs, result, bounds);
      const flat = latlngs.length && latlngs[0] instanceof L.LatLng;
      if (flat && this.options.lane) result[before] = shifted(result[before], this.options.lane);
    },
  });

  // The chosen itinerary keeps the line itself, the others run left and right of it in turn.
  function laneOf(i, users, chosen) {
    if (!users.includes(chosen)) return users.indexOf(i) - (users.length - 1) / 2;
    if (i === chosen) return 0;
    const at = users.filter((one) => one !== chosen).indexOf(i);
    return (at % 2 ? -1 : 1) * (Math.floor(at / 2) + 1);
  }
  let chosen = 0;

  // Runs of points of one leg that share coarseness and neighbours.
  function runs(i, j) {
    const found = [];
    for (const number of page.drawing.legs[i][j]) {
      const { coarse, points, users } = pieces[number];
      const lane = laneOf(i, users, chosen) * GAP;
      const last = found[found.length - 1];
      const joins = last && last.coarse === coarse && last.lane === lane
        && last.points[last.points.length - 1].equals(points[0], 2e-4);
      if (joins) last.points.push(...points.slice(1));
      else found.push({ coarse, lane, points: [...points] });
    }
    return found;
  }

  function pointsOf(i, j) {
    return page.drawing.legs[i][j].flatMap((number) => pieces[number].points);
  }

  function drawLeg(i, j) {
    const first = i === chosen;
    const leg = itineraries[i].legs[j];
    const group = first ? layers[leg.mode] || layers.mixed : layers.other;
    const color = itineraries.length > 1 || leg.mode ? colourOf(i) : OTHER;
    const weight = first ? 5 : 2.5;
    const still = { renderer: canvas, interactive: false };
    for (const { coarse, lane, points } of runs(i, j)) {
      const style = {
        renderer: canvas, color, weight, lane, bubblingMouseEvents: false,
      };
      const dashed = coarse && leg.mode !== "sea";
      if (leg.mode === "sea") Object.assign(style, { dashArray: "0.1 8", lineCap: "round" });
      else if (dashed) Object.assign(style, { dashArray: "9 7", lineCap: "butt" });
      else if (first) {
        group.addLayer(new LaneLine(points, { ...still, color: "#FFFFFF", weight: weight + 2.5, lane }));
      }
      const line = new LaneLine(points, style);
      line.itinerary = i;
      line.on("click", (event) => (first ? onLeg(i, j, event.latlng) : onOther(i)));
      if (!first) {
        line.bindTooltip(words.el("span", {}, words.t("Itinerary {}", i + 1) + ": ",
          words.name(words.plain(words.said.labels[i]))), { sticky: true });
      }
      group.addLayer(line);
      if (leg.mode === "rail" && !dashed) {
        const thin = { color: "#FFFFFF", weight: first ? 1.6 : 1, dashArray: "7 7", lineCap: "butt" };
        group.addLayer(new LaneLine(points, { ...still, ...thin, lane }));
      }
    }
  }

  function draw(number) {
    chosen = number;
    itineraries.forEach((itinerary, i) => {
      if (i !== chosen) itinerary.legs.forEach((_, j) => drawLeg(i, j));
    });
    itineraries[chosen].legs.forEach((_, j) => drawLeg(chosen, j));
  }

  // A halo under an itinerary, or under one of its legs, while the pointer or focus is on it.
  function highlight(i, j) {
    layers.halo.clearLayers();
    if (i === null) return;
    itineraries[i].legs.forEach((_, other) => {
      if (j !== undefined && j !== other) return;
      for (const { lane, points } of runs(i, other)) {
        layers.halo.addLayer(new LaneLine(points, {
          renderer: canvas, interactive: false, color: "#F0E442", weight: 13, opacity: 0.85, lane,
        }));
      }
    });
    layers.halo.bringToBack();
  }

  function extent(i) {
    const box = L.latLngBounds([]);
    itineraries[i].legs.forEach((_, j) => pointsOf(i, j).forEach((point) => box.extend(point)));
    for (const end of [page.answer.query.origin, page.answer.query.destination]) {
      if (Number.isFinite(end.lon) && Number.isFinite(end.lat)) box.extend([end.lat, end.lon]);
    }
    return box.isValid() ? box : L.latLngBounds([[20, 25], [58, 80]]);
  }

  return { draw, highlight, extent, pointsOf, anyCoarse: pieces.some((piece) => piece.coarse) };
}
