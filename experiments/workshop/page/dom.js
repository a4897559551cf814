/* Small help with the document. */

export const $ = (id) => document.getElementById(id);

/** An element with properties, listeners (on...) and children. */
export function h(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else if (name === "style") Object.assign(made.style, value);
    else if (name in made && !name.startsWith("aria")) made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** Put children in place of whatever an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A panel whose words belong to another plan: out of sight where they stand, until the answer is there. */
export function obscure(panel, word) {
  if (!panel.classList.contains("old")) panel.prepend(h("p", { class: "said lead", role: "status" }));
  panel.classList.add("old");
  panel.firstElementChild.textContent = word;
}

/** The words of a panel belong to what is asked now. */
export function refill(panel, ...children) {
  panel.classList.remove("old");
  return fill(panel, ...children);
}

/** A canvas fitted to its box, sharp on every screen: its context and its size in CSS pixels. */
export function fitted(canvas) {
  const box = canvas.parentElement.getBoundingClientRect();
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const width = Math.max(40, Math.floor(box.width)), height = Math.max(40, Math.floor(box.height));
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { pen, width, height, ratio };
}

/** A typeface for canvases, as the page has it. */
export const face = (size, weight = 400) => `${weight} ${size}px system-ui, "Segoe UI", "DejaVu Sans", sans-serif`;

/** Type size of canvases: follows the page, so that projector mode reaches them. */
export const typeSize = () => parseFloat(getComputedStyle(document.body).fontSize);

/** Let the browser keep a file. */
export function download(name, content, kind) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: kind }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 5000);
}
