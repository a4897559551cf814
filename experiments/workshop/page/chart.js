/* The curves: both worlds above, their difference below, one cursor through both. */

import { COLOURS, panels, rangeOf, write, xOf } from "./axes.js";
import { data, isComparable, isFresh, partOf, series, yearTo } from "./data.js";
import { face, fitted, typeSize } from "./dom.js";
import { guessed, reachOf } from "./guess.js";
import { indicatorOf, isUntouched, state } from "./state.js";
import { drawResilience, drawShocks, fillBetween, nameCalm } from "./shock_overlay.js";
import { named, signedTick, t, tick, unitName } from "./words.js";

/** Draw everything; `pages` may hand in another canvas for export. */
export function drawChart(canvas, size = null) {
  const { pen, width, height } = size ?? fitted(canvas);
  pen.clearRect(0, 0, width, height);
  const found = series(), em = size?.em ?? typeSize();
  if (!found) return drawNothing(pen, width, height, em);
  const { top, low } = panels(width, height, em, Boolean(size));
  const unit = indicatorOf(state.indicator).unit;
  pen.font = face(0.82 * em);
  drawWorlds(pen, top, found, unit);
  if (size) drawTitle(pen, top, unit);
  drawDifference(pen, low, found, unit);
  drawCursor(pen, top, low);
}

function drawNothing(pen, width, height, em) {
  pen.fillStyle = COLOURS.quiet;
  pen.font = face(em);
  pen.textAlign = "center";
  pen.fillText(data.plan ? t("notOfGroup", { indicator: named("indicators", state.indicator) }) : t("waiting"), width / 2, height / 2);
  pen.textAlign = "left";
}

/** Round values inside a range: the finest step that gives hardly more than wanted. */
function ticks(low, high, wanted) {
  const power = 10 ** Math.floor(Math.log10((high - low) / 10));
  const within = (step) => Math.floor(high / step + 1e-9) - Math.ceil(low / step - 1e-9) + 1;
  const step = [1, 2, 5, 10, 20, 50].map((k) => k * power).find((one) => within(one) <= wanted + 1);
  return { found: Array.from({ length: within(step) }, (_, k) => (Math.ceil(low / step - 1e-9) + k) * step), step };
}

const wantedTicks = (area) => Math.max(area.bottom - area.top < 3 * area.em ? 1 : 2, Math.min(6, Math.round((area.bottom - area.top) / (2 * area.em))));
const key = () => `${state.plan.city} ${state.indicator} ${JSON.stringify(state.group)}`;
const leastOf = (unit) => (unit.startsWith("share") ? 0.01 : 1e-3);

function drawWorlds(pen, area, found, unit) {
  const hidden = state.guessing, fresh = isFresh(), comparable = isComparable();
  const guess = guessed() && Array.from(found.base, (value, m) => value + guessed()[m]);
  const shown = [found.base, found.city.base, found.calmBase, ...(hidden ? [] : [found.plan, found.city.plan, found.calmPlan])];
  const [low, high] = rangeOf("worlds", key(), shown, leastOf(unit), guess);
  const y = (value) => area.bottom - ((value - low) / (high - low)) * (area.bottom - area.top);
  drawFrame(pen, area, y, ticks(low, high, wantedTicks(area)), (value, step) => tick(value, unit, step));
  drawShocks(pen, area);
  if (comparable) drawResilience(pen, area, found, y, hidden || !fresh);
  const line = (curve, colour, thick, dash = []) => curve && drawLine(pen, area, curve, y, colour, thick, dash);
  const thick = area.em * 0.16;
  if (found.seeds > 1) { line(found.city.base, COLOURS.oneBase, thick / 2); if (!hidden) line(found.city.plan, COLOURS.onePlan, thick / 2); }
  line(found.calmBase, COLOURS.base, thick / 2, [3, 3]);
  if (!hidden && fresh) line(found.calmPlan, COLOURS.plan, thick / 2, [3, 3]);
  line(found.base, COLOURS.base, thick);
  const part = partOf(state.indicator);
  if (!hidden) line(found.plan, part || !fresh ? COLOURS.dimmed : isUntouched() ? COLOURS.base : COLOURS.plan, thick * 1.25);
  if (!hidden && part) line(part, COLOURS.plan, thick * 1.25);
  line(guess, COLOURS.guess, thick, [2, 5]);
  if (found.calmBase) nameCalm(pen, area, found.calmBase, y);
  const last = (curve) => (curve ? curve[curve.length - 1] : null);
  nameEnds(pen, area, isUntouched() && fresh ? [[y(last(found.base)), t("bothCities"), COLOURS.base]] : [
    [y(last(found.base)), t("untouchedShort"), COLOURS.base],
    hidden ? null : [y(last(found.plan)), t(fresh ? "ourPlanShort" : "planBefore"), COLOURS.plan],
    guess ? [y(guess[guess.length - 1]), t("ourGuess"), COLOURS.guess] : null,
  ]);
}

