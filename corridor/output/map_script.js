// Draws the answer of this page. Text of the answer only ever becomes text nodes.
function drawAnswer() {
  "use strict";

  const page = JSON.parse(document.getElementById("corridor-answer").textContent);
  const ground = JSON.parse(document.getElementById("corridor-basemap").textContent);
  const answer = page.answer;
  const itineraries = answer.itineraries;
  const sources = new Map(answer.sources.map((source) => [source.id, source]));
  const narrow = window.matchMedia("(max-width: 760px)").matches;

  // Okabe and Ito's colours; svg.py has the same.
  const COLOUR = { rail: "#0072B2", road: "#D55E00", sea: "#009E73", other: "#8A8F94" };
  const MODE = { rail: "Rail", road: "Road", sea: "Sea" };
  const KIND = {
    access: "to or from the network", line_haul: "haul", border: "border",
    transfer: "transfer", port: "port", sailing: "sailing",
  };

  // ------------------------------------------------------------------ words and figures
  function el(tag, about, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(about || {})) {
      if (key === "onclick") node.addEventListener("click", value);
      else if (value === true) node.setAttribute(key, "");
      else if (value !== false && value !== null) node.setAttribute(key, value);
    }
    // append() makes text nodes of strings.
    node.append(...children.flat().filter((child) => child !== null && child !== ""));
    return node;
  }
  // A name keeps its own writing direction and does not disturb its neighbours'.
  const name = (text) => el("bdi", {}, String(text));

  function figure(value, digits) {
    const [whole, part] = Math.abs(value).toFixed(digits).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
    return (value < 0 ? "-" : "") + grouped + (part ? "." + part : "");
  }
  const usd = (value) => figure(value, 0);
  const days = (hours) => figure(hours / 24, 1);
  const duration = (hours) => (hours < 48 ? figure(hours, 1) + " h" : days(hours) + " days");
  const joined = (facts) =>
    facts.filter(Boolean).map((fact) => fact.replace(/ /g, "\u00a0")).join(" \u00b7 ");
  const when = (text) => String(text || "").replace("T", " ");
  const percent = (share) => figure(share * 100, 0) + "%";
  function legName(leg) {
    const text = [MODE[leg.mode] || leg.mode, KIND[leg.kind] || leg.kind].filter(Boolean).join(" ");
    return text.charAt(0).toUpperCase() + text.slice(1);
  }
  const guessed = (leg) => leg.items.some((item) => item.estimate && !item.outside_total);

  function sourceText(id) {
    const source = sources.get(id);
    if (!source) return String(id);
    const text = source.title + (source.publisher ? ", " + source.publisher : "");
    // Only web addresses become links.
    if (!/^https?:\/\//i.test(source.url || "")) return text;
    return el("a", { href: source.url, target: "_blank", rel: "noopener noreferrer" }, text);
  }

  // ------------------------------------------------------------------ lines
  // Pieces are stored as steps in whole fractions of a degree; Leaflet wants lat/lon.
  const pieces = page.drawing.pieces.map((piece) => {
    const points = [];
    let lon = 0;
    let lat = 0;
    for (let i = 0; i < piece.steps.length; i += 2) {
      lon += piece.steps[i];
      lat += piece.steps[i + 1];
      points.push([lat / page.drawing.scale, lon / page.drawing.scale]);
    }
    return { coarse: piece.coarse, points };
  });
  const spot = (place) =>
    place && Number.isFinite(place.lon) && Number.isFinite(place.lat) ? [place.lat, place.lon] : null;

  function legLines(i, j, coarse, without) {
    return page.drawing.legs[i][j]
      .filter((number) => pieces[number].coarse === coarse && !(without && without.has(number)))
      .map((number) => pieces[number].points);
  }

  // ------------------------------------------------------------------ map
  document.documentElement.classList.add("js");
  document.getElementById("app").hidden = false;

  const [west, south, east, north] = ground.bbox;
  const map = L.map("map", {
    preferCanvas: true, minZoom: 2, maxZoom: 12, zoomSnap: 0.5,
    maxBounds: [[south - 8, west - 10], [north + 8, east + 10]], maxBoundsViscosity: 0.9,
    fadeAnimation: false, zoomAnimation: false, markerZoomAnimation: false,
  });
  map.attributionControl.setPrefix(false);
  map.attributionControl.addAttribution(page.credit);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  for (const [pane, level] of [["ground", 200], ["names", 300]]) {
    map.createPane(pane).style.zIndex = level;
    map.getPane(pane).style.pointerEvents = "none";
  }
  const groundCanvas = L.canvas({ pane: "ground", padding: 0.3 });
  const routeCanvas = L.canvas({ pane: "overlayPane", padding: 0.3, tolerance: 6 });

  function groundLayer(kind, style) {
    const feature = ground.features.find((one) => one.properties.kind === kind);
    const options = { pane: "ground", renderer: groundCanvas, interactive: false };
    return L.geoJSON(feature, Object.assign(options, { style: () => Object.assign(style, options) }));
  }
  const land = () => groundLayer("land", { stroke: false, fillColor: "#F6F3EA", fillOpacity: 1 });
  const boundary = { color: "#A9A394", weight: 1 };
  const countries = L.layerGroup([
    land(),
    groundLayer("border", Object.assign({}, boundary)),
    groundLayer("disputed", Object.assign({ dashArray: "3 4" }, boundary)),
  ]);
  const landOnly = L.layerGroup([land()]);

  const names = L.layerGroup();
  const nameMarkers = ground.features
    .filter((feature) => feature.properties.kind === "label")
    .map((feature) => {
      const [lon, lat] = feature.geometry.coordinates;
      const icon = L.divIcon({
        className: "country", iconSize: [0, 0], html: el("span", {}, feature.properties.name),
      });
      const marker = L.marker([lat, lon], { icon, pane: "names", interactive: false, keyboard: false });
      return { zoom: feature.properties.zoom, marker };
    });
  function showNames() {
    for (const { zoom, marker } of nameMarkers) {
      if (map.getZoom() >= zoom) names.addLayer(marker);
      else names.removeLayer(marker);
    }
  }

  const layers = {
    other: L.featureGroup(), sea: L.layerGroup(), road: L.layerGroup(), rail: L.layerGroup(),
    port: L.layerGroup(), transfer: L.layerGroup(), border: L.layerGroup(),
    blocked: L.layerGroup(), ends: L.layerGroup(),
  };

  // ------------------------------------------------------------------ popups
  let opener = null; // the button that opened the popup, to go back to
  function openPopup(where, content) {
    const size = map.getSize();
    // A wide map keeps the popup clear of its controls, a small one hides them meanwhile.
    const roomy = size.x > 780;
    const popup = L.popup({
      maxWidth: Math.min(460, size.x - (roomy ? 310 : 50)), minWidth: Math.min(300, size.x - 60),
      maxHeight: Math.max(140, size.y - 90),
      autoPanPaddingTopLeft: [roomy ? 232 : 12, 12], autoPanPaddingBottomRight: [roomy ? 62 : 12, 12],
    });
    content.tabIndex = -1;
    content.addEventListener("keydown", (event) => event.key === "Escape" && map.closePopup());
    popup.setLatLng(where).setContent(content).openOn(map);
    map.getContainer().classList.toggle("crowded", !roomy);
  }
  map.on("popupclose", () => {
    map.getContainer().classList.remove("crowded");
    if (opener && document.activeElement === document.body) opener.focus({ preventScroll: true });
    opener = null;
  });

  function bill(leg) {
    const cited = [...new Set(leg.items.flatMap((item) => item.source_ids))];
    const row = (item) =>
      el("tr", { class: item.outside_total ? "outside" : "" },
        el("td", {}, item.estimate ? el("abbr", { title: "rests on an estimate" }, "~") : "",
          name(item.name), item.outside_total ? " (outside the total)" : "",
          el("sup", {}, [...new Set(item.source_ids)].map((id) => cited.indexOf(id) + 1).join(", "))),
        el("td", {}, usd(item.cost_usd.low)),
        el("td", {}, el("b", {}, figure(item.cost_usd.typical, 2))),
        el("td", {}, usd(item.cost_usd.high)),
        el("td", {}, item.time_h.typical ? figure(item.time_h.typical, 1) : ""));
    const band = leg.cost_usd;
    return el("div", { class: "bill" },
      el("table", {},
        el("thead", {}, el("tr", {}, ...["Item", "low", "USD", "high", "h"].map(
          (text) => el("th", { scope: "col" }, text)))),
        el("tbody", {}, ...leg.items.map(row)),
        el("tfoot", {}, el("tr", {}, el("td", {}, "Leg"), el("td", {}, usd(band.low)),
          el("td", {}, el("b", {}, figure(band.typical, 2))), el("td", {}, usd(band.high)),
          el("td", {}, figure(leg.time_h.typical, 1))))),
      guessed(leg) ? el("p", { class: "small" }, "~ rests on an estimate") : "",
      cited.length ? el("ol", { class: "small" }, ...cited.map((id) => el("li", {}, sourceText(id)))) : "");
  }

  function places(leg) {
    if (leg.from.name === leg.to.name) return [name(leg.from.name)];
    return [name(leg.from.name), " \u2192 ", name(leg.to.name)];
  }
  function legContent(i, j) {
    const leg = itineraries[i].legs[j];
    const km = leg.distance_km
      ? (leg.distance_estimated_km ? "~" : "") + figure(leg.distance_km, 0) + " km" : "";
    const facts = [
      legName(leg), leg.country, leg.gauge_mm ? leg.gauge_mm + " mm" : "", km,
      duration(leg.time_h.typical), leg.co2e_kg ? figure(leg.co2e_kg, 0) + " kg CO2e" : "",
    ];
    return el("div", {},
      el("h3", {}, ...places(leg)),
      el("p", {}, joined(facts)),
      el("p", { class: "small" }, when(leg.start) + " to " + when(leg.end)),
      leg.note ? el("p", { class: "note" }, leg.note) : "",
      bill(leg));
  }
  function borderContent(i, border, j) {
    return el("div", {},
      el("h3", {}, name(border.name)),
      el("p", {}, name(border.name_from), " (" + border.country_from + ") \u2192 ",
        name(border.name_to), " (" + border.country_to + ") \u00b7 " + border.mode),
      el("p", {}, "Passage " + when(border.passage) + " \u00b7 " + border.status),
      border.note ? el("p", { class: "note" }, border.note) : "",
      j >= 0 ? bill(itineraries[i].legs[j]) : "");
  }
  function blockedContent(entry) {
    const better = entry.if_open;
    return el("div", {},
      el("h3", {}, name(entry.name)),
      el("p", {}, "Closed for " + entry.mode + " since " + entry.since
        + (entry.until ? " until " + entry.until : "") + "; last confirmed "
        + entry.last_confirmed + " (" + entry.stale_days + " days before departure)."),
      entry.note ? el("p", { class: "note" }, entry.note) : "",
      better ? el("p", {}, "If it were open: ", name(better.label), ", " + days(better.time_h)
        + " days, " + usd(better.cost_usd) + " USD.") : "",
      el("p", { class: "small" }, "Source: ", sourceText(entry.source_id)));
  }

  // ------------------------------------------------------------------ drawing an itinerary
  const crowd = []; // signs at one place stand side by side
  function sign(group, where, kind, label, content, open) {
    if (!where) return;
    const near = ([lat, lon]) => Math.hypot(lat - where[0], lon - where[1]) < 0.06;
    const before = crowd.filter(near).length;
    crowd.push(where);
    const text = { origin: "A", destination: "B", blocked: "\u00d7" }[kind];
    const icon = L.divIcon({
      className: "sign sign-" + kind, iconSize: [16, 16], iconAnchor: [8 - 15 * before, 8],
      html: el("span", {}, text || ""),
    });
    const marker = L.marker(where, {
      icon, title: label, riseOnHover: true, zIndexOffset: text && kind !== "blocked" ? 1000 : 0,
    });
    marker.on("add", () => marker.getElement().setAttribute("aria-label", label));
    marker.on("click", () => (open ? open() : openPopup(where, content())));
    group.addLayer(marker);
  }

  function drawLeg(i, j) {
    const leg = itineraries[i].legs[j];
    const group = layers[leg.mode] || layers.other;
    const color = COLOUR[leg.mode] || COLOUR.other;
    for (const coarse of [false, true]) {
      const found = legLines(i, j, coarse);
      if (!found.length) continue;
      const still = { renderer: routeCanvas, interactive: false };
      const style = { renderer: routeCanvas, color, weight: 5, opacity: 1, bubblingMouseEvents: false };
      if (leg.mode === "sea") Object.assign(style, { dashArray: "0.1 8", lineCap: "round" });
      else if (coarse) Object.assign(style, { dashArray: "9 7", lineCap: "butt", weight: 4 });
      else group.addLayer(L.polyline(found, Object.assign({ color: "#FFFFFF", weight: 8 }, still)));
      const line = L.polyline(found, style);
      line.on("click", (event) => openPopup(event.latlng, legContent(i, j)));
      group.addLayer(line);
      if (leg.mode === "rail" && !coarse) {
        const dashes = { color: "#FFFFFF", weight: 1.6, dashArray: "7 7", lineCap: "butt" };
        group.addLayer(L.polyline(found, Object.assign(dashes, still)));
      }
    }
  }

  // Grey lines leave out what the chosen itinerary draws itself.
  function drawOther(i, chosen) {
    const without = new Set(page.drawing.legs[chosen].flat());
    itineraries[i].legs.forEach((leg, j) => {
      for (const coarse of [false, true]) {
        const found = legLines(i, j, coarse, without);
        if (!found.length) continue;
        const style = { renderer: routeCanvas, color: COLOUR.other, weight: 3, opacity: 0.9 };
        if (leg.mode === "sea") Object.assign(style, { dashArray: "0.1 7", lineCap: "round" });
        else if (coarse) style.dashArray = "6 6";
        const line = L.polyline(found, Object.assign({ bubblingMouseEvents: false }, style));
        line.bindTooltip(el("span", {}, "Itinerary " + (i + 1) + ": ", name(itineraries[i].label)),
          { sticky: true });
        line.on("click", () => select(i));
        layers.other.addLayer(line);
      }
    });
  }

  function drawSigns(i) {
    const itinerary = itineraries[i];
    const legs = itinerary.legs;
    const query = answer.query;
    crowd.length = 0;
    for (const [kind, end] of [["origin", query.origin], ["destination", query.destination]]) {
      const word = kind === "origin" ? "Origin: " : "Destination: ";
      sign(layers.ends, spot(end), kind, word + end.name, () =>
        el("div", {}, el("h3", {}, name(end.name), " (" + end.country + ")"),
          el("p", {}, kind === "origin" ? "Origin" : "Destination"),
          end.note ? el("p", { class: "note" }, end.note) : ""));
    }
    const borderLegs = legs.map((leg, j) => j).filter((j) => legs[j].kind === "border");
    itinerary.borders.forEach((border, k) => {
      const matched = borderLegs.length === itinerary.borders.length ? borderLegs[k] : -1;
      const where = spot(border) || (matched >= 0 ? spot(legs[matched].from) : null);
      sign(layers.border, where, "border", "Border: " + border.name,
        () => borderContent(i, border, matched));
    });
    legs.forEach((leg, j) => {
      if (leg.kind !== "transfer" && leg.kind !== "port") return;
      const word = leg.kind === "port" ? "Port: " : "Transfer: ";
      sign(layers[leg.kind], spot(leg.from), leg.kind, word + leg.from.name, () => legContent(i, j));
    });
    answer.blocked.forEach((entry) =>
      sign(layers.blocked, spot(entry), "blocked", "Closed: " + entry.name, () => blockedContent(entry)));
  }

  function extent(i) {
    const box = L.latLngBounds([]);
    for (const number of page.drawing.legs[i].flat()) {
      pieces[number].points.forEach((point) => box.extend(point));
    }
    for (const end of [answer.query.origin, answer.query.destination]) {
      if (spot(end)) box.extend(spot(end));
    }
    return box.isValid() ? box : L.latLngBounds([[20, 25], [58, 80]]);
  }

  function openLeg(i, j, button, byKeyboard) {
    const leg = itineraries[i].legs[j];
    const points = [...legLines(i, j, false), ...legLines(i, j, true)].flat();
    const where = points.length ? points[Math.floor(points.length / 2)] : spot(leg.from) || spot(leg.to);
    if (!where) return;
    if (points.length > 1) map.fitBounds(L.latLngBounds(points), { maxZoom: 8, padding: [30, 30] });
    else map.setView(where, Math.max(map.getZoom(), 6));
    if (narrow) document.getElementById("map").scrollIntoView();
    const content = legContent(i, j);
    openPopup(where, content);
    opener = button;
    if (byKeyboard) content.focus({ preventScroll: true });
  }

  function select(i) {
    map.closePopup();
    map.fitBounds(extent(i), { padding: narrow ? [14, 14] : [30, 30] });
    Object.values(layers).forEach((layer) => layer.clearLayers());
    itineraries.forEach((_, other) => other !== i && drawOther(other, i));
    itineraries[i].legs.forEach((_, j) => drawLeg(i, j));
    drawSigns(i);
    document.querySelectorAll("#choice input").forEach((input) => {
      input.checked = Number(input.value) === i;
    });
    document.getElementById("detail").replaceChildren(detail(i));
  }

  // ------------------------------------------------------------------ panel
  function card(itinerary, i) {
    const totals = itinerary.totals;
    const share = itinerary.estimate_share;
    const input = el("input", { type: "radio", name: "itinerary", value: i });
    input.addEventListener("change", () => select(i));
    const total = (value, unit, band) =>
      el("span", { class: "total" }, el("b", {}, value), " " + unit, band ? el("small", {}, band) : "");
    return el("label", { class: "card" }, input, el("span", { class: "body" },
      el("span", { class: "label" }, name(itinerary.label),
        ...itinerary.roles.map((role) => el("span", { class: "role" }, role))),
      el("span", { class: "totals" },
        total(days(totals.time_h.typical), "days",
          days(totals.time_h.low) + " to " + days(totals.time_h.high)),
        total(usd(totals.cost_usd.typical), "USD",
          usd(totals.cost_usd.low) + " to " + usd(totals.cost_usd.high)),
        total(figure(totals.distance_km, 0), "km", totals.distance_estimated_km
          ? "~" + figure(totals.distance_estimated_km, 0) + " estimated" : ""),
        total(figure(totals.co2e_kg / 1000, 2), "t CO2e", "")),
      el("small", {}, "On estimates: " + percent(share.cost) + " of the dollars, "
        + percent(share.time) + " of the hours. Arrives " + when(itinerary.arrival).slice(0, 10) + ".")));
  }

  function dayOf(itinerary, moment) {
    const start = Date.parse(itinerary.legs[0].start + "Z");
    return Math.floor((Date.parse(moment + "Z") - start) / 86400000) + 1;
  }

  function timeline(i) {
    const itinerary = itineraries[i];
    return el("ol", { class: "timeline" }, ...itinerary.legs.map((leg, j) => {
      const mark = guessed(leg) ? "~" : "";
      const facts = [
        legName(leg), leg.country,
        leg.distance_km ? figure(leg.distance_km, 0) + " km" : "",
        leg.time_h.typical ? mark + duration(leg.time_h.typical) : "",
        leg.cost_usd.typical ? mark + usd(leg.cost_usd.typical) + " USD" : "",
      ];
      const standing = ["border", "transfer", "port"].includes(leg.kind);
      const button = el("button", { type: "button", class: "leg" },
        el("span", { class: "day" }, "day " + dayOf(itinerary, leg.start)),
        standing ? el("span", { class: "key" }, el("span", { class: "sign sign-" + leg.kind }, el("span", {})))
          : el("span", { class: "key line line-" + (leg.mode || "other") }),
        el("span", {}, el("span", { class: "where" }, ...places(leg)),
          el("small", {}, joined(facts))));
      button.addEventListener("click", (event) => openLeg(i, j, button, event.detail === 0));
      return el("li", {}, button);
    }));
  }

  function list(title, entries) {
    if (!entries.length) return "";
    return el("section", {}, el("h2", {}, title), el("ul", {}, ...entries.map((entry) => el("li", {}, entry))));
  }
  function folded(title, entries) {
    if (!entries.length) return "";
    return el("details", {}, el("summary", {}, title + " (" + entries.length + ")"),
      el("ul", { class: "small" }, ...entries.map((entry) => el("li", {}, entry))));
  }

  function detail(i) {
    const itinerary = itineraries[i];
    const texts = [...answer.warnings, ...itinerary.warnings].map((warning) => warning.text);
    const papers = itinerary.documents.map((paper) =>
      paper.country + ": " + paper.name + (paper.text ? ". " + paper.text : ""));
    return el("div", {},
      el("h2", {}, "Legs", el("small", {}, " " + itinerary.countries.join(" \u203a ")
        + ". Choose one for its bill.")),
      timeline(i),
      answer.blocked.length ? el("section", {}, el("h2", {}, "Closed on the way"),
        el("ul", { class: "plain" }, ...answer.blocked.map((entry) => el("li", { class: "blocked" },
          blockedContent(entry))))) : "",
      list("Mind", [...new Set(texts)]),
      folded("Documents", [...new Set(papers)]),
      folded("Sources", answer.sources.map((source) => sourceText(source.id))));
  }

  function panel() {
    const query = answer.query;
    const load = query.count + " " + query.unit + ", " + query.gross_weight_t + " t each, "
      + query.cargo + ", ready " + when(query.depart) + ".";
    return [
      el("header", {},
        el("h1", {}, name(query.origin.name), " to ", name(query.destination.name)),
        el("p", {}, load, el("br", {}), "Data of " + answer.data_date + ".")),
      el("fieldset", { id: "choice" }, el("legend", {}, itineraries.length === 1
        ? "Itinerary" : "Itineraries (choose one)"), ...itineraries.map(card)),
      el("div", { id: "detail" }),
      el("footer", { class: "small" },
        el("p", {}, "~ marks what rests on an estimate. Bands are low to high. CO2e well to wheel."),
        el("p", {}, page.boundary_note),
        el("p", {}, "Graph " + String(answer.graph_hash || "").slice(0, 12) + ".")),
    ];
  }

  function legend() {
    const line = (kind, text) => el("li", {}, el("span", { class: "key line line-" + kind }), text);
    const mark = (kind, text, letter) => el("li", {},
      el("span", { class: "key" }, el("span", { class: "sign sign-" + kind }, el("span", {}, letter || ""))), text);
    const modes = new Set(itineraries.flatMap((itinerary) => itinerary.legs.map((leg) => leg.mode)));
    const kinds = new Set(itineraries.flatMap((itinerary) => itinerary.legs.map((leg) => leg.kind)));
    const dashed = pieces.some((piece) => piece.coarse);
    const box = el("details", { class: "legend leaflet-bar", open: !narrow },
      el("summary", {}, "Legend"),
      el("ul", {},
        modes.has("rail") ? line("rail", "Rail") : "",
        modes.has("road") ? line("road", "Road") : "",
        modes.has("sea") ? line("sea", "Sea lane") : "",
        dashed ? line("coarse", "Coarse: only places known") : "",
        itineraries.length > 1 ? line("other", "Other itinerary") : "",
        mark("origin", "Origin", "A"), mark("destination", "Destination", "B"),
        kinds.has("border") ? mark("border", "Border crossing") : "",
        kinds.has("transfer") ? mark("transfer", "Transfer") : "",
        kinds.has("port") ? mark("port", "Port") : "",
        answer.blocked.length ? mark("blocked", "Closed", "\u00d7") : ""),
      el("p", { class: "small" }, page.boundary_note));
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    const control = L.control({ position: "bottomleft" });
    control.onAdd = () => box;
    return control;
  }

  document.getElementById("panel").append(...panel());
  map.fitBounds(extent(0), { padding: narrow ? [14, 14] : [30, 30] });
  countries.addTo(map);
  names.addTo(map);
  map.on("zoomend", showNames);
  showNames();
  Object.values(layers).forEach((layer) => layer.addTo(map));
  map.on("overlayadd", () => layers.other.bringToBack());
  L.control.layers(
    { "Countries": countries, "Land only": landOnly, "No base map": L.layerGroup() },
    {
      "Country names": names, "Rail": layers.rail, "Road": layers.road, "Sea": layers.sea,
      "Other itineraries": layers.other, "Border crossings": layers.border,
      "Transfers": layers.transfer, "Ports": layers.port, "Closed": layers.blocked,
      "Origin and destination": layers.ends,
    },
    { collapsed: true },
  ).addTo(map);
  legend().addTo(map);
  select(0);
}

try {
  drawAnswer();
} catch (error) {
  // Rather the plain tables than half a map.
  document.documentElement.classList.remove("js");
  document.getElementById("app").hidden = true;
  throw error;
}
