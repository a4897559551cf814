/* What happened in the room, written down as the page told it: plans that were answered in full, guesses, and what surprised. */

import { data, isFresh } from "./data.js";
import { $, h } from "./dom.js";
import { guessSaid } from "./guess.js";
import { say } from "./socket.js";
import { changed, isUntouched, leverOf, planKey, shockOf, state } from "./state.js";
import { inYear, money, named, spoken, t, when } from "./words.js";

const REST = 900, TAB = "workshop noted";
let timer = 0;
export const record = { entries: [], home: "" };
const noted = new Set(JSON.parse(stored() ?? "[]"));

function stored() { try { return sessionStorage.getItem(TAB); } catch { return null; } }

/** News of the record, for the screen. */
export function receiveRecord(message) {
  Object.assign(record, { entries: message.entries ?? [], home: message.home ?? "" });
  changed("record");
}

/** Write something down about a plan: `said` holds the words. */
export function note(what, { plan = state.plan, who, ...said }) {
  const { story, ...kept } = plan;
  const words = { title: `${who ? `${who}: ` : ""}${plan.title || (Object.keys(plan.levers ?? {}).length ? t("untitled") : t("untouched"))}`, levers: leverList(plan), shocks: shockList(plan), ...said };
  say({ do: "note", what, plan: kept, said: Object.fromEntries(Object.entries(words).filter(([, text]) => text)) });
}

const leverList = (plan) => Object.entries(plan.levers ?? {}).map(([name, own]) => `${named("levers", name, leverOf(name).title)} ${money(own.budget ?? leverOf(name).numbers.find((one) => one.name === "budget").value)}`).join("; ");
const shockList = (plan) => Object.entries(plan.shock ?? {}).map(([name, own]) => `${named("shocks", name, shockOf(name).title)} (${when((own.start ?? 0) + 1)})`).join("; ");

/** The answer is whole: every city that was asked has been lived, and it may be shown. */
export const isWhole = () => isFresh() && !state.guessing && !data.sample && (state.catalogue.setting.seeds === 1 || data.spread?.seeds >= state.catalogue.setting.seeds);
const aboutNow = () => `${state.key} ${state.indicator}`;
const sentence = () => `${$("headline").textContent} ${$("subline").textContent}`.trim();

/** Something was shown: once it has come to rest, a whole answer and a guess held against it are written down, each once. */
export function noteLater() {
  clearTimeout(timer);
  timer = setTimeout(noteNow, REST);
}

function noteNow() {
  if (!isWhole() || !state.online) return;
  const by = state.by?.of === planKey() ? state.by.who : undefined, key = aboutNow(), indicator = named("indicators", state.indicator);
  if (state.screen && !isUntouched() && once(`tried ${key}`)) note("tried", { who: by, key, indicator, span: inYear(state.month), text: sentence() });
  const guess = guessSaid();
  if (guess && once(`guess ${key} ${guess.guessed}`)) note("guess", { key: `${key} ${guess.guessed}`, ...guess });
}

function once(what) {
  if (noted.has(what)) return false;
  noted.add(what);
  try { sessionStorage.setItem(TAB, JSON.stringify([...noted].slice(-300))); } catch { /* forbidden */ }
  return true;
}

/** The surprise noted of what is shown now, if there is one. */
const noteOfNow = () => record.entries.find((one) => one.kind === "surprise" && one.who === "" && one.said.key === aboutNow());

/** One click: this surprised us; another takes it back. */
export function surprise() {
  if (!isWhole()) return;
  const there = state.screen && noteOfNow(), why = $("why");
  if (there) return say({ do: "forget", number: there.number });
  const lead = why.classList.contains("old") ? "" : why.querySelector(".lead")?.textContent ?? "";
  note("surprise", { key: aboutNow(), indicator: named("indicators", state.indicator), span: inYear(state.month), text: sentence(), why: lead });
  once(`surprise ${aboutNow()}`);
  showSurprise();
}

/** The button beside the sentence; it is there when there is something to be surprised by. */
export function showSurprise() {
  const box = $("surprise"), on = Boolean(state.screen ? noteOfNow() : noted.has(`surprise ${aboutNow()}`));
  box.hidden = !isWhole() || isUntouched();
  box.setAttribute("aria-pressed", String(on));
  box.textContent = t(on ? "surpriseNoted" : "surprised");
}

/** Where dates are written as the language spoken has them. */
export const place = () => (spoken() === "es" ? "es-ES" : "en-GB");
export const clock = (at) => new Date(at).toLocaleTimeString(place(), { hour: "2-digit", minute: "2-digit" });
export const item = (entry, ...more) => h("li", {}, h("span", { class: "fine" }, `${clock(entry.at)} `), h("b", {}, entry.said.title ?? ""), ...more);
