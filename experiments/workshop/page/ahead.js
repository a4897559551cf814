/* What the room may be about to choose is lived while people look: where the slider under the hand goes next, its ends, what a button would do. */

import { data, isFresh } from "./data.js";
import { say } from "./socket.js";
import { emptyPlan, keyOf, state } from "./state.js";

const MOST = 8, AROUND = [1, -1, 2, 3, -2, 4];
const hands = new WeakMap();
let hand = null, at = 0, way = 1, sent = "";

/** A slider that may be moved: `planAt` gives the plan at one of its positions. */
export function foresee(range, planAt) {
  hands.set(range, planAt);
  for (const nearing of ["pointerenter", "focus"]) range.addEventListener(nearing, () => { hold(range); lookAhead(); });
}

/** A button that would put plans in place, the likeliest first. */
export function foreseeButton(button, plans) {
  for (const nearing of ["pointerenter", "focus"]) button.addEventListener(nearing, () => { if (!button.disabled) send(plans()); });
}

function hold(range) {
  if (hand !== range) way = 1;
  hand = range;
  at = Number(range.value);
}

/** The hand is still there, and what it asked for last has been answered: on to where it may go from here. */
export function lookAhead() {
  if (!hand?.isConnected || !isFresh() || data.sample) return;
  const now = Number(hand.value), max = Number(hand.max), planAt = hands.get(hand);
  if (now !== at) way = Math.sign(now - at);
  at = now;
  const places = [...AROUND.map((step) => now + way * step), way > 0 ? max : 0, way > 0 ? 0 : max].filter((place) => place >= 0 && place <= max && place !== now);
  send([...new Set(places)].map(planAt));
}

/** Only what differs from the plan of now, each once. */
function send(plans) {
  const whole = (plan) => Object.fromEntries(Object.entries(emptyPlan(plan.city)).map(([word, usual]) => [word, plan[word] ?? usual]));
  const found = new Map(plans.filter(Boolean).map(whole).map((plan) => [keyOf(plan), plan]));
  found.delete(state.key);
  const asked = [...found].slice(0, MOST), text = asked.map(([key]) => key).join();
  if (!asked.length || text === sent) return;
  sent = text;
  say({ do: "ahead", plans: asked.map(([, { title, story, ...plan }]) => plan), group: state.group, has: data.base?.name });
}
