/* The line to the server: one question at a time while a slider moves, the last one always; stale answers are dropped. */

import { data } from "./data.js";
import { state } from "./state.js";

const TYPES = { f4: Float32Array, u2: Uint16Array, u1: Uint8Array, i4: Int32Array, i2: Int16Array };
const WAIT = 900;
let socket = null, hear = () => {}, waiting = null, sentAt = 0, lastQuestion = "", open = false, tries = 0;

/** Connect, and keep connecting; `listener` hears every message. */
export function connect(listener) {
  hear = listener;
  socket = new WebSocket(`ws://${location.host}/socket`);
  socket.binaryType = "arraybuffer";
  socket.onopen = () => socket.send(JSON.stringify({ do: "hello", code: state.code }));
  socket.onmessage = ({ data }) => listen(typeof data === "string" ? JSON.parse(data) : unpack(data));
  socket.onclose = ({ code }) => {
    open = false;
    forget();
    hear({ kind: "closed", code });
    if (code < 4000) setTimeout(() => connect(hear), Math.min(5000, 400 * 2 ** tries++));
  };
}

function listen(message) {
  if (message.kind === "hello") { open = true; tries = 0; }
  if (message.kind === "answer" && message.n !== state.asked) return;
  if (message.kind === "answer" && message.stage === "first" || message.kind === "error") {
    if (message.kind === "error") lastQuestion = "";
    sentAt = 0;
    if (waiting) setTimeout(flush);
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

export function say(message) {
  if (open) socket.send(JSON.stringify(message));
}

/** Ask for the plan as it is now. `settled`: the slider was let go, so nothing waits for an older answer. */
export function ask(settled) {
  waiting = () => {
    const { title, story, ...plan } = state.plan, question = JSON.stringify([plan, state.group]);
    if (question === lastQuestion) { if (!sentAt) hear({ kind: "idle" }); return; }
    lastQuestion = question;
    state.asked += 1;
    sentAt = performance.now();
    say({ do: "ask", n: state.asked, plan: state.plan, group: state.group, has: data.base?.name });
  };
  if (settled || !sentAt || performance.now() - sentAt > WAIT) flush();
}

/** Whatever was asked before has no answer here any more. */
const forget = () => { lastQuestion = ""; sentAt = 0; };

function flush() {
  if (!open || !waiting) return;
  const now = waiting;
  waiting = null;
  now();
}
