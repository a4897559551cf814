/* A goal: the page looks for a plan that does it, in the background; what it found is shown as far as it is sure, and adopted with one click. */

import { leverWords } from "./board.js";
import { $, fill, h } from "./dom.js";
import { groupName } from "./headline.js";
import { recall, remember } from "./persistence.js";
import { say } from "./socket.js";
import { capOf, changed, indicatorOf, letGo, state, take } from "./state.js";
import { capital, inYear, level, money, named, number, shortMoney, signed, size, t, unitAfter } from "./words.js";

const KEPT = "workshop goal", CLEAR = ["better", "worse", "higher", "lower"], MOST = 3;
let goal = null, found = null, running = false, asked = 0;

const isShare = (unit) => unit.startsWith("share");

/** Open the bar, with the indicator, group and year that are looked at. */
export function toggleGoal() {
  if (!$("goal-bar").hidden) return closeGoal();
  goal = null;
  found = null;
  showForm();
}

function closeGoal() {
  if (running) say({ do: "goal_stop" });
  [goal, found, running] = [null, null, false];
  $("goal-bar").hidden = true;
  $("goal").setAttribute("aria-expanded", "false");
  remember(KEPT, "", "sessionStorage");
  requestAnimationFrame(() => changed("size"));
}

const whoOf = (group) => (Object.keys(group).length ? t("amongGroup", { group: groupName(group) }) : "");
const monthNow = () => Math.max(12, state.month || state.plan.months);

/** What is wanted: as far as possible, or to a number, for how much a year. */
function showForm(first = true) {
  const { unit, better, name } = indicatorOf(state.indicator), month = monthNow();
  const wish = h("select", { id: "goal-wish", "aria-label": t("goalWish"), onchange: () => { $("goal-target").parentElement.hidden = !wish.value.endsWith(" to"); } },
    ["lower", "higher", "lower to", "higher to"].map((value) => h("option", { value, selected: value === (better === "higher" ? "higher" : "lower") }, t(`goal_${value.replace(" ", "_")}`))));
  const target = h("input", { type: "number", id: "goal-target", step: "any", "aria-label": t("goalTarget") }), budget = h("input", { type: "number", id: "goal-budget", min: 0.5, max: capOf() / 1e6, step: "any", value: capOf() / 1e6, "aria-label": t("goalBudget") });
  const begin = () => {
    const wanted = wish.value.split(" "), to = wanted[1] ? Number(target.value) / (isShare(unit) ? 100 : 1) : null, euros = 1e6 * Number(budget.value);
    if (wanted[1] && target.value === "") { target.focus(); return; }
    if (!(euros >= 500_000 && euros <= capOf() + 1)) { budget.value = capOf() / 1e6; budget.focus(); return; }
    seek({ indicator: name, group: { ...state.group }, month, wish: wanted[0], target: to, budget: euros, plan: structuredClone(state.plan) });
  };
  show(h("div", { class: "row" }, h("b", {}, `${named("indicators", name)}${whoOf(state.group)} ${inYear(month)}: `), wish, h("label", { hidden: true }, target, isShare(unit) ? "%" : ""), h("label", {}, t("goalUnder"), budget, "M\u20ac"),
    h("button", { class: "primary", id: "goal-seek", onclick: begin }, t("goalSeek")), closer()));
  if (first) $("goal-wish").focus();
}

/** In another language. */
export function showGoal() {
  if (!$("goal-bar").hidden && !goal) return showForm(false);
  showFound();
}

const closer = () => h("button", { id: "goal-close", "aria-label": t("close"), title: t("close"), onclick: () => { closeGoal(); $("goal").focus(); } }, "\u2715");

function show(...children) {
  $("goal-bar").hidden = false;
  $("goal").setAttribute("aria-expanded", "true");
  fill($("goal-bar"), ...children);
  requestAnimationFrame(() => changed("size"));
}

function seek(wanted) {
  goal = wanted;
  found = null;
  running = true;
  asked += 1;
  const { title, story, ...plan } = goal.plan;
  remember(KEPT, JSON.stringify(goal), "sessionStorage");
  say({ do: "goal", n: asked, ...goal, plan });
  showFound();
}

