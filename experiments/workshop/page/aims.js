/* Whom a lever is for: groups of residents, for levers that can be kept for some, and how many people that is. */

import { data, isFresh } from "./data.js";
import { $, fill, h } from "./dom.js";
import { cityOf, edit, letGo, state } from "./state.js";
import { capital, named, number, stateWord, t } from "./words.js";

/** The lists of a card, one for each kind of group; null where it serves whoever comes. */
export function aimBox(card) {
  return card.aims.length ? h("details", { class: "aims" }, h("summary", { id: `for-${card.name}-said` }), h("div", { id: `for-${card.name}` }), h("p", { class: "fine", id: `for-${card.name}-many`, role: "status" })) : null;
}

/** The lists in line with the plan. */
export function showAim(card) {
  const box = $(`for-${card.name}`);
  if (!box) return;
  const aim = state.plan.levers[card.name]?.for ?? {};
  $(`for-${card.name}-said`).textContent = t("forWhom", { who: wordsOf(aim) });
  if (!box.contains(document.activeElement)) fill(box, card.aims.map((kind) => list(card, kind, aim[kind])));
  showReach(card);
}

/** How many the lever means, once that is known of this plan. */
export function showReach(card) {
  const many = $(`for-${card.name}-many`), aim = state.plan.levers[card.name]?.for;
  if (!many) return;
  const people = data.reach?.[card.name];
  many.textContent = !aim ? "" : !isFresh() || people === undefined ? stateWord() : t("forReaches", { people: number(Math.round(people / 100) * 100), rows: number(Math.round(people / data.weight)) });
}

function list(card, kind, chosen) {
  const said = [chosen ?? []].flat(), options = optionsOf(kind), own = said.length > 1 || (said.length && !options.some(([value]) => value === said[0]));
  const box = h("select", { id: `for-${card.name}-${kind}`, onchange: (event) => choose(card, kind, event.target.value) },
    h("option", { value: "" }, t("all")), own ? h("option", { value: "own", selected: true }, said.map((one) => nameOf(kind, one)).join(", ")) : null,
    options.map(([value, name]) => h("option", { value, selected: !own && value === said[0] }, name)));
  return h("label", {}, h("span", {}, named("dimensions", kind)), box);
}

function optionsOf(kind) {
  if (kind === "district") return cityOf().codes.map((code, d) => [code, cityOf().names[d]]).sort((a, b) => a[1].localeCompare(b[1]));
  return (state.catalogue.aims[kind] ?? []).filter((one) => one !== "other").map((one) => [one, capital(nameOf(kind, one))]);
}

function nameOf(kind, one) {
  if (kind === "district") return cityOf().names[cityOf().codes.indexOf(one)] ?? one;
  return kind === "activity" ? named("activities", one, one) : named("groups", `${kind} ${one}`, one.replace("-", "\u2013"));
}

/** 'women, 25-39'. */
export const wordsOf = (aim) => (Object.keys(aim).length ? Object.entries(aim).map(([kind, said]) => [said].flat().map((one) => nameOf(kind, one)).join(t("or"))).join(", ") : t("everybody").toLowerCase());

function choose(card, kind, value) {
  if (value === "own") return;
  edit((plan) => {
    const own = plan.levers[card.name], aim = { ...own.for };
    if (value) aim[kind] = value; else delete aim[kind];
    if (Object.keys(aim).length) own.for = aim; else delete own.for;
  });
  letGo();
}

/** Of a 'for' from an address: what is known here, or null; `say` hears what is left out. */
export function aimUnderstood(raw, card, say) {
  const found = {};
  for (const [kind, said] of Object.entries(raw && typeof raw === "object" && !Array.isArray(raw) ? raw : { "": raw })) {
    const names = [said].flat().filter((one) => typeof one === "string" && isKnown(kind, one));
    if (card.aims.includes(kind) && names.length) found[kind] = names.length === 1 ? names[0] : names;
    if (found[kind] === undefined || names.length < [said].flat().length) say(kind || String(raw));
  }
  return Object.keys(found).length ? found : null;
}

const isKnown = (kind, one) => (kind === "age" ? /^\d{1,3}(-\d{1,3}|\+)?$/.test(one) : kind === "district" ? Object.values(state.catalogue.cities).some((city) => city.codes.includes(one) || city.names.includes(one)) : state.catalogue.aims[kind]?.includes(one));
