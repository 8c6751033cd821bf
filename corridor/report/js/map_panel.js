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
  // The big figures of the chosen way.
  function figures(i) {
    const { totals, estimate_share: share, arrival, countries } = itineraries[i];
    const one = (value, unit, more) => el("div", {}, el("b", {}, value), " " + unit, el("small", {}, more));
    return [
      one(days(totals.time_h.typical), t("days"), band(totals.time_h, days)),
      one(usd(totals.cost_usd.typical), page.unit, band(totals.cost_usd, usd)),
      one(figure(totals.distance_km, 0), t("km"), countries.join(" \u203a ")),
      one(when(arrival).slice(5, 10), t("arrival"), when(arrival).slice(0, 10)),
      el("p", { class: "small" }, t("On estimates: {} of the cost, {} of the hours. Arrives {}.",
        percent(share.cost), percent(share.time), when(arrival).slice(0, 10))),
    ];
  }
  // A way to choose, short: what leads, and what it takes.
  function card(itinerary, i) {
    const totals = itinerary.totals;
    const input = el("input", { type: "radio", name: "itinerary", value: i });
    input.addEventListener("change", () => act.select(i));
    return onFocus(el("label", { class: "card" }, input, el("span", { class: "body" },
      el("span", { class: "label" }, (i + 1) + ". ", name(words.plain(words.said.labels[i])),
        ...itinerary.roles.map((role) => el("span", { class: "role" }, t(role)))),
      el("small", {}, words.joined([days(totals.time_h.typical) + " " + t("days"),
        usd(totals.cost_usd.typical) + " " + page.unit, figure(totals.co2e_kg / 1000, 1) + " " + t("t CO2e")])))),
    () => act.highlight(i), () => act.highlight(null));
  }
  const dayOf = words.dayOf;

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

  // A link to what is shown now: the way, the leg, the view and the language.
  function share() {
    const told = el("output", { class: "small" });
    const button = el("button", { type: "button", class: "plain-button" }, t("Copy a link to this view"));
    button.addEventListener("click", async () => {
      const text = act.link.href();
      try {
        await navigator.clipboard.writeText(text);
        told.replaceChildren(t("Copied."));
      } catch {
        const field = el("input", { readonly: true, value: text, "aria-label": t("Link") });
        told.replaceChildren(field);
        field.select();
      }
    });
    return el("p", { class: "actions" }, button, " ", told);
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
      el("header", {}, pageHead(page.head, words),
        el("h1", {}, ...words.placeName(query.origin), " " + t("to") + " ",
          ...words.placeName(query.destination)),
        words.assumed(),
        el("p", {}, words.load(), el("br", {}), t("Data of {}.", answer.data_date))),
      el("div", { id: "figures" }),
      el("fieldset", { id: "choice" }, el("legend", {}, itineraries.length === 1
        ? t("Itinerary") : t("Itineraries (choose one)")), ...itineraries.map(card)),
      share(),
      act.take(),
      el("div", { id: "detail" }),
      el("footer", { class: "small" },
        el("p", {}, t("~ marks what rests on an estimate. Bands are low to high. CO2e well to wheel.")),
        words.limits() ? el("p", {}, words.limits()) : "",
        el("p", {}, t(page.boundary_note)),
        el("p", {}, words.mark())),
    ];
  }

  return { whole, detail, figures };
}
