// What the address of a page tells of its view, as #way=2&leg=5&view=41.2,60.1,5&lang=ru, and a link to it.
function pageLink(map) {
  "use strict";

  const asked = new URLSearchParams(location.hash.slice(1));
  const whole = (key) => (/^[0-9]{1,3}$/.test(asked.get(key) || "") ? Number(asked.get(key)) : 0);
  const view = (asked.get("view") || "").split(",").map(Number);
  const now = new Map();
  function set(changes) {
    for (const [key, value] of Object.entries(changes)) {
      if (value === null) now.delete(key);
      else now.set(key, String(value));
    }
  }
  // The page's own address stays as it is until a link is asked for: history takes no part in it.
  function href() {
    const { lat, lng } = map.getCenter();
    set({ view: [lat.toFixed(3), lng.toFixed(3), map.getZoom()].join(",") });
    const text = [...now].map(([key, value]) => key + "=" + value).join("&");
    return location.href.replace(/#.*$/, "") + "#" + text;
  }
  return {
    set, href, way: whole("way") || 1, leg: whole("leg"),
    view: view.length === 3 && view.every(Number.isFinite) && Math.abs(view[0]) <= 85 && view[2] <= 12 ? view : null,
    lang: ["en", "ru"].includes(asked.get("lang")) ? asked.get("lang") : "",
  };
}
