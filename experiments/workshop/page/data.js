/* What the server answered, by name: curves of both worlds, events, districts, the spread over seeds. */

import { state } from "./state.js";

export const data = { key: null, of: null, months: 0, base: null, plan: null, calm: null, spread: null, part: null, states: null, causes: null, people: null, turning: null };

/** Take an answer in. */
export function receive(message) {
  const { arrays } = message;
  if (message.stage === "part") { data.part = { key: message.key, month: message.month, plan: arrays.plan }; return; }
  if (message.stage === "first") return receiveFirst(message);
  data[message.stage] = { ...arrays, seeds: message.seeds, sure: message.sure };
}

/** Whether what is at hand answers what the room asks now; until then nothing is said of it. */
export const isFresh = () => data.key !== null && data.key === state.key;

/** Another city: nothing at hand can be drawn on it. */
export const forgetAnswer = () => Object.assign(data, { key: null, of: null, months: 0, base: null, plan: null, group: null, calm: null, spread: null, part: null, states: null, twins: null, sample: null, causes: null });

function receiveFirst(message) {
  const { arrays } = message;
  if (arrays.base) data.base = { name: message.baseline, curves: arrays.base, events: arrays.base_events, places: arrays.base_places };
  data.plan = { curves: arrays.plan, events: arrays.plan_events, places: arrays.plan_places };
  Object.assign(data, {
    months: message.months, indicators: message.indicators, events: message.events, placeNames: message.places, twinNames: message.twins,
    levers: message.levers, spending: arrays.spending, twins: arrays.twins, weight: message.weight, shocked: message.shocked, sample: message.sample, reach: message.reach,
    group: arrays.group_plan ? { indicators: message.group_indicators, plan: arrays.group_plan, base: arrays.group_base } : null,
    calm: null, spread: null, part: null, states: null, width: null, key: message.key, of: message.around,
  });
}

/** What both cities live under, and the group of them that is looked at. */
export const around = () => JSON.stringify([state.plan.city, state.plan.baseline, state.plan.shock, state.plan.parameters, state.group]);

/** Whether the untouched city at hand lives under what the plan does now: if not, the two cannot be told apart by the plan. */
export const isComparable = () => data.of === around();

const row = (table, number) => {
  const width = table.shape[table.shape.length - 1];
  return table.values.subarray(number * width, (number + 1) * width);
};

/** Whether an indicator can be asked of the group that is chosen. */
export const isAskable = (name) => !data.group || data.group.indicators.includes(name);

/** Everything to draw of one indicator: both worlds, with the spread when it is there. */
export function series(name = state.indicator) {
  if (!data.plan || !data.base) return null;
  const group = data.group;
  const number = group ? group.indicators.indexOf(name) : data.indicators.indexOf(name);
  if (number < 0) return null;
  const of = (set, key) => (set?.[group ? `group_${key}` : key] ? row(set[group ? `group_${key}` : key], number) : null);
  const city = { base: row(group ? group.base : data.base.curves, number), plan: row(group ? group.plan : data.plan.curves, number) };
  const spread = data.spread && { base: of(data.spread, "mean_base"), plan: of(data.spread, "mean_plan") };
  return {
    city, base: spread?.base ?? city.base, plan: spread?.plan ?? city.plan, seeds: data.spread?.seeds ?? 1,
    sure: data.spread?.sure ?? null, width: data.width && !group ? monthly(row(data.width.usual, number)) : null,
    half: of(data.spread, "half"), halfYear: of(data.spread, "half_year"),
    calmBase: spread?.base ? of(data.spread, "calm_mean_base") : of(data.calm, "calm_base"),
    calmPlan: spread?.plan ? of(data.spread, "calm_mean_plan") : of(data.calm, "calm_plan"),
  };
}

/** A value for every month between those of every twelfth. */
function monthly(years) {
  return Array.from({ length: data.months + 1 }, (_, m) => { const at = Math.min(m / 12, years.length - 1), from = Math.floor(at); return years[from] + (at - from) * ((years[from + 1] ?? years[from]) - years[from]); });
}

