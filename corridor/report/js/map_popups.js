// What a click on a leg, a border or a closure shows, and the popup it stands in.
function mapPopups(page, map, words) {
  "use strict";

  const { el, name, t, figure, usd, days, duration, joined, when, band } = words;
  const { answer } = page;
  const { itineraries } = answer;

  let opener = null; // the button that opened the popup, to go back to
  function open(where, content, from) {
    const size = map.getSize();
    // A wide map keeps the popup clear of its controls, a small one hides them meanwhile.
    const roomy = size.x > 780;
    const legend = document.querySelector(".legend");
    const left = roomy ? 24 + (legend ? legend.offsetWidth : 208) : 12;
    const popup = L.popup({
      maxWidth: Math.min(460, size.x - (roomy ? left + 78 : 50)), minWidth: Math.min(300, size.x - 60),
      maxHeight: Math.max(140, size.y - 90),
      autoPanPaddingTopLeft: [left, 12], autoPanPaddingBottomRight: [roomy ? 62 : 12, 12],
    });
    content.tabIndex = -1;
    content.addEventListener("keydown", (event) => event.key === "Escape" && map.closePopup());
    popup.setLatLng(where).setContent(content).openOn(map);
    const close = popup.getElement().querySelector(".leaflet-popup-close-button");
    if (close) close.setAttribute("aria-label", t("Close"));
    map.getContainer().classList.toggle("crowded", !roomy);
    opener = from || null;
  }
  map.on("popupclose", () => {
    map.getContainer().classList.remove("crowded");
    if (opener && document.activeElement === document.body) opener.focus({ preventScroll: true });
    opener = null;
  });

  // The bill of a leg; `said` are the numbers of its items' names.
  function bill(leg, said) {
    const cited = [...new Set(leg.items.flatMap((item) => item.source_ids))];
    const row = (item, n) =>
      el("tr", { class: item.outside_total ? "outside" : "" },
        el("td", {}, item.estimate ? el("abbr", { title: t("rests on an estimate") }, "~") : "",
          item.own ? el("abbr", { title: t("your own figure") }, "*") : "",
          name(words.plain(said[n])), item.outside_total ? " (" + t("outside the total") + ")" : "",
          el("sup", {}, [...new Set(item.source_ids)].map((id) => cited.indexOf(id) + 1).join(", "))),
        el("td", {}, usd(item.cost_usd.low)),
        el("td", {}, el("b", {}, figure(item.cost_usd.typical, 2))),
        el("td", {}, usd(item.cost_usd.high)),
        el("td", {}, item.time_h.typical ? figure(item.time_h.typical, 1) : ""));
    const cost = leg.cost_usd;
    return el("div", { class: "bill" },
      el("table", {},
        el("thead", {}, el("tr", {}, ...[t("Item"), t("low"), page.unit, t("high"), t("h")].map(
          (text) => el("th", { scope: "col" }, text)))),
        el("tbody", {}, ...leg.items.map(row)),
        el("tfoot", {}, el("tr", {}, el("td", {}, t("Leg")), el("td", {}, usd(cost.low)),
          el("td", {}, el("b", {}, figure(cost.typical, 2))), el("td", {}, usd(cost.high)),
          el("td", {}, figure(leg.time_h.typical, 1))))),
      words.guessed(leg, "cost") || words.guessed(leg, "time")
        ? el("p", { class: "small" }, "~ " + t("rests on an estimate")) : "",
      leg.items.some((item) => item.own)
        ? el("p", { class: "small" }, "* " + t("your own figure")) : "",
      cited.length ? el("ol", { class: "small" },
        ...cited.map((id) => el("li", {}, words.sourceText(id)))) : "");
  }

  // Papers that the leg's country asks for on its mode; at a border those of both sides.
  function papers(i, leg, countries) {
    const asked = itineraries[i].documents.filter(
      (paper) => countries.includes(paper.country) && (!paper.mode || paper.mode === leg.mode));
    if (!asked.length) return "";
    return el("details", {}, el("summary", {}, t("Documents") + " (" + asked.length + ")"),
      el("ul", { class: "small" }, ...asked.map((paper) =>
        el("li", {}, ...words.paper(paper)))));
  }

  function places(leg) {
    if (leg.from.name === leg.to.name) return words.placeName(leg.from);
    return [...words.placeName(leg.from), " \u2192 ", ...words.placeName(leg.to)];
  }
  function leg(i, j) {
    const one = itineraries[i].legs[j];
    const { note, items } = words.said.legs[i][j];
    const km = one.distance_km
      ? (one.distance_estimated_km ? "~" : "") + figure(one.distance_km, 0) + " " + t("km") : "";
    const facts = [
      words.legName(one), one.country, one.gauge_mm ? one.gauge_mm + " " + t("mm") : "", km,
      duration(one.time_h.typical), one.co2e_kg ? figure(one.co2e_kg, 0) + " " + t("kg CO2e") : "",
    ];
    return el("div", {},
      el("h3", {}, ...places(one)),
      el("p", {}, joined(facts)),
      el("p", { class: "small" }, band({ low: one.start, high: one.end }, when)
        + " (" + band(one.time_h, (hours) => figure(hours, 0)) + " " + t("h") + ")"),
      note === null ? "" : noted(words.plain(note), one.note),
      bill(one, items), papers(i, one, [one.country]));
  }

  const side = (said, country) => {
    const spot = { name: said, country };
    return [name(words.plainName(spot)), words.inCountry(spot)];
  };
  function border(i, one, j) {
    const legs = itineraries[i].legs;
    return el("div", {},
      el("h3", {}, name(words.postName(one.name))),
      el("p", {}, side(one.name_from, one.country_from), " \u2192 ", side(one.name_to, one.country_to),
        " \u00b7 " + t(one.mode)),
      el("p", {}, [t("Passage {}", when(one.passage)), words.state(one.status),
        words.regime(i, itineraries[i].borders.indexOf(one))].filter(Boolean).join(" \u00b7 ")),
      noted(one.note),
      j >= 0 ? bill(legs[j], words.said.legs[i][j].items) : "",
      j >= 0 ? papers(i, legs[j], [one.country_from, one.country_to]) : "");
  }

  // A long note is folded, so that what it belongs to stays readable.
  // What the tables say stays in their language, and is marked as such.
  function noted(text, inTables = text) {
    if (!text) return "";
    const note = el("p", { class: "note" }, name(text, words.foreign(text, inTables)));
    return text.length > 160 ? el("details", { class: "folded" }, el("summary", {}, t("Note")), note) : note;
  }

  function blocked(entry) {
    const better = entry.if_open;
    const until = entry.until ? " " + t("until {}", entry.until) : "";
    return el("div", {},
      el("h3", {}, name(words.postName(entry.name))),
      el("p", {}, t("Closed for {} since {}", t(entry.mode), entry.since) + until + "; "
        + (entry.stale_days < 0 ? t("last confirmed {}, after the departure.", entry.last_confirmed)
          : t("last confirmed {} ({} days before departure).", entry.last_confirmed, entry.stale_days))),
      noted(entry.note),
      better ? el("p", {}, t("If it were open: "), name(words.plain(words.said.open[answer.blocked.indexOf(entry)])),
        ", " + days(better.time_h) + " " + t("days") + ", " + usd(better.cost_usd) + " " + page.unit + ".") : "",
      el("p", { class: "small" }, t("Source: "), words.sourceText(entry.source_id)));
  }

  function end(one, origin) {
    return el("div", {}, el("h3", {}, ...words.placeName(one), words.inCountry(one)),
      el("p", {}, t(origin ? "Origin" : "Destination")),
      noted(one.note));
  }

  return { open, leg, border, blocked, end, places };
}
