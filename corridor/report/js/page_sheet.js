// The panel on a telephone: a sheet over the map in three heights. Elsewhere it stands beside the map.
function pageSheet(app, phone, t) {
  "use strict";

  const HEIGHTS = ["low", "mid", "full"];
  const grip = document.createElement("button");
  grip.type = "button";
  grip.className = "grip";
  function to(height) {
    app.dataset.sheet = height;
    grip.setAttribute("aria-label", t(height === "full" ? "Show the map" : "Show more"));
    grip.setAttribute("aria-expanded", String(height !== "low"));
  }
  to(app.dataset.sheet || "mid");
  let from = null; // where a finger took the grip
  grip.addEventListener("click", () => to(HEIGHTS[(HEIGHTS.indexOf(app.dataset.sheet) + 1) % HEIGHTS.length]));
  grip.addEventListener("pointerdown", (event) => { from = event.clientY; });
  grip.addEventListener("pointerup", (event) => {
    const moved = from === null ? 0 : event.clientY - from;
    from = null;
    if (Math.abs(moved) < 24) return;
    const at = HEIGHTS.indexOf(app.dataset.sheet) + (moved < 0 ? 1 : -1);
    to(HEIGHTS[Math.min(2, Math.max(0, at))]);
    // The click that follows is not another step.
    grip.addEventListener("click", (click) => click.stopImmediatePropagation(), { once: true, capture: true });
  });
  // Pixels of the map that the sheet covers.
  function covers() {
    if (!phone.matches || app.dataset.sheet === "full") return 0;
    const edge = (id, side) => document.getElementById(id).getBoundingClientRect()[side];
    return Math.max(0, edge("map", "bottom") - edge("panel", "top"));
  }
  return { grip, to, covers };
}
