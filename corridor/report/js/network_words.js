// Words, figures, signs and look-ups that every part of the network page uses. Text of the
// tables only ever becomes text nodes.
function networkWords(page) {
  "use strict";

  const { el, name, link } = pageWords();

  // Okabe and Ito's colours: a mode has the same on every page; network_static.py has them too.
  const MODE = { rail: "#0072B2", road: "#D55E00", sea: "#009E73" };
  const GAUGE = { 1520: "#0072B2", 1435: "#CC79A7", 1676: "#1B1F23" };
  const ROAD = "#D55E00";
  const OTHER = "#8A8F94";
  const BEHIND = {
    published: ["#0072B2", "published"], reported: ["#56B4E9", "press or second hand"],
    derived: ["#009E73", "derived"], estimate: ["#D55E00", "estimate"],
  };
  const STATE = {
    open: ["#009E73", "", "open"], restricted: ["#F0E442", "!", "restricted"],
    closed: ["#D55E00", "\u00d7", "closed"], local: ["#C9CED3", "\u2013", "not for transit freight"],
    planned: ["#FFFFFF", "", "not built"],
  };
  const SEA = {
    service: ["#009E73", "Sea: regular service"], irregular: ["#66C2A5", "Sea: irregular"],
    charter: ["#8A8F94", "Sea: only on charter"],
    scenario: ["#8A8F94", "Sea: only if a scenario opens it"], suspended: ["#1B1F23", "Sea: suspended"],
  };
  const HUB = {
    city: "place", border_road: "road border post", border_rail: "rail border post",
    rail_yard: "rail yard", seaport: "seaport", terminal: "terminal", dry_port: "dry port",
    gauge_change: "change of gauge",
  };
  const STATUS = {
    open: "in use", planned: "planned", construction: "under construction", closed: "out of use",
  };
  const CARGO = { freight: "freight", local: "local traffic only", passenger_only: "passengers only" };

  const hubs = new Map(page.hubs.map((hub) => [hub.id, hub]));
  const grouped = (rows, keys) => {
    const found = new Map();
    for (const row of rows) {
      for (const key of keys(row)) found.set(key, [...(found.get(key) || []), row]);
    }
    return found;
  };
  const terminalsAt = grouped(page.terminals, (row) => [row.hub]);
  const crossingsAt = grouped(page.crossings, (row) => row.sides.map((side) => side[2]));
  const servicesAt = grouped(page.sea, (row) => row.ends);
  const sectionsAt = grouped(page.sections, (row) => row.ends);
  const portAt = new Map(page.ports.map((port) => [port.id, port]));
  const passages = new Map(page.passages.map((passage) => [passage.name, passage]));

  // ------------------------------------------------------------------ words and figures
  function svg(tag, about, ...children) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(about)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  }
  const figure = (value, digits) =>
    value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const short = (value) => figure(value, value < 10 && value % 1 ? 1 : 0);
  const joined = (facts) =>
    facts.filter(Boolean).map((fact) => String(fact).replace(/ /g, "\u00a0")).join(" \u00b7 ");
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const bandText = ([low, typical, high]) =>
    low === high ? short(typical) : short(typical) + " (" + short(low) + "\u2013" + short(high) + ")";
  const place = (id) => (hubs.get(id) || { name: id }).name;
  const ends = (row) => [name(place(row.ends[0])), " \u2013 ", name(place(row.ends[1]))];

  function sourceText(id) {
    const [title, publisher, url] = page.sources[id] || [id, "", ""];
    const text = title + (publisher ? ", " + publisher : "");
    return link(url, text);
  }
  // A long note is folded, so that the popup stays readable.
  function noted(text) {
    if (!text) return "";
    const note = el("p", { class: "small note" }, text);
    return text.length > 240 ? el("details", {}, el("summary", { class: "small" }, "Note"), note) : note;
  }
  function cited(row, what) {
    return [
      el("p", { class: "small" }, what + ": " + row.confidence + ", as of " + row.as_of + ". Source: ",
        sourceText(row.source)),
      noted(row.note),
    ];
  }
  function evidence(rows) {
    return (rows || []).map((row) => el("div", { class: "evidence " + row.effect },
      el("p", {}, el("b", {}, capital(row.effect)),
        row.cargo && row.cargo !== "all" ? " for " + row.cargo : "",
        row.season ? " every year " + row.season : " since " + (row.since || "an unknown day"),
        row.until ? " until " + row.until : "", row.delay_h ? ", " + short(row.delay_h) + " h more" : "", "."),
      el("p", {}, "Last confirmed " + row.confirmed
        + (row.age > 0 ? " (" + row.age + " days before)" : "")
        + (row.age > page.stale_days ? "; look for newer word." : ".")),
      el("p", { class: "small" }, capital(row.confidence) + ". Source: ", sourceText(row.source)),
      noted(row.note)));
  }
  const stateLine = (state) => el("p", { class: "state" }, capital(STATE[state][2]) + " on " + page.on + ".");

  // ------------------------------------------------------------------ signs
  const SHAPE = {
    rail: { d: "M0 -8L8 0L0 8L-8 0Z" }, road: { d: "M-6 -6H6V6H-6Z" },
    terminal: { d: "M0 -6L6.2 5H-6.2Z" }, line: { d: "M-7 -4L0 -8L7 -4V4L0 8L-7 4Z" },
    port: { d: "M0 -6.5A6.5 6.5 0 1 0 0 6.5A6.5 6.5 0 1 0 0 -6.5Z" },
  };
  function shape(kind, fill, letter, more) {
    const parts = [svg("path", Object.assign({}, SHAPE[kind],
      { fill, stroke: "#1B1F23", "stroke-width": 1.4, "stroke-linejoin": "round" }, more))];
    if (kind === "port" && letter === "half") {
      parts.push(svg("path", { d: "M0 -6.5A6.5 6.5 0 0 0 0 6.5Z", fill: "#56B4E9", stroke: "none" }));
    } else if (letter) {
      parts.push(svg("text", {
        y: 4.2, "text-anchor": "middle", "font-size": 12, "font-weight": 700,
        "font-family": "Arial, sans-serif", fill: fill === "#D55E00" ? "#FFFFFF" : "#1B1F23",
      }, letter));
    }
    return svg("svg", { viewBox: "-9 -9 18 18", "aria-hidden": "true" }, ...parts);
  }
  const stateShape = (kind, state) =>
    shape(kind, STATE[state][0], STATE[state][1], state === "planned" ? { "stroke-dasharray": "2 2" } : {});
  const PORT = { regular: ["#56B4E9", ""], irregular: ["#FFFFFF", "half"], none: ["#FFFFFF", ""] };
  const portShape = (service) => shape("port", ...PORT[service]);

  return {
    MODE, GAUGE, ROAD, OTHER, BEHIND, STATE, SEA, HUB, STATUS, CARGO, hubs, grouped, terminalsAt,
    crossingsAt, servicesAt, sectionsAt, portAt, passages, el, svg, name, figure, short, joined,
    capital, bandText, place, ends, sourceText, noted, cited, evidence, stateLine, SHAPE, shape,
    stateShape, PORT, portShape,
  };
}
