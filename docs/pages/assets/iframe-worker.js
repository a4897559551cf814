/* Pages that are opened from a disk may start no worker: the one that searches runs in a hidden frame instead. */
if (location.protocol === "file:") {
  const load = (...scripts) => scripts.reduce((done, src) => done.then(() => new Promise((loaded, failed) => {
    const script = Object.assign(document.createElement("script"), { src, onload: loaded, onerror: failed });
    document.body.appendChild(script);
  })), Promise.resolve());
  window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      this.onmessage = null;
      const frame = document.body.appendChild(Object.assign(document.createElement("iframe"), { hidden: true }));
      this.inside = frame.contentWindow;
      addEventListener("message", (event) => {
        if (event.source !== this.inside) return;
        const heard = new MessageEvent("message", { data: event.data });
        this.dispatchEvent(heard);
        this.onmessage?.(heard);
      });
      this.ready = new Promise((ready) => { frame.onload = ready; });
      this.inside.document.open();
      this.inside.document.write(`<html><body><script>postMessage = (data) => parent.dispatchEvent(new MessageEvent("message", ` +
        `{ data, source: window })); importScripts = ${load}</` + `script><script src="${address}"></` + "script></body></html>");
      this.inside.document.close();
    }
    postMessage(data) { this.ready.then(() => this.inside.dispatchEvent(new MessageEvent("message", { data }))); }
    terminate() { this.inside.frameElement.remove(); }
  };
}
