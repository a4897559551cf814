/* The page: brings its parts together, and draws once for every change. */

import { drawChart, forgetRanges } from "./chart.js";
import { askStates, buildIndicators, buildLayers, buildPreset, choosePreset, reset } from "./choices.js";
import { answerAt, data, isAskable, receive, twins } from "./data.js";
import * as dialogs from "./dialogs.js";
import { $, fill, h } from "./dom.js";
import { showGroup, showGroupChip } from "./group.js";
import { pause, showGuess, showVerdict, toggleGuess } from "./guess.js";
import { showHeadline } from "./headline.js";
import { listenToKeys } from "./keys.js";
import { showLegend } from "./legend.js";
import { lifeIsOld, moveLife, receiveLife, receivePeople } from "./life.js";
import { buildLevers, showLevers } from "./levers.js";
import { drawMaps, mapped, receiveStates } from "./map.js";
import { wireChart, wireMap } from "./pointing.js";
import { changed, cityOf, emptyPlan, fromHash, indicatorOf, onChange, redo, state, take, toHash, undo } from "./state.js";
import { buildTabs, moveTab, showInsight } from "./tabs.js";
import { buildTimeline, goTo, isPlaying, shockEditor, showMonth, showTimeline } from "./timeline.js";
import { count, meaningOf, showWhy } from "./why.js";
import { level, named, number, speak, spoken, t, unitName, when } from "./words.js";
import { ask, connect, cut, say } from "./wire.js";

let proposals = [];

async function start() {
  const { plan, code } = fromHash(location.hash);
  state.code = code;
  speak(localStorage.getItem("language") ?? (navigator.language?.startsWith("es") ? "es" : "en"));
  $("language").value = spoken();
  state.catalogue = whole(await (await fetch("catalogue.json")).json());
  state.plan = emptyPlan(state.catalogue.setting.city);
  if (plan) take(plan);
  state.past = [];
  state.month = state.plan.months;
  if (state.catalogue.code_needed && !state.code) await askCode();
  build();
  wireUp();
  connect(hear);
}

/** Cards name their numbers by place in one list, since many share the same, and those their evidence: put the things themselves in. */
function whole(catalogue) {
  for (const declared of catalogue.numbers) declared.evidence = declared.evidence.map((place) => catalogue.evidence[place]);
  for (const card of [...catalogue.levers, ...catalogue.shocks]) card.numbers = card.numbers.map((place) => catalogue.numbers[place]);
  return catalogue;
}

/** The join code of a workshop that phones may join. */
function askCode() {
  return new Promise((resolve) => {
    const field = h("input", { id: "code", autocomplete: "off", autocapitalize: "characters", maxLength: 6 });
    dialogs.openDialog(t("joinTitle"), h("div", {}, h("label", {}, h("span", {}, t("joinCode")), field),
      h("p", {}, h("button", { class: "primary", onclick: () => { state.code = field.value.trim().toUpperCase(); dialogs.closeDialog(); } }, t("join")))));
    $("dialog").addEventListener("close", resolve, { once: true });
  });
}

/** Everything that depends on language, city and catalogue. */
function build() {
  for (const one of document.querySelectorAll("[data-t]")) one.textContent = t(one.dataset.t);
  for (const one of document.querySelectorAll("[data-t-label]")) one.setAttribute("aria-label", t(one.dataset.tLabel));
  for (const one of document.querySelectorAll("[data-t-title]")) one.title = t(one.dataset.tTitle);
  document.title = `${t("pageTitle")} - ${cityOf().title}`;
  buildPreset();
  buildIndicators();
  buildTabs();
  buildLayers();
  buildLevers();
  buildTimeline();
  fill($("phone-tabs"), ["levers", "result", "insight"].map((name) => h("button", { "aria-pressed": String(document.body.dataset.tab === name), onclick: () => phoneTab(name) }, t(`tab_${name}`))));
  status(said, { residents: number(data.sample ?? 0) });
  showAll();
}

function phoneTab(name) {
  document.body.dataset.tab = name;
  [...$("phone-tabs").children].forEach((one, k) => one.setAttribute("aria-pressed", String(["levers", "result", "insight"][k] === name)));
  drawAll();
}

