/* The panels that explain, one at a time. */

import { $, fill, h } from "./dom.js";
import { showGroup } from "./group.js";
import { lifeIsOld, showLife } from "./resident.js";
import { edit, state } from "./state.js";
import { showWhy } from "./explanation.js";
import { t } from "./words.js";

const TABS = ["why", "group", "life", "notes"];

export function buildTabs() {
  fill($("tabs"), TABS.map((name) => h("button", { role: "tab", id: `tab-${name}`, "aria-controls": name, "aria-selected": String(state.tab === name), tabIndex: state.tab === name ? 0 : -1, onclick: () => openTab(name) }, t(`tab_${name}`))));
  for (const name of TABS) $(name).setAttribute("aria-labelledby", `tab-${name}`);
  fill($("notes"), h("label", { htmlFor: "note-text" }, t("notesLead")), h("textarea", { id: "note-text", maxLength: 4000, value: state.plan.story, oninput: (e) => edit((plan) => { plan.story = e.target.value; }, "notes") }));
}

/** Show one of the panels that explain. */
export function openTab(name) {
  state.tab = name;
  for (const one of TABS) {
    $(one).hidden = one !== name;
    $(`tab-${one}`)?.setAttribute("aria-selected", String(one === name));
    if ($(`tab-${one}`)) $(`tab-${one}`).tabIndex = one === name ? 0 : -1;
  }
  if (name === "life") lifeIsOld();
  showInsight();
}

export function moveTab(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const name = TABS[(TABS.indexOf(state.tab) + step + TABS.length) % TABS.length];
  openTab(name);
  $(`tab-${name}`).focus();
}

export function showInsight() {
  showWhy();
  showGroup();
  showLife();
}
