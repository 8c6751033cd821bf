// The panel beside the map: the question, the itineraries to choose from, and one in detail.
function mapPanel(page, words, popups, signs, act) {
  "use strict";

  const { el, name, t, figure, usd, days, duration, joined, when, percent, band } = words;
  const answer = page.answer;
  const itineraries = answer.itineraries;

  function onFocus(node, begin, end) {
    node.addEventListener("mouseenter", begin);
    node.addEventListener("mouseleave", end);
    node.addEventListener("focusin", begin);
    node.addEventListener("focusout", end);
    return node;
  }
  // A short line in the itinerary's colour, drawn as SVG: the page allows no style attributes.
  function swatch(i) {
    const space = "http://www.w3.org/2000/svg";
    const picture = document.createElementNS(space, "svg");
    picture.setAttribute("class", "swatch");
    picture.setAttribute("viewBox", "0 0 6 40");
    picture.setAttribute("preserveAspectRatio", "none");
    picture.setAttribute("aria-hidden", "true");
    const bar = document.createElementNS(space, "rect");
    for (const [key, value] of [["width", 6], ["height", 40], ["fill", words.colourOf(i)]]) {
      bar.setAttribute(key, value);
    }
    picture.append(bar);
    return picture;
  }

  function card(itinerary, i) {
    const totals = itinerary.totals;
    const share = itinerary.estimate_share;
    const input = el("input", { type: "radio", name: "itinerary", value: i });
    input.addEventListener("change", () => act.select(i));
    const total = (value, unit, range) => el("span", { class: "total" },
      el("b", {}, value), " " + unit, range ? el("small", {}, range) : "");
    return onFocus(el("label", { class: "card" }, swatch(i), input, el("span", { class: "body" },
      el("span", { class: "label" }, (i + 1) + ". ", name(words.plain(words.said.labels[i])),
        ...itinerary.roles.map((role) => el("span", { class: "role" }, t(role)))),
      el("span", { class: "totals" },
        total(days(totals.time_h.typical), t("days"), band(totals.time_h, days)),
        total(usd(totals.cost_usd.typical), page.unit, band(totals.cost_usd, usd)),
        total(figure(totals.distance_km, 0), t("km"), totals.distance_estimated_km
          ? "~" + t("{} estimated", figure(totals.distance_estimated_km, 0)) : ""),
        total(figure(totals.co2e_kg / 1000, 2), t("t CO2e"), "")),
      el("small", {}, t("On estimates: {} of the cost, {} of the hours. Arrives {}.",
        percent(share.cost), percent(share.time), when(itinerary.arrival).slice(0, 10))))),
    () => act.highlight(i), () => act.highlight(null));
  }

  function dayOf(itinerary, moment) {
    // Days by the clocks of the places, as the text answer counts them.
    const day = (text) => Date.parse(text.slice(0, 10));
    return Math.round((day(moment) - day(itinerary.legs[0].start)) / 86400000) + 1;
  }

  function timeline(i) {
    const itinerary = itineraries[i];
    return el("ol", { class: "timeline" }, ...itinerary.legs.map((leg, j) => {
      const mark = (kind) => (words.guessed(leg, kind) ? "~" : "");
      const facts = [
        words.legName(leg), leg.country,
        leg.distance_km ? (leg.distance_estimated_km ? "~" : "") + figure(leg.distance_km, 0) + " " + t("km") : "",
        leg.time_h.typical ? mark("time") + duration(leg.time_h.typical) : "",
        leg.cost_usd.typical ? mark("cost") + usd(leg.cost_usd.typical) + " " + page.unit : "",
      ];
      const kind = signs.kindOf(itinerary.legs, j);
      const standing = ["border", "transfer", "gauge", "port"].includes(kind);
      const button = el("button", { type: "button", class: "leg" },
        el("span", { class: "day" }, t("day {}", dayOf(itinerary, leg.start))),
        standing ? el("span", { class: "key" }, signs.key(kind))
          : el("span", { class: "key line line-" + (leg.mode || "other") }),
        el("span", {}, el("span", { class: "where" }, ...popups.places(leg)),
          el("small", {}, joined(facts))));
      button.addEventListener("click", (event) => act.openLeg(i, j, button, event.detail === 0));
      onFocus(button, () => act.highlight(i, j), () => act.highlight(null));
      return el("li", {}, button);
    }));
  }

  function list(title, entries) {
    if (!entries.length) return "";
    return el("section", {}, el("h2", {}, title),
      el("ul", {}, ...entries.map((entry) => el("li", {}, ...entry))));
  }
  function folded(title, entries) {
    if (!entries.length) return "";
    return el("details", {}, el("summary", {}, title + " (" + entries.length + ")"),
      el("ul", { class: "small" }, ...entries.map((entry) => el("li", {}, ...[entry].flat()))));
  }

  // The chart is drawn once, for readers without JavaScript too; the panel has a narrow one, and the
  // wide one opens over the page.
  function chart() {
    const drawn = words.chart("tcd");
    if (!drawn) return "";
    const title = t("Time and cost over distance");
    const shut = el("button", { type: "button", class: "plain-button" }, t("Close"));
    const large = el("dialog", { class: "large", "aria-label": title },
      el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": title },
        drawn), shut);
    shut.addEventListener("click", () => large.close());
    const narrow = words.chart("tcd-narrow");
    narrow.hidden = false;
    const open = el("button", { type: "button", class: "thumb", "aria-label": t("Enlarge the chart") },
      narrow);
    open.addEventListener("click", () => large.showModal());
    return el("section", { class: "chart" }, el("h2", {}, title), open, large);
  }

  function detail(i) {
    const itinerary = itineraries[i];
    // The same paper of several countries is named once.
    const papers = new Map();
    for (const paper of itinerary.documents) {
      const key = paper.name + "\n" + paper.text;
      const lands = papers.has(key) ? papers.get(key).country.split(", ") : [];
      if (!lands.includes(paper.country)) lands.push(paper.country);
      papers.set(key, { ...paper, country: lands.join(", ") });
    }
    return el("div", {},
      el("h2", {}, t("Legs"), el("small", {}, " " + itinerary.countries.join(" \u203a ")
        + ". " + t("Choose one for its bill."))),
      timeline(i),
      chart(),
      answer.blocked.length ? el("section", {}, el("h2", {}, t("Closed on the way")),
        el("ul", { class: "plain" }, ...answer.blocked.map((entry) => el("li", { class: "blocked" },
          popups.blocked(entry))))) : "",
      list(t("Trains, ships, borders"), words.said.carriage[i].map(words.marked)),
      list(t("Last seen in use"), words.said.seen[i].map(words.marked)),
      list(t("Mind"), words.said.minded[i].map(words.marked)),
      folded(t("Documents"), [...papers.values()].map((paper) => words.paper(paper))),
      folded(t("Sources"), answer.sources.map((source) => words.sourceText(source.id))));
  }

  function languages() {
    const button = (code, text) => el("button", {
      type: "button", lang: code, "aria-pressed": String(words.language === code),
      onclick: () => act.speak(code),
    }, text);
    return el("div", { class: "languages", role: "group", "aria-label": "Language / Язык" },
      button("en", "English"), button("ru", "Русский"));
  }

  function whole() {
    const query = answer.query;
    return [
      languages(),
      el("header", {},
        el("h1", {}, ...words.placeName(query.origin), " " + t("to") + " ",
          ...words.placeName(query.destination)),
        words.assumed(),
        el("p", {}, words.load(), el("br", {}), t("Data of {}.", answer.data_date))),
      el("fieldset", { id: "choice" }, el("legend", {}, itineraries.length === 1
        ? t("Itinerary") : t("Itineraries (choose one)")), ...itineraries.map(card)),
      el("div", { id: "detail" }),
      el("footer", { class: "small" },
        el("p", {}, t("~ marks what rests on an estimate. Bands are low to high. CO2e well to wheel.")),
        words.limits() ? el("p", {}, words.limits()) : "",
        el("p", {}, t(page.boundary_note)),
        el("p", {}, words.mark())),
    ];
  }

  return { whole, detail, swatch };
}
