// Which names the map of an answer shows, the most important first: ends, what is shut, stops with their
// day, the ports, then countries, seas and towns.
function routeNames(page, base, words, signs, labels) {
  "use strict";

  const { t } = words;
  const { answer } = page;
  const family = ' system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif';
  const kind = (of, font, height, more) => ({ of, font: font + family, height, ...more });
  const END = kind("name-end", "700 15px", 19);
  const STOP = kind("name-stop", "600 12.5px", 16);
  const SHUT = kind("name-shut", "700 12px", 19, { pad: 14 });
  const PORT = kind("name-port", "600 12px", 16);
  const LAND = kind("name-land", "400 12px", 15, { centred: true });
  const CORE = kind("name-core", "700 11px", 14, { centred: true, spaced: 2 });
  const SEA = kind("name-sea", "italic 400 12px", 15, { centred: true });
  const TOWN = kind("name-town", "400 11.5px", 14);
  const local = (entry) => (words.language === "ru" && entry.ru) || entry.name;
  const near = (a, b, degrees) => Math.hypot(a.lat - b.lat, (a.lon - b.lon) * Math.cos((a.lat * Math.PI) / 180)) < degrees;

  const ground = [
    ...base.places.map(({ name, zoom, place: [lon, lat] }) => ({
      text: base.isCore(name) ? ((words.language === "ru" && labels.countries[name]) || name).toUpperCase()
        : (words.language === "ru" && labels.countries[name]) || name,
      where: [lat, lon], zoom: base.isCore(name) ? 3 : zoom, kind: base.isCore(name) ? CORE : LAND,
    })),
    ...labels.seas.map((sea) => ({ text: local(sea), where: [sea.lat, sea.lon], zoom: sea.zoom, kind: SEA })),
  ];
  const ends = [answer.query.origin, answer.query.destination];
  const towns = [
    ...labels.cities.filter((city) => !ends.some((end) => near(end, city, 0.3)))
      .map((city) => ({ text: local(city), where: [city.lat, city.lon], zoom: city.zoom, kind: TOWN, clear: 5 })),
    ...labels.towns.filter(([, lon, lat]) => !ends.some((end) => near(end, { lon, lat }, 0.3)))
      .map(([name, lon, lat, zoom]) => ({ text: name, where: [lat, lon], zoom, kind: TOWN, clear: 5 })),
  ];

  // Stops of a way: its borders, changes and calls, one name where several stand at one place.
  function stops(i) {
    const itinerary = answer.itineraries[i];
    const found = [];
    const put = (where, text, moment) => {
      if (!where || found.some((one) => near({ lat: one.where[0], lon: one.where[1] }, { lat: where[0], lon: where[1] }, 0.15))) return;
      if (ends.some((end) => near(end, { lat: where[0], lon: where[1] }, 0.15))) return;
      found.push({ text: text + " \u00b7 " + t("day {}", words.dayOf(itinerary, moment)), where, kind: STOP, clear: 11, must: true });
    };
    itinerary.borders.forEach((border) => put(signs.spot(border), words.shortPost(border), border.passage));
    itinerary.legs.filter((leg) => leg.kind === "transfer" || leg.kind === "port")
      .forEach((leg) => put(signs.spot(leg.from), words.plainName(leg.from), leg.start));
    return found;
  }
  function of(i, wide) {
    const roomy = wide > 760;
    return [
      ...ends.map((end) => ({ text: words.plainName(end), where: [end.lat, end.lon], kind: END, clear: 13, must: true })),
      ...answer.blocked.filter((entry) => signs.spot(entry)).map((entry) => ({
        short: "\u2715 " + words.shortPost(entry),
        text: "\u2715 " + words.shortPost(entry) + (roomy ? " " + t("since {}", entry.since.slice(0, 7)) : ""),
        where: signs.spot(entry), kind: SHUT, clear: 9, must: true,
      })),
      ...stops(i),
      ...page.ports.map((port) => ({
        text: "\u2693 " + local(labels.cities.find((city) => city.name === port.short) || { name: port.short, ru: words.postName(port.short) }), where: [port.lat, port.lon], kind: PORT, clear: 9, must: true,
      })),
      ...ground, ...towns,
    ];
  }

  return { of };
}
