// Who sends the page, to whom and for what. Text of the user only ever becomes text nodes.
function pageHead(head, words) {
  "use strict";

  if (!head) return "";
  const { el, name, t } = words;
  // A picture held by the page itself, and nothing else.
  const logo = /^data:image\/png;base64,[A-Za-z0-9+/=]+$/.test(head.logo) ? el("img", { src: head.logo, alt: "" }) : "";
  const lines = [head.name && el("b", {}, name(head.name)), ...head.lines.map((line) => name(line))];
  const about = [["For: ", head.customer], ["Reference: ", head.reference]]
    .filter(([, value]) => value).map(([text, value]) => [t(text), name(value)]);
  const rows = (parts) => el("p", {}, ...parts.filter(Boolean).map((part, n) => [n ? el("br") : "", part]));
  return el("div", { class: "sender" }, logo, rows(lines), rows([...about, t(head.said)]));
}
