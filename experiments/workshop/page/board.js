/* The plans of the tables side by side: effect for every role, cost, who gains, how robust; shown, kept, dismissed and voted on. */

import { closeDialog, openDialog, toast } from "./dialogs.js";
import { $, fill, h } from "./dom.js";
import { groupName } from "./headline.js";
import { note } from "./record.js";
import { say } from "./socket.js";
import { changed, cityOf, indicatorOf, isUntouched, leverOf, planKey, setAside, state, take } from "./state.js";
import { colourOf, dot, doorWords, drawDoor, receiveTable, seats, takeSeat, wishOf } from "./tables.js";
import { capital, inYear, money, named, number, shortMoney, signed, size, t, unitAfter } from "./words.js";

const MOST = 6, CLEAR = ["better", "worse", "higher", "lower"], UNSAID = { "no clear effect": "noEffect", "too few to tell": "tooFewCities", "one seed: no interval": "tooFewCities" };
const known = { proposals: [], tables: [], voting: false, voted: [] };
let chosen = [], open = "";

/** News of the tables. */
export function receiveTables(message) {
  for (const name of Object.keys(known)) known[name] = message[name] ?? known[name];
  if (message.kind === "proposals" && !state.screen && state.table && !message.table) takeSeat(); // a new session has begun
  receiveTable(message.table);
  showButtons();
  if ($("dialog").open && open) (open === "board" ? showBoard : showBallot)();
}

export const proposals = () => known.proposals;
const tableOf = (who) => known.tables.find((one) => one.name === who);

/** What the bar offers now: the board on the screen, the vote on a phone. */
export function showButtons() {
  const { screen } = state, n = known.proposals.length;
  $("propose").hidden = screen;
  Object.assign($("proposals"), { hidden: !screen && !known.voting, textContent: screen ? (n ? t("tablesN", { n: number(n) }) : t("tables")) : t("voteNow") });
  $("proposals").classList.toggle("news", screen ? n > 0 : known.voting && !known.voted.length);
}

/** Say what is proposed: a phone at once, the screen beside the others. */
export function propose() {
  if (!state.screen && !state.table) return changed("seat");
  say({ do: "propose", plan: state.plan, who: state.screen ? t("theRoom") : state.table.name });
}

/** The board, or on a phone the vote. */
export function openBoard() {
  open = state.screen ? "board" : "ballot";
  const body = h("div", { id: "board" });
  openDialog(t(state.screen ? "boardTitle" : "voteNow"), body);
  $("dialog").classList.add("wide");
  $("dialog").addEventListener("close", () => { open = ""; $("dialog").classList.remove("wide"); }, { once: true });
  if (open === "board") showBoard(); else showBallot();
}

/** At most six stand side by side: those that were put there, those that are kept, then the newest. */
function beside() {
  const order = [...known.proposals].sort((a, b) => rank(b) - rank(a) || b.number - a.number);
  return order.slice(0, MOST).sort((a, b) => a.number - b.number);
}
const rank = (one) => (chosen.includes(one.number) ? 2 + chosen.indexOf(one.number) : one.kept ? 1 : 0);

function showBoard() {
  const shown = beside(), others = known.proposals.filter((one) => !shown.includes(one)), focus = document.activeElement?.id;
  fill($("board"),
    h("div", { class: "board-head" }, doorWords(), h("div", {}, seats(known.tables, cityOf().cap) ?? h("p", {}, t("nobodySits")),
      h("p", { class: "row" }, h("button", { id: "add-ours", disabled: isUntouched(), onclick: propose }, t("addOurs")),
        h("button", { id: "voting", class: known.voting ? "primary" : "", "aria-pressed": String(known.voting), disabled: !known.proposals.length, onclick: () => say({ do: "voting", open: !known.voting }) }, t(known.voting ? "voteClose" : "voteOpen"))))),
    shown.length ? table(shown) : h("p", { class: "lead" }, t("noProposals")),
    others.length ? h("p", { class: "chips" }, h("span", {}, t("notBeside")), others.map((one) => h("button", { class: "chip", onclick: () => { chosen = [...chosen, one.number].slice(-MOST); showBoard(); } }, dot(tableOf(one.who)?.colour), one.who))) : null,
    h("p", { class: "fine" }, t("boardFine")));
  if (state.screen) drawDoorIfThere();
  if (focus) $(focus)?.focus();
}

const drawDoorIfThere = () => { if (document.querySelector("canvas.qr")) drawDoor(); };

