// Draws the shipments of this page: each stretch of line once, as broad as what moves on it.
function drawShipments(parts) {
  "use strict";

  const page = JSON.parse(document.getElementById("corridor-shipments").textContent);
  const narrow = window.matchMedia("(max-width: 760px)").matches;
  const words = pageWords();
  const { el, name, figure } = words;
  // Okabe and Ito's colours; shipments_page.py has the same.
  const COLOUR = { rail: "#0072B2", road: "#D55E00", sea: "#009E73", other: "#8A8F94" };
  const [THIN, BROAD] = [1.5, narrow ? 9 : 13];
  const colourOf = (mode) => COLOUR[mode] || COLOUR.other;

  // ------------------------------------------------------------------ map
  const { map, names } = parts;
  const base = pageMap(map, page.credit, parts);
  const lineCanvas = L.canvas({ pane: "overlayPane", padding: 0.3, tolerance: 4 });
  const countries = base.countryNames((known) => known);
  const showNames = () => base.showNames(countries, names);

  // ------------------------------------------------------------------ flows
  const pieces = base.unpacked(page.drawing).map((piece) => ({
    ...piece, ways: [], line: null, value: { shipments: 0, units: 0, tonnes: 0 },
  }));
  page.ways.forEach((way, number) => {
    for (const at of way.pieces) pieces[at].ways.push(number);
  });
  let measure = "tonnes";
  let picked = null;
  let shown = new Set();
  const { dots } = parts;
  for (const piece of pieces) {
    piece.line = L.polyline(piece.points, { renderer: lineCanvas, bubblingMouseEvents: false });
    piece.line.on("click", (event) => L.popup({ maxWidth: 300 }).setLatLng(event.latlng).setContent(about(piece)).openOn(map));
  }
  const totals = page.ways.map((way) => way.rows.reduce(
    (all, row) => [all[0] + 1, all[1] + row[2], all[2] + row[3]], [0, 0, 0]));
  function count(numbers) {
    shown = new Set(numbers);
    for (const piece of pieces) {
      const value = [0, 0, 0];
      for (const number of piece.ways) {
        if (shown.has(number)) totals[number].forEach((one, i) => { value[i] += one; });
      }
      piece.value = { shipments: value[0], units: value[1], tonnes: value[2] };
    }
  }
  function style() {
    const most = Math.max(1e-9, ...pieces.map((piece) => piece.value[measure]));
    const over = picked === null ? null : new Set(page.ways[picked].pieces);
    const order = [...pieces.keys()].sort((a, b) => pieces[b].value[measure] - pieces[a].value[measure]);
    for (const at of order) {
      const piece = pieces[at];
      if (!piece.value.shipments) {
        piece.line.remove();
        continue;
      }
      const on = over === null || over.has(at);
      piece.line.options.color = on ? colourOf(piece.mode) : "#A3A8AD";
      piece.line.options.opacity = on ? 0.9 : 0.55;
      piece.line.options.weight = THIN + (BROAD - THIN) * piece.value[measure] / most;
      piece.line.options.dashArray = piece.coarse ? "7 5" : null;
      piece.line.options.lineCap = piece.coarse ? "butt" : "round";
      if (!map.hasLayer(piece.line)) piece.line.addTo(map);
      piece.line.setStyle({});
    }
    // The thin above the broad, what is chosen above the rest.
    for (const at of order) if (map.hasLayer(pieces[at].line)) pieces[at].line.bringToFront();
    if (over) for (const at of over) if (map.hasLayer(pieces[at].line)) pieces[at].line.bringToFront();
    dots.bringToFront();
  }
  function about(piece) {
    const top = piece.ways.filter((number) => shown.has(number))
      .map((number) => [page.ways[number], totals[number][2]])
      .sort((a, b) => b[1] - a[1]);
    return el("div", {}, el("h3", {}, (piece.mode ? piece.mode.charAt(0).toUpperCase() + piece.mode.slice(1) : "Way") + ", both directions"),
      el("p", {}, figure(piece.value.tonnes, 0) + " t, " + figure(piece.value.units, 0) + " units, " + figure(piece.value.shipments, 0) + " shipments"),
      piece.coarse ? el("p", { class: "note" }, "Only places along it are known") : "",
      el("ul", {}, ...top.slice(0, 6).map(([way, tonnes]) => el("li", {}, name(way.from), " \u2192 ", name(way.to), ", " + way.depart.slice(0, 7) + ": " + figure(tonnes, 0) + " t")),
        top.length > 6 ? el("li", {}, "and " + figure(top.length - 6, 0) + " more ways") : ""));
  }

  // ------------------------------------------------------------------ ends
  const ends = new Map();
  page.ways.forEach((way, number) => {
    if (!way.ends) return;
    [way.from, way.to].forEach((text, side) => {
      const key = way.ends[side].join();
      if (!ends.has(key)) ends.set(key, { text, at: way.ends[side], ways: [[], []] });
      ends.get(key).ways[side].push(number);
    });
  });
  // A finger hovers over nothing: what the pointer shows is a popup, too.
  function aboutEnd(end) {
    const lines = ["from here", "to here"].map((words, side) => {
      const sums = end.ways[side].filter((number) => shown.has(number)).map((number) => totals[number]);
      const sum = (i) => figure(sums.reduce((all, one) => all + one[i], 0), 0);
      return sums.length ? el("p", {}, sum(2) + " t, " + sum(1) + " units, " + sum(0) + " shipments " + words) : "";
    });
    return el("div", {}, el("h3", {}, name(end.text)), ...lines);
  }
  for (const end of ends.values()) {
    const [lon, lat] = end.at;
    L.circleMarker([lat, lon], { renderer: lineCanvas, radius: 4, color: "#1B1F23", weight: 1.5, fillColor: "#FFFFFF", fillOpacity: 1, bubblingMouseEvents: false })
      .bindTooltip(el("span", {}, name(end.text))).addTo(dots)
      .on("click", () => L.popup({ maxWidth: 300 }).setLatLng([lat, lon]).setContent(aboutEnd(end)).openOn(map));
  }

  // ------------------------------------------------------------------ start
  const bounds = L.latLngBounds([...pieces.flatMap((piece) => piece.points), ...[...ends.values()].map(({ at: [lon, lat] }) => [lat, lon])]);
  map.fitBounds(bounds.isValid() ? bounds : [[20, 25], [58, 80]], { padding: narrow ? [12, 12] : [30, 30] });
  map.on("zoomend", showNames);
  showNames();
  const control = L.control({ position: "bottomleft" });
  control.onAdd = () => el("details", { class: "legend leaflet-bar", open: !narrow }, el("summary", {}, "Legend"),
    el("ul", {}, ...["rail", "road", "sea"].map((mode) => el("li", {}, el("span", { class: "key-line key-" + mode }), mode.charAt(0).toUpperCase() + mode.slice(1))),
      el("li", { class: "small" }, "As broad as what moves, both directions"), el("li", { class: "small" }, "Dashed: only places along it known")));
  control.addTo(map);
  document.getElementById("panel").append(...shipmentsPanel(page, words, figure, {
    measure: (value) => { measure = value; style(); },
    choose: (number) => { picked = number; style(); },
    filter: (numbers) => { count(numbers); style(); },
  }));
}
