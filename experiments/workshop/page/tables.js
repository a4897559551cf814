/* Who sits here: a phone's table with its name, colour, role and budget; and on the screen how phones come in. */

import { closeDialog, openDialog } from "./dialogs.js";
import { $, fill, h } from "./dom.js";
import { groupName } from "./headline.js";
import { recall, remember } from "./persistence.js";
import { say } from "./socket.js";
import { changed, state } from "./state.js";
import { money, named, number, t } from "./words.js";

const KEPT = "workshop table", COLOURS = ["#0b5f94", "#b84700", "#00694d", "#7a1fa0", "#8a6d00", "#a3305f", "#2b8a9e", "#5b6472"], WHITE = 4;
let door = null;

/** The table this browser sat at last, before the server is asked. */
export function recallTable() {
  try { state.table = JSON.parse(recall(KEPT)); } catch { state.table = null; }
}

/** The same voter whatever table the phone moves to. */
function voter() {
  const found = recall("workshop voter") ?? Array.from(crypto.getRandomValues(new Uint32Array(3)), (one) => one.toString(36)).join("");
  remember("workshop voter", found);
  return found;
}

/** A dot in a table's colour. */
export const dot = (colour) => h("i", { class: "swatch table-dot", style: { background: COLOURS[(colour ?? 7) % COLOURS.length] } });
export const colourOf = (colour) => COLOURS[(colour ?? 7) % COLOURS.length];

const sit = (who, role) => say({ do: "sit", who, role, voter: voter() });

/** A phone came in, or came back: it says where it sits, or asks. */
export function takeSeat() {
  showTable();
  if (state.screen) return;
  if (state.table) sit(state.table.name, state.table.role); else tableDialog();
}

/** What the server says of the table of this page; a role that is new decides what is looked at. */
export function receiveTable(table) {
  if (!table || state.screen) return;
  const before = state.table, anew = before?.name !== table.name || before?.role !== table.role || !before?.seated;
  state.table = { ...table, seated: true };
  remember(KEPT, JSON.stringify(state.table));
  showTable();
  if (before?.budget !== table.budget) changed("budget");
  if (anew && !(before?.seated && before.role === table.role)) lookAs(table.role);
}

function lookAs(role) {
  const { indicator, group } = state.catalogue.roles[role];
  Object.assign(state, { indicator, group: { ...group } });
  changed("group");
}

/** The button that says where this phone sits. */
export function showTable() {
  const { table } = state;
  $("table").hidden = state.screen;
  fill($("table"), table ? [dot(table.colour), `${table.name}, ${t(`role_${table.role}`)}`] : t("yourTable"));
}

/** What a role wants to see: 'Unemployment', 'Employment, 20-64 among people born abroad'. */
export function wishOf(role) {
  const { indicator, group } = state.catalogue.roles[role];
  return `${named("indicators", indicator)}${Object.keys(group).length ? t("amongGroup", { group: groupName(group) }) : ""}`;
}

/** Where do you sit, and who are you? */
export function tableDialog() {
  const now = state.table ?? { name: "", role: "mayor" };
  const name = h("input", { id: "who", maxLength: 40, value: now.name, autocomplete: "off" });
  const roles = Object.keys(state.catalogue.roles).map((role) => h("label", { class: "check role" },
    h("input", { type: "radio", name: "role", id: `role-${role}`, value: role, checked: role === now.role }), h("b", {}, t(`role_${role}`)), " ", h("span", { class: "fine" }, t("roleWants", { what: wishOf(role) }))));
  const done = () => {
    if (!name.value.trim()) { name.focus(); return; }
    sit(name.value, document.querySelector("input[name=role]:checked").value);
    closeDialog();
  };
  name.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); done(); } });
  openDialog(t("yourTable"), h("div", {}, h("label", {}, h("span", {}, t("tableName")), name), h("fieldset", {}, h("legend", {}, t("tableRole")), roles),
    now.budget ? h("p", { class: "fine" }, t("tableHas", { budget: money(now.budget) })) : null,
    h("p", {}, h("button", { class: "primary", id: "sit", onclick: done }, t("sitDown")))));
}

/** How phones come in: what the server told the screen. */
export function receiveDoor(message) {
  door = message.door ? { ...message.door, code: message.code } : null;
  showDoor();
}

/** The code and the address, on the bar. */
export function showDoor() {
  $("join").hidden = !door;
  if (door) fill($("join"), t("codeIs", { code: door.code }), h("small", {}, door.address.replace(/^http:\/\/|\/$/g, "")));
}

/** The code as a picture, with address and code in words. */
export function doorWords(large = false) {
  if (!door) return h("p", { class: "fine" }, t("joinNone"));
  return h("div", { class: large ? "door large" : "door" }, h("figure", {}, h("canvas", { class: "qr", role: "img", "aria-label": t("qrSays", { address: door.address }) })),
    h("p", {}, t("joinHow"), h("b", {}, door.address.replace(/^http:\/\/|\/$/g, "")), t("joinCodeIs"), h("b", { class: "code" }, door.code)));
}

/** Draw the code where it stands, dark on white in both themes, with its quiet zone. */
export function drawDoor() {
  for (const canvas of document.querySelectorAll("canvas.qr")) {
    const side = door.qr.length + 2 * WHITE, step = 10, pen = canvas.getContext("2d");
    canvas.width = canvas.height = side * step;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = "#000";
    door.qr.forEach((row, y) => [...row].forEach((one, x) => { if (one === "1") pen.fillRect((x + WHITE) * step, (y + WHITE) * step, step, step); }));
  }
}

export function doorDialog() {
  openDialog(t("joinTitle"), doorWords(true));
  drawDoor();
}

/** The tables of the room, each with its budget, which the screen may set. */
export function seats(tables, cap) {
  if (!tables.length) return null;
  return h("ul", { class: "seats" }, tables.map((one) => h("li", {}, dot(one.colour), h("b", {}, one.name), ` ${t(`role_${one.role}`)}`, h("span", { class: "fine" }, ` ${t(one.pages === 1 ? "pageOne" : "pagesN", { n: number(one.pages) })} `),
    h("input", { type: "number", class: "exact", min: 1, max: cap / 1e6, step: "any", value: (one.budget ?? cap) / 1e6, "aria-label": t("tableBudget", { who: one.name }), onchange: (event) => {
      const wanted = 1e6 * Number(event.target.value);
      if (!(wanted > 0 && wanted <= cap)) { event.target.value = (one.budget ?? cap) / 1e6; return; }
      say({ do: "allow", who: one.name, budget: wanted === cap ? null : wanted });
    } }), h("span", { class: "unit" }, "M\u20ac"))));
}
