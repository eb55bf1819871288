// Bundles vendor scripts and islands into dist/, each with its compressed twins.
import { build } from "esbuild";
import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";

mkdirSync("dist", { recursive: true });
await build({
  entryPoints: { songhe: "islands/songhe.ts", field: "islands/field/main.ts", "field-sw": "islands/field/sw.ts" },
  bundle: true,
  minify: true,
  target: "es2020",
  format: "iife",
  outdir: "dist",
  legalComments: "eof",
});
const names = ["songhe.js", "field.js", "field-sw.js"];
for (const name of names) {
  const bytes = readFileSync(`dist/${name}`);
  writeFileSync(`dist/${name}.br`, brotliCompressSync(bytes));
  writeFileSync(`dist/${name}.gz`, gzipSync(bytes, { level: 9 }));
}
writeFileSync("dist/manifest.json", JSON.stringify(names));
