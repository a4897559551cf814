/* What the colours of the maps mean, and how many people have which. */

import { data, isComparable } from "./data.js";
import { $, fill, h } from "./dom.js";
import { colourScale, cssRamp, divergingRamp, emptyNow, mapped, ONLY, rampOf, STATES, groundNow } from "./map.js";
import { changed, cityOf, indicatorOf, state } from "./state.js";
import { level, named, size, t } from "./words.js";

/** The legend below the maps. */
export function showLegend() {
  fill($("legend"), state.layer === "districts" ? districts() : state.layer === "residents" ? residents() : lives());
}

/** Lined here as on the map; what it is drawn for is said when the pointer rests on it. */
function water() {
  const { water: blue, wave, shore } = groundNow();
  return h("span", { class: "key big water", title: t("waterHow") }, h("i", { style: { background: `repeating-linear-gradient(${wave} 0 1px, ${blue} 1px 4px)`, border: `1px solid ${shore}` } }), t("water"));
}

function districts() {
  const found = colourScale(), unit = indicatorOf(mapped()).unit;
  if (!found) return [];
  const difference = h("label", { class: "check", title: t("differenceHow") }, h("input", { type: "checkbox", id: "difference", checked: Boolean(state.difference), onchange: (e) => { state.difference = e.target.checked; changed("look"); } }), " ", t("showDifference"));
  const ramp = (colours, low, high, name) => h("span", { class: "ramp" }, h("span", {}, name), h("span", {}, low), h("i", { style: { background: cssRamp(colours) } }), h("span", {}, high));
  if (!isComparable()) return [difference];
  return [difference, ramp(rampOf(), level(found.low, unit), level(found.high, unit), state.difference ? `${t("untouchedShort")}:` : `${named("indicators", mapped())}:`),
    state.difference ? ramp(divergingRamp, t("worseBy", { by: size(found.reach, unit) }), t("better"), `${t("ourPlanShort")}:`) : key(emptyNow(), t("fewLive")), !state.difference && cityOf().water ? water() : null];
}

export const key = (colour, name, big = false) => h("span", { class: big ? "key big" : "key" }, h("i", { style: { background: colour } }), name);

function residents() {
  if (!data.states) return h("span", { class: "fine" }, t("waiting"));
  return [key(STATES.search, t("state_search"), true), key(STATES.course, t("state_course"), true), ...["work", "school", "home", "retired"].map((name) => key(STATES[name], t(`state_${name}`)))];
}

function lives() {
  if (!data.states) return h("span", { class: "fine" }, t("waiting"));
  return [key(ONLY.plan, t("onlyWithPlan"), true), key(ONLY.base, t("onlyWithout"), true), key(ONLY.other, t("sameInBoth"))];
}
