// A bad line between a browser and a server: a TCP relay through one narrow pipe that all connections share.
//
// What it models. Bytes go in segments of 1,400; each takes the pipe for as long as its bits need at `bits` a
// second, in either direction by itself, and arrives half a round trip later. Each segment is lost with `loss`; a
// lost one holds up all that follows on its connection for a retransmission timeout, which doubles while it is lost
// again, and takes the pipe once more each time: what a reader of TCP sees of loss. A segment in `cut` takes its
// connection with it, as a tunnel or a mast does. It does not model a window that shrinks: for so thin a pipe one
// segment under way fills it.
import { connect, createServer } from "node:net";

export async function badLine(target, { bits = 50_000, loss = 0.1, trip = 300, cut = 0, seed = 7 } = {}) {
  const to = new URL(target);
  let state = seed;
  const chance = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const carried = { up: 0, down: 0, lost: 0, cuts: 0 };
  // When the pipe is free again, by direction.
  const free = { up: 0, down: 0 };
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));

  function relay(from, into, way) {
    let last = Promise.resolve();
    from.on("data", (bytes) => {
      for (let at = 0; at < bytes.length; at += 1400) {
        const segment = bytes.subarray(at, at + 1400);
        last = last.then(async () => {
          let timeout = 2 * trip;
          for (;;) {
            const now = Date.now();
            free[way] = Math.max(free[way], now) + ((segment.length + 40) * 8000) / bits;
            await wait(free[way] - now);
            carried[way] += segment.length;
            if (chance() >= loss) break;
            carried.lost += 1;
            await wait(timeout);
            timeout = Math.min(timeout * 2, 8000);
          }
          if (chance() < cut) {
            carried.cuts += 1;
            from.destroy();
            into.destroy();
            return;
          }
          await wait(trip / 2);
          if (!into.destroyed) into.write(segment);
        });
      }
      // No more is taken from the sender than the pipe brings away.
      from.pause();
      last = last.then(() => from.resume());
    });
    from.on("end", () => (last = last.then(() => into.end())));
    from.on("error", () => into.destroy());
    from.on("close", () => last.then(() => into.destroy()));
  }

  const server = createServer((browser) => {
    const county = connect(Number(to.port || 80), to.hostname);
    relay(browser, county, "up");
    relay(county, browser, "down");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    carried,
    close: () => server.close(),
  };
}
