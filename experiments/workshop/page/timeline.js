/* The timeline: play, scrub, and shocks dropped where they strike. */

import { monthAt, plotArea, xOf } from "./axes.js";
import { data } from "./data.js";
import { foreseeButton } from "./ahead.js";
import { $, fill, h } from "./dom.js";
import { changed, edit, letGo, shockOf, state } from "./state.js";
import { showNumber, slider } from "./levers.js";
import { named, t, when } from "./words.js";

const MONTHS_A_SECOND = 24;
let playing = null;

/** Build the strip below the curves. */
export function buildTimeline() {
  fill($("timeline"),
    h("div", { class: "track" },
      h("button", { id: "play", onclick: togglePlay, "aria-label": t("play"), title: t("play") }, "\u25b6"),
      h("input", { type: "range", id: "month", min: 0, step: 1, "aria-label": t("monthShown"), oninput: (e) => goTo(Number(e.target.value)) }),
      h("output", { id: "when", htmlFor: "month" })),
    h("div", { class: "shock-lane" }, h("div", { class: "ticks", id: "ticks", "aria-hidden": "true" }),
      h("div", { id: "shock-lane", role: "group", "aria-label": t("shocksOnTimeline") })),
    h("div", { class: "palette", role: "group", "aria-label": t("shocksToDrop") }, h("span", {}, t("dropShock")),
      inOrder().map((card) => paletteChip(card)), h("button", { class: "chip quiet", id: "more-shocks", "aria-expanded": String(allShocks), onclick: () => { allShocks = !allShocks; showPalette(); changed("size"); } })));
  showPalette();
  showTimeline();
}

let allShocks = false;

/** Those that are always in sight first. */
function inOrder() {
  const place = (card) => { const at = state.catalogue.in_sight.indexOf(card.name); return at < 0 ? Infinity : at; };
  return [...state.catalogue.shocks].sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}

function showPalette() {
  for (const card of state.catalogue.shocks) $(`drop-${card.name}`).hidden = !allShocks && !state.catalogue.in_sight.includes(card.name);
  Object.assign($("more-shocks"), { textContent: t(allShocks ? "fewerShocks" : "moreShocks"), hidden: state.catalogue.in_sight.length === state.catalogue.shocks.length });
  $("more-shocks").setAttribute("aria-expanded", String(allShocks));
}

function paletteChip(card) {
  const name = named("shocks", card.name, card.title);
  const chip = h("button", { class: "chip", id: `drop-${card.name}`, title: named("shockHelp", card.name, card.help),
    "aria-label": t("dropAt", { shock: name }) }, name);
  chip.addEventListener("click", (event) => {
    if (event.detail === 0 || !chip.dragged) place(card.name, state.month);
    if (event.detail === 0) $(`shock-${card.name}`)?.focus(); // by keyboard: on to what was dropped, since the chip is used up
    chip.dragged = false;
  });
  draggable(chip, (month) => { chip.dragged = true; place(card.name, month); });
  foreseeButton(chip, () => [withShock(card.name, state.month)]);
  return chip;
}

/** Put a shock where it strikes; there is one of a kind. */
export function place(name, month, touch = null) {
  edit((plan) => { plan.shock = withShock(name, month).shock; }, touch);
}

const withShock = (name, month) => ({ ...state.plan, shock: { ...state.plan.shock, [name]: { ...state.plan.shock[name], start: Math.max(0, Math.min(lastStart(), month)) } } });

const lastStart = () => Math.max(0, state.plan.months - 1);
const laneArea = () => plotArea($("timeline").getBoundingClientRect().width);
const monthUnder = (event) => monthAt(event.clientX - $("timeline").getBoundingClientRect().left, laneArea());

/** Let a chip be dragged to a month; what is dropped outside the timeline is not placed. */
function draggable(chip, drop) {
  chip.addEventListener("pointerdown", (down) => {
    if (down.button !== 0) return;
    let ghost = null;
    const move = (event) => {
      if (!ghost && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > 6) ghost = ghostOf(chip);
      if (ghost) { ghost.style.left = `${event.clientX}px`; ghost.style.top = `${event.clientY}px`; $("curves").classList.toggle("aim", over(event)); }
    };
    const up = (event) => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", up);
      removeEventListener("pointercancel", up);
      $("curves").classList.remove("aim");
      ghost?.remove();
      if (ghost && event.type === "pointerup" && over(event)) drop(monthUnder(event));
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", up);
    addEventListener("pointercancel", up);
  });
}

function over(event) {
  const box = $("curves").getBoundingClientRect();
  return event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
}

function ghostOf(chip) {
  const ghost = h("div", { class: "chip ghost" }, chip.textContent);
  document.body.append(ghost);
  return ghost;
}