function table(shown) {
  const roles = Object.keys(state.catalogue.roles);
  const row = (head, more, cells, extra = {}) => h("tr", extra, head ? h("th", { scope: "row" }, head, more ? h("span", { class: "fine" }, more) : null) : h("td", {}), cells.map((one) => h("td", {}, ...[one].flat())));
  return h("div", { class: "board-scroll", tabIndex: 0, role: "region", "aria-label": t("boardTitle") }, h("table", { class: `board of${shown.length}` },
    h("thead", {}, h("tr", {}, h("td", {}), shown.map((one) => h("th", { scope: "col", style: { borderTopColor: colourOf(tableOf(one.who)?.colour) } }, head(one))))),
    h("tbody", {}, row("", "", shown.map(actions), { class: "board-do" }),
      roles.map((role) => row(t(`role_${role}`), capital(wishOf(role)), shown.map((one) => effect(one, one.told?.own?.[role], state.catalogue.roles[role].indicator, widest(shown, role))))),
      row(t("rowCost"), "", shown.map(cost)), row(t("rowGain"), t("rowGainOf"), shown.map(gains)), row(t("rowSure"), named("indicators", "unemployment"), shown.map(robust)),
      row(t("rowVotes"), "", shown.map((one) => h("b", { class: "votes" }, number(one.votes)))))));
}

function head(one) {
  return [h("span", { class: "who" }, dot(tableOf(one.who)?.colour), one.who, one.kept ? h("span", { class: "kept" }, ` \u2605 ${t("kept")}`) : null),
    one.plan.title ? h("span", { class: "plan-name" }, `\u201c${one.plan.title}\u201d`) : null,
    h("span", { class: "fine" }, leverWords(one.plan, 3)), h("span", { class: "fine" }, `${cityNameOf(one.plan)}${capital(inYear(one.plan.months ?? 240))}${shockWords(one.plan)}`)];
}

const cityNameOf = (plan) => (plan.city && plan.city !== state.plan.city ? `${state.catalogue.cities[plan.city].title}, ` : "");
const shockWords = (plan) => (Object.keys(plan.shock ?? {}).length ? `; ${Object.keys(plan.shock).map((name) => named("shocks", name)).join(", ")}` : "");

/** 'Guidance 20 M\u20ac, Second chance 8 M\u20ac and 2 more'. */
export function leverWords(plan, most = Infinity) {
  const own = Object.entries(plan.levers ?? {}).map(([name, card]) => [name, card.budget ?? leverOf(name).numbers.find((one) => one.name === "budget").value]).sort((a, b) => b[1] - a[1]);
  const said = own.slice(0, most).map(([name, budget]) => `${named("levers", name, leverOf(name).title)} ${shortMoney(budget)}`).join(", ");
  return own.length ? said + (own.length > most ? ` ${t("leftMore", { n: number(own.length - most) })}` : "") : t("noLevers");
}

/** The furthest that any interval of a row reaches. */
const widest = (shown, role) => Math.max(1e-9, ...shown.map((one) => one.told?.own?.[role]).filter(Boolean).flatMap((one) => [one.effect, one.low, one.high].map((value) => Math.abs(value ?? 0))));

/** One effect in words that are no surer than it is, and as an interval about no difference. */
function effect(one, found, indicator, reach) {
  if (!found) return h("p", { class: "said" }, t("answering"));
  const { unit } = indicatorOf(indicator), whole = found.seeds >= one.told.cities;
  return h("div", { class: whole ? "effect" : "effect young" }, saidOf(found, unit, whole), whisker(found, unit, reach), whole ? null : h("small", {}, t("citiesOf", { n: number(found.seeds), all: number(one.told.cities) })));
}

/** 'lower by so much' in bold where the rule tells it, 'no clear effect' where it does not. */
function saidOf(found, unit, whole = true) {
  if (whole && CLEAR.includes(found.verdict)) return h("b", { class: found.verdict }, moved(found.effect, unit));
  if (!whole) return h("span", {}, t("answering"));
  if (found.effect === 0 && found.low === 0) return h("span", {}, t("noChange"));
  return h("span", {}, t(UNSAID[found.verdict] ?? "cannotTell"));
}

const moved = (difference, unit) => t(difference > 0 ? "higher" : "lower", { by: size(difference, unit) });

function whisker(found, unit, reach) {
  if (found.low === null || found.high === null) return null;
  const said = `${t("interval90")}: ${signed(found.low, unit)} \u2013 ${signed(found.high, unit)}${unitAfter(unit)}`;
  const at = (value) => 50 + (48 * value) / reach;
  return h("div", { class: `whisker ${CLEAR.includes(found.verdict) ? found.verdict : ""}`, role: "img", "aria-label": said, title: said },
    h("i", { style: { left: `${at(found.low)}%`, width: `${Math.max(1.5, at(found.high) - at(found.low))}%` } }), h("em", { style: { left: `${at(found.effect)}%` } }));
}

