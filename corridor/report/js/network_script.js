// Draws the network of this page. Text of the tables only ever becomes text nodes.
function drawNetwork(parts) {
  "use strict";

  const page = JSON.parse(document.getElementById("corridor-network").textContent);
  const narrow = window.matchMedia("(max-width: 760px)").matches;

  const words = networkWords(page);
  const {
    MODE, GAUGE, ROAD, OTHER, BEHIND, STATE, SEA, STATUS, hubs, terminalsAt, sectionsAt, portAt, el,
    svg, name, capital, place, ends, shape, stateShape, portShape,
  } = words;

  // ------------------------------------------------------------------ map
  const { map, names, ...group } = parts;
  const base = pageMap(map, page.credit, parts);
  base.pane("towns", 590);
  const lineCanvas = L.canvas({ pane: "overlayPane", padding: 0.3, tolerance: 5 });

  function textMarker(where, pane, group, text, inner) {
    const icon = L.divIcon({ className: group, iconSize: [0, 0], html: el("span", { class: inner }, text) });
    return L.marker(where, { icon, pane, interactive: false, keyboard: false });
  }

  // ------------------------------------------------------------------ popups
  let opener = null; // what opened the popup, to go back to
  function openPopup(where, content, from) {
    const size = map.getSize();
    const roomy = size.x > 780;
    const popup = L.popup({
      maxWidth: Math.min(400, size.x - 50), minWidth: Math.min(270, size.x - 60),
      maxHeight: Math.max(140, size.y - 90),
      autoPanPaddingTopLeft: [roomy && legendBox.open ? legendBox.offsetWidth + 22 : 12, 12], autoPanPaddingBottomRight: [roomy ? 62 : 12, 12],
    });
    content.tabIndex = -1;
    content.addEventListener("keydown", (event) => event.key === "Escape" && map.closePopup());
    popup.setLatLng(where).setContent(content).openOn(map);
    map.getContainer().classList.toggle("crowded", !roomy);
    if (from) {
      opener = from;
      content.focus({ preventScroll: true });
    }
  }
  map.on("popupclose", () => {
    map.getContainer().classList.remove("crowded");
    if (opener && (document.activeElement === document.body || map.getContainer().contains(document.activeElement))) {
      opener.focus({ preventScroll: true });
    }
    opener = null;
  });
  function goTo(where, zoom, content, from) {
    // On a phone the map may be above what is read.
    if (narrow) document.getElementById("map").scrollIntoView({ block: "start" });
    map.closePopup();
    map.setView(where, Math.max(map.getZoom(), zoom), { animate: false });
    openPopup(where, content(), from);
  }

  const popups = networkPopups(page, words, (where, content) => openPopup(where, content, opener));

  // ------------------------------------------------------------------ lines
  const pieces = base.unpacked(page.drawing);

  const signed = []; // where signs stand, for the names
  const drawn = []; // every line with what it stands for, to style it and find it again
  let colouring = "kind";
  function lineStyle(item) {
    const { row, kind, coarse } = item;
    const zoom = map.getZoom();
    const size = zoom < 5 ? 0.62 : zoom < 7 ? 0.85 : 1.15;
    if (kind === "sea") {
      return { color: SEA[row.status][0], weight: 1.8 * size, lineCap: "round", opacity: row.status === "service" ? 0.9 : 0.6 };
    }
    let color = MODE[row.mode] || OTHER;
    if (colouring === "gauge" && row.mode === "rail") color = GAUGE[row.gauge] || OTHER;
    if (colouring === "behind") color = (BEHIND[row.confidence] || [OTHER])[0];
    const style = { color, weight: (row.mode === "road" ? 2.2 : 3.6) * size, dashArray: null, lineCap: "round", lineJoin: "round", opacity: 1 };
    // Only what is not there is dotted; a line that is roughly known is lighter, near by.
    if (row.status !== "open") Object.assign(style, { dashArray: "1 5", weight: 2 * size, opacity: row.status === "closed" ? 0.6 : 1 });
    else if (coarse && zoom >= 8) style.opacity = 0.55;
    return style;
  }
  const middle = (points) => {
    const way = points.flat();
    return way[Math.floor((way.length - 1) / 2)].map((value, i) =>
      (value + way[Math.ceil((way.length - 1) / 2)][i]) / 2);
  };

  const { sectionContent, seaContent, crossingContent, portContent, terminalContent, hubContent } = popups;
  const itemContent = (item) => (item.kind === "sea" ? seaContent(item.row) : sectionContent(item.row));
  function openLine(item, where) {
    const point = map.latLngToLayerPoint(where);
    const near = (line) => {
      const found = line._map && line.closestLayerPoint(point);
      return found && found.distance < 6;
    };
    // Lines of a corridor lie on each other: name the others that pass here.
    const others = [...new Set(drawn.filter((one) => one.row !== item.row && near(one.line)).map((one) => one.row))]
      .slice(0, 8).map((row) => drawn.find((one) => one.row === row));
    const content = itemContent(item);
    if (others.length) {
      content.append(el("div", { class: "also" }, "Also here:", el("ul", {}, ...others.map((other) =>
        el("li", {}, el("a", {
          href: "#map", onclick: (event) => { event.preventDefault(); openLine(other, where); },
        }, other.kind === "sea" ? name(other.row.name) : el("span", {}, capital(other.row.mode) + " ", ...ends(other.row))))))));
    }
    openPopup(where, content);
  }
  function lineTip({ row, kind, coarse }) {
    const facts = kind === "sea" ? [SEA[row.status][1]]
      : [capital(row.mode) + (row.gauge ? " " + row.gauge : ""), (row.confidence === "estimate" ? "~" : "") + words.short(row.km) + " km",
        row.state || (row.status === "open" ? "" : STATUS[row.status])];
    return el("span", {}, el("b", {}, ...(kind === "sea" ? [name(row.name)] : ends(row))), el("br", {}), words.joined(facts),
      coarse && kind !== "sea" && map.getZoom() >= 8 ? [el("br", {}), "line simplified"] : "");
  }
  function drawLine(row, numbers, kind, into) {
    for (const coarse of [false, true]) {
      const found = numbers.map((number) => pieces[number]).filter((piece) => piece.coarse === coarse);
      if (!found.length) continue;
      const points = found.map((piece) => piece.points);
      const line = L.polyline(points, { renderer: lineCanvas, bubblingMouseEvents: false });
      const item = { row, kind, coarse, line };
      line.on("click", (event) => openLine(item, event.latlng));
      line.bindTooltip(() => lineTip(item), { sticky: true, direction: "top", className: "tip" });
      into.addLayer(line);
      drawn.push(item);
    }
  }
  function groupOf(row) {
    if (row.status !== "open") return group.planned;
    return group[row.mode === "rail" ? "rail_" + row.gauge : "road"] || group.planned;
  }
  page.sea.forEach((row, i) => drawLine(row, page.drawing.legs[1][i], "sea", group["sea_" + row.status]));
  const labels = []; // opening years, shown closer
  page.sections.forEach((row, i) => {
    const numbers = page.drawing.legs[0][i];
    drawLine(row, numbers, "section", groupOf(row));
    const where = middle(numbers.map((number) => pieces[number].points));
    if (row.status !== "open") {
      const marker = textMarker(where, "towns", "", row.opens ? String(row.opens) : STATUS[row.status], "opens");
      labels.push({ marker, zoom: row.opens ? 5 : 7 });
    }
    if (row.state) {
      sign(group.held, where, stateShape("line", row.state),
        "Line " + row.state + ": " + place(row.ends[0]) + " - " + place(row.ends[1]), () => sectionContent(row), row.state);
    }
  });
  function styleLines() {
    for (const item of drawn) item.line.setStyle(lineStyle(item));
  }

  // ------------------------------------------------------------------ marks
  function sign(into, where, picture, label, content, state) {
    // Signs at one place stand side by side.
    const near = ([lat, lon]) => Math.hypot(lat - where[0], lon - where[1]) < 0.012;
    sign.taken = sign.taken || [];
    const before = sign.taken.filter(near).length;
    sign.taken.push(where);
    const icon = L.divIcon({
      className: "mark mark-" + (state || "plain"), iconSize: [18, 18], iconAnchor: [9 - 15 * before, 9],
      html: picture,
    });
    const above = { closed: 2000, restricted: 1500, open: 1000 }[state] || 0;
    const marker = L.marker(where, { icon, alt: label, riseOnHover: true, zIndexOffset: above });
    marker.on("add", () => marker.getElement().setAttribute("aria-label", label));
    marker.bindTooltip(() => el("span", {}, label), { direction: "top", className: "tip", offset: [0, -8] });
    signed.push({ where, before, marker });
    marker.on("click", () => openPopup(where, content()));
    into.addLayer(marker);
  }
  // From afar only what is shut or restricted, and the crossings that freight was seen to use last.
  const main = new Set(page.crossings.filter((row) => page.main.includes(row.id)));
  const afar = { rail: L.layerGroup(), road: L.layerGroup() };
  const seen = (row) => row.state === "closed" || row.state === "restricted" || main.has(row);
  for (const row of page.crossings) {
    sign(seen(row) ? group["crossing_" + row.mode] : afar[row.mode], [row.lat, row.lon], stateShape(row.mode, row.state),
      capital(row.mode) + " crossing " + row.name + ": " + STATE[row.state][2], () => crossingContent(row), row.state);
  }
  for (const port of page.ports) {
    const hub = hubs.get(port.id);
    sign(group.ports, [hub.lat, hub.lon], portShape(port.service),
      "Port " + port.name + ": container service " + port.service, () => portContent(port), "port");
  }
  const closer = L.layerGroup();
  for (const id of terminalsAt.keys()) {
    const hub = hubs.get(id);
    sign(closer, [hub.lat, hub.lon], shape("terminal", "#FFFFFF", ""),
      "Terminal " + hub.name, () => terminalContent(id), "terminal");
  }
  const dots = L.layerGroup(page.hubs.map((hub) => L.circleMarker([hub.lat, hub.lon], {
    renderer: lineCanvas, radius: 3.5, color: "#1B1F23", weight: 1.2, fillColor: "#FFFFFF",
    fillOpacity: 1, bubblingMouseEvents: false,
  }).on("click", () => openPopup([hub.lat, hub.lon], hubContent(hub)))));

  // Names: what is shut, the ports, the main crossings, then countries and the places best joined.
  const weight = (hub) => (sectionsAt.get(hub.id) || []).length
    + (hub.kind === "city" ? 4 : 0) + (portAt.has(hub.id) ? 3 : 0)
    + (page.named.includes(hub.id) ? 12 : 0);
  const towns = page.hubs.map((hub) => ({ hub, weight: weight(hub) }))
    .sort((a, b) => b.weight - a.weight || (a.hub.id < b.hub.id ? -1 : 1));
  const naming = pageNames(map, names);
  const family = ' system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif';
  const kind = (of, font, height, more) => ({ of, font: font + family, height, ...more });
  const SHUT = kind("name-shut", "700 12px", 19, { pad: 14 });
  const STOP = kind("name-stop", "600 12.5px", 16);
  const PORT = kind("name-port", "600 12px", 16);
  const LAND = kind("name-land", "400 12px", 15, { centred: true });
  const CORE = kind("name-core", "700 11px", 14, { centred: true, spaced: 2 });
  const TOWN = kind("name-town", "400 11.5px", 14);
  const plain = (text) => text.replace(/ *\([^()]*\)/g, "");
  const fixed = [
    ...page.crossings.filter((row) => row.state === "closed")
      .map((row) => ({ text: "\u2715 " + plain(row.name), where: [row.lat, row.lon], kind: SHUT, clear: 9, must: true })),
    ...Object.entries(page.corridor_ports).filter(([id]) => hubs.has(id))
      .map(([id, text]) => ({ text: "\u2693 " + text, where: [hubs.get(id).lat, hubs.get(id).lon], kind: PORT, clear: 10, must: true })),
    ...towns.filter(({ hub }) => page.named.includes(hub.id))
      .map(({ hub }) => ({ text: hub.name, where: [hub.lat, hub.lon], kind: TOWN, clear: 6, must: true })),
    ...[...main].map((row) => ({ text: plain(row.name), where: [row.lat, row.lon], kind: STOP, clear: 10 })),
    ...base.places.map(({ name: known, zoom, place: [lon, lat] }) => ({
      text: base.isCore(known) ? known.toUpperCase() : known, where: [lat, lon],
      zoom: base.isCore(known) ? 3 : zoom, kind: base.isCore(known) ? CORE : LAND,
    })),
  ];
  const onMap = ({ marker }) => Boolean(marker._map);
  function boxes() {
    return signed.filter(onMap).map(({ where, before }) => {
      const { x, y } = map.latLngToContainerPoint(where);
      return [x + 15 * before - 7, y - 7, x + 15 * before + 7, y + 7];
    });
  }
  function showNames() {
    const zoom = map.getZoom();
    const least = zoom < 4.5 ? 11 : zoom < 5.5 ? 9 : zoom < 6.5 ? 7 : zoom < 7.5 ? 5 : 0;
    const places = map.hasLayer(names) ? towns.filter((one) => one.weight >= least && !page.named.includes(one.hub.id)).slice(0, 400)
      .map(({ hub }) => ({ text: hub.name, where: [hub.lat, hub.lon], kind: TOWN, clear: 6 })) : [];
    // Names of the ground may lie on lines here: the network covers the land.
    naming.show([...fixed, ...places], boxes(), []);
  }
  function showCloser() {
    const zoom = map.getZoom();
    const put = (into, what, wanted) => (wanted ? into.addLayer(what) : into.removeLayer(what));
    for (const mode of ["rail", "road"]) put(group["crossing_" + mode], afar[mode], zoom >= 6);
    put(group.terminals, closer, zoom >= 6);
    put(group.hubs, dots, zoom >= 7);
    for (const label of labels) put(group.planned, label.marker, zoom >= label.zoom);
    map.getContainer().classList.toggle("far", zoom < 6);
  }

  // ------------------------------------------------------------------ legend
  const legendBox = el("details", { class: "legend leaflet-bar", open: !narrow && window.innerHeight > 700 });
  function drawLegend() {
    const line = (color, text, more) => el("li", {}, el("span", { class: "key" },
      svg("svg", { viewBox: "0 0 22 8", "aria-hidden": "true" },
        svg("path", Object.assign({ d: "M-2 4H24", stroke: color, "stroke-width": 4, fill: "none" }, more)),
      )), text);
    const mark = (picture, text) => el("li", {}, el("span", { class: "key" }, picture), text);
    const lines = {
      kind: [line(MODE.rail, "Rail"), line(ROAD, "Road", { "stroke-width": 3 })],
      gauge: [...[1520, 1435, 1676].map((gauge) => line(GAUGE[gauge], "Rail " + gauge + " mm")), line(ROAD, "Road", { "stroke-width": 3 })],
      behind: Object.values(BEHIND).map(([color, text]) => line(color, "Length " + text)),
    }[colouring];
    legendBox.replaceChildren(el("summary", {}, "Legend"),
      el("ul", {}, ...lines,
        line(OTHER, "Planned, in construction", { "stroke-dasharray": "1 4", "stroke-width": 3 }),
        ...Object.entries(SEA).filter(([status]) => group["sea_" + status] && map.hasLayer(group["sea_" + status]))
          .map(([, [color, text]]) => line(color, text, { "stroke-width": 2 }))),
      el("ul", {},
        mark(shape("rail", "#FFFFFF", ""), "Rail crossing"), mark(shape("road", "#FFFFFF", ""), "Road crossing"),
        ...["open", "restricted", "closed", "local", "planned"].map((state) => mark(
          el("span", { class: "key" }, stateShape("rail", state), stateShape("road", state)), capital(STATE[state][2])))),
      el("ul", {},
        mark(portShape("regular"), "Seaport, regular boxes"), mark(portShape("irregular"), "Seaport, irregular"),
        mark(portShape("none"), "Seaport, no boxes"),
        mark(shape("terminal", "#FFFFFF", ""), "Terminal (closer)")));
  }
  L.DomEvent.disableClickPropagation(legendBox);
  L.DomEvent.disableScrollPropagation(legendBox);

  // ------------------------------------------------------------------ start
  document.getElementById("panel").append(...networkPanel(page, words, popups, {
    goTo,
    search: networkSearch(page, words, popups, weight, goTo),
    middle: (i) => middle(page.drawing.legs[0][i].map((number) => pieces[number].points)),
    recolour: (value) => {
      colouring = value;
      styleLines();
      drawLegend();
    },
  }));
  // The corridor, whatever else lies in the tables.
  map.fitBounds([[22, 26], [58, 80]], { padding: [8, 8] });
  styleLines();
  // What is switched on again goes back to its place: sea, road, rail, places.
  map.on("overlayadd overlayremove", drawLegend);
  map.on("overlayadd", () => {
    for (const one of Object.values(group)) if (map.hasLayer(one)) one.bringToFront();
    if (map.hasLayer(group.hubs)) dots.eachLayer((dot) => dot._map && dot.bringToFront());
  });
  map.on("zoomend", () => {
    styleLines();
    showCloser();
  });
  map.on("moveend", showNames);
  showCloser();
  showNames();
  drawLegend();
  const control = L.control({ position: "bottomleft" });
  control.onAdd = () => legendBox;
  control.addTo(map);
}
