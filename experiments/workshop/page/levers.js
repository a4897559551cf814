/* The levers: a switch and sliders for every number the catalogue declares, by theme, under one budget. */

import { foresee } from "./ahead.js";
import { aimBox, showAim, showReach } from "./aims.js";
import { $, fill, h } from "./dom.js";
import { capOf, edit, leftFor, leftIn, letGo, leverOf, setAside, state, valueOf } from "./state.js";
import { buildThemes, coarse, showThemes } from "./themes.js";
import { capital, money, named, number, shortMoney, t } from "./words.js";

const FIRST = "budget", DEFAULT_SHARE = 0.1;
const open = new Set();

/** Build the whole panel: after a change of language, city or mode. */
export function buildLevers() {
  buildThemes(leverCard, budgetOf, (said) => showBudget(said));
  showLevers();
}

function leverCard(card) {
  const title = named("levers", card.name, card.title), on = `on-${card.name}`;
  return h("article", { class: "lever", id: `lever-${card.name}` },
    h("div", { class: "lever-head" },
      h("input", { type: "checkbox", id: on, class: "switch", role: "switch", onchange: (e) => toggle(card, e.target.checked) }),
      h("label", { htmlFor: on }, title), h("output", { class: "amount", htmlFor: `levers-${card.name}-budget` })),
    h("div", { class: "lever-body", hidden: true },
      h("p", { class: "help" }, named("leverHelp", card.name, card.help)),
      budgetSlider(card, card.numbers.find((one) => one.name === FIRST)),
      aimBox(card),
      h("details", { class: "settings", ontoggle: (e) => (e.target.open ? open.add(card.name) : open.delete(card.name)), open: open.has(card.name) },
        h("summary", {}, t("more")),
        card.numbers.map((one) => slider("levers", card, one)))));
}

/** The one slider that is always there: how much is set aside. */
function budgetSlider(card, declared) {
  const id = `first-${card.name}`, scale = scaleOf(declared);
  const range = h("input", { type: "range", id, class: "first", min: 0, max: scale.steps, step: 1, "aria-label": `${named("levers", card.name, card.title)}: ${t("budgetYear")}, ${t("millionYear")}` });
  range.addEventListener("input", () => change("levers", card, declared, scale.value(Number(range.value)), id));
  range.addEventListener("change", () => letGo());
  foresee(range, (at) => withNumber("levers", card, declared, scale.value(at)));
  const exact = h("input", { type: "number", class: "exact", id: `${id}-exact`, step: "any", "aria-label": `${named("levers", card.name, card.title)}: ${t("budgetYear")}, ${t("millionYear")}, ${t("exactly")}` });
  exact.addEventListener("change", () => { if (exact.value !== "") change("levers", card, declared, shown(declared).back(Number(exact.value)), null); letGo(); exact.value = shown(declared).to(valueOf("levers", card, declared)); });
  return h("div", { class: "number first", id: `${id}-box` }, range, exact, h("span", { class: "unit" }, "M\u20ac"));
}

/** Switch a lever on, with what is left of the budget, or off; that there is little left is said. */
export function toggle(card, on) {
  const share = Math.max(1, Math.round((capOf() * DEFAULT_SHARE) / coarse())) * coarse(), budget = Math.min(share, leftFor(card.name));
  edit((plan) => { if (on) plan.levers[card.name] = { budget }; else delete plan.levers[card.name]; });
  letGo();
  if (on && budget < share) showBudget(t(budget > 0 ? "gotLess" : "gotNothing", { lever: named("levers", card.name, card.title), budget: money(budget) }));
}

/** A labelled slider with its number, unit, range, and where the value comes from. */
export function slider(kind, card, declared) {
  const id = `${kind}-${card.name}-${declared.name}`, scale = scaleOf(declared);
  const label = declared.name === FIRST ? t("budgetYear") : named("numbers", declared.name, capital(declared.name.replaceAll("_", " ")));
  const meaning = named("meanings", `${card.name}.${declared.name}`, named("meanings", declared.name, declared.meaning));
  const range = h("input", { type: "range", id, min: 0, max: scale.steps, step: 1, "aria-describedby": `${id}-help` });
  const field = h("input", { type: "number", class: "exact", id: `${id}-exact`, step: "any", "aria-label": `${label}, ${unitOf(declared)}` });
  const said = h("p", { class: "said", id: `${id}-said`, role: "status", hidden: true });
  const set = (value, done) => { said.hidden = true; const word = change(kind, card, declared, value, done ? null : id); if (done) letGo(); return word; };
  range.addEventListener("input", () => set(scale.value(Number(range.value))));
  range.addEventListener("change", () => set(scale.value(Number(range.value)), true));
  foresee(range, (at) => withNumber(kind, card, declared, scale.value(at)));
  field.addEventListener("change", () => {
    const word = field.value === "" ? t("notANumber", rangeWords(declared)) : set(shown(declared).back(Number(field.value)), true), now = valueOf(kind, card, declared);
    field.value = shown(declared).to(now);
    Object.assign(said, { textContent: word, hidden: !word });
    said.dataset.at = now;
  });
  return h("div", { class: "number", id: `${id}-box` },
    h("div", { class: "number-head" }, h("label", { htmlFor: id }, label), field, h("span", { class: "unit" }, unitOf(declared))),
    said, range,
    h("p", { class: "help", id: `${id}-help` }, capital(meaning), " ", sourceOf(declared)));
}

