/* The room's plan, what it looks at, and the way back: undo is a list of plans. */

const listeners = new Set();
const MOST = 200;

export const state = {
  catalogue: null, plan: null, key: "", past: [], future: [], asked: 0, refused: null,
  group: {}, indicator: "unemployment", month: 0, layer: "districts", tab: "why", row: null, repaints: 0, glimpses: 0,
  guess: null, guessFirst: false, guessing: false, revealing: false, stroke: null, screen: true, code: null, online: false, parting: "", table: null, by: null,
};

/** Hear of changes ('plan', 'look', 'month', ...); returns how to stop. */
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function changed(what) {
  if (what === "plan" || what === "group" || what === "look") state.key = keyOf();
  for (const listener of listeners) listener(what);
}

/** Whether the room has not changed anything: changed numbers hold for both cities. */
export const isUntouched = () => !Object.keys(state.plan.levers).length && state.plan.baseline === "none";

/** The key of what the room asks now, of the plan (not of its title and notes) and the group: an answer with the same key belongs to it. */
export function keyOf(plan = state.plan) {
  const { title, story, ...question } = plan;
  return digest(JSON.stringify(sorted({ ...question, group: state.group })));
}

/** The key of a plan alone, whatever is looked at. */
export const planKey = ({ title, story, ...question } = state.plan) => digest(JSON.stringify(sorted(question)));

/** The same mapping whatever the order its words came in. */
const sorted = (value) => (value && typeof value === "object" ? Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])])) : value);

/** 53 bits of a text, as a short word (cyrb53). */
function digest(text) {
  let [one, other] = [0xdeadbeef, 0x41c6ce57];
  for (let k = 0; k < text.length; k++) {
    const letter = text.charCodeAt(k);
    one = Math.imul(one ^ letter, 2654435761);
    other = Math.imul(other ^ letter, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
  other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return (4294967296 * (2097151 & other) + (one >>> 0)).toString(36);
}

const copy = (plan) => structuredClone(plan);

/** An untouched city, to begin with. */
export function emptyPlan(city) {
  return { title: "", story: "", city, months: 240, baseline: "none", levers: {}, shock: {}, parameters: {} };
}

/** Change the plan; moves of one slider in one go (same `touch`) are one step back. */
export function edit(change, touch = null) {
  const before = copy(state.plan);
  change(state.plan);
  if (JSON.stringify(before) === JSON.stringify(state.plan)) return false;
  if (!touch || touch !== state.touch) {
    state.past.push(before);
    if (state.past.length > MOST) state.past.shift();
  }
  state.touch = touch;
  state.future = [];
  changed("plan");
  return true;
}

/** End one go of a slider: the axes may be drawn anew. */
export function letGo() {
  if (!state.touch) return;
  state.touch = null;
  changed("draw");
}

/** Put a whole plan in place. */
export function take(plan) {
  letGo();
  const usual = emptyPlan(plan.city ?? state.catalogue.setting.city);
  if (!known(state.group, usual.city)) state.group = {};
  edit((now) => { for (const key of Object.keys(usual)) now[key] = copy(plan[key] ?? usual[key]); });
  changed("look");
}

const known = (group, city) => group.district === undefined || group.district < state.catalogue.cities[city].names.length;

export function undo() { step(state.past, state.future); }
export function redo() { step(state.future, state.past); }

function step(from, to) {
  if (!from.length) return;
  to.push(copy(state.plan));
  state.plan = from.pop();
  if (!known(state.group, state.plan.city)) state.group = {};
  letGo();
  changed("plan");
}

export const leverOf = (name) => state.catalogue.levers.find((card) => card.name === name);
export const shockOf = (name) => state.catalogue.shocks.find((card) => card.name === name);
export const indicatorOf = (name) => state.catalogue.indicators.find((one) => one.name === name);
/** Euros a year that may be set aside in a city: the room's, or the table's own. */
export const capOf = (city = state.plan.city) => Math.min(state.catalogue.cities[city].cap, (!state.screen && state.table?.budget) || Infinity);
export const cityOf = () => state.catalogue.cities[state.plan.city];

/** A card's number as it is in the plan, or as declared. */
export function valueOf(kind, card, number) {
  const own = state.plan[kind][card.name];
  return own && own[number.name] !== undefined ? own[number.name] : number.value;
}

const numberOf = (card, name) => card.numbers.find((one) => one.name === name);

/** Euros a year set aside at most at any time. */
export const setAside = (plan = state.plan) => mostOf(periods(plan));

/** Euros a year left for one lever of a plan, while the others keep theirs; `before`: only those named before it. */
export function leftIn(plan, name, before = false) {
  const names = Object.keys(plan.levers), others = before ? names.slice(0, names.indexOf(name)) : names.filter((one) => one !== name);
  const levers = periods(plan, others), [own] = periods(plan.levers[name] ? plan : { levers: { [name]: {} } }, [name]);
  const moments = [own.start, ...levers.map((one) => one.start)].filter((month) => own.start <= month && month < own.end);
  return Math.max(0, capOf(plan.city) - Math.max(0, ...moments.map((month) => total(levers, month))));
}

/** When which lever has how much. */
function periods(plan, names = Object.keys(plan.levers)) {
  return names.map((name) => {
    const card = leverOf(name), of = (number) => plan.levers[name][number] ?? numberOf(card, number).value;
    return { start: of("start"), end: of("start") + of("months"), budget: of("budget") };
  });
}

const mostOf = (levers) => levers.reduce((most, one) => Math.max(most, total(levers, one.start)), 0);
const total = (levers, month) => levers.filter((one) => one.start <= month && month < one.end).reduce((sum, one) => sum + one.budget, 0);

/** Euros a year left for one lever, while the others keep theirs. */
export const leftFor = (name) => leftIn(state.plan, name);
