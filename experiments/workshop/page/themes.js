/* The levers by theme: one slider for each theme, which unfolds into its levers; a lever is found by a word. */

import { foresee } from "./ahead.js";
import { $, fill, h } from "./dom.js";
import { capOf, edit, letGo, setAside, state } from "./state.js";
import { capital, money, named, shortMoney, t } from "./words.js";

const FINE = 10_000, HALVINGS = 24;
const open = new Set();
let before = new Set(), wanted = "", budgetOf = () => 0, blocked = () => {}, held = null;

/** Every theme with its slider and its cards, and a field to find one. `budget` tells what a card has set aside, `short` hears why no more could be had. */
export function buildThemes(makeCard, budget, short) {
  [budgetOf, blocked] = [budget, short];
  fill($("lever-find"), h("input", { type: "search", id: "lever-search", value: wanted, placeholder: t("findLever"), "aria-label": t("findLever"), autocomplete: "off", oninput: (e) => find(e.target.value), onkeydown: inSearch }),
    h("span", { id: "lever-found", class: "fine", role: "status" }));
  fill($("lever-list"), [...byTheme()].map(([theme, cards]) => themeBox(theme, cards, makeCard)));
  find(wanted);
}

function themeBox(theme, cards, makeCard) {
  const id = idOf(theme), name = named("themes", theme, capital(theme));
  const slider = h("input", { type: "range", class: "theme-slider", id: `${id}-slider`, min: 0, step: 1, "aria-label": t("themeSlider", { theme: name }), title: mixWords(theme) });
  slider.addEventListener("input", () => setTheme(theme, valueAt(Number(slider.value)), `${id}-slider`));
  slider.addEventListener("change", () => { held = null; letGo(); });
  foresee(slider, (at) => withTheme(theme, at));
  return h("section", { class: "theme", id },
    h("h2", {}, h("button", { class: "unfold", "aria-expanded": "false", "aria-controls": `${id}-levers`, onclick: () => { if (!wanted) { open[open.has(theme) ? "delete" : "add"](theme); unfold(theme, cards); } } },
      h("span", {}, name), h("span", { class: "count" }))),
    slider,
    h("div", { id: `${id}-levers`, class: "theme-levers" }, cards.map(makeCard)));
}

const mixWords = (theme) => t("themeMix", { mix: Object.entries(mixOf(theme)).map(([name, share]) => `${named("levers", name, capital(name.replaceAll("_", " ")))} ${Math.round(100 * share)}%`).join(", ") });
const mixOf = (theme) => state.catalogue.themes[theme];
const idOf = (theme) => `theme-${theme.replaceAll(/\W+/g, "-")}`;

function byTheme() {
  const themes = new Map();
  for (const card of state.catalogue.levers) themes.set(card.theme, [...(themes.get(card.theme) ?? []), card]);
  return themes;
}

/** Steps of a budget: about two dozen from nothing to all the city may set aside. */
export const coarse = () => {
  const power = 10 ** Math.floor(Math.log10(capOf() / 24)), raw = capOf() / 24 / power;
  return [1, 2, 2.5, 5, 10].find((k) => k >= raw * (1 - 1e-9)) * power;
};
const valueAt = (at) => Math.min(capOf(), at * coarse());
const budgetIn = (theme) => byTheme().get(theme).filter((card) => card.name in state.plan.levers).reduce((sum, card) => sum + budgetOf(card), 0);

/** Put a theme's budget into the plan: levers that are on keep their shares of it, none on are split by the declared mix. */
function setTheme(theme, euros, touch) {
  if (held?.theme !== theme) held = { theme, shares: sharesNow(theme) };
  let said = "";
  edit((plan) => { said = give(plan, theme, euros, held.shares); }, touch);
  if (said) blocked(said, theme);
}

/** What the plan would be with the slider of a theme there. */
function withTheme(theme, at) {
  const plan = structuredClone(state.plan);
  give(plan, theme, valueAt(at), held?.theme === theme ? held.shares : sharesNow(theme));
  return plan;
}

