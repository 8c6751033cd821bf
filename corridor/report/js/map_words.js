// Words, figures and look-ups of the route page, in the reader's language.
function mapWords(page, language, posts) {
  "use strict";

  const { el, name, link, figure: plainFigure } = pageWords();
  const answer = page.answer;
  const russian = mapRussian();
  const sources = new Map(answer.sources.map((source) => [source.id, source]));
  // Of Okabe and Ito and of Tol, for colour-blind readers, none pale; svg.py has the same.
  const LINE = ["#0072B2", "#D55E00", "#009E73", "#AA4499", "#1B1F23", "#7A5C00", "#5B4FC4"];
  const OTHER = "#8A8F94";
  const colourOf = (i) => LINE[i] || OTHER;
  // Scripts a reader of the other one wants to see beside the Latin name.
  const FOREIGN = { en: ["ru", "be", "kk", "ky", "tg", "fa", "ps", "ur", "zh"], ru: ["fa", "ps", "ur", "zh"] };
  const OWN = {
    BY: ["be", "ru"], RU: ["ru"], KZ: ["kk", "ru"], KG: ["ky", "ru"], TJ: ["tg", "ru"],
    AF: ["fa", "ps"], IR: ["fa"], PK: ["ur"], CN: ["zh"], UZ: ["ru"], TM: ["ru"], AZ: ["ru"], GE: ["ru"],
  };

  // ------------------------------------------------------------------ text
  // English text is the key; values fill the {} in their order.
  function t(text, ...values) {
    let at = 0;
    const found = language === "ru" && Object.hasOwn(russian, text) ? russian[text] : text;
    return found.replace(/\{\}/g, () => String(values[at++]));
  }

  const names = new Map();
  for (const entry of answer.names || []) {
    if (!names.has(entry.id)) names.set(entry.id, new Map());
    const known = names.get(entry.id);
    if (!known.has(entry.lang)) known.set(entry.lang, entry.name);
  }

  const hasLetters = (text) => /[^\u0000-\u024F\u1E00-\u1EFF\u2000-\u206F]/.test(text);
  // A place as the reader's language writes it, as text.
  function plainName(spot) {
    const known = names.get(spot.id);
    return (language === "ru" && known && known.get("ru")) || postName(spot.name);
  }
  // The country behind a name, unless the name says it already or it is the sea.
  const inCountry = (spot) =>
    !spot.country || plainName(spot).endsWith("(" + spot.country + ")") ? "" : " (" + spot.country + ")";
  // The same with the place's own script behind it where that is another one.
  function placeName(spot) {
    const known = names.get(spot.id);
    const shown = plainName(spot);
    const own = (OWN[spot.country] || []).find(
      (lang) => known && known.has(lang) && FOREIGN[language].includes(lang));
    const text = own && known.get(own);
    const parts = [name(shown)];
    if (text && text !== shown && hasLetters(text)) {
      parts.push(el("span", { class: "own" }, " ", name(text, own)));
    }
    return parts;
  }
  // Names of crossings, sides and terminals; one without a known Russian form stays as it is.
  const twice = / (rail|road) \1$/; // a side called "... road" of a crossing by road
  function postName(text) {
    const once = String(text).replace(twice, " $1");
    if (language !== "ru") return once;
    const known = [page.names, posts].find((names) => Object.hasOwn(names, text));
    return known ? known[text] : once;
  }
  // What the page says by number, as text and as elements: pieces in English are marked.
  const { said } = page;
  const plain = (number) => {
    const { en, ru } = said.texts[number];
    return language === "ru" ? ru.map(([, text]) => text).join("") : en.replace(/\b(rail|road) \1\b/g, "$1");
  };
  const marked = (number) => (language === "ru"
    ? said.texts[number].ru.map(([lang, text]) => (lang === "ru" ? text : name(text, lang)))
    : [name(said.texts[number].en)]);

  // A chart of the static section, drawn in the reader's language; null where there is none.
  function chart(kind) {
    const drawn = document.querySelector((language === "ru" ? "#charts-ru ." : "#static .") + kind);
    return drawn && drawn.cloneNode(true);
  }

  // ------------------------------------------------------------------ figures
  const figure = (value, digits) =>
    language === "ru" ? plainFigure(value, digits, "\u00a0", ",") : plainFigure(value, digits);
  const usd = (value) => figure(value, 0);
  const days = (hours) => figure(hours / 24, 1);
  const duration = (hours) =>
    hours < 48 ? figure(hours, 1) + " " + t("h") : days(hours) + " " + t("days");
  const joined = (facts) =>
    facts.filter(Boolean).map((fact) => fact.replace(/ /g, "\u00a0")).join(" \u00b7 ");
  const when = (text) => String(text || "").slice(0, 16).replace("T", " ");
  const percent = (share) => figure(share * 100, 0) + "%";
  const band = (of, show) => t("{} to {}", show(of.low), show(of.high));

  // Days by the clocks of the places, as the text answer counts them.
  function dayOf(itinerary, moment) {
    const day = (text) => Date.parse(text.slice(0, 10));
    return Math.round((day(moment) - day(itinerary.legs[0].start)) / 86400000) + 1;
  }
  // The name of a crossing without what stands in brackets: a map has little room.
  const shortPost = (one) => postName(one.name).replace(/ *\([^()]*\)/g, "").split(" - ").pop();

  const MODE = { rail: "Rail", road: "Road", sea: "Sea" };
  const KIND = {
    access: "to or from the network", line_haul: "haul", border: "border",
    transfer: "transfer", port: "port", sailing: "sailing",
  };
  function legName(leg) {
    const words = [MODE[leg.mode] || leg.mode, KIND[leg.kind] || leg.kind].filter(Boolean);
    return language === "ru" ? words.map((word) => t(word)).join(", ")
      : words.join(" ").replace(/^./, (sign) => sign.toUpperCase());
  }
  // Answers of before know one mark of an item for both its dollars and its hours.
  const guessed = (leg, kind) => leg.items.some((item) => !item.outside_total
    && (item["estimate_" + kind] === undefined ? item.estimate : item["estimate_" + kind]));

  function sourceText(id) {
    const source = sources.get(id);
    if (!source) return String(id);
    return link(source.url, asWritten(source.title + (source.publisher ? ", " + source.publisher : "")));
  }

  // The language of a text of the tables that the reader's language has no words for.
  const foreign = (text, inTables) => (language === "en" || text !== inTables ? "" : "en");
  const asWritten = (text) => name(text, foreign(text, text));
  function paper(one) {
    const called = postName(one.name);
    return [one.country + ": ", name(called, foreign(called, one.name)),
      ...(one.text ? [". ", asWritten(one.text)] : [])];
  }

  // ------------------------------------------------------------------ sentences of panel and paper
  const query = answer.query;
  const tablesOf = String(answer.data_date || "").slice(0, 4), leaves = String(query.depart).slice(0, 4);
  const otherYear = () => tablesOf && tablesOf !== leaves;
  const load = () => query.count + " " + query.unit + ", "
    + t("{} t each", figure(query.gross_weight_t, query.gross_weight_t % 1 ? 1 : 0)) + ", "
    + t(query.cargo) + ", " + (otherYear()
      ? t("ready {}; prices and times of {}, not of {}.", when(query.depart), tablesOf, leaves)
      : t("ready {}.", when(query.depart)));
  const graph = () => t("Graph {}.", String(answer.graph_hash || "").slice(0, 12));
  function mark() {
    const issued = page.issued;
    return [page.quote_id ? t("Quote {}.", page.quote_id) : "",
      issued ? t("Issued {}, valid {} days, until {}.", issued.issued, issued.valid_days, issued.valid_until) : "",
      t("Data of {}.", answer.data_date), graph()].filter(Boolean).join(" ");
  }
  function assumed() {
    const scenarios = (query.scenarios || []).map((one) => one.title || one.name || one);
    const rows = [["Scenario: {}", scenarios], ["Multiplied: {}", query.scales], ["Own rows: {}", query.own_rows],
      ["Not used, for no answer could: {}", (query.unused_rows || []).map((one) => one.row)]];
    return rows.filter(([, texts]) => (texts || []).length).map(([text, texts]) =>
      el("p", { class: "scenario" }, t(text, ""), name(texts.join(", "))));
  }
  const limits = () => (language === "en" ? ""
    : t("Notes, rules and sources are as in the tables, in English; a name without a known Russian form is in Latin letters."));
  const STATE = { open: "open", restricted: "restricted", opened: "opened for this answer" };
  const state = (status) => t(STATE[status] || status);
  // The regime under which a truck passes border n of an itinerary; none by rail.
  function regime(i, n) {
    const number = said.regimes[i][n];
    return number === null || number === undefined ? "" : plain(number);
  }

  return {
    said, plain, chart, marked, load, mark, assumed, limits, state, regime, foreign, asWritten, paper, el, name, t, figure, usd, days, duration, joined, when, percent, band, legName, guessed,
    sourceText, placeName, plainName, postName, shortPost, dayOf, inCountry, colourOf, OTHER, language,
  };
}
