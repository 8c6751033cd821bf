// The search box: places and crossings by any of their spellings, folded. `weight(hub)` says
// which of two places comes first, `goTo` shows what was found.
function networkSearch(page, words, popups, weight, goTo) {
  "use strict";

  const {
    STATE, HUB, hubs, el, name,
  } = words;
  const { hubContent, crossingContent } = popups;

  const folded = (text) => String(text).normalize("NFD").replace(/[\p{M}'\u2019\u2018\u02bb\u02bc`]/gu, "")
    .toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const entries = [
    ...page.hubs.map((hub) => ({
      title: hub.name + " (" + hub.country + ")", about: HUB[hub.kind] || hub.kind,
      rank: /^(city|seaport)$/.test(hub.kind) ? 0 : 2, weight: weight(hub), where: [hub.lat, hub.lon],
      names: [hub.name, hub.id, hub.unlocode, ...hub.aliases], content: () => hubContent(hub),
    })),
    ...page.crossings.map((row) => ({
      title: row.name, rank: 1, weight: row.status === "open" ? 1 : 0, where: [row.lat, row.lon],
      about: row.mode + " crossing " + row.sides.map((side) => side[1]).join("\u2013") + ", " + STATE[row.state][2],
      names: [row.name, row.id, ...row.sides.map((side) => side[0])],
      // Other spellings are known of its posts only, and mean these first.
      loose: row.sides.flatMap((side) => (/^border/.test(hubs.get(side[2]).kind) ? hubs.get(side[2]).aliases : [])),
      content: () => crossingContent(row),
    })),
  ].map((entry) => Object.assign(entry, {
    names: [...new Set(entry.names.map(folded).filter(Boolean))],
    loose: [...new Set((entry.loose || []).map(folded).filter(Boolean))],
  }));

  function matches(text) {
    const wanted = folded(text);
    if (!wanted) return [];
    const likeness = (one) => {
      if (one === wanted) return 0;
      if (one.startsWith(wanted + " ")) return 1;
      if (one.startsWith(wanted)) return 2;
      return (" " + one).includes(" " + wanted) ? 3 : one.includes(wanted) ? 4 : 9;
    };
    const score = (entry) => Math.min(...entry.names.map(likeness),
      ...entry.loose.map((one) => likeness(one) + 0.5));
    return entries.map((entry) => ({ entry, score: score(entry) }))
      .filter((found) => found.score < 9)
      .sort((a, b) => a.score - b.score || a.entry.rank - b.entry.rank || b.entry.weight - a.entry.weight
        || (a.entry.title < b.entry.title ? -1 : 1))
      .slice(0, 12).map((found) => found.entry);
  }

  function searchBox() {
    const input = el("input", {
      id: "search", type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": "found",
      "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false",
      placeholder: "Hairatan, \u0425\u0430\u0439\u0440\u0430\u0442\u043e\u043d, Torkham \u2026",
    });
    const list = el("ul", { id: "found", role: "listbox", "aria-label": "Places and crossings found", hidden: true });
    const says = el("p", { class: "small", role: "status" });
    let found = [];
    let at = -1;
    function choose(number) {
      at = number;
      [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
      if (at >= 0) {
        input.setAttribute("aria-activedescendant", "found-" + at);
        list.children[at].scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    }
    function close() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      choose(-1);
    }
    function show() {
      found = matches(input.value);
      list.replaceChildren(...found.map((entry, i) => {
        const item = el("li", { id: "found-" + i, role: "option", "aria-selected": "false" },
          name(entry.title), el("small", {}, entry.about));
        item.addEventListener("mousedown", (event) => event.preventDefault());
        item.addEventListener("click", () => go(entry));
        return item;
      }));
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(found.length > 0));
      choose(-1);
      says.textContent = input.value.trim() && !found.length ? "No place or crossing of that name is in the tables." : "";
    }
    function go(entry) {
      close();
      goTo(entry.where, 9, entry.content, input);
    }
    input.addEventListener("input", show);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      else if (event.key === "Enter") {
        if (list.hidden) show();
        if (found.length) go(found[Math.max(at, 0)]);
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) show();
        const step = event.key === "ArrowDown" ? 1 : -1;
        if (found.length) choose((at + step + found.length + (at < 0 && step < 0 ? 1 : 0)) % found.length);
      } else return;
      event.preventDefault();
    });
    return el("div", { class: "search" }, el("label", { for: "search" }, "Find a place or crossing"),
      el("div", { class: "box" }, input, list), says);
  }

  return searchBox();
}
