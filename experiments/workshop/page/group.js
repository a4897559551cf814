/* Pick a group and see its curves. */

import { data, isFresh, series } from "./data.js";
import { $, fill, h } from "./dom.js";
import { groupName } from "./headline.js";
import { changed, cityOf, state } from "./state.js";
import { count } from "./explanation.js";
import { capital, named, number, stateWord, t } from "./words.js";

/** The form: one list for each dimension, and the districts by name. */
export function showGroup() {
  if ($("group").hidden) return;
  const dimensions = Object.entries(state.catalogue.groups).map(([dimension, parts]) => pick(dimension, parts.filter((one) => one !== "other")
    .map((one) => [one, capital(named("groups", `${dimension} ${one}`, one))])));
  const places = cityOf().names.map((name, d) => [String(d), name]).sort((a, b) => a[1].localeCompare(b[1]));
  fill($("group"), h("p", { class: "lead" }, t("groupLead")), h("div", { class: "picks" }, dimensions, pick("district", places)),
    h("p", {}, h("button", { id: "group-clear", onclick: () => choose({}), disabled: !Object.keys(state.group).length }, t("everybody"))),
    h("p", { class: "fine", id: "group-size" }, sizeWords()));
}

function pick(dimension, options) {
  const chosen = state.group[dimension];
  const box = h("select", { id: `group-${dimension}`, onchange: (event) => {
    const group = { ...state.group };
    if (event.target.value === "") delete group[dimension];
    else group[dimension] = dimension === "district" ? Number(event.target.value) : event.target.value;
    choose(group);
  } }, h("option", { value: "" }, t("all")), options.map(([value, name]) => h("option", { value, selected: String(chosen) === value }, name)));
  return h("label", {}, h("span", {}, named("dimensions", dimension)), box);
}

/** Look at a group from now on. */
export function choose(group) {
  state.group = group;
  changed("group");
}

/** How many residents of the model stand behind the group's curves. */
function sizeWords() {
  if (!Object.keys(state.group).length) return "";
  if (!isFresh() || !data.group) return stateWord();
  const found = series("population");
  if (!found) return "";
  const inhabitants = found.city.base[state.month], rows = inhabitants / data.weight;
  return t(rows < 150 ? "groupSmall" : "groupSize", { people: count(rows), rows: number(Math.round(rows)) });
}

/** The group beside the indicator, with a way back to everybody. */
export function showGroupChip() {
  const chosen = Object.keys(state.group).length > 0;
  $("group-chip").hidden = !chosen;
  fill($("group-chip"), chosen ? [h("span", {}, groupName()), h("button", { "aria-label": t("everybody"), title: t("everybody"), onclick: () => choose({}) }, "\u2715")] : []);
  const line = $("group-size");
  if (line) line.textContent = sizeWords();
}