function token(name) {
  const card = shockOf(name), start = state.plan.shock[name].start ?? 0, title = named("shocks", name, card.title);
  const made = h("button", { class: "chip token", id: `shock-${name}`, "aria-label": t("shockAt", { shock: title, when: when(start + 1) }), title: t("shockHow") }, title);
  made.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageDown: -12, PageUp: 12 }[event.key];
    if (step) { event.preventDefault(); place(name, start + step * (event.shiftKey ? 12 : 1), `shock-${name}`); $(`shock-${name}`)?.focus(); }
    if (event.key === "Delete" || event.key === "Backspace") { event.preventDefault(); removeShock(name); }
  });
  made.addEventListener("click", () => { if (!made.dragged) changed(`shock ${name}`); made.dragged = false; });
  draggable(made, (month) => { made.dragged = true; place(name, month); letGo(); });
  return made;
}

/** Take a shock off the timeline. */
export function removeShock(name) {
  edit((plan) => { delete plan.shock[name]; });
  $(`drop-${name}`)?.focus();
}

/** What can be set about one shock: for a dialog. */
export function shockEditor(name, close) {
  const card = shockOf(name);
  const body = h("div", { class: "shock-editor" },
    h("p", { class: "help" }, named("shockHelp", name, card.help)),
    card.numbers.map((declared) => slider("shock", card, declared)),
    h("p", {}, h("button", { onclick: () => { close(); removeShock(name); } }, t("removeShock"))));
  return { title: named("shocks", name, card.title), body, show: () => card.numbers.forEach((declared) => showNumber("shock", card, declared)) };
}

/** Tokens, ticks and the scrubber in line with plan and cursor. */
export function showTimeline() {
  if (!$("month")) return;
  const area = laneArea(), months = state.plan.months;
  $("month").max = months;
  Object.assign($("month").style, { left: `${area.left - 8}px`, width: `${area.right - area.left + 16}px` });
  const focus = document.activeElement?.id;
  const strikes = (name) => Math.min(state.plan.shock[name].start ?? 0, months);
  fill($("shock-lane"), Object.keys(state.plan.shock).sort((a, b) => strikes(a) - strikes(b)).map((name) => {
    const made = token(name);
    made.style.left = `${xOf(strikes(name), area)}px`;
    return made;
  }));
  stack();
  for (const card of state.catalogue.shocks) $(`drop-${card.name}`).disabled = card.name in state.plan.shock;
  if (focus?.startsWith("shock-")) $(focus)?.focus();
  const every = months > 180 ? 60 : months > 60 ? 24 : 12;
  const taken = Object.values(state.plan.shock).map((own) => xOf(Math.min(own.start ?? 0, months), area));
  const free = (month) => !taken.some((x) => xOf(month, area) - x > -40 && xOf(month, area) - x < 130);
  fill($("ticks"), Array.from({ length: Math.floor(months / every) + 1 }, (_, k) => free(k * every) && h("span", { style: { left: `${xOf(k * every, area)}px` } },
    k === 0 ? t("start") : t("yearN", { n: (k * every) / 12 }))));
  showMonth();
}

/** Shocks that strike soon after each other stand one below the other. */
function stack() {
  const ends = [];
  for (const one of $("shock-lane").children) {
    const { left, right } = one.getBoundingClientRect(), found = ends.findIndex((end) => end < left), row = found < 0 ? ends.length : found;
    ends[row] = right + 4;
    one.style.top = `${0.12 + 1.85 * row}em`;
  }
  $("shock-lane").parentElement.style.height = `${1.9 + 1.85 * Math.max(0, ends.length - 1)}em`;
}

/** The scrubber and its words. */
export function showMonth() {
  $("month").value = state.month;
  $("month").setAttribute("aria-valuetext", when(state.month));
  $("when").textContent = state.month === 0 ? t("beforePolicy") : when(state.month);
}

/** Look at a month. */
export function goTo(month) {
  const now = Math.max(0, Math.min(data.months || state.plan.months, month));
  if (now === state.month) return;
  Object.assign(state, { month: now, parked: null });
  changed("month");
}

/** Play the months, as many as the clock says whatever the machine can draw. */
export function togglePlay() {
  if (playing) return stop();
  if (state.month >= (data.months || state.plan.months)) state.month = 0;
  const began = performance.now(), from = state.month;
  state.frames = 0;
  const frame = (now) => {
    if (!playing) return;
    state.frames += 1;
    const gone = (Math.max(0, now - began) / 1000) * MONTHS_A_SECOND; // a frame may have begun before the key was pressed
    const month = Math.min(data.months || state.plan.months, from + Math.floor(gone));
    state.fraction = Math.min(1, gone - (month - from));
    if (month !== state.month) { state.month = month; changed("month"); } else changed("frame");
    if (month >= (data.months || state.plan.months)) return stop();
    playing = requestAnimationFrame(frame);
  };
  playing = requestAnimationFrame(frame);
  showPlaying(true);
}

function stop() {
  cancelAnimationFrame(playing);
  playing = null;
  showPlaying(false);
  changed("month");
}

function showPlaying(on) {
  Object.assign($("play"), { textContent: on ? "\u275a\u275a" : "\u25b6", title: t(on ? "pause" : "play") });
  $("play").setAttribute("aria-label", t(on ? "pause" : "play"));
}