function sharesNow(theme) {
  const sum = budgetIn(theme);
  if (!sum) return mixOf(theme);
  return Object.fromEntries(byTheme().get(theme).filter((card) => card.name in state.plan.levers).map((card) => [card.name, budgetOf(card) / sum]));
}

/** As much of the wanted euros as the budget allows at all times; in words what could not be. */
function give(plan, theme, euros, shares) {
  const own = structuredClone(plan.levers), names = byTheme().get(theme).map((card) => card.name);
  const put = (sum) => {
    for (const name of names) {
      const budget = FINE * Math.round((sum * (shares[name] ?? 0)) / FINE);
      if (sum > 0 && name in shares) plan.levers[name] = { ...own[name], budget }; else delete plan.levers[name];
    }
    return setAside(plan) <= capOf() + 1;
  };
  if (put(euros)) return "";
  let [low, high] = [0, euros];
  for (let k = 0; k < HALVINGS; k++) { const middle = (low + high) / 2; if (put(middle)) low = middle; else high = middle; }
  low = FINE * Math.floor(low / FINE + 1e-6);
  if (!put(low)) put(Math.max(0, low - FINE * names.length));
  return t("overspentTheme", { left: money(low) });
}

/** Sliders, sums and how many levers of each theme are on; where one was switched on by itself its theme unfolds. */
export function showThemes() {
  const now = new Set(Object.keys(state.plan.levers)), moved = [...now].filter((name) => !before.has(name)).length + [...before].filter((name) => !now.has(name)).length;
  if (moved > 1 && !held) { open.clear(); $("levers").scrollTop = 0; }
  for (const [theme, cards] of byTheme()) {
    const on = cards.filter((card) => now.has(card.name)), box = $(idOf(theme)), sum = budgetIn(theme), slider = $(`${idOf(theme)}-slider`);
    if (moved === 1 && !held && on.some((card) => !before.has(card.name))) open.add(theme);
    slider.max = Math.ceil(capOf() / coarse() - 1e-9);
    if (valueAt(Number(slider.value)) !== sum) slider.value = Math.round(sum / coarse());
    slider.setAttribute("aria-valuetext", money(sum));
    slider.style.setProperty("--at", `${(100 * slider.value) / slider.max}%`);
    box.classList.toggle("on", on.length > 0);
    Object.assign(box.querySelector(".count"), { textContent: on.length ? shortMoney(sum) : "", title: on.length ? t("themeOn", { n: on.length, all: cards.length, sum: shortMoney(sum) }) : "" });
    box.querySelector(".unfold").title = on.length ? t("themeOn", { n: on.length, all: cards.length, sum: money(sum) }) : t(cards.length === 1 ? "themeOfOne" : "themeOf", { all: cards.length });
    unfold(theme, cards);
  }
  before = now;
}

function unfold(theme) {
  const shown = open.has(theme) || Boolean(wanted), box = $(idOf(theme));
  box.classList.toggle("open", shown);
  box.querySelector(".unfold").setAttribute("aria-expanded", String(shown));
  $(`${idOf(theme)}-levers`).hidden = !shown;
}

const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

/** Show the levers that a word is said of. */
function find(word) {
  wanted = plain(word.trim());
  let found = 0;
  for (const [theme, cards] of byTheme()) {
    const shown = cards.filter((card) => wordsOf(card, theme).includes(wanted));
    for (const card of cards) $(`lever-${card.name}`).hidden = !shown.includes(card);
    $(idOf(theme)).hidden = !shown.length;
    unfold(theme);
    found += shown.length;
  }
  $("lever-found").textContent = wanted ? t("leversFound", { n: found }) : "";
}

const wordsOf = (card, theme) => plain([named("levers", card.name, card.title), card.title, named("leverHelp", card.name, card.help), named("themes", theme, theme)].join(" "));

/** Down or Enter goes to the first lever found, Escape forgets the word. */
function inSearch(event) {
  if (event.key === "Escape" && event.target.value) { event.target.value = ""; find(""); event.preventDefault(); }
  if (event.key !== "Enter" && event.key !== "ArrowDown") return;
  event.preventDefault();
  [...$("lever-list").querySelectorAll(wanted ? ".switch" : ".unfold")].find((one) => one.checkVisibility())?.focus();
}
