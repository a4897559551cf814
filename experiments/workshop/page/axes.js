/* Where the curves lie: panels, months and values to pixels, the range of each panel. */

import { data } from "./data.js";
import { typeSize } from "./dom.js";
import { state } from "./state.js";

const LIGHT = {
  base: "#5b6472", plan: "#0b5f94", dimmed: "#0b5f9450", better: "#0b5f94", worse: "#b84700", guess: "#7a4fa3", shock: "#8a3b0c", ink: "#16202c", quiet: "#4b5563",
  grid: "#e3e7ec", lost: "#5b647238", saved: "#0b5f942b", oneBase: "#5b647240", onePlan: "#0b5f9440", band: "#0b5f9426", halo: "#ffffffe0", paper: "#ffffff", cursor: "#16202c99",
};
const DARK = {
  base: "#a3aebb", plan: "#62b0e8", dimmed: "#62b0e850", better: "#62b0e8", worse: "#ff9d66", guess: "#c8a2ea", shock: "#f0a87a", ink: "#e8edf3", quiet: "#aab4c0",
  grid: "#2c353f", lost: "#a3aebb38", saved: "#62b0e82b", oneBase: "#a3aebb50", onePlan: "#62b0e850", band: "#62b0e830", halo: "#11161ce0", paper: "#11161c", cursor: "#e8edf399",
};
/** Colours of the canvases: those of the page, by day and by night; pictures to take away are always by day. */
export const COLOURS = { ...LIGHT };
const night = matchMedia("(prefers-color-scheme: dark)");
export const isDark = () => night.matches;
export const dress = (dark = isDark()) => Object.assign(COLOURS, dark ? DARK : LIGHT);
export const onNight = (listener) => night.addEventListener("change", () => { dress(); listener(); });
dress();
/** Share of the height for the upper panel. */
const SPLIT = 0.57;

/** Where the plot is: the timeline below lies under the same months. */
export function plotArea(width, em = typeSize()) {
  return width < 480 ? { left: 2.9 * em, right: width - 5.6 * em } : { left: 3.6 * em, right: width - 7.4 * em };
}

/** Months that the width stands for: a quick look fills a part of it only. */
const span = () => (data.sample ? state.plan.months : data.months || state.plan.months);
export const xOf = (month, area) => area.left + (month / Math.max(1, span())) * (area.right - area.left);
export const monthAt = (x, area) => Math.max(0, Math.min(span(), Math.round(((x - area.left) / (area.right - area.left)) * span())));

/** Where the two panels lie; the upper one has a title only where no list of indicators stands above it. */
export function panels(width, height, em, titled = false) {
  const area = { ...plotArea(width, em), em }, split = height * SPLIT;
  return { top: { ...area, top: (titled ? 1.9 : 0.6) * em, bottom: split - 0.6 * em }, low: { ...area, top: split + 1.7 * em, bottom: height - 0.5 * em } };
}

const ranges = new Map();

/** The range of a panel: what is drawn fills it, between round values. While a lever or a guess is in the hand it only widens, so that nothing jumps under it. */
export function rangeOf(panel, key, curves, least, guess = null) {
  const before = ranges.get(panel), held = before?.key === key && (state.touch || state.stroke);
  let [low, high] = held ? before.extent : [Infinity, -Infinity];
  for (const curve of [...curves, held && state.stroke ? null : guess]) {
    if (!curve) continue;
    for (let m = 0; m < curve.length; m++) {
      if (curve[m] < low) low = curve[m];
      if (curve[m] > high) high = curve[m];
    }
  }
  if (!Number.isFinite(low)) [low, high] = [0, 0];
  if (high - low < least) { const middle = (high + low) / 2; low = middle - least / 2; high = middle + least / 2; }
  const air = 0.04 * (high - low), step = roundStep((high - low + 2 * air) / 20);
  const range = [Math.floor((low - air) / step + 1e-9) * step, Math.ceil((high + air) / step - 1e-9) * step];
  ranges.set(panel, { key, extent: [low, high], range });
  return range;
}

/** 1, 2 or 5 times a power of ten, no less than asked. */
function roundStep(size) {
  const power = 10 ** Math.floor(Math.log10(size));
  return [1, 2, 5, 10].find((k) => k * power >= size * (1 - 1e-9)) * power;
}

/** The range a panel was drawn in last, so that the hand draws in the same. */
export const rangeShown = (panel) => ranges.get(panel)?.range ?? [0, 1];

/** A word over the curves, readable on any of them. */
export function write(pen, text, x, y, colour, base) {
  pen.textBaseline = base;
  pen.lineJoin = "round";
  pen.lineWidth = 4;
  pen.strokeStyle = COLOURS.halo;
  pen.strokeText(text, x, y);
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}
