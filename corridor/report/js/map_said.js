// What must be minded, in the reader's language. The answer tells each warning by its kind and an
// English sentence of a fixed form; the names and figures are read from it, the rest said anew.
function mapSaid(words) {
  "use strict";

  const { t, name, asWritten, postName, figure } = words;
  const post = (text) => name(postName(text));
  const listed = (text) => name(text.split(", ").map(postName).join(", "));
  const number = (text) => figure(Number(text.replace(/,/g, "")), 0);
  const rest = (text) => (text ? asWritten(text) : "");
  const term = (text) => {
    const said = t(text);
    return name(said, words.foreign(said, text));
  };
  // A sentence of the dictionary whose {} are filled with elements.
  function filled(text, ...parts) {
    return t(text, ...parts.map(() => "{}")).split("{}")
      .flatMap((piece, n) => [piece, n < parts.length ? parts[n] : ""]);
  }

  // Kind, form of the sentence, and what is made of its parts.
  const FORMS = [
    ["stale", /^(.+): last confirmed closed on (\S+), (\d+) days before departure; ask before relying on it$/,
      (one, day, days) => filled("{}: last confirmed closed on {}, {} days before departure; ask before relying on it.", listed(one), day, days)],
    ["night", /^night bans on the roads of (\S+): no row for (\d+)$/,
      (country, year) => filled("Night bans on the roads of {}: no row for {}.", country, year)],
    ["night", /^(.+): vehicles stand from (\S+) to (\S+) since (\S+), confirmed (\S+); no hours are added for it$/,
      (road, from, to, since, seen) => filled("{}: vehicles stand from {} to {} since {}, confirmed {}; no hours are added for it.", asWritten(road), from, to, since, seen)],
    ["feasts", /^feasts without a row, whose days are not counted: (.+)$/,
      (list) => filled("Feasts without a row, whose days are not counted: {}.", asWritten(list))],
    ["estimate", /^([\d,]+) km of the way have an estimated length$/,
      (km) => filled("{} km of the way have an estimated length.", number(km))],
    ["opened", /^(.+) is closed in the tables and was opened for this answer$/,
      (one) => filled("{} is closed in the tables and was opened for this answer.", post(one))],
    ["sailing", /^(.+): no regular timetable \((.+)\)$/,
      (one, state) => filled("{}: no regular timetable ({}).", name(words.service(one)), t(state))],
    ["rule", /^(\S+): (\S+) t on the usual truck are over (\S+) t of gross weight; a lighter vehicle or a permit is needed$/,
      (land, load, most) => filled("{}: {} t on the usual truck are over {} t of gross weight; a lighter vehicle or a permit is needed.", land, load, most)],
    ["rule", /^Ways barred for this load: ([^.]+)\. (.*)$/s,
      (rule, text) => filled("Ways barred for this load: {}. {}", term(rule), rest(text))],
    ["rule", /^([^:]+): (.*)$/s, (rule, text) => [term(rule), ": ", rest(text)]],
    ["restricted", /^([^:]+?)(?: \(([^()]+)\))?: (.*)$/s,
      (one, cargo, text) => [post(one), cargo ? [" (", t(cargo), ")"] : "", ": ", rest(text)]],
    ["service", /^A (\S+) goes as wagonload; no --service was asked for$/,
      (unit) => filled("A {} goes as wagonload; no --service was asked for.", t(unit))],
    ["unpriced", /^Not used, as they take no (.+): (.+)$/,
      (unit, what) => filled("Not used, as they take no {}: {}.", t(unit), counted(what))],
    ["unpriced", /^Not used for want of a row: (.+)$/s,
      (what) => filled("Not used for want of a row: {}.", rest(what))],
    ["date", /^prices and times are of (\d+) and before, the departure is in (\d+)$/,
      (prices, start) => filled("Prices and times are of {} and before, the departure is in {}.", prices, start)],
    ["discouraged", /^discouraged: (.+); what touches it counted (\d+) times in choosing the way and once on the bill$/s,
      (what, times) => filled("Discouraged: {}; what touches it counted {} times in choosing the way and once on the bill.", listed(what), times)],
    ["read", /^(--\S+|ORIGIN|DESTINATION) (.+): read as (.+), a guess$/s,
      (option, text, one) => filled("{} {}: read as {}, a guess.", option, text, post(one))],
    ["read", /^(--\S+) (.+): read as (.+)$/s,
      (option, text, one) => filled("{} {}: read as {}.", option, text, post(one))],
    ["fewer", /^(\d+) of (\d+) itineraries: (.+)$/s,
      (count, asked, why) => filled("{} of {} itineraries: {}", count, asked, rest(why))],
  ];
  // "51 sea services and 8 terminals"
  const counted = (text) => text.split(" and ").map((part) => {
    const read = /^(\d+) (sea service|terminal)s?$/.exec(part);
    return read ? t(read[2] + "s: {}", read[1]) : part;
  }).join(", ");

  function one(warning) {
    if (words.language === "en") return [name(warning.text)];
    for (const [code, form, say] of FORMS) {
      const read = warning.code === code && form.exec(warning.text);
      if (read) return say(...read.slice(1));
    }
    return [asWritten(warning.text)];
  }

  // The same warning about several places is said once, about all of them.
  const [, STALE] = FORMS[0];
  function all(warnings) {
    const found = new Map();
    for (const warning of warnings) {
      const read = warning.code === "stale" && STALE.exec(warning.text);
      const key = warning.code + "\n" + (read ? read.slice(2).join("\n") : warning.text);
      const before = found.get(key);
      if (!before) found.set(key, { ...warning });
      else if (read && !before.text.includes(read[1])) before.text = before.text.replace(": last", ", " + read[1] + ": last");
    }
    return [...found.values()].map(one);
  }

  return { all };
}
