/* The page: brings its parts together, and draws once for every change. */

import { foreseeButton, lookAhead } from "./ahead.js";
import { onNight } from "./axes.js";
import { drawChart } from "./chart.js";
import * as board from "./board.js";
import { askStates, buildIndicators, buildLayers, buildPreset, choosePreset, reset, toggleInsight, toggleMore, toggleProjector } from "./controls.js";
import { answerAt, data, forgetAnswer, isAskable, isComparable, isFresh, receive, twins } from "./data.js";
import { openDebrief } from "./debrief.js";
import * as dialogs from "./dialogs.js";
import { $, fill, h } from "./dom.js";
import { count, meaningOf, showWhy } from "./explanation.js";
import { forgetAsked, receiveCauses } from "./flow.js";
import { showGroup, showGroupChip } from "./group.js";
import { goalRefused, receiveGoal, seekAgain, showGoal, toggleGoal } from "./goals.js";
import { pause, revealWaiting, showGuess, showVerdict, toggleGuess } from "./guess.js";
import { showHeadline } from "./headline.js";
import { layOut } from "./handout.js";
import { listenToKeys } from "./keys.js";
import { showLegend } from "./legend.js";
import { buildLevers, showLevers, showReaches } from "./levers.js";
import { drawMaps, mapped, receiveStates } from "./map.js";
import { begin, keepWriting, recall, recallMoves, remember, restore } from "./persistence.js";
import { showTipAgain, wireChart, wireMap } from "./pointing.js";
import { noteLater, receiveRecord, showSurprise, surprise } from "./record.js";
import { follow, lifeIsOld, moveLife, noLife, receiveLife, receivePeople, receiveTurn } from "./resident.js";
import { changed, cityOf, emptyPlan, indicatorOf, keyOf, onChange, redo, state, take, undo } from "./state.js";
import { showStory } from "./story.js";
import { doorDialog, receiveDoor, receiveTable, recallTable, showDoor, showTable, tableDialog, takeSeat } from "./tables.js";
import { buildTabs, moveTab, openTab, showInsight } from "./tabs.js";
import { buildTimeline, goTo, shockEditor, showMonth, showTimeline } from "./timeline.js";
import { level, named, number, speak, spoken, stateWord, t, unitName, when } from "./words.js";
import { ask, connect, cut, say } from "./socket.js";

async function start() {
  await speak(recall("language") ?? (navigator.language?.startsWith("es") ? "es" : "en"));
  $("language").value = spoken();
  state.catalogue = whole(await fetched("catalogue.json"));
  state.plan = emptyPlan(state.catalogue.setting.city);
  const { words, again } = begin();
  state.code = words.code;
  state.phone = words.phone;
  recallTable();
  await numbersFor(words);
  const left = restore(words);
  Object.assign(state, { past: [], future: [], city: state.plan.city, key: keyOf() });
  recallMoves();
  build();
  wireUp();
  keepWriting(numbersFor, notice);
  if (left.length) notice(left); else if (again) dialogs.toast(t("restored"));
  asking = state.key;
  if (state.catalogue.code_needed && !state.code) {
    state.parting = t("joinTitle");
    showHeadline();
    await askCode();
  }
  connect(hear);
}

/** A file of the server, as soon as it is there. */
async function fetched(name) {
  for (;;) {
    try {
      const answer = await fetch(name);
      if (answer.ok) return await answer.json();
    } catch { /* the server is away */ }
    $("headline").textContent = t("reconnecting");
    await new Promise((resume) => setTimeout(resume, 1000));
  }
}

/** A plan that changes the numbers of behaviours is read with the list of those that there are. */
async function numbersFor(words) {
  if (Object.keys(words.plan?.parameters ?? {}).length) state.catalogue.behaviours ??= await fetched("numbers.json");
}

