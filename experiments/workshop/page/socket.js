/* The line to the server: one question at a time while a slider moves, the last one always; what belongs to an older question is dropped. */

import { around, data } from "./data.js";
import { state } from "./state.js";

const TYPES = { f4: Float32Array, u2: Uint16Array, u1: Uint8Array, i4: Int32Array, i2: Int16Array };
const WAIT = 900, OF_A_PLAN = ["answer", "states", "people", "life", "causes", "turn"];
let socket = null, hear = () => {}, wanted = false, asked = null, tries = 0, again = 0;

/** Connect, and keep connecting; `listener` hears every message. */
export function connect(listener) {
  hear = listener;
  again = 0;
  socket = new WebSocket(`ws://${location.host}/socket`);
  socket.binaryType = "arraybuffer";
  socket.onopen = () => socket.send(JSON.stringify({ do: "hello", code: state.code, ...(state.phone ? { screen: false } : {}) }));
  socket.onmessage = ({ data }) => listen(typeof data === "string" ? JSON.parse(data) : unpack(data));
  socket.onclose = ({ code }) => {
    Object.assign(state, { online: false });
    asked = null;
    hear({ kind: "closed", code });
    if (code !== 4401) setTimeout(() => connect(hear), again || Math.min(5000, 400 * 2 ** tries++));
  };
}

function listen(message) {
  if (message.kind === "hello") { state.online = true; tries = 0; }
  if (message.kind === "farewell") again = 1000 * (message.again ?? 0);
  if (OF_A_PLAN.includes(message.kind) && (message.n !== state.asked || message.key !== asked?.key)) return;
  if (message.kind === "answer") message.around = asked.around;
  const refused = message.kind === "error" && message.do === "ask" && message.n === state.asked;
  if (refused) message.key = asked?.key;
  if (refused || (message.kind === "answer" && message.stage === "first")) {
    if (refused) asked = null; else asked.at = 0;
    if (wanted) setTimeout(flush);
  }
  hear(message);
}

/** Cut the line, as a lost network would. */
export const cut = () => socket.close();

/** 'length, header, numbers' as the server packs it; the numbers are read where they lie. */
export function unpack(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const arrays = {};
  for (const [name, [kind, shape, at]] of Object.entries(head.arrays)) {
    const values = new TYPES[kind](buffer, 4 + length + at, shape.reduce((a, b) => a * b, 1));
    arrays[name] = { values, shape };
  }
  return { ...head, arrays };
}

/** Whether something said now is heard: a line that is being cut is still online for a moment. */
const heard = () => state.online && socket.readyState === WebSocket.OPEN;

/** Say something; what is said about the plan carries the number and the key of its question. */
export function say(message) {
  if (heard()) socket.send(JSON.stringify(message));
}

/** Say something about the plan that was answered. */
export const sayOfPlan = (message) => say({ ...message, n: state.asked, key: asked?.key });

/** Ask for the plan as it is now. `settled`: the slider was let go, so nothing waits for an older answer. */
export function ask(settled) {
  wanted = true;
  if (settled || !asked?.at || performance.now() - asked.at > WAIT) flush();
}

function flush() {
  if (!heard() || !wanted) return;
  wanted = false;
  if (asked?.key === state.key) { if (!asked.at) hear({ kind: "idle" }); return; }
  state.asked += 1;
  asked = { key: state.key, around: around(), at: performance.now() };
  say({ do: "ask", n: state.asked, key: state.key, plan: state.plan, group: state.group, has: data.base?.name });
}
