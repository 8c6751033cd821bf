// Lints the scripts of the pages. They share one page and no modules: what one file defines at its
// top the others may call, so those names are read out of the files.
import { readdirSync, readFileSync } from "node:fs";
import js from "@eslint/js";

const FOLDER = "corridor/report/js";
const shared = {};
for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".js"))) {
  const text = readFileSync(`${FOLDER}/${file}`, "utf8");
  for (const found of text.matchAll(/^(?:function|const) (\w+)/gm)) shared[found[1]] = "readonly";
}
const browser = [
  "document", "window", "location", "history", "localStorage", "navigator", "performance", "console",
  "requestAnimationFrame", "cancelAnimationFrame", "setTimeout", "clearTimeout", "setInterval",
  "matchMedia", "getComputedStyle", "devicePixelRatio", "addEventListener", "URL", "URLSearchParams",
  "Blob", "Intl", "L", "DOMParser", "XMLSerializer", "ResizeObserver", "CSS", "Node",
];

export default [
  js.configs.recommended,
  {
    files: [`${FOLDER}/*.js`],
    languageOptions: {
      sourceType: "script",
      globals: { ...shared, ...Object.fromEntries(browser.map((name) => [name, "readonly"])) },
    },
    rules: {
      "no-redeclare": ["error", { builtinGlobals: false }],
      "no-unused-vars": ["error", { vars: "local" }],
      "no-control-regex": "off", // ranges of letters begin at the first sign there is
    },
  },
];
