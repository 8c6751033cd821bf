// Elements and figures for every page. Text only ever becomes text nodes.
function pageWords() {
  "use strict";

  function el(tag, about, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(about || {})) {
      if (key === "onclick") node.addEventListener("click", value);
      else if (value === true) node.setAttribute(key, "");
      else if (value !== false && value !== null) node.setAttribute(key, value);
    }
    // append() makes text nodes of strings.
    node.append(...children.flat(3).filter((child) => child !== null && child !== ""));
    return node;
  }
  // A name keeps its own writing direction and does not disturb its neighbours'.
  const name = (text, lang) => el("bdi", lang ? { lang } : {}, String(text));

  // Only web addresses become links.
  const isWeb = (url) => /^https?:\/\//i.test(url || "");
  const link = (url, text) =>
    isWeb(url) ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text) : text;

  // Exact halves go to the even digit, as in the tables and documents.
  function figure(value, digits, group = ",", point = ".") {
    const size = Math.abs(value);
    const below = Math.floor(size * 10 ** digits);
    const even = (size * 2 ** (digits + 1)) % 2 === 1 && below % 2 === 0;
    const [whole, part] = (even ? below / 10 ** digits : size).toFixed(digits).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
    return (value < 0 ? "-" : "") + grouped + (part ? point + part : "");
  }

  return { el, name, link, figure };
}
