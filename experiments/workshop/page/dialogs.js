/* What opens on top: the plan and its files, the numbers behind it, the keys, a table of the curves. */

import { foreseeButton } from "./ahead.js";
import { dress } from "./axes.js";
import { drawChart } from "./chart.js";
import { answerAt, data, isFresh, series } from "./data.js";
import { $, download, face, fill, h } from "./dom.js";
import { inRange, shown, unitOf } from "./levers.js";
import { groupName } from "./headline.js";
import { toHash } from "./link.js";
import { cityOf, edit, indicatorOf, onChange, state, take } from "./state.js";
import { begin, storiesHere, titleOf } from "./story.js";
import { capital, level, named, number, signed, stateWord, t, unitAfter } from "./words.js";
import { say } from "./socket.js";

let plans = [], report = null, reported = null;

/** Open the dialog with a title and a body. */
export function openDialog(title, body) {
  $("dialog-title").textContent = title;
  fill($("dialog-body"), body);
  if (!$("dialog").open) $("dialog").showModal();
}

export const closeDialog = () => $("dialog").close();

/** Say something for a few seconds. */
export function toast(text, kind = "") {
  const box = $("toast");
  box.className = kind;
  box.textContent = text;
  box.hidden = false;
  clearTimeout(box.timer);
  box.timer = setTimeout(() => { box.hidden = true; }, kind === "bad" ? 8000 : 4000);
}

/** Plans kept by the server. */
export function receivePlans(names) {
  plans = names;
  if ($("saved-list")) fill($("saved-list"), savedList());
}

const savedList = () => (plans.length ? plans.map((name) => h("button", { class: "chip", onclick: () => { say({ do: "open", name }); closeDialog(); } }, capital(name.replaceAll("_", " "))))
  : h("p", { class: "fine" }, t("nothingSaved")));

/** Stories to tell chapter by chapter, and plans that somebody has thought about: one click begins. */
export function storiesDialog() {
  const plans = state.catalogue.scenarios.filter((one) => one.city === state.plan.city && Object.keys(one.levers).length), stories = storiesHere();
  const item = (title, text, begun, ahead) => { const tell = h("button", { class: "primary", onclick: () => { closeDialog(); begun(); } }, title); foreseeButton(tell, ahead); return h("li", {}, tell, h("p", {}, text)); };
  openDialog(t("tellStory"), h("div", {}, stories.length ? h("p", {}, t("storiesLead")) : null,
    h("ul", { class: "stories" }, stories.map((one) => item(titleOf(one), named("stories", `${one.name} scene`, ""), () => begin(one), () => [{ ...one, levers: {}, name: undefined }]))),
    h("h3", {}, t("readyPlans")),
    h("ul", { class: "stories" }, plans.map((one) => { const title = named("scenarios", one.name, one.title); return item(title, named("scenarioStories", one.name, one.story), () => take({ ...one, title }), () => [one]); }))));
}

/** Save, open, share, take away. */
export function planDialog() {
  const title = h("input", { id: "plan-title", maxLength: 80, value: state.plan.title, oninput: (e) => edit((plan) => { plan.title = e.target.value; }, "title") });
  openDialog(t("planMenu"), h("div", { class: "plan-dialog" },
    h("label", {}, h("span", {}, t("planTitle")), title),
    h("div", { class: "row" }, h("button", { class: "primary", id: "save", onclick: save }, t("save")), h("button", { id: "yaml", onclick: () => say({ do: "yaml", plan: state.plan }) }, t("downloadYaml")),
      h("button", { id: "share", onclick: share }, t("shareLink"))),
    h("p", { id: "link-box" }),
    h("h3", {}, t("savedPlans")), h("div", { id: "saved-list", class: "chips" }, savedList()),
    h("label", {}, h("span", {}, t("openFile")), h("input", { type: "file", id: "file", accept: ".yaml,.yml,text/yaml", onchange: readFile })),
    h("h3", {}, t("takeAway")),
    h("div", { class: "row" }, h("button", { id: "png", onclick: savePicture }, t("picture")), h("button", { id: "csv", onclick: saveTable }, t("tableFile")),
      h("button", { id: "make-report", onclick: () => { report = { share: 0 }; reported = { key: state.key, title: state.plan.title }; showReport(); say({ do: "report", plan: state.plan }); } }, t("makeReport"))),
    h("p", { id: "report-box", role: "status" })));
  showReport();
}

