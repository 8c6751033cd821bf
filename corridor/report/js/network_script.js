// Draws the network of this page. Text of the tables only ever becomes text nodes.
function drawNetwork(parts) {
  "use strict";

  const page = JSON.parse(document.getElementById("corridor-network").textContent);
  const narrow = window.matchMedia("(max-width: 760px)").matches;

  const words = networkWords(page);
  const {
    GAUGE, ROAD, OTHER, BEHIND, STATE, SEA, STATUS, hubs, terminalsAt, sectionsAt, portAt, el,
    svg, name, capital, place, ends, shape, stateShape, portShape,
  } = words;

  // ------------------------------------------------------------------ map
  const { map, names, towns: townLayer, ...group } = parts;
  const base = pageMap(map, page.credit, parts);
  base.pane("towns", 590);
  const lineCanvas = L.canvas({ pane: "overlayPane", padding: 0.3, tolerance: 5 });

  function textMarker(where, pane, group, text, inner) {
    const icon = L.divIcon({ className: group, iconSize: [0, 0], html: el("span", { class: inner }, text) });
    return L.marker(where, { icon, pane, interactive: false, keyboard: false });
  }
  const countryMarkers = base.countryNames((known) => known);

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

  const drawn = []; // every line with what it stands for, to style it and find it again
  let colouring = "kind";
  function lineStyle(item) {
    const { row, kind, coarse } = item;
    const zoom = map.getZoom();
    const size = zoom < 5 ? 0.62 : zoom < 7 ? 0.85 : 1.15;
    if (kind === "sea") {
      return { color: SEA[row.status][0], weight: 3 * size, dashArray: "0.1 " + 7 * size, lineCap: "round" };
    }
    let color = row.mode === "road" ? ROAD : GAUGE[row.gauge] || OTHER;
    if (colouring === "behind") color = (BEHIND[row.confidence] || [OTHER])[0];
    const style = { color, weight: (row.mode === "road" ? 2.6 : 4.2) * size, dashArray: null, lineCap: "butt", opacity: 1 };
    if (row.status !== "open") Object.assign(style, { dashArray: "2 4", opacity: row.status === "closed" ? 0.6 : 1 });
    else if (coarse) Object.assign(style, { dashArray: "7 4" });
    return style;
  }
  const tickStyle = () => {
    const size = map.getZoom() < 5 ? 0.62 : map.getZoom() < 7 ? 0.85 : 1.15;
    return { color: "#FFFFFF", weight: 1.6 * size, dashArray: 6 * size + " " + 6 * size, lineCap: "butt" };
  };
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
  function drawLine(row, numbers, kind, into) {
    for (const coarse of [false, true]) {
      const found = numbers.map((number) => pieces[number]).filter((piece) => piece.coarse === coarse);
      if (!found.length) continue;
      const points = found.map((piece) => piece.points);
      const line = L.polyline(points, { renderer: lineCanvas, bubblingMouseEvents: false });
      const item = { row, kind, coarse, line, ticks: null };
      line.on("click", (event) => openLine(item, event.latlng));
      into.addLayer(line);
      if (row.mode === "rail" && row.status === "open" && !coarse) {
        item.ticks = L.polyline(points, { renderer: lineCanvas, interactive: false });
        into.addLayer(item.ticks);
      }
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
    for (const item of drawn) {
      item.line.setStyle(lineStyle(item));
      if (item.ticks) item.ticks.setStyle(tickStyle());
    }
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
    const marker = L.marker(where, { icon, title: label, riseOnHover: true, zIndexOffset: above });
    marker.on("add", () => marker.getElement().setAttribute("aria-label", label));
    marker.on("click", () => openPopup(where, content()));
    into.addLayer(marker);
  }
  for (const row of page.crossings) {
    sign(group["crossing_" + row.mode], [row.lat, row.lon], stateShape(row.mode, row.state),
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

  // Names of places: the best joined first, and only where they cover nothing named before.
  const weight = (hub) => (sectionsAt.get(hub.id) || []).length
    + (hub.kind === "city" ? 4 : 0) + (portAt.has(hub.id) ? 3 : 0)
    + (page.named.includes(hub.id) ? 12 : 0);
  const towns = page.hubs.map((hub) => ({ hub, weight: weight(hub) }))
    .sort((a, b) => b.weight - a.weight || (a.hub.id < b.hub.id ? -1 : 1));
  function showNames() {
    const zoom = map.getZoom();
    base.showNames(countryMarkers, names);
    townLayer.clearLayers();
    const least = zoom < 4.5 ? 11 : zoom < 5.5 ? 9 : zoom < 6.5 ? 7 : zoom < 7.5 ? 5 : 0;
    const size = map.getSize();
    const taken = [];
    for (const { hub, weight: w } of towns) {
      if (w < least || taken.length > 90) break;
      const { x, y } = map.latLngToContainerPoint([hub.lat, hub.lon]);
      if (x < 0 || y < 0 || x > size.x || y > size.y) continue;
      const box = [x - 4, y - 9, x + 10 + hub.name.length * 6.6, y + 9];
      if (taken.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) continue;
      taken.push(box);
      townLayer.addLayer(textMarker([hub.lat, hub.lon], "towns", "", hub.name, w < 7 ? "town minor" : "town"));
    }
  }
  function showCloser() {
    const zoom = map.getZoom();
    const put = (into, what, wanted) => (wanted ? into.addLayer(what) : into.removeLayer(what));
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
        ...(more && more.ticks ? [svg("path", { d: "M-2 4H24", stroke: "#FFFFFF", "stroke-width": 1.6, "stroke-dasharray": "5 5" })] : []))), text);
    const mark = (picture, text) => el("li", {}, el("span", { class: "key" }, picture), text);
    const lines = colouring === "kind"
      ? [...[1520, 1435, 1676].map((gauge) => line(GAUGE[gauge], "Rail " + gauge + " mm", { ticks: true })), line(ROAD, "Road", { "stroke-width": 3 })]
      : [...Object.values(BEHIND).map(([color, text]) => line(color, "Length " + text)),
        el("li", { class: "small" }, "White ticks: rail")];
    legendBox.replaceChildren(el("summary", {}, "Legend"),
      el("ul", {}, ...lines,
        line("#1B1F23", "Only places along it known", { "stroke-dasharray": "6 4", "stroke-width": 3 }),
        line("#1B1F23", "Planned, in construction", { "stroke-dasharray": "2 3", "stroke-width": 3 }),
        ...Object.entries(SEA).filter(([status]) => group["sea_" + status] && map.hasLayer(group["sea_" + status]))
          .map(([, [color, text]]) => line(color, text, { "stroke-dasharray": "0.1 6", "stroke-linecap": "round" }))),
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
  const extent = L.latLngBounds(page.sections.flatMap((row) =>
    row.ends.map((id) => [hubs.get(id).lat, hubs.get(id).lon])));
  map.fitBounds(extent.isValid() ? extent : L.latLngBounds([[20, 25], [58, 80]]), { padding: [8, 8] });
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