function drawTitle(pen, area, unit) {
  pen.fillStyle = COLOURS.ink;
  pen.textBaseline = "alphabetic";
  pen.font = face(0.86 * area.em, 600);
  pen.fillText(`${named("indicators", state.indicator)}, ${unitName(unit)}`, area.left - 2.7 * area.em, area.top - 0.8 * area.em);
}

function drawFrame(pen, area, y, { found, step }, say) {
  pen.lineWidth = 1;
  pen.textBaseline = "middle";
  pen.font = face(0.8 * area.em);
  for (const value of found) {
    pen.strokeStyle = COLOURS.grid;
    pen.beginPath();
    pen.moveTo(area.left, y(value));
    pen.lineTo(area.right, y(value));
    pen.stroke();
    pen.fillStyle = COLOURS.quiet;
    pen.textAlign = "right";
    pen.fillText(say(value, step), area.left - 0.4 * area.em, y(value));
  }
  pen.textAlign = "left";
}

/** A curve with gaps where nobody was counted. */
function drawLine(pen, area, curve, y, colour, thick, dash) {
  pen.strokeStyle = colour;
  pen.lineWidth = thick;
  pen.lineJoin = "round";
  pen.setLineDash(dash);
  pen.beginPath();
  for (let m = 0; m < curve.length; m++) {
    if (Number.isNaN(curve[m])) continue;
    if (m && Number.isNaN(curve[m - 1])) pen.moveTo(xOf(m, area), y(curve[m])); else pen.lineTo(xOf(m, area), y(curve[m]));
  }
  pen.stroke();
  pen.setLineDash([]);
}

/** Names beside the ends of lines, pushed apart where they would overlap. */
function nameEnds(pen, area, ends) {
  const put = ends.filter(Boolean).filter(([y]) => Number.isFinite(y)).sort((a, b) => a[0] - b[0]);
  const gap = 1.05 * area.em;
  for (let k = 1; k < put.length; k++) if (put[k][0] - put[k - 1][0] < gap) put[k][0] = put[k - 1][0] + gap;
  const over = put.length ? put[put.length - 1][0] - area.bottom : 0;
  if (over > 0) for (const one of put) one[0] -= over;
  pen.font = face(0.86 * area.em, 600);
  pen.textBaseline = "middle";
  for (const [y, name, colour] of put) {
    pen.fillStyle = colour;
    pen.fillText(name, area.right + 0.4 * area.em, y);
  }
}