/** What was left out of a link stays in sight until somebody puts it away. */
function notice(left) {
  const shown = left.length > MOST_SAID + 1 ? left.slice(0, MOST_SAID) : left, more = left.length - shown.length;
  $("notice").hidden = !left.length;
  fill($("notice"), h("details", { open: !matchMedia("(max-width: 560px)").matches }, h("summary", {}, `${t("leftTitle")} ${t(left.length === 1 ? "leftOne" : "leftMany", { n: number(left.length) })}`), h("ul", {}, shown.map((one) => h("li", {}, one)), more > 0 && h("li", {}, t("leftMore", { n: number(more) })))),
    h("button", { "aria-label": t("close"), title: t("close"), onclick: () => notice([]) }, "\u2715"));
}
const MOST_SAID = 8;

/** Cards name their numbers by place in one list, since many share the same, and those their evidence: put the things themselves in. */
function whole(catalogue) {
  for (const declared of catalogue.numbers) declared.evidence = declared.evidence.map((place) => catalogue.evidence[place]);
  for (const card of [...catalogue.levers, ...catalogue.shocks]) card.numbers = card.numbers.map((place) => catalogue.numbers[place]);
  return catalogue;
}

/** The join code of a workshop that phones may join; `wrong`: the one that was said is not right. */
function askCode(wrong = "") {
  return new Promise((resolve) => {
    const field = h("input", { id: "code", autocomplete: "off", autocapitalize: "characters", maxLength: 6 });
    const join = (event) => { event?.preventDefault(); state.code = field.value.trim().toUpperCase(); changed("code"); dialogs.closeDialog(); };
    field.addEventListener("keydown", (event) => { if (event.key === "Enter") join(event); });
    dialogs.openDialog(t("joinTitle"), h("div", {}, wrong && h("p", { class: "said", role: "alert" }, wrong), h("label", {}, h("span", {}, t("joinCode")), field),
      h("p", {}, h("button", { class: "primary", onclick: join }, t("join")))));
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
  status(said);
  showStory();
  showSteps();
  board.showButtons();
  showDoor();
  showTable();
  showGoal();
  showAll();
}

/** Whether there is a move to take back, or to make again. */
function showSteps() {
  $("undo").disabled = !state.past.length;
  $("redo").disabled = !state.future.length;
}

function phoneTab(name) {
  document.body.dataset.tab = name;
  [...$("phone-tabs").children].forEach((one, k) => one.setAttribute("aria-pressed", String(["levers", "result", "insight"][k] === name)));
  drawAll();
}

function wireUp() {
  $("preset").onchange = (event) => choosePreset(event.target.value);
  $("story").onclick = dialogs.storiesDialog;
  $("more").onclick = toggleMore;
  $("undo").onclick = undo;
  $("redo").onclick = redo;
  for (const [button, steps] of [["undo", "past"], ["redo", "future"]]) foreseeButton($(button), () => [state[steps].at(-1)]);
  $("reset").onclick = reset;
  $("guess").onclick = toggleGuess;
  $("files").onclick = () => { say({ do: "plans" }); dialogs.planDialog(); };
  $("numbers").onclick = dialogs.numbersDialog;
  $("as-table").onclick = dialogs.tableDialog;
  $("meaning").onclick = () => dialogs.openDialog(named("indicators", state.indicator), h("p", {}, meaningOf()));
  $("projector").onclick = toggleProjector;
  $("insight-toggle").onclick = toggleInsight;
  $("propose").onclick = board.propose;
  $("proposals").onclick = board.openBoard;
  $("table").onclick = tableDialog;
  $("join").onclick = doorDialog;
  $("surprise").onclick = surprise;
  $("goal").onclick = toggleGoal;
  $("debrief").onclick = openDebrief;
  $("language").onchange = chooseLanguage;
  $("indicator").onchange = (event) => { state.indicator = event.target.value; changed("look"); };
  $("tabs").onkeydown = moveTab;
  wireChart();
  for (const world of ["base", "plan"]) wireMap($(`map-${world}`));
  onChange(react);
  const sized = new ResizeObserver(() => requestAnimationFrame(() => { showTimeline(); drawAll(); }));
  for (const box of document.querySelectorAll("#maps .canvas-box, #chart-box")) sized.observe(box);
  onNight(showAll);
  addEventListener("beforeprint", layOut);
  listenToKeys();
}

/** Words in another language, or in the one before where they cannot be fetched. */
async function chooseLanguage(event) {
  try {
    if (!await speak(event.target.value)) return;
    remember("language", event.target.value = spoken());
    build();
  } catch {
    event.target.value = spoken();
    dialogs.toast(t("reconnecting"), "bad");
  }
}

/** What a change of the state means for the page. */
function react(what) {
  if (what === "plan") return planMoved();
  if (what === "group") { status("thinking"); showFreshness(); ask(true); showGroupChip(); showGroup(); return; }
  if (what === "size") { showTimeline(); showInsight(); drawAll(); return; }
  if (what === "code") return;
  if (what === "month") { showMonth(); drawAll(); describe(); showWhy(); showGroupChip(); showVerdict(); showTipAgain(); moveLife(); return; }
  if (what === "draw") { drawChart($("chart")); return; }
  if (what === "frame") return;
  if (what === "row") { drawMaps(); return; }
  if (what === "budget") return buildLevers();
  if (what === "seat") return tableDialog();
  if (what === "record") return showSurprise();
  if (what === "guess") { showGuess(); return; }
  if (what.startsWith("life ")) { openTab("life"); follow(Number(what.slice(5))); return; }
  if (what.startsWith("shock ")) return editShock(what.slice(6));
  showAll();
}

let asking = "", said = "", shownAs = "";

/** What is going on, in a word. */
function status(name) {
  said = name;
  $("status").textContent = name ? t(name, { residents: number(data.sample ?? 0), years: number(state.plan.months / 12, state.plan.months % 12 ? 1 : 0) }) : "";
}

function planMoved() {
  const city = state.city !== state.plan.city;
  state.city = state.plan.city;
  if (city) { forgetAnswer(); state.row = null; build(); }
  state.month = Math.min(state.month, state.plan.months);
  showLevers();
  showTimeline();
  if (document.activeElement?.id !== "note-text" && $("note-text")) $("note-text").value = state.plan.story;
  $("preset").options[0].textContent = state.plan.title || t("choose");
  showCounts();
  showSteps();
  if (state.key === asking) return;
  asking = state.key;
  status("thinking");
  if (!state.restoring) pause();
  showFreshness();
  clearTimeout(state.settle);
  ask(!state.touch);
  state.settle = setTimeout(() => ask(true), 70);
}

/** What is said belongs to what is asked now, or it is dimmed and says so; the maps' untouched city too, when other shocks strike it. */
function markFreshness() {
  document.body.classList.toggle("answering", !isFresh());
  document.body.classList.toggle("other-base", !isComparable());
  for (const one of document.querySelectorAll(".answering-word")) one.textContent = stateWord();
}

/** What decides whether what is shown may be shown. */
const standing = () => [isFresh(), isComparable(), state.refused?.key === state.key, state.month, state.plan.city].join();

/** Draw anew where what is at hand has become old, or has become the answer again. */
function showFreshness() {
  if (standing() === shownAs) { showHeadline(); return describe(); }
  showAll();
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
    if (message.edition !== state.catalogue.edition) return location.reload(); // another workshop answers here now: its levers, its cities
    const moved = state.screen !== message.screen;
    Object.assign(state, { screen: message.screen });
    state.parting = parting = "";
    dialogs.receivePlans(message.plans);
    receiveDoor(message);
    board.receiveTables(message);
    if (message.record) receiveRecord(message.record);
    if (moved && state.table?.budget) buildLevers();
    takeSeat();
    seekAgain();
    status("thinking");
    showFreshness();
    ask(true);
  },
  answer: answered,
  idle: () => { if (isFresh()) status(""); },
  states: (message) => { if (message.key === data.key) { receiveStates(message.arrays); showLegend(); drawMaps(); showTipAgain(); } },
  people: receivePeople,
  causes: (message) => { receiveCauses(message); showWhy(); },
  turn: receiveTurn,
  life: receiveLife,
  plan: (message) => { take(message.plan); dialogs.toast(t("opened")); },
  saved: (message) => { dialogs.receivePlans(message.plans); dialogs.toast(t("savedAs", { name: message.name })); },
  plans: (message) => dialogs.receivePlans(message.plans),
  yaml: dialogs.receiveYaml,
  report: dialogs.receiveReport,
  proposed: board.proposed,
  proposals: board.receiveTables,
  table: (message) => receiveTable(message.table),
  record: receiveRecord,
  goal: receiveGoal,
  error: refused,
  farewell: (message) => {
    parting = t(`farewell_${message.code}`, { again: number(message.again ?? 0) });
    state.parting = message.code === 4401 ? t("joinTitle") : parting;
    showHeadline();
    if (message.code === 4401) askCode(parting).then(() => connect(hear)); else dialogs.toast(parting, "bad");
  },
  closed: (message) => { forgetAsked(); if (message.code !== 4401) status(parting || "reconnecting"); showHeadline(); },
};

let parting = "";

/** What the page asks on its own, and asks again when it came too fast. */
const ASKED = { ask: () => ask(true), states: askStates, people: lifeIsOld, follow: lifeIsOld, turn: lifeIsOld, causes: () => { forgetAsked(); showWhy(); } };

/** What cannot be done is said; a plan that cannot be answered in place of its answer. */
function refused(message) {
  if (message.do === "ahead") return;
  if (message.do === "follow") noLife();
  if (message.do === "goal") goalRefused();
  if (message.again && ASKED[message.do]) { setTimeout(ASKED[message.do], 1000 * message.again); return; }
  if (message.key !== undefined) {
    state.refused = { key: message.key, message: message.message };
    status("");
    showFreshness();
    showAll();
  }
  dialogs.toast(message.message, "bad");
}

function answered(message) {
  receive(message);
  if (message.stage === "part") { drawChart($("chart")); state.glimpses += 1; return; }
  const { seeds } = state.catalogue.setting, first = message.stage === "first";
  if (first) lookWithin();
  if (isFresh()) {
    state.refused = null;
    status(data.sample ? "sampleOf" : seeds > 1 && !(message.seeds >= seeds) ? "checkingLuck" : "");
    if (first && !isAskable(state.indicator)) dialogs.toast(t("notOfGroup", { indicator: named("indicators", state.indicator) }));
    if (first && !data.sample) { askStates(); lifeIsOld(); lookAhead(); }
    revealWaiting();
  }
  showAll();
  if (first && !data.sample && isFresh()) state.repaints += 1;
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
}

/** What the pictures show, for those who cannot see them. */
function describe() {
  const found = answerAt(state.month, mapped()), unit = indicatorOf(mapped()).unit;
  for (const world of ["base", "plan"]) {
    const value = !(world === "plan" ? isFresh() : isComparable()) ? stateWord() : found && !(state.guessing && world === "plan") ? level(found[world], unit) : "?";
    $(`map-${world}`).setAttribute("aria-label", t("mapSays", { city: cityOf().title, world: t(world === "base" ? "untouched" : "ourPlan"), when: when(state.month), indicator: named("indicators", mapped()), value }));
  }
  $("chart").setAttribute("aria-label", t("chartSays", { indicator: named("indicators", state.indicator), headline: $("headline").textContent }));
}

/** Beside the names of the two cities: how many stand out on each map. */
function showCounts() {
  for (const [world, only] of [["base", "works_only_baseline"], ["plan", "works_only_plan"]]) {
    const found = data.twins && isFresh() && state.layer === "changed" && !state.guessing ? t("inWorkOnlyHere", { n: count(twins(only)[state.month]) }) : "";
    $(`${world}-count`).textContent = found || (world === "plan" ? state.plan.title : "");
    $(`${world}-count`).classList.toggle("people", Boolean(found));
  }
}

function showAll() {
  shownAs = standing();
  markFreshness();
  $("indicator").value = state.indicator;
  $("unit").textContent = unitName(indicatorOf(state.indicator).unit);
  showLegend();
  drawAll();
  describe();
  board.showBy();
  showSurprise();
  noteLater();
  showGroupChip();
  showGuess();
  showReaches();
  showInsight();
  showMonth();
  showTipAgain();
}

window.workshop = { state, data, isFresh, goTo, cut };
start();