/** After a reload, or a line that was lost: what was looked for is looked for again; what was lived is still known. */
export function seekAgain() {
  if (running && goal) return seek(goal);
  if (goal || found) return;
  try { const kept = JSON.parse(recall(KEPT, "sessionStorage") || "null"); if (kept && kept.plan?.city === state.plan.city) seek(kept); } catch { /* not ours */ }
}

/** News of the search. */
export function receiveGoal(message) {
  if (!goal || message.n !== asked) return;
  found = message;
  if (message.stage === "done") running = false;
  showFound();
}

/** The search could not be begun. */
export function goalRefused() {
  running = false;
  closeGoal();
}

function stop() {
  say({ do: "goal_stop" });
  running = false;
  remember(KEPT, "", "sessionStorage");
  showFound();
  $("goal-again")?.focus();
}

/** What is looked for, how far, and the best so far in words no surer than it is. */
function showFound() {
  if (!goal) return;
  const focus = document.activeElement?.id, best = found?.best;
  const share = !found ? 0 : found.stage === "search" ? (0.6 * found.tried) / found.of : found.stage === "check" ? 0.6 + (0.4 * best.seeds) / found.cities : 1;
  show(h("div", { class: "row" }, h("p", {}, h("b", {}, wanted()), " ", best ? [h("span", { class: "found" }, leverWords(best, MOST)), " ", saidOf(best)] : t("goalBegins")),
    running ? h("progress", { max: 1, value: share, "aria-label": wanted() }) : null, best ? h("button", { class: "primary", id: "goal-adopt", onclick: adopt }, t("goalAdopt")) : null,
    running ? h("button", { id: "goal-halt", onclick: stop }, t("goalStop")) : h("button", { id: "goal-again", onclick: () => { [goal, found] = [null, null]; showForm(); } }, t("goalAgain")), closer()));
  if (focus?.startsWith("goal-")) ($(focus) ?? $("goal-adopt") ?? $("goal-again"))?.focus();
}

function wanted() {
  const { unit } = indicatorOf(goal.indicator);
  return t("goalSays", { indicator: `${named("indicators", goal.indicator)}${whoOf(goal.group)}`, span: inYear(goal.month), wish: goal.target === null ? t(`goal_${goal.wish}`) : `${t(`goal_${goal.wish}_to`)} ${level(goal.target, unit)}`, budget: shortMoney(goal.budget) });
}

function saidOf(best) {
  const { unit } = indicatorOf(goal.indicator), moved = best.effect === null ? t("cannotTell") : t(best.effect > 0 ? "higher" : "lower", { by: size(best.effect, unit) });
  const money_ = t("goalCost", { sum: money(best.cost) });
  if (found.stage === "search") return h("span", { class: "fine" }, t(running ? "goalLooks" : "goalStopped", { moved, n: number(best.seeds), tried: number(found.tried) }), ` ${money_}`);
  const whole = found.stage === "done", reach = best.half === null ? "" : ` (${t("interval90")}: ${signed(best.effect - best.half, unit)} \u2013 ${signed(best.effect + best.half, unit)}${unitAfter(unit)})`;
  if (!whole) return h("span", { class: "fine" }, t(running ? "goalChecks" : "goalStoppedCheck", { n: number(best.seeds), all: number(found.cities) }), reach);
  const told = CLEAR.includes(best.verdict) ? h("strong", { class: best.verdict }, moved) : h("span", {}, best.verdict === "no clear effect" ? t("noEffect") : t("tooFewCities"));
  return h("span", {}, told, reach, goal.target === null ? "." : `. ${targetWords(best, unit)}`, ` ${money_} `, h("span", { class: "fine" }, t("goalCities", { n: number(best.seeds) })));
}

/** Whether the target is reached, as sure as it is. */
function targetWords(best, unit) {
  const places = { level: level(best.level, unit), target: level(goal.target, unit) };
  if (best.reached === "better") return t("goalReached", places);
  return t(best.reached === "worse" ? "goalMissed" : "goalMaybe", places);
}

/** The plan that was found is the one on the screen. */
function adopt() {
  const { levers } = found.best;
  letGo();
  take({ ...goal.plan, levers: structuredClone(levers), title: capital(wanted()).replace(/:$/, "").slice(0, 80) });
  if (!running) closeGoal(); // the page's own answer is on its way, and the room may be asked for a guess
}
