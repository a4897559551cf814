/* One resident's life beside her twin's in the other city. */

import { COLOURS } from "./axes.js";
import { data, isFresh } from "./data.js";
import { $, face, fitted, h, obscure, refill, typeSize } from "./dom.js";
import { key } from "./legend.js";
import { STATES } from "./map.js";
import { changed, state } from "./state.js";
import { sentences } from "./turning.js";
import { money, named, number, stateWord, t, when } from "./words.js";
import { sayOfPlan } from "./socket.js";

const KINDS = ["school", "school", "school", "work", "search", "home", "retired"];
let turn = 0, life = null, coming = false, wished = null;

/** Ask for residents worth a look. */
export const askPeople = () => {
  if (!isFresh()) return;
  sayOfPlan({ do: "people", turn });
  askTurn();
};

/** Ask for the turning point of whom is followed, and for lives that have one. */
const askTurn = () => sayOfPlan({ do: "turn", turn, ...(state.row !== null && { row: state.row }) });

export function receiveTurn(message) {
  data.turning = message;
  const found = wished && message.key === data.key ? message.people.find((one) => one.kind === wished) : null;
  if (found) { wished = null; follow(found.row); } else showLife();
}

/** Follow somebody of a kind, now or as soon as it is known who that is. */
export function followKind(kind) {
  const found = data.turning?.key === data.key ? data.turning.people.find((one) => one.kind === kind) : null;
  wished = found ? null : kind;
  if (found) follow(found.row); else lifeIsOld();
}

export function receivePeople(message) { data.people = message; showLife(); }
export function receiveLife(message) { life = message; coming = false; showLife(); }

/** Nobody of that number lives here: nothing is on its way. */
export function noLife() { coming = false; showLife(); }

/** The answer moved, or the panel was opened: a life that is shown is lived again, in the plan of now. */
export function lifeIsOld() {
  if (state.tab !== "life" || !isFresh()) return;
  if (state.row !== null && life?.key !== data.key) follow(state.row);
  askPeople();
}

/** Follow the resident of a row. */
export function follow(row) {
  state.row = row;
  coming = true;
  if (isFresh()) { sayOfPlan({ do: "follow", row }); askTurn(); }
  changed("row");
  showLife();
}

/** The panel: whom to follow, who she is, both lives, and what happened. */
export function showLife() {
  if ($("life").hidden) return;
  if (state.guessing && !state.revealing) return refill($("life"), h("p", {}, t("afterGuess")));
  if (!isFresh()) return data.plan ? obscure($("life"), stateWord()) : refill($("life"), h("p", {}, t("waiting")));
  const found = [...(data.turning?.key === data.key ? data.turning.people : []), ...(data.people?.key === data.key ? data.people.people : [])];
  refill($("life"), h("p", { class: "lead" }, t("lifeLead")),
    h("div", { class: "suggested" }, found.map((one) => h("button", { class: one.row === state.row ? "chip on" : "chip", onclick: () => follow(one.row) }, t(`life_${one.kind}`))),
      data.turning?.key === data.key ? null : h("span", { class: "fine" }, t("turnLooking")), h("button", { class: "chip quiet", onclick: () => { turn += 1; askPeople(); } }, t("others"))),
    life?.key === data.key && !coming ? shown() : h("p", { class: "fine" }, t(coming ? "lifeComing" : "lifePick")));
  if ($("lanes")) drawLanes();
}

function shown() {
  const { person } = life, story = data.turning?.key === data.key && data.turning.row === person.row ? data.turning.turn : null;
  const told = story && sentences({ life, turn: story, portrait: portrait(person), work: monthsOf("base", "work"), search: monthsOf("base", "search"), told: happened, of: (n) => number(roughly(n)) });
  return [h("h2", {}, person.name ? t("nameInvented", { name: person.name, years: person.years }) : portrait(person)),
    told ? h("div", { class: "story-told" }, told.map((one) => h("p", {}, one))) : [person.name ? h("p", {}, portrait(person)) : null, h("p", { class: "fine" }, t("turnComing"))],
    h("div", { class: "canvas-box lanes" }, h("canvas", { id: "lanes", role: "img", "aria-label": laneWords() })),
    h("p", { class: "lane-key" }, laneKey()),
    h("div", { class: "totals" }, totals("base"), totals("plan")),
    h("div", { class: "diaries" }, diary("base"), diary("plan"))];
}

const roughly = (people) => { const step = 10 ** Math.max(1, Math.floor(Math.log10(Math.max(1, people))) - 1); return Math.round(people / step) * step; };

function portrait(person) {
  const parts = [t(person.woman ? "woman" : "man"), t("yearsOld", { years: person.years }), named("groups", `education ${person.education}`), person.district.split(" - ")[0]];
  if (person.origin !== "native") parts.push(named("groups", `origin ${person.origin}`));
  if (person.limitation !== "none") parts.push(named("groups", `limitation ${person.limitation}`));
  if (person.partner) parts.push(t("withPartner"));
  if (person.young) parts.push(t(person.young === 1 ? "withChild" : "withChildren", { n: person.young }));
  const occupation = person.activity === "employed" && person.occupation ? ` (${named("occupations", person.occupation, person.occupation)})` : "";
  const doing = named("activities", person.activity) + occupation;
  return `${parts.join(", ")}. ${t("atTheStart", { doing })}`;
}

const monthsOf = (world, wanted) => life[world].lines.activity.filter((code, m) => m > 0 && KINDS[code] === wanted).length;
const coursesOf = (world) => life[world].lines.learning.filter((on, m) => m > 0 && on).length;
const years = (months) => number(months / 12, 1);
const rounded = (euros, step) => Math.round(euros / step) * step;

