// The list of ways beside the map. Text of the file only ever becomes text nodes.
function shipmentsPanel(page, words, figure, on) {
  "use strict";

  const { el, name } = words;
  const AT_ONCE = 60; // ways, and rows of a way, put on the page at a time
  const sum = (way) => way.rows.reduce((all, row) => [all[0] + 1, all[1] + row[2], all[2] + row[3]], [0, 0, 0]);
  const drawn = page.ways.map((way, number) => ({ way, number, total: sum(way) }))
    .filter((entry) => !entry.way.why)
    .sort((a, b) => b.total[2] - a.total[2] || a.number - b.number);
  const months = [...new Set(drawn.map(({ way }) => way.depart.slice(0, 7)))].sort();
  const days = (hours) => figure(hours / 24, 1);

  function totals(entries) {
    const all = entries.reduce((found, { way, total }) => [
      found[0] + total[0], found[1] + total[1], found[2] + total[2],
      found[3] + total[2] * way.km, found[4] + total[1] * way.co2e_kg / 1000,
    ], [0, 0, 0, 0, 0]);
    const texts = ["shipments", "units", "t gross", "million t km", "t CO2e"];
    const shown = [figure(all[0], 0), figure(all[1], 0), figure(all[2], 0), figure(all[3] / 1e6, 1), figure(all[4], 0)];
    return texts.map((text, i) => el("div", {}, el("strong", {}, shown[i]), el("small", {}, text)));
  }

  function rowsOf(way) {
    const body = el("tbody", {});
    let shown = 0;
    const more = el("button", { type: "button", class: "more", onclick: () => grow() });
    function grow() {
      body.append(...way.rows.slice(shown, shown + AT_ONCE).map((row) => el("tr", {},
        el("td", {}, String(row[0])), el("td", {}, name(row[1])), el("td", {}, figure(row[2], 0)),
        el("td", {}, figure(row[3], 1)), el("td", {}, row[4]))));
      shown = Math.min(way.rows.length, shown + AT_ONCE);
      more.textContent = figure(way.rows.length - shown, 0) + " more";
      more.hidden = shown === way.rows.length;
    }
    grow();
    return el("div", { class: "rows" }, el("p", {}, name(way.label)), way.note ? el("p", { class: "note" }, name(way.note)) : "",
      el("table", {}, el("thead", {}, el("tr", {}, ...["Row", "Reference", "Units", "t", "Ready"].map((text) => el("th", { scope: "col" }, text)))), body), more);
  }

  const list = el("ul", { class: "ways" });
  const more = el("button", { type: "button", class: "more", onclick: () => grow() });
  const note = el("p", { class: "small", role: "status" });
  const figures = el("div", { class: "figures" });
  let chosen = [];
  let shown = 0;
  function grow() {
    list.append(...chosen.slice(shown, shown + AT_ONCE).map(item));
    shown = Math.min(chosen.length, shown + AT_ONCE);
    more.textContent = figure(chosen.length - shown, 0) + " more ways";
    more.hidden = shown === chosen.length;
  }
  function item({ way, number, total }) {
    const facts = [figure(total[0], 0) + (total[0] === 1 ? " shipment" : " shipments"), figure(total[1], 0) + " " + way.unit, figure(total[2], 0) + " t",
      figure(way.km, 0) + " km", days(way.hours.typical) + " days (" + days(way.hours.low) + " to " + days(way.hours.high) + ")"];
    const button = el("button", {
      type: "button", class: "way", "aria-expanded": "false",
      onclick: () => {
        const open = button.getAttribute("aria-expanded") === "true";
        for (const other of list.querySelectorAll("[aria-expanded='true']")) {
          other.setAttribute("aria-expanded", "false");
          other.nextElementSibling.remove();
        }
        if (!open) {
          button.setAttribute("aria-expanded", "true");
          button.after(rowsOf(way));
        }
        on.choose(open ? null : number);
      },
    }, name(way.from), " \u2192 ", name(way.to), el("small", {}, way.depart.slice(0, 7) + " \u00b7 " + facts.join(" \u00b7 ")));
    return el("li", {}, button);
  }
  const search = el("input", { type: "search", id: "find", autocomplete: "off" });
  const month = el("select", { id: "month" }, el("option", { value: "" }, "All months"),
    ...months.map((text) => el("option", { value: text }, text)));
  function filter() {
    const wanted = search.value.trim().toLowerCase();
    chosen = drawn.filter(({ way }) => (!month.value || way.depart.startsWith(month.value))
      && (!wanted || [way.from, way.to, way.unit, way.label, ...way.rows.map((row) => row[1])].some((text) => text.toLowerCase().includes(wanted))));
    list.replaceChildren();
    shown = 0;
    grow();
    figures.replaceChildren(...totals(chosen));
    note.textContent = chosen.length === 1 ? "1 way" : figure(chosen.length, 0) + " ways";
    on.choose(null);
    on.filter(chosen.map((entry) => entry.number));
  }
  search.addEventListener("input", filter);
  month.addEventListener("change", filter);

  const measures = [["tonnes", "tonnes"], ["units", "units"], ["shipments", "shipments"]];
  const pick = el("fieldset", { class: "pick" }, el("legend", {}, "Lines as broad as"), ...measures.map(([value, text], i) => {
    const input = el("input", { type: "radio", name: "measure", value, checked: i === 0 });
    input.addEventListener("change", () => on.measure(value));
    return el("label", {}, input, text);
  }));
  const lost = [...page.left_out, ...page.ways.filter((way) => way.why).flatMap((way) => way.rows.map((row) => [row[0], way.why]))];
  const missing = lost.length ? el("details", {}, el("summary", {}, figure(lost.length, 0) + " rows not drawn"),
    el("ul", {}, ...lost.slice(0, 200).map(([row, what]) => el("li", {}, "Row " + row + ": ", name(what))),
      lost.length > 200 ? el("li", {}, "and " + figure(lost.length - 200, 0) + " more") : "")) : "";
  filter();
  return [
    el("header", {}, el("h1", {}, name(page.title)),
      el("p", {}, "Each way was found for one unit, on the earliest ready day of its month. Data of " + page.data_date + ".")),
    figures, pick,
    el("div", { class: "find" }, el("label", { for: "find" }, "Place, way or reference"), search),
    months.length > 1 ? el("div", { class: "find" }, el("label", { for: "month" }, "Month"), month) : "",
    missing, note, list, more,
    el("footer", {}, el("p", { class: "small" }, page.boundary_note), el("p", { class: "small" }, "Graph " + page.graph_hash.slice(0, 12) + ".")),
  ].filter(Boolean);
}
