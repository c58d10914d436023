// Brings pending answers to the server, again and again until it has acknowledged them, and fetches what others wrote.

import { isSendable } from "./protocol.js";
import { SLOW, waitAfter } from "./transport.js";

const BATCH = 40;
const LOOK_EVERY = 20000;
const ASK_AGAIN = { first: 4000, longest: 15000 };
const TYPING_PAUSE = 250;
const REFUSED_AGAIN = { first: 5000, longest: 300000 };

export class Delivery extends EventTarget {
  constructor(answers, transport, state) {
    super();
    this.answers = answers;
    this.transport = transport;
    this.writable = state.writable;
    this.reason = state.reason; // null, "offline", "foreign", "trouble", "login", "other", "closed" or "forbidden"
    this.message = "";
    this.state = state.state;
    this.blind = state.blind;
    this.holds = state.holds ?? (() => false); // whether an item is not ready to be sent, although it could be
    this.savedAt = null; // when this tab last heard that something was saved
    this.confirmed = state.reason === null; // whether the session is known to be the owner's
    this.failures = state.reason === "offline" ? 1 : 0;
    this.asked = 0; // how often in a row, while nothing may go out
    this.batch = BATCH;
    this.suspect = null; // what was refused on the way when it went alone, with the reason
    this.refusals = new Map(); // item -> how often that happened, and when to try again
    this.running = null;
    this.timer = null;
    this.ending = new AbortController();
  }

  start() {
    const { signal } = this.ending;
    addEventListener("online", () => this.resume(), { signal });
    addEventListener("pagehide", () => this.hurry(), { signal });
    document.addEventListener("visibilitychange", () => this.returned(), { signal });
    this.schedule(this.reason ? 0 : undefined);
  }

  stop() {
    this.ending.abort();
    clearTimeout(this.timer);
  }

  returned() {
    // Somebody else may have signed in while this tab was not looked at.
    this.confirmed = false;
    if (document.visibilityState === "visible") this.schedule(0);
    else this.hurry();
  }

  hurry() {
    this.schedule(0);
  }

  /** There is another network than before: whatever waited for a better one goes out at once. */
  resume() {
    for (const refusal of this.refusals.values()) refusal.at = 0;
    this.failures = 0;
    this.hurry();
  }

  /** Something was entered: send it now, or shortly after the typing pauses. */
  entered(typing) {
    if (this.failures === 0 && !this.isBlocked()) this.schedule(typing ? TYPING_PAUSE : 0);
  }

  isBlocked() {
    return ["login", "other", "closed", "forbidden"].includes(this.reason);
  }

  sendable() {
    return this.answers.pendingItems().filter((item) => isSendable(this.answers.pending(item)) && !this.holds(item));
  }

