/* The levers by theme: folded until a lever of theirs is on, and found by a word. */

import { $, fill, h } from "./dom.js";
import { state } from "./state.js";
import { capital, named, shortMoney, t } from "./words.js";

const open = new Set();
let before = new Set(), wanted = "";

/** Every theme with its cards, and a field to find one. */
export function buildThemes(makeCard) {
  fill($("lever-find"), h("input", { type: "search", id: "lever-search", value: wanted, placeholder: t("findLever"), "aria-label": t("findLever"), autocomplete: "off", oninput: (e) => find(e.target.value), onkeydown: inSearch }),
    h("span", { id: "lever-found", class: "fine", role: "status" }));
  fill($("lever-list"), [...byTheme()].map(([theme, cards]) => h("details", { class: "theme", id: idOf(theme), open: open.has(theme) || Boolean(wanted) },
    h("summary", { onclick: () => { if (!wanted) open[open.has(theme) ? "delete" : "add"](theme); } },
      h("h2", {}, named("themes", theme, capital(theme))), h("span", { class: "count" })),
    cards.map(makeCard))));
  find(wanted);
}

const idOf = (theme) => `theme-${theme.replaceAll(/\W+/g, "-")}`;

function byTheme() {
  const themes = new Map();
  for (const card of state.catalogue.levers) themes.set(card.theme, [...(themes.get(card.theme) ?? []), card]);
  return themes;
}

/** How many levers of each theme are on, with how much; where one was switched on unfolds, and with a whole new plan only that. */
export function showThemes(budgetOf) {
  const now = new Set(Object.keys(state.plan.levers)), moved = [...now].filter((name) => !before.has(name)).length + [...before].filter((name) => !now.has(name)).length;
  if (moved > 1) { open.clear(); $("levers").scrollTop = 0; }
  for (const [theme, cards] of byTheme()) {
    const on = cards.filter((card) => now.has(card.name)), box = $(idOf(theme));
    if (on.some((card) => moved > 1 || !before.has(card.name))) open.add(theme);
    box.open = open.has(theme) || Boolean(wanted);
    box.classList.toggle("on", on.length > 0);
    box.querySelector(".count").textContent = on.length ? t("themeOn", { n: on.length, all: cards.length, sum: shortMoney(on.reduce((sum, card) => sum + budgetOf(card), 0)) }) : t(cards.length === 1 ? "themeOfOne" : "themeOf", { all: cards.length });
  }
  before = now;
}

const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

/** Show the levers that a word is said of. */
function find(word) {
  wanted = plain(word.trim());
  let found = 0;
  for (const [theme, cards] of byTheme()) {
    const shown = cards.filter((card) => wordsOf(card, theme).includes(wanted));
    for (const card of cards) $(`lever-${card.name}`).hidden = !shown.includes(card);
    Object.assign($(idOf(theme)), { hidden: !shown.length, open: open.has(theme) || Boolean(wanted) });
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
  [".switch", "summary"].flatMap((kind) => [...$("lever-list").querySelectorAll(kind)]).find((one) => one.checkVisibility())?.focus();
}
