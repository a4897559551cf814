/* A link is a plan: what an address says, what of it this workshop understands, and what was left out. */

import { aimUnderstood } from "./aims.js";
import { plain, unitOf } from "./levers.js";
import { emptyPlan, keyOf, leftIn, leverOf, planKey, shockOf, state } from "./state.js";
import { money, named, number, t } from "./words.js";

const TITLE = 80, STORY = 4000;

/** The plan in an address, after the '#': it never leaves the browser. `whole`: also what is looked at and what was guessed. */
export function toHash(whole = false) {
  const said = Object.fromEntries(Object.entries(state.plan).filter(([key, value]) => !isUsual(key, value)));
  const words = [state.code && ["code", state.code], state.phone && ["as", "phone"], ["plan", JSON.stringify(said)], whole && ["look", JSON.stringify(lookNow())], whole && guessNow() && ["guess", JSON.stringify(guessNow())]];
  return `#${words.filter(Boolean).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")}`;
}

function isUsual(key, value) {
  return JSON.stringify(value) === JSON.stringify(emptyPlan(state.catalogue.setting.city)[key]);
}

const lookNow = () => ({ indicator: state.indicator, group: state.group, layer: state.layer, month: state.month === state.plan.months ? undefined : state.month, by: state.by?.of === planKey() ? { who: state.by.who, colour: state.by.colour } : undefined });

function guessNow() {
  if (!state.guessFirst) return null;
  const { guess } = state;
  return { asking: state.guessing, ...(guess && { indicator: guess.indicator, of: guess.of, reach: guess.reach, at: corners(guess.by) }) };
}

/** The months at which a guess bends, with what it says there. */
function corners(by) {
  const bends = (m) => m === 0 || m === by.length - 1 || Math.abs(by[m + 1] - 2 * by[m] + by[m - 1]) > 1e-12;
  return by.map((value, m) => [m, Number(value.toPrecision(6))]).filter(([m]) => bends(m));
}

/** What an address says, as it is: {code, plan, look, guess}; what cannot be read is null, and `broken` says so of the plan. */
export function fromHash(hash) {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const read = (name) => {
    try {
      const found = JSON.parse(words.get(name));
      return isMapping(found) ? found : null;
    } catch { return null; }
  };
  const plan = read("plan");
  return { code: words.get("code"), phone: words.get("as") === "phone", plan, look: read("look"), guess: read("guess"), broken: words.has("plan") && !plan };
}

const isMapping = (value) => Boolean(value) && typeof value === "object" && !Array.isArray(value);
const isNumber = (value) => typeof value === "number" && Number.isFinite(value);
const short = (value) => { const text = typeof value === "string" ? value : JSON.stringify(value) ?? ""; return text.length > 30 ? `${text.slice(0, 30)}\u2026` : text; };

/** Of a plan from an address: {plan, left}, the plan as far as this workshop understands it, and in words what was left out or changed. */
export function understood(raw) {
  const left = [], { catalogue } = state, say = (name, places) => left.push(t(name, places));
  const city = raw.city === undefined ? catalogue.setting.city : known("leftCity", raw.city, Object.keys(catalogue.cities), say) ?? catalogue.setting.city;
  const plan = emptyPlan(city);
  for (const [key, most] of [["title", TITLE], ["story", STORY]]) {
    if (raw[key] === undefined) continue;
    if (typeof raw[key] === "string") plan[key] = raw[key].slice(0, most);
    if (plan[key] !== raw[key]) say("leftWord", { what: t(key === "title" ? "planTitle" : "tab_notes") });
  }
  if (raw.months !== undefined) plan.months = within(raw.months, { low: catalogue.setting.months[0], high: catalogue.setting.months[1], whole: true }, plan.months, t("leftMonths"), (value) => number(value), say);
  if (raw.baseline !== undefined) plan.baseline = known("leftBaseline", raw.baseline, ["none", ...catalogue.scenarios.map((one) => one.name)], say) ?? "none";
  readCards(plan, "levers", raw.levers, leverOf, catalogue.levers, say);
  readCards(plan, "shock", raw.shock, shockOf, catalogue.shocks, say);
  readParameters(plan, raw.parameters, say);
  for (const key of Object.keys(raw)) if (!(key in plan)) say("leftKey", { what: short(key) });
  affordable(plan, say);
  return { plan, left };
}

/** A name that is known, or null, said with the nearest. */
function known(phrase, name, names, say) {
  if (names.includes(name)) return name;
  const close = nearest(String(name), names);
  say(phrase, { what: short(name), hint: close ? t("leftHint", { name: close }) : "" });
  return null;
}

function readCards(plan, kind, raw, cardOf, cards, say) {
  if (raw === undefined) return;
  if (!isMapping(raw)) return say("leftKey", { what: kind });
  for (const [name, own] of Object.entries(raw)) {
    const card = known(kind === "shock" ? "leftShock" : "leftLever", name, cards.map((one) => one.name), say) && cardOf(name);
    if (!card) continue;
    const title = named(kind === "shock" ? "shocks" : "levers", name, card.title), numbers = plan[kind][name] = {};
    if (!isMapping(own)) { say("leftNumber", { card: title, what: short(own), hint: "" }); continue; }
    for (const [word, value] of Object.entries(own)) {
      if (word === "for" && kind === "levers") {
        const aim = aimUnderstood(value, card, (what) => say("leftNumber", { card: title, what: `for: ${short(what)}`, hint: "" }));
        if (aim) numbers.for = aim;
        continue;
      }
      const declared = card.numbers.find((one) => one.name === word), close = nearest(word, card.numbers.map((one) => one.name));
      if (!declared) { say("leftNumber", { card: title, what: short(word), hint: close ? t("leftHint", { name: close }) : "" }); continue; }
      numbers[word] = within(value, declared, declared.value, `${title}, ${named("numbers", word, word.replaceAll("_", " "))}`, (one) => amount(declared, one), say);
    }
  }
}

