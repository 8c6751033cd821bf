// The strip of days: the legs of the chosen way in proportion to their time. A handle moves over it and
// tells date, place and what is spent by then; a dot on the map goes with it.
function routeStrip(page, words, lines, map) {
  "use strict";

  const { el, t } = words;
  const strip = document.getElementById("strip");
  const KIND = { border: "border", transfer: "change", port: "change", access: "change" };
  const hour = 3600000;
  let itinerary = null;
  let number = 0;
  let dot = null;

  // Legs by the clock of the journey, in hours from its start.
  function spans() {
    let before = 0;
    return itinerary.legs.map((leg) => {
      const span = { leg, from: before, to: before + leg.time_h.typical };
      before = span.to;
      return span;
    });
  }
  const kindOf = (leg) => (leg.kind === "line_haul" || leg.kind === "sailing" ? leg.mode : KIND[leg.kind] || "change");
  const day = (hours) => words.when(new Date(Date.parse(itinerary.departure) + hours * hour).toISOString()).slice(5, 10);

  function along(line, share) {
    const steps = line.slice(1).map((point, n) => map.distance(line[n], point));
    let left = share * steps.reduce((all, step) => all + step, 0);
    for (const [n, step] of steps.entries()) {
      if (left <= step) {
        const part = step ? left / step : 0;
        return [line[n].lat + (line[n + 1].lat - line[n].lat) * part, line[n].lng + (line[n + 1].lng - line[n].lng) * part];
      }
      left -= step;
    }
    return line[line.length - 1];
  }
  // Where the goods are after some hours, and what is spent: a leg's dollars run with its hours.
  function at(hours) {
    const all = spans();
    const found = all.findIndex((span) => hours <= span.to && span.to > span.from);
    const j = found < 0 ? all.length - 1 : found; // past the end by less than an hour
    const { leg, from, to } = all[j];
    const share = to > from ? Math.min(1, (hours - from) / (to - from)) : 1;
    const spent = all.slice(0, j).reduce((sum, span) => sum + span.leg.cost_usd.typical, 0) + leg.cost_usd.typical * share;
    const points = lines.pointsOf(number, j);
    const spot = share < 1 ? leg.from : leg.to;
    const where = points.length > 1 ? along(points, share) : [spot.lat, spot.lon];
    return { leg, spent, where, share };
  }

  function show(i) {
    itinerary = page.answer.itineraries[i];
    number = i;
    if (dot) dot.remove();
    const total = itinerary.totals.time_h.typical || 1;
    const bar = el("div", { class: "bar" });
    for (const { leg, from, to } of spans()) {
      if (to <= from) continue;
      const kind = kindOf(leg);
      const part = el("span", { class: "part part-" + kind, title: [words.legName(leg), words.duration(to - from)].join(", ") });
      part.style.left = (from / total) * 100 + "%";
      part.style.width = ((to - from) / total) * 100 + "%";
      const said = t(kind) + " " + words.days(to - from);
      // What its part cannot hold is told by the title alone.
      if (((to - from) / total) * strip.clientWidth > said.length * 7) part.append(el("span", {}, said));
      bar.append(part);
    }
    const days = el("div", { class: "days", "aria-hidden": "true" });
    const every = Math.max(1, Math.ceil(total / 24 / 6));
    for (let n = 0; n * 24 <= total; n += every) {
      const mark = el("span", {}, day(n * 24));
      mark.style.left = (n * 24 / total) * 100 + "%";
      days.append(mark);
    }
    const handle = el("input", {
      type: "range", min: 0, max: Math.round(total), step: 1, value: 0, "aria-label": t("Day of the journey"),
    });
    const told = el("output", {});
    function move() {
      const { leg, spent, where } = at(Number(handle.value));
      told.replaceChildren(
        el("b", {}, day(Number(handle.value))), " ", words.legName(leg), ": ", ...words.placesOf(leg), " \u00b7 ",
        t("{} spent", words.usd(spent) + " " + page.unit));
      handle.setAttribute("aria-valuetext", told.textContent);
      if (!dot) {
        dot = L.circleMarker(where, { radius: 8, color: "#FFFFFF", weight: 3, fillColor: "#1B1F23", fillOpacity: 1, interactive: false, pane: "shadowPane", renderer: L.svg({ pane: "shadowPane" }) });
      }
      dot.setLatLng(where);
      if (!map.hasLayer(dot)) dot.addTo(map);
    }
    handle.addEventListener("input", move);
    strip.replaceChildren(told, bar, handle, days);
    told.append(t("{} days, {}: drag to follow the goods", words.days(total), words.usd(itinerary.totals.cost_usd.typical) + " " + page.unit));
  }

  return { show, spans, kindOf, day };
}
