// The lines of an answer: the chosen way thick in the colour of its modes on a casing, the others thin
// and grey. Hover reads, click chooses; a line that is only roughly known is drawn lighter, near by.
function routeLines(page, base, map, canvas, words, layers, act) {
  "use strict";

  const { el, t } = words;
  const itineraries = page.answer.itineraries;
  const COLOUR = { rail: "#0072B2", road: "#D55E00", sea: "#009E73" };
  const BESIDE = "#8A8F94";
  const NEAR = 8; // from this zoom on it shows that a line is simplified
  const pieces = base.unpacked(page.drawing).map((piece) => ({
    ...piece, points: piece.points.map((point) => L.latLng(point)),
  }));

  // Chaikin's corner cutting, twice; ends and the place of the line stay.
  function rounded(points) {
    let line = points;
    for (let turn = 0; turn < 2; turn += 1) {
      if (line.length < 3) return line;
      const cut = [line[0]];
      for (let n = 0; n + 1 < line.length; n += 1) {
        const [a, b] = [line[n], line[n + 1]];
        const between = (share) => L.latLng(a.lat + (b.lat - a.lat) * share, a.lng + (b.lng - a.lng) * share);
        if (n > 0) cut.push(between(0.25));
        if (n + 2 < line.length) cut.push(between(0.75));
      }
      cut.push(line[line.length - 1]);
      line = cut;
    }
    return line;
  }
  const pointsOf = (i, j) => page.drawing.legs[i][j].flatMap((number) => pieces[number].points);

  // Runs of one leg that are known alike: { coarse, points }.
  const kept = new Map();
  function runs(i, j) {
    const key = i + ":" + j;
    if (!kept.has(key)) {
      const found = [];
      for (const number of page.drawing.legs[i][j]) {
        const { coarse, points } = pieces[number];
        const last = found[found.length - 1];
        const joins = last && last.coarse === coarse && last.points[last.points.length - 1].equals(points[0], 2e-4);
        if (joins) last.points.push(...points.slice(1));
        else found.push({ coarse, points: [...points] });
      }
      const sea = itineraries[i].legs[j].mode === "sea";
      kept.set(key, found.map((run) => ({ ...run, points: sea ? run.points : rounded(run.points) })));
    }
    return kept.get(key);
  }
  const linesOf = (i) => itineraries[i].legs.flatMap((_, j) => runs(i, j).map((run) => run.points));

  // ------------------------------------------------------------------ drawing
  let chosen = 0;
  function about(i, j, coarse) {
    const leg = itineraries[i].legs[j];
    const facts = [words.legName(leg),
      leg.distance_km ? words.figure(leg.distance_km, 0) + " " + t("km") : "",
      words.duration(leg.time_h.typical),
      leg.cost_usd.typical ? words.usd(leg.cost_usd.typical) + " " + page.unit : ""];
    return el("span", {}, el("b", {}, ...act.places(leg)), el("br", {}), words.joined(facts),
      coarse && map.getZoom() >= NEAR ? [el("br", {}), t("line simplified")] : "");
  }
  function aboutWay(i) {
    const { time_h: time, cost_usd: cost } = itineraries[i].totals;
    return el("span", {}, el("b", {}, t("Itinerary {}", i + 1)), " ",
      words.name(words.plain(words.said.labels[i])), el("br", {}),
      words.joined([words.days(time.typical) + " " + t("days"), words.usd(cost.typical) + " " + page.unit]));
  }
  const still = { renderer: canvas, interactive: false, lineJoin: "round", lineCap: "round" };
  const tipped = (line, text) => line.bindTooltip(text, { sticky: true, direction: "top", className: "tip" });
  function drawBeside(i) {
    // One line a way: hovering lights all of it.
    const line = L.polyline(linesOf(i), { ...still, interactive: true, color: BESIDE, weight: 3, bubblingMouseEvents: false });
    line.itinerary = i;
    tipped(line, () => aboutWay(i)).on("mouseover", () => highlight(i)).on("mouseout", () => highlight(null))
      .on("click", () => act.choose(i));
    layers.other.addLayer(line);
  }
  function drawLeg(j) {
    const leg = itineraries[chosen].legs[j];
    const group = layers[leg.mode] || layers.mixed;
    for (const { coarse, points } of runs(chosen, j)) {
      layers.casing.addLayer(L.polyline(points, { ...still, color: base.colours().casing, weight: 9 }));
      const line = L.polyline(points, {
        ...still, interactive: true, color: COLOUR[leg.mode] || BESIDE, weight: 5, bubblingMouseEvents: false,
        opacity: coarse && map.getZoom() >= NEAR ? 0.55 : 1,
      });
      tipped(line, () => about(chosen, j, coarse)).on("mouseover", () => highlight(chosen, j))
        .on("mouseout", () => highlight(null)).on("click", (event) => act.open(chosen, j, event.latlng));
      group.addLayer(line);
    }
  }
  // Arrows along the chosen way, from zoom 6, one every 140 pixels.
  function drawArrows() {
    layers.arrows.clearLayers();
    if (map.getZoom() < 6) return;
    const view = map.getPixelBounds();
    for (const line of linesOf(chosen)) {
      let left = 70;
      const at = line.map((point) => map.project(point));
      for (let n = 0; n + 1 < at.length; n += 1) {
        const step = at[n + 1].subtract(at[n]);
        const long = Math.hypot(step.x, step.y);
        for (; left <= long; left += 140) {
          const tip = at[n].add(step.multiplyBy(left / long));
          if (!view.contains(tip)) continue;
          const [x, y] = [step.x / long, step.y / long];
          const wing = (side) => map.unproject(L.point(tip.x - 4 * x - 3 * side * y, tip.y - 4 * y + 3 * side * x));
          layers.arrows.addLayer(L.polyline([wing(1), map.unproject(tip), wing(-1)],
            { ...still, color: "#FFFFFF", weight: 1.6 }));
        }
        left -= long;
      }
    }
  }
  function draw(number) {
    chosen = number;
    for (const group of [layers.casing, layers.other, layers.mixed, layers.rail, layers.road, layers.sea]) group.clearLayers();
    itineraries.forEach((_, i) => i !== chosen && drawBeside(i));
    itineraries[chosen].legs.forEach((_, j) => drawLeg(j));
    drawArrows();
    order();
  }
  // What is switched on again goes back to its place.
  function order() {
    for (const group of [layers.casing, layers.other, layers.halo]) if (map.hasLayer(group)) group.bringToBack();
    if (map.hasLayer(layers.arrows)) layers.arrows.bringToFront();
  }
  let near = map._loaded && map.getZoom() >= NEAR;
  const zoomed = () => {
    if (near !== (map.getZoom() >= NEAR)) {
      near = map.getZoom() >= NEAR;
      draw(chosen);
    } else drawArrows();
  };
  map.on("zoomend", zoomed);
  map.on("moveend", drawArrows);
  function end() {
    map.off("zoomend", zoomed);
    map.off("moveend", drawArrows);
  }

  // A halo under an itinerary, or under one of its legs, while the pointer or focus is on it.
  function highlight(i, j) {
    layers.halo.clearLayers();
    if (i === null) return;
    itineraries[i].legs.forEach((_, other) => {
      if (j !== undefined && j !== other) return;
      for (const { points } of runs(i, other)) {
        layers.halo.addLayer(L.polyline(points, { ...still, color: "#F0E442", weight: 14, opacity: 0.9 }));
      }
    });
    order();
  }

  function extent(i) {
    const box = L.latLngBounds([]);
    linesOf(i).forEach((line) => line.forEach((point) => box.extend(point)));
    for (const end of [page.answer.query.origin, page.answer.query.destination]) {
      if (Number.isFinite(end.lon) && Number.isFinite(end.lat)) box.extend([end.lat, end.lon]);
    }
    return box.isValid() ? box : L.latLngBounds([[20, 25], [58, 80]]);
  }

  return {
    draw, highlight, extent, runs, pointsOf, linesOf, order, end,
    all: () => itineraries.flatMap((_, i) => linesOf(i)),
  };
}
