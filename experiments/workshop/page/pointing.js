/* What a finger or a mouse finds on the curves and on the maps. */

import { monthAt, plotArea } from "./axes.js";
import { byDistrict, isFresh } from "./data.js";
import { $, fill, h } from "./dom.js";
import { choose } from "./group.js";
import { drawGuess, endStroke } from "./guess.js";
import { follow } from "./resident.js";
import { mapped, shortName, under } from "./map.js";
import { cityOf, state } from "./state.js";
import { openTab } from "./tabs.js";
import { goTo } from "./timeline.js";
import { level, number, stateWord, t } from "./words.js";

export function wireChart() {
  const canvas = $("chart");
  let drawing = false;
  const look = (event) => {
    if (drawGuess(canvas, event) !== false) return;
    const box = canvas.getBoundingClientRect();
    goTo(monthAt(event.clientX - box.left, plotArea(box.width)));
  };
  canvas.addEventListener("pointerdown", (event) => { drawing = true; canvas.setPointerCapture(event.pointerId); look(event); });
  canvas.addEventListener("pointermove", (event) => { if (drawing) look(event); });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { drawing = false; endStroke(); });
}

let pointed = null;

export function wireMap(canvas) {
  canvas.addEventListener("pointermove", (event) => { pointed = [canvas, event]; showTipAgain(); });
  canvas.addEventListener("pointerleave", () => { pointed = null; $("tip").hidden = true; });
  canvas.addEventListener("click", (event) => {
    const found = under(canvas, event);
    if (!found) return;
    if (found.row !== null) { openTab("life"); follow(found.row); } else choose(state.group.district === found.district ? {} : { ...state.group, district: found.district });
  });
}

/** The month, the plan or the answer moved while the pointer rests: the tip says what is under it now. */
export const showTipAgain = () => { if (pointed) showTip(...pointed); };

function showTip(canvas, event) {
  const found = under(canvas, event);
  $("tip").hidden = !found;
  if (!found) return;
  const unit = state.catalogue.indicators.find((one) => one.name === mapped()).unit;
  const said = (world) => { const value = byDistrict(world, mapped(), state.month)[found.district]; return Number.isNaN(value) ? t("fewLive") : level(value, unit); };
  const words = state.guessing ? "" : !isFresh() ? stateWord() : [`${t("untouchedShort")} ${said("base")}`, `${t("ourPlanShort")} ${said("plan")}`].join(" \u00b7 ");
  fill($("tip"), h("b", {}, shortName(cityOf().names[found.district])), ` ${words}`, h("small", {}, t(found.row === null ? "tipDistrict" : "tipResident", { people: number(cityOf().residents[found.district]) })));
  const box = $("maps").getBoundingClientRect();
  Object.assign($("tip").style, { left: `${Math.min(event.clientX - box.left + 14, box.width - $("tip").offsetWidth - 6)}px`, top: `${event.clientY - box.top + 16}px` });
}
