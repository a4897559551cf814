/* A story with chapters: set the scene, move, guess, reveal, why, one life, what would you do; a facilitator steps through it with one key. */

import { foreseeButton } from "./ahead.js";
import { $, fill, h } from "./dom.js";
import { reveal } from "./guess.js";
import { followKind } from "./resident.js";
import { changed, cityOf, emptyPlan, leverOf, state, take, valueOf } from "./state.js";
import { openTab } from "./tabs.js";
import { capital, named, shortMoney, t } from "./words.js";

const CHAPTERS = ["scene", "move", "guess", "reveal", "why", "life", "you"], MET = "met";
let story = null, at = 0;

export const storiesHere = () => state.catalogue.stories.filter((one) => one.city === state.plan.city);
export const titleOf = (one) => told(one, "title");
const told = (one, part) => named("stories", `${one.name} ${part}`, one.name);
const planOf = (one) => ({ ...emptyPlan(one.city), months: one.months, levers: one.levers, shock: one.shock, title: titleOf(one) });

/** Begin at the first chapter. */
export function begin(one) {
  story = one;
  go(0);
}

/** The next chapter, or the one before; after the last one the story is over and the plan stays. */
export function go(chapter) {
  if (!story) return;
  if (chapter < 0 || chapter >= CHAPTERS.length) return end();
  at = chapter;
  ENTER[CHAPTERS[at]]?.();
  showStory();
}

export const next = () => { if (story) go(at + 1); };
export const back = () => { if (story && at) go(at - 1); };

export function end() {
  story = null;
  showStory();
}

const quiet = () => { Object.assign(state, { guessFirst: false, guessing: false, revealing: false, guess: null }); changed("guess"); };

/** What each chapter puts on the screen; going back puts it there again. */
const ENTER = {
  scene: () => {
    quiet();
    Object.assign(state, { indicator: story.indicator, group: story.group, layer: "districts" });
    take({ ...planOf(story), levers: {} });
    state.month = story.month;
    explain("why", false);
    changed("group");
  },
  move: () => {
    quiet();
    take({ ...planOf(story), levers: {} });
    state.guessFirst = true;
    take(planOf(story));
    state.month = story.month;
    changed("month");
  },
  guess: () => { explain("why", false); if (!state.guessing) ENTER.move(); },
  reveal: () => { explain("why", false); reveal(); },
  why: () => explain("why", true),
  life: () => { explain("life", true); followKind(MET); },
  you: () => { explain("why", false); quiet(); changed("look"); },
};

/** A panel that explains; on a projector in place of the maps. */
function explain(tab, shown) {
  openTab(tab);
  if (!document.body.classList.contains("projector")) return;
  document.body.classList.toggle("show-insight", shown);
  requestAnimationFrame(() => changed("size"));
}

/** The bar of the story under the sentence. */
export function showStory() {
  const bar = $("story-bar");
  bar.hidden = !story;
  if (!story) { fill(bar); return; }
  const later = h("button", { class: "primary", id: "story-next", onclick: next, title: t("key_story") }, t(at + 1 < CHAPTERS.length ? "nextChapter" : "endStory"));
  if (CHAPTERS[at] === "scene") foreseeButton(later, () => [planOf(story)]);
  fill(bar, h("p", {}, h("b", {}, `${t("chapter", { n: at + 1, all: CHAPTERS.length })} ${t(`chapter_${CHAPTERS[at]}`)}: `), textOf(CHAPTERS[at])),
    h("button", { onclick: back, disabled: !at, "aria-label": t("chapterBack"), title: t("chapterBack") }, "\u2190"), later,
    h("button", { onclick: end, "aria-label": t("leaveStory"), title: t("leaveStory") }, "\u2715"));
}

function textOf(chapter) {
  if (chapter === "move") return t("storyMove", { levers: Object.keys(story.levers).map((name) => `${named("levers", name, capital(name.replaceAll("_", " ")))} ${shortMoney(budgetOf(name))}`).join(", "), city: cityOf().title });
  if (chapter === "scene") return told(story, "scene");
  if (chapter === "guess") return told(story, "question");
  if (chapter === "you") return told(story, "close");
  return t(`story_${chapter}`);
}

const budgetOf = (name) => story.levers[name].budget ?? valueOf("levers", leverOf(name), leverOf(name).numbers.find((one) => one.name === "budget"));
