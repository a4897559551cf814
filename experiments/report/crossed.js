"use strict";
(() => {
  const data = JSON.parse(document.getElementById("picker-data").textContent);
  const picker = document.getElementById("picker");
  const selects = [...picker.querySelectorAll("select")];
  const chips = [...picker.querySelectorAll("[data-pick]")];
  const place = picker.querySelector(".picked");
  const order = [...selects[0].querySelectorAll("optgroup")].map((group) => group.label);
  const traitOf = (pair) => pair.slice(0, pair.indexOf("="));
  const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const euros = (size) => size.toLocaleString("en-US", { maximumFractionDigits: 0 });

  const isShare = (outcome) => outcome.unit.startsWith("share");
  const level = (outcome, value) => isShare(outcome) ? `${(value / 10).toFixed(1)}%` : `EUR ${euros(value)}`;
  function size(outcome, value) {
    const whole = Number.isInteger(value);
    return isShare(outcome) ? (Math.abs(value) / 100).toFixed(whole ? 2 : 4) : whole ? euros(Math.abs(value)) : Math.abs(value).toFixed(2);
  }
  const signed = (outcome, value) => `${value > 0 ? "+" : value < 0 ? "-" : ""}${size(outcome, value)}`;
  function change(outcome, value) {
    const sign = value > 0 ? "+" : value < 0 ? "-" : "";
    return isShare(outcome) ? `${sign}${size(outcome, value)} pts` : `${sign}EUR ${size(outcome, value)}`;
  }
  const between = (outcome, low, high) => low === null ? "-" : `${signed(outcome, low)} to ${signed(outcome, high)}`;

  const chosen = () => selects.map((one) => one.value).filter(Boolean).sort((a, b) => order.indexOf(traitOf(a)) - order.indexOf(traitOf(b)));
  const worldNow = () => picker.querySelector("[name=picker-world]:checked")?.value || data.worlds[0];
  const rowsOf = (group, world) => group.slice(2 + data.worlds.indexOf(world) * data.outcomes.length).slice(0, data.outcomes.length);

  const optionOf = (pair) => [...selects[0].options].find((one) => one.value === pair);
  function asWord(pair) {
    const word = traitOf(pair) === "district" ? `district=${optionOf(pair).textContent}` : pair;
    return word.includes(" ") ? `"${word}"` : word;
  }

  function named(pairs) {
    const known = data.groups[pairs.join("|")];
    if (known && known[1]) return known[1];
    const where = pairs.find((pair) => traitOf(pair) === "district");
    const rest = data.groups[pairs.filter((pair) => pair !== where).join("|")];
    return `${rest ? rest[1] : "people"}${where ? ` in ${optionOf(where).textContent}` : ""}`;
  }

  /* Only what can be crossed stays picked: each trait once, a district with one other trait; what was picked last wins. */
  function settle(last) {
    const others = selects.filter((one) => one !== last && one.value);
    for (const one of others) if (last.value && traitOf(one.value) === traitOf(last.value)) one.value = "";
    const left = [last, ...others].filter((one) => one.value);
    const place = left.findIndex((one) => traitOf(one.value) === "district");
    const extra = left.length > 2 && place >= 0 ? left.findLast((one, k) => k > 0 && (place > 0 ? k === place : true)) : null;
    if (extra) extra.value = "";
  }

  function bar(row, all) {
    const [, , effect, low, high, lowest, highest, , verdict] = row;
    if (low === null) return "";
    const ends = [low, high, ...(all && all[3] !== null ? [all[3], all[4]] : [])].map(Math.abs);
    const most = 1.25 * Math.max(...ends, 1e-9);
    const at = (value) => 100 + 96 * Math.max(-1, Math.min(1, value / most));
    const line = (kind, from, to, y) => `<line class="${kind}" x1="${at(from)}" x2="${at(to)}" y1="${y}" y2="${y}"/>`;
    const others = all && all[3] !== null ? line("others", all[3], all[4], 25) + `<circle cx="${at(all[2])}" cy="25" r="3" fill="var(--quiet)"/>` : "";
    const kind = ["unclear", "unclear", "better", "worse"][verdict] || "unclear";
    return `<svg class="${kind}" viewBox="0 0 200 32" aria-hidden="true"><line class="zero" x1="100" x2="100" y1="0" y2="32"/>` +
      `${line("wide", lowest, highest, 12)}${line("narrow", low, high, 12)}<circle class="dot" cx="${at(effect)}" cy="12" r="5"/>${others}</svg>`;
  }

  function verdictOf(row, pairs) {
    const words = data.verdicts[row[8]];
    return pairs.length && row[8] >= 2 && row[8] <= 3 && row[5] * row[6] > 0 ? `${words}, also among all ${row[7]}` : words;
  }

  const few = (row) => row ? `too few to tell (asked of ${row} in the model)` : "too few to tell";

  function line(outcome, row, all, pairs) {
    const name = `<td class="words name">${escaped(outcome.title)}</td>`;
    if (!Array.isArray(row)) {
      return `<tr>${name}<td class="few" colspan="6">${few(row)}</td></tr>`;
    }
    const [before, after, effect, low, high] = row;
    const kind = { 1: "unclear", 2: "better", 3: "worse" }[row[8]] || "";
    return `<tr>${name}<td data-head="Baseline">${level(outcome, before)}</td><td data-head="Policy">${level(outcome, after)}</td>` +
      `<td data-head="Effect">${change(outcome, effect)}</td><td data-head="90% interval">${between(outcome, low, high)}</td>` +
      `<td class="bar">${bar(row, all)}</td><td class="words verdict ${kind}">${escaped(verdictOf(row, pairs))}</td></tr>`;
  }

  /* What is clear whoever was picked, and what is clear only for those who asked for this very group. */
  function finding(rows, pairs) {
    const sure = [], alone = [];
    let told = 0, many = 0;
    data.outcomes.forEach((outcome, k) => {
      const row = rows[k];
      if (!Array.isArray(row)) return;
      told += 1;
      many = Math.max(many, row[7]);
      if (row[8] < 2 || row[8] > 3) return;
      const words = `${outcome.title.toLowerCase()} ${data.verdicts[row[8]]} (${change(outcome, row[2])})`;
      (!pairs.length || row[5] * row[6] > 0 ? sure : alone).push(words);
    });
    if (!told) return `Too few to tell: nothing is said of fewer than ${data.least[0]} residents of the model, or ${data.least[1]} over all seeds.`;
    if (!sure.length && !alone.length) return "No clear effect on any outcome that can be told.";
    const first = sure.length ? `Clear${pairs.length ? ` among all ${many} groups` : ""}: ${sure.join(", ")}.` : "";
    return `${first}${alone.length ? ` Clear if you came for this group, not if you searched for it: ${alone.join(", ")}.` : ""}`.trim();
  }

  function show() {
    const pairs = chosen(), key = pairs.join("|"), world = worldNow();
    const group = data.groups[key], all = rowsOf(data.groups[""], world);
    const rows = group ? rowsOf(group, world) : data.outcomes.map(() => 0);
    const name = named(pairs), capital = name[0].toUpperCase() + name.slice(1);
    const city = group ? group[0] * data.each : 0;
    const rounded = (city >= 1000 ? Math.round(city / 100) * 100 : Math.round(city / 10) * 10).toLocaleString("en-US");
    const people = group ? `About ${rounded} people of the city (${group[0].toLocaleString("en-US")} in the model, ${data.seeds} seeds).` : "";
    const lines = data.outcomes.map((outcome, k) => line(outcome, rows[k], pairs.length ? all[k] : null, pairs)).join("");
    const heads = ["Outcome", "Baseline", "Policy", "Effect", "90% interval", pairs.length ? "Effect (grey: on all)" : "Effect", "Verdict"];
    const caption = `Mean of the last 5 years, ${world === "calm" ? "calm world" : "under the shock"}`;
    place.innerHTML = `<h4>${escaped(capital)}</h4><p class="people">${people}</p><p class="finding">${escaped(finding(rows, pairs))}</p>` +
      `<table><caption>${caption}</caption><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead><tbody>${lines}</tbody></table>` +
      `<code>learncity who RESULTS ${escaped(pairs.map(asWord).join(" "))}</code>`;
    for (const chip of chips) chip.setAttribute("aria-pressed", String(chip.dataset.pick === key));
  }

  function pick(key) {
    const pairs = key ? key.split("|") : [];
    selects.forEach((one, k) => { one.value = pairs[k] || ""; });
    show();
  }

  picker.hidden = false;
  picker.addEventListener("change", (event) => { if (selects.includes(event.target)) settle(event.target); show(); });
  for (const chip of chips) chip.addEventListener("click", () => pick(chip.dataset.pick));
  pick(chips[0].dataset.pick);
})();
