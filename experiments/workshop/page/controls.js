/* What is shown: the plan to start from, the indicator, the layer of the maps, how large and with how much beside. */

import { data, isFresh } from "./data.js";
import { $, fill, h } from "./dom.js";
import { changed, cityOf, emptyPlan, state, take } from "./state.js";
import { sayOfPlan } from "./socket.js";
import { named, t } from "./words.js";

const FAVOURITES = ["unemployment", "employment", "participation", "gini", "mean_income", "poverty", "long_term_share", "neet"];
export const LAYERS = ["districts", "residents", "changed"];

export function buildPreset() {
  const { scenarios, cities } = state.catalogue;
  const groups = Object.entries(cities).map(([name, city]) => h("optgroup", { label: city.title },
    h("option", { value: `city ${name}` }, t("untouchedOf", { city: city.title })),
    scenarios.filter((one) => one.city === name && Object.keys(one.levers).length).map((one) => h("option", { value: one.name }, named("scenarios", one.name, one.title)))));
  fill($("preset"), h("option", { value: "" }, state.plan.title || t("choose")), groups);
  $("city-name").textContent = cityOf().title;
}

/** Back to the untouched city. */
export function reset() {
  take({ ...emptyPlan(state.plan.city), months: state.plan.months });
}

export function choosePreset(value) {
  if (!value) return;
  const chosen = value.startsWith("city ") ? emptyPlan(value.slice(5)) : state.catalogue.scenarios.find((one) => one.name === value);
  take({ ...chosen, title: value.startsWith("city ") ? "" : named("scenarios", value, chosen.title) });
  $("preset").value = "";
}

export function buildIndicators() {
  const all = state.catalogue.indicators.map((one) => one.name), first = FAVOURITES.filter((name) => all.includes(name));
  const options = (names) => names.map((name) => h("option", { value: name, selected: name === state.indicator }, named("indicators", name)));
  fill($("indicator"), h("optgroup", { label: t("asked") }, options(first)), h("optgroup", { label: t("everything") }, options(all.filter((name) => !first.includes(name)))));
}

export function buildLayers() {
  fill($("layers"), LAYERS.map((name) => h("button", { id: `layer-${name}`, "aria-pressed": String(state.layer === name), onclick: () => setLayer(name), title: t(`layerHow_${name}`) }, t(`layer_${name}`))));
}

/** Districts, residents, or the lives that differ. */
export function setLayer(name) {
  state.layer = name;
  for (const one of LAYERS) $(`layer-${one}`).setAttribute("aria-pressed", String(one === name));
  askStates();
  changed("look");
}

/** The residents' states are asked for only when they are looked at, once an answer is there. */
export function askStates() {
  if (state.layer !== "districts" && isFresh() && !data.sample && !data.states) sayOfPlan({ do: "states" });
}

/** What is needed less often, in a second row. */
export function toggleMore() {
  const on = document.body.classList.toggle("more");
  $("more").setAttribute("aria-expanded", String(on));
  requestAnimationFrame(() => changed("size"));
}

/** Big type, fewer things: for a wall. */
export function toggleProjector() {
  const on = document.body.classList.toggle("projector");
  $("projector").setAttribute("aria-pressed", String(on));
  $("insight-toggle").setAttribute("aria-pressed", String(document.body.classList.contains("show-insight")));
  requestAnimationFrame(() => changed("size"));
}

/** In projector mode: explanations in place of the maps, and back. */
export function toggleInsight() {
  const on = document.body.classList.toggle("show-insight");
  $("insight-toggle").setAttribute("aria-pressed", String(on));
  requestAnimationFrame(() => changed("size"));
}
