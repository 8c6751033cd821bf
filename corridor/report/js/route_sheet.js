// The sheet that is printed: one A4 of the chosen way - its map, its days, its totals, what is shut.
// It is drawn when the page goes to paper, with the page's own ground and lines, light whatever the theme.
function routeSheet(page, base, words, lines, strip, signs, names) {
  "use strict";

  const { el, name, t, figure, usd, days, when, percent } = words;
  const answer = page.answer;
  const [WIDE, HIGH, EDGE] = [900, 500, 0.08];
  const MODE = { rail: "#0072B2", road: "#D55E00", sea: "#009E73" };
  const PART = { rail: "#0072B2", road: "#B84A00", sea: "#00735A", border: "#F0C419", change: "#6B737B" };
  const INK = "#1B1F23", GREY = "#8A8F94", SHUT = "#B3261E";
  const svg = (tag, about, ...children) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(about)) node.setAttribute(key, value);
    node.append(...children.flat(2));
    return node;
  };

  // ------------------------------------------------------------------ the map
  const mercator = (lat, lon) => [lon * Math.PI / 180, Math.log(Math.tan(Math.PI / 4 + Math.max(-85, Math.min(85, lat)) * Math.PI / 360))];
  function viewOf(points) {
    const flat = points.map(([lat, lon]) => mercator(lat, lon));
    const side = (at, pick) => flat.reduce((best, point) => pick(best, point[at]), flat[0][at]);
    const [left, right, low, top] = [side(0, Math.min), side(0, Math.max), side(1, Math.min), side(1, Math.max)];
    const span = (size) => Math.max(size, 0.03) * (1 + 2 * EDGE);
    const scale = Math.min(WIDE / span(right - left), HIGH / span(top - low));
    const pixel = (lat, lon) => {
      const [x, y] = mercator(lat, lon);
      return [WIDE / 2 + (x - (left + right) / 2) * scale, HIGH / 2 + ((low + top) / 2 - y) * scale];
    };
    return { pixel, zoom: Math.log2(scale * 2 * Math.PI / 256) };
  }
  // A line or ring in pixels; '' where none of it can be in the picture.
  function path(view, points, close) {
    let [left, right, top, low] = [Infinity, -Infinity, Infinity, -Infinity];
    const kept = [];
    for (const [lat, lon] of points) {
      const [x, y] = view.pixel(lat, lon);
      [left, right, top, low] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(low, y)];
      const last = kept[kept.length - 1];
      if (!last || Math.abs(x - last[0]) + Math.abs(y - last[1]) > 1) kept.push([x, y]);
    }
    if (right < 0 || left > WIDE || low < 0 || top > HIGH || kept.length < 2) return "";
    return "M" + kept.map(([x, y]) => x.toFixed(1) + " " + y.toFixed(1)).join("L") + (close ? "z" : "");
  }
  function ground(view) {
    const area = (shapes, fill) => svg("path", { fill, "fill-rule": "evenodd", d: shapes.flat().map((ring) => path(view, ring, true)).join("") });
    const edge = (runs, more) => svg("path", {
      fill: "none", stroke: "#B4AF9F", "stroke-width": 0.8, ...more, d: runs.map((run) => path(view, run)).join(""),
    });
    const { lands, tinted, lakes, borders, disputed } = base.earth;
    return [svg("rect", { width: WIDE, height: HIGH, fill: "#CFDFEA" }), area(lands, "#ECEAE2"), area(tinted, "#FFFEFA"),
      area(lakes, "#CFDFEA"), edge(borders), edge(disputed, { "stroke-dasharray": "3 3" })];
  }
  function ways(view, i) {
    const stroke = (runs, colour, width) => svg("path", {
      fill: "none", stroke: colour, "stroke-width": width, "stroke-linejoin": "round", "stroke-linecap": "round",
      d: runs.map((run) => path(view, run.map(({ lat, lng }) => [lat, lng]))).join(""),
    });
    const legs = answer.itineraries[i].legs.map((leg, j) => ({ mode: leg.mode, runs: lines.runs(i, j).map((run) => run.points) }));
    return [
      ...answer.itineraries.map((_, other) => (other === i ? [] : [stroke(lines.linesOf(other), GREY, 2.2)])),
      stroke(legs.flatMap((leg) => leg.runs), "#FFFFFF", 8),
      ...legs.filter((leg) => leg.runs.length).map((leg) => stroke(leg.runs, MODE[leg.mode] || GREY, 4.5)),
    ].flat();
  }
  function marks(view, i) {
    const dot = (spot, about) => {
      const [x, y] = view.pixel(...spot);
      return svg("circle", { cx: x.toFixed(1), cy: y.toFixed(1), stroke: INK, "stroke-width": 1.2, ...about });
    };
    const itinerary = answer.itineraries[i];
    const some = (places, about) => places.map((place) => signs.spot(place)).filter(Boolean).map((spot) => dot(spot, about));
    return [
      ...some(itinerary.legs.filter((leg) => leg.kind === "transfer" || leg.kind === "port").map((leg) => leg.from), { r: 3.5, fill: "#FFFFFF" }),
      ...some(itinerary.borders, { r: 4, fill: "#F0C419" }),
      ...some(answer.blocked, { r: 4.5, fill: SHUT, stroke: "#FFFFFF" }),
      ...some([answer.query.origin, answer.query.destination], { r: 6, fill: INK, stroke: "#FFFFFF", "stroke-width": 2 }),
    ];
  }
  const LOOK = {
    "name-end": { size: 15, weight: 700, fill: INK }, "name-stop": { size: 12, weight: 600, fill: INK },
    "name-shut": { size: 12, weight: 700, fill: "#FFFFFF" }, "name-port": { size: 12, weight: 600, fill: "#00615F" },
    "name-land": { size: 11, weight: 400, fill: "#777264" }, "name-core": { size: 11, weight: 700, fill: "#777264" },
    "name-sea": { size: 11, weight: 400, fill: "#2F5F7C" }, "name-town": { size: 10.5, weight: 400, fill: "#3F3B31" },
  };
  // Names where they cover no other name, the most important first; what has no room is left out.
  function named(view, i) {
    const taken = [[0, HIGH - 34, 360, HIGH]]; // the key
    const found = [];
    for (const one of names.of(i, WIDE)) {
      if (one.zoom && one.zoom > view.zoom) continue;
      const { size, weight, fill } = LOOK[one.kind.of];
      const [x, y] = view.pixel(...one.where);
      const shut = one.kind.of === "name-shut";
      const text = (shut && one.short) || one.text;
      const [half, high] = [text.length * size * 0.29 + (shut ? 7 : 2), size * 0.65];
      // What must be told may stand further off, tied to its place.
      const around = (far) => {
        const [off, up] = [half + (one.clear || 4) + far, high + 6 + far];
        return [[off, 0], [-off, 0], [0, -up - 3], [0, up + 3], [off, -up], [off, up], [-off, -up], [-off, up]]
          .map(([right, down]) => [right, down, far]);
      };
      const tries = one.kind.centred ? [[0, 0, 0]] : (one.must ? [0, 14, 30, 50, 75] : [0]).flatMap(around);
      for (const [right, down, far] of tries) {
        const box = [x + right - half, y + down - high, x + right + half, y + down + high];
        const inside = box[0] > 2 && box[1] > 2 && box[2] < WIDE - 2 && box[3] < HIGH - 2;
        if (!inside || taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
        taken.push(box);
        const to = [Math.min(Math.max(x, box[0]), box[2]), Math.min(Math.max(y, box[1]), box[3])].map((at) => at.toFixed(1));
        if (far) found.push(svg("path", { d: "M" + x.toFixed(1) + " " + y.toFixed(1) + "L" + to.join(" "), stroke: INK, "stroke-width": 0.6 }));
        if (shut) found.push(svg("rect", { x: box[0], y: box[1], width: 2 * half, height: 2 * high, rx: 8, fill: SHUT }));
        found.push(svg("text", {
          x: (x + right).toFixed(1), y: (y + down + size * 0.36).toFixed(1), "text-anchor": "middle", "font-size": size,
          "font-weight": weight, fill, ...(shut ? {} : { stroke: "#FFFFFF", "stroke-width": 2.5, "stroke-opacity": 0.85, "paint-order": "stroke" }),
        }, text));
        break;
      }
    }
    return found;
  }
  // Coloured boxes with their words, in a row.
  function key(entries, x, y) {
    let at = x;
    return entries.map(([text, fill]) => {
      const here = at;
      at += 40 + text.length * 6.5;
      return [svg("rect", { x: here, y: y - 5, width: 18, height: 6, fill }),
        svg("text", { x: here + 23, y: y + 1.5, "font-size": 11, fill: INK }, text)];
    });
  }
  function picture(i) {
    const itinerary = answer.itineraries[i];
    const seen = [...itinerary.legs.flatMap((_, j) => lines.pointsOf(i, j).map(({ lat, lng }) => [lat, lng])),
      ...[answer.query.origin, answer.query.destination, ...answer.blocked].map((one) => signs.spot(one)).filter(Boolean)];
    const view = viewOf(seen);
    const modes = Object.keys(MODE).filter((mode) => itinerary.legs.some((leg) => leg.mode === mode));
    const entries = [...modes.map((mode) => [t(mode), MODE[mode]]),
      ...(answer.itineraries.length > 1 ? [[t("others"), GREY]] : [])];
    return svg("svg", { viewBox: "0 0 " + WIDE + " " + HIGH, role: "img", "aria-label": document.title, "font-family": "sans-serif" },
      ground(view), ways(view, i), marks(view, i), named(view, i),
      svg("rect", { x: 8, y: HIGH - 30, width: entries.reduce((all, [text]) => all + 40 + text.length * 6.5, 4), height: 22, fill: "#FFFFFF", "fill-opacity": 0.9 }),
      key(entries, 16, HIGH - 17),
      svg("rect", { x: 0.5, y: 0.5, width: WIDE - 1, height: HIGH - 1, fill: "none", stroke: "#B4AF9F" }));
  }

  // ------------------------------------------------------------------ the days
  function bar(i) {
    const total = answer.itineraries[i].totals.time_h.typical || 1;
    const x = (hours) => hours / total * WIDE;
    const spans = strip.spans().filter(({ from, to }) => to > from);
    const parts = spans.map(({ leg, from, to }) => {
      const kind = strip.kindOf(leg);
      const text = t(kind) + " " + days(to - from);
      const room = text.length * 6.2 < x(to - from);
      return [svg("rect", { x: x(from), y: 0, width: x(to - from), height: 26, fill: PART[kind], stroke: "#FFFFFF", "stroke-width": 0.7 }),
        room ? svg("text", { x: x((from + to) / 2), y: 17, "text-anchor": "middle", "font-size": 11, fill: kind === "border" ? INK : "#FFFFFF" }, text) : []];
    });
    const every = Math.max(1, Math.ceil(total / 24 / 10));
    const marks = [];
    for (let n = 0; n * 24 <= total; n += every) {
      marks.push(svg("path", { d: "M" + x(n * 24).toFixed(1) + " 26v5", stroke: INK }));
      if (x(n * 24) < WIDE - 34) marks.push(svg("text", { x: x(n * 24) + 3, y: 40, "font-size": 11, fill: INK }, strip.day(n * 24)));
    }
    const kinds = [...new Set(spans.map(({ leg }) => strip.kindOf(leg)))];
    return svg("svg", { viewBox: "0 0 " + WIDE + " 62", role: "img", "aria-label": t("Days of the journey"), "font-family": "sans-serif" },
      parts, marks, key(kinds.map((kind) => [t(kind), PART[kind]]), 0, 57));
  }

  // ------------------------------------------------------------------ the tables
  const range = (band, show) => show(band.typical) + " (" + show(band.low) + "\u2013" + show(band.high) + ")";
  function table(caption, head, rows) {
    return el("table", {}, caption ? el("caption", {}, caption) : "",
      el("thead", {}, el("tr", {}, ...head.map((text) => el("th", { scope: "col" }, text)))),
      el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map((cell) => el("td", {}, cell))))));
  }
  function totals(i) {
    const { totals: all, estimate_share: share, arrival, departure } = answer.itineraries[i];
    return table("", [t("Start"), t("Arrives"), t("days"), page.unit, t("km"), t("t CO2e"), t("On estimates")], [[
      when(departure).slice(0, 10), when(arrival).slice(0, 10), range(all.time_h, days), range(all.cost_usd, usd),
      figure(all.distance_km, 0), figure(all.co2e_kg / 1000, 2),
      t("{} of the cost, {} of the hours", percent(share.cost), percent(share.time)),
    ]]);
  }
  function closed() {
    if (!answer.blocked.length) return "";
    return table(t("Closed on the way"), [t("Name"), t("Mode"), t("Since"), t("Last confirmed")],
      answer.blocked.map((entry) => [name(words.postName(entry.name)), t(entry.mode), String(entry.since),
        entry.stale_days < 0 ? t("{} (after the departure)", entry.last_confirmed)
          : t("{} ({} days before)", entry.last_confirmed, entry.stale_days)]));
  }
  function of(i) {
    const roles = answer.itineraries[i].roles.map((role) => t(role)).join(", ");
    return el("section", { class: "sheet" }, pageHead(page.head, words),
      el("h1", {}, document.title), el("p", {}, words.load()), words.assumed(),
      page.asked ? el("p", {}, t("Asked: {}", ""), name(page.asked, words.foreign(page.asked, page.asked))) : "",
      el("h2", {}, t("Itinerary {}", i + 1) + (answer.itineraries.length > 1 ? " " + t("of {}", answer.itineraries.length) : "") + ": ",
        name(words.plain(words.said.labels[i])), roles ? " [" + roles + "]" : ""),
      el("div", { class: "picture" }, picture(i)), totals(i), el("div", { class: "days" }, bar(i)), closed(),
      el("p", { class: "small" }, words.mark()),
      el("p", { class: "small" }, t(page.boundary_note), " ", page.credit));
  }

  return { of };
}
