// What is printed in another language than English: the same sheets as those for readers without
// JavaScript, from the same data, in the reader's words.
function mapPaper(page, words, labels) {
  "use strict";

  const { el, name, t, figure, usd, days, when, percent, postName } = words;
  const answer = page.answer;
  const range = (band, show) =>
    show(band.typical) + " (" + show(band.low) + "\u2013" + show(band.high) + ")";
  // Dates and times are not broken over two lines.
  const cell = (content) =>
    el("td", typeof content === "string" && content.length <= 16 ? { class: "short" } : {}, content);
  const about = (leg, kind) => (words.guessed(leg, kind) ? "~" : "");
  const place = (spot) => [name(words.plainName(spot)), words.inCountry(spot)];

  function table(caption, head, rows) {
    return el("div", { class: "wide" }, el("table", {}, el("caption", {}, caption),
      el("thead", {}, el("tr", {}, ...head.map((text) => el("th", { scope: "col" }, text)))),
      el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map(cell))))));
  }
  function picture() {
    const node = document.querySelector("#static .picture").cloneNode(true);
    node.querySelector("title").textContent = document.title;
    node.querySelectorAll("text").forEach((text) => {
      const said = text.textContent;
      // "✕ Chaman", "Krasnoe · day 3", a mode of the legend, a country, or a name alone.
      const [, cross, what, day] = said.match(/^(\u2715 )?(.*?)(?: \u00b7 day ([0-9]+))?$/s) || [said, "", said];
      const known = (Object.hasOwn(labels.countries, what) && labels.countries[what]) || postName(what);
      text.textContent = (cross || "") + (known === what ? t(what) : known)
        + (day ? " \u00b7 " + t("day {}", day) : "");
    });
    return node;
  }

  function summary() {
    const head = ["", t("Itinerary"), t("days"), page.unit, t("km"), t("t CO2e"), t("On estimates"), t("Arrives")];
    return table(t("Itineraries, typical and band"), head, answer.itineraries.map((one, i) => [
      String(i + 1),
      words.plain(words.said.labels[i]) + (one.roles.length ? " [" + one.roles.map((role) => t(role)).join(", ") + "]" : ""),
      range(one.totals.time_h, days), range(one.totals.cost_usd, usd),
      figure(one.totals.distance_km, 0), figure(one.totals.co2e_kg / 1000, 2),
      t("{} of the cost, {} of the hours", percent(one.estimate_share.cost), percent(one.estimate_share.time)),
      when(one.arrival).slice(0, 10),
    ]));
  }
  function way(one, i) {
    const title = (i + 1) + ". " + words.plain(words.said.labels[i]) + ": ";
    const legs = one.legs.map((leg) => [
      when(leg.start), words.legName(leg),
      leg.from.name === leg.to.name ? place({ ...leg.from, country: leg.country })
        : [name(words.plainName(leg.from)), " - ", ...place({ ...leg.to, country: leg.country })],
      (leg.distance_estimated_km ? "~" : "") + figure(leg.distance_km, 0),
      about(leg, "time") + figure(leg.time_h.typical, 1),
      about(leg, "cost") + range(leg.cost_usd, (value) => figure(value, 2)),
    ]);
    const borders = one.borders.map((border, n) => [
      name(postName(border.name)),
      [...place({ name: border.name_from, country: border.country_from }), " - ",
        ...place({ name: border.name_to, country: border.country_to })],
      t(border.mode), when(border.passage), words.regime(i, n),
      [words.state(border.status), border.note ? [": ", words.asWritten(border.note)] : ""],
    ]);
    return el("section", { class: "itinerary" },
      table(title + t("legs"), [t("Start"), t("Leg"), t("Place"), t("km"), t("Hours"), page.unit], legs),
      borders.length ? table(title + t("borders"),
        [t("Crossing"), t("Between"), t("Mode"), t("Passage"), t("Regime"), t("Status")], borders) : "",
      ...list(t("Trains, ships, borders"), words.said.carriage[i]));
  }
  function closed() {
    if (!answer.blocked.length) return "";
    const head = [t("Name"), t("Mode"), t("Since"), t("Last confirmed"), t("If it were open")];
    return table(t("Closed on the way"), head, answer.blocked.map((entry, n) => [
      name(postName(entry.name)), t(entry.mode), String(entry.since),
      entry.stale_days < 0 ? t("{} (after the departure)", entry.last_confirmed)
        : t("{} ({} days before)", entry.last_confirmed, entry.stale_days),
      entry.if_open ? words.plain(words.said.open[n]) + ": " + days(entry.if_open.time_h) + " " + t("days")
        + ", " + usd(entry.if_open.cost_usd) + " " + page.unit : "",
    ]));
  }
  function list(title, numbers) {
    const entries = numbers.map((number) => el("li", {}, ...words.marked(number)));
    return entries.length ? [el("h2", {}, title), el("ul", {}, ...entries)] : [];
  }
  const minded = () => list(t("Mind"), words.said.all);

  const ways = answer.itineraries.map(way);
  const chart = words.chart("tcd");
  return [
    pageHead(page.head, words), el("h1", {}, document.title), el("p", {}, words.load()),
    el("p", { class: "small" }, words.mark()), words.assumed(), picture(),
    el("p", { class: "small" }, t("The first itinerary is drawn broad, in the colours of its modes; the others are grey."),
      " ", t(page.boundary_note), " ", page.credit),
    summary(), ways[0], chart, ...ways.slice(1), closed(), ...minded(),
    el("h2", {}, t("Sources")), el("ul", { class: "small" },
      ...answer.sources.map((source) => el("li", {}, words.sourceText(source.id)))),
    el("p", { class: "small" }, t("~ marks what rests on an estimate. Bands are low to high. CO2e well to wheel."),
      " ", words.limits()),
  ];
}
