/* The debrief in three steps (what happened, why, what we take home), and the session to take away as a page and as a table. */

import { proposals, resultWords } from "./board.js";
import { openDialog } from "./dialogs.js";
import { $, download, fill, h } from "./dom.js";
import { clock, item, place, record } from "./record.js";
import { say } from "./socket.js";
import { cityOf, onChange, state, take } from "./state.js";
import { openTab } from "./tabs.js";
import { number, t } from "./words.js";

const STEPS = ["happened", "why", "home"];
let step = 0, timer = 0;

/** Open it where it was. */
export function openDebrief() {
  const stop = onChange((what) => { if (what === "record") showStep(); });
  openDialog(t("debrief"), h("div", { id: "debrief-body" }, h("div", { role: "tablist", class: "steps-bar", "aria-label": t("debrief") }, STEPS.map((name, k) => h("button", { role: "tab", id: `step-${name}`, "aria-controls": "debrief-step", onclick: () => go(k), onkeydown: moveStep }, `${k + 1}  ${t(`debrief_${name}`)}`))),
    h("div", { id: "debrief-step", role: "tabpanel", tabIndex: 0 })));
  $("dialog").classList.add("wide");
  $("dialog").addEventListener("close", () => { stop(); $("dialog").classList.remove("wide"); }, { once: true });
  go(step);
}

function go(to) {
  step = Math.max(0, Math.min(STEPS.length - 1, to));
  STEPS.forEach((name, k) => { $(`step-${name}`).setAttribute("aria-selected", String(k === step)); $(`step-${name}`).tabIndex = k === step ? 0 : -1; });
  $("debrief-step").setAttribute("aria-labelledby", `step-${STEPS[step]}`);
  showStep();
}

function moveStep(event) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  go(step + by);
  $(`step-${STEPS[step]}`).focus();
}

const of = (kind) => record.entries.filter((one) => one.kind === kind);

function showStep() {
  if (!$("debrief-step") || document.activeElement?.id === "home-text") return;
  fill($("debrief-step"), ...[happened, why, home][step]().flat(Infinity));
}

const whoSaid = (entry) => entry.who || t("theRoom");

