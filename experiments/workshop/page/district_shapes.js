/* The ground of the map: which district every pixel belongs to, and where its residents may stand. */

const NONE = 255, BORDER = 254;

/** How far a district reaches beyond its centre, in km: as far as its neighbours are close. */
function reaches(x, y) {
  const all = x.map((_, d) => {
    const far = x.map((_, e) => Math.hypot(x[d] - x[e], y[d] - y[e])).sort((a, b) => a - b);
    const near = far.slice(1, 4);
    return near.length ? near.reduce((a, b) => a + b) / near.length : 1;
  });
  const middle = [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
  return all.map((reach) => 0.78 * Math.max(0.7 * middle, Math.min(1.7 * middle, reach)));
}

/** Kilometres to pixels, the whole city in the middle, or as far to the right as leaves the caption its corner. */
function projection(city, width, height, reach, caption) {
  const low = (v) => Math.min(...v.map((value, d) => value - reach[d])), high = (v) => Math.max(...v.map((value, d) => value + reach[d]));
  const [x0, x1, y0, y1] = [low(city.x_km), high(city.x_km), low(city.y_km), high(city.y_km)];
  const air = 0.02 * Math.min(width, height), scale = Math.min((width - 2 * air) / (x1 - x0), (height - 2 * air) / (y1 - y0));
  const free = width - scale * (x1 - x0), dx = Math.max(free / 2, Math.min(free - air, caption)), dy = (height - scale * (y1 - y0)) / 2;
  return { scale, x: (km) => dx + (km - x0) * scale, y: (km) => height - dy - (km - y0) * scale };
}

/** The ground for a canvas of so many pixels. */
export function layGround(city, width, height, caption = 0) {
  const reach = reaches(city.x_km, city.y_km);
  const to = projection(city, width, height, reach, caption);
  const px = city.x_km.map(to.x), py = city.y_km.map(to.y), far = reach.map((km) => (km * to.scale) ** 2);
  const nearest = new Uint8Array(width * height).fill(NONE);
  const pixels = city.x_km.map(() => []);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let best = NONE, least = Infinity;
      for (let d = 0; d < px.length; d++) {
        const away = (px[d] - x) ** 2 + (py[d] - y) ** 2;
        if (away < least) { least = away; best = d; }
      }
      if (least > far[best]) continue;
      nearest[y * width + x] = best;
      pixels[best].push(y * width + x);
    }
  }
  return { width, height, index: withBorders(nearest, width, height), pixels, px, py, scale: to.scale };
}

function withBorders(nearest, width, height) {
  const index = nearest.slice();
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const p = y * width + x, own = nearest[p];
      if (own !== NONE && (nearest[p + 1] !== own || nearest[p + width] !== own)) index[p] = BORDER;
    }
  }
  return index;
}

/** The pixel where the resident of a row stands in a district: always the same, spread evenly. */
export function placeOf(ground, row, district) {
  const pixels = ground.pixels[district];
  if (!pixels || !pixels.length) return -1;
  return pixels[Math.floor(((row * 0.6180339887498949 + district * 0.37) % 1) * pixels.length)];
}

/** The district under a point, or -1. */
export function districtAt(ground, x, y) {
  if (x < 0 || y < 0 || x >= ground.width || y >= ground.height) return -1;
  for (const p of [0, 1, -1, ground.width, -ground.width]) {
    const found = ground.index[Math.floor(y) * ground.width + Math.floor(x) + p];
    if (found < BORDER) return found;
  }
  return -1;
}
