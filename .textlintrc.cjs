// Prose says the words of docs/glossary.md: what stands in its column "Not" is refused.
const { readFileSync } = require("node:fs");

const terms = [];
for (const line of readFileSync(`${__dirname}/docs/glossary.md`, "utf8").split("\n")) {
  const cells = line.split("|").map((cell) => cell.trim());
  if (cells.length < 7 || !cells[4] || cells[4] === "Not") continue;
  for (const [, word] of cells[4].matchAll(/`([^`]+)`/g)) terms.push([`\\b${word}\\b`, cells[1]]);
}

module.exports = { rules: { terminology: { defaultTerms: false, terms, skip: ["Code", "CodeBlock"] } } };