function totals(world) {
  const wages = life[world].lines.wage.reduce((sum, wage) => sum + wage, 0);
  return h("div", { class: world }, h("b", {}, t(world === "plan" ? "ourPlan" : "untouched")),
    h("p", {}, t("lifeTotals", { work: years(monthsOf(world, "work")), search: years(monthsOf(world, "search")), course: number(coursesOf(world)), wages: t("lifeWages", { wages: money(rounded(wages, 1000)) }) })));
}

const laneWords = () => ["base", "plan"].map((world) => `${t(world === "plan" ? "ourPlan" : "untouched")}: ${t("lifeTotals", {
  work: years(monthsOf(world, "work")), search: years(monthsOf(world, "search")), course: number(coursesOf(world)), wages: "" })}`).join(" ");

/** The colours of the lanes: those that occur in either life. */
function laneKey() {
  const found = new Set(["base", "plan"].flatMap((world) => life[world].lines.activity.map((code, m) => (code < 0 ? null : m > 0 && KINDS[code]))));
  if (coursesOf("base") + coursesOf("plan")) found.add("course");
  return Object.keys(STATES).filter((kind) => found.has(kind)).map((kind) => key(STATES[kind], t(`state_${kind}`)));
}

function drawLanes() {
  const { pen, width, height } = fitted($("lanes"));
  const em = typeSize() * 0.8, lane = (height - 1.4 * em) / 2, months = life.plan.lines.activity.length;
  pen.clearRect(0, 0, width, height);
  ["base", "plan"].forEach((world, k) => {
    const { activity, learning } = life[world].lines, top = k * (lane + 0.4 * em);
    for (let m = 0; m < months; m++) {
      if (activity[m] < 0) continue;
      pen.fillStyle = STATES[KINDS[activity[m]]];
      pen.fillRect((m / months) * width, top, width / months + 0.6, lane);
      if (learning[m]) { pen.fillStyle = STATES.course; pen.fillRect((m / months) * width, top + lane * 0.62, width / months + 0.6, lane * 0.38); }
    }
    pen.fillStyle = "#16202c"; // on the pale colours of what she does
    pen.font = face(em, 600);
    pen.textBaseline = "top";
    pen.fillText(t(world === "plan" ? "ourPlanShort" : "untouchedShort"), 4, top + 2);
  });
  pen.fillStyle = COLOURS.ink;
  pen.fillRect((state.month / months) * width - 1, 0, 2, 2 * lane + 0.4 * em);
}

/** The cursor moved: only the lanes are drawn again. */
export const moveLife = () => { if (life && !$("life").hidden && $("lanes") && isFresh() && !state.guessing) drawLanes(); };

function diary(world) {
  const lines = gathered(life[world].events).map((one) => h("li", { class: one.what }, h("span", { class: "date" }, dates(one)), " ", happened(one)));
  return h("div", { class: world }, h("h3", { class: "sr" }, t(world === "plan" ? "ourPlan" : "untouched")), h("ol", {}, lines.length ? lines : h("li", {}, t("nothingHappened"))));
}

const dates = (one) => (one.until > one.month ? `${when(one.month)} \u2013 ${when(one.until)}` : when(one.month));

/** Applications and refusals of the same spell are told in one line. */
function gathered(list) {
  const found = [];
  for (const one of list) {
    const last = found[found.length - 1];
    if (one.what === "applied" && last?.what === "applied") {
      for (const sum of ["sent", "hired", "other_preferred", "unfit", "still_choosing", "not_needed"]) last[sum] += one[sum];
      last.where = [...new Set([...last.where, ...one.where])];
      last.until = one.month;
    } else if (one.what === "course_refused" && last?.what === "course_refused") {
      last.whys[one.why] = (last.whys[one.why] ?? 0) + 1;
      last.until = one.month;
    } else {
      found.push({ ...one, until: one.month, where: [...(one.where ?? [])], whys: one.why ? { [one.why]: 1 } : {} });
    }
  }
  return found;
}

/** What happened, in words. */
function happened(one) {
  const occupation = named("occupations", one.occupation, one.occupation), sector = named("sectors", one.sector, one.sector);
  const places = { occupation, sector, wage: money(rounded(one.wage ?? 0, 10)), course: named("courses", one.course, one.course), provider: named("providers", one.provider, one.provider),
    lasts: one.lasts, now: named("activities", one.now, one.now), level: named("groups", `education ${one.level}`, one.level) };
  if (one.what === "applied") return toldApplications(one);
  if (one.what === "course_refused") return t("event_course_refused", { whys: Object.entries(one.whys).map(([why, times]) => named("reasons", why, why) + (times > 1 ? ` (${times}\u00d7)` : "")).join(", ") });
  if (one.what === "job_ended") return t(`event_job_${one.why}`, places);
  return t(`event_${one.what}`, places);
}

const END = { other_preferred: "event_other_preferred", unfit: "event_unfit", still_choosing: "event_still_choosing", hired: "event_hired_n" };

function toldApplications(one) {
  const parts = [t(one.sent === 1 ? "event_applied_one" : "event_applied", { sent: one.sent, where: one.where.slice(0, 3).map((name) => named("occupations", name, name)).join(", ") })];
  for (const end of ["other_preferred", "unfit", "still_choosing", "hired"]) if (one[end]) parts.push(t(END[end], { n: one[end] }));
  return parts.join(" ");
}