function save() {
  if (!state.plan.title.trim()) { toast(t("needsTitle"), "bad"); $("plan-title").focus(); return; }
  say({ do: "save", plan: state.plan });
}

async function share() {
  const link = `${location.origin}/${toHash()}`;
  fill($("link-box"), h("input", { id: "link", readOnly: true, value: link, "aria-label": t("shareLink") }));
  $("link").select();
  try { await navigator.clipboard.writeText(link); toast(t("linkCopied")); } catch { toast(t("copyLink")); }
}

async function readFile(event) {
  const [file] = event.target.files;
  if (!file) return;
  if (file.size > 40_000) { toast(t("fileTooLarge"), "bad"); return; }
  say({ do: "read", text: await file.text() });
  closeDialog();
}

/** How far the report is, or where. */
export function receiveReport(message) { report = message; showReport(); }

function showReport() {
  if (!$("report-box") || !report) return;
  fill($("report-box"), report.link ? h("a", { href: report.link, target: "_blank", rel: "noopener", id: "report-link" }, reported.key === state.key ? t("openReport") : t("openReportOf", { title: reported.title || t("untitled") }))
    : [h("progress", { max: 1, value: report.share, "aria-label": t("makeReport") }), " ", t("reportRuns", { share: number(100 * report.share) })]);
}

const fileName = () => (state.plan.title || "plan").toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "_").replace(/^_|_$/g, "") || "plan";

/** The curves as a picture for a slide: with title, sentence, and where they come from. */
export function savePicture() {
  if (!isFresh()) return toast(stateWord(), "bad");
  const width = 1600, height = 1000, em = 25, canvas = h("canvas", { width, height }), pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = "#16202c";
  pen.font = face(em * 1.35, 700);
  const below = wrap(pen, $("headline").textContent, 40, 60, width - 80, em * 1.65);
  pen.fillStyle = "#4b5563";
  pen.font = face(em * 0.8);
  if (!state.guessing) wrap(pen, $("subline").textContent, 40, below + 1.5 * em, width - 80, em);
  wrap(pen, footer(), 40, height - 50, width - 80, em);
  const top = below + 3.2 * em, inner = h("canvas", { width: width - 40, height: height - 100 - top });
  dress(false);
  drawChart(inner, { pen: inner.getContext("2d"), width: inner.width, height: inner.height, em });
  dress();
  pen.drawImage(inner, 20, top);
  canvas.toBlob((blob) => download(`${fileName()}.png`, blob));
}

const footer = () => t("footer", { city: cityOf().title, title: state.plan.title || t("untitled"), residents: number(state.catalogue.setting.residents), seeds: series()?.seeds ?? 1 });

/** Write on as many lines as it takes; where the last one stands. */
function wrap(pen, text, x, y, width, line) {
  let row = "";
  for (const word of text.split(" ")) {
    if (pen.measureText(`${row} ${word}`).width > width) { pen.fillText(row, x, y); y += line; row = word; } else row = row ? `${row} ${word}` : word;
  }
  pen.fillText(row, x, y);
  return y;
}

/** All curves of both worlds, month by month; blank where nobody was counted. */
function saveTable() {
  if (!isFresh()) return toast(stateWord(), "bad");
  const names = data.group?.indicators ?? data.indicators;
  const rows = [["month", ...names.flatMap((name) => [`${name}_untouched`, `${name}_plan`])].join(",")];
  const all = names.map((name) => series(name).city);
  for (let m = 0; m <= data.months; m++) rows.push([m, ...all.flatMap((one) => [one.base[m], one.plan[m]]).map((value) => (Number.isNaN(value) ? "" : value))].join(","));
  download(`${fileName()}.csv`, rows.join("\n"), "text/csv");
}

/** A file of the plan came back. */
export const receiveYaml = (message) => download(`${fileName()}.yaml`, message.text, "text/yaml");

