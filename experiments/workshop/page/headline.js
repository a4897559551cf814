/* The answer in one sentence, as large as the room needs it. */

import { answerAt, data, isFresh } from "./data.js";
import { $, fill, h } from "./dom.js";
import { cityOf, indicatorOf, isUntouched, state } from "./state.js";
import { inYear, level, named, number, signed, size, t, unitAfter } from "./words.js";
import { shortName } from "./map.js";

const ORDER = ["sex", "origin", "age", "limitation", "language", "education", "parents", "district"];

/** A group in words: 'women with low education in Kontula'. */
export function groupName(group = state.group) {
  const parts = ORDER.filter((dimension) => dimension in group).map((dimension) => (dimension === "district"
    ? t("inDistrict", { district: shortName(cityOf().names[group.district]) }) : inWords(`${dimension} ${group[dimension]}`)));
  return ("sex" in group ? parts : [t("people"), ...parts]).join(" ");
}

const inWords = (part) => named("phrases", part, named("groups", part));

/** Write the sentence and what stands behind it. */
export function showHeadline() {
  const found = answerAt(state.month), indicator = indicatorOf(state.indicator), name = named("indicators", state.indicator);
  $("headline").classList.remove("unsure");
  if (state.refused?.key === state.key) return write(t("refusedSays"), state.refused.message);
  if (state.guessing && !state.revealing) return write(t("whatDoYouExpect", { indicator: name.toLowerCase() }), t("guessHow"));
  if (!isFresh()) return write(data.plan ? t("answeringSays", { indicator: name, who: whoOf() }) : state.parting || t("waiting"), !state.online && data.plan ? t("reconnecting") : data.plan ? t("answeringHow") : "");
  if (!found) return write(t("notOfGroup", { indicator: name }), "");
  const idle = isUntouched();
  $("headline").classList.toggle("unsure", !idle && found.clear === null);
  fill($("headline"), ...sentence(found, indicator, idle));
  fill($("subline"), behind(found, indicator, idle));
  speak();
}

/** A sentence that says nothing of a plan. */
function write(sentence, more) {
  fill($("headline"), sentence);
  fill($("subline"), more);
  speak();
}

const whoOf = () => (Object.keys(state.group).length ? t("amongGroup", { group: groupName() }) : "");

function sentence(found, indicator, idle) {
  const name = named("indicators", indicator.name), who = whoOf();
  if (found.few) return [t("tooFew", { indicator: name, who, span: inYear(state.month) })];
  const values = { indicator: name, who, base: level(found.base, indicator.unit), plan: level(found.plan, indicator.unit), span: inYear(state.month) };
  if (idle) return [t("untouchedSays", values)];
  if (found.difference === 0) return [t("sameSays", values)];
  if (found.clear === false) return [t("unclearSays", values)];
  if (found.clear === null) return soFar(found, indicator, values);
  const moves = found.difference > 0 ? "higher" : "lower";
  const good = indicator.better === "" ? "" : indicator.better === moves ? "better" : "worse";
  const by = size(found.difference, indicator.unit);
  const [before, after] = t("movesSays", { ...values, by: "\u0000" }).split("\u0000");
  return [before, h("strong", { class: good }, t(moves, { by })), after];
}

/** What a few cities say: from where to where it may be; of one of them only what it says. */
function soFar(found, indicator, values) {
  const move = (difference) => t(difference > 0 ? "higher" : "lower", { by: size(difference, indicator.unit) });
  if (!Number.isFinite(found.half ?? NaN)) return [t("oneCitySays", { ...values, by: move(found.difference) })];
  return [h("span", {}, t("rangeSays", { ...values, low: move(found.difference - found.half), high: move(found.difference + found.half) }))];
}

function behind(found, indicator, idle) {
  if (found.few) return t("tooFewWhy");
  if (idle) return t("moveALever");
  const levels = t("levels", { base: level(found.base, indicator.unit), plan: level(found.plan, indicator.unit) });
  if (found.clear === null && !Number.isFinite(found.half ?? NaN)) return `${levels} ${t("oneCitySoFar")}`;
  const [low, high] = [found.difference - found.half, found.difference + found.half];
  const unit = unitAfter(indicator.unit);
  return `${levels} ${t(found.clear !== null ? "interval" : found.seeds < state.catalogue.setting.seeds ? "intervalSoFar" : "intervalFew", { all: number(state.catalogue.setting.seeds), low: signed(low, indicator.unit), high: signed(high, indicator.unit), unit, seeds: number(found.seeds) })}${found.clear === false && Math.abs(found.difference) > found.half ? ` ${t("notSure")}` : ""}`;
}

let speaking = 0;

/** Say the answer to a screen reader once it has come to rest; what was said before is no longer there to be read. */
function speak() {
  clearTimeout(speaking);
  $("live").textContent = "";
  speaking = setTimeout(() => { $("live").textContent = `${$("headline").textContent} ${$("subline").textContent}`; }, 900);
}
