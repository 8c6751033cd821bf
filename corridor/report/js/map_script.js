// Draws the answer of this page. Text of the answer only ever becomes text nodes.
function drawAnswer(parts) {
  "use strict";

  const page = JSON.parse(document.getElementById("corridor-answer").textContent);
  const labels = JSON.parse(document.getElementById("corridor-labels").textContent);
  const narrow = window.matchMedia("(max-width: 760px)").matches;
  const padding = narrow ? [14, 14] : [30, 30];
  const itineraries = page.answer.itineraries;

  const { map, names, control } = parts;
  const base = pageMap(map, page.credit, parts);
  // A mouse can tell lines side by side apart, a finger cannot.
  const finger = window.matchMedia("(pointer: coarse)").matches;
  const lineCanvas = L.canvas({ pane: "overlayPane", padding: 0.3, tolerance: finger ? 8 : 1 });

  const { halo, other, mixed, sea, road, rail, port, transfer, gauge, border, blocked, ends } = parts;
  const layers = { halo, other, mixed, sea, road, rail, port, transfer, gauge, border, blocked, ends };
  map.on("overlayadd", () => { layers.other.bringToBack(); layers.halo.bringToBack(); });

  const paper = document.createElement("article");
  paper.id = "paper";
  document.body.append(paper);
  let chosen = 0;
  let undo = () => {}; // takes away what the last language put up

  function speak(language) {
    undo();
    const words = mapWords(page, language, labels.posts);
    const { el, t } = words;
    document.documentElement.lang = language;
    document.title = [page.answer.query.origin, page.answer.query.destination]
      .map((end) => words.plainName(end)).join(" " + t("to") + " ");
    document.getElementById("map").setAttribute("aria-label", t("Map of the route"));
    base.units((unit) => t(unit));
    document.getElementById("panel").setAttribute("aria-label", t("Itineraries"));
    const popups = mapPopups(page, map, words);
    const lines = mapLines(page, base.unpacked(page.drawing), lineCanvas, words, layers,
      (i, j, where) => popups.open(where, popups.leg(i, j)), (i) => select(i));
    const signs = mapSigns(page, map, words, layers, popups, popups.open);
    const panel = mapPanel(page, words, popups, signs, {
      select, openLeg, highlight: lines.highlight,
      speak: (code) => { speak(code); document.querySelector(".languages [lang=" + code + "]").focus(); },
    });

    // -------------------------------------------------------------- names on the ground
    const local = (entry) => (language === "ru" && entry.ru) || entry.name;
    // The name of a city stands clear of the sign of an end.
    const atEnd = (city) => [page.answer.query.origin, page.answer.query.destination].some(
      (end) => Math.hypot(end.lat - city.lat, end.lon - city.lon) < 0.3);
    const marks = [
      ...base.countryNames((known) => (language === "ru" && labels.countries[known]) || known),
      ...labels.seas.map((sea) => base.label("sea", [sea.lat, sea.lon], sea.zoom, local(sea))),
      ...labels.cities.map((city) => base.label(atEnd(city) ? "city beside" : "city", [city.lat, city.lon], city.zoom, local(city))),
    ];
    const showNames = () => base.showNames(marks, names);

    // -------------------------------------------------------------- choosing
    function openLeg(i, j, button, byKeyboard) {
      const leg = itineraries[i].legs[j];
      const points = lines.pointsOf(i, j);
      const where = points.length ? points[Math.floor(points.length / 2)]
        : signs.spot(leg.from) || signs.spot(leg.to);
      if (!where) return;
      if (points.length > 1) map.fitBounds(L.latLngBounds(points), { maxZoom: 8, padding: [30, 30] });
      else map.setView(where, Math.max(map.getZoom(), 6));
      if (narrow) document.getElementById("map").scrollIntoView();
      const content = popups.leg(i, j);
      popups.open(where, content, button);
      if (byKeyboard) content.focus({ preventScroll: true });
    }
    function show(i) {
      Object.values(layers).forEach((layer) => layer.clearLayers());
      lines.draw(i);
      signs.draw(i);
      document.querySelectorAll("#choice input").forEach((input) => {
        input.checked = Number(input.value) === i;
      });
      document.getElementById("detail").replaceChildren(panel.detail(i));
    }
    function select(i) {
      chosen = i;
      map.closePopup();
      map.fitBounds(lines.extent(i), { padding });
      show(i);
    }

    // -------------------------------------------------------------- controls
    function legend() {
      const line = (kind, text) => el("li", {}, el("span", { class: "key line line-" + kind }), text);
      const mark = (kind, text) => el("li", {}, el("span", { class: "key" }, signs.key(kind)), text);
      const modes = new Set(itineraries.flatMap((one) => one.legs.map((leg) => leg.mode)));
      const kinds = signs.kinds();
      const box = el("details", { class: "legend leaflet-bar", open: !narrow },
        el("summary", {}, t("Legend")),
        el("ul", {},
          ...(itineraries.length > 1 ? itineraries.map((_, i) => el("li", {},
            el("span", { class: "key" }, panel.swatch(i)), t("Itinerary {}", i + 1))) : []),
          modes.has("rail") ? line("rail", t("Rail")) : "",
          modes.has("road") ? line("road", t("Road")) : "",
          modes.has("sea") ? line("sea", t("Sea lane")) : "",
          lines.anyCoarse ? line("coarse", t("Coarse: only places known")) : "",
          mark("origin", t("Origin")), mark("destination", t("Destination")),
          kinds.has("border") ? mark("border", t("Border crossing")) : "",
          kinds.has("restricted") ? mark("restricted", t("Border, restricted")) : "",
          kinds.has("opened") ? mark("opened", t("Closed border, opened here")) : "",
          kinds.has("transfer") ? mark("transfer", t("Transfer")) : "",
          kinds.has("gauge") ? mark("gauge", t("Break of gauge")) : "",
          kinds.has("port") ? mark("port", t("Port")) : "",
          kinds.has("blocked") ? mark("blocked", t("Closed")) : ""),
        el("p", { class: "small" }, t(page.boundary_note)));
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      const control = L.control({ position: "bottomleft" });
      control.onAdd = () => box;
      return control;
    }
    for (const one of control._layers) {
      one.english = one.english || one.name;
      one.name = t(one.english);
    }
    control._update();
    const controls = [
      L.control.zoom({ zoomInTitle: t("Zoom in"), zoomOutTitle: t("Zoom out") }), legend(),
    ];

    undo = () => {
      map.closePopup();
      map.off("zoomend", showNames);
      map.off("popupclose");
      controls.forEach((control) => control.remove());
      names.clearLayers();
      document.getElementById("panel").replaceChildren();
    };
    document.getElementById("panel").append(...panel.whole());
    // What is printed in English stands in the page already.
    paper.replaceChildren(...(language === "en" ? [] : mapPaper(page, words, labels).flat()));
    if (!map._loaded) map.fitBounds(lines.extent(chosen), { padding });
    map.on("zoomend", showNames);
    showNames();
    controls.forEach((control) => control.addTo(map));
    const toggle = document.querySelector(".leaflet-control-layers-toggle");
    toggle.title = t("Layers");
    toggle.setAttribute("aria-label", t("Layers"));
    show(chosen);
  }

  speak(/^ru\b/.test(navigator.language || "") ? "ru" : "en");
}
