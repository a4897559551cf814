/* Why did this move? What was counted in the twelve months up to the cursor, in both cities, in the order in which it acts. */

import { answerAt, data, events, isFresh, lostToShock, series, sumTo, twins, yearTo } from "./data.js";
import { $, h, obscure, refill } from "./dom.js";
import { askCauses, flow } from "./flow.js";
import { indicatorOf, isUntouched, leverOf, state, valueOf } from "./state.js";
import { money, named, number, shortMoney, signed, stateWord, t } from "./words.js";

const MOSTLY = 0.5;
/** People of the real city. */
const people = (rows) => Math.round(rows * data.weight);
/** A count of rows as so many people, no finer than the model knows. */
export const count = (rows) => number(roughly(people(rows)));
/** Three leading digits at most, and nothing finer than about one resident of the model: counts of a model are not exact. */
const roughly = (value) => {
  const step = 10 ** Math.max(0, Math.round(Math.log10(data.weight)), Math.floor(Math.log10(Math.max(1, Math.abs(value)))) - 2);
  return Math.round(value / step) * step;
};
/** What two counts differ by, as they are told. */
const apart = (one, other) => number(Math.abs(roughly(people(one)) - roughly(people(other))));

const year = (world, name) => sumTo(events(world, name), state.month);
const mean = (world, name) => yearTo(events(world, name), state.month);

/** The whole panel. */
export function showWhy() {
  if ($("why").hidden) return;
  if (state.guessing && !state.revealing) return refill($("why"), h("p", {}, t("afterGuess")));
  if (!isFresh()) return data.plan ? obscure($("why"), stateWord()) : refill($("why"), h("p", {}, t("waiting")));
  if (isUntouched()) return refill($("why"), h("p", { class: "lead" }, t("whyIdle")), h("ol", { class: "steps" }, ["step_lever", "step_guess", "step_shock", "step_life"].map((step) => h("li", {}, t(step)))));
  if (state.month === 0) return refill($("why"), h("p", { class: "lead" }, t("whyStart")));
  askCauses();
  refill($("why"), data.sample ? null : flow(), h("h2", { class: "counted" }, t("whyCounted")), h("p", { class: "lead" }, whose(), lead()), against() ? h("p", { class: "fine" }, t("againstMean", { n: series().seeds })) : null,
    h("ol", { class: "chain" }, CHAIN.map((make) => make())), h("p", { class: "fine" }, t("whyFine", { months: Math.min(12, state.month) })));
}

/** Twins are counted in one city; the sentence above the maps is the mean of all. */
const whose = () => ((series()?.seeds ?? 1) > 1 ? t("inOneOf", { n: series().seeds }) : "");

/** Whether that one city moved the other way than the mean of all. */
function against() {
  const found = series();
  if (!found || found.seeds < 2) return false;
  const moved = (plan, base) => yearTo(plan, state.month) - yearTo(base, state.month);
  return moved(found.city.plan, found.city.base) * moved(found.plan, found.base) < 0;
}

const LEARNING = ["participation", "participation_4_weeks", "course_starts", "awareness", "skill", "completion"];
const SEARCHING = ["unemployment", "long_term_share", "job_finding"];
/** Twins who differ, as the mean of the months looked at. */
const differ = (name) => yearTo(twins(name), state.month);

/** The mechanism that weighs most, in one sentence about what is shown. */
function lead() {
  if (LEARNING.includes(state.indicator)) {
    return t("leadLearning", { more: count(differ("learned_only_plan")), both: count(differ("learned_in_both")), fewer: count(differ("learned_only_baseline")) });
  }
  const locked = mean("plan", "jobless_learners") - mean("base", "jobless_learners");
  const found = answerAt(state.month, "unemployment"), worse = found && found.difference > 0 && found.clear !== false;
  const more = worse ? found.difference * (mean("plan", "unemployed_before") + mean("plan", "employed_before")) : 0;
  if (worse && locked > MOSTLY * more) return t("leadLockIn", { locked: count(locked) });
  return SEARCHING.includes(state.indicator) ? balance("leadSearch", "seeks_only_plan", "seeks_only_baseline") : balance("leadWork", "works_only_plan", "works_only_baseline");
}

function balance(name, here, there) {
  const gained = differ(here), lost = differ(there);
  return t(gained >= lost ? `${name}More` : `${name}Fewer`, { gained: count(gained), lost: count(lost), net: apart(gained, lost) });
}

function link(name, said, base, plan, say = count, spoken = "bars") {
  const most = Math.max(base, plan, 1e-9);
  const bar = (world, value) => h("div", { class: `bar ${world}` }, h("i", { style: { width: `${(100 * value) / most}%` } }), h("b", {}, say(value)));
  return h("li", {}, h("h2", {}, t(`why_${name}`)), h("p", {}, said),
    h("div", { class: "bars", role: "img", "aria-label": t(spoken, { base: say(base), plan: say(plan) }) }, bar("base", base), bar("plan", plan)));
}

