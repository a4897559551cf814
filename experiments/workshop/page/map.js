/* The two maps: districts first, residents second, and the lives that differ between the two cities. */

import { COLOURS, isDark } from "./axes.js";
import { byDistrict, data, PLACE_RATIOS } from "./data.js";
import { $, face, fitted, typeSize } from "./dom.js";
import { coloursOf, districtAt, layGround, placeOf } from "./district_shapes.js";
import { cityOf, indicatorOf, state } from "./state.js";

export const STATES = { school: "#d9c27a", work: "#a9c3d9", course: "#00513f", search: "#e8590c", home: "#c9bcd3", retired: "#c8ccd1" };
const BY_ACTIVITY = ["school", "school", "school", "work", "search", "home", "retired"];
export const ONLY = { plan: "#0b5f94", base: "#d1480f", other: "#dfe3e8" };
const SEQUENTIAL = {
  lower: [[255, 247, 236], [253, 212, 158], [244, 140, 72], [203, 70, 20], [122, 35, 4]],
  higher: [[243, 248, 252], [198, 219, 239], [120, 174, 214], [43, 116, 176], [8, 48, 107]],
};
const DIVERGING = [[176, 68, 0], [240, 176, 120], [247, 247, 247], [139, 185, 219], [11, 95, 148]];
/** Water and its lines: on the green side of all blues that tell a number, and lined, so that it is no district where colours fail. */
const GROUNDS = {
  day: { paper: "#ffffff", rim: "#aab3bd", water: "#bee0e3", wave: "#a6d0d4", shore: "#5f9fa3" }, night: { paper: "#11161c", rim: "#4a5662", water: "#17373d", wave: "#22494f", shore: "#44808a" },
};
/** Pixels of the page from one line of water to the next. */
const WAVES = 5;
const NOBODY = 7, LEARNING = 8, EMPLOYED = 3;
let ground = null, groundKey = "", scale = null;

/** The indicator that the map can show by district. */
export const mapped = () => (PLACE_RATIOS[state.indicator] ? state.indicator : "unemployment");

function groundFor(width, height) {
  const key = `${state.plan.city} ${width} ${height} ${document.body.classList.contains("projector")}`;
  if (key !== groundKey) {
    const caption = document.body.classList.contains("projector") && matchMedia("(max-height: 849px) and (min-width: 1200px)").matches ? 6.6 * typeSize() * (window.devicePixelRatio || 1) : 0;
    ground = layGround(cityOf(), width, height, caption, Math.round(WAVES * Math.min(window.devicePixelRatio || 1, 2)));
    groundKey = key;
    positions = {};
  }
  return ground;
}

/** Range of colours, from the untouched city and its shocks: the same for both maps and all months. */
export function colourScale() {
  const of = `${mapped()} ${data.base?.name}`;
  if (!data.base) return null;
  if (scale?.of === of) return scale;
  const found = [];
  for (let month = 12; month <= data.months; month += 24) found.push(...byDistrict("base", mapped(), month).filter((v) => !Number.isNaN(v)));
  found.sort((a, b) => a - b);
  const at = (share) => found[Math.floor(share * (found.length - 1))] ?? 0;
  scale = { of, low: at(0.03), high: Math.max(at(0.97), at(0.03) + 1e-6), reach: Math.max(0.004, 0.25 * (at(0.97) - at(0.03))) };
  return scale;
}

/** A colour on a ramp of five, as one number for a pixel. */
function onRamp(ramp, share) {
  const at = Math.max(0, Math.min(0.9999, share)) * (ramp.length - 1), k = Math.floor(at), f = at - k;
  const [r, g, b] = [0, 1, 2].map((c) => Math.round(ramp[k][c] + f * (ramp[k + 1][c] - ramp[k][c])));
  return (255 << 24) | (b << 16) | (g << 8) | r;
}

export const rampOf = () => SEQUENTIAL[indicatorOf(mapped()).better || "higher"];
export const cssRamp = (ramp) => `linear-gradient(90deg, ${ramp.map((c) => `rgb(${c})`).join(", ")})`;
export const divergingRamp = DIVERGING;

/** Where too few live to tell. */
const EMPTY = "#e1e5e9";
const pixelOf = (hex) => (255 << 24) | (parseInt(hex.slice(5, 7), 16) << 16) | (parseInt(hex.slice(3, 5), 16) << 8) | parseInt(hex.slice(1, 3), 16);
const PALES = { day: "#eef1f4", night: "#222b35" }, EMPTIES = { day: EMPTY, night: "#39434e" };
export const emptyNow = () => (isDark() ? EMPTIES.night : EMPTIES.day);
const hues = () => ({ pale: pixelOf(isDark() ? PALES.night : PALES.day), unknown: pixelOf(isDark() ? EMPTIES.night : EMPTIES.day) });
export const groundNow = () => (isDark() ? GROUNDS.night : GROUNDS.day);

