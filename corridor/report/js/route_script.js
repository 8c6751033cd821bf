// Draws the answer of this page. Text of the answer only ever becomes text nodes.
function drawAnswer(parts) {
  "use strict";

  const page = JSON.parse(document.getElementById("corridor-answer").textContent);
  const labels = JSON.parse(document.getElementById("corridor-labels").textContent);
  const itineraries = page.answer.itineraries;
  const query = page.answer.query;
  const app = document.getElementById("app");
  // A telephone, held either way: the smaller side tells.
  const phone = window.matchMedia("(max-width: 760px), (max-height: 480px)");
  const upright = window.matchMedia("(max-width: 760px)");

  const { map, names, control } = parts;
  const base = pageMap(map, page.credit, parts);
  const finger = window.matchMedia("(pointer: coarse)").matches;
  const lineCanvas = L.canvas({ pane: "overlayPane", padding: 0.3, tolerance: finger ? 10 : 3 });
  const layers = { ...parts };
  const naming = pageNames(map, names);
  const link = pageLink(map);
  const take = routeTake(page, base);

  const paper = document.createElement("article");
  paper.id = "paper";
  document.body.append(paper);
  let chosen = Math.min(Math.max(0, link.way - 1), itineraries.length - 1);
  let undo = () => {}; // takes away what the last language put up

  function speak(language) {
    undo();
    const words = mapWords(page, language, labels.posts);
    const { el, t } = words;
    document.documentElement.lang = language;
    document.title = [query.origin, query.destination]
      .map((end) => words.plainName(end)).join(" " + t("to") + " ");
    document.getElementById("map").setAttribute("aria-label", t("Map of the route"));
    base.units((unit) => t(unit));
    base.screen((text) => t(text));
    document.getElementById("panel").setAttribute("aria-label", t("Itineraries"));
    document.getElementById("strip").setAttribute("aria-label", t("Days of the journey"));
    const popups = mapPopups(page, map, words);
    words.placesOf = popups.places;
    const lines = routeLines(page, base, map, lineCanvas, words, layers, {
      places: popups.places, choose: (i) => select(i),
      open: (i, j, where) => popups.open(where, popups.leg(i, j)),
    });
    const signs = mapSigns(page, map, words, layers, popups, popups.open);
    const strip = routeStrip(page, words, lines, map);
    const sheet = pageSheet(app, phone, t);
    const panel = mapPanel(page, words, popups, signs, {
      select, openLeg, highlight: lines.highlight, link, take: () => take.buttons(words, () => chosen),
      speak: (code) => { speak(code); document.querySelector(".languages [lang=" + code + "]").focus(); },
    });
    const naming_ = routeNames(page, base, words, signs, labels);
    const showNames = () => naming.show(naming_.of(chosen, map.getSize().x), signs.boxes(), lines.all());

    // -------------------------------------------------------------- choosing
    const extent = () => {
      const box = lines.extent(chosen);
      page.answer.blocked.forEach((entry) => signs.spot(entry) && box.extend(signs.spot(entry)));
      return box;
    };
    // Room for the controls, and on a telephone for the sheet.
    const room = () => (upright.matches
      ? { paddingTopLeft: [24, 56], paddingBottomRight: [24, sheet.covers() + 30] }
      : { paddingTopLeft: [64, 36], paddingBottomRight: [56, 56] });
    function openLeg(i, j, button, byKeyboard) {
      const leg = itineraries[i].legs[j];
      const points = lines.pointsOf(i, j);
      const where = points.length ? points[Math.floor(points.length / 2)]
        : signs.spot(leg.from) || signs.spot(leg.to);
      if (!where) return;
      sheet.to("low");
      if (points.length > 1) map.fitBounds(L.latLngBounds(points), { maxZoom: 8, ...room() });
      else map.setView(where, Math.max(map.getZoom(), 6));
      const content = popups.leg(i, j);
      popups.open(where, content, button);
      if (byKeyboard) content.focus({ preventScroll: true });
      link.set({ leg: j + 1 });
    }
    function show(i) {
      lines.draw(i);
      signs.draw(i);
      strip.show(i);
      document.querySelectorAll("#choice input").forEach((input) => {
        input.checked = Number(input.value) === i;
      });
      document.getElementById("figures").replaceChildren(...panel.figures(i));
      document.getElementById("detail").replaceChildren(panel.detail(i));
      showNames();
    }
    function select(i) {
      chosen = i;
      map.closePopup();
      map.fitBounds(extent(), room());
      show(i);
      link.set({ way: i + 1, leg: null });
    }

    // -------------------------------------------------------------- controls
    function legend() {
      const line = (kind, text) => el("li", {}, el("span", { class: "key line line-" + kind }), text);
      const mark = (kind, text) => el("li", {}, el("span", { class: "key" }, signs.key(kind)), text);
      const kinds = signs.kinds();
      const box = el("div", { class: "legend leaflet-bar" },
        el("ul", { class: "row" },
          line("rail", t("Rail")), line("road", t("Road")), line("sea", t("Sea")),
          itineraries.length > 1 ? line("other", t("Others")) : ""),
        el("details", {}, el("summary", {}, t("Legend")),
          el("ul", {},
            mark("origin", t("Origin")), mark("destination", t("Destination")),
            kinds.has("border") ? mark("border", t("Border crossing")) : "",
            kinds.has("restricted") ? mark("restricted", t("Border, restricted")) : "",
            kinds.has("opened") ? mark("opened", t("Closed border, opened here")) : "",
            kinds.has("transfer") ? mark("transfer", t("Transfer")) : "",
            kinds.has("gauge") ? mark("gauge", t("Break of gauge")) : "",
            kinds.has("port") ? mark("port", t("Port")) : "",
            kinds.has("blocked") ? mark("blocked", t("Closed")) : ""),
          el("p", { class: "small" }, t(page.boundary_note))));
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      const put = L.control({ position: "bottomleft" });
      put.onAdd = () => box;
      return put;
    }
    for (const one of control._layers) {
      one.english = one.english || one.name;
      one.name = t(one.english);
    }
    control._update();
    const controls = [
      L.control.zoom({ zoomInTitle: t("Zoom in"), zoomOutTitle: t("Zoom out") }), legend(),
    ];
    const relight = () => {
      base.drawGround();
      show(chosen);
    };
    const shownAgain = () => {
      lines.order();
      showNames();
    };
    base.darkness.addEventListener("change", relight);

    undo = () => {
      map.closePopup();
      map.off("moveend", showNames);
      map.off("overlayadd overlayremove", shownAgain);
      map.off("popupclose");
      base.darkness.removeEventListener("change", relight);
      lines.end();
      controls.forEach((one) => one.remove());
      names.clearLayers();
      document.getElementById("panel").replaceChildren();
    };
    document.getElementById("panel").append(sheet.grip, ...panel.whole());
    // What is printed in English stands in the page already.
    paper.replaceChildren(...(language === "en" ? [] : mapPaper(page, words, labels).flat()));
    controls.forEach((one) => one.addTo(map));
    if (!map._loaded) {
      if (link.view) map.setView([link.view[0], link.view[1]], link.view[2]);
      else map.fitBounds(extent(), room());
    }
    map.on("moveend", showNames);
    map.on("overlayadd overlayremove", shownAgain);
    const toggle = document.querySelector(".leaflet-control-layers-toggle");
    toggle.title = t("Layers");
    toggle.setAttribute("aria-label", t("Layers"));
    link.set({ lang: language });
    show(chosen);
    if (link.leg && itineraries[chosen].legs[link.leg - 1]) openLeg(chosen, link.leg - 1);
  }

  speak(link.lang || (/^ru\b/.test(navigator.language || "") ? "ru" : "en"));
  phone.addEventListener("change", () => map.invalidateSize());
}
