/* The room's plan, what it looks at, and the way back: undo is a list of plans, a link is a plan. */

const listeners = new Set();
const MOST = 200;

export const state = {
  catalogue: null, plan: null, past: [], future: [], asked: 0,
  group: {}, indicator: "unemployment", month: 0, layer: "districts", tab: "why", row: null, repaints: 0, glimpses: 0,
  guess: null, guessing: false, screen: true, code: null,
};

/** Hear of changes ('plan', 'look', 'month', ...); returns how to stop. */
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function changed(what) {
  for (const listener of listeners) listener(what);
}

/** Whether the room has not changed anything: changed numbers hold for both cities. */
export const isUntouched = () => !Object.keys(state.plan.levers).length && state.plan.baseline === "none";

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

/** End one go of a slider. */
export const letGo = () => { state.touch = null; };

/** Put a whole plan in place. */
export function take(plan) {
  letGo();
  const usual = emptyPlan(plan.city ?? state.catalogue.setting.city);
  edit((now) => { for (const key of Object.keys(usual)) now[key] = copy(plan[key] ?? usual[key]); });
  state.group = known(state.group, state.plan.city) ? state.group : {};
  changed("look");
}

const known = (group, city) => group.district === undefined || group.district < state.catalogue.cities[city].names.length;

export function undo() { step(state.past, state.future); }
export function redo() { step(state.future, state.past); }

function step(from, to) {
  if (!from.length) return;
  to.push(copy(state.plan));
  state.plan = from.pop();
  letGo();
  changed("plan");
}

/** The plan in an address, after the '#': it never leaves the browser. */
export function toHash() {
  const said = JSON.stringify(Object.fromEntries(Object.entries(state.plan).filter(([key, value]) => !isUsual(key, value))));
  const code = state.code ? `code=${encodeURIComponent(state.code)}&` : "";
  return `#${code}plan=${encodeURIComponent(said)}`;
}

function isUsual(key, value) {
  return JSON.stringify(value) === JSON.stringify(emptyPlan(state.catalogue.setting.city)[key]);
}

/** What an address says: {plan, code}. */
export function fromHash(hash) {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  let plan = null;
  try {
    plan = words.has("plan") ? JSON.parse(words.get("plan")) : null;
  } catch { /* a cut link is no plan */ }
  return { plan: plan && typeof plan === "object" && !Array.isArray(plan) ? plan : null, code: words.get("code") };
}

export const leverOf = (name) => state.catalogue.levers.find((card) => card.name === name);
export const shockOf = (name) => state.catalogue.shocks.find((card) => card.name === name);
export const indicatorOf = (name) => state.catalogue.indicators.find((one) => one.name === name);
export const cityOf = () => state.catalogue.cities[state.plan.city];

/** A card's number as it is in the plan, or as declared. */
export function valueOf(kind, card, number) {
  const own = state.plan[kind][card.name];
  return own && own[number.name] !== undefined ? own[number.name] : number.value;
}

const numberOf = (card, name) => card.numbers.find((one) => one.name === name);

/** Euros a year set aside at most at any time, and what one lever could still get. */
export function setAside(without = null) {
  const levers = Object.entries(state.plan.levers).filter(([name]) => name !== without).map(([name, own]) => {
    const card = leverOf(name);
    const of = (number) => own[number] ?? numberOf(card, number).value;
    return { start: of("start"), end: of("start") + of("months"), budget: of("budget") };
  });
  return levers.reduce((most, one) => Math.max(most, total(levers, one.start)), 0);
}

const total = (levers, month) => levers.filter((one) => one.start <= month && month < one.end).reduce((sum, one) => sum + one.budget, 0);

/** Euros a year left for one lever, while the others keep theirs. */
export function leftFor(name) {
  return Math.max(0, cityOf().cap - setAside(name));
}
