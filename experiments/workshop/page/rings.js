/* Rings of corners as pixels: each is inside or outside, none half. */

/** Call ``paint`` with every pixel whose middle rings wind around; holes, which run the other way, unwind. Rings are east, north, ... in km. */
export function fillRings(rings, to, width, height, paint) {
  const lines = Array.from({ length: height }, () => []);
  for (const ring of rings) {
    for (let k = 0; k < ring.length; k += 2) {
      const next = (k + 2) % ring.length;
      cross(lines, to.x(ring[k]), to.y(ring[k + 1]), to.x(ring[next]), to.y(ring[next + 1]));
    }
  }
  lines.forEach((crossed, y) => {
    crossed.sort((a, b) => a[0] - b[0]);
    for (let k = 0, wound = 0; k + 1 < crossed.length; k++) {
      wound += crossed[k][1];
      if (!wound) continue;
      const end = Math.min(width, Math.ceil(crossed[k + 1][0] - 0.5));
      for (let x = Math.max(0, Math.ceil(crossed[k][0] - 0.5)); x < end; x++) paint(y * width + x);
    }
  });
}

/** Where an edge crosses the middles of lines of pixels, and which way. */
function cross(lines, x0, y0, x1, y1) {
  const way = y0 < y1 ? 1 : -1, low = Math.min(y0, y1), high = Math.max(y0, y1);
  for (let y = Math.max(0, Math.ceil(low - 0.5)); y < lines.length && y + 0.5 < high; y++) lines[y].push([x0 + ((y + 0.5 - y0) / (y1 - y0)) * (x1 - x0), way]);
}
