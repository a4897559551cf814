/* Whose lives change, and by which first event: from the plan to those it met, those who were passed or moved up, and what it comes to. */

import { data, isFresh } from "./data.js";
import { $, h } from "./dom.js";
import { sayOfPlan } from "./socket.js";
import { changed, leverOf, state } from "./state.js";
import { capital, named, number, shortMoney, signedNumber, t } from "./words.js";

const KINDS = ["direct", "displaced", "freed", "demand", "heard", "luck"];
let asked = null;

/** Ask once for the causes of what is shown, while they are looked at. */
export function askCauses() {
  if (!isFresh() || data.sample || state.guessing || asked === data.key || !$("why").checkVisibility()) return;
  asked = data.key;
  sayOfPlan({ do: "causes" });
}

/** The line was cut, or the question came too fast: it is asked again. */
export const forgetAsked = () => { asked = null; };

export function receiveCauses(message) {
  data.causes = { key: message.key, seeds: message.seeds, rows: message.rows, roots: message.roots, dots: message.dots, ...message.arrays };
}

/** Causes of what is asked now, or null. */
const found = () => (isFresh() && data.causes?.key === data.key ? data.causes : null);

/** The part of the panel about causes. */
export function flow() {
  const causes = found();
  if (!causes) return h("p", { class: "fine" }, t("flowComing"));
  const year = Math.max(0, Math.min(causes.work.shape[0] - 1, Math.ceil(state.month / 12) - 1)), end = Math.min(12 * (year + 1), data.months);
  const at = (table, name) => table.values[year * table.shape[1] + causes.rows.indexOf(name)];
  const of = (name) => ({ people: at(causes.changed, name), work: at(causes.work, name), half: causes.half ? at(causes.half, name) : null });
  const most = Math.max(1, ...KINDS.map((name) => Math.abs(of(name).work)));
  const all = of("all");
  return h("section", { class: "flow", "aria-label": t("flowTitle") },
    h("h2", {}, t("flowTitle")),
    h("p", { class: "lead" }, t(clear(all) ? "flowAll" : "flowAllUnclear", { years: number(end / 12, end % 12 ? 1 : 0), work: jobYears(all), people: number(roughly(all.people)) })),
    h("ol", {}, KINDS.map((name) => step(name, of(name), most, causes, name === "direct" ? met(causes, year) : null))),
    h("p", { class: "fine" }, t("flowChains", { work: jobYears(of("chains")) })),
    h("h3", {}, t("flowByLever")),
    h("ol", { class: "by-lever" }, causes.roots.map((name) => h("li", {}, h("b", {}, leverName(name)), " ", t("flowLever", { work: jobYears(of(name)) }), h("span", { class: "fine" }, ` ${spent(name, end)}`)))),
    h("p", { class: "fine" }, t(causes.seeds > 1 ? "flowFine" : "flowFineOne", { n: causes.seeds })));
}

const clear = ({ work, half }) => half !== null && Math.abs(work) > half;
const roughly = (people) => { const step = 10 ** Math.max(1, Math.floor(Math.log10(Math.max(1, Math.abs(people)))) - 1); return Math.round(people / step) * step; };
const leverName = (name) => named("levers", name.split("#")[0], leverOf(name)?.title ?? capital(name.replaceAll("_", " ")));
const spent = (name, end) => {
  const k = data.levers.indexOf(name);
  if (k < 0) return "";
  let sum = 0;
  for (let m = 1; m <= end; m++) sum += data.spending.values[m * data.levers.length + k];
  return t("flowSpent", { spent: shortMoney(sum) });
};

/** '+1,240 job-years (870 to 1,610)', or without an interval while only one city is known. */
function jobYears({ work, half }) {
  const said = `${signedNumber(roughly(work))} ${t("jobYears")}`;
  return half === null ? said : `${said} (${signedNumber(roughly(work - half))} ${t("to")} ${signedNumber(roughly(work + half))})`;
}

/** People whom each lever met before anything else changed for them. */
function met(causes, year) {
  const people = causes.roots.map((name, k) => [name, causes.met.values[year * causes.roots.length + k]]).filter(([, n]) => n >= data.weight).sort((a, b) => b[1] - a[1]);
  return people.length ? h("p", { class: "fine" }, people.slice(0, 4).map(([name, n]) => `${leverName(name)}: ${number(roughly(n))}`).join(" \u00b7 ")) : null;
}

/** One cause: how many, what it comes to, and some of the people. */
function step(name, one, most, causes, more) {
  const share = `${(50 * Math.abs(one.work)) / most}%`, up = one.work >= 0;
  return h("li", { class: `cause ${name}` },
    h("div", { class: "cause-head" }, h("b", {}, t(`cause_${name}`)), h("span", {}, t("causePeople", { people: number(roughly(one.people)) }))),
    h("div", { class: "balance", "aria-hidden": "true" }, h("i", { class: up ? "more" : "less", style: { width: share, left: up ? "50%" : `calc(50% - ${share})` } })),
    h("p", {}, jobYears(one), h("span", { class: "sr" }, ". "), h("span", { class: "fine" }, ` ${t(`causeMeans_${name}`)}`)), more,
    h("div", { class: "dots", role: "group", "aria-label": t("causeDots") }, (causes.dots[name] ?? []).map(([row, gain]) => dot(row, gain))));
}

function dot(row, gain) {
  const said = t(gain > 0 ? "dotMore" : gain < 0 ? "dotLess" : "dotSame", { n: number(Math.abs(gain)) });
  return h("button", { class: `dot ${gain > 0 ? "more" : gain < 0 ? "less" : "same"}`, "aria-label": said, title: said, onclick: () => changed(`life ${row}`) });
}