function cost(one) {
  const plan = { levers: {}, ...one.plan };
  return [h("b", {}, money(setAside(plan))), h("small", {}, one.told?.spent === undefined || one.told.spent === null ? t("answering") : t("spentN", { sum: money(one.told.spent) }))];
}

function gains(one) {
  const found = one.told?.gains ?? [];
  if (!found.length || found[0].seeds < one.told.cities) return h("p", { class: "said" }, t("answering"));
  const of = (verdict) => found.filter((row) => row.verdict === verdict).map((row) => h("li", { class: verdict }, capital(groupName(row.group)), ` ${signed(row.effect, "share")}`));
  const said = [...of("better"), ...of("worse")];
  return said.length ? h("ul", { class: "gains" }, said) : h("span", {}, t("gainNobody"));
}

function robust(one) {
  const own = one.told?.own?.mayor, other = one.told?.other?.mayor;
  if (!own || own.seeds < one.told.cities) return h("p", { class: "said" }, t("answering"));
  const whole = other && other.seeds >= one.told.cities;
  return [own.effect === 0 ? null : h("p", {}, t("agree", { n: number(own.agree), all: number(own.seeds) })),
    h("p", {}, one.told.calm ? t("calmSays") : t("stormSays", { n: number(Math.floor(one.told.storm / 12) + 1) }), " ", whole ? saidOf(other, "share") : h("span", { class: "said" }, t("answering")))];
}

function actions(one) {
  const keep = () => { say({ do: "keep", number: one.number }); if (!one.kept) note("kept", { plan: one.plan, who: one.who, text: resultWords(one), key: `kept ${one.number}` }); };
  return h("div", { class: "row" }, h("button", { class: "primary", id: `show-${one.number}`, onclick: () => show(one) }, t("showIt")), h("button", { id: `keep-${one.number}`, "aria-pressed": String(one.kept), onclick: keep }, t("keep")),
    h("button", { id: `dismiss-${one.number}`, onclick: () => say({ do: "dismiss", number: one.number }) }, t("dismiss")));
}

/** What is known of a plan's effect on what the mayor wants to see, in a sentence for the record. */
export function resultWords(one) {
  const found = one.told?.own?.mayor, name = named("indicators", "unemployment");
  const said = !found || found.seeds < one.told.cities ? t("answering") : CLEAR.includes(found.verdict) ? moved(found.effect, "share") : t(UNSAID[found.verdict] ?? "cannotTell");
  return `${one.who}: ${name}, ${inYear(one.plan.months ?? 240)}: ${said}. ${t("rowVotes")}: ${number(one.votes)}.`;
}

/** A table's plan on the screen, under the table's name. */
function show(one) {
  take(one.plan);
  state.by = { who: one.who, colour: tableOf(one.who)?.colour ?? 7, of: planKey() };
  changed("by");
  closeDialog();
}

/** Whose plan is shown; nobody's once it was changed. */
export function showBy() {
  const by = state.by?.of === planKey() ? state.by : null;
  $("by").hidden = !by;
  fill($("by"), by ? [dot(by.colour), t("planOf", { who: by.who })] : []);
}

function showBallot() {
  const own = state.table?.name, role = state.table?.role ?? "mayor", { indicator } = state.catalogue.roles[role];
  fill($("board"), known.voting ? h("p", {}, t("voteHow")) : h("p", { class: "lead" }, t("voteOver")),
    h("ul", { class: "ballot" }, beside().map((one) => h("li", { style: { borderLeftColor: colourOf(tableOf(one.who)?.colour) } }, h("div", {}, head(one)),
      h("p", {}, h("span", { class: "fine" }, `${capital(wishOf(role))}: `), one.told?.own?.[role] ? saidOf(one.told.own[role], indicatorOf(indicator).unit, one.told.own[role].seeds >= one.told.cities) : t("answering")),
      h("p", {}, h("span", { class: "fine" }, `${t("rowCost")}: `), money(setAside({ levers: {}, ...one.plan }))),
      one.who === own ? h("p", { class: "fine" }, t("ownPlan")) : h("button", { id: `vote-${one.number}`, class: known.voted.includes(one.number) ? "" : "primary", disabled: !known.voting, "aria-pressed": String(known.voted.includes(one.number)), onclick: () => say({ do: "vote", number: one.number }) }, t(known.voted.includes(one.number) ? "voted" : "voteFor"))))));
}

/** The server has it. */
export function proposed() {
  toast(t("proposedDone"));
}