/** A card's number with its unit, as a sentence says it. */
const amount = (declared, value) => (declared.unit === "EUR/year" ? money(value) : `${plain(declared, value)} ${unitOf(declared)}`);

/** A number inside its range: the nearest one that is, or the usual one where none is said. */
function within(value, { low, high, whole }, usual, what, write, say) {
  if (!isNumber(value)) { say("leftValue", { what, value: short(value), used: write(usual) }); return usual; }
  const used = Math.max(low, Math.min(high, whole ? Math.round(value) : value));
  if (used !== value) say(value < low || value > high ? "leftRange" : "leftWhole", { what, value: write(value), low: write(low), high: write(high), used: write(used) });
  return used;
}

function readParameters(plan, raw, say) {
  if (raw === undefined) return;
  if (!isMapping(raw)) return say("leftKey", { what: "parameters" });
  const declared = new Map((state.catalogue.behaviours ?? []).flatMap((card) => card.numbers.map((one) => [`${card.name}.${one.name}`, one])));
  for (const [path, value] of Object.entries(raw)) {
    if (known("leftParameter", path, [...declared.keys()], say)) plan.parameters[path] = within(value, declared.get(path), declared.get(path).value, path, (one) => number(one, 3), say);
  }
}

/** Each lever in turn gets what is left of the budget. */
function affordable(plan, say) {
  for (const name of Object.keys(plan.levers)) {
    const card = leverOf(name), wanted = plan.levers[name].budget ?? card.numbers.find((one) => one.name === "budget").value, most = leftIn(plan, name, true);
    if (wanted <= most + 1) continue;
    plan.levers[name].budget = most;
    say("leftBudget", { card: named("levers", name, card.title), wanted: money(wanted), used: money(most) });
  }
}

/** What is looked at, as far as this workshop knows it. */
export function lookAt(raw, plan) {
  if (!isMapping(raw)) return;
  const { catalogue } = state, groups = isMapping(raw.group) ? raw.group : {};
  if (catalogue.indicators.some((one) => one.name === raw.indicator)) state.indicator = raw.indicator;
  if (["districts", "residents", "changed"].includes(raw.layer)) state.layer = raw.layer;
  if (Number.isInteger(raw.month)) state.month = Math.max(0, Math.min(plan.months, raw.month));
  const isGroup = ([name, part]) => (name === "district" ? Number.isInteger(part) && part >= 0 && part < catalogue.cities[plan.city].names.length : catalogue.groups[name]?.includes(part));
  state.group = Object.fromEntries(Object.entries(groups).filter(isGroup));
}

/** Whose plan it is that is shown. */
export function byAgain(raw) {
  state.by = isMapping(raw) && typeof raw.who === "string" && raw.who.length <= 40 ? { who: raw.who, colour: Number.isInteger(raw.colour) ? raw.colour : 7, of: planKey() } : null;
}

/** The room's guess, as it was drawn; it belongs to the plan that it was made for. */
export function guessAgain(raw) {
  state.guessFirst = isMapping(raw);
  state.guessing = state.guessFirst && raw.asking === true;
  const points = state.guessFirst && Array.isArray(raw.at) ? raw.at.filter((one) => Array.isArray(one) && one.length === 2 && Number.isInteger(one[0]) && one[0] >= 0 && isNumber(one[1])) : [];
  const last = state.plan.months, fits = points.length > 1 && points[0][0] === 0 && points.at(-1)[0] === last && points.every(([m], k) => k === 0 || m > points[k - 1][0]);
  const isKnown = state.catalogue.indicators.some((one) => one.name === raw?.indicator) && raw.of === keyOf();
  state.guess = fits && isKnown ? { indicator: raw.indicator, of: raw.of, reach: isNumber(raw.reach) && raw.reach > 0 ? raw.reach : undefined, by: straight(points) } : null;
}

/** Straight lines through corners. */
function straight(points) {
  const by = new Array(points.at(-1)[0] + 1).fill(0);
  for (let k = 1; k < points.length; k++) {
    const [[from, start], [to, end]] = [points[k - 1], points[k]];
    for (let m = from; m <= to; m++) by[m] = start + ((end - start) * (m - from)) / (to - from);
  }
  return by;
}

/** The known name most like a word, if one is close. */
function nearest(word, names) {
  const scored = names.map((name) => [distance(word.toLowerCase().slice(0, 60), name), name]).sort((a, b) => a[0] - b[0])[0];
  return scored && scored[0] <= Math.max(1, 0.4 * word.length) ? scored[1] : null;
}

/** Letters to change to make one word of another. */
function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, k) => k);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let k = 1; k <= other.length; k++) next[k] = Math.min(next[k - 1] + 1, row[k] + 1, row[k - 1] + (one[i - 1] === other[k - 1] ? 0 : 1));
    row = next;
  }
  return row[other.length];
}