/** A curve of the plan that is still being lived. */
export function partOf(name) {
  const number = data.indicators?.indexOf(name) ?? -1;
  return data.part?.key === state.key && number >= 0 && !data.group ? row(data.part.plan, number) : null;
}

/** An event's months in a world. */
export function events(world, name) {
  const number = data.events.indexOf(name);
  return number < 0 ? null : row(data[world].events, number);
}

export const twins = (name) => row(data.twins, data.twinNames.indexOf(name));

/** Mean of those of the twelve months up to a month in which somebody was counted, NaN if in none; month 0 is the day before the policy. */
export function yearTo(values, month) {
  if (month === 0) return values[0];
  let sum = 0, counted = 0;
  for (let m = Math.max(1, month - 11); m <= month; m++) if (!Number.isNaN(values[m])) { sum += values[m]; counted += 1; }
  return counted ? sum / counted : NaN;
}

/** Residents of the model behind the curves of the group that is looked at, in the city where they are fewer; Infinity for everybody. */
export function residentsBehind(month) {
  const found = data.group && series("population");
  return found ? Math.min(yearTo(found.city.base, month), yearTo(found.city.plan, month)) / data.weight : Infinity;
}

/** Sum of the twelve months up to a month. */
export function sumTo(values, month) {
  return month === 0 ? 0 : yearTo(values, month) * Math.min(12, month);
}

/** The answer at a month: both worlds, the difference, and whether it can be told from chance: null until every city has been lived, and
 * where so few do not suffice to tell. */
export function answerAt(month, name = state.indicator) {
  const found = series(name);
  if (!found) return null;
  const base = yearTo(found.base, month), plan = yearTo(found.plan, month);
  const half = found.halfYear ? found.halfYear[month] : null;
  const difference = plan - base, few = Number.isNaN(difference) || residentsBehind(month) < state.catalogue.setting.least;
  return { base, plan, difference, half, seeds: found.seeds, few, clear: few ? false : isEnough(found, month) && Number.isFinite(half) ? Math.abs(difference) > found.sure * half : null };
}

const isEnough = (found, month) => found.sure !== null && found.seeds >= state.catalogue.setting.seeds && residentsBehind(month) * found.seeds >= state.catalogue.setting.least_lived;

/** Share of the mean district below which a single resident could turn the map dark. */
const SMALL = 0.2;

/** By district, over the twelve months up to a month: an indicator the map can show, in a world; NaN where too few live. */
export function byDistrict(world, name, month) {
  const [top, bottom] = PLACE_RATIOS[name] ?? PLACE_RATIOS.unemployment;
  const table = data[world].places, [, months, districts] = table.shape;
  const above = new Float64Array(districts), below = new Float64Array(districts);
  const from = Math.max(Math.min(month, 1), month - 11);
  const add = (into, field) => {
    const start = data.placeNames.indexOf(field) * months * districts;
    for (let m = from; m <= month; m++) for (let d = 0; d < districts; d++) into[d] += table.values[start + m * districts + d];
  };
  add(above, top);
  for (const field of bottom) add(below, field);
  const least = (SMALL * below.reduce((sum, people) => sum + people, 0)) / districts;
  return above.map((value, d) => (below[d] > least ? value / below[d] : NaN));
}

export const PLACE_RATIOS = {
  unemployment: ["unemployed", ["unemployed", "employed"]],
  employment: ["employed_working_age", ["working_age"]],
  participation: ["learned_year", ["adults"]],
};

/** What the shock takes in each world: per cent of employment, mean of five years, with the interval over seeds; null without a shock. */
export function lostToShock() {
  const found = data.shocked && isAskable("employment") ? series("employment") : null;
  if (!found?.calmBase) return null;
  const [base, plan, half] = (data.spread ?? data.calm)[data.group ? "group_lost" : "lost"]?.values ?? [0, 0];
  if (Number.isNaN(base + plan) || residentsBehind(state.month) < state.catalogue.setting.least) return null;
  return { base, plan, half, seeds: found.seeds };
}
