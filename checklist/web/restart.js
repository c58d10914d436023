// Whether this device could open the page again without a network: asked of the worker again and again, not remembered.

import { waitAfter } from "/assets/transport.js";

const ANSWERS_WITHIN = 5000;
const AGAIN = { first: 2000, longest: 30000 };

/** Fires `change` when `ready` does. */
export class Restart extends EventTarget {
  /** `register()` makes or finds the registration of the worker. */
  constructor(register) {
    super();
    Object.assign(this, { register, ready: false, failures: 0, possible: isSecureContext && "serviceWorker" in navigator });
  }

  start() {
    if (!this.possible) return;
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.check());
    addEventListener("online", () => this.check());
    this.check();
  }

  /** Browsers clear the worker and its store like everything else, and a gateway may have kept the store from filling. */
  async check() {
    clearTimeout(this.timer);
    this.checking ??= this.look().finally(() => (this.checking = null));
    const ready = await this.checking;
    this.failures = ready ? 0 : this.failures + 1;
    if (ready !== this.ready) {
      this.ready = ready;
      this.dispatchEvent(new Event("change"));
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), ready ? AGAIN.longest : waitAfter(this.failures, AGAIN));
  }

  async look() {
    try {
      const { active } = await this.register();
      return active ? await ask(active) : false;
    } catch {
      return false;
    }
  }
}

function ask(worker) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const told = (ready) => (port1.close(), resolve(ready));
    setTimeout(told, ANSWERS_WITHIN, false);
    port1.onmessage = ({ data }) => told(data === true);
    worker.postMessage("ready?", [port2]);
  });
}
