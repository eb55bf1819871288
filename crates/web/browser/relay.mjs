// The server with another edition of the field app: what it answers is passed on, and the app's worker is told a
// version of its own. A busy server takes nothing that is sent.
import { createServer, request } from "node:http";

export async function otherEdition(target) {
  const to = new URL(target);
  const held = { edition: "", busy: false };
  const server = createServer((asked, answer) => {
    if (held.busy && asked.url === "/field/send") return void answer.writeHead(503).end();
    const headers = { ...asked.headers, "accept-encoding": "identity" };
    const passed = request({ host: to.hostname, port: to.port, path: asked.url, method: asked.method, headers }, (told) => {
      const parts = [];
      told.on("data", (it) => parts.push(it));
      told.on("end", () => {
        let body = Buffer.concat(parts);
        const headers = { ...told.headers };
        if (asked.url === "/field/sw.js" && held.edition) {
          body = Buffer.from(body.toString().replace('"version":"', `"version":"${held.edition}`));
          delete headers["content-length"];
        }
        answer.writeHead(told.statusCode, headers);
        answer.end(body);
      });
    });
    passed.on("error", () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { base: `http://127.0.0.1:${server.address().port}`, held, close: () => server.close() };
}
