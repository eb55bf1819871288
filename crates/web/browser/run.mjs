// Walks the flows in flows/ against a running songhe, two at a time:
//   node browser/run.mjs --base http://127.0.0.1:8080 --logins logins.json [--shots DIR] [name…]
// logins.json: { "county_clerk": { "login": "…", "password": "…", "factor": "BASE32" }, … }
import { readFileSync, readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { open } from "./walk.mjs";

const AT_ONCE = 2;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { base: { type: "string" }, logins: { type: "string" }, shots: { type: "string" } },
});
const logins = JSON.parse(readFileSync(values.logins, "utf8"));
const folder = new URL("./flows/", import.meta.url);
const names = readdirSync(folder).filter((it) => it.endsWith(".mjs")).map((it) => it.slice(0, -4)).sort();
const asked = names.filter((it) => !positionals.length || positionals.includes(it));
const browser = await open(values.base, values.shots);
let [passed, failed] = [0, 0];

async function one(name) {
  const walk = browser.walk();
  const began = Date.now();
  const flow = await import(new URL(`${name}.mjs`, folder));
  try {
    await flow.default(walk, logins);
  } catch (why) {
    walk.say(`${name}: ${why.stack ?? why}`);
  }
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(`${walk.faults.length ? "FAILED" : "ok    "} ${name}: ${walk.checked} states in ${seconds} s`);
  for (const it of walk.faults) console.log(`    ${it}`);
  if (walk.faults.length) failed += 1;
  else passed += 1;
}

async function some() {
  for (let name = asked.shift(); name; name = asked.shift()) await one(name);
}

await Promise.all(Array.from({ length: AT_ONCE }, some));
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