/** Draw both maps at the month of the cursor. */
export function drawMaps() {
  for (const world of ["base", "plan"]) drawMap($(`map-${world}`), world);
}

function drawMap(canvas, world) {
  const { pen, width, height, ratio } = fitted(canvas);
  const land = groundFor(canvas.width, canvas.height);
  const image = imageFor(pen, world, land);
  const pixels = new Uint32Array(image.data.buffer);
  const hidden = state.guessing && (world === "plan" || state.layer === "changed");
  const colours = state.layer === "districts" && !hidden ? districtColours(world) : null, { pale } = hues();
  const colourOf = coloursOf(land, colours ?? pale, Object.fromEntries(Object.entries(groundNow()).map(([what, hex]) => [what, pixelOf(hex)])));
  for (let p = 0; p < pixels.length; p++) pixels[p] = colourOf[land.index[p]];
  if (state.layer !== "districts" && data.states && !hidden) drawDots(pixels, land, world, Math.max(2, Math.round(dotSize(land))));
  pen.putImageData(image, 0, 0);
  if (hidden) drawUnknown(pen, width, height); else drawNames(pen, land, ratio, width, height);
}

/** The answer stays out of sight until the room has guessed. */
function drawUnknown(pen, width, height) {
  pen.font = face(height * 0.4, 700);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = COLOURS.guess;
  pen.fillText("?", width / 2, height / 2);
}

const images = {};

/** One picture per map, used again for every frame. */
function imageFor(pen, world, land) {
  if (images[world]?.width !== land.width || images[world]?.height !== land.height) images[world] = pen.createImageData(land.width, land.height);
  return images[world];
}

const dotSize = (land) => Math.sqrt(land.pixels.reduce((sum, one) => sum + one.length, 0) / Math.max(1, data.states?.rows ?? 10_000)) * 0.72;

function districtColours(world) {
  if (!data.base) return null;
  const now = byDistrict(world, mapped(), state.month), { low, high, reach } = colourScale(), { unknown } = hues();
  if (world === "plan" && state.difference) {
    const before = byDistrict("base", mapped(), state.month), good = indicatorOf(mapped()).better === "lower" ? -1 : 1;
    return Array.from(now, (v, d) => (Number.isNaN(v - before[d]) ? unknown : onRamp(DIVERGING, 0.5 + (good * (v - before[d])) / (2 * reach))));
  }
  return Array.from(now, (v) => (Number.isNaN(v) ? unknown : onRamp(rampOf(), (v - low) / (high - low))));
}

const DOTS = BY_ACTIVITY.map((name) => pixelOf(STATES[name])), COURSE = pixelOf(STATES.course);
const DIFFER = { plan: pixelOf(ONLY.plan), base: pixelOf(ONLY.base), other: pixelOf(ONLY.other) };
let positions = {};

/** Take in what everybody does: where each row stands, month by month, is worked out once. */
export function receiveStates(arrays) {
  data.states = { rows: arrays.base.shape[1] };
  for (const world of ["base", "plan"]) {
    const at = arrays[`${world}_moves`].values, moves = new Map();
    for (let k = 0; k < at.length; k += 3) {
      if (!moves.has(at[k])) moves.set(at[k], []);
      moves.get(at[k]).push([at[k + 1], at[k + 2]]);
    }
    data.states[world] = {
      state: arrays[world].values, rows: arrays[world].shape[1], left: arrays[`${world}_left`].values,
      district: arrays[`${world}_district`].values, moves,
    };
  }
  positions = {};
}

/** Pixel of every row at this month; moves are followed forward, and from the start when the cursor goes back. */
function positionsAt(world, land) {
  const own = data.states[world];
  let now = positions[world];
  if (!now || now.month > state.month) {
    const at = new Int32Array(own.rows);
    for (let i = 0; i < own.rows; i++) at[i] = placeOf(land, i, own.district[i]);
    now = positions[world] = { month: 0, at };
  }
  for (; now.month < state.month; now.month++) {
    for (const [row, district] of own.moves.get(now.month + 1) ?? []) now.at[row] = placeOf(land, row, district);
  }
  return now.at;
}

function drawDots(pixels, land, world, size) {
  const own = data.states[world], at = positionsAt(world, land);
  const start = Math.min(state.month, data.months) * own.rows;
  const changed = state.layer === "changed" ? data.states[world === "plan" ? "base" : "plan"] : null;
  const late = [];
  for (let i = 0; i < own.rows; i++) {
    const code = own.state[start + i], activity = code & 7;
    if (activity === NOBODY || at[i] < 0) continue;
    let colour = code & LEARNING ? COURSE : DOTS[activity];
    if (changed) colour = differing(world, changed, i, activity);
    if (changed ? colour !== DIFFER.other : colour === COURSE || activity === 4) late.push(i, colour);
    else put(pixels, land, at[i], size, colour);
  }
  for (let k = 0; k < late.length; k += 2) put(pixels, land, at[late[k]], size + (changed ? 3 : 1), late[k + 1]);
  if (state.row !== null && at[state.row] >= 0) ring(pixels, land, at[state.row], size);
}