function sourceOf(declared) {
  const title = [declared.source, ...declared.evidence].join("\n");
  return h("span", { class: declared.assumed ? "source assumed" : "source", title },
    `${t("range")} ${plain(declared, declared.low)}\u2013${plain(declared, declared.high)} \u00b7 ${named("sources", declared.source, declared.source)}`);
}

/** A number as its field shows it. */
export const plain = (declared, value) => number(shown(declared).to(value), decimalsOf(declared, value));
const decimalsOf = (declared, value) => (declared.whole || Number.isInteger(shown(declared).to(value)) ? 0 : 2);

/** How a number is written: shares in per cent, large sums in millions. */
export function shown(declared) {
  if (declared.unit === "share" || declared.unit.startsWith("share/")) return scaled(100);
  if (declared.unit === "EUR/year") return scaled(1e-6);
  return scaled(1);
}

/** The range of a number, in words for a message. */
const rangeWords = (declared) => ({ low: plain(declared, declared.low), high: plain(declared, declared.high), unit: unitOf(declared) });

/** A number as near as its range allows to what was wanted: {value, said}, in words what could not be. */
export function inRange(declared, wanted) {
  const value = Math.max(declared.low, Math.min(declared.high, declared.whole ? Math.round(wanted) : wanted));
  if (value === wanted) return { value, said: "" };
  const isOutside = wanted < declared.low || wanted > declared.high;
  return { value, said: t(isOutside ? "outOfRange" : "wholeOnly", { ...rangeWords(declared), value: plain(declared, wanted), used: plain(declared, value) }) };
}

const scaled = (by) => ({ to: (value) => Number((value * by).toPrecision(12)), back: (value) => Number((value / by).toPrecision(12)) });

export function unitOf(declared) {
  if (declared.unit === "share") return "%";
  if (declared.unit.startsWith("share/")) return `%/${named("units", declared.unit.slice(6), declared.unit.slice(6))}`;
  if (declared.unit === "EUR/year") return t("millionYear");
  return named("units", declared.unit, declared.unit);
}

/** Steps of a slider, about two dozen so that the next one can be lived before it is chosen: even ones, or finer towards the low end where
 * the range spans powers of ten. The field beside it takes any number. */
export function scaleOf(declared) {
  if (declared.name === FIRST) return even(0, Math.min(capOf(), declared.high), coarse());
  const { low, high } = declared, isTime = declared.unit === "month" || declared.unit === "months", horizon = isTime && high > 480 ? 480 : high;
  if (declared.whole) return even(low, horizon, horizon - low <= 2 * STEPS ? 1 : isTime ? YEAR : Math.ceil((horizon - low) / STEPS));
  if (low >= 0 && declared.value > 0 && high > 20 * declared.value) return curved(low, high);
  return even(low, high, tidy((high - low) / STEPS));
}

const STEPS = 24, YEAR = 12;

/** The next 1, 2, 2.5 or 5 times a power of ten. */
const tidy = (step) => { const power = 10 ** Math.floor(Math.log10(step)); return [1, 2, 2.5, 5, 10].find((k) => k * power >= step * (1 - 1e-9)) * power; };

function even(low, high, step) {
  return {
    steps: Math.ceil((high - low) / step - 1e-9), value: (at) => Number(Math.min(high, low + at * step).toPrecision(10)),
    at: (value) => Math.round((value - low) / step),
  };
}

function curved(low, high) {
  const value = (at) => Number((low + (high - low) * (at / STEPS) ** 3).toPrecision(2));
  return { steps: STEPS, value, at: (wanted) => Math.round(STEPS * Math.cbrt((wanted - low) / (high - low))) };
}

/** Put a number into the plan as far as its range and the budget allow; in words what could not be. The slider goes to where the plan is. */
function change(kind, card, declared, wanted, touch) {
  if (!Number.isFinite(wanted)) return t("notANumber", rangeWords(declared));
  let { value, said } = inRange(declared, wanted);
  const short = kind === "levers" ? missing(card, declared, value) : null;
  if (short) ({ value, said } = short);
  edit((plan) => { (plan[kind][card.name] ??= {})[declared.name] = value; }, touch);
  showNumber(kind, card, declared);
  if (kind === "levers" && declared.name === FIRST) showRange($(`first-${card.name}`), declared, kind, card);
  if (short) {
    $(`first-${card.name}-box`)?.classList.add("blocked");
    showBudget(said);
  }
  return said;
}