  schedule(delay = this.pause()) {
    if (this.ending.signal.aborted) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), delay);
  }

  pause() {
    if (this.isBlocked()) return waitAfter((this.asked += 1), ASK_AGAIN);
    this.asked = 0;
    if (this.failures) return waitAfter(this.failures, this.reason === "offline" ? undefined : SLOW);
    if (this.sendable().length) return TYPING_PAUSE;
    const next = Math.min(...this.answers.refusedOnTheWay().map((item) => this.refusals.get(item)?.at ?? 0));
    return Math.max(0, Math.min(LOOK_EVERY, next - Date.now()));
  }

  /** One round at a time; a call during a round starts the next one after it. */
  async run() {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.round();
    await this.running;
    this.running = null;
    const again = this.again;
    this.again = false;
    this.schedule(again && !this.failures && !this.isBlocked() ? 0 : undefined);
  }

  async round() {
    try {
      const waiting = this.sendable();
      if (!this.confirmed || this.isBlocked() || !waiting.length) await this.look();
      if (!this.writable || this.isBlocked()) return this.tell();
      await this.putAside();
      await this.retryRefused();
      await this.sendAll();
    } catch (failure) {
      this.fail(failure);
    }
    this.tell();
  }

  /** Ask the server how things stand, and whose session this is. */
  async look() {
    const hidden = document.visibilityState === "hidden";
    if (hidden && this.confirmed && !this.sendable().length) return;
    const told = await this.transport.sheet(true).catch((failure) => this.askWhose(failure));
    this.message = "";
    this.take(told);
    // What could not be sent is no better for having been asked about: its pauses go on growing.
    if (!this.writable || this.isBlocked() || !this.sendable().length) this.failures = 0;
  }

  take(told) {
    if (!told) return this.onlyDeliver();
    if (told.person.id !== this.answers.owner.person) {
      this.reason = "other";
      this.confirmed = false;
      this.dispatchEvent(new Event("turnedaway"));
      return;
    }
    this.confirmed = true;
    this.writable = told.writable;
    this.reason = told.writable ? null : "closed";
    this.state = told.state;
    this.answers.refresh(told.ratings);
    this.dispatchEvent(new CustomEvent("told", { detail: told }));
  }

  /** Not allowed: only the answer to a delivery tells whether somebody else has signed in, or a pass is over. */
  async askWhose(failure) {
    this.suspect = null;
    if (!failure.isTurnedAway) throw failure;
    this.dispatchEvent(new Event("turnedaway"));
    await this.transport.send(this.answers.owner.person, []);
    if (failure.status === 401) return null;
    throw failure;
  }

  /** A pass that is over reads nothing any more, but what lies here may still go out. */
  onlyDeliver() {
    this.confirmed = true;
    this.reason = null;
  }

  /** The server takes answers again, although we may not be allowed to look. */
  reopen() {
    Object.assign(this, { writable: true, reason: null, confirmed: false });
    this.tell();
    this.hurry();
  }

  async sendAll() {
    for (let items = this.sendable(); items.length; items = this.sendable()) {
      const batch = items.slice(0, this.batch);
      const operations = (await Promise.all(batch.map((item) => this.answers.take(item)))).filter(Boolean);
      if (!operations.length) return;
      await this.send(operations);
      this.tell();
      if (this.blind) await this.look();
    }
  }

  async send(operations) {
    const items = new Map(operations.map((operation) => [operation.operation_id, operation.item]));
    try {
      const { results } = await this.transport.send(this.answers.owner.person, operations);
      await Promise.all(results.map((result) => this.answers.receive(items.get(result.operation_id), result)));
      this.batch = BATCH;
      for (const { item } of operations) this.refusals.delete(item);
      this.succeed(results);
    } catch (failure) {
      if (failure.foreign) this.narrowOnTheWay(operations, failure);
      if (failure.foreign || (failure.status !== 413 && failure.status !== 422)) throw failure;
      await this.narrow(operations, failure);
    }
  }

  /** Something on the way refuses: perhaps everything, perhaps only large bodies, or one text that it takes for an attack. */
  narrowOnTheWay(operations, failure) {
    if (failure.status >= 500) return;
    this.batch = Math.max(1, Math.floor(operations.length / 2));
    if (operations.length === 1) this.suspect = { operation: operations[0], message: failure.message };
  }

  /** The server was just reached, so it is this one answer that does not get through: the others go on without it. */
  async putAside() {
    if (!this.suspect) return;
    const { operation: { operation_id, item, base_version }, message } = this.suspect;
    this.suspect = null;
    const count = (this.refusals.get(item)?.count ?? 0) + 1;
    this.refusals.set(item, { count, at: Date.now() + waitAfter(count, REFUSED_AGAIN) });
    await this.answers.receive(item, { operation_id, status: "refused", version: base_version, current: null, message, again: true });
  }

  async retryRefused() {
    const due = this.answers.refusedOnTheWay().filter((item) => (this.refusals.get(item)?.at ?? 0) <= Date.now());
    await Promise.all(due.map((item) => this.answers.retry(item)));
  }

  /** The server cannot read a request: find the one operation that spoils it, and set that aside. */
  async narrow(operations, failure) {
    this.batch = Math.max(1, Math.floor(operations.length / 2));
    if (operations.length > 1) return;
    const [{ operation_id, item, base_version }] = operations;
    const result = { operation_id, status: "refused", version: base_version, current: null, message: failure.message };
    await this.answers.receive(item, result);
  }

  succeed(results) {
    this.failures = 0;
    this.reason = null;
    this.suspect = null;
    const times = results.filter(({ status }) => status === "saved" || status === "duplicate");
    if (times.length) this.savedAt = new Date();
  }

  fail(failure) {
    this.confirmed = false;
    this.failures += 1;
    this.message = failure.message;
    const reasons = failure.foreign ? {} : { 401: "login", 403: "forbidden", 404: "forbidden", 409: "closed" };
    const otherwise = failure.status === null ? "offline" : failure.foreign && failure.status < 500 ? "foreign" : "trouble";
    this.reason = reasons[failure.status] ?? otherwise;
    if (failure.kind === "OtherPerson") this.reason = "other";
    if (failure.isTurnedAway) this.dispatchEvent(new Event("turnedaway"));
    if (this.reason === "closed") this.writable = false;
  }

  tell() {
    this.dispatchEvent(new Event("change"));
  }
}
