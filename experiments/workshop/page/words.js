/* Numbers and names as a room reads them, in the language chosen. */

import { state } from "./state.js";
const LANGUAGES = { en: () => import("./english.js"), es: () => import("./spanish.js") };
let language = "en", words = {}, choices = 0;

/** Choose the language of everything written from now on; its words are fetched when they are first needed. Whether it is the one that
 * was chosen last: words that come late are those of a choice that was taken back. */
export async function speak(name) {
  const chosen = LANGUAGES[name] ? name : "en", choice = ++choices, found = await LANGUAGES[chosen]();
  if (choice !== choices) return false;
  words = found.WORDS;
  language = document.documentElement.lang = chosen;
  return true;
}

export const spoken = () => language;

/** What is to be said in place of an answer that is not there. */
export const stateWord = () => t(state.refused?.key === state.key ? "refusedShort" : "answering");

/** A phrase by name, its {places} filled. */
export function t(name, places = {}) {
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (whole, place) => places[place] ?? whole);
}

/** A name from one of the lists of names (indicators, cards, groups, ...), or what the catalogue calls it. */
export function named(list, name, usual) {
  return words.names[list]?.[name] ?? usual ?? capital(String(name).replaceAll("_", " "));
}

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** A number with so many decimals; a dash where there is none. */
export function number(value, decimals = 0) {
  if (Number.isNaN(value)) return "\u2013";
  return new Intl.NumberFormat(language === "es" ? "es-ES" : "en-GB", {
    minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: true,
  }).format(Object.is(value, -0) || Math.abs(value) < 0.5 * 10 ** -decimals ? 0 : value);
}

/** A whole number with its sign: '+1,240'. */
export const signedNumber = (value) => `${Math.round(value) > 0 ? "+" : Math.round(value) < 0 ? "\u2212" : ""}${number(Math.abs(value))}`;

/** 8 000 000 -> 'EUR 8.0 million'. */
export function money(euros) {
  const size = Math.abs(euros);
  if (size >= 999_500) return `EUR ${number(euros / 1e6, size >= 99_950_000 ? 0 : 1)} ${t("million")}`;
  return `EUR ${number(size >= 99_950 ? 1000 * Math.round(euros / 1000) : euros)}`;
}

/** The same in as few letters as fit beside a slider. */
export function shortMoney(euros) {
  const size = Math.abs(euros);
  return size >= 99_950 ? `${number(euros / 1e6, size >= 99_950_000 || Math.abs(euros % 1e6) < 50_000 ? 0 : 1)} M\u20ac` : `${number(euros)} \u20ac`;
}

/** A unit as the curves name it. */
export const unitName = (unit) => { const shown = unit.startsWith("share") ? "%" : unit; return named("units", shown, shown); };

const isShare = (unit) => unit === "share" || unit === "share/month";

/** People to the nearest ten: one resident of the model stands for more. */
const tens = (people) => number(Math.round(people / 10) * 10);

/** A level in its unit: 7.2%, EUR 3,120, 0.271. */
export function level(value, unit) {
  if (Number.isNaN(value)) return number(value);
  if (isShare(unit)) return `${number(100 * value, 1)}%`;
  if (unit.startsWith("EUR")) return money(value);
  if (unit === "people") return tens(value);
  return number(value, Math.abs(value) < 10 ? 3 : 1);
}

/** A skill in what it is worth: months of schooling that go with as much of it, on average. */
const schooling = (amount) => { const months = (12 * amount) / state.catalogue.setting.skill_of_a_year; return t("monthsOfSchooling", { n: number(months, months < 9.95 ? 1 : 0) }); };

/** The size of a change, without its sign: '0.4 points', 'EUR 12'. */
export function size(value, unit) {
  const amount = Math.abs(value);
  if (isShare(unit)) return `${number(100 * amount, pointsDecimals(amount))} ${t("points")}`;
  if (unit.startsWith("EUR")) return money(amount);
  if (unit === "people") return tens(amount);
  if (unit === "SD") return schooling(amount);
  return number(amount, amount < 0.1 ? 4 : 2);
}

const pointsDecimals = (amount) => (100 * amount < 0.995 ? 2 : 1);

/** What a change with its sign is counted in. */
export const unitAfter = (unit) => (unit.startsWith("share") ? ` ${t("points")}` : unit.startsWith("EUR") ? " EUR" : unit === "SD" ? ` ${t("ofSchooling")}` : "");

/** A change with its sign and no unit: '-0.41', '+12', '+1.25 million'; a skill's in months of schooling. */
export function signed(value, unit) {
  const amount = Math.abs(value), large = unit.startsWith("EUR") && amount >= 999_500;
  const said = unit === "SD" ? number((12 * amount) / state.catalogue.setting.skill_of_a_year, 1) : isShare(unit) ? number(100 * amount, 2) : large ? `${number(amount / 1e6, 2)} ${t("million")}`
    : unit === "people" ? tens(amount) : unit.startsWith("EUR") ? number(amount) : number(amount, 4);
  return `${!/[1-9]/.test(said) ? "" : value > 0 ? "+" : "\u2212"}${said}`;
}

/** A tick of an axis. */
export function tick(value, unit, step) {
  const decimals = Math.max(0, Math.min(4, -Math.floor(Math.log10(isShare(unit) ? 100 * step : step) + 1e-9)));
  if (isShare(unit)) return `${number(100 * value, decimals)}%`;
  if (Math.abs(value) >= 1e6) return `${number(value / 1e6, step < 1e6 ? 1 : 0)} M`;
  return number(value, decimals);
}

/** A tick of an axis of differences. */
export function signedTick(value, unit, step) {
  const said = tick(Math.abs(value), unit, step).replace("%", "");
  return `${value > step / 2 ? "+" : value < -step / 2 ? "\u2212" : ""}${said}`;
}

/** 'in year 20', or 'in the year to year 20, month 5'. */
export function inYear(month) {
  if (month === 0) return t("beforePolicy");
  return month % 12 === 0 ? t("inYear", { n: month / 12 }) : t("yearTo", { when: when(month) });
}

/** Year and month of a month since the policy date: 'year 3, month 4'. */
export function when(month) {
  return t("yearMonth", { year: Math.floor(Math.max(0, month - 1) / 12) + 1, month: (Math.max(0, month - 1) % 12) + 1 });
}
