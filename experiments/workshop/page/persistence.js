/* What comes back after a reload, the back key, another tab or a server that was away: plan, notes, guess and moves, kept in the address and by the browser. */

import { byAgain, fromHash, guessAgain, lookAt, toHash, understood } from "./link.js";
import { changed, keyOf, onChange, state, take } from "./state.js";
import { t } from "./words.js";

const LAST = "workshop", MOVES = "workshop moves", PAUSE = 250, HELD = 4, STEPS = 40;
let written = "", settled = "", timer = 0;

/** The browser may forbid keeping anything: then the address alone holds it. */
export const recall = (name, store = "localStorage") => { try { return window[store].getItem(name); } catch { return null; } };
export const remember = (name, text, store = "localStorage") => { try { window[store].setItem(name, text); } catch { /* full or forbidden */ } };

/** What the page begins with: the address's plan, else the last one of this browser; {words, again}. */
export function begin() {
  const words = fromHash(leftAt() ?? location.hash);
  if (words.plan || words.broken) return { words, again: false };
  const last = fromHash(recall(LAST) ?? "");
  return { words: { ...last, code: words.code ?? null, phone: words.phone }, again: Boolean(last.plan && Object.keys(last.plan).length) };
}

/** The address with which this tab was left, when it was reloaded: a reload goes to the address as it was before its page said farewell. */
const leftAt = () => (performance.getEntriesByType("navigation")[0]?.type === "reload" ? recall(LAST, "sessionStorage") : null);

/** Put an address's plan, look and guess in place; in words what was left out. */
export function restore(words) {
  const { plan, left } = understood(words.plan ?? {});
  if (words.broken) left.unshift(t("leftBroken"));
  state.restoring = true;
  state.month = plan.months;
  lookAt(words.look, plan);
  take(plan);
  guessAgain(words.guess);
  byAgain(words.look?.by);
  state.restoring = false;
  changed("guess");
  return left;
}

/** Undo as far back as before the reload, when the same tab was reloaded. */
export function recallMoves() {
  try {
    const { key, past, future } = JSON.parse(recall(MOVES, "sessionStorage"));
    if (key === keyOf()) Object.assign(state, { past, future });
  } catch { /* nothing kept, or not by this page */ }
}

/** Write down every change once it has come to rest, and before the page goes. `ready` prepares what an address needs that the reader went to, `arrived` hears what was left out of it. */
export function keepWriting(ready, arrived) {
  write(true);
  onChange((what) => { if (what !== "frame") later(); });
  for (const leaving of ["pagehide", "visibilitychange"]) addEventListener(leaving, () => write(true));
  addEventListener("popstate", async () => {
    if (location.hash === written) return;
    clearTimeout(timer);
    const words = fromHash(location.hash);
    await ready(words);
    const left = restore(words);
    settled = state.key;
    arrived(left);
    write(true);
  });
}

/** Once nothing has changed for a moment; a slider that is still held has a moment more. */
function later(patience = HELD) {
  clearTimeout(timer);
  timer = setTimeout(() => { if (patience && state.touch && state.key !== settled) later(patience - 1); else write(); }, PAUSE);
}

/** A move that has come to rest is a step for the back key; `stay`: write it into the step that is there. */
function write(stay = false) {
  const hash = toHash(true);
  if (hash === written && location.hash === written) return;
  const step = !stay && state.key !== settled;
  try { history[step ? "pushState" : "replaceState"](null, "", hash); } catch { /* too many at once: the next one is written */ }
  settled = state.key;
  written = location.hash;
  for (const store of ["localStorage", "sessionStorage"]) remember(LAST, hash, store);
  remember(MOVES, JSON.stringify({ key: state.key, past: state.past.slice(-STEPS), future: state.future.slice(-STEPS) }), "sessionStorage");
}
