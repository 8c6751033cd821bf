// What the popups of the network page say. `follow(where, content)` opens another popup.
function networkPopups(page, words, follow) {
  "use strict";

  const {
    STATE, SEA, HUB, STATUS, CARGO, terminalsAt, crossingsAt, servicesAt, sectionsAt, portAt,
    passages, el, name, short, joined, capital, bandText, place, ends, cited, evidence,
    stateLine,
  } = words;

  function sectionContent(row) {
    const facts = [
      capital(row.mode), row.line, (row.confidence === "estimate" ? "~" : "") + short(row.km) + " km",
      row.gauge ? row.gauge + " mm" : "",
      { yes: "electrified", no: "not electrified", partial: "partly electrified" }[row.electrified],
      row.status === "open" ? "" : STATUS[row.status] + (row.opens ? ", to open " + row.opens : ""),
    ];
    return el("div", {}, el("h3", {}, ...ends(row)), el("p", {}, name(joined(facts))),
      row.state ? stateLine(row.state) : "", ...evidence(row.rows), ...cited(row, "Length"),
      el("p", { class: "small" }, "Section ", name(row.id)));
  }
  function seaContent(row) {
    const facts = [
      SEA[row.status][1], row.kind.replace("_", " "), short(row.nm) + " nautical miles",
      bandText(row.days) + " days at sea",
      row.weekly ? short(row.weekly) + " sailings a week" : "frequency unknown", row.both ? "both ways" : "one way",
    ];
    return el("div", {}, el("h3", {}, name(row.name)), el("p", {}, ...ends(row)),
      el("p", {}, joined(facts)),
      ...row.passages.filter((key) => passages.has(key)).map((key) => el("div", {},
        el("p", { class: "state" }, capital(key) + ": " + passages.get(key).state + " on " + page.on + "."),
        ...evidence(passages.get(key).rows))),
      ...cited(row, "Service"), el("p", { class: "small" }, "Service ", name(row.id)));
  }
  // Some posts carry their country in the name.
  const post = ([text, country]) => [name(text), text.endsWith("(" + country + ")") ? "" : " (" + country + ")"];
  function crossingContent(row) {
    const [a, b] = row.sides;
    const facts = [capital(row.mode), row.gauge ? row.gauge + " mm" : "", CARGO[row.cargo],
      row.status === "open" ? "" : STATUS[row.status]];
    return el("div", {}, el("h3", {}, name(row.name), " \u2013 " + row.mode + " crossing"),
      el("p", {}, ...post(a), " \u2013 ", ...post(b)),
      el("p", {}, joined(facts)), stateLine(row.state), ...evidence(row.rows),
      row.rows.length ? "" : el("p", { class: "small" }, "No closure is recorded for this day."),
      row.other ? el("p", { class: "small" }, "Other periods on record: " + row.other + ".") : "",
      ...cited(row, "Crossing"), el("p", { class: "small" }, "Crossing ", name(row.id)));
  }
  function portContent(port) {
    const service = { regular: "regular container service", irregular: "container ships now and then",
      none: "no container service" }[port.service];
    return el("div", {}, el("h3", {}, name(port.name)),
      el("p", {}, joined([capital(service), port.rail ? "rails to the port" : "no rails",
        port.draught_m ? short(port.draught_m) + " m draught" : ""])),
      port.state ? stateLine(port.state) : "", ...evidence(port.rows),
      el("p", {}, "Days in port, typical (band): in " + bandText(port.dwell_in) + ", out " + bandText(port.dwell_out)),
      ...cited(port, "Port"),
      servicesAt.has(port.id) ? el("details", {}, el("summary", {}, "Sea services (" + servicesAt.get(port.id).length + ")"),
        el("ul", {}, ...servicesAt.get(port.id).map((row) =>
          el("li", {}, name(row.name), ": " + SEA[row.status][1].replace("Sea: ", ""))))) : "");
  }
  function terminalContent(id) {
    const side = ([mode, gauge]) => mode + (gauge ? " " + gauge : "");
    return el("div", {}, el("h3", {}, "Change of mode or gauge at ", name(place(id))),
      ...terminalsAt.get(id).map((row) => el("div", { class: "terminal" },
        el("p", {}, el("b", {}, name(row.name))),
        el("p", {}, joined([side(row.change[0]) + " \u2013 " + side(row.change[1]),
          row.cargo === "any" ? "any cargo" : row.cargo,
          (row.hours_guess ? "~" : "") + bandText(row.hours) + " h",
          (row.usd_guess ? "~" : "") + bandText(row.usd) + " USD/" + row.unit,
          { yes: "open to transit", no: "closed to transit", unknown: "transit unknown" }[row.transit]])),
        el("details", {}, el("summary", {}, "Source and note"), ...cited(row, "Terminal")))),
      el("p", { class: "small" }, "~ marks an estimate."));
  }
  function hubContent(hub) {
    const port = portAt.get(hub.id);
    const link = (text, content, where) => el("li", {}, el("a", {
      href: "#map", onclick: (event) => { event.preventDefault(); follow(where, content()); },
    }, text));
    const spot = [hub.lat, hub.lon];
    const links = [
      ...(crossingsAt.get(hub.id) || []).map((row) =>
        link(capital(row.mode) + " crossing " + row.name + ": " + STATE[row.state][2],
          () => crossingContent(row), [row.lat, row.lon])),
      port ? link("Port, container service " + port.service, () => portContent(port), spot) : "",
      terminalsAt.has(hub.id) ? link("Change of mode or gauge (" + terminalsAt.get(hub.id).length + ")",
        () => terminalContent(hub.id), spot) : "",
    ].filter(Boolean);
    const lines = sectionsAt.get(hub.id) || [];
    return el("div", {}, el("h3", {}, name(hub.name), " (" + hub.country + ")"),
      el("p", {}, joined([capital(HUB[hub.kind] || hub.kind), hub.unlocode,
        lines.length + (lines.length === 1 ? " section" : " sections")])),
      hub.aliases.length ? el("p", { class: "small" }, "Also ", ...hub.aliases.flatMap((text, i) =>
        [i ? ", " : "", name(text)])) : "",
      links.length ? el("ul", {}, ...links) : "",
      el("p", { class: "small" }, "Position within " + short(hub.accuracy_km || 1) + " km."), ...cited(hub, "Place"));
  }

  return { sectionContent, seaContent, crossingContent, portContent, terminalContent, hubContent };
}
