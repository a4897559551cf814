/* The keyboard reaches everything; single letters can be switched off. */

import { LAYERS, reset, setLayer, toggleInsight, toggleProjector } from "./controls.js";
import { keysDialog, planDialog } from "./dialogs.js";
import { $ } from "./dom.js";
import { reveal, toggleGuess } from "./guess.js";
import { redo, state, undo } from "./state.js";
import { back, next } from "./story.js";
import { openTab } from "./tabs.js";
import { goTo, togglePlay } from "./timeline.js";

const NAMED = [
  ["Space", "key_play"], ["\u2190 \u2192", "key_month"], ["Shift+\u2190 \u2192", "key_year"], ["Home End", "key_ends"], ["Ctrl+Z", "key_undo"], ["Ctrl+Shift+Z", "key_redo"],
  ["R", "key_reset"], ["G", "key_guess"], ["V", "key_reveal"], ["P", "key_projector"], ["I", "key_insight"], ["M", "key_layer"], ["L", "key_levers"], ["S", "key_shocks"], ["C", "key_indicator"],
  ["N B", "key_story"], ["1 2 3 4", "key_tabs"], ["F", "key_files"], ["?", "key_keys"], ["Esc", "key_close"],
];
let single = true;

const LETTERS = {
  r: reset, g: toggleGuess, v: () => state.guessing && reveal(), p: toggleProjector, i: toggleInsight,
  m: () => setLayer(LAYERS[(LAYERS.indexOf(state.layer) + 1) % LAYERS.length]), l: () => $("lever-search").focus(),
  n: next, b: back,
  s: () => document.querySelector(".palette .chip").focus(), c: () => $("indicator").focus(), f: planDialog, "?": showKeys,
  1: () => openTab("why"), 2: () => openTab("group"), 3: () => openTab("life"), 4: () => openTab("notes"),
};

function showKeys() { keysDialog(NAMED, single, (on) => { single = on; }); }

/** Hear keys everywhere but where somebody writes or chooses. */
export function listenToKeys() {
  $("keys").onclick = showKeys;
  addEventListener("keydown", (event) => {
    if ($("dialog").open) return;
    const command = event.ctrlKey || event.metaKey, letter = event.key.toLowerCase();
    const writing = event.target.matches("textarea, select, input:not([type=checkbox]):not([type=range])");
    if (command && (letter === "z" || letter === "y") && !writing) { event.preventDefault(); if (letter === "y" || event.shiftKey) redo(); else undo(); return; }
    if (command || event.altKey || writing) return;
    if (moved(event)) { event.preventDefault(); return; }
    if (single && LETTERS[letter] && !event.repeat) { event.preventDefault(); LETTERS[letter](); }
  });
}

/** Space and arrows, unless the thing in focus has its own use for them. */
function moved(event) {
  const busy = event.target.matches("button, input, select, textarea, a, summary, [role=tab]");
  if (event.key === " " && !busy) { togglePlay(); return true; }
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step && !busy) { goTo(state.month + step * (event.shiftKey ? 12 : 1)); return true; }
  if ((event.key === "Home" || event.key === "End") && !busy) { goTo(event.key === "Home" ? 0 : Infinity); return true; }
  return false;
}