/** Who works in this city only: her twin in the other one does not. */
function differing(world, other, i, activity) {
  const own = data.states[world];
  if (activity !== EMPLOYED || i >= other.rows || i >= own.left.length || own.left[i] <= state.month || other.left[i] <= state.month) return DIFFER.other;
  return (other.state[Math.min(state.month, data.months) * other.rows + i] & 7) === EMPLOYED ? DIFFER.other : DIFFER[world];
}

function put(pixels, land, at, size, colour) {
  const half = size >> 1, x = at % land.width, y = (at / land.width) | 0;
  for (let dy = -half; dy < size - half; dy++) {
    if (y + dy < 0 || y + dy >= land.height) continue;
    const line = (y + dy) * land.width;
    for (let dx = -half; dx < size - half; dx++) if (x + dx >= 0 && x + dx < land.width) pixels[line + x + dx] = colour;
  }
}

function ring(pixels, land, at, size) {
  const radius = size + 5, x = at % land.width, y = (at / land.width) | 0, ink = pixelOf(COLOURS.ink);
  for (let a = 0; a < 6.3; a += 0.06) {
    for (const r of [radius, radius + 1]) put(pixels, land, Math.round(y + r * Math.sin(a)) * land.width + Math.round(x + r * Math.cos(a)), 2, ink);
  }
}

/** Names of the most populous districts, where they do not cover each other. */
function drawNames(pen, land, ratio, width, height) {
  const city = cityOf(), em = typeSize() * 0.74, taken = [];
  pen.font = face(em, 600);
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  const most = Math.max(4, Math.min(16, Math.round((width * height) / (26 * em * em * (state.layer === "districts" ? 10 : 18)))));
  const order = city.residents.map((people, d) => [people, d]).sort((a, b) => b[0] - a[0]);
  if (state.group.district !== undefined) order.unshift([0, state.group.district]);
  for (const [, d] of order) {
    if (taken.length >= most) break;
    const name = shortName(city.names[d]), half = pen.measureText(name).width / 2 + 3;
    const x = Math.max(half, Math.min(width - half, land.px[d] / ratio)), y = Math.max(em, Math.min(height - em, land.py[d] / ratio));
    if (taken.some(([a, b, w]) => Math.abs(a - x) < w + half && Math.abs(b - y) < 1.5 * em)) continue;
    taken.push([x, y, half]);
    pen.lineWidth = 3.5;
    pen.strokeStyle = COLOURS.halo;
    pen.strokeText(name, x, y);
    pen.fillStyle = d === state.group.district ? COLOURS.guess : COLOURS.ink;
    pen.fillText(name, x, y);
  }
  pen.textAlign = "left";
}

/** 'Kontula - Vesala - Kivikko' -> 'Kontula'. */
export const shortName = (name) => name.split(" - ")[0];

/** What is under the pointer: a district, and in the residents' layers the nearest resident. */
export function under(canvas, event) {
  if (!ground) return null;
  const box = canvas.getBoundingClientRect(), ratio = canvas.width / box.width;
  const x = (event.clientX - box.left) * ratio, y = (event.clientY - box.top) * ratio;
  const district = districtAt(ground, x, y);
  return district < 0 ? null : { district, row: state.layer === "districts" ? null : nearest(canvas, x, y) };
}

function nearest(canvas, x, y) {
  const world = canvas.id === "map-plan" ? "plan" : "base";
  const own = data.states?.[world], at = positions[world]?.at;
  if (!own || !at) return null;
  const reach = (10 * (canvas.width / canvas.getBoundingClientRect().width)) ** 2;
  let best = null, least = reach;
  const other = state.layer === "changed" ? data.states[world === "plan" ? "base" : "plan"] : null;
  let standsOut = false;
  for (let i = 0; i < own.rows; i++) {
    const activity = own.state[state.month * own.rows + i] & 7;
    if (at[i] < 0 || own.left[i] <= 0 || activity === NOBODY || own.left[i] <= state.month) continue;
    const away = ((at[i] % ground.width) - x) ** 2 + (((at[i] / ground.width) | 0) - y) ** 2;
    const drawnAbove = other !== null && differing(world, other, i, activity) !== DIFFER.other;
    if (away < reach && (drawnAbove > standsOut || (drawnAbove === standsOut && away < least))) { least = away; best = i; standsOut = drawnAbove; }
  }
  return best;
}
