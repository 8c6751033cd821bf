// Signs on the map: ends, borders by their state, transfers, breaks of gauge, ports, closures.
function mapSigns(page, map, words, layers, popups, onSign) {
  "use strict";

  const { el, t } = words;
  const answer = page.answer;
  const TEXT = {
    origin: "A", destination: "B", blocked: "\u00d7", gauge: "\u21c6", restricted: "!", opened: "?",
  };
  const crowd = []; // signs at one place stand side by side
  const placed = []; // where the signs stand, for the names
  const finger = window.matchMedia("(pointer: coarse)").matches;
  const SIZE = finger ? 40 : 24; // of what can be hit; the sign in its middle is smaller
  const ring = L.svg({ pane: "markerPane" }); // a canvas would take the pointer from the lines below
  const spot = (place) =>
    place && Number.isFinite(place.lon) && Number.isFinite(place.lat) ? [place.lat, place.lon] : null;

  function key(kind) {
    return el("span", { class: "sign sign-" + kind }, el("span", {}, TEXT[kind] || ""));
  }

  function put(group, where, kind, label, content) {
    if (!where) return;
    const near = ([lat, lon]) => Math.hypot(lat - where[0], lon - where[1]) < 0.06;
    const before = crowd.filter(near).length;
    crowd.push(where);
    placed.push({ where, aside: 15 * before });
    const ends = kind === "origin" || kind === "destination";
    const icon = L.divIcon({
      className: "sign sign-" + kind, iconSize: [SIZE, SIZE], iconAnchor: [SIZE / 2 - 15 * before, SIZE / 2],
      html: el("span", {}, TEXT[kind] || ""),
    });
    const marker = L.marker(where, {
      icon, title: label, alt: label, riseOnHover: true, zIndexOffset: ends ? 1000 : 0,
    });
    marker.on("add", () => marker.getElement().setAttribute("aria-label", label));
    marker.on("click", () => onSign(where, content()));
    group.addLayer(marker);
  }

  // A transfer between two rail hauls of different gauge is a break of gauge.
  function isGaugeBreak(legs, j) {
    const haul = (leg) => leg && leg.mode === "rail" && leg.gauge_mm;
    const before = legs.slice(0, j).reverse().find((leg) => leg.kind === "line_haul");
    const after = legs.slice(j + 1).find((leg) => leg.kind === "line_haul");
    return Boolean(haul(before) && haul(after) && before.gauge_mm !== after.gauge_mm);
  }
  const kindOf = (legs, j) =>
    legs[j].kind === "transfer" && isGaugeBreak(legs, j) ? "gauge" : legs[j].kind;
  const stateOf = (border) => (TEXT[border.status] ? border.status : "border");

  const WORD = { port: "Port: {}", transfer: "Transfer: {}", gauge: "Break of gauge: {}" };
  const BORDER = {
    border: "Border: {}", restricted: "Border, restricted: {}",
    opened: "Border, opened for this answer: {}",
  };
  function draw(i) {
    const itinerary = answer.itineraries[i];
    const legs = itinerary.legs;
    crowd.length = 0;
    placed.length = 0;
    for (const group of ["ends", "border", "transfer", "gauge", "port", "blocked"]) layers[group].clearLayers();
    drawPorts();
    for (const kind of ["origin", "destination"]) {
      const end = answer.query[kind];
      const word = kind === "origin" ? "Origin: {}" : "Destination: {}";
      put(layers.ends, spot(end), kind, t(word, words.plainName(end)),
        () => popups.end(end, kind === "origin"));
    }
    const borderLegs = legs.map((leg, j) => j).filter((j) => legs[j].kind === "border");
    itinerary.borders.forEach((border, k) => {
      const matched = borderLegs.length === itinerary.borders.length ? borderLegs[k] : -1;
      const where = spot(border) || (matched >= 0 ? spot(legs[matched].from) : null);
      const state = stateOf(border);
      put(layers.border, where, state, t(BORDER[state], words.postName(border.name)),
        () => popups.border(i, border, matched));
    });
    legs.forEach((leg, j) => {
      const kind = kindOf(legs, j);
      if (!WORD[kind]) return;
      put(layers[kind], spot(leg.from), kind, t(WORD[kind], words.plainName(leg.from)),
        () => popups.leg(i, j));
    });
    answer.blocked.forEach((entry) => put(layers.blocked, spot(entry), "blocked",
      t("Closed: {}", words.postName(entry.name)), () => popups.blocked(entry)));
  }

  // The ports of the corridor stand on every map, called at or not.
  function drawPorts() {
    layers.ports.clearLayers();
    for (const port of page.ports) {
      const where = spot(port);
      placed.push({ where, aside: 0 });
      layers.ports.addLayer(L.circleMarker(where, {
        radius: 4.5, color: "#FFFFFF", weight: 1.5, fillColor: "#006B6B", fillOpacity: 1, pane: "markerPane", renderer: ring,
      }).bindTooltip(() => el("span", {}, el("b", {}, words.name(words.postName(port.name))), el("br", {}), t(port.service)), { direction: "top", className: "tip" }));
    }
  }
  // Pixels that signs take, for names to keep clear of.
  function boxes() {
    return placed.map(({ where, aside }) => {
      const { x, y } = map.latLngToContainerPoint(where);
      return [x + aside - 7, y - 7, x + aside + 7, y + 7];
    });
  }

  function kinds() {
    const found = new Set();
    answer.itineraries.forEach((itinerary) => {
      itinerary.legs.forEach((_, j) => found.add(kindOf(itinerary.legs, j)));
      itinerary.borders.forEach((border) => found.add(stateOf(border)));
    });
    if (answer.blocked.length) found.add("blocked");
    return found;
  }

  return { draw, key, kinds, kindOf, spot, boxes };
}
