/* Pause before the reveal: the room draws what it expects, then sees the answer. */

import { monthAt, panels, xOf } from "./chart.js";
import { answerAt, data, series } from "./data.js";
import { $, fill, h, typeSize } from "./dom.js";
import { changed, indicatorOf, state } from "./state.js";
import { named, size, t } from "./words.js";

/** Switch guessing first on or off; the next move of a lever then asks before it shows. */
export function toggleGuess() {
  state.guessFirst = !state.guessFirst;
  $("guess").setAttribute("aria-pressed", String(state.guessFirst));
  state.guess = null;
  if (state.guessFirst) pause(); else reveal();
}

/** A move was made: hide the answer until the room has said what it expects. */
export function pause() {
  if (!state.guessFirst) return;
  state.guessing = true;
  state.guess = null;
  changed("guess");
  changed("look");
}

/** The answer, beside what was expected. */
export function reveal() {
  state.guessing = false;
  changed("guess");
  changed("look");
}

/** The bar under the question: a slider for the end of the curve, and the button that shows the answer. */
export function showGuess() {
  const bar = $("guess-bar");
  bar.hidden = !state.guessing && !state.guess;
  if (bar.hidden) return fill(bar);
  if (!state.guessing) return fill(bar, h("p", { class: "verdict" }, verdict()), h("button", { title: t("forgetGuess"), "aria-label": t("forgetGuess"), onclick: () => { state.guess = null; changed("guess"); changed("look"); } }, "\u2715"));
  const reach = reachOf(), field = h("input", { type: "range", id: "guess-end", min: -100, max: 100, step: 2, value: 0, oninput: (e) => guessEnd((Number(e.target.value) / 100) * reach) });
  fill(bar, h("label", { htmlFor: "guess-end" }, t("expectAtEnd")), field, h("output", { id: "guess-said", htmlFor: "guess-end" }, saidOf()),
    h("button", { class: "primary", id: "reveal", onclick: reveal }, t("showAnswer")));
}

/** How far a guess can reach: a fair part of what the indicator does anyway. */
function reachOf() {
  const found = series();
  if (!found) return 1;
  const values = Array.from(found.base), wide = Math.max(...values) - Math.min(...values);
  return Math.max(wide, 0.25 * Math.abs(values[values.length - 1]), 1e-6);
}

/** A guess of the end only: a straight way from no difference to it. */
function guessEnd(difference) {
  const { base } = series();
  const last = base.length - 1;
  state.guess = { indicator: state.indicator, points: Array.from(base, (value, m) => value + (difference * m) / last) };
  $("guess-said").textContent = saidOf();
  changed("draw");
}

function saidOf() {
  if (!state.guess) return "";
  const { base } = series(), last = base.length - 1, difference = state.guess.points[last] - base[last];
  return Math.abs(difference) < 1e-12 ? t("noChange") : t(difference > 0 ? "higher" : "lower", { by: size(difference, indicatorOf(state.indicator).unit) });
}

/** What was expected beside what came. */
function verdict() {
  const found = answerAt(data.months, state.guess.indicator), unit = indicatorOf(state.guess.indicator).unit;
  if (!found) return "";
  const { base } = series(state.guess.indicator), guessed = state.guess.points[data.months] - base[data.months];
  const words = (difference) => (Math.abs(difference) < 1e-12 ? t("noChange") : t(difference > 0 ? "higher" : "lower", { by: size(difference, unit) }));
  return t("guessVerdict", { indicator: named("indicators", state.guess.indicator), guessed: words(guessed), came: found.clear === false ? t("notClear", { by: words(found.difference) }) : words(found.difference) });
}

/** Draw the guess on the curves with a finger or the mouse. */
export function drawGuess(canvas, event) {
  if (!state.guessing || !series()) return false;
  const box = canvas.getBoundingClientRect(), { base } = series(), area = panels(box.width, box.height, typeSize()).top;
  const { top, bottom } = area;
  const [low, high] = rangeShown(base);
  const month = Math.min(data.months, monthAt(event.clientX - box.left, area));
  const value = low + ((bottom - (event.clientY - box.top)) / (bottom - top)) * (high - low);
  put(base, month, value);
  changed("draw");
  $("guess-said").textContent = saidOf();
  return xOf(month, area);
}

let range = [0, 1];
export const rangeShown = () => range;
/** The curves say which range they drew, so that the hand draws in the same. */
export const rangeDrawn = (low, high) => { range = [low, high]; };

function put(base, month, value) {
  state.guess ??= { indicator: state.indicator, points: Array.from(base) };
  const { points } = state.guess;
  const from = state.guess.last ?? month;
  const start = points[from], low = Math.min(from, month), high = Math.max(from, month);
  for (let m = low; m <= high; m++) points[m] = from === month ? value : start + ((value - start) * (m - from)) / (month - from);
  for (let m = high + 1; m < points.length; m++) points[m] = base[m] + (points[high] - base[high]);
  state.guess.last = month;
}

/** The hand was lifted. */
export const endStroke = () => { if (state.guess) delete state.guess.last; };
