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

  return { el, name, link };
}
