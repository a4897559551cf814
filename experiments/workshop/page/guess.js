/* Pause before the reveal: the room draws what it expects, then sees the answer. */

import { monthAt, panels, xOf } from "./chart.js";
import { answerAt, data, series, yearTo } from "./data.js";
import { $, fill, h, typeSize } from "./dom.js";
import { changed, indicatorOf, isUntouched, state } from "./state.js";
import { inYear, named, size, t } from "./words.js";

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
  state.guessing = !isUntouched();
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
  if (!state.guessing) return fill(bar, h("p", { class: "verdict", id: "verdict" }, verdict()), h("button", { title: t("forgetGuess"), "aria-label": t("forgetGuess"), onclick: () => { state.guess = null; changed("guess"); changed("look"); } }, "\u2715"));
  const reach = reachOf(), field = h("input", { type: "range", id: "guess-end", min: -100, max: 100, step: 2, value: 0, oninput: (e) => guessEnd((Number(e.target.value) / 100) * reach) });
  fill(bar, h("label", { htmlFor: "guess-end" }, t("expectAtEnd")), field, h("output", { id: "guess-said", htmlFor: "guess-end" }, saidOf()),
    h("button", { class: "primary", id: "reveal", onclick: reveal }, t("showAnswer")));
}

/** How far a guess can reach: a fair part of what the indicator does anyway. */
function reachOf() {
  const found = series();
  if (!found) return 1;
  const values = Array.from(found.base).filter((value) => !Number.isNaN(value)), wide = Math.max(...values) - Math.min(...values);
  return Math.max(wide, 0.25 * Math.abs(values.at(-1) ?? 0), 1e-6);
}

/** A guess of the end only: a straight way from no difference to it, there for the whole last year, since answers are means of a year. */
function guessEnd(difference) {
  const last = state.plan.months;
  state.guess = { indicator: state.indicator, by: Array.from({ length: last + 1 }, (_, m) => difference * Math.min(1, m / Math.max(1, last - 11))) };
  $("guess-said").textContent = saidOf();
  changed("draw");
}

const moved = (difference, unit) => (Math.abs(difference) < 1e-12 ? t("noChange") : t(difference > 0 ? "higher" : "lower", { by: size(difference, unit) }));

/** The guess of what is shown, if there is one. */
export const guessed = () => (state.guess?.indicator === state.indicator ? state.guess.by : null);

const saidOf = () => (guessed() ? moved(yearTo(state.guess.by, state.plan.months), indicatorOf(state.indicator).unit) : "");

/** The cursor moved: the guess is held against the answer of that year. */
export const showVerdict = () => { if ($("verdict")) $("verdict").textContent = verdict(); };

/** What was expected beside what came, at the cursor. */
function verdict() {
  const found = answerAt(state.month, state.guess.indicator), { unit } = indicatorOf(state.guess.indicator);
  if (!found) return "";
  const words = (difference) => moved(difference, unit);
  return t("guessVerdict", { indicator: named("indicators", state.guess.indicator), span: inYear(state.month), guessed: words(yearTo(state.guess.by, state.month)), came: found.few ? t("tooFewShort") : found.clear === false ? t("notClear", { by: words(found.difference) }) : words(found.difference) });
}

/** Draw the guess on the curves with a finger or the mouse. */
export function drawGuess(canvas, event) {
  if (!state.guessing || !series()) return false;
  const box = canvas.getBoundingClientRect(), { base } = series(), area = panels(box.width, box.height, typeSize()).top;
  const { top, bottom } = area;
  const [low, high] = rangeShown(base);
  const month = Math.min(data.months, monthAt(event.clientX - box.left, area));
  const value = low + ((bottom - (event.clientY - box.top)) / (bottom - top)) * (high - low);
  put(month, Number.isNaN(base[month]) ? 0 : value - base[month]);
  changed("draw");
  $("guess-said").textContent = saidOf();
  return xOf(month, area);
}

let range = [0, 1];
export const rangeShown = () => range;
/** The curves say which range they drew, so that the hand draws in the same. */
export const rangeDrawn = (low, high) => { range = [low, high]; };

/** The guess is kept as what differs from the untouched city, so that it stays when other luck moves that city. */
function put(month, value) {
  if (!guessed()) state.guess = { indicator: state.indicator, by: new Array(state.plan.months + 1).fill(0) };
  const { by } = state.guess;
  const from = state.guess.last ?? month;
  const start = by[from], low = Math.min(from, month), high = Math.max(from, month);
  for (let m = low; m <= high; m++) by[m] = from === month ? value : start + ((value - start) * (m - from)) / (month - from);
  by.fill(by[high], high + 1);
  state.guess.last = month;
}

/** The hand was lifted. */
export const endStroke = () => { if (state.guess) delete state.guess.last; };
