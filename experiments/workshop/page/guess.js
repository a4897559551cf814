/* Pause before the reveal: the room draws what it expects, then sees the answer. */

import { monthAt, panels, rangeShown } from "./axes.js";
import { answerAt, data, isComparable, isFresh, series, yearTo } from "./data.js";
import { $, fill, h, typeSize } from "./dom.js";
import { changed, indicatorOf, isUntouched, state } from "./state.js";
import { inYear, named, size, spoken, t } from "./words.js";

/** Switch guessing first on or off; the next move of a lever then asks before it shows. */
export function toggleGuess() {
  state.guessFirst = !state.guessFirst;
  state.guess = null;
  if (state.guessFirst) pause(); else reveal();
}

/** A move was made: hide the answer until the room has said what it expects. */
export function pause() {
  if (!state.guessFirst) return;
  Object.assign(state, { guessing: !isUntouched(), guess: null, revealing: false });
  changed("guess");
  changed("look");
}

/** The answer, beside what was expected; it waits until the whole city has answered this plan. */
export function reveal() {
  state.revealing = state.guessing && !isThere();
  if (!state.revealing) state.guessing = false;
  changed("guess");
  changed("look");
}

const isThere = () => isFresh() && !data.sample;

/** An answer came: whoever waits for it sees it. */
export const revealWaiting = () => { if (state.revealing && isThere()) reveal(); };

let built = "", reach = 1;

/** The bar under the question: a slider for the end of the curve, and the button that shows the answer. It stays while it is in use. */
export function showGuess() {
  const bar = $("guess-bar"), said = guessOf() && isFresh(), kind = state.guessing ? `asks ${state.indicator} ${state.plan.months} ${spoken()}` : said ? `says ${spoken()}` : "";
  $("guess").setAttribute("aria-pressed", String(state.guessFirst));
  bar.hidden = !kind;
  if (kind !== built) { built = kind; fill(bar, !kind ? null : state.guessing ? asking() : saying()); }
  if (!kind) return;
  if (!state.guessing) return showVerdict();
  reach = (guessed() && state.guess.reach) || reachOf();
  $("guess-end").value = guessed() ? Math.round((100 * guessed().at(-1)) / reach) : 0;
  $("guess-said").textContent = saidOf();
  $("reveal").disabled = state.revealing;
  $("reveal").textContent = t(state.revealing ? "answering" : "showAnswer");
}

function asking() {
  const field = h("input", { type: "range", id: "guess-end", min: -100, max: 100, step: 2, value: 0, oninput: (e) => guessEnd((Number(e.target.value) / 100) * reach) });
  return [h("label", { htmlFor: "guess-end" }, t("expectAtEnd")), field, h("output", { id: "guess-said", htmlFor: "guess-end" }), h("button", { class: "primary", id: "reveal", onclick: reveal })];
}

function saying() {
  return [h("p", { class: "verdict", id: "verdict" }), h("button", { title: t("forgetGuess"), "aria-label": t("forgetGuess"), onclick: () => { state.guess = null; changed("guess"); changed("look"); } }, "\u2715")];
}

/** How far a guess can reach: a fair part of what the indicator does anyway. */
export function reachOf() {
  const found = series();
  if (!found) return indicatorOf(state.indicator).unit.startsWith("share") ? 0.05 : 1;
  const values = Array.from(found.base).filter(Number.isFinite), wide = Math.max(...values) - Math.min(...values);
  return Math.max(wide, 0.25 * Math.abs(values.at(-1) ?? 0), 1e-6);
}

/** A guess of the end only: a straight way from no difference to it, there for the whole last year, since answers are means of a year. */
function guessEnd(difference) {
  const last = state.plan.months;
  state.guess = { indicator: state.indicator, of: state.key, reach, by: Array.from({ length: last + 1 }, (_, m) => difference * Math.min(1, m / Math.max(1, last - 11))) };
  $("guess-said").textContent = saidOf();
  changed("draw");
}