/** The curves as a table, year by year: for screen readers, and for those who want the numbers. */
export function tableDialog() {
  if (!isFresh()) return toast(stateWord(), "bad");
  const found = series();
  if (!found || state.guessing) return;
  const { unit } = indicatorOf(state.indicator), rows = [], own = unit === "SD" ? unitAfter(unit) : "";
  for (let m = 0; m <= data.months; m += 12) {
    const at = answerAt(m), { base, plan, difference, half } = at.few ? { base: NaN, plan: NaN, difference: NaN, half: null } : at;
    rows.push(h("tr", {}, h("th", { scope: "row" }, m === 0 ? t("start") : t("yearN", { n: m / 12 })), h("td", {}, level(base, unit)), h("td", {}, level(plan, unit)),
      h("td", {}, signed(difference, unit), own), h("td", {}, half === null ? "\u2013" : `\u00b1 ${signed(half, unit).replace("+", "")}${own}`)));
  }
  const stop = onChange(() => { if (!isFresh()) closeDialog(); });
  $("dialog").addEventListener("close", stop, { once: true });
  const who = Object.keys(state.group).length ? `, ${groupName()}` : "";
  openDialog(`${named("indicators", state.indicator)}${who}`, h("table", {}, h("thead", {}, h("tr", {}, ["", t("untouched"), t("ourPlan"), t("difference"), t("interval90")].map((name) => (name ? h("th", { scope: "col" }, name) : h("td"))))), h("tbody", {}, rows)));
}

const changedNumbers = (card) => card.numbers.some((one) => `${card.name}.${one.name}` in state.plan.parameters);

/** Where the numbers come from; the assumed ones can be changed, and the room sees what that does. */
export async function numbersDialog() {
  state.catalogue.behaviours ??= await (await fetch("numbers.json")).json();
  const search = h("input", { type: "search", id: "number-search", placeholder: t("search"), "aria-label": t("search"), oninput: () => list() });
  const box = h("div", { id: "number-list" });
  const list = () => fill(box, state.catalogue.behaviours.map((card) => behaviour(card, search.value.trim().toLowerCase())));
  openDialog(t("numbersTitle"), h("div", {}, h("p", {}, t("numbersLead", { assumed: countAssumed(), all: countAll() })), h("div", { class: "row" }, search,
    h("button", { onclick: () => { edit((plan) => { plan.parameters = {}; }); list(); } }, t("asDeclared"))), box,
    h("h3", {}, t("citySources")), h("ul", {}, cityOf().sources.map((one) => h("li", {}, one)))));
  list();
}

const allNumbers = () => state.catalogue.behaviours.flatMap((card) => card.numbers);
const countAll = () => allNumbers().length;
const countAssumed = () => allNumbers().filter((one) => one.assumed).length;

function behaviour(card, wanted) {
  const title = named("behaviours", card.name, card.title);
  const rows = card.numbers.filter((one) => !wanted || `${title} ${card.name} ${one.name} ${one.meaning} ${one.source}`.toLowerCase().includes(wanted));
  if (!rows.length) return null;
  return h("details", { open: Boolean(wanted) || changedNumbers(card) }, h("summary", {}, `${title} (${rows.length})`), h("p", { class: "help" }, card.help),
    h("table", { class: "numbers" }, h("tbody", {}, rows.map((one) => numberRow(card, one)))));
}

function numberRow(card, one) {
  const path = `${card.name}.${one.name}`, { to, back } = shown(one), now = state.plan.parameters[path] ?? one.value;
  const field = h("input", { type: "number", class: "exact", step: "any", value: to(now), min: to(one.low), max: to(one.high), "aria-label": `${path}, ${unitOf(one)}`, onchange: (event) => {
    const held = state.plan.parameters[path] ?? one.value, { value, said: word } = event.target.value === "" ? { value: held, said: "" } : inRange(one, back(Number(event.target.value)));
    edit((plan) => { if (value === one.value) delete plan.parameters[path]; else plan.parameters[path] = value; });
    event.target.value = to(value);
    Object.assign(said, { textContent: word, hidden: !word });
  } }), said = h("p", { class: "said", role: "status", hidden: true });
  return h("tr", { class: path in state.plan.parameters ? "own" : "" }, h("th", { scope: "row" }, one.name.replaceAll("_", " "), h("p", { class: "help" }, one.meaning)), h("td", {}, field, " ", unitOf(one), said),
    h("td", { class: one.assumed ? "assumed" : "" }, one.source, ...one.evidence.map((text) => h("p", { class: "help" }, text))));
}

/** The keys, and a switch for those of a single letter. */
export function keysDialog(keys, on, toggle) {
  openDialog(t("keysTitle"), h("div", {}, h("label", { class: "check" }, h("input", { type: "checkbox", checked: on, onchange: (e) => toggle(e.target.checked) }), " ", t("singleKeys")),
    h("table", { class: "keys" }, h("tbody", {}, keys.map(([key, what]) => h("tr", {}, h("th", { scope: "row" }, h("kbd", {}, key)), h("td", {}, t(what)))))),
    h("h3", {}, t("aboutTitle")), h("p", {}, t("about"))));
}