function happened() {
  const guesses = of("guess"), tried = of("tried");
  return [h("p", { class: "fine" }, t("happenedLead")),
    guesses.length ? [h("h3", {}, t("guessesTitle")), h("table", {}, h("thead", {}, h("tr", {}, [t("planTitle"), t("whoCol"), t("indicator"), t("expectedCol"), t("cameCol")].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, guesses.map((one) => h("tr", {}, h("th", { scope: "row" }, one.said.title), h("td", {}, whoSaid(one)), h("td", {}, `${one.said.indicator} ${one.said.span}`), h("td", {}, one.said.guessed), h("td", {}, one.said.came)))))] : null,
    h("h3", {}, t("triedTitle", { n: number(tried.length) })),
    tried.length ? h("ol", { class: "record" }, tried.map((one) => item(one, one.said.levers ? h("span", { class: "fine" }, ` ${one.said.levers}${one.said.shocks ? ` \u2013 ${one.said.shocks}` : ""}`) : null, h("p", {}, one.said.text), again(one)))) : h("p", {}, t("nothingTried"))];
}

/** The plan of an entry on the screen again. */
const again = (entry) => h("button", { class: "chip", onclick: () => { $("dialog").close(); take(entry.plan); openTab("why"); } }, t("lookAgain"));

function why() {
  const found = of("surprise");
  return [h("p", { class: "fine" }, t("whyLead")),
    found.length ? h("ol", { class: "record" }, found.map((one) => item(one, one.who ? ` (${one.who})` : "", h("p", {}, one.said.text), one.said.why ? h("p", { class: "because" }, one.said.why) : null,
      h("p", { class: "row" }, again(one), h("button", { class: "chip", onclick: () => say({ do: "forget", number: one.number }) }, t("takeBack")))))) : h("p", { class: "lead" }, t("noSurprise")),
    h("h3", {}, t("askYou")), h("ul", { class: "asks" }, ["ask1", "ask2", "ask3"].map((name) => h("li", {}, t(name))))];
}

function home() {
  const kept = proposals().filter((one) => one.kept), voted = proposals().filter((one) => one.votes && !one.kept);
  const text = h("textarea", { id: "home-text", maxLength: 2000, value: record.home, placeholder: t("homeHint"), oninput: () => { clearTimeout(timer); timer = setTimeout(() => say({ do: "home", text: text.value }), 500); }, onblur: () => { clearTimeout(timer); say({ do: "home", text: text.value }); } });
  const plans = [...kept, ...voted];
  return [plans.length ? [h("h3", {}, t("keptTitle")), h("ul", { class: "record" }, plans.map((one) => h("li", {}, one.kept ? "\u2605 " : "", resultWords(one))))] : h("p", { class: "fine" }, t("nothingKept")),
    h("h3", {}, h("label", { htmlFor: "home-text" }, t("homeLead"))), text,
    h("h3", {}, t("takeAway")), h("div", { class: "row" }, h("button", { class: "primary", id: "export-html", onclick: saveHtml }, t("exportHtml")), h("button", { id: "export-csv", onclick: saveCsv }, t("exportCsv")), anewButton())];
}

/** Another group comes in: asked twice, since it empties the board. */
function anewButton() {
  const made = h("button", { id: "anew", onclick: () => { if (made.sure) { say({ do: "anew" }); $("dialog").close(); } else { made.sure = true; made.textContent = t("anewSure"); } } }, t("anew"));
  return made;
}

const fileName = () => `workshop_${(record.entries[0]?.at ?? new Date().toISOString()).slice(0, 10)}`;
const homeNow = () => $("home-text")?.value ?? record.home;

/** Every entry as a row: for a spreadsheet, which must not take a text for a formula. */
function saveCsv() {
  const words = ["title", "levers", "shocks", "indicator", "span", "text", "guessed", "came", "why"];
  const cell = (value) => { const text = String(value ?? "").replace(/\s+/g, " "); return `"${(/^[=+\-@\u2212\t]/.test(text) ? "'" : "") + text.replaceAll('"', '""')}"`; };
  const rows = [["time", "kind", "who", ...words], ...record.entries.map((one) => [one.at, one.kind, one.who || t("theRoom"), ...words.map((word) => one.said[word])]), ...(homeNow() ? [["", "home", t("theRoom"), "", "", "", "", "", homeNow(), "", "", ""]] : [])];
  download(`${fileName()}.csv`, `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}`, "text/csv");
}

/** How that page looks; put in as text, since this page's own rules allow no style written into it. */
const STYLE = "body{font:1rem/1.45 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#16202c}h2{border-bottom:2px solid;margin-top:2rem}li{margin:.5rem 0}p{margin:.15rem 0}small{color:#4b5563}pre{font:inherit;white-space:pre-wrap}";

/** The session as one page that needs nothing else. */
function saveHtml() {
  const title = t("sessionTitle", { city: cityOf().title, day: (record.entries[0] ? new Date(record.entries[0].at) : new Date()).toLocaleDateString(place(), { dateStyle: "long" }) });
  const page = document.implementation.createHTMLDocument(title), line = (entry) => h("li", {}, h("small", {}, `${clock(entry.at)} `), h("b", {}, `${entry.who ? `${entry.who}: ` : ""}${entry.said.title}`), " ", h("small", {}, [entry.said.levers, entry.said.shocks].filter(Boolean).join(" \u2013 ")), h("p", {}, entry.said.text ?? `${entry.said.indicator} ${entry.said.span}: ${t("expectedCol")} ${entry.said.guessed}; ${t("cameCol")} ${entry.said.came}`), entry.said.why ? h("p", {}, h("i", {}, entry.said.why)) : null);
  const part = (name, entries) => (entries.length ? [h("h3", {}, name), h("ol", {}, entries.map(line))] : []);
  page.documentElement.lang = document.documentElement.lang;
  page.head.append(h("meta", { charset: "utf-8" }), h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }));
  page.body.append(h("h1", {}, title), h("p", {}, h("small", {}, t("sessionFine", { residents: number(state.catalogue.setting.residents), seeds: number(state.catalogue.setting.seeds) }))),
    h("h2", {}, `1 ${t("debrief_happened")}`), ...part(t("guessesTitle"), of("guess")), ...part(t("triedTitle", { n: number(of("tried").length) }), of("tried")),
    h("h2", {}, `2 ${t("debrief_why")}`), ...part(t("surprisesTitle"), of("surprise")), h("h2", {}, `3 ${t("debrief_home")}`), ...part(t("keptTitle"), of("kept")), h("ul", {}, proposals().map((one) => h("li", {}, one.kept ? "\u2605 " : "", resultWords(one)))), h("pre", {}, homeNow()), h("p", {}, h("small", {}, t("about"))));
  download(`${fileName()}.html`, `<!doctype html>\n${page.documentElement.outerHTML.replace("</head>", `<style>${STYLE}</style></head>`)}`, "text/html");
}
