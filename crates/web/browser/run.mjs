// Walks the flows in flows/ against a running songhe:
//   node browser/run.mjs --base http://127.0.0.1:8080 --logins logins.json [--shots DIR] [name…]
// logins.json: { "county_clerk": { "login": "…", "password": "…", "factor": "BASE32" }, … }
import { readFileSync, readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { open } from "./walk.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { base: { type: "string" }, logins: { type: "string" }, shots: { type: "string" } },
});
const logins = JSON.parse(readFileSync(values.logins, "utf8"));
const folder = new URL("./flows/", import.meta.url);
const names = readdirSync(folder).filter((it) => it.endsWith(".mjs")).map((it) => it.slice(0, -4)).sort();
const walk = await open(values.base, values.shots);
let failed = 0;
for (const name of names.filter((it) => !positionals.length || positionals.includes(it))) {
  const before = walk.faults.length;
  const flow = await import(new URL(`${name}.mjs`, folder));
  try {
    await flow.default(walk, logins);
  } catch (why) {
    walk.say(`${name}: ${why.stack ?? why}`);
  }
  const faults = walk.faults.slice(before);
  console.log(`${faults.length ? "FAILED" : "ok    "} ${name}`);
  for (const it of faults) console.log(`    ${it}`);
  failed += faults.length;
}
await walk.close();
process.exitCode = failed ? 1 : 0;
