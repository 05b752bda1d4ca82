// Runs queries on an endpoint with Comunica. In: {"endpoint": "...", "queries": {name: text}}. Out: {name: rows}.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(`${process.argv[2]}/`);
const { QueryEngine } = require("@comunica/query-sparql");
const { endpoint, queries } = JSON.parse(readFileSync(0, "utf8"));
const engine = new QueryEngine();
const found = {};
for (const [name, text] of Object.entries(queries)) {
  const bindings = await engine.queryBindings(text, { sources: [process.argv[3] ? { type: process.argv[3], value: endpoint } : endpoint] });
  found[name] = (await bindings.toArray()).length;
}
console.log(JSON.stringify(found));
