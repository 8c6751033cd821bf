// One way as a file to take along, made here from the page's own data: GeoJSON, KML and GPX in the shape
// and figures of `corridor export`, with that way alone. Its words are English, as in those files.
function routeTake(page, base) {
  "use strict";

  const { answer, take } = page;
  const pieces = base.unpacked(page.drawing);
  const TURNS = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069";
  const unseen = new RegExp("[\\p{Cc}\\p{Cs}\\p{Cn}\\p{Co}" + TURNS + "]", "gu");
  // One line without hidden signs, as `plain` of the documents.
  const plain = (text) => String(text)
    .replace(/[\t-\r\u001c-\u001f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g, " ")
    .replace(unseen, "").replace(/ +/g, " ");
  const or = (value) => (value === undefined ? null : value);

  // ------------------------------------------------------------------ what has a position
  // Runs of lon/lat, or a single point; the page's lines are whole ten-thousandths of a degree.
  function runsOf(i, j) {
    return page.drawing.legs[i][j].map((number) => pieces[number].points.map(([lat, lon]) => [lon, lat]))
      .filter((run) => run.length > 1);
  }
  const ends = (key, band) => Object.fromEntries(["low", "typical", "high"].map((end) => [key + "_" + end, band[end]]));
  function legName(leg) {
    const [tail, head] = [plain(leg.from.name), plain(leg.to.name)];
    return tail === head ? tail : tail + " - " + head;
  }
  function aboutLeg(leg, i, j) {
    return {
      role: "leg", itinerary: i + 1, leg: j + 1, kind: leg.kind, mode: leg.mode, name: legName(leg), country: leg.country,
      distance_km: leg.distance_km, distance_estimated_km: leg.distance_estimated_km,
      // The page may show another currency; the file has dollars.
      ...ends("time_h", leg.time_h), ...ends("cost_usd", take.cost_usd ? take.cost_usd[i][j] : leg.cost_usd),
      co2e_kg: leg.co2e_kg, gauge_mm: or(leg.gauge_mm), start_time: leg.start, end_time: leg.end,
      coarse: page.drawing.legs[i][j].some((number) => pieces[number].coarse),
    };
  }
  function aboutBorder(border, i) {
    return {
      role: "border", itinerary: i + 1, name: plain(border.name),
      ...Object.fromEntries(["crossing_id", "mode", "country_from", "country_to", "passage", "status", "note"]
        .map((key) => [key, plain(border[key])])),
    };
  }
  function features(i) {
    const found = [];
    const put = (runs, name, kind, about) => found.push({ runs, name, kind, about });
    for (const [role, end] of [["origin", answer.query.origin], ["destination", answer.query.destination]]) {
      const name = plain(end.name);
      put([[[end.lon, end.lat]]], name, role[0].toUpperCase() + role.slice(1), { role, name, country: end.country });
    }
    for (const shut of answer.blocked) {
      if (!Number.isFinite(shut.lon) || !Number.isFinite(shut.lat)) continue;
      put([[[shut.lon, shut.lat]]], "\u2715 " + plain(shut.name), "Closed", {
        role: "closed", name: plain(shut.name), mode: shut.mode, since: shut.since, until: or(shut.until),
        last_confirmed: shut.last_confirmed, source_url: plain(shut.source_url), note: plain(shut.note),
      });
    }
    const itinerary = answer.itineraries[i];
    itinerary.legs.forEach((leg, j) => {
      const runs = runsOf(i, j);
      put(runs.length ? runs : [[[leg.from.lon, leg.from.lat]]], legName(leg), take.kinds[leg.kind], aboutLeg(leg, i, j));
    });
    itinerary.borders.forEach((border) => put([[[border.lon, border.lat]]], plain(border.name), "Border", aboutBorder(border, i)));
    return found;
  }
  const mark = { quote_id: page.quote_id, data_date: answer.data_date };

  // ------------------------------------------------------------------ GeoJSON
  function geometry(runs) {
    if (runs[0].length === 1) return { type: "Point", coordinates: runs[0][0] };
    return runs.length === 1 ? { type: "LineString", coordinates: runs[0] } : { type: "MultiLineString", coordinates: runs };
  }
  function geojson(i) {
    const found = features(i);
    const points = found.flatMap(({ runs }) => runs.flat());
    const most = (pick, at) => points.reduce((best, point) => pick(best, point[at]), points[0][at]);
    return JSON.stringify({
      type: "FeatureCollection",
      name: plain(take.title),
      attribution: page.credit,
      stamp: page.issued || { ...mark, graph_hash: answer.graph_hash },
      features: found.map(({ runs, about }) => ({
        type: "Feature", properties: { ...about, ...mark }, geometry: geometry(runs),
      })),
      bbox: [most(Math.min, 0), most(Math.min, 1), most(Math.max, 0), most(Math.max, 1)],
    }) + "\n";
  }

  // ------------------------------------------------------------------ XML
  // Elements by the document's own hand: no text is ever put together as markup.
  function xml(space, tag, fill) {
    const made = document.implementation.createDocument(space, tag, null);
    const put = (parent, name, text, about) => {
      const node = made.createElementNS(space, name);
      for (const [key, value] of Object.entries(about || {})) node.setAttribute(key, value);
      if (text !== null) node.textContent = text;
      return parent.appendChild(node);
    };
    fill(made.documentElement, put);
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(made) + "\n";
  }
  // Some viewers show names as HTML in their balloons, so no name may hold a tag at all.
  const named = (text) => plain(text).replace(/</g, "\u2039").replace(/>/g, "\u203a");
  const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  const asHtml = (text) => plain(text).replace(/[&<>"']/g, (sign) => SIGNS[sign]);
  const value = (of) => (of === null ? "" : of === true ? "True" : of === false ? "False" : named(of));

  function kml(i) {
    return xml("http://www.opengis.net/kml/2.2", "kml", (root, put) => {
      const sheet = put(root, "Document", null);
      put(sheet, "name", named(take.title));
      put(sheet, "description", asHtml(take.stamp + " " + page.credit));
      for (const [id, colour, width] of take.styles) {
        const style = put(put(sheet, "Style", null, { id }), width ? "LineStyle" : "IconStyle", null);
        put(style, "color", colour);
        if (width) put(style, "width", width);
      }
      const coordinates = (parent, run) => put(parent, "coordinates", run.map((point) => point.join(",")).join(" "));
      const line = (parent, run) => {
        const drawn = put(parent, "LineString", null);
        put(drawn, "tessellate", 1);
        coordinates(drawn, run);
      };
      const place = (parent, { runs, name, kind, about }) => {
        const node = put(parent, "Placemark", null);
        put(node, "name", named(name));
        put(node, "visibility", 1);
        put(node, "description", named(kind));
        // It is the chosen way here, whatever its number.
        put(node, "styleUrl", "#" + (about.role === "closed" ? "closed" : (Object.hasOwn(take.modes, about.mode || "") ? about.mode : "other") + "-way"));
        const data = put(node, "ExtendedData", null);
        for (const [key, of] of Object.entries({ ...about, ...mark })) {
          if (key !== "name") put(put(data, "Data", null, { name: key }), "value", value(of));
        }
        if (runs[0].length === 1) coordinates(put(node, "Point", null), runs[0]);
        else if (runs.length === 1) line(node, runs[0]);
        else {
          const all = put(node, "MultiGeometry", null);
          runs.forEach((run) => line(all, run));
        }
      };
      const found = features(i);
      const ofAll = ({ about }) => about.itinerary === undefined;
      found.filter(ofAll).forEach((one) => place(sheet, one));
      const folder = put(sheet, "Folder", null);
      put(folder, "name", i + 1 + ". " + named(answer.itineraries[i].label));
      put(folder, "visibility", 1);
      found.filter((one) => !ofAll(one)).forEach((one) => place(folder, one));
    });
  }

  // ------------------------------------------------------------------ GPX
  const MOST = 1000; // signs of a text
  const short = (text) => [...plain(text)].slice(0, MOST).join("");
  const at = (lon, lat) => ({ lat: lat.toFixed(5), lon: ((((lon + 180) % 360) + 360) % 360 - 180).toFixed(5) });
  // '' where the clock of a moment is not told, as in answers of before.
  const utc = (moment) => (/(?:Z|[+-]\d\d:?\d\d)$/i.test(moment)
    ? new Date(moment).toISOString().replace(/\.\d+Z$/, "Z") : "");
  const once = (text, end, written) => (text.endsWith(end) ? text : text + written);
  function waypoints(itinerary) {
    const { legs } = itinerary;
    const [first, last] = [legs[0].from, legs[legs.length - 1].to];
    const found = [[first, itinerary.departure, first.name, "Origin"]];
    const borders = [...itinerary.borders];
    for (const leg of legs) {
      if (leg.kind === "border" && borders.length) {
        const border = borders.shift();
        found.push([border, border.passage, once(border.name, " " + border.mode, " " + border.mode), "Border"]);
      } else if (leg.kind === "port" || leg.kind === "transfer") {
        const land = leg.country ? "(" + leg.country + ")" : "";
        found.push([leg.from, leg.start, once(leg.from.name, land, " " + land), leg.kind === "port" ? "Port" : "Terminal"]);
      }
    }
    return [...found, [last, itinerary.arrival, last.name, "Destination"]];
  }
  function gpx(i) {
    const itinerary = answer.itineraries[i];
    const label = i + 1 + ". " + itinerary.label;
    const modes = itinerary.modes.join(", ");
    return xml("http://www.topografix.com/GPX/1/1", "gpx", (root, put) => {
      root.setAttribute("version", "1.1");
      root.setAttribute("creator", "corridor");
      const about = put(root, "metadata", null);
      put(about, "name", short(take.title));
      put(about, "desc", short(take.of_answer + " " + page.credit));
      put(about, "time", take.data_day + "T00:00:00Z");
      for (const [spot, moment, name, kind] of waypoints(itinerary)) {
        const point = put(root, "wpt", null, at(spot.lon, spot.lat));
        if (utc(moment)) put(point, "time", utc(moment));
        put(point, "name", short(name));
        put(point, "desc", short(label));
        put(point, "type", kind);
      }
      const track = put(root, "trk", null);
      put(track, "name", short(label + " (" + modes + ")"));
      put(track, "number", i + 1);
      put(track, "type", short(modes));
      itinerary.legs.forEach((_, j) => runsOf(i, j).forEach((run) => {
        const segment = put(track, "trkseg", null);
        run.forEach(([lon, lat]) => put(segment, "trkpt", null, at(lon, lat)));
      }));
    });
  }

  // ------------------------------------------------------------------ saving
  const KINDS = {
    kml: ["KML", "application/vnd.google-earth.kml+xml", kml],
    geojson: ["GeoJSON", "application/geo+json", geojson],
    gpx: ["GPX", "application/gpx+xml", gpx],
  };
  function save(suffix, i) {
    const [, type, write] = KINDS[suffix];
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([write(i)], { type }));
    link.download = page.quote_id + "-way-" + (i + 1) + "." + suffix;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000); // slow disks are still reading
  }
  // Buttons that save the way that is chosen when they are pressed.
  function buttons(words, chosen) {
    const { el, t } = words;
    return el("div", { class: "actions", role: "group", "aria-label": t("Download this way") },
      t("Download this way"), ": ", ...Object.entries(KINDS).map(([suffix, [shown]]) => [
        el("button", { type: "button", class: "plain-button", onclick: () => save(suffix, chosen()) }, words.name(shown, "en")), " "]));
  }

  return { buttons };
}