/** What the plan would be with a number where a slider may go next, or null where it cannot. */
function withNumber(kind, card, declared, wanted) {
  if (!state.plan[kind][card.name]) return null;
  const plan = structuredClone(state.plan), { value } = inRange(declared, wanted), short = kind === "levers" ? missing(card, declared, value) : null;
  plan[kind][card.name][declared.name] = short ? short.value : value;
  return plan;
}

/** Where the budget does not reach: how much it does, or the number as it was where other months would cost too much; and the words for it. */
function missing(card, declared, value) {
  const trial = structuredClone(state.plan);
  (trial.levers[card.name] ??= {})[declared.name] = value;
  const left = leftIn(trial, card.name), budget = trial.levers[card.name][FIRST] ?? budgetOf(card);
  if (budget <= left + 1) return null;
  if (declared.name === FIRST) return { value: left, said: t("overspent", { left: money(left) }) };
  return { value: valueOf("levers", card, declared), said: t("overspentThen", { left: money(left) }) };
}

/** Bring sliders, switches and budget in line with the plan. */
export function showLevers() {
  for (const card of state.catalogue.levers) {
    const on = card.name in state.plan.levers, article = $(`lever-${card.name}`);
    if (!article) return;
    article.classList.toggle("on", on);
    $(`on-${card.name}`).checked = on;
    article.querySelector(".lever-body").hidden = !on;
    article.querySelector(".amount").textContent = on ? shortMoney(budgetOf(card)) : "";
    if (!on) continue;
    showRange($(`first-${card.name}`), card.numbers.find((one) => one.name === FIRST), "levers", card);
    for (const declared of card.numbers) showNumber("levers", card, declared);
    showAim(card);
  }
  showThemes();
  showBudget("");
}

/** An answer came: how many each lever is for. */
export const showReaches = () => { for (const card of state.catalogue.levers) if (card.name in state.plan.levers) showReach(card); };

const budgetOf = (card) => valueOf("levers", card, card.numbers.find((one) => one.name === FIRST));

/** One slider and its field as the plan has it. */
export function showNumber(kind, card, declared) {
  const id = `${kind}-${card.name}-${declared.name}`, field = $(`${id}-exact`);
  if (!field) return;
  const now = valueOf(kind, card, declared), said = $(`${id}-said`);
  showRange($(id), declared, kind, card);
  if (document.activeElement !== field) field.value = shown(declared).to(now);
  if (said.dataset.at !== String(now)) said.hidden = true;
}

function showRange(range, declared, kind, card) {
  const value = valueOf(kind, card, declared), scale = scaleOf(declared);
  range.max = scale.steps;
  if (scale.value(Number(range.value)) !== value) range.value = scale.at(value);
  range.setAttribute("aria-valuetext", `${plain(declared, value)} ${unitOf(declared)}`);
  range.style.setProperty("--at", `${(100 * range.value) / Math.max(1, range.max)}%`);
  if (declared.name !== FIRST) return;
  $(`first-${card.name}-box`).classList.remove("blocked");
  const exact = $(`first-${card.name}-exact`);
  if (document.activeElement !== exact) exact.value = shown(declared).to(value);
}

let calm = 0, word = "";

/** The bar of what is set aside, lever by lever, and what is left; or for a while why no more could be had. */
export function showBudget(said = word) {
  const cap = capOf(), set = setAside();
  const parts = Object.entries(state.plan.levers).map(([name], k) => {
    const card = leverOf(name), budget = budgetOf(card);
    return h("i", { class: `part p${k % 6}`, title: `${named("levers", name, card.title)}: ${money(budget)}`, style: { width: `${(100 * budget) / Math.max(cap, sumOf())}%` } });
  });
  clearTimeout(calm);
  if (said) calm = setTimeout(() => showBudget(""), 8000);
  word = said;
  fill($("budget"),
    h("h2", {}, t("budgetTitle")),
    h("p", { class: "budget-line" }, h("b", {}, shortMoney(set)), ` ${t("ofBudget", { cap: shortMoney(cap) })}`),
    h("div", { class: "budget-bar", role: "img", "aria-label": t("budgetSpoken", { set: money(set), left: money(Math.max(0, cap - set)) }) }, parts),
    h("p", { class: word ? "budget-left blocked" : "budget-left", role: word ? "alert" : undefined }, word || t("leftToSetAside", { left: shortMoney(Math.max(0, cap - set)) })));
}

const sumOf = () => Object.keys(state.plan.levers).reduce((sum, name) => {
  return sum + budgetOf(leverOf(name));
}, 0);