function wireUp() {
  $("preset").onchange = (event) => choosePreset(event.target.value);
  $("undo").onclick = undo;
  $("redo").onclick = redo;
  $("reset").onclick = reset;
  $("guess").onclick = toggleGuess;
  $("files").onclick = () => { say({ do: "plans" }); dialogs.planDialog(); };
  $("numbers").onclick = dialogs.numbersDialog;
  $("as-table").onclick = dialogs.tableDialog;
  $("meaning").onclick = () => dialogs.openDialog(named("indicators", state.indicator), h("p", {}, meaningOf()));
  $("projector").onclick = toggleProjector;
  $("insight-toggle").onclick = toggleInsight;
  $("propose").onclick = dialogs.proposeDialog;
  $("proposals").onclick = () => dialogs.proposalsDialog(proposals);
  $("language").onchange = (event) => { speak(event.target.value); localStorage.setItem("language", spoken()); build(); };
  $("indicator").onchange = (event) => { state.indicator = event.target.value; changed("look"); };
  $("tabs").onkeydown = moveTab;
  wireChart();
  for (const world of ["base", "plan"]) wireMap($(`map-${world}`));
  onChange(react);
  const sized = new ResizeObserver(() => requestAnimationFrame(() => { showTimeline(); drawAll(); }));
  for (const box of document.querySelectorAll("#maps .canvas-box, #chart-box")) sized.observe(box);
  addEventListener("hashchange", () => { const { plan } = fromHash(location.hash); if (plan && toHash() !== location.hash) take(plan); });
  listenToKeys();
}

/** Big type, fewer things: for a wall. */
export function toggleProjector() {
  const on = document.body.classList.toggle("projector");
  $("projector").setAttribute("aria-pressed", String(on));
  $("insight-toggle").setAttribute("aria-pressed", String(document.body.classList.contains("show-insight")));
  requestAnimationFrame(() => { showTimeline(); drawAll(); });
}

export function toggleInsight() {
  const on = document.body.classList.toggle("show-insight");
  $("insight-toggle").setAttribute("aria-pressed", String(on));
  requestAnimationFrame(() => { showInsight(); drawAll(); });
}

/** What a change of the state means for the page. */
function react(what) {
  if (what === "plan") return planMoved();
  if (what === "group") { status("thinking"); ask(true); showGroupChip(); showGroup(); return; }
  if (what === "month") { showMonth(); drawAll(); if (!isPlaying()) { showWhy(); showGroupChip(); showVerdict(); } moveLife(); return; }
  if (what === "draw") { drawChart($("chart")); return; }
  if (what === "frame") return;
  if (what === "row") { drawMaps(); return; }
  if (what === "guess") { showGuess(); return; }
  if (what.startsWith("shock ")) return editShock(what.slice(6));
  showAll();
}

let asking = "", said = "";

/** What is going on, in a word. */
function status(name, places = {}) {
  said = name;
  $("status").textContent = name ? t(name, places) : "";
}

function planMoved() {
  const city = state.city !== state.plan.city;
  state.city = state.plan.city;
  if (city) { forgetRanges(); build(); }
  state.month = Math.min(state.month, state.plan.months);
  showLevers();
  showTimeline();
  if (document.activeElement?.id !== "note-text" && $("note-text")) $("note-text").value = state.plan.story;
  $("preset").options[0].textContent = state.plan.title || t("choose");
  $("undo").disabled = !state.past.length;
  $("redo").disabled = !state.future.length;
  const { title, story, ...question } = state.plan, now = JSON.stringify(question);
  if (now === asking) return;
  asking = now;
  pause();
  status("thinking");
  clearTimeout(state.settle);
  ask(!state.touch);
  state.settle = setTimeout(() => ask(true), 70);
}

function editShock(name) {
  const { title, body, show } = shockEditor(name, dialogs.closeDialog);
  dialogs.openDialog(title, body);
  show();
  const stop = onChange((what) => what === "plan" && show());
  $("dialog").addEventListener("close", stop, { once: true });
}

/** Messages of the server. */
function hear(message) {
  const hearing = HEARD[message.kind];
  if (hearing) hearing(message);
}

