// What an editor has done to a 改訂案 on its way to the server: one step after the other, repeated until it is acknowledged.
//
// Typed texts wait for a pause. What is typed and not yet stored is kept on the device for the person who typed it.

import { newOperationNumber } from "/assets/protocol.js";
import { Failure, ask, waitAfter } from "/assets/transport.js";
import { drop, keep, recordsOf } from "/assets/typed_text_store.js";

const PAUSE = 700;
const ENDED = [400, 403, 404, 409, 413, 422]; // what stays refused however often it is repeated

export class Changes extends EventTarget {
  constructor(id, model) {
    super();
    Object.assign(this, { id, model, queue: [], typed: new Map(), timers: new Map(), unkept: new Set(), running: false, trouble: "" });
    addEventListener("beforeunload", (event) => this.waits && event.preventDefault());
    addEventListener("pagehide", () => this.flushAll());
  }

  get waits() { return this.queue.length > 0 || this.typed.size > 0; }

  /** What becomes of what waits when the page is closed: typed texts are on the device, if it took them; steps are not. */
  get stays() { return this.unkept.size || this.queue.some(({ typed }) => !typed) ? "接続できると自動で保存します。この画面を閉じないでください。" : "入力はこの端末に残っています。接続できると自動で保存します。"; }

  /** What stands in a field of an item or chapter while it is not stored; undefined for what the server knows. */
  draft(key, field) { return this.typed.get(key)?.texts[field]; }

  /** Note a text as it is typed. */
  type(key, kind, field, text) {
    const found = this.typed.get(key) ?? { kind, texts: {}, base: this.model.accepted.get(key) ?? 0 };
    found.texts[field] = text;
    this.typed.set(key, found);
    clearTimeout(this.timers.get(key));
    this.timers.set(key, setTimeout(() => this.flush(key), PAUSE));
    this.keepTyped(key);
    this.told();
  }

  keepTyped(key) {
    const found = this.typed.get(key);
    const fields = Object.fromEntries(Object.entries(found.texts).map(([name, text]) => [name, { label: found.kind, text }]));
    keep({ id: this.record(key), person: this.model.person, address: `revision-${this.id}`, form: key, base: found.base, fields, at: Date.now() })
      .then(() => this.unkept.delete(key), () => this.unkept.add(key));
  }

  record(key) { return `revision-${this.id}-${this.model.person}-${key}`; }

  /** Take up what this person typed on this device and what was never stored. */
  async takeUp() {
    const found = await recordsOf(this.model.person).catch(() => []);
    for (const one of found.filter(({ address }) => address === `revision-${this.id}`)) {
      const known = this.model.text(one.form);
      const kind = Object.values(one.fields)[0]?.label;
      const texts = Object.fromEntries(Object.entries(one.fields).map(([name, { text }]) => [name, text]).filter(([name, text]) => known && known[name] !== text));
      if (!Object.keys(texts).length) { drop([one.id]).catch(() => {}); continue; }
      this.typed.set(one.form, { kind, texts, base: one.base ?? 0 });
      this.flush(one.form);
    }
  }

  flushAll() { for (const key of [...this.typed.keys()]) this.flush(key); }

  /** Send what was typed about an item now. */
  flush(key) {
    clearTimeout(this.timers.get(key));
    const found = this.typed.get(key);
    if (!found || found.sending || found.conflict) return;
    const sent = { ...found.texts };
    found.sending = true;
    this.push({ kind: found.kind, key, texts: sent }, () => this.typed.get(key)?.base ?? 0, true).then((answer) => {
      found.sending = false;
      if (answer.status !== "saved") {
        found.conflict = answer.message;
        this.told();
        return;
      }
      found.base = this.model.accepted.get(key) ?? answer.edition;
      for (const [name, text] of Object.entries(sent)) if (found.texts[name] === text) delete found.texts[name];
      if (Object.keys(found.texts).length) this.flush(key);
      else this.forget(key);
    });
  }

  /** What was typed about an item is stored, or given up. */
  forget(key) {
    this.typed.delete(key);
    this.unkept.delete(key);
    drop([this.record(key)]).catch(() => {});
    this.told();
  }

  /** Store what was typed in place of what somebody else has written meanwhile. */
  insist(key) {
    const found = this.typed.get(key);
    Object.assign(found, { conflict: "", base: this.model.edition });
    this.flush(key);
  }

  /** Do one step; resolves with the server's answer once it has one. */
  step(change) {
    if (change.key) this.flush(change.key);
    if (change.other) this.flush(change.other);
    const keys = [change.key, change.other].filter(Boolean);
    return this.push(change, () => Math.max(0, ...keys.map((key) => this.model.accepted.get(key) ?? 0)));
  }

  push(change, base, typed = false) {
    const operation_id = newOperationNumber();
    return new Promise((done) => {
      this.queue.push({ make: () => ({ ...change, operation_id, base: base() }), done, typed, mine: [change.key, change.other] });
      this.run();
    });
  }

  async run() {
    if (this.running) return;
    this.running = true;
    let failures = 0;
    while (this.queue.length) {
      const { make, done, mine } = this.queue[0];
      this.told();
      try {
        const body = JSON.stringify({ person: this.model.person, since: this.model.edition, change: make() });
        const headers = { "Content-Type": "application/json", "X-Checklist": "1" };
        const expects = ({ status, edition }) => typeof status === "string" && Number.isInteger(edition);
        const answer = await ask(`/api/revisions/${this.id}/changes`, { what: "改訂案の変更", expects, method: "POST", headers, body });
        failures = 0;
        this.trouble = "";
        this.queue.shift();
        this.model.merge(answer, answer.status === "saved" ? mine : [], (key) => this.typed.has(key));
        done(answer);
        this.dispatchEvent(new CustomEvent("answer", { detail: answer }));
      } catch (failure) {
        if (!(failure instanceof Failure)) throw failure;
        if (ENDED.includes(failure.status)) {
          this.queue.shift();
          done({ status: "failed", message: failure.message });
          this.dispatchEvent(new CustomEvent("answer", { detail: { status: "failed", message: failure.message } }));
          continue;
        }
        failures += 1;
        this.trouble = failure.isAway ? `サーバーに接続できません。${this.stays}` : failure.message;
        this.told();
        await new Promise((go) => setTimeout(go, waitAfter(failures)));
      }
    }
    this.running = false;
    this.told();
  }

  told() { this.dispatchEvent(new Event("change")); }
}