function drawDifference(pen, area, found, unit) {
  const difference = found.plan.map((value, m) => value - found.base[m]);
  const city = found.city.plan.map((value, m) => value - found.city.base[m]);
  const half = found.half ?? (isUntouched() ? null : found.width), hidden = state.guessing, part = partOf(state.indicator), now = part && isComparable() ? part.map((value, m) => value - found.city.base[m]) : null;
  const bounds = half ? [difference.map((v, m) => v + half[m]), difference.map((v, m) => v - half[m])] : [];
  const wobbles = state.catalogue.setting.seeds > 1 ? [yearly(city), now && yearly(now)] : [city, now];
  const [low, high] = rangeOf("difference", key(), hidden ? [[-reachOf(), reachOf()]] : [found.seeds > 1 ? difference : null, [0], ...wobbles, ...bounds], leastOf(unit), guessed());
  const y = (value) => area.bottom - ((value - low) / (high - low)) * (area.bottom - area.top);
  drawFrame(pen, area, y, ticks(low, high, wantedTicks(area)), (value, step) => signedTick(value, unit, step));
  drawShocks(pen, area, false);
  pen.strokeStyle = COLOURS.ink;
  pen.lineWidth = 1.2;
  pen.beginPath();
  pen.moveTo(area.left, y(0));
  pen.lineTo(area.right, y(0));
  pen.stroke();
  pen.save();
  pen.beginPath();
  pen.rect(0, area.top, area.right + 1, area.bottom - area.top);
  pen.clip();
  if (!hidden && now) drawLine(pen, area, now, y, COLOURS.plan, area.em * 0.17, []);
  if (!hidden) drawBand(pen, area, found, difference, city, part ? [] : bounds, y, Boolean(part) || !isFresh());
  if (guessed()) drawLine(pen, area, guessed(), y, COLOURS.guess, area.em * 0.16, [2, 5]);
  pen.restore();
  if (!hidden) nameDifference(pen, area, found, y(difference.at(-1)));
  pen.fillStyle = COLOURS.ink;
  pen.textBaseline = "alphabetic";
  pen.font = face(0.86 * area.em, 600);
  const title = t(unit.startsWith("share") ? "differencePoints" : "difference"), from = area.left - 2.7 * area.em, free = area.right - from - pen.measureText(title).width;
  pen.fillText(title, from, area.top - 0.8 * area.em);
  pen.font = face(0.76 * area.em);
  pen.textAlign = "right";
  pen.fillStyle = COLOURS.quiet;
  const bandWords = found.half ? "bandKey" : "bandUsual";
  if (!hidden && half && !isUntouched() && pen.measureText(t(bandWords)).width + area.em < free) pen.fillText(t(bandWords), area.right, area.top - 0.8 * area.em);
  pen.textAlign = "left";
}

/** Means of twelve months: where one city alone wobbles month by month, its peaks may leave the panel rather than flatten the mean of all. */
const yearly = (curve) => curve.map((_, month) => yearTo(curve, month));

function drawBand(pen, area, found, difference, city, bounds, y, fades) {
  if (bounds.length) fillBetween(pen, area, ...bounds, y, COLOURS.band);
  if (found.seeds > 1 && !fades) drawLine(pen, area, city, y, COLOURS.onePlan, area.em * 0.07, []);
  drawLine(pen, area, difference, y, fades ? COLOURS.dimmed : COLOURS.plan, area.em * 0.17, []);
  const { better } = indicatorOf(state.indicator);
  if (better && area.bottom - area.top > 3 * area.em) nameSides(pen, area, better);
}

function nameDifference(pen, area, found, y) {
  if (!isUntouched() || !isFresh()) nameEnds(pen, area, [[Math.max(area.top, y), !isFresh() ? t("planBefore") : found.seeds > 1 ? t("meanOf", { n: found.seeds }) : t("oneCity"), COLOURS.plan]]);
}

/** Words on the good and the bad side of no difference. */
function nameSides(pen, area, better) {
  pen.font = face(0.76 * area.em);
  const above = better === "higher" ? "better" : "worse", below = better === "higher" ? "worse" : "better";
  for (const [said, at, base] of [[above, area.top + 0.1 * area.em, "top"], [below, area.bottom, "bottom"]]) {
    write(pen, t(said), area.left + 0.4 * area.em, at, said === "better" ? COLOURS.better : COLOURS.worse, base);
  }
}

function drawCursor(pen, top, low) {
  const x = xOf(state.month, top);
  pen.strokeStyle = COLOURS.cursor;
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.moveTo(x, top.top);
  pen.lineTo(x, low.bottom);
  pen.stroke();
}
