/* The ground of the map: which district every pixel belongs to, where there is water, and where residents may stand. */

import { fillRings } from "./rings.js";

/* What a pixel is that is no district: nobody's land, a border, the rim of the city, and three kinds of water. */
const NONE = 0xffff, BORDER = 0xfffe, RIM = 0xfffd, WATER = 0xfffc, WAVE = 0xfffb, SHORE = 0xfffa;
/* Below this a pixel's number is its district's. */
const DISTRICTS = SHORE;
/** How far the land of a district alone reaches, as a share of how far it is felt: in between neighbours have land together, so that the rim is even. */
const ALONE = 0.55, ENOUGH = (1 - ALONE ** 2) ** 2;

/** How far a district reaches beyond its centre, in km: as far as its neighbours are close. */
function reaches(x, y) {
  const all = x.map((_, d) => {
    const far = x.map((_, e) => Math.hypot(x[d] - x[e], y[d] - y[e])).sort((a, b) => a - b);
    const near = far.slice(1, 4);
    return near.length ? near.reduce((a, b) => a + b) / near.length : 1;
  });
  const middle = [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
  return all.map((reach) => 0.74 * Math.max(0.7 * middle, Math.min(1.7 * middle, reach)));
}

/** East and north of a district's farthest points: its corners, or what it reaches. */
function extent(city, d, reach) {
  const corners = (city.outlines?.[d] ?? []).flat();
  if (!corners.length) return [city.x_km[d] - reach, city.x_km[d] + reach, city.y_km[d] - reach, city.y_km[d] + reach];
  const east = corners.filter((_, k) => k % 2 === 0), north = corners.filter((_, k) => k % 2 === 1);
  return [Math.min(...east), Math.max(...east), Math.min(...north), Math.max(...north)];
}

/** Kilometres to pixels, the whole city in the middle, or as far to the right as leaves the caption its corner. */
function projection(city, width, height, reach, caption) {
  const all = city.x_km.map((_, d) => extent(city, d, 1.12 * reach[d]));
  const [x0, x1, y0, y1] = [0, 1, 2, 3].map((k) => (k % 2 ? Math.max : Math.min)(...all.map((one) => one[k])));
  const air = 0.02 * Math.min(width, height), scale = Math.min((width - 2 * air) / (x1 - x0), (height - 2 * air) / (y1 - y0));
  const free = width - scale * (x1 - x0), dx = Math.max(free / 2, Math.min(free - air, caption)), dy = (height - scale * (y1 - y0)) / 2;
  return { scale, x: (km) => dx + (km - x0) * scale, y: (km) => height - dy - (km - y0) * scale };
}

/** The ground for a canvas of so many pixels, with a wave of water in every so many lines. */
export function layGround(city, width, height, caption, waves) {
  const reach = reaches(city.x_km, city.y_km);
  const to = projection(city, width, height, reach, caption);
  const px = city.x_km.map(to.x), py = city.y_km.map(to.y), near = reach.map((km) => (ALONE / (km * to.scale)) ** 2);
  const owner = new Uint16Array(width * height).fill(NONE), pixels = city.x_km.map(() => []);
  const own = city.x_km.map((_, d) => Boolean(city.outlines?.[d].length));
  own.forEach((has, d) => { if (has) fillRings(city.outlines[d], to, width, height, (p) => { owner[p] = d; }); });
  if (!own.every(Boolean)) fillNearest(owner, width, height, px, py, near, own);
  const at = px.map((x, d) => Math.max(0, Math.min(height - 1, Math.floor(py[d]))) * width + Math.max(0, Math.min(width - 1, Math.floor(x))));
  flood(owner, city.water ?? [], to, width, height, at);
  for (let p = 0; p < owner.length; p++) if (owner[p] < DISTRICTS) pixels[owner[p]].push(p);
  pixels.forEach((all, d) => { if (!all.length) { owner[at[d]] = d; all.push(at[d]); } });
  return { width, height, index: withLines(owner, width, height, waves), pixels, px, py, scale: to.scale };
}

/** To every pixel in no outline its nearest middle, where that has no outline and enough of the middles around are felt. */
function fillNearest(owner, width, height, px, py, near, own) {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (owner[y * width + x] !== NONE) continue;
      let best = NONE, least = Infinity, felt = 0;
      for (let d = 0; d < px.length; d++) {
        const away = (px[d] - x - 0.5) ** 2 + (py[d] - y - 0.5) ** 2;
        if (away < least) { least = away; best = d; }
        const left = 1 - away * near[d];
        if (left > 0) felt += left * left;
      }
      if (felt >= ENOUGH && !own[best]) owner[y * width + x] = best;
    }
  }
}

/** Let the water in, but not over a district whose middle lies in it or that has no other pixel. */
function flood(owner, water, to, width, height, at) {
  const wet = new Uint8Array(owner.length), dry = new Set();
  fillRings(water, to, width, height, (p) => { wet[p] = 1; });
  for (let p = 0; p < owner.length; p++) if (!wet[p]) dry.add(owner[p]);
  at.forEach((p, d) => { if (wet[p]) dry.delete(d); });
  for (let p = 0; p < owner.length; p++) if (wet[p] && (owner[p] === NONE || dry.has(owner[p]))) owner[p] = WATER;
}

/** Borders between districts, the rim of the city, and the water's shore and waves. */
function withLines(owner, width, height, waves) {
  const index = owner.slice();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const p = y * width + x, own = owner[p], east = x + 1 < width ? owner[p + 1] : own, south = y + 1 < height ? owner[p + width] : own;
      if (own < DISTRICTS) { if ((east < DISTRICTS && east !== own) || (south < DISTRICTS && south !== own)) index[p] = BORDER; continue; }
      const west = x ? owner[p - 1] : own, north = y ? owner[p - width] : own;
      if (own === NONE) { if (east < DISTRICTS || south < DISTRICTS || west < DISTRICTS || north < DISTRICTS) index[p] = RIM; continue; }
      index[p] = east !== WATER || south !== WATER || west !== WATER || north !== WATER ? SHORE : y % waves === 0 ? WAVE : WATER;
    }
  }
  return index;
}

const colours = new Uint32Array(0x10000);

/** The colour of every pixel's number, to look up: that of each district, or one for all, and those of what is no district. */
export function coloursOf(ground, districts, { paper, rim, water, wave, shore }) {
  ground.pixels.forEach((_, d) => { colours[d] = Array.isArray(districts) ? districts[d] : districts; });
  [[NONE, paper], [BORDER, paper], [RIM, rim], [WATER, water], [WAVE, wave], [SHORE, shore]].forEach(([what, colour]) => { colours[what] = colour; });
  return colours;
}

/** The pixel where the resident of a row stands in a district: always the same, spread evenly. */
export function placeOf(ground, row, district) {
  const pixels = ground.pixels[district];
  if (!pixels || !pixels.length) return -1;
  return pixels[Math.floor(((row * 0.6180339887498949 + district * 0.37) % 1) * pixels.length)];
}

/** The district under a point, or -1; on a border that beside it. */
export function districtAt(ground, x, y) {
  if (x < 0 || y < 0 || x >= ground.width || y >= ground.height) return -1;
  const here = Math.floor(y) * ground.width + Math.floor(x);
  if (ground.index[here] !== BORDER) return ground.index[here] < DISTRICTS ? ground.index[here] : -1;
  for (const p of [1, -1, ground.width, -ground.width]) {
    const found = ground.index[here + p];
    if (found < DISTRICTS) return found;
  }
  return -1;
}