const moved = (difference, unit) => (Math.abs(difference) < 1e-12 ? t("noChange") : t(difference > 0 ? "higher" : "lower", { by: size(difference, unit) }));

/** The guess made for what is asked now, whatever is shown. */
const guessOf = () => (state.guess?.of === state.key ? state.guess : null);

/** The guess of what is shown, if there is one, by month: what differs from the untouched city, so that it stays when that city's curve comes late or moves. */
export const guessed = () => (guessOf()?.indicator === state.indicator ? state.guess.by : null);

const saidOf = () => (guessed() ? moved(yearTo(state.guess.by, state.plan.months), indicatorOf(state.indicator).unit) : "");

/** The cursor moved: the guess is held against the answer of that year. */
export const showVerdict = () => { if ($("verdict")) $("verdict").textContent = isFresh() && guessOf() ? verdict() : ""; };

/** What was expected beside what came, at the cursor. */
function verdict() {
  const found = answerAt(state.month, state.guess.indicator), { unit } = indicatorOf(state.guess.indicator);
  if (!found) return "";
  const words = (difference) => moved(difference, unit);
  return t("guessVerdict", { indicator: named("indicators", state.guess.indicator), span: inYear(state.month), guessed: words(yearTo(state.guess.by, state.month)), came: cameWords(found, unit) });
}

/** The guess and what came, in words for the record; null while either is missing. */
export function guessSaid() {
  if (state.guessing || !isFresh() || !guessOf()) return null;
  const { indicator } = state.guess, found = answerAt(state.month, indicator), { unit } = indicatorOf(indicator);
  return found && { indicator: named("indicators", indicator), span: inYear(state.month), guessed: moved(yearTo(state.guess.by, state.month), unit), came: cameWords(found, unit), text: verdict() };
}

const cameWords = (found, unit) => {
  if (found.few || found.clear !== null) return found.few ? t("tooFewShort") : found.clear ? moved(found.difference, unit) : t("notClear", { by: moved(found.difference, unit) });
  return Number.isFinite(found.half ?? NaN) ? t("between", { low: moved(found.difference - found.half, unit), high: moved(found.difference + found.half, unit) }) : t("oneCityShort", { by: moved(found.difference, unit) });
};

/** Draw the guess with a finger or the mouse: on the curves, once the untouched city under this plan's shocks is there, or on the difference. */
export function drawGuess(canvas, event) {
  if (!state.guessing || !series()) return false;
  const box = canvas.getBoundingClientRect(), { top, low } = panels(box.width, box.height, typeSize()), at = event.clientY - box.top;
  if (!state.stroke) state.stroke = { panel: at > (top.bottom + low.top) / 2 ? "difference" : "worlds" };
  const area = state.stroke.panel === "worlds" ? top : low, [least, most] = rangeShown(state.stroke.panel);
  const month = Math.min(state.plan.months, monthAt(event.clientX - box.left, area));
  const value = least + ((area.bottom - Math.max(area.top, Math.min(area.bottom, at))) / (area.bottom - area.top)) * (most - least);
  if (state.stroke.panel === "difference") put(month, value);
  else if (isComparable() && month <= data.months) put(month, Number.isNaN(series().base[month]) ? 0 : value - series().base[month]);
  changed("draw");
  $("guess-said").textContent = saidOf();
  return month;
}

/** One more point of the stroke, straight from the one before. */
function put(month, value) {
  if (!guessed()) state.guess = { indicator: state.indicator, of: state.key, by: new Array(state.plan.months + 1).fill(0) };
  const { by } = state.guess, from = state.stroke.last ?? month;
  const start = by[from], low = Math.min(from, month), high = Math.max(from, month);
  for (let m = low; m <= high; m++) by[m] = from === month ? value : start + ((value - start) * (m - from)) / (month - from);
  by.fill(by[high], high + 1);
  state.stroke.last = month;
}

/** The hand was lifted. */
export function endStroke() {
  if (!state.stroke) return;
  state.stroke = null;
  changed("guess");
  changed("draw");
}
