/* What a room takes home on one sheet of paper: the plan, its budget and shocks, the answer and how sure it is, a figure, and a life. */

import { wordsOf } from "./aims.js";
import { dress } from "./axes.js";
import { drawChart } from "./chart.js";
import { isFresh } from "./data.js";
import { $, fill, h } from "./dom.js";
import { capOf, cityOf, leverOf, setAside, shockOf, state, valueOf } from "./state.js";
import { money, named, stateWord, t, when } from "./words.js";

const WIDTH = 1500, HEIGHT = 800, EM = 26;

/** Fill the sheet before it is printed. */
export function layOut() {
  const shown = isFresh() && !state.guessing, life = shown ? $("life").querySelector(".story-told") : null;
  fill($("handout"),
    h("h1", {}, `${state.plan.title || t("untitled")}`), h("p", { class: "fine" }, `Learning City, ${cityOf().title}`),
    h("p", { class: "answer" }, shown ? $("headline").textContent : stateWord()), h("p", {}, shown ? $("subline").textContent : ""),
    shown ? figure() : null,
    h("div", { class: "two" },
      h("section", {}, h("h2", {}, t("budgetTitle")), h("p", {}, `${money(setAside())} ${t("ofBudget", { cap: money(capOf()) })}`), h("ul", {}, Object.keys(state.plan.levers).map(lever)),
        h("h2", {}, t("shocksOnTimeline")), h("ul", {}, Object.keys(state.plan.shock).length ? Object.entries(state.plan.shock).map(([name, own]) => h("li", {}, `${named("shocks", name, shockOf(name).title)}: ${when((own.start ?? 0) + 1)}`)) : h("li", {}, t("noShocks"))),
        state.plan.story ? [h("h2", {}, t("tab_notes")), h("p", {}, state.plan.story.slice(0, 600))] : null),
      h("section", {}, life ? [h("h2", {}, $("life").querySelector("h2").textContent), life.cloneNode(true)] : h("p", { class: "fine" }, t("noLifeChosen")))),
    h("p", { class: "fine" }, t("about")));
}

function lever(name) {
  const card = leverOf(name), budget = valueOf("levers", card, card.numbers.find((one) => one.name === "budget")), aim = state.plan.levers[name].for;
  return h("li", {}, `${named("levers", name, card.title)}: ${money(budget)} ${t("aYear")}${aim ? `, ${t("forWhom", { who: wordsOf(aim) }).toLowerCase()}` : ""}`);
}

/** The curves as a picture, by day. */
function figure() {
  const canvas = h("canvas", { width: WIDTH, height: HEIGHT });
  dress(false);
  drawChart(canvas, { pen: canvas.getContext("2d"), width: WIDTH, height: HEIGHT, em: EM });
  dress();
  return canvas;
}
