/* A life told in five sentences: who she is, what stood in her way, what turned it, what came of it, and how usual she is. */

import { money, named, number, t, when } from "./words.js";
import { leverOf } from "./state.js";

const rounded = (euros, step) => Math.round(euros / step) * step;
const leverName = (name) => named("levers", name.split("#")[0], leverOf(name)?.title);
const years = (months) => number(months / 12, 1);

/** The sentences of a life with its turning point; `count` tells months by kind of what she does, `told` an event in words. */
export function sentences({ life, turn, portrait, work, search, told, of }) {
  const name = life.person.name || t("she"), places = { name };
  return [portrait, before(places, life, work, search), turned(places, turn, life, told), after(places, turn), usual(places, turn, of)].filter(Boolean);
}

/** Without the plan: what she does, and what stops her most often. */
function before(places, life, work, search) {
  const said = t("turnBefore", { ...places, work: years(work), search: years(search) }), stopped = new Map();
  const add = (why, times) => stopped.set(why, (stopped.get(why) ?? 0) + times);
  for (const one of life.base.events) {
    if (one.what === "course_refused") add(t("stopCourse", { why: named("reasons", one.why, one.why) }), 1);
    if (one.what === "applied" && one.other_preferred) add(t("stopPreferred"), one.other_preferred);
    if (one.what === "applied" && one.unfit) add(t("stopUnfit"), one.unfit);
    if (one.what === "job_ended") add(t("stopEnded"), 1);
  }
  const [most] = [...stopped].sort((a, b) => b[1] - a[1]);
  return most ? `${said} ${t("turnStopped", { ...places, why: most[0], times: number(most[1]) })}` : said;
}

function turned(places, turn, life, told) {
  if (turn.cause === "none") return t("turnNone", places);
  const said = t(turn.cause === "direct" && turn.lever ? "turn_met" : `turn_${turn.cause}`, { ...places, when: when(turn.month), lever: turn.lever ? leverName(turn.lever) : "" });
  const next = (world) => life[world].events.find((one) => one.month >= turn.month && !["applied", "course_refused"].includes(one.what));
  const [plan, base] = [next("plan"), next("base")];
  if (!plan || JSON.stringify(plan) === JSON.stringify(base)) return said;
  return `${said} ${t("turnThen", { plan: told(plan), base: base ? told(base) : t("nothingHappened") })}`;
}

function after(places, turn) {
  if (turn.cause === "none") return t("turnSame", places);
  const pay = rounded(Math.abs(turn.pay), 1000), work = turn.gain === 0 ? t("turnWorkSame") : t(turn.gain > 0 ? "turnWorkMore" : "turnWorkLess", { n: number(Math.abs(turn.gain)) });
  return t("turnAfter", { ...places, work, pay: pay === 0 ? t("turnPaySame") : t(turn.pay > 0 ? "turnPayMore" : "turnPayLess", { pay: money(pay) }) });
}

/** Whose lives changed because of hers, and how many are like her. */
function usual(places, turn, of) {
  const next = turn.next ? t(turn.next === 1 ? "turnNextOne" : "turnNext", { ...places, n: number(turn.next) }) : "";
  const alike = t(`alike_${turn.cause}`), share = number(100 * turn.as_much);
  return `${next} ${t(turn.cause === "none" ? "turnAlike" : turn.gain === 0 ? "turnUsualSame" : turn.gain > 0 ? "turnUsualMore" : "turnUsualLess", { ...places, people: of(turn.alike), alike, share, middle: number(turn.middle) })}`.trim();
}
