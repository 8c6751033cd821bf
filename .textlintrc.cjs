// Prose says the words of docs/glossary.md: what stands in its column "Not" is refused, with or
// without an s, over a line's end too; but "there is no date" is let pass.
const { readFileSync } = require("node:fs");

const terms = [];
for (const line of readFileSync(`${__dirname}/docs/glossary.md`, "utf8").split("\n")) {
  const cells = line.split("|").map((cell) => cell.trim());
  if (cells.length < 7 || cells[4] === "Not") continue;
  for (const [, word] of cells[4].matchAll(/`([^`]+)`/g)) {
    const words = word.replaceAll(" ", "\\s+");
    terms.push([`(?<!\\bthere\\s|[\\w-])${words}s?(?![\\w-])`, cells[1]]);
  }
}

module.exports = { rules: { terminology: { defaultTerms: false, terms, skip: ["Code", "CodeBlock"] } } };
