// Names on the map, so that none stands over another, a sign, a line or a control. Each name tries
// eight places round its point; one that must be seen tries them further out, the others give way.
function pageNames(map, group) {
  "use strict";

  const CELL = 4; // pixels of a cell of what lines take
  const pen = document.createElement("canvas").getContext("2d");
  const known = new Map();
  function widthOf(text, font, spaced) {
    const key = font + text;
    if (!known.has(key)) {
      pen.font = font;
      known.set(key, pen.measureText(text).width);
    }
    return known.get(key) + spaced * text.length;
  }

  // ------------------------------------------------------------------ what is taken
  const over = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  function lineCells(lines, half) {
    const size = map.getSize();
    const [wide, high] = [Math.ceil(size.x / CELL), Math.ceil(size.y / CELL)];
    const cells = new Uint8Array(wide * high);
    const reach = Math.ceil(half / CELL);
    function mark(x, y) {
      const [column, row] = [Math.floor(x / CELL), Math.floor(y / CELL)];
      for (let i = column - reach; i <= column + reach; i += 1) {
        for (let j = row - reach; j <= row + reach; j += 1) {
          if (i >= 0 && j >= 0 && i < wide && j < high) cells[j * wide + i] = 1;
        }
      }
    }
    for (const line of lines) {
      let before = null;
      for (const point of line) {
        const at = map.latLngToContainerPoint(point);
        if (before) {
          const long = Math.hypot(at.x - before.x, at.y - before.y);
          // A step far outside the window marks nothing.
          const steps = Math.min(4000, Math.ceil(long / CELL));
          for (let n = 0; n <= steps; n += 1) {
            mark(before.x + (at.x - before.x) * n / steps, before.y + (at.y - before.y) * n / steps);
          }
        }
        before = at;
      }
    }
    return ([left, top, right, bottom]) => {
      for (let j = Math.max(0, Math.floor(top / CELL)); j <= Math.min(high - 1, Math.floor(bottom / CELL)); j += 1) {
        for (let i = Math.max(0, Math.floor(left / CELL)); i <= Math.min(wide - 1, Math.floor(right / CELL)); i += 1) {
          if (cells[j * wide + i]) return true;
        }
      }
      return false;
    };
  }
  function controls() {
    const frame = map.getContainer().getBoundingClientRect();
    return [...map.getContainer().querySelectorAll(".leaflet-control")]
      .map((one) => one.getBoundingClientRect())
      .filter((box) => box.width)
      .map((box) => [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top]);
  }

  // ------------------------------------------------------------------ where a name may stand
  function* placesFor({ kind, clear, must }, at, wide, high) {
    if (kind.centred) {
      // A country is large: its name may move a little.
      for (const [x, y] of [[0, 0], [0, -28], [0, 28], [-60, 0], [60, 0], [-60, -40], [60, -40], [-60, 40], [60, 40], [0, -64], [0, 64]]) {
        yield [at.x - wide / 2 + x, at.y - high / 2 + y];
      }
      return;
    }
    const gap = clear;
    const [left, right] = [at.x - gap - wide, at.x + gap];
    const [above, below] = [at.y - gap - high, at.y + gap];
    const [middle, level] = [at.x - wide / 2, at.y - high / 2];
    yield [right, level];
    yield [left, level];
    yield [middle, above];
    yield [middle, below];
    yield [right - gap / 3, above + gap / 3];
    yield [right - gap / 3, below - gap / 3];
    yield [left + gap / 3, above + gap / 3];
    yield [left + gap / 3, below - gap / 3];
    if (!must) return;
    // Rings further and further out, sixteen places each.
    for (const far of [18, 28, 40, 56, 76, 100, 130, 165, 205, 250]) {
      for (let n = 0; n < 16; n += 1) {
        const [x, y] = [Math.cos((n * Math.PI) / 8), Math.sin((n * Math.PI) / 8)];
        yield [at.x + far * x + (wide * (x - 1)) / 2, at.y + far * y + (high * (y - 1)) / 2];
      }
    }
  }

  // A name that had to go far from its point is tied to it by a thin line.
  function leader(one, at, [left, top, right, bottom]) {
    const to = L.point(Math.min(right, Math.max(left, at.x)), Math.min(bottom, Math.max(top, at.y)));
    if (at.distanceTo(to) < 26) return;
    group.addLayer(L.polyline([one.where, map.containerPointToLatLng(to)], {
      color: "#59616A", weight: 1, opacity: 0.8, interactive: false, pane: "names", className: "leader",
    }));
  }

  // Names: { text, short (where the whole finds no room), where, kind: { font, size, spaced, centred, of }, zoom, clear, must, title }, the
  // most important first. Signs are boxes in pixels; lines are lists of points.
  function show(names, signs, lines) {
    group.clearLayers();
    const size = map.getSize();
    const taken = [...controls(), ...signs];
    const onLine = lineCells(lines, 4);
    const shown = [];
    for (const one of names) {
      if (map.getZoom() < (one.zoom || 0)) continue;
      const { font, height, spaced = 0 } = one.kind;
      const at = map.latLngToContainerPoint(one.where);
      if (at.x < 0 || at.y < 0 || at.x > size.x || at.y > size.y) continue;
      const fits = (text) => {
        const wide = widthOf(text, font, spaced) + (one.kind.pad || 0);
        for (const [left, top] of placesFor(one, at, wide, height)) {
          const box = [left, top, left + wide, top + height];
          const inside = left >= 2 && top >= 2 && box[2] <= size.x - 2 && box[3] <= size.y - 2;
          if (inside && !onLine(box) && !taken.some((other) => over(box, other))) return box;
        }
        return null;
      };
      let said = one.text;
      let found = fits(said);
      if (!found && one.short) found = fits((said = one.short));
      if (!found) continue;
      taken.push(found);
      if (!one.kind.centred) leader(one, at, found);
      shown.push({ ...one, box: found });
      const inner = document.createElement("span");
      inner.append(said);
      const icon = L.divIcon({
        className: "name " + one.kind.of, iconSize: [0, 0], html: inner,
        iconAnchor: [at.x - found[0], at.y - found[1]],
      });
      group.addLayer(L.marker(one.where, { icon, pane: "names", interactive: false, keyboard: false }));
    }
    return shown;
  }

  return { show };
}