function spending() {
  const spent = data.levers.map((_, k) => sumTo(data.spending.values.filter((__, at) => at % data.levers.length === k), state.month));
  const total = spent.reduce((a, b) => a + b, 0);
  const aside = data.levers.reduce((sum, name) => sum + asideIn(name), 0);
  const slack = data.levers.map((name, k) => [name, spent[k], asideIn(name)]).filter(([, s, a]) => a > 0 && s < 0.8 * a);
  if (aside === 0) return link("money", t("whyNoLever"), 0, total, shortMoney, "moneyBars");
  const said = [t("whyMoney", { spent: money(total), aside: money(aside) })];
  if (slack.length) said.push(t("whyUnspent", { levers: slack.map(([name]) => named("levers", name, leverOf(name).title)).join(", ") }));
  if (total > aside && money(total) !== money(aside)) said.push(t("whyCarried"));
  return link("money", said.join(" "), aside, total, shortMoney, "moneyBars");
}

/** Euros set aside for a lever in the twelve months up to the cursor. */
function asideIn(name) {
  const card = leverOf(name), of = (number) => valueOf("levers", card, card.numbers.find((one) => one.name === number));
  let months = 0;
  for (let m = Math.max(1, state.month - 11); m <= state.month; m++) if (m - 1 >= of("start") && m - 1 < of("start") + of("months")) months += 1;
  return (of("budget") * months) / 12;
}

function seats() {
  const turned = { base: year("base", "turned_away"), plan: year("plan", "turned_away") }, wished = { base: year("base", "wished"), plan: year("plan", "wished") };
  const share = (world) => number((100 * turned[world]) / Math.max(1, wished[world]));
  return link("seats", t("whySeats", { base: share("base"), plan: share("plan") }), turned.base, turned.plan);
}

function learners() {
  const more = differ("learned_only_plan"), both = differ("learned_in_both"), fewer = differ("learned_only_baseline");
  return link("learners", t("whyLearners", { both: count(both), more: count(more), fewer: count(fewer) }), both + fewer, both + more);
}

function lockIn() {
  const base = mean("base", "jobless_learners"), plan = mean("plan", "jobless_learners");
  return link("lockin", t(count(plan) === count(base) ? "whySameLockIn" : plan > base ? "whyLockIn" : "whyNoLockIn", { more: apart(plan, base) }), base, plan);
}

function hires() {
  const outside = year("plan", "hired_commuters") - year("base", "hired_commuters");
  const base = year("base", "hired_unemployed"), plan = year("plan", "hired_unemployed");
  return link("hires", t("whyHires", { vacancies: count(mean("plan", "vacancies")), before: count(mean("base", "vacancies")), commuters: t(count(outside) === "0" ? "commutersSame" : outside > 0 ? "commutersMore" : "commutersFewer", { n: count(Math.abs(outside)) }) }), base, plan);
}

function losses() {
  const of = (world) => year(world, "layoffs") + year(world, "quits");
  return link("losses", t("whyLosses"), of("base"), of("plan"));
}

function displaced() {
  const gained = differ("works_only_plan"), lost = differ("works_only_baseline");
  const said = t("whyDisplaced", { gained: count(gained), lost: count(lost), net: apart(gained, lost), sign: count(gained) === count(lost) ? "" : gained > lost ? "+" : "\u2212" });
  return link("displaced", said, lost, gained);
}

function outside() {
  return link("outside", t("whyOutside"), mean("base", "outside"), mean("plan", "outside"));
}

function leaving() {
  return link("leaving", t("whyLeaving"), year("base", "departures"), year("plan", "departures"));
}

/** What the plan spares of it, with its interval: whether the storm took less is a question of luck too. */
function spared({ base, plan, half }) {
  if (half === undefined || isUntouched()) return "";
  const [by, low, high] = [base - plan, base - plan - half, base - plan + half].map((value) => signed(value / 100, "share"));
  return ` ${t("whySpared", { by, low, high })}`;
}

/** The area of the resilience triangle, in both cities. */
function resilience() {
  const lost = lostToShock();
  if (!lost) return null;
  const say = (value) => `${number(value, 1)}%`;
  const said = t("whyResilience", { base: say(lost.base), plan: say(lost.plan), cities: lost.seeds > 1 ? t("cities", { n: lost.seeds }) : t("oneCity") });
  return link("resilience", `${said}${spared(lost)}`, Math.max(0, lost.base), Math.max(0, lost.plan), say);
}

const CHAIN = [resilience, spending, seats, learners, lockIn, hires, losses, displaced, outside, leaving];

/** The meaning of the indicator that is shown, for whoever asks. */
export const meaningOf = () => named("indicatorMeanings", state.indicator, indicatorOf(state.indicator).meaning);
