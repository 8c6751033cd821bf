// The chart of time and cost, drawn in English for all readers, with its words in the reader's
// language. Which text is what, say the classes of the picture.
function mapChart(page, words) {
  "use strict";

  const { t, figure, usd, days, postName } = words;
  const itineraries = page.answer.itineraries;
  const LETTER = 6.1; // mean width of a letter in pixels, as in the picture
  const LINE = 15;
  const cut = (text, most) => (text.length <= most ? text : text.slice(0, most - 1).trimEnd() + "\u2026");
  const grouped = (text) => text.replace(/(\d),(?=\d)/g, "$1\u00a0");

  function legend(i) {
    const { totals, label } = itineraries[i];
    return (i + 1) + ". " + days(totals.time_h.typical) + " " + t("days") + ", "
      + usd(totals.cost_usd.typical) + " " + page.unit + ", " + figure(totals.distance_km, 0) + " "
      + t("km") + " " + words.label(label);
  }
  function title() {
    const { origin, destination } = page.answer.query;
    return t("Time, cost and distance from {} to {}", words.plainName(origin), words.plainName(destination));
  }
  function wrapped(text, most) {
    const lines = [""];
    for (const word of text.split(" ")) {
      const last = lines[lines.length - 1];
      if (last && last.length + 1 + word.length > most) lines.push(word);
      else lines[lines.length - 1] = last ? last + " " + word : word;
    }
    return lines;
  }

  // The note may need more lines than it had; the picture grows by them.
  function note(svg, width) {
    const old = [...svg.querySelectorAll(".tcd-note")];
    if (!old.length) return;
    const lines = wrapped(t("Over kilometres. Steps: diamond a border, square a change of mode or gauge, circle a port or a wait. The bar at each end is low to high."),
      Math.floor((width - 28) / LETTER));
    const top = Number(old[0].getAttribute("y"));
    lines.forEach((line, n) => {
      const text = old[n] || old[0].cloneNode(false);
      text.textContent = line;
      text.setAttribute("y", top + LINE * n);
      if (!old[n]) old[old.length - 1].parentNode.append(text);
    });
    old.slice(lines.length).forEach((text) => text.remove());
    const more = Math.max(0, lines.length - old.length) * LINE;
    const box = svg.viewBox.baseVal;
    if (!more) return;
    svg.setAttribute("viewBox", [box.x, box.y, box.width, box.height + more].join(" "));
    svg.setAttribute("height", box.height);
    const ground = svg.querySelector("rect");
    ground.setAttribute("height", Number(ground.getAttribute("height")) + more);
  }

  return (figureNode) => {
    const svg = figureNode.querySelector("svg");
    if (words.language === "en" || !svg) return figureNode;
    const width = svg.viewBox.baseVal.width;
    const each = (kind, say) => svg.querySelectorAll("." + kind).forEach((text, n) => {
      text.textContent = say(text.textContent, n);
    });
    each("tcd-title", () => cut(title(), Math.floor((width - 28) / 8.2)));
    each("tcd-legend", (_, i) => cut(legend(i), Math.floor((width - 74) / LETTER)));
    each("tcd-axis", (text) => (text.endsWith(" spent") ? t("{} spent", page.unit) : t(text)));
    each("tcd-tick", (text) => grouped(text).replace(" d)", " " + t("days") + ")"));
    each("tcd-name", (text) => postName(text));
    note(svg, width);
    svg.querySelectorAll("g > title").forEach((node) => {
      const read = /^(.*): ([\d,.]+) h, ([\d,]+)$/s.exec(node.textContent);
      if (read) {
        node.textContent = postName(read[1]) + ": " + figure(Number(read[2].replace(/,/g, "")), 1)
          + " " + t("h") + ", " + grouped(read[3]);
      }
    });
    svg.querySelector("title").textContent = title();
    svg.querySelector("desc").textContent = itineraries.map((_, i) => legend(i) + ".").join(" ");
    return figureNode;
  };
}