const HEARD = {
  hello: (message) => {
    Object.assign(state, { screen: message.screen });
    dialogs.receivePlans(message.plans);
    HEARD.proposals(message);
    $("propose").hidden = message.screen;
    if (message.code) $("city-name").textContent = `${cityOf().title} \u00b7 ${t("codeIs", { code: message.code })}`;
    asking = "";
    state.city = state.plan.city;
    planMoved();
  },
  answer: answered,
  idle: () => status(""),
  states: (message) => { if (message.n === state.asked) { receiveStates(message.arrays); showLegend(); drawMaps(); } },
  people: receivePeople,
  life: receiveLife,
  plan: (message) => { take(message.plan); dialogs.toast(t("opened")); },
  saved: (message) => { dialogs.receivePlans(message.plans); dialogs.toast(t("savedAs", { name: message.name })); },
  plans: (message) => dialogs.receivePlans(message.plans),
  yaml: dialogs.receiveYaml,
  report: dialogs.receiveReport,
  proposed: () => dialogs.toast(t("proposedDone")),
  proposals: (message) => {
    proposals = message.proposals ?? [];
    $("proposals").hidden = !proposals.length;
    $("proposals").textContent = `${t("proposals")} (${proposals.length})`;
  },
  error: (message) => { status(""); dialogs.toast(message.message, "bad"); },
  farewell: (message) => dialogs.toast(message.message, "bad"),
  closed: (message) => { if (message.code < 4000) status("reconnecting"); },
};

function answered(message) {
  receive(message);
  if (message.stage === "part") { drawChart($("chart")); state.glimpses += 1; return; }
  const { seeds } = state.catalogue.setting;
  status(data.sample ? "sampleOf" : seeds > 1 && !(message.seeds >= seeds) ? "checkingLuck" : "", { residents: number(data.sample ?? 0) });
  if (message.stage === "first") {
    lookWithin();
    if (!isAskable(state.indicator)) dialogs.toast(t("notOfGroup", { indicator: named("indicators", state.indicator) }));
    if (!data.sample) { askStates(); lifeIsOld(); }
  }
  showAll();
  if (message.stage === "first" && !data.sample) state.repaints += 1;
}

/** A quick look ends early: the cursor goes to its end, and back to where it was when the whole city has come. */
function lookWithin() {
  const wanted = Math.max(state.month, state.parked ?? 0);
  state.month = Math.min(wanted, data.months);
  state.parked = data.sample && wanted > data.months ? wanted : null;
}

function drawAll() {
  drawChart($("chart"));
  drawMaps();
  showHeadline();
  showCounts();
  if (!isPlaying()) describe();
}

/** What the pictures show, for those who cannot see them. */
function describe() {
  const found = answerAt(state.month, mapped()), unit = indicatorOf(mapped()).unit;
  for (const world of ["base", "plan"]) {
    const value = found && !(state.guessing && world === "plan") ? level(found[world], unit) : "?";
    $(`map-${world}`).setAttribute("aria-label", t("mapSays", { city: cityOf().title, world: t(world === "base" ? "untouched" : "ourPlan"), when: when(state.month), indicator: named("indicators", mapped()), value }));
  }
  $("chart").setAttribute("aria-label", t("chartSays", { indicator: named("indicators", state.indicator), headline: $("headline").textContent }));
}

/** Beside the names of the two cities: how many stand out on each map. */
function showCounts() {
  for (const [world, only] of [["base", "works_only_baseline"], ["plan", "works_only_plan"]]) {
    const found = data.twins && state.layer === "changed" && !state.guessing ? t("inWorkOnlyHere", { n: count(twins(only)[state.month]) }) : "";
    $(`${world}-count`).textContent = found || (world === "plan" ? state.plan.title : "");
    $(`${world}-count`).classList.toggle("people", Boolean(found));
  }
}

function showAll() {
  $("unit").textContent = unitName(indicatorOf(state.indicator).unit);
  showLegend();
  drawAll();
  showGroupChip();
  showGuess();
  showInsight();
  showMonth();
}

window.workshop = { state, data, goTo, cut };
start();
