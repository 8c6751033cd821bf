// The panel beside the map. `middle(i)` is a point on section i, `recolour` changes what the
// lines are coloured by.
function networkPanel(page, words, popups, tools) {
  "use strict";

  const {
    GAUGE, ROAD, OTHER, STATUS, CARGO, hubs, el, svg, name, figure, short, joined, capital,
    ends, evidence, stateShape,
  } = words;
  const { sectionContent, crossingContent, portContent } = popups;
  const { search, middle, goTo, recolour } = tools;

  function colourChoice() {
    const choice = (value, text) => {
      const input = el("input", { type: "radio", name: "colouring", value, checked: value === "kind" });
      input.addEventListener("change", () => recolour(value));
      return el("label", {}, input, el("span", {}, text));
    };
    return el("fieldset", { class: "colouring" }, el("legend", {}, "Colour of lines"),
      choice("kind", "Mode"), choice("gauge", "Gauge of the rails"), choice("behind", "What stands behind the length"));
  }
  function shares() {
    const kinds = ["published", "reported", "derived", "estimate"];
    const row = (mode) => {
      const rows = page.sections.filter((one) => one.mode === mode && one.status === "open");
      const km = (list) => list.reduce((sum, one) => sum + one.km, 0);
      const whole = km(rows) || 1;
      return el("tr", {}, el("th", { scope: "row" }, capital(mode)), el("td", {}, figure(rows.length, 0)),
        el("td", {}, figure(km(rows), 0)), ...kinds.map((kind) =>
          el("td", {}, figure(100 * km(rows.filter((one) => one.confidence === kind)) / whole, 0) + "%")));
    };
    return el("table", { class: "shares" }, el("caption", {}, "Sections in use"),
      el("thead", {}, el("tr", {}, ...["", "rows", "km", "publ.", "press", "derived", "est."].map(
        (text) => el("th", { scope: "col" }, text)))),
      el("tbody", {}, row("rail"), row("road")));
  }
  function goButton(picture, title, about, where, zoom, content) {
    const button = el("button", { type: "button", class: "goto" }, picture,
      el("span", {}, title, el("small", {}, about)));
    button.addEventListener("click", (event) =>
      goTo(where, zoom, content, event.detail === 0 ? button : null));
    return button;
  }
  const since = (rows) => rows.map((row) =>
    (row.season ? "every year " + row.season : "since " + (row.since || "?"))
    + ", confirmed " + row.confirmed).slice(0, 1).join("");
  function held(state, title) {
    const found = [
      ...page.crossings.filter((row) => row.state === state).map((row) =>
        goButton(stateShape(row.mode, state), name(row.name + ", " + row.mode),
          since(row.rows) || CARGO[row.cargo], [row.lat, row.lon], 8, () => crossingContent(row))),
      ...page.sections.map((row, i) => ({ row, i })).filter(({ row }) => row.state === state).map(({ row, i }) =>
        goButton(stateShape("line", state), el("span", {}, ...ends(row)), since(row.rows),
          middle(i), 8, () => sectionContent(row))),
      ...page.ports.filter((port) => port.state === state).map((port) =>
        goButton(stateShape("port", state), name(port.name), since(port.rows),
          [hubs.get(port.id).lat, hubs.get(port.id).lon], 7, () => portContent(port))),
      ...page.passages.filter((passage) => passage.state === state).map((passage) =>
        el("div", {}, el("b", {}, capital(passage.name)), ...evidence(passage.rows))),
    ];
    if (!found.length) return "";
    return el("details", { open: state === "closed" }, el("summary", {}, title + " on " + page.on + " (" + found.length + ")"), ...found);
  }
  function plannedList() {
    const found = page.sections.map((row, i) => ({ row, i })).filter(({ row }) => row.status !== "open");
    if (!found.length) return "";
    return el("details", {}, el("summary", {}, "Planned, in construction, out of use (" + found.length + ")"),
      ...found.map(({ row, i }) => goButton(
        svg("svg", { viewBox: "0 0 20 6", width: 20, height: 6, "aria-hidden": "true" }, svg("path", {
          d: "M0 3H20", stroke: row.mode === "road" ? ROAD : GAUGE[row.gauge] || OTHER, "stroke-width": 3, "stroke-dasharray": "2 3",
        })),
        el("span", {}, ...ends(row)),
        joined([row.mode + (row.gauge ? " " + row.gauge : ""), STATUS[row.status], row.opens ? "opens " + row.opens : "",
          (row.confidence === "estimate" ? "~" : "") + short(row.km) + " km"]),
        middle(i), 6, () => sectionContent(row))));
  }
  function panel() {
    const states = page.crossings.filter((row) => row.status === "open").length;
    return [
      el("header", {}, el("h1", {}, page.title),
        el("p", {}, "State on " + page.on + ". Data of " + page.data_date + ". " + page.sections.length + " sections, "
          + states + " crossings, " + page.ports.length + " seaports, " + page.sea.length + " sea services.")),
      search, colourChoice(), held("closed", "Closed"), held("restricted", "Restricted"),
      held("local", "Not for transit freight"), plannedList(), shares(),
      el("footer", { class: "small" },
        el("p", {}, "~ marks an estimate. Length of a section is what its source says, never measured on the line drawn."),
        el("p", {}, page.boundary_note), el("p", {}, "Graph " + page.graph_hash.slice(0, 12) + ".")),
    ];
  }

  return panel();
}
