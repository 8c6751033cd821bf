// What every page puts on its map: ground, boundaries, scale, credit, and pieces of line unpacked.
function pageMap(map, credit, layers) {
  "use strict";

  const { countries, landOnly } = layers;
  const ground = JSON.parse(document.getElementById("corridor-basemap").textContent);
  const [west, south, east, north] = ground.bbox;
  map.setMaxBounds([[south - 8, west - 10], [north + 8, east + 10]]);
  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution(credit);
  const scale = L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  // The scale in the reader's units: "{} km", "{} m".
  function units(unitOf) {
    scale._updateScale = (bar, text, ratio) => {
      L.Control.Scale.prototype._updateScale.call(scale, bar, text.replace(/[a-z]+$/, unitOf), ratio);
    };
    if (map._loaded) scale._update();
  }
  // The button of the whole screen tells what it would do next, by ear too.
  const whole = map.fullscreenControl;
  const titled = () => whole.link.setAttribute("aria-label", whole.link.title);
  map.on("enterFullscreen exitFullscreen", titled);
  function screen(wordOf) {
    Object.assign(whole.options, { title: wordOf("Full screen"), titleCancel: wordOf("Leave full screen") });
    whole.link.title = map._isFullscreen ? whole.options.titleCancel : whole.options.title;
    titled();
  }
  function pane(name, level) {
    map.createPane(name).style.zIndex = level;
    map.getPane(name).style.pointerEvents = "none";
  }
  pane("ground", 200);
  pane("names", 450); // over the lines, under the signs

  const canvas = L.canvas({ pane: "ground", padding: 0.3 });
  // Lines are stored as steps in whole fractions of a degree; Leaflet wants lat/lon.
  function pointsOf(steps, scale) {
    const points = [];
    let lon = 0;
    let lat = 0;
    for (let i = 0; i < steps.length; i += 2) {
      lon += steps[i];
      lat += steps[i + 1];
      points.push([lat / scale, lon / scale]);
    }
    return points;
  }
  const shared = { pane: "ground", renderer: canvas, interactive: false };
  const at = (of) => (rings) => rings.map((steps) => pointsOf(steps, of));
  const rings = at(ground.scale);
  const lands = ground.land.map(rings);
  const tinted = Object.values(ground.countries).flat().map(rings);
  const lakes = ground.lakes.map(rings);
  const fine = ground.fine.map((one) => ({ ...one, land: one.land.map(at(one.scale)) }));
  const borders = rings(ground.border);
  const disputed = rings(ground.disputed);

  // ------------------------------------------------------------------ light and dark
  const THEME = {
    light: { sea: "#CFDFEA", land: "#ECEAE2", core: "#FFFEFA", line: "#B4AF9F", casing: "#FFFFFF" },
    dark: { sea: "#16222C", land: "#23282C", core: "#31373B", line: "#596068", casing: "#0D1114" },
  };
  const darkness = window.matchMedia("(prefers-color-scheme: dark)");
  const colours = () => (darkness.matches ? THEME.dark : THEME.light);
  function drawGround() {
    const { sea, land, core, line } = colours();
    map.getContainer().style.backgroundColor = sea;
    const area = (rings, fillColor) => L.polygon(rings, { ...shared, stroke: false, fillColor, fillOpacity: 1 });
    const boundary = { ...shared, color: line, weight: 1 };
    countries.clearLayers();
    landOnly.clearLayers();
    const coast = ({ box: [left, bottom, right, top], country, land: shapes }) => [
      L.rectangle([[bottom, left], [top, right]], { ...shared, stroke: false, fillColor: sea, fillOpacity: 1 }),
      area(shapes, country in ground.countries ? core : land),
    ];
    for (const layer of [
      area(lands, land), area(tinted, core), area(lakes, sea), ...fine.flatMap(coast),
      L.polyline(borders, boundary), L.polyline(disputed, { ...boundary, dashArray: "3 4" }),
    ]) countries.addLayer(layer);
    landOnly.addLayer(area(lands, land));
  }
  drawGround();

  // A name on the ground, from some zoom on; text becomes a text node.
  function label(kind, where, zoom, text) {
    const inner = document.createElement("span");
    inner.append(text);
    const icon = L.divIcon({ className: "ground-" + kind, iconSize: [0, 0], html: inner });
    const marker = L.marker(where, { icon, pane: "names", interactive: false, keyboard: false });
    return { zoom, marker, kind, text };
  }
  const countryNames = (wordOf) => ground.labels.map(({ name, zoom, place: [lon, lat] }) =>
    label(name in ground.countries ? "country core" : "country", [lat, lon], zoom, wordOf(name)));
  // Where a name would stand over another, the first one stays, and names beside a sign go first.
  function boxOf({ kind, text, marker }) {
    const at = map.latLngToContainerPoint(marker.getLatLng());
    const wide = text.length * 6.6;
    const left = kind === "city beside" ? at.x + 14 : kind === "city" ? at.x - 2 : at.x - wide / 2;
    return [left, at.y - 7, left + wide, at.y + 7];
  }
  const over = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  function showNames(labels, group) {
    const taken = [];
    const beside = ({ kind }) => kind === "city beside";
    for (const one of [...labels.filter(beside), ...labels.filter((other) => !beside(other))]) {
      const box = map.getZoom() >= one.zoom ? boxOf(one) : null;
      if (box && !taken.some((other) => over(box, other))) {
        taken.push(box);
        group.addLayer(one.marker);
      } else group.removeLayer(one.marker);
    }
  }

  const unpacked = (drawing) => drawing.pieces.map(({ steps, ...piece }) =>
    ({ ...piece, points: pointsOf(steps, drawing.scale) }));

  return {
    units, screen, pane, label, countryNames, showNames, unpacked, colours, drawGround, darkness,
    places: ground.labels, isCore: (name) => name in ground.countries,
  };
}
