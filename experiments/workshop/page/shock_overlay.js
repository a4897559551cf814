/* Shocks on the curves: when they strike, and what they take. */

import { COLOURS, write, xOf } from "./axes.js";
import { data } from "./data.js";
import { face } from "./dom.js";
import { indicatorOf, state } from "./state.js";
import { named, t } from "./words.js";

/** What the shock takes in each world: the area between a city and the same city without the shock. */
export function drawResilience(pen, area, found, y, hidden) {
  if (!found.calmBase) return;
  fillBetween(pen, area, found.calmBase, found.base, y, COLOURS.lost);
  if (!hidden) fillBetween(pen, area, found.calmPlan, found.plan, y, COLOURS.saved);
}

/** Which line is the city without the shock: said in the middle of what the shock takes. */
export function nameCalm(pen, area, calm, y) {
  const month = Math.min(data.months, Math.min(...Object.values(state.plan.shock).map((own) => own.start ?? 0)) + 6), better = indicatorOf(state.indicator).better;
  pen.font = face(0.76 * area.em);
  if (xOf(month, area) + pen.measureText(t("withoutShock")).width > area.right) return;
  write(pen, t("withoutShock"), xOf(month, area), y(calm[month]) + (better === "lower" ? 0.35 : -0.35) * area.em, COLOURS.quiet, better === "lower" ? "top" : "bottom");
}

export function fillBetween(pen, area, one, other, y, colour) {
  pen.fillStyle = colour;
  pen.beginPath();
  for (let m = 0; m < one.length; m++) pen.lineTo(xOf(m, area), y(one[m]));
  for (let m = other.length - 1; m >= 0; m--) pen.lineTo(xOf(m, area), y(other[m]));
  pen.fill();
}

/** A line where each shock strikes. */
export function drawShocks(pen, area, withNames = true) {
  const shocks = Object.entries(state.plan.shock).map(([name, own]) => [own.start ?? 0, name]).filter(([start]) => start < data.months).sort((a, b) => a[0] - b[0]);
  let row = 0, end = 0;
  for (const [start, name] of shocks) {
    pen.strokeStyle = COLOURS.shock;
    pen.lineWidth = 1.5;
    pen.setLineDash([2, 4]);
    pen.beginPath();
    pen.moveTo(xOf(start, area), area.top);
    pen.lineTo(xOf(start, area), area.bottom);
    pen.stroke();
    pen.setLineDash([]);
    if (!withNames) continue;
    const x = xOf(start, area) + 4;
    row = x < end ? row + 1 : 0;
    end = x + pen.measureText(named("shocks", name)).width + 6;
    write(pen, named("shocks", name), x, area.top + row * 1.1 * area.em, COLOURS.shock, "top");
  }
}
