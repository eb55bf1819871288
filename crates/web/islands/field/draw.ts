// The map of the worker's own area: outline and places, drawn by hand on a canvas; no tiles, no network.
export type Sheet = { rings: [number, number][][]; spots: { path: string; name: string; at: [number, number] }[] };

export function draw(canvas: HTMLCanvasElement, sheet: Sheet, counts: Map<string, number>): void {
  const wide = canvas.clientWidth || 328;
  const high = Math.round(wide * 1.1);
  const dots = window.devicePixelRatio || 1;
  canvas.width = wide * dots;
  canvas.height = high * dots;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.scale(dots, dots);
  const style = getComputedStyle(document.documentElement);
  const ink = (name: string) => style.getPropertyValue(name).trim();
  // Somebody's own places fill the sheet; the outline goes over its edge.
  const around = sheet.spots.length > 1 ? sheet.spots.map((it) => it.at) : sheet.rings.flat();
  if (!around.length) return;
  const lon = around.map((it) => it[0]);
  const lat = around.map((it) => it[1]);
  const [west, east, south, north] = [Math.min(...lon), Math.max(...lon), Math.min(...lat), Math.max(...lat)];
  const squeeze = Math.cos(((south + north) / 2) * (Math.PI / 180));
  const margin = 36;
  const scale = Math.min((wide - 2 * margin) / Math.max((east - west) * squeeze, 1e-4), (high - 2 * margin) / Math.max(north - south, 1e-4));
  const x = (it: [number, number]) => wide / 2 + (it[0] - (west + east) / 2) * squeeze * scale;
  const y = (it: [number, number]) => high / 2 - (it[1] - (south + north) / 2) * scale;
  pen.clearRect(0, 0, wide, high);
  pen.strokeStyle = ink("--edge");
  pen.fillStyle = ink("--sunk");
  pen.lineWidth = 1.5;
  for (const ring of sheet.rings) {
    pen.beginPath();
    ring.forEach((it, at) => (at ? pen.lineTo(x(it), y(it)) : pen.moveTo(x(it), y(it))));
    pen.closePath();
    pen.fill();
    pen.stroke();
  }
  pen.font = `15px ${ink("--sans")}`;
  pen.textAlign = "center";
  for (const spot of sheet.spots) {
    const count = counts.get(spot.path) ?? 0;
    pen.beginPath();
    pen.arc(x(spot.at), y(spot.at), count ? 9 : 5, 0, 2 * Math.PI);
    pen.fillStyle = count ? ink("--crane") : ink("--pine");
    pen.fill();
    pen.fillStyle = ink("--ink");
    pen.fillText(count ? `${spot.name} ${count}` : spot.name, x(spot.at), y(spot.at) - 14);
  }
}
